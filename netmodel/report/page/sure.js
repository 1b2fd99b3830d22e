// How sure the advice is: the share of plausible versions in which each channel belongs, each place in the ranking as
// a share, who beats whom, and which assumption would change the answer.

const VERSIONS = ADVICE?.robustness ?? null;
const RANKS_SHOWN = 10;
const MATRIX_FIRST = 12;

function sureTab() {
  const hasWords = [WORDS.robustness, WORDS.sensitivity].some((texts) => texts?.length);
  if (!VERSIONS?.channels?.length && !ADVICE?.sensitivity?.length && !hasWords) return null;
  return { id: "sure", title: TEXT.sure, build: surePanel };
}

function surePanel() {
  const [first, ...rest] = WORDS.robustness ?? [];
  const reading = first ?? WORDS.sensitivity?.[0];
  const rows = VERSIONS?.channels ?? [];
  return [
    tabHead(TEXT.sure, reading && told(reading), TEXT.sure_note),
    sentences(rest),
    section(
      TEXT.inclusion_title,
      say("inclusion_note", { n: number(VERSIONS?.draws, 0) }),
      rows.length ? inclusionSheet(rows) : null,
    ),
    acceptabilityPart(rows),
    matrixPart(),
    section(
      TEXT.settings_title,
      TEXT.settings_note,
      sentences(first ? WORDS.sensitivity : WORDS.sensitivity?.slice(1)),
      sensitivitySheet(),
    ),
    how("sure"),
  ];
}

// --- in the best set

// Half the width of a 95 % interval; of what happened always or never the chance that the draws could not see.
function doubtOf(id, share) {
  const error = new Map(Object.entries(VERSIONS.errors?.inclusion ?? {})).get(id);
  if (!isNumber(error) || !isNumber(share)) return null;
  return share > 0 && share < 1 ? 1.96 * error : (VERSIONS.errors.unseen ?? 0);
}

function inclusionSheet(rows) {
  const key = ({ id }) => (CHANNELS.has(id) ? `c${CHANNELS.get(id).index}` : null);
  const shown = rows.filter((row) => key(row) !== null);
  const columns = [
    {
      label: TEXT.channel,
      class: "name",
      head: true,
      value: ({ id }) => folded(nameOf(id)),
      cell: ({ id }) => typed(nameOf(id)),
      after: chosenTag,
    },
    {
      label: TEXT.inclusion,
      hint: TEXT.inclusion_hint,
      class: "figure",
      largestFirst: true,
      value: ({ inclusion }) => known(inclusion),
      cell: inclusionWord,
    },
    {
      label: el("span", { class: "unseen" }, TEXT.inclusion_error),
      class: "share-cell",
      sorts: false,
      value: () => 0,
      cell: inclusionBar,
      data: ({ id, inclusion }) => doubtOf(id, inclusion),
      column: TEXT.inclusion_error,
    },
    {
      label: TEXT.sure_class,
      value: ({ class: word }) => word ?? null,
      cell: ({ class: word }) => typed(TEXT[`class_${word}`] ?? word ?? TEXT.unknown),
    },
    ...gainRange(rows),
    { label: "id", hidden: true, data: ({ id }) => id },
  ];
  return sheet({
    name: "inclusion",
    caption: TEXT.inclusion_title,
    columns: columns,
    rows: byInclusion(shown),
    keyOf: key,
    order: null,
  });
}

function byInclusion(rows) {
  return [...rows].sort((a, b) => (b.inclusion ?? -1) - (a.inclusion ?? -1));
}

function chosenTag({ id }) {
  return CHOSEN.has(id) ? el("span", { class: "kind" }, chosenMark({ id })[0]) : null;
}

function inclusionWord({ id, inclusion }) {
  const doubt = doubtOf(id, inclusion);
  const told = say("of_hundred", { n: ofHundred(id) });
  return doubt === null ? told : [told, el("span", { class: "quiet block" }, `± ${number(100 * doubt, 0)}`)];
}

function inclusionBar({ id, inclusion }) {
  if (!isNumber(inclusion)) return "";
  const doubt = doubtOf(id, inclusion);
  const whisker = doubt === null ? [] : whiskerOf(inclusion, doubt);
  return svg(
    "svg",
    { class: "inclusion-bar", "aria-hidden": "true" },
    svg("rect", { class: "track", width: "100%", height: "100%" }),
    svg("rect", { class: "gain", width: `${100 * inclusion}%`, height: "100%" }),
    ...whisker,
  );
}

function whiskerOf(inclusion, doubt) {
  const [low, high] = [Math.max(0, inclusion - doubt), Math.min(1, inclusion + doubt)];
  const across = (y1, y2, at) => svg("line", { class: "whisker", x1: `${100 * at}%`, x2: `${100 * at}%`, y1, y2 });
  const along = svg("line", { class: "whisker", x1: `${100 * low}%`, x2: `${100 * high}%`, y1: 7, y2: 7 });
  return [along, across(3, 11, low), across(3, 11, high)];
}

function gainRange(rows) {
  if (!rows.some(({ gain }) => isNumber(gain?.mean))) return [];
  const range = ({ gain }) => say("interval", { low: points(gain?.p05), high: points(gain?.p95) });
  return [
    {
      label: TEXT.gain_mean,
      hint: TEXT.gain_mean_hint,
      class: "figure",
      largestFirst: true,
      value: ({ gain }) => known(gain?.mean),
      cell: ({ gain }) => points(gain?.mean),
    },
    {
      label: TEXT.gain_range,
      class: "figure",
      largestFirst: true,
      value: ({ gain }) => known(gain?.p95),
      cell: range,
      data: ({ gain }) => [gain?.p05, gain?.p95],
    },
  ];
}

// --- places in the ranking

function acceptabilityPart(rows) {
  const ranked = rows.filter(({ group, acceptability }) => group === "informal" && acceptability?.length);
  if (!ranked.length) return null;
  const places = Math.max(...ranked.map(({ acceptability }) => acceptability.length));
  const shown = Math.min(places, RANKS_SHOWN);
  const beyond = ({ acceptability }) => acceptability.slice(shown).reduce((sum, share) => sum + share, 0);
  const columns = [
    {
      label: TEXT.channel,
      class: "name",
      head: true,
      value: ({ id }) => folded(nameOf(id)),
      cell: ({ id }) => idLink(id),
    },
    ...Array.from({ length: shown }, (_, i) =>
      heatColumn(number(i + 1, 0), ({ acceptability }) => acceptability[i] ?? 0),
    ),
    ...(places > shown ? [heatColumn(say("rank_beyond", { n: number(shown + 1, 0) }), beyond)] : []),
  ];
  const note = say("acceptability_note", { n: number(VERSIONS.draws, 0) });
  return section(
    TEXT.acceptability,
    note,
    sheet({ name: "ranks", caption: TEXT.acceptability, columns, rows: ranked, order: null, class: "heated" }),
  );
}

function heatColumn(label, shareOf) {
  const cell = (row) => heatCell(shareOf(row));
  return { label, class: "heat", largestFirst: true, value: shareOf, cell };
}

// So many of 100, on a ground that grows darker in five steps; nothing where it never was so.
function heatCell(share) {
  if (!isNumber(share) || share <= 0) return el("span", { class: "heat-0" }, share === 0 ? "·" : "");
  const step = Math.min(5, Math.ceil(5 * share - 1e-9));
  return el("span", { class: `heat-${step}` }, share < 0.005 ? "<1" : number(100 * share, 0));
}

// --- who beats whom

function matrixPart() {
  const { ids, shares } = VERSIONS?.beats ?? {};
  if (!ids?.length) return null;
  const at = new Map(ids.map((id, i) => [id, i]));
  const ranked = VERSIONS.channels.map(({ id }) => id).filter((id) => at.has(id));
  const leading = ranked.filter((id) => CHOSEN.has(id)).concat(ranked.filter((id) => !CHOSEN.has(id)));
  const rows = ranked.filter((id) => leading.slice(0, MATRIX_FIRST).includes(id));
  const share = (one, other) => (one === other ? null : shares[at.get(one)][at.get(other)]);
  const columns = [
    {
      label: TEXT.channel,
      class: "name",
      head: true,
      value: (id) => rows.indexOf(id),
      cell: (id) => numbered(rows.indexOf(id) + 1, idLink(id)),
      data: nameOf,
    },
    ...rows.map((other, i) => ({
      ...heatColumn(number(i + 1, 0), (id) => share(id, other)),
      hint: nameOf(other),
      column: nameOf(other),
    })),
  ];
  const note = say("matrix_note", { n: number(rows.length, 0), all: number(ids.length, 0) });
  return section(
    TEXT.matrix,
    note,
    sheet({ name: "beats", caption: TEXT.matrix, columns, rows, order: null, class: "heated" }),
  );
}

// --- which assumption changes the answer

function sensitivitySheet() {
  const rows = ADVICE?.sensitivity ?? [];
  if (!rows.length) return null;
  const columns = [
    {
      label: TEXT.assumption,
      head: true,
      class: "name",
      value: ({ what }) => folded(what),
      cell: ({ what }) => typed(what),
    },
    { label: TEXT.setting, value: ({ setting }) => folded(setting), cell: ({ setting }) => typed(setting) },
    {
      label: TEXT.cells,
      class: "figure",
      largestFirst: true,
      value: (row) => known(row.cells),
      cell: ({ cells }) => number(cells, 0),
    },
    {
      label: TEXT.reach_now,
      class: "figure",
      largestFirst: true,
      value: (row) => known(row.reach),
      cell: ({ reach }) => percent(reach),
    },
    {
      label: TEXT.lacking,
      hint: TEXT.lacking_hint,
      class: "figure",
      largestFirst: true,
      value: (row) => known(row.regret),
      cell: ({ regret }) => (isNumber(regret) ? fixed(100 * regret) : TEXT.unknown),
    },
    {
      label: TEXT.enters,
      class: "wide",
      value: ({ enters }) => enters?.length ?? 0,
      cell: ({ enters }) => idList(enters),
      data: ({ enters }) => enters ?? [],
    },
    {
      label: TEXT.leaves,
      class: "wide",
      value: ({ leaves }) => leaves?.length ?? 0,
      cell: ({ leaves }) => idList(leaves),
      data: ({ leaves }) => leaves ?? [],
    },
  ];
  return sheet({ name: "sensitivity", caption: TEXT.settings_title, columns, rows, order: null });
}
