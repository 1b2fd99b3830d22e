// Behind the network: the bands of the sides, the lines and names of the ranks, and where names may stand.

const HEADROOM = 18;
const RANK = { size: 12, line: 13, width: 17 };

// From the drawing's units to pixels of the frame.
function toPixels(view) {
  const scale = view.network.getScale();
  const centre = view.network.getViewPosition();
  const { clientWidth, clientHeight } = view.frame;
  return pixelsAt(scale, centre, clientWidth, clientHeight);
}

function pixelsAt(scale, centre, width, height) {
  return {
    scale,
    width,
    height,
    x: (x) => (x - centre.x) * scale + width / 2,
    y: (y) => (y - centre.y) * scale + height / 2,
  };
}

function inPixels(context, draw) {
  const ratio = window.devicePixelRatio || 1;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  draw();
  context.restore();
}

// The extent of what is drawn, in the drawing's units and before it is stretched to the frame.
function extent(view) {
  const all = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  const take = (x, y) => {
    all.left = Math.min(all.left, x);
    all.right = Math.max(all.right, x);
    all.top = Math.min(all.top, y);
    all.bottom = Math.max(all.bottom, y);
  };
  for (const { id, size } of view.scene.nodes) {
    const { x, y } = view.goals.get(id);
    take(x - size, y - size);
    take(x + size, y + size);
  }
  for (const band of view.layout === "bands" ? view.scene.bands : []) {
    take(band.left, band.top);
    take(band.right, band.bottom);
  }
  return { ...all, width: Math.max(all.right - all.left, 100), height: Math.max(all.bottom - all.top, 100) };
}

function bandsOf({ layout, scene, stretch }) {
  if (layout !== "bands") return [];
  return scene.bands.map((band) => ({ ...band, left: band.left * stretch, right: band.right * stretch }));
}

function stretched(places, stretch) {
  return stretch === 1 ? places : new Map([...places].map(([id, { x, y }]) => [id, { x: x * stretch, y }]));
}

// Where the whole picture fits a frame: above the bands there is room for the names of the sides, left of them for
// those of the ranks; what is between is stretched sideways, within bounds, to fill the frame.
function wholeAt(view, width, height) {
  const all = extent(view);
  const aside = bandsOf(view).length ? margin(view, width) : 0;
  const head = bandsOf(view).length ? HEADROOM : 0;
  const [across, down] = [Math.max(width - 24 - aside, 10), Math.max(height - 24 - head, 10)];
  const stretch = Math.min(2.2, Math.max(0.7, ((across / down) * all.height) / all.width));
  const scale = Math.max(0.001, Math.min(across / (all.width * stretch), down / all.height, 2));
  const centre = {
    x: ((all.left + all.right) / 2) * stretch - aside / 2 / scale,
    y: (all.top + all.bottom) / 2 - head / 2 / scale,
  };
  return { scale, centre, stretch };
}

// Pixels kept free for the names of the ranks.
function margin(view, width) {
  return view.scene.ranks.length && width >= 440 ? 88 : 0;
}

// Shapes of the ground, and the boxes of what is written on it, which no name may cover.
function groundShapes(view, at, context, colours = view.colours) {
  const bands = bandsOf(view);
  if (view.growth < 1 || !bands.length) return { shapes: [], headings: [] };
  // Where rows are too close for writing between them, the name of a side stands above its band.
  const room = rowRoom(view, at);
  const lift = room < 22 ? -18 : 5;
  const headings = bands.map((band) => {
    const top = at.y(band.top) + lift;
    return { left: at.x(band.left), right: at.x(band.right), top, bottom: top + 16 };
  });
  const shapes = bands.flatMap((band) => bandShapes(band, at, context, colours, lift));
  if (room < 10) return { shapes, headings };
  const ranks = rankShapes(view, at, context, colours);
  return { shapes: [...shapes, ...ranks.shapes], headings: [...headings, ...ranks.headings] };
}

function bandShapes(band, at, context, colours, lift) {
  const fill = sideColour(colours, band.index);
  const [x, y] = [at.x(band.left), at.y(band.top)];
  const [width, height] = [(band.right - band.left) * at.scale, (band.bottom - band.top) * at.scale];
  context.font = fontOf(13.5, 650, colours.font);
  const text = shortened(context, band.side, width - 12);
  return [
    { shape: "box", x, y, width, height, radius: 8, fill, opacity: 0.075 },
    { shape: "text", x: x + width / 2, y: y + lift + 13, text, size: 13.5, weight: 650, anchor: "middle", fill },
  ];
}

function rowRoom({ scene }, at) {
  return scene.ranks.length ? -scene.ranks[0].y * at.scale : at.scale * 60;
}

// The names of the ranks stand left of the bands, where nobody stands; where there is no room, under their line.
function rankShapes(view, at, context, colours) {
  const [first] = bandsOf(view);
  const outside = margin(view, at.width) > 0;
  if (!outside && rowRoom(view, at) < 24) return { shapes: [], headings: [] };
  const [shapes, headings] = [[], []];
  context.font = fontOf(RANK.size, 400, colours.font);
  view.scene.ranks.forEach(({ rank, y }, place) => {
    const top = at.y(y);
    for (const band of bandsOf(view)) {
      const d = `M${tenth(at.x(band.left))} ${tenth(top)}H${tenth(at.x(band.right))}`;
      shapes.push({ shape: "path", d, stroke: colours.line, width: 1 });
    }
    const below = view.scene.ranks[place + 1];
    const room = below ? (below.y - y) * at.scale : Infinity;
    const lines = outside
      ? wholeLines(TEXT.ranks[rank], RANK.width, room < 2 * RANK.line ? 1 : 2)
      : [TEXT.ranks[rank]];
    if (lines === null) return;
    const x = at.x(first.left) + (outside ? -6 : 6);
    const width = Math.max(...lines.map((line) => context.measureText(line).width));
    lines.forEach((text, i) => {
      const base = top + 11 + RANK.line * i;
      const anchor = outside ? "end" : "start";
      shapes.push({ shape: "text", x, y: base, text, size: RANK.size, anchor, fill: colours.muted });
    });
    const left = outside ? x - width : x;
    headings.push({
      left,
      right: left + width - (outside ? 4 : 0),
      top: top + 2,
      bottom: top + 2 + RANK.line * lines.length,
    });
  });
  return { shapes, headings };
}

function shortened(context, text, width) {
  const signs = Array.from(text.slice(0, 300));
  if (context.measureText(signs.join("")).width <= width) return signs.join("");
  while (signs.length > 1 && context.measureText(`${signs.join("")}…`).width > width) signs.pop();
  return `${signs.join("")}…`;
}
