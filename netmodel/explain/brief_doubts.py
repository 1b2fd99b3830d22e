"""The doubts of a brief: how sure its answer is, what was assumed, what it does not say, and what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from netmodel import explain
from netmodel.decide.robustness import Robustness, Sureness
from netmodel.decide.sensitivity import Change
from netmodel.explain import listed
from netmodel.explain.brief_rows import Section, Sentence, computed, place, rows_of, section, sources_of
from netmodel.explain.brief_words import Material, capital, span, spelt, states, tenths
from netmodel.explain.doubts import FEW, of_hundred
from netmodel.explain.figures import many
from netmodel.network import Network

LIMITS = ("budget", "max_risk", "max_total_risk", "count")
"""What may limit a recommended set."""

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


TABLES = {
    "cascade": ("signals", "official levels and clearance"),
    "ladder": ("rungs", "issues"),
    "vetoes": ("objections", "objections"),
    "benchmark": ("allies", "allies"),
    "capacity": ("experts", "expertise"),
    "trade": ("services", "trade services"),
    "regions": ("pairs", "provinces and regions"),
}
"""Of a policy system, what it holds where the study has its tables, and what these would be about."""


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
    return section("How sure this is", ("text", said))


def _versions(material: Material, found: Robustness) -> Iterator[Sentence]:
    low, high = ("p05", "p95") if found.draws > 1 else ("mean", "mean")
    spans = {name: span(values[low], values[high]) for name, values in found.reach.items()}
    most = "nine tenths of " if found.draws >= FEW else ""
    drops = "drop ties and vary values" if material.net.active_ties else "vary values"
    said = f"In {most}{many(found.draws, 'plausible version')} of the tables, which {drops} as far as these are in "
    said += f"doubt, reach is {spans['now']} now and {spans['with']} with what is recommended"
    kept = ""
    if found.affordable is not None and found.affordable < 1:
        asked = material.analysis.recommendation
        only = asked is not None and set(LIMITS) & set(asked.portfolio.limits) == {"budget"}
        kept = f"; that stays within {'the budget' if only else 'its limits'} in "
        kept += f"{_share(found.affordable, found.draws)} of them"
    yield Sentence(f"{said}{kept}.", material.analysed())


def _sure(material: Material, found: Robustness) -> Iterator[Sentence]:
    """In how many versions each recommended channel belongs to the best set."""
    rows = [row for row in found.channels if row.id in found.portfolio and row.inclusion is not None]
    groups = [[row for row in rows if (row.class_ == "core") == core] for core in (True, False)]
    told = [(group, _range(group, found.draws)) for group in groups if group]
    if told:
        names = [row.id for row in told[0][0]]
        first = (
            f"{capital(material.steps(names))} {'is' if len(names) == 1 else 'are'} in the best set in {told[0][1]}"
        )
        rest = ""
        if len(told) > 1:
            rest = f", the other{'s' if len(told[1][0]) > 1 else ''} in {told[1][1]}"
        yield Sentence(f"{first}{rest}.", material.analysed())


def _share(share: float, draws: int) -> str:
    """A share of versions in per cent; of few draws, how many of them."""
    return of_hundred(share, draws).replace(" of 100", "\xa0%")


def _range(rows: Sequence[Sureness], draws: int) -> str:
    """In which share of the versions, from the least to the most."""
    shares = [row.inclusion or 0.0 for row in rows]
    low, high = (_share(value, draws) for value in (min(shares), max(shares)))
    return high if low == high else f"{low.partition(' ')[0].removesuffix(chr(160) + '%')} to {high}"


def _shifts(material: Material, found: Sequence[Change]) -> Iterator[Sentence]:
    """Which assumptions, moved one at a time, change the best set most."""
    if not found:
        return
    changing = [row for row in found if round(row.regret, 12) > 0 or not row.keeps]
    every = f"{many(len(found), 'change')} of a single assumption"
    if not changing:
        yield Sentence(f"Under none of {every} was a better set found.", material.analysed())
        return
    worst = max(changing, key=lambda row: round(row.regret, 12))
    by = f", by {tenths(worst.regret)} at most" if worst.regret > 0 else ""
    said = f"Under {len(changing)} of {every} another set would be best{by}, above all if {clause(worst)}."
    yield Sentence(said, material.analysed())


def clause(row: Change) -> str:
    """An assumption that was moved, after the word `if`."""
    said = CLAUSES.get(row.what)
    if said is None:
        text = row.sentence.partition(", reach now")[0]
        return text.removeprefix("If ")
    return said.format(row.setting.removeprefix("x "))


# ---- what is assumed, and what is not said ------------------------------------------------------------------------


def limits(material: Material, sections: Sequence[Section]) -> Section | None:
    """What was taken for granted, on which the tables are silent, and what the rows named so far rest on."""
    if material.analysis.ranking.reach["now"] is None:
        return None
    said = [*_defaults(material), *_taken(material), *_silent(material), *_sources(material, sections)]
    return section("What is assumed, and what is not said", ("text", said))


def _defaults(material: Material) -> Iterator[Sentence]:
    """How many blank cells took a default, and which of these bear on the figures."""
    rows = [row for row in material.net.provenance.assumptions if not row.rule.startswith("derived")]
    bearing = Counter[str]()
    for row in rows:
        if (row.table, row.column) in DEFAULTS and not _idle(material, row.table, row.column):
            bearing[DEFAULTS[row.table, row.column]] += row.count
    if rows:
        told = [f"{name} ({count})" for name, count in sorted(bearing.items(), key=lambda item: (-item[1], item[0]))]
        which = f", among them {listed(told)}" if told else ""
        cells = many(sum(row.count for row in rows), "blank cell")
        yield Sentence(f"Defaults fill {cells}{which}.", (computed("check"),))


def _taken(material: Material) -> Iterator[Sentence]:
    """What the plausible versions took for granted, that channels open, and what the model cannot know."""
    found, net = material.analysis.recommendation, material.net
    if found is not None and material.chosen and found.robustness is not None and _confident(net):
        for text in found.robustness.assumptions:
            if "no confidence" in text:
                yield Sentence(f"{capital(text)}.", (computed("check"),))
    if any(row.restores for row in net.candidates):
        text = "No list of possible channels is given, so each lost tie counts as one that could be restored in full."
        yield Sentence(text, (computed("check"),))
    rows = [net.channel[name] for name in material.chosen]
    sure = bool(rows) and all(row.success == 1 for row in rows) and not all(row.restores for row in rows)
    steps = f", {'every step' if len(rows) > 1 else 'the step'} is taken to succeed" if sure else ""
    said = (
        f"A tie that is not listed counts as absent{steps}, and what a channel would carry is computed, not observed."
    )
    yield Sentence(said)


def _confident(net: Network) -> bool:
    """Whether any row that bears on reach says how sure it is."""
    return any(row.confidence for row in (*net.active_ties, *net.open_channels, *net.candidates))


def _idle(material: Material, table: str, column: str) -> bool:
    """Whether a default touches no figure of this brief: costs that nobody states, risks that nothing limits."""
    found = material.analysis.recommendation
    if (table, column) == ("channels", "risk"):
        return found is None or "max_risk" not in found.portfolio.limits
    return (table, column) == ("channels", "cost") and not any(states(row, "cost") for row in material.net.candidates)


def _silent(material: Material) -> Iterator[Sentence]:
    """On what the tables hold nothing, in one sentence."""
    net, found = material.net, material.analysis.findings
    columns = {"cost": "costs", "risk": "risks", "lead_time_months": "lead times"}
    offered = net.candidates if material.chosen else ()
    told = [word for column, word in columns.items() if offered and not any(states(row, column) for row in offered)]
    told += [word for name, (holds, word) in TABLES.items() if name in found and not _holds(found[name], holds)]
    if told:
        said = f"The tables hold nothing on the following, and neither does this brief: {', '.join(told)}."
        yield Sentence(said, (computed("check"),))


def _holds(found: Any, name: str) -> bool:
    """Whether a system found what it looks for in the tables; kinds that stand in for expertise do not count."""
    return found.source == "expertise" if name == "experts" else bool(getattr(found, name))


def _sources(material: Material, sections: Sequence[Section]) -> Iterator[Sentence]:
    """What the rows cite that the notes name."""
    named = {name for part in sections for sentence in part.sentences for name in sentence.rows}
    rows = [row for row in rows_of(material.net) if place(row) in named]
    cited = Counter(source for row in rows for source in dict.fromkeys(sources_of(row)))
    bare = sum(not row.citation.strip() for row in rows)
    if rows and cited:
        sure = Counter(row.confidence for row in rows if row.confidence)
        marks = listed([f"{sure[word]} of {word}" for word in ("high", "medium", "low") if sure[word]])
        text = f"The notes name {many(len(rows), 'row')}{f' ({marks} confidence)' if marks else ''}, which rest on "
        none = f"; {spelt(bare)} {'cites' if bare == 1 else 'cite'} none" if bare else ""
        text += f"{many(len(cited), 'source')}{none}."
        yield Sentence(text)
    elif rows:
        yield Sentence("None of the rows that the notes name cites a source.")
