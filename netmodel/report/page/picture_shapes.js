// What the picture is made of, in pixels: boxes, paths and texts. The same list is painted on a canvas and written as SVG.

function paintCanvas(context, shapes, font) {
  context.lineJoin = "round";
  for (const shape of shapes) CANVAS[shape.shape](context, shape, font);
  context.globalAlpha = 1;
  context.setLineDash([]);
}

const CANVAS = {
  box(context, { x, y, width, height, radius, fill, opacity }) {
    context.globalAlpha = opacity ?? 1;
    context.fillStyle = fill;
    context.beginPath();
    context.roundRect(x, y, Math.max(width, 0), Math.max(height, 0), radius ?? 0);
    context.fill();
  },
  path(context, { d, stroke, fill, width, dash, opacity }) {
    const path = new Path2D(d);
    context.globalAlpha = opacity ?? 1;
    if (fill) {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (!stroke) return;
    context.setLineDash(dash || []);
    context.strokeStyle = stroke;
    context.lineWidth = width;
    context.stroke(path);
  },
  text(context, { x, y, text, size, weight, anchor, fill, halo }, font) {
    context.globalAlpha = 1;
    context.setLineDash([]);
    context.font = fontOf(size, weight, font);
    context.textAlign = { start: "left", middle: "center", end: "right" }[anchor];
    context.textBaseline = "alphabetic";
    if (halo) {
      context.strokeStyle = halo;
      context.lineWidth = 3.5;
      context.strokeText(text, x, y);
    }
    context.fillStyle = fill;
    context.fillText(text, x, y);
  },
};

function fontOf(size, weight, font) {
  return `${weight ?? 400} ${size}px ${font}`;
}

function svgShapes(shapes, font) {
  return shapes.map((shape) => SVG_OF[shape.shape](shape, font));
}

const SVG_OF = {
  box: ({ x, y, width, height, radius, fill, opacity }) =>
    svg("rect", {
      x: tenth(x),
      y: tenth(y),
      width: tenth(Math.max(width, 0)),
      height: tenth(Math.max(height, 0)),
      rx: radius ?? 0,
      fill,
      "fill-opacity": opacity ?? 1,
    }),
  path: ({ d, stroke, fill, width, dash, opacity }) =>
    svg("path", {
      d,
      fill: fill ?? "none",
      opacity: opacity ?? 1,
      ...(stroke ? { stroke, "stroke-width": tenth(width), "stroke-linejoin": "round" } : {}),
      ...(dash ? { "stroke-dasharray": dash.map(tenth).join(" ") } : {}),
    }),
  text: ({ x, y, text, size, weight, anchor, fill, halo }, font) =>
    svg(
      "text",
      {
        x: tenth(x),
        y: tenth(y),
        "font-family": font,
        "font-size": size,
        "font-weight": weight ?? 400,
        "text-anchor": anchor,
        fill,
        ...(halo ? { stroke: halo, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" } : {}),
      },
      lawful(text),
    ),
};

// Signs that no XML file may hold are shown by the sign for what cannot be shown.
function lawful(text) {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu, "\ufffd");
}

function tenth(value) {
  return Math.round(value * 10) / 10;
}

// --- symbols, as vis-network draws them, around a place

const AROUND = {
  dot: (x, y, r) => `M${tenth(x - r)} ${tenth(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`,
  square: (x, y, r) => outline([-r, -r, r, -r, r, r, -r, r], x, y),
  diamond: (x, y, r) => outline([0, -r, r, 0, 0, r, -r, 0], x, y),
  triangle: (x, y, r) => outline([0, -1.05 * r, 1.15 * r, 0.94 * r, -1.15 * r, 0.94 * r], x, y),
  triangleDown: (x, y, r) => outline([0, 1.05 * r, 1.15 * r, -0.94 * r, -1.15 * r, -0.94 * r], x, y),
  hexagon: (x, y, r) =>
    outline(
      turning(6, () => r, 0.5),
      x,
      y,
    ),
  star: (x, y, r) =>
    outline(
      turning(10, (i) => 0.82 * r * (i % 2 ? 0.5 : 1.3)),
      x,
      y + 0.082 * r,
    ),
};

function turning(corners, radius, start = 0) {
  return Array.from({ length: corners }, (_, i) => {
    const angle = ((i + start) * 2 * Math.PI) / corners + (start ? Math.PI / 3 : 0);
    return [radius(i) * Math.sin(angle), -radius(i) * Math.cos(angle)];
  }).flat();
}

function outline(offsets, x, y) {
  const corners = [];
  for (let i = 0; i < offsets.length; i += 2) corners.push(`${tenth(x + offsets[i])} ${tenth(y + offsets[i + 1])}`);
  return `M${corners.join("L")}Z`;
}
