// Movement: zoom that glides, the whole in view, and the way from one arrangement to the other.

const GLIDE = 180;
const TRAVEL = 650;
const CLOSEST = 8;

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function eased(t) {
  return t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2;
}

// Call step(0..1) until the time is over; what runs already gives way.
function animate(view, name, length, step, done = () => {}) {
  cancelAnimationFrame(view.runs[name]);
  if (calm() || length === 0) {
    step(1);
    done();
    return;
  }
  const start = performance.now();
  const tick = (now) => {
    const t = Math.min(1, Math.max(0, (now - start) / length));
    step(eased(t));
    if (t < 1) view.runs[name] = requestAnimationFrame(tick);
    else done();
  };
  view.runs[name] = requestAnimationFrame(tick);
}

function comeToRest(view) {
  view.moving = false;
  redraw(view);
}

function showAll(view, length = 0) {
  const { width, height } = view.frame.getBoundingClientRect();
  if (!width || !height) return;
  const { scale, centre, stretch } = wholeAt(view, width, height);
  view.whole = scale;
  if (stretch !== view.stretch) {
    view.stretch = stretch;
    if (view.growth === 1) setSpots(view, stretched(view.goals, stretch));
  }
  moveTo(view, scale, centre, length);
}

function moveTo(view, scale, centre, length) {
  const [first, from] = [view.network.getScale(), view.network.getViewPosition()];
  if (length === 0) {
    cancelAnimationFrame(view.runs.zoom);
    view.network.moveTo({ position: centre, scale });
    return;
  }
  view.moving = true;
  animate(
    view,
    "zoom",
    length,
    (t) => {
      const between = first * (scale / first) ** t;
      const share = scale === first ? t : (1 / between - 1 / first) / (1 / scale - 1 / first);
      const position = { x: from.x + (centre.x - from.x) * share, y: from.y + (centre.y - from.y) * share };
      view.network.moveTo({ position, scale: between });
    },
    () => comeToRest(view),
  );
}

// Zoom by a factor, keeping the place under the pointer (or the middle) where it is.
function zoomBy(view, factor, point = null) {
  const goal = view.zoomGoal ?? view.network.getScale();
  const scale = Math.min(Math.max(goal * factor, view.whole / 3), Math.max(CLOSEST, 3 * view.whole));
  view.zoomGoal = scale;
  const { clientWidth, clientHeight } = view.frame;
  const [dx, dy] = point ? [point.x - clientWidth / 2, point.y - clientHeight / 2] : [0, 0];
  const [first, from] = [view.network.getScale(), view.network.getViewPosition()];
  view.moving = true;
  animate(
    view,
    "zoom",
    GLIDE,
    (t) => {
      const between = first * (scale / first) ** t;
      const gap = 1 / first - 1 / between;
      view.network.moveTo({ position: { x: from.x + dx * gap, y: from.y + dy * gap }, scale: between });
    },
    () => {
      view.zoomGoal = null;
      comeToRest(view);
    },
  );
}

// The wheel scrolls the page unless the picture has the focus or Ctrl is held.
function watchWheel(view) {
  view.frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !view.frame.contains(document.activeElement)) return;
      event.preventDefault();
      event.stopPropagation();
      const box = view.frame.getBoundingClientRect();
      const pixels = event.deltaY * (event.deltaMode === 1 ? 30 : 1);
      const factor = Math.exp(-Math.max(-120, Math.min(120, pixels)) / 300);
      zoomBy(view, factor, { x: event.clientX - box.left, y: event.clientY - box.top });
    },
    { capture: true, passive: false },
  );
}

const KEY_PAN = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function watchKeys(view, inner) {
  inner.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const pan = KEY_PAN[event.key];
    if (pan) {
      const { x, y } = view.network.getViewPosition();
      const step = 60 / view.network.getScale();
      moveTo(view, view.network.getScale(), { x: x + pan[0] * step, y: y + pan[1] * step }, GLIDE);
    } else if (event.key === "+" || event.key === "=") zoomBy(view, 1.4);
    else if (event.key === "-") zoomBy(view, 1 / 1.4);
    else if (event.key === "0" || event.key === "Home") showAll(view, GLIDE);
    else return;
    event.preventDefault();
  });
}

// --- the two arrangements

function placesOf(layout, scene) {
  const second = layout === "force" && PICTURE.force && scene.nodes.length === PICTURE.force.length;
  return new Map(
    scene.nodes.map(({ id, x, y }, i) => [
      id,
      second ? { x: PICTURE.force[i][0], y: PICTURE.force[i][1] } : { x, y },
    ]),
  );
}

function changeLayout(view, layout) {
  view.layout = layout;
  view.goals = placesOf(layout, view.scene);
  const from = view.spots;
  const length = view.scene.nodes.length > 1500 ? 0 : TRAVEL;
  view.growth = 0;
  showAll(view, length);
  const goals = stretched(view.goals, view.stretch);
  animate(
    view,
    "travel",
    length,
    (t) => {
      view.growth = t;
      const between = (a, b) => a + (b - a) * t;
      setSpots(view, new Map([...goals].map(([id, goal]) => [id, mixed(from.get(id), goal, between)])));
    },
    () => {
      view.growth = 1;
      refreshPicture(view);
    },
  );
}

function mixed(a, b, between) {
  return { x: between(a.x, b.x), y: between(a.y, b.y) };
}

function setSpots(view, spots) {
  view.spots = spots;
  for (const [id, { x, y }] of spots) {
    const node = view.network.body.nodes[id];
    if (node) [node.x, node.y] = [x, y];
  }
  redraw(view);
}

// Once for all that changed before the next frame.
function redraw(view) {
  view.network.body.emitter.emit("_requestRedraw");
}
