// Sheets: a table that sorts, with its filters, its count and its CSV. Of a long one the first rows are shown.

const ROWS_FIRST = 50;
const ROWS_MOST = 2000;

// As `sortableTable`; `name` is that of the CSV file, `filters` are of `choiceFilter` and `textFilter`.
function sheet({ name, caption, columns, rows, keyOf = null, filters = [], order = 0, class: style = "" }) {
  const shown = sortableTable({
    columns,
    rows,
    keyOf,
    caption,
    onSelect: select,
    limit: rows.length <= ROWS_FIRST ? Infinity : ROWS_FIRST,
    order,
  });
  page.tables.push(shown);
  const box = el("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption }, shown.element);
  const rest = restNote(rows, shown, box);
  const count = el("p", { class: "matches", "aria-live": "polite" });
  for (const filter of filters) filter.control.addEventListener("input", apply);

  function apply() {
    const kept = rows.filter((row) => filters.every((filter) => filter.keeps(row)));
    rest.show(kept);
    count.textContent = say("of_all", { n: number(kept.length, 0), all: number(rows.length, 0) });
  }

  if (filters.length) apply();
  const tools = el(
    "div",
    { class: "sheet-tools" },
    filters.map(({ element }) => element),
    filters.length ? count : null,
    csv.button(name, caption, columns, shown.ordered),
  );
  return el("div", { class: `sheet ${style}` }, tools, ...explained(box), rest.element);
}

// Below the table: how many of the rows are shown, and a button for all of them.
function restNote(rows, shown, box) {
  const element = el("p", { class: "quiet rest", hidden: true });
  let all = false;

  function show(kept) {
    const limit = all ? ROWS_MOST : ROWS_FIRST;
    shown.keep({ rows: kept, limit: kept.length <= limit ? Infinity : limit });
    element.hidden = kept.length > 0 && kept.length <= limit;
    element.replaceChildren(...(kept.length === 0 ? [TEXT.no_match] : element.hidden ? [] : rowsTold(kept, limit)));
  }

  function rowsTold(kept, limit) {
    const said = say("rows_first", { n: number(limit, 0), all: number(kept.length, 0) });
    if (all) return [said];
    const wish = kept.length > ROWS_MOST ? "rows_more" : "rows_all";
    const label = say(wish, { n: number(Math.min(kept.length, ROWS_MOST), 0) });
    const button = el("button", { type: "button", class: "link" }, label);
    button.addEventListener("click", () => {
      all = true;
      show(kept);
      box.focus({ preventScroll: true });
    });
    return [said, " ", button];
  }

  show(rows);
  return { element, show };
}

// A choice among the values that the rows have, commonest first where `byCount`; null where there is no choice.
function choiceFilter(label, rows, valuesOf, wordOf = (value) => value) {
  const values = [...new Set(rows.flatMap(valuesOf))];
  if (values.length < 2) return null;
  const words = values.map((value) => ({ value, word: wordOf(value) }));
  words.sort((a, b) => compare(folded(a.word), folded(b.word), false));
  const control = el(
    "select",
    {},
    el("option", { value: "" }, TEXT.filter_all),
    words.map(({ word }, i) => el("option", { value: i }, word)),
  );
  const keeps = (row) => control.value === "" || valuesOf(row).includes(words[Number(control.value)].value);
  return { element: labelled(label, control), control, keeps };
}

// What is typed, in any of the texts of a row; any script, whatever the case and the accents.
function textFilter(textsOf) {
  const control = el("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  const known = new Map();
  const keeps = (row) => {
    const wanted = folded(control.value.trim());
    if (wanted === "") return true;
    if (!known.has(row)) known.set(row, textsOf(row).filter(Boolean).map(folded));
    return known.get(row).some((text) => text.includes(wanted));
  };
  return { element: labelled(TEXT.filter_text, control), control, keeps };
}

function labelled(label, control) {
  return el("label", { class: "labelled" }, el("span", {}, label), control);
}

// A name in a table that selects, and is marked while it is selected.
function selectLink(key) {
  const button = keyLink(key, () => (page.selected === key ? bringIntoView() : select(key, button)));
  button.dataset.key = key;
  if (page.selected === key) button.classList.add("chosen");
  return button;
}

// The same for an id of a stakeholder or a channel; any other text stays text.
function idLink(id) {
  const key = STAKEHOLDERS.has(id) ? stakeholderKey(id) : CHANNELS.has(id) ? `c${CHANNELS.get(id).index}` : null;
  return key === null ? typed(nameOf(id)) : selectLink(key);
}

// Several of them, one below the other; a dash where there are none.
function idList(ids) {
  return ids?.length
    ? el(
        "ul",
        { class: "id-list" },
        ids.map((id) => el("li", {}, idLink(id))),
      )
    : TEXT.unknown;
}

function numbered(place, content) {
  return el("span", { class: "numbered" }, el("span", { class: "quiet" }, number(place, 0)), content);
}
