"""Credit: what a gain is made of. It splits exactly by conversation, so by pair, stakeholder and participant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netmodel.engine.kernel import EPSILON, Block, Frame, Reach, ways_in, ways_out
from netmodel.engine.layers import Floats, Hub


@dataclass(frozen=True)
class Share:
    """Somebody's share of a gain."""

    id: str
    share: float


@dataclass(frozen=True)
class Credit:
    """Whom a channel would join, who carries it, and the conversation that gains most.

    Pairs are of stakeholders, counted once: `restored` had no route in any layer that weighs, `strengthened` had.
    Of each conversation's gain, half goes to the participant through whom it enters the channel and half to the one
    through whom it leaves (`carried_by`); and half to either end (`gains_to`).
    """

    pairs_restored: int
    pairs_strengthened: int
    carried_by: tuple[Share, ...]
    gains_to: tuple[Share, ...]
    conversation: tuple[str, str, str | None] | None


@dataclass(frozen=True, eq=False)
class Gain:
    """What a channel adds to the conversations of one block of one layer."""

    frame: Frame
    block: Block
    hub: Hub
    added: Floats
    into: Floats
    out: Floats

    @cached_property
    def rows(self) -> list[str]:
        """Ids of the stakeholders of the rows."""
        return [self.frame.layer.nodes[node] for node in self.frame.rows[self.block.rows]]

    @cached_property
    def cols(self) -> list[str]:
        """Ids of the stakeholders of the columns."""
        return [self.frame.layer.nodes[node] for node in self.frame.cols[self.block.cols]]

    @cached_property
    def weighted(self) -> Floats:
        """What each conversation contributes to the gain, not divided by weights."""
        rows = self.block.factor * self.block.row_weights[:, None]
        weighted: Floats = rows * self.added * self.block.col_weights
        return weighted


def gains_of(state: Reach, channel: str) -> Iterator[Gain]:
    """What a channel adds, block by block of the layers that weigh and that it carries."""
    for frame, P in state.parts():
        hub = frame.layer.hubs.get(channel)
        if hub is None or len(hub.members) < 2:
            continue
        members_in = P[:, frame.col_of[hub.members]] * hub.into
        members_out = P[frame.row_of[hub.members]] * hub.out[:, None]
        into, out = hub.quality * ways_in(frame, P, hub), ways_out(frame, P, hub)
        for block in frame.blocks:
            added = np.multiply.outer(into[block.rows], out[block.cols]) - P[block.rows, block.cols]
            added[added < EPSILON] = 0.0
            if added.any():
                yield Gain(frame, block, hub, added, members_in[block.rows], members_out[:, block.cols])


def joined_pairs(state: Reach, order: dict[str, int]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which pairs of stakeholders have a route in some layer that weighs; symmetric, in the given order."""
    joined = np.zeros((len(order), len(order)), dtype=bool)
    for frame, P in state.parts():
        for block in frame.blocks:
            rows = [order[frame.layer.nodes[node]] for node in frame.rows[block.rows]]
            cols = [order[frame.layer.nodes[node]] for node in frame.cols[block.cols]]
            joined[np.ix_(rows, cols)] |= P[block.rows, block.cols] > 0
    both: np.ndarray[tuple[int, int], np.dtype[np.bool_]] = joined | joined.T
    return both


def credit(
    state: Reach, channel: str, joined: np.ndarray[tuple[int, int], np.dtype[np.bool_]], order: dict[str, int]
) -> Credit:
    """Split what a channel adds; `joined` is what `joined_pairs` says of the state."""
    better = np.zeros_like(joined)
    carried: dict[str, float] = {}
    ends: dict[str, float] = {}
    best: tuple[float, tuple[str, str, str | None]] | None = None
    for gain in gains_of(state, channel):
        rows, cols = [order[name] for name in gain.rows], [order[name] for name in gain.cols]
        better[np.ix_(rows, cols)] |= gain.added > 0
        by_row, by_col = gain.weighted.sum(axis=1), gain.weighted.sum(axis=0)
        members = [gain.frame.layer.nodes[node] for node in gain.hub.members]
        entering = np.argmax(gain.into.round(12), axis=1)
        leaving = np.argmax(gain.out.round(12), axis=0)
        for who, amounts in ((entering, by_row), (leaving, by_col)):
            for position, amount in enumerate(np.bincount(who, weights=amounts, minlength=len(members))):
                carried[members[position]] = carried.get(members[position], 0.0) + float(amount) / 2
        for names, amounts in ((gain.rows, by_row), (gain.cols, by_col)):
            for name, amount in zip(names, amounts, strict=True):
                ends[name] = ends.get(name, 0.0) + float(amount) / 2
        at = np.unravel_index(int(np.argmax(gain.weighted.round(12))), gain.weighted.shape)
        top = round(float(gain.weighted[at]), 12)
        if best is None or top > best[0]:
            best = (top, (gain.rows[at[0]], gain.cols[at[1]], gain.frame.layer.issue))
    better |= better.T
    restored = int((better & ~joined).sum()) // 2
    total = int(better.sum()) // 2
    return Credit(restored, total - restored, _shares(carried), _shares(ends), best[1] if best else None)


def _shares(amounts: dict[str, float]) -> tuple[Share, ...]:
    total = sum(amounts.values())
    shares = {name: round(amount / total, 12) for name, amount in amounts.items()} if total else {}
    return tuple(Share(n, s) for n, s in sorted(shares.items(), key=lambda item: (-item[1], item[0])) if s > 0)
