"""Exact search: branch and bound over sets of channels, with a proof of how good the best set is.

A node holds what is chosen and what is ruled out. With G the most that each free channel can still add (the bound of
the objective, see `netmodel.decide.objective`), no set below the node is worth more than all free channels together,
nor more than what is chosen plus the best fractional filling of every limit by G. Nodes are taken best bound first,
so that the largest bound left proves at any moment how much better than the best set found any set can be. The
search branches on the free channel of largest G, with the G of all that waits for it.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from netmodel.decide.choice import SLACK, Channels, Choice
from netmodel.decide.objective import Bound, Objective, bound_of
from netmodel.engine.layers import Floats

EPSILON = 1e-12
"""Values that differ by less are equal: it is rounding."""

EQUALS = 500
"""So many nodes that can only equal the best set are looked at for a cheaper one."""

WORTH_IT = 0.1
"""A node is bounded anew where at least this share of its free channels turned out to be out of the question."""

Key = tuple[float, float, float, int, tuple[str, ...]]


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes
    ----------
    best : frozenset of str, or None
        The best set; None where no set will do.
    value, upper_bound : float
        Its worth, and what no set can exceed.
    optimal : bool
        Whether the search was completed; then no set is worth more than `value`.
    pool : tuple of (frozenset, value)
        The best sets, best first, `best` among them.
    complete_pool : bool
        Whether no set within the tolerance can be missing from the pool.
    nodes : int
        Nodes whose bound was computed.
    stopped : str
        ``""``, ``"time"`` or ``"nodes"``.
    """

    best: Channels | None
    value: float
    upper_bound: float
    optimal: bool
    pool: tuple[tuple[Channels, float], ...]
    complete_pool: bool
    nodes: int
    stopped: str


@dataclass(order=True)
class _Node:
    """Part of the tree; the heap takes the largest bound first, of equals the smallest set and the earliest."""

    order: tuple[float, int, int]
    chosen: Channels = field(compare=False)
    out: Channels = field(compare=False)
    limit: float = field(compare=False)
    free: tuple[str, ...] = field(compare=False)
    base: float = field(compare=False)
    gains: dict[str, float] = field(compare=False)


class _Search:
    """The state of one search."""

    def __init__(self, objective: Objective, choice: Choice, keep: int, tolerance: float, gap: float) -> None:
        self.objective, self.choice = objective, choice
        self.keep, self.tolerance, self.gap = max(1, keep), tolerance, gap
        self.pool: dict[Channels, Key] = {}
        self.heap: list[_Node] = []
        self.nodes = self.equals = self.made = 0
        self.base = objective.value(choice.start)

    # ---- the best sets so far

    def offer(self, chosen: Channels) -> None:
        """Take a set into the pool where it will do and is good enough."""
        if chosen in self.pool or not self.choice.will_do(chosen):
            return
        self.pool[chosen] = _key(self.objective, self.choice, chosen)
        if len(self.pool) > self.keep:
            del self.pool[max(self.pool, key=lambda one: self.pool[one])]

    def ranked(self) -> list[Channels]:
        return sorted(self.pool, key=lambda one: self.pool[one])

    @property
    def best(self) -> float:
        return -min(self.pool.values())[0] if self.pool else -np.inf

    @property
    def wanted(self) -> float:
        """What a set has to be worth to be kept."""
        if not self.pool:
            return -np.inf
        gain = max(0.0, self.best - self.base)
        if self.gap:
            return self.best + self.gap * gain
        least = self.best - self.tolerance * gain
        return max(least, -max(self.pool.values())[0]) if len(self.pool) == self.keep else least

    def hopeless(self, limit: float, chosen: Channels) -> bool:
        """Whether nothing below a node can be wanted; of equals only a cheaper set is."""
        wanted = self.wanted
        if limit < wanted - EPSILON:
            return True
        if limit > wanted + EPSILON or (self.keep > 1 and len(self.pool) < self.keep):
            return False
        cheaper = (self.choice.cost(chosen), self.choice.risk(chosen), len(chosen)) < min(self.pool.values())[1:4]
        self.equals += cheaper
        return not cheaper or self.equals > EQUALS

    # ---- the tree

    def add(self, chosen: Channels | None, out: Channels, parent: _Node | None) -> None:
        """Look at a node: offer its set, bound it, and keep it where something may come of it."""
        if chosen is None or chosen & out or not self.choice.fits(chosen):
            return
        free = tuple(self.choice.addable(chosen, out, parent.free if parent else None))
        unmet = self.choice.unmet(chosen)
        if any(not set(ways) & set(free) for _, ways in unmet):
            return
        limit = np.inf if parent is None else self.inherited(parent, chosen, free)
        if self.hopeless(limit, chosen):
            return
        value = self.objective.value(chosen)
        if not unmet:
            self.offer(chosen)
        self.nodes += 1
        found = bound_of(self.objective, chosen, free) if free else Bound(value, {})
        fillings = fill(self.choice, chosen, [gains for _, gains in found.ways])
        ways = [(value + start, gains, some) for (start, gains), some in zip(found.ways, fillings, strict=True)]
        base, gains, filled = min(ways, key=lambda way: way[0] + way[2].most)
        limit = min(limit, found.ceiling, base + filled.most)
        if not free or self.hopeless(limit, chosen):
            return
        never, always = self.settled(chosen, free, filled, base)
        self.made += 1
        node = _Node((-limit, len(chosen), self.made), chosen, out | never, limit, free, base, gains)
        if always or len(never) > WORTH_IT * len(free):
            self.add(self.choice.close(chosen | always), node.out, node)
            return
        kept = tuple(name for name in free if name not in never)
        heapq.heappush(self.heap, replace(node, free=kept))

    def inherited(self, parent: _Node, chosen: Channels, free: Sequence[str]) -> float:
        """The bound of a node by what was found for the one above it."""
        added = sum(parent.gains.get(name, 0.0) for name in sorted(chosen - parent.chosen))
        left = {name: parent.gains.get(name, 0.0) for name in free}
        return min(parent.limit, parent.base + added + fill(self.choice, chosen, [left])[0].most)

    def settled(
        self, chosen: Channels, free: Sequence[str], filled: Filling, base: float
    ) -> tuple[Channels, Channels]:
        """Free channels that no wanted set below a node holds, and those that every one holds.

        At the rate at which the tightest limit is filled, a channel that gains less than its room is worth takes from
        the bound when it is forced in, with all that it needs; one that gains more, when it is forced out.
        """
        spare = base + filled.most - self.wanted + EPSILON
        if not np.isfinite(spare):
            return frozenset(), frozenset()
        loss = {name: max(0.0, -filled.profit[name]) for name in free}
        never, always = set(), set()
        for name in free:
            if filled.profit[name] > spare:
                always.add(name)
            elif self.price(name, chosen, loss) > spare:
                never.add(name)
        return frozenset(never), frozenset(always)

    def price(self, name: str, chosen: Channels, loss: dict[str, float]) -> float:
        """What the bound loses at least when a channel is forced in, with what it requires and one of the ways."""
        closed = self.choice.closed[name]
        lost = sum(loss.get(one, 0.0) for one in closed)
        ways = self.choice.options[name].requires_any
        if ways and not set(ways) & (chosen | closed | self.choice.there):
            more = [self.choice.closed[way] - closed for way in ways if way in loss]
            lost += min((sum(loss.get(one, 0.0) for one in way) for way in more), default=0.0)
        return lost

    def unlocked(self, node: _Node) -> dict[str, float]:
        """What each free channel can add at most, with all that waits for it: gates are to be settled first."""
        worth = dict(node.gains)
        ready = node.chosen | self.choice.there
        for name, gain in node.gains.items():
            row = self.choice.options[name]
            ways = () if ready & set(row.requires_any) else row.requires_any
            for gate in {*self.choice.closed[name], *ways} - {name}:
                if gate in worth:
                    worth[gate] += gain
        return worth

    def branch(self, node: _Node) -> None:
        """Split a node on one channel: with it and all that it requires, and without."""
        unmet = self.choice.unmet(node.chosen)
        names = [name for name in unmet[0][1] if name in node.free] if unmet else node.free
        worth, rows = self.unlocked(node), self.choice.options
        name = min(names, key=lambda one: (-round(worth[one], 12), rows[one].cost, one))
        self.add(self.choice.close(node.chosen | {name}), node.out, node)
        self.add(node.chosen, node.out | {name}, node)


def search(
    objective: Objective,
    choice: Choice,
    *,
    start: Iterable[Channels] = (),
    keep: int = 1,
    tolerance: float = 0.0,
    gap: float = 0.0,
    time_limit: float | None = None,
    node_limit: int | None = None,
) -> Found:
    """Find the best set, exactly.

    Parameters
    ----------
    objective : Objective
    choice : Choice
        Options and limits.
    start : iterable of frozenset
        Sets to begin with; the better they are, the sooner it ends.
    keep : int
        How many of the best sets to keep.
    tolerance : float
        Keep only sets whose gain is within this share of the best one's.
    gap : float
        Be content with a set whose gain no set exceeds by more than this share.
    time_limit, node_limit : float and int, optional
        Stop after so many seconds, or nodes, with the best set so far and its proven gap.

    Returns
    -------
    Found
        Equal values (to 1e-12) go to the cheaper, then the less risky, then the smaller set, then by id.

    Examples
    --------
    >>> from netmodel.decide.choice import Limits, Option
    >>> sets = {"x": {1, 2, 3, 6, 7, 8}, "y": {1, 2, 3, 4, 5}, "z": {6, 7, 8, 9, 10}}
    >>> class Cover:
    ...     def value(self, chosen):
    ...         return float(len(set().union(*(sets[name] for name in chosen))))
    >>> found = search(Cover(), Choice.of([Option(name) for name in sets], Limits(count=2)))
    >>> sorted(found.best), found.value, found.optimal
    (['y', 'z'], 10.0, True)
    """
    state = _Search(objective, choice, keep, tolerance, gap)
    if np.isnan(state.base):
        return Found(choice.start, state.base, state.base, True, (), True, 0, "")
    for chosen in start:
        state.offer(chosen)
    begun = time.monotonic()
    state.add(choice.start, choice.limits.must_not, None)
    stopped = ""
    while state.heap:
        node = state.heap[0]
        if state.hopeless(node.limit, node.chosen):
            heapq.heappop(state.heap)
        elif node_limit is not None and state.nodes >= node_limit:
            stopped = "nodes"
            break
        elif time_limit is not None and time.monotonic() - begun > time_limit:
            stopped = "time"
            break
        else:
            state.branch(heapq.heappop(state.heap))
    return _found(state, stopped)


def _found(state: _Search, stopped: str) -> Found:
    ranked = state.ranked()
    left = max((node.limit for node in state.heap), default=-np.inf)
    value = state.best
    upper = max(value, left, state.wanted if state.gap else value)
    optimal = left <= value + EPSILON and not state.gap
    if not ranked:
        return Found(
            None, float("nan"), float("nan") if optimal else upper, optimal, (), optimal, state.nodes, stopped
        )
    complete = left <= state.wanted + EPSILON
    least = value - state.tolerance * max(0.0, value - state.base) - EPSILON
    pool = tuple((one, -state.pool[one][0]) for one in ranked if -state.pool[one][0] >= least)
    return Found(ranked[0], value, value if optimal else upper, optimal, pool, complete, state.nodes, stopped)


def _key(objective: Objective, choice: Choice, chosen: Channels) -> Key:
    """Worth first, then what is cheaper, less risky, smaller, and by id."""
    value = round(objective.value(chosen), 12) + 0.0
    return (-value, choice.cost(chosen), choice.risk(chosen), len(chosen), tuple(sorted(chosen)))


@dataclass(frozen=True)
class Filling:
    """What free channels can still add when they may be taken in part.

    `most` is the least over all limits, each filled alone at the best rate; `profit` is, for each channel, its gain
    less what the room that it takes is worth at the last rate of the tightest limit.
    """

    most: float
    profit: dict[str, float]


def fill(choice: Choice, chosen: Channels, ways: Sequence[dict[str, float]]) -> list[Filling]:
    """Fill what is left of every limit with the most that each free channel can add, by each of some bounds."""
    names = list(ways[0])
    if not names:
        return [Filling(0.0, {}) for _ in ways]
    rows = [choice.options[name] for name in names]
    rooms = [
        (limit + 2 * SLACK * max(1.0, limit) - used, np.array(sizes))
        for limit, used, sizes in (
            (choice.limits.budget, choice.cost(chosen), [row.cost for row in rows]),
            (choice.limits.max_total_risk, choice.risk(chosen), [row.risk for row in rows]),
            (choice.limits.count, len(chosen), [1.0] * len(rows)),
        )
        if limit is not None
    ]
    found = []
    for gains in ways:
        worth = np.array([gains[name] for name in names])
        most, profit = float(worth.sum()), worth
        for room, size in rooms:
            total, rate = knapsack(worth, size, room)
            if total < most:
                most, profit = total, worth - rate * size
        found.append(Filling(most, dict(zip(names, profit.tolist(), strict=True))))
    return found


def knapsack(worth: Floats, size: Floats, room: float) -> tuple[float, float]:
    """Most that fits into a room when things may be cut, and the rate of worth per size at which the room ends.

    >>> knapsack(np.array([6.0, 5.0]), np.array([2.0, 5.0]), 4.0)
    (8.0, 1.0)
    """
    order = np.argsort(-worth / np.maximum(size, 1e-200), kind="stable")
    size, worth = size[order], worth[order]
    ends = np.cumsum(size)
    cut = int(np.searchsorted(ends, room, side="right"))
    total = float(worth[:cut].sum())
    if cut == len(size):
        return total, 0.0
    left = room - (float(ends[cut - 1]) if cut else 0.0)
    rate = float(worth[cut]) / float(size[cut])
    return total + rate * max(0.0, left), rate
