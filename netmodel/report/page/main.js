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

// After a change of the scenario: the chart, the ranking in its new order, and the picture.
function showScenario(result, state) {
  showChart();
  if (channelsOf("informal").length) showRanking();
  page.tables = page.tables.filter(({ element }) => element === undefined || element.isConnected);
  for (const shown of page.tables) shown.mark(page.selected);
  page.picture?.update?.(result, state);
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
  fill("more", present([whatIfPanel(), tabsPanel()]));
  fill("foot", say("foot", { tool: DATA.tool.name, version: DATA.tool.version }));
}

// A link to a place of the page goes there, and leaves the address to what is kept in it.
function followLinks() {
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.("a[href^='#']")?.getAttribute("href").slice(1);
    if (!target || target.includes("=")) return;
    event.preventDefault();
    goTo(target);
  });
}

function goTo(id) {
  if (typeof tabs !== "undefined" && tabs.has(id)) {
    tabs.goTo(id);
    return;
  }
  const place = document.getElementById(id);
  place?.scrollIntoView({ block: "start" });
  place?.focus({ preventScroll: true });
}

// The first screen comes first. What stands below it follows after one frame; at once where the address asks for a
// part of it, and before printing.
function start() {
  translateFrame();
  fill("languages", languageSwitch());
  followLinks();
  showAnswer();
  showChart();
  showRanking();
  showPicture();
  if (location.hash.length > 1) startRest();
  else afterFirstFrame(startRest);
}

// A page that is not in view has no frames: it does not wait for one.
function afterFirstFrame(task) {
  let isDone = false;
  const once = () => {
    if (!isDone) task();
    isDone = true;
  };
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(once)));
  setTimeout(once, 500);
  addEventListener("beforeprint", once, { once: true });
}

function startRest() {
  showMore();
  scenario.onChange(showScenario);
  scenario.start();
  tabs.start();
  page.search = startSearch((key) => select(key, null));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    page.search.clear();
    select(null);
  });
  addEventListener("beforeprint", () => {
    document.getElementById("background").open = true;
  });
  // For the tests and the curious: what is selected, and where the names stand.
  window.netmodelPage = Object.freeze({
    select,
    selected: () => page.selected,
    view: () => page.picture?.view ?? null,
    scenario: () => ({ ...scenario.result(), between: scenario.routes }),
  });
}

start();
