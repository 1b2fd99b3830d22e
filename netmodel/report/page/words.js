// The words of the page in the language that is chosen, and numbers and dates in the form of that language.

const WRITTEN_IN = "en"; // the language of the sentences that come with the analysis
const WORDS_OF = readBlock("text-data");
const LANGUAGE = languageOf(location.hash) ?? WORDS_OF.language;
const TEXT = WORDS_OF.words[LANGUAGE];
const PERCENT = LANGUAGE === "fr" ? "\u202f%" : "\u00a0%";
const LOCALE = { en: "en-GB", fr: "fr" }[LANGUAGE];

// --- which language

// The language that an address asks for; null where it names none that the page speaks.
function languageOf(hash) {
  const wish = hashParts(hash).find((part) => part.startsWith("lang="))?.slice("lang=".length);
  return wish !== undefined && Object.hasOwn(WORDS_OF.words, wish) ? wish : null;
}

function hashParts(hash) {
  return hash.replace(/^#/, "").split("&").filter(Boolean);
}

// Every panel is made anew in the other language: the scenario and the choice of language stand in the address.
function speak(language) {
  const others = hashParts(new URL(scenario.link()).hash).filter((part) => part.includes("=") && !part.startsWith("lang="));
  location.hash = [...others, `lang=${language}`].join("&");
  location.reload();
}

// The words that stand in the page itself, before any script runs, are in the language it was written for.
function translateFrame() {
  document.documentElement.lang = LANGUAGE;
  if (LANGUAGE === WORDS_OF.language) return;
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = TEXT[element.dataset.say];
  for (const name of ["aria-label", "placeholder"]) {
    for (const element of document.querySelectorAll(`[data-say-${name}]`)) {
      element.setAttribute(name, TEXT[element.getAttribute(`data-say-${name}`)]);
    }
  }
}

// One link a language; that of the present one says so.
function languageSwitch() {
  const links = Object.entries(WORDS_OF.words).map(([language, { language_name: name }]) => {
    const current = language === LANGUAGE ? "true" : null;
    const link = el("a", { href: `#lang=${language}`, lang: language, "aria-current": current }, name);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (language !== LANGUAGE) speak(language);
    });
    return link;
  });
  addEventListener("hashchange", () => {
    if ((languageOf(location.hash) ?? LANGUAGE) !== LANGUAGE) location.reload();
  });
  return links;
}

// --- words

function say(key, values = {}) {
  return TEXT[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name]));
}

// "Canada and Russia": names with the conjunction of the language.
function conjoined(items) {
  const parts = new Intl.ListFormat(LOCALE, { type: "conjunction" }).formatToParts(items.map(() => "-"));
  let next = 0;
  return parts.map(({ type, value }) => (type === "element" ? items[next++] : value));
}

// A sentence whose blanks hold elements.
function sentence(key, values) {
  return TEXT[key].split(/\{(\w+)\}/).flatMap((piece, i) => (i % 2 ? values[piece] : piece));
}

// --- numbers

function isNumber(value) {
  return typeof value === "number" && Number.isFinite(value);
}

const NUMBERS = new Map(); // to make a format takes a hundred times as long as to use it

function number(value, digits = 2, fewest = 0) {
  if (!isNumber(value)) return TEXT.unknown;
  const key = vanishes(value, digits) ? "tiny" : `${digits} ${fewest}`;
  if (!NUMBERS.has(key)) NUMBERS.set(key, new Intl.NumberFormat(LOCALE, figures(key === "tiny", digits, fewest)));
  return NUMBERS.get(key).format(value).replace("-", "\u2212");
}

function figures(isTiny, digits, fewest) {
  if (isTiny) return { maximumSignificantDigits: 2 };
  return { maximumFractionDigits: digits, minimumFractionDigits: fewest };
}

function vanishes(value, digits) {
  return value !== 0 && Math.abs(value) < 0.5 * 10 ** -digits;
}

// With so many decimals and no more: what they cannot show is less than the last of them.
function fixed(value, digits = 2) {
  if (!isNumber(value) || !vanishes(value, digits)) return number(value, digits, digits);
  const least = 10 ** -digits;
  return value > 0 ? `<${number(least, digits)}` : `>${number(-least, digits)}`;
}

// A share of less than half a per cent gets one decimal.
function percent(value, digits = 1) {
  if (!isNumber(value)) return TEXT.unknown;
  return `${fixed(100 * value, vanishes(100 * value, digits) ? 1 : digits)}${PERCENT}`;
}

function points(value) {
  if (!isNumber(value)) return TEXT.unknown;
  const shown = fixed(100 * value);
  return value > 0 && !shown.startsWith("<") ? `+${shown}` : shown;
}

function money(value) {
  if (!isNumber(value)) return TEXT.unknown;
  if (!DATA.study.currency) return number(value);
  const parts = [DATA.study.currency, number(value)];
  return (LANGUAGE === "fr" ? parts.reverse() : parts).join("\u00a0");
}

function months(value) {
  return isNumber(value) ? say("months", { n: number(value, 1) }) : TEXT.unknown;
}

function anything(value) {
  if (value === true) return TEXT.yes;
  if (value === false) return TEXT.no;
  return isNumber(value) ? number(value, 4) : TEXT.unknown;
}

// --- dates

const DATE = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/;

// A year, a month or a day as the language writes it; what is no date stays as typed.
function day(text) {
  const parts = DATE.exec(text ?? "");
  if (!parts || !parts[2]) return text;
  const at = new Date(Date.UTC(parts[1], parts[2] - 1, parts[3] ?? 1));
  if (at.getUTCMonth() !== parts[2] - 1) return text;
  const form = { year: "numeric", month: "long", day: parts[3] ? "numeric" : undefined, timeZone: "UTC" };
  return new Intl.DateTimeFormat(LOCALE, form).format(at);
}

// "in 2013", "on 18 March 2014".
function when(text) {
  return sentence(DATE.exec(text)?.[3] ? "date_day" : "date_year", { date: typed(day(text)) });
}
