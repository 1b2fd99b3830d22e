// Search over names, ids and what else one may know of a row: any script, whatever the case and the accents.

const FOUND_AT_MOST = 12;

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase();
}

function searchIndex() {
  const entry = (row, key) => {
    const fields = searchFields(row).map((field) => ({ ...field, text: folded(field.value) }));
    return { key, row, fields };
  };
  return [
    ...DATA.channels.map((row, i) => entry(row, `c${i}`)),
    ...DATA.stakeholders.map((row, i) => entry(row, `s${i}`)),
  ];
}

// Name and id are shown anyway; of the others the one that matched is named.
function searchFields({ name, id, kind, party, issues, aliases, extra }) {
  const others = [
    ...[aliases ?? extra.aliases ?? []].flat().map((value) => ({ label: TEXT.alias, value })),
    { label: TEXT.kind, value: kind },
    { label: TEXT.party, value: party },
    ...issues.map((value) => ({ label: TEXT.issue, value })),
  ];
  return [{ value: name }, { value: id }, ...others.filter(({ value }) => value)];
}

// Names that begin so come first, then names, ids, and the other fields in their order.
function find(index, text) {
  const wanted = folded(text.trim());
  if (!wanted) return [];
  const hits = index.flatMap(({ key, row, fields }) => {
    const place = fields.findIndex((field) => field.text.includes(wanted));
    if (place < 0) return [];
    return [{ key, row, matched: fields[place], order: fields[0].text.startsWith(wanted) ? -1 : Math.min(place, 2) }];
  });
  return hits.sort((a, b) => a.order - b.order);
}

function startSearch(onSelect) {
  const [input, list] = ["search", "found"].map((id) => document.getElementById(id));
  return combobox(input, list, searchIndex(), onSelect);
}

// A box that lists what is found while one types: arrows move in the list, Enter chooses.
function combobox(input, list, index, onSelect) {
  const state = { hits: [], active: -1 };

  const show = () => {
    const all = find(index, input.value);
    state.hits = all.slice(0, FOUND_AT_MOST);
    state.active = state.hits.length ? 0 : -1;
    list.replaceChildren(...state.hits.map((hit, i) => option(hit, `${list.id}-${i}`, () => choose(i))));
    const rest = all.length - state.hits.length;
    if (rest) list.append(el("li", { class: "none" }, say("carried_more", { n: number(rest, 0) })));
    if (input.value.trim() && !all.length) list.append(el("li", { class: "none" }, TEXT.search_none));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    announce(input.value.trim() ? say("search_count", { n: all.length }) : "");
    mark();
  };
  const mark = () => {
    [...list.querySelectorAll("[role=option]")].forEach((line, i) =>
      line.setAttribute("aria-selected", String(i === state.active)),
    );
    if (state.active >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${state.active}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (i) => {
    const hit = state.hits[i];
    close();
    if (hit) onSelect(hit.key);
  };

  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && state.hits.length) {
      event.preventDefault();
      state.active = (state.active + step + state.hits.length) % state.hits.length;
      mark();
    } else if (event.key === "Enter") {
      choose(state.active);
    }
  });
  return {
    clear: () => {
      input.value = "";
      close();
    },
  };
}

function option({ key, row, matched }, id, choose) {
  const kind = key[0] === "c" ? TEXT.channel : row.side || TEXT.third_party;
  const line = el(
    "li",
    { role: "option", id, "aria-selected": "false" },
    typed(row.name),
    el("span", { class: "quiet" }, typed(kind), " · ", typed(row.id)),
    matched.label ? el("span", { class: "quiet" }, `${matched.label}: `, typed(matched.value)) : null,
  );
  line.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose();
  });
  return line;
}

function announce(text) {
  document.getElementById("status").textContent = text;
}
