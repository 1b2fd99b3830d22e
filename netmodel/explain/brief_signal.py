"""Whose signal the channels that a brief recommends would wait for, and who would still have to agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from netmodel.explain import listed
from netmodel.explain.brief_names import definite
from netmodel.explain.brief_rows import Section, Sentence, computed, place, places, section, setting
from netmodel.explain.brief_words import LEVELS, Material
from netmodel.explain.figures import many
from netmodel.policy.cascade import cascade
from netmodel.policy.signals import WITHIN

if TYPE_CHECKING:
    from netmodel.policy.cascade import Cascade
    from netmodel.policy.signals import Signal


def signal(material: Material) -> Section | None:
    """Who would signal that nothing stands in the way, whom that reaches, and which recommended channels wait.

    Examples
    --------
    >>> from netmodel import Network, analyse
    >>> people = [{"id": "gac", "side": "Canada"}, {"id": "mid", "side": "Russia"}]
    >>> signal(Material(analyse(Network.from_tables(people), draws=0))) is None
    True
    """
    found = cast("Cascade | None", material.analysis.findings.get("cascade"))
    if found is None or not any(one.rank for one in found.signals):
        return None
    if not any(row.id in material.chosen for row in found.channels):
        return None
    said = [*_senders(material, found), *_heard(material, found), *_waiting(material)]
    return section("Who sends the signal, and who must agree", ("text", said))


def _senders(material: Material, found: Cascade) -> Iterator[Sentence]:
    yield Sentence("Officials are taken to need clearance: word from above that nothing stands in the way.")
    for one in found.signals:
        named = one.chosen == "study"
        where = f"On the side of {definite(one.side)} the" if len(found.signals) > 1 else "The"
        lead = f"{where} study has it come from" if named else f"{where} sender who would be heard best is"
        apart = ", and not from ministers" if named and not material.net.study.ministers else ""
        said = f"{lead} {material.the(one.id)} ({_verdict(found, one)}){apart}."
        keys = ("signal", "rank_window", *(["ministers"] if apart else [])) if named else ()
        rows = tuple(map(setting, keys)) or (computed("cascade"),)
        yield Sentence(said, (place(material.net.stakeholder[one.id]), *rows))


def _verdict(found: Cascade, one: Signal) -> str:
    rank = LEVELS.get(one.rank, "no official level")
    if one.verdict == WITHIN:
        return rank
    ends = " to ".join(LEVELS[level] for level in dict.fromkeys(found.window))
    return f"{rank}, {one.verdict} for a signal: {ends} would be right"


def _heard(material: Material, found: Cascade) -> Iterator[Sentence]:
    """How many other officials the message reaches."""
    for one in found.signals:
        others = [row for row in found.actors if row.side == one.side and row.id != one.id]
        heard = sum(row.state == "cleared" for row in others)
        if others and one.verdict == WITHIN:
            said = f"Down the lines of authority it would reach {heard} of "
            said += f"{many(len(others), 'other official')} of {definite(one.side)} at even odds or better"
            better = next((row.id for row in found.best if row.side == one.side and row.id != one.id), "")
            more = f", and more from {material.the(better)}" if better else ""
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
        told = [f"{_people(material, row.missing)} ({material.steps([row.id])})" for row in blocked]
        with_it = f"Even with {material.steps(opening)} open, it" if opening else "It"
        said = f"{with_it} would still be missing for {', and for '.join(told)}."
        yield Sentence(said, (*places(net.channel[row.id] for row in blocked), *rows))
    others = sorted({net.stakeholder[name].side for row in gates for name in row.others})
    if others:
        yield Sentence(f"What {listed(list(map(definite, others)))} would have to clear is not judged.", rows)


def _people(material: Material, names: tuple[str, ...]) -> str:
    told = list(map(material.the, names))
    return told[0] if len(told) == 1 else f"{told[0]} and {many(len(told) - 1, 'other')}"
