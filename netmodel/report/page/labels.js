// Names in the picture: whole, wrapped, at one size whatever the zoom, most important first, never over each other.

const LABEL = { size: 12, line: 14, widths: [22, 28, 16], widest: 28, lines: 3, full: 5, gap: 3, apart: 6, hides: 1 };

// Words in lines of so many signs, as many lines as it takes; a word too long for a line is broken.
function wrapped(text, width) {
  const words = text
    .split(/\s+/u)
    .filter(Boolean)
    .flatMap((word) => chunks(word, width));
  const lines = [];
  for (const word of words) {
    const last = lines.length - 1;
    const gap = lines[last]?.endsWith("-") && text.includes(`${lines[last].split(" ").at(-1)}${word}`) ? "" : " ";
    if (last >= 0 && lines[last].length + word.length < width) lines[last] += gap + word;
    else lines.push(word);
  }
  return lines;
}

// The same where it fits into so many lines, else null: a name is never cut.
function wholeLines(text, width, most) {
  if (text.length > 400 || (width < LABEL.widest && longWord(width).test(text))) return null;
  const lines = wrapped(text, width);
  return lines.length <= most ? lines : null;
}

function longWord(width) {
  return new RegExp(`[^\\s-]{${width}}`, "u");
}

function cutLines(text, width, most) {
  const lines = wrapped(text.slice(0, 400), width);
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1].slice(0, width - 1)}…`];
}

// A word too long for a line is parted after its hyphens, else anywhere.
function chunks(word, width) {
  if (word.length > width && word.slice(0, -1).includes("-"))
    return word.split(/(?<=-)/u).flatMap((piece) => chunks(piece, width));
  const signs = Array.from(word.slice(0, 400));
  const parts = [];
  for (let i = 0; i < signs.length; i += width) parts.push(signs.slice(i, i + width).join(""));
  return parts;
}

// The name itself, then shorter forms that the list gives: without what it says in brackets, and its other names.
function namesOf(id, label) {
  const bare = label.replace(/\s*\([^()]*\)/gu, "").trim();
  const row = id.startsWith("s") || id.startsWith("c") ? rowOf(id) : {};
  const others = [row.aliases ?? row.extra?.aliases ?? []].flat().filter((text) => typeof text === "string");
  const shorter = [bare, ...others.sort((a, b) => a.length - b.length)].filter(
    (text) => text && text.length < label.length,
  );
  return [label, ...shorter.slice(0, 2)];
}

// items: {key, texts, x, y, radius} in order of importance, each with the forms its name may take, best first;
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

// The first form that hides next to nothing, where it hides least; a name that must stand may hide more.
function bestPlace(item, marks, taken, bounds) {
  const near = (box) => Math.abs(box.left - item.x) < 400 && Math.abs(box.top - item.y) < 200;
  const others = marks.filter((mark) => mark.key !== item.key && near(mark));
  let fallback = null;
  for (const text of item.texts) {
    const places = labelPlaces({ ...item, ...text })
      .filter((box) => inside(box, bounds) && !taken.some((other) => overlap(box, other)))
      .map((box) => ({ box, hides: others.filter((mark) => overlap(box, mark, 0)).length }));
    const best = places.reduce((least, place) => (least && least.hides <= place.hides ? least : place), null);
    if (best && best.hides <= LABEL.hides) return best.box;
    if (best && (fallback === null || best.hides < fallback.hides)) fallback = best;
  }
  return item.must ? (fallback?.box ?? null) : null;
}

function labelPlaces({ key, lines, width, x, y, radius }) {
  const height = lines.length * LABEL.line;
  const reach = radius + LABEL.gap;
  const at = (left, top, align = "middle") => ({
    key,
    lines,
    left,
    top,
    right: left + width,
    bottom: top + height,
    align,
  });
  const lefts = [x - width / 2, x - width / 4, x - (3 * width) / 4, x - radius, x + radius - width];
  const [below, above, beside] = [y + reach, y - reach - height, y - height / 2];
  return [
    at(lefts[0], below),
    at(lefts[0], above),
    at(x + reach, beside, "start"),
    at(x - reach - width, beside, "end"),
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

function labelShapes(boxes, colours) {
  return boxes.flatMap(({ lines, left, right, top, align, strong }) =>
    lines.map((text, i) => ({
      shape: "text",
      x: { start: left, middle: (left + right) / 2, end: right }[align],
      y: top + i * LABEL.line + 10.5,
      text,
      size: LABEL.size,
      weight: strong ? 650 : 400,
      anchor: align,
      fill: colours.ink,
      halo: colours.paper,
    })),
  );
}

// Names: those of the selection, or the most important ones, more of them the closer one looks.
function namesAt(view, at, context, headings) {
  const bounds = { left: 2, top: 2, right: at.width - 2, bottom: at.height - 2 };
  const items = namedNodes(view, at)
    .map((node) => labelItem(view, context, node, at))
    .filter((item) => inside({ left: item.x, right: item.x, top: item.y, bottom: item.y }, bounds));
  const symbols = symbolBoxes(view, at);
  const kept = symbols.filter(({ key }) => keptFree(view, key));
  return placeLabels(items, [...symbols, ...routeMarks(view, at)], [...headings, ...kept], bounds);
}

// Where names had better not stand: on the symbols of others.
function symbolBoxes(view, at) {
  if (view.scene.nodes.length > 1000) return [];
  return view.scene.nodes
    .filter((node) => shownNode(view, node))
    .map((node) => {
      const { x, y } = pixelSpot(view, node.id, at);
      return around(node.id, x, y, sizeOf(view, node) * at.scale);
    });
}

function shownNode(view, { id }) {
  if (view.focus !== null) return view.focus.nodes.has(id);
  return id.startsWith("c") ? hubsOpen(view) : !view.state.removed.has(id);
}

// Nor on the leading route of what is chosen: small boxes along it.
function routeMarks(view, at) {
  const { focus } = view;
  if (!focus?.route.size) return [];
  return view.scene.edges
    .filter(({ id }) => focus.edges.get(id) === "route")
    .flatMap((edge) => {
      const [a, b] = [pixelSpot(view, edge.from, at), pixelSpot(view, edge.to, at)];
      const spots = sampled(curveOf(edge, a, b, view.layout === "bands" && view.opened === null), 12).slice(1, -1);
      return spots.map(({ x, y }) => around(null, x, y, 2));
    });
}

// Never covered: what leads, or what is selected and its leading route.
function keptFree({ focus, state }, key) {
  return focus === null ? state.hubs.has(key) : key === focus.key || focus.route.has(key);
}

function around(key, x, y, radius) {
  return { key, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
}

function namedNodes(view, at) {
  const zoomed = (at.scale / view.whole) ** 2;
  const most = Math.min(250, Math.round(((at.width * at.height) / 13000) * zoomed) + view.state.hubs.size);
  const { focus, hovered } = view;
  const order = view.order.filter((node) => shownNode(view, node));
  if (focus === null) {
    const first = hovered && !hovered.startsWith("t") ? order.filter(({ id }) => id === hovered) : [];
    return [...first, ...order.filter(({ id }) => id !== hovered).slice(0, most)];
  }
  const first = ({ id }) => (id === focus.key ? 2 : focus.route.has(id) ? 1 : 0);
  return order.sort((a, b) => first(b) - first(a));
}

// The channels that lead, as Python found them.
const LEADING_NODES = (PICTURE?.nodes ?? []).filter(({ role }) => role === "leading");

// Channels that lead first, then those on their routes, whom they join, by influence and ties, then what unlocks them.
function nameOrder({ state, scene }) {
  const group = ({ id }) => {
    if (state.hubs.has(id)) return state.steps.has(id) ? 4 : 0;
    if (id.startsWith("c")) return 5;
    return id.startsWith("g") ? 1 : state.onRoute.has(id) ? 1 : state.lit.has(id) ? 2 : 3;
  };
  const rank = (node) => [group(node), ...(node.weight ?? [0, 0]).map((value) => -value)];
  return scene.nodes
    .map((node, i) => ({ node, order: [...rank(node), i] }))
    .sort((a, b) => lexical(a.order, b.order))
    .map(({ node }) => node);
}

function lexical(a, b) {
  const i = a.findIndex((value, place) => value !== b[place]);
  return i < 0 ? 0 : a[i] - b[i];
}

function labelItem(view, context, node, at) {
  const { id, label } = node;
  const { x, y } = pixelSpot(view, id, at);
  const must = view.focus === null ? view.state.hubs.has(id) && !view.state.steps.has(id) : keptFree(view, id);
  return {
    key: id,
    texts: labelForms(view, context, id, label),
    x,
    y,
    radius: sizeOf(view, node) * at.scale,
    must: must || view.hovered === id,
  };
}

// The forms of a name with their lines and widths, measured once.
function labelForms(view, context, id, label) {
  const strong = view.state.hubs.has(id) || id.startsWith("g") || id === view.focus?.key;
  const most = id === view.hovered || view.focus?.nodes.has(id) ? LABEL.full : LABEL.lines;
  const name = `${id} ${most} ${strong}`;
  if (!view.measured.has(name)) {
    context.font = fontOf(LABEL.size, strong ? 650 : 400, view.colours.font);
    const numbered =
      id.startsWith("c") && LEADING_NODES.some((node) => node.id === id) && rowOf(id).group === "informal";
    const texts = namesOf(id, label).map((text) => (numbered ? `${rowOf(id).rank} ${text}` : text));
    const forms = texts.flatMap((text) => LABEL.widths.map((width) => wholeLines(text, width, most)));
    const whole = [...forms, ...texts.map((text) => wholeLines(text, 28, LABEL.full))];
    const lines = whole.some(Boolean) ? whole.filter(Boolean) : [cutLines(texts[0], 28, LABEL.full)];
    const kept = lines.filter((some, i) => i === 0 || some.join("\n") !== lines[i - 1].join("\n"));
    const measure = (some) => Math.max(0, ...some.map((line) => context.measureText(line).width));
    view.measured.set(
      name,
      kept.map((some) => ({ lines: some, width: measure(some), strong })),
    );
  }
  return view.measured.get(name);
}

// The rank of a leading channel stands in its symbol.
function rankShapesOfHubs(view, at, colours) {
  return view.scene.nodes
    .filter(({ id, role }) => role === "leading" && view.state.hubs.has(id) && shownNode(view, { id }))
    .filter(({ id }) => rowOf(id).group === "informal")
    .map((node) => {
      const { id } = node;
      const { x, y } = pixelSpot(view, id, at);
      const height = Math.min(16, Math.max(12, sizeOf(view, node) * at.scale * 0.9));
      const text = String(rowOf(id).rank);
      return {
        shape: "text",
        x,
        y: y + 0.36 * height,
        text,
        size: tenth(height),
        weight: 700,
        anchor: "middle",
        fill: colours.paper,
      };
    });
}
