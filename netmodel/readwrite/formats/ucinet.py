"""UCINET's DL text files: matrices, lists of edges and lists of nodes, with labels.

Read: ``fullmatrix``, ``lowerhalf``, ``upperhalf``, ``edgelist1``, ``nodelist1``, and the two-mode ``edgelist2`` and
``nodelist2``; labels listed or embedded; several matrices (``nm``), each a relation named by its matrix label; the
diagonal present or absent. Labels are ids. A matrix that is not square is a list of two modes. Written: one
``edgelist1`` of active ties a kind; undirected ties stand both ways. The format: Borgatti, Everett & Freeman, UCINET
for Windows (2002), reference guide, chapter on DL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from netmodel.errors import InputError
from netmodel.readwrite.formats import Format, Written, register
from netmodel.readwrite.formats.gathered import counted
from netmodel.readwrite.formats.graphview import cleaned
from netmodel.readwrite.formats.relations import (
    BAD,
    Arc,
    PlainTie,
    RelationRows,
    plain_network,
    softened,
    unlisted,
)
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable

FORMATS_READ = ("fullmatrix", "lowerhalf", "upperhalf", "edgelist1", "edgelist2", "nodelist1", "nodelist2")

_ALIASES = {
    "fm": "fullmatrix",
    "edgelist": "edgelist1",
    "nodelist": "nodelist1",
    "el1": "edgelist1",
    "el2": "edgelist2",
}
_ALIASES |= {"nl1": "nodelist1", "nl2": "nodelist2", "lh": "lowerhalf", "uh": "upperhalf"}
_TOKEN = re.compile(r'"([^"]*)"|([^ \t,"]+)|(")')
_SETTING = re.compile(r"(?i)\b(nr|nc|nm|n|format|diagonal|title)\b\s*[=:]?\s*(\"[^\"]*\"|[A-Za-z0-9]+)")
_LABELS = r"(?:row |column |col |matrix |level )?labels(?:[ \t]+embedded)?"
_SECTION = re.compile(rf"(?i)[ \t,]*(data|{_LABELS})[ \t]*(:|(?<=embedded)[ \t,]*\Z)")
_EMBEDDED = re.compile(r"(?i)\b(row |column |col )?labels[ \t]+embedded\b:?")


class _Word(NamedTuple):
    text: str
    line: int


class _Dl(RelationRows):
    """A DL file in the making of tables."""

    def __init__(self, content: bytes, file: str, reading: Reading) -> None:
        super().__init__(content, file, reading)
        self.sizes: dict[str, int] = {}
        self.format, self.diagonal = "fullmatrix", True
        self.embedded: set[str] = set()
        self.labels: dict[str, list[str]] = {"row": [], "column": [], "matrix": []}
        self.data: list[tuple[list[str], int]] = []
        self.places: dict[str, int] = {}

    def walk(self) -> None:
        """Go through the lines: settings, then labels, then data."""
        section, started = "", False
        for line, text in enumerate(self.lines, 1):
            text = text.lstrip("\ufeff") if line == 1 else text
            if not started and text.strip():
                started = True
                if not re.match(r"(?i)[ \t]*dl\b", text):
                    self.fault("X002", line, "", text.strip(), "does not begin with the word dl", "export it again")
                    return
                text = re.sub(r"(?i)\A[ \t]*dl\b", "", text)
            while section != "data" and (head := _SECTION.match(text)):
                section, text = self.begin(head[1].casefold()), text[head.end() :]
            if section == "data":
                words = self.words(text, line)
                if words:
                    self.data.append((words, line))
            elif section in self.labels:
                self.label(section, text, line)
            elif text.strip():
                text = self.settings(text, line)
                if (head := _SECTION.search(text)) is not None:
                    section = self.begin(head[1].casefold())
                    if section in self.labels:
                        self.label(section, text[head.end() :], line)
        if section != "data" and not self.problems:
            self.fault("X002", None, "data:", "", "is missing", "the file may be cut off: export it again")

    def begin(self, name: str) -> str:
        """The section that a heading begins; labels that are embedded are only noted."""
        if name == "data":
            return "data"
        kind = {"row": "row", "col": "column", "column": "column", "matrix": "matrix", "level": "matrix"}
        which = kind.get(name.split()[0], "")
        if name.endswith("embedded"):
            self.embedded |= {which} if which else {"row", "column"}
            return ""
        return which or "row"

    def label(self, which: str, text: str, line: int) -> None:
        found = self.words(text, line)
        self.labels[which] += found
        for name in found:
            self.places.setdefault(name.strip(), line)

    def words(self, text: str, line: int) -> list[str]:
        found = []
        for quoted, bare, loose in (match.groups() for match in _TOKEN.finditer(text)):
            if loose:
                self.fault("X002", line, "", text[:80], "opens a quote that is never closed", "close the quote")
            else:
                found.append(quoted if quoted is not None else bare)
        return found

    def settings(self, text: str, line: int) -> str:
        """Take the settings out of a line; gives what is left of it."""
        for embedded in _EMBEDDED.finditer(text):
            self.begin(embedded[0].rstrip(":").casefold())
        text = _EMBEDDED.sub(" ", text)
        head = _SECTION.search(text)
        mine, rest = (text[: head.start()], text[head.start() :]) if head else (text, "")
        for found in _SETTING.finditer(mine):
            self.setting(found[1].casefold(), found[2].casefold(), line)
        left = _SETTING.sub(" ", mine).replace(",", " ").strip()
        if left:
            self.fault("X002", line, "", left, "is no setting of DL", "write n=, nm=, format=, labels: or data:")
        return rest

    def setting(self, name: str, value: str, line: int) -> None:
        if name == "format":
            self.format = _ALIASES.get(value, value)
            if self.format not in FORMATS_READ:
                remedy = f"export it as {', '.join(FORMATS_READ[:4])} or nodelist1"
                self.fault("X003", line, "format", value, "is not read", remedy)
        elif name == "diagonal":
            if value not in ("present", "absent"):
                self.fault("X002", line, "diagonal", value, "is not present or absent", "write one of them")
            self.diagonal = value != "absent"
        elif name != "title" and value == "0":
            self.sizes[name] = 0
        elif name != "title":
            self.sizes[name] = self.whole(value, line, name, 999_999_999)
            self.limited(self.sizes[name], len(self.content), line)

    # ---- data ------------------------------------------------------------------------------------------------------

    def tables_read(self) -> dict[str, RawTable]:
        """All tables, or every fault."""
        two = self.format in ("edgelist2", "nodelist2") or self.sizes.get("nr", 0) != self.sizes.get("nc", 0)
        if self.problems:
            raise InputError(self.problems)
        if self.format.endswith(("1", "2")):
            blocks = self.lists(two)
        else:
            blocks = self.matrices(two)
        if self.problems:
            raise InputError(self.problems)
        names = self.labels["matrix"]
        several = len(blocks) > 1
        kinds = [names[n] if n < len(names) else f"relation {n + 1}" if several else "" for n in range(len(blocks))]
        rows = self.labels["row"]
        two = two or bool(set(self.labels["column"]) - set(rows))
        for own in rows:
            self.gatherer("stakeholders").add({"id": own}, self.places.get(own))
        if two:
            events = [(name, self.places.get(name)) for name in self.labels["column"]]
            if set(rows) & set(self.labels["column"]):
                expected = "stands among the rows and among the columns of a two-mode file"
                both = min(set(rows) & set(self.labels["column"]))
                self.fault("X002", None, "labels", both, expected, "give the columns names of their own")
                raise InputError(self.problems)
            self.two_modes(events, [arc for block in blocks for arc in block])
            return self.finished(("stakeholders", "channels", "participants"))
        for kind, arcs in zip(kinds, blocks, strict=True):
            half = self.format in ("lowerhalf", "upperhalf")
            self.relation(kind.strip(), arcs, False if half else None)
        return self.finished()

    def fill(self, which: str, count: int) -> list[str]:
        """Labels of rows or columns, with a number for each that has none; one that stands twice is a fault."""
        labels = self.labels[which]
        if len(labels) > count:
            self.fault("X002", None, "labels", "", f"{len(labels):,} labels for {count:,} {which}s", "check n")
        self.labels[which] = unlisted([label.strip() for label in labels] + [""] * (count - len(labels)))
        seen: set[str] = set()
        for label in self.labels[which]:
            if label in seen:
                self.fault("X002", None, "labels", label, "stands twice", "give every actor a label of its own")
            seen.add(label)
        return self.labels[which]

    def matrices(self, two: bool) -> list[list[Arc]]:
        """Blocks of a full or half matrix: numbers in any lines, or one line a row where labels are embedded."""
        rows = self.sizes.get("nr") or self.sizes.get("n", 0)
        across = self.sizes.get("nc") or rows
        if not rows:
            self.fault("X002", None, "n", "", "is missing", "write dl n=NUMBER")
            return []
        words = iter([_Word(text, line) for texts, line in self.data for text in texts])
        blocks = []
        count = self.sizes.get("nm", 1)
        if count > 1 + sum(len(texts) for texts, _ in self.data):
            self.fault("X002", None, "nm", f"{count}", "is more matrices than the data hold", "check nm")
            return []
        for block in range(count):
            found = self.block(words, rows, across, two=two, first=block == 0)
            if self.problems:
                return []
            ids = self.labels["row"]
            blocks.append(self.of_block(found, ids, self.labels["column"]))
        if (left := next(words, None)) is not None:
            self.fault("X002", left.line, "", left.text, "is more than the matrix holds", "check n and nm")
        return blocks

    def block(self, words: Iterator[_Word], rows: int, across: int, *, two: bool, first: bool) -> list[list[_Word]]:
        """Values of one matrix, row by row, with the labels that stand among them."""
        if "column" in self.embedded:
            names = [word.text for word in self.some(words, across)]
            self.labels["column"] = names
        found = []
        embedded = []
        for row in range(rows):
            if "row" in self.embedded:
                for word in self.some(words, 1):
                    embedded.append(word.text)
                    self.places.setdefault(word.text.strip(), word.line)
            found.append(self.some(words, self.width(row, rows, across)))
        if embedded:
            self.labels["row"] = embedded
        if first or embedded:
            self.fill("row", rows)
            if not self.labels["column"] and not two:
                self.labels["column"] = list(self.labels["row"])
            else:
                self.fill("column", across)
        return found

    def width(self, row: int, rows: int, across: int) -> int:
        """How many values stand in a row."""
        if self.format == "lowerhalf":
            return row + self.diagonal
        if self.format == "upperhalf":
            return rows - row - (not self.diagonal)
        return across - (not self.diagonal)

    def some(self, words: Iterator[_Word], count: int) -> list[_Word]:
        found = [word for _, word in zip(range(count), words, strict=False)]
        if len(found) < count and not self.problems:
            self.fault("X002", None, "data:", "", "ends too soon", "the file may be cut off, or n is wrong")
        return found

    def of_block(self, found: Sequence[Sequence[_Word]], ids: Sequence[str], across: Sequence[str]) -> list[Arc]:
        arcs = []
        for row, words in enumerate(found):
            skip = 0 if self.format == "fullmatrix" or self.diagonal else 1
            start = row + skip if self.format == "upperhalf" else 0
            places = [n for n in range(start, len(across)) if self.diagonal or n != row]
            values = self.values([word.text for word in words], words[0].line) if words else []
            for place, value, word in zip(places, values, words, strict=False):
                if float(value) != 0:
                    arcs.append(Arc(ids[row], across[place], value, word.line))
        return arcs

    def lists(self, two: bool) -> list[list[Arc]]:
        """Blocks of a list of edges or nodes, parted by ! where there are several matrices."""
        blocks: list[list[tuple[list[str], int]]] = [[]]
        for words, line in self.data:
            if words == ["!"]:
                blocks.append([])
            else:
                blocks[-1].append((words, line))
        second = "column" if two else "row"
        named = "row" in self.embedded or "column" in self.embedded
        sizes = {"row": self.sizes.get("nr") or self.sizes.get("n", 0), "column": self.sizes.get("nc", 0)}
        index = {which: {label.strip(): label.strip() for label in self.labels[which]} for which in ("row", "column")}
        if not named:
            for which in ("row", *(("column",) if two else ())):
                self.fill(which, max(sizes[which], len(self.labels[which])))
        arcs = [
            [arc for texts, line in block for arc in self.listed(texts, line, second, named, index)]
            for block in blocks
        ]
        if named:
            for which in index:
                self.labels[which] = list(index[which])
                self.fill(which, max(sizes[which], len(index[which])))
        return arcs

    def listed(
        self, texts: list[str], line: int, second: str, named: bool, index: dict[str, dict[str, str]]
    ) -> list[Arc]:
        """Arcs of one line."""
        edge = self.format.startswith("edgelist")
        if edge and not 2 <= len(texts) <= 3:
            self.fault("X002", line, "", " ".join(texts), "is not FROM TO VALUE", "write two actors and a value")
            return []
        value = self.values(texts[2:], line)[0] if edge and len(texts) == 3 else ""
        source, *others = [
            self.actor(text, line, which, named, index)
            for text, which in zip(texts[:2] if edge else texts, ["row"] + [second] * len(texts), strict=False)
        ]
        if value and float(value) == 0:
            return []
        return [Arc(source, target, value, line) for target in others]

    def actor(self, text: str, line: int, which: str, named: bool, index: dict[str, dict[str, str]]) -> str:
        if named:
            self.places.setdefault(text.strip(), line)
            return index[which].setdefault(text.strip(), text.strip())
        number = self.whole(text, line, which, max(len(self.labels[which]), 1))
        return self.labels[which][number - 1] if number and self.labels[which] else ""


def read(content: bytes, file: str, reading: Reading) -> dict[str, RawTable]:
    """Read a DL file; every fault of it is raised at once.

    >>> text = b"dl n=2 format=edgelist1\\nlabels:\\nann,bob\\ndata:\\n1 2 3\\n"
    >>> read(text, "a.dl", Reading())["ties"].rows
    [['ann', 'bob', '3', 'yes']]
    """
    found = _Dl(content, file, reading)
    found.walk()
    return found.tables_read()


# ---- writing -------------------------------------------------------------------------------------------------------


def write(tables: Mapping[str, RawTable]) -> Written:
    """Write actors and active ties as lists of edges, one a kind; what is lost is listed.

    >>> people = RawTable("stakeholders", "", ("id",), [["a"], ["b"]], [2, 3])
    >>> ties = RawTable("ties", "", ("source", "target", "strength"), [["a", "b", "0.5"]], [2])
    >>> write({"stakeholders": people, "ties": ties}).content.decode().splitlines()
    ['dl n=2 nm=1 format=edgelist1', 'labels:', '"a"', '"b"', 'data:', '1 2 0.5', '2 1 0.5']
    """
    clean, lost = cleaned(tables, BAD, softened, "DL")
    net = plain_network(clean, "DL")
    number = {own: index for index, own in enumerate(net.ids, 1)}
    kinds = list(dict.fromkeys(tie.kind for tie in net.ties)) or [""]
    head = [f"dl n={len(net.ids)} nm={len(kinds)} format=edgelist1", "labels:", *(f'"{own}"' for own in net.ids)]
    if any(kinds):
        head += ["matrix labels:", *(f'"{kind}"' for kind in kinds)]
    data: list[str] = ["data:"]
    for index, kind in enumerate(kinds):
        cells, more = _matrix([tie for tie in net.ties if tie.kind == kind], kind)
        data += ["!"] * (index > 0)
        data += [f"{number[source]} {number[target]} {value}".rstrip() for (source, target), value in cells.items()]
        lost += more
    return Written("\n".join([*head, *data, ""]).encode("utf-8"), (*lost, *net.lost))


def _matrix(ties: Sequence[PlainTie], kind: str) -> tuple[dict[tuple[str, str], str], list[str]]:
    """One value for each pair: the strongest; and what that loses."""
    found: dict[tuple[str, str], str] = {}
    repeated = 0
    for tie in ties:
        ends = [(tie.source, tie.target)] + [(tie.target, tie.source)] * (
            not tie.directed and tie.source != tie.target
        )
        repeated += any(pair in found for pair in ends)
        for pair in ends:
            if pair not in found or _strength(tie.value) > _strength(found[pair]):
                found[pair] = tie.value
    lost = []
    named = f"ties, {kind}" if kind else "ties"
    if repeated:
        lost.append(f"{named}: {counted(repeated, 'tie')} beside a stronger one of the same two; DL holds one value")
    directed = sum(tie.directed for tie in ties)
    both = sum(not tie.directed for tie in ties)
    if directed and both:
        lost.append(f"{named}: {counted(both, 'undirected tie')} written as two directed ones each, beside others")
    return found, lost


def _strength(value: str) -> float:
    try:
        return abs(float(value or "0.5"))
    except ValueError:
        return 0.0


register(
    Format(
        "dl",
        "UCINET DL: holds ids and active ties by kind",
        (".dl", ".txt"),
        lambda content: re.match(rb"(\xef\xbb\xbf)?\s*[dD][lL][\s,]", content) is not None,
        read,
        write,
    )
)
