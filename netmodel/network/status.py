"""What a tie or a channel was at a date: the latest dated evidence not after it wins."""

from __future__ import annotations

from netmodel.network.rows import Channel, Tie
from netmodel.schema.convert import period_end, period_start


def status_at(tie: Tie, date: str | None) -> str:
    """State of a tie at the end of a day, a month or a year; None is now.

    Evidence is a ``status_<date>`` column, `until` (ended: the next status column's word for it, else severed)
    or `since` (active from then, where no earlier status says otherwise). Where all evidence is later than the
    date, what began later was not there yet, and what ended later still was.

    Examples
    --------
    >>> from netmodel.network import Network
    >>> rows = [{"source": "a", "target": "b", "since": "1992", "until": "2014", "status_2021": "dormant"}]
    >>> tie = Network.from_tables([{"id": "a"}, {"id": "b"}], rows).ties[0]
    >>> [status_at(tie, date) for date in ("1990", "2013", "2014", None)]
    ['none', 'active', 'dormant', 'dormant']
    """
    if date is None:
        return _now(tie)
    day = period_end(date)
    words = [(period_end(when), word) for when, word in tie.statuses]
    evidence = [(when, 2, word) for when, word in words]
    if tie.until:
        end = period_end(tie.until)
        evidence.append((end, 1, next((word for when, word in words if when >= end), "severed")))
    start = period_start(tie.since) if tie.since else ""
    known_before = any(word in ("dormant", "severed") for when, word in words if when < start)
    if start and not known_before:
        evidence.append((start, 0, "active"))
    past = [item for item in evidence if item[0] <= day]
    if past:
        return max(past)[2]
    if start > day:
        return "none"
    if tie.until:
        return "active"
    return tie.status or (words[0][1] if words else "active")


def _now(tie: Tie) -> str:
    if tie.status:
        return tie.status
    if tie.statuses:
        return tie.statuses[-1][1]
    return "severed" if tie.until else "active"


def carries(tie: Tie, date: str | None) -> bool:
    """Whether the tie passes messages: active, of positive sign, and not a stakeholder's tie to itself."""
    return tie.sign > 0 and tie.source != tie.target and status_at(tie, date) == "active"


def is_open(channel: Channel, date: str | None) -> bool:
    """Whether a channel was open at a date, without anything being opened in a scenario."""
    if channel.status == "candidate":
        return False
    if date is None:
        return channel.status == "open"
    day = period_end(date)
    if channel.since and period_start(channel.since) > day:
        return False
    if channel.until:
        return period_end(channel.until) > day
    return channel.status == "open"


def disagreement(tie: Tie) -> tuple[str, str] | None:
    """Column and words, where `since` or `until` contradicts a dated status; else None."""
    for when, word in tie.statuses:
        day = period_end(when)
        if tie.since and period_start(tie.since) > day and word == "active":
            return "since", f"was first documented in {tie.since} but is active in {when}"
        if tie.since and period_end(tie.since) <= day and word == "none":
            return "since", f"was first documented in {tie.since} but is none in {when}"
        if tie.until and period_end(tie.until) <= day and word == "active":
            return "until", f"ended in {tie.until} but is active in {when}"
    return None
