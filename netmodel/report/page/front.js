// The front of money, risk and reach: a chart, a budget slider that picks one of its sets, and the table.

const FRONT = ADVICE?.front?.points ?? [];
const CHART_HEIGHT = 220;

function frontPart() {
  if (!FRONT.length) return section(TEXT.front, TEXT.front_note, sentences(WORDS.front));
  const chart = FRONT.length > 2 ? frontChart() : null;
  const picker = frontPicker((point) => chart?.mark(point));
  const figure = chart ? el("figure", { class: "front" }, chart.element, frontKey()) : null;
  return section(TEXT.front, TEXT.front_note, sentences(WORDS.front), figure, picker, frontTable());
}

// The sets that can be picked: those of the front, and the recommended one, which may lie between them.
function frontSets() {
  const { portfolio } = ADVICE;
  const { channels, cost, max_risk: risk, recovery, reach } = portfolio;
  if (!CHOSEN.size || FRONT.some(isRecommended) || !isNumber(reach?.after)) return FRONT;
  const own = { channels, cost, max_risk: risk, recovery, value: reach.after, knee: false };
  return [...FRONT, own].sort((a, b) => a.cost - b.cost || a.value - b.value);
}

function isRecommended({ channels }) {
  return channels.length > 0 && JSON.stringify(channels) === JSON.stringify(ADVICE.portfolio.channels);
}

// Of the sets that are no dearer and no riskier the one with most reach; the cheapest of equals.
function bestWithin(sets, budget, cap) {
  const fitting = sets.filter(({ cost, max_risk: risk }) => cost <= budget && (risk ?? 0) <= cap + 1e-12);
  return fitting.reduce((best, one) => (best === null || one.value > best.value + 1e-12 ? one : best), null);
}

// --- the slider

function frontPicker(onPick) {
  const sets = frontSets();
  const costs = [...new Set(sets.map(({ cost }) => cost))].sort((a, b) => a - b);
  const wanted = CHOSEN.size ? ADVICE.portfolio.cost : (FRONT.find(({ knee }) => knee)?.cost ?? Infinity);
  const slider = el("input", { type: "range", min: 0, max: costs.length - 1, step: 1, value: 0 });
  slider.value = String(
    Math.max(
      0,
      costs.findLastIndex((cost) => cost <= wanted),
    ),
  );
  const risk = riskChoice(sets);
  const shown = el("output", { class: "budget-now" });
  const told = el("div", { class: "picked", "aria-live": "polite" });
  const show = () => {
    const budget = costs[Number(slider.value)];
    slider.setAttribute("aria-valuetext", money(budget));
    shown.textContent = money(budget);
    const point = bestWithin(sets, budget, risk.cap());
    told.replaceChildren(...pickedSet(point));
    onPick(point);
  };
  for (const control of [slider, risk.control]) control.addEventListener("input", show);
  show();
  const budgetLine = labelled(TEXT.front_budget, slider);
  budgetLine.append(shown);
  budgetLine.classList.add("budget");
  return el(
    "div",
    { class: "picker" },
    el("div", { class: "picker-tools" }, budgetLine, labelled(TEXT.front_cap, risk.control)),
    told,
  );
}

function riskChoice(sets) {
  const given = ADVICE.front.risk_caps ?? sets.map(({ max_risk: risk }) => risk ?? 0);
  const caps = [...new Set(given)].sort((a, b) => a - b);
  const options = caps.map((cap, i) => el("option", { value: i }, fixed(cap)));
  const control = el("select", {}, el("option", { value: "" }, TEXT.front_any_risk), options);
  return { control, cap: () => (control.value === "" ? Infinity : caps[Number(control.value)]) };
}

function pickedSet(point) {
  if (point === null || !point.channels.length) return [el("p", {}, TEXT.front_nothing)];
  const { channels, value, recovery } = point;
  const values = {
    n: number(channels.length, 0),
    cost: money(point.cost),
    risk: highestRisk(point),
    reach: percent(value),
    recovery: percent(recovery, 0),
  };
  const said = say(isNumber(recovery) ? "front_picked" : "front_picked_only", values);
  const names = channels.map((id) => el("li", {}, idLink(id), CHOSEN.has(id) ? [" ", chosenMark({ id })[0]] : null));
  const wish = el("button", { type: "button", class: "tool" }, TEXT.front_try);
  wish.addEventListener("click", () => {
    scenario.change({ opened: channels });
    document.getElementById("whatif")?.scrollIntoView({ block: "start" });
    document.getElementById("whatif")?.focus({ preventScroll: true });
  });
  const isPossible = scenario.available && document.getElementById("whatif") !== null;
  return present([
    el("p", { class: "said" }, said),
    el("ul", { class: "names picked-names" }, names),
    isPossible ? wish : null,
  ]);
}

// --- the chart: reach against cost

function frontChart() {
  const sets = frontSets();
  const place = costPlace(sets.map(({ cost }) => cost));
  const { now, before } = DATA.reach;
  const height = heightOf([...sets.map(({ value }) => value), now, before].filter(isNumber));
  const marks = sets.map((point) => frontMark(point, place.x(point.cost), height.y(point.value)));
  const plot = svg("svg", { class: "plot front-plot", role: "img", "aria-label": frontLabel() });
  plot.append(
    ...height.lines(),
    ...place.lines(),
    ...levels(height),
    ...frontSteps(sets, place, height),
    ...marks.flat(),
  );
  return {
    element: [plot, place.word],
    mark: (point) => marks.forEach(([mark], i) => mark.classList.toggle("picked-mark", sets[i] === point)),
  };

  function levels({ y }) {
    const besides = { chart_now: { x: "100%", "text-anchor": "end" }, chart_before: { x: "0", dx: 56 } };
    const given = [
      ["chart_now", now],
      ["chart_before", before],
    ].filter(([, value]) => isNumber(value));
    return given.flatMap(([word, value]) => [
      svg("line", { class: "level", x1: "0", x2: "100%", y1: y(value), y2: y(value) }),
      svg("text", { class: "level-word", y: y(value) - 5, ...besides[word] }, TEXT[word]),
    ]);
  }
}

function frontLabel() {
  const last = FRONT.at(-1);
  return say("front_label", {
    n: number(FRONT.length, 0),
    cost: money(last.cost),
    reach: percent(Math.max(...FRONT.map(({ value }) => value))),
  });
}

// What more money buys at any risk: up where a dearer set is better.
function frontSteps(sets, { x }, { y }) {
  const best = sets.filter((one, i) => sets.slice(0, i).every(({ value }) => value < one.value - 1e-12));
  return best.flatMap((one, i) => {
    const [from, to] = [x(one.cost), i + 1 < best.length ? x(best[i + 1].cost) : 100];
    const level = svg("line", {
      class: "front-line",
      x1: `${from}%`,
      x2: `${to}%`,
      y1: y(one.value),
      y2: y(one.value),
    });
    if (i + 1 === best.length) return [level];
    return [
      level,
      svg("line", { class: "front-line", x1: `${to}%`, x2: `${to}%`, y1: y(one.value), y2: y(best[i + 1].value) }),
    ];
  });
}

function frontMark(point, x, y) {
  const own = isRecommended(point);
  const role = own ? "front-own" : point.knee ? "front-knee" : "front-point";
  const mark = svg("circle", { class: `front-mark ${role}`, cx: `${x}%`, cy: y, r: own || point.knee ? 7 : 4.5 });
  const words = present([point.knee ? TEXT.knee : null, own ? TEXT.recommended : null]).join(", ");
  if (words === "") return [mark];
  const anchor = x > 70 ? "end" : "start";
  return [
    mark,
    svg(
      "text",
      {
        class: "front-word",
        x: `${x}%`,
        dx: anchor === "end" ? -11 : 11,
        y: anchor === "end" ? y - 11 : y + 19,
        "text-anchor": anchor,
      },
      words,
    ),
  ];
}

function frontKey() {
  const swatch = (role, word) =>
    el(
      "span",
      {},
      svg(
        "svg",
        { class: "swatch", "aria-hidden": "true" },
        svg("circle", { class: `front-mark ${role}`, cx: 8, cy: 8, r: 5.5 }),
      ),
      word,
    );
  const own = CHOSEN.size ? swatch("front-own", TEXT.recommended) : null;
  const knee = FRONT.some(({ knee: is }) => is) ? swatch("front-knee", TEXT.knee) : null;
  return el(
    "figcaption",
    { class: "quiet key" },
    present([
      swatch("front-point", TEXT.front_point),
      knee,
      own,
      swatch("front-point picked-mark", TEXT.front_chosen),
    ]),
  );
}

// --- scales of charts

// Where a cost stands, in per cent of the width; in powers where the dearest is 50 times the cheapest or more.
function costPlace(costs) {
  const positive = costs.filter((cost) => cost > 0);
  const [least, most] = [Math.min(...positive, Infinity), Math.max(...positive, 0)];
  const isLog = positive.length > 0 && most / least >= 50;
  const share = (cost) =>
    isLog ? (Math.log(cost / least) / Math.log(most / least)) * 0.92 + 0.06 : (cost / (most || 1)) * 0.98;
  const x = (cost) => (cost > 0 ? 100 * share(cost) : 0) + 1;
  const ticks = isLog ? powers(least, most) : niceTicks(0, most, 5).filter((tick) => tick <= most);
  const money = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 1 });
  const lines = () =>
    [...new Set([0, ...ticks])].flatMap((tick) => [
      svg("line", { class: "tick", x1: `${x(tick)}%`, x2: `${x(tick)}%`, y1: CHART_HEIGHT, y2: CHART_HEIGHT + 4 }),
      svg(
        "text",
        {
          class: "tick-word",
          x: `${x(tick)}%`,
          y: CHART_HEIGHT + 18,
          "text-anchor": x(tick) > 90 ? "end" : x(tick) < 3 ? "start" : "middle",
        },
        money.format(tick),
      ),
    ]);
  return { x, lines, word: el("p", { class: "quiet axis-word" }, costWord(), isLog ? ` (${TEXT.log_scale})` : null) };
}

function powers(least, most) {
  const ticks = [];
  for (let power = Math.ceil(Math.log10(least)); 10 ** power <= most; power++) ticks.push(10 ** power);
  return ticks;
}

function niceTicks(low, high, wanted) {
  const rough = (high - low) / wanted || 1;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((size) => size >= rough);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9) || 0; i * step <= high + step * 1e-9; i++) ticks.push(i * step + 0);
  return ticks;
}

// Where a share stands, in pixels from the top, and the lines across with what they say.
function heightOf(values, height = CHART_HEIGHT, wanted = 4) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high - low || Math.abs(high) || 1;
  const [floor, top] = [Math.max(0, low - 0.12 * room), high + 0.1 * room];
  const y = (value) => Math.round(10 * (height - (height * (value - floor)) / (top - floor))) / 10;
  const lines = () =>
    niceTicks(floor, top, wanted).flatMap((tick) => [
      svg("line", { class: "grid", x1: "0", x2: "100%", y1: y(tick), y2: y(tick) }),
      svg("text", { class: "tick-word", x: "0", y: y(tick) - 4 }, `${number(100 * tick, 2)}${PERCENT}`),
    ]);
  return { y, lines };
}

// --- the table

function highestRisk({ channels, max_risk: risk }) {
  return channels.length ? fixed(risk) : TEXT.unknown;
}

function frontTable() {
  const marks = (point) =>
    present([
      point.knee ? el("span", { class: "tag" }, TEXT.knee) : null,
      isRecommended(point) ? el("span", { class: "tag" }, TEXT.recommended) : null,
    ]);
  const columns = [
    { label: costWord(), class: "figure", value: ({ cost }) => cost, cell: ({ cost }) => number(cost) },
    { label: TEXT.highest_risk, class: "figure", value: (point) => known(point.max_risk), cell: highestRisk },
    {
      label: TEXT.chart,
      class: "figure",
      largestFirst: true,
      value: ({ value }) => value,
      cell: ({ value }) => percent(value),
    },
    {
      label: TEXT.recovery,
      class: "figure",
      largestFirst: true,
      value: (point) => known(point.recovery),
      cell: ({ recovery }) => percent(recovery, 0),
    },
    {
      label: TEXT.number_of_channels,
      class: "figure",
      value: ({ channels }) => channels.length,
      cell: ({ channels }) => number(channels.length, 0),
    },
    { label: el("span", { class: "unseen" }, TEXT.mark), class: "marks", value: () => 0, cell: marks, sorts: false },
    { label: TEXT.channels_of_set, hidden: true, data: ({ channels }) => channels },
  ];
  return sheet({ name: "front", caption: TEXT.front, columns, rows: FRONT, order: null, class: "narrow" });
}
