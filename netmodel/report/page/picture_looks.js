// How nodes and lines look: by what they are, by the state that is shown, by the style, and by what is selected.

const FAINT = 0.1;
const MANY_EDGES = 3000;
const ALLIANCE = 0.7;

// Strength of a line by its part and by where it runs; a tie across the sides speaks, one within a side whispers.
const OPACITY = {
  active: { cross: 0.55, third: 0.2, within: 0.09 },
  dormant: { cross: 0.6, third: 0.4, within: 0.25 },
  severed: { cross: 0.95, third: 0.75, within: 0.45 },
  proposed: { cross: 0.8, third: 0.8, within: 0.8 },
  opposed: { cross: 0.8, third: 0.6, within: 0.42 },
  lost: { cross: 0.95, third: 0.75, within: 0.55 },
  kept: { cross: 0.35, third: 0.12, within: 0.06 },
  new: { cross: 0.95, third: 0.75, within: 0.55 },
  relay: { cross: 0.5, third: 0.5, within: 0.5 },
};
const WIDTH = { dormant: 1, severed: 1.6, opposed: 1.2, proposed: 1.6, lost: 1.6, new: 1.8, kept: 0.9 };
const COLOUR = { lost: "lost", new: "gained", kept: "active", relay: "third" };
const DASH = { lost: [6, 4] };
const LAYER = {
  kept: 0,
  active: 0,
  relay: 0,
  dormant: 1,
  opposed: 2,
  severed: 3,
  lost: 3,
  proposed: 3,
  new: 4,
  member: 5,
};

// What the line of an edge is in the state that is shown; null where there is none.
function partOf(view, edge) {
  if (edge.role === "member") return memberPart(view, edge);
  if (view.state.removed.has(edge.from) || view.state.removed.has(edge.to)) return null;
  if (!edge.id.startsWith("t")) return edge.role;
  const now = statusNow(view, edge);
  if (view.mode === "before") return edge.before;
  return view.mode === "difference" ? tieChange(edge.before, now) : now;
}

function memberPart(view, edge) {
  if (view.focus !== null && view.focus.edges.has(edge.id)) return "member";
  return hubsOpen(view) && view.state.hubs.has(edge.to) && !view.state.removed.has(edge.from) ? "member" : null;
}

// Whether what is opened is drawn as open: in the difference only what one has ticked oneself.
function hubsOpen({ mode, state }) {
  return mode === "with" || (mode === "difference" && state.own);
}

function statusNow(view, edge) {
  const told = view.state.statuses?.[Number(edge.id.slice(1))];
  if (told === undefined) return edge.role;
  return edge.role === "opposed" && told === "active" ? "opposed" : told in PICTURE.dashes ? told : null;
}

function tieChange(before, now) {
  if (before === "active") return now === "active" ? "kept" : "lost";
  if (now === "active") return before === "opposed" ? "kept" : "new";
  return now === "opposed" || before === "opposed" ? "opposed" : null;
}

// {stroke, width, dash, opacity, form, halo, layer, ground}, or null.
function lineLook(view, edge, colours) {
  const part = partOf(view, edge);
  if (part === null) return null;
  const mark = view.focus === null ? null : (view.focus.edges.get(edge.id) ?? "away");
  const base = { ...plainLook(view, edge, part, colours), ground: colours.paper };
  const styled = view.symbols === "conflict-map" ? conflictLook(base, edge, part) : base;
  if (mark === "away") return { ...styled, opacity: FAINT / 2, halo: null, layer: -1 };
  if (mark !== null) return marked(styled, mark, part, colours);
  return onRoute(view, edge) ? heavy(styled, colours) : dimmed(view, styled, part);
}

function plainLook(view, edge, part, colours) {
  if (part === "member") {
    const step = view.state.steps.has(edge.to);
    const width = edge.count ? edge.width : step ? 1 : 1.5;
    return {
      stroke: colours.leading,
      width,
      opacity: step ? 0.3 : 0.6,
      dash: step ? [2, 3] : null,
      layer: LAYER.member,
    };
  }
  const dash = DASH[part] ?? PICTURE.dashes[part] ?? null;
  const own = part === "active" || edge.counts ? edge.width : WIDTH[part];
  const width = dash ? Math.min(own, 2) : own;
  const form = part === "severed" || part === "lost" ? "cut" : null;
  const opacity = OPACITY[part][edge.across ?? "third"];
  return { stroke: colours[COLOUR[part] ?? part], width, dash: dash || null, form, opacity, layer: LAYER[part] };
}

// Conflict maps draw an alliance as a double line, informal contact dotted, opposition as a zigzag.
function conflictLook(look, edge, part) {
  if (part === "opposed") return { ...look, form: "zigzag", dash: null, width: 1.2 };
  if (part !== "active" && part !== "kept" && part !== "new") return look;
  const row = edge.id.startsWith("t") ? DATA.ties[Number(edge.id.slice(1))] : null;
  if (row === null) return look;
  if (row.formality === "informal") return { ...look, dash: [1.5, 3] };
  return isAlliance(row) ? { ...look, form: "double", width: 1, layer: look.layer + 0.5 } : look;
}

function isAlliance({ formality, strength }) {
  return formality === "formal" && strength >= ALLIANCE;
}

function onRoute(view, edge) {
  return view.mode === "with" && view.state.routes.has(edge.id);
}

function heavy(look, colours) {
  return {
    ...look,
    stroke: colours.leading,
    width: 3.2,
    dash: null,
    form: null,
    opacity: 1,
    halo: colours.paper,
    layer: 7,
  };
}

function marked(look, mark, part, colours) {
  if (mark === "route") return { ...heavy(look, colours), width: 4 };
  const opacity = part === "member" ? 0.8 : Math.max(look.opacity, 0.75);
  return { ...look, opacity, layer: mark === "member" ? 6 : look.layer };
}

// With a set to open, everything that does not belong to it recedes.
function dimmed(view, look, part) {
  if (view.mode !== "with" || view.state.hubs.size === 0 || part === "member" || view.opened !== null) return look;
  return { ...look, opacity: look.opacity * (part === "severed" ? 0.75 : 0.55) };
}

// --- nodes

// Only those nodes whose look has changed are given to vis-network anew.
function paint(view) {
  const changed = view.scene.nodes
    .map((node) => nodeLook(view, node))
    .filter((look) => {
      const key = JSON.stringify(look);
      const same = view.looks.get(look.id) === key;
      view.looks.set(look.id, key);
      return !same;
    });
  if (changed.length) view.nodes.update(changed);
}

function nodeLook(view, node) {
  const { focus, colours } = view;
  const { id, role } = node;
  const chosen = focus !== null && focus.key === id;
  const channel = id.startsWith("c");
  const leads = channel && (view.state.hubs.has(id) || chosen);
  const step = channel && view.state.steps.has(id);
  const filled = !channel || (leads && !step && (hubsOpen(view) || chosen));
  const colour = channel ? (leads ? colours.leading : colours.channel) : nodeColour(colours, role);
  const fill = { background: filled ? colour : colours.paper, border: chosen ? colours.ink : colour };
  return {
    id,
    color: { ...fill, highlight: fill, hover: { ...fill, border: colours.ink } },
    opacity: nodeOpacity(view, node),
    borderWidth: chosen ? 1.8 : leads ? 2 : 1.2,
    ...nodeForm(view, node, chosen),
  };
}

function nodeForm(view, node, chosen) {
  const size = sizeOf(view, node) * (chosen ? 1.25 : 1);
  return { size, shape: isPower(view, node) ? "dot" : node.shape };
}

// In the drawing's units; what is opened is never so small that its rank could not be read.
function sizeOf(view, node) {
  const { state, whole } = view;
  if (isPower(view, node)) return 6 + 14 * Math.sqrt(Math.min(node.weight[0], 5) / 5);
  const open = (state.hubs.has(node.id) && hubsOpen(view)) || view.focus?.key === node.id;
  if (!node.id.startsWith("c")) return node.size;
  if (!open) return Math.min(node.size, 12);
  return state.steps.has(node.id) ? Math.max(17, 5.5 / whole) : Math.max(24, 10 / whole);
}

function isPower({ symbols }, { id }) {
  return symbols === "conflict-map" && id.startsWith("s");
}

function nodeOpacity(view, { id }) {
  const { focus, state, mode } = view;
  if (state.removed.has(id)) return FAINT;
  if (focus !== null) return focus.nodes.has(id) ? 1 : FAINT + 0.04;
  const channel = id.startsWith("c");
  if (channel && mode === "before") return 0;
  if (channel && (!state.hubs.has(id) || !hubsOpen(view))) return mode === "with" ? 0.5 : 0.22;
  if (channel) return 1;
  if (mode !== "with" || state.lit.size === 0 || PICTURE.groups) return 1;
  return state.lit.has(id) ? 1 : 0.42;
}

function nodeColour(colours, role) {
  if (role.startsWith("side-")) return sideColour(colours, Number(role.slice(5)));
  return { third: colours.third, leading: colours.leading, step: colours.leading }[role] ?? colours.channel;
}

function sideColour(colours, index) {
  return colours.sides[index % colours.sides.length];
}

// --- colours live in the style sheet; the canvas asks for them, again whenever light turns to dark or paper

const COLOUR_NAMES = [
  ...["ink", "muted", "line", "paper", "third", "leading", "channel", "severed", "dormant", "active", "proposed"],
  ...["opposed", "lost", "gained"],
];

function readColours(element = document.documentElement) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  const colours = Object.fromEntries(COLOUR_NAMES.map((name) => [name, read(name)]));
  colours.sides = [0, 1, 2, 3, 4, 5].map((i) => read(`side-${i}`));
  colours.font = getComputedStyle(document.body).fontFamily;
  return colours;
}

// The colours of paper, whatever the screen shows: for what is printed or taken away.
function paperColours() {
  const probe = el("span", { class: "paper-colours", hidden: true });
  document.body.append(probe);
  const colours = readColours(probe);
  probe.remove();
  return colours;
}
