"""A plan in words: what comes first and what later, why not earlier, and what cannot be opened at all."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from netmodel.decide.choice import excluded_by
from netmodel.decide.confidence import channel_step
from netmodel.decide.sequence import Plan, PlannedStep
from netmodel.decide.states import PARTS, share
from netmodel.decide.steps import Blocked
from netmodel.errors import printable
from netmodel.explain import TOP, counted, why_no_candidate, why_no_conversation
from netmodel.explain.figures import called, change, many, named, names, some, worth
from netmodel.network import Network
from netmodel.policy.modality import caps_of
from netmodel.policy.rungs import Rungs

NAMED = 6
"""Steps that a sentence names; of more, the first ones and the last."""


def plan_words(net: Network, plan: Plan, *, now: float | None = None, objective: str = "reach") -> list[str]:
    """Say in what order to open, when, and what holds the later ones up.

    Parameters
    ----------
    net : Network
    plan : Plan
    now : float, optional
        Worth of what is open today; nan where there is no conversation to rejoin. Default: that in month 0.
    objective : str
        What the plan was made for.

    Examples
    --------
    >>> from netmodel.decide.sequence import best_sequence
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> signal = {"id": "signal", "kind": "official-signal", "participants": "a; b", "lead_time_months": 2}
    >>> forum = {"id": "forum", "participants": "a:1; b:1", "requires": "signal", "lead_time_months": 4}
    >>> net = Network.from_tables(people, channels=[signal, forum])
    >>> plan_words(net, best_sequence(net))[2]
    'Why not earlier: forum needs signal, ready in month 2.'
    """
    if now is not None and math.isnan(now):
        return [f"There is no conversation to rejoin: {why_no_conversation(net)}."]
    if not net.candidates:
        return [f"There is nothing to put in order: {why_no_candidate(net)}."]
    rings = _rings(net, plan)
    waiting = {name for ring in rings for name in ring}
    blocked = [_blocked(net, row) for row in plan.blocked if row.channel not in waiting]
    if not plan.steps:
        return [_no_step(net, plan, rings), *blocked]
    blocked = [*(f"{_ring(net, ring)}: none of them can be opened first." for ring in rings), *blocked]
    return [
        _order(net, plan),
        *_curve(plan, objective, now),
        *_why_later(net, plan),
        *_capped(net, plan),
        *blocked,
        *_notices(plan, objective),
    ]


def _no_step(net: Network, plan: Plan, rings: list[tuple[str, ...]]) -> str:
    why = f": {'; '.join(_ring(net, ring) for ring in rings)}" if rings else ""
    if plan.target is not None:
        return f"There is no way to {named(net, plan.target)}{why}."
    if rings:
        return f"None can be opened first{why}."
    return (
        "None of the chosen channels can be opened." if plan.blocked else "No channel was chosen: nothing is to do."
    )


def _rings(net: Network, plan: Plan) -> list[tuple[str, ...]]:
    """Channels that nothing bars but that they wait for each other, ring by ring, in order of id."""
    waits = {row.channel: set(row.missing) for row in plan.blocked if isinstance(row.missing, tuple)}
    short = {row.channel for row in plan.blocked if row.reason.endswith(" can be reached")}
    after = {name: _follow(waits, name) for name in waits}
    rings = {tuple(sorted(other for other in after[name] if name in after.get(other, ()))) for name in waits}
    return [
        ring
        for ring in sorted(rings)
        if ring and not short & set(ring) and all(_held(net, waits, n, ring) for n in ring)
    ]


def _follow(waits: Mapping[str, set[str]], name: str) -> set[str]:
    """All that a channel waits for, and that these wait for in turn."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        new = waits.get(waiting.pop(), set()) - found
        found |= new
        waiting += sorted(new)
    return found


def _held(net: Network, waits: Mapping[str, set[str]], name: str, ring: tuple[str, ...]) -> bool:
    """Whether a channel lacks nothing but channels of its ring."""
    row = net.channel[name]
    lacking = waits[name] & set(row.requires) - set(ring)
    one_of = set(row.requires_any)
    return not lacking and not (one_of and one_of <= waits[name] and not one_of & set(ring))


def _ring(net: Network, ring: tuple[str, ...]) -> str:
    if len(ring) == 2:
        return f"{some(names(net, ring))} require each other, and each waits for the other"
    return f"{some(names(net, ring))} require one another, and each waits for another"


def month(value: float) -> str:
    """A month as a number that people read.

    >>> month(6.0), month(1.5)
    ('6', '1.5')
    """
    return f"{value:.4g}"


def _order(net: Network, plan: Plan) -> str:
    told = [
        f"{named(net, step.channel)} (months {month(step.start_month)} to {month(step.ready_month)})"
        for step in plan.steps
    ]
    if len(told) > NAMED:
        told = [*told[:3], f"{len(told) - 4} more", told[-1]]
    first, *later = told
    order = f"{first} first" + "".join(f", then {one}" for one in later) if later else first
    if plan.target is None:
        return f"Open {order}."
    known = "proven shortest" if plan.optimal else "not proven shortest"
    steps = counted(len(plan.steps), "step")
    return f"The way to {named(net, plan.target)} takes {steps}: open {order}; {known}."


def _curve(plan: Plan, objective: str, now: float | None) -> list[str]:
    """What the plan brings by the end of the horizon, and how good that is for certain."""
    if not plan.horizon or plan.mean_reach is None:
        return []
    within = [value for when, value in plan.curve if when <= plan.horizon]
    first, last, what = plan.curve[0][1] if now is None else now, within[-1], called(objective)
    rise = f"rises from {worth(objective, first, beside=last)} to {worth(objective, last, beside=first)}"
    if last <= first:
        rise = f"stays at {worth(objective, first)}"
    said = f"Within {month(plan.horizon)} months {what} {rise}, {worth(objective, plan.mean_reach)} on average"
    if plan.target is not None or plan.upper_bound is None:
        return [f"{said}."]
    if plan.optimal:
        return [f"{said}; no other order has a higher average."]
    most = change(objective, plan.gap / plan.horizon, sign=False)
    return [f"{said}; not proven best: another order could have at most {most} more on average."]


def why_not_earlier(net: Network, plan: Plan, step: PlannedStep) -> str:
    """Why a step does not start earlier, with the names of channels in the place of their ids.

    >>> from netmodel.decide.sequence import best_sequence
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> rows = [{"id": name, "name": name.title(), "participants": "a; b", "lead_time_months": 2} for name in "xy"]
    >>> net = Network.from_tables(people, channels=rows)
    >>> plan = best_sequence(net)
    >>> why_not_earlier(net, plan, plan.steps[1])
    'the team is at work on X until month 2'
    """
    phrases = {}
    for count in range(1, len(step.unlocked_by) + 1):
        first = step.unlocked_by[:count]
        listed_ids = " and ".join(map(printable, first))
        phrases[f"needs {listed_ids}, ready in"] = f"needs {' and '.join(names(net, first))}, ready in"
    for other in plan.steps:
        shown, name = printable(other.channel), named(net, other.channel)
        phrases[f" with {shown} in month"] = f" with {name} in month"
        phrases[f" on {shown} until month"] = f" on {name} until month"
    return _put(step.why_not_earlier, phrases)


def _put(text: str, phrases: Mapping[str, str]) -> str:
    """A text with phrases replaced in one pass, so that what was put in is not replaced again."""
    if not phrases:
        return text
    longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.sub("|".join(map(re.escape, longest)), lambda found: phrases[found[0]], text)


def _why_later(net: Network, plan: Plan) -> list[str]:
    """Steps that wait for others, not only for a free team."""
    ready = {step.channel: step.ready_month for step in plan.steps}
    waiting = [step for step in plan.steps if any(ready.get(n) == step.start_month for n in step.unlocked_by)]
    told = [f"{named(net, step.channel)} {why_not_earlier(net, plan, step)}" for step in waiting if step.start_month]
    more = f"; and {counted(len(told) - TOP, 'more step')} likewise" if len(told) > TOP else ""
    return [f"Why not earlier: {'; '.join(told[:TOP])}{more}."] if told else []


def _capped(net: Network, plan: Plan) -> list[str]:
    """Where the ladder of confidence, which caps trust by the way of meeting, would say otherwise than the plan."""
    caps = caps_of()
    steps = [channel_step(net, net.channel[name], gates=plan.gates) for name in plan.channels]
    limits = {name: caps[net.channel[name].modality] for name in plan.channels}
    rungs = Rungs.capped(steps, limits, trust=plan.trust, spill_over=plan.spill_over)
    short, differs = [], False
    for place, step in enumerate(plan.steps):
        ready = [other for other in plan.steps[:place] if other.ready_month <= step.start_month]
        order = [rungs.place[other.channel] for other in sorted(ready, key=lambda other: other.ready_month)]
        bar, level = rungs.met(rungs.place[step.channel], order)
        if level < bar.amount:
            needed = f"{rungs.needed(bar)} is needed and {share(level / PARTS)} reached"
            short.append(f"for {named(net, step.channel)}, where {needed}")
        differs = differs or round(level / PARTS, 12) != step.trust_before
    caps_say = "with the caps that the ladder of confidence sets on each way of meeting"
    if short:
        return [f"Trust is added up without caps; {caps_say} it would not do {some(short)}."]
    return [f"Trust is added up without caps; {caps_say} it would do for every step as well."] if differs else []


def _blocked(net: Network, row: Blocked) -> str:
    """A channel that cannot be opened, and what is missing."""
    name, reason = named(net, row.channel), row.reason.removeprefix(f"{printable(row.channel)} ")
    if isinstance(row.missing, float):
        return f"{name} cannot be opened: trust would have to be {row.missing:.2g} higher ({reason})."
    channel = net.channel[row.channel]
    phrases = {f"needs {printable(o)}, which": f"needs {named(net, o)}, which" for o in row.missing or ()}
    beside = excluded_by(net, channel)
    phrases |= {f"beside {printable(other)}, which": f"beside {named(net, other)}, which" for other in beside}
    options = channel.requires_any
    listed_ids = ", ".join(map(printable, options))
    phrases[f"needs one of {listed_ids}, each"] = f"needs one of {some(names(net, options))}, each"
    reason = _put(reason, phrases)
    return f"{name} cannot be opened: it {reason}." if row.missing else f"{name} {reason}."


def _notices(plan: Plan, objective: str) -> list[str]:
    late = sum(step.ready_month > plan.horizon for step in plan.steps)
    after = (
        f"{late} of {many(len(plan.steps), 'channel')} {'is' if late == 1 else 'are'} ready only after the horizon"
    )
    own = ("not proven best", f"{late} of ")
    told = [text for text in plan.notices if not text.startswith(own)]
    told += [after] if late and plan.horizon else []
    return [f"{text[0].upper()}{text[1:]}." for text in told if plan.target is None or not plan.blocked]
