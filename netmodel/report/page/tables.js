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

// columns: {label, hint, value(row) to sort by, cell(row), class, head: the row's own header}; with `column` and
// `data(row)` for the CSV where it should differ, and `hidden` where only the CSV has it. `keyOf` gives what a row
// selects; without it rows select nothing. At most `limit` rows are shown. `order` is the column to sort by at first;
// null as given.
function sortableTable({ columns, rows, keyOf = null, onSelect, caption, limit = Infinity, order = 0 }) {
  const seen = columns.filter(({ hidden }) => !hidden);
  const body = el("tbody");
  const lines = new Map();
  const heads = seen.map((column, i) => sortHeader(column, () => sortBy(i)));
  const sorted = { column: order, descending: false };
  const now = { rows, limit, ordered: rows };

  function lineOf(row) {
    if (!lines.has(row)) {
      const line = keyOf === null ? plainRow(seen, row) : selectableRow(seen, row, keyOf(row), onSelect);
      if (keyOf !== null) markRow(line, page.selected, false);
      lines.set(row, line);
    }
    return lines.get(row);
  }

  function show() {
    now.ordered = inOrder(now.rows, seen[sorted.column], sorted.descending);
    body.replaceChildren(...now.ordered.slice(0, now.limit).map(lineOf));
    heads.forEach((head, i) =>
      head.setAttribute("aria-sort", i !== sorted.column ? "none" : sorted.descending ? "descending" : "ascending"),
    );
  }

  function sortBy(i) {
    sorted.descending = sorted.column === i ? !sorted.descending : seen[i].largestFirst === true;
    sorted.column = i;
    show();
  }

  // Show other rows, or more of them.
  function keep(changes) {
    Object.assign(now, changes);
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
  const mark = (key) => {
    if (keyOf !== null) lines.forEach((line) => markRow(line, key));
  };
  return { element, mark, keep, ordered: () => now.ordered };
}

function inOrder(rows, column, descending) {
  if (!column) return rows;
  const order = rows.map((row, i) => ({ row, i, value: column.value(row) }));
  order.sort((a, b) => compare(a.value, b.value, descending) || a.i - b.i);
  return order.map(({ row }) => row);
}

function sortHeader(column, sort) {
  if (column.sorts === false) return el("th", { scope: "col", class: column.class ?? null }, column.label);
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

function plainRow(columns, row) {
  const cellOf = (column) => {
    const attributes = { class: column.class ?? null, "data-label": column.name ?? null };
    return column.head
      ? el("th", { ...attributes, scope: "row" }, column.cell(row), column.after ? column.after(row) : null)
      : el("td", attributes, column.cell(row));
  };
  return el("tr", { class: "still" }, columns.map(cellOf));
}

function headCell(column, row) {
  return el(
    "th",
    { scope: "row", class: column.class ?? null },
    el("button", { type: "button", "aria-pressed": "false" }, column.cell(row)),
    column.after ? column.after(row) : null,
  );
}

function markRow(line, key, follow = true) {
  const chosen = line.dataset.key === key;
  line.classList.toggle("chosen", chosen);
  line.querySelector("th button").setAttribute("aria-pressed", String(chosen));
  if (chosen && follow) keepWithin(line);
}

// Links that select what is selected, wherever they stand.
function markLinks(part, key) {
  for (const button of part.querySelectorAll("button[data-key]")) {
    const chosen = button.dataset.key === key;
    button.classList.toggle("chosen", chosen);
    if (chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }
}

// Scroll the table's own box, never the page, until the row is in it.
function keepWithin(line) {
  const box = line.closest(".scroll");
  if (!box) return;
  const [row, frame] = [line.getBoundingClientRect(), box.getBoundingClientRect()];
  const head = line.closest("table").tHead.offsetHeight;
  if (row.top < frame.top + head) box.scrollTop -= frame.top + head - row.top;
  else if (row.bottom > frame.bottom)
    box.scrollTop += Math.min(row.bottom - frame.bottom, row.top - frame.top - head);
}

function moveBetweenRows(event) {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const next = step && event.target.closest("tr")[step];
  if (!next) return;
  const target = next.querySelector("th button");
  if (target === null) return;
  event.preventDefault();
  target.focus();
}

// Unknown values stand last, whichever way the column is sorted.
function compare(a, b, descending) {
  if (a === null || b === null) return (a === null) - (b === null);
  const order = typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0;
  return descending ? -order : order;
}
