"""The middle of a brief: what to open together, in order, with what the tables state of each step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from netmodel import explain
from netmodel.decide.gain import group_of
from netmodel.decide.portfolio import Alternative, Portfolio
from netmodel.decide.recommend import Recommendation
from netmodel.decide.sequence import PlannedStep
from netmodel.explain import counted, listed
from netmodel.explain.advice import limits_told, portfolio_words
from netmodel.explain.brief_names import quoted
from netmodel.explain.brief_rows import Section, Sentence, computed, places, section, setting
from netmodel.explain.brief_words import (
    LEVELS,
    Material,
    about,
    capital,
    joined,
    ranks,
    roughly,
    spelt,
    spoken,
    states,
    tenths,
    terms,
    window,
)
from netmodel.explain.figures import change, some
from netmodel.explain.plans import month, plan_words
from netmodel.network import Channel
from netmodel.policy.gates import LATER, NOW, OFF

if TYPE_CHECKING:
    from netmodel.policy.ladder import Ladder

TITLE = "What to open together, in order"

NAMED = 2
"""Issues, and those who carry it, that a step names."""

COLUMNS = ("Carried or led mainly by", "Level", "Issues", "Months", "Cost", "Risk", "Points alone")
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
    found = material.analysis.recommendation
    if material.analysis.ranking.reach["now"] is None:
        return None
    if found is None:
        if material.net.candidates:
            return None
        said = f"No channel can be recommended: {explain.why_no_candidate(material.net)}."
        return section(TITLE, ("text", [Sentence(said, (computed("channels"),))]))
    if not material.chosen:
        said = portfolio_words(material.net, found.portfolio)[0]
        return section(TITLE, ("text", [Sentence(said, material.analysed())]))
    intro = [*_rise(material, found), *_bill(material, found), *_order(material, found), *_calm(material)]
    after = [
        *_left_over(material, found),
        *_levels(material),
        *_clearing(material),
        *_alternative(material, found.portfolio),
    ]
    if len(material.numbers) < 2:
        only = [_only(material, name) for name in material.numbers]
        return section(TITLE, ("text", intro), ("list", only), ("text", after))
    header, rows = _table(material, {step.channel: step for step in found.sequence.steps})
    return section(TITLE, ("text", intro), ("table", rows), ("text", after), header=header)


# ---- all together -------------------------------------------------------------------------------------------------


def _rise(material: Material, found: Recommendation) -> Iterator[Sentence]:
    chosen = found.portfolio
    within = _within(material, found)
    what = f"these {spelt(len(chosen.channels))} steps together" if len(chosen.channels) > 1 else "one step"
    best = f"; no other set {'within that ' if within else ''}would bring more"
    if not chosen.optimal:
        short = change("reach", chosen.gap, sign=False)
        best = f"; the search was stopped, and another set might bring up to {short} more"
    after = roughly(chosen.value, chosen.value_now)
    said = f"{within}{what} would raise reach in this model to {after}{_won(chosen)}{best}."
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


def _bill(material: Material, found: Recommendation) -> Iterator[Sentence]:
    """What all of it costs, where that is stated and not the budget, and where such figures come from."""
    net, limits = material.net, found.portfolio.limits
    rows = [net.channel[name] for name in sorted(found.portfolio.channels)]
    if len(rows) < 2:
        return
    total = round(sum(row.cost for row in rows), 6)
    if all(states(row, "cost") for row in rows) and total != limits.get("budget"):
        yield Sentence(f"They would cost {about(net, total)} in all.", material.analysed())
    columns = {"cost": "costs", "lead_time_months": "months", "risk": "risks (from 0 to 1)"}
    shown = columns if found.sequence.steps else {name: columns[name] for name in ("cost", "risk")}
    told = [word for column, word in shown.items() if any(states(row, column) for row in rows)]
    if told:
        yield Sentence(f"{capital(listed(told))} are the study's own estimates.")


def timed(material: Material) -> bool:
    """Whether the tables state how long any step takes."""
    return any(states(material.net.channel[name], "lead_time_months") for name in material.chosen)


def _order(material: Material, found: Recommendation) -> Iterator[Sentence]:
    """How long it takes."""
    plan = found.sequence
    if len(plan.steps) > 1 and timed(material):
        last = month(max(step.ready_month for step in plan.steps))
        team = "One team" if plan.teams == 1 else f"{capital(spelt(plan.teams))} teams"
        at = "a step at a time" if plan.teams == 1 else "each a step at a time"
        yield Sentence(f"{team}, taking {at}, would need {last} months.", material.analysed())


def _calm(material: Material) -> Iterator[Sentence]:
    """On how many issues there is trust enough to talk, and which are off the agenda."""
    found = cast("Ladder | None", material.analysis.findings.get("ladder"))
    if found is None or len(found.pairs) != 1 or not any(row.state == LATER for row in found.rungs):
        return
    open_, later = (sum(row.state == state for row in found.rungs) for state in (NOW, LATER))
    off = [spoken(row.issue) for row in found.rungs if row.state == OFF]
    out = f"; {spelt(len(off))} ({some(off, NAMED)}) {'is' if len(off) == 1 else 'are'} ruled out" if off else ""
    calm = f"{spelt(open_) if open_ else 'none'} {'are' if open_ > 1 else 'is'} calm enough for the trust there is"
    said = f"Of {len(found.rungs)} issues {calm}, and {spelt(later)} must wait for more{out}."
    yield Sentence(said, (computed("ladder"),))


# ---- one by one ---------------------------------------------------------------------------------------------------


def _table(material: Material, steps: Mapping[str, PlannedStep]) -> tuple[tuple[str, ...], list[Sentence]]:
    """Header and rows of the steps; a column in which nothing is known is left out."""
    cells = {name: _cells(material, name, steps.get(name)) for name in material.numbers}
    columns = list(dict.fromkeys(column for row in cells.values() for column, cell in row.items() if cell))
    names = [column for column in COLUMNS if column in columns]
    rows = [
        Sentence(
            f"{number}. {_title(material, name)}",
            (*places([material.net.channel[name]]), *material.analysed()),
            tuple(cells[name][column] for column in names),
        )
        for name, number in material.numbers.items()
    ]
    currency = material.net.study.currency
    header = [f"{name}, {currency}" if name == "Cost" and currency else name for name in names]
    return ("Step", *header), rows


def _title(material: Material, name: str) -> str:
    """A step without the quotes that its name has in a sentence."""
    said = material.what(name)
    return capital(said) if material.net.channel[name].restores else said[1:-1]


def _cells(material: Material, name: str, step: PlannedStep | None) -> dict[str, str]:
    """What is known of a step, by the name of the column; empty where the tables do not state it."""
    row = material.net.channel[name]
    months = f"{month(step.start_month)}–{month(step.ready_month)}" if step and timed(material) else ""
    values = (
        _led(_who(material, row)[0]),
        ranks(row.min_level, row.max_level),
        _few([spoken(issue) for issue in row.issues]),
        months,
        about(material.net, row.cost).replace(f"{material.net.study.currency}\xa0", "")
        if states(row, "cost")
        else "",
        f"{row.risk:.2f}" if states(row, "risk") else "",
        _points(material, row).removesuffix(" points"),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _led(names: Sequence[str]) -> str:
    """One or two names, or the first of more."""
    return "; ".join(names) if len(names) <= NAMED else f"{names[0]} and {len(names) - 1} more"


def _few(issues: Sequence[str]) -> str:
    """The first of some issues, and how many more there are."""
    more = len(issues) - NAMED
    return f"{', '.join(issues[:NAMED])} +{more}" if more > 1 else ", ".join(issues)


def _levels(material: Material) -> Iterator[Sentence]:
    """What the numbers in the column of levels stand for."""
    rows = [material.net.channel[name] for name in material.numbers]
    windows = [ranks(row.min_level, row.max_level) for row in rows]
    none = "; none: no official level" if any("none" in window for window in windows) else ""
    if len(rows) > 1 and any(windows):
        yield Sentence(f"Levels: {', '.join(f'{level} {name}' for level, name in LEVELS.items())}{none}.")


def _only(material: Material, name: str) -> Sentence:
    """The only step, in a sentence."""
    row = material.net.channel[name]
    time = f"{month(row.lead_time_months)} months" if states(row, "lead_time_months") else ""
    points = _points(material, row)
    figures = joined([time, terms(material.net, [row]), f"{points} of reach" if points else ""])
    issues = some([spoken(issue) for issue in row.issues], NAMED)
    who, of = _who(material, row)
    named = listed([quoted(name) for name in who[:NAMED]])
    by = f"carried {'mainly ' if of > NAMED else ''}by {named}" if who else ""
    said = joined([by, window(row.min_level, row.max_level), f"on {issues}" if issues else ""])
    head = f"{capital(material.what(row.id))}{f' ({figures})' if figures else ''}"
    return Sentence(f"{head}{f': {said}' if said else ''}.", (*places([row]), *material.analysed()))


def _points(material: Material, row: Channel) -> str:
    """What a channel adds alone; nothing is said of steps that enable others."""
    ranked = next((one for one in material.analysis.ranking.channels if one.id == row.id), None)
    return tenths(ranked.gain) if ranked and ranked.gain > 0 and group_of(row) != "enabling" else ""


def _who(material: Material, row: Channel) -> tuple[list[str], int]:
    """Who carries most of it, on either side; of a step that carries nothing, the most senior; and of how many."""
    here = material.net.stakeholder
    ranked = next((one for one in material.analysis.ranking.channels if one.id == row.id), None)
    shares = sorted(ranked.carried_by if ranked else (), key=lambda share: (-round(share.share, 12), share.id))
    if shares and group_of(row) != "enabling":
        first = {here[share.id].side: share.id for share in reversed(shares)}
        names = [first[side] for side in material.net.sides if side in first]
        return [material.short(name) for name in names or [share.id for share in shares[:NAMED]]], len(shares)
    members = [here[person.stakeholder] for person in row.participants if person.stakeholder in here]
    members.sort(key=lambda one: (one.rank or 9, one.id))
    return [material.short(one.id) for one in members], len(members)


def _left_over(material: Material, found: Recommendation) -> Iterator[Sentence]:
    """Recommended channels that the plan cannot open, and why."""
    left = material.chosen - set(found.sequence.channels)
    rows = (*places(material.net.channel[name] for name in sorted(left)), *material.analysed())
    for text in plan_words(material.net, found.sequence) if left else ():
        if "cannot be opened" in text or "can be opened first" in text or "off the agenda" in text:
            yield Sentence(text, rows)


def _clearing(material: Material) -> Iterator[Sentence]:
    """Steps that are there for the sake of others."""
    names = [name for name in material.numbers if group_of(material.net.channel[name]) == "enabling"]
    if names and len(material.numbers) > len(names):
        said = f"{capital(material.steps(names))} only open{'s' if len(names) == 1 else ''} the way for others."
        yield Sentence(said, places(material.net.channel[name] for name in names))


def _alternative(material: Material, chosen: Portfolio) -> Iterator[Sentence]:
    """The nearest other set, where one is nearly as good."""
    if chosen.alternatives:
        row = chosen.alternatives[0]
        less = round(chosen.value - row.value, 12)
        worse = f"would bring {tenths(less)} less" if round(100 * less, 1) >= 0.1 else "would do almost as well"
        rows = places(material.net.channel[name] for name in (*row.without, *row.instead))
        said = f"{_instead(material, row)} {worse if less > 0 else 'would do as well'}."
        yield Sentence(said, (*rows, *material.analysed()))


def _instead(material: Material, row: Alternative) -> str:
    out, new = material.steps(row.without), some([material.what(name) for name in row.instead])
    return capital(f"{new} in place of {out}" if new and out else f"{new} as well" if new else f"leaving out {out}")
