"""What else a study says, in a sentence each: meetings on and off the record, experts, provinces and regions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from netmodel import explain
from netmodel.explain import listed
from netmodel.explain.brief_names import definite
from netmodel.explain.brief_rows import Section, Sentence, computed, places, section
from netmodel.explain.brief_words import Material, capital, now, spelt
from netmodel.explain.figures import many
from netmodel.policy.capacity import GAP, SERVED
from netmodel.policy.track import TRACKS

if TYPE_CHECKING:
    from netmodel.policy.capacity import Capacity
    from netmodel.policy.regions import Regions
    from netmodel.policy.track import TrackQuality

LABELS = dict(
    zip(
        TRACKS,
        ("formal between officials (Track 1)", "mixed or informal (Track 1.5)", "without officials (Track 2)"),
        strict=True,
    )
)
"""What the labels of meetings mean."""


def systems(material: Material) -> Section | None:
    """What the remaining policy systems say of what is recommended, of expertise, and of provinces and regions.

    Examples
    --------
    >>> from netmodel import Network, analyse
    >>> people = [{"id": "gac", "side": "Canada"}, {"id": "mid", "side": "Russia"}]
    >>> systems(Material(analyse(Network.from_tables(people), draws=0))) is None
    True
    """
    if material.analysis.ranking.reach["now"] is None:
        return None
    said = [*_tracks(material), *_experts(material), *_regions(material)]
    return section("What else the study says", ("text", said))


def _tracks(material: Material) -> Iterator[Sentence]:
    """How official the recommended meetings are, and which of those without officials leads furthest."""
    found = cast("TrackQuality | None", material.analysis.findings.get("track"))
    if found is None or found.lacks or found.unknown:
        return
    labels = {row.id: row.label for row in found.channels if row.label and row.id in material.chosen}
    counts = Counter(labels.values())
    told = [f"{_number(counts[label])} {LABELS[label]}" for label in TRACKS]
    free = [row for row in found.channels if row.label == TRACKS[2] and row.transfer > 0]
    best = min(free, key=lambda row: (-round(row.transfer, 12), row.id), default=None)
    lead = f" Of the last kind {material.what(best.id)} would lead best to those who decide." if best else ""
    if len(labels) > 1:
        ids = [*labels, *([best.id] if best else [])]
        rows = places(material.net.channel[name] for name in ids)
        said = f"Of the {spelt(len(labels))} steps in which the sides meet, {listed(told)}.{lead}"
        yield Sentence(said, (computed("track"), *rows))


def _number(count: int) -> str:
    return f"{spelt(count) if count else 'none'} {'are' if count > 1 else 'is'}"


def _experts(material: Material) -> Iterator[Sentence]:
    """On how many issues a side has experts, where their expertise is stated."""
    found = cast("Capacity | None", material.analysis.findings.get("capacity"))
    rows = [row for row in found.issues if not row.red_line] if found else []
    if found is None or found.source != "expertise" or not rows:
        return
    counts = Counter(row.verdict for row in rows)
    people = [row for row in material.net.stakeholder.values() if row.side == found.side]
    stated = sum(bool(row.expertise) for row in people)
    known, served = len(rows) - counts[GAP], counts[SERVED]
    said = f"{capital(definite(found.side))} has experts on record for {spelt(known) if known else 'none'} of "
    said += f"{many(len(rows), 'issue')}, for {spelt(served) if served else 'none'} of them in two institutions or "
    said += f"more with a way to those who decide; {stated} of {len(people)} stakeholders state any expertise."
    yield Sentence(said, (computed("capacity"),))


def _regions(material: Material) -> Iterator[Sentence]:
    """What became of the links between provinces and regions, and which pair has most in common."""
    found = cast("Regions | None", material.analysis.findings.get("regions"))
    if found is None or not found.pairs:
        return
    net, before, here = material.net, found.links["before"], found.links["now"]
    if before:
        said = f"{capital(spelt(before))} {'tie' if before == 1 else 'ties'} between provinces and regions "
        said += f"{'was' if before == 1 else 'were'} active {explain.dated(net.before_date)}, "
        yield Sentence(f"{said}{spelt(here) if here else 'none'} {now(net)}.", (computed("regions"),))
    best = found.pairs[0]
    if best.score > 0:
        rows = places(map(net.stakeholder.__getitem__, (best.us, best.them)))
        said = f"Best matched are {material.the(best.us)} and {material.the(best.them)}."
        yield Sentence(said, (computed("regions"), *rows))
