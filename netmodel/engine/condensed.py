"""Condensed: what has to be kept of a network to decide about its channels, and nothing else.

For each layer there remain the conversations themselves, the best way from either side into and out of each channel,
and the best way from one channel into another: ``|A||B| + C(|A| + |B|) + C^2`` numbers. Opening a channel is a
rank-one update of all of them, exact as in `netmodel.engine.kernel`, and a layer has to be looked at again only for
the channels that carry it. The same arrays with a leading axis of worlds, each with its chance, give expectations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from netmodel.engine.kernel import Block, Frame, Reach, frame_of, ways_in, ways_out
from netmodel.engine.layers import Floats, Indices
from netmodel.engine.optimism import LEVELS, SMALL, all_open, levels, outer, positive
from netmodel.engine.worlds import Worlds

CELLS = 1 << 16
"""Cells that are worked on at a time, so that they stay in cache."""

KEPT = 1 << 24
"""Cells of states of a layer that are kept for the next question."""


@dataclass(frozen=True, eq=False)
class State:
    """A layer with some channels open, in K worlds.

    `chances` (K,) sum to 1. `best` (K, C + rows, C + columns) holds the best ways: from one channel into another,
    from a channel to a column, from a row into a channel, and from a row to a column; a channel's quality counts
    where it is left. It is of truth values where worlds are drawn. `drawn` holds the drawn worlds behind each of the
    K, where channels open by drawn chance.
    """

    chances: Floats
    best: Floats
    drawn: tuple[Indices, ...] = ()


@dataclass(frozen=True, eq=False)
class Part:
    """One layer: its blocks of conversations, the channels that carry it, and the state with none of them open.

    `success` (C,) is the chance that a channel opens at all; `up` (worlds, C) says in which drawn worlds it does,
    and is None where every combination is looked at.
    """

    names: tuple[str, ...]
    blocks: tuple[Block, ...]
    start: State
    success: Floats
    up: Any = None

    def open(self, state: State, channel: int) -> State:
        """The state with one more channel open, in the worlds in which it opens."""
        opened = _through(state.best, channel)
        if self.success[channel] >= 1:
            return replace(state, best=opened)
        if self.up is None:
            chance = float(self.success[channel])
            chances = np.concatenate([state.chances * chance, state.chances * (1 - chance)])
            return State(chances, np.concatenate([opened, state.best]))
        split: list[tuple[float, Floats, Indices]] = []
        for world, (chance, worlds) in enumerate(zip(state.chances, state.drawn, strict=True)):
            works = self.up[worlds, channel]
            for source, some in ((opened, worlds[works]), (state.best, worlds[~works])):
                if len(some):
                    split.append((chance * len(some) / len(worlds), source[world], some))
        best = np.stack([values for _, values, _ in split])
        return State(np.array([chance for chance, _, _ in split]), best, tuple(some for _, _, some in split))

    def amount(self, state: State) -> float:
        """Weighted sum over the conversations, in expectation; not divided by the weight of all."""
        return float(state.chances @ self._sum(state.best))

    def amount_opened(self, state: State, channel: int) -> float:
        """The amount with one more channel open: what `open` and `amount` give, without the state in between."""
        if self.success[channel] < 1:
            return self.amount(self.open(state, channel))
        names, total = len(self.names), np.zeros(len(state.best))
        into, out, direct = (
            state.best[:, names:, channel],
            state.best[:, channel, names:],
            state.best[:, names:, names:],
        )
        for block in self.blocks:
            ways = outer(into[:, block.rows], out[:, block.cols])
            np.maximum(direct[:, block.rows, block.cols], ways, out=ways)
            total += ((ways @ block.col_weights) @ block.row_weights) * block.factor
        return float(state.chances @ total)

    def gains(self, state: State, channels: Sequence[int], asked: Sequence[int] | None = None) -> Floats:
        """What each of these channels would add now, alone: the expected sum of what is positive in into * out - now.

        Where only some places of `channels` are asked for, the others are 0; the rest is the same to the last bit.
        """
        names, places = len(self.names), list(range(len(channels)) if asked is None else asked)
        picked = [channels[place] for place in places]
        into, out = state.best[:, names:, picked].transpose(0, 2, 1), state.best[:, picked, names:]
        gains, chances = np.zeros(len(channels)), self._chances(state, list(channels))
        for block in self.blocks:
            now = state.best[:, names:, names:][:, block.rows, block.cols]
            lines = np.zeros((len(now), len(channels), now.shape[1]))
            step = max(1, CELLS // max(now.size, 1))
            lines[:, places] = _lines(into[:, :, block.rows], out[:, :, block.cols], now, block.col_weights)
            for first in sorted({place - place % step for place in places}):
                some = slice(first, first + step)
                sums = (lines[:, some] @ block.row_weights) * block.factor
                gains[some] += (chances[:, some] * sums).sum(axis=0)
        return gains

    def bound(self, state: State, free: Sequence[int]) -> tuple[float, Floats]:
        """The most that all free channels together can add, and what any set of them can: (1 + LEVELS, 1 + free).

        Each channel is given the ways in and out that it has where all free channels are open, against the routes
        there are. Row by row: a level, summed, and what each channel does beyond it (`netmodel.engine.optimism`).
        """
        names, count = len(self.names), len(free)
        into, out = all_open(state.best, names, list(free))
        chances, most = self._chances(state, list(free)), 0.0
        sums = np.zeros((LEVELS + 1, count + 1))
        for block in self.blocks:
            now = state.best[:, names:, names:][:, block.rows, block.cols]
            ways = into[:, :, block.rows], out[:, :, block.cols]
            step = max(1, 2 * CELLS // max(1, len(now) * count * now.shape[2]))
            for first in range(0, now.shape[1], step):
                some = slice(first, first + step)
                weights = np.multiply.outer(block.row_weights[some] * block.factor, block.col_weights).ravel()
                excess = outer(ways[0][:, :, some], ways[1]).reshape(len(now), count, -1)
                positive(excess, now[:, some].reshape(len(now), 1, -1), buffer=excess)
                together, beyond = levels(excess, weights, chances, state.chances)
                most, sums = most + together, sums + beyond
        return most, sums

    def _sum(self, best: Floats) -> Floats:
        """Weighted sum over the conversations in each world."""
        names = len(self.names)
        ways, total = best[:, names:, names:], np.zeros(len(best))
        for block in self.blocks:
            total += ((ways[:, block.rows, block.cols] @ block.col_weights) @ block.row_weights) * block.factor
        return total

    def _chances(self, state: State, channels: list[int]) -> Floats:
        """Chance of each world times the chance that each channel opens in it: (K, channels)."""
        if self.up is None:
            return np.multiply.outer(state.chances, self.success[channels])
        shares = [self.up[worlds][:, channels].mean(axis=0) for worlds in state.drawn]
        chances: Floats = state.chances[:, None] * np.array(shares).reshape(len(state.chances), len(channels))
        return chances


def _lines(into: Any, out: Any, now: Any, weights: Floats) -> Floats:
    """Weighted sums over the columns of what each channel adds to each row: (K, channels, rows)."""
    count, flat = into.shape[1], np.ascontiguousarray(now).reshape(len(now), 1, -1)
    lines = np.empty(into.shape)
    step = max(1, CELLS // (2 * max(now.size, 1)))
    buffer = np.empty((len(now), min(step, count), *now.shape[1:]), now.dtype)
    for first in range(0, count, step):
        some = slice(first, first + step)
        excess = outer(into[:, some], out[:, some], buffer=buffer[:, : count - first])
        cells = excess.reshape(len(now), -1, flat.shape[2])
        positive(cells, flat, buffer=cells)
        lines[:, some] = cells.reshape(excess.shape) @ weights
    return lines


def _through(best: Floats, channel: int) -> Floats:
    """All best ways when a channel may be passed through."""
    into, out = best[:, :, channel], best[:, channel]
    if best.size >= SMALL and not (into.any() and out.any()):
        return best
    ways = outer(into, out)
    opened: Floats = np.maximum(best, ways, out=ways)
    return opened


@dataclass(frozen=True, eq=False)
class Condensed:
    """All layers; a set of channels is an int with a bit for each of `channels`.

    Values are divided by `weight`. The value of a set does not depend on the order of questions: its channels are
    opened in the order of their ids.
    """

    channels: tuple[str, ...]
    parts: tuple[Part, ...]
    weight: float

    def mask(self, names: Sequence[str] | frozenset[str]) -> int:
        """The int for a set of channels; names that no layer knows are passed over."""
        return sum(1 << self._bit[name] for name in set(names) if name in self._bit)

    @cached_property
    def _bit(self) -> dict[str, int]:
        return {name: bit for bit, name in enumerate(self.channels)}

    @cached_property
    def _books(self) -> tuple[_Book, ...]:
        count = len(self.channels)
        return tuple(_Book(part, [self._bit[name] for name in part.names], count) for part in self.parts)

    def __getstate__(self) -> dict[str, Any]:
        return {"channels": self.channels, "parts": self.parts, "weight": self.weight}

    def value(self, chosen: int) -> float:
        """The value with these channels open; nan where nothing weighs anything."""
        if not self.weight:
            return float("nan")
        known = self._values.get(chosen)
        if known is None:
            known = self._values[chosen] = sum(book.amount(chosen & book.mask) for book in self._books) / self.weight
        return known

    @cached_property
    def _values(self) -> dict[int, float]:
        return {}

    def gains(self, chosen: int, free: int) -> dict[str, float]:
        """What each free channel would add to a set, alone."""
        sums = sum((book.alone(chosen & book.mask, free) for book in self._books), np.zeros(len(self.channels)))
        bits = _bits(free)
        gains = (sums[bits] / (self.weight or 1.0)).tolist()
        return {self.channels[bit]: gain for bit, gain in zip(bits, gains, strict=True)}

    def bound(self, chosen: int, free: int) -> tuple[float, list[tuple[float, dict[str, float]]]]:
        """The value with all free channels open, and what any set between the two adds at most.

        The latter in several ways, each a start and what every channel adds to it.
        """
        weight = self.weight or 1.0
        ceiling, sums = 0.0, np.zeros((LEVELS + 1, len(self.channels) + 1))
        for book in self._books:
            if free & book.mask:
                most, levels = book.bound(chosen & book.mask, free & book.mask)
                ceiling += most
                sums += levels
        sums /= weight
        bits = _bits(free)
        names = [self.channels[bit] for bit in bits]
        gains = sums[:, bits].tolist()
        ways = [
            (start, dict(zip(names, row, strict=True)))
            for start, row in zip(sums[:, -1].tolist(), gains, strict=True)
        ]
        return self.value(chosen) + ceiling / weight, ways


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


@dataclass(eq=False)
class _Sheet:
    """What channels add alone to a set, as far as it was asked."""

    gains: Floats
    known: int = 0


class _Book:
    """A layer with what was asked of it: states, sums and bounds by the set of its channels that is open."""

    def __init__(self, part: Part, bits: Sequence[int], channels: int) -> None:
        self.part, self.channels = part, channels
        self.place = {bit: place for place, bit in enumerate(bits)}
        self.mask = sum(1 << bit for bit in bits)
        kept = max(32, KEPT // max(part.start.best.size, 1))
        self.state = lru_cache(kept)(self._state)
        self.amount = lru_cache(None)(self._amount)
        self.bound = lru_cache(max(kept, 1 << 12))(self._bound)
        self.sheet = lru_cache(max(kept, 1 << 12))(lambda _: _Sheet(np.zeros(channels)))

    def _state(self, chosen: int) -> State:
        if not chosen:
            return self.part.start
        last = chosen.bit_length() - 1
        return self.part.open(self.state(chosen ^ (1 << last)), self.place[last])

    def _amount(self, chosen: int) -> float:
        if not chosen:
            return self.part.amount(self.part.start)
        last = chosen.bit_length() - 1
        return self.part.amount_opened(self.state(chosen ^ (1 << last)), self.place[last])

    def alone(self, chosen: int, free: int) -> Floats:
        """What each free channel adds alone; 0 for those that do not carry the layer."""
        sheet = self.sheet(chosen)
        more = free & self.mask & ~chosen & ~sheet.known
        if more:
            bits = _bits(self.mask & ~chosen)
            asked = [place for place, bit in enumerate(bits) if more >> bit & 1]
            gains = self.part.gains(self.state(chosen), [self.place[bit] for bit in bits], asked)
            sheet.gains[[bits[place] for place in asked]] = gains[asked]
            sheet.known |= more
        return sheet.gains

    def _bound(self, chosen: int, free: int) -> tuple[float, Floats]:
        """As of the part, with a column for each channel there is and the levels in the last one."""
        bits = _bits(free)
        most, levels = self.part.bound(self.state(chosen), [self.place[bit] for bit in bits])
        spread = np.zeros((LEVELS + 1, self.channels + 1))
        spread[:, [-1, *bits]] = levels
        return most, spread


# ---- made from a network ----------------------------------------------------------------------------------------


def condense(
    reach: Reach, channels: Sequence[str], *, success: dict[str, float] | None = None, worlds: Any = None
) -> Condensed:
    """Keep of the best routes what decisions about these channels need.

    Parameters
    ----------
    reach : Reach
    channels : sequence of str
        Candidates.
    success : dict, optional
        The chance that a channel opens at all, where the expectation over that is wanted; 1 for those left out.
    worlds : array of bool (worlds, channels), optional
        Drawn worlds of opening, in the order of `channels` sorted; without them every combination counts.
    """
    ids = tuple(sorted(channels))
    parts = []
    for frame, P in reach.parts():
        names = [name for name in ids if _carries(frame, name)]
        chance = np.array([(success or {}).get(name, 1.0) for name in names])
        up = None if worlds is None else worlds[:, [ids.index(name) for name in names]]
        drawn = () if worlds is None else (np.arange(len(worlds)),)
        parts.append(Part(tuple(names), frame.blocks, _start(frame, P, names, drawn), chance, up))
    return Condensed(ids, tuple(parts), float(reach.weights.sum()))


def _carries(frame: Frame, name: str) -> bool:
    hub = frame.layer.hubs.get(name)
    return hub is not None and name not in frame.layer.opened and len(hub.members) > 1 and hub.quality > 0


def _start(frame: Frame, P: Floats, names: Sequence[str], drawn: tuple[Indices, ...]) -> State:
    rows = max((block.rows.stop for block in frame.blocks), default=0)
    cols = max((block.cols.stop for block in frame.blocks), default=0)
    hubs = [frame.layer.hubs[name] for name in names]
    best = np.zeros((1, len(hubs) + rows, len(hubs) + cols))
    for place, hub in enumerate(hubs):
        leaving = hub.quality * ways_out(frame, P, hub)
        best[0, len(hubs) :, place] = ways_in(frame, P, hub)[:rows]
        best[0, place, len(hubs) :] = leaving[:cols]
        best[0, place, : len(hubs)] = [(leaving[frame.col_of[to.members]] * to.into).max() for to in hubs]
    best[0, len(hubs) :, len(hubs) :] = P[:rows, :cols]
    return State(np.ones(1), best, drawn)


def condense_worlds(worlds: Worlds, channels: Sequence[str]) -> Condensed:
    """Keep of drawn or enumerated worlds what decisions about these channels need: who reaches whom in each.

    The worlds have to be made with the elements of `channels` (see `Worlds.of`).
    """
    ids = tuple(sorted(channels))
    parts = []
    for layer, joined in zip(worlds.layers, worlds.parts, strict=True):
        frame = frame_of(layer)
        names = [name for name in ids if _carries(frame, name)]
        rows = max((block.rows.stop for block in frame.blocks), default=0)
        cols = max((block.cols.stop for block in frame.blocks), default=0)
        C = len(names)
        best = np.zeros((len(worlds.chances), C + rows, C + cols), dtype=bool)
        best[:, C:, C:] = joined.reaches(frame.rows[:rows], frame.cols[:cols])
        passages = [joined.passages(name) for name in names]
        for place, (name, (into, out)) in enumerate(zip(names, passages, strict=True)):
            members = layer.hubs[name].members
            best[:, C:, place] = (joined.reaches(frame.rows[:rows], members) & into[:, None]).any(axis=2)
            best[:, place, C:] = (joined.reaches(members, frame.cols[:cols]) & out[:, :, None]).any(axis=1)
            for other, (target, (enters, _)) in enumerate(zip(names, passages, strict=True)):
                ways = joined.reaches(members, layer.hubs[target].members)
                best[:, place, other] = (ways & out[:, :, None] & enters[:, None]).any(axis=(1, 2))
        state = State(worlds.chances, best, ())
        parts.append(Part(tuple(names), frame.blocks, state, np.ones(C)))
    return Condensed(ids, tuple(parts), worlds.weight)
