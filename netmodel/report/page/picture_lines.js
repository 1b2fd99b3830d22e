// The lines of the picture: where each one runs, and of which strokes it is made.

const ZIGZAG = { step: 6, swing: 3 };
const CUT = 4.5;

// From one end to the other. Between the bands a line leaves and arrives level, so that many stay readable together.
function curveOf(edge, a, b, flowing) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  if (edge.smooth) {
    const bend = edge.smooth.roundness * 1.6 * (edge.smooth.type === "curvedCW" ? 1 : -1);
    return bent(a, b, bend);
  }
  if (!flowing) return bent(a, b, 0.06);
  if (edge.across === "within") return bent(a, b, dx < 0 ? -0.14 : 0.14);
  const level = Math.max(0, 1 - Math.abs(dy) / 60);
  const bow = -Math.min(26, 0.08 * Math.abs(dx)) * level;
  return [a.x, a.y, a.x + 0.45 * dx, a.y + bow, b.x - 0.45 * dx, b.y + bow, b.x, b.y];
}

function bent(a, b, share) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const [x, y] = [(a.x + b.x) / 2 + dy * share, (a.y + b.y) / 2 - dx * share];
  const toward = (from, to) => from + (2 / 3) * (to - from);
  return [a.x, a.y, toward(a.x, x), toward(a.y, y), toward(b.x, x), toward(b.y, y), b.x, b.y];
}

function along([x0, y0, x1, y1, x2, y2, x3, y3], t) {
  const u = 1 - t;
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return { x: a * x0 + b * x1 + c * x2 + d * x3, y: a * y0 + b * y1 + c * y2 + d * y3 };
}

function curvePath(curve) {
  const [x0, y0, ...rest] = curve.map(tenth);
  return `M${x0} ${y0}C${rest.join(" ")}`;
}

function sampled(curve, step) {
  const length = Math.hypot(curve[6] - curve[0], curve[7] - curve[1]);
  const pieces = Math.max(2, Math.min(400, Math.round((1.1 * length) / step)));
  return Array.from({ length: pieces + 1 }, (_, i) => along(curve, i / pieces));
}

function zigzagPath(curve) {
  const spots = sampled(curve, ZIGZAG.step);
  const corners = spots.map((spot, i) => {
    const [before, after] = [spots[Math.max(0, i - 1)], spots[Math.min(spots.length - 1, i + 1)]];
    const [dx, dy] = [after.x - before.x, after.y - before.y];
    const length = Math.hypot(dx, dy) || 1;
    const swing = i === 0 || i === spots.length - 1 ? 0 : i % 2 ? ZIGZAG.swing : -ZIGZAG.swing;
    return `${tenth(spot.x + (dy / length) * swing)} ${tenth(spot.y - (dx / length) * swing)}`;
  });
  return `M${corners.join("L")}`;
}

// look: {stroke, width, dash, opacity, form, halo, arrow}, all in pixels.
function lineShapes(curve, look) {
  const { stroke, width, dash, opacity, form, halo, arrow } = look;
  const d = form === "zigzag" ? zigzagPath(curve) : curvePath(curve);
  const shapes = [];
  if (halo) shapes.push({ shape: "path", d, stroke: halo, width: width + 3, opacity: Math.min(1, opacity * 0.9) });
  if (form === "double") {
    shapes.push({ shape: "path", d, stroke, width: width + 3, opacity });
    shapes.push({ shape: "path", d, stroke: look.ground, width: Math.max(1.4, width), opacity: 1 });
  } else shapes.push({ shape: "path", d, stroke, width, dash, opacity });
  if (form === "cut") shapes.push({ shape: "path", d: cutPath(curve), stroke, width: 1.5, opacity });
  if (arrow) shapes.push({ shape: "path", d: arrowPath(curve, arrow), fill: stroke, opacity });
  return shapes;
}

// A lost tie is crossed through in the middle.
function cutPath(curve) {
  const { x, y } = along(curve, 0.5);
  const [left, right, top, bottom] = [x - CUT, x + CUT, y - CUT, y + CUT].map(tenth);
  return `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`;
}

function arrowPath(curve, back) {
  const length = Math.hypot(curve[6] - curve[0], curve[7] - curve[1]) || 1;
  const at = Math.max(0.5, 1 - back / length);
  const [tip, tail] = [along(curve, at), along(curve, Math.max(0, at - 7 / length))];
  const [dx, dy] = [tip.x - tail.x, tip.y - tail.y];
  const side = (sign) => `${tenth(tail.x - sign * dy * 0.45)} ${tenth(tail.y + sign * dx * 0.45)}`;
  return `M${tenth(tip.x)} ${tenth(tip.y)}L${side(1)}L${side(-1)}Z`;
}

// --- the lines of a view

function edgeShapes(view, at, colours = view.colours) {
  const flowing = view.layout === "bands" && view.opened === null;
  const shown = view.scene.edges.map((edge) => ({ edge, look: lineLook(view, edge, colours) }));
  const visible = shown.filter(({ look }) => look !== null).sort((a, b) => a.look.layer - b.look.layer);
  return visible.flatMap(({ edge, look }) => {
    const [a, b] = [pixelSpot(view, edge.from, at), pixelSpot(view, edge.to, at)];
    const arrow = edge.arrows && look.opacity > 0.1 ? 10 * Math.max(at.scale, 0.5) : 0;
    return lineShapes(curveOf(edge, a, b, flowing), { ...look, arrow });
  });
}

function pixelSpot(view, id, at) {
  const { x, y } = view.spots.get(id);
  return { x: at.x(x), y: at.y(y) };
}

// Thousands of lines are drawn straight, those that look alike in one go.
function drawManyEdges(view, context, at) {
  const bundles = new Map();
  const few = [];
  for (const edge of view.scene.edges) {
    const look = lineLook(view, edge, view.colours);
    if (look === null) continue;
    if (look.layer > 1) {
      few.push(edge);
      continue;
    }
    if (view.moving && look.opacity < 0.3) continue;
    const key = `${look.stroke} ${look.opacity} ${look.dash ?? ""}`;
    if (!bundles.has(key)) bundles.set(key, { look, ends: [] });
    const [a, b] = [view.spots.get(edge.from), view.spots.get(edge.to)];
    bundles.get(key).ends.push(a.x, a.y, b.x, b.y);
  }
  for (const { look, ends } of bundles.values()) strokeMany(context, look, ends, at);
  paintCanvas(context, edgeShapes({ ...view, scene: { ...view.scene, edges: few } }, at), view.colours.font);
}

function strokeMany(context, { stroke, opacity, dash }, ends, at) {
  context.strokeStyle = stroke;
  context.globalAlpha = opacity;
  context.lineWidth = 0.7;
  context.setLineDash(dash || []);
  const outside = (x, y, u, v) =>
    (x < 0 && u < 0) || (y < 0 && v < 0) || (x > at.width && u > at.width) || (y > at.height && v > at.height);
  context.beginPath();
  for (let i = 0; i < ends.length; i += 4) {
    const [x, y, u, v] = [at.x(ends[i]), at.y(ends[i + 1]), at.x(ends[i + 2]), at.y(ends[i + 3])];
    if (outside(x, y, u, v)) continue;
    context.moveTo(x, y);
    context.lineTo(u, v);
    if (i % 1600 === 1596) {
      context.stroke();
      context.beginPath();
    }
  }
  context.stroke();
  context.globalAlpha = 1;
  context.setLineDash([]);
}

// The tie under the pointer, if any: the nearest line within a few pixels.
function edgeAt(view, x, y) {
  if (view.scene.edges.length > MANY_EDGES) return null;
  const at = toPixels(view);
  const flowing = view.layout === "bands" && view.opened === null;
  let [best, least] = [null, 5];
  for (const edge of view.scene.edges) {
    if (!edge.id.startsWith("t") || lineLook(view, edge, view.colours) === null) continue;
    const curve = curveOf(edge, pixelSpot(view, edge.from, at), pixelSpot(view, edge.to, at), flowing);
    const away = distanceTo(curve, x, y, least);
    if (away < least) [best, least] = [edge.id, away];
  }
  return best;
}

function distanceTo(curve, x, y, least) {
  const range = (values) => [Math.min(...values) - least, Math.max(...values) + least];
  const [left, right] = range([curve[0], curve[2], curve[4], curve[6]]);
  const [top, bottom] = range([curve[1], curve[3], curve[5], curve[7]]);
  if (x < left || x > right || y < top || y > bottom) return Infinity;
  const spots = sampled(curve, 12);
  let nearest = Infinity;
  for (let i = 1; i < spots.length; i += 1) nearest = Math.min(nearest, toSegment(spots[i - 1], spots[i], x, y));
  return nearest;
}

function toSegment(a, b, x, y) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const share = Math.max(0, Math.min(1, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
}
