"""The end of a brief: what is uncertain, what was assumed, and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from netmodel import explain
from netmodel.decide.robustness import Robustness, Sureness
from netmodel.decide.sensitivity import Change
from netmodel.explain import listed
from netmodel.explain.brief_rows import Section, Sentence, computed, place, rows_of, section, sources_of
from netmodel.explain.brief_words import Material, capital, span, states, tenths
from netmodel.explain.doubts import FEW, of_hundred
from netmodel.explain.figures import many
from netmodel.network import Network

SHIFTS = 3
"""Assumptions that change the answer most, which a brief names."""

CLAUSES = {
    "strength of ties": "ties were {} times as strong",
    "uptake": "people took part {} times as fully",
    "quality of channels": "channels worked {} times as well",
    "permeability of third parties": "third parties passed on {} of what reaches them",
    "influence": "everybody on a side counted the same",
    "priorities of issues": "all issues weighed the same",
    "cost": "channels cost {} times as much",
    "ties of low confidence": "ties of low confidence were left out",
    "each passage": "each introduction kept {} of what it does",
}
"""Assumptions that are moved, after the word `if`."""

DEFAULTS = {
    ("stakeholders", "influence"): "how much a stakeholder counts",
    ("stakeholders", "permeability"): "how much of a message a stakeholder passes on",
    ("ties", "strength"): "how strong a tie is",
    ("channels", "quality"): "how well a channel carries",
    ("channels", "participants"): "how fully somebody takes part",
    ("participants", "uptake"): "how fully somebody takes part",
    ("channels", "cost"): "what a channel costs",
    ("channels", "risk"): "the risk of a channel",
}
"""Defaults that bear on the answer, in words."""


def uncertain(material: Material) -> Section | None:
    """How sure the answer is, and which assumptions would change it.

    Examples
    --------
    >>> from netmodel import Network, analyse
    >>> people = [{"id": "gac", "side": "Canada"}, {"id": "mid", "side": "Russia"}]
    >>> found = uncertain(Material(analyse(Network.from_tables(people), draws=0)))
    >>> print(found.sentences[0].text)
    No tie is given: what looks like silence here is a lack of data.
    """
    found, net = material.analysis.recommendation, material.net
    said: list[Sentence] = []
    if found is not None and found.robustness is not None and material.chosen:
        if _confident(net):
            said += [*_versions(material, found.robustness), *_sure(material, found.robustness)]
        else:
            text = "No row says how sure it is, so it cannot be said how sure this answer is."
            said.append(Sentence(text, (computed("check"),)))
        said += _shifts(material, found.sensitivity)
    for text in explain.uncertainty(net, None):
        if "low confidence" in text or "lack of data" in text:
            said.append(Sentence(text, (computed("analyse"),)))
    return section("What is uncertain", ("text", said))


def _versions(material: Material, found: Robustness) -> Iterator[Sentence]:
    low, high = ("p05", "p95") if found.draws > 1 else ("mean", "mean")
    spans = {name: span(values[low], values[high]) for name, values in found.reach.items()}
    most = "nine tenths of " if found.draws >= FEW else ""
    said = f"In {most}{many(found.draws, 'plausible version')} of the tables, with values varied and ties dropped as "
    said += f"their confidence allows, reach is {spans['now']} now and {spans['with']} with what is recommended"
    kept = ""
    if found.affordable is not None and found.affordable < 1:
        kept = f"; that stays within its limits in {of_hundred(found.affordable, found.draws)}"
    yield Sentence(f"{said}{kept}.", material.analysed())


def _sure(material: Material, found: Robustness) -> Iterator[Sentence]:
    """In how many versions each recommended channel belongs to the best set; and which other does."""
    rows = [row for row in found.channels if row.id in found.portfolio and row.inclusion is not None]
    groups = [[row for row in rows if (row.class_ == "core") == core] for core in (True, False)]
    told = [
        f"{material.steps([row.id for row in group])} in {_range(group, found.draws)}" for group in groups if group
    ]
    out = [row for row in found.channels if row.id not in found.portfolio and row.class_ in ("core", "borderline")]
    if out:
        most = min(out, key=_by_inclusion)
        told.append(f"{material.what(most.id)}, not recommended, in {_range([most], found.draws)}")
    if told:
        yield Sentence(f"The best set of a version holds {'; '.join(told)}.", material.analysed())


def _by_inclusion(row: Sureness) -> tuple[float, str]:
    return -(row.inclusion or 0.0), row.id


def _range(rows: Sequence[Sureness], draws: int) -> str:
    """In how many of a hundred versions, from the least to the most."""
    shares = [row.inclusion or 0.0 for row in rows]
    low, high = (of_hundred(value, draws) for value in (min(shares), max(shares)))
    return high if low == high else f"{low.partition(' ')[0]} to {high}"


def _shifts(material: Material, found: Sequence[Change]) -> Iterator[Sentence]:
    """Which assumptions, moved one at a time, change the best set most."""
    if not found:
        return
    changing = [row for row in found if round(row.regret, 12) > 0 or not row.keeps]
    every = f"{many(len(found), 'change')} of a single assumption"
    if not changing:
        yield Sentence(f"Under none of {every} was a better set found.", material.analysed())
        return
    first = {row.what: row for row in reversed(changing)}
    order = sorted(first.values(), key=changing.index)[:SHIFTS]
    short = max(row.regret for row in changing)
    by = f", by about {tenths(short)} at most" if short > 0 else ""
    said = f"Under {len(changing)} of {every} another set would be better{by}; it matters most if "
    yield Sentence(f"{said}{_either([clause(row) for row in order])}.", material.analysed())


def _either(clauses: Sequence[str]) -> str:
    return listed(clauses) if len(clauses) < 2 else f"{', '.join(clauses[:-1])} or {clauses[-1]}"


def clause(row: Change) -> str:
    """An assumption that was moved, after the word `if`."""
    said = CLAUSES.get(row.what)
    if said is None:
        text = row.sentence.partition(", reach now")[0]
        return text.removeprefix("If ")
    return said.format(row.setting.removeprefix("x "))


# ---- assumed ------------------------------------------------------------------------------------------------------


def assumed(material: Material) -> Section | None:
    """Which blank cells took a default, and what the model takes for granted."""
    net = material.net
    if material.analysis.ranking.reach["now"] is None:
        return None
    said = [*_defaults(material), *_taken(material)]
    if any(row.restores for row in net.candidates):
        text = "No list of possible channels is given, so each lost tie counts as one that could be restored in full."
        said.append(Sentence(text, (computed("check"),)))
    said.append(
        Sentence(
            "A tie that is not listed counts as absent; a chain of introductions is as strong as its links "
            "multiplied; what a channel would carry is computed, not observed."
        )
    )
    return section("What was assumed", ("text", said))


def _defaults(material: Material) -> Iterator[Sentence]:
    """How many blank cells took a default, and which of these bear on the figures."""
    rows = [row for row in material.net.provenance.assumptions if not row.rule.startswith("derived")]
    bearing = Counter[str]()
    for row in rows:
        if (row.table, row.column) in DEFAULTS and not _idle(material, row.table, row.column):
            bearing[DEFAULTS[row.table, row.column]] += row.count
    if rows:
        told = [f"{name} ({count})" for name, count in sorted(bearing.items(), key=lambda item: (-item[1], item[0]))]
        which = f"; those that bear on the figures: {listed(told)}" if told else ""
        cells = many(sum(row.count for row in rows), "blank cell")
        yield Sentence(f"{cells} took a default{which}.", (computed("check"),))


def _taken(material: Material) -> Iterator[Sentence]:
    """What the plausible versions took for granted, and that channels open."""
    found, net = material.analysis.recommendation, material.net
    if found is None or not material.chosen:
        return
    if found.robustness is not None and _confident(net):
        for text in found.robustness.assumptions:
            if "no confidence" in text:
                yield Sentence(f"{capital(text)}.", (computed("check"),))
    rows = [net.channel[name] for name in material.chosen]
    if all(row.success == 1 for row in rows) and not all(row.restores for row in rows):
        steps = "Every step" if len(material.chosen) > 1 else "The step"
        yield Sentence(f"{steps} is taken to succeed.", (computed("check"),))


def _confident(net: Network) -> bool:
    """Whether any row that bears on reach says how sure it is."""
    return any(row.confidence for row in (*net.active_ties, *net.open_channels, *net.candidates))


def _idle(material: Material, table: str, column: str) -> bool:
    """Whether a default touches no figure of this brief: costs that nobody states, risks that nothing limits."""
    found = material.analysis.recommendation
    if (table, column) == ("channels", "risk"):
        return found is None or "max_risk" not in found.portfolio.limits
    return (table, column) == ("channels", "cost") and not any(states(row, "cost") for row in material.net.candidates)


# ---- sources ------------------------------------------------------------------------------------------------------


def sources(material: Material, sentences: Sequence[Sentence]) -> Section | None:
    """The tables that were read, and what the rows behind the footnotes cite."""
    net = material.net
    tables = [
        f"{PurePath(source.file).name} ({source.kept:,})"
        for source in net.provenance.sources
        if source.table != "config"
    ]
    said = [Sentence(f"Tables read, with their rows: {listed(tables)}.", (computed("check"),))] if tables else []
    named = {name for sentence in sentences for name in sentence.rows}
    rows = [row for row in rows_of(net) if place(row) in named]
    cited = Counter(source for row in rows for source in dict.fromkeys(sources_of(row)))
    bare = sum(not row.citation.strip() for row in rows)
    if rows and cited:
        sure = Counter(row.confidence for row in rows if row.confidence)
        marks = listed([f"{sure[word]} of {word}" for word in ("high", "medium", "low") if sure[word]])
        text = f"The footnotes name {many(len(rows), 'row')} with {many(len(cited), 'source')} between them"
        text += f"{f' ({marks} confidence)' if marks else ''}{f'; {bare} cite none' if bare else ''}."
        said.append(Sentence(text))
    elif rows:
        said.append(Sentence("None of the rows that the footnotes name cites a source."))
    if any(name.startswith("computed: ") for name in named):
        said.append(Sentence("“Computed” gives the command that prints a figure."))
    return section("Sources", ("text", said))
