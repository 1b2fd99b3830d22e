"""Score channels without holding the matrix of best routes: rows come in blocks, serve all channels, and go.

Ways into and out of every channel come from one Dijkstra a channel and direction. Where a stakeholder shares no
component with any counterpart the gain is a product of sums and no row is needed at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from netmodel.engine.fast import Arcs, block_gains, engine_name, is_compiled, routes_from, row_sums
from netmodel.engine.kernel import TILE, arcs_of, usable_hub
from netmodel.engine.layers import Floats, Hub, Indices, Layer, SidePair
from netmodel.engine.workers import BATCH, run_all
from netmodel.errors import UsageError

CELLS = 1 << 25
"""Cells of a block of rows at most (256 MiB): larger networks take fewer rows at a time."""

CHANNELS = 16
"""Channels whose ways in or out are searched at a time."""

BYTES_A_SECOND = 50_000_000
"""A batch takes at least as long as handing its arrays over at this pace."""

AHEAD = 8
"""Batches handed over at a time: each carries the graph and the ways into and out of all channels."""

Summed = tuple[Floats, float, float]
"""What is summed over conversations: gains of all channels, strengths of best routes, and 1 where there is any."""


@dataclass(frozen=True, eq=False)
class Streamed:
    """What `stream_gains` found; sums over conversations are weighted and not divided by the weight of all of them.

    `gains` is channels x layers, as of `Reach.gains`; `by_layer`, `joined` and `weights` have one entry a layer: best
    routes, conversations that any route joins, and all conversations. `blocks` counts the blocks of rows that were
    streamed, and `complete` says whether those were all of them. `engine` names what computed it.
    """

    gains: Floats
    by_layer: Floats
    joined: Floats
    weights: Floats
    blocks: int
    complete: bool
    engine: str

    @property
    def value(self) -> float:
        """Reach; nan where there is no conversation that weighs anything."""
        return self._share(self.by_layer)

    @property
    def connectedness(self) -> float:
        """Share of conversations, by weight, that any route joins; nan where there is no conversation."""
        return self._share(self.joined)

    @property
    def total_gains(self) -> Floats:
        """What each channel would add to reach."""
        gains: Floats = self.gains.sum(axis=1) / (float(self.weights.sum()) or 1.0)
        return gains

    def _share(self, amounts: Floats) -> float:
        total = float(self.weights.sum())
        return float(amounts.sum()) / total if total else float("nan")


@dataclass(frozen=True, eq=False)
class _Counterparts:
    """A side that the sources talk to: who, their weights, what a conversation counts, and ways out of channels."""

    cols: Indices
    col_weights: Floats
    factor: float
    out: Floats


@dataclass(frozen=True, eq=False)
class _Sources:
    """Rows to stream, and all that a worker needs for them."""

    arcs: Arcs
    rows: Indices
    row_weights: Floats
    into: Floats
    leaving: tuple[tuple[Indices, Floats], ...]
    counterparts: tuple[_Counterparts, ...]
    size: int
    compiled: bool

    @property
    def nbytes(self) -> int:
        """Bytes of the larger arrays."""
        ways = self.into.nbytes + sum(other.out.nbytes for other in self.counterparts)
        return ways + self.arcs.heads.nbytes + self.arcs.passes.nbytes


def stream_gains(
    layers: Sequence[Layer],
    channels: Sequence[str],
    *,
    executor: Executor | None = None,
    rows: int = 256,
    seconds: float = BATCH,
    most_blocks: int | None = None,
) -> Streamed:
    """Score channels, and reach itself, in memory that does not grow with the number of pairs.

    Parameters
    ----------
    layers : sequence of Layer
        As `build_layers` gives them.
    channels : sequence of str
        Ids; one that is open, or is no channel of a layer, gains nothing there.
    executor : concurrent.futures.Executor, optional
        Takes blocks of rows. The result is the same, to the last bit, for any executor and number of workers.
    rows : int
        Rows of a block at most, 1 or more.
    seconds : float
        What a batch of blocks takes at least before it is handed over; with 0 every block is a batch.
    most_blocks : int, optional
        Stream only so many blocks of each side, to measure: sums are then partial and `complete` is False.

    Returns
    -------
    Streamed
        Equal to what `Reach` gives, up to rounding.

    Raises
    ------
    UsageError
        Where `rows` is below 1.

    Notes
    -----
    With C channels and n stakeholders: 8 n C bytes or twice that, and one block. O(C m log n) where the sides are
    cut off from each other; O(n m log n + C n^2) where they are not.

    Examples
    --------
    >>> from netmodel import Network
    >>> from netmodel.engine.layers import build_layers
    >>> people = [{"id": "a", "side": "A", "influence": 1}, {"id": "b", "side": "B", "influence": 1}]
    >>> seminar = [{"id": "seminar", "participants": "a:1; b:0.5", "quality": 0.6}]
    >>> stream_gains(build_layers(Network.from_tables(people, channels=seminar)), ["seminar"]).gains.tolist()
    [[0.3]]
    """
    if rows < 1:
        raise UsageError(f"a block has 1 row or more, not {rows}")
    gains = np.zeros((len(channels), len(layers)))
    amounts = np.zeros((2, len(layers)))
    blocks, complete = 0, True
    for column, layer in enumerate(layers):
        hubs = {row: hub for row, name in enumerate(channels) if (hub := usable_hub(layer, name)) is not None}
        closed, parts = _prepare(layer, list(hubs.values()), rows)
        for part in parts:
            starts = list(range(0, len(part.rows), part.size))
            done = starts[:most_blocks]
            least = max(seconds, part.nbytes / BYTES_A_SECOND) if seconds > 0 else 0.0
            sums = run_all(partial(_block_sums, part), done, executor=executor, seconds=least, ahead=AHEAD)
            for added, reach, joined in sums:  # in the order of the blocks, so that rounding is always the same
                closed += added
                amounts[:, column] += reach, joined
            blocks, complete = blocks + len(done), complete and len(done) == len(starts)
        gains[list(hubs), column] = closed
    weights = np.array([layer.weight for layer in layers])
    engine = engine_name(max((len(layer.nodes) for layer in layers), default=0))
    return Streamed(gains, amounts[0], amounts[1], weights, blocks, complete, engine)


# ---- before rows are streamed ---------------------------------------------------------------------------------


def _prepare(layer: Layer, hubs: Sequence[Hub], rows: int) -> tuple[Floats, list[_Sources]]:
    """Gains of those who share no component with a counterpart, in closed form; and the sources that are left."""
    n, tails, heads, passes = arcs_of(layer)
    whole, labels = Arcs.of(n, tails, heads, passes), _components(n, tails, heads)
    pairs = [pair for pair in layer.pairs if pair.issue_weight]
    sides = {int(side[0]): side for pair in pairs for side in (pair.rows, pair.cols)}
    nodes, at = _side_by_side(list(sides.values()))
    into, out = _ways(layer, hubs, nodes)
    closed, parts = np.zeros(len(hubs)), []
    for first in dict.fromkeys(int(pair.rows[0]) for pair in pairs):
        ours = [pair for pair in pairs if pair.rows[0] == first]
        here, weights = sides[first], ours[0].row_weights
        theirs = tuple(_counterparts(layer, pair, out[:, at[int(pair.cols[0])]]) for pair in ours)
        mixed = np.isin(labels[here], np.concatenate([labels[other.cols] for other in theirs])) & (weights > 0)
        ways = into[:, at[first]]
        alone = ways @ np.where(mixed, 0.0, weights)
        closed += sum(other.factor * alone * (other.out @ other.col_weights) for other in theirs)
        if mixed.any():
            leaving = tuple((hub.members, hub.out) for hub in hubs)
            ways = ways if mixed.all() else ways[:, mixed]
            size, compiled = max(1, min(rows, CELLS // n)), is_compiled(len(layer.nodes))
            parts.append(_Sources(whole, here[mixed], weights[mixed], ways, leaving, theirs, size, compiled))
    return closed, parts


def _counterparts(layer: Layer, pair: SidePair, out: Floats) -> _Counterparts:
    half = 1.0 if layer.symmetric else 0.5
    return _Counterparts(pair.cols, pair.col_weights, pair.issue_weight * half, out)


def _side_by_side(sides: Sequence[Indices]) -> tuple[Indices, dict[int, slice]]:
    """All sides in one row, and where each stands in it, by its first node."""
    ends = np.cumsum([len(side) for side in sides]).tolist()
    at = {int(side[0]): slice(end - len(side), end) for side, end in zip(sides, ends, strict=True)}
    return np.concatenate([np.empty(0, dtype=np.intp), *sides]), at


def _components(n: int, tails: Indices, heads: Indices) -> Indices:
    """Number of the component of each node, whatever the direction of the arcs."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(tails)), (tails, heads)), shape=(n, n))
    labels: Indices = connected_components(graph, directed=False)[1]
    return labels


def _ways(layer: Layer, hubs: Sequence[Hub], nodes: Indices) -> tuple[Floats, Floats]:
    """Best way of each node into each channel, times its quality, and out of it: channels x nodes.

    Where a layer is symmetric, nothing but arriving tells the two apart, and all sides are as permeable.
    """
    into = _searched(layer, hubs, nodes, [hub.into for hub in hubs], backwards=True)
    if layer.symmetric and len(nodes):
        arrival = float(layer.permeability[nodes[0]])
        out = into if arrival == 1 else into * arrival
    else:
        out = _searched(layer, hubs, nodes, [hub.out for hub in hubs], backwards=False)
    quality = np.array([[hub.quality] for hub in hubs]).reshape(len(hubs), 1)
    return into * quality, out


def _searched(
    layer: Layer, hubs: Sequence[Hub], nodes: Indices, passes: Sequence[Floats], *, backwards: bool
) -> Floats:
    """Strength of the best route between each channel and each node: from a node of its own that nothing enters."""
    n, tails, heads, between = arcs_of(layer)
    if backwards:
        tails, heads = heads, tails
    tails = np.concatenate([tails, *(np.full(len(hub.members), n + place) for place, hub in enumerate(hubs))])
    heads = np.concatenate([heads, *(hub.members for hub in hubs)])
    arcs = Arcs.of(n + len(hubs), tails, heads, np.concatenate([between, *passes]))
    found = np.empty((len(hubs), len(nodes)))
    for start in range(0, len(hubs), CHANNELS):
        sources = n + np.arange(start, min(start + CHANNELS, len(hubs)))
        routes = routes_from(arcs, sources, compiled=is_compiled(len(layer.nodes)))
        routes.take(nodes, axis=1, out=found[start : start + CHANNELS], mode="clip")
    return found


# ---- one block ------------------------------------------------------------------------------------------------


def _block_sums(part: _Sources, start: int) -> Summed:
    """Sums over the conversations of one block of sources."""
    here = slice(start, start + part.size)
    routes = routes_from(part.arcs, part.rows[here], compiled=part.compiled)
    into, row_weights = np.array(part.into[:, here]), part.row_weights[here]
    for ways, (members, out) in zip(into, part.leaving, strict=True):
        ways[~(ways[:, None] * out > routes[:, members]).any(axis=1)] = 0.0  # reaches every member as well already
    gains, reach, joined = np.zeros(len(into)), 0.0, 0.0
    for other in part.counterparts:
        P = routes.take(other.cols, axis=1)
        at, weights = (slice(0, len(P)), slice(0, len(other.cols))), (row_weights, other.col_weights)
        gains += other.factor * block_gains(P, at, (into, other.out), weights, tile=TILE, compiled=part.compiled)
        reach += other.factor * float(row_weights @ row_sums(P, other.col_weights))
        np.sign(P, out=P)
        joined += other.factor * float(row_weights @ row_sums(P, other.col_weights))
    return gains, reach, joined
