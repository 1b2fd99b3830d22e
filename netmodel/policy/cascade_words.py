"""The signal cascade in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netmodel.policy.authority import is_senior
from netmodel.policy.signals import (
    NO_OFFICIAL_LEVEL,
    NO_SIDE,
    PREMATURE,
    TOO_JUNIOR,
    WITHIN,
    Best,
    Signal,
    cascades,
)
from netmodel.policy.words import called, listed, many, percent, some

if TYPE_CHECKING:
    from netmodel.policy.cascade import Actor, Cascade, Gate


def sentences(found: Cascade) -> Iterator[str]:
    """The answer, the most important first; nothing that the study does not support."""
    for signal in found.signals:
        yield _within(found, signal) if signal.verdict == WITHIN else _refused(found, signal)
        yield from _left_out(found, signal)
    yield from _channels(found)
    yield from _better(found)
    yield from _more_messages(found)
    yield from _also(found)


def _within(found: Cascade, signal: Signal) -> str:
    rows = [row for row in found.actors if row.side == signal.side and row.id != signal.id]
    heard = [row for row in rows if row.state == "cleared"]
    names = [f"{called(found.net, row.id)} {_chance(row)}" for row in heard]
    said = f"{_who(found, signal)} clears {len(heard)} of {many(len(rows), 'other official')} of {signal.side}"
    if not rows:
        return f"{_who(found, signal)} has nobody to clear: no other official of {signal.side} is listed."
    return f"{said}, each with a probability of at least {percent(found.threshold)}{_colon(some(names))}."


def _who(found: Cascade, signal: Signal) -> str:
    senior, junior = found.window
    window = f"rank {signal.rank}, window {senior} to {junior}"
    best = next((row for row in found.best if row.side == signal.side), None)
    named = {"study": ", named in netmodel.toml", "best": f", the best of {best.of} compared" if best else ""}
    about = f" on {listed(found.scope)}" if _narrow(found) else ""
    return f"A signal{about} from {called(found.net, signal.id)} ({window}{named.get(signal.chosen, '')})"


def _narrow(found: Cascade) -> bool:
    every = {issue for issue in found.net.layers if issue is not None} - set(found.outside)
    return bool(found.scope) and set(found.scope) < every


def _chance(row: Actor) -> str:
    if row.exact:
        return percent(row.probability)
    return f"{percent(row.probability)} ({percent(row.low)} to {percent(row.high)})"


def _colon(text: str) -> str:
    return f": {text}" if text else ""


def _refused(found: Cascade, signal: Signal) -> str:
    senior, junior = found.window
    name, window = called(found.net, signal.id), f"ranks {senior} to {junior}"
    above = [row for row in found.actors if row.side == signal.side and is_senior(row.rank, signal.rank)]
    if signal.verdict == PREMATURE:
        said = f"A signal from {name} is premature: rank {signal.rank} is above the window of {window}"
        return f"{said}; it clears nobody."
    if signal.verdict == TOO_JUNIOR:
        cannot = f", and in any case not {some([called(found.net, row.id) for row in above])}" if above else ""
        said = f"{name} is too junior for a signal: rank {signal.rank} is below the window of {window}"
        return f"{said}; it clears nobody{cannot}{', more senior' if above else ''}."
    if signal.verdict == NO_OFFICIAL_LEVEL:
        return f"{name} has no official level (rank 0): it cannot clear officials."
    return f"{name} is a third party: its signal clears nobody on either side." if signal.verdict == NO_SIDE else ""


def _left_out(found: Cascade, signal: Signal) -> Iterator[str]:
    """Who is not cleared, by the reason; of a sender outside the window there is no more to say."""
    if signal.verdict != WITHIN:
        return
    rows = [row for row in found.actors if row.side == signal.side and row.state == "not cleared"]
    words = {
        "no line of authority": "No active line of authority leads from the source to",
        "more senior than the source": "Above the rank of the source, so not for it to clear:",
        "too unlikely to hear": f"Reached, but with less than {percent(found.threshold)}:",
    }
    for why, said in words.items():
        those = [row for row in rows if row.why == why]
        names = [called(found.net, row.id) + (f" {_chance(row)}" if row.probability else "") for row in those]
        if names:
            yield f"{said} {some(names)}."


def _channels(found: Cascade) -> Iterator[str]:
    states: dict[str, list[Gate]] = {}
    for row in found.channels:
        states.setdefault(row.state, []).append(row)
    ready, blocked = states.get("cleared", []), states.get("blocked", [])
    named = [signal.side for signal in found.signals if signal.side]
    sides, there = listed(named), "that side" if len(named) == 1 else "these sides"
    judged = len(ready) + len(blocked)
    if judged and sides:
        names = some([called(found.net, row.id) for row in ready])
        waits = (
            f"Of {many(judged, 'channel')} that"
            + (" wait" if judged > 1 else " waits")
            + f" for officials of {sides}"
        )
        yield f"{waits}, {len(ready)} {'is' if len(ready) == 1 else 'are'} cleared on {there}{_colon(names)}."
    if blocked:
        waiting = [f"{called(found.net, row.id)} (by {_people(found, row.missing)})" for row in blocked]
        yield f"Blocked: {some(waiting)}."
    if "outside the scope" in states:
        names = some([called(found.net, row.id) for row in states["outside the scope"]])
        yield f"The message does not cover any issue of {names}."
    others = sorted({found.net.stakeholder[name].side for row in found.channels for name in row.others})
    count = sum(bool(row.others) for row in found.channels)
    if others:
        taking = f"they take part in {count} of these channels"
        yield f"Officials of {listed(others)} need a signal of their own side and are not judged here; {taking}."


def _people(found: Cascade, names: tuple[str, ...]) -> str:
    return some([called(found.net, name) for name in names])


def _better(found: Cascade) -> Iterator[str]:
    for best in found.best:
        signal = next(row for row in found.signals if row.side == best.side)
        if best.id != signal.id:
            name = called(found.net, best.id)
            yield f"The best source on the side of {best.side} is {name}: {_expected(found, best)}."


def _expected(found: Cascade, best: Best) -> str:
    senders = f" ({best.of} were compared)" if best.of > 1 else ""
    return f"on average it clears {best.officials:.1f} of {_whom(found)}{senders}"


def _whom(found: Cascade) -> str:
    return (
        "the officials for whom channels wait, itself included"
        if found.channels
        else "its officials, itself included"
    )


def _more_messages(found: Cascade) -> Iterator[str]:
    more = found.messages
    if more is None or not more.needed or found.signals[0].verdict != WITHIN:
        return
    goal = "every official" if more.wanted == len(more.needed) else f"{more.wanted} of {len(more.needed)} officials"
    of = f"of {more.side} whom these channels need"
    if not more.recipients and more.feasible:
        yield f"No further message is needed to clear {goal} {of}."
        return
    sent = f"{many(len(more.recipients), 'further message')} of the same source: to {_people(found, more.recipients)}"
    proof = "fewer do not suffice" if more.optimal else f"at least {more.lower_bound} are needed"
    if more.recipients:
        reach = goal if more.feasible else f"{len(more.cleared)} of {len(more.needed)} officials"
        proof += _worlds(more.exact_chances)
        yield f"Where a message of its own clears who is sent it, clearing {reach} {of} takes {sent} ({proof})."
    if more.beyond:
        yield f"No message of this source clears {_people(found, more.beyond)}, which rank above it."


def _worlds(exact: bool) -> str:
    return "" if exact else ", in the worlds drawn"


def _also(found: Cascade) -> Iterator[str]:
    sides = listed([signal.side for signal in found.signals if signal.side])
    if found.unneeded and sides:
        count = len(found.unneeded)
        verb = "needs" if count == 1 else "need"
        yield f"{many(count, 'stakeholder')} of {sides} {verb} no clearance: {_people(found, found.unneeded)}."
    if found.outside:
        yield f"Off the agenda, whatever the message says: {listed(found.outside)}."
    days = [row.delay_days or 0.0 for row in found.actors if row.state == "cleared"]
    if any(days):
        yield f"Along the likeliest routes the last of them hears after {max(days):.0f} days."
    unheard = [name for name in found.opening if not _hears(found, name)]
    if unheard and any(signal.verdict == WITHIN for signal in found.signals):
        names = listed([called(found.net, name) for name in unheard])
        yield f"The message does not enter {names}: no participant of it is cleared otherwise."
    closed = [name for name in cascades(found.net) if name not in found.opening]
    if closed and found.signals:
        names = some([called(found.net, name) for name in closed])
        yield f"Not counted, since not open: {names}."


def _hears(found: Cascade, cascade: str) -> bool:
    return any(person.stakeholder in found.cleared for person in found.net.channel[cascade].participants)
