// Data and assumptions: what was filled in, what is odd, what was read and with which options, and the brief.

const BRIEF = document.getElementById("brief-data") === null ? null : readBlock("brief-data");

function dataTab() {
  return { id: "data", title: TEXT.data, build: dataPanel };
}

function dataPanel() {
  const { assumptions, warnings } = DATA;
  const filled = assumptions.reduce((sum, { count }) => sum + count, 0);
  const said = say("data_reading", {
    assumed: number(filled, 0),
    warnings: number(warnings.length, 0),
    notices: number(DATA.notices.length, 0),
  });
  return [
    tabHead(TEXT.data, said),
    BRIEF ? section(TEXT.brief_title, TEXT.brief_note, briefButton()) : null,
    assumptions.length ? section(TEXT.assumptions, TEXT.assumptions_note, assumptionsSheet()) : null,
    warnings.length ? section(TEXT.warnings, null, warningsSheet()) : null,
    section(TEXT.notices, null, DATA.notices.length ? noticeList() : null),
    section(TEXT.provenance, null, provenance()),
    how("data"),
  ];
}

// Null where the page came without a brief.
function briefButton() {
  if (!BRIEF) return null;
  const button = el("button", { type: "button", class: "tool", title: TEXT.brief_note }, TEXT.brief);
  button.addEventListener("click", () => {
    download("brief.md", BRIEF, "text/markdown;charset=utf-8");
    announce(say("csv_saved", { name: "brief.md" }));
  });
  return button;
}

function plainColumn(label, name, more = {}) {
  const value = (row) => (typeof row[name] === "string" ? folded(row[name]) : (row[name] ?? null));
  return {
    label,
    name: label,
    value,
    cell: (row) => typed(row[name] ?? ""),
    data: (row) => row[name] ?? null,
    ...more,
  };
}

function countColumn(label, name) {
  return plainColumn(label, name, { class: "figure", largestFirst: true, cell: (row) => number(row[name], 0) });
}

function stacking(name, caption, columns, rows) {
  return sheet({ name, caption, columns, rows, order: null, class: "stacks" });
}

function assumptionsSheet() {
  const columns = [
    plainColumn(TEXT.assumption, "text"),
    plainColumn(TEXT.table, "table"),
    plainColumn(TEXT.column, "column"),
    plainColumn(TEXT.rule, "rule"),
    countColumn(TEXT.count, "count"),
  ];
  return stacking("assumptions", TEXT.assumptions, columns, DATA.assumptions);
}

function warningsSheet() {
  const place = {
    label: TEXT.where,
    name: TEXT.where,
    value: ({ file }) => file || null,
    cell: placeOf,
    noData: true,
  };
  const columns = [
    plainColumn(TEXT.code, "code", { class: "whole" }),
    place,
    plainColumn(TEXT.found, "value"),
    plainColumn(TEXT.problem, "expected"),
    plainColumn(TEXT.remedy, "remedy"),
    ...["file", "line", "column"].map((name) => plainColumn(name, name, { hidden: true })),
  ];
  return stacking("warnings", TEXT.warnings, columns, DATA.warnings);
}

function placeOf({ file, line, column }) {
  const at = line === null || line === "" ? "" : say("line_at", { line });
  return listed([file, at, column].filter(Boolean).map(typed));
}

function noticeList() {
  return el(
    "ul",
    { class: "sentence-list" },
    DATA.notices.map((text) => el("li", {}, typed(text))),
  );
}

function provenance() {
  const { tool, inputs, options } = DATA;
  const files = [
    plainColumn(TEXT.table, "table"),
    plainColumn(TEXT.file, "file"),
    countColumn(TEXT.kept, "kept"),
    countColumn(TEXT.blank, "blank"),
    plainColumn(TEXT.sha256, "sha256", { class: "code" }),
  ];
  const versions = [[tool.name, tool.version], ["python", tool.python], ...Object.entries(tool.packages)];
  return present([
    inputs.length ? stacking("inputs", TEXT.inputs, files, inputs) : null,
    el("h4", {}, TEXT.options),
    facts(Object.entries(options).map(([name, value]) => [typed(name), optionText(value)])),
    el("h4", {}, TEXT.versions),
    facts(versions.map(([name, version]) => [typed(name), typed(version)])),
  ]);
}

function optionText(value) {
  if (value === null || value.length === 0) return TEXT.none_option;
  return Array.isArray(value)
    ? listed(value.map(typed))
    : typed(typeof value === "object" ? JSON.stringify(value) : value);
}

// --- the tabs, in the order in which questions are asked

function tabsPanel() {
  const row = tabs.element([
    togetherTab(),
    orderTab(),
    sureTab(),
    lostTab(),
    routesTab(),
    ...systemTabs(),
    moreSystemsTab(),
    channelsTab(),
    everybodyTab(),
    dataTab(),
  ]);
  return el("section", { id: "tabs", class: "pane broad tabs", "aria-label": TEXT.more_title }, row);
}
