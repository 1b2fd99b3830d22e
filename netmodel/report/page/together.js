// What to open together: the recommended set in the answer, in the ranking and in the evidence, and a tab of its own.

const ADVICE = DATA.recommendation;
const WORDS = ADVICE?.words ?? {};
const CHOSEN = new Set(ADVICE?.portfolio.channels.filter((id) => CHANNELS.has(id)));
const MISSED = new Map(ADVICE?.portfolio.contributions.map(({ channel, loss }) => [channel, loss]));
const INCLUSION = new Map(ADVICE?.robustness?.channels.map(({ id, inclusion }) => [id, inclusion]));
const STEPS = new Map(ADVICE?.sequence?.steps.map((step, i) => [step.channel, { ...step, place: i + 1 }]));
const LIST_AT_MOST = 5;
const LIST_FIRST = 4;

// --- in the answer, the ranking and the evidence

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

// --- the tab

function togetherTab() {
  if (ADVICE === null) return null;
  return { id: "together", title: TEXT.together, build: togetherPanel };
}

function togetherPanel() {
  const [first, ...rest] = WORDS.portfolio ?? [];
  return el(
    "div",
    { id: "together", class: "together" },
    tabHead(TEXT.together, first && told(first), TEXT.together_note),
    sentences([...(WORDS.limits ?? []), ...rest]),
    CHOSEN.size ? chosenSheet() : null,
    CHOSEN.size ? el("p", { class: "quiet" }, TEXT.missed_note) : null,
    frontPart(),
    pairsPart(),
    how("together"),
  );
}

function chosenSheet() {
  const rows = [...CHOSEN].map((id) => CHANNELS.get(id).row).sort((a, b) => lossOf(b) - lossOf(a));
  return channelSheet("recommended", TEXT.together, rows, chosenColumns());
}

// A table of channels; each row selects its channel.
function channelSheet(name, caption, rows, columns, filters = []) {
  const key = ({ id }) => `c${CHANNELS.get(id).index}`;
  const rank = columns.findIndex(({ class: style }) => style === "figure rank");
  return sheet({ name, caption, rows, columns: [...columns, ...idColumn()], filters, keyOf: key, order: rank });
}

function idColumn() {
  return [{ label: "id", hidden: true, data: ({ id }) => id }];
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
      column: TEXT.place_short,
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
      some.map((text) => el("li", {}, told(text))),
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

function pairsPart() {
  const rows = ADVICE.interactions ?? [];
  const sheetOf = () => {
    const columns = [
      {
        label: TEXT.channel,
        head: true,
        class: "name",
        value: ({ one }) => folded(nameOf(one)),
        cell: ({ one }) => idLink(one),
      },
      { label: TEXT.and_channel, value: ({ other }) => folded(nameOf(other)), cell: ({ other }) => idLink(other) },
      { label: TEXT.pair_kind, value: ({ kind }) => kind, cell: ({ kind }) => typed(kind) },
      pointsColumn(TEXT.pair_together, "together"),
      pointsColumn(TEXT.pair_more, "complementarity"),
    ];
    return sheet({ name: "pairs", caption: TEXT.pairs, columns, rows, order: null });
  };
  const shown = rows.length ? unfolding(say("pairs_all", { n: number(rows.length, 0) }), sheetOf()) : null;
  return section(TEXT.pairs, TEXT.pairs_note, sentences(WORDS.interactions), shown);
}

function pointsColumn(label, name) {
  const value = (row) => known(row[name]);
  return { label, class: "figure", largestFirst: true, value, cell: (row) => points(row[name]) };
}
