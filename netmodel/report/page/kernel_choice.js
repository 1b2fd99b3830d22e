// What a scenario costs, what its channels still require, and what a budget and a cap on risk leave within reach, as
// netmodel.decide.closure and .choice have them. Nothing here knows the document.

const kernelChoice = (() => {
  const SLACK = 1e-9;
  const { byCodePoint } = kernelLayers;

  function within(amount, limit) {
    return limit === null || amount <= limit + SLACK * Math.max(1, Math.abs(limit));
  }

  // All of `requires`, and theirs, that is not settled.
  function allRequired(rows, channel, settled) {
    const needed = new Set();
    const waiting = [...rows];
    while (waiting.length) {
      for (const id of waiting.pop().requires) {
        if (needed.has(id) || settled.has(id)) continue;
        needed.add(id);
        if (channel.has(id)) waiting.push(channel.get(id));
      }
    }
    return needed;
  }

  // Channels that have to be open before this one; of `requires_any` the cheapest, the least risky, the first by id.
  function requirements(row, channel, there) {
    const settled = new Set([row.id, ...there]);
    const needed = allRequired([row], channel, settled);
    const add = (ids) => ids.forEach((id) => needed.add(id));
    const has = (id) => settled.has(id) || needed.has(id);
    for (;;) {
      const ids = [...needed].sort(byCodePoint);
      const rows = [row, ...ids.flatMap((id) => channel.get(id) ?? [])];
      const waiting = rows.find(({ requires_any: any }) => any.length && !any.some(has));
      const options = (waiting?.requires_any ?? []).flatMap((id) => channel.get(id) ?? []);
      if (!options.length) return ids;
      const [chosen] = options.sort(cheaper);
      const more = allRequired([chosen], channel, new Set([...settled, ...needed]));
      add([chosen.id, ...more]);
    }
  }

  function cheaper(one, other) {
    const shut = ({ status }) => (status === "closed" ? 1 : 0);
    const order = shut(one) - shut(other) || one.cost - other.cost || one.risk - other.risk;
    return order || byCodePoint(one.id, other.id);
  }

  function rivals(plan, ids, open) {
    const pairs = ids.flatMap((id) => open.filter((other) => other !== id).map((other) => [id, other]));
    const excludes = (one, other) => plan.channel.get(one)?.excludes.includes(other);
    return pairs.filter(([one, other]) => excludes(one, other) || excludes(other, one));
  }

  function costOf(plan, ids) {
    return ids.reduce((sum, id) => sum + (plan.channel.get(id)?.cost ?? 0), 0);
  }

  function topRisk(plan, ids) {
    return ids.reduce((top, id) => Math.max(top, plan.channel.get(id)?.risk ?? 0), 0);
  }

  // Of what is ticked: its cost and highest risk, what it still requires, and which two cannot be open together.
  function ticked(plan, { view, open }, opened) {
    const rows = opened.flatMap((id) => plan.channel.get(id) ?? []);
    const required = new Set(rows.flatMap((row) => requirements(row, plan.channel, open)));
    const clashes = rivals(plan, opened, open).map((pair) => [...pair].sort(byCodePoint));
    return {
      cost: costOf(plan, opened),
      maxRisk: topRisk(plan, opened),
      required: [...required].sort(byCodePoint),
      offered: new Set(view.offered.map(({ id }) => id)),
      clashes: [...new Map(clashes.map((pair) => [JSON.stringify(pair), pair])).values()],
    };
  }

  // Each row of a ranking with what it requires, and why it cannot be opened beside what is ticked: "blocked" (it
  // requires what is not on offer), "excluded", "cost" or "risk" (over the budget or the cap); null where it can.
  function marked(plan, result, { opened, budget, maxRisk }) {
    const { cost: spent, offered } = ticked(plan, result, opened);
    return result.ranking.map((row) => {
      const needs = requirements(plan.channel.get(row.id), plan.channel, result.open);
      const set = [row.id, ...needs];
      const tests = {
        blocked: needs.every((id) => offered.has(id)),
        excluded: rivals(plan, set, [...result.open, ...set]).length === 0,
        cost: within(spent + costOf(plan, set), budget),
        risk: within(topRisk(plan, set), maxRisk),
      };
      return { ...row, requires: needs, barred: Object.keys(tests).find((name) => !tests[name]) ?? null };
    });
  }

  // The best set within a budget and a cap on risk among those of the front, which was computed beforehand for the
  // study as it stands; null without one. It is proven best where it was best under limits as wide, or wider.
  function bestOfFront(plan, { budget, maxRisk }) {
    const front = plan.analysis.recommendation?.front;
    if (!front || front.objective !== "reach") return null;
    const sets = [...front.points, ...front.curve, ...front.risk_curve];
    const fitting = sets.filter((set) => within(set.cost, budget) && within(set.max_risk, maxRisk));
    if (!fitting.length) return null;
    const best = fitting.reduce((top, set) => (set.value > top.value + 1e-12 ? set : top));
    const every = plan.analysis.channels.map(({ id }) => id);
    const [dearest, riskiest] = [costOf(plan, every), topRisk(plan, every)];
    const asWide = (set) =>
      within(budget ?? dearest, Math.max(set.budget, set.budget >= dearest ? Infinity : 0)) &&
      within(maxRisk ?? riskiest, set.risk_cap >= riskiest ? Infinity : set.risk_cap);
    const proven = fitting.some((set) => set.optimal && asWide(set) && set.value >= best.value - 1e-12);
    const { channels, value, cost, max_risk: top } = best;
    return { channels, value, cost, maxRisk: top, proven };
  }

  return Object.freeze({ requirements, ticked, marked, bestOfFront, within });
})();
