"""Quality of a meeting off the record: how far it carries to decision makers, how free it is, and who sits in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from netmodel.engine.kernel import best_routes
from netmodel.engine.layers import Indices, Layer, build_layers
from netmodel.errors import UsageError
from netmodel.network import Channel, Network, Stakeholder
from netmodel.policy.systems import system
from netmodel.policy.words import called, listed, many, percent, some
from netmodel.schema import kinds

DECIDES = 3
"""Ranks 1 to this one decide: minister, deputy minister, assistant deputy minister, and their equals."""

LOW, HIGH = 0.1, 0.5
"""Transfer below the first is next to none, from the second on it is high: judgements, and arguments."""

ISOLATED, BOUND = "free but without a route", "a route but not free"
"""The two extremes of the autonomy dilemma."""

TRACKS = ("Track 1", "Track 1.5", "Track 2")


# ---- who decides, who is in office, who comes -------------------------------------------------------------------


def in_office(row: Stakeholder) -> bool | None:
    """Whether a stakeholder holds public office: as the study says, else by an official kind; None: not known.

    >>> here = Network.from_tables([{"id": "mid", "kind": "ministry"}, {"id": "ngo", "kind": "ngo"}, {"id": "x"}])
    >>> [in_office(row) for row in here.stakeholders]
    [True, False, None]
    """
    known = kinds("stakeholders").get(row.kind)
    if row.in_office is not None or known is None or row.kind == "unknown":
        return row.in_office
    return known.official


def decides(row: Stakeholder) -> bool:
    """Whether a stakeholder decides: in office, with rank 1 to 3 (see `DECIDES`)."""
    return 1 <= row.rank <= DECIDES and in_office(row) is True


def sent_rank(row: Stakeholder, channel: Channel | None = None) -> int:
    """Rank of whom a stakeholder sends: its own, or the most senior that the channel takes; 0 stays 0.

    >>> hockey = {"id": "hockey", "participants": "cds; fans", "min_level": 4}
    >>> net = Network.from_tables([{"id": "cds", "level": 2}, {"id": "fans"}], channels=[hockey])
    >>> [sent_rank(row, net.channel["hockey"]) for row in net.stakeholders]
    [4, 0]
    """
    return max(row.rank, (channel.min_level if channel else None) or 0) if row.rank else 0


def members(net: Network, channel: Channel) -> list[Stakeholder]:
    """Participants of a channel that are there, by id."""
    return [net.stakeholder[p.stakeholder] for p in channel.participants if p.stakeholder in net.stakeholder]


def routes_to_power(net: Network, people: Collection[str]) -> dict[str, float]:
    """Strength of the best route from each of these to the nearest decision maker of its own side, in [0, 1].

    Routes are those of the network as it stands, whatever the issue, and do not pass people of another side; a
    decision maker has 1 to itself, and 0 means that there is no route. Third parties have no side and are left out.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca", "kind": "ministry", "level": 1}, {"id": "uoft", "side": "ca"},
    ...           {"id": "mgimo", "side": "ru"}]
    >>> ties = [{"source": "uoft", "target": "gac", "strength": 0.4}, {"source": "uoft", "target": "mgimo"}]
    >>> routes_to_power(Network.from_tables(people, ties), ["uoft", "mgimo"])
    {'uoft': 0.4, 'mgimo': 0.0}
    """
    layers = build_layers(net, by_issue=False)
    found: dict[str, float] = {}
    for side in net.sides if layers else ():
        layer = _relayed_at_home(net, layers[0], side)
        place = {name: at for at, name in enumerate(layer.nodes)}
        here = [row for row in net.stakeholder.values() if row.side == side]
        asked = [row.id for row in here if row.id in set(people)]
        rows, power = _places(place, asked), _places(place, [row.id for row in here if decides(row)])
        best = best_routes(layer, rows, power).max(axis=1) if len(rows) and len(power) else np.zeros(len(rows))
        found |= dict(zip(asked, best.tolist(), strict=True))
    return found


def _places(place: Mapping[str, int], names: Iterable[str]) -> Indices:
    return np.array([place[name] for name in names], dtype=np.intp)


def _relayed_at_home(net: Network, layer: Layer, side: str) -> Layer:
    """The layer in which nothing arrives at people of the other sides."""
    outside = np.array([net.stakeholder[name].side in set(net.sides) - {side} for name in layer.nodes])
    hubs = {name: replace(hub, out=np.where(outside[hub.members], 0.0, hub.out)) for name, hub in layer.hubs.items()}
    return replace(layer, permeability=np.where(outside, 0.0, layer.permeability), hubs=hubs)


def transfer_of(routes: Iterable[float]) -> float:
    """Chance that at least one route carries, as if they were independent: 1 - prod(1 - p).

    >>> round(transfer_of([0.5, 0.4]), 12), transfer_of([])
    (0.7, 0.0)
    """
    return 1.0 - prod(1.0 - route for route in routes)


# ---- quality of each channel ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TrackChannel:
    """Quality of one channel.

    Attributes
    ----------
    status : str
        ``open`` or ``candidate``.
    label : str
        ``Track 1`` (all in office, and a formal channel), ``Track 1.5`` (all in office in an informal one, or a
        mixture), ``Track 2`` (nobody in office); empty where it does not join two sides, or no office is known.
    transfer : float
        1 - prod(1 - p) over the participants of all sides, p the best route to a decision maker of their own side.
    by_side : dict
        The same by side; sides of which nobody takes part are left out.
    autonomy : float or None
        1 - share in office, of the participants of whom it is known.
    ranks : tuple of (int, int)
        Seniority: how many could come at each rank, the most senior first; 0 (no official level) is last.
    dilemma : str
        An extreme of the autonomy dilemma, else empty.
    """

    id: str
    status: str
    label: str
    transfer: float
    by_side: dict[str, float]
    autonomy: float | None
    ranks: tuple[tuple[int, int], ...]
    dilemma: str

    @property
    def both(self) -> float:
        """The lower of transfer and autonomy."""
        return min(self.transfer, self.autonomy or 0.0)


@dataclass(frozen=True)
class TrackQuality:
    """What `track_quality` found: channels by the lower of transfer and autonomy, the best first.

    `routes` is p of every participant with a side, `unknown` are participants of whom no office is known.
    """

    channels: tuple[TrackChannel, ...]
    routes: dict[str, float]
    unknown: tuple[str, ...]
    lacks: str
    sentences: tuple[str, ...]

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Each channel with transfer, autonomy and seniority."""
        header = ["channel", "status", "track", "transfer", "autonomy", "ranks", "dilemma"]
        return header, [
            [r.id, r.status, r.label, r.transfer, r.autonomy, _profile(r.ranks), r.dilemma] for r in self.channels
        ]

    def to_json(self) -> dict[str, Any]:
        """Give channels and routes as plain values."""
        rows = [
            {
                "id": r.id,
                "status": r.status,
                "track": r.label,
                "transfer": r.transfer,
                "transfer_by_side": dict(r.by_side),
                "autonomy": r.autonomy,
                "ranks": {str(rank): count for rank, count in r.ranks},
                "dilemma": r.dilemma,
            }
            for r in self.channels
        ]
        return {
            "channels": rows,
            "routes": dict(self.routes),
            "unknown": list(self.unknown),
            "lacks": self.lacks,
            "sentences": list(self.sentences),
        }


@system(name="track", title="Track-II quality", question="Which meetings reach decision makers and stay free?")
def track_quality(net: Network, *, low: float = LOW, high: float = HIGH) -> TrackQuality:
    """Score each channel by transfer, autonomy and seniority, and name its track.

    Transfer and autonomy pull apart: officials carry what is said to decision makers and are bound by their office,
    academics are free and may reach nobody. The two extremes are flagged: autonomy 1 with transfer below `low`, and
    autonomy 0 with transfer of `high` or more. Uptake and quality of the channel are no part of either.

    Parameters
    ----------
    net : Network
        Open channels and candidates are scored; routes are those of the network as it stands.
    low, high : float
        In [0, 1], in this order.

    Raises
    ------
    UsageError
        For thresholds outside 0..1 or in the other order.

    Notes
    -----
    A participant that decides counts 1, whomever it sends. One run of Dijkstra for each participant.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca", "kind": "ministry", "level": 3}, {"id": "uoft", "side": "ca",
    ...            "kind": "university"}, {"id": "mid", "side": "ru", "kind": "ministry", "level": 3},
    ...           {"id": "mgimo", "side": "ru", "kind": "university"}]
    >>> ties = [{"source": "uoft", "target": "gac", "strength": 0.5},
    ...         {"source": "mgimo", "target": "mid", "strength": 0.4}]
    >>> rows = [{"id": "seminar", "participants": "uoft; mgimo"},
    ...         {"id": "talks", "participants": "gac; mid", "kind": "formal"}]
    >>> found = track_quality(Network.from_tables(people, ties, channels=rows))
    >>> [(row.id, row.label, round(row.transfer, 12), row.autonomy) for row in found.channels]
    [('seminar', 'Track 2', 0.7, 1.0), ('talks', 'Track 1', 1.0, 0.0)]
    """
    if not 0 <= low <= high <= 1:
        raise UsageError(f"low {low:g} and high {high:g} are no thresholds: 0 <= low <= high <= 1 is wanted")
    rows = [*((row, "open") for row in net.open_channels), *((row, "candidate") for row in net.candidates)]
    people = {person.id: person for row, _ in rows for person in members(net, row)}
    routes = routes_to_power(net, people)
    scored = [_scored(net, row, status, routes, low, high) for row, status in rows if len(net.sides) > 1]
    found = TrackQuality(
        channels=tuple(sorted(scored, key=lambda row: (-round(row.both, 9), -round(row.transfer, 9), row.id))),
        routes=routes,
        unknown=tuple(sorted(name for name, person in people.items() if in_office(person) is None)),
        lacks="",
        sentences=(),
    )
    found = replace(found, lacks=_lacks(net, found))
    return replace(found, sentences=tuple(_sentences(net, found, low, high)))


def _scored(
    net: Network, channel: Channel, status: str, routes: Mapping[str, float], low: float, high: float
) -> TrackChannel:
    people = members(net, channel)
    sides = [side for side in net.sides if any(person.side == side for person in people)]
    by_side = {side: transfer_of(routes[p.id] for p in people if p.side == side) for side in sides}
    offices = [office for office in map(in_office, people) if office is not None]
    autonomy = offices.count(False) / len(offices) if offices else None
    counts = Counter(sent_rank(person, channel) for person in people)
    transfer = transfer_of(by_side.values())
    return TrackChannel(
        id=channel.id,
        status=status,
        label=_track(channel, autonomy) if len(sides) > 1 else "",
        transfer=transfer,
        by_side=by_side,
        autonomy=autonomy,
        ranks=tuple(sorted(counts.items(), key=lambda pair: (not pair[0], pair[0]))),
        dilemma=_dilemma(transfer, autonomy, low, high) if len(sides) > 1 else "",
    )


def _track(channel: Channel, autonomy: float | None) -> str:
    if autonomy is None:
        return ""
    if autonomy == 0:
        return "Track 1" if channel.formality == "formal" else "Track 1.5"
    return "Track 2" if autonomy == 1 else "Track 1.5"


def _dilemma(transfer: float, autonomy: float | None, low: float, high: float) -> str:
    if autonomy == 1 and transfer < low:
        return ISOLATED
    return BOUND if autonomy == 0 and transfer >= high else ""


def _profile(ranks: Iterable[tuple[int, int]]) -> str:
    return "; ".join(f"{rank}:{count}" for rank, count in ranks)


# ---- words ------------------------------------------------------------------------------------------------------


def lacks_power(net: Network) -> list[str]:
    """What the study would have to say for routes to decision makers: sides, channels, and who decides on each."""
    if len(net.sides) < 2:
        return ["stakeholders.csv, column side: two sides"]
    if not (net.open_channels or net.candidates):
        return ["channels.csv, columns id and participants: a channel that is open or could be opened"]
    without = [side for side in net.sides if not any(decides(r) for r in net.stakeholder.values() if r.side == side)]
    said = "stakeholders.csv, columns level and in_office: a decision maker (rank 1 to 3, in office) of"
    return [f"{said} {listed(without)}"] if without else []


def _lacks(net: Network, found: TrackQuality) -> str:
    told = lacks_power(net)
    if found.unknown and len(net.sides) > 1:
        told.append(
            f"stakeholders.csv, column in_office (or kind) of {some([called(net, n) for n in found.unknown])}"
        )
    return "; ".join(told)


def _most(share: float) -> str:
    """A share in per cent that says 100 only where it is all."""
    return f"over {percent(0.99)}" if 0.995 <= share < 1 else percent(share)


def _sentences(net: Network, found: TrackQuality, low: float, high: float) -> Iterator[str]:
    if not found.channels:
        return
    joint = [row for row in found.channels if len(row.by_side) > 1]
    counts = [f"{sum(row.label == track for row in joint)} {track}" for track in TRACKS]
    joined = many(len(joint), "channel")
    yield f"{joined} of {len(found.channels)} would join people of the sides: {listed(counts)}."
    best = [row for row in joint if row.both > 0]
    if best:
        told = [f"{called(net, r.id)} ({_most(r.transfer)} and {_most(r.autonomy or 0)})" for r in best[:3]]
        yield f"Strongest in both transfer and autonomy, by the lower of the two: {listed(told)}."
    for flag, said in (
        (ISOLATED, f"Nobody in office, and transfer below {percent(low)}"),
        (BOUND, f"All in office, and transfer of {percent(high)} or more: little autonomy"),
    ):
        names = [called(net, row.id) for row in joint if row.dilemma == flag]
        if names:
            yield f"{said} ({many(len(names), 'channel')}): {some(names)}."
    lame = [row for row in joint if min(row.by_side.values()) < low <= max(row.by_side.values())]
    if lame:
        told = [f"{called(net, r.id)} ({min(r.by_side, key=lambda s: (r.by_side[s], s))})" for r in lame]
        yield f"Transfer on one side is below {percent(low)} in {some(told)}."
    yield (
        "Transfer takes routes as independent although several may share ties, which overstates what many "
        "participants carry; it says what could arrive, not what is heard."
    )
