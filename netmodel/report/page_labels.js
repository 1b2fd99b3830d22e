// Names in the picture: wrapped, drawn at one size whatever the zoom, most important first, never over each other.

const LABEL = { size: 11.5, line: 13.5, width: 22, lines: 2, full: 4, gap: 3 };

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
      lines[last] = `${lines[last].slice(0, width - 1)}…`;
      break;
    }
  }
  return lines;
}

function chunks(word, width) {
  const signs = Array.from(word.slice(0, 200));
  const parts = [];
  for (let i = 0; i < signs.length; i += width) parts.push(signs.slice(i, i + width).join(""));
  return parts;
}

// items: {key, lines, width, x, y, radius} in order of importance; marks: boxes better left free; taken: never covered.
function placeLabels(items, marks, taken, bounds) {
  const placed = [];
  for (const item of items) {
    const free = labelPlaces(item).filter(
      (box) => inside(box, bounds) && ![...taken, ...placed].some((other) => overlap(box, other)),
    );
    if (!free.length) continue;
    const burden = free.map((box) => marks.filter((mark) => mark.key !== item.key && overlap(box, mark)).length);
    placed.push(free[burden.indexOf(Math.min(...burden))]);
  }
  return placed;
}

function labelPlaces({ key, lines, width, x, y, radius }) {
  const height = lines.length * LABEL.line;
  const reach = radius + LABEL.gap;
  const at = (left, top) => ({ key, lines, left, top, right: left + width, bottom: top + height });
  return [
    at(x - width / 2, y + reach),
    at(x - width / 2, y - reach - height),
    at(x + reach, y - height / 2),
    at(x - reach - width, y - height / 2),
    at(x - radius, y + reach),
    at(x + radius - width, y + reach),
    at(x - radius, y - reach - height),
    at(x + radius - width, y - reach - height),
  ];
}

function overlap(a, b) {
  return a.left < b.right + 2 && b.left < a.right + 2 && a.top < b.bottom + 1 && b.top < a.bottom + 1;
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
