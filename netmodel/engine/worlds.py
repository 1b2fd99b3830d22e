"""Reliability: the expected share of conversations that are joined when every element works only with its strength.

A tie works with its strength, a hub with its quality, a member edge with its uptake, and arrival at a stakeholder
with its permeability, all independently. All worlds are enumerated where few elements are uncertain; else a fixed
number of worlds is drawn, the same ones for every layer and every candidate, and the answer comes with its interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netmodel.engine.layers import Floats, Indices, Layer, build_layers
from netmodel.network import Network

Flags = NDArray[np.bool_]
Element = tuple[str, ...]

EXACT = 18
"""Up to so many uncertain elements every world is looked at."""

EXACT_CLOSED = 12
"""The same where direction matters, and a world takes longer to look at."""

WORLDS, LEAST = 1_000, 50
"""Worlds drawn where there are more elements: so many, and no fewer."""

CELLS = 1 << 25
"""Cells times worlds that are held at once; a large network gets fewer worlds, and says so."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over worlds; `low` and `high` are its 95 % interval, equal to it where it is exact."""

    value: float
    low: float
    high: float
    exact: bool
    worlds: int

    def to_json(self) -> dict[str, Any]:
        """Give the estimate as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, eq=False)
class Worlds:
    """Worlds of a network: which elements work in each, and how likely each world is."""

    layers: tuple[Layer, ...]
    states: dict[Element, Flags]
    chances: Floats
    exact: bool
    seed: int

    @classmethod
    def of(
        cls,
        net: Network,
        *,
        seed: int = 0,
        worlds: int = WORLDS,
        by_issue: bool = True,
        channels: Sequence[str] = (),
    ) -> Worlds:
        """Draw or enumerate the worlds of a network as it stands, the elements of these further channels included."""
        layers = tuple(layer for layer in build_layers(net, by_issue=by_issue) if layer.weight)
        uncertain = {
            element: chance
            for layer in layers
            for element, chance in _elements(layer, (*layer.opened, *channels))
            if 0 < chance < 1
        }
        names = sorted(uncertain)
        plain = all(_is_plain(layer) for layer in layers) and not channels
        if len(names) <= (EXACT if plain else EXACT_CLOSED):
            return cls(layers, *_enumerate(names, uncertain), exact=True, seed=seed)
        cells = len(names) if plain else 4 * max(len(layer.nodes) + len(layer.opened) for layer in layers) ** 2
        count = max(LEAST, min(worlds, CELLS // cells))
        states = {name: _draw(name, uncertain[name], count, seed) for name in names}
        return cls(layers, states, np.full(count, 1 / count), exact=False, seed=seed)

    def up(self, name: Element, chance: float, own: dict[Element, Flags] | None = None) -> Flags:
        """In which worlds an element works; one that is certain works in all or none."""
        flags = self.states.get(name)
        if flags is None and own is not None:
            flags = own.get(name)
        return np.full(len(self.chances), chance > 0) if flags is None else flags

    @cached_property
    def parts(self) -> tuple[_Components | _Closures, ...]:
        """What is joined in every world, layer by layer."""
        return tuple(
            _Components(layer, self) if _is_plain(layer) else _Closures(layer, self) for layer in self.layers
        )

    @cached_property
    def weight(self) -> float:
        """Weight of all conversations."""
        return sum(layer.weight for layer in self.layers)

    def reliability(self) -> Estimate:
        """Expected share of conversations joined; nan where there is none."""
        if not self.weight:
            return Estimate(float("nan"), float("nan"), float("nan"), True, 0)
        shares = sum((part.joined() for part in self.parts), np.zeros(len(self.chances))) / self.weight
        return _estimate(shares, self.chances, exact=self.exact)

    def gain(self, channel: str) -> Estimate:
        """Expected share of conversations that a channel would join, over the same worlds."""
        parts = [part for part in self.parts if channel in part.layer.hubs]
        if not parts or not self.weight:
            return Estimate(0.0, 0.0, 0.0, True, 0)
        own = {e: p for part in parts for e, p in _elements(part.layer, (channel,), ties=False) if e[0] != "at"}
        fresh = sorted(name for name, chance in own.items() if 0 < chance < 1)
        count = len(self.chances)
        if self.exact and len(fresh) + np.log2(count) <= EXACT:
            states, chances = _enumerate(fresh, own)
            shares = np.zeros(count)
            for number, chance in enumerate(chances):
                state = {name: np.full(count, flags[number]) for name, flags in states.items()}
                shares += chance * self._added(parts, channel, state)
            return _estimate(shares, self.chances, exact=True)
        if not self.exact:
            state = {name: _draw(name, own[name], count, self.seed) for name in fresh}
            return _estimate(self._added(parts, channel, state), self.chances, exact=False)
        times = max(LEAST, WORLDS // count)
        drawn = {name: _draw(name, own[name], times * count, self.seed).reshape(times, count) for name in fresh}
        means = [
            float(self.chances @ self._added(parts, channel, {name: flags[n] for name, flags in drawn.items()}))
            for n in range(times)
        ]
        estimate = _estimate(np.array(means), np.full(times, 1 / times), exact=False)
        return replace(estimate, worlds=times * count)

    def _added(self, parts: Sequence[_Components | _Closures], channel: str, own: dict[Element, Flags]) -> Floats:
        """Share of conversations that a channel joins in each world, in this state of its own elements."""
        return sum((part.added(channel, own) for part in parts), np.zeros(len(self.chances))) / self.weight


def _estimate(shares: Floats, chances: Floats, *, exact: bool) -> Estimate:
    mean = float(chances @ shares)
    if exact:
        return Estimate(mean, mean, mean, True, len(chances))
    half = 1.96 * float(shares.std(ddof=1)) / len(shares) ** 0.5 or 3 / len(shares)  # rule of three
    return Estimate(mean, max(0.0, mean - half), min(1.0, mean + half), False, len(shares))


def _elements(layer: Layer, hubs: Iterable[str], *, ties: bool = True) -> Iterator[tuple[Element, float]]:
    """Name and chance of every element of a layer: its ties, arrivals, and these channels."""
    if ties:
        yield from ((("tie", tie), float(p)) for tie, p in zip(layer.arc_ties, layer.strengths, strict=True))
    yield from ((("at", node), float(p)) for node, p in zip(layer.nodes, layer.permeability, strict=True))
    for name in hubs:
        hub = layer.hubs.get(name)
        if hub is None:
            continue
        yield ("hub", name), hub.quality
        for member, into, out in zip(hub.members, hub.into, hub.uptake_out, strict=True):
            yield ("in", name, layer.nodes[member]), float(into)
            if into != out:
                yield ("out", name, layer.nodes[member]), float(out)


def _draw(name: Element, chance: float, count: int, seed: int) -> Flags:
    """Whether an element works in each world; the same draws for the same name, whatever else there is."""
    stream = np.random.default_rng([seed, *"\0".join(name).encode()])
    flags: Flags = stream.random(count) < chance
    return flags


def _enumerate(names: Sequence[Element], chances: dict[Element, float]) -> tuple[dict[Element, Flags], Floats]:
    numbers = np.arange(1 << len(names))
    states = {name: (numbers >> bit) & 1 == 1 for bit, name in enumerate(names)}
    weights = np.ones(len(numbers))
    for name, flags in states.items():
        weights *= np.where(flags, chances[name], 1 - chances[name])
    return states, weights


def _is_plain(layer: Layer) -> bool:
    """Whether nothing is directed and arrival is certain on the sides: then being joined is being connected."""
    if not layer.symmetric:
        return False
    ends = np.concatenate([part for pair in layer.pairs for part in (pair.rows, pair.cols)])
    return bool((layer.permeability[ends] == 1).all())


class _Components:
    """Worlds of a layer in which nothing is directed: a conversation is joined if both ends are connected."""

    def __init__(self, layer: Layer, worlds: Worlds) -> None:
        self.layer, self.worlds = layer, worlds
        self.count = len(worlds.chances)
        self.receives = np.stack(
            [worlds.up(("at", node), p) for node, p in zip(layer.nodes, layer.permeability, strict=True)]
        )
        self.labels = self._components()
        self.sides = self._side_weights()

    def _components(self) -> Indices:
        """Label of the component of each node in each world: nodes x worlds, unique over worlds."""
        from scipy.sparse import coo_array
        from scipy.sparse.csgraph import connected_components

        layer = self.layer
        half = len(layer.arc_ties) // 2
        edges = [
            (int(u), int(v), self.worlds.up(("tie", tie), p))
            for u, v, tie, p in zip(
                layer.tails[:half], layer.heads[:half], layer.arc_ties, layer.strengths, strict=False
            )
        ]
        for number, name in enumerate(layer.opened):
            hub = layer.hubs[name]
            works = self.worlds.up(("hub", name), hub.quality)
            place = len(layer.nodes) + number
            for member, into in zip(hub.members, hub.into, strict=True):
                edge = self.worlds.up(("in", name, layer.nodes[member]), float(into))
                edges.append((int(member), place, works & edge))
        n = len(layer.nodes) + len(layer.opened)
        receives = np.vstack([self.receives, np.ones((len(layer.opened), self.count), dtype=bool)])
        tails, heads = [], []
        for u, v, works in edges:
            alive = np.flatnonzero(works & receives[u] & receives[v])
            tails.append(alive * n + u)
            heads.append(alive * n + v)
        total = n * self.count
        ends = (np.concatenate(tails), np.concatenate(heads)) if tails else (np.empty(0, int), np.empty(0, int))
        graph = coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), shape=(total, total))
        _, labels = connected_components(graph.tocsr(), directed=False)
        return np.asarray(labels.reshape(self.count, n)[:, : len(layer.nodes)].T, dtype=np.intp)

    def _side_weights(self) -> list[tuple[Floats, Floats, float]]:
        """For each pair of sides: weight of either side in every component, and the weight of the issue."""
        top = int(self.labels.max()) + 1 if self.labels.size else 0
        found = []
        for pair in self.layer.pairs:
            sums = [
                np.bincount(self.labels[who].ravel(), weights=np.repeat(weights, self.count), minlength=top).astype(
                    float
                )
                for who, weights in ((pair.rows, pair.row_weights), (pair.cols, pair.col_weights))
            ]
            found.append((sums[0], sums[1], pair.issue_weight))
        return found

    def joined(self) -> Floats:
        """Weight of the conversations joined in each world."""
        world_of = np.zeros(int(self.labels.max()) + 1, dtype=np.intp)
        world_of[self.labels] = np.arange(self.count)
        total = np.zeros(self.count)
        for rows, cols, issue in self.sides:
            total += np.bincount(world_of, weights=rows * cols * issue, minlength=self.count)
        return total

    def added(self, channel: str, own: dict[Element, Flags]) -> Floats:
        """Weight of the conversations that a channel joins in each world: it merges components."""
        hub = self.layer.hubs[channel]
        total = np.zeros(self.count)
        if len(hub.members) < 2:
            return total
        labels = np.where(self.passages(channel, own)[1].T, self.labels[hub.members], -1)
        labels.sort(axis=0)
        first = labels >= 0
        first[1:] &= labels[1:] != labels[:-1]
        for rows, cols, issue in self.sides:
            a, b = np.where(first, rows[labels], 0.0), np.where(first, cols[labels], 0.0)
            total += issue * (a.sum(axis=0) * b.sum(axis=0) - (a * b).sum(axis=0))
        return total

    def passages(self, name: str, own: dict[Element, Flags] | None = None) -> tuple[Flags, Flags]:
        """Who can bring something into a hub, and take something home, in each world: worlds x members."""
        hub, up = self.layer.hubs[name], self.worlds.up
        works = up(("hub", name), hub.quality, own)
        nodes = self.layer.nodes
        into = [up(("in", name, nodes[m]), float(p), own) & works for m, p in zip(hub.members, hub.into, strict=True)]
        enters = np.stack(into, axis=1)
        return enters, enters & self.receives[hub.members].T

    def reaches(self, rows: Indices, cols: Indices) -> Flags:
        """Who reaches whom in each world: worlds x rows x columns."""
        flags: Flags = self.labels[rows].T[:, :, None] == self.labels[cols].T[:, None]
        return flags


class _Closures:
    """Worlds of any layer, directed ones too: who can reach whom, closed relay by relay in all worlds at once."""

    def __init__(self, layer: Layer, worlds: Worlds) -> None:
        self.layer, self.worlds = layer, worlds
        self.count = len(worlds.chances)
        nodes = zip(layer.nodes, layer.permeability, strict=True)
        self.receives = np.stack([worlds.up(("at", node), p) for node, p in nodes], axis=1)
        self.closure = self._closure()

    def _closure(self) -> Flags:
        layer, up = self.layer, self.worlds.up
        n = len(layer.nodes)
        size = n + len(layer.opened)
        reaches = np.zeros((self.count, size, size), dtype=bool)
        reaches[:, np.arange(size), np.arange(size)] = True
        for u, v, tie, p in zip(layer.tails, layer.heads, layer.arc_ties, layer.strengths, strict=True):
            reaches[:, u, v] |= up(("tie", tie), p) & self.receives[:, v]
        for number, name in enumerate(layer.opened):
            into, out = self.passages(name)
            reaches[:, layer.hubs[name].members, n + number] = into
            reaches[:, n + number, layer.hubs[name].members] = out
        for relay in range(size):
            reaches |= reaches[:, :, relay, None] & reaches[:, None, relay]
        return reaches[:, :n, :n]

    def passages(self, name: str, own: dict[Element, Flags] | None = None) -> tuple[Flags, Flags]:
        """Who can bring something into a hub, and take something home, in each world: worlds x members."""
        hub, nodes = self.layer.hubs[name], self.layer.nodes
        works = self.worlds.up(("hub", name), hub.quality, own)
        into, out = [], []
        for member, p, q in zip(hub.members, hub.into, hub.uptake_out, strict=True):
            into.append(self.worlds.up(("in", name, nodes[member]), float(p), own) & works)
            leaves = self.worlds.up(("in" if p == q else "out", name, nodes[member]), float(q), own)
            out.append(leaves & works & self.receives[:, member])
        empty = np.zeros((self.count, 0), dtype=bool)
        return (np.stack(into, axis=1), np.stack(out, axis=1)) if into else (empty, empty)

    def reaches(self, rows: Indices, cols: Indices) -> Flags:
        """Who reaches whom in each world: worlds x rows x columns."""
        return self.closure[:, rows][:, :, cols]

    def _weight(self, joined: Flags) -> Floats:
        half = 1.0 if self.layer.symmetric else 0.5
        total = np.zeros(len(joined))
        for pair in self.layer.pairs:
            block = joined[:, pair.rows][:, :, pair.cols]
            flat = block.reshape(len(block) * len(pair.rows), len(pair.cols)).astype(float)
            by_row = (flat @ pair.col_weights).reshape(len(block), len(pair.rows))
            total += half * pair.issue_weight * (by_row @ pair.row_weights)
        return total

    def joined(self) -> Floats:
        """Weight of the conversations joined in each world."""
        return self._weight(self.closure)

    def added(self, channel: str, own: dict[Element, Flags]) -> Floats:
        """Weight of the conversations that a channel joins in each world."""
        members = self.layer.hubs[channel].members
        into, out = self.passages(channel, own)
        works = np.flatnonzero(into.any(axis=1) & out.any(axis=1))
        reaches, into, out = self.closure[works], into[works], out[works]
        brings = np.any(reaches[:, :, members] & into[:, None, :], axis=2, keepdims=True)
        takes = np.any(reaches[:, members] & out[:, :, None], axis=1, keepdims=True)
        total = np.zeros(self.count)
        total[works] = self._weight(brings & takes & ~reaches)
        return total
