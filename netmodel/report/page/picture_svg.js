// The picture to take away: true vectors with texts as texts, on white, with title, state, legend and the line on
// neutrality; as SVG, as PNG made from it, and on paper.

const SHEET = { width: 1600, height: 940, margin: 32, title: 24, text: 14 };

function savePng(view) {
  const url = URL.createObjectURL(new Blob([svgText(view)], { type: "image/svg+xml" }));
  const image = new Image();
  image.onload = () => {
    const canvas = el("canvas", { width: 2 * image.width, height: 2 * image.height });
    const context = canvas.getContext("2d");
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(url);
    canvas.toBlob((blob) => keepFile(blob, "png"), "image/png");
  };
  image.src = url;
}

function saveSvg(view) {
  keepFile(new Blob([svgText(view)], { type: "image/svg+xml" }), "svg");
}

function keepFile(blob, kind) {
  const url = URL.createObjectURL(blob);
  const link = el("a", { href: url, download: `netmodel-picture.${kind}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

function svgText(view) {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(pictureSheet(view))}\n`;
}

// The whole sheet as an SVG element.
function pictureSheet(view, size = SHEET) {
  const context = document.createElement("canvas").getContext("2d");
  const colours = paperColours();
  const calmed = { ...view, colours, hovered: null, moving: false, growth: 1, measured: new Map() };
  const head = headShapes(context, colours, size);
  const foot = footShapes(calmed, context, colours, size);
  const height = size.height - head.height - foot.height;
  const width = size.width - 2 * size.margin;
  const { scale, centre, stretch } = wholeAt(calmed, width, height);
  const paper = { ...calmed, whole: scale, stretch, spots: stretched(view.goals, stretch) };
  const at = pixelsAt(scale, centre, width, height);
  const body = bodyShapes(paper, at, context);
  const group = (shapes, x, y) =>
    svg("g", { transform: `translate(${x} ${tenth(y)})` }, ...svgShapes(shapes, colours.font));
  const made = svg(
    "svg",
    {
      viewBox: `0 0 ${size.width} ${size.height}`,
      width: size.width,
      height: size.height,
      role: "img",
      lang: document.documentElement.lang,
    },
    svg("title", {}, lawful(DATA.study.title || TEXT.untitled)),
    svg("desc", {}, lawful(`${modeWord(view, view.mode)}. ${pictureReading(view)}`)),
    svg("rect", { width: size.width, height: size.height, fill: "#ffffff" }),
    group(head.shapes, size.margin, 0),
    group(body, size.margin, head.height),
    group(foot.shapes, size.margin, size.height - foot.height),
  );
  return made;
}

function bodyShapes(view, at, context) {
  const { colours } = view;
  const behind = groundShapes(view, at, context, colours);
  const names = namesAt(view, at, context, behind.headings).map((box) => ({ ...box, strong: isStrong(view, box) }));
  return [
    ...behind.shapes,
    ...edgeShapes(view, at, colours),
    ...view.scene.nodes.flatMap((node) => nodeShapes(view, node, at)),
    ...labelShapes(names, colours),
    ...rankShapesOfHubs(view, at, colours),
  ];
}

function nodeShapes(view, node, at) {
  const look = nodeLook(view, node);
  if (!look.opacity) return [];
  const { x, y } = pixelSpot(view, node.id, at);
  const d = AROUND[look.shape ?? node.shape](x, y, tenth(Math.max(1.2, look.size * at.scale)));
  const width = Math.max(0.8, look.borderWidth * Math.min(1, at.scale));
  return [{ shape: "path", d, fill: look.color.background, stroke: look.color.border, width, opacity: look.opacity }];
}

function headShapes(context, colours, { width, margin, title }) {
  context.font = fontOf(title, 650, colours.font);
  const name = shortened(context, DATA.study.title || TEXT.untitled, width - 2 * margin);
  const line = (text, y, size, weight, fill) => ({
    shape: "text",
    x: 0,
    y,
    text,
    size,
    weight,
    anchor: "start",
    fill,
  });
  const state = stateLine();
  return {
    height: state ? 88 : 64,
    shapes: present([
      line(name, 44, title, 650, colours.ink),
      state ? line(state, 70, 15, 400, colours.muted) : null,
    ]),
  };
}

function stateLine() {
  const { now, before } = DATA.study;
  const key = now && before ? "facts_dates" : now ? "facts_now" : before ? "facts_before" : null;
  return key && say(key, { now, before });
}

// The reading, the legend in as many lines as it takes, and the line on neutrality.
function footShapes(view, context, colours, { width, margin, text: size }) {
  const room = width - 2 * margin;
  const line = (text, y, weight, fill) => ({ shape: "text", x: 0, y, text, size, weight, anchor: "start", fill });
  const shapes = [line(`${modeWord(view, view.mode)}: ${pictureReading(view)}`, 22, 600, colours.ink)];
  context.font = fontOf(size - 1, 400, colours.font);
  let [x, y] = [0, 48];
  for (const { words, ...entry } of legendEntries(view, colours)) {
    const text = shortened(context, words.map((word) => word.text ?? word).join(""), 360);
    const sign = entry.look ? 36 : 19;
    const needs = sign + context.measureText(text).width + 22;
    if (x + needs > room && x > 0) [x, y] = [0, y + 22];
    shapes.push(...entryShapes(entry, x, y - 4.5, colours));
    shapes.push({ shape: "text", x: x + sign, y, text, size: size - 1, anchor: "start", fill: colours.muted });
    x += needs;
  }
  for (const text of wrapped(DATA.answer.neutrality.slice(0, 600), 190)) {
    y += 24;
    shapes.push({ shape: "text", x: 0, y, text, size, anchor: "start", fill: colours.muted });
  }
  return { height: y + 24, shapes };
}

// On paper the vectors stand in the place of the canvas.
function watchPrint(view) {
  const clear = () => view.frame.querySelector(".on-paper")?.remove();
  addEventListener("beforeprint", () => {
    clear();
    const made = pictureSheet(view);
    made.setAttribute("class", "on-paper");
    view.frame.append(made);
  });
  addEventListener("afterprint", clear);
}
