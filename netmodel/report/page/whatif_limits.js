// What if, continued: the date, the limits, and the numbers that follow.

// --- the date

function datePart() {
  const { dates } = scenario.plan.model;
  const usual = DATA.study.now;
  const slider = el("input", { type: "range", min: 0, max: dates.length, step: 1, "aria-label": TEXT.whatif_date });
  const choice = el("select", { "aria-label": TEXT.whatif_date });
  const dateAt = (i) => (i < dates.length ? dates[i] : null);
  slider.addEventListener("input", () => scenario.change({ date: dateAt(Number(slider.value)) }, "date"));
  choice.addEventListener("change", () => scenario.change({ date: choice.value || null }));
  return { element: group(TEXT.whatif_date, el("div", { class: "line" }, slider, choice)), update };

  function update() {
    const { date } = scenario.state();
    const asAnalysed = usual ? say("whatif_date_value", { date: usual }) : TEXT.whatif_date_analysed;
    const more = date === null || dates.includes(date) ? dates : [date, ...dates];
    choice.replaceChildren(
      ...more.map((when) => el("option", { value: when }, when)),
      el("option", { value: "" }, asAnalysed),
    );
    choice.value = date ?? "";
    slider.value = date === null ? dates.length : Math.max(0, dates.findLastIndex((when) => when <= date));
    slider.setAttribute("aria-valuetext", date ?? asAnalysed);
  }
}

// --- budget and risk cap

function limitsPart() {
  const { currency } = DATA.study;
  const offered = scenario.plan.channels.filter(({ status }) => status === "candidate");
  const total = offered.reduce((sum, { cost }) => sum + cost, 0);
  const budgetWord = currency ? say("whatif_budget_in", { currency }) : TEXT.whatif_budget;
  const budget = limitField("budget", budgetWord, Math.max(total, 1), 100);
  const cap = limitField("maxRisk", TEXT.whatif_cap, 1, 20);
  const said = el("div", { class: "whatif-fits" });
  return { element: group(TEXT.whatif_limits, budget.element, cap.element, said), update };

  function update() {
    budget.update();
    cap.update();
    said.replaceChildren(...fittingWords());
  }
}

// A number, blank for no limit, with a slider beside it.
function limitField(key, label, max, steps) {
  const id = `whatif-${key}`;
  const field = el("input", { id, type: "number", min: 0, step: "any", placeholder: TEXT.whatif_no_limit });
  const slider = el("input", { type: "range", min: 0, max, step: max / steps, "aria-label": label });
  field.addEventListener("change", () => scenario.change({ [key]: field.value === "" ? null : Number(field.value) }));
  const slid = () => Number(Number(slider.value).toPrecision(12));
  slider.addEventListener("input", () => scenario.change({ [key]: slid() }, key));
  const line = el("div", { class: "line" }, field, slider);
  return { element: el("div", { class: "limit" }, el("label", { for: id }, label), line), update };

  function update() {
    const value = scenario.state()[key];
    if (document.activeElement !== field || field.value !== String(value ?? "")) field.value = value ?? "";
    if (document.activeElement !== slider) slider.value = value ?? max;
    slider.setAttribute("aria-valuetext", value === null ? TEXT.whatif_no_limit : number(value));
  }
}

// How many of the remaining channels fit, and the best set within the limits where one was computed beforehand.
function fittingWords() {
  const { budget, maxRisk } = scenario.state();
  if (budget === null && maxRisk === null) return [];
  const { ranking, suggestion } = scenario.result();
  const fit = ranking.filter(({ barred }) => barred === null).length;
  const said = el("p", {}, say("whatif_affordable", { n: number(fit, 0), all: number(ranking.length, 0) }));
  if (!scenario.isUntouched()) return [said, el("p", { class: "quiet" }, TEXT.whatif_changed_set)];
  return present([said, ...(suggestion ? suggestedSet(suggestion) : [])]);
}

function suggestedSet({ channels, value, cost, maxRisk, proven }) {
  const proof = proven ? TEXT.whatif_proven : TEXT.whatif_unproven;
  if (!channels.length) return [el("p", {}, say("whatif_best_none", { proof }))];
  const names = channels.map((id) => isolated(channelName(id))).join("; ");
  const told = { names, cost: money(cost), risk: fixed(maxRisk), reach: percent(value), proof };
  return [
    el("p", {}, typed(say("whatif_best", told))),
    action(TEXT.whatif_try, () => scenario.change({ opened: channels })),
  ];
}

// --- the numbers

function numbersPart() {
  const list = el("div", { class: "whatif-now" });
  const issues = el("details", {}, el("summary", {}, TEXT.whatif_issues));
  const sheet = el("div", { class: "scroll" });
  issues.append(sheet);
  return { element: group(TEXT.whatif_numbers, list, issues), update };

  function update() {
    list.replaceChildren(reachNow(), facts(present([...stateFacts(), ...tickedFacts()])));
    const rows = Object.entries(scenario.result().byIssue);
    issues.hidden = !rows.length;
    if (rows.length) sheet.replaceChildren(issueSheet(rows));
  }
}

function reachNow() {
  const { reach } = scenario.result();
  if (!isNumber(reach)) return el("p", { class: "whatif-reach" }, TEXT.whatif_said_none);
  return el(
    "p",
    { class: "whatif-reach" },
    el("span", {}, `${TEXT.whatif_reach} `),
    el("strong", {}, percent(reach, 2)),
    " ",
    el("span", { class: "quiet" }, isNumber(DATA.reach.now) ? changeWord(reach) : null),
  );
}

function stateFacts() {
  const { recovery, pairs, connectedness } = scenario.result();
  const { all } = DATA.beside.pairs_joined ?? {};
  const n = number(pairs, 0);
  const joined = isNumber(all) ? say("whatif_pairs_of", { n, all: number(all, 0) }) : n;
  return [
    isNumber(recovery) ? [TEXT.whatif_recovery, percent(recovery, 0)] : null,
    [TEXT.whatif_pairs, joined],
    [TEXT.whatif_connected, percent(connectedness)],
  ];
}

// What is ticked: its cost and highest risk, what it still requires, and what cannot be open together.
function tickedFacts() {
  const { opened, budget, maxRisk } = scenario.state();
  const { cost, maxRisk: risk, required, offered, clashes } = scenario.result().ticked;
  if (!opened.length) return [];
  const over = (fits, word) => (fits ? null : el("strong", { class: "over" }, ` ${word}`));
  const inBudget = kernelChoice.within(cost, budget);
  const inCap = kernelChoice.within(risk, maxRisk);
  const shut = (id) => say("whatif_required_shut", { name: isolated(channelName(id)) });
  const needed = required.map((id) => (offered.has(id) ? typed(channelName(id)) : shut(id)));
  const possible = required.filter((id) => offered.has(id));
  const more = () => scenario.change({ opened: [...opened, ...possible] });
  return [
    [TEXT.whatif_cost, present([money(cost), over(inBudget, say("whatif_over_budget", { budget: money(budget) }))])],
    [TEXT.whatif_risk, present([fixed(risk), over(inCap, say("whatif_over_risk", { cap: fixed(maxRisk) }))])],
    [
      TEXT.whatif_required,
      required.length
        ? [listed(needed), " ", possible.length ? action(TEXT.whatif_require_all, more) : ""]
        : TEXT.whatif_required_none,
    ],
    clashes.length ? [TEXT.whatif_clash, listed(clashes.map(clashWord), "; ")] : null,
  ];
}

function clashWord([one, other]) {
  return say("whatif_clash_pair", { one: isolated(channelName(one)), other: isolated(channelName(other)) });
}

function issueSheet(rows) {
  const before = new Map(Object.entries(DATA.reach.by_issue));
  const columns = [
    { label: TEXT.issue, cell: ([issue]) => typed(issue) },
    { label: TEXT.whatif_analysed, class: "figure", cell: ([issue]) => percent(before.get(issue)?.now) },
    { label: TEXT.whatif_scenario, class: "figure", cell: ([, reach]) => percent(reach) },
  ];
  return table(columns, rows, { caption: TEXT.whatif_issues });
}
