// Routes: two stakeholders are chosen, and the strongest chains of introductions between them are told, step by step,
// as the scenario has them.

const ROUTES_MOST = 10;
const PLACES = ["from", "to"];

function routesTab() {
  if (!scenario.available || DATA.stakeholders.length < 2) return null;
  return { id: "routes", title: TEXT.routes, build: routesPanel, follows: true };
}

function routesPanel() {
  const chosen = { ...firstEnds(), ...endsOfAddress() };
  const told = el("div", { class: "routes", "aria-live": "polite" });
  const counts = Array.from({ length: ROUTES_MOST }, (_, i) => el("option", { value: i + 1 }, number(i + 1, 0)));
  const count = el("select", {}, counts);
  count.value = "3";
  const boxes = Object.fromEntries(PLACES.map((place) => [place, endBox(place, chosen, show)]));
  const swap = el("button", { type: "button", class: "tool" }, TEXT.routes_swap);
  swap.addEventListener("click", () => {
    [chosen.from, chosen.to] = [chosen.to, chosen.from];
    for (const place of PLACES) boxes[place].show();
    show();
  });
  count.addEventListener("input", show);
  scenario.onChange(show);
  show();
  return [
    tabHead(TEXT.routes, null, TEXT.routes_note),
    el("div", { class: "ends" }, boxes.from.element, boxes.to.element, labelled(TEXT.routes_count, count), swap),
    told,
    how("routes"),
  ];

  function show() {
    for (const place of PLACES) writeParts(`${place}=`, chosen[place]);
    told.replaceChildren(...present(routesTold(chosen, Number(count.value))));
  }
}

// To begin with, the ends of the leading route of the best channel; else the first of each side.
function firstEnds() {
  const route = DATA.channels.find((row) => row.group === "informal" && row.route.length > 1)?.route;
  if (route) return { from: route[0], to: route.at(-1) };
  const [one, other] = DATA.study.between.length ? DATA.study.between : DATA.study.sides;
  const first = (side) => DATA.stakeholders.find((row) => row.side === side)?.id;
  return { from: first(one) ?? DATA.stakeholders[0].id, to: first(other) ?? DATA.stakeholders[1].id };
}

function endsOfAddress() {
  const given = {};
  for (const place of PLACES) {
    const part = tabs.parts().find((one) => one.startsWith(`${place}=`));
    if (part === undefined) continue;
    try {
      const id = decodeURIComponent(part.slice(place.length + 1));
      if (STAKEHOLDERS.has(id)) given[place] = id;
    } catch {
      // Not an address that the page wrote: what stands there is left out.
    }
  }
  return given;
}

// A box to search one end of the routes in.
function endBox(place, chosen, onChange) {
  const index = searchIndex().filter(({ key }) => key[0] === "s");
  const list = el("ul", { id: `end-${place}`, role: "listbox", "aria-label": TEXT.search_results, hidden: true });
  const input = el("input", {
    type: "search",
    id: `route-${place}`,
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
  });
  const show = () => (input.value = stakeholderName(chosen[place]));
  combobox(input, list, index, (key) => {
    chosen[place] = rowOf(key).id;
    show();
    onChange();
  });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") event.stopPropagation();
    if (event.key === "Escape") input.blur();
  });
  show();
  const label = el("label", { for: input.id }, TEXT[`routes_${place}`]);
  return { element: el("div", { class: "labelled end-box" }, label, input, list), show };
}

// --- what is found

function routesTold({ from, to }, k) {
  const names = { a: isolated(stakeholderName(from)), b: isolated(stakeholderName(to)) };
  if (from === to) return [el("p", { class: "reading" }, TEXT.routes_same)];
  const found = scenario.routes(from, to, k);
  const cut = found.cut ? el("p", { class: "quiet" }, TEXT.routes_cut) : null;
  if (!found.length) return [el("p", { class: "reading" }, say("routes_none", names)), cut];
  const [best] = found;
  const said = say(found.length === 1 ? "routes_reading_one" : "routes_reading", {
    ...names,
    n: number(found.length, 0),
    strength: fixed(best.strength, 3),
    relays: number(best.steps.length - 2, 0),
  });
  return [el("p", { class: "reading" }, said), cut, ...found.map(oneRoute), routesCsv(found)];
}

function oneRoute(route, place) {
  const { strength, steps, weakest } = route;
  const title = say("route_title", {
    n: number(place + 1, 0),
    strength: fixed(strength, 3),
    steps: number(steps.length - 1, 0),
  });
  const lines = steps.map((step, i) =>
    el("li", {}, idLink(step.id), i + 1 < steps.length ? passage(step, steps[i + 1], weakest) : null),
  );
  const show = el("button", { type: "button", class: "tool" }, TEXT.route_show);
  show.addEventListener("click", () => {
    page.picture?.focusOn(routeFocus(route));
    document.getElementById("picture-pane").scrollIntoView({ block: "start" });
  });
  return el(
    "section",
    { class: "one-route" },
    el("h3", {}, title),
    el("ol", { class: "route" }, lines),
    page.picture ? show : null,
  );
}

// How a step goes from one to the next, with what it rests on; the weakest is marked.
function passage(before, { id, via }, weakest) {
  const isWeakest = before.id === weakest.from && id === weakest.to;
  const tie = TIES.get(via)?.row;
  const channel = (CHANNELS.get(via) ?? OPEN_CHANNELS.get(via))?.row;
  const mark = isWeakest
    ? el("span", { class: "tag weakest" }, say("weakest", { strength: fixed(weakest.strength, 2) }))
    : null;
  if (tie) return el("div", { class: "passage" }, tieSaid(tie), " ", mark);
  if (!channel) return el("div", { class: "passage" }, `${TEXT.via} `, typed(via), " ", mark);
  const ends = [before.id, id].map((end) => channel.participants?.find((member) => member.id === end)?.uptake);
  const uptake = ends.every(isNumber) ? say("uptakes", { from: number(ends[0]), to: number(ends[1]) }) : null;
  const name = CHANNELS.has(via) ? idLink(via) : typed(channel.name);
  const rest = [
    channel.citation,
    confidenceSaid(channel),
    channel.file ? say("row_at", { file: channel.file, line: channel.line ?? TEXT.unknown }) : null,
  ];
  return el(
    "div",
    { class: "passage" },
    el("span", {}, `${TEXT.via} `, name, uptake ? `, ${uptake}` : null),
    " ",
    mark,
    el("span", { class: "quiet block" }, listed(rest.filter(Boolean).map(typed), " · ")),
  );
}

function tieSaid(tie) {
  const rest = [
    tie.evidence,
    tie.citation || TEXT.citation_none,
    confidenceSaid(tie),
    tie.file ? say("row_at", { file: tie.file, line: tie.line ?? TEXT.unknown }) : null,
  ];
  return [
    el(
      "span",
      {},
      `${TEXT.via} `,
      typed(tie.kind),
      `, ${TEXT.strength.toLowerCase()} `,
      flagged(number(tie.strength), tie, "strength"),
    ),
    el("span", { class: "quiet block" }, listed(rest.filter(Boolean).map(typed), " · ")),
  ];
}

function confidenceSaid({ confidence }) {
  return `${TEXT.confidence}: ${confidence || TEXT.confidence_none}`;
}

function routeFocus({ steps }) {
  const ids = steps.map(({ id }) => id);
  const nodes = new Set(ids.map(stakeholderKey));
  const edges = new Map();
  steps.slice(1).forEach(({ via }, i) => markPassage(via, ids.slice(i, i + 2), nodes, edges));
  return { key: stakeholderKey(ids[0]), nodes, edges, route: new Set(ids.map(stakeholderKey)) };
}

function routesCsv(found) {
  const rows = found.flatMap(({ strength, steps, weakest }, i) =>
    steps.map(({ id, via }, j) => ({
      route: i + 1,
      strength,
      step: j + 1,
      id,
      via,
      isWeakest: j > 0 && steps[j - 1].id === weakest.from && id === weakest.to,
    })),
  );
  const plain = (name, data = (row) => row[name]) => ({ label: name, data });
  const names = ["route", "strength", "step", "id"].map((name) => plain(name));
  const columns = [
    ...names,
    plain("name", ({ id }) => nameOf(id)),
    plain("via"),
    plain("weakest", ({ isWeakest }) => isWeakest),
  ];
  return el(
    "div",
    { class: "sheet-tools" },
    csv.button("routes", TEXT.routes, columns, () => rows),
  );
}
