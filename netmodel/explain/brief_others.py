"""What others do, in a brief: who may object and what would settle it, and what allies keep open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, cast

from netmodel.decide.constraints import unopposed
from netmodel.decide.gain import group_of
from netmodel.decide.portfolio import best_portfolio
from netmodel.explain import listed
from netmodel.explain.brief_names import definite
from netmodel.explain.brief_rows import Section, Sentence, computed, places, section, setting
from netmodel.explain.brief_words import Material, capital, roughly, spelt, spoken, tenths, terms
from netmodel.network import Tie, Veto
from netmodel.policy.trade import ADVICE, CREDIT

if TYPE_CHECKING:
    from netmodel.policy.benchmark import Benchmark
    from netmodel.policy.trade import TradeParity
    from netmodel.policy.vetoes import Blocked, Vetoes

NODES = 200
"""Nodes that the search for a set to which nobody objects may take."""

SHARED = 2
"""Allies at least that keep a kind of contact with one counterpart, so that it is told."""

SERVES = {CREDIT: "Export credit", ADVICE: "Trade promotion"}
"""What services give to exporters, at the beginning of a sentence."""


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
            how = ", through pressure on some who would take part" if all(aims) else ""
            whose = actor.side or "a third party"
            said = f"Objections to {material.steps(names)} are on record from {material.the(actor.id)} ({whose}){how}"
            yield Sentence(f"{said}.", places(rows))
    waits = [row.id for row in mine if row.state == "waits"]
    if waits:
        verb = "waits" if len(waits) == 1 else "wait"
        said = f"{material.steps(waits)} {verb} for what is opposed."
        yield Sentence(capital(said), places(material.net.channel[name] for name in waits))


def _settled(material: Material, found: Vetoes, mine: list[Blocked]) -> Iterator[Sentence]:
    """Whom it would take to win over, and which step the study has for that."""
    beyond = [row.id for row in mine if not row.can_be_freed]
    free = [row for row in mine if row.can_be_freed]
    actors = sorted({name for row in free for name in row.settled_by})
    if actors:
        every = {name for row in mine for name in row.actors}
        whose = f"those of {listed(list(map(material.the, actors)))}" if every - set(actors) else "these objections"
        which = f"Were {whose} settled, nobody on record would stand against"
        rows = [row for name in actors for row in _vetoes(material, name, [one.id for one in free])]
        unsaid = "; whether they can be is not stated" if any(row.mitigable is None for row in rows) else ""
        those = "any of these steps" if len(free) == len(mine) > 1 else material.steps([row.id for row in free])
        yield Sentence(f"{which} {those}{unsaid}.", places(rows))
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
            said = f"A step for talking with those who object, {material.what(row.id)}"
            yield Sentence(f"{said}{f' ({stated})' if stated else ''}, {among}.", places([row]))


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
    short = f"bring {tenths(less)} of reach less" if less > 0 else "do as well"
    yield Sentence(f"A set that nobody on record opposes would {short}.", rows)


# ---- what allies do -----------------------------------------------------------------------------------------------


def allies(material: Material) -> Section | None:
    """What the parties that the study takes as a yardstick keep open with the other side, and what we have there."""
    net = material.net
    if not net.study.allies or len(net.sides) < 2:
        return None
    told = [*_shared(material), *_trade(material), *_level(material)]
    return section("What allies do", ("text", told))


def _shared(material: Material) -> Iterator[Sentence]:
    """Counterparts with whom several allies keep one kind of contact, beside our own; services are told apart."""
    net, us, them = material.net, material.net.sides[0], set(material.net.sides[1:])
    groups: dict[tuple[str, str], dict[str, list[Tie]]] = {}
    for tie in net.ties:
        for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
            ends = net.stakeholder.get(one), net.stakeholder.get(other)
            if ends[0] is None or ends[1] is None or ends[1].side not in them or tie.sign < 0:
                continue
            party = us if ends[0].side == us else "" if ends[0].side else ends[0].party
            if (party == us or party in net.study.allies) and one not in _services(material):
                groups.setdefault((other, tie.kind), {}).setdefault(party, []).append(tie)
    told = [(key, found) for key, found in groups.items() if len(_open(material, found, us)) >= SHARED]
    for (name, kind), found in sorted(told, key=lambda item: (-len(_open(material, item[1], us)), item[0])):
        yield _kept(material, name, kind, found)


def _services(material: Material) -> frozenset[str]:
    found = cast("TradeParity | None", material.analysis.findings.get("trade"))
    return frozenset(row.id for row in found.services) if found else frozenset()


def _open(material: Material, found: dict[str, list[Tie]], us: str) -> list[str]:
    """Allies, in the order of the study, with an active tie among these."""
    active = {tie.id for tie in material.net.active_ties}
    return [a for a in material.net.study.allies if a != us and any(tie.id in active for tie in found.get(a, ()))]


def _kept(material: Material, name: str, kind: str, found: dict[str, list[Tie]]) -> Sentence:
    net, us = material.net, material.net.sides[0]
    keep = _open(material, found, us)
    ended = [party for party in net.study.allies if party in found and party not in keep]
    words, ours = [net.status(tie) for tie in found.get(us, ())], definite(us)
    mine = f"that of {ours} is {listed(sorted(set(words)))}" if words else f"no such tie of {ours} is listed"
    if len(words) > 1:
        states = [f"{spelt(words.count(word))} is {word}" for word in sorted(set(words))]
        states = [text.replace(" is ", " are ") if not text.startswith("one ") else text for text in states]
        mine = f"of those of {ours} {listed(states)}"
    theirs = f"; {_those(ended)} not" if ended else ""
    said = f"{capital(_parties(keep))} have an active tie ({spoken(kind)}) with {material.the(name)}{theirs}; {mine}."
    rows = [tie for party in (*keep, *ended, us) for tie in found.get(party, ())]
    return Sentence(said, (setting("allies"), *places(rows)))


def _parties(names: Iterable[str]) -> str:
    return listed([definite(name) for name in names])


def _those(names: Collection[str]) -> str:
    return f"that of {_parties(names)} is" if len(names) == 1 else f"those of {_parties(names)} are"


def _trade(material: Material) -> list[Sentence]:
    """Whose export credit and trade promotion serve exporters to the other side, and whose no longer do."""
    found = cast("TradeParity | None", material.analysis.findings.get("trade"))
    told: list[Sentence] = []
    if found is None:
        return told
    for gives, what in SERVES.items():
        rows = [row for row in found.services if row.gives == gives]
        there = {row.country: None for row in rows if row.active}
        gone = {row.country: None for row in rows if row.before and row.country not in there}
        said = f"{what} of {_parties(there)} serves trade with {definite(found.them)}" if there else ""
        if said and gone:
            said += f"; that of {_parties(gone)} no longer does"
        elif gone and told and told[-1].text.endswith("no longer does."):
            said = f"Nor does {what.lower()} of {_parties(gone)}"
        elif gone:
            said = f"{what} of {_parties(gone)} no longer serves trade with {definite(found.them)}"
        if said:
            people = [material.net.stakeholder[row.id] for row in rows if row.id in material.net.stakeholder]
            told.append(Sentence(f"{said}.", (computed("trade"), *places(people))))
    return told


def _level(material: Material) -> Iterator[Sentence]:
    """The score of the benchmark, and what it cannot say."""
    found = cast("Benchmark | None", material.analysis.findings.get("benchmark"))
    if found is None or not found.allies or found.score is None:
        return
    those = (
        f"{definite(found.allies[0])} has"
        if len(found.allies) == 1
        else f"the {spelt(len(found.allies))} allies have"
    )
    said = f"Of the contacts that {those} open with {definite(found.them)}, counted by level, issue and kind, "
    said += f"{definite(found.us)} has {roughly(found.score)} too; others may not be listed."
    yield Sentence(said, (computed("benchmark"), setting("allies")))
