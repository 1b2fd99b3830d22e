// In which order: the steps as a ladder over the months, what unlocks each, and how reach and trust rise.

const PLAN = ADVICE?.sequence ?? null;

function orderTab() {
  if (!PLAN?.steps?.length && !WORDS.sequence?.length) return null;
  return { id: "order", title: TEXT.order, build: orderPanel };
}

function orderPanel() {
  const [first, ...rest] = WORDS.sequence ?? [];
  const steps = PLAN?.steps ?? [];
  return [
    tabHead(TEXT.order, first && told(first), TEXT.order_note),
    sentences(rest),
    steps.length ? ladderFigure(steps) : null,
    steps.length ? orderSheet(steps) : null,
    blockedPart(),
    how("order"),
  ];
}

function blockedPart() {
  const rows = PLAN?.blocked ?? [];
  const told = rows.map((row) =>
    typeof row === "string" ? typed(nameOf(row)) : typed(Object.values(row).flat().map(nameOf).join(": ")),
  );
  return section(
    TEXT.order_blocked,
    null,
    told.length
      ? el(
          "ul",
          { class: "sentence-list" },
          told.map((one) => el("li", {}, one)),
        )
      : null,
  );
}

// --- the ladder: a line for each step, all on one scale of months

function ladderFigure(steps) {
  const last = Math.max(...steps.map(({ ready_month: ready }) => ready), PLAN.horizon ?? 0, 1);
  const scale = monthScale(last);
  const lines = steps.map((step, i) => ladderLine(step, i, scale));
  const curves = present([
    riseCurve(TEXT.chart, reachCurve(steps), scale, percent),
    riseCurve(TEXT.trust, trustCurve(steps), scale, (value) => number(value)),
  ]);
  const axis = el(
    "div",
    { class: "rung axis", "aria-hidden": "true" },
    el("span", { class: "quiet" }, TEXT.month_axis),
    scale.axis(),
  );
  return el("figure", { class: "ladder" }, el("ol", { class: "rungs" }, lines), axis, curves);
}

function monthScale(last) {
  const ticks = niceTicks(0, last, 8).filter((tick) => tick <= last && (last > 8 || Number.isInteger(tick)));
  const x = (month) => (100 * month) / last;
  const grid = (height) =>
    ticks.map((tick) => svg("line", { class: "grid", x1: `${x(tick)}%`, x2: `${x(tick)}%`, y1: 0, y2: height }));
  const end = (height) =>
    isNumber(PLAN?.horizon) && PLAN.horizon < last
      ? [svg("line", { class: "horizon", x1: `${x(PLAN.horizon)}%`, x2: `${x(PLAN.horizon)}%`, y1: 0, y2: height })]
      : [];
  const plot = (height, marks, attributes = { "aria-hidden": "true" }) =>
    svg("svg", { class: "plot rung-plot", height, ...attributes }, ...grid(height), ...end(height), ...marks);
  const axis = () =>
    plot(
      22,
      ticks.map((tick) =>
        svg(
          "text",
          {
            class: "tick-word",
            x: `${x(tick)}%`,
            y: 16,
            "text-anchor": x(tick) > 95 ? "end" : x(tick) < 2 ? "start" : "middle",
          },
          number(tick, 1),
        ),
      ),
    );
  return { x, plot, axis, last };
}

function ladderLine(step, place, { x, plot, last }) {
  const { channel, start_month: start, ready_month: ready, unlocked_by: before } = step;
  const marks = [
    svg("rect", { class: "rung-open", x: `${x(ready)}%`, width: `${x(last) - x(ready)}%`, y: 9, height: 4 }),
    svg("rect", {
      class: "rung-work",
      x: `${x(start)}%`,
      width: `${Math.max(0.4, x(ready) - x(start))}%`,
      y: 4,
      height: 14,
      rx: 2,
    }),
    ...(before ?? [])
      .filter((id) => STEPS.has(id))
      .map((id) => svg("circle", { class: "rung-key", cx: `${x(STEPS.get(id).ready_month)}%`, cy: 11, r: 4 })),
  ];
  const because = step.why_not_earlier ? el("span", { class: "quiet block" }, named(step)) : null;
  return el(
    "li",
    { class: "rung" },
    el(
      "div",
      {},
      numbered(place + 1, idLink(channel)),
      el("span", { class: "quiet block" }, say("months_span", { span: planMonths(step) })),
      because,
    ),
    plot(22, marks),
  );
}

// --- what rises with the months

function reachCurve(steps) {
  if (PLAN.curve?.length) return PLAN.curve.map(({ month, reach }) => [month, reach]);
  return rising(steps, "reach_after", DATA.reach.now);
}

function trustCurve(steps) {
  return rising(steps, "trust_after", PLAN.trust);
}

function rising(steps, name, first) {
  const known = steps.filter((step) => isNumber(step[name])).map((step) => [step.ready_month, step[name]]);
  return isNumber(first) && known.length ? [[0, first], ...known] : [];
}

function riseCurve(title, points, { x, plot, last }, word) {
  if (points.length < 2) return null;
  const height = 92;
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const y = (value) => Math.round(10 * (height - 22 - ((height - 44) * (value - low)) / (high - low || 1))) / 10;
  const marks = points.flatMap(([month, value], i) => {
    const next = points[i + 1];
    const until = next ? next[0] : last;
    const level = svg("line", { class: "rise", x1: `${x(month)}%`, x2: `${x(until)}%`, y1: y(value), y2: y(value) });
    const up = next
      ? [svg("line", { class: "rise", x1: `${x(until)}%`, x2: `${x(until)}%`, y1: y(value), y2: y(next[1]) })]
      : [];
    return [level, ...up];
  });
  const [[, start], [end, top]] = [points[0], points.at(-1)];
  marks.push(svg("text", { class: "tick-word", x: "0", dx: 3, y: y(start) + 15 }, word(start)));
  if (x(end) > 12)
    marks.push(svg("text", { class: "tick-word", x: `${x(end)}%`, y: y(top) - 5, "text-anchor": "end" }, word(top)));
  const said = say("rise_label", { what: title, first: word(start), last: word(top), month: number(end, 1) });
  return el(
    "div",
    { class: "rung" },
    el("strong", {}, title),
    plot(height, marks, { role: "img", "aria-label": said }),
  );
}

// --- the same as a table

function orderSheet(steps) {
  const figureOf = (label, name, word, first = {}) =>
    steps.some((step) => isNumber(step[name]))
      ? [
          {
            label,
            class: "figure",
            largestFirst: true,
            value: (step) => known(step[name]),
            cell: (step) => word(step[name]),
            ...first,
          },
        ]
      : [];
  const columns = [
    {
      label: TEXT.rank,
      column: TEXT.place_short,
      class: "figure rank",
      value: ({ channel }) => STEPS.get(channel).place,
      cell: ({ channel }) => number(STEPS.get(channel).place, 0),
    },
    {
      label: TEXT.channel,
      class: "name",
      head: true,
      value: ({ channel }) => folded(nameOf(channel)),
      cell: ({ channel }) => idLink(channel),
    },
    {
      label: TEXT.starts,
      class: "figure",
      value: (step) => step.start_month,
      cell: (step) => number(step.start_month, 1),
    },
    {
      label: TEXT.ready,
      class: "figure",
      value: (step) => step.ready_month,
      cell: (step) => number(step.ready_month, 1),
    },
    ...figureOf(TEXT.reach_after, "reach_after", percent),
    ...figureOf(TEXT.trust_before, "trust_before", (value) => number(value)),
    ...figureOf(TEXT.trust_after, "trust_after", (value) => number(value)),
    {
      label: TEXT.unlocked_by,
      value: ({ unlocked_by: ids }) => ids?.length ?? 0,
      cell: ({ unlocked_by: ids }) => idList(ids),
      data: ({ unlocked_by: ids }) => ids ?? [],
    },
    {
      label: TEXT.why_not_earlier,
      class: "because-wide",
      value: (step) => step.why_not_earlier || null,
      cell: (step) => (step.why_not_earlier ? named(step) : TEXT.unknown),
    },
    { label: "id", hidden: true, data: ({ channel }) => channel },
  ];
  return sheet({ name: "order", caption: TEXT.order, columns, rows: steps });
}
