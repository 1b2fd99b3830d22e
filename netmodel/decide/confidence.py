"""Between whom, and on what, a channel builds trust, and how much it needs before it starts: data for a plan."""

from __future__ import annotations

from itertools import combinations

from netmodel.decide.choice import excluded_by
from netmodel.decide.gain import group_of
from netmodel.decide.states import ANYBODY, Need, Pair
from netmodel.decide.steps import Step
from netmodel.errors import printable
from netmodel.network import Channel, Network


def pairs_met(net: Network, channel: Channel) -> tuple[Pair, ...]:
    """Pairs of sides of which people meet in a channel: it builds trust between these, and between no others.

    Examples
    --------
    >>> people = [{"id": name, "side": name} for name in "abc"]
    >>> net = Network.from_tables(people, channels=[{"id": "talks", "participants": "a; c"}])
    >>> pairs_met(net, net.channel["talks"])
    (('a', 'c'),)
    """
    here = _sides(net, channel)
    return tuple(pair for pair in combinations(net.sides, 2) if here.issuperset(pair))


def _sides(net: Network, channel: Channel) -> set[str]:
    known = net.stakeholder
    return {known[row.stakeholder].side for row in channel.participants if row.stakeholder in known}


def channel_needs(net: Network, channel: Channel, *, gates: bool = True) -> tuple[tuple[Need, ...], str]:
    """Trust of which one amount must be there before a channel starts, and why it can never start, if so.

    On one of its issues, trust must be as large as what the channel needs and as the issue is sensitive, between all
    sides that meet in it. An issue on a red line is never that one; where all are, the channel is off. One that names
    no issue carries every issue, so it needs general confidence, which is nowhere exceeded by less. Steps that enable
    concern one's own side, and wait for no issue. Where no two sides meet, trust between any two will do, of which
    one takes part where there are such.

    Parameters
    ----------
    gates : bool
        Whether sensitivities count.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> talks = {"id": "talks", "participants": "a; b", "issues": "cyber"}
    >>> net = Network.from_tables(people, channels=[talks], issues=[{"issue": "cyber", "sensitivity": 0.7}])
    >>> channel_needs(net, net.channel["talks"])
    ((Need(amount=0.7, issue='cyber', pairs=(('A', 'B'),), sensitive=True),), '')
    """
    groups = _between(net, channel)
    own = channel.needs_trust
    if not channel.issues:
        return tuple(Need(own, "", pairs) for pairs in groups), ""
    if group_of(channel) == "enabling":
        return tuple(Need(own, issue, pairs) for issue in channel.issues for pairs in groups), ""
    rows = {row.issue: row for row in net.issues}
    red = [issue for issue in channel.issues if issue in rows and rows[issue].red_line]
    found = []
    for issue in (issue for issue in channel.issues if issue not in red):
        sensitivity = (rows[issue].sensitivity if issue in rows and gates else None) or 0.0
        found += [Need(max(own, sensitivity), issue, pairs, sensitivity > own) for pairs in groups]
    off = "" if found else f"is off the agenda: {printable('; '.join(red))} on a red line"
    return tuple(found) or tuple(Need(own, "", pairs) for pairs in groups), off


def _between(net: Network, channel: Channel) -> tuple[tuple[Pair, ...], ...]:
    """Groups of pairs of sides: between all of one group trust must be there."""
    met = pairs_met(net, channel)
    if met:
        return (met,)
    every, here = tuple(combinations(net.sides, 2)), _sides(net, channel)
    near = tuple(pair for pair in every if here.intersection(pair))
    return tuple((pair,) for pair in near or every) or ((ANYBODY,),)


def channel_step(net: Network, channel: Channel, *, gates: bool = True, builds: float | None = None) -> Step:
    """A channel as a plan and a ladder see it.

    Parameters
    ----------
    gates : bool
        Whether it also waits for the sensitivity of its issues.
    builds : float, optional
        Trust that it builds; default its `builds_trust`.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> talks = {"id": "talks", "participants": "a; b", "issues": "cyber", "builds_trust": 0.2}
    >>> net = Network.from_tables(people, channels=[talks])
    >>> step = channel_step(net, net.channel["talks"])
    >>> step.builds_trust, step.issues, step.pairs
    (0.2, ('cyber',), (('A', 'B'),))
    """
    needs, off = channel_needs(net, channel, gates=gates)
    least = min(needs, key=lambda need: (need.amount, need.issue))
    return Step(
        id=channel.id,
        lead_time_months=channel.lead_time_months,
        requires=channel.requires,
        requires_any=channel.requires_any,
        needs_trust=least.amount,
        builds_trust=channel.builds_trust if builds is None else builds,
        excludes=excluded_by(net, channel),
        sensitive=least.issue if least.sensitive else "",
        off=off,
        issues=channel.issues,
        pairs=pairs_met(net, channel),
        needs=needs,
    )
