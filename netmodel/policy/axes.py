"""Two axes of a channel: how many it lets meet, low in rank, and how well it reaches those who decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any

from netmodel.network import Channel, Network, Stakeholder
from netmodel.policy.pairing import amount, two_sides
from netmodel.policy.systems import system
from netmodel.policy.track import lacks_power, members, routes_to_power, sent_rank
from netmodel.policy.words import called, listed, many, percent, some

COHORT = ("cohort", "people")
"""Columns of channels.csv, unknown to the format and so kept, of which the first says how many people meet."""

JUNIOR = 5
"""The most junior rank; a person of rank r weighs r / 5, and one without an official level weighs 1."""


def juniority(rank: int) -> float:
    """Weight of somebody who comes in a trust base: r / 5 at rank r, 1 without an official level.

    >>> [juniority(rank) for rank in (1, 3, 5, 0)]
    [0.2, 0.6, 1.0, 1.0]
    """
    return (rank or JUNIOR) / JUNIOR


@dataclass(frozen=True)
class AxesChannel:
    """A channel on the two axes.

    Attributes
    ----------
    people : float
        Who meet: the cohort where the study states it (`stated`), else the number of participants.
    trust_base : float
        people * meetings a year * mean weight of the ranks that come (see `juniority`); 0 or more.
    transfer : float
        Mean over the two sides of the mean best route of its participants to a decision maker of their own side, in
        [0, 1]; a side of which nobody takes part counts 0.
    by_side : dict
        The mean of each side.
    best : bool
        No other channel has more of one and as much of the other.
    """

    id: str
    status: str
    people: float
    stated: bool
    frequency: float
    weight: float
    trust_base: float
    transfer: float
    by_side: dict[str, float]
    best: bool = False


@dataclass(frozen=True)
class TwoAxes:
    """What `two_axes` found: channels with the largest trust base first.

    `unread` are channels whose cohort is not a number of 0 or more.
    """

    us: str
    them: str
    channels: tuple[AxesChannel, ...]
    unread: tuple[str, ...]
    lacks: str
    sentences: tuple[str, ...]

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """Each channel with both axes and what the first is made of."""
        header = ["channel", "status", "trust_base", "transfer", "people", "meetings", "weight", "best"]
        rows = [[r.id, r.status, r.trust_base, r.transfer, r.people, r.frequency, r.weight] for r in self.channels]
        return header, [[*row, "yes" if r.best else ""] for row, r in zip(rows, self.channels, strict=True)]

    def to_json(self) -> dict[str, Any]:
        """Give the channels as plain values."""
        return {
            "us": self.us,
            "them": self.them,
            "channels": [asdict(row) for row in self.channels],
            "unread": list(self.unread),
            "lacks": self.lacks,
            "sentences": list(self.sentences),
        }


@system(
    name="axes",
    title="People-to-people and policy transfer",
    question="Which channels build trust among many, and which reach those who decide?",
)
def two_axes(net: Network, *, us: str | None = None, them: str | None = None) -> TwoAxes:
    """Place each channel by its trust base and by its policy transfer; the two are never added up.

    Parameters
    ----------
    net : Network
        Open channels and candidates. A column `cohort` (or `people`) of channels says how many meet; participants
        are institutions, so that without it a tournament counts as few people as it has institutions.
    us, them : str, optional
        The sides; default: the first two.

    Raises
    ------
    UnknownName, UsageError
        For a side that nobody is on, and for one side twice.

    Notes
    -----
    Transfer is a mean, not `track_quality`'s chance that any route carries, so that it does not grow with the number
    of participants; the size of the cohort is no part of it. One run of Dijkstra for each participant.

    Examples
    --------
    >>> people = [{"id": "adm", "side": "ca", "kind": "ministry", "level": 3}, {"id": "club", "side": "ca"},
    ...           {"id": "dm", "side": "ru", "kind": "ministry", "level": 3}, {"id": "fans", "side": "ru"}]
    >>> rows = [{"id": "hockey", "participants": "club; fans", "cohort": 100, "frequency": 1},
    ...         {"id": "meeting", "participants": "adm; dm", "frequency": 2}]
    >>> found = two_axes(Network.from_tables(people, channels=rows))
    >>> [(row.id, round(row.trust_base, 12), row.transfer) for row in found.channels]
    [('hockey', 100.0, 0.0), ('meeting', 2.4, 1.0)]
    """
    sides = two_sides(net, us, them)
    rows = [*((row, "open") for row in net.open_channels), *((row, "candidate") for row in net.candidates)]
    rows = rows if all(sides) else []
    people = {row.id: members(net, row) for row, _ in rows}
    routes = routes_to_power(net, {person.id for group in people.values() for person in group})
    placed = [_placed(row, status, people[row.id], sides, routes) for row, status in rows if people[row.id]]
    found = TwoAxes(
        us=sides[0],
        them=sides[1],
        channels=tuple(_marked(placed)),
        unread=tuple(row.id for row, _ in rows if _written(row) and _cohort(row) is None),
        lacks="",
        sentences=(),
    )
    found = replace(found, lacks=_lacks(net, found))
    return replace(found, sentences=tuple(_sentences(net, found)))


def _written(channel: Channel) -> str:
    """What the study has in the column for the cohort; empty where it has nothing."""
    extra = {name.strip().casefold(): text.strip() for name, text in channel.extra}
    return next((extra[name] for name in COHORT if extra.get(name)), "")


def _cohort(channel: Channel) -> float | None:
    """People who meet, as the study states it; None where it does not, or not as a number of 0 or more."""
    try:
        stated = float(_written(channel))
    except ValueError:
        return None
    return stated if isfinite(stated) and stated >= 0 else None


def _placed(
    channel: Channel,
    status: str,
    people: Sequence[Stakeholder],
    sides: tuple[str, str],
    routes: Mapping[str, float],
) -> AxesChannel:
    cohort = _cohort(channel)
    number = float(len(people)) if cohort is None else cohort
    weight = sum(juniority(sent_rank(person, channel)) for person in people) / len(people)
    by_side = {side: _mean([routes[person.id] for person in people if person.side == side]) for side in sides}
    return AxesChannel(
        id=channel.id,
        status=status,
        people=number,
        stated=cohort is not None,
        frequency=channel.frequency,
        weight=weight,
        trust_base=number * channel.frequency * weight,
        transfer=sum(by_side.values()) / 2,
        by_side=by_side,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _marked(rows: Iterable[AxesChannel]) -> Iterator[AxesChannel]:
    """The channels in order, those marked that no other one beats on both axes."""
    order = sorted(rows, key=lambda r: (-round(r.trust_base, 9), -round(r.transfer, 9), r.id))
    beaten = -1.0
    last = (-1.0, -1.0)
    for row in order:
        place = round(row.trust_base, 9), round(row.transfer, 9)
        best = place[1] > beaten or place == last
        if best:
            beaten, last = place[1], place
        yield replace(row, best=best)


# ---- words ------------------------------------------------------------------------------------------------------


def _lacks(net: Network, found: TwoAxes) -> str:
    told = lacks_power(net)
    if found.channels and not all(row.stated for row in found.channels):
        blank = [called(net, row.id) for row in found.channels if not row.stated]
        whose = "all channels" if len(blank) == len(found.channels) else some(sorted(blank))
        told.append(
            f"channels.csv, column cohort of {whose}: how many people meet (the number of participants stands in)"
        )
    if found.unread:
        told.append(f"channels.csv, column cohort of {some(found.unread)}: a number of 0 or more")
    return "; ".join(told)


def _sentences(net: Network, found: TwoAxes) -> Iterator[str]:
    if not found.channels:
        return
    widest = [f"{called(net, row.id)} ({amount(row.trust_base)})" for row in found.channels[:3] if row.trust_base]
    order = sorted(found.channels, key=lambda row: (-round(row.transfer, 9), row.id))
    nearest = [f"{called(net, row.id)} ({percent(row.transfer)})" for row in order[:3] if row.transfer]
    if widest:
        yield f"Largest trust base, in person-meetings a year weighted by rank: {listed(widest)}."
    if nearest:
        yield f"Best policy transfer, the mean route to a decision maker on both sides: {listed(nearest)}."
    else:
        yield "No participant of any channel has a route to a decision maker of its own side."
    best = [called(net, row.id) for row in found.channels if row.best]
    if len(found.channels) > 1:
        verb = "is" if len(best) == 1 else "are"
        yield f"Of {len(found.channels)} channels, {len(best)} {verb} not beaten on both at once: {some(best)}."
    half = [row for row in found.channels if 0 in row.by_side.values() and row.transfer > 0]
    if half:
        yield (
            f"{many(len(half), 'channel')} reach{'es' if len(half) == 1 else ''} decision makers of one side only, "
            f"so that {'its' if len(half) == 1 else 'their'} transfer is half at most."
        )
    if not any(row.stated for row in found.channels):
        yield "No cohort is stated: the trust base counts institutions, and understates what brings many together."
