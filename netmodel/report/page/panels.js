// The panels below the first screen, each left out where there is nothing to say, and the legend of the picture.

function panel(title, note, content, { count = null, broad = false } = {}) {
  return el(
    "section",
    { class: broad ? "pane broad" : "pane" },
    el("h2", {}, title, count === null ? null : el("span", { class: "count" }, number(count, 0))),
    note ? el("p", { class: "quiet" }, note) : null,
    explained(el("div", { class: "scroll" }, content)),
  );
}

function folding(title, note, content, { count = null, broad = false } = {}) {
  return el(
    "details",
    { class: broad ? "pane broad" : "pane" },
    el("summary", {}, el("h2", {}, title, count === null ? null : el("span", { class: "count" }, number(count, 0)))),
    note ? el("p", { class: "quiet" }, note) : null,
    el("div", { class: "scroll" }, content),
  );
}

function formalPanel() {
  const rows = channelsOf("formal");
  return rows.length
    ? panel(TEXT.formal, TEXT.formal_note, channelTable(rows, TEXT.formal), { count: rows.length, broad: true })
    : null;
}

function enablingPanel() {
  const rows = channelsOf("enabling");
  if (!rows.length) return null;
  const names = (ids) => {
    if (!ids.length) return TEXT.unlocks_none;
    const first = ids.slice(0, 4).map((id) => typed(nameOf(id)));
    const rest = ids.length - first.length;
    return listed(rest ? [...first, say("carried_more", { n: number(rest, 0) })] : first);
  };
  const columns = [
    ...gainColumns(rows),
    {
      label: TEXT.unlocks,
      class: "wide",
      largestFirst: true,
      value: ({ unlocks }) => unlocks.length,
      cell: ({ unlocks }) => [
        el("span", { class: "roomy" }, names(unlocks)),
        el("span", { class: "terse" }, number(unlocks.length, 0)),
      ],
    },
    ...effortColumns(),
  ];
  return panel(TEXT.enabling, TEXT.enabling_note, channelTable(rows, TEXT.enabling, columns), {
    count: rows.length,
    broad: true,
  });
}

function issuesPanel() {
  const rows = Object.entries(DATA.reach.by_issue).sort(([, a], [, b]) => (b.weight ?? 0) - (a.weight ?? 0));
  if (!rows.length) return null;
  const most = Math.max(...rows.flatMap(([, { now, before }]) => [now ?? 0, before ?? 0]), 1e-12);
  const columns = [
    { label: TEXT.issue, cell: ([issue]) => typed(issue) },
    ...(isNumber(DATA.reach.before)
      ? [{ label: TEXT.before, class: "figure", cell: ([, row]) => percent(row.before) }]
      : []),
    { label: TEXT.now, class: "figure", cell: ([, row]) => percent(row.now) },
    { label: "", class: "twin", cell: ([, row]) => twinBar(row, most) },
    { label: TEXT.weight, class: "figure", cell: ([, { weight }]) => weightText(weight) },
  ];
  return panel(TEXT.by_issue, TEXT.by_issue_note, table(columns, rows, { caption: TEXT.by_issue }));
}

function twinBar({ now, before }, most) {
  const bar = (role, value, y) =>
    svg("rect", { class: role, y, width: `${(100 * (value ?? 0)) / most}%`, height: "6" });
  return svg(
    "svg",
    { class: "twin-bar", "aria-hidden": "true" },
    ...(isNumber(before) ? [bar("before", before, "0")] : []),
    bar("now", now, "7"),
  );
}

function besidePanel() {
  const rows = Object.entries(DATA.beside).filter(([, value]) => value !== null);
  if (!rows.length) return null;
  const columns = [
    {
      label: TEXT.measure,
      cell: ([name]) => [
        el("strong", {}, besideWord(name)),
        el("span", { class: "quiet block" }, besideMeaning(name)),
      ],
    },
    ...(rows.some(([, { before }]) => before !== null)
      ? [{ label: TEXT.before, class: "figure", cell: ([name, value]) => besideFigure(name, value.before, value) }]
      : []),
    { label: TEXT.now, class: "figure", cell: ([name, value]) => besideFigure(name, value.now, value) },
  ];
  return panel(TEXT.beside, TEXT.beside_note, table(columns, rows, { caption: TEXT.beside }));
}

function besideWord(name) {
  return TEXT[`beside_${name}`] ?? typed(measureOf(name)?.label ?? name);
}

function besideMeaning(name) {
  return TEXT[`beside_${name}_meaning`] ?? typed(measureOf(name)?.meaning ?? "");
}

function measureOf(name) {
  return new Map(Object.entries(DATA.measures)).get(name);
}

function besideFigure(name, value, { all }) {
  if (value === null || value === undefined) return TEXT.unknown;
  if (typeof value === "object") {
    const range = value.exact
      ? null
      : el("span", { class: "quiet block" }, say("interval", { low: percent(value.low), high: percent(value.high) }));
    return [percent(value.value), range].filter(Boolean);
  }
  if (name === "pairs_joined") return say("of_all", { n: number(value, 0), all: number(all, 0) });
  return name === "connectedness" ? percent(value) : number(value, 4);
}

// Built when it is opened, so that a long list costs nothing before.
function stakeholdersPanel() {
  const rows = DATA.stakeholders;
  if (!rows.length) return null;
  const most = 500;
  const holder = el("div");
  const details = folding(
    TEXT.all_stakeholders,
    rows.length > most ? say("all_stakeholders_note", { n: number(most, 0) }) : null,
    holder,
    { count: rows.length, broad: true },
  );
  details.addEventListener("toggle", () => {
    if (!details.open || holder.firstChild) return;
    const shown = sortableTable({
      columns: stakeholderColumns(),
      rows: rows.slice(0, most),
      caption: TEXT.all_stakeholders,
      keyOf: ({ id }) => stakeholderKey(id),
      onSelect: select,
    });
    page.tables.push(shown);
    holder.append(shown.element);
    holder.parentElement.after(...explained(holder).slice(1));
    shown.mark(page.selected);
  });
  return details;
}

function stakeholderColumns() {
  const ties = ({ id }) => (TIES_OF.get(id) ?? []).length;
  return [
    {
      label: TEXT.stakeholder,
      class: "name",
      head: true,
      value: ({ name }) => folded(name),
      cell: ({ name }) => typed(name),
    },
    { label: TEXT.side, value: ({ side }) => folded(side), cell: ({ side }) => typed(side || TEXT.third_party) },
    { label: TEXT.kind, class: "lead", value: ({ kind }) => folded(kind), cell: ({ kind }) => typed(kind) },
    { label: TEXT.level, value: ({ rank }) => rank || 9, cell: ({ rank }) => TEXT.ranks[rank] ?? TEXT.unknown },
    {
      label: TEXT.influence,
      class: "figure cost",
      largestFirst: true,
      value: (row) => known(row.influence),
      cell: (row) => flagged(number(row.influence), row, "influence"),
    },
    {
      label: TEXT.number_of_ties,
      class: "figure",
      largestFirst: true,
      value: ties,
      cell: (row) => number(ties(row), 0),
    },
  ];
}

function assumptionsPanel() {
  const rows = DATA.assumptions;
  if (!rows.length) return null;
  const columns = [
    { label: TEXT.assumption, cell: ({ text }) => typed(text) },
    { label: TEXT.table, cell: (row) => typed(row.table) },
    { label: TEXT.column, cell: ({ column }) => typed(column) },
    { label: TEXT.rule, cell: ({ rule }) => typed(rule) },
    { label: TEXT.count, class: "figure", cell: ({ count }) => number(count, 0) },
  ];
  const shown = table(columns, rows, { caption: TEXT.assumptions, class: "stacking" });
  return folding(TEXT.assumptions, TEXT.assumptions_note, shown, {
    count: rows.reduce((sum, { count }) => sum + count, 0),
  });
}

function warningsPanel() {
  const rows = DATA.warnings;
  if (!rows.length) return null;
  const columns = [
    { label: TEXT.code, class: "whole", cell: ({ code }) => typed(code) },
    { label: TEXT.where, cell: placeOf },
    { label: TEXT.found, cell: ({ value }) => typed(value ?? "") },
    { label: TEXT.problem, cell: ({ expected }) => typed(expected ?? "") },
    { label: TEXT.remedy, cell: ({ remedy }) => typed(remedy ?? "") },
  ];
  const shown = table(columns, rows, { caption: TEXT.warnings, class: "stacking" });
  return folding(TEXT.warnings, null, shown, { count: rows.length });
}

function placeOf({ file, line, column }) {
  const at = line === null || line === "" ? "" : say("line_at", { line });
  return listed([file, at, column].filter(Boolean).map(typed));
}

function noticesPanel() {
  const rows = DATA.notices;
  return rows.length
    ? folding(
        TEXT.notices,
        null,
        el(
          "ul",
          { class: "notices" },
          rows.map((text) => el("li", {}, typed(text))),
        ),
        { count: rows.length },
      )
    : null;
}

function provenancePanel() {
  const { tool, inputs, options } = DATA;
  const files = [
    { label: TEXT.table, cell: (row) => typed(row.table) },
    { label: TEXT.file, cell: ({ file }) => typed(file) },
    { label: TEXT.kept, class: "figure", cell: ({ kept }) => number(kept, 0) },
    { label: TEXT.blank, class: "figure", cell: ({ blank }) => number(blank, 0) },
    { label: TEXT.sha256, class: "code", cell: ({ sha256 }) => typed(sha256) },
  ];
  const versions = [[tool.name, tool.version], ["python", tool.python], ...Object.entries(tool.packages)];
  return folding(
    TEXT.provenance,
    null,
    present([
      inputs.length ? part(TEXT.inputs, table(files, inputs, { caption: TEXT.inputs, class: "stacking" })) : null,
      part(TEXT.options, facts(Object.entries(options).map(([name, value]) => [typed(name), optionText(value)]))),
      part(TEXT.versions, facts(versions.map(([name, version]) => [typed(name), typed(version)]))),
    ]),
  );
}

function optionText(value) {
  if (value === null) return TEXT.none_option;
  return Array.isArray(value)
    ? listed(value.map(typed))
    : typed(typeof value === "object" ? JSON.stringify(value) : value);
}

// --- the legend, always beside the picture

function legend() {
  const sides = [...PICTURE.bands]
    .sort((a, b) => a.index - b.index)
    .map(({ side, index }) => legendEntry(symbol("dot", `side-${index % 6}`), typed(side)));
  const third = DATA.stakeholders.some(({ side }) => !side)
    ? [legendEntry(symbol("dot", "third"), TEXT.third_party)]
    : [];
  const roles = new Set(PICTURE.edges.map(({ role }) => role));
  const lines = ["active", "dormant", "severed", "proposed", "opposed"]
    .filter((role) => roles.has(role))
    .map((role) => legendEntry(lineSample(role), TEXT[`tie_${role}`]));
  const hubs = [
    ["leading", TEXT.legend_leading],
    ["channel", TEXT.legend_channel],
  ].filter(([role]) =>
    PICTURE.nodes.some((node) => node.id[0] === "c" && (node.role === "leading") === (role === "leading")),
  );
  const route = DATA.channels.length
    ? [legendEntry(lineSample("member"), TEXT.tie_member), legendEntry(lineSample("route"), TEXT.tie_route)]
    : [];
  return el(
    "ul",
    { class: "legend", "aria-label": TEXT.legend },
    sides,
    third,
    kindEntries(),
    hubs.map(([role, word]) => legendEntry(symbol("diamond", role), word)),
    lines,
    route,
  );
}

function legendEntry(sign, ...words) {
  return el("li", {}, sign, el("span", {}, words));
}

// Each symbol once, with the commonest kinds that bear it.
function kindEntries() {
  const kinds = new Map();
  DATA.stakeholders.forEach(({ kind }, i) => {
    const { shape } = PICTURE.nodes[i];
    if (!kinds.has(shape)) kinds.set(shape, new Map());
    kinds.get(shape).set(kind, (kinds.get(shape).get(kind) ?? 0) + 1);
  });
  return [...kinds].map(([shape, counts]) => {
    const names = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([kind]) => kind);
    const more = names.length > 2 ? ` ${say("legend_more", { n: names.length - 2 })}` : null;
    return legendEntry(symbol(shape, "any"), listed(names.slice(0, 2).map(typed)), more);
  });
}

const OUTLINES = {
  dot: "M6 1A5 5 0 1 1 6 11A5 5 0 1 1 6 1Z",
  square: "M2 2H10V10H2Z",
  star: "M6 .5L7.5 4.3L11.5 4.5L8.4 7.1L9.4 11L6 8.8L2.6 11L3.6 7.1L.5 4.5L4.5 4.3Z",
  triangle: "M6 1L11 10.5H1Z",
  triangleDown: "M6 11L11 1.5H1Z",
  hexagon: "M3.5 1.7H8.5L11 6L8.5 10.3H3.5L1 6Z",
  diamond: "M6 .5L11.5 6L6 11.5L.5 6Z",
};

function symbol(shape, role) {
  return svg(
    "svg",
    { class: "sign", viewBox: "0 0 12 12", "aria-hidden": "true" },
    svg("path", { class: role, d: OUTLINES[shape] }),
  );
}

function lineSample(role) {
  return svg(
    "svg",
    { class: "sign long", viewBox: "0 0 28 12", "aria-hidden": "true" },
    svg("line", { class: `line-${role}`, x1: 1, y1: 6, x2: 27, y2: 6 }),
  );
}
