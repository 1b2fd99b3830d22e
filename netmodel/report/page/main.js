// The page: fill in the answer, the tables and the panels, and keep one selection in step everywhere.

const page = { selected: null, origin: null, tables: [], picture: null, search: null };

// The origin is the row, or the link in a policy system, that was clicked; a link in the evidence keeps it, the
// picture and the search have none.
function select(key, line) {
  if (key === page.selected) return;
  if (line !== undefined) page.origin = line && { line, top: line.getBoundingClientRect().top };
  page.selected = key;
  document.getElementById("desk").classList.toggle("open", key !== null);
  for (const shown of page.tables) shown.mark(key);
  page.picture?.focusOn(focusOf(key));
  showEvidence(key);
  if (key === null) goBack();
  else bringIntoView();
}

function showEvidence(key) {
  const panel = document.getElementById("evidence");
  panel.hidden = key === null;
  panel.replaceChildren(...(key === null ? [] : evidence(key, select)));
  panel.scrollTop = 0;
  announce(key === null ? TEXT.cleared : say("selected", { name: isolated(rowOf(key).name) }));
}

// What was chosen below the first screen has its evidence out of sight: go there, with the focus.
function bringIntoView() {
  const panel = document.getElementById("evidence");
  const oneColumn = matchMedia("(max-width: 820px)").matches;
  const { top, bottom } = panel.getBoundingClientRect();
  const seen = top >= 0 && (bottom <= innerHeight || top <= innerHeight / 2);
  if (oneColumn) panel.scrollIntoView({ block: "start" });
  else if (!seen) document.getElementById("desk").scrollIntoView({ block: "start" });
  const left = page.origin && page.origin.line.offsetParent === null;
  if (oneColumn || !seen || left) panel.focus({ preventScroll: true });
}

// Back to the row or the link from which the evidence was opened, at the height at which it stood.
function goBack() {
  const { line, top } = page.origin ?? {};
  page.origin = null;
  if (!line || line.offsetParent === null) return;
  (line.querySelector("th button") ?? line).focus({ preventScroll: true });
  keepWithin(line);
  scrollBy(0, line.getBoundingClientRect().top - top);
}

function fill(id, ...content) {
  document.getElementById(id).replaceChildren(...content.flat(Infinity));
}

// --- the answer

function showAnswer() {
  const { study, answer } = DATA;
  document.title = study.title || TEXT.untitled;
  fill("title", typed(study.title || TEXT.untitled));
  fill("headline", typed(answer.headline));
  fill("sentences", listed(answer.sentences.map(typed), " "));
  showRecommended();
  fill("neutrality", typed(answer.neutrality));
  fill("facts", listed(studyFacts(study), " · "));
}

function studyFacts({ between, sides, counts, now, before }) {
  const pair = between?.length ? between : sides;
  const dates = now && before ? "facts_dates" : now ? "facts_now" : before ? "facts_before" : null;
  const shown = Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, number(n, 0)]));
  return [
    ...(pair.length
      ? [
          el(
            "span",
            {},
            listed(
              pair.map((side, i) => el("span", { class: `side side-${i}` }, typed(side))),
              " – ",
            ),
          ),
        ]
      : []),
    say("facts_counts", shown),
    ...(dates ? [typed(say(dates, { now, before }))] : []),
  ];
}

function showChart() {
  const { reach, study } = DATA;
  if (!isNumber(reach.now)) {
    fill("chart", el("p", { class: "note" }, study.sides.length < 2 ? TEXT.one_side : TEXT.no_conversation));
    return;
  }
  const rows = [
    ...(isNumber(reach.before)
      ? [
          {
            label: dated(TEXT.chart_before, study.before),
            parts: [["before", reach.before]],
            figure: percent(reach.before),
          },
        ]
      : []),
    { label: dated(TEXT.chart_now, study.now), parts: [["now", reach.now]], figure: percent(reach.now) },
    recommendedBar(reach.now) ?? bestBar(reach.now),
  ];
  fill("chart", el("figcaption", {}, el("strong", {}, TEXT.chart), `, ${TEXT.chart_unit}`), chartRows(present(rows)));
}

function bestBar(now) {
  const best = DATA.channels.find((row) => row.group === "informal" && row.gain > 0);
  if (!best) return null;
  return {
    label: [TEXT.chart_best],
    parts: [
      ["now", now],
      ["gain", best.gain],
    ],
    figure: say("chart_gain", { gain: points(best.gain) }),
  };
}

function dated(word, date) {
  return date ? [`${word}, `, typed(date)] : [word];
}

function chartRows(rows) {
  const total = ({ parts }) => parts.reduce((sum, [, value]) => sum + value, 0);
  const longest = Math.max(...rows.map(total), 1e-12);
  return el(
    "div",
    { class: "bars" },
    rows.map((row) => {
      let x = 0;
      const pieces = row.parts.map(([role, value]) => {
        const width = (100 * value) / longest;
        const piece = svg("rect", { class: role, x: `${x}%`, width: `${width}%`, height: "100%" });
        x += width;
        return piece;
      });
      return el(
        "div",
        { class: "bar-row" },
        el("span", { class: "bar-label" }, row.label),
        svg("svg", { class: "bar", "aria-hidden": "true" }, ...pieces),
        el("span", { class: "bar-figure" }, row.figure),
      );
    }),
  );
}

// --- the ranking

function showRanking() {
  const pane = document.getElementById("ranking");
  const rows = channelsOf("informal");
  if (!rows.length) {
    pane.append(el("p", { class: "note" }, DATA.channels.length ? TEXT.no_informal : TEXT.no_channels));
    return;
  }
  pane.append(...explained(el("div", { class: "scroll" }, channelTable(rows, TEXT.informal))));
}

function channelsOf(group) {
  return DATA.channels.filter((row) => row.group === group);
}

function channelTable(rows, caption, columns = rankingColumns(rows)) {
  const shown = sortableTable({
    columns,
    rows,
    caption,
    keyOf: ({ id }) => `c${CHANNELS.get(id).index}`,
    onSelect: select,
  });
  page.tables.push(shown);
  return shown.element;
}

function known(value) {
  return isNumber(value) ? value : null;
}

function rankingColumns(rows) {
  return [
    ...gainColumns(rows),
    {
      label: TEXT.recovery,
      hint: TEXT.recovery_hint,
      class: "figure",
      largestFirst: true,
      value: ({ recovery }) => known(recovery),
      cell: ({ recovery }) => percent(recovery, 0),
    },
    ...effortColumns(),
    {
      label: TEXT.carried,
      hint: TEXT.carried_hint,
      class: "carried",
      value: ({ carried_by: [first] }) => (first ? folded(nameOf(first.id)) : null),
      cell: carriedBy,
    },
  ];
}

// Rank, name and gain, with which every table of channels begins.
function gainColumns(rows) {
  const most = Math.max(...rows.map(({ gain }) => gain), 1e-12);
  return [
    {
      label: TEXT.rank,
      hint: TEXT.rank_long,
      class: "figure rank",
      value: ({ rank }) => known(rank),
      cell: ({ rank }) => number(rank, 0),
    },
    {
      label: TEXT.channel,
      class: "name",
      head: true,
      value: ({ name }) => folded(name),
      cell: ({ name }) => typed(name),
      after: (row) => el("span", { class: "kind" }, chosenMark(row), typed(row.kind)),
    },
    {
      label: TEXT.gain,
      hint: TEXT.gain_hint,
      class: "figure gain",
      largestFirst: true,
      value: ({ gain }) => known(gain),
      cell: ({ gain }) => [el("span", {}, points(gain)), gainBar(gain / most)],
    },
  ];
}

function effortColumns() {
  return [
    {
      label: costWord(),
      class: "figure cost",
      value: ({ cost }) => known(cost),
      cell: (row) => flagged(number(row.cost), row, "cost"),
    },
    {
      label: TEXT.risk,
      hint: TEXT.risk_hint,
      class: "figure",
      value: ({ risk }) => known(risk),
      cell: (row) => flagged(fixed(row.risk), row, "risk"),
    },
    {
      label: TEXT.lead,
      hint: TEXT.lead_hint,
      class: "figure lead",
      value: (row) => known(row.lead_time_months),
      cell: (row) => flagged(months(row.lead_time_months), row, "lead_time_months"),
    },
  ];
}

function costWord() {
  return DATA.study.currency ? [TEXT.cost, ", ", typed(DATA.study.currency)] : TEXT.cost;
}

function gainBar(share) {
  return svg(
    "svg",
    { class: "gain-bar", "aria-hidden": "true" },
    svg("rect", { class: "gain", width: `${100 * Math.max(0, share)}%`, height: "100%" }),
  );
}

function carriedBy({ carried_by: carriers }) {
  const shown = carriers
    .slice(0, 2)
    .map(({ id, share }) => el("span", {}, typed(nameOf(id)), `\u00a0${percent(share, 0)}`));
  return shown.length ? el("div", { class: "carriers" }, listed(shown, "; ")) : TEXT.unknown;
}

// --- the picture

function showPicture() {
  const pane = document.getElementById("picture-pane");
  const n = DATA.stakeholders.length;
  if (PICTURE === null || n === 0) {
    const reason =
      n === 0 ? TEXT.picture_empty : say("picture_left_out", { n: number(n, 0), limit: number(5000, 0) });
    pane.append(el("p", { class: "note" }, reason));
    document.getElementById("desk").classList.add("no-picture");
    return;
  }
  const frame = el("div", { id: "frame", class: "frame" });
  pane.append(pictureTools(), frame, legend());
  page.picture = drawPicture(frame, (key) => (key === null ? select(null) : select(key, null)));
}

function pictureTools() {
  const tool = (label, sign, action) => {
    const button = el("button", { type: "button", "aria-label": label, title: label }, sign);
    button.addEventListener("click", action);
    return button;
  };
  return el(
    "div",
    { class: "tools" },
    tool(TEXT.closer, "+", () => page.picture.zoom(1.4)),
    tool(TEXT.farther, "−", () => page.picture.zoom(1 / 1.4)),
    tool(TEXT.fit, TEXT.fit, () => page.picture.showAll()),
  );
}

// --- everything else, below the first screen

function showMore() {
  const issues = issuesPanel();
  const stack = [besidePanel(), assumptionsPanel(), warningsPanel(), noticesPanel(), provenancePanel()];
  fill(
    "more",
    present([
      togetherPanel(),
      systemsPanel(),
      formalPanel(),
      enablingPanel(),
      issues,
      el("div", { class: issues ? "stack" : "stack broad" }, stack),
      stakeholdersPanel(),
    ]),
  );
  fill("foot", say("foot", { tool: DATA.tool.name, version: DATA.tool.version }));
}

function start() {
  showAnswer();
  showChart();
  showRanking();
  showPicture();
  showMore();
  page.search = startSearch((key) => select(key, null));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    page.search.clear();
    select(null);
  });
  addEventListener("beforeprint", () => {
    const folded = document.querySelectorAll("#background, #together details, #systems details");
    for (const details of folded) details.open = true;
  });
  // For the tests and the curious: what is selected, and where the names stand.
  window.netmodelPage = Object.freeze({
    select,
    selected: () => page.selected,
    view: () => page.picture?.view ?? null,
  });
}

start();
