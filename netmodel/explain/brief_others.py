"""What others do, in a brief: who may object and what would settle it, and what allies keep open."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, cast

from netmodel.decide.constraints import unopposed
from netmodel.decide.gain import group_of
from netmodel.decide.portfolio import best_portfolio
from netmodel.explain import listed
from netmodel.explain.brief_rows import Section, Sentence, computed, places, section, setting
from netmodel.explain.brief_words import Material, capital, roughly, spoken, terms
from netmodel.explain.figures import change, some
from netmodel.network import Tie, Veto

if TYPE_CHECKING:
    from netmodel.policy.benchmark import Benchmark
    from netmodel.policy.vetoes import Blocked, Vetoes

NODES = 200
"""Nodes that the search for a set to which nobody objects may take."""

NAMED = 1
"""Channels of that set that are named, where it has many others."""

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
        those = "1 veto" if len(found.objections) == 1 else f"{len(found.objections)} vetoes"
        said = f"None of {those} in the study stands against what is recommended."
        return section("Who may object", ("text", [Sentence(said, (computed("vetoes"),))]))
    told = [*_against(material, found, mine), *_settled(material, found, mine), *_without(material)]
    return section("Who may object", ("text", told))


def _vetoes(material: Material, actor: str, channels: Collection[str]) -> list[Veto]:
    """The vetoes of somebody that bear on some channels: on them, their participants or their issues."""
    rows = [material.net.channel[name] for name in channels]
    bears = {name for row in rows for name in (row.id, *row.issues, *(p.stakeholder for p in row.participants))}
    return [row for row in material.net.vetoes if row.actor == actor and row.target in bears]


def _against(material: Material, found: Vetoes, mine: list[Blocked]) -> Iterator[Sentence]:
    opposed = [row for row in mine if row.state == "opposed"]
    for actor in found.actors:
        names = [row.id for row in opposed if actor.id in row.actors]
        if names:
            rows = _vetoes(material, actor.id, names)
            aims = [material.net.stakeholder.get(row.target) for row in rows]
            how = "pressing against some who would take part in" if all(aims) else "standing against"
            said = f"{material.who(actor.id)} ({actor.side or 'third party'}) is listed as {how}"
            yield Sentence(f"{said} {material.steps(names)}.", places(rows))
    waits = [row.id for row in mine if row.state == "waits"]
    if waits:
        verb = "depends" if len(waits) == 1 else "depend"
        said = f"{material.steps(waits)} {verb} on what is opposed."
        yield Sentence(capital(said), places(material.net.channel[name] for name in waits))


def _settled(material: Material, found: Vetoes, mine: list[Blocked]) -> Iterator[Sentence]:
    """Whom it would take to win over, and which step the study has for that."""
    beyond = [row.id for row in mine if not row.can_be_freed]
    free = [row for row in mine if row.can_be_freed]
    actors = sorted({name for row in free for name in row.settled_by})
    if actors:
        which = f"If {listed(list(map(material.who, actors)))} no longer objected, nobody listed would stand against"
        rows = [row for name in actors for row in _vetoes(material, name, [one.id for one in free])]
        unsaid = "; whether that can be had is not stated" if any(row.mitigable is None for row in rows) else ""
        yield Sentence(f"{which} {material.steps([row.id for row in free])}{unsaid}.", places(rows))
    if beyond:
        rows = [
            row for actor in found.actors for row in _vetoes(material, actor.id, beyond) if row.mitigable is False
        ]
        said = f"Some objections to {material.steps(beyond)} are marked as beyond settling."
        yield Sentence(said, places(rows))
    yield from _briefing(material, found, actors)


def _briefing(material: Material, found: Vetoes, actors: list[str]) -> Iterator[Sentence]:
    """Enabling steps on offer in which those who object would take part."""
    net = material.net
    meets = {name for row in found.actors if row.id in actors for name in row.meets}
    for row in net.candidates:
        if row.id in meets and group_of(row) == "enabling":
            stated = terms(net, [row])
            among = "is among the recommended" if row.id in material.chosen else "is not among the recommended"
            said = (
                f"A step for talking with them, {material.what(row.id)}{f' ({stated})' if stated else ''}, {among}."
            )
            yield Sentence(said, places([row]))


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
    rows = (computed("portfolio", "--unopposed"),)
    if not other.channels:
        yield Sentence("Without what is opposed, no set within the limits adds anything.", rows)
        return
    less = round(found.portfolio.value - other.value, 12)
    rise = f"to {roughly(other.value, other.value_now)}"
    short = f", {change('reach', less, sign=False)} less" if less > 0 else ", as much"
    new = some([material.what(name) for name in other.channels if name not in material.chosen], NAMED)
    out = material.steps([name for name in material.numbers if name not in other.channels])
    swap = f", with {new} in place of {out}" if new and out else f", without {out}" if out else ""
    yield Sentence(f"A set that nobody listed opposes would raise reach {rise}{short}{swap}.", rows)


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
        ours = f"of those of {us}, {listed([f'{words.count(word)} is {word}' for word in sorted(set(words))])}"
    theirs = f"; that of {listed(ended)} is not" if len(ended) == 1 else ""
    theirs = f"; those of {listed(ended)} are not" if len(ended) > 1 else theirs
    said = f"{listed(keep)} have an active tie ({spoken(kind)}) with {material.who(name)}{theirs}; {ours}."
    rows = [tie for party in (*keep, *ended, us) for tie in found.get(party, ())]
    return Sentence(said, (setting("allies"), *places(rows)))


def _level(material: Material) -> Iterator[Sentence]:
    """The score of the benchmark, and what it cannot say."""
    found = cast("Benchmark | None", material.analysis.findings.get("benchmark"))
    if found is None or not found.allies or found.score is None:
        return
    those = f"{found.allies[0]} has" if len(found.allies) == 1 else f"the {len(found.allies)} allies named have"
    said = f"Of what {those} open with {found.them}, by level, issue and form, {found.us} has {roughly(found.score)}"
    yield Sentence(f"{said} too.", (computed("benchmark"), setting("allies")))
    yield Sentence("That no contact of an ally is listed does not say that there is none.")
