"""The kernel: best routes of every layer, and the exact effect of opening a channel on all of them.

With alpha(s) the best way from s into a channel and alpha'(t) the best way from it to t, opening a channel of
quality q turns the matrix P of best routes into max(P, q * alpha * alpha'): a route uses a hub at most once. So a
channel is scored in one pass over P, without a search, and the order in which channels are opened does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netmodel.engine import fast
from netmodel.engine.layers import Floats, Hub, Indices, Layer, build_layers
from netmodel.errors import LimitError
from netmodel.network import Network

DENSE = 128
"""Up to so many stakeholders all pairs are closed at once; beyond, Dijkstra runs from the rows that are needed."""

TILE = 1 << 16
"""Cells of P that are worked on at a time, so that a block stays in cache for all channels."""

CELLS = 1 << 29
"""Cells of best routes that are held in memory at most (4 GiB)."""

EPSILON = 1e-12
"""A route is better only by more than this: less is rounding."""


@dataclass(frozen=True, eq=False)
class Block:
    """Where the conversations of a pair of sides stand in the matrix of a layer, and what they weigh.

    A conversation weighs ``factor * row weight * column weight``.
    """

    rows: slice
    cols: slice
    row_weights: Floats
    col_weights: Floats
    factor: float

    def total(self, values: Floats) -> float:
        """Sum over the conversations by the influence of both ends, without the factor."""
        return float(self.row_weights @ (values[self.rows, self.cols] @ self.col_weights))


@dataclass(frozen=True, eq=False)
class Frame:
    """The part of a layer that has to be kept: rows and columns of P for both sides and for members of channels."""

    layer: Layer
    rows: Indices
    cols: Indices
    blocks: tuple[Block, ...]

    @cached_property
    def row_of(self) -> Indices:
        """Position in `rows` of each node, -1 where absent."""
        return _positions(self.rows, len(self.layer.nodes))

    @cached_property
    def col_of(self) -> Indices:
        """Position in `cols` of each node, -1 where absent."""
        return _positions(self.cols, len(self.layer.nodes))


def _positions(kept: Indices, n: int) -> Indices:
    positions = np.full(n, -1, dtype=np.intp)
    positions[kept] = np.arange(len(kept))
    return positions


def frame_of(layer: Layer) -> Frame:
    """The rows and columns of P that a layer needs: both sides and the members of channels that may be opened."""
    members = [hub.members for name, hub in layer.hubs.items() if name not in layer.opened]
    extra = np.unique(np.concatenate(members)) if members else np.empty(0, dtype=np.intp)
    if layer.symmetric and len(layer.pairs) == 1:
        pair = layer.pairs[0]
        rows, cols = _and_rest([pair.rows], extra), _and_rest([pair.cols], extra)
    else:
        sides = {tuple(part): part for pair in layer.pairs for part in (pair.rows, pair.cols)}
        rows = cols = _and_rest(list(sides.values()), extra)
    row_of, col_of = _positions(rows, len(layer.nodes)), _positions(cols, len(layer.nodes))
    half = 1.0 if layer.symmetric else 0.5
    blocks = tuple(
        Block(
            slice(int(row_of[pair.rows[0]]), int(row_of[pair.rows[-1]]) + 1),
            slice(int(col_of[pair.cols[0]]), int(col_of[pair.cols[-1]]) + 1),
            pair.row_weights,
            pair.col_weights,
            pair.issue_weight * half,
        )
        for pair in layer.pairs
    )
    return Frame(layer, rows, cols, blocks)


def _and_rest(first: list[Indices], extra: Indices) -> Indices:
    kept = np.concatenate(first)
    return np.concatenate([kept, np.setdiff1d(extra, kept)])


# ---- best routes ----------------------------------------------------------------------------------------------


def arcs_of(layer: Layer) -> tuple[int, Indices, Indices, Floats]:
    """Arcs of a layer with its open channels as hubs: number of nodes, tails, heads, and what each arc passes."""
    n = len(layer.nodes)
    tails, heads = [layer.tails], [layer.heads]
    passes = [layer.strengths * layer.permeability[layer.heads]]
    for number, name in enumerate(layer.opened):
        hub = layer.hubs[name]
        place = np.full(len(hub.members), n + number, dtype=np.intp)
        tails += [hub.members, place]
        heads += [place, hub.members]
        passes += [hub.into, hub.quality * hub.out]
    return n + len(layer.opened), np.concatenate(tails), np.concatenate(heads), np.concatenate(passes)


def best_routes(layer: Layer, rows: Indices, cols: Indices) -> Floats:
    """Strength of the best route from each of `rows` to each of `cols`; 1 from a stakeholder to itself."""
    n, tails, heads, passes = arcs_of(layer)
    if n <= DENSE:
        return _close(n, tails, heads, passes)[np.ix_(rows, cols)]
    return _search(n, tails, heads, passes, rows, cols)


def _close(n: int, tails: Indices, heads: Indices, passes: Floats) -> Floats:
    """All pairs by Floyd's recurrence on (max, *): exact products, no logarithms."""
    best = np.zeros((n, n))
    np.maximum.at(best, (tails, heads), passes)
    np.fill_diagonal(best, 1.0)
    through = np.empty_like(best)
    for relay in range(n):
        into = best[:, relay]
        if np.count_nonzero(into) > 1:
            np.multiply(into[:, None], best[relay], out=through)
            np.maximum(best, through, out=best)
    return best


def _search(
    n: int, tails: Indices, heads: Indices, passes: Floats, rows: Indices, cols: Indices, chunk: int = 256
) -> Floats:
    """Dijkstra from each row, a chunk of rows at a time."""
    arcs, compiled = fast.Arcs.of(n, tails, heads, passes), fast.is_compiled(n)
    best = np.empty((len(rows), len(cols)))
    for start in range(0, len(rows), chunk):
        found = fast.routes_from(arcs, rows[start : start + chunk], compiled=compiled)
        found.take(cols, axis=1, out=best[start : start + chunk], mode="clip")
    return best


# ---- channels -------------------------------------------------------------------------------------------------


def ways_in(frame: Frame, P: Floats, hub: Hub) -> Floats:
    """alpha: from each row, the best way to bring something into the channel."""
    best: Floats = (P[:, frame.col_of[hub.members]] * hub.into).max(axis=1)
    return best


def ways_out(frame: Frame, P: Floats, hub: Hub) -> Floats:
    """alpha': to each column, the best way to take something home from the channel."""
    best: Floats = (P[frame.row_of[hub.members]] * hub.out[:, None]).max(axis=0)
    return best


def usable_hub(layer: Layer, channel: str) -> Hub | None:
    """The hub of a channel that could add something to a layer; None where it is open, idle or not there."""
    hub = layer.hubs.get(channel)
    if hub is None or channel in layer.opened or len(hub.members) < 2 or hub.quality == 0:
        return None
    return hub


def _ways(frame: Frame, P: Floats, hub: Hub) -> tuple[Floats, Floats]:
    """Ways into a channel, times its quality, and out of it; 0 where opening it cannot improve a route.

    Who reaches every member at least as well as through the channel gains nothing, since P is closed: a route to a
    member and one from that member make a route. The same holds for whom every member reaches as well.
    """
    before, after = P[:, frame.col_of[hub.members]], P[frame.row_of[hub.members]]
    into = hub.quality * (before * hub.into).max(axis=1)
    out = (after * hub.out[:, None]).max(axis=0)
    if P.size <= TILE:
        return into, out
    entering = (into[:, None] * hub.out > before).any(axis=1)
    leaving = (out * (hub.quality * hub.into)[:, None] > after).any(axis=0)
    return into * entering, out * leaving


def _layer_gains(frame: Frame, P: Floats, hubs: Sequence[Hub]) -> Floats:
    """Weighted sum of what each channel adds to the conversations of a layer."""
    into, out = np.empty((len(hubs), len(frame.rows))), np.empty((len(hubs), len(frame.cols)))
    for position, hub in enumerate(hubs):
        into[position], out[position] = _ways(frame, P, hub)
    found, compiled = np.zeros(len(hubs)), fast.is_compiled(len(frame.layer.nodes))
    for block in frame.blocks:
        ways = into[:, block.rows], out[:, block.cols]
        weights, at = (block.row_weights, block.col_weights), (block.rows, block.cols)
        found += block.factor * fast.block_gains(P, at, ways, weights, tile=TILE, compiled=compiled)
    return found


def _weighted(frame: Frame, values: Floats) -> float:
    return float(sum(block.factor * block.total(values) for block in frame.blocks))


def _plain_mean(frame: Frame, P: Floats) -> float:
    weight = sum(block.total(np.ones_like(P)) for block in frame.blocks)
    return sum(block.total(P) for block in frame.blocks) / weight if weight else float("nan")


@dataclass(frozen=True, eq=False)
class Reach:
    """Best routes in every layer, with some channels open: a value, what each channel would add, and the next state.

    `value` and `gains` are weighted sums over conversations, divided by the weight of all of them.
    """

    frames: tuple[Frame, ...]
    matrices: tuple[Floats, ...]

    @classmethod
    def of(cls, net: Network, *, by_issue: bool = True) -> Reach:
        """Best routes of a network as it stands."""
        return cls.of_layers(build_layers(net, by_issue=by_issue))

    @classmethod
    def of_layers(cls, layers: Sequence[Layer]) -> Reach:
        """Best routes of layers that were built already."""
        frames = tuple(frame_of(layer) for layer in layers)
        cells = sum(len(frame.rows) * len(frame.cols) for frame in frames)
        if cells > CELLS:
            raise LimitError(
                f"best routes of this network need {8e-9 * cells:.0f} GB of memory, more than {8e-9 * CELLS:.0f} GB; "
                "netmodel channels --stream scores its channels without holding them"
            )
        return cls(frames, tuple(best_routes(frame.layer, frame.rows, frame.cols) for frame in frames))

    @cached_property
    def weights(self) -> Floats:
        """Weight of each layer."""
        return np.array([frame.layer.weight for frame in self.frames])

    @cached_property
    def by_layer(self) -> Floats:
        """Weighted sum of each layer's conversations, not yet divided by its weight."""
        return np.array([_weighted(frame, P) for frame, P in zip(self.frames, self.matrices, strict=True)])

    @cached_property
    def means(self) -> Floats:
        """Each layer's own mean; where the issue weighs nothing (a red line), by influence alone; else nan."""
        return np.array(
            [
                amount / weight if weight else _plain_mean(frame, P)
                for frame, P, amount, weight in zip(
                    self.frames, self.matrices, self.by_layer, self.weights, strict=True
                )
            ]
        )

    @property
    def value(self) -> float:
        """Reach; nan where there is no conversation that weighs anything."""
        total = float(self.weights.sum())
        return float(self.by_layer.sum()) / total if total else float("nan")

    @property
    def connectedness(self) -> float:
        """Share of conversations, by weight, that any route joins; nan where there is no conversation."""
        total = float(self.weights.sum())
        pairs = zip(self.frames, self.matrices, strict=True)
        joined = sum(_weighted(frame, (P > 0).astype(float)) for frame, P in pairs)
        return joined / total if total else float("nan")

    def parts(self) -> Iterator[tuple[Frame, Floats]]:
        """Layers of any weight, each with its matrix."""
        for frame, P in zip(self.frames, self.matrices, strict=True):
            if frame.layer.weight:
                yield frame, P

    def gains(self, channels: Sequence[str]) -> Floats:
        """What each channel would add in each layer: channels x layers, not divided by weights."""
        found = np.zeros((len(channels), len(self.frames)))
        for column, (frame, P) in enumerate(zip(self.frames, self.matrices, strict=True)):
            if not frame.layer.weight:
                continue
            hubs = [usable_hub(frame.layer, name) for name in channels]
            places = [row for row, hub in enumerate(hubs) if hub is not None]
            found[places, column] = _layer_gains(frame, P, [hub for hub in hubs if hub is not None])
        return found

    def total_gains(self, channels: Sequence[str]) -> Floats:
        """What each channel would add to reach."""
        total = float(self.weights.sum())
        gains: Floats = self.gains(channels).sum(axis=1) / (total or 1.0)
        return gains

    def open(self, channel: str) -> Reach:
        """The state with one more channel open."""
        matrices = []
        for frame, P in zip(self.frames, self.matrices, strict=True):
            hub = usable_hub(frame.layer, channel)
            if hub is not None:
                into, out = hub.quality * ways_in(frame, P, hub), ways_out(frame, P, hub)
                P = np.maximum(P, np.multiply.outer(into, out))
            matrices.append(P)
        return Reach(self.frames, tuple(matrices))
