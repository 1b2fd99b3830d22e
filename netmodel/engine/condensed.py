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
from netmodel.engine.worlds import Worlds

CELLS = 1 << 16
"""Cells that are worked on at a time, so that they stay in cache."""

SMALL = 1 << 13
"""Up to so many cells it takes longer to look whether a channel can be passed through than to try."""

LEVELS = 2
"""Levels that a bound is tried with beside 0."""

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
        opened = _through(state.best.copy(), [channel])
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

    def gains(self, state: State, channels: Sequence[int]) -> Floats:
        """What each of these channels would add now, alone."""
        return self._excess(state, list(channels))

    def bound(self, state: State, free: Sequence[int]) -> tuple[float, Floats]:
        """The most that all free channels together can add, and what any set of them can: (1 + LEVELS, 1 + free).

        Each channel is given the ways in and out that it has where all free channels are open, against the routes
        there are. A set adds to a conversation what its best channel does, so at most any level, and the sum of what
        its channels do beyond that level. Row by row: the level, summed, and what each channel does beyond it; the
        first row has the level 0, the others the second, third and so on largest of what the free channels do.
        """
        channels = len(self.names)
        kept = [*free, *range(channels, state.best.shape[1])]
        across = [*free, *range(channels, state.best.shape[2])]
        best = _through(state.best[:, kept][:, :, across], list(range(len(free))))
        most = float(state.chances @ (self._sum(best, len(free)) - self._sum(state.best)))
        return most, self._levels(state, best, list(free))

    def _levels(self, state: State, best: Floats, channels: list[int]) -> Floats:
        """Expected sums of levels, and of what each channel does beyond them: (1 + LEVELS, 1 + channels)."""
        count, names = len(channels), len(self.names)
        chances = self._chances(state, channels)
        sums = np.zeros((LEVELS + 1, count + 1))
        for block in self.blocks:
            into = best[:, count:, :count][:, block.rows]
            out = best[:, :count, count:].transpose(0, 2, 1)[:, block.cols]
            now = state.best[:, names:, names:][:, block.rows, block.cols]
            step = max(1, CELLS // max(1, now.shape[0] * count * now.shape[2]))
            for first in range(0, now.shape[1], step):
                some = slice(first, first + step)
                excess = _positive(into[:, some, None] * out[:, None], now[:, some, :, None])
                weights = np.multiply.outer(block.row_weights[some] * block.factor, block.col_weights).ravel()
                _add_levels(sums, excess.reshape(len(now), -1, count), weights, chances, state.chances)
        return sums

    def _sum(self, best: Floats, channels: int | None = None) -> Floats:
        """Weighted sum over the conversations in each world."""
        ways = best[:, len(self.names) if channels is None else channels :]
        ways = ways[:, :, len(self.names) if channels is None else channels :]
        total = np.zeros(len(best))
        for block in self.blocks:
            total += ((ways[:, block.rows, block.cols] @ block.col_weights) @ block.row_weights) * block.factor
        return total

    def _excess(self, state: State, channels: list[int]) -> Floats:
        """For each channel the expected sum of the positive part of into * out - direct."""
        names = len(self.names)
        into = state.best[:, names:, channels].transpose(0, 2, 1)
        out, direct = state.best[:, channels, names:], state.best[:, names:, names:]
        gains, chances = np.zeros(len(channels)), self._chances(state, channels)
        for block in self.blocks:
            now = direct[:, block.rows, block.cols]
            step = max(1, CELLS // max(now.size, 1))
            for first in range(0, len(channels), step):
                some = slice(first, first + step)
                excess = _positive(into[:, some, block.rows, None] * out[:, some, None, block.cols], now[:, None])
                sums = ((excess @ block.col_weights) @ block.row_weights) * block.factor
                gains[some] += (chances[:, some] * sums).sum(axis=0)
        return gains

    def _chances(self, state: State, channels: list[int]) -> Floats:
        """Chance of each world times the chance that each channel opens in it: (K, channels)."""
        if self.up is None:
            return np.multiply.outer(state.chances, self.success[channels])
        shares = [self.up[worlds][:, channels].mean(axis=0) for worlds in state.drawn]
        chances: Floats = state.chances[:, None] * np.array(shares).reshape(len(state.chances), len(channels))
        return chances


def _positive(ways: Any, now: Any) -> Any:
    """The positive part of the difference; of truth values, what is new."""
    if ways.dtype == bool:
        return ways > now
    more = ways - now
    return np.maximum(more, 0.0, out=more)


def _add_levels(sums: Floats, excess: Any, weights: Floats, chances: Floats, worlds: Floats) -> None:
    """Add the levels of some conversations (K, conversations, channels); `excess` is used up.

    Beyond the second largest there is only the largest, beyond the third the two before it, and so on: so the channel
    that is largest, and the next, are all that has to be found.
    """
    shape = excess.shape
    sums[0, 1:] += (chances * (weights @ excess)).sum(axis=0)
    flat = excess.reshape(-1, shape[2])
    here = np.arange(len(flat))
    world = np.repeat(np.arange(shape[0]) * shape[2], shape[1])
    weighs = np.tile(weights, shape[0])
    tops, places = [], []
    for _ in range(LEVELS + 1):
        place = flat.argmax(axis=1)
        tops.append(flat[here, place] * weighs)
        places.append(place + world)
        flat[here, place] = 0
    for level in range(1, LEVELS + 1):
        sums[level, 0] += worlds @ tops[level].reshape(shape[:2]).sum(axis=1)
        for above in range(level):
            more = np.bincount(places[above], weights=tops[above] - tops[level], minlength=chances.size)
            sums[level, 1:] += (chances * more.reshape(chances.shape)).sum(axis=0)


def _through(best: Floats, channels: Sequence[int]) -> Floats:
    """All best ways when these channels may be passed through; `best` itself is changed."""
    through = np.empty_like(best)
    for channel in channels:
        into, out = best[:, :, channel, None], best[:, None, channel]
        if best.size < SMALL or (into.any() and out.any()):
            np.multiply(into, out, out=through)
            np.maximum(best, through, out=best)
    return best


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
        sums = sum((book.alone(chosen & book.mask) for book in self._books), np.zeros(len(self.channels)))
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
        self.alone = lru_cache(max(kept, 1 << 12))(self._alone)

    def _state(self, chosen: int) -> State:
        if not chosen:
            return self.part.start
        last = chosen.bit_length() - 1
        return self.part.open(self.state(chosen ^ (1 << last)), self.place[last])

    def _amount(self, chosen: int) -> float:
        return self.part.amount(self.state(chosen))

    def _alone(self, chosen: int) -> Floats:
        """What each channel that is not open adds alone, 0 for those that do not carry the layer."""
        bits = _bits(self.mask & ~chosen)
        spread = np.zeros(self.channels)
        if bits:
            spread[bits] = self.part.gains(self.state(chosen), [self.place[bit] for bit in bits])
        return spread

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
