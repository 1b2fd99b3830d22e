// What if: the controls of the scenario, and the numbers that follow. Other panels take `scenarioCheckbox`,
// `declineButton`, `scenarioRows` and `scenarioBar`.

const LISTED_CHANNELS = 60;

// --- for the other panels

// A box that opens a channel in the scenario; wherever it stands it keeps in step.
function scenarioCheckbox(id) {
  const label = say("whatif_tick", { name: isolated(channelName(id)) });
  const box = el("input", { type: "checkbox", class: "tick", "data-opens": id, "aria-label": label, title: label });
  box.checked = scenario.state().opened.includes(id);
  box.disabled = !scenario.available;
  box.addEventListener("click", (event) => event.stopPropagation());
  box.addEventListener("change", () => scenario.toggle("opened", id));
  return box;
}

// Also of a channel that is on offer at another date only.
function channelName(id) {
  return scenario.plan?.channel.get(id)?.name ?? CHANNELS.get(id)?.row.name ?? id;
}

// A button that takes a stakeholder out of the scenario, and brings it back.
function declineButton(id) {
  const button = el("button", { type: "button", class: "decline", "data-declines": id }, declineWord(id));
  button.disabled = !scenario.available;
  button.setAttribute("aria-pressed", String(scenario.state().removed.includes(id)));
  button.addEventListener("click", () => scenario.toggle("removed", id));
  return button;
}

function declineWord(id) {
  return say("whatif_decline", { name: isolated(stakeholderName(id)) });
}

function stakeholderName(id) {
  return STAKEHOLDERS.get(id)?.row.name ?? id;
}

// Rows of a ranking as the scenario has them: gain, recovery and rank anew, what is opened first, what fell out last.
function scenarioRows(rows) {
  if (scenario.isEmpty() || !scenario.available) return rows;
  const { ranking } = scenario.result();
  const told = new Map(ranking.map((row, place) => [row.id, { ...row, place }]));
  const blank = { gain: null, recovery: null, rank: null, barred: null };
  const opened = scenario.state().opened;
  const place = (id) => (opened.includes(id) ? -1 : (told.get(id)?.place ?? Infinity));
  const found = rows.map((row) => ({ ...row, ...blank, ...told.get(row.id), opened: opened.includes(row.id) }));
  return found.sort((a, b) => (place(a.id) === place(b.id) ? 0 : place(a.id) - place(b.id)));
}

// The bar of the scenario in the chart of the answer; null where nothing is changed.
function scenarioBar() {
  const reach = scenario.available && !scenario.isUntouched() ? scenario.result().reach : null;
  if (!isNumber(reach)) return null;
  const now = Math.min(reach, DATA.reach.now ?? 0);
  const parts = [
    ["now", now],
    ["gain", reach - now],
  ];
  return { label: [TEXT.whatif_scenario], parts, figure: percent(reach) };
}

// --- the panel

// Null where the analysis holds no model to compute with.
function whatIfPanel() {
  if (scenario.plan === null) return null;
  const head = el("h2", { id: "whatif-title" }, TEXT.whatif);
  const section = el(
    "section",
    { id: "whatif", class: "pane broad whatif", tabindex: "-1", "aria-labelledby": "whatif-title" },
    head,
  );
  if (!scenario.available) {
    section.append(el("p", { class: "note" }, TEXT.whatif_none));
    return section;
  }
  const parts = [historyPart(), channelsPart(), peoplePart(), datePart(), limitsPart(), numbersPart()];
  const [history, channels, people, date, limits, numbers] = parts.map(({ element }) => element);
  section.append(
    el("p", { class: "quiet" }, TEXT.whatif_note),
    history,
    el("div", { class: "whatif-parts" }, numbers, channels, el("div", { class: "side-by" }, people, date, limits)),
  );
  const update = () => parts.forEach((one) => one.update());
  scenario.onChange(() => {
    update();
    keepInStep();
    announce(saidNow());
  });
  update();
  return section;
}

function keepInStep() {
  const { opened, removed } = scenario.state();
  for (const box of document.querySelectorAll("[data-opens]")) box.checked = opened.includes(box.dataset.opens);
  for (const button of document.querySelectorAll("[data-declines]")) {
    button.setAttribute("aria-pressed", String(removed.includes(button.dataset.declines)));
  }
}

function saidNow() {
  const { reach, pairs } = scenario.result();
  if (!isNumber(reach)) return [...scenario.notices(), TEXT.whatif_said_none].join(" ");
  const told = say("whatif_said", { reach: percent(reach), change: changeWord(reach), pairs: number(pairs, 0) });
  return [...scenario.notices(), told].join(" ");
}

function changeWord(reach) {
  const change = reach - DATA.reach.now;
  return Math.abs(change) < 1e-12 ? TEXT.whatif_same : say("whatif_change", { points: points(change) });
}

function action(label, act, attributes = {}) {
  const button = el("button", { type: "button", class: "tool", ...attributes }, label);
  button.addEventListener("click", act);
  return button;
}

function group(legend, ...content) {
  return el("fieldset", {}, el("legend", {}, legend), content);
}

// --- undo, redo, reset, link and file

function historyPart() {
  const undo = action(TEXT.whatif_undo, scenario.undo);
  const redo = action(TEXT.whatif_redo, scenario.redo);
  const reset = action(TEXT.whatif_reset, scenario.reset);
  const link = el("input", { type: "text", readonly: true, class: "link-text", hidden: true });
  link.setAttribute("aria-label", TEXT.whatif_link);
  const file = el("input", { type: "file", accept: ".json,application/json", hidden: true, tabindex: "-1" });
  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (chosen) scenario.load(await chosen.slice(0, 2_000_000).text());
    file.value = "";
  });
  const notices = el("ul", { class: "notices", "aria-label": TEXT.whatif_notices });
  const tools = [
    undo,
    redo,
    reset,
    action(TEXT.whatif_copy, () => copyLink(link)),
    action(TEXT.whatif_save, scenario.save),
    action(TEXT.whatif_load, () => file.click()),
  ];
  const named = { class: "whatif-tools", role: "group", "aria-label": TEXT.whatif_history };
  const row = el("div", named, tools, file, link);
  return { element: el("div", {}, row, notices), update };

  function update() {
    keepFocus(undo, scenario.canUndo(), redo);
    keepFocus(redo, scenario.canRedo(), undo);
    keepFocus(reset, !scenario.isEmpty(), undo);
    link.value = scenario.link();
    notices.replaceChildren(...scenario.notices().map((said) => el("li", {}, typed(said))));
    notices.hidden = !scenario.notices().length;
  }
}

// A button that falls idle hands the focus on, so that the keyboard does not start anew at the top of the page.
function keepFocus(button, able, other) {
  const left = !able && document.activeElement === button;
  button.disabled = !able;
  if (!left) return;
  other.disabled = false;
  other.focus();
}

async function copyLink(field) {
  field.value = scenario.link();
  field.hidden = false;
  field.focus();
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    announce(TEXT.whatif_copied);
  } catch {
    announce(TEXT.whatif_copy_by_hand);
  }
}

// --- channels

function channelsPart() {
  const order = new Map(DATA.channels.map(({ id }, i) => [id, i]));
  const place = ({ id }) => order.get(id) ?? order.size;
  const rows = scenario.plan.channels.filter(({ status }) => status === "candidate");
  rows.sort((a, b) => place(a) - place(b));
  const lines = new Map();
  const filter = el("input", { type: "search", "aria-label": TEXT.whatif_filter, placeholder: TEXT.whatif_filter });
  const list = el("ul", { class: "tick-list" });
  const note = el("p", { class: "quiet" });
  filter.addEventListener("input", update);
  return { element: group(TEXT.whatif_channels, filter, list, note), update };

  function update() {
    const told = new Map(scenario.result().ranking.map((row) => [row.id, row]));
    const { opened } = scenario.state();
    const wanted = folded(filter.value.trim());
    const all = rows.filter(({ id }) => told.has(id) || opened.includes(id));
    const found = all.filter(({ id, name }) => [id, name].some((text) => folded(text).includes(wanted)));
    const shown = found.filter(({ id }, i) => i < LISTED_CHANNELS || opened.includes(id));
    putLines(list, shown.map((row) => lineOf(row, told.get(row.id))));
    note.textContent = say("whatif_listed", { n: number(shown.length, 0), all: number(all.length, 0) });
    note.hidden = shown.length === all.length;
  }

  function lineOf({ id, name }, told) {
    if (!lines.has(id)) {
      const figure = el("span", { class: "figure" });
      lines.set(id, { figure, line: el("li", {}, el("label", {}, scenarioCheckbox(id), typed(name)), figure) });
    }
    const { figure, line } = lines.get(id);
    const gain = told ? say("whatif_channel_gain", { gain: points(told.gain) }) : "";
    figure.textContent = told?.barred ? TEXT[`whatif_barred_${told.barred}`] : gain;
    line.classList.toggle("barred", Boolean(told?.barred));
    return line;
  }
}

// Put lines in a list without taking the focus from a control in one of them.
function putLines(list, lines) {
  const focused = document.activeElement;
  const same = list.children.length === lines.length && lines.every((line, i) => line === list.children[i]);
  if (same) return;
  list.replaceChildren(...lines);
  if (list.contains(focused)) focused.focus();
}

// --- stakeholders

function peoplePart() {
  const options = DATA.stakeholders.map(({ id, name }) => ({ id, name: id === name ? name : `${name} (${id})` }));
  options.sort((a, b) => a.name.localeCompare(b.name, TEXT.language));
  const choice = el("select", { "aria-label": TEXT.whatif_person });
  const remove = action(TEXT.whatif_remove, () => {
    if (choice.value !== "") scenario.toggle("removed", options[Number(choice.value)].id);
  });
  const list = el("ul", { class: "gone-list" });
  choice.addEventListener("change", () => (remove.disabled = choice.value === ""));
  return { element: group(TEXT.whatif_people, el("div", { class: "line" }, choice, remove), list), update };

  function update() {
    const { removed } = scenario.state();
    const here = options.map((one, i) => ({ ...one, i })).filter(({ id }) => !removed.includes(id));
    const first = el("option", { value: "" }, TEXT.whatif_person_choose);
    choice.replaceChildren(first, ...here.map(({ name, i }) => el("option", { value: i }, name)));
    const left = document.activeElement === remove;
    remove.disabled = true;
    if (left) choice.focus();
    const back = (id) => action(say("whatif_restore", { name: isolated(stakeholderName(id)) }), () => bringBack(id));
    list.replaceChildren(...removed.map((id) => el("li", {}, back(id))));
    if (!removed.length) list.append(el("li", { class: "quiet" }, TEXT.whatif_nobody_gone));
  }

  function bringBack(id) {
    scenario.toggle("removed", id);
    choice.focus();
  }
}
