"""A study over time: what carried messages at every date at which anything changed, and how far they reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from netmodel.decide.credit import joined_pairs
from netmodel.engine.kernel import Reach
from netmodel.errors import UsageError
from netmodel.measures import tidy
from netmodel.measures.sides import cross_side_efficiency
from netmodel.network import Network, Tie
from netmodel.network.status import can_carry
from netmodel.policy.comparison_pictures import Carrier, carriers, picture
from netmodel.schema.convert import is_date, period_end, period_start


@dataclass(frozen=True)
class Change:
    """A tie or channel whose status is another one than at the moment before."""

    id: str
    what: str
    source: str
    target: str
    before: str
    after: str


@dataclass(frozen=True)
class Moment:
    """A network at a date; `date` is None for now.

    `active_ties` and `open_channels` are counts of what carries; of the ties, `undated` have no evidence up to the
    date and count as their first later word says. The other figures are those of `Comparison`: shares in [0, 1], None
    where there is no conversation or pair.
    """

    date: str | None
    active_ties: int
    undated: int
    open_channels: int
    reach: float | None
    connectedness: float | None
    efficiency: float | None
    pairs_joined: int
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Timeline:
    """Moments of a study, the earliest first."""

    moments: tuple[Moment, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the timeline as plain values."""
        return {"moments": [asdict(moment) for moment in self.moments]}


def timeline(net: Network, *, dates: Iterable[str] | None = None) -> Timeline:
    """Follow a network through time.

    Parameters
    ----------
    net : Network
        Its own date does not count; what a scenario opened or removed does, at every date.
    dates : iterable of str, optional
        Dates to look at: years, months (both mean their end) or days. Default: every date at which the status of a
        tie or channel changes by `since`, `until` or a dated status, every dated status column, and now where that
        differs.

    Returns
    -------
    Timeline
        A tie changes where its status does; the first moment has no changes. A date is that of the evidence:
        what changed between two dated statuses may have done so at any time between them.

    Raises
    ------
    UsageError
        Where a date is none.

    Notes
    -----
    Two dates at which the same ties and channels carry are measured once.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}]
    >>> tie = {"source": "gac", "target": "mid", "strength": 0.4, "since": "1992", "until": "2014"}
    >>> net = Network.from_tables(people, [tie])
    >>> [(moment.date, moment.reach) for moment in timeline(net).moments]
    [('1992-01-01', 0.4), ('2014', 0.0)]
    """
    given = None if dates is None else sorted(set(_checked(dates)), key=lambda date: (period_end(date), date))
    wanted = _dates(net) if given is None else list[str | None](given)
    moments: list[Moment] = []
    seen: dict[frozenset[str], dict[str, Any]] = {}
    words: dict[tuple[str, str], str] = {}
    columns = {period_end(when) for tie in net.ties for when, _ in tie.statuses}
    columns |= {period_end(net.study.now)} if net.study.now else set()
    for date in wanted:
        view = net.at(date)
        now = _words(view)
        changed = _changes(net, words, now) if moments else ()
        if not moments or changed or given is not None or (date and period_end(date) in columns):
            moments.append(Moment(date=date, undated=_undated(view), **_figures(view, seen), changes=changed))
        words = now
    return Timeline(tuple(moments))


def _checked(dates: Iterable[str]) -> list[str]:
    found = list(dates)
    for date in found:
        if not is_date(date):
            raise UsageError(f"date {date!r} is not a date: write 2014, 2014-03 or 2014-03-18")
    return found


def _dates(net: Network) -> list[str | None]:
    """Dates at which anything may change, each in the shortest form in which the tables name it, and now."""
    rows: tuple[Carrier, ...] = (*net.ties, *net.channels)
    ends = {when for tie in net.ties for when, _ in tie.statuses} | {row.until for row in rows if row.until}
    ends |= {net.study.now} if net.study.now else set()
    starts = {row.since for row in rows if row.since}
    named: dict[str, str] = {}
    for day, text in [(period_end(when), when) for when in ends] + [(period_start(when),) * 2 for when in starts]:
        named[day] = min(named.get(day, text), text, key=lambda name: (len(name), name))
    dates: list[str | None] = [named[day] for day in sorted(named)]
    return dates if net.study.now else [*dates, None]


def _undated(net: Network) -> int:
    """Active ties of which nothing is known up to the date of a network; none of them now."""
    if net.now_date is None:
        return 0
    day = period_end(net.now_date)
    return sum(min(_evidence(net, tie), default="9999") > day for tie in net.active_ties)


def _evidence(net: Network, tie: Tie) -> list[str]:
    """Days of which the tables say what a tie was."""
    ends = [when for when, _ in tie.statuses] + ([tie.until] if tie.until else [])
    ends += [net.study.now] if net.study.now and tie.status else []
    return [period_end(when) for when in ends] + ([period_start(tie.since)] if tie.since else [])


def _words(net: Network) -> dict[tuple[str, str], str]:
    """The status of each tie and channel that can carry, by what it is and its id."""
    here = net.stakeholder
    ties = (tie for tie in net.ties if can_carry(tie) and tie.source in here and tie.target in here)
    words = {("tie", tie.id): "none" if tie.id in net.removed else net.status(tie) for tie in ties}
    opened = {row.id for row in net.open_channels}
    return words | {("channel", row.id): "open" if row.id in opened else "none" for row in net.channels}


def _changes(
    net: Network, before: dict[tuple[str, str], str], after: dict[tuple[str, str], str]
) -> tuple[Change, ...]:
    found = []
    for (what, name), word in after.items():
        earlier = before.get((what, name), "none")
        if word != earlier:
            tie = net.tie[name] if what == "tie" else None
            ends = (tie.source, tie.target) if tie else ("", "")
            found.append(
                Change(name, what, *ends, earlier, "closed" if (what, word) == ("channel", "none") else word)
            )
    return tuple(found)


def _figures(net: Network, seen: dict[frozenset[str], dict[str, Any]]) -> dict[str, Any]:
    """What is told of a network, measured once for all dates at which the same rows carry."""
    key = frozenset(f"{type(row).__name__} {row.id}" for row in carriers(net))
    if key not in seen:
        state = Reach.of(picture(net))
        order = {name: place for place, name in enumerate(net.stakeholder)}
        seen[key] = {
            "active_ties": len(net.active_ties),
            "open_channels": len(net.open_channels),
            "reach": tidy(state.value),
            "connectedness": tidy(state.connectedness),
            "efficiency": tidy(cross_side_efficiency(net.graph)),
            "pairs_joined": int(joined_pairs(state, order).sum()) // 2,
        }
    return seen[key]
