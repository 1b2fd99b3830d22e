// Tables as CSV files. A text that a spreadsheet would run as a formula is guarded as in netmodel.readwrite.cells. The
// file begins with a byte order mark, from which Excel knows that it is UTF-8, and which netmodel passes over.

const csv = (() => {
  // What may stand before a formula without being seen, marks of direction and codes of a terminal among it.
  const UNSEEN = String.raw`['\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]`;
  const TERMINAL = String.raw`\x1b\[[0-?]*[ -/]*[@-~]`;
  const FORMULA = new RegExp(String.raw`^(?:${UNSEEN}|${TERMINAL})*[=+\-@\t\r\n\uff1d]`);
  const MARK = "\ufeff";

  function guarded(cell) {
    if (typeof cell === "string") return FORMULA.test(cell) ? `'${cell}` : cell;
    if (typeof cell === "boolean") return cell ? "yes" : "no";
    return cell ?? "";
  }

  function quoted(text) {
    return /[,"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function line(cells) {
    const written = cells.map((cell) => quoted(String(guarded(cell))));
    return `${written.length === 1 && written[0] === "" ? '""' : written.join(",")}\n`;
  }

  function text(header, rows) {
    return [header, ...rows].map(line).join("");
  }

  // Several values in one cell stand as in netmodel's own tables, and what is no plain value as JSON.
  function plain(value) {
    if (Array.isArray(value)) return value.map(plain).join("; ");
    return value !== null && typeof value === "object" ? JSON.stringify(value) : (value ?? null);
  }

  // What a column says of a row: its `data`, else a number to sort by, else what is read on the page.
  function cellOf(column, row) {
    if (column.data) return plain(column.data(row));
    const sorted = column.value?.(row);
    return isNumber(sorted) ? sorted : read(column.cell(row));
  }

  function read(shown) {
    return el("p", {}, shown ?? "").textContent;
  }

  function ofTable(columns, rows) {
    const told = columns.filter(({ noData, class: style }) => !noData && style !== "pick");
    const header = told.map((column) => column.column ?? read(column.label));
    return text(
      header,
      rows.map((row) => told.map((column) => cellOf(column, row))),
    );
  }

  // A button that saves the rows that are there when it is pressed.
  function button(name, caption, columns, rowsNow) {
    const label = say("csv_label", { table: caption });
    const shown = el("button", { type: "button", class: "csv", "aria-label": label, title: TEXT.csv_hint }, "CSV");
    shown.addEventListener("click", () => {
      download(`${name}.csv`, MARK + ofTable(columns, rowsNow()), "text/csv;charset=utf-8");
      announce(say("csv_saved", { name: `${name}.csv` }));
    });
    return shown;
  }

  return Object.freeze({ guarded, text, ofTable, button });
})();

// Save a text as a file; the name is the page's own, never one from the lists.
function download(name, text, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
