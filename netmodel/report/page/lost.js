// What was lost: reach by issue, the measures beside it, and each tie that was lost, kept or new.

const BEFORE = isNumber(DATA.reach.before);

function lostTab() {
  const parts = [issueRows(), besideRows(), BEFORE ? DATA.ties : []];
  if (parts.every((rows) => !rows.length)) return null;
  return { id: "lost", title: BEFORE ? TEXT.lost : TEXT.stands, build: lostPanel };
}

function lostPanel() {
  const { before } = DATA.study;
  return [
    tabHead(
      BEFORE ? TEXT.lost : TEXT.stands,
      BEFORE || !DATA.answer.sentences.length ? null : told(DATA.answer.sentences[0]),
    ),
    BEFORE ? el("p", { class: "reading" }, lostReading(before)) : null,
    issueRows().length ? section(TEXT.by_issue, TEXT.by_issue_note, reachByIssueSheet()) : null,
    besideRows().length ? section(TEXT.beside, TEXT.beside_note, besideSheet()) : null,
    BEFORE && DATA.ties.length ? section(TEXT.changed_ties, TEXT.changed_note, changedSheet()) : null,
    how("lost"),
  ];
}

function lostReading(before) {
  const count = (wanted) => number(DATA.ties.filter((tie) => changeOf(tie) === wanted).length, 0);
  const counts = { lost: count("lost"), kept: count("kept"), new: count("new") };
  const reach = { was: percent(DATA.reach.before), now: percent(DATA.reach.now) };
  return say("lost_reading", {
    ...counts,
    ...reach,
    before: before ? isolated(day(before)) : TEXT.before.toLowerCase(),
  });
}

// --- by issue

function issueRows() {
  return Object.entries(DATA.reach.by_issue).sort(([, a], [, b]) => (b.weight ?? 0) - (a.weight ?? 0));
}

function reachByIssueSheet() {
  const rows = issueRows();
  const most = Math.max(...rows.flatMap(([, { now, before }]) => [now ?? 0, before ?? 0]), 1e-12);
  const figure = (label, name) => ({
    label,
    class: "figure",
    largestFirst: true,
    value: ([, row]) => known(row[name]),
    cell: ([, row]) => percent(row[name]),
  });
  const change = ([, { now, before }]) => (isNumber(now) && isNumber(before) ? now - before : null);
  const columns = [
    { label: TEXT.issue, head: true, value: ([issue]) => folded(issue), cell: ([issue]) => typed(issue) },
    ...(BEFORE ? [figure(TEXT.before, "before")] : []),
    figure(TEXT.now, "now"),
    ...(BEFORE
      ? [{ label: TEXT.change_points, class: "figure", value: change, cell: (row) => points(change(row)) }]
      : []),
    {
      label: el("span", { class: "unseen" }, TEXT.chart),
      class: "twin",
      sorts: false,
      value: () => 0,
      cell: ([, row]) => twinBar(row, most),
      noData: true,
    },
    {
      label: TEXT.weight,
      class: "figure",
      largestFirst: true,
      value: ([, { weight }]) => known(weight),
      cell: ([, { weight }]) => weightText(weight),
    },
  ];
  return sheet({ name: "issues", caption: TEXT.by_issue, columns, rows, order: null });
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

// --- beside reach

function besideRows() {
  return Object.entries(DATA.beside).filter(([, value]) => value !== null);
}

function besideSheet() {
  const rows = besideRows();
  const plain = (value) => (value !== null && typeof value === "object" ? value.value : (value ?? null));
  const figure = (label, name) => ({
    label,
    class: "figure",
    sorts: false,
    value: ([, row]) => known(plain(row[name])),
    cell: ([key, row]) => besideFigure(key, row[name], row),
  });
  const columns = [
    {
      label: TEXT.measure,
      head: true,
      sorts: false,
      value: ([name]) => name,
      cell: ([name]) => [
        el("strong", {}, besideWord(name)),
        el("span", { class: "quiet block" }, besideMeaning(name)),
      ],
      data: ([name]) => name,
    },
    ...(rows.some(([, { before }]) => before !== null) ? [figure(TEXT.before, "before")] : []),
    figure(TEXT.now, "now"),
  ];
  return sheet({ name: "beside", caption: TEXT.beside, columns, rows, order: null });
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

// --- ties

// A tie carries where it is active; what opposes is told apart by its status alone.
function changeOf({ status, status_before: before }) {
  if (before === "active") return status === "active" ? "kept" : "lost";
  return status === "active" ? "new" : "out";
}

function changedSheet() {
  const order = { lost: 0, new: 1, kept: 2, out: 3 };
  const rows = [...DATA.ties].sort((a, b) => order[changeOf(a)] - order[changeOf(b)]);
  const word = (tie) => TEXT[`tie_was_${changeOf(tie)}`];
  const change = {
    label: TEXT.change,
    value: (tie) => order[changeOf(tie)],
    cell: (tie) => el("span", { class: `change change-${changeOf(tie)}` }, word(tie)),
    data: changeOf,
  };
  const filters = present([
    choiceFilter(
      TEXT.change,
      rows,
      (tie) => [changeOf(tie)],
      (value) => TEXT[`tie_was_${value}`],
    ),
    choiceFilter(TEXT.issue, rows, ({ issues }) => issues),
    textFilter(tieTexts),
  ]);
  return sheet({
    name: "changes",
    caption: TEXT.changed_ties,
    columns: [change, ...tieColumns()],
    rows,
    filters,
    order: null,
  });
}
