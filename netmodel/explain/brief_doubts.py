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
from netmodel.explain.brief_words import Material, span, tenths, whole
from netmodel.explain.doubts import FEW, of_hundred
from netmodel.explain.figures import many, some

SHIFTS = 3
"""Assumptions that change the answer most, which a brief names."""

DEFAULTS = {
    ("stakeholders", "influence"): "how much a stakeholder counts",
    ("stakeholders", "permeability"): "how much of a message a stakeholder passes on",
    ("ties", "strength"): "how strong a tie is",
    ("channels", "quality"): "how well a channel carries",
    ("channels", "success"): "whether a channel opens at all",
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
    found = material.analysis.recommendation
    said = []
    if found is not None and found.robustness is not None:
        said += [
            *_versions(found.robustness),
            *_sure(material, found.robustness),
            *_costs(material, found.robustness),
        ]
        said += _shifts(material, found.sensitivity)
    net = material.net
    for text in explain.uncertainty(net, None):
        if "low confidence" in text or "lack of data" in text:
            said.append(Sentence(text, (computed("check"),)))
    return section("What is uncertain", ("text", said))


def _drawn(found: Robustness) -> tuple[str, ...]:
    return (computed(f"analyse --draws {found.draws}"),)


def _versions(found: Robustness) -> Iterator[Sentence]:
    reach = found.reach
    low, high = ("p05", "p95") if found.draws > 1 else ("mean", "mean")
    spans = {name: span(values[low], values[high]) for name, values in reach.items()}
    how = "in nine of ten" if found.draws >= FEW else "in all"
    said = f"In {many(found.draws, 'plausible version')} of the tables, with ties and values varied as far as their "
    said += f"stated confidence allows, reach is {spans['now']} {how} of them"
    if found.draws == 1:
        said = f"In one plausible version of the tables reach is {spans['now']}"
    if "with" in spans and found.portfolio:
        said += f", and {spans['with']} with what is recommended"
    yield Sentence(f"{said}.", _drawn(found))


def _sure(material: Material, found: Robustness) -> Iterator[Sentence]:
    """In how many versions each recommended channel belongs to the best set; and which others do."""
    rows = [row for row in found.channels if row.id in found.portfolio and row.inclusion is not None]
    groups = [("core", [row for row in rows if row.class_ == "core"])]
    groups.append(("other", [row for row in rows if row.class_ != "core"]))
    for kind, of_kind in groups:
        if of_kind:
            names = listed([material.what(row.id) for row in sorted(of_kind, key=_by_inclusion)])
            firm = " and can be called firm" if kind == "core" and found.draws >= FEW else ""
            belong = "belongs" if len(of_kind) == 1 else "belong"
            said = f"{names} {belong} to the best set in {_range(of_kind, found.draws)} such versions{firm}."
            yield Sentence(f"{said[0].upper()}{said[1:]}", _drawn(found))
    out = [row for row in found.channels if row.id not in found.portfolio and row.class_ in ("core", "borderline")]
    if out:
        names = some([material.what(row.id) for row in sorted(out, key=_by_inclusion)])
        verb = "does" if len(out) == 1 else "do"
        said = f"Among those not recommended, {names} {verb} so in {_range(out, found.draws)}."
        yield Sentence(said, _drawn(found))


def _by_inclusion(row: Sureness) -> tuple[float, str]:
    return -(row.inclusion or 0.0), row.id


def _range(rows: Sequence[Sureness], draws: int) -> str:
    """In how many of a hundred versions, from the least to the most."""
    shares = [row.inclusion or 0.0 for row in rows]
    low, high = (of_hundred(value, draws) for value in (min(shares), max(shares)))
    return high if low == high else f"{low.partition(' ')[0]} to {high}"


def _costs(material: Material, found: Robustness) -> Iterator[Sentence]:
    if found.affordable is not None and found.affordable < 1 and found.portfolio:
        share = of_hundred(found.affordable, found.draws)
        said = f"Costs are estimates: the recommended set keeps its limits in {share} versions."
        yield Sentence(said, _drawn(found))


def _shifts(material: Material, found: Sequence[Change]) -> Iterator[Sentence]:
    """Which assumptions, moved one at a time, change the best set most."""
    if not found:
        return
    rows = (computed("robustness"),)
    changing = [row for row in found if round(row.regret, 12) > 0 or not row.keeps]
    settings = many(len(found), "change").replace("1 change", "the one change")
    if not changing:
        said = f"Under none of {settings} of a single assumption would another set be better."
        yield Sentence(said, rows)
        return
    lead = f"Of {settings} of a single assumption, {len(changing)} would call for another set"
    told = [f"{_clause(row)} ({_lacks(row)})" for row in changing[:SHIFTS]]
    most = "most so " if len(changing) > 1 else ""
    yield Sentence(f"{lead}, {most}{'; '.join(told)}.", rows)


def _clause(row: Change) -> str:
    said = row.sentence.partition(", reach now")[0]
    return f"{said[0].lower()}{said[1:]}"


def _lacks(row: Change) -> str:
    if not row.keeps:
        return "the recommended one would break its limits"
    return f"the recommended one would fall {tenths(row.regret)} short"


# ---- assumed ------------------------------------------------------------------------------------------------------


def assumed(material: Material) -> Section | None:
    """Which blank cells took a default, and what the model takes for granted."""
    net = material.net
    if material.analysis.ranking.reach["now"] is None:
        return None
    said = []
    rows = [row for row in net.provenance.assumptions if not row.rule.startswith("derived")]
    if rows:
        total = sum(row.count for row in rows)
        cells = "1 blank cell" if total == 1 else f"{total:,} blank cells"
        bearing = Counter[str]()
        for row in rows:
            if (row.table, row.column) in DEFAULTS and not _idle(material, row.table, row.column):
                bearing[DEFAULTS[row.table, row.column]] += row.count
        told = [f"{name} ({count})" for name, count in sorted(bearing.items(), key=lambda item: (-item[1], item[0]))]
        which = f"; those that bear on the figures: {listed(told)}" if told else ""
        yield_ = f"{cells} took a default{which}."
        said.append(Sentence(yield_, (computed("check"),)))
    restored = [row for row in net.candidates if row.restores]
    if restored:
        text = "No list of possible channels is given, so each lost tie counts as one that could be restored in full."
        said.append(Sentence(text, (computed("check"),)))
    said.append(
        Sentence(
            "A tie that is not listed counts as absent; a chain of introductions is as strong as its links "
            "multiplied; what a channel would carry is computed, not observed."
        )
    )
    return section("What was assumed", ("text", said))


def _idle(material: Material, table: str, column: str) -> bool:
    """Whether a default touches no figure of this brief: costs and risks that nobody states."""
    if table != "channels" or column not in ("cost", "risk"):
        return False
    return all(row.restores for row in material.net.candidates)


# ---- sources ------------------------------------------------------------------------------------------------------


def sources(material: Material, sentences: Sequence[Sentence]) -> Section | None:
    """The tables that were read, and what the rows behind the footnotes cite."""
    net = material.net
    tables = [
        f"{PurePath(source.file).name} ({many(source.kept, 'row')})"
        for source in net.provenance.sources
        if source.table != "config"
    ]
    said = [Sentence(f"Read: {listed(tables)}.", (computed("check"),))] if tables else []
    named = {name for sentence in sentences for name in sentence.rows}
    rows = [row for row in rows_of(net) if place(row) in named]
    cited = Counter(source for row in rows for source in dict.fromkeys(sources_of(row)))
    bare = sum(not row.citation.strip() for row in rows)
    if rows and cited:
        sure = Counter(row.confidence for row in rows if row.confidence)
        marks = listed([f"{sure[word]} of {word} confidence" for word in ("high", "medium", "low") if sure[word]])
        text = f"The footnotes name {many(len(rows), 'row')} with {many(len(cited), 'source')} between them"
        text += f"{f' ({marks})' if marks else ''}{f'; {bare} cite none' if bare else ''}."
        said.append(Sentence(text))
    elif rows:
        said.append(Sentence("None of the rows that the footnotes name cites a source."))
    return section("Sources", ("text", said))
