// The kernel of DESIGN in the browser: from a scenario to best routes, reach, recovery, pairs and the ranking, as
// netmodel.engine.kernel and netmodel.decide.gain have them. Nothing here knows the document.

const kernel = (() => {
  const CELLS = 1 << 23; // of best routes, all layers together: 64 MB
  const KEPT = 4; // pictures (a date, and who is there) whose best routes are kept
  const LOSS = 0.01;
  const GROUPS = { informal: 0, formal: 1, enabling: 2 };
  const { planOf, viewOf, layersOf, deals } = kernelLayers;

  // --- best routes

  // Whether the best routes of everybody there are more than the browser should hold.
  function isTooLarge({ people, model: { layers } }) {
    const cells = layers.map((issue) => people.filter(({ issues }) => deals(issues, issue)).length ** 2);
    return cells.reduce((sum, n) => sum + n, 0) > CELLS;
  }

  // The layers of a view with what is open at its date, and their best routes P; the last few pictures are kept.
  function pictureOf(plan, view) {
    const kept = plan.pictures.get(view.key);
    plan.pictures.delete(view.key);
    const picture = kept ?? layersOf(plan, view).map((layer) => ({ ...layer, P: closed(plan, view, layer) }));
    plan.pictures.set(view.key, picture);
    if (plan.pictures.size > KEPT) plan.pictures.delete(plan.pictures.keys().next().value);
    return picture;
  }

  function closed(plan, view, layer) {
    const { n, nodes, hubs } = layer;
    const P = new Float64Array(n * n);
    const arcs = arcsOf(layer);
    const needed = Uint8Array.from(nodes, (i) => (plan.people[i].side >= 0 ? 1 : 0));
    for (const { places } of hubs.values()) for (const place of places) needed[place] = 1;
    const room = arcs.heads.length + 2;
    const queue = { keys: new Float64Array(room), nodes: new Int32Array(room), size: 0 };
    for (let place = 0; place < n; place++) {
      const row = P.subarray(place * n, place * n + n);
      if (needed[place]) spread(arcs, place, row, queue);
      row[place] = 1;
    }
    for (const { id } of view.dated) open(layer, P, id);
    return P;
  }

  // Ways on from each place: `first` says where its own begin.
  function arcsOf({ n, ties, place, permeability }) {
    const list = ties.flatMap(({ source, target, strength, directed }) => {
      const [one, other] = [place[source], place[target]];
      const there = [one, other, strength * permeability[other]];
      return directed ? [there] : [there, [other, one, strength * permeability[one]]];
    });
    list.sort((a, b) => a[0] - b[0]);
    const first = new Int32Array(n + 1);
    list.forEach(([tail]) => (first[tail + 1] += 1));
    for (let i = 0; i < n; i++) first[i + 1] += first[i];
    return { first, heads: Int32Array.from(list, (arc) => arc[1]), passes: Float64Array.from(list, (arc) => arc[2]) };
  }

  // A queue with the greatest key first, in typed arrays from place 1 on.
  function push(queue, key, node) {
    const { keys, nodes } = queue;
    let i = ++queue.size;
    for (let up = i >> 1; up > 0 && keys[up] < key; i = up, up >>= 1) {
      keys[i] = keys[up];
      nodes[i] = nodes[up];
    }
    keys[i] = key;
    nodes[i] = node;
  }

  function dropFirst(queue) {
    const { keys, nodes } = queue;
    const size = --queue.size;
    const key = keys[size + 1];
    const node = nodes[size + 1];
    let i = 1;
    for (let child = 2; child <= size; i = child, child *= 2) {
      if (child < size && keys[child + 1] > keys[child]) child += 1;
      if (keys[child] <= key) break;
      keys[i] = keys[child];
      nodes[i] = nodes[child];
    }
    keys[i] = key;
    nodes[i] = node;
  }

  // Dijkstra on (max, *): the strength of the best route from a place to every other.
  function spread({ first, heads, passes }, start, best, queue) {
    best[start] = 1;
    push(queue, 1, start);
    while (queue.size) {
      const key = queue.keys[1];
      const node = queue.nodes[1];
      dropFirst(queue);
      if (key < best[node]) continue;
      for (let arc = first[node]; arc < first[node + 1]; arc++) {
        const value = key * passes[arc];
        if (value <= best[heads[arc]]) continue;
        best[heads[arc]] = value;
        push(queue, value, heads[arc]);
      }
    }
  }

  // alpha and alpha': the best way from each place into a channel, times its quality, and out of it to each place.
  function waysOf({ n }, P, { places, into, out, quality }) {
    const enter = new Float64Array(n);
    const leave = new Float64Array(n);
    for (let u = 0; u < places.length; u++) {
      const give = quality * into[u];
      for (let i = 0; i < n; i++) {
        const to = P[i * n + places[u]] * give;
        const from = P[places[u] * n + i] * out[u];
        if (to > enter[i]) enter[i] = to;
        if (from > leave[i]) leave[i] = from;
      }
    }
    return { enter, leave };
  }

  // The same, 0 where opening the channel improves no route: who reaches every member as well as through it gains
  // nothing, since P is closed; nor does whom every member reaches as well.
  function gainfulWays(layer, P, hub) {
    const { n } = layer;
    const { enter, leave } = waysOf(layer, P, hub);
    for (let i = 0; i < n; i++) {
      let gives = false;
      let takes = false;
      for (let u = 0; u < hub.places.length; u++) {
        gives ||= enter[i] * hub.out[u] > P[i * n + hub.places[u]];
        takes ||= leave[i] * hub.quality * hub.into[u] > P[hub.places[u] * n + i];
      }
      if (!gives) enter[i] = 0;
      if (!takes) leave[i] = 0;
    }
    return { enter, leave };
  }

  function usableHub(layer, id) {
    const hub = layer.hubs.get(id);
    return hub && hub.places.length > 1 && hub.quality > 0 ? hub : null;
  }

  // P' = max(P, q * alpha * alpha'), in place: a route uses a hub at most once.
  function open(layer, P, id) {
    const hub = usableHub(layer, id);
    if (!hub) return;
    const { n } = layer;
    const { enter, leave } = waysOf(layer, P, hub);
    for (let s = 0; s < n; s++) {
      if (enter[s] === 0) continue;
      for (let t = 0, cell = s * n; t < n; t++, cell++) {
        const value = enter[s] * leave[t];
        if (value > P[cell]) P[cell] = value;
      }
    }
  }

  // --- what is told

  // Sum over the conversations of a layer by their weight: of P, or of whether there is a route at all.
  function weighted({ n, blocks, influence }, P, joined = false) {
    let sum = 0;
    for (const { rows, cols, factor } of blocks) {
      for (let s = rows[0]; s < rows[1] && factor !== 0; s++) {
        let part = 0;
        for (let t = cols[0], cell = s * n + t; t < cols[1]; t++, cell++) {
          part += influence[t] * (joined ? (P[cell] > 0 ? 1 : 0) : P[cell]);
        }
        sum += factor * influence[s] * part;
      }
    }
    return sum;
  }

  // Where an issue weighs nothing (a red line) its mean is by influence alone.
  function meanOf(layer, P) {
    if (layer.weight) return weighted(layer, P) / layer.weight;
    const plain = { ...layer, blocks: layer.blocks.map((block) => ({ ...block, factor: 1 })) };
    return weighted(plain, P) / weighted(plain, new Float64Array(P.length).fill(1));
  }

  function joinedPairs(plan, layers, matrices) {
    const size = plan.people.length;
    const joined = new Uint8Array(size * size);
    layers.forEach(({ n, nodes, weight, blocks }, k) => {
      const P = matrices[k];
      for (const { rows, cols } of weight ? blocks : []) {
        for (let s = rows[0]; s < rows[1]; s++) {
          for (let t = cols[0]; t < cols[1]; t++) {
            if (P[s * n + t] > 0) joined[Math.min(nodes[s], nodes[t]) * size + Math.max(nodes[s], nodes[t])] = 1;
          }
        }
      }
    });
    let count = 0;
    for (let pair = 0; pair < joined.length; pair++) count += joined[pair];
    return count;
  }

  // What opening a channel would add, summed over the conversations of all layers, not divided by their weight.
  function gainOf(layers, matrices, id) {
    let sum = 0;
    layers.forEach((layer, k) => {
      const hub = layer.weight ? usableHub(layer, id) : null;
      if (!hub) return;
      const ways = gainfulWays(layer, matrices[k], hub);
      for (const block of layer.blocks) sum += block.factor * blockGain(layer, matrices[k], block, ways);
    });
    return sum;
  }

  function blockGain({ n, influence }, P, { rows, cols }, { enter, leave }) {
    let sum = 0;
    for (let s = rows[0]; s < rows[1]; s++) {
      if (enter[s] === 0 || influence[s] === 0) continue;
      let part = 0;
      for (let t = cols[0], cell = s * n + t; t < cols[1]; t++, cell++) {
        const more = enter[s] * leave[t] - P[cell];
        if (more > 0) part += influence[t] * more;
      }
      sum += influence[s] * part;
    }
    return sum;
  }

  function round12(value) {
    return Number.isFinite(value) ? Number(value.toFixed(12)) + 0 : null;
  }

  // What was lost since before; null where it is less than a hundredth of it.
  function lostSince(before, now) {
    if (now === null || before === null || before <= 0 || before - now < LOSS * before) return null;
    return before - now;
  }

  // Reach before the rupture, where that is earlier than the date of the picture.
  function reachBefore({ model: { rupture } }, when) {
    if (rupture === null) return null;
    const [limit, { periodEnd }] = [when ?? rupture.now, kernelDates];
    return limit === null || periodEnd(rupture.date) < periodEnd(limit) ? rupture.reach : null;
  }

  // Best first within informal, formal and enabling channels; equal gains share a rank (1, 2, 2, 4).
  function ranked(rows, lost) {
    const share = (gain) => (lost === null ? null : round12(gain / lost));
    const list = rows.map(({ row, gain }) => ({ id: row.id, gain, row, recovery: share(gain) }));
    list.sort((a, b) => GROUPS[a.row.group] - GROUPS[b.row.group] || b.gain - a.gain || a.row.order - b.row.order);
    const last = new Map();
    return list.map(({ row, ...told }) => {
      const before = last.get(row.group) ?? { rank: 0, count: 0, gain: null };
      const count = before.count + 1;
      const rank = told.gain === before.gain ? before.rank : count;
      last.set(row.group, { rank, count, gain: told.gain });
      return { ...told, rank };
    });
  }

  // Everything that follows from a scenario {opened, removed, date}; numbers as Python's to the twelfth decimal.
  function evaluate(plan, scenario) {
    const view = viewOf(plan, scenario);
    const layers = pictureOf(plan, view);
    const matrices = layers.map(({ P }) => P.slice());
    for (const id of [...view.on].sort()) layers.forEach((layer, k) => open(layer, matrices[k], id));
    const weight = layers.reduce((sum, layer) => sum + layer.weight, 0);
    const share = (joined) => {
      const parts = layers.map((layer, k) => weighted(layer, matrices[k], joined));
      return round12(weight ? parts.reduce((sum, part) => sum + part, 0) / weight : NaN);
    };
    const reach = share(false);
    const { now, before } = plan.analysis.reach;
    const lost = lostSince(before, now);
    const gain = (row) => round12(gainOf(layers, matrices, row.id) / (weight || 1));
    const rows = view.offered.map((row) => ({ row, gain: gain(row) }));
    const named = layers.length !== 1 || layers[0].issue !== null;
    return {
      view,
      layers,
      matrices,
      reach,
      recovery: lost === null || reach === null ? null : (reach - now) / lost,
      connectedness: share(true),
      pairs: joinedPairs(plan, layers, matrices),
      byIssue: named ? layers.map((layer, k) => [layer.issue, round12(meanOf(layer, matrices[k]))]) : [],
      ranking: ranked(rows, lostSince(reachBefore(plan, view.when), reach)),
      statuses: view.statuses,
      open: view.open.map(({ id }) => id),
    };
  }

  return Object.freeze({ planOf, isTooLarge, evaluate, waysOf, usableHub, round12 });
})();
