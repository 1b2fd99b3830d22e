"""What each tie or channel is worth to reach: what its absence would take away, what its return would give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from netmodel.decide.credit import joined_pairs
from netmodel.engine.kernel import Frame, Reach, best_routes, usable_hub
from netmodel.engine.layers import Floats, Hub, Layer
from netmodel.network import Network, Tie
from netmodel.policy.comparison_pictures import Carrier, twin_id, with_twins

TIGHT = 1e-9
"""A route through a tie that is worse than the best one by more than this share is not one of the best."""


@dataclass(frozen=True)
class Worth:
    """What something adds to reach, and how many pairs of stakeholders it joins that nothing else does."""

    reach: float
    pairs: int


@dataclass(frozen=True)
class OwnReach:
    """One stakeholder's part: its own mean route strength, its part of reach, and whom it reaches.

    `mean` is the weighted mean of its conversations (nan where it has none), `part` what its ends of them add to the
    reach of the network, so that all parts sum to it; `counterparts` counts the stakeholders that some route joins to
    it.
    """

    mean: float
    part: float
    counterparts: int


@dataclass(frozen=True, eq=False)
class Worths:
    """A picture, ready to say what each of some ties and channels is worth in it.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}]
    >>> net = Network.from_tables(people, [{"source": "gac", "target": "mid", "strength": 0.4}])
    >>> Worths.of(net, net.ties).of_absence(net.ties[0])
    Worth(reach=0.4, pairs=1)
    """

    net: Network
    state: Reach

    @classmethod
    def of(cls, net: Network, rows: Iterable[Carrier]) -> Worths:
        """Prepare a picture for questions about these ties and channels, whether they carry in it or not."""
        return cls(net, Reach.of(with_twins(net, rows)))

    @cached_property
    def order(self) -> dict[str, int]:
        """Position of each stakeholder in `joined`."""
        return {name: place for place, name in enumerate(self.net.stakeholder)}

    @cached_property
    def joined(self) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
        """Which pairs of stakeholders some route joins."""
        return joined_pairs(self.state, self.order)

    @cached_property
    def pairs(self) -> int:
        """Number of pairs that some route joins."""
        return int(self.joined.sum()) // 2

    def of_absence(self, row: Carrier) -> Worth:
        """What a tie or channel that carries is worth: the value with it less the value without it.

        Only layers and rows whose best routes use it are worked out again.
        """
        matrices, amount, parted = [], 0.0, False
        for frame, P in zip(self.state.frames, self.state.matrices, strict=True):
            left = _without(frame, P, row) if frame.layer.weight else P
            if left is not P:
                amount += sum(block.factor * block.total(P - left) for block in frame.blocks)
                parted |= bool(((left == 0) & (P > 0)).any())
            matrices.append(left)
        other = Reach(self.state.frames, tuple(matrices)) if parted else self.state
        return Worth(self._share(amount), self.pairs - self._pairs_of(other))

    def of_return(self, row: Carrier) -> Worth:
        """What a tie or channel that does not carry would be worth: the value with it less the value without it."""
        gain = float(self.state.gains([twin_id(row)]).sum())
        return Worth(self._share(gain), self._pairs_of(self.state.open(twin_id(row))) - self.pairs)

    def _share(self, amount: float) -> float:
        whole = float(self.state.weights.sum())
        return amount / whole if whole else float("nan")

    def _pairs_of(self, state: Reach) -> int:
        return self.pairs if state is self.state else int(joined_pairs(state, self.order).sum()) // 2

    def own_reach(self) -> dict[str, OwnReach]:
        """Each stakeholder's part of reach, by id; of stakeholders of the sides that count."""
        whole = float(self.state.weights.sum())
        amounts, weights = self._by_stakeholder(self.state.matrices), self._by_stakeholder(None)
        found = {}
        for name, place in self.order.items():
            if self.net.stakeholder[name].side in self.net.sides:
                amount, weight = amounts[place], weights[place]
                mean = float(amount / weight) if weight else float("nan")
                part = float(amount / (2 * whole)) if whole else float("nan")
                found[name] = OwnReach(mean, part, int(self.joined[place].sum()))
        return found

    def _by_stakeholder(self, matrices: Sequence[Floats] | None) -> Floats:
        """Weighted sums over the conversations of each stakeholder: of what they carry, or of 1 each."""
        sums = np.zeros(len(self.order))
        for number, frame in enumerate(self.state.frames):
            names = frame.layer.nodes
            for block in frame.blocks:
                values = np.ones((len(block.row_weights), len(block.col_weights)))
                if matrices is not None:
                    values = matrices[number][block.rows, block.cols]
                weighted = block.factor * block.row_weights[:, None] * values * block.col_weights
                for places, amounts in ((frame.rows[block.rows], 1), (frame.cols[block.cols], 0)):
                    at = [self.order[names[node]] for node in places]
                    np.add.at(sums, at, weighted.sum(axis=amounts))
        return sums


def _without(frame: Frame, P: Floats, row: Carrier) -> Floats:
    """Best routes of a layer without a tie or an open channel; the same array where no best route changes."""
    layer = frame.layer
    hub = usable_hub(layer, twin_id(row))
    if hub is None:
        return P
    affected = np.flatnonzero(_on_best_routes(frame, P, hub))
    if not len(affected):
        return P
    left = P.copy()
    left[affected] = best_routes(_less(layer, row), frame.rows[affected], frame.cols)
    return left


def _on_best_routes(frame: Frame, P: Floats, hub: Hub) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Rows from which a passage through the hub is the end of a best route to one of its members.

    Every best route that uses a passage begins with such a one, so all other rows keep their routes.
    """
    arrived: Floats = P[:, frame.col_of[hub.members]]
    through = hub.quality * (arrived * hub.into).max(axis=1)[:, None] * hub.out
    rows: np.ndarray[tuple[int], np.dtype[np.bool_]] = ((through > 0) & (through >= arrived * (1 - TIGHT))).any(
        axis=1
    )
    return rows


def _less(layer: Layer, row: Carrier) -> Layer:
    """A layer without a tie or an open channel."""
    if not isinstance(row, Tie):
        return replace(layer, opened=tuple(name for name in layer.opened if name != row.id))
    keep = np.array([name != row.id for name in layer.arc_ties], dtype=bool)
    return replace(
        layer,
        tails=layer.tails[keep],
        heads=layer.heads[keep],
        strengths=layer.strengths[keep],
        arc_ties=tuple(name for name in layer.arc_ties if name != row.id),
    )
