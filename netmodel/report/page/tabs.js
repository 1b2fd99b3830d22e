// Tabs, after the ARIA pattern: one panel is shown, arrows, Home and End move, and the address keeps which it is. A
// panel is made when it is first shown; on paper all stand one below the other.

const tabs = (() => {
  const KEY = "tab=";
  const all = [];
  const folded = [];
  const note = el("p", { class: "quiet of-study", role: "status", hidden: true }, TEXT.tabs_of_study);
  let now = null;

  // One tab for each {id, title, build() -> elements}; those that are null are left out. One that `follows` the
  // scenario shows its figures; the others keep those of the study, and say so while a scenario is looked at.
  function element(given) {
    all.push(...present(given).map(made));
    if (!all.length) return null;
    const row = el("div", { role: "tablist", class: "tab-row", "aria-label": TEXT.tabs_label });
    row.append(...all.map(({ tab }) => tab));
    row.addEventListener("keydown", move);
    return [row, note, ...all.map(({ panel }) => panel)];
  }

  function made({ id, title, build, follows = false }) {
    const attributes = { role: "tab", id: `tab-${id}`, "aria-controls": `panel-${id}` };
    const tab = el("button", { type: "button", ...attributes, "aria-selected": "false", tabindex: "-1" }, title);
    tab.addEventListener("click", () => show(id));
    const named = { role: "tabpanel", id: `panel-${id}`, "aria-labelledby": `tab-${id}`, tabindex: "0" };
    return { id, tab, panel: el("div", { class: "tab-panel", ...named, hidden: true }), build, follows, isBuilt: false };
  }

  function ready(one) {
    if (one.isBuilt) return;
    one.isBuilt = true;
    one.panel.append(...present([one.build()].flat(Infinity)));
    markLinks(one.panel, page.selected);
  }

  function show(id, { address = true } = {}) {
    const chosen = all.find((one) => one.id === id);
    if (!chosen) return false;
    now = chosen;
    ready(chosen);
    for (const { tab, panel } of all) {
      const isNow = tab === chosen.tab;
      tab.setAttribute("aria-selected", String(isNow));
      tab.tabIndex = isNow ? 0 : -1;
      panel.hidden = !isNow;
    }
    sayWhose();
    if (chosen !== all[0] || address) bringIn(chosen.tab);
    if (address) writeAddress(id);
    return true;
  }

  // On a narrow screen the row scrolls.
  function bringIn(tab) {
    const row = tab.parentElement;
    const [left, right] = [tab.offsetLeft - row.offsetLeft, tab.offsetLeft - row.offsetLeft + tab.offsetWidth];
    if (left < row.scrollLeft || right > row.scrollLeft + row.clientWidth) row.scrollLeft = left - 24;
  }

  function sayWhose() {
    note.hidden = now.follows || !scenario.available || scenario.isUntouched();
  }

  // Show a tab from elsewhere in the page, and go there.
  function goTo(id) {
    if (!show(id)) return;
    now.tab.scrollIntoView({ block: "start" });
    now.panel.focus({ preventScroll: true });
  }

  function move(event) {
    const place = all.indexOf(now);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = { Home: 0, End: all.length - 1 }[event.key] ?? (step && (place + step + all.length) % all.length);
    if (next === undefined) return;
    event.preventDefault();
    show(all[next].id);
    all[next].tab.focus();
  }

  // --- the address: #...&tab=id, beside what others keep there

  function parts() {
    return location.hash
      .replace(/^#/, "")
      .split("&")
      .filter((part) => part !== "");
  }

  function writeAddress(id) {
    writeParts(KEY, id);
  }

  function readAddress() {
    const given = parts().find((part) => part.startsWith(KEY));
    return given === undefined ? false : show(given.slice(KEY.length), { address: false });
  }

  function start() {
    if (!all.length) return;
    if (!readAddress()) show(all[0].id, { address: false });
    page.tables.push({ mark: (key) => all.forEach(({ panel }) => markLinks(panel, key)) });
    scenario.onChange(sayWhose);
    addEventListener("hashchange", readAddress);
    addEventListener("beforeprint", unfoldAll);
    addEventListener("afterprint", foldAgain);
  }

  // --- on paper

  function unfoldAll() {
    for (const one of all) {
      ready(one);
      one.panel.hidden = false;
      for (const details of one.panel.querySelectorAll("details:not([open])")) {
        folded.push(details);
        details.open = true;
      }
    }
  }

  function foldAgain() {
    for (const details of folded.splice(0)) details.open = false;
    for (const one of all) one.panel.hidden = one !== now;
  }

  return Object.freeze({ element, start, show, goTo, parts, has: (id) => all.some((one) => one.id === id) });
})();

// Write one value of the page's address, percent-encoded; null takes it out. What others keep there stays.
function writeParts(key, value) {
  const others = tabs.parts().filter((part) => part.includes("=") && !part.startsWith(key));
  const own = value === null ? [] : [`${key}${encodeURIComponent(value.replace(/\p{Surrogate}/gu, "\ufffd"))}`];
  try {
    history.replaceState(null, "", `#${[...others, ...own].join("&")}`);
  } catch {
    // A page in a frame of another origin cannot write its address.
  }
}

// --- what every tab has: its title, its answer in a line, and how it was computed

function tabHead(title, reading, question = null) {
  return [
    el("h2", {}, title),
    question === null ? null : el("p", { class: "quiet" }, question),
    reading ? el("p", { class: "reading" }, reading) : null,
  ];
}

// Method and source in a fold; the words are of the page alone.
function how(id) {
  const [method, source] = [TEXT[`how_${id}`], TEXT[`source_${id}`]];
  if (method === undefined) return null;
  return el(
    "details",
    { class: "how" },
    el("summary", {}, TEXT.how),
    el("p", {}, method),
    source === undefined ? null : el("p", { class: "quiet" }, `${TEXT.how_source}: ${source}`),
  );
}

// A part of a tab; without content there is none.
function section(title, note, ...content) {
  const inside = present(content.flat(Infinity));
  return inside.length
    ? el("section", {}, el("h3", {}, title), note ? el("p", { class: "quiet" }, note) : null, inside)
    : null;
}
