"""Target mode: the cheapest set of channels that is worth at least so much, exactly.

The same tree as in `netmodel.decide.search`, turned round: what is still missing has to be covered by the most that
each free channel can add, so filling it at the best rate of gain per cost is a bound on what it must cost at least.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field

from netmodel.decide.choice import Channels, Choice
from netmodel.decide.greedy import quick_sets, trimmed
from netmodel.decide.objective import Objective, bound_of
from netmodel.decide.search import EPSILON


@dataclass(frozen=True)
class Cheapest:
    """What was found.

    Attributes
    ----------
    best : frozenset of str, or None
        The cheapest set that reaches the target; None where no set does.
    cost, value : float
        Its cost and worth; nan where there is none.
    lower_bound : float
        No set that reaches the target costs less; inf where it is proven that none does.
    optimal : bool
        Whether that was proven.
    most : float
        What all channels together would be worth at most, requirements and limits left aside.
    stopped : str
        ``""``, ``"time"`` or ``"nodes"``.
    """

    best: Channels | None
    cost: float
    value: float
    lower_bound: float
    optimal: bool
    most: float
    nodes: int
    stopped: str


@dataclass(order=True)
class _Node:
    order: tuple[float, int]
    chosen: Channels = field(compare=False)
    out: Channels = field(compare=False)
    free: tuple[str, ...] = field(compare=False)
    gains: dict[str, float] = field(compare=False)


class _Search:
    def __init__(self, objective: Objective, choice: Choice, target: float) -> None:
        self.objective, self.choice, self.target = objective, choice, target - EPSILON
        self.best: tuple[tuple[float, float, float, list[str]], Channels] | None = None
        self.heap: list[_Node] = []
        self.nodes = 0

    def offer(self, chosen: Channels) -> None:
        value = self.objective.value(chosen)
        if value < self.target or not self.choice.will_do(chosen):
            return
        key = (round(self.choice.cost(chosen), 9), -round(value, 12), self.choice.risk(chosen), sorted(chosen))
        if self.best is None or key < self.best[0]:
            self.best = (key, chosen)

    def add(self, chosen: Channels | None, out: Channels, floor: float) -> None:
        choice = self.choice
        if chosen is None or chosen & out or not choice.fits(chosen):
            return
        free = tuple(choice.addable(chosen, out))
        if any(not set(ways) & set(free) for _, ways in choice.unmet(chosen)):
            return
        self.nodes += 1
        self.offer(chosen)
        bound = bound_of(self.objective, chosen, free)
        least = max(self.still(chosen, start, gains) for start, gains in bound.ways)
        floor = max(floor, choice.cost(chosen) + least)
        if bound.ceiling >= self.target and free and (self.best is None or floor < self.best[0][0] - EPSILON):
            heapq.heappush(self.heap, _Node((floor, self.nodes), chosen, out, free, bound.gains))

    def still(self, chosen: Channels, start: float, gains: dict[str, float]) -> float:
        """The least that what is missing can cost, when channels may be taken in part; inf where it is not enough."""
        missing = self.target - self.objective.value(chosen) - start
        rows = self.choice.options
        rates = sorted((rows[name].cost / gain, gain) for name, gain in gains.items() if gain > 0)
        cost = 0.0
        for rate, gain in rates:
            if missing <= 0:
                break
            cost += rate * min(gain, missing)
            missing -= gain
        return cost * (1 - EPSILON) if missing <= EPSILON else float("inf")

    def branch(self, node: _Node) -> None:
        unmet = self.choice.unmet(node.chosen)
        names = [name for name in unmet[0][1] if name in node.free] if unmet else node.free
        name = min(names, key=lambda one: (-round(node.gains[one], 12), self.choice.options[one].cost, one))
        self.add(self.choice.close(node.chosen | {name}), node.out, node.order[0])
        self.add(node.chosen, node.out | {name}, node.order[0])


def cheapest(
    objective: Objective,
    choice: Choice,
    target: float,
    *,
    time_limit: float | None = None,
    node_limit: int | None = None,
) -> Cheapest:
    """Find the cheapest set that is worth at least `target`, exactly.

    Parameters
    ----------
    objective : Objective
    choice : Choice
        Options and limits.
    target : float
        In units of the objective.
    time_limit, node_limit : float and int, optional
        Stop after so many seconds, or nodes, with the cheapest set so far and what any set must cost.

    Examples
    --------
    >>> from netmodel.decide.choice import Option
    >>> class Sum:
    ...     def value(self, chosen):
    ...         return sum({"a": 3, "b": 2, "c": 2}[name] for name in chosen)
    >>> found = cheapest(Sum(), Choice.of([Option("a", 5.0), Option("b", 2.0), Option("c", 2.0)]), 4)
    >>> sorted(found.best), found.cost, found.optimal
    (['b', 'c'], 4.0, True)
    """
    state = _Search(objective, choice, target)
    for chosen in quick_sets(objective, choice):
        if objective.value(chosen) >= state.target:
            state.offer(chosen)
            state.offer(_lean(objective, choice, chosen, state.target))
    begun = time.monotonic()
    state.add(choice.start, choice.limits.must_not, 0.0)
    stopped = ""
    while state.heap and not stopped:
        node = heapq.heappop(state.heap)
        if state.best is not None and node.order[0] >= state.best[0][0] - EPSILON:
            continue
        state.branch(node)
        if node_limit is not None and state.nodes >= node_limit:
            stopped = "nodes"
        if time_limit is not None and time.monotonic() - begun > time_limit:
            stopped = "time"
    most = objective.value(frozenset(choice.options) - choice.limits.must_not)
    left = min((node.order[0] for node in state.heap), default=float("inf"))
    if state.best is None:
        return Cheapest(None, float("nan"), float("nan"), left, not state.heap, most, state.nodes, stopped)
    best, cost = state.best[1], choice.cost(state.best[1])
    optimal = left >= cost - EPSILON
    return Cheapest(best, cost, objective.value(best), cost if optimal else left, optimal, most, state.nodes, stopped)


def _lean(objective: Objective, choice: Choice, chosen: Channels, target: float) -> Channels:
    """A set without channels that it can do without and still reach the target, the costliest first."""
    chosen = trimmed(objective, choice, chosen)
    for name in sorted(chosen, key=lambda one: (-choice.options[one].cost, one)):
        less = chosen - {name}
        if choice.will_do(less) and objective.value(less) >= target:
            chosen = less
    return chosen
