"""A portfolio in words: what to open, what it brings, how good that is for certain, and what it hangs on."""

from __future__ import annotations

import math

from netmodel.decide.choice import SLACK
from netmodel.decide.gain import group_of
from netmodel.decide.portfolio import TOLERANCE, Alternative, Binding, Portfolio
from netmodel.explain import TOP, counted, listed, percent, why_no_candidate, why_no_conversation
from netmodel.explain.figures import called, change, cost, many, money, named, names, some, worth
from netmodel.network import Network

NAMED = 6
"""Channels that a sentence names; of more, those that a set would miss most."""

LIMITS = {
    "budget": "the budget",
    "max_risk": "the cap on risk",
    "max_total_risk": "the cap on total risk",
    "count": "the limit on the number of channels",
}


def portfolio_words(net: Network, found: Portfolio) -> list[str]:
    """Say what to open and why, the answer first.

    Examples
    --------
    >>> from netmodel.decide.portfolio import best_portfolio
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> talks = {"id": "talks", "name": "Talks", "participants": "a:1; b:1", "quality": 0.6, "cost": 3}
    >>> net = Network.from_tables(people, channels=[talks])
    >>> portfolio_words(net, best_portfolio(net, budget=3))[0].replace("\\xa0", " ")
    'Open Talks (cost 3, highest risk 0.00): reach rises from 0.0 % to 60.0 %; proven best.'
    """
    if math.isnan(found.value_now):
        return [f"There is no conversation to rejoin: {why_no_conversation(net)}."]
    if not net.candidates:
        return [f"There is nothing to choose from: {why_no_candidate(net)}."]
    if not found.feasible:
        return [_infeasible(net, found)]
    if not found.channels:
        return [_nothing(net, found), *_binding(found), *_unlimited(found)]
    return [
        _answer(net, found),
        *_plain_reach(found),
        *_needed_by_others(net, found),
        *_binding(found),
        *_unlimited(found),
        *_runners_up(net, found),
        *_worst(net, found),
    ]


def limits_told(net: Network, found: Portfolio) -> list[str]:
    """The limits of a portfolio, each in a few words.

    >>> from netmodel.decide.portfolio import best_portfolio
    >>> net = Network.from_tables([{"id": "a", "side": "A"}, {"id": "b", "side": "B"}])
    >>> limits_told(net, best_portfolio(net, budget=3, max_risk=0.2))
    ['a budget of 3', 'no risk above 0.20']
    """
    given = found.limits
    said = []
    if "budget" in given:
        said.append(f"a budget of {money(net, given['budget'])}")
    if "max_risk" in given:
        said.append(f"no risk above {given['max_risk']:.2f}")
    if "max_total_risk" in given:
        said.append(f"risks of {given['max_total_risk']:.2f} in all")
    if "count" in given:
        said.append(f"{counted(given['count'], 'channel')} at most")
    return said


# ---- the answer -------------------------------------------------------------------------------------------------


def _answer(net: Network, found: Portfolio) -> str:
    what = called(found.objective)
    paid = f"({cost(net, found.cost)}, highest risk {found.max_risk:.2f})"
    rise = f"{what} rises from {worth(found.objective, found.value_now, beside=found.value)}"
    rise += f" to {worth(found.objective, found.value, beside=found.value_now)}"
    if round(found.value - found.value_now, 12) <= 0:
        rise = f"{what} stays at {worth(found.objective, found.value)}"
    to_do = f"open {_what_to_open(net, found)} {paid}: {rise}{_recovered(net, found)}; {_proof(net, found)}."
    if found.target is None:
        return f"O{to_do[1:]}"
    return f"The cheapest way to {_article(what)} of {worth(found.objective, found.target)}: {to_do}"


def _article(what: str) -> str:
    return f"an {what}" if what[0] in "aeiou" else f"a {what}"


def _what_to_open(net: Network, found: Portfolio) -> str:
    """The channels by what the set would miss with each, enabling steps apart."""
    order = [row.channel for row in found.contributions] or list(found.channels)
    steps = [name for name in order if group_of(net.channel[name]) == "enabling"]
    carrying = [name for name in order if name not in steps]
    if not carrying:
        return some(names(net, steps), NAMED)
    said = listed(names(net, carrying))
    if len(carrying) > NAMED:
        first = ", ".join(names(net, carrying[: NAMED - 1]))
        said = f"{first} and {counted(len(carrying) - NAMED + 1, 'more channel')}"
    if not steps:
        return said
    noun = "step" if len(steps) == 1 else "steps"
    if len(order) <= NAMED:
        return f"{said}, with the enabling {noun} {listed(names(net, steps))}"
    return f"{said}, with {len(steps)} enabling {noun}"


def _recovered(net: Network, found: Portfolio) -> str:
    if found.recovery is None or found.objective != "reach":
        return ""
    return f", {percent(found.recovery, 0)} of what was lost since {net.before_date}"


def _proof(net: Network, found: Portfolio) -> str:
    """How good the set is for certain."""
    drawn = _drawn(found)
    if found.target is not None:
        least = money(net, max(0.0, found.cost - found.gap))
        cheapest = f"proven cheapest{drawn}"
        return cheapest if found.optimal else f"not {cheapest}: any such set costs at least {least}"
    if found.optimal:
        return f"proven best{drawn}"
    most = worth(found.objective, found.upper_bound, beside=found.value)
    away = change(found.objective, found.gap, sign=False)
    can = f"no {_allowed(net, found)}set can reach more than {most}"
    return f"not proven best{drawn}: {can}, so it is at most {away} from the best"


def _drawn(found: Portfolio) -> str:
    """Of what a proof is, where the worth of a set is a mean over drawn worlds."""
    return f" over {many(found.worlds, 'drawn world')}" if found.worlds else ""


def _allowed(net: Network, found: Portfolio) -> str:
    """The word before a set, where not every set of channels may be chosen."""
    tied = any(row.requires or row.requires_any or row.excludes for row in (*net.candidates, *net.open_channels))
    return "allowed " if tied or _asked(found) else ""


def _asked(found: Portfolio) -> list[str]:
    """What else than numeric limits was asked for, in a few words each."""
    given = found.limits
    said = ["what has to be opened"] if given.get("must_have") else []
    if given.get("must_not"):
        said.append(f"what is ruled out ({many(len(given['must_not']), 'channel')})")
    if given.get("tests"):
        said.append(f"{many(given['tests'], 'test')} of whole sets")
    return said


def _plain_reach(found: Portfolio) -> list[str]:
    """Reach itself, where something else was looked for."""
    now, after = found.reach["now"], found.reach["after"]
    if found.objective == "reach" or now is None or after is None:
        return []
    return [f"Reach itself rises from {worth('reach', now, beside=after)} to {worth('reach', after, beside=now)}."]


# ---- where there is nothing to open -----------------------------------------------------------------------------


def _infeasible(net: Network, found: Portfolio) -> str:
    limits = limits_told(net, found)
    within = f" within {listed(limits)}" if limits else ""
    what, allowed = called(found.objective), _allowed(net, found)
    if found.target is None:
        if found.optimal:
            return f"No set of channels{within} keeps all that is asked for."
        return f"No set of channels{within} that keeps all that is asked for was found."
    wanted = worth(found.objective, found.target)
    most = worth(found.objective, found.upper_bound, beside=found.target)
    if found.upper_bound < found.target - SLACK:
        every = f"all {'allowed ' if limits else allowed}channels together"
        short = f"{every} bring it to {most} at most{_drawn(found)}"
        return f"No {allowed}set of channels{within} brings {what} to {wanted}: {short}."
    if found.optimal:
        return f"No set of channels that keeps all that is asked for brings {what} to {wanted}{_drawn(found)}."
    return f"No set of channels that brings {what} to {wanted} was found before the search stopped."


def _nothing(net: Network, found: Portfolio) -> str:
    what, now = called(found.objective), worth(found.objective, found.value)
    if found.target is not None:
        wanted = worth(found.objective, found.target)
        return f"Nothing need be opened: {what} is {now} already, and {wanted} was asked for."
    limits = limits_told(net, found)
    sets = f"{_allowed(net, found)}set of channels{f' within {listed(limits)}' if limits else ''}"
    if found.optimal:
        return f"Nothing is opened: no {sets} adds anything{_drawn(found)}, and {what} stays at {now}."
    most = worth(found.objective, found.upper_bound, beside=found.value)
    return f"No {sets} that adds anything was found; none can bring {what} above {most}{_drawn(found)}."


# ---- what the answer hangs on -----------------------------------------------------------------------------------


def _needed_by_others(net: Network, found: Portfolio) -> list[str]:
    """Channels that add nothing themselves, and for which others they are there."""
    idle = [row.channel for row in found.contributions if row.alone <= 0]
    chosen, must = set(found.channels), set(found.limits.get("must_have", ()))
    said = []
    for name in idle:
        users = [other for other in sorted(chosen) if name in _wants(net, other)]
        if users:
            needs = "needs" if len(users) == 1 else "need"
            said.append(f"{named(net, name)} is there because {some(names(net, users))} {needs} it.")
        elif name in must:
            said.append(f"{named(net, name)} is there because it has to be; it adds nothing.")
    more = [f"Likewise {counted(len(said) - TOP, 'more step')}."] if len(said) > TOP else []
    return said[:TOP] + more


def _wants(net: Network, name: str) -> tuple[str, ...]:
    row = net.channel[name]
    return (*row.requires, *row.requires_any)


def _binding(found: Portfolio) -> list[str]:
    """Which limits keep the answer from being better."""
    if found.target is not None:
        return []
    said = []
    for row in found.binding:
        if row.binds:
            most = worth(found.objective, row.value_without, beside=found.value)
            said.append(f"{_limit(row)} binds: without it {called(found.objective)} could be {most}.")
    slack = [_limit(row) for row in found.binding if row.binds is False]
    unknown = [_limit(row) for row in found.binding if row.binds is None]
    if slack:
        said.append(f"{_row(slack)} {'does' if len(slack) == 1 else 'do'} not bind.")
    if unknown:
        plain = [f"{name[0].lower()}{name[1:]}" for name in unknown]
        said.append(f"Whether {listed(plain)} {'binds' if len(plain) == 1 else 'bind'} is not proven.")
    return said


def _limit(row: Binding) -> str:
    name = LIMITS[row.limit]
    return f"{name[0].upper()}{name[1:]}"


def _row(titles: list[str]) -> str:
    return listed([titles[0], *(f"{name[0].lower()}{name[1:]}" for name in titles[1:])])


def _unlimited(found: Portfolio) -> list[str]:
    if found.target is not None or set(LIMITS) & set(found.limits):
        return []
    asked = _asked(found)
    limited = f"besides {listed(asked)}, only requirements" if asked else "only requirements"
    return [f"Neither a budget nor a cap on risk is given: {limited} and exclusions limit the choice."]


def _runners_up(net: Network, found: Portfolio) -> list[str]:
    near = [row for row in found.alternatives if row.without or row.cost < found.cost]
    if not near:
        alone = found.contributions and not found.alternatives and found.alternatives_complete
        said = f"No other {_allowed(net, found)}set comes within {percent(TOLERANCE, 0)} of what it gains."
        return [said] if alone and found.optimal and found.target is None else []
    told = [_instead(net, found, row) for row in near[:TOP]]
    return [f"Nearly as good: {'; '.join(told)}."]


def _instead(net: Network, found: Portfolio, row: Alternative) -> str:
    out, new = some(names(net, row.without)), some(names(net, row.instead))
    swap = f"{new} instead of {out}" if new and out else f"{new} as well" if new else f"without {out}"
    less = round(row.value - found.value, 12)
    notes = [change(found.objective, less) if less else "just as good"]
    saved = found.cost - row.cost
    if abs(saved) > SLACK * max(1.0, found.cost):
        notes.append(f"{money(net, abs(saved))} {'cheaper' if saved > 0 else 'dearer'}")
    if abs(row.max_risk - found.max_risk) > SLACK:
        notes.append(f"highest risk {row.max_risk:.2f}")
    return f"{swap} ({', '.join(notes)})"


def _worst(net: Network, found: Portfolio) -> list[str]:
    """The single channel and the single participant that the set hangs on most."""
    people = {row.id: row.name for row in net.stakeholders}
    falls = {row.channel: row.falls for row in found.contributions}
    said = []
    for row in found.worst_single_loss:
        if round(row.loss, 12) > 0:
            after = worth("reach", row.remains, beside=row.remains + row.loss)
            if row.kind == "channel":
                others = some(names(net, falls.get(row.id, ())))
                with_it = f", and with it {others}" if others else ""
                said.append(f"if {named(net, row.id)} failed{with_it}, reach would be {after}")
            else:
                said.append(f"if {people[row.id]} declined, it would be {after}" if said else
                            f"if {people[row.id]} declined, reach would be {after}")  # fmt: skip
    return [f"I{'; '.join(said)[1:]}."] if said else []
