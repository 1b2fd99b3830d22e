"""The middle of a brief: the channels recommended, in order, and whose signal they would wait for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from netmodel import explain
from netmodel.decide.gain import group_of
from netmodel.decide.portfolio import Alternative, Portfolio
from netmodel.decide.recommend import Recommendation
from netmodel.decide.sequence import PlannedStep
from netmodel.explain import counted, listed
from netmodel.explain.advice import limits_told, portfolio_words
from netmodel.explain.brief_rows import Section, Sentence, computed, place, places, section, setting
from netmodel.explain.brief_words import (
    LEVELS,
    Material,
    about,
    capital,
    joined,
    roughly,
    states,
    tenths,
    terms,
    window,
)
from netmodel.explain.figures import change, many, some
from netmodel.explain.plans import month, plan_words
from netmodel.network import Channel
from netmodel.policy.cascade import cascade
from netmodel.policy.signals import WITHIN

if TYPE_CHECKING:
    from netmodel.policy.cascade import Cascade
    from netmodel.policy.signals import Signal

NAMED = 2
"""Participants and issues that a step names."""

COLUMNS = (
    "Carried or led by",
    "Level",
    "Issues",
    "Months",
    "Cost",
    "Risk",
    "Adds alone, in points",
    "Needed before",
)
"""Columns of the table of steps, after the first."""


def recommended(material: Material) -> Section | None:
    """The channels recommended, in the order in which they would be opened, each with what is known of it.

    Examples
    --------
    >>> from netmodel import Network, analyse
    >>> people = [{"id": "gac", "side": "Canada"}, {"id": "mid", "side": "Russia"}]
    >>> rows = [{"id": "talks", "name": "Talks", "participants": "gac:1; mid:1", "quality": 0.6, "cost": 3000}]
    >>> found = recommended(Material(analyse(Network.from_tables(people, channels=rows), draws=0)))
    >>> print(found.sentences[-1].text.replace("\\xa0", " "))
    “Talks” (cost 3,000; 60 points of reach): carried by gac and mid.
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
        return section(title, ("text", [Sentence(said, material.analysed())]))
    intro = [*_rise(material, found), *_bill(material, found.portfolio), *_order(material, found)]
    after = [*_left_over(material, found), *_alternative(material, found.portfolio)]
    if len(material.numbers) < 2:
        only = [_only(material, name) for name in material.numbers]
        return section(title, ("text", intro), ("list", only), ("text", after))
    header, rows = _table(material, {step.channel: step for step in found.sequence.steps})
    return section(title, ("text", intro), ("table", rows), ("text", after), header=header)


# ---- all together -------------------------------------------------------------------------------------------------


def _rise(material: Material, found: Recommendation) -> Iterator[Sentence]:
    chosen = found.portfolio
    within = _within(material, found)
    now, after = roughly(chosen.value_now, chosen.value), roughly(chosen.value, chosen.value_now)
    what = f"these {len(chosen.channels)} steps together" if len(chosen.channels) > 1 else "one step"
    best = f"; no other set {'within that ' if within else ''}would bring more"
    if not chosen.optimal:
        short = change("reach", chosen.gap, sign=False)
        best = f"; the search was stopped, and another set might bring up to {short} more"
    said = f"{within}{what} would raise reach in this model from {now} to {after}{_won(chosen)}{best}."
    rows = tuple(setting(key) for key in ("budget", "max_risk") if found.limits == "study" and key in chosen.limits)
    yield Sentence(capital(said), (*material.analysed(), *rows))
    if found.limits == "knee" and within:
        said = "No budget is given: beyond that, more would buy less in this model."
        yield Sentence(said, (computed("pareto"),))


def _within(material: Material, found: Recommendation) -> str:
    """The limits; where no cost is stated, every channel counts as 1, so that a budget limits their number."""
    limits, net = dict(found.portfolio.limits), material.net
    count = ""
    if "budget" in limits and not any(states(row, "cost") for row in net.candidates):
        count = f"with {counted(int(limits.pop('budget')), 'channel')} at most, "
    elif found.limits == "knee":
        return f"for {about(net, limits['budget'])}{'' if net.study.currency else ' in cost'}, "
    told = limits_told(net, replace(found.portfolio, limits=limits))
    return f"{count}within {listed(told)}, " if told else count


def _won(chosen: Portfolio) -> str:
    """The share of what was lost that comes back."""
    share = chosen.recovery
    if share is None:
        return ""
    whole = "all that was lost" if abs(share - 1) < 1e-9 else "more than was lost" if share > 1 else ""
    return f", winning back {whole or f'{roughly(share)} of what was lost'}"


def _bill(material: Material, chosen: Portfolio) -> Iterator[Sentence]:
    """What all of it costs and the highest risk, where the tables state these."""
    rows = [material.net.channel[name] for name in sorted(chosen.channels)]
    said = terms(material.net, rows)
    if said and len(rows) > 1:
        scale = " at the highest (from 0 to 1)" if "risk" in said else ""
        yield Sentence(f"In all, by the study's own estimates: {said}{scale}.", material.analysed())


def timed(material: Material) -> bool:
    """Whether the tables state how long any step takes."""
    return any(states(material.net.channel[name], "lead_time_months") for name in material.chosen)


def _order(material: Material, found: Recommendation) -> Iterator[Sentence]:
    """How long it takes."""
    plan = found.sequence
    if len(plan.steps) > 1 and timed(material):
        last = month(max(step.ready_month for step in plan.steps))
        team = "One team" if plan.teams == 1 else f"{plan.teams} teams"
        said = f"{team}, on one step at a time, would need {last} months; a step waits until what it requires is in "
        yield Sentence(f"{said}place and trust is enough.", material.analysed())


# ---- one by one ---------------------------------------------------------------------------------------------------


def _table(material: Material, steps: Mapping[str, PlannedStep]) -> tuple[tuple[str, ...], list[Sentence]]:
    """Header and rows of the steps; a column in which nothing is known is left out."""
    cells = {name: _cells(material, name, steps.get(name)) for name in material.numbers}
    columns = list(dict.fromkeys(column for row in cells.values() for column, cell in row.items() if cell))
    names = [column for column in COLUMNS if column in columns]
    rows = [
        Sentence(
            f"{number}. {capital(material.what(name))}",
            places([material.net.channel[name]]),
            tuple(cells[name][column] for column in names),
        )
        for name, number in material.numbers.items()
    ]
    return ("Step", *names), rows


def _cells(material: Material, name: str, step: PlannedStep | None) -> dict[str, str]:
    """What is known of a step, by the name of the column; empty where the tables do not state it."""
    row = material.net.channel[name]
    after = [str(number) for one, number in material.numbers.items() if name in _needs(material.net.channel[one])]
    months = f"{month(step.start_month)} to {month(step.ready_month)}" if step and timed(material) else ""
    values = (
        _who(material, row),
        window(row.min_level, row.max_level),
        some(list(row.issues), NAMED),
        months,
        about(material.net, row.cost) if states(row, "cost") else "",
        f"{row.risk:.2f}" if states(row, "risk") else "",
        _points(material, row).removesuffix(" points"),
        listed(after),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _only(material: Material, name: str) -> Sentence:
    """The only step, in a sentence."""
    row = material.net.channel[name]
    time = f"{month(row.lead_time_months)} months" if states(row, "lead_time_months") else ""
    points = _points(material, row)
    figures = joined([time, terms(material.net, [row]), f"{points} of reach" if points else ""])
    issues = some(list(row.issues), NAMED)
    who = _who(material, row)
    by = f"carried {'mostly by ' if who.startswith('mostly ') else 'by '}{who.removeprefix('mostly ')}" if who else ""
    said = joined([by, window(row.min_level, row.max_level), f"on {issues}" if issues else ""])
    head = f"{capital(material.what(row.id))}{f' ({figures})' if figures else ''}"
    return Sentence(f"{head}{f': {said}' if said else ''}.", places([row]))


def _points(material: Material, row: Channel) -> str:
    """What a channel adds alone; nothing is said of steps that enable others."""
    ranked = next((one for one in material.analysis.ranking.channels if one.id == row.id), None)
    return tenths(ranked.gain) if ranked and ranked.gain > 0 and group_of(row) != "enabling" else ""


def _needs(row: Channel) -> tuple[str, ...]:
    return (*row.requires, *row.requires_any)


def _who(material: Material, row: Channel) -> str:
    """Who carries most of it, on either side; of a step that carries nothing, the most senior who take part."""
    here = material.net.stakeholder
    ranked = next((one for one in material.analysis.ranking.channels if one.id == row.id), None)
    shares = sorted(ranked.carried_by if ranked else (), key=lambda share: (-round(share.share, 12), share.id))
    if shares and group_of(row) != "enabling":
        first = {here[share.id].side: share.id for share in reversed(shares)}
        names = [first[side] for side in material.net.sides if side in first]
        names = names or [share.id for share in shares[:NAMED]]
        return f"{'' if len(names) == len(shares) else 'mostly '}{listed(list(map(material.who, names)))}"
    members = [here[person.stakeholder] for person in row.participants if person.stakeholder in here]
    members.sort(key=lambda one: (one.rank or 9, one.id))
    return f"{some([material.who(one.id) for one in members], NAMED)}" if members else ""


def _left_over(material: Material, found: Recommendation) -> Iterator[Sentence]:
    """Recommended channels that the plan cannot open, and why."""
    left = material.chosen - set(found.sequence.channels)
    rows = (*places(material.net.channel[name] for name in sorted(left)), *material.analysed())
    for text in plan_words(material.net, found.sequence) if left else ():
        if "cannot be opened" in text or "can be opened first" in text or "off the agenda" in text:
            yield Sentence(text, rows)


def _alternative(material: Material, chosen: Portfolio) -> Iterator[Sentence]:
    """The nearest other set, where one is nearly as good."""
    if chosen.alternatives:
        row = chosen.alternatives[0]
        less = round(chosen.value - row.value, 12)
        worse = f"would bring {change('reach', less, sign=False)} less" if less > 0 else "would do as well"
        rows = places(material.net.channel[name] for name in (*row.without, *row.instead))
        yield Sentence(f"{_instead(material, row)} {worse}.", (*rows, *material.analysed()))


def _instead(material: Material, row: Alternative) -> str:
    out, new = material.steps(row.without), some([material.what(name) for name in row.instead])
    return capital(f"{new} in place of {out}" if new and out else f"{new} as well" if new else f"leaving out {out}")


# ---- whose signal -------------------------------------------------------------------------------------------------


def signal(material: Material) -> Section | None:
    """Who would signal that nothing stands in the way, whom that reaches, and which recommended channels wait."""
    found = cast("Cascade | None", material.analysis.findings.get("cascade"))
    if found is None or not found.signals or not any(one.rank for one in found.signals):
        return None
    if not any(row.id in material.chosen for row in found.channels):
        return None
    said = [*_senders(material, found), *_heard(material, found), *_waiting(material)]
    return section("Who would signal", ("text", [*said, *_ministers(material)]))


def _senders(material: Material, found: Cascade) -> Iterator[Sentence]:
    for one in found.signals:
        named = one.chosen == "study"
        lead = "The study names" if named else "Best heard on its side would be a signal of"
        what = " to signal that nothing stands in the way" if named else " that nothing stands in the way"
        said = f"{lead} {material.who(one.id)}{what}: {_verdict(found, one)}."
        rows = (setting("signal"), setting("rank_window")) if named else ()
        yield Sentence(said, (place(material.net.stakeholder[one.id]), *rows))


def _verdict(found: Cascade, one: Signal) -> str:
    rank = LEVELS.get(one.rank, "no official level")
    if one.verdict == WITHIN:
        return f"{rank}, a level {'that it takes as right' if one.chosen == 'study' else 'right'} for that"
    ends = " to ".join(LEVELS[level] for level in dict.fromkeys(found.window))
    return f"{rank}, {one.verdict} for a signal ({ends} would be right)"


def _heard(material: Material, found: Cascade) -> Iterator[Sentence]:
    """How many other officials the message reaches."""
    for one in found.signals:
        others = [row for row in found.actors if row.side == one.side and row.id != one.id]
        heard = sum(row.state == "cleared" for row in others)
        if others and one.verdict == WITHIN:
            said = f"Down its lines of authority the message would reach {heard} of "
            said += f"{many(len(others), 'other official')} of {one.side} at even odds or better"
            better = next((row.id for row in found.best if row.side == one.side and row.id != one.id), "")
            more = f"; one from {material.who(better)} would reach more" if better else ""
            yield Sentence(f"{said}{more}.", (computed("cascade"),))


def _waiting(material: Material) -> Iterator[Sentence]:
    """Recommended channels that still wait for clearance once the recommended internal cascades are open."""
    net = material.net
    opening = sorted(name for name in material.chosen if net.channel[name].kind == "internal-cascade")
    rows = (computed("cascade", *([f"--open {','.join(opening)}"] if opening else [])),)
    gates = [row for row in cascade(net, opening=opening).channels if row.id in material.chosen]
    blocked = sorted(
        (row for row in gates if row.state == "blocked"), key=lambda row: material.numbers.get(row.id, 0)
    )
    if blocked:
        told = [f"{material.steps([row.id])} for {_people(material, row.missing)}" for row in blocked]
        with_it = f"Even with {material.steps(opening)} open, clearance" if opening else "Clearance"
        said = f"{with_it} would still be missing in {' and in '.join(told)}."
        yield Sentence(said, (*places(net.channel[row.id] for row in blocked), *rows))
    others = sorted({net.stakeholder[name].side for row in gates for name in row.others})
    if others:
        yield Sentence(f"What {listed(others)} would have to clear is not judged here.", rows)


def _people(material: Material, names: tuple[str, ...]) -> str:
    told = list(map(material.who, names))
    return told[0] if len(told) == 1 else f"{told[0]} and {many(len(told) - 1, 'other')}"


def _ministers(material: Material) -> Iterator[Sentence]:
    if not material.net.study.ministers:
        yield Sentence("The study would leave ministers out of it.", (setting("ministers"),))
