// The scenario that the page shows: its state, the way back and forth, its place in the address, and what follows
// from it. Everything else listens here.

const scenario = (() => {
  const plan = kernel.planOf(DATA);
  const available = plan !== null && !kernel.isTooLarge(plan);
  const listeners = [];
  const [past, future] = [[], []];
  let now = scenarioText.EMPTY;
  let notices = [];
  let lastMark = null;
  let found = null; // what follows from `now`, once it was asked

  function isEmpty(state = now) {
    return JSON.stringify(state) === JSON.stringify(scenarioText.EMPTY);
  }

  // What follows from the scenario; null where the page cannot work it out.
  function result() {
    if (!available) return null;
    if (found !== null) return found;
    const told = kernel.evaluate(plan, now);
    const leading = kernelRoutes.leadingRoutes(plan, told);
    found = Object.freeze({
      ...told,
      byIssue: Object.fromEntries(told.byIssue),
      ranking: kernelChoice.marked(plan, told, now),
      ticked: kernelChoice.ticked(plan, told, now.opened),
      suggestion: isUntouched() ? kernelChoice.bestOfFront(plan, now) : null,
      leading,
      routes: leading.map(({ steps }) => steps.map(({ id }) => id)),
    });
    return found;
  }

  // Nothing opened, nobody gone, no other date: what was computed beforehand holds.
  function isUntouched() {
    return !now.opened.length && !now.removed.length && now.date === null;
  }

  function become(state) {
    now = state;
    found = null;
    writeHash();
    for (const listener of listeners) listener(result(), now);
  }

  // Change some of {opened, removed, date, budget, maxRisk}; unknown ids and odd values are left out and told.
  // Changes that follow each other under one mark, as those of a slider that is dragged, are undone together.
  function change(patch, mark = null) {
    if (!available) return;
    const { state, notices: odd } = scenarioText.settled(plan, { ...now, ...patch });
    notices = odd;
    if (JSON.stringify(state) === JSON.stringify(now)) {
      if (odd.length) become(now);
      return;
    }
    if (mark === null || mark !== lastMark) past.push(now);
    lastMark = mark;
    future.length = 0;
    become(state);
  }

  // Open or shut a channel (list "opened"), take a stakeholder away or bring it back (list "removed").
  function toggle(list, id) {
    const without = now[list].filter((one) => one !== id);
    change({ [list]: without.length < now[list].length ? without : [...without, id] });
  }

  function undo() {
    if (past.length) step(past, future);
  }

  function redo() {
    if (future.length) step(future, past);
  }

  function step(from, to) {
    notices = [];
    lastMark = null;
    to.push(now);
    become(from.pop());
  }

  function reset() {
    change(scenarioText.EMPTY);
  }

  // --- the address

  function writeHash() {
    try {
      const hash = scenarioText.toHash(now, location.hash);
      history.replaceState(null, "", `#${hash}`);
    } catch {
      // A page in a frame of another origin cannot write its address; the link can still be copied.
    }
  }

  function link() {
    return `${location.href.split("#")[0]}#${scenarioText.toHash(now, location.hash)}`;
  }

  function readHash(mark = null) {
    const values = scenarioText.ofHash(location.hash);
    if (values !== null) change({ ...scenarioText.EMPTY, ...values }, mark);
  }

  // Take over the scenario of the address, now and whenever it changes; call once all listen.
  function start() {
    if (!available) return;
    lastMark = "address";
    readHash(lastMark); // with nothing to undo
    lastMark = null;
    addEventListener("hashchange", () => readHash());
    globalThis.requestIdleCallback?.(() => result()); // so that the first change is as quick as the others
  }

  // --- the file

  function file() {
    return `${JSON.stringify(scenarioText.toFile(plan, now), null, 1)}\n`;
  }

  function save() {
    const address = URL.createObjectURL(new Blob([file()], { type: "application/json" }));
    el("a", { href: address, download: "scenario.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  function load(text) {
    if (!available) return;
    const { values, notices: odd } = scenarioText.ofFile(plan, text);
    if (values === null) {
      notices = odd;
      become(now);
      return;
    }
    change({ ...scenarioText.EMPTY, ...values });
    if (odd.length) {
      notices = [...odd, ...notices];
      become(now);
    }
  }

  return Object.freeze({
    available,
    plan,
    state: () => now,
    result,
    isEmpty,
    isUntouched,
    change,
    undo,
    redo,
    reset,
    start,
    link,
    file,
    save,
    load,
    onChange: (listener) => listeners.push(listener),
    notices: () => notices,
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
    routes: (a, b, k = 3) => (available ? kernelRoutes.routesOf(plan, result().view, a, b, k) : []),
    toggle,
  });
})();
