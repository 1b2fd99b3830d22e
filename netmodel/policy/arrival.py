"""How likely a message is to arrive: two-terminal reliability along lines of authority."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from netmodel.engine.worlds import Element, Estimate
from netmodel.policy.authority import Arc, Lines, Node

EXACT = 18
"""Up to so many uncertain elements, after reduction, every world is looked at."""

DRAWS = 10_000
"""Worlds drawn where there are more."""

Z = 1.959963984540054
"""Half-width of a 95 % interval in standard deviations."""

ROOT: Node = ("", 0)
"""All sources of a message as one."""

Worlds = dict[Node, int]
"""For each node the worlds in which the message arrives, as the bits of a number."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A passage of a reduced network: it works with `chance`, if the shared elements do."""

    tail: Node
    head: Node
    chance: float
    shared: frozenset[Element]


@dataclass(frozen=True, eq=False)
class Arrival:
    """Chances that a message sent to some reaches others, remembered once they are computed.

    Series and parallel passages are merged, and stretches between stakeholders whom every route passes are taken one
    by one; what is left is enumerated where at most `EXACT` elements are uncertain. Otherwise `draws` worlds are
    drawn, the same for every question, and the answer has a 95 % interval (Wilson 1927, not re-read).

    Examples
    --------
    >>> from netmodel import Network
    >>> from netmodel.policy.authority import lines_of
    >>> people = [{"id": name, "side": "ca"} for name in ("adm", "tcs", "edc")]
    >>> rows = [{"source": "adm", "target": "tcs"}, {"source": "tcs", "target": "edc"}]
    >>> ties = [{**row, "kind": "hierarchical", "strength": 0.8} for row in rows]
    >>> arrival = Arrival(lines_of(Network.from_tables(people, ties), side="ca", rank=3))
    >>> round(arrival.at(["adm"], "edc").value, 12), arrival.at(["adm"], "edc").exact
    (0.64, True)
    """

    lines: Lines
    draws: int = DRAWS
    seed: int = 0
    exact_to: int = EXACT
    _found: dict[tuple[frozenset[Node], frozenset[Node]], Estimate] = field(default_factory=dict)
    _drawn: dict[Element, int] = field(default_factory=dict)
    _reached: dict[frozenset[Node], Worlds] = field(default_factory=dict)
    _above: dict[Node, frozenset[Node]] = field(default_factory=dict)

    def above(self, target: Node) -> frozenset[Node]:
        """Nodes from which a message may reach the target, itself included."""
        if target not in self._above:
            self._above[target] = frozenset(self.lines.above([target]))
        return self._above[target]

    def at(self, seeds: Collection[str], target: str) -> Estimate:
        """Chance that a message sent to the seeds reaches the target; 1 for a seed."""
        return self.at_all(seeds, [target])

    def at_all(self, seeds: Collection[str], targets: Collection[str]) -> Estimate:
        """Chance that a message sent to the seeds reaches every one of the targets; 1 where there is none."""
        wanted = frozenset[Node](targets) - frozenset(seeds)
        near: frozenset[Node] = frozenset().union(*(self.above(target) for target in wanted))
        key = near & frozenset[Node](seeds), wanted
        if key not in self._found:
            self._found[key] = self._estimate(*key)
        return self._found[key]

    def _estimate(self, seeds: frozenset[Node], targets: frozenset[Node]) -> Estimate:
        arcs = self._relevant(seeds, targets)
        if targets - {arc.head for arc in arcs}:
            return _certain(0.0)
        chance = self._by_parts(arcs, next(iter(targets))) if len(targets) == 1 else self._enumerated(arcs, targets)
        return self._sampled(seeds, targets) if chance is None else _certain(chance)

    def _relevant(self, seeds: frozenset[Node], targets: frozenset[Node]) -> list[Arc]:
        """Arcs on the way from the seeds, which become one root, to the targets."""
        near: frozenset[Node] = frozenset().union(*(self.above(target) for target in targets))
        ways = self.lines.below(seeds, within=near)
        entered = sorted(ways - seeds, key=self._place.__getitem__)
        arcs = [arc for node in entered for arc in self.lines.inward.get(node, ()) if arc.tail in ways]
        return [Arc(ROOT, arc.head, arc.elements) if arc.tail in seeds else arc for arc in arcs]

    @cached_property
    def _place(self) -> dict[Node, int]:
        """Nodes that something leads to, in the order of their first arc."""
        return {node: place for place, node in enumerate(self.lines.inward)}

    def _by_parts(self, arcs: Sequence[Arc], target: Node) -> float | None:
        """The chance as a product over stretches between the nodes that every route passes; None: too large."""
        stops = _stops(arcs, target)
        parts = [_between(arcs, one, other) for one, other in pairwise(stops)]
        uses = Counter(element for part in parts for element in {e for arc in part for e in arc.elements})
        if any(count > 1 and self.lines.chances[element] < 1 for element, count in uses.items()):
            stops, parts = [ROOT, target], [_between(arcs, ROOT, target)]
        found = [
            self._enumerated(part, {end}, start=start)
            for part, start, end in zip(parts, stops, stops[1:], strict=False)
        ]
        known = [chance for chance in found if chance is not None]
        return math.prod(known) if len(known) == len(found) else None

    def _enumerated(self, arcs: Sequence[Arc], targets: Collection[Node], *, start: Node = ROOT) -> float | None:
        """Chance that all targets are reached, over all worlds; None where these are too many."""
        links = _reduced(arcs, self.lines.chances, {start, *targets})
        shared = sorted({element for link in links for element in link.shared})
        own = [number for number, link in enumerate(links) if link.chance < 1]
        chances = [self.lines.chances[element] for element in shared] + [links[number].chance for number in own]
        if len(chances) > self.exact_to:
            return None
        bits, weights = _all_worlds(chances)
        up = dict(zip(shared, bits, strict=False))
        works = dict(zip(own, bits[len(shared) :], strict=True))
        every = (1 << (1 << len(chances))) - 1
        passages = []
        for number, link in enumerate(links):
            state = works.get(number, every)
            for element in link.shared:
                state &= up[element]
            passages.append((link.tail, link.head, state))
        reached = _propagate(passages, {start: every})
        both = every
        for target in targets:
            both &= reached.get(target, 0)
        return float(_flags(both, len(weights)) @ weights)

    def _sampled(self, seeds: frozenset[Node], targets: frozenset[Node]) -> Estimate:
        if seeds not in self._reached:
            every = (1 << self.draws) - 1
            passages = [(arc.tail, arc.head, self._state(arc)) for arc in self.lines.arcs]
            self._reached[seeds] = _propagate(passages, dict.fromkeys(seeds, every))
        both = (1 << self.draws) - 1
        for target in targets:
            both &= self._reached[seeds].get(target, 0)
        return _wilson(both.bit_count(), self.draws)

    def _state(self, arc: Arc) -> int:
        state = (1 << self.draws) - 1
        for element in arc.elements:
            if element not in self._drawn:
                self._drawn[element] = _draw(element, self.lines.chances[element], self.draws, self.seed)
            state &= self._drawn[element]
        return state


def _certain(chance: float) -> Estimate:
    chance = min(1.0, max(0.0, chance))
    return Estimate(chance, chance, chance, True, 0)


def _wilson(count: int, draws: int) -> Estimate:
    share, z2 = count / draws, Z * Z
    middle = (share + z2 / (2 * draws)) / (1 + z2 / draws)
    half = Z / (1 + z2 / draws) * math.sqrt(share * (1 - share) / draws + z2 / (4 * draws * draws))
    return Estimate(share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)), False, draws)


def _stops(arcs: Iterable[Arc], target: Node) -> list[Node]:
    """The nodes that every route to the target passes, from the root to the target itself."""
    import networkx as nx

    G: nx.DiGraph[Node] = nx.DiGraph()
    G.add_edges_from((arc.tail, arc.head) for arc in arcs)
    before: dict[Node, Node] = nx.immediate_dominators(G, ROOT)
    stops = [target]
    while stops[-1] != ROOT:
        stops.append(before[stops[-1]])
    return stops[::-1]


def _between(arcs: Sequence[Arc], start: Node, end: Node) -> list[Arc]:
    """Arcs on the way from one node to another, but for those back to the first or on from the last."""
    kept = [arc for arc in arcs if arc.head != start and arc.tail != end]
    lines = Lines((), 0, tuple(kept), {})
    ways = lines.below([start]) & lines.above([end])
    return [arc for arc in kept if arc.tail in ways and arc.head in ways]


def _reduced(arcs: Iterable[Arc], chances: Mapping[Element, float], keep: Collection[Node]) -> list[_Link]:
    """The same passages with series and parallel ones merged, as far as no element is shared."""
    links = [
        _Link(arc.tail, arc.head, 1.0, frozenset(e for e in arc.elements if chances[e] < 1))
        for arc in arcs
        if arc.tail != arc.head
    ]
    while True:
        uses = Counter(element for link in links for element in link.shared)
        fewer = _parallel([_own(link, uses, chances) for link in links])
        merged = _series(fewer, keep)
        if merged is None and len(fewer) == len(links):
            return fewer
        links = fewer if merged is None else merged


def _own(link: _Link, uses: Mapping[Element, int], chances: Mapping[Element, float]) -> _Link:
    """A link whose chance includes the elements that it alone uses."""
    alone = sorted(element for element in link.shared if uses[element] == 1)
    chance = link.chance * math.prod(chances[element] for element in alone)
    return _Link(link.tail, link.head, chance, link.shared.difference(alone))


def _parallel(links: Iterable[_Link]) -> list[_Link]:
    """Merge links between the same two nodes whose shared elements are the same."""
    found: dict[tuple[Node, Node, frozenset[Element]], float] = {}
    for link in links:
        key = link.tail, link.head, link.shared
        found[key] = 1 - (1 - found.get(key, 0.0)) * (1 - link.chance)
    return [_Link(tail, head, chance, shared) for (tail, head, shared), chance in found.items()]


def _series(links: Sequence[_Link], keep: Collection[Node]) -> list[_Link] | None:
    """Take out a node that leads nowhere, or that one passage enters and one leaves; None where there is no such."""
    into, out = Counter(link.head for link in links), Counter(link.tail for link in links)
    for node in dict.fromkeys(link.head for link in links):
        single = into[node] == 1 and out[node] == 1
        if node in keep or (out[node] and not single):
            continue
        rest = [link for link in links if node not in (link.tail, link.head)]
        first = next(link for link in links if link.head == node)
        for last in links:
            if last.tail == node and last.head != first.tail:
                chance = first.chance * last.chance
                rest.append(_Link(first.tail, last.head, chance, first.shared | last.shared))
        return rest
    return None


def _propagate(passages: Iterable[tuple[Node, Node, int]], start: Worlds) -> Worlds:
    """Worlds in which each node is reached."""
    onward: dict[Node, list[tuple[Node, int]]] = {}
    for tail, head, state in passages:
        onward.setdefault(tail, []).append((head, state))
    reached = dict(start)
    waiting = dict.fromkeys(start)
    while waiting:
        node = next(iter(waiting))
        del waiting[node]
        here = reached[node]
        for head, state in onward.get(node, ()):
            old = reached.get(head, 0)
            new = old | here & state
            if new != old:
                reached[head] = new
                waiting[head] = None
    return reached


def _all_worlds(chances: Sequence[float]) -> tuple[list[int], NDArray[np.float64]]:
    """In which worlds each element works, as bits of a number, and how likely each world is."""
    numbers = np.arange(1 << len(chances))
    weights = np.ones(len(numbers))
    bits = []
    for place, chance in enumerate(chances):
        flags = (numbers >> place) & 1 == 1
        bits.append(_number(flags))
        weights *= np.where(flags, chance, 1 - chance)
    return bits, weights


def _draw(element: Element, chance: float, draws: int, seed: int) -> int:
    """Whether an element works in each world; the same draws for the same name, whatever else there is."""
    if chance >= 1:
        return (1 << draws) - 1
    stream = np.random.default_rng([seed, *"\0".join(element).encode()])
    return _number(stream.random(draws) < chance)


def _number(flags: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def _flags(number: int, count: int) -> NDArray[np.uint8]:
    packed = np.frombuffer(number.to_bytes((count + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(packed, count=count, bitorder="little")
