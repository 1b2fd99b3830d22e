// From an analysis and a scenario of it to layers, one an issue, as netmodel.network and netmodel.engine.layers have
// them: who is there, which ties carry, what is open. Nothing here knows the document.

const kernelLayers = (() => {
  const { SILENT, isOpen, statusAt } = kernelDates;

  // The tables of an analysis as the kernel reads them; null where they do not hold a model to compute with.
  function planOf(analysis) {
    const { model, study, options } = analysis;
    if (!model) return null;
    const sides = study.between ?? [];
    const people = analysis.stakeholders.map((row) => ({ ...row, side: sides.indexOf(row.side) }));
    const at = new Map(people.map(({ id }, i) => [id, i]));
    const ties = analysis.ties.map((row, i) => tieOf(row, model.ties[i], at));
    const gone = model.ties_gone.map((row) => tieOf(row, row.words, at));
    const channels = channelsOf(analysis, at);
    inOrder(ties, channels);
    return {
      analysis,
      model,
      people,
      at,
      ties,
      channels,
      pairs: sides.flatMap((_, one) => sides.slice(one + 1).map((__, i) => [one, one + 1 + i])),
      tie: new Map([...ties, ...gone].map((row) => [row.id, row])),
      channel: new Map(channels.map((row) => [row.id, row])),
      opened: new Set(options.opened ?? []),
      removed: new Set(options.removed ?? []),
      date: options.at ?? null,
      pictures: new Map(),
    };
  }

  // The order of ids by code points, as Python has it: that of `<` differs beyond U+FFFF.
  function byCodePoint(one, other) {
    if (one === other) return 0;
    const [a, b] = [Array.from(one), Array.from(other)];
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      const order = a[i].codePointAt(0) - b[i].codePointAt(0);
      if (order) return order;
    }
    return a.length - b.length;
  }

  // Ties and channels in one order, that of their ids, a channel before the tie of its id.
  function inOrder(ties, channels) {
    const all = [...channels.map((row) => ({ row, isHub: 1 })), ...ties.map((row) => ({ row, isHub: 0 }))];
    all.sort((a, b) => byCodePoint(a.row.id, b.row.id) || b.isHub - a.isHub);
    all.forEach(({ row }, rank) => (row.rank = rank));
  }

  function tieOf(row, [word, dated], at) {
    const ends = { source: at.get(row.source) ?? -1, target: at.get(row.target) ?? -1 };
    return { ...row, ...ends, word, dated, carries: row.sign > 0 && row.source !== row.target };
  }

  // In the order of the model, which is that of their ids.
  function channelsOf({ channels, open_channels: there, model }, at) {
    const rows = new Map([...channels, ...there].map((row) => [row.id, row]));
    return model.channels.map((known, order) => {
      const row = { ...rows.get(known.id), ...known };
      const members = row.participants.map((person) => ({
        at: at.get(person.id),
        into: person.uptake,
        out: person.uptake_out,
      }));
      return { ...row, order, members };
    });
  }

  function deals(issues, issue) {
    return issue === null || issues.length === 0 || issues.includes(issue);
  }

  // --- a scenario: who is there, what is open, which ties carry

  function viewOf(plan, { opened = [], removed = [], date = null }) {
    const { model } = plan;
    const gone = new Set([...plan.removed, ...removed]);
    const on = new Set([...plan.opened, ...opened].filter((id) => !gone.has(id)));
    const when = date ?? plan.date ?? model.now;
    const status = (tie) => statusAt(tie, when, model.now, model.latest);
    const statuses = plan.ties.map(status);
    const here = plan.people.map(({ id }) => !gone.has(id));
    const rows = plan.channels.filter(({ id }) => !gone.has(id));
    const isOffered = ({ id, status: word, restores }) =>
      word === "candidate" && !on.has(id) && (!restores || SILENT.has(status(plan.tie.get(restores))));
    const active = (tie, i) =>
      tie.carries && statuses[i] === "active" && here[tie.source] && here[tie.target] && !gone.has(tie.id);
    const carrying = plan.ties.filter(active);
    const dated = rows.filter((row) => isOpen(row, when));
    return {
      when,
      here,
      statuses,
      on,
      rows,
      active: carrying,
      dated,
      open: rows.filter((row) => on.has(row.id) || isOpen(row, when)),
      offered: rows.filter(isOffered),
      // What the best routes hang on before anything is opened: who is gone, what carries.
      key: JSON.stringify([[...gone].sort(), carrying.map(({ rank }) => rank), dated.map(({ rank }) => rank)]),
    };
  }

  function layersOf(plan, view) {
    const { layers, weights } = plan.model;
    return layers.map((issue, i) => layerOf(plan, view, issue, weights[i])).filter(({ blocks }) => blocks.length);
  }

  // One issue: those who deal with it, by place, side by side; their ties; the channels; and the conversations.
  function layerOf(plan, view, issue, weights) {
    const { people } = plan;
    const last = (i) => (people[i].side < 0 ? Infinity : people[i].side);
    const nodes = people.flatMap(({ issues }, i) => (view.here[i] && deals(issues, issue) ? [i] : []));
    nodes.sort((i, j) => (last(i) === last(j) ? i - j : last(i) - last(j)));
    const place = new Int32Array(people.length).fill(-1);
    nodes.forEach((i, at) => (place[i] = at));
    const permeability = Float64Array.from(nodes, (i) => people[i].permeability);
    const influence = Float64Array.from(nodes, (i) => people[i].influence);
    const carries = (row) => deals(row.issues, issue);
    const ties = view.active.filter((tie) => place[tie.source] >= 0 && place[tie.target] >= 0 && carries(tie));
    const hubs = new Map(view.rows.filter(carries).map((row) => [row.id, hubOf(place, permeability, row)]));
    const layer = { issue, n: nodes.length, nodes, place, permeability, influence, ties, hubs };
    const symmetric = isSymmetric(plan, layer);
    const blocks = plan.pairs.flatMap((sides, i) => blocksOf(plan, nodes, sides, weights[i], symmetric));
    const total = ([from, to]) => influence.subarray(from, to).reduce((sum, weight) => sum + weight, 0);
    const weight = blocks.reduce((sum, { factor, rows, cols }) => sum + factor * total(rows) * total(cols), 0);
    return { ...layer, blocks, weight };
  }

  function hubOf(place, permeability, { quality, members }) {
    const there = members.filter(({ at }) => place[at] >= 0);
    return {
      quality,
      places: Int32Array.from(there, ({ at }) => place[at]),
      into: Float64Array.from(there, ({ into }) => into),
      out: Float64Array.from(there, ({ at, out }) => out * permeability[place[at]]),
      even: there.every(({ into, out }) => into === out),
    };
  }

  // Whether a route between two sides is worth the same both ways, so that each pair needs one look only.
  function isSymmetric(plan, { nodes, ties, hubs }) {
    const ends = nodes.map((i) => plan.people[i]).filter(({ side }) => side >= 0);
    const arrivals = new Set(ends.map(({ permeability }) => permeability));
    return arrivals.size < 2 && ties.every((tie) => !tie.directed) && [...hubs.values()].every(({ even }) => even);
  }

  // The conversations between two sides: from place to place, [first, after the last], and what they weigh.
  function blocksOf(plan, nodes, sides, weight, symmetric) {
    const [rows, cols] = sides.map((side) => {
      const first = nodes.findIndex((i) => plan.people[i].side === side);
      return [first, first + nodes.filter((i) => plan.people[i].side === side).length];
    });
    if (rows[0] < 0 || cols[0] < 0) return [];
    if (symmetric) return [{ rows, cols, factor: weight }];
    return [
      { rows, cols, factor: weight / 2 },
      { rows: cols, cols: rows, factor: weight / 2 },
    ];
  }

  return Object.freeze({ planOf, viewOf, layersOf, deals, byCodePoint });
})();
