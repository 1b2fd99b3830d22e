"""Two-terminal reliability: how likely it is that some route works between two stakeholders or sets."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt
from typing import Unpack

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from netmodel.engine.worlds import Estimate
from netmodel.errors import UsageError
from netmodel.measures.chains import Node
from netmodel.measures.disjoint import between
from netmodel.measures.endpoints import Ends, Who
from netmodel.measures.routes import Limits, permitted
from netmodel.network import Network

Flags = NDArray[np.bool_]
Element = tuple[str, ...]

EXACT, CASES = 60, 2_000
"""With so many uncertain elements at most an exact answer is tried, and given up after so many cases."""

WORLDS, LEAST = 10_000, 50
"""Worlds drawn otherwise: so many unless asked, and no fewer."""

CELLS = 1 << 26
"""Elements times worlds that are held at once."""


def two_terminal_reliability(
    net: Network, a: Who, b: Who, *, seed: int = 0, worlds: int = WORLDS, **limits: Unpack[Limits]
) -> Estimate:
    """Chance that at least one route works from one stakeholder or set to another.

    Every tie works with its strength, a channel with its quality, a member's part in it with the uptake, and arrival
    at a stakeholder with its permeability, all independently. With sets: that some member of `a` reaches some member
    of `b`.

    Parameters
    ----------
    net : Network
    a, b : str or iterable of str
        Ids or selectors, as for `find_routes`; relays belong to neither end.
    seed : int
        Of the worlds drawn where the exact answer is out of reach.
    worlds : int
        How many are drawn then; fewer on very large networks.
    **limits
        `issue`, `avoid`, `levels` and `formality`: see `netmodel.measures.routes.Limits`.

    Returns
    -------
    Estimate
        In [0, 1]. Exact where few elements are uncertain: `low` and `high` are then the value, and `worlds` the cases
        that were told apart; else the 95 % interval of Wilson [2]_.

    Raises
    ------
    UsageError
        As `find_routes`, and for fewer than one world.

    Notes
    -----
    Factoring: an uncertain element on a route that may work is taken to work and to fail in turn, until a route is
    certain or none is possible (Colbourn [1]_).

    References
    ----------
    .. [1] Colbourn, C. J. (1987). *The Combinatorics of Network Reliability*. Oxford University Press. (not re-read)
    .. [2] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. *Journal of the
       American Statistical Association* 22, 209-212. (not re-read)

    Examples
    --------
    >>> ties = [{"source": u, "target": v, "strength": 0.9} for u, v in ("ax", "ay", "xy", "xb", "yb")]
    >>> net = Network.from_tables([{"id": name, "permeability": 1} for name in "abxy"], ties)
    >>> round(two_terminal_reliability(net, "a", "b").value, 5)
    0.97848
    """
    if worlds < 1:
        raise UsageError(f"worlds is {worlds}: draw at least one")
    graph, ends = permitted(net, a, b, **limits)
    terminals = _Terminals.of(net, graph, ends)
    found = terminals.exactly() if len(terminals.chances) <= EXACT else None
    return found or terminals.drawn(seed, worlds)


@dataclass(frozen=True, eq=False)
class _Terminals:
    """What lies between two ends: for each node its arcs, with the uncertain elements that all must work on them."""

    arcs: dict[Node, list[tuple[Node, frozenset[Element]]]]
    chances: dict[Element, float]
    starts: tuple[Node, ...]
    goals: frozenset[Node]

    @classmethod
    def of(cls, net: Network, graph: nx.DiGraph[Node], ends: Ends) -> _Terminals:
        starts = tuple(node for name in sorted(ends.a) if (node := ("stakeholder", name)) in graph)
        goals = frozenset(node for name in ends.b if (node := ("stakeholder", name)) in graph)
        useful = between(graph, ends)
        arcs: dict[Node, list[tuple[Node, frozenset[Element]]]] = {}
        chances: dict[Element, float] = {}
        for u in sorted(useful):
            arcs[u] = []
            for v in sorted(set(graph[u]) & useful):
                known = {element: chance for element, chance in _elements(net, u, v) if chance < 1}
                chances |= known
                arcs[u].append((v, frozenset(known)))
        return cls(arcs, chances, tuple(node for node in starts if node in arcs), goals)

    def exactly(self) -> Estimate | None:
        """The chance itself; None where it takes more than `CASES` cases."""
        waiting: list[tuple[float, frozenset[Element], frozenset[Element]]] = [(1.0, frozenset(), frozenset())]
        value, cases = 0.0, 0
        while waiting:
            chance, up, down = waiting.pop()
            cases += 1
            if cases > CASES:
                return None
            doubtful = self._easiest_way(up, down)
            if doubtful is None:
                continue
            if not doubtful:
                value += chance
                continue
            element = doubtful[0]
            works = self.chances[element]
            waiting.append((chance * works, up | {element}, down))
            waiting.append((chance * (1 - works), up, down | {element}))
        value = min(1.0, value)
        return Estimate(value, value, value, True, cases)

    def _easiest_way(self, up: frozenset[Element], down: frozenset[Element]) -> list[Element] | None:
        """The undecided elements of the way that has fewest of them; None where there is no way."""
        queue: list[tuple[int, Node, tuple[Element, ...]]] = [(0, node, ()) for node in self.starts]
        done: set[Node] = set()
        while queue:
            count, node, doubtful = heapq.heappop(queue)
            if node in self.goals:
                return list(doubtful)
            if node in done:
                continue
            done.add(node)
            for other, elements in self.arcs[node]:
                if other not in done and not elements & down:
                    more = elements - up
                    heapq.heappush(queue, (count + len(more), other, (*doubtful, *sorted(more))))
        return None

    def drawn(self, seed: int, worlds: int) -> Estimate:
        """The share of drawn worlds in which some route works."""
        count = max(min(worlds, LEAST), min(worlds, CELLS // max(1, len(self.chances) + len(self.arcs))))
        works = {element: _draw(element, chance, count, seed) for element, chance in self.chances.items()}
        reached = {node: np.zeros(count, dtype=bool) for node in self.arcs}
        waiting = dict.fromkeys(self.starts)
        for node in self.starts:
            reached[node][:] = True
        while waiting:
            node = next(iter(waiting))
            del waiting[node]
            for other, elements in self.arcs[node]:
                fresh = reached[node] & ~reached[other]
                for element in elements:
                    fresh &= works[element]
                if fresh.any():
                    reached[other] |= fresh
                    waiting[other] = None
        joined = np.zeros(count, dtype=bool)
        for node in self.goals & reached.keys():
            joined |= reached[node]
        return _wilson(int(joined.sum()), count)


def _elements(net: Network, u: Node, v: Node) -> Iterator[tuple[Element, float]]:
    """The elements of an arc of `passages`, and how likely each works."""
    if v[0] == "channel":
        yield ("in", v[1], u[1]), _uptake(net, v[1], u[1])[0]
    if u[0] == "channel":
        into, out = _uptake(net, u[1], v[1])
        yield ("hub", u[1]), net.channel[u[1]].quality
        yield ("in" if into == out else "out", u[1], v[1]), out
    if u[0] == "tie":
        yield ("tie", u[1]), net.tie[u[1]].strength
    if v[0] == "stakeholder":
        yield ("at", v[1]), net.stakeholder[v[1]].permeability


def _uptake(net: Network, channel: str, stakeholder: str) -> tuple[float, float]:
    person = next(row for row in net.channel[channel].participants if row.stakeholder == stakeholder)
    return person.uptake, person.uptake_out


def _draw(element: Element, chance: float, count: int, seed: int) -> Flags:
    """Whether an element works in each world; the same draws for the same element, whatever else there is."""
    flags: Flags = np.random.default_rng([seed, *"\0".join(element).encode()]).random(count) < chance
    return flags


def _wilson(joined: int, count: int) -> Estimate:
    share, z = joined / count, 1.959963984540054
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return Estimate(share, max(0.0, middle - half), min(1.0, middle + half), False, count)
