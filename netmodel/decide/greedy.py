"""Quick sets to begin with: greedy by gain and by gain per cost, in bundles and pairs, then swaps.

Reach is not submodular, so none of these has a guarantee; what they find is certified by the bound of
`netmodel.decide.search`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from netmodel.decide.choice import Channels, Choice
from netmodel.decide.objective import Objective, gains_of
from netmodel.decide.search import EPSILON

ROUNDS = 50
"""Swaps are tried at most so often."""


def quick_sets(objective: Objective, choice: Choice) -> list[Channels]:
    """Sets that will do, best first: greedy by gain and by gain per cost, each improved by swaps.

    Examples
    --------
    >>> from netmodel.decide.choice import Limits, Option
    >>> class Series:
    ...     def value(self, chosen):
    ...         return 5.0 if {"near", "far"} <= chosen else float("side" in chosen)
    >>> options = [Option(name) for name in ("near", "far", "side")]
    >>> sorted(quick_sets(Series(), Choice.of(options, Limits(count=2)))[0])
    ['far', 'near']
    """
    found = set()
    for by_cost in (False, True):
        grown = _grow(objective, choice, by_cost)
        if grown is not None:
            found |= {grown, swapped(objective, choice, trimmed(objective, choice, grown))}
    usable = [chosen for chosen in found if choice.will_do(chosen)]
    return sorted(usable, key=lambda one: (-round(objective.value(one), 12), choice.cost(one), sorted(one)))


def _grow(objective: Objective, choice: Choice, by_cost: bool) -> Channels | None:
    """Add the bundle that gains most, or most for its cost, until none gains; None where nothing will do."""
    chosen = completed(choice, choice.start)
    if chosen is None:
        return None
    while True:
        bundles = sorted(_bundles(objective, choice, chosen), key=_by(choice, chosen, by_cost))
        if not bundles or bundles[0][1] <= EPSILON:
            return chosen
        chosen = bundles[0][0]


def _by(choice: Choice, chosen: Channels, by_cost: bool) -> Callable[[tuple[Channels, float]], tuple[Any, ...]]:
    def order(bundle: tuple[Channels, float]) -> tuple[Any, ...]:
        more, gain = bundle
        cost = choice.cost(more) - choice.cost(chosen)
        worth = gain / cost if by_cost and cost > 0 else float("inf") if by_cost and gain > EPSILON else gain
        return (-worth, -round(gain, 12), cost, sorted(more))

    return order


def _bundles(objective: Objective, choice: Choice, chosen: Channels) -> Iterator[tuple[Channels, float]]:
    """What could be opened next, with all that it needs; what gains nothing alone, in pairs that do (a series)."""
    free = choice.addable(chosen, choice.limits.must_not)
    base = objective.value(chosen)
    gains = gains_of(objective, chosen, free)
    wanted = [frozenset({name}) for name in free]
    for name in free:
        if gains[name] <= EPSILON:
            after = gains_of(objective, chosen | {name}, [other for other in free if other != name])
            wanted += [frozenset({name, other}) for other, gain in after.items() if gain > gains[other] + EPSILON]
    for names in dict.fromkeys(wanted):
        more = completed(choice, chosen | names)
        if more is not None:
            alone = len(names) == 1 and len(more) == len(chosen) + 1
            yield more, gains[min(names)] if alone else objective.value(more) - base


def completed(choice: Choice, wanted: Channels) -> Channels | None:
    """A set with all that it needs: of `requires_any` the cheapest, then the least risky, then by id."""
    closed = choice.close(wanted)
    for _ in range(len(choice.options) + 1):
        if closed is None or not choice.fits(closed) or closed & choice.limits.must_not:
            return None
        unmet = choice.unmet(closed)
        if not unmet:
            return closed
        ways = [choice.closed[way] for way in unmet[0][1] if way in choice.closed]
        more = sorted(ways, key=lambda way: (choice.cost(way), choice.risk(way), sorted(way)))
        closed = next((both for way in more if (both := choice.close(closed | way)) and choice.fits(both)), None)
    return None


def trimmed(objective: Objective, choice: Choice, chosen: Channels) -> Channels:
    """A set without the channels that add nothing to it, the costliest first."""
    value = objective.value(chosen)
    for name in sorted(chosen, key=lambda one: (-choice.options[one].cost, one)):
        less = chosen - {name}
        if choice.will_do(less) and objective.value(less) >= value - EPSILON:
            chosen = less
    return chosen


def swapped(objective: Objective, choice: Choice, chosen: Channels) -> Channels:
    """A set improved by taking one channel out and putting another in, or more, while that helps."""
    value = objective.value(chosen)
    for _ in range(ROUNDS):
        better = _swap(objective, choice, chosen, value)
        if better is None:
            return chosen
        chosen, value = better, objective.value(better)
    return chosen


def _swap(objective: Objective, choice: Choice, chosen: Channels, value: float) -> Channels | None:
    best, most = None, value + EPSILON
    for name in sorted(chosen - choice.start):
        less = frozenset(one for one in chosen if one != name and name not in choice.closed.get(one, ()))
        free = [one for one in choice.addable(less, choice.limits.must_not) if one != name]
        gains = gains_of(objective, less, free)
        base = objective.value(less)
        for other in sorted(free, key=lambda one: (-round(gains[one], 12), one))[:5]:
            more = completed(choice, less | {other})
            if more is not None and choice.will_do(more) and base + gains[other] > most:
                best, most = more, base + gains[other]
    return best
