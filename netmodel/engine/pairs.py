"""Pairs: what a new passage between any two stakeholders would add, for all absent pairs at once.

A passage of strength p between u and v turns P into max(P, p * in * out) as any channel does (see
`netmodel.engine.kernel`), so its gain is one pass over P; but there are n^2 / 2 pairs. Two bounds spare nearly all of
these passes. With A(u) the weighted sum of P[s, u] over the sources, B(v) that of P[v, t] over the targets and c =
uptake_u * p * uptake_v * permeability_v, what u -> v adds is at most c * A(u) * B(v). And since P is closed, P[s, t]
>= P[s, v] * P[v, t]: only sources with c * P[s, u] > P[s, v] and targets with c * P[v, t] > P[u, t] gain anything,
and no more than the weighted sum of the first excess times B(v) over those targets; likewise from the other end.
Pairs are looked at in the order of their bounds until no bound that is left reaches the k-th best gain: the k best
are then exact, not sampled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from netmodel.engine.kernel import EPSILON, Frame, Reach, best_routes, frame_of
from netmodel.engine.layers import Floats, Hub, Indices, Layer, build_layers
from netmodel.errors import LimitError, UsageError
from netmodel.network import Network

CHUNK = 256
"""Pairs whose bound is tightened at a time."""

BATCH = 64
"""Pairs whose gain is computed at a time."""

MOST = 250_000_000
"""Cells of best routes between everybody that are kept at most, over all layers (2 GB)."""

Flags = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two stakeholders, by id in canonical order, and what a passage between them would add to reach."""

    one: str
    other: str
    gain: float


@dataclass(frozen=True, eq=False)
class _Part:
    """A layer with its best routes between everybody (n, n), and what each end of a passage lets through.

    `who` gives the position of each node among all stakeholders, `into` the uptake (times the strength of the
    passage) and `out` the uptake times the permeability of each node.
    """

    frame: Frame
    P: Floats
    who: Indices
    place: Indices
    uptakes: Floats
    into: Floats
    out: Floats

    def sums(self) -> list[tuple[Floats, Floats]]:
        """For each block the weighted sums A and B of every node, in the order of the layer."""
        rows, cols = self.frame.row_of, self.frame.col_of
        return [
            (
                (block.factor * block.row_weights @ self.P[block.rows])[cols],
                (self.P[:, block.cols] @ block.col_weights)[rows],
            )
            for block in self.frame.blocks
        ]

    def tightened(self, one: Indices, other: Indices) -> Floats:
        """The second bound for pairs of nodes, in both directions."""
        found, at_row, at_col = np.zeros(len(one)), self.frame.row_of, self.frame.col_of
        for block in self.frame.blocks:
            for u, v in ((one, other), (other, one)):
                c = self.into[u] * self.out[v]
                comes, goes = self.P[block.rows][:, at_col[u]] * c, self.P[at_row[v], block.cols]
                entering = comes - self.P[block.rows][:, at_col[v]]
                leaving = goes * c[:, None] - self.P[at_row[u], block.cols]
                by_entry = _sum(entering, entering, block.row_weights) * _sum(goes.T, leaving.T, block.col_weights)
                by_exit = _sum(comes, entering, block.row_weights) * _sum(leaving.T, leaving.T, block.col_weights)
                found += block.factor * np.minimum(by_entry, by_exit / np.where(c > 0, c, 1.0))
        return found


def _sum(values: Floats, where: Floats, weights: Floats) -> Floats:
    """Weighted sum of each column over the rows where another array is above 0."""
    sums: Floats = weights @ np.where(where > 0, values, 0.0)
    return sums


@dataclass(frozen=True, eq=False)
class Passages:
    """New passages of one strength between any two stakeholders, each scored alone on top of what is open.

    Attributes
    ----------
    names : tuple of str
        Stakeholders in canonical order; positions in masks and pairs refer to it.
    strength : float
    weight : float
        Of all conversations; gains are divided by it, as those of `Reach`.
    """

    names: tuple[str, ...]
    strength: float
    weight: float
    parts: tuple[_Part, ...]

    @classmethod
    def of(
        cls,
        net: Network,
        *,
        strength: float = 0.5,
        uptake: float | Mapping[str, float] = 1.0,
        issues: Collection[str] | None = None,
        by_issue: bool = True,
    ) -> Passages:
        """Prepare the best routes between everybody.

        Parameters
        ----------
        net : Network
            As it stands.
        strength : float
            Of the passage (the quality of a channel of two), in (0, 1].
        uptake : float or mapping
            What an end lets in and out, in [0, 1], for all or by id (1 for those left out). 1 makes it a tie.
        issues : collection of str, optional
            What a passage carries; default: every issue that both ends deal with.
        by_issue : bool
            False puts everything into one layer, whatever the issues.

        Raises
        ------
        UsageError
            For a strength or an uptake outside its range.
        LimitError
            Where the best routes between everybody would take more than 2 GB.

        Notes
        -----
        8 n^2 bytes a layer, for the n stakeholders of the layer.
        """
        if not 0 < strength <= 1:
            raise UsageError(f"strength {strength!r} is not a share above 0: write 0.5, not 50")
        names = tuple(net.stakeholder)
        shares = [uptake.get(name, 1.0) if isinstance(uptake, Mapping) else uptake for name in names]
        if not all(0 <= share <= 1 for share in shares):
            raise UsageError("an uptake is a share: write 0.8, not 80")
        layers = build_layers(net, by_issue=by_issue)
        weight = float(sum(layer.weight for layer in layers))
        carrying = [
            layer
            for layer in layers
            if layer.weight and (issues is None or layer.issue is None or layer.issue in issues)
        ]
        cells = sum(len(layer.nodes) ** 2 for layer in carrying)
        if cells > MOST:
            said = f"pairs of so many stakeholders need {cells:,} best routes, and {MOST:,} are kept at most"
            raise LimitError(f"{said}: leave some out")
        position = {name: number for number, name in enumerate(names)}
        parts = tuple(_part(layer, position, np.array(shares), strength) for layer in carrying)
        return cls(names, strength, weight, parts)

    # ---- bounds

    @cached_property
    def bounds(self) -> Floats:
        """The first bound for every pair: symmetric, stakeholders x stakeholders."""
        n = len(self.names)
        bounds = np.zeros((n, n))
        for part in self.parts:
            for A, B in part.sums():
                bounds[np.ix_(part.who, part.who)] += np.multiply.outer(A * part.into, B * part.out)
        return self._slack(bounds + bounds.T)

    def tightened(self, pairs: Indices) -> Floats:
        """The second bound for some pairs (k, 2): never below the gain, never above the first bound."""
        found = np.zeros(len(pairs))
        for part in self.parts:
            nodes = part.place[pairs]
            both = np.flatnonzero((nodes >= 0).all(axis=1))
            if len(both):
                found[both] += part.tightened(nodes[both, 0], nodes[both, 1])
        return self._slack(found)

    def _slack(self, bounds: Floats) -> Floats:
        """Bounds in units of reach, with room for rounding."""
        loose: Floats = bounds / (self.weight or 1.0) * (1 + 1e-9) + EPSILON
        return loose

    # ---- gains

    def gains(self, pairs: Indices) -> Floats:
        """What each of some pairs (k, 2) would add to reach, exactly: one pass of the kernel each."""
        ids = [str(number) for number in range(len(pairs))]
        frames = tuple(_with_hubs(part, ids, part.place[pairs], self.strength) for part in self.parts)
        found = Reach(frames, tuple(part.P for part in self.parts)).gains(ids).sum(axis=1)
        gains: Floats = found / (self.weight or 1.0)
        return gains

    def best(self, allowed: Flags, *, count: int = 20) -> tuple[Pair, ...]:
        """The pairs that gain most, proven.

        Parameters
        ----------
        allowed : array of bool (stakeholders, stakeholders)
            Pairs to look at; either triangle says so.
        count : int
            How many at most.

        Returns
        -------
        tuple of Pair
            Best first, equal gains (to 12 decimals) by id; pairs that gain nothing are left out.

        Examples
        --------
        >>> people = [{"id": name, "side": name[0].upper()} for name in ("a1", "a2", "b1")]
        >>> net = Network.from_tables(people, [{"source": "a1", "target": "a2", "strength": 0.8}])
        >>> Passages.of(net, strength=0.5).best(np.ones((3, 3), dtype=bool), count=1)
        (Pair(one='a1', other='b1', gain=0.45),)
        """
        pairs = np.argwhere(np.triu(allowed | allowed.T, 1))
        coarse = self.bounds[pairs[:, 0], pairs[:, 1]]
        order = np.argsort(-coarse, kind="stable")
        found: list[tuple[float, int, int]] = []
        for start in range(0, len(order), CHUNK):
            some = order[start : start + CHUNK]
            some = some[coarse[some] >= _least(found, count)]
            if not len(some):
                break
            found = self._look_at(pairs[some], found, count)
        return tuple(Pair(self.names[one], self.names[other], -gain) for gain, one, other in found)

    def _look_at(
        self, pairs: Indices, found: list[tuple[float, int, int]], count: int
    ) -> list[tuple[float, int, int]]:
        """The best pairs so far with some more looked at, those first whose bound is highest."""
        tight = self.tightened(pairs)
        order = np.argsort(-tight, kind="stable")
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            some = some[tight[some] >= _least(found, count)]
            if not len(some):
                break
            gains = self.gains(pairs[some]).round(12)
            rows = zip((-gains).tolist(), *pairs[some].T.tolist(), strict=True)
            found = sorted([*found, *(row for row in rows if row[0] < 0)])[:count]
        return found


def _least(found: Sequence[tuple[float, int, int]], count: int) -> float:
    """What a bound has to reach for a pair to be among the best; bounds of what gains nothing are EPSILON."""
    if count < 1:
        return np.inf
    return -found[-1][0] if len(found) >= count else 1.5 * EPSILON


def _part(layer: Layer, position: Mapping[str, int], shares: Floats, strength: float) -> _Part:
    """Best routes of a layer, with rows and columns for everybody behind those of the sides."""
    frame = frame_of(replace(layer, hubs={name: layer.hubs[name] for name in layer.opened}))
    everybody = np.arange(len(layer.nodes), dtype=np.intp)
    rows, cols = (np.concatenate([kept, np.setdiff1d(everybody, kept)]) for kept in (frame.rows, frame.cols))
    frame = Frame(frame.layer, rows, cols, frame.blocks)
    who = np.array([position[name] for name in layer.nodes], dtype=np.intp)
    place = np.full(len(position), -1, dtype=np.intp)
    place[who] = everybody
    uptakes = shares[who]
    P = best_routes(layer, rows, cols)
    return _Part(frame, P, who, place, uptakes, uptakes * strength, uptakes * layer.permeability)


def _with_hubs(part: _Part, ids: Sequence[str], nodes: Indices, quality: float) -> Frame:
    """The frame of a layer with a channel of two for each pair whose ends are both there."""
    hubs = {
        name: Hub(pair, part.uptakes[pair], part.uptakes[pair], part.out[pair], quality)
        for name, pair in zip(ids, nodes, strict=True)
        if pair.min() >= 0
    }
    return replace(part.frame, layer=replace(part.frame.layer, hubs=hubs, opened=()))
