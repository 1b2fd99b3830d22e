"""The joint agenda in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from netmodel.decide.steps import share
from netmodel.policy.gates import LATER, NOW, UNSTATED
from netmodel.policy.words import called, listed, many, percent, some

if TYPE_CHECKING:
    from netmodel.policy.agenda import AgendaMatch, Bench, Item

TOLD = 3
"""Issues at the head of the agenda of which it is told who could carry them."""

ISSUES = 6
"""Issues that a sentence names of many."""


def sentences(found: AgendaMatch) -> Iterator[str]:
    """The answer, the most important first; nothing that the study does not support."""
    if not found.items:
        return
    joint = found.of("joint")
    if joint:
        yield _joint(found, joint)
    else:
        yield from _unmatched(found)
    yield from _gates(found, joint)
    yield from _excluded(found)
    for standing, side in (("only us", found.us), ("only them", found.them)):
        names = _names(found.of(standing))
        if names:
            yield f"Only {side} is known to care for {some(names, ISSUES)}."
    for item in joint[:TOLD]:
        yield _carriers(found, item)
    yield from _gaps(found, joint)
    if not found.ministers and joint:
        yield "Those of ministerial rank are named last, since the study would not pair ministers."


def _names(items: Sequence[Item]) -> list[str]:
    return [item.issue for item in items]


def _joint(found: AgendaMatch, joint: Sequence[Item]) -> str:
    weights = [f"{item.issue} ({item.weight or 0:.2f})" for item in joint]
    both = f"{found.us} and {found.them} both care for {len(joint)}"
    rule = "most by the square root of the two priorities multiplied"
    return f"Of {many(len(found.items), 'issue')} {both}, {rule}: {some(weights, ISSUES)}."


def _unmatched(found: AgendaMatch) -> Iterator[str]:
    standings = {item.standing for item in found.items} - {"excluded"}
    if standings == {"not stated"}:
        yield f"The priorities of {found.us} and {found.them} are not stated, so no issue can be matched."
    elif standings:
        both = f"both {found.us} and {found.them}"
        yield f"Of {many(len(found.items), 'issue')} none is known to be cared for by {both}."


def _gates(found: AgendaMatch, joint: Sequence[Item]) -> Iterator[str]:
    now = [item.issue for item in joint if item.gate.state == NOW]
    later = [f"{item.issue} ({share(item.gate.missing or 0)} missing)" for item in joint if item.gate.state == LATER]
    bare = [item.issue for item in joint if item.gate.state == UNSTATED]
    if now:
        yield f"At trust {share(found.trust)} these of them are calm enough to start with: {some(now, ISSUES)}."
    if later:
        yield f"Later, once there is more trust: {some(later, ISSUES)}."
    if bare:
        yield f"How sensitive it is, is not stated of {some(bare, ISSUES)}."


def _excluded(found: AgendaMatch) -> Iterator[str]:
    names = _names(found.of("excluded"))
    if names:
        yield f"Excluded by a red line, whatever the priorities: {listed(names)}."


def _carriers(found: AgendaMatch, item: Item) -> str:
    sides = "; ".join(_bench(found, bench) for bench in (item.us, item.them))
    channels = [called(found.net, name) for name in (*item.open_channels, *item.candidate_channels)]
    offer = f"{len(item.open_channels)} open, {len(item.candidate_channels)} on offer"
    served = f"; channels: {some(channels)} ({offer})" if channels else "; no channel serves it"
    now = "" if item.reach is None else f"; reach on it today is {percent(item.reach, 1)}"
    return f"On {item.issue}: {sides}{served}{now}."


def _bench(found: AgendaMatch, bench: Bench) -> str:
    if not bench.number:
        return f"nobody of {bench.side} deals with it"
    names = [called(found.net, carrier.id) for carrier in bench.carriers[:3]]
    rest = f" and {bench.number - 3} more" if bench.number > 3 else ""
    said = f"for {bench.side} {', '.join(names)}{rest}" if rest else f"for {bench.side} {listed(names)}"
    experts = [called(found.net, name) for name in bench.experts]
    return f"{said} (with expertise: {some(experts)})" if experts else said


def _gaps(found: AgendaMatch, joint: Sequence[Item]) -> Iterator[str]:
    """Joint issues that nobody of a side deals with, or that no channel serves."""
    for number, side in enumerate((found.us, found.them)):
        bare = [item.issue for item in joint if not (item.us, item.them)[number].number]
        if bare:
            yield f"Nobody listed of {side} deals with {some(bare, ISSUES)}."
    manned = [item for item in joint if item.us.number and item.them.number]
    bare = [item.issue for item in manned if not item.open_channels and not item.candidate_channels]
    if bare:
        yield f"No channel brings together those on both sides who deal with {some(bare, ISSUES)}."
