"""Is a fall of reach more than chance would do? The same number of ties lost at random, many times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from netmodel.engine.draws import CLOSED, Order
from netmodel.engine.kernel import Frame, arcs_of, best_routes, frame_of
from netmodel.engine.layers import Floats, Layer, build_layers
from netmodel.errors import UsageError
from netmodel.network import Network, Tie

Null = Literal["kind", "any"]
NULLS: dict[Null, str] = {
    "kind": "as many ties of each kind, drawn at random, had been lost",
    "any": "as many ties, drawn at random, had been lost",
}
"""What each null hypothesis supposes."""

WORK = 3e10
"""Cells that all draws may work on together; a larger network has fewer draws, and says how many."""

CELLS = 1 << 19
"""Cells that are worked on at a time, so that they stay in cache."""


@dataclass(frozen=True)
class Chance:
    """How the observed fall of reach stands beside falls that random losses would have caused.

    Attributes
    ----------
    null : str
        What was drawn: ``kind`` or ``any``, see `NULLS`.
    draws : int
        Draws made; fewer than asked for where the network is too large for them.
    lost : int
        Ties lost in each draw.
    fall, mean_fall : float
        Of reach: observed, and mean over the draws.
    low, high : float
        The middle 95 % of the drawn falls.
    p : float
        (b + 1) / (draws + 1), b the number of draws whose fall is at least the observed one.
    """

    null: Null
    draws: int
    lost: int
    fall: float
    mean_fall: float
    low: float
    high: float
    p: float


def chance_of_fall(
    whole: Network, lost: Sequence[Tie], *, null: Null = "kind", draws: int = 999, seed: int = 0
) -> Chance | None:
    """Compare what the loss of some ties cost with what random losses of as many would have cost.

    Under the null hypothesis it is chance which of the ties were lost: a small p says that those that were carried
    more of reach than ties drawn at random do. It says nothing about why they were lost.

    Parameters
    ----------
    whole : Network
        A picture in which the lost ties still carry; only its ties are drawn, its channels stay.
    lost : sequence of Tie
        Which of its ties were lost.
    null : {"kind", "any"}
        Draw as many of each kind as were lost, or as many of any kind.
    draws : int
        How many times; the same draws for the same seed.

    Returns
    -------
    Chance or None
        None where nothing was lost, nothing is drawn, or there is no conversation.

    References
    ----------
    .. [1] Phipson, B., Smyth, G. K. (2010). Permutation p-values should never be zero. *Statistical Applications in
       Genetics and Molecular Biology* 9, 39. (Not re-read; the correction of p by one is theirs.)

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca"}, {"id": "tcs", "side": "ca"}, {"id": "mid", "side": "ru"}]
    >>> ties = [{"source": "gac", "target": "mid"}, {"source": "gac", "target": "tcs", "strength": 0.1}]
    >>> net = Network.from_tables(people, ties)
    >>> chance = chance_of_fall(net, [net.tie["gac--mid--informal"]], draws=99)
    >>> round(chance.fall, 3), 0.4 < chance.p < 0.6
    (0.275, True)
    """
    if null not in NULLS:
        raise UsageError(f"null {null!r} is not known; known: {', '.join(NULLS)}")
    if draws < 0 or seed < 0:
        raise UsageError("draws and seed are whole numbers of 0 or more")
    layers = [layer for layer in build_layers(whole) if layer.weight]
    made = min(draws, max(1, int(WORK / max(1, sum(map(_cells, layers))))))
    if not lost or not layers or made < 1:
        return None
    ties = whole.active_ties
    gone = _drawn(ties, {tie.id for tie in lost}, null, made, seed)
    amounts: Floats = np.sum([_amounts(layer, ties, gone) for layer in layers], axis=0)
    amounts /= sum(layer.weight for layer in layers)
    falls = amounts[0] - amounts[2:]  # everything there, the observed loss, then the draws
    fall = float(amounts[0] - amounts[1])
    beyond = int((falls >= fall - 1e-12).sum())
    low, high = (float(edge) for edge in np.quantile(falls, [0.025, 0.975]))
    return Chance(null, made, len(lost), fall, float(falls.mean()), low, high, (beyond + 1) / (made + 1))


def _cells(layer: Layer) -> int:
    """About how many cells one draw works on in a layer: by elimination, or by Dijkstra beyond its size."""
    n = len(layer.nodes) + len(layer.opened)
    return n**3 if n <= CLOSED else 20 * n * (n + len(layer.tails))


def _drawn(ties: Sequence[Tie], lost: set[str], null: Null, draws: int, seed: int) -> NDArray[np.bool_]:
    """Which ties are gone: (2 + draws) x ties. First none, then those that were lost, then the draws."""
    groups: dict[str, list[int]] = defaultdict(list)
    for place, tie in enumerate(ties):
        groups[tie.kind if null == "kind" else ""].append(place)
    gone = np.zeros((2 + draws, len(ties)), dtype=bool)
    gone[1] = [tie.id in lost for tie in ties]
    keys = np.random.default_rng(seed).random((draws, len(ties)))
    for places in groups.values():
        count = int(gone[1, places].sum())
        first = np.argsort(keys[:, places], axis=1)[:, :count]
        gone[np.arange(2, 2 + draws)[:, None], np.array(places)[first]] = True
    return gone


def _amounts(layer: Layer, ties: Sequence[Tie], gone: NDArray[np.bool_]) -> Floats:
    """Weighted sum over the conversations of a layer, for each row of `gone`."""
    at = {tie.id: place for place, tie in enumerate(ties)}
    arcs = np.array([at[name] for name in layer.arc_ties], dtype=np.intp)
    kept = ~gone[:, arcs]
    different, back = np.unique(kept, axis=0, return_inverse=True)
    frame = frame_of(layer)
    n = len(layer.nodes) + len(layer.opened)
    if n > CLOSED:
        return np.array([_amount(frame, row) for row in different])[back.ravel()]
    order, step = Order.of(layer), max(1, CELLS // (n * n))
    parts = [_batch(frame, order, different[first : first + step]) for first in range(0, len(different), step)]
    return np.concatenate(parts)[back.ravel()]


def _amount(frame: Frame, kept: NDArray[np.bool_]) -> float:
    layer = replace(frame.layer, strengths=frame.layer.strengths * kept)
    P = best_routes(layer, frame.rows, frame.cols)
    return float(sum(block.factor * block.total(P) for block in frame.blocks))


def _batch(frame: Frame, order: Order, kept: NDArray[np.bool_]) -> Floats:
    """The same for several draws at once, by elimination as in `Order.close`."""
    n, tails, heads, passes = arcs_of(frame.layer)
    there = np.broadcast_to(passes, (len(kept), len(passes))).copy()
    there[:, : kept.shape[1]] *= kept
    best = np.zeros((n, n, len(kept)))
    np.maximum.at(best, (order.place[tails], order.place[heads]), there.T)
    best[np.arange(n), np.arange(n)] = 1.0
    for turn, (near, _) in enumerate(order.later):
        through = best[near, turn][:, None] * best[turn, near]
        at = (near, near) if isinstance(near, slice) else np.ix_(near, near)
        best[at] = np.maximum(best[at], through)
    for turn in range(n - 2, -1, -1):
        near, done = order.later[turn][0], slice(turn + 1, n)
        if isinstance(near, slice) or len(near):
            out = (best[near, done] * best[turn, near][:, None]).max(axis=0)
            into = out if order.mirrored else (best[done, near] * best[near, turn]).max(axis=1)
            best[turn, done], best[done, turn] = out, into
    sums = np.zeros(len(kept))
    for block in frame.blocks:
        rows, cols = order.place[frame.rows[block.rows]], order.place[frame.cols[block.cols]]
        sums += block.factor * np.einsum("i,ijk,j->k", block.row_weights, best[np.ix_(rows, cols)], block.col_weights)
    return sums
