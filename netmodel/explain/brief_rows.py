"""Sentences of a brief, each with the rows that it was made from, and the notes that name the rows of a paragraph."""

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
"""Characters of a citation, and of the evidence of a tie, that is given of a row in full."""

COMPUTED, SETTING = "computed: ", "netmodel.toml, "
"""How what computes a figure begins, and a key of the study's own description."""

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

    @property
    def rows(self) -> tuple[str, ...]:
        """What its sentences were made from, each once, in the order in which they first need it."""
        return tuple(dict.fromkeys(row for sentence in self.sentences for row in sentence.rows))


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

    `row` is a place or what computes it; `says` the evidence that a tie names, in the table's own words; `source` the
    first source that the row cites, cut to a line, `address` that source's address and `more` the number of further
    ones; empty and 0 where the row has none. `file`, `line` and `id` say where a row stands.
    """

    row: str
    says: str = ""
    source: str = ""
    address: str = ""
    more: int = 0
    file: str = ""
    line: int | None = None
    id: str = ""


@dataclass(frozen=True)
class Footnote:
    """What a paragraph, list or table was made from, under a number; `ordered` keeps lines in the order of a list."""

    number: int
    cited: tuple[Cited, ...]
    ordered: bool = False

    @property
    def brief(self) -> tuple[str, ...]:
        """The same in few words: lines of each table, keys of the study's description, and commands.

        >>> rows = [Cited(f"ties.csv:{n} x", file="ties.csv", line=n) for n in (40, 12, 13, 14)]
        >>> Footnote(1, (*rows, Cited(setting("budget")), Cited(computed("analyse")))).brief
        ('ties.csv 12-14, 40', 'netmodel.toml budget', 'netmodel analyse STUDY')
        """
        tables: dict[str, list[Cited]] = {}
        for row in self.cited:
            if row.file:
                tables.setdefault(row.file, []).append(row)
        told = [f"{name} {self._lines(rows)}" for name, rows in tables.items()]
        others = [row.row for row in self.cited if not row.file]
        keys = [row.removeprefix(SETTING) for row in others if row.startswith(SETTING)]
        commands = [row.removeprefix(COMPUTED) for row in others if not row.startswith(SETTING)]
        return (*told, *([f"{SETTING.rstrip(', ')} {', '.join(keys)}"] if keys else []), *commands)

    def _lines(self, rows: Sequence[Cited]) -> str:
        lines = [row.line for row in rows if row.line is not None]
        names = [row.id for row in rows if row.line is None]
        return ", ".join([*(map(str, lines) if self.ordered else spans(lines)), *names])

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "number": self.number,
            "brief": list(self.brief),
            "cited": [asdict(row) for row in self.cited],
        }


def spans(lines: Iterable[int]) -> list[str]:
    """Numbers of lines in rising order, those that follow one another as a range.

    >>> spans([9, 3, 4, 5, 4])
    ['3-5', '9']
    """
    told: list[list[int]] = []
    for line in sorted(set(lines)):
        if told and line == told[-1][-1] + 1:
            told[-1].append(line)
        else:
            told.append([line])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in told]


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
    return COMPUTED + " ".join(("netmodel", command, "STUDY", *options))


def setting(key: str) -> str:
    """A key of the study's own description.

    >>> setting("budget")
    'netmodel.toml, budget'
    """
    return f"{SETTING}{key}"


def _name(row: Row) -> str:
    if isinstance(row, Issue):
        return row.issue
    if isinstance(row, Veto):
        return f"{row.actor}--{row.target}"
    return f"{row.side} {row.title}" if isinstance(row, Rank) else row.id


# ---- footnotes --------------------------------------------------------------------------------------------------


def footnotes(net: Network, parts: Iterable[Part]) -> tuple[Footnote, ...]:
    """One note for each paragraph, list or table that rests on rows, in order; parts of the same rows share one.

    Examples
    --------
    >>> net = Network.from_tables([{"id": "gac", "citation": "A list <https://example.org/list> ;; A book"}])
    >>> said = Part("text", (Sentence("It is there.", places(net.stakeholders)),))
    >>> found = footnotes(net, [said, said])
    >>> [(note.number, note.brief, note.cited[0].source) for note in found]
    [(1, ('stakeholders 1',), 'A list')]
    """
    known = {place(row): row for row in rows_of(net)}
    every: dict[tuple[str, ...], bool] = {}
    for part in parts:
        if part.rows:
            every.setdefault(part.rows, part.form != "text")
    return tuple(
        Footnote(number, tuple(_cited(name, known.get(name)) for name in rows), ordered)
        for number, (rows, ordered) in enumerate(every.items(), start=1)
    )


def rows_of(net: Network) -> tuple[Row, ...]:
    """All rows of a study."""
    return (*net.stakeholders, *net.ties, *net.channels, *net.issues, *net.ranks, *net.vetoes)


def sources_of(row: Row) -> tuple[str, ...]:
    """The sources that a row cites, as written; they stand between ``;;``."""
    return tuple(part for part in SEVERAL.split(row.citation.strip()) if part)


def _cited(name: str, row: Row | None) -> Cited:
    if row is None:
        return Cited(name)
    says = cut(row.evidence.strip(), EVIDENCE) if isinstance(row, Tie) else ""
    file, sources = PurePath(row.file).name, sources_of(row)
    if not sources:
        return Cited(name, says, file=file, line=row.line, id=_name(row))
    found = ADDRESS.search(sources[0])
    title = cut(ADDRESS.sub("", sources[0]).strip() or sources[0], LONGEST)
    return Cited(name, says, title, found[1] if found else "", len(sources) - 1, file, row.line, _name(row))


def cut(text: str, longest: int) -> str:
    """A text of at most so many characters, cut between words where it is longer.

    >>> cut("Bilateral relations, Embassy of Russia", 25)
    'Bilateral relations …'
    """
    if len(text) <= longest:
        return text
    kept = text[: longest - 2]
    return f"{(kept.rpartition(' ')[0] or kept).rstrip(' ,;:')} …"
