"""The middle of a brief: the channels recommended, in order, and whose signal they would wait for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from netmodel import explain
from netmodel.decide.gain import group_of
from netmodel.decide.portfolio import Alternative, Portfolio
from netmodel.decide.recommend import Recommendation
from netmodel.decide.sequence import PlannedStep
from netmodel.explain import listed
from netmodel.explain.advice import limits_told, portfolio_words
from netmodel.explain.brief_rows import Section, Sentence, computed, place, places, section, setting
from netmodel.explain.brief_words import LEVELS, Material, about, joined, spoken, states, tenths, whole, window
from netmodel.explain.figures import change, many, some
from netmodel.explain.plans import month
from netmodel.network import Channel

if TYPE_CHECKING:
    from netmodel.policy.cascade import Cascade
    from netmodel.policy.signals import Signal

CARRIERS, LEAST = 3, 0.1
"""Participants who are named as carrying a channel, and the share of its gain that each carries at least."""


def recommended(material: Material) -> Section | None:
    """The channels recommended, in the order in which they would be opened, each with what is known of it.

    Examples
    --------
    >>> from netmodel import Network, analyse
    >>> people = [{"id": "gac", "side": "Canada"}, {"id": "mid", "side": "Russia"}]
    >>> rows = [{"id": "talks", "name": "Talks", "participants": "gac:1; mid:1", "quality": 0.6, "cost": 3000}]
    >>> found = recommended(Material(analyse(Network.from_tables(people, channels=rows), draws=0)))
    >>> print(found.sentences[-1].text.replace("\\xa0", " "))
    “Talks”: by itself 60 points of reach; carried by gac and mid; about 3,000.
    """
    title, found = "Recommended channels, in order", material.analysis.recommendation
    if material.analysis.ranking.reach["now"] is None:
        return None
    if found is None:
        if material.net.candidates:
            return None
        said = f"No channel can be recommended: {explain.why_no_candidate(material.net)}."
        return section(title, ("text", [Sentence(said, (computed("channels"),))]))
    if not material.chosen:
        said = portfolio_words(material.net, found.portfolio)[0]
        return section(title, ("text", [Sentence(said, (computed("portfolio"),))]))
    steps = [_step(material, found, step) for step in found.sequence.steps]
    intro = [*_rise(material, found), *_bill(material, found.portfolio), *_order(material, found)]
    after = [*_left_over(material, found), *_alternative(material, found.portfolio)]
    return section(title, ("text", intro), ("steps" if len(steps) > 1 else "list", steps), ("text", after))


# ---- all together -----------------------------------------------------------------------------------------------


def _priced(material: Material) -> bool:
    """Whether the tables state what any channel costs."""
    return any(states(row, "cost") for row in material.net.candidates)


def _rise(material: Material, found: Recommendation) -> Iterator[Sentence]:
    chosen, net = found.portfolio, material.net
    within = listed(limits_told(net, chosen)) if _priced(material) or "budget" not in chosen.limits else ""
    rows = (computed("portfolio"), *(setting(key) for key in ("budget", "max_risk") if _set_by_study(found, key)))
    rise = f"raise reach from about {whole(chosen.value_now, chosen.value)}"
    rise += f" to about {whole(chosen.value, chosen.value_now)}"
    if chosen.recovery is not None:
        rise += f", and so win back about {whole(chosen.recovery)} of what was lost"
    lead = f"Within {within}, " if within else ""
    what = f"these {len(chosen.channels)} steps together" if len(chosen.channels) > 1 else "this step"
    best = "no other set of steps would bring more"
    if not chosen.optimal:
        short = change("reach", chosen.gap, sign=False)
        best = f"the search was stopped: another set might bring up to {short} more"
    said = f"{lead}{what} would {rise} in this model; {best}."
    yield Sentence(f"{said[0].upper()}{said[1:]}", rows)
    if found.limits == "knee" and within:
        yield Sentence("No budget is given; beyond that sum money buys less in this model.", (computed("pareto"),))


def _set_by_study(found: Recommendation, key: str) -> bool:
    return found.limits == "study" and key in found.portfolio.limits


def _bill(material: Material, chosen: Portfolio) -> Iterator[Sentence]:
    """What all of it costs and the highest risk, where the tables state these."""
    net, said = material.net, []
    rows = [net.channel[name] for name in sorted(chosen.channels)]
    if all(states(row, "cost") for row in rows):
        total = about(net, sum(row.cost for row in rows))
        said.append(f"{'together they' if len(rows) > 1 else 'it'} would cost {total}")
    stated = [row for row in rows if states(row, "risk")]
    if stated:
        most = max(row.risk for row in stated)
        said.append(f"the highest risk is {most:.2f} on a scale from 0 to 1")
    if said:
        text = " and ".join(said)
        yield Sentence(f"{text[0].upper()}{text[1:]}, as the study states it.", places(rows))


def _timed(material: Material) -> bool:
    """Whether the tables state how long any step takes."""
    return any(states(material.net.channel[name], "lead_time_months") for name in material.chosen)


def _order(material: Material, found: Recommendation) -> Iterator[Sentence]:
    plan = found.sequence
    if len(plan.steps) > 1 and _timed(material):
        last = month(max(step.ready_month for step in plan.steps))
        team = "one team" if plan.teams == 1 else f"{plan.teams} teams"
        said = f"The order is that of {team} working on one step at a time, {last} months in all"
        yield Sentence(f"{said}; each waits for what it requires and for trust.", (computed("sequence"),))


# ---- one by one -------------------------------------------------------------------------------------------------


def _step(material: Material, found: Recommendation, step: PlannedStep) -> Sentence:
    row = material.net.channel[step.channel]
    gain = next((one.gain for one in material.analysis.ranking.channels if one.id == row.id), 0.0)
    parts = [
        _purpose(material, row, gain),
        _who(material, row),
        *_terms(material, row),
    ]
    months = f" (months {month(step.start_month)} to {month(step.ready_month)})" if _timed(material) else ""
    said = material.what(row.id)
    return Sentence(f"{said[0].upper()}{said[1:]}{months}: {joined(parts)}.", places([row]))


def _purpose(material: Material, row: Channel, gain: float) -> str:
    opens = [one for one in sorted(material.chosen) if row.id in _needs(material, one)]
    if group_of(row) == "enabling" and opens:
        return f"comes before {listed([material.what(name) for name in opens])}"
    added = f"by itself {tenths(gain)} of reach" if gain > 0 else "adds nothing by itself"
    return added


def _needs(material: Material, name: str) -> tuple[str, ...]:
    row = material.net.channel[name]
    return (*row.requires, *row.requires_any)


def _who(material: Material, row: Channel) -> str:
    """Who carries it; of a step that carries nothing, who takes part, the most senior first."""
    ranked = next((one for one in material.analysis.ranking.channels if one.id == row.id), None)
    shares = sorted(ranked.carried_by if ranked else (), key=lambda share: (-round(share.share, 12), share.id))
    names = [share.id for share in shares if share.share >= LEAST][:CARRIERS]
    if names and group_of(row) != "enabling":
        return f"carried {'' if len(names) == len(shares) else 'mostly '}by {listed(list(map(material.who, names)))}"
    here = material.net.stakeholder
    members = [here[person.stakeholder] for person in row.participants if person.stakeholder in here]
    members.sort(key=lambda one: (one.rank or 9, one.id))
    return f"by {some([material.who(one.id) for one in members])}" if members else ""


def _terms(material: Material, row: Channel) -> Iterator[str]:
    """Level, issues, form, cost, risk and lead time, as far as the tables state them."""
    yield window(row.min_level, row.max_level)
    if row.issues:
        yield f"on {some(list(row.issues))}"
    if states(row, "modality"):
        yield spoken(row.modality) if row.modality != "in-person" else "in person"
    if states(row, "cost"):
        yield about(material.net, row.cost)
    if states(row, "risk"):
        yield f"risk {row.risk:.2f}"
    if states(row, "lead_time_months"):
        yield f"{month(row.lead_time_months)} month{'' if row.lead_time_months == 1 else 's'} to prepare"


def _left_over(material: Material, found: Recommendation) -> Iterator[Sentence]:
    """Recommended channels that no plan can open."""
    planned = set(found.sequence.channels)
    names = sorted(material.chosen - planned)
    if names:
        verb = "does" if len(names) == 1 else "do"
        said = f"{listed([material.what(name) for name in names])} {verb} not fit into the order: "
        said += "what is required, or trust, would be missing."
        rows = (*places(material.net.channel[name] for name in names), computed("sequence"))
        yield Sentence(f"{said[0].upper()}{said[1:]}", rows)


def _alternative(material: Material, chosen: Portfolio) -> Iterator[Sentence]:
    """The nearest other set, where one is nearly as good."""
    if chosen.alternatives:
        row = chosen.alternatives[0]
        less = round(chosen.value - row.value, 12)
        worse = f"with {change('reach', less, sign=False)} less" if less > 0 else "just as well"
        rows = places(material.net.channel[name] for name in (*row.without, *row.instead))
        yield Sentence(f"{_instead(material, row)} would do {worse}.", (*rows, computed("portfolio")))


def _instead(material: Material, row: Alternative) -> str:
    out, new = (some([material.what(name) for name in names]) for names in (row.without, row.instead))
    said = f"{new} in place of {out}" if new and out else f"{new} as well" if new else f"the same without {out}"
    return f"{said[0].upper()}{said[1:]}"


# ---- whose signal -----------------------------------------------------------------------------------------------


def signal(material: Material) -> Section | None:
    """Who would signal that nothing stands in the way, whom that reaches, and which recommended channels wait."""
    found = cast("Cascade | None", material.analysis.findings.get("cascade"))
    if found is None or not found.signals or not any(one.rank for one in found.signals):
        return None
    if not any(row.id in material.chosen for row in found.channels):
        return None
    said = [*_senders(material, found), *_heard(material, found), *_waiting(material, found), *_ministers(material)]
    return section("Who would signal", ("text", said))


def _senders(material: Material, found: Cascade) -> Iterator[Sentence]:
    for one in found.signals:
        row = material.net.stakeholder[one.id]
        named = {"study": "The study names", "best": "The widest hearing on its side would have"}
        lead = named.get(one.chosen, "The signal would come from")
        rows = (place(row), *((setting("signal"), setting("rank_window")) if one.chosen == "study" else ()))
        rank = LEVELS.get(one.rank, "no official level")
        who = f"{lead} {material.who(one.id)} as the one to signal" if one.chosen == "study" else ""
        who = who or f"{lead} a signal from {material.who(one.id)}"
        yield Sentence(f"{who}: {_verdict(material, found, one, rank)}.", rows)


def _verdict(material: Material, found: Cascade, one: Signal, rank: str) -> str:
    ends = " to ".join(LEVELS[level] for level in dict.fromkeys(found.window))
    inside = f"its level, {rank}, is within what the study takes as right for a signal ({ends})"
    if one.verdict == "within the window":
        return inside
    return f"its level, {rank}, is not what the study takes as right for a signal ({ends}; {one.verdict})"


def _heard(material: Material, found: Cascade) -> Iterator[Sentence]:
    """How many other officials the message reaches."""
    for one in found.signals:
        others = [row for row in found.actors if row.side == one.side and row.id != one.id]
        heard = [row.id for row in others if row.state == "cleared"]
        if others and one.verdict == "within the window":
            said = f"Passed down its own lines of authority, the message would reach {len(heard)} of "
            said += f"{many(len(others), 'other official')} of {one.side} at even odds or better."
            yield Sentence(said, (computed("cascade"),))


def _waiting(material: Material, found: Cascade) -> Iterator[Sentence]:
    """Recommended channels that still wait for clearance."""
    blocked = [row for row in found.channels if row.id in material.chosen and row.state == "blocked"]
    if blocked:
        told = [f"{material.what(row.id)} for {some(list(map(material.who, row.missing)))}" for row in blocked]
        said = f"Of the recommended channels, these would still wait for clearance: {'; '.join(told)}."
        yield Sentence(said, (*places(material.net.channel[row.id] for row in blocked), computed("cascade")))
    others = sorted({material.net.stakeholder[n].side for row in blocked for n in row.others})
    if others:
        said = f"Officials of {listed(others)} would need a signal of their own side, which is not judged here."
        yield Sentence(said, (computed("cascade"),))


def _ministers(material: Material) -> Iterator[Sentence]:
    if not material.net.study.ministers:
        yield Sentence("The study would pair no ministers.", (setting("ministers"),))
