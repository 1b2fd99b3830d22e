"""Rank channels: what each adds alone and with what it requires, to whom, by which route, and with which partner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol, TypeVar, cast

import numpy as np

from netmodel.decide.closure import requirements
from netmodel.decide.credit import Credit, Share, credit, joined_pairs
from netmodel.engine.kernel import EPSILON, Reach
from netmodel.engine.layers import Floats
from netmodel.engine.worlds import Worlds
from netmodel.measures.routes import Route, add_channel, passages, strongest_route
from netmodel.network import Channel, Network
from netmodel.schema import kinds

LOSS = 0.01
"""Recovery is told where at least this share of the earlier reach was lost."""

GROUPS = {"informal": 0, "formal": 1, "enabling": 2}
"""The groups in which channels are ranked, in the order in which they are shown."""

PAIR_WORK = 2_000_000_000
"""Pairs of channels are compared up to so many cells of work."""


@dataclass(frozen=True)
class RankedChannel:
    """One channel of a ranking; see `rank_channels` for what the figures mean."""

    id: str
    name: str
    kind: str
    formality: str
    group: str
    rank: int
    gain: float
    gain_by_issue: dict[str, float]
    gain_with_requirements: float | None
    requirements: tuple[str, ...]
    blocked_by: tuple[str, ...]
    recovery: float | None
    pairs_restored: int
    pairs_strengthened: int
    reliability_gain: float
    reliability_gain_interval: tuple[float, float]
    cost: float
    risk: float
    lead_time_months: float
    route: tuple[str, ...]
    via: tuple[str, ...]
    route_strength: float | None
    weakest_link: tuple[str, ...]
    carried_by: tuple[Share, ...]
    gains_to: tuple[Share, ...]
    conversation: tuple[str, str, str | None] | None
    only_together_with: tuple[str, ...]
    only_in_larger_sets: bool
    best_partner: str | None
    unlocks: tuple[str, ...]
    same_side_gain: float

    def to_json(self) -> dict[str, Any]:
        """Plain values, rounded to 12 decimals."""
        values = asdict(self)
        del values["conversation"]
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


@dataclass(frozen=True)
class Ranking:
    """All candidate channels of a network, informal ones first, then formal ones, then enabling steps.

    `reach` holds ``now``, ``before`` (None where no earlier date is known) and ``by_issue``.
    """

    between: tuple[str, ...]
    reach: dict[str, Any]
    channels: tuple[RankedChannel, ...]
    notices: tuple[str, ...] = ()

    @property
    def informal(self) -> tuple[RankedChannel, ...]:
        """The headline: informal and low-key channels, best first."""
        return tuple(channel for channel in self.channels if channel.group == "informal")

    def to_json(self) -> dict[str, Any]:
        """Give the ranking as plain values."""
        return {
            "between": list(self.between),
            "reach": self.reach,
            "channels": [channel.to_json() for channel in self.channels],
        }


def rank_channels(
    net: Network,
    *,
    seed: int = 0,
    state: Reach | None = None,
    earlier: Reach | None = None,
    worlds: Worlds | None = None,
) -> Ranking:
    """Rank the candidate channels of a network by what each alone would add to reach.

    Parameters
    ----------
    net : Network
        As it stands: candidates are scored on top of what is open.
    seed : int
        For the worlds of `reliability_gain`, where they are drawn.
    state, earlier, worlds : optional
        Best routes now and before, and worlds, of this network, where they were computed already.

    Returns
    -------
    Ranking
        Informal channels, formal channels and enabling steps (which unlock rather than carry) are ranked apart.
        Gains equal to 12 decimals share a rank. `gain_with_requirements` opens what the channel needs as well (of
        ``requires_any`` the cheapest, then the least risky, then by id), and is None where a channel that it needs is
        not on offer (`blocked_by`); `recovery` is the gain as a share of what was lost since `net.before`.

    Examples
    --------
    >>> people = [{"id": "a1", "side": "A"}, {"id": "a2", "side": "A"}, {"id": "b1", "side": "B"}]
    >>> ties = [{"source": "a1", "target": "a2", "strength": 0.8}]
    >>> seminar = [{"id": "seminar", "kind": "academic", "participants": "a2:1; b1:1", "quality": 0.6}]
    >>> [channel.gain for channel in rank_channels(Network.from_tables(people, ties, channels=seminar)).channels]
    [0.54]
    """
    state = state or Reach.of(net)
    if earlier is None and net.before is not None:
        earlier = Reach.of(net.before)
    worlds = worlds or Worlds.of(net, seed=seed)
    candidates = net.candidates
    ids = [channel.id for channel in candidates]
    total = float(state.weights.sum()) or 1.0
    by_layer = state.gains(ids)
    gains = (by_layer.sum(axis=1) / total).round(12) + 0.0
    reach = _reach(state, earlier)
    synergy, notices = _synergy(state, ids, gains)
    order = {name: position for position, name in enumerate(net.stakeholder)}
    joined = joined_pairs(state, order)
    lost = _lost(reach)
    splits = {name: credit(state, name, joined, order) for name in ids}
    routes = _leading_routes(net, splits)
    larger = _in_larger_sets(state, ids, gains) if synergy is not None else set()
    there, offered = {row.id for row in net.open_channels}, set(ids)
    rows = []
    for position, channel in enumerate(candidates):
        needed = requirements(channel, net.channel, there)
        blocked = tuple(name for name in needed if name not in offered)
        split, route = splits[channel.id], routes.get(channel.id)
        gain = float(gains[position])
        sure = worlds.gain(channel.id)
        together = None if blocked else _together(state, [*needed, channel.id]) if needed else gain
        partners = _only_together(position, ids, gains, synergy)
        rows.append(
            RankedChannel(
                id=channel.id,
                name=channel.name,
                kind=channel.kind,
                formality=channel.formality,
                group=group_of(channel),
                rank=0,
                gain=gain,
                gain_by_issue=_by_issue(state, by_layer[position]),
                gain_with_requirements=together,
                requirements=needed,
                blocked_by=blocked,
                recovery=round(gain / lost, 12) if lost else None,
                pairs_restored=split.pairs_restored,
                pairs_strengthened=split.pairs_strengthened,
                reliability_gain=round(sure.value, 12),
                reliability_gain_interval=(round(sure.low, 12), round(sure.high, 12)),
                cost=channel.cost,
                risk=channel.risk,
                lead_time_months=channel.lead_time_months,
                route=route.stakeholders if route else (),
                via=route.via if route else (),
                route_strength=round(route.strength, 12) if route else None,
                weakest_link=(route.weakest_link or ()) if route else (),
                carried_by=split.carried_by,
                gains_to=split.gains_to,
                conversation=split.conversation,
                only_together_with=partners,
                only_in_larger_sets=gain == 0 and not partners and position in larger,
                best_partner=_best_partner(position, ids, synergy),
                unlocks=tuple(c.id for c in candidates if channel.id in (*c.requires, *c.requires_any)),
                same_side_gain=gain if _one_sided(net, channel) else 0.0,
            )
        )
    return Ranking(net.sides, reach, _ranked(rows), notices)


def group_of(channel: Channel) -> str:
    """Whether a channel carries informally, carries formally, or enables others."""
    known = kinds("channels").get(channel.kind)
    if known is not None and known.role == "enables":
        return "enabling"
    return channel.formality


def _ranked(rows: Iterable[RankedChannel]) -> tuple[RankedChannel, ...]:
    """Sort by group, gain and id."""
    return share_ranks(sorted(rows, key=lambda row: (GROUPS[row.group], -row.gain, row.id)))


class _Ranked(Protocol):
    """What can be ranked within its group."""

    @property
    def group(self) -> str: ...
    @property
    def gain(self) -> float: ...
    @property
    def rank(self) -> int: ...


Row = TypeVar("Row", bound=_Ranked)


def share_ranks(ordered: Iterable[Row]) -> tuple[Row, ...]:
    """Give sorted rows their rank within their group; equal gains share one (1, 2, 2, 4)."""
    ranked: list[Row] = []
    for row in ordered:
        peers = [earlier for earlier in ranked if earlier.group == row.group]
        tied = bool(peers) and peers[-1].gain == row.gain
        ranked.append(replace(cast(Any, row), rank=peers[-1].rank if tied else len(peers) + 1))
    return tuple(ranked)


def _reach(state: Reach, earlier: Reach | None) -> dict[str, Any]:
    return {
        "now": _number(state.value),
        "before": _number(earlier.value) if earlier else None,
        "by_issue": reach_by_issue(state, earlier),
    }


def reach_by_issue(state: Reach, earlier: Reach | None) -> dict[str, dict[str, float | None]]:
    """Each layer's own mean, now and before, with the layer's share of all weight; empty without issues."""
    if len(state.frames) == 1 and state.frames[0].layer.issue is None:
        return {}
    past = _layer_means(earlier) if earlier else {}
    total = float(state.weights.sum()) or 1.0
    return {
        issue: {"now": mean, "before": past.get(issue), "weight": round(weight / total, 12)}
        for (issue, mean), weight in zip(_layer_means(state).items(), state.weights.tolist(), strict=True)
    }


def _layer_means(state: Reach) -> dict[str, float | None]:
    """Mean of each issue; the weight of a layer that influence makes empty gives None."""
    means = zip(state.frames, state.means.tolist(), strict=True)
    return {frame.layer.issue: _number(mean) for frame, mean in means if frame.layer.issue is not None}


def _by_issue(state: Reach, gains: Floats) -> dict[str, float]:
    weights = state.weights
    return {
        frame.layer.issue: round(float(gain / weight), 12) + 0.0 if weight else 0.0
        for frame, gain, weight in zip(state.frames, gains, weights, strict=True)
        if frame.layer.issue is not None
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 12) + 0.0


def _lost(reach: Mapping[str, Any]) -> float | None:
    """What was lost since before; None where it is less than a hundredth of it."""
    now, before = reach["now"], reach["before"]
    if now is None or before is None or before <= 0 or before - now < LOSS * before:
        return None
    return float(before - now)


def _together(state: Reach, names: Sequence[str]) -> float:
    opened = state
    for name in names:
        opened = opened.open(name)
    return round(opened.value - state.value, 12) + 0.0 if not np.isnan(state.value) else 0.0


def _one_sided(net: Network, channel: Channel) -> bool:
    sides = {net.stakeholder[p.stakeholder].side for p in channel.participants if p.stakeholder in net.stakeholder}
    return len(sides - {""}) < 2


def _synergy(state: Reach, ids: Sequence[str], gains: Floats) -> tuple[Floats | None, tuple[str, ...]]:
    """f(cd) - f(c) - f(d) + f(none) for every pair: above 0 both-or-nothing, below 0 either-or."""
    cells = sum(P.size for P in state.matrices)
    if cells * len(ids) ** 2 > PAIR_WORK:
        return None, ("pairs of channels were not compared: there are too many for this network",)
    after = np.array([state.open(name).total_gains(ids) for name in ids]).reshape(len(ids), len(ids))
    bonus = after - gains
    return np.minimum(bonus, bonus.T), ()


def _in_larger_sets(state: Reach, ids: Sequence[str], gains: Floats) -> set[int]:
    """Positions of channels that add nothing alone but something when all others are open."""
    found = set()
    for position, name in enumerate(ids):
        if gains[position] == 0:
            others = state
            for other in ids:
                others = others if other == name else others.open(other)
            if others.total_gains([name])[0] > EPSILON:
                found.add(position)
    return found


def _only_together(position: int, ids: Sequence[str], gains: Floats, synergy: Floats | None) -> tuple[str, ...]:
    if synergy is None or gains[position] > 0:
        return ()
    partners = [(-synergy[position, other].round(12), name) for other, name in enumerate(ids) if other != position]
    return tuple(name for bonus, name in sorted(partners) if -bonus > EPSILON)


def _best_partner(position: int, ids: Sequence[str], synergy: Floats | None) -> str | None:
    if synergy is None:
        return None
    partners = [(-synergy[position, other].round(12), name) for other, name in enumerate(ids) if other != position]
    if not partners or -min(partners)[0] <= EPSILON:
        return None
    return min(partners)[1]


def _leading_routes(net: Network, splits: Mapping[str, Credit]) -> dict[str, Route]:
    """The route of the conversation that gains most from each channel, through that channel."""
    graphs: dict[str | None, Any] = {}
    found = {}
    for name, split in splits.items():
        if split.conversation is None:
            continue
        source, target, issue = split.conversation
        if issue not in graphs:
            graphs[issue] = passages(net, issue)
        add_channel(graphs[issue], net, net.channel[name])
        route = strongest_route(net, graphs[issue], source, target)
        graphs[issue].remove_node(("channel", name))
        if route is not None:
            found[name] = route
    return found
