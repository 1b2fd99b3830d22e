"""One plausible version of a network: what each channel adds there, the best set, and how a given set does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from math import inf
from typing import Any

from netmodel.decide.choice import SLACK, Channels, Choice, Limits, Option
from netmodel.decide.greedy import completed, quick_sets, trimmed
from netmodel.decide.objective import Objective, Routes, bound_of, gains_of
from netmodel.decide.search import EPSILON, search
from netmodel.engine.draws import Ensemble, Version
from netmodel.errors import UnknownName, UsageError

SWAPS = 1
"""Swaps that are made in a version before the search begins."""

TRIED = 3
"""Channels that are tried to be taken out in a swap."""

Found = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Case:
    """All that a version is made from; it travels to the workers."""

    ensemble: Ensemble
    options: tuple[Option, ...]
    limits: Limits
    there: Channels
    portfolio: Channels | None
    seed: int
    node_limit: int | None


def recommended(case: Case, portfolio: Collection[str] | None) -> Channels:
    """The set to judge: the one that is given, else the best under the limits as the tables say."""
    known = [row.id for row in case.options]
    for name in sorted(portfolio or ()):
        if name not in known:
            raise UnknownName("candidate channel", name, known)
    choice = Choice.of(case.options, case.limits, case.there)
    if portfolio is not None:
        return frozenset(portfolio)
    objective = Routes(case.ensemble.condensed(case.ensemble.given))
    best = search(objective, choice, start=quick_sets(objective, choice)).best
    if best is None:
        raise UsageError("no set of channels keeps these limits")
    return best


def version_of(case: Case, number: int) -> Found:
    """One version, as plain values."""
    return look(case, case.ensemble.draw(case.seed, number))


def look(case: Case, version: Version) -> Found:
    """What each channel adds, by order of id; and, where a set is to be judged, how it and the best set do."""
    condensed = case.ensemble.condensed(version)
    objective, ids = Routes(condensed), condensed.channels
    gains = objective.gains(frozenset(), ids)
    found: Found = {"gains": [round(gains[name], 12) + 0.0 for name in ids], "now": objective.value(frozenset())}
    if case.portfolio is not None:
        costs = case.ensemble.costs(version)
        found |= _of_set(objective, case.portfolio, found["now"])
        found |= _of_best(objective, case, case.portfolio, costs)
    plain: Found = rounded(found)
    return plain


def _of_set(objective: Routes, portfolio: Channels, now: float) -> Found:
    """The recommended set in a version, and the worst loss of a single channel of it."""
    value = objective.value(portfolio)
    left = [(round(objective.value(portfolio - {name}), 12), name) for name in sorted(portfolio)]
    if round(value - now, 12) <= 0:
        return {"with": value, "worst": None, "remains": None}
    least, worst = min(left)
    return {"with": value, "worst": worst, "remains": (least - now) / (value - now)}


def _of_best(objective: Routes, case: Case, portfolio: Channels, costs: dict[str, float]) -> Found:
    """The best set at the costs of a version; None where what must be chosen cannot be paid there."""
    options = [replace(row, cost=costs[row.id]) for row in case.options]
    budget = case.limits.budget
    kept = budget is None or sum(costs[name] for name in sorted(portfolio)) <= budget * (1 + SLACK)
    nothing = {"affordable": kept, "best": None, "value": None, "paid": None, "upper": None, "proven": True}
    try:
        choice = Choice.of(options, case.limits, case.there)
    except UsageError:  # what must be chosen costs more than the budget here
        return nothing
    start = start_sets(objective, choice, portfolio)
    paid = payable(objective, choice, portfolio)
    found = search(objective, choice, start=start, node_limit=case.node_limit)
    if found.best is None:
        return nothing | {"proven": found.optimal}
    best = trimmed(objective, choice, found.best)
    return {
        "affordable": kept,
        "best": sorted(best),
        "value": found.value,
        "paid": objective.value(paid),
        "upper": found.upper_bound,
        "proven": found.optimal,
    }


def start_sets(objective: Objective, choice: Choice, portfolio: Channels) -> list[Channels]:
    """Sets that will do, to begin a search with: what is left of a given one, one grown from nothing, and the better
    of the two after swaps.

    Where the given set is too dear, what is least worth its cost goes first; what adds nothing goes as well, and
    what is saved is spent on whatever adds most for its cost.
    """
    chosen, most = payable(objective, choice, portfolio), largest_gains(objective, choice)
    slim, start = trimmed(objective, choice, chosen), choice.start
    ways = ((slim, True), (start, True), (start, False))
    grown = [filled(objective, choice, one, by_cost=how, most=most) for one, how in ways]
    sets = [one for one in [chosen, *grown] if choice.will_do(one)]
    if not sets:
        return []
    best = max(sets, key=lambda one: (round(objective.value(one), 12), sorted(one)))
    return [refilled(objective, choice, best, most), *sets]


def payable(objective: Objective, choice: Choice, portfolio: Channels) -> Channels:
    """What is left of a set within the limits, without the channels that are least worth their cost."""
    chosen = _usable(choice, portfolio)
    while chosen and not choice.will_do(chosen):
        chosen = _lesser(objective, choice, chosen)[0]
    return chosen


def _usable(choice: Choice, chosen: Channels) -> Channels:
    """Those of a set that are on offer with all that they require."""
    while gone := {name for name in chosen if not choice.closed.get(name, {None}) <= chosen}:
        chosen -= gone
    return chosen


def _lesser(objective: Objective, choice: Choice, chosen: Channels) -> list[Channels]:
    """A set without one of its channels and what requires that one: first without what is least worth its cost."""
    value, cost, found = objective.value(chosen), choice.cost(chosen), []
    for name in sorted(chosen - choice.start):
        less = frozenset(one for one in chosen if name not in choice.closed[one])
        lost, saved = value - objective.value(less), cost - choice.cost(less)
        found.append((round(lost / max(saved, SLACK), 12), sorted(less), less))
    return [less for _, _, less in sorted(found)] or [frozenset()]


def largest_gains(objective: Objective, choice: Choice) -> dict[str, float]:
    """The most that each channel can add to any set, by the bound at the root of a search; {} where none is known."""
    if not isinstance(objective, Routes):  # of no other is it known that a gain never exceeds the bound
        return {}
    gains = bound_of(objective, choice.start, choice.addable(choice.start, choice.limits.must_not)).gains
    return {name: gain * (1 + SLACK) + EPSILON for name, gain in gains.items()}


def filled(
    objective: Objective,
    choice: Choice,
    chosen: Channels,
    *,
    out: Channels = frozenset(),
    by_cost: bool = True,
    most: Mapping[str, float] | None = None,
) -> Channels:
    """A set with more added to it while the limits allow it: what adds most first, for its cost or altogether.

    With the most that each channel can add (see `largest_gains`) fewer of them are asked for the same answer.
    """
    prices = {name: max(row.cost, SLACK) if by_cost else 1.0 for name, row in choice.options.items()}
    while True:
        free = choice.addable(chosen, choice.limits.must_not | out)
        bounds = most or {} if chosen <= choice.start.union(most or ()) else {}
        rates = {name: bounds.get(name, inf) / prices[name] for name in free}
        better = _best_first(objective, chosen, rates, prices)
        bundles = (completed(choice, chosen | {name}) for name in better)
        more = next((bundle for bundle in bundles if bundle is not None and choice.will_do(bundle)), None)
        if more is None:
            return chosen
        chosen = more


def _best_first(
    objective: Objective, chosen: Channels, rates: Mapping[str, float], prices: Mapping[str, float]
) -> Iterator[str]:
    """Free channels that add something to a set, what adds most for its price first; of equals by id.

    None exceeds its rate, so that only those are asked that could come next.
    """
    waiting = sorted((-rate, name) for name, rate in rates.items())
    known: list[tuple[float, str]] = []
    while waiting or known:
        least = known[0][0] if known else waiting[0][0]
        asked = [name for rate, name in waiting if rate <= least]
        waiting = waiting[len(asked) :]
        gains = gains_of(objective, chosen, asked) if asked else {}
        for name in asked:
            if gains[name] > EPSILON:
                heappush(known, (-gains[name] / prices[name], name))
        if known and not asked:
            yield heappop(known)[1]


def refilled(
    objective: Objective, choice: Choice, chosen: Channels, most: Mapping[str, float] | None = None
) -> Channels:
    """A set improved by taking out a channel that is little worth its cost, and filling what is saved with others."""
    value = objective.value(chosen)
    for _ in range(SWAPS):
        others = []
        for less in _lesser(objective, choice, chosen)[:TRIED]:
            other = filled(objective, choice, less, out=chosen - less, most=most)
            others.append((-round(objective.value(other), 12), sorted(other)))
        best = min(others)
        if -best[0] <= value + EPSILON:
            break
        value, chosen = -best[0], frozenset(best[1])
    return chosen


def rounded(value: Any) -> Any:
    """Plain values with every number rounded to 12 decimals.

    >>> rounded({"reach": (0.1 + 0.2, 1)})
    {'reach': [0.3, 1]}
    """
    if isinstance(value, float):
        return round(value, 12) + 0.0
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    return [rounded(part) for part in value] if isinstance(value, (list, tuple)) else value
