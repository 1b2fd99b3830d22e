"""Sentences of a brief, each with the rows that it was made from, and the footnotes that name these rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any, Literal

from netmodel.network import Channel, Issue, Network, Rank, Stakeholder, Tie, Veto

Row = Stakeholder | Tie | Channel | Issue | Veto | Rank

Form = Literal["text", "list", "table"]

LONGEST, EVIDENCE = 70, 200
"""Characters of a citation, and of the evidence of a tie, that a footnote gives."""

ADDRESS = re.compile(r"<?(https?://[^\s<>]+)>?")
SEVERAL = re.compile(r"\s*;;\s*")


@dataclass(frozen=True)
class Sentence:
    """What is said, and what it was made from: places of rows (see `place`) and settings, or what computes it.

    In a table the text is that of the first cell, and `cells` are those after it.

    >>> Sentence("The tie ended in 2014.", ("ties.csv:132 gac--mid",)).rows
    ('ties.csv:132 gac--mid',)
    """

    text: str
    rows: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """Number of words; what a no-break space joins is one."""
        return sum(len(part.split(" ")) for part in (self.text, *self.cells) if part)


@dataclass(frozen=True)
class Part:
    """Sentences that run on (``text``), stand one below the other (``list``), or are rows of a table (``table``).

    `header` names the columns of a table.
    """

    form: Form
    sentences: tuple[Sentence, ...]
    header: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    title: str
    parts: tuple[Part, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All sentences, in order."""
        return tuple(sentence for part in self.parts for sentence in part.sentences)


@dataclass(frozen=True)
class Cited:
    """What a sentence was made from.

    `row` is a place or what computes it, `says` the evidence that a tie names, in the table's own words, `source` the
    first source that the row cites, cut to a line, `address` that source's address and `more` the number of further
    ones; empty and 0 where the row has none.
    """

    row: str
    says: str = ""
    source: str = ""
    address: str = ""
    more: int = 0


@dataclass(frozen=True)
class Footnote:
    """What one or several sentences were made from, under a number."""

    number: int
    cited: tuple[Cited, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"number": self.number, "cited": [asdict(row) for row in self.cited]}


def section(title: str, *parts: tuple[Form, Iterable[Sentence]], header: tuple[str, ...] = ()) -> Section | None:
    """A section of the parts that say something; None where none does.

    >>> section("Situation", ("text", [])) is None
    True
    """
    kept = [Part(form, tuple(sentences), header if form == "table" else ()) for form, sentences in parts]
    kept = [part for part in kept if part.sentences]
    return Section(title, tuple(kept)) if kept else None


def place(row: Row) -> str:
    """Where a row stands: file, line and id.

    >>> net = Network.from_tables([{"id": "gac"}, {"id": "mid"}])
    >>> place(net.stakeholders[1])
    'stakeholders:2 mid'
    """
    line = "" if row.line is None else f":{row.line}"
    return f"{PurePath(row.file).name}{line} {_name(row)}".strip()


def places(rows: Iterable[Row]) -> tuple[str, ...]:
    """Where rows stand, each once, in the order given."""
    return tuple(dict.fromkeys(place(row) for row in rows))


def computed(command: str, *options: str) -> str:
    """What prints the figures of a sentence that rests on whole tables.

    >>> computed("analyse", "--draws 50")
    'computed: netmodel analyse STUDY --draws 50'
    """
    return " ".join(("computed: netmodel", command, "STUDY", *options))


def setting(key: str) -> str:
    """A key of the study's own description.

    >>> setting("budget")
    'netmodel.toml, budget'
    """
    return f"netmodel.toml, {key}"


def _name(row: Row) -> str:
    if isinstance(row, Issue):
        return row.issue
    if isinstance(row, Veto):
        return f"{row.actor}--{row.target}"
    return f"{row.side} {row.title}" if isinstance(row, Rank) else row.id


# ---- footnotes --------------------------------------------------------------------------------------------------


def footnotes(net: Network, sentences: Sequence[Sentence]) -> tuple[Footnote, ...]:
    """Footnotes in the order in which sentences first need them; sentences of the same rows share one.

    Examples
    --------
    >>> net = Network.from_tables([{"id": "gac", "citation": "A list <https://example.org/list> ;; A book"}])
    >>> said = Sentence("It is there.", places(net.stakeholders))
    >>> footnotes(net, [said, said])[0].cited
    (Cited(row='stakeholders:1 gac', says='', source='A list', address='https://example.org/list', more=1),)
    """
    known = {place(row): row for row in rows_of(net)}
    every = dict.fromkeys(sentence.rows for sentence in sentences if sentence.rows)
    return tuple(
        Footnote(number, tuple(_cited(name, known.get(name)) for name in rows))
        for number, rows in enumerate(every, start=1)
    )


def rows_of(net: Network) -> tuple[Row, ...]:
    """All rows of a study."""
    return (*net.stakeholders, *net.ties, *net.channels, *net.issues, *net.ranks, *net.vetoes)


def sources_of(row: Row) -> tuple[str, ...]:
    """The sources that a row cites, as written; they stand between ``;;``."""
    return tuple(part for part in SEVERAL.split(row.citation.strip()) if part)


def _cited(name: str, row: Row | None) -> Cited:
    sources = () if row is None else sources_of(row)
    says = cut(row.evidence.strip(), EVIDENCE) if isinstance(row, Tie) else ""
    if not sources:
        return Cited(name, says)
    found = ADDRESS.search(sources[0])
    title = ADDRESS.sub("", sources[0]).strip() or sources[0]
    return Cited(name, says, cut(title, LONGEST), found[1] if found else "", len(sources) - 1)


def cut(text: str, longest: int) -> str:
    """A text of at most so many characters, cut between words where it is longer.

    >>> cut("Bilateral relations, Embassy of Russia", 25)
    'Bilateral relations …'
    """
    if len(text) <= longest:
        return text
    kept = text[: longest - 2]
    return f"{(kept.rpartition(' ')[0] or kept).rstrip(' ,;:')} …"
