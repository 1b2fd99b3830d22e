// The legend, always beside the picture, and again under it where it is saved or printed.

function legend() {
  return el("ul", { class: "legend", "aria-label": TEXT.legend });
}

function fillLegend(view) {
  const entries = legendEntries(view, view.colours);
  view.legend.replaceChildren(
    ...entries.map(({ words, ...entry }) => el("li", {}, signOf(entry, view), el("span", {}, words.map(wordOf)))),
  );
}

// What comes from the lists is kept from changing the direction of what stands around it.
function wordOf(word) {
  return typeof word === "string" ? word : typed(word.text);
}

// Each entry: words, and either a symbol {form, colour, hollow} or the look of a line.
function legendEntries(view, colours) {
  return present([
    ...sideEntries(colours),
    ...(view.symbols === "conflict-map"
      ? [symbolEntry("dot", colours.muted, [TEXT.legend_power], true)]
      : kindEntries(colours)),
    ...hubEntries(view, colours),
    ...lineEntries(view, colours),
  ]);
}

function symbolEntry(form, colour, words, hollow = false) {
  return { form, colour, hollow, words };
}

function sideEntries(colours) {
  const sides = [...PICTURE.bands]
    .sort((a, b) => a.index - b.index)
    .map(({ side, index }) => symbolEntry("dot", sideColour(colours, index), [{ text: side }]));
  const third = DATA.stakeholders.some(({ side }) => !side);
  return [...sides, third ? symbolEntry("dot", colours.third, [TEXT.third_party]) : null];
}

// Each symbol once, with the commonest kinds that bear it.
function kindEntries(colours) {
  if (PICTURE.groups)
    return [
      symbolEntry("dot", colours.muted, [TEXT.legend_group], true),
      symbolEntry("square", colours.muted, [TEXT.legend_relay], true),
    ];
  const kinds = new Map();
  DATA.stakeholders.forEach(({ kind }, i) => {
    const { shape } = PICTURE.nodes[i];
    if (!kinds.has(shape)) kinds.set(shape, new Map());
    kinds.get(shape).set(kind, (kinds.get(shape).get(kind) ?? 0) + 1);
  });
  return [...kinds].map(([shape, counts]) => {
    const names = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([kind]) => ({ text: kind }));
    const more = names.length > 2 ? [` ${say("legend_more", { n: names.length - 2 })}`] : [];
    return symbolEntry(shape, colours.muted, [...listed(names.slice(0, 2)), ...more], true);
  });
}

function hubEntries(view, colours) {
  if (!view.state.hubs.size || !hubsOpen(view)) return view.mode === "before" ? [] : closedEntry(view, colours);
  const { steps, hubs } = view.state;
  const word = view.state.own ? TEXT.legend_opened : ADVICE === null ? TEXT.legend_leading : TEXT.legend_recommended;
  const rest = view.scene.nodes.some(({ id }) => id.startsWith("c") && !hubs.has(id));
  return [
    symbolEntry("diamond", colours.leading, [word]),
    steps.size ? symbolEntry("diamond", colours.leading, [TEXT.legend_step], true) : null,
    rest ? symbolEntry("diamond", colours.channel, [TEXT.legend_channel], true) : null,
  ];
}

function closedEntry({ scene }, colours) {
  const there = scene.nodes.some(({ id }) => id.startsWith("c"));
  return there ? [symbolEntry("diamond", colours.channel, [TEXT.legend_closed], true)] : [];
}

const LINE_WORDS = {
  active: "tie_active",
  kept: "change_kept",
  lost: "change_lost",
  new: "change_new",
  dormant: "tie_dormant",
  severed: "tie_severed",
  proposed: "tie_proposed",
  opposed: "tie_opposed",
  relay: "legend_relay_line",
};

function lineEntries(view, colours) {
  const parts = new Set(PICTURE.edges.map((edge) => partOf({ ...view, focus: null }, edge)));
  const sample = { across: "cross", width: 1.6, id: "sample" };
  const look = (part) => {
    const made = { ...plainLook(view, sample, part, colours), ground: colours.paper };
    return { ...made, opacity: Math.max(0.7, made.opacity) };
  };
  const styled = view.symbols === "conflict-map";
  const lines = Object.entries(LINE_WORDS)
    .filter(([part]) => parts.has(part))
    .flatMap(([part, word]) =>
      styled ? conflictEntries(look(part), part, TEXT[word]) : [{ look: look(part), words: [TEXT[word]] }],
    );
  const member = parts.has("member") ? [{ look: { ...look("member"), opacity: 0.8 }, words: [TEXT.tie_member] }] : [];
  const route =
    view.mode === "with" && view.state.routes.size ? [{ look: heavy({}, colours), words: [TEXT.tie_route] }] : [];
  return [...lines, ...member, ...route];
}

function conflictEntries(look, part, word) {
  if (part === "opposed") return [{ look: { ...look, form: "zigzag", dash: null }, words: [word] }];
  if (!["active", "kept", "new"].includes(part)) return [{ look, words: [word] }];
  return [
    { look, words: [`${word}, ${TEXT.style_formal}`] },
    { look: { ...look, dash: [1.5, 3] }, words: [`${word}, ${TEXT.style_informal}`] },
    {
      look: { ...look, form: "double", width: 1 },
      words: [`${word}, ${say("style_alliance", { strength: number(ALLIANCE) })}`],
    },
  ];
}

function signOf(entry, view) {
  const shapes = entryShapes(entry, 0, 6, view.colours);
  const width = entry.look ? 30 : 13;
  return svg(
    "svg",
    { class: entry.look ? "sign long" : "sign", viewBox: `0 0 ${width} 12`, "aria-hidden": "true" },
    ...svgShapes(shapes, view.colours.font),
  );
}

// The sign of an entry from x on, around the height y.
function entryShapes({ look, form, colour, hollow }, x, y, colours) {
  if (look) return lineShapes([x + 1, y, x + 10, y, x + 20, y, x + 29, y], { ...look, halo: null });
  const paint = hollow ? { fill: colours.paper, stroke: colour, width: 1.4 } : { fill: colour };
  return [{ shape: "path", d: AROUND[form](x + 6.5, y, form === "diamond" ? 5.4 : 4.6), ...paint }];
}
