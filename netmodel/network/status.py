"""What a tie or a channel was at a date: the latest dated evidence not after it wins."""

from __future__ import annotations

from collections.abc import Iterable

from netmodel.network.rows import Channel, Tie
from netmodel.schema.convert import period_end, period_start


def status_at(tie: Tie, date: str | None, now: str | None = None, latest: str | None = None) -> str:
    """State of a tie at the end of a day, a month or a year; None is now.

    Evidence is a ``status_<date>`` column, `until` (ended: the next status column's word for it, else severed)
    or `since` (active from then, where no earlier status says otherwise). Where all evidence is later than the
    date, what began later was not there yet, and what ended later still was. `now` is the day that `status`
    speaks of, where the study gives one; `latest` is the last status column of the table, which is now for a tie
    without a `status`.

    Examples
    --------
    >>> from netmodel.network import Network
    >>> rows = [{"source": "a", "target": "b", "since": "1992", "until": "2014", "status_2021": "dormant"}]
    >>> tie = Network.from_tables([{"id": "a"}, {"id": "b"}], rows).ties[0]
    >>> [status_at(tie, date) for date in ("1990", "2013", "2014", None)]
    ['none', 'active', 'dormant', 'dormant']
    """
    if date is None and (tie.status or latest is None):
        return _now(tie)
    day = period_end(date or latest or "")
    past = [item for item in _evidence(tie, now) if item[0] <= day]
    if past:
        return max(past)[2]
    if tie.since and period_start(tie.since) > day:
        return "none"
    if tie.until:
        return "active"
    return tie.status or (tie.statuses[0][1] if tie.statuses else "active")


def _evidence(tie: Tie, now: str | None) -> list[tuple[str, int, str]]:
    """Dated evidence: the day, how much it counts among that of the same day, and the word."""
    words = [(period_end(when), word) for when, word in tie.statuses]
    evidence = [(when, 2, word) for when, word in words]
    if now and tie.status:
        evidence.append((period_end(now), 3, tie.status))
    if tie.until:
        end = period_end(tie.until)
        evidence.append((end, 1, next((word for when, word in words if when >= end), "severed")))
    start = period_start(tie.since) if tie.since else ""
    ended_before = any(word in ("dormant", "severed") for when, word in words if when < start)
    if start and not ended_before:
        evidence.append((start, 0, "active"))
    return evidence


def _now(tie: Tie) -> str:
    if tie.status:
        return tie.status
    if tie.statuses:
        return tie.statuses[-1][1]
    return "severed" if tie.until else "active"


def latest_column(ties: Iterable[Tie]) -> str | None:
    """The last status column in which any tie has a word."""
    return max((when for tie in ties for when, _ in tie.statuses), key=period_end, default=None)


def can_carry(tie: Tie) -> bool:
    """Whether the tie passes messages when it is active: of positive sign, and not to its own stakeholder."""
    return tie.sign > 0 and tie.source != tie.target


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


def disagreement(tie: Tie, now: str | None = None) -> tuple[str, str] | None:
    """Column and words, where `since`, `until` or `status` contradicts a date or a dated status; else None."""
    if tie.since and tie.until and period_start(tie.since) > period_end(tie.until):
        return "since", f"was first documented in {tie.since} but ended in {tie.until}"
    for when, word in tie.statuses:
        day = period_end(when)
        if tie.since and period_start(tie.since) > day and word == "active":
            return "since", f"was first documented in {tie.since} but is active in {when}"
        if tie.since and period_end(tie.since) <= day and word == "none":
            return "since", f"was first documented in {tie.since} but is none in {when}"
        if tie.until and period_end(tie.until) <= day and word == "active":
            return "until", f"ended in {tie.until} but is active in {when}"
        if tie.status and now and period_end(now) == day and word != tie.status:
            return "status", f"is {tie.status} now but {word} in {when}"
    if tie.until and tie.status == "active":
        return "until", f"ended in {tie.until} but is active now"
    return None
