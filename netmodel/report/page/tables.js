// Tables: a plain one, and one that sorts and selects.

function table(columns, rows, options = {}) {
  const head = el(
    "tr",
    {},
    columns.map((column) => el("th", { scope: "col", class: column.class ?? null }, column.label)),
  );
  const body = rows.map((row) =>
    el(
      "tr",
      {},
      columns.map((column) =>
        el("td", { class: column.class ?? null, "data-label": column.label || null }, column.cell(row)),
      ),
    ),
  );
  return el(
    "table",
    { class: options.class ?? "plain" },
    options.caption ? el("caption", { class: "unseen" }, options.caption) : null,
    el("thead", {}, head),
    el("tbody", {}, body),
  );
}

// Where something in it bears the mark of an assumed value, the note that explains the mark follows.
function explained(element) {
  const marked = element.querySelector(".assumed") !== null;
  return marked ? [element, el("p", { class: "quiet footnote" }, TEXT.assumed_note)] : [element];
}

function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== null);
  return el(
    "dl",
    { class: "facts-list" },
    shown.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value))),
  );
}

// columns: {label, hint, value(row) to sort by, cell(row), class, head: the row's own header}
function sortableTable({ columns, rows, keyOf, onSelect, caption }) {
  const body = el("tbody");
  const lines = rows.map((row) => ({ row, line: selectableRow(columns, row, keyOf(row), onSelect) }));
  const heads = columns.map((column, i) => sortHeader(column, () => sortBy(i)));
  const sorted = { column: 0, descending: false };

  function show() {
    const { value } = columns[sorted.column];
    const order = lines.map(({ row, line }, i) => ({ line, i, value: value(row) }));
    order.sort((a, b) => compare(a.value, b.value, sorted.descending) || a.i - b.i);
    body.replaceChildren(...order.map(({ line }) => line));
    heads.forEach((head, i) =>
      head.setAttribute("aria-sort", i !== sorted.column ? "none" : sorted.descending ? "descending" : "ascending"),
    );
  }

  function sortBy(i) {
    sorted.descending = sorted.column === i ? !sorted.descending : columns[i].largestFirst === true;
    sorted.column = i;
    show();
  }

  show();
  body.addEventListener("keydown", moveBetweenRows);
  const element = el(
    "table",
    { class: "sortable" },
    el("caption", { class: "unseen" }, caption),
    el("thead", {}, el("tr", {}, heads)),
    body,
  );
  return { element, mark: (key) => lines.forEach(({ line }) => markRow(line, key)) };
}

function sortHeader(column, sort) {
  const button = el("button", { type: "button", title: column.hint ?? null }, column.label);
  button.addEventListener("click", sort);
  return el("th", { scope: "col", class: column.class ?? null }, button);
}

function selectableRow(columns, row, key, onSelect) {
  const line = el(
    "tr",
    { "data-key": key },
    columns.map((column) =>
      column.head ? headCell(column, row) : el("td", { class: column.class ?? null }, column.cell(row)),
    ),
  );
  line.addEventListener("click", () => onSelect(line.classList.contains("chosen") ? null : key, line));
  return line;
}

function headCell(column, row) {
  return el(
    "th",
    { scope: "row", class: column.class ?? null },
    el("button", { type: "button", "aria-pressed": "false" }, column.cell(row)),
    column.after ? column.after(row) : null,
  );
}

function markRow(line, key) {
  const chosen = line.dataset.key === key;
  line.classList.toggle("chosen", chosen);
  line.querySelector("th button").setAttribute("aria-pressed", String(chosen));
  if (chosen) keepWithin(line);
}

// Scroll the table's own box, never the page, until the row is in it.
function keepWithin(line) {
  const box = line.closest(".scroll");
  if (!box) return;
  const [row, frame] = [line.getBoundingClientRect(), box.getBoundingClientRect()];
  const head = line.closest("table").tHead.offsetHeight;
  if (row.top < frame.top + head) box.scrollTop -= frame.top + head - row.top;
  else if (row.bottom > frame.bottom) box.scrollTop += Math.min(row.bottom - frame.bottom, row.top - frame.top - head);
}

function moveBetweenRows(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const next = step && event.target.closest("tr")[step];
  if (!next) return;
  event.preventDefault();
  next.querySelector("th button").focus();
}

// Unknown values stand last, whichever way the column is sorted.
function compare(a, b, descending) {
  if (a === null || b === null) return (a === null) - (b === null);
  const order = typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0;
  return descending ? -order : order;
}
