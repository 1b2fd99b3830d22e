// Names in the picture: wrapped, drawn at one size whatever the zoom, most important first, never over each other.

const LABEL = { size: 11.5, line: 13.5, width: 22, wide: 30, lines: 2, full: 4, gap: 3, apart: 8, hides: 1 };

function wrapped(text, width = LABEL.width, most = LABEL.lines) {
  const words = text
    .split(/\s+/u)
    .filter(Boolean)
    .flatMap((word) => chunks(word, width));
  const lines = [];
  for (const word of words) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + word.length < width) lines[last] += ` ${word}`;
    else if (lines.length < most) lines.push(word);
    else {
      lines[last] = `${cutAtWord(lines[last], width - 1)}…`;
      break;
    }
  }
  return lines;
}

function cutAtWord(line, width) {
  if (line.length <= width) return line;
  const end = line.lastIndexOf(" ", width);
  return line.slice(0, end > 0 ? end : width);
}

function chunks(word, width) {
  const signs = Array.from(word.slice(0, 200));
  const parts = [];
  for (let i = 0; i < signs.length; i += width) parts.push(signs.slice(i, i + width).join(""));
  return parts;
}

// items: {key, texts, x, y, radius} in order of importance, each with its text at full length and shorter;
// marks: symbols better left free; taken: boxes never covered. The symbol of a name is never covered either.
function placeLabels(items, marks, taken, bounds) {
  const placed = [];
  const kept = [...taken];
  for (const item of items) {
    const own = around(item.key, item.x, item.y, item.radius);
    if (placed.some((box) => overlap(box, own, 0))) continue;
    const box = bestPlace(item, marks, [...kept.filter(({ key }) => key !== item.key), ...placed], bounds);
    if (!box) continue;
    placed.push(box);
    kept.push(own);
  }
  return placed;
}

// The longest text that hides next to nothing, or else the one that hides least; not every name may hide more.
function bestPlace(item, marks, taken, bounds) {
  const others = marks.filter(({ key }) => key !== item.key);
  const places = item.texts
    .flatMap((text) => labelPlaces({ ...item, ...text }))
    .filter((box) => inside(box, bounds) && !taken.some((other) => overlap(box, other)))
    .map((box) => ({ box, hides: others.filter((mark) => overlap(box, mark, 0)).length }));
  const good = places.filter(({ hides }) => hides <= LABEL.hides);
  const longest = good.filter(({ box }) => box.lines === good[0].box.lines);
  const least = (some) => some.reduce((best, place) => (best && best.hides <= place.hides ? best : place), null);
  return (least(longest) ?? (item.must ? least(places) : null))?.box ?? null;
}

function labelPlaces({ key, lines, width, x, y, radius }) {
  const height = lines.length * LABEL.line;
  const reach = radius + LABEL.gap;
  const at = (left, top) => ({ key, lines, left, top, right: left + width, bottom: top + height });
  const lefts = [x - width / 2, x - width / 4, x - (3 * width) / 4, x - radius, x + radius - width];
  const [below, above, beside] = [y + reach, y - reach - height, y - height / 2];
  return [
    at(lefts[0], below),
    at(lefts[0], above),
    at(x + reach, beside),
    at(x - reach - width, beside),
    ...lefts.slice(1).flatMap((left) => [at(left, below), at(left, above)]),
  ];
}

function overlap(a, b, gap = LABEL.apart) {
  const [across, down] = [gap, gap / 4];
  return a.left < b.right + across && b.left < a.right + across && a.top < b.bottom + down && b.top < a.bottom + down;
}

function inside(box, bounds) {
  return box.left >= bounds.left && box.right <= bounds.right && box.top >= bounds.top && box.bottom <= bounds.bottom;
}

function drawLabels(context, boxes, colours) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  for (const box of boxes) {
    box.lines.forEach((line, i) => {
      const x = (box.left + box.right) / 2;
      const y = box.top + (i + 0.5) * LABEL.line;
      context.strokeStyle = colours.paper;
      context.strokeText(line, x, y);
      context.fillStyle = colours.ink;
      context.fillText(line, x, y);
    });
  }
}

// Names: those of the selection, or the most important ones, more of them the closer one looks.
function drawNames(view, context) {
  const at = toPixels(view);
  inPixels(context, () => {
    context.font = `${LABEL.size}px ${view.colours.font}`;
    const bounds = { left: 2, top: 2, right: at.width - 2, bottom: at.height - 2 };
    const items = namedNodes(view, at)
      .map((node) => labelItem(view, context, node, at))
      .filter((item) => inside({ left: item.x, right: item.x, top: item.y, bottom: item.y }, bounds));
    const symbols = symbolBoxes(view, at);
    const kept = symbols.filter(({ key }) => keptFree(view, key));
    view.boxes = placeLabels(items, [...symbols, ...routeMarks(view, at)], [...view.headings, ...kept], bounds);
    drawLabels(context, view.boxes, view.colours);
    drawLeadingRanks(view, context, at);
  });
}

// Where names had better not stand: on the symbols of others.
function symbolBoxes({ focus }, at) {
  if (PICTURE.nodes.length > 1000) return [];
  const shown = focus === null ? PICTURE.nodes : PICTURE.nodes.filter(({ id }) => focus.nodes.has(id));
  return shown.map(({ id, x, y, size }) => around(id, at.x(x), at.y(y), size * at.scale));
}

// Nor on the leading route: small boxes along it.
function routeMarks({ focus }, at) {
  if (!focus?.route.size) return [];
  const spot = new Map(PICTURE.nodes.map(({ id, x, y }) => [id, { x: at.x(x), y: at.y(y) }]));
  return PICTURE.edges
    .filter(({ id }) => focus.edges.get(id) === "route")
    .flatMap(({ from, to }) => {
      const [a, b] = [spot.get(from), spot.get(to)];
      const steps = Math.min(200, Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / 12));
      const along = (i) => around(null, a.x + ((b.x - a.x) * i) / steps, a.y + ((b.y - a.y) * i) / steps, 2);
      return Array.from({ length: Math.max(0, steps - 1) }, (_, i) => along(i + 1));
    });
}

// Never covered: the leading channels, or what is selected and its leading route.
function keptFree({ focus }, key) {
  return focus === null ? LEADING.has(key) : key === focus.key || focus.route.has(key);
}

function around(key, x, y, radius) {
  return { key, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function namedNodes(view, at) {
  const zoomed = (at.scale / view.whole) ** 2;
  const most = Math.min(250, Math.round(((at.width * at.height) / 15000) * zoomed));
  const { focus, hovered } = view;
  if (focus === null) {
    const first = hovered && !hovered.startsWith("t") ? NAME_ORDER.filter(({ id }) => id === hovered) : [];
    return [...first, ...NAME_ORDER.filter(({ id }) => id !== hovered).slice(0, most)];
  }
  const first = ({ id }) => (id === focus.key ? 2 : focus.route.has(id) ? 1 : 0);
  return NAME_ORDER.filter(({ id }) => focus.nodes.has(id)).sort((a, b) => first(b) - first(a));
}

// Leading channels first, then those on their routes, then by influence and ties.
const LEADING = new Set((PICTURE?.nodes ?? []).filter(({ role }) => role === "leading").map(({ id }) => id));
const NAME_ORDER = PICTURE === null ? [] : nameOrder();

function nameOrder() {
  const places = byId(DATA.stakeholders);
  const routes = new Set(
    [...LEADING].flatMap((key) => DATA.channels[Number(key.slice(1))].route).map((id) => `s${places.get(id)?.index}`),
  );
  const group = ({ id }) => (LEADING.has(id) ? 0 : routes.has(id) ? 1 : id.startsWith("s") ? 2 : 3);
  const rank = (node) => [group(node), ...(node.weight ?? [0, 0]).map((value) => -value)];
  return PICTURE.nodes
    .map((node, i) => ({ ...node, order: [...rank(node), i] }))
    .sort((a, b) => lexical(a.order, b.order));
}

function lexical(a, b) {
  const i = a.findIndex((value, place) => value !== b[place]);
  return i < 0 ? 0 : a[i] - b[i];
}

function labelItem(view, context, { id, label, x, y, size }, at) {
  const measured = (most) => {
    const name = `${id} ${most}`;
    if (!view.measured.has(name)) {
      const [text, room] = most > 1 ? [label, LABEL.width] : oneLine(id, label);
      const lines = wrapped(text, room, most);
      const width = Math.max(0, ...lines.map((line) => context.measureText(line).width));
      view.measured.set(name, { lines, width });
    }
    return view.measured.get(name);
  };
  const must = view.focus === null ? LEADING.has(id) || view.hovered === id : keptFree(view, id);
  const texts = labelLengths(view, id).map(measured);
  return { key: id, texts, x: at.x(x), y: at.y(y), radius: size * at.scale, must };
}

// In how many lines a name may stand, best first. What is selected has its whole name in the evidence.
function labelLengths({ focus, hovered }, key) {
  if (key === hovered) return [LABEL.full, LABEL.lines, 1];
  if (focus === null) return LEADING.has(key) ? [1] : [LABEL.lines];
  if (key === focus.key) return [LABEL.lines, 1];
  return focus.route.has(key) ? [LABEL.full, LABEL.lines, 1] : [LABEL.full, LABEL.lines];
}

// The first words; of a leading channel fewer, after its number.
function oneLine(key, label) {
  if (!LEADING.has(key)) return [label, LABEL.wide];
  return [`${DATA.channels[Number(key.slice(1))].rank} ${label}`, LABEL.width];
}

function drawLeadingRanks({ colours, focus }, context, at) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = colours.paper;
  for (const { id, x, y, size } of NAME_ORDER.filter((node) => LEADING.has(node.id))) {
    if (focus !== null && !focus.nodes.has(id)) continue;
    context.font = `700 ${Math.min(15, Math.max(8, size * at.scale * 0.95))}px ${colours.font}`;
    context.fillText(String(DATA.channels[Number(id.slice(1))].rank), at.x(x), at.y(y) + 0.5);
  }
}
