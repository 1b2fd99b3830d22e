"""What others do, in a brief: who may object and what would settle it, and what allies keep open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from netmodel.decide.constraints import unopposed
from netmodel.decide.gain import group_of
from netmodel.decide.portfolio import best_portfolio
from netmodel.explain import listed
from netmodel.explain.brief_rows import Section, Sentence, computed, places, section, setting
from netmodel.explain.brief_words import Material, about, joined, spoken, states, whole
from netmodel.explain.figures import change, many, some
from netmodel.explain.plans import month
from netmodel.network import Tie, Veto

if TYPE_CHECKING:
    from netmodel.policy.benchmark import Benchmark
    from netmodel.policy.vetoes import Blocked, Vetoes

NODES = 200
"""Nodes that the search for a set to which nobody objects may take."""

SHARED = 2
"""Allies at least that keep a kind of contact with one counterpart, so that it is told."""


# ---- who may object -----------------------------------------------------------------------------------------------


def objections(material: Material) -> Section | None:
    """Who is listed as objecting to what is recommended, what would settle it, and what there is without it.

    Examples
    --------
    >>> from netmodel import Network, analyse
    >>> people = [{"id": "gac", "side": "Canada"}, {"id": "mid", "side": "Russia"}]
    >>> objections(Material(analyse(Network.from_tables(people), draws=0))) is None
    True
    """
    found = cast("Vetoes | None", material.analysis.findings.get("vetoes"))
    if found is None or not found.objections or not material.chosen:
        return None
    mine = [row for row in found.blocked if row.id in material.chosen]
    if not mine:
        vetoes = many(len(found.objections), "veto").replace("vetos", "vetoes")
        said = f"None of the {vetoes} that the study lists stands against what is recommended."
        return section("Who may object", ("text", [Sentence(said, (computed("vetoes"),))]))
    told = [*_against(material, found, mine), *_settled(material, found, mine), *_without(material)]
    return section("Who may object", ("text", told))


def _vetoes(material: Material, actor: str) -> list[Veto]:
    return [row for row in material.net.vetoes if row.actor == actor]


def _against(material: Material, found: Vetoes, mine: list[Blocked]) -> Iterator[Sentence]:
    opposed = [row for row in mine if row.state == "opposed"]
    for actor in found.actors:
        names = [row.id for row in opposed if actor.id in row.actors]
        if names:
            whose = f" ({actor.side or 'third party'})"
            said = f"{material.who(actor.id)}{whose} is listed as pressing against those who would take part in "
            said += f"{listed([material.what(name) for name in names])}."
            yield Sentence(said, places(_vetoes(material, actor.id)))
    waits = [row.id for row in mine if row.state == "waits"]
    if waits:
        verb = "depends" if len(waits) == 1 else "depend"
        said = f"{listed([material.what(name) for name in waits])} {verb} on what is opposed."
        yield Sentence(said, places(material.net.channel[name] for name in waits))


def _settled(material: Material, found: Vetoes, mine: list[Blocked]) -> Iterator[Sentence]:
    """Whom it would take to win over, and which step the study has for that."""
    beyond = [row.id for row in mine if not row.can_be_freed]
    actors = sorted({name for row in mine if row.can_be_freed for name in row.settled_by})
    if actors:
        others = "the others" if beyond else "all of this"
        which = f"If {listed(list(map(material.who, actors)))} no longer objected, {others} could go ahead"
        rows = [row for name in actors for row in _vetoes(material, name)]
        yield Sentence(f"{which}{_doubt(rows)}.", places(rows))
    if beyond:
        said = f"Some objections to {listed([material.what(name) for name in beyond])} are marked as beyond settling."
        rows = [row for row in material.net.vetoes if row.mitigable is False]
        yield Sentence(said, places(rows))
    yield from _briefing(material, found, actors)


def _doubt(rows: list[Veto]) -> str:
    """Where the study does not say whether somebody can be won over."""
    return "; whether that can be had is not stated" if any(row.mitigable is None for row in rows) else ""


def _briefing(material: Material, found: Vetoes, actors: list[str]) -> Iterator[Sentence]:
    """Steps on offer that would bring those who object to the table."""
    net = material.net
    candidates = {row.id for row in net.candidates}
    meets = {name for row in found.actors if row.id in actors for name in row.meets} & candidates
    for name in sorted(meets):
        row = net.channel[name]
        if group_of(row) == "enabling":
            cost = about(net, row.cost) if states(row, "cost") else ""
            risk = f"risk {row.risk:.2f}" if states(row, "risk") else ""
            time = f"{month(row.lead_time_months)} months" if states(row, "lead_time_months") else ""
            terms = joined([cost, risk, time.replace("1 months", "1 month") if time == "1 months" else time], ", ")
            among = "is among the recommended steps" if name in material.chosen else "is not among the recommended"
            said = (
                f"The study has a step for talking with them, {material.what(name)}{f' ({terms})' if terms else ''}"
            )
            yield Sentence(f"{said}; it {among}.", places([row]))


def _without(material: Material) -> Iterator[Sentence]:
    """The best set to which nobody objects."""
    found = material.analysis.recommendation
    if found is None:
        return
    limits = found.portfolio.limits
    other = best_portfolio(
        material.net,
        budget=limits.get("budget"),
        max_risk=limits.get("max_risk"),
        constraints=[unopposed(material.net)],
        time_limit=None,
        node_limit=NODES,
        brief=True,
    )
    if not other.channels:
        yield Sentence("Without what is opposed, no other set within the limits adds anything.", _unopposed())
        return
    less = round(found.portfolio.value - other.value, 12)
    rise = f"from about {whole(other.value_now, other.value)} to about {whole(other.value, other.value_now)}"
    short = f", {change('reach', less, sign=False)} less than the recommended set" if less > 0 else ""
    swapped = some([material.what(name) for name in other.channels if name not in material.chosen], 4)
    instead = f", with {swapped} among it" if swapped else ""
    yield Sentence(f"A set that nobody listed opposes would raise reach {rise}{short}{instead}.", _unopposed())


def _unopposed() -> tuple[str, ...]:
    return (computed("portfolio --unopposed"),)


# ---- what allies do -----------------------------------------------------------------------------------------------


def allies(material: Material) -> Section | None:
    """What the parties that the study takes as a yardstick keep open with the other side, and what we have there."""
    net = material.net
    if not net.study.allies or len(net.sides) < 2:
        return None
    told = [*_shared(material), *_level(material)]
    return section("What allies do", ("text", told))


def _shared(material: Material) -> Iterator[Sentence]:
    """Counterparts with whom several allies keep one kind of contact, beside our own."""
    net, us, them = material.net, material.net.sides[0], set(material.net.sides[1:])
    groups: dict[tuple[str, str], dict[str, list[Tie]]] = {}
    for tie in net.ties:
        for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
            ends = net.stakeholder.get(one), net.stakeholder.get(other)
            if ends[0] is None or ends[1] is None or ends[1].side not in them or tie.sign < 0:
                continue
            party = us if ends[0].side == us else "" if ends[0].side else ends[0].party
            if party == us or party in net.study.allies:
                groups.setdefault((other, tie.kind), {}).setdefault(party, []).append(tie)
    told = [(key, found) for key, found in groups.items() if len(_open(material, found, us)) >= SHARED]
    for (name, kind), found in sorted(told, key=lambda item: (-len(_open(material, item[1], us)), item[0])):
        yield _kept(material, name, kind, found)


def _open(material: Material, found: dict[str, list[Tie]], us: str) -> list[str]:
    """Allies, in the order of the study, with an active tie among these."""
    active = {tie.id for tie in material.net.active_ties}
    return [a for a in material.net.study.allies if a != us and any(tie.id in active for tie in found.get(a, ()))]


def _kept(material: Material, name: str, kind: str, found: dict[str, list[Tie]]) -> Sentence:
    net, us = material.net, material.net.sides[0]
    keep = _open(material, found, us)
    ended = [party for party in net.study.allies if party in found and party not in keep]
    words = [net.status(tie) for tie in found.get(us, ())]
    ours = f"that of {us} is {listed(sorted(set(words)))}" if words else f"no such tie of {us} is listed"
    if len(words) > 1:
        ours = f"of {us}'s own, {listed([f'{words.count(word)} {word}' for word in sorted(set(words))])}"
    theirs = f"; that of {listed(ended)} is not active" if len(ended) == 1 else ""
    theirs = f"; those of {listed(ended)} are not active" if len(ended) > 1 else theirs
    said = f"{listed(keep)} have an active tie ({spoken(kind)}) with {material.who(name)}{theirs}; {ours}."
    rows = [tie for party in (*keep, *ended, us) for tie in found.get(party, ())]
    return Sentence(said, (setting("allies"), *places(rows)))


def _level(material: Material) -> Iterator[Sentence]:
    """The score of the benchmark, and what it cannot say."""
    found = cast("Benchmark | None", material.analysis.findings.get("benchmark"))
    if found is None or not found.allies or found.score is None:
        return
    those = found.allies[0] if len(found.allies) == 1 else f"these {len(found.allies)} allies"
    said = f"Of the kinds of direct contact with {found.them} listed for {those}, by level, issue and form, "
    yield Sentence(f"{said}{found.us} has about {whole(found.score)} open too.", (computed("benchmark"),))
    said = "That the study lists no contact of an ally does not say that there is none."
    yield Sentence(said)
