"""Chains of introductions in the order of their cost: a search that gives one simple route after another."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import log
from typing import Any, NamedTuple

import networkx as nx

from netmodel.errors import LimitError

Node = tuple[str, str]

FINE = 10**15
"""Costs -log(strength) are added up as whole numbers of 1e-15."""

BUCKET = 10**4
"""Costs are compared in steps of 1e-11, far above the error of a logarithm, so that equal routes are equal."""

HOP = 2 * BUCKET
"""What each passage costs beside its strength: of equal routes the one with fewer passages comes first."""

STEPS = 100_000
"""Beginnings of routes that a search looks at before it gives up."""

Arcs = list[list[tuple[int, int, int]]]
Step = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class Chains:
    """The arrays of a search: stakeholders by id are 0 to n - 1, channels are n and beyond.

    `out` and `into` hold for each of them (other, cost, passages) of every way on and every way in, a tie being one
    arc and a channel two; `steps` holds for each stakeholder (next, cost, medium, channel or -1) of every passage.
    """

    names: tuple[str, ...]
    media: tuple[Node, ...]
    out: Arcs
    into: Arcs
    steps: tuple[tuple[Step, ...], ...]
    starts: frozenset[int]
    goals: frozenset[int]

    @classmethod
    def of(cls, graph: nx.DiGraph[Node], starts: Collection[str], goals: Collection[str]) -> Chains:
        """Take a graph of `netmodel.measures.routes.permitted`, and the ends that are in it."""
        names = sorted(name for table, name in graph if table == "stakeholder")
        media = sorted((node for node in graph if node[0] != "stakeholder"), key=lambda node: (node[1], node[0]))
        nodes = [*(("stakeholder", name) for name in names), *(node for node in media if node[0] == "channel")]
        index = {node: number for number, node in enumerate(nodes)}
        out: Arcs = [[] for _ in nodes]
        steps: list[list[Step]] = [[] for _ in names]
        for rank, node in enumerate(media):
            _add_medium(out, steps, graph, index, (rank, node))
        into: Arcs = [[] for _ in nodes]
        for u, arcs in enumerate(out):
            for v, cost, hops in arcs:
                into[v].append((u, cost, hops))
        ends = (frozenset(index[node] for node in nodes[: len(names)] if node[1] in who) for who in (starts, goals))
        return cls(tuple(names), tuple(media), out, into, tuple(map(tuple, steps)), *ends)

    def ranked(self, *, through: Collection[str] = (), max_relays: int | None = None) -> Iterator[list[Node]]:
        """Every simple route from a start to a goal, the cheapest first, as nodes of the graph.

        Of routes of equal cost those with fewer passages come first, then by the ids of stakeholders, then of ties
        and channels. Nobody is passed twice, and no channel.

        Parameters
        ----------
        through : collection of str
            Stakeholders, none of them a start or a goal, that a route must pass.
        max_relays : int, optional
            Stakeholders between the ends at most.

        Raises
        ------
        LimitError
            Where `STEPS` beginnings of routes did not suffice.
        """
        if not set(through) <= set(self.names):
            return
        musts = tuple(self.names.index(name) for name in through)
        search = _Search(self, musts, None if max_relays is None else max_relays + 1)
        for people, via in search.routes():
            path: list[Node] = [("stakeholder", self.names[people[0]])]
            for person, medium in zip(people[1:], via, strict=True):
                path += [self.media[medium], ("stakeholder", self.names[person])]
            yield path


def _add_medium(
    out: Arcs, steps: list[list[Step]], graph: nx.DiGraph[Node], index: dict[Node, int], medium: tuple[int, Node]
) -> None:
    """Put the passages of a tie or channel among the steps, and its one or two arcs on each way among the arcs."""
    rank, node = medium
    hub = index.get(node, -1)
    into = [(index[u], fine_cost(data) + HOP) for u, _, data in graph.in_edges(node, data=True)]
    onward = [(index[v], fine_cost(data)) for _, v, data in graph.out_edges(node, data=True)]
    for u, first in into:
        passages = [(v, first + second, rank, hub) for v, second in onward if v != u]
        steps[u] += passages
        out[u] += [(hub, first, 1)] if hub >= 0 else [(v, cost, 1) for v, cost, _, _ in passages]
    if hub >= 0:
        out[hub] = [(v, second, 0) for v, second in onward]


def fine_cost(arc: dict[str, Any]) -> int:
    """Cost of an arc of `passages` in units of 1e-15."""
    return round(-log(arc["passes"] * arc["arrives"]) * FINE)


def in_buckets(cost: int) -> int:
    """A cost in the steps in which costs are compared."""
    return (cost + BUCKET // 2) // BUCKET


class Beginning(NamedTuple):
    """The beginning of a route: whom it passed, by what, which channels were used, its cost, and who is missing."""

    people: tuple[int, ...]
    via: tuple[int, ...]
    hubs: tuple[int, ...]
    cost: int
    missing: int


class _Search:
    """Best first over beginnings of routes.

    A beginning waits under the cost that a route from there has at least. When its turn comes, the cost is made exact
    by a search for the best way on that meets nobody twice, so that, but for `through`, only beginnings of routes
    that are given out are looked at further.
    """

    def __init__(self, chains: Chains, musts: tuple[int, ...], hops: int | None) -> None:
        self.chains, self.musts, self.hops = chains, musts, hops
        self.every = (1 << len(musts)) - 1
        self.cost = _LowerBound(chains, musts, lambda arc: arc[1])
        self.passages = _LowerBound(chains, musts, lambda arc: arc[2])

    def routes(self) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Stakeholders and media of one route after another."""
        queue = [
            (least, Beginning((start,), (), (), 0, self.every), False)
            for start in sorted(self.chains.starts)
            if (least := self._at_least(start, 0, 0, self.every)) is not None
        ]
        heapq.heapify(queue)
        looked = 0
        while queue:
            least, so_far, is_exact = heapq.heappop(queue)
            if so_far.people[-1] in self.chains.goals:
                yield so_far.people, so_far.via
                continue
            if not is_exact:
                looked += 1
                if looked > STEPS:
                    raise LimitError(f"no more routes were found among {STEPS} beginnings of routes: ask for less")
                exact = self._exactly(so_far)
                if exact is None:
                    continue
                if exact > least:
                    heapq.heappush(queue, (exact, so_far, True))
                    continue
            for bound, longer in self._longer(so_far):
                heapq.heappush(queue, (bound, longer, False))

    def _longer(self, so_far: Beginning) -> Iterator[tuple[int, Beginning]]:
        """Every way to go on by one passage, with what a route from there costs at least."""
        people, via, hubs, cost, missing = so_far
        for person, more, medium, hub in self.chains.steps[people[-1]]:
            if person in people or hub in hubs:
                continue
            left = missing & ~(1 << self.musts.index(person)) if person in self.musts else missing
            bound = self._at_least(person, cost + more, len(via) + 1, left)
            if bound is not None:
                used = (*hubs, hub) if hub >= 0 else hubs
                yield bound, Beginning((*people, person), (*via, medium), used, cost + more, left)

    def _at_least(self, person: int, cost: int, passed: int, missing: int) -> int | None:
        """What a route costs at least, in buckets; None where there is none within the limits."""
        more, hops = self.cost(person, missing), self.passages(person, missing)
        if more is None or hops is None or (self.hops is not None and passed + hops > self.hops):
            return None
        return in_buckets(cost + more)

    def _exactly(self, so_far: Beginning) -> int | None:
        """The same with nobody met twice: exact where nobody is missing, else nearer."""
        people, via, hubs, cost, missing = so_far
        blocked, last = {*people, *hubs}, people[-1]
        left = None if self.hops is None else self.hops - len(via)
        found = self._way(last, None, blocked, left)
        for number, must in enumerate(self.musts):
            if found is not None and missing >> number & 1:
                there, on = self._way(last, number, blocked, left), self._way(must, None, blocked, left)
                found = None if there is None or on is None else max(found, there + on)
        bound = self._at_least(last, cost, len(via), missing)
        return None if found is None or bound is None else max(bound, in_buckets(cost + found))

    def _way(self, start: int, must: int | None, blocked: set[int], left: int | None) -> int | None:
        """Cost of the best way past the blocked, to a goal or to one whom a route must pass, in so many passages."""
        far, hops_far = (bound.tables[-1 if must is None else must] for bound in (self.cost, self.passages))
        goals = self.chains.goals if must is None else {self.musts[must]}
        if start not in far:
            return None
        queue = [(far[start], 0, 0, start)]
        fewest: dict[int, int] = {}
        while queue:
            _, hops, cost, node = heapq.heappop(queue)
            if node in goals:
                return cost
            if node in fewest and (left is None or fewest[node] <= hops):
                continue
            fewest[node] = hops
            for other, more, passed in self.chains.out[node]:
                if other in blocked or other not in far:
                    continue
                if left is not None and hops + passed + hops_far[other] > left:
                    continue
                if other not in fewest or (left is not None and hops + passed < fewest[other]):
                    heapq.heappush(queue, (cost + more + far[other], hops + passed, cost + more, other))
        return None


class _LowerBound:
    """How far it is at least from a stakeholder past all who are missing to a goal; None where there is no way."""

    def __init__(self, chains: Chains, musts: tuple[int, ...], length: Callable[[tuple[int, int, int]], int]) -> None:
        self.musts = musts
        self.tables = [_distances(chains.into, ends, length) for ends in (*({must} for must in musts), chains.goals)]
        self.rest = lru_cache(maxsize=None)(self._rest)

    def __call__(self, person: int, missing: int) -> int | None:
        if not missing:
            return self.tables[-1].get(person)
        lengths = [self._by(person, number, missing) for number in range(len(self.musts)) if missing >> number & 1]
        return min((length for length in lengths if length is not None), default=None)

    def _by(self, person: int, number: int, missing: int) -> int | None:
        """The same where this one of the missing is met first."""
        there, on = self.tables[number].get(person), self.rest(number, missing & ~(1 << number))
        return None if there is None or on is None else there + on

    def _rest(self, number: int, missing: int) -> int | None:
        return self(self.musts[number], missing)


def _distances(into: Arcs, ends: Iterable[int], length: Callable[[tuple[int, int, int]], int]) -> dict[int, int]:
    """Length of the shortest way from each node that has one to the nearest of the ends (Dijkstra)."""
    queue = [(0, end) for end in sorted(ends)]
    far: dict[int, int] = {}
    while queue:
        distance, node = heapq.heappop(queue)
        if node not in far:
            far[node] = distance
            for arc in into[node]:
                if arc[0] not in far:
                    heapq.heappush(queue, (distance + length(arc), arc[0]))
    return far
