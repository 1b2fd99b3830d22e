// The picture: vis-network draws nodes and ties where Python placed them; bands, ranks and names are drawn around it.

const FAINT = 0.1;
const HEADROOM = 16;
const EDGE_STRENGTH = {
  active: 0.22,
  within: 0.06,
  dormant: 0.5,
  severed: 0.85,
  proposed: 0.9,
  opposed: 0.85,
  member: 0.55,
};
const ON_TOP = { route: 3, member: 2 };

function drawPicture(frame, onSelect) {
  const nodes = new vis.DataSet(PICTURE.nodes.map(({ label, ...node }) => node));
  const edges = new vis.DataSet(PICTURE.edges.map((edge) => ({ ...edge })));
  const network = new vis.Network(
    frame,
    { nodes, edges },
    {
      ...PICTURE.options,
      interaction: { ...PICTURE.options.interaction, keyboard: { enabled: true, bindToWindow: false } },
    },
  );
  const view = {
    frame,
    network,
    nodes,
    edges,
    focus: null,
    hovered: null,
    boxes: [],
    headings: [],
    colours: readColours(),
    whole: 1,
    measured: new Map(),
  };
  prepareFrame(view);
  network.on("beforeDrawing", (context) => drawGround(view, context));
  network.on("afterDrawing", (context) => drawNames(view, context));
  network.on("click", ({ nodes: [key] }) => onSelect(key ?? null));
  new ResizeObserver(() => refit(view)).observe(frame);
  watchHover(view);
  watchTheme(view);
  showAll(view);
  return {
    view,
    focusOn: (focus) => {
      view.focus = focus;
      paint(view);
    },
    showAll: () => showAll(view),
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor }),
  };
}

function prepareFrame({ frame, network }) {
  const inner = frame.querySelector(".vis-network");
  inner.setAttribute("role", "application");
  inner.setAttribute("aria-label", TEXT.picture_label);
  // The wheel scrolls the page unless the picture has the focus.
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !frame.contains(document.activeElement)) event.stopPropagation();
    },
    { capture: true, passive: true },
  );
  if (matchMedia("(pointer: coarse)").matches) {
    network.setOptions({ interaction: { dragView: false } });
    inner.querySelector("canvas").style.touchAction = "pan-y";
  }
}

// Colours live in the style sheet; the canvas asks for them, again whenever light turns to dark or paper.
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  const names = [
    "ink",
    "muted",
    "line",
    "paper",
    "third",
    "leading",
    "channel",
    "severed",
    "dormant",
    "active",
    "proposed",
    "opposed",
    "route",
  ];
  const colours = Object.fromEntries(names.map((name) => [name, read(name)]));
  colours.sides = [0, 1, 2, 3, 4, 5].map((i) => read(`side-${i}`));
  colours.font = getComputedStyle(document.body).fontFamily;
  return colours;
}

function watchTheme(view) {
  const again = () => {
    view.colours = readColours();
    paint(view);
    view.network.redraw();
  };
  for (const media of ["(prefers-color-scheme: dark)", "print"]) matchMedia(media).addEventListener("change", again);
}

function sideColour(colours, index) {
  return colours.sides[index % colours.sides.length];
}

// Give every node and edge its colour, and fade what the selection does not touch.
function paint(view) {
  view.nodes.update(PICTURE.nodes.map((node) => nodeLook(view, node)));
  view.edges.update(PICTURE.edges.map((edge) => edgeLook(view, edge)));
}

function nodeLook({ focus, colours }, { id, role, size }) {
  const faded = focus !== null && !focus.nodes.has(id);
  const chosen = focus !== null && focus.key === id;
  const colour = nodeColour(colours, role);
  const hollow = id.startsWith("c") && role !== "leading" && !chosen;
  const quiet = hollow && !focus?.nodes.has(id) ? 0.55 : 1;
  const fill = {
    background: hollow ? colours.paper : chosen && id.startsWith("c") ? colours.leading : colour,
    border: chosen ? colours.ink : colour,
  };
  return {
    id,
    color: { ...fill, highlight: fill, hover: { ...fill, border: colours.ink } },
    opacity: faded ? FAINT + 0.04 : quiet,
    borderWidth: chosen ? 1.6 : 1.3,
    size: chosen ? size * 1.25 : size,
  };
}

function nodeColour(colours, role) {
  if (role.startsWith("side-")) return sideColour(colours, Number(role.slice(5)));
  return { third: colours.third, leading: colours.leading }[role] ?? colours.channel;
}

function edgeLook({ focus, colours, whole }, { id, role, width, dashes, within, hidden }) {
  const mark = focus === null ? null : (focus.edges.get(id) ?? "away");
  const colour = mark === "route" ? colours.route : role === "member" ? colours.leading : colours[role];
  const opacity =
    mark === "away" ? FAINT / 2 : mark === null ? EDGE_STRENGTH[within && role === "active" ? "within" : role] : 1;
  const look = { color: colour, highlight: colour, hover: colour, inherit: false, opacity };
  const shown = role === "member" ? (mark === null ? !hidden : mark !== "away") : true;
  return {
    id,
    color: look,
    width: (mark === "route" ? 4 : width) / whole,
    dashes: dashes && dashes.map((length) => length / whole),
    hidden: !shown,
  };
}

function extent(view) {
  const xs = [...PICTURE.nodes.map((node) => node.x), ...PICTURE.bands.flatMap((band) => [band.left, band.right])];
  const ys = [...PICTURE.nodes.map((node) => node.y), ...PICTURE.bands.flatMap((band) => [band.top, band.bottom])];
  const range = (values) =>
    values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  const [[left, right], [top, bottom]] = [range(xs), range(ys)];
  return { left, right, top, bottom, width: Math.max(right - left, 100), height: Math.max(bottom - top, 100) };
}

function refit(view) {
  view.network.setSize("100%", "100%");
  view.network.redraw();
  showAll(view);
}

function showAll(view) {
  const { width, height } = view.frame.getBoundingClientRect();
  if (!width || !height) return;
  const all = extent(view);
  const aside = margin(view.frame);
  // Above the bands there is room for the names of the sides, left of them for those of the ranks.
  view.whole = Math.min((width - 24 - aside) / all.width, (height - 24 - HEADROOM) / all.height, 2);
  view.network.moveTo({
    position: {
      x: (all.left + all.right) / 2 - aside / 2 / view.whole,
      y: (all.top + all.bottom) / 2 - HEADROOM / 2 / view.whole,
    },
    scale: view.whole,
  });
  paint(view);
}

// From the drawing's units to pixels of the frame.
function toPixels(view) {
  const scale = view.network.getScale();
  const centre = view.network.getViewPosition();
  const { clientWidth, clientHeight } = view.frame;
  return {
    scale,
    width: clientWidth,
    height: clientHeight,
    x: (x) => (x - centre.x) * scale + clientWidth / 2,
    y: (y) => (y - centre.y) * scale + clientHeight / 2,
  };
}

function inPixels(context, draw) {
  const ratio = window.devicePixelRatio || 1;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw();
  context.restore();
}

// Bands of the sides and lines of the ranks, behind everything; no name may cover what is written on them.
function drawGround(view, context) {
  const { colours } = view;
  const at = toPixels(view);
  // Where rows are too close for writing between them, the name of a side stands above its band.
  const room = rowRoom(at);
  const lift = room < 20 ? -18 : 6;
  view.headings = PICTURE.bands.map((band) => ({
    left: at.x(band.left),
    right: at.x(band.right),
    top: at.y(band.top) + lift,
    bottom: at.y(band.top) + lift + 15,
  }));
  inPixels(context, () => {
    for (const band of PICTURE.bands) {
      context.globalAlpha = 0.075;
      context.fillStyle = sideColour(colours, band.index);
      context.beginPath();
      context.roundRect(
        at.x(band.left),
        at.y(band.top),
        (band.right - band.left) * at.scale,
        (band.bottom - band.top) * at.scale,
        8,
      );
      context.fill();
      context.globalAlpha = 1;
      context.font = `600 13px ${colours.font}`;
      context.textAlign = "center";
      context.textBaseline = "top";
      context.fillText(
        shortened(context, band.side, (band.right - band.left) * at.scale - 12),
        at.x((band.left + band.right) / 2),
        at.y(band.top) + lift + 1,
      );
    }
    if (room >= 10) drawRanks(view, context, at);
  });
}

function rowRoom(at) {
  return PICTURE.ranks.length ? -PICTURE.ranks[0].y * at.scale : 0;
}

// The names of the ranks stand left of the bands, where nobody stands; where there is no room, under their line.
function drawRanks({ colours, headings, frame }, context, at) {
  const first = PICTURE.bands[0];
  if (!first) return;
  const outside = margin(frame) > 0;
  if (!outside && rowRoom(at) < 24) return;
  context.font = `10px ${colours.font}`;
  context.textAlign = outside ? "right" : "left";
  context.textBaseline = "top";
  context.fillStyle = colours.muted;
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  for (const { rank, y } of PICTURE.ranks) {
    const top = at.y(y);
    for (const band of PICTURE.bands) {
      context.beginPath();
      context.moveTo(at.x(band.left), top);
      context.lineTo(at.x(band.right), top);
      context.stroke();
    }
    const lines = outside ? wrapped(TEXT.ranks[rank], 17, 2) : [TEXT.ranks[rank]];
    const x = at.x(first.left) + (outside ? -5 : 6);
    const width = Math.max(...lines.map((line) => context.measureText(line).width));
    lines.forEach((line, i) => context.fillText(line, x, top + 2 + 10 * i));
    const left = outside ? x - width : x;
    headings.push({ left, right: left + width - (outside ? 4 : 0), top: top + 2, bottom: top + 2 + 10 * lines.length });
  }
}

// Pixels kept free for the names of the ranks.
function margin({ clientWidth }) {
  return PICTURE.bands.length && clientWidth >= 440 ? 76 : 0;
}

function shortened(context, text, width) {
  const signs = Array.from(text.slice(0, 300));
  if (context.measureText(signs.join("")).width <= width) return signs.join("");
  while (signs.length > 1 && context.measureText(`${signs.join("")}…`).width > width) signs.pop();
  return `${signs.join("")}…`;
}

// A tip of our own: plain text, no markup.
function watchHover(view) {
  const tip = el("div", { class: "tip", "aria-hidden": "true", hidden: true });
  view.frame.append(tip);
  const show = (key, event) => {
    view.hovered = key;
    tip.replaceChildren(...tipLines(key));
    tip.hidden = false;
    const box = view.frame.getBoundingClientRect();
    tip.style.left = `${Math.min(event.clientX - box.left + 12, box.width - tip.offsetWidth - 4)}px`;
    tip.style.top = `${Math.min(event.clientY - box.top + 14, box.height - tip.offsetHeight - 4)}px`;
  };
  const hide = () => {
    view.hovered = null;
    tip.hidden = true;
  };
  view.network.on("hoverNode", ({ node, event }) => show(node, event));
  view.network.on("hoverEdge", ({ edge, event }) => edge.startsWith("t") && show(edge, event));
  view.network.on("blurNode", hide);
  view.network.on("blurEdge", hide);
  view.network.on("click", hide);
  view.network.on("dragStart", hide);
  view.network.on("zoom", hide);
}

function tipLines(key) {
  const row = { s: DATA.stakeholders, c: DATA.channels, t: DATA.ties }[key[0]][Number(key.slice(1))];
  if (key[0] === "t") {
    return [
      el("strong", {}, typed(nameOf(row.source)), " – ", typed(nameOf(row.target))),
      el("span", {}, typed(row.kind), ` · ${statusWord(row)} · ${number(row.strength)}`),
    ];
  }
  const second =
    key[0] === "s"
      ? [typed(row.side || TEXT.third_party), " · ", typed(row.kind)]
      : [typed(row.kind), ` · ${say("gain_points", { gain: points(row.gain) })}`];
  return [el("strong", {}, typed(row.name)), el("span", {}, second)];
}
