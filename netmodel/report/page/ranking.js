// The ranked channels: what each adds and asks for, as figures and as bars that one can sort.

function showRanking() {
  const pane = document.getElementById("ranking");
  const title = document.getElementById("ranking-title");
  const rows = channelsOf("informal");
  if (!rows.length) {
    const reason = DATA.channels.length ? TEXT.no_informal : TEXT.no_channels;
    pane.replaceChildren(title, el("p", { class: "note" }, reason));
    return;
  }
  const kept = rankingView(pane);
  const columns = rankingColumns(rows);
  const shown = channelTable(rows, TEXT.informal, columns);
  const sheet = el("div", { class: "scroll" }, shown.element);
  const save = csv.button("ranking", TEXT.informal, [...columns, ...channelData(), ...idColumn()], shown.ordered);
  pane.replaceChildren(title, el("div", { class: "pane-note" }, rankingNote(sheet), save), sheet);
  takeUp(sheet, kept);
}

// How the ranking is looked at: its order, how far it is scrolled, where the focus stands.
function rankingView(pane) {
  const head = pane.querySelector("thead th[aria-sort]:not([aria-sort=none])");
  const active = pane.contains(document.activeElement) ? document.activeElement : null;
  return {
    column: head ? [...head.parentElement.children].indexOf(head) : null,
    order: head?.getAttribute("aria-sort"),
    top: pane.querySelector(".scroll")?.scrollTop ?? 0,
    row: active?.closest("tr")?.dataset.key,
    ticked: active?.matches("[data-opens]") ?? false,
  };
}

// The same in the table that was made anew.
function takeUp(sheet, { column, order, top, row, ticked }) {
  const head = column === null ? null : sheet.querySelectorAll("thead th")[column];
  for (let i = 0; head && i < 2 && head.getAttribute("aria-sort") !== order; i += 1) head.querySelector("button").click();
  if (top) sheet.scrollTop = top;
  const line = row === undefined ? null : sheet.querySelector(`tr[data-key="${CSS.escape(row)}"]`);
  line?.querySelector(ticked ? "[data-opens]" : "th button")?.focus({ preventScroll: true });
}

// What the marks mean, where there are any.
function rankingNote(sheet) {
  const notes = present([
    sheet.querySelector(".set-mark") ? TEXT.in_set_note : null,
    sheet.querySelector(".assumed") ? TEXT.assumed_note : null,
  ]);
  return el("p", { class: "quiet" }, listed(notes, " · "));
}

function channelsOf(group) {
  return scenarioRows(DATA.channels.filter((row) => row.group === group));
}

function channelTable(rows, caption, columns) {
  const shown = sortableTable({
    columns,
    rows,
    keyOf: ({ id }) => `c${CHANNELS.get(id).index}`,
    onSelect: select,
    caption,
    order: columns.findIndex(({ class: name }) => name?.includes("rank")),
  });
  page.tables.push(shown);
  return shown;
}

function known(value) {
  return isNumber(value) ? value : null;
}

function rankingColumns(rows) {
  const [cost, risk, lead] = effortColumns(rows);
  return present([
    scenario.available ? pickColumn() : null,
    ...gainColumns(rows),
    {
      label: TEXT.recovery,
      hint: TEXT.recovery_hint,
      class: "figure recovery",
      largestFirst: true,
      value: ({ recovery }) => known(recovery),
      cell: ({ recovery }) => barred(percent(recovery, 0), recovery, "gain"),
    },
    cost,
    risk,
    INCLUSION.size && scenario.isUntouched() ? robustColumn() : null,
    lead,
    {
      label: TEXT.carried,
      hint: TEXT.carried_hint,
      class: "carried",
      value: ({ carried_by: [first] }) => (first ? folded(nameOf(first.id)) : null),
      cell: carriedBy,
    },
  ]);
}

function pickColumn() {
  const opened = ({ id }) => scenario.state().opened.includes(id);
  return {
    label: TEXT.pick,
    hint: TEXT.pick_hint,
    class: "pick",
    value: (row) => (opened(row) ? 0 : 1),
    cell: ({ id }) => scenarioCheckbox(id),
  };
}

// Rank, name and gain, with which every table of channels begins.
function gainColumns(rows) {
  const most = Math.max(...rows.map(({ gain }) => gain), 1e-12);
  return [
    {
      label: TEXT.rank,
      column: TEXT.rank_long,
      hint: TEXT.rank_long,
      class: "figure rank",
      value: ({ rank, opened }) => (opened ? 0 : known(rank)),
      data: ({ rank }) => known(rank),
      cell: (row) => [setMark(row), number(row.rank, 0)],
    },
    {
      label: TEXT.channel,
      class: "name",
      head: true,
      value: ({ name }) => folded(name),
      cell: ({ name }) => typed(name),
      after: (row) => [shut(row), el("span", { class: "kind" }, typed(row.kind))],
    },
    {
      label: TEXT.gain,
      hint: TEXT.gain_hint,
      class: "figure gain",
      largestFirst: true,
      value: ({ gain }) => known(gain),
      cell: ({ gain }) => barred(points(gain), gain / most, "gain"),
    },
  ];
}

function setMark({ id }) {
  if (!CHOSEN.has(id)) return null;
  return el("span", { class: "set-mark", title: TEXT.in_set }, el("span", { class: "unseen" }, TEXT.in_set));
}

// Why the scenario leaves a channel out: over the budget, for example.
function shut({ barred: reason }) {
  const words = TEXT[`whatif_barred_${reason}`];
  return words ? el("span", { class: "kind shut" }, words) : null;
}

function effortColumns(rows = []) {
  const dearest = Math.max(...rows.map(({ cost }) => cost), 1e-12);
  return [
    {
      label: costWord(),
      class: "figure cost",
      value: ({ cost }) => known(cost),
      cell: (row) => barred(flagged(number(row.cost), row, "cost"), rows.length ? row.cost / dearest : null, "effort"),
    },
    {
      label: TEXT.risk,
      hint: TEXT.risk_hint,
      class: "figure risk",
      value: ({ risk }) => known(risk),
      cell: (row) => barred(flagged(fixed(row.risk), row, "risk"), rows.length ? row.risk : null, "effort"),
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

function robustColumn() {
  return {
    label: TEXT.robust,
    hint: TEXT.robust_hint,
    class: "figure robust",
    largestFirst: true,
    value: ({ id }) => known(INCLUSION.get(id)),
    cell: ({ id }) => {
      const share = INCLUSION.get(id);
      return barred(isNumber(share) ? `${ofHundred(id)}${PERCENT}` : TEXT.unknown, share, "gain");
    },
  };
}

function costWord() {
  return DATA.study.currency ? [TEXT.cost, ", ", typed(DATA.study.currency)] : TEXT.cost;
}

// A figure with a bar below it, as long as its share of the whole.
function barred(shown, share, role) {
  if (!isNumber(share)) return [shown].flat();
  const width = `${100 * Math.min(1, Math.max(0, share))}%`;
  const bar = svg("svg", { class: "share-bar", "aria-hidden": "true" }, svg("rect", { class: role, width, height: "100%" }));
  return [el("span", {}, shown), bar];
}

function carriedBy({ carried_by: carriers }) {
  const shown = carriers
    .slice(0, 2)
    .map(({ id, share }) => el("span", {}, typed(nameOf(id)), `\u00a0${percent(share, 0)}`));
  return shown.length ? el("div", { class: "carriers" }, listed(shown, "; ")) : TEXT.unknown;
}
