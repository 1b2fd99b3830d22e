"""What somebody who holds an analysis needs to work out a scenario of it: the values that its rows leave out."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from typing import Any

from netmodel.decide.gain import group_of
from netmodel.engine.kernel import Reach
from netmodel.network import Channel, Network, Tie
from netmodel.network.status import latest_column
from netmodel.schema.convert import period_end

LATEST = "9999"
"""A year after any that a study speaks of."""


def model_of(net: Network, *, before: float | None = None) -> dict[str, Any]:
    """What the model reads beside the rows of an analysis, as plain values.

    Parameters
    ----------
    net : Network
        The network that was analysed.
    before : float, optional
        Reach before the rupture, where it is known already.

    Returns
    -------
    dict
        ``layers`` and ``weights``: the issues (a single None where there is none), and the weight of each for each
        pair of sides, in the order of ``itertools.combinations``. ``now`` and ``latest``: the day that an undated
        status speaks of, and the last status column. ``rupture``: the date ``before``, the ``now`` that it has to
        precede where a scenario names no date, and the ``reach`` then; None where no earlier date is known. ``ties``:
        the undated and the dated words of each tie of the analysis, in its order; ``ties_gone``: the ties that a
        scenario took away and that a channel would restore. ``channels``: of each channel its state and dates, and
        what the analysis does not say of it elsewhere. ``dates``: where the picture may change, earliest first.

    Examples
    --------
    >>> people = [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}]
    >>> tie = {"source": "gac", "target": "mid", "strength": 0.4, "status_2013": "active", "status_2021": "severed"}
    >>> model = model_of(Network.from_tables(people, [tie]))
    >>> model["ties"], model["rupture"]["date"], model["dates"]
    ([['', [['2013', 'active'], ['2021', 'severed']]]], '2013', ['2013', '2021'])
    """
    pairs = list(combinations(net.sides, 2))
    here = net.stakeholder
    shown = [tie for tie in net.ties if tie.source in here and tie.target in here and tie.id not in net.removed]
    gone = {tie.id for tie in net.ties} - {tie.id for tie in shown}
    restored = {row.restores for row in net.channels} & gone
    return {
        "layers": list(net.layers),
        "weights": [[net.issue_weight(issue, *pair) for pair in pairs] for issue in net.layers],
        "now": net.study.now,
        "latest": latest_column(net.ties),
        "rupture": _rupture(net, before),
        "ties": [_words(tie) for tie in shown],
        "ties_gone": [
            {"id": tie.id, "since": tie.since, "until": tie.until, "words": _words(tie)}
            for tie in net.ties
            if tie.id in restored
        ],
        "channels": _channels(net),
        "dates": _dates(net),
    }


def _words(tie: Tie) -> list[Any]:
    return [tie.status, [list(item) for item in tie.statuses]]


def _rupture(net: Network, before: float | None) -> dict[str, Any] | None:
    """The date before the rupture whatever the date of the picture, and reach then."""
    late = net.at(LATEST)
    if late.before_date is None or late.before is None:
        return None
    undated = net.study.now
    if undated is None and not net.study.before and not any(tie.status for tie in net.ties):
        undated = latest_column(net.ties)
    value = before if before is not None else Reach.of(late.before).value
    return {"date": late.before_date, "now": undated, "reach": value}


def _channels(net: Network) -> list[dict[str, Any]]:
    ranked, there = {row.id for row in net.candidates}, {row.id for row in net.open_channels}
    return [_channel(net, row, ranked, there) for row in net.channels if row.id not in net.removed]


def _channel(net: Network, row: Channel, ranked: Collection[str], there: Collection[str]) -> dict[str, Any]:
    """State and dates of a channel; and of one that is not ranked what its row in the analysis does not say."""
    values = {name: getattr(row, name) for name in ("id", "status", "since", "until", "restores", "excludes")}
    if row.id in ranked:
        return values
    values |= {name: getattr(row, name) for name in ("kind", "formality", "cost", "risk")} | {"group": group_of(row)}
    if row.id in there:
        return values
    people = [person for person in row.participants if person.stakeholder in net.stakeholder]
    return {
        **values,
        **{name: getattr(row, name) for name in ("name", "quality", "issues", "requires", "requires_any")},
        "participants": [{"id": p.stakeholder, "uptake": p.uptake, "uptake_out": p.uptake_out} for p in people],
    }


def _dates(net: Network) -> list[str]:
    """The years in which something is known to have begun, ended or changed, and the dates that the study names."""
    rows: tuple[Tie | Channel, ...] = (*net.ties, *net.channels)
    evidence = {when for row in rows for when in (row.since, row.until) if when}
    evidence |= {when for tie in net.ties for when, _ in tie.statuses}
    named = {when for when in (net.at(LATEST).before_date, net.study.now, net.date) if when}
    return sorted({when[:4] for when in evidence} | named, key=lambda when: (period_end(when), when))
