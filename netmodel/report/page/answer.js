// The answer: the number, what it was and what it could be, a small chart, and what to open together.

const ADVISED_AT_MOST = 6;

function showAnswer() {
  const { study, answer } = DATA;
  document.title = study.title || TEXT.untitled;
  fill("title", typed(study.title || TEXT.untitled));
  fill("facts", listed(studyFacts(study), " · "));
  fill("sentence", answerInShort() ?? el("p", { class: "carried-so" }, told(answer.headline)));
  fill("headline", told(answer.headline));
  if (answer.recommendation.length) fill("recommended", told(answer.recommendation[0]));
  fill("sentences", listed(answer.sentences.map(told), " "));
  fill("neutrality", answer.neutrality === WORDS_OF.words.en.neutrality ? TEXT.neutrality : told(answer.neutrality));
  showAdvice();
}

function studyFacts({ between, sides, counts, now, before }) {
  const pair = between?.length ? between : sides;
  const dates = now && before ? "facts_dates" : now ? "facts_now" : before ? "facts_before" : null;
  const shown = Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, number(n, 0)]));
  const side = (name, i) => el("span", { class: `side side-${i}` }, typed(name));
  return [
    ...(pair.length ? [el("span", {}, listed(pair.map(side), " – "))] : []),
    say("facts_counts", shown),
    ...(dates ? [el("span", {}, sentence(dates, { now: typed(day(now)), before: typed(day(before)) }))] : []),
  ];
}

// --- the number

// The number and its sentence in the language of the page; null where there is no reach to speak of.
function answerInShort() {
  const { reach, study } = DATA;
  if (!isNumber(reach.now)) return null;
  const pair = study.between?.length ? study.between : study.sides;
  const about = pair.length === 2 ? sentence("answer_reach", { sides: conjoined(pair.map(typed)) }) : TEXT.answer_reach_alone;
  return [
    el("p", { class: "about" }, about, study.now ? [", ", typed(day(study.now))] : null),
    el("p", { class: "carried-so" }, el("strong", { class: "big" }, percent(reach.now)), " ", el("span", {}, whatItIs())),
  ];
}

function whatItIs() {
  const { reach, study } = DATA;
  const before = el("strong", {}, percent(reach.before));
  const was = study.before ? sentence("answer_was", { before, when: when(study.before) }) : sentence("answer_was_earlier", { before });
  return listed(present([[TEXT.answer_carried], isNumber(reach.before) ? was : null, whatItCouldBe()]), " ");
}

function whatItCouldBe() {
  const chosen = ADVICE?.portfolio;
  if (CHOSEN.size && isNumber(chosen.reach.after)) {
    const [after, share] = [percent(chosen.reach.after), percent(chosen.recovery, 0)].map((text) => el("strong", {}, text));
    return sentence(isNumber(chosen.recovery) ? "answer_recovers" : "answer_with", { after, share });
  }
  const best = bestInformal();
  return best && sentence("answer_best", { name: el("q", {}, typed(best.name)), gain: points(best.gain) });
}

function bestInformal() {
  return DATA.channels.find((row) => row.group === "informal" && row.gain > 0) ?? null;
}

// --- the chart

function showChart() {
  const { reach, study } = DATA;
  if (!isNumber(reach.now)) {
    fill("chart", el("p", { class: "note" }, study.sides.length < 2 ? TEXT.one_side : TEXT.no_conversation));
    return;
  }
  const bar = (label, role, value) => ({ label, parts: [[role, value]], figure: percent(value) });
  const rows = [
    isNumber(reach.before) ? bar(dated(TEXT.chart_before, study.before), "before", reach.before) : null,
    bar(dated(TEXT.chart_now, study.now), "now", reach.now),
    recommendedBar(reach.now) ?? bestBar(reach.now),
    scenarioBar(),
  ];
  fill("chart", el("figcaption", {}, el("strong", {}, TEXT.chart), `, ${TEXT.chart_unit}`), chartRows(present(rows)));
}

function bestBar(now) {
  const best = bestInformal();
  if (!best) return null;
  const parts = [
    ["now", now],
    ["gain", best.gain],
  ];
  return { label: [TEXT.chart_best], parts, figure: say("chart_gain", { gain: points(best.gain) }) };
}

function dated(word, date) {
  return date ? [`${word}, `, typed(day(date))] : [word];
}

function chartRows(rows) {
  const total = ({ parts }) => parts.reduce((sum, [, value]) => sum + value, 0);
  const longest = Math.max(...rows.map(total), 1e-12);
  const line = ({ label, parts, figure }) =>
    el(
      "div",
      { class: "bar-row" },
      el("span", { class: "bar-label" }, label),
      svg("svg", { class: "bar", "aria-hidden": "true" }, ...chartPieces(parts, longest)),
      el("span", { class: "bar-figure" }, figure),
    );
  return el("div", { class: "bars" }, rows.map(line));
}

function chartPieces(parts, longest) {
  let x = 0;
  return parts.map(([role, value]) => {
    const width = (100 * value) / longest;
    const piece = svg("rect", { class: role, x: `${x}%`, width: `${width}%`, height: "100%" });
    x += width;
    return piece;
  });
}

// --- what to open together

function showAdvice() {
  if (ADVICE === null) return;
  const title = el("h2", { id: "advice-title" }, TEXT.advice);
  const content = CHOSEN.size ? adviceTable(title) : [title, el("p", { class: "quiet" }, TEXT.advice_none)];
  document.getElementById("advice").hidden = false;
  fill("advice", content);
  markAdvice(page.selected);
  page.tables.push({ mark: markAdvice });
}

function adviceTable(title) {
  const rows = [...CHOSEN].map((id) => CHANNELS.get(id)).sort((a, b) => lossOf(b.row) - lossOf(a.row));
  const carry = rows.filter(({ row }) => row.group !== "enabling");
  const shown = (carry.length ? carry : rows).slice(0, ADVISED_AT_MOST);
  const { cost, max_risk: risk } = ADVICE.portfolio;
  return el(
    "table",
    { class: "advised", "aria-labelledby": "advice-title" },
    el(
      "thead",
      {},
      el("tr", {}, el("th", { scope: "col" }, title), heading(costWord()), heading(TEXT.risk)),
    ),
    el("tbody", {}, shown.map(advised)),
    el("tfoot", {}, el("tr", {}, el("td", {}, adviceEnd(rows, shown)), figureCell(number(cost)), figureCell(`≤\u00a0${fixed(risk)}`))),
  );
}

function heading(label) {
  return el("th", { scope: "col", class: "figure" }, label);
}

function figureCell(content) {
  return el("td", { class: "figure" }, content);
}

function advised({ row, index }) {
  const button = el("button", { type: "button", "data-key": `c${index}`, "aria-pressed": "false" }, typed(row.name));
  button.addEventListener("click", () => select(page.selected === `c${index}` ? null : `c${index}`, button));
  return el("tr", {}, el("th", { scope: "row" }, button), figureCell(number(row.cost)), figureCell(fixed(row.risk)));
}

// What is not listed, whether nothing better exists within the limits, and the way to the whole.
function adviceEnd(rows, shown) {
  const steps = rows.filter(({ row }) => row.group === "enabling" && !shown.some((one) => one.row === row)).length;
  const rest = rows.length - steps - shown.length;
  const parts = present([
    rest ? say("carried_more", { n: number(rest, 0) }) : null,
    steps ? (steps === 1 ? TEXT.advice_step : say("advice_steps", { n: number(steps, 0) })) : null,
    ADVICE.portfolio.optimal ? TEXT.advice_proven : TEXT.advice_unproven,
  ]);
  return [listed(parts), ". ", el("a", { href: "#together" }, TEXT.together_link)];
}

function markAdvice(key) {
  for (const button of document.querySelectorAll("#advice [data-key]")) {
    button.setAttribute("aria-pressed", String(button.dataset.key === key));
  }
}
