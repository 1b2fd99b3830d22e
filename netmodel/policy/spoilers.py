"""Structural spoilers: without whom most reach would be lost, by vetoes or without."""

from __future__ import annotations

import heapq
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import compress
from typing import Any

import numpy as np

from netmodel.engine.kernel import Block, Frame, best_routes, frame_of
from netmodel.engine.layers import Floats, Layer, build_layers
from netmodel.errors import LimitError, UnknownName, UsageError
from netmodel.network import Network

COUNT = 5
"""Spoilers that are named unless more are asked for."""

Flags = np.ndarray[Any, np.dtype[np.bool_]]

CELLS = 1 << 27
"""Cells of best routes that are held at most, over all layers (1 GiB)."""


@dataclass(frozen=True)
class Spoiler:
    """A stakeholder, and what reach would lose without it.

    Attributes
    ----------
    id, name, side : str
    lost : float
        Share of reach, in [0, 1], that would be gone: `own` and `relayed` together.
    own : float
        Share that is in its own conversations; 0 for a third party.
    relayed : float
        Share that others lose because they reach each other less well, or not at all, without it.
    remains : float
        Reach then; the weight of all conversations stays what it is.
    """

    id: str
    name: str
    side: str
    lost: float
    own: float
    relayed: float
    remains: float


def spoilers(net: Network, *, count: int = COUNT, stakeholders: Collection[str] | None = None) -> tuple[Spoiler, ...]:
    """The stakeholders without whom most reach would be lost, of any side or of none.

    Parameters
    ----------
    net : Network
        As it stands.
    count : int
        How many at most.
    stakeholders : collection of str, optional
        Ids to look at; default: everybody.

    Returns
    -------
    tuple of Spoiler
        The largest loss first, of equals (to 12 decimals) the first by id; who costs nothing is left out. Empty where
        there is no reach to lose.

    Raises
    ------
    UsageError
        For a count below 0.
    UnknownName
        For a stakeholder that is not there.
    LimitError
        Where the best routes between the sides and everybody would take more than 1 GiB.

    Notes
    -----
    Exact. What may pass a stakeholder, and then what the conversations hold on a best route of which it lies, bound
    what is lost without it. Best first: routes are computed anew, from where it matters only, for those whose bounds
    reach the best losses known.

    Examples
    --------
    >>> people = [{"id": name, "side": name[0].upper()} for name in ("a1", "a2", "b1")] + [{"id": "x"}]
    >>> ties = [{"source": "a1", "target": "x"}, {"source": "x", "target": "b1"}, {"source": "a1", "target": "a2"}]
    >>> net = Network.from_tables(people, [{**tie, "strength": 1} for tie in ties])
    >>> [(row.id, row.lost, round(row.relayed, 3)) for row in spoilers(net, count=3)]
    [('a1', 1.0, 0.5), ('b1', 1.0, 0.0), ('x', 1.0, 1.0)]
    """
    if count < 0:
        raise UsageError("count is a number of 0 or more")
    wanted = sorted(net.stakeholder if stakeholders is None else set(stakeholders))
    for name in wanted:
        if name not in net.stakeholder:
            raise UnknownName("stakeholder", name, net.stakeholder)
    parts = _parts(net) if count else []
    total, weight = sum(part.amount for part in parts), sum(part.frame.layer.weight for part in parts)
    if not total > 0:
        return ()
    rows: list[Spoiler] = []
    queue: list[tuple[float, int, str, Spoiler | None]] = [
        (-sum(part.most(name) for part in parts) / total, 0, name, None) for name in wanted
    ]
    heapq.heapify(queue)
    while queue and len(rows) < count:
        _, stage, name, row = heapq.heappop(queue)
        if row is not None:
            rows += [row] if row.lost > 0 else []
        elif stage == 0:
            heapq.heappush(queue, (-sum(part.tightened(name) for part in parts) / total, 1, name, None))
        else:
            own, relayed = (
                sum(amounts) / total for amounts in zip(*(part.loss(name) for part in parts), strict=True)
            )
            row = _spoiler(net, name, own, relayed, total / weight)
            heapq.heappush(queue, (-row.lost, 2, name, row))
    return tuple(rows)


def _spoiler(net: Network, name: str, own: float, relayed: float, reach: float) -> Spoiler:
    row = net.stakeholder[name]
    lost = min(round(own + max(relayed, 0.0), 12), 1.0)
    own, relayed = round(own, 12) + 0.0, round(max(relayed, 0.0), 12) + 0.0
    return Spoiler(name, row.name, row.side, lost, own, relayed, round(reach * (1 - lost), 12))


def layer_without(layer: Layer, node: int) -> Layer:
    """A layer in which nothing passes a stakeholder: its ties and its part in channels are gone; it stays, alone."""
    kept = (layer.tails != node) & (layer.heads != node)
    hubs = {}
    for name, hub in layer.hubs.items():
        stay = hub.members != node
        names = ("members", "into", "uptake_out", "out")
        hubs[name] = replace(hub, **{field: getattr(hub, field)[stay] for field in names})
    return replace(
        layer,
        tails=layer.tails[kept],
        heads=layer.heads[kept],
        strengths=layer.strengths[kept],
        arc_ties=tuple(compress(layer.arc_ties, kept)),
        hubs=hubs,
    )


def _parts(net: Network) -> list[_Part]:
    layers = [layer for layer in build_layers(net) if layer.weight]
    frames = [frame_of(replace(layer, hubs={name: layer.hubs[name] for name in layer.opened})) for layer in layers]
    cells = sum(len(frame.layer.nodes) * (len(frame.rows) + len(frame.cols)) for frame in frames)
    if cells > CELLS:
        raise LimitError(f"best routes between so many stakeholders need {cells:,} numbers, more than {CELLS:,}")
    return [_Part.of(frame) for frame in frames]


@dataclass(frozen=True, eq=False)
class _Part:
    """A layer with its best routes from each row to everybody, and from everybody to each column."""

    frame: Frame
    place: dict[str, int]
    to_all: Floats
    from_all: Floats

    @classmethod
    def of(cls, frame: Frame) -> _Part:
        everybody = np.arange(len(frame.layer.nodes), dtype=np.intp)
        place = {name: position for position, name in enumerate(frame.layer.nodes)}
        to_all = best_routes(frame.layer, frame.rows, everybody)
        return cls(frame, place, to_all, best_routes(frame.layer, everybody, frame.cols))

    @cached_property
    def best(self) -> Floats:
        """Best routes from rows to columns."""
        return self.to_all[:, self.frame.cols]

    @property
    def amount(self) -> float:
        """Weighted sum of all conversations."""
        return float(sum(block.factor * block.total(self.best) for block in self.frame.blocks))

    def most(self, name: str) -> float:
        """At most so much of the amount can be lost: what its own conversations hold, and what may pass it."""
        node = self.place.get(name)
        if node is None:
            return 0.0
        into, out = self.to_all[:, node], self.from_all[node]
        passing = [
            block.factor * float(block.row_weights @ into[block.rows]) * float(out[block.cols] @ block.col_weights)
            for block in self.frame.blocks
        ]
        return sum(passing) * (1 + 1e-9)

    @cached_property
    def weighted(self) -> list[Floats]:
        """What each conversation of each block holds."""
        return [
            block.factor * block.row_weights[:, None] * self.best[block.rows, block.cols] * block.col_weights
            for block in self.frame.blocks
        ]

    def tightened(self, name: str) -> float:
        """At most so much: what the conversations hold on a best route of which it lies, as an end too."""
        node = self.place.get(name)
        if node is None:
            return 0.0
        pairs = zip(self.frame.blocks, self.weighted, strict=True)
        amounts = (float(np.sum(held, where=self._passes(block, node))) for block, held in pairs)
        return sum(amounts) * (1 + 1e-9)

    def loss(self, name: str) -> tuple[float, float]:
        """What is lost of its own conversations, and of those of others, without a stakeholder."""
        node = self.place.get(name)
        if node is None:
            return 0.0, 0.0
        kept = [(block, *self._others(block, node)) for block in self.frame.blocks]
        own = sum(
            block.factor * (block.total(self.best) - _total(block, self.best, *others)) for block, *others in kept
        )
        touched = np.zeros(len(self.frame.rows), dtype=bool)
        for block, rows, cols in kept:
            touched[block.rows] |= (rows > 0) & (self._passes(block, node) & (cols > 0)).any(axis=1)
        if not touched.any():
            return own, 0.0
        lost = np.zeros_like(self.best)
        without = best_routes(layer_without(self.frame.layer, node), self.frame.rows[touched], self.frame.cols)
        lost[touched] = self.best[touched] - without
        return own, sum(block.factor * _total(block, lost, *others) for block, *others in kept)

    def _others(self, block: Block, node: int) -> tuple[Floats, Floats]:
        """Weights of a block without a stakeholder's own."""
        rows, cols = self.frame.rows[block.rows] != node, self.frame.cols[block.cols] != node
        return block.row_weights * rows, block.col_weights * cols

    def _passes(self, block: Block, node: int) -> Flags:
        """The conversations of a block on a best route of which a stakeholder lies."""
        through = np.multiply.outer(self.to_all[block.rows, node], self.from_all[node, block.cols])
        passing: Flags = through >= self._nearly[block.rows, block.cols]
        return passing

    @cached_property
    def _nearly(self) -> Floats:
        """Best routes less rounding; inf where there is none, so that nothing equals it."""
        found: Floats = np.where(self.best > 0, self.best * (1 - 1e-9), np.inf)
        return found


def _total(block: Block, values: Floats, row_weights: Floats, col_weights: Floats) -> float:
    return float(row_weights @ (values[block.rows, block.cols] @ col_weights))
