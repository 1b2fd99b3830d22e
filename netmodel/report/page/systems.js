// The policy systems: those asked for most have a tab each, the others share one; ids in their tables are names that
// select.

const OPEN_CHANNELS = byId(DATA.open_channels ?? []);
// Columns whose words name no stakeholder and no channel, even where one is called so.
const WORDS_ONLY = new Set(["side", "issue", "issues", "shared", "kind", "level", "state", "status", "what", "how"]);
const BETWEEN_IDS = /(; | > | \/ )/u;

// Those with a tab of their own, in this order; the others share one.
const OWN_TABS = ["agenda", "vetoes", "benchmark", "counterparts", "cascade"];

function systemTabs() {
  const given = new Map(Object.entries(DATA.systems ?? {}));
  return OWN_TABS.filter((name) => given.has(name)).map((name) => ({
    id: name,
    title: TEXT[`tab_${name}`],
    build: () => systemPanel(name, given.get(name)),
  }));
}

function systemPanel(name, system) {
  const [first, ...rest] = system.sentences;
  const missing = system.lacks ? [`${TEXT.lacks}: `, typed(system.lacks)] : null;
  const title = told(system.title);
  return el(
    "div",
    { class: "system-tab" },
    tabHead(title, first && told(first), told(system.question)),
    sentences(rest),
    missing ? el("p", { class: "quiet" }, missing) : null,
    name === "cascade" ? clearanceFigure(system.table) : null,
    systemSheet(name, system),
    how(name),
  );
}

// --- the others: question and answer, and the rest unfolds

function moreSystemsTab() {
  const given = Object.entries(DATA.systems ?? {}).filter(([name]) => !OWN_TABS.includes(name));
  if (!given.length) return null;
  const build = () =>
    el(
      "div",
      { id: "systems" },
      el("h2", {}, TEXT.systems, el("span", { class: "count" }, number(given.length, 0))),
      el("p", { class: "quiet" }, TEXT.systems_note),
      given.map(([name, system]) => systemPart(name, system)),
    );
  return { id: "systems", title: TEXT.tab_more, build };
}

function systemPart(name, system) {
  const {
    title,
    question,
    lacks,
    sentences: [first, ...rest],
  } = system;
  const missing = lacks ? [`${TEXT.lacks}: `, typed(lacks)] : null;
  const head = [
    el("h3", {}, told(title)),
    el("span", { class: "quiet" }, told(question)),
    el("span", { class: first === undefined ? "said quiet" : "said" }, first === undefined ? missing : told(first)),
  ];
  const body = present([
    rest.length
      ? el(
          "ul",
          { class: "sentence-list" },
          rest.map((text) => el("li", {}, told(text))),
        )
      : null,
    first !== undefined && missing ? el("p", { class: "quiet" }, missing) : null,
    systemSheet(name, system),
  ]);
  if (!body.length) return el("div", { class: "system" }, el("div", { class: "asked" }, head));
  return el("details", { class: "system" }, el("summary", { class: "asked" }, head), body, how(name));
}

// The file is called after the system where the page knows it; any other name is not taken from the data.
function systemSheet(name, { title, table: { header, rows }, found }) {
  if (!rows.length) return null;
  const file = Object.hasOwn(TEXT, `how_${name}`) ? name : "system";
  const columns = systemColumns(header, rows, found ?? {});
  return sheet({ name: file, caption: title, columns, rows, order: null, class: "system-sheet" });
}

// --- clearance as a ladder: who is cleared after which number of hand-overs, or on which day

function clearanceFigure({ header, rows }) {
  const [id, route, delay, chance] = ["id", "route", "delay_days", "probability"].map((word) => header.indexOf(word));
  if ([id, route, chance].includes(-1)) return null;
  const cleared = rows.filter(
    (row) => typeof row[route] === "string" && row[route] !== "" && isNumber(row[chance]) && row[chance] > 0,
  );
  if (cleared.length < 2) return null;
  const inDays = delay >= 0 && cleared.every((row) => isNumber(row[delay]));
  const place = (row) => (inDays ? row[delay] : idsOf(row[route]).length - 1);
  const places = new Map(cleared.map((row) => [row[id], place(row)]));
  const shown = [...cleared].sort((a, b) => place(a) - place(b) || b[chance] - a[chance]).slice(0, ROWS_FIRST);
  const scale = monthScale(Math.max(...shown.map(place), 1));
  const lines = shown.map((row) =>
    clearanceLine(row[id], places.get(idsOf(row[route]).at(-2)) ?? 0, place(row), row[chance], scale),
  );
  const axis = el(
    "div",
    { class: "rung axis", "aria-hidden": "true" },
    el("span", { class: "quiet" }, inDays ? TEXT.day_axis : TEXT.step_axis),
    scale.axis(),
  );
  return el(
    "figure",
    { class: "ladder" },
    el("figcaption", { class: "quiet" }, inDays ? TEXT.cascade_days : TEXT.cascade_steps),
    el("ol", { class: "rungs" }, lines),
    axis,
  );
}

function idsOf(route) {
  return shownName(route) === null ? route.split(" > ") : [route];
}

function clearanceLine(id, from, to, chance, { x, plot }) {
  const marks = [
    svg("line", { class: "rise", x1: `${x(from)}%`, x2: `${x(to)}%`, y1: 11, y2: 11 }),
    svg("circle", { class: "rung-key", cx: `${x(to)}%`, cy: 11, r: 4 + 3 * chance }),
  ];
  const told = el("span", { class: "quiet" }, ` ${percent(chance, 0)}`);
  return el("li", { class: "rung" }, el("div", {}, idLink(id), told), plot(22, marks));
}

// --- the columns

// A column of names beside one of ids that are shown by these very names would say everything twice.
function systemColumns(header, rows, found) {
  const [id, name] = [header.indexOf("id"), header.indexOf("name")];
  const twice = id >= 0 && name >= 0 && rows.every((row) => shownName(row[id]) === row[name]);
  return header.flatMap((word, i) => {
    if (twice && i === name) return [{ label: word, hidden: true, data: (row) => row[i] }];
    return [{ label: columnLabel(twice && i === id ? "name" : word, found), ...systemColumn(word, rows, i) }];
  });
}

// "us" and "them" are called by the sides they stand for.
function columnLabel(word, { us, them }) {
  const side = { us, them }[word];
  if (["us", "them"].includes(word) && typeof side === "string") return typed(side);
  const plain = word.replaceAll("_", " ");
  return typed(plain.slice(0, 1).toUpperCase() + plain.slice(1));
}

function systemColumn(word, rows, place) {
  const given = rows.map((row) => row[place]).filter((value) => value !== null && value !== "");
  const ids = !WORDS_ONLY.has(word) && mostlyIds(given);
  const isFigure = given.length > 0 && given.every(isNumber);
  return {
    class: isFigure ? "figure" : width(given, ids),
    largestFirst: isFigure,
    value: (row) => sortValue(row[place], ids),
    cell: (row) => systemCell(row[place], ids),
    data: (row) => row[place],
    column: word,
  };
}

function sortValue(value, ids) {
  if (value === null || value === "") return null;
  if (isNumber(value)) return value;
  return folded(ids && typeof value === "string" ? (shownName(value) ?? value) : String(value));
}

// Names get room, short words stay on one line.
function width(values, ids) {
  const longest = values.reduce((most, value) => Math.max(most, typeof value === "string" ? value.length : 0), 0);
  return ids || longest > 24 ? "broad-cell" : longest <= 16 ? "whole" : null;
}

function mostlyIds(values) {
  const pieces = values.filter((value) => typeof value === "string").flatMap(idPieces);
  const known = pieces.filter((piece) => shownName(piece) !== null).length;
  return known > 0 && 2 * known >= pieces.length;
}

// Ids at the even places, what stands between them at the odd ones. An id may hold what else would part two.
function idPieces(text) {
  return shownName(text) === null ? text.split(BETWEEN_IDS).filter((_, i) => i % 2 === 0) : [text];
}

function shownName(id) {
  const row = (STAKEHOLDERS.get(id) ?? CHANNELS.get(id) ?? OPEN_CHANNELS.get(id))?.row;
  const tie = TIES.get(id)?.row;
  return row ? row.name : tie ? `${isolated(nameOf(tie.source))} – ${isolated(nameOf(tie.target))}` : null;
}

function systemCell(value, ids) {
  if (Array.isArray(value))
    return listed(
      value.map((part) => systemCell(part, ids)),
      "; ",
    );
  if (value !== null && typeof value === "object") return typed(JSON.stringify(value));
  if (isNumber(value)) return figure(value);
  if (typeof value !== "string") return anything(value);
  if (!ids) return typed(value);
  const pieces = shownName(value) === null ? value.split(BETWEEN_IDS) : [value];
  return pieces.length > 1 ? steps(pieces) : idText(value);
}

// One below the other, with what stood between them, but for the plain semicolon of a list.
function steps(pieces) {
  const sign = (i) => (pieces[i] ?? "").replace(";", "").trim();
  return pieces.flatMap((piece, i) =>
    i % 2 ? [] : [el("span", { class: "step" }, present([sign(i - 1) || null]), idText(piece))],
  );
}

function idText(id) {
  const key = STAKEHOLDERS.has(id) ? stakeholderKey(id) : CHANNELS.has(id) ? `c${CHANNELS.get(id).index}` : null;
  if (key === null) return shownName(id) === null ? typed(id) : el("span", { title: id }, typed(shownName(id)));
  const button = selectLink(key);
  button.title = id;
  return button;
}

// Four significant digits; whole numbers as they are.
function figure(value) {
  if (Number.isInteger(value)) return number(value, 0);
  const size = Math.abs(value);
  if (size < 1e-4) return fixed(value, 4);
  return number(value, Math.max(0, 3 - Math.floor(Math.log10(size))));
}
