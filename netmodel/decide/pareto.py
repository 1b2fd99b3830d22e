"""The front over gain, cost and risk: what the best set is for every budget and every cap on risk."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from netmodel.decide.choice import Channels, Choice, Limits, Option, open_ids, options_of
from netmodel.decide.greedy import quick_sets
from netmodel.decide.objective import OBJECTIVES, Objective, name_of
from netmodel.decide.portfolio import recovery
from netmodel.decide.search import EPSILON, Found, search
from netmodel.engine.kernel import Reach
from netmodel.errors import UsageError
from netmodel.network import Network

BUDGETS, CAPS = 8, 4
"""Budgets and risk caps of the grid, unless they are given."""

NODES = 3_000
"""Nodes that a point of the grid may take before its gap is told instead."""


@dataclass(frozen=True)
class Point:
    """The best set at a budget and a cap on the risk of each channel, with its proof."""

    channels: tuple[str, ...]
    value: float
    gain: float
    recovery: float | None
    cost: float
    max_risk: float
    total_risk: float
    upper_bound: float
    optimal: bool
    budget: float
    risk_cap: float
    knee: bool = False


@dataclass(frozen=True)
class Front:
    """Sets of which no other is better in gain, cost and highest risk at once; see `pareto`.

    `points` go from cheap to dear. `curve` holds, for each budget of the grid at the highest cap, what can be reached
    with it, and `risk_curve`, for each cap at the largest budget, the same. `knee` is the position of the knee in
    `points`; None where the front has fewer than three points.
    """

    objective: str
    value_now: float
    points: tuple[Point, ...]
    knee: int | None
    curve: tuple[Point, ...]
    risk_curve: tuple[Point, ...]
    budgets: tuple[float, ...]
    risk_caps: tuple[float, ...]
    optimal: bool

    def to_json(self) -> dict[str, Any]:
        """Give the front as plain values."""
        return asdict(self)


def pareto(
    net: Network,
    *,
    budgets: Sequence[float] | None = None,
    risk_caps: Sequence[float] | None = None,
    objective: str | Objective = "reach",
    must_have: Collection[str] = (),
    must_not: Collection[str] = (),
    seed: int = 0,
    state: Reach | None = None,
    node_limit: int | None = NODES,
    progress: Callable[[int, int], None] | None = None,
) -> Front:
    """Trade gain against cost and risk: the exact best set at every budget and every cap on risk.

    Parameters
    ----------
    net : Network
    budgets, risk_caps : sequence of float, optional
        The grid; by default 8 budgets from the cheapest channel to all of them, and up to 4 of the risks there are.
    objective, must_have, must_not, seed, state
        As in `netmodel.decide.portfolio.best_portfolio`.
    node_limit : int, optional
        Nodes that one point may take; a point that takes more tells its gap.
    progress : callable, optional
        Given how many points of how many are done.

    Returns
    -------
    Front
        Dominated points dropped. The knee is the point of the cost curve at the highest cap that stands farthest
        above the chord from its first to its last point (Kneedle; Satopaa et al. 2011, not read): beyond it more
        money buys less than on average.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> rows = [{"id": f"c{k}", "participants": "a:1; b:1", "quality": q, "cost": c}
    ...         for k, (q, c) in enumerate([(0.3, 1), (0.6, 2), (0.7, 8)])]
    >>> [(point.channels, point.cost) for point in pareto(Network.from_tables(people, channels=rows)).points]
    [((), 0.0), (('c0',), 1.0), (('c1',), 2.0), (('c2',), 8.0)]
    """
    state = state or Reach.of(net)
    worth = OBJECTIVES[objective](net, seed=seed, state=state) if isinstance(objective, str) else objective
    rows, there = options_of(net), open_ids(net)
    must = Limits(must_have=frozenset(must_have), must_not=frozenset(must_not))
    Choice.of(rows, must, there)  # refuses what cannot be chosen at any price
    caps = tuple(sorted(set(risk_caps))) if risk_caps is not None else _caps(rows)
    amounts = tuple(sorted(set(budgets))) if budgets is not None else _budgets(rows)
    name = name_of(objective)
    now = worth.value(frozenset())
    if math.isnan(now) or not rows:
        return Front(name, now, (), None, (), (), amounts, caps, True)
    before = Reach.of(net.before).value if net.before is not None and name == "reach" else None
    grid: dict[tuple[int, int], Point] = {}
    known: list[Channels] = []
    for column, cap in enumerate(caps):
        for row, budget in enumerate(amounts):
            point = _best_at(worth, rows, replace(must, budget=budget, max_risk=cap), there, known, node_limit)
            if point is not None:
                choice, found = point
                known.append(found.best or frozenset())
                grid[column, row] = _point(worth, choice, found, now, before)
            if progress is not None:
                progress(column * len(amounts) + row + 1, len(caps) * len(amounts))
    last = len(caps) - 1
    curve = tuple(grid[last, row] for row in range(len(amounts)) if (last, row) in grid)
    risk_curve = tuple(grid[c, len(amounts) - 1] for c in range(len(caps)) if (c, len(amounts) - 1) in grid)
    nothing = () if must_have else (_nothing(now, before),)
    points = _undominated([*nothing, *grid.values()])
    knee = _knee([*nothing, *curve])
    place = next((k for k, point in enumerate(points) if knee and point.channels == knee.channels), None)
    marked = tuple(replace(point, knee=k == place) for k, point in enumerate(points))
    optimal = all(point.optimal for point in grid.values())
    return Front(name, now, marked, place, curve, risk_curve, amounts, caps, optimal)


def _best_at(
    worth: Objective,
    rows: Sequence[Option],
    limits: Limits,
    there: Channels,
    known: Sequence[Channels],
    node_limit: int | None,
) -> tuple[Choice, Found] | None:
    """The best set at one point of the grid; None where what must be chosen cannot be paid there."""
    try:
        choice = Choice.of(rows, limits, there)
    except UsageError:
        return None
    start = [one for one in known if choice.will_do(one)]
    found = search(worth, choice, start=start, node_limit=node_limit)
    if found.stopped:
        found = search(worth, choice, start=[*start, *quick_sets(worth, choice)], node_limit=node_limit)
    return None if found.best is None else (choice, found)


def _caps(rows: Sequence[Option]) -> tuple[float, ...]:
    risks = sorted({row.risk for row in rows})
    return tuple(_spread(risks, CAPS))


def _budgets(rows: Sequence[Option]) -> tuple[float, ...]:
    """From the cheapest channel to the cost of all of them, by equal factors, since gains fall off."""
    costs = [row.cost for row in rows if row.cost > 0]
    if not costs:
        return (0.0,)
    low, high = min(costs), sum(costs)
    return tuple(sorted({_round(float(amount)) for amount in np.geomspace(low, high, BUDGETS)[:-1]} | {high}))


def _round(amount: float) -> float:
    """An amount with two significant digits."""
    digits = 1 - math.floor(math.log10(amount))
    return round(amount, digits)


def _spread(values: Sequence[float], count: int) -> list[float]:
    """So many of sorted values, spread evenly, first and last among them."""
    if len(values) <= count:
        return list(values)
    return [values[round(k * (len(values) - 1) / (count - 1))] for k in range(count)]


def _point(worth: Objective, choice: Choice, found: Found, now: float, before: float | None) -> Point:
    best, upper = found.best or frozenset(), found.upper_bound
    value = worth.value(best)
    limits = choice.limits
    return Point(
        channels=tuple(sorted(best)),
        value=value,
        gain=value - now,
        recovery=recovery(now, before, value),
        cost=choice.cost(best),
        max_risk=choice.top_risk(best),
        total_risk=choice.risk(best),
        upper_bound=max(upper, value),
        optimal=upper <= value + EPSILON,
        budget=limits.budget or 0.0,
        risk_cap=limits.max_risk or 0.0,
    )


def _nothing(now: float, before: float | None) -> Point:
    return Point((), now, 0.0, recovery(now, before, now), 0.0, 0.0, 0.0, now, True, 0.0, 0.0)


def _undominated(points: Sequence[Point]) -> tuple[Point, ...]:
    """Points that no other beats in one of value, cost and risk without losing in another; each set once."""
    kept: dict[tuple[str, ...], Point] = {}
    for point in sorted(points, key=lambda one: (not one.optimal, one.upper_bound, one.budget, one.risk_cap)):
        kept.setdefault(point.channels, point)
    rows = list(kept.values())
    best = [point for point in rows if not any(_beats(other, point) for other in rows)]
    return tuple(sorted(best, key=lambda point: (point.cost, point.max_risk, point.value, point.channels)))


def _beats(one: Point, other: Point) -> bool:
    ours = (-round(one.value, 12), one.cost, one.max_risk)
    theirs = (-round(other.value, 12), other.cost, other.max_risk)
    return ours != theirs and all(a <= b for a, b in zip(ours, theirs, strict=True))


def _knee(curve: Sequence[Point]) -> Point | None:
    """The point farthest above the chord of the curve of value over cost, both from 0 to 1."""
    rows = sorted({point.channels: point for point in curve}.values(), key=lambda point: (point.cost, point.value))
    if len(rows) < 3:
        return None
    first, last = rows[0], rows[-1]
    width, height = last.cost - first.cost, last.value - first.value
    if width <= 0 or height <= 0:
        return None
    above = [(p.value - first.value) / height - (p.cost - first.cost) / width for p in rows]
    best = max(range(len(rows)), key=lambda k: (round(above[k], 12), -k))
    return rows[best] if above[best] > EPSILON else None
