// The picture: vis-network draws the nodes where Python placed them and answers to mouse and keys; bands, ranks, lines
// and names are drawn around it, by the same shapes that are written as SVG.

function drawPicture(frame, onSelect) {
  const view = newView(frame);
  const pane = frame.parentElement;
  view.line = el("p", { class: "picture-line", id: "picture-line" });
  const bar = pictureBar(view);
  frame.before(bar, view.line);
  (pane.querySelector(".tools") ?? bar).append(pictureMenu(view));
  view.legend = pane.querySelector(".legend") ?? legend();
  view.legend.after(pictureTwin(view));
  view.nodes = new vis.DataSet(view.scene.nodes.map((node) => visNode(view, node)));
  view.network = new vis.Network(frame, { nodes: view.nodes, edges: [] }, PICTURE.options);
  prepareFrame(view, onSelect);
  view.line.textContent = pictureReading(view);
  fillLegend(view);
  refit(view);
  const update = (result, state) => {
    setState(view, openState(result, state));
    if (view.state.touched && view.mode !== "difference") view.mode = "with";
    refreshPicture(view);
  };
  // For the tests and the curious: what a line is in the state that is shown, and how it looks.
  Object.assign(view, {
    update,
    partOf: (edge) => partOf(view, edge),
    lookOf: (edge) => lineLook(view, edge, view.colours),
  });
  return {
    view,
    focusOn: (focus) => {
      view.focus = focus;
      paint(view);
      redraw(view);
    },
    showAll: () => showAll(view, GLIDE),
    zoom: (factor) => zoomBy(view, factor),
    update,
  };
}

function newView(frame) {
  const view = {
    frame,
    focus: null,
    hovered: null,
    boxes: [],
    headings: [],
    colours: readColours(),
    whole: 1,
    growth: 1,
    stretch: 1,
    moving: false,
    runs: {},
    looks: new Map(),
    measured: new Map(),
    layout: "bands",
    symbols: PICTURE.style,
    mode: startMode(),
    opened: null,
    scene: PICTURE.groups
      ? wholeScene()
      : { nodes: PICTURE.nodes, edges: PICTURE.edges, bands: PICTURE.bands, ranks: PICTURE.ranks },
  };
  view.goals = view.spots = placesOf("bands", view.scene);
  setState(view, openState());
  return view;
}

function setState(view, state) {
  const ends = view.scene.edges.filter(({ id }) => state.routes.has(id)).flatMap(({ from, to }) => [from, to]);
  view.state = { ...state, onRoute: new Set(ends) };
  view.order = nameOrder(view);
}

function visNode(view, { label, role, weight, ...node }) {
  return { ...node, ...nodeLook(view, { ...node, role, weight }) };
}

function prepareFrame(view, onSelect) {
  const { frame, network } = view;
  const inner = frame.querySelector(".vis-network");
  inner.setAttribute("role", "application");
  inner.setAttribute("aria-label", TEXT.picture_label);
  inner.setAttribute("aria-describedby", "picture-line");
  if (matchMedia("(pointer: coarse)").matches) {
    network.setOptions({ interaction: { dragView: false } });
    inner.querySelector("canvas").style.touchAction = "pan-y";
  }
  network.on("beforeDrawing", (context) => drawBehind(view, context));
  network.on("afterDrawing", (context) => drawBefore(view, context));
  network.on("click", ({ nodes: [key] }) => (key?.startsWith("g") ? openGroup(view, key) : onSelect(key ?? null)));
  network.on("dragStart", () => (view.moving = true));
  network.on("dragEnd", () => comeToRest(view));
  new ResizeObserver(() => frameSize(view) === view.fitted || refit(view)).observe(frame);
  watchWheel(view);
  watchKeys(view, inner);
  watchHover(view);
  watchTheme(view);
  watchPrint(view);
}

function frameSize({ frame }) {
  return `${frame.clientWidth} x ${frame.clientHeight}`;
}

function refit(view) {
  view.fitted = frameSize(view);
  const { style } = view.frame.querySelector("canvas");
  style.width = style.height = "100%";
  view.network.setSize("100%", "100%");
  snap(view);
  showAll(view);
  paint(view);
  redraw(view);
}

// The canvas stands on whole pixels, whatever fractions its surroundings leave it: else every letter is blurred.
function snap({ frame }) {
  const canvas = frame.querySelector("canvas");
  const ratio = window.devicePixelRatio || 1;
  const whole = (value) => Math.round(value * ratio) / ratio - value;
  const box = frame.getBoundingClientRect();
  canvas.style.width = `${canvas.width / ratio}px`;
  canvas.style.height = `${canvas.height / ratio}px`;
  canvas.style.left = `${whole(box.left)}px`;
  canvas.style.top = `${whole(box.top + scrollY)}px`;
}

function drawBehind(view, context) {
  const at = toPixels(view);
  inPixels(context, () => {
    const { shapes, headings } = groundShapes(view, at, context);
    view.headings = headings;
    paintCanvas(context, shapes, view.colours.font);
    if (view.scene.edges.length > MANY_EDGES) drawManyEdges(view, context, at);
    else paintCanvas(context, edgeShapes(view, at), view.colours.font);
  });
}

function drawBefore(view, context) {
  const at = toPixels(view);
  inPixels(context, () => {
    view.boxes =
      view.growth < 1
        ? []
        : namesAt(view, at, context, view.headings).map((box) => ({ ...box, strong: isStrong(view, box) }));
    const shapes = [...labelShapes(view.boxes, view.colours), ...rankShapesOfHubs(view, at, view.colours)];
    paintCanvas(context, shapes, view.colours.font);
  });
}

function isStrong(view, { key }) {
  return view.state.hubs.has(key) || key.startsWith("g") || key === view.focus?.key;
}

function watchTheme(view) {
  const again = () => {
    view.colours = readColours();
    refreshPicture(view);
  };
  for (const media of ["(prefers-color-scheme: dark)", "print"]) matchMedia(media).addEventListener("change", again);
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
    if (view.hovered === null) return;
    view.hovered = null;
    tip.hidden = true;
  };
  view.network.on("hoverNode", ({ node, event }) => show(node, event));
  for (const name of ["blurNode", "click", "dragStart", "zoom"]) view.network.on(name, hide);
  view.frame.addEventListener("mouseleave", hide);
  view.frame.addEventListener("mousemove", (event) => {
    if (event.buttons || view.moving || (view.hovered && !view.hovered.startsWith("t"))) return;
    const box = view.frame.getBoundingClientRect();
    const key = edgeAt(view, event.clientX - box.left, event.clientY - box.top);
    if (key === null) hide();
    else show(key, event);
  });
}

function tipLines(key) {
  if (key[0] === "g") return groupTip(key);
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
