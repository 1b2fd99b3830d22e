"""Vetoes and spoilers in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from netmodel.policy.words import called, listed, many, percent, some

if TYPE_CHECKING:
    from netmodel.policy.vetoes import Opponent, Vetoes


def sentences(found: Vetoes) -> Iterator[str]:
    """The answer, the most important first; nothing that the study does not support."""
    if found.objections:
        yield _opposed(found)
        yield from _cost(found)
        yield from _who(found)
        yield from _settled(found)
        yield from _steps(found)
        yield from _issues(found)
        yield from _beside(found)
        yield from _portfolio(found)
    elif found.net.vetoes:
        yield f"No veto counts: none of somebody in this picture is stronger than {found.strength:g}."
    yield from _spoilers(found)


def _names(found: Vetoes, ids: Iterable[str]) -> str:
    return some([called(found.net, name) for name in ids])


def _points(amount: float) -> str:
    return f"{100 * amount:.1f} percentage points"


def _opposed(found: Vetoes) -> str:
    count = len(found.objections)
    vetoes, every = (
        "1 veto" if count == 1 else f"{count} vetoes",
        many(len(found.net.candidates), "candidate channel"),
    )
    opposed = [row.id for row in found.blocked if row.state == "opposed"]
    if not opposed:
        return f"{vetoes} {'is' if count == 1 else 'are'} listed, and none stands against any of {every}."
    stand = "stands" if count == 1 else "stand"
    return f"{vetoes} {stand} against {len(opposed)} of {every}: {_names(found, opposed)}."


def _cost(found: Vetoes) -> Iterator[str]:
    waiting = [row.id for row in found.blocked if row.state == "waits"]
    if waiting:
        yield f"Nobody objects to {_names(found, waiting)}, but to what has to be open first."
    reach = found.reach
    if not found.blocked or reach["now"] != reach["now"]:
        return
    said = f"With every candidate channel open reach would be {percent(reach['open'], 1)}"
    if not reach["cost"]:
        yield f"{said}, and as much without the opposed ones: others serve as well."
        return
    gain = reach["open"] - reach["now"]
    share = f", {percent(reach['cost'] / gain)} of what they would add" if gain > 0 else ""
    less = f"without what is opposed {percent(reach['unopposed'], 1)}"
    yield f"{said}, {less}: opposition costs {_points(reach['cost'])}{share}."


def _who(found: Vetoes) -> Iterator[str]:
    rows = [row for row in found.actors if row.blocks]
    if rows:
        names = some([_one(found, row) for row in rows])
        yield f"Who objects, with the channels and the reach that its opposition alone keeps back: {names}."
    third = [row for row in rows if not row.side]
    if third:
        shut = sorted({name for row in third for name in row.blocks})
        are = "is a third party" if len(third) == 1 else "are third parties"
        yield f"Of these {_names(found, [row.id for row in third])} {are}, against {_names(found, shut)}."
    if found.objections:
        low, high = (f(row.strength for row in found.objections) for f in (min, max))
        strengths = f"{low:g} to {high:g}" if low < high else f"{low:g}"
        left = f"; those of up to {found.strength:g} are left out" if found.strength else ""
        yield f"Each veto is taken to block, whatever its strength (here {strengths}){left}."


def _one(found: Vetoes, row: Opponent) -> str:
    cost = f", {_points(row.cost)}" if row.cost >= 0.0005 else ""
    return f"{called(found.net, row.id)} ({row.side or 'third party'}; {many(len(row.blocks), 'channel')}{cost})"


def _settled(found: Vetoes) -> Iterator[str]:
    settled = found.settlement
    if settled.actors:
        some_of = len(settled.channels) < len(found.blocked)
        which = f"{len(settled.channels)} of {many(len(found.blocked), 'channel')}" if some_of else "all channels"
        names = f" ({_names(found, settled.channels)})" if some_of else ""
        proof = "nothing cheaper does" if settled.optimal else f"the cost is at least {settled.lower_bound:g}"
        winning = f"it takes winning over {_names(found, settled.actors)} ({proof})"
        yield f"To open {which} that vetoes keep shut{names}, {winning}."
    if settled.beyond:
        names = _names(found, settled.beyond)
        yield f"Whoever is won over, {names} would stay shut: some objections are said to be beyond mitigation."


def _steps(found: Vetoes) -> Iterator[str]:
    for before, step in list(pairwise(found.steps))[:2]:
        if step.actors == found.settlement.actors:
            continue
        who = "one actor" if step.count == 1 else f"{step.count} actors"
        more = f"opens {many(len(step.channels), 'channel')}"
        if step.reach - before.reach >= 0.0005:
            more += (
                f" and takes reach, all open that can be, from {percent(before.reach, 1)} to {percent(step.reach, 1)}"
            )
        best = "is the best choice" if step.exact else "is the best choice found"
        yield f"If {who} can be won over, {_names(found, step.actors)} {best}: that {more}."


def _issues(found: Vetoes) -> Iterator[str]:
    vetoed = [row for row in found.issues if row.actors]
    for row in vetoed:
        left = many(len(row.free), "candidate channel") if row.free else "no candidate channel"
        verb = "objects" if len(row.actors) == 1 else "object"
        yield f"To {row.issue} itself {_names(found, row.actors)} {verb}; {left} for it can still be opened."
    closed = [row.issue for row in found.issues if not row.actors]
    if closed:
        yield f"Vetoes leave no candidate channel that deals with {listed(closed)}."


def _beside(found: Vetoes) -> Iterator[str]:
    inside = [row for row in found.blocked if row.inside]
    if inside:
        names = [f"{called(found.net, row.id)} ({_names(found, row.inside)})" for row in inside]
        yield f"Counted as opposed, although somebody who objects would take part: {some(names)}."
    past = [row for row in found.objections if row.tie and row.tie != "active"]
    if past:
        names = [f"{called(found.net, row.actor)} to {called(found.net, row.target)} ({row.tie})" for row in past]
        yield f"The hostile tie behind an objection is not active today: {some(names)}; it counts all the same."


def _portfolio(found: Vetoes) -> Iterator[str]:
    proof = found.portfolio
    if proof is None or proof.reach != proof.reach:
        return
    limit = "" if proof.budget is None else f" within {proof.budget:,.0f} {found.net.study.currency}".rstrip()
    if not proof.opposed:
        yield f"The best portfolio{limit} holds no opposed channel, so that it is veto-proof as it stands."
        return
    if proof.optimal and round(proof.reach_of_all - proof.reach, 12) == 0:
        yield f"Without the channels that somebody opposes the best portfolio{limit} reaches as far."
        return
    reach = f"{percent(proof.reach, 1)} instead of {percent(proof.reach_of_all, 1)}"
    sure = "" if proof.optimal else ", as far as the search went"
    without = f"it does without {_names(found, proof.opposed)}"
    yield f"The best portfolio{limit} of channels that nobody opposes gives a reach of {reach}{sure}; {without}."


def _spoilers(found: Vetoes) -> Iterator[str]:
    rows = found.spoilers
    if not rows:
        return
    names = [
        f"{called(found.net, row.id)} ({percent(row.lost)}: {percent(row.own)} in conversations of its own, "
        f"{percent(row.relayed)} in those of others)"
        for row in rows
    ]
    yield f"Vetoes aside, most of the reach that there is would go with {some(names)}."
