// The policy systems: each answers its question in a sentence, and unfolds the rest of its words and its table.

const SYSTEMS = Object.values(DATA.systems ?? {});
const OPEN_CHANNELS = byId(DATA.open_channels ?? []);
const ROWS_FIRST = 10;
const ROWS_MOST = 2000;
// Columns whose words name no stakeholder and no channel, even where one is called so.
const WORDS_ONLY = new Set(["side", "issue", "issues", "shared", "kind", "level", "state", "status", "what", "how"]);
const BETWEEN_IDS = /(; | > | \/ )/u;

function systemsPanel() {
  if (!SYSTEMS.length) return null;
  const panel = el(
    "section",
    { id: "systems", class: "pane broad", "aria-labelledby": "systems-title" },
    el("h2", { id: "systems-title" }, TEXT.systems, el("span", { class: "count" }, number(SYSTEMS.length, 0))),
    el("p", { class: "quiet" }, TEXT.systems_note),
    SYSTEMS.map(systemPart),
  );
  page.tables.push({ mark: (key) => markLinks(panel, key) });
  return panel;
}

function systemPart({ title, question, lacks, sentences: [first, ...rest], table: { header, rows }, found }) {
  const missing = lacks ? [`${TEXT.lacks}: `, typed(lacks)] : null;
  const head = [
    el("h3", {}, typed(title)),
    el("span", { class: "quiet" }, typed(question)),
    el("span", { class: first === undefined ? "said quiet" : "said" }, first === undefined ? missing : typed(first)),
  ];
  const body = present([
    rest.length
      ? el(
          "ul",
          { class: "sentence-list" },
          rest.map((text) => el("li", {}, typed(text))),
        )
      : null,
    first !== undefined && missing ? el("p", { class: "quiet" }, missing) : null,
    rows.length ? systemTable(title, systemColumns(header, rows, found ?? {}), rows) : null,
  ]);
  if (!body.length) return el("div", { class: "system" }, el("div", { class: "asked" }, head));
  return el("details", { class: "system" }, el("summary", { class: "asked" }, head), body);
}

function systemTable(title, columns, rows) {
  const box = el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": title });
  const show = (part) => {
    box.replaceChildren(table(columns, part, { caption: title }));
    markLinks(box, page.selected);
  };
  show(rows.slice(0, ROWS_FIRST));
  if (rows.length <= ROWS_FIRST) return [box];
  const some = rows.slice(0, ROWS_MOST);
  const shown = (n) => say("rows_first", { n: number(n, 0), all: number(rows.length, 0) });
  const wish = say(some.length < rows.length ? "rows_more" : "rows_all", { n: number(some.length, 0) });
  const button = el("button", { type: "button", class: "link" }, wish);
  const note = el("p", { class: "quiet" }, shown(ROWS_FIRST), " ", button);
  button.addEventListener("click", () => {
    show(some);
    if (some.length < rows.length) note.replaceChildren(shown(some.length));
    else note.remove();
    box.focus({ preventScroll: true });
  });
  return [box, note];
}

// A column of names beside one of ids that are shown by these very names would say everything twice.
function systemColumns(header, rows, found) {
  const [id, name] = [header.indexOf("id"), header.indexOf("name")];
  const twice = id >= 0 && name >= 0 && rows.every((row) => shownName(row[id]) === row[name]);
  return header.flatMap((word, i) => {
    if (twice && i === name) return [];
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
  return {
    class: given.length && given.every(isNumber) ? "figure" : width(given, ids),
    cell: (row) => systemCell(row[place], ids),
  };
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
  const button = keyLink(key, () => (page.selected === key ? bringIntoView() : select(key, button)));
  button.title = id;
  button.dataset.key = key;
  return button;
}

// Four significant digits; whole numbers as they are.
function figure(value) {
  if (Number.isInteger(value)) return number(value, 0);
  const size = Math.abs(value);
  if (size < 1e-4) return fixed(value, 4);
  return number(value, Math.max(0, 3 - Math.floor(Math.log10(size))));
}

function markLinks(part, key) {
  for (const button of part.querySelectorAll("[data-key]")) {
    const chosen = button.dataset.key === key;
    button.classList.toggle("chosen", chosen);
    if (chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}
