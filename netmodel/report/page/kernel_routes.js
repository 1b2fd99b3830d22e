// The strongest routes between two stakeholders in a scenario, as netmodel.measures.routes and .chains have them: the
// same routes in the same order. Nothing here knows the document.

const kernelRoutes = (() => {
  const FINE = 1e15; // costs -log(strength) are whole numbers of 1e-15
  const BUCKET = 1e4; // and are compared in steps of 1e-11
  const HOP = 2 * BUCKET; // of equal routes the one with fewer passages comes first
  const EPSILON = 1e-12; // a route is better only by more than this: less is rounding
  const STEPS = 100_000; // beginnings of routes that a search looks at before it gives up
  const { byCodePoint, deals } = kernelLayers;

  function heapOf(isLess) {
    const list = [];
    function push(item) {
      let i = list.push(item) - 1;
      for (; i > 0 && isLess(item, list[(i - 1) >> 1]); i = (i - 1) >> 1) list[i] = list[(i - 1) >> 1];
      list[i] = item;
    }
    function pop() {
      const [top, last] = [list[0], list.pop()];
      if (!list.length) return top;
      let i = 0;
      for (let child = 1; child < list.length; i = child, child = 2 * i + 1) {
        if (child + 1 < list.length && isLess(list[child + 1], list[child])) child += 1;
        if (!isLess(list[child], last)) break;
        list[i] = list[child];
      }
      list[i] = last;
      return top;
    }
    return { push, pop, size: () => list.length };
  }

  // --- the graph: stakeholders are 0 to n - 1, channels are n and beyond

  // `steps` holds for each stakeholder every passage (to, by which tie or channel, what it passes); `out` and `into`
  // every way on and every way in, a tie being one arc and a channel two.
  function graphOf(plan, view, issue) {
    const here = plan.people.map(({ issues }, i) => view.here[i] && deals(issues, issue));
    const ties = view.active.filter((tie) => here[tie.source] && here[tie.target] && deals(tie.issues, issue));
    const open = view.open.filter(({ issues }) => deals(issues, issue));
    const known = ties.map((tie) => (tie.medium ??= tieMedium(plan, tie)));
    const media = [...known, ...open.map((row) => channelMedium(plan, here, row))];
    media.sort((a, b) => a.order - b.order);
    const graph = { here, media, steps: plan.people.map(() => []), out: plan.people.map(() => []) };
    media.forEach((medium, rank) => addMedium(graph, medium, rank));
    graph.into = graph.out.map(() => []);
    graph.out.forEach((arcs, u) => arcs.forEach(([v, cost]) => graph.into[v].push([u, cost])));
    return graph;
  }

  function costOf(passes) {
    const exact = -Math.log(passes) * FINE;
    const down = Math.floor(exact);
    if (exact - down !== 0.5) return Math.round(exact);
    return down % 2 === 0 ? down : down + 1;
  }

  function arc(place, passes, arrives) {
    return passes * arrives > 0 ? [{ place, passes, arrives, cost: costOf(passes * arrives) }] : [];
  }

  function tieMedium({ people }, { id, rank: order, source, target, strength, directed }) {
    const there = [source, target];
    const ends = directed ? [there] : [there, [target, source]];
    return {
      id,
      order,
      isHub: false,
      into: ends.flatMap(([one]) => arc(one, 1, 1)),
      out: ends.flatMap(([, other]) => arc(other, strength, people[other].permeability)),
    };
  }

  function channelMedium({ people }, here, { id, rank: order, quality, members }) {
    const there = members.filter(({ at }) => here[at]);
    return {
      id,
      order,
      isHub: true,
      into: there.flatMap(({ at, into }) => arc(at, into, 1)),
      out: there.flatMap(({ at, out }) => arc(at, quality * out, people[at].permeability)),
    };
  }

  function addMedium({ steps, out }, { isHub, into, out: onward }, rank) {
    const hub = isHub ? out.push(onward.map(({ place, cost }) => [place, cost])) - 1 : -1;
    for (const first of into) {
      const others = onward.filter(({ place }) => place !== first.place);
      const passages = others.map((second) => ({
        to: second.place,
        cost: first.cost + HOP + second.cost,
        rank,
        hub,
        passes: first.passes * second.passes,
        links: [first.passes, second.passes, second.arrives],
      }));
      steps[first.place].push(...passages);
      out[first.place].push(...(isHub ? [[hub, first.cost + HOP]] : passages.map(({ to, cost }) => [to, cost])));
    }
  }

  // --- the search

  function inBuckets(cost) {
    const sum = cost + BUCKET / 2;
    return (sum - (sum % BUCKET)) / BUCKET;
  }

  // How far it is at least from each node to the goal (Dijkstra), with no way that comes back to the start.
  function distances({ into }, start, goal) {
    const far = new Float64Array(into.length).fill(Infinity);
    const heap = heapOf((a, b) => a[0] < b[0]);
    heap.push([0, goal]);
    while (heap.size()) {
      const [distance, node] = heap.pop();
      if (far[node] !== Infinity) continue;
      far[node] = distance;
      const arcs = node === start ? [] : into[node];
      for (const [u, cost] of arcs) if (far[u] === Infinity) heap.push([distance + cost, u]);
    }
    return far;
  }

  // Cost of the best way on past the blocked to the goal; Infinity where there is none.
  function wayOn({ out }, far, from, goal, blocked) {
    const done = new Set();
    const heap = heapOf((a, b) => a[0] < b[0]);
    heap.push([far[from], 0, from]);
    while (heap.size()) {
      const [, cost, node] = heap.pop();
      if (node === goal) return cost;
      if (done.has(node)) continue;
      done.add(node);
      for (const [v, more] of out[node]) {
        if (blocked.has(v) || done.has(v) || far[v] === Infinity) continue;
        heap.push([cost + more + far[v], cost + more, v]);
      }
    }
    return Infinity;
  }

  function compareLists(one, other) {
    for (let i = 0; i < Math.min(one.length, other.length); i++) {
      if (one[i] !== other[i]) return one[i] - other[i];
    }
    return one.length - other.length;
  }

  function isBefore(one, other) {
    if (one.least !== other.least) return one.least < other.least;
    return (compareLists(one.people, other.people) || compareLists(one.via, other.via)) < 0;
  }

  // Best first over beginnings of routes, each valued by the best way on that meets nobody twice. `k` at most; where
  // the search was given up before, the list is marked as cut.
  function search(graph, start, goal, k) {
    const far = distances(graph, start, goal);
    const found = [];
    if (start === goal || !graph.here[start] || far[start] === Infinity) return found;
    const heap = heapOf(isBefore);
    heap.push({ least: inBuckets(far[start]), people: [start], via: [], taken: [], hubs: [], cost: 0, exact: false });
    let looked = 0;
    while (heap.size() && found.length < k) {
      const one = heap.pop();
      const last = one.people[one.people.length - 1];
      if (last === goal) {
        found.push(one);
        continue;
      }
      if (!one.exact) {
        looked += 1;
        if (looked > STEPS) return Object.assign(found, { cut: true });
        const on = wayOn(graph, far, last, goal, new Set([...one.people, ...one.hubs]));
        if (on === Infinity) continue;
        const exact = Math.max(one.least, inBuckets(one.cost + on));
        if (exact > one.least) {
          heap.push({ ...one, least: exact, exact: true });
          continue;
        }
      }
      for (const longer of onwardOf(graph, far, one)) heap.push(longer);
    }
    return found;
  }

  function onwardOf({ steps }, far, { people, via, taken, hubs, cost }) {
    return steps[people[people.length - 1]]
      .filter(({ to, hub }) => far[to] !== Infinity && !people.includes(to) && !hubs.includes(hub))
      .map((step) => ({
        least: inBuckets(cost + step.cost + far[step.to]),
        people: [...people, step.to],
        via: [...via, step.rank],
        taken: [...taken, step],
        hubs: step.hub < 0 ? hubs : [...hubs, step.hub],
        cost: cost + step.cost,
        exact: false,
      }));
  }

  // --- what is told

  function told(plan, { media }, { people, taken }) {
    const ids = people.map((i) => plan.people[i].id);
    const strength = taken.reduce((product, { links: [one, two, three] }) => product * (one * two * three), 1);
    const least = taken.reduce((low, { passes }, i) => (passes < taken[low].passes ? i : low), 0);
    return {
      strength,
      steps: ids.map((id, i) => ({ id, via: i ? media[taken[i - 1].rank].id : null })),
      weakest: { from: ids[least], to: ids[least + 1], strength: taken[least].passes },
    };
  }

  // The k strongest routes from a to b in a view, each stakeholder passed once; `issue` null is every tie, whatever
  // its issues. Strongest first; equals by fewer passages, then by ids of stakeholders, then of ties and channels.
  function routesOf(plan, view, a, b, k = 3, issue = null) {
    const [start, goal] = [plan.at.get(a), plan.at.get(b)];
    if (start === undefined || goal === undefined || !view.here[start] || !view.here[goal]) return [];
    view.graphs ??= new Map();
    if (!view.graphs.has(issue)) view.graphs.set(issue, graphOf(plan, view, issue));
    const graph = view.graphs.get(issue);
    const found = search(graph, start, goal, k);
    const routes = found.map((one) => told(plan, graph, one));
    return found.cut ? Object.assign(routes, { cut: true }) : routes;
  }

  // --- the leading routes of opened channels

  // Of the conversations whose best route passes a channel, the one that gained most over the same picture without
  // anything opened; the first of equals. Null where it carries nothing.
  function leadingPair({ layers, matrices }, id) {
    let best = null;
    layers.forEach((layer, k) => {
      const hub = layer.weight ? kernel.usableHub(layer, id) : null;
      if (!hub) return;
      const { enter, leave } = kernel.waysOf(layer, matrices[k], hub);
      for (const block of layer.blocks) best = leadingOf(layer, matrices[k], { block, enter, leave }, best);
    });
    return best;
  }

  function leadingOf({ issue, n, nodes, influence, P }, after, { block, enter, leave }, best) {
    let top = best;
    for (let s = block.rows[0]; s < block.rows[1]; s++) {
      for (let t = block.cols[0]; t < block.cols[1] && enter[s] > 0; t++) {
        const by = enter[s] * leave[t];
        if (by < after[s * n + t] - EPSILON || by - P[s * n + t] < EPSILON) continue;
        const gained = block.factor * influence[s] * influence[t] * (by - P[s * n + t]);
        if (gained <= (top?.gained ?? 0) + EPSILON) continue;
        top = { gained, pair: [nodes[s], nodes[t]], issue };
      }
    }
    return top;
  }

  // For each channel that the scenario opens the route of the conversation that gained most by it, heaviest first.
  function leadingRoutes(plan, result) {
    const all = [...result.view.on].map((id) => ({ channel: id, ...leadingPair(result, id) }));
    const pairs = all.filter(({ pair }) => pair);
    pairs.sort((one, other) => other.gained - one.gained || byCodePoint(one.channel, other.channel));
    return pairs.flatMap(({ channel, pair, issue }) => {
      const [a, b] = pair.map((i) => plan.people[i].id);
      return routesOf(plan, result.view, a, b, 1, issue).map((route) => ({ channel, issue, ...route }));
    });
  }

  return Object.freeze({ routesOf, leadingRoutes });
})();
