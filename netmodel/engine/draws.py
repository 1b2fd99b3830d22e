"""Plausible versions of a network: every tie and channel drawn anew, as its confidence allows, fast enough for many.

What does not change from version to version is worked out once: who stands where, and in which order nodes are
eliminated. A version is then a handful of arrays (`Version`), and what decisions need of it (`Condensed`) takes a
few milliseconds for hundreds of stakeholders.

References
----------
.. [1] Planken, L., de Weerdt, M., van der Krogt, R. (2012). Computing all-pairs shortest paths by leveraging low
   treewidth. *Journal of Artificial Intelligence Research* 43, 353-388.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from netmodel.engine.condensed import Condensed, Part, State
from netmodel.engine.kernel import DENSE, Frame, arcs_of, best_routes, frame_of
from netmodel.engine.layers import Floats, Hub, Indices, Layer, build_layers
from netmodel.network import Network
from netmodel.schema.certainty import certainty

CLOSED = 512
"""From `DENSE` to so many nodes routes are found by elimination: between Floyd's recurrence and Dijkstra."""


@dataclass(frozen=True, eq=False)
class Version:
    """What a network says, as arrays: by tie, by participant of a channel, by channel.

    A tie that is not there has strength 0, a channel that fails to open has quality 0.
    """

    strength: Floats
    into: Floats
    out: Floats
    quality: Floats
    cost: Floats


@dataclass(frozen=True, eq=False)
class Plan:
    """One layer: where its values stand in a `Version`, and the order in which its nodes are eliminated.

    `ties` (arcs), `people` (participants of all hubs, hub by hub) and `channels` (hubs) are positions; `ends` says
    where each hub's participants end. `order` is None where there are too few or too many nodes for it.
    """

    frame: Frame
    ties: Indices
    people: Indices
    channels: Indices
    ends: Indices
    order: Order | None


@dataclass(frozen=True, eq=False)
class Ensemble:
    """A network with what each of its values may vary by.

    Attributes
    ----------
    ties, channels, candidates : tuple of str
        Ids of active ties, of channels that are open or on offer, and of those on offer, which may fail to open.
    given : Version
        As the tables say.
    exists, widths, chances :
        Chance of each tie; width of each value, see `netmodel.schema.certainty`; chance that each channel opens,
        with its width.
    apart : array of bool
        Participants whose two uptakes differ; the others have one draw for both.
    """

    ties: tuple[str, ...]
    channels: tuple[str, ...]
    candidates: tuple[str, ...]
    plans: tuple[Plan, ...]
    weight: float
    given: Version
    exists: Floats
    widths: Version
    chances: Floats
    chance_widths: Floats
    apart: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @classmethod
    def of(cls, net: Network, *, by_issue: bool = True) -> Ensemble:
        """Prepare the versions of a network.

        Examples
        --------
        >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
        >>> talks = [{"id": "talks", "participants": "a:1; b:1", "quality": 0.6, "confidence": "low"}]
        >>> ensemble = Ensemble.of(Network.from_tables(people, channels=talks))
        >>> ensemble.condensed(ensemble.given).gains(0, 1)
        {'talks': 0.6}
        >>> [float(ensemble.draw(0, k).quality[0].round(2)) for k in range(3)]
        [0.58, 0.67, 0.51]
        """
        layers = tuple(layer for layer in build_layers(net, by_issue=by_issue) if layer.weight)
        ties = net.active_ties
        channels = (*net.open_channels, *net.candidates)
        sure = [certainty(row.confidence) for row in channels]
        people = [(person, known) for row, known in zip(channels, sure, strict=True) for person in row.participants]
        into, out = (_array([getattr(person, name) for person, _ in people]) for name in ("uptake", "uptake_out"))
        uptakes = _array([known.uptake for _, known in people])
        offered = {row.id for row in net.candidates}
        links = [certainty(tie.confidence) for tie in ties]
        return cls(
            ties=tuple(tie.id for tie in ties),
            channels=tuple(row.id for row in channels),
            candidates=tuple(row.id for row in net.candidates),
            plans=_plans(net, layers),
            weight=float(sum(layer.weight for layer in layers)),
            given=Version(
                strength=_array([tie.strength for tie in ties]),
                into=into,
                out=out,
                quality=_array([row.quality for row in channels]),
                cost=_array([row.cost for row in channels]),
            ),
            exists=_array([known.exists for known in links]),
            widths=Version(
                strength=_array([known.strength for known in links]),
                into=uptakes,
                out=uptakes,
                quality=_array([known.quality for known in sure]),
                cost=_array([known.cost for known in sure]),
            ),
            chances=_array([row.success if row.id in offered else 1.0 for row in channels]),
            chance_widths=_array([known.success for known in sure]),
            apart=into != out,
        )

    def draw(self, seed: int, number: int) -> Version:
        """One plausible version; the same for the same two numbers, whoever draws it and in whatever order."""
        rng = np.random.default_rng([seed, number])
        given, widths, apart = self.given, self.widths, self.apart
        there = rng.random(len(self.exists)) < self.exists
        into = draw_shares(rng, given.into, widths.into)
        out = into.copy()
        out[apart] = draw_shares(rng, given.out[apart], widths.out[apart])
        opens = rng.random(len(self.chances)) < draw_shares(rng, self.chances, self.chance_widths)
        return Version(
            strength=there * draw_shares(rng, given.strength, widths.strength),
            into=into,
            out=out,
            quality=opens * draw_shares(rng, given.quality, widths.quality),
            cost=draw_amounts(rng, given.cost, widths.cost),
        )

    def layers(self, version: Version, *, delta: float = 1.0) -> tuple[Layer, ...]:
        """A version as layers; each passage, along a tie or through a hub, is multiplied by `delta`."""
        return tuple(_layer(plan, version, delta) for plan in self.plans)

    def condensed(self, version: Version, *, delta: float = 1.0) -> Condensed:
        """What decisions about the candidates need of a version; the same as `condense`, to rounding."""
        parts = (_part(plan, _layer(plan, version, delta), self.candidates) for plan in self.plans)
        return Condensed(tuple(sorted(self.candidates)), tuple(parts), self.weight)

    def amount(self, number: int, version: Version) -> float:
        """Weighted sum over the conversations of one layer, with nothing opened; not divided by `weight`."""
        plan = self.plans[number]
        P = _routes(plan, _layer(plan, version, 1.0))
        return float(sum(block.factor * block.total(P) for block in plan.frame.blocks))

    def costs(self, version: Version) -> dict[str, float]:
        """Cost of each candidate in a version."""
        offered = set(self.candidates)
        pairs = zip(self.channels, version.cost.tolist(), strict=True)
        return {name: cost for name, cost in pairs if name in offered}


def draw_shares(rng: np.random.Generator, given: Floats, width: Floats) -> Floats:
    """Shares drawn from Beta distributions whose means are the given ones; 0, 1 and what has no width stay put.

    A width is the standard deviation at .5, below .5; see `netmodel.schema.certainty.Certainty`.

    >>> draw_shares(np.random.default_rng(0), np.array([0.0, 0.5, 1.0]), np.array([0.1, 0.0, 0.1])).tolist()
    [0.0, 0.5, 1.0]
    """
    drawn = given.copy()
    loose = (width > 0) & (given > 0) & (given < 1)
    mean, size = given[loose], 0.25 / width[loose] ** 2 - 1
    drawn[loose] = rng.beta(mean * size, (1 - mean) * size)
    return drawn


def draw_amounts(rng: np.random.Generator, given: Floats, width: Floats) -> Floats:
    """Amounts drawn from gamma distributions whose means are the given ones; `width` is a share of the mean.

    >>> draw_amounts(np.random.default_rng(0), np.array([0.0, 5.0]), np.array([0.1, 0.0])).tolist()
    [0.0, 5.0]
    """
    drawn = given.copy()
    loose = (width > 0) & (given > 0)
    spread = width[loose] ** 2
    drawn[loose] = rng.gamma(1 / spread, given[loose] * spread)
    return drawn


def _array(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=float)


# ---- layers -----------------------------------------------------------------------------------------------------


def _plans(net: Network, layers: Sequence[Layer]) -> tuple[Plan, ...]:
    tie_at = {tie.id: place for place, tie in enumerate(net.active_ties)}
    channels = (*net.open_channels, *net.candidates)
    channel_at = {row.id: place for place, row in enumerate(channels)}
    keys = ((row.id, person.stakeholder) for row in channels for person in row.participants)
    person_at = {key: place for place, key in enumerate(keys)}
    plans = []
    for layer in layers:
        people = [person_at[name, layer.nodes[node]] for name, hub in layer.hubs.items() for node in hub.members]
        sizes = [len(hub.members) for hub in layer.hubs.values()]
        plans.append(
            Plan(
                frame=frame_of(layer),
                ties=_places(tie_at[name] for name in layer.arc_ties),
                people=_places(people),
                channels=_places(channel_at[name] for name in layer.hubs),
                ends=np.cumsum([0, *sizes], dtype=np.intp),
                order=Order.of(layer) if DENSE < len(layer.nodes) + len(layer.opened) <= CLOSED else None,
            )
        )
    return tuple(plans)


def _places(places: Iterable[int]) -> Indices:
    return np.fromiter(places, dtype=np.intp)


def _layer(plan: Plan, version: Version, delta: float) -> Layer:
    layer, ends = plan.frame.layer, plan.ends.tolist()
    into, uptake_out = version.into[plan.people], version.out[plan.people]
    quality = (version.quality[plan.channels] * delta).tolist()
    hubs = {}
    for place, (name, hub) in enumerate(layer.hubs.items()):
        here = slice(ends[place], ends[place + 1])
        arrives = layer.permeability[hub.members]
        hubs[name] = Hub(hub.members, into[here], uptake_out[here], uptake_out[here] * arrives, quality[place])
    return replace(layer, strengths=version.strength[plan.ties] * delta, hubs=hubs)


def _part(plan: Plan, layer: Layer, candidates: Sequence[str]) -> Part:
    """A layer condensed: the same numbers as `netmodel.engine.condensed.condense` gives, all hubs at a time."""
    frame, P = plan.frame, _routes(plan, layer)
    rows = max(block.rows.stop for block in frame.blocks)
    cols = max(block.cols.stop for block in frame.blocks)
    names = [name for name in sorted(candidates) if name in layer.hubs and _carries(layer, name)]
    C = len(names)
    best = np.zeros((1, C + rows, C + cols))
    best[0, C:, C:] = P[:rows, :cols]
    if names:
        hubs = [layer.hubs[name] for name in names]
        members, into, out = (
            np.concatenate([getattr(hub, part) for hub in hubs]) for part in ("members", "into", "out")
        )
        starts = np.cumsum([0, *(len(hub.members) for hub in hubs[:-1])])
        quality = np.array([hub.quality for hub in hubs])
        leaving = np.maximum.reduceat(P[frame.row_of[members]] * out[:, None], starts, axis=0) * quality[:, None]
        at = frame.col_of[members]
        best[0, C:, :C] = np.maximum.reduceat(P[:rows].take(at, axis=1) * into, starts, axis=1)
        best[0, :C, C:] = leaving[:, :cols]
        best[0, :C, :C] = np.maximum.reduceat(leaving.take(at, axis=1) * into, starts, axis=1)
    return Part(tuple(names), frame.blocks, State(np.ones(1), best), np.ones(C))


def _routes(plan: Plan, layer: Layer) -> Floats:
    """Best routes from the rows to the columns that a layer needs."""
    rows, cols = plan.frame.rows, plan.frame.cols
    if plan.order is None:
        return best_routes(layer, rows, cols)
    routes: Floats = plan.order.close(layer)[rows[:, None], cols]
    return routes


def _carries(layer: Layer, name: str) -> bool:
    hub = layer.hubs[name]
    return name not in layer.opened and len(hub.members) > 1 and hub.quality > 0


# ---- best routes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Order:
    """An order in which the nodes of a layer are eliminated, those with the fewest neighbours first.

    A node that is eliminated leaves its passages to its neighbours, which are then neighbours of each other; in the
    opposite order each node has its best routes from those of its neighbours (Planken et al. [1]_).

    Attributes
    ----------
    place : array of int
        Position of each node, with the open channels as nodes of their own.
    later : tuple of (array or slice, array or None)
        For each position the positions of the neighbours that are left when its turn comes, and the cells of the
        matrix between them; a slice of all that are left where those are most of them, which spares copies.
    mirrored : bool
        Whether a route is worth the same in both directions.
    """

    place: Indices
    later: tuple[tuple[Indices, Indices] | tuple[slice, None], ...]
    mirrored: bool

    @classmethod
    def of(cls, layer: Layer) -> Order:
        """Find an order for a layer, whatever its strengths."""
        n, tails, heads, _ = arcs_of(layer)
        near: list[set[int]] = [set() for _ in range(n)]
        for one, other in zip(tails.tolist(), heads.tolist(), strict=True):
            if one != other:
                near[one].add(other)
                near[other].add(one)
        left, order = set(range(n)), []
        while left:
            node = min(left, key=lambda one: (len(near[one]), one))
            left.remove(node)
            for one in near[node]:
                near[one] |= near[node]
                near[one] -= {one, node}
            order.append(node)
        place = np.empty(n, dtype=np.intp)
        place[order] = np.arange(n)
        later = tuple(_neighbours(np.sort(place[list(near[node])]), turn, n) for turn, node in enumerate(order))
        mirrored = layer.symmetric and not layer.opened and bool((layer.permeability == 1).all())
        return cls(place, later, mirrored)

    def close(self, layer: Layer) -> Floats:
        """Strength of the best route between all stakeholders, rows to columns; 1 from each to itself."""
        n, tails, heads, passes = arcs_of(layer)
        best = np.zeros((n, n))
        np.maximum.at(best, (self.place[tails], self.place[heads]), passes)
        np.fill_diagonal(best, 1.0)
        self._eliminate(best)
        self._return(best)
        kept = self.place[: len(layer.nodes)]
        closed: Floats = best[kept[:, None], kept]
        return closed

    def _eliminate(self, best: Floats) -> None:
        """Each node in turn leaves its passages to its neighbours."""
        flat = best.reshape(-1)
        for turn, (near, cells) in enumerate(self.later):
            through = best[near, turn, None] * best[turn, near]
            if cells is None:
                np.maximum(best[near, near], through, out=best[near, near])
            elif len(through) > 1:
                flat[cells] = np.maximum(flat[cells], through)

    def _return(self, best: Floats) -> None:
        """In the opposite order each node takes the routes of its neighbours."""
        n = len(best)
        for turn in range(n - 2, -1, -1):
            near, done = self.later[turn][0], slice(turn + 1, n)
            if isinstance(near, slice) or len(near):
                out = np.maximum.reduce(best[near, done] * best[turn, near, None], axis=0)
                into = out if self.mirrored else np.maximum.reduce(best[done, near] * best[near, turn], axis=1)
                best[turn, done], best[done, turn] = out, into


def _neighbours(near: Indices, turn: int, n: int) -> tuple[Indices, Indices] | tuple[slice, None]:
    if 2 * len(near) >= n - turn - 1 > 0:
        return slice(turn + 1, n), None
    return near, near[:, None] * n + near
