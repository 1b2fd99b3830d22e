"""VNA, the text format of NetDraw: a table of nodes and a table of ties.

Read: ``*node data``, ``*node properties`` (x, y; looks are left out) and ``*tie data``. Where the ties have columns
that netmodel knows (kind, strength, status ...), those are attributes; where all other columns are numbers of other
names, each is a relation of its own, as NetDraw takes them, with its number as weight, and 0 is no tie; it is
undirected where every tie has its mirror with the same value, else directed. Ties with attributes go from their first
end to their second, unless a column `directed` says more.
Written: all columns of stakeholders and ties; other tables are listed as lost, and so are quotes and line ends within
cells, which the format cannot hold. The format: Borgatti, NetDraw guide (2002), section on VNA.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from netmodel.errors import LimitError, printable
from netmodel.readwrite.formats import Format, Written, register
from netmodel.readwrite.formats.gathered import counted, yes_or_no
from netmodel.readwrite.formats.graphview import cleaned, rows_with_blanks
from netmodel.readwrite.formats.relations import BAD, Arc, RelationRows, softened
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable, find_column

ATTRIBUTES = frozenset(
    {"weight", "value", "type", "relation", "label", "layer", "begin", "start", "end", "time", "notes"}
)
"""Columns of ties, beside netmodel's own, that say something of the tie and are no relation."""

_VALUES = ("weight", "value", "strength")
_TOKEN = re.compile(r'"([^"]*)"|([^ \t,"]+)|(,)(?=[ \t]*(?:,|\Z))|(")')
_NUMBER = re.compile(r"[-+]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})([eE][-+]?\d{1,3})?\Z", re.ASCII)
_HEAD = re.compile(r"(?i)[ \t]*\*[ \t]*(node|tie)[ \t]+(data|properties)[ \t,]*\Z")

Row = tuple[list[str], int]


class _Vna(RelationRows):
    """A VNA file in the making of tables."""

    def __init__(self, content: bytes, file: str, reading: Reading) -> None:
        super().__init__(content, file, reading)
        self.sections: dict[str, tuple[list[str], list[Row]]] = {}

    def walk(self) -> None:
        """Go through the lines, section by section; the first line of each is its header."""
        now: tuple[list[str], list[Row]] | None = None
        for line, text in enumerate(self.lines, 1):
            text = text.lstrip("\ufeff") if line == 1 else text
            head = _HEAD.match(text)
            if head or text.lstrip().startswith("*"):
                now = self.begin(f"{head[1]} {head[2]}".casefold() if head else "", text, line)
            elif text.strip():
                words = self.words(text, line)
                if now is None:
                    self.fault("X002", line, "", text.strip(), "stands before *node data", "export the file again")
                    now = ([""], [])
                elif not now[0]:
                    now[0].extend(words)
                    self.check_header(now[0], line)
                elif len(words) != len(now[0]):
                    expected = f"has {counted(len(words), 'field')}, the header has {len(now[0]):,}"
                    self.fault("X002", line, "", "", expected, 'quote what has spaces; write "" for a blank cell')
                else:
                    now[1].append((words, line))

    def begin(self, name: str, text: str, line: int) -> tuple[list[str], list[Row]]:
        if not name:
            self.fault("X003", line, "", text.strip(), "is no section that is read", "keep *node data and *tie data")
        if name in self.sections:
            self.fault("X002", line, "", text.strip(), "stands twice", "put both parts under one heading")
        return self.sections.setdefault(name, ([], []))

    def words(self, text: str, line: int) -> list[str]:
        found = []
        for quoted, bare, blank, loose in (match.groups() for match in _TOKEN.finditer(text)):
            if loose:
                self.fault("X002", line, "", text[:80], "opens a quote that is never closed", "close the quote")
            found.append(quoted if quoted is not None else bare if blank is None and bare else "")
        return found

    def check_header(self, header: Sequence[str], line: int) -> None:
        if len(header) > self.limits.columns:
            where = f"{printable(self.file, 200)}: line {line}"
            raise LimitError(f"{where}: over the limit of {self.limits.columns:,} columns (max columns)")
        for name in {name for name in header if header.count(name) > 1}:
            self.fault("X002", line, name, "", "stands twice in the header", "every column stands once")

    def tables_read(self) -> dict[str, RawTable]:
        """All tables, or every fault."""
        if not self.problems and not self.sections:
            self.fault("X002", None, "*node data", "", "is missing", "export the file again")
        if self.problems:
            return self.finished()
        self.nodes()
        header, rows = self.sections.get("tie data", ([], []))
        if rows and len(header) < 2:
            self.fault("X002", rows[0][1], "*tie data", "", "has no two ends", "write FROM TO and more")
        elif rows:
            self.ties(header, rows)
        return self.finished()

    def nodes(self) -> None:
        """Stakeholders: from the data, the places, and the ends of ties where there is neither."""
        header, rows = self.sections.get("node data", ([], []))
        header = _apart(header, ("id",))
        places = self.places()
        listed = set()
        for words, line in rows:
            cells = dict(zip(header[1:], words[1:], strict=True))
            listed.add(words[0])
            self.gatherer("stakeholders").add({"id": words[0], **places.get(words[0], ({}, 0))[0], **cells}, line)
        for own, (cells, line) in places.items():
            if own not in listed:
                listed.add(own)
                self.gatherer("stakeholders").add({"id": own, **cells}, line)
        if not listed:
            for words, line in self.sections.get("tie data", ([], []))[1]:
                for own in words[:2]:
                    if own not in listed:
                        listed.add(own)
                        self.gatherer("stakeholders").add({"id": own}, line)

    def places(self) -> dict[str, tuple[dict[str, str], int]]:
        header, rows = self.sections.get("node properties", ([], []))
        axes = {at: name.casefold() for at, name in enumerate(header) if at and name.casefold() in ("x", "y")}
        looks = len(header) - 1 - len(axes)
        if rows and looks > 0:
            self.left_out["colours, shapes and other looks"] += looks * len(rows)
        return {words[0]: ({axis: words[at] for at, axis in axes.items()}, line) for words, line in rows}

    def ties(self, header: list[str], rows: list[Row]) -> None:
        known = [name.strip().casefold().replace(" ", "_") for name in header[2:]]
        attributes = any(find_column("ties", name) or name in ATTRIBUTES for name in known)
        numbers = known and all(_NUMBER.match(word) or not word for words, _ in rows for word in words[2:])
        if numbers and not attributes:
            names = ", ".join(printable(name) for name in header[2:])
            self.notice(f"the columns of ties are read as relations: {names}")
            for at, name in enumerate(header[2:], 2):
                present = [row for row in rows if row[0][at] and float(row[0][at]) != 0]
                self.relation(name, [Arc(words[0], words[1], words[at], line) for words, line in present])
        elif not known or (numbers and len(known) == 1 and known[0] in _VALUES):
            self.relation("", [Arc(words[0], words[1], "".join(words[2:3]), line) for words, line in rows])
        else:
            self.as_written(_apart(header, ("source", "target")), rows, known)

    def as_written(self, header: list[str], rows: list[Row], known: list[str]) -> None:
        """Ties with their columns as they are; without a column `directed`, each goes from its first end."""
        more = {} if "directed" in known else {"directed": "yes"}
        if more:
            self.notice("ties are read as directed, from their first end to their second")
        for words, line in rows:
            cells = dict(zip(header[2:], words[2:], strict=True))
            self.gatherer("ties").add({"source": words[0], "target": words[1], **cells, **more}, line)


def _apart(header: Sequence[str], taken: Sequence[str]) -> list[str]:
    """The header with a number behind each later name that is one of those that the first columns are given."""
    first = len(taken)
    return [f"{name} (2)" if at >= first and name in taken else name for at, name in enumerate(header)]


def read(content: bytes, file: str, reading: Reading) -> dict[str, RawTable]:
    """Read a VNA file; every fault of it is raised at once.

    >>> text = b'*node data\\nID side\\n"a b" North\\nc South\\n*tie data\\nfrom to strength\\n"a b" c 0.5\\n'
    >>> read(text, "a.vna", Reading())["stakeholders"].rows
    [['a b', 'North'], ['c', 'South']]
    """
    found = _Vna(content, file, reading)
    found.walk()
    return found.tables_read()


# ---- writing -------------------------------------------------------------------------------------------------------


def write(tables: Mapping[str, RawTable]) -> Written:
    """Write stakeholders and ties with all their columns; what is lost is listed.

    >>> people = RawTable("stakeholders", "", ("id", "side"), [["a", "North"], ["b", ""]], [2, 3])
    >>> write({"stakeholders": people}).content.decode().splitlines()
    ['*node data', '"id" "side"', '"a" "North"', '"b" ""', '*tie data', '"from" "to" "directed"']
    """
    clean, lost = cleaned(tables, BAD, softened, "VNA")
    rows = []
    for cells in rows_with_blanks(clean.get("stakeholders")):
        own = (cells.pop("id", "") or cells.get("name", "")).strip()
        rows.append({"id": own, **cells})
    ties = [
        {
            "from": cells.pop("source", "").strip(),
            "to": cells.pop("target", "").strip(),
            "directed": yes_or_no(cells.pop("directed", "")) or "no",
            **cells,
        }
        for cells in rows_with_blanks(clean.get("ties"))
    ]
    lines = [
        "*node data",
        *_lines(("id",), rows),
        "*tie data",
        *_lines(("from", "to", "directed"), ties),
    ]
    lost += [
        f"{name}: {counted(len(table.rows), 'row')}; VNA has no place for it"
        for name, table in clean.items()
        if name not in ("stakeholders", "ties")
    ]
    return Written("\n".join([*lines, ""]).encode("utf-8"), tuple(lost))


def _lines(first: Sequence[str], rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    columns = dict.fromkeys([*first, *(name for cells in rows for name in cells)])
    yield " ".join(f'"{name}"' for name in columns)
    for cells in rows:
        yield " ".join(f'"{cells.get(name, "")}"' for name in columns)


register(
    Format(
        "vna",
        "VNA (NetDraw): holds stakeholders and ties with all their columns",
        (".vna",),
        lambda content: re.search(rb"(?i)\*\s*(node|tie)\s+(data|properties)", content[:65_536]) is not None,
        read,
        write,
    )
)
