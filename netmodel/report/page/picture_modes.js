// Before, now, with what is opened, and the difference: which state of the network the picture shows.

const MODES = ["before", "now", "with", "difference"];

// What is opened at first is the recommended set; once something is ticked, that and nothing else.
function openState(result = null, state = null) {
  const own = state !== null && state.opened.length > 0;
  const ids = own ? state.opened : (ADVICE?.portfolio.channels ?? []);
  const chosen = ids.filter((id) => CHANNELS.has(id)).map((id) => CHANNELS.get(id));
  const first = chosen.length
    ? chosen
    : LEADING_NODES.map(({ id }) => ({ index: Number(id.slice(1)), row: rowOf(id) }));
  return {
    own,
    touched: own || (state?.removed.length ?? 0) > 0,
    hubs: new Set(first.map(({ index }) => `c${index}`)),
    steps: new Set(first.filter(({ row }) => row.group === "enabling").map(({ index }) => `c${index}`)),
    removed: new Set((state?.removed ?? []).map(stakeholderKey)),
    statuses: result?.statuses ?? null,
    pairs: result?.pairs ?? null,
    ...litBy(first, own ? leadingOf(result) : null),
  };
}

// Whom the opened channels join, and the leading route of each (or the routes that follow from the scenario).
function litBy(channels, leading) {
  const [lit, edges] = [new Set(), new Map()];
  const carrying = channels.filter(({ row }) => row.group !== "enabling");
  for (const { index, row } of carrying) {
    row.participants.forEach(({ id }) => lit.add(stakeholderKey(id)));
    lit.add(`c${index}`);
  }
  for (const { route, via } of leading ?? carrying.map(({ row }) => row)) {
    route.forEach((id) => lit.add(stakeholderKey(id)));
    via.forEach((id, step) => markPassage(id, route.slice(step, step + 2), lit, edges));
  }
  return { lit, routes: new Set(edges.keys()) };
}

function leadingOf(result) {
  return result?.leading?.map(({ steps }) => ({
    route: steps.map(({ id }) => id),
    via: steps.slice(1).map(({ via }) => via),
  }));
}

function startMode() {
  return LEADING_NODES.length ? "with" : "now";
}

function modesHere() {
  const earlier = PICTURE.edges.some(({ before }) => before) || isNumber(DATA.reach.before);
  return MODES.filter((mode) => {
    if (mode === "before" || mode === "difference") return earlier && !PICTURE.groups;
    return mode === "with" ? LEADING_NODES.length > 0 : true;
  });
}

function modeWord(view, mode) {
  const { before, now } = DATA.study;
  if (mode === "before") return before ? say("mode_before_at", { date: before }) : TEXT.mode_before;
  if (mode === "now") return now ? say("mode_now_at", { date: now }) : TEXT.mode_now;
  if (mode === "with")
    return view.state.own ? TEXT.mode_with_opened : ADVICE === null ? TEXT.mode_with_best : TEXT.mode_with;
  return TEXT.mode_difference;
}

// --- what the picture says, in one line

function pictureReading(view) {
  if (PICTURE.groups) return groupReading(view);
  const counts = tieChanges(view);
  const since = DATA.study.before ?? TEXT.mode_before.toLowerCase();
  const many = (n) => number(n, 0);
  const tied = { lost: many(counts.lost), kept: many(counts.kept), new: many(counts.new), date: since };
  const hubs = [...view.state.hubs].filter((id) => !view.state.steps.has(id)).length;
  const lines = {
    before: () => say("reading_before", { n: many(counts.before), date: since }),
    now: () => say("reading_now", { n: many(counts.now), cross: many(counts.cross) }),
    with: () => say(counts.before ? "reading_with" : "reading_with_only", { ...tied, n: many(hubs) }),
    difference: () => [say("reading_difference", tied), pairReading(view)].filter(Boolean).join(" "),
  };
  return lines[view.mode]();
}

// Pairs across the sides that some route joined, then and now.
function pairReading() {
  const found = DATA.beside?.pairs_joined;
  if (!isNumber(found?.now) || !isNumber(found?.before)) return null;
  const many = (n) => number(n, 0);
  return say("reading_pairs", { before: many(found.before), now: many(found.now), all: many(found.all) });
}

function tieChanges(view) {
  const counts = { before: 0, now: 0, cross: 0, lost: 0, kept: 0, new: 0 };
  for (const edge of PICTURE.edges) {
    if (!edge.id.startsWith("t")) continue;
    const now = view.state.removed.has(edge.from) || view.state.removed.has(edge.to) ? null : statusNow(view, edge);
    const change = tieChange(edge.before, now);
    if (change in counts) counts[change] += 1;
    if (edge.before === "active") counts.before += 1;
    if (now === "active") counts.now += 1;
    if (now === "active" && edge.across === "cross") counts.cross += 1;
  }
  return counts;
}

// --- the bar above the picture

function pictureBar(view) {
  const parts = present([
    pictureChoice(
      "picture-mode",
      TEXT.mode_label,
      modesHere(),
      (mode) => modeWord(view, mode),
      view.mode,
      (mode) => {
        view.mode = mode;
        refreshPicture(view);
      },
    ),
    PICTURE.force
      ? pictureChoice(
          "picture-layout",
          TEXT.layout_label,
          ["bands", "force"],
          (name) => TEXT[`layout_${name}`],
          view.layout,
          (name) => changeLayout(view, name),
        )
      : null,
    PICTURE.groups ? groupList(view) : null,
    PICTURE.groups ? backButton(view) : null,
  ]);
  const bar = el("div", { class: "picture-bar" }, parts);
  view.bar = bar;
  return bar;
}

function pictureChoice(name, label, values, word, chosen, change) {
  const options = values.map((value) => {
    const input = el("input", { type: "radio", name, value, checked: value === chosen });
    input.addEventListener("change", () => change(value));
    return el("label", { "data-value": value }, input, el("span", {}, word(value)));
  });
  return el("fieldset", { class: "picture-choice" }, el("legend", { class: "unseen" }, label), options);
}

function pictureMenu(view) {
  const button = (label, action) => {
    const made = el("button", { type: "button" }, label);
    made.addEventListener("click", action);
    return made;
  };
  const styles = pictureChoice(
    "picture-style",
    TEXT.style_label,
    ["plain", "conflict-map"],
    (name) => TEXT[`style_${name}`],
    view.symbols,
    (name) => {
      view.symbols = name;
      refreshPicture(view);
    },
  );
  const box = el(
    "div",
    { class: "picture-menu-box" },
    PICTURE.groups ? [] : [el("p", { class: "quiet" }, TEXT.style_label), styles],
    el("p", { class: "quiet" }, TEXT.save_label),
    el("div", { class: "picture-menu-row" }, [
      button(TEXT.save_png, () => savePng(view)),
      button(TEXT.save_svg, () => saveSvg(view)),
    ]),
  );
  const menu = el("details", { class: "picture-menu" }, el("summary", {}, TEXT.picture_menu), box);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  return menu;
}

// After a change of state, style or scenario: words, looks and legend anew.
function refreshPicture(view) {
  for (const label of view.bar.querySelectorAll("[data-value]")) {
    const { value } = label.dataset;
    if (MODES.includes(value)) label.querySelector("span").textContent = modeWord(view, value);
    const input = label.querySelector("input");
    const now = { "picture-mode": view.mode, "picture-layout": view.layout, "picture-style": view.symbols };
    input.checked = now[input.name] === value;
  }
  view.line.textContent = pictureReading(view);
  paint(view);
  fillLegend(view);
  redraw(view);
}
