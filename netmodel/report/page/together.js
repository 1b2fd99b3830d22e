// What to open together: the recommended set as a table, and its order, its doubts, its front and its pairs in words.

const ADVICE = DATA.recommendation;
const WORDS = ADVICE?.words ?? {};
const CHOSEN = new Set(ADVICE?.portfolio.channels.filter((id) => CHANNELS.has(id)));
const MISSED = new Map(ADVICE?.portfolio.contributions.map(({ channel, loss }) => [channel, loss]));
const INCLUSION = new Map(ADVICE?.robustness?.channels.map(({ id, inclusion }) => [id, inclusion]));
const STEPS = new Map(ADVICE?.sequence?.steps.map((step, i) => [step.channel, { ...step, place: i + 1 }]));
const LIST_AT_MOST = 5;
const LIST_FIRST = 4;
const FRONT_AT_MOST = 8;

// --- in the answer, the ranking and the evidence

function showRecommended() {
  const [said] = DATA.answer.recommendation;
  if (said === undefined) return;
  const jump = ADVICE === null ? null : [" ", el("a", { href: "#together" }, TEXT.together_link)];
  fill("recommended", present([typed(said), jump]));
  foldBackground();
}

// On a low screen what lies behind the answer is folded, so that the ranking and the picture keep their room.
function foldBackground() {
  const open = innerHeight >= 900 || matchMedia("(max-width: 820px)").matches;
  const behind = el("details", { id: "background", class: "background", open }, el("summary", {}, TEXT.background));
  const sentences = document.getElementById("sentences");
  sentences.replaceWith(behind);
  behind.append(sentences);
}

function recommendedBar(now) {
  const after = ADVICE?.portfolio.reach.after;
  if (!CHOSEN.size || !isNumber(after)) return null;
  return {
    label: [TEXT.chart_together],
    parts: [
      ["now", now],
      ["gain", Math.max(0, after - now)],
    ],
    figure: percent(after),
  };
}

function chosenMark({ id }) {
  return CHOSEN.has(id) ? [el("span", { class: "tag chosen-mark" }, TEXT.in_set), " "] : null;
}

function recommendedPart({ id }) {
  if (ADVICE === null) return null;
  const chosen = CHOSEN.has(id);
  const step = STEPS.get(id);
  return part(
    TEXT.together_part,
    facts([
      [TEXT.in_it, chosen ? TEXT.yes : TEXT.no],
      [TEXT.missed, chosen ? say("gain_points", { gain: missedPoints(id) }) : null],
      [TEXT.inclusion, isNumber(INCLUSION.get(id)) ? say("inclusion_versions", { n: ofHundred(id) }) : null],
      [TEXT.plan_months, step ? planMonths(step) : null],
      [TEXT.why_not_earlier, step?.why_not_earlier ? named(step) : null],
    ]),
  );
}

function missedPoints(id) {
  return isNumber(MISSED.get(id)) ? fixed(100 * MISSED.get(id)) : TEXT.unknown;
}

// As in the sentences: halves go to the even number, and rounding makes no core or exterior of what is borderline.
function ofHundred(id) {
  const share = INCLUSION.get(id);
  if (!isNumber(share)) return TEXT.unknown;
  const [whole, rest] = [Math.floor(100 * share), (100 * share) % 1];
  let told = whole + (rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? 1 : 0);
  for (const mark of [0, 10]) if (told === mark && share > mark / 100) told += 1;
  for (const mark of [90, 100]) if (told === mark && share < mark / 100) told -= 1;
  return number(told, 0);
}

function planMonths({ start_month: start, ready_month: ready }) {
  return say("plan_span", { start: number(start, 1), ready: number(ready, 1) });
}

// Why a step starts no earlier, with the names of channels in the place of their ids.
function named({ why_not_earlier: text, unlocked_by: before }) {
  const ids = [...new Set([...before, ...STEPS.keys()])].sort((a, b) => b.length - a.length);
  const any = ids.map((id) => id.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|");
  const after = " and |, ready in | in month | until month ";
  const place = new RegExp(`(?<=needs | and | with | on )(${any})(?=${after})`, "u");
  return text.split(place).map((piece, i) => (i % 2 ? el("q", {}, typed(nameOf(piece))) : piece));
}

// --- the section below the first screen

function togetherPanel() {
  if (ADVICE === null) return null;
  const [first, ...rest] = WORDS.portfolio ?? [];
  return el(
    "section",
    { id: "together", class: "pane broad together", tabindex: "-1", "aria-labelledby": "together-title" },
    el("h2", { id: "together-title" }, TEXT.together),
    el("p", { class: "quiet" }, TEXT.together_note),
    first === undefined ? null : el("p", { class: "recommended" }, typed(first)),
    sentences([...(WORDS.limits ?? []), ...rest]),
    CHOSEN.size ? explained(el("div", { class: "scroll" }, chosenTable())) : null,
    CHOSEN.size ? el("p", { class: "quiet" }, TEXT.missed_note) : null,
    el("div", { class: "parts" }, [orderPart(), surePart(), frontPart(), pairsPart()]),
  );
}

function chosenTable() {
  const rows = [...CHOSEN].map((id) => CHANNELS.get(id).row).sort((a, b) => lossOf(b) - lossOf(a));
  return channelTable(rows, TEXT.together, chosenColumns());
}

function lossOf({ id }) {
  return MISSED.get(id) ?? 0;
}

function chosenColumns() {
  const [cost, risk] = effortColumns();
  const step = ({ id }) => STEPS.get(id);
  return present([
    {
      label: TEXT.rank,
      hint: TEXT.place,
      class: "figure rank",
      value: (row) => known(step(row)?.place),
      cell: (row) => number(step(row)?.place, 0),
    },
    {
      label: TEXT.channel,
      class: "name",
      head: true,
      value: ({ name }) => folded(name),
      cell: ({ name }) => typed(name),
      after: ({ kind, group }) =>
        el("span", { class: "kind" }, typed(kind), group === "enabling" ? ` · ${TEXT.enabling_step}` : null),
    },
    {
      label: TEXT.missed,
      hint: TEXT.missed_hint,
      class: "figure",
      largestFirst: true,
      value: ({ id }) => known(MISSED.get(id)),
      cell: ({ id }) => missedPoints(id),
    },
    cost,
    risk,
    INCLUSION.size
      ? {
          label: TEXT.inclusion,
          hint: TEXT.inclusion_hint,
          class: "figure",
          largestFirst: true,
          value: ({ id }) => known(INCLUSION.get(id)),
          cell: ({ id }) => say("of_hundred", { n: ofHundred(id) }),
        }
      : null,
    ...(STEPS.size ? planColumns(step) : []),
  ]);
}

function planColumns(step) {
  return [
    {
      label: TEXT.plan_months,
      hint: TEXT.plan_hint,
      class: "figure lead",
      value: (row) => known(step(row)?.start_month),
      cell: (row) => (step(row) ? planMonths(step(row)) : TEXT.unknown),
    },
    {
      label: TEXT.why_not_earlier,
      class: "because",
      value: (row) => step(row)?.why_not_earlier || null,
      cell: (row) => (step(row)?.why_not_earlier ? named(step(row)) : TEXT.unknown),
    },
  ];
}

// A list of sentences; of a long one the first stand, and the others unfold.
function sentences(texts) {
  const list = (some) =>
    el(
      "ul",
      { class: "sentence-list" },
      some.map((text) => el("li", {}, typed(text))),
    );
  if (!texts?.length) return null;
  if (texts.length <= LIST_AT_MOST) return list(texts);
  const rest = texts.slice(LIST_FIRST);
  const title = say("more_sentences", { n: number(rest.length, 0) });
  return [list(texts.slice(0, LIST_FIRST)), unfolding(title, list(rest))];
}

function unfolding(title, content) {
  return el("details", { class: "unfolding" }, el("summary", {}, title), content);
}

function wordsPart(title, note, texts, ...content) {
  return texts?.length || content.length
    ? part(title, el("p", { class: "quiet" }, note), sentences(texts), ...content)
    : null;
}

function orderPart() {
  return wordsPart(TEXT.order, TEXT.order_note, WORDS.sequence);
}

function surePart() {
  const { robustness: versions, sensitivity: settings } = WORDS;
  if (!versions?.length && !settings?.length) return null;
  const halves = [
    [TEXT.sure_note, versions],
    [TEXT.settings_note, settings],
  ].filter(([, texts]) => texts?.length);
  return el(
    "section",
    { class: "doubts" },
    el("h3", {}, TEXT.sure),
    halves.map(([note, texts]) => [el("p", { class: "quiet" }, note), sentences(texts)]),
  );
}

function pairsPart() {
  return wordsPart(TEXT.pairs, TEXT.pairs_note, WORDS.interactions);
}

function frontPart() {
  const rows = ADVICE.front?.points ?? [];
  if (!rows.length) return wordsPart(TEXT.front, TEXT.front_note, WORDS.front);
  const sheet = el("div", { class: "scroll" }, frontTable(rows));
  const title = say("front_sets", { n: number(rows.length, 0) });
  const shown = rows.length > FRONT_AT_MOST ? unfolding(title, sheet) : sheet;
  return wordsPart(TEXT.front, TEXT.front_note, WORDS.front, shown);
}

function highestRisk({ channels, max_risk: risk }) {
  return channels.length ? fixed(risk) : TEXT.unknown;
}

function frontTable(rows) {
  const same = JSON.stringify(ADVICE.portfolio.channels);
  const marks = ({ knee, channels }) =>
    present([
      knee ? el("span", { class: "tag" }, TEXT.knee) : null,
      channels.length && JSON.stringify(channels) === same ? el("span", { class: "tag" }, TEXT.recommended) : null,
    ]);
  const columns = [
    { label: costWord(), class: "figure", cell: ({ cost }) => number(cost) },
    { label: TEXT.highest_risk, class: "figure", cell: highestRisk },
    { label: TEXT.chart, class: "figure", cell: ({ value }) => percent(value) },
    { label: TEXT.recovery, class: "figure", cell: ({ recovery }) => percent(recovery, 0) },
    { label: TEXT.number_of_channels, class: "figure", cell: ({ channels }) => number(channels.length, 0) },
    { label: el("span", { class: "unseen" }, TEXT.mark), class: "marks", cell: marks },
  ];
  return table(columns, rows, { caption: TEXT.front });
}
