"""Pajek networks (.net): numbered vertices with labels, lines with one value, several relations.

Read: ``*Vertices`` (also of two modes), ``*Arcs``, ``*Edges``, ``*Arcslist``, ``*Edgeslist`` and ``*Matrix``, each
with a relation's number and name; labels of lines, times in years, and the pairs of words that NetworkX adds.
Labels are ids where each stands once; else the numbers are, and labels are names. Written: ids as labels, x and y,
active ties by kind as relations, strength as value; everything else is listed as lost. The format: de Nooy, Mrvar &
Batagelj, Exploratory Social Network Analysis with Pajek (2018), appendix 2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from netmodel.readwrite.formats import Format, Written, register
from netmodel.readwrite.formats.gathered import counted
from netmodel.readwrite.formats.graphview import cleaned
from netmodel.readwrite.formats.relations import BAD, Arc, RelationRows, plain_network, softened, unlisted
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable

SHAPES = {"box", "ellipse", "diamond", "triangle", "cross", "empty", "man", "woman", "house"}
_LOOKS = "x_fact y_fact phi r q ic bc bw lc la lr lphi lp fos font hooks si ss c w p s a ap h1 h2 a1 a2 k1 k2 k3 h k"
LOOKS = frozenset(_LOOKS.split())
"""Words that say how a vertex or a line is drawn; the word after each is its value."""

_HEAD = re.compile(r"[ \t]*\*([A-Za-z]+)[ \t]*(.*)\Z", re.DOTALL)
_TOKEN = re.compile(r'"([^"]*)"|(\[[^\]]*\])|([^ \t]+)')
_PLACE = re.compile(r"[-+]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][-+]?\d{1,3})?\Z", re.ASCII)
_SPAN = re.compile(r"([12]\d{3})(?:-([12]\d{3}|\*))?\Z", re.ASCII)
_SKIPPED = ("partition", "vector", "permutation", "cluster", "hierarchy", "title", "description")


_Relation = tuple[str, str]
"""Number and name of a relation, as its section gives them."""


class _Pajek(RelationRows):
    """A Pajek file in the making of tables."""

    def __init__(self, content: bytes, file: str, reading: Reading) -> None:
        super().__init__(content, file, reading)
        self.number = self.first_mode = 0
        self.vertices: dict[int, tuple[dict[str, str], int]] = {}
        self.relations: dict[tuple[_Relation, bool], list[tuple[int, int, str, int, dict[str, str]]]] = {}
        self.matrices: list[tuple[_Relation, list[tuple[list[str], int]]]] = []
        self.labels: dict[str, str] = {}
        self.relation_now: _Relation = ("", "")
        self.counted = False
        self.take: Callable[[list[str], int], None] = self.nowhere

    def walk(self) -> None:
        """Go through the lines, section by section."""
        for line, text in enumerate(self.lines, 1):
            if not text.strip() or text.lstrip().startswith("%"):
                continue
            head = _HEAD.match(text.lstrip("\ufeff"))
            if head:
                self.section(head[1].casefold(), self.tokens(head[2], line), line)
            else:
                self.take(self.tokens(text, line), line)

    def tokens(self, text: str, line: int) -> list[str]:
        found = []
        for quoted, timed, bare in (match.groups("") for match in _TOKEN.finditer(text)):
            if bare.startswith('"'):
                self.fault("X002", line, "", bare, "opens a quote that is never closed", "close the quote")
            found.append(timed or bare or quoted)
        return found

    def section(self, name: str, words: list[str], line: int) -> None:
        sections = {
            "arcs": self.arc,
            "edges": self.edge_line,
            "arcslist": self.arcs_list,
            "edgeslist": self.edges_list,
            "matrix": self.matrix_row,
        }
        if name in sections:
            self.take = sections[name]
            self.named(words)
            if name == "matrix":
                self.matrices.append((self.relation_now, []))
        elif name == "vertices":
            self.count(words, line)
            self.take = self.vertex
        elif name == "network":
            self.take = self.passed_over
        elif name in _SKIPPED:
            self.left_out[f"*{name}"] += 1
            self.take = self.passed_over
        else:
            expected = "is no section that is read"
            self.fault("X003", line, f"*{name}", "", expected, "keep *Vertices, *Arcs, *Edges and *Matrix")
            self.take = self.passed_over

    def named(self, words: list[str]) -> None:
        """Number and name of the relation that begins."""
        number = words[0].removeprefix(":") if words else ""
        name = words[1].strip() if len(words) > 1 else ""
        self.relation_now = (number, name)
        if name:
            self.labels.setdefault(number, name)

    def count(self, words: list[str], line: int) -> None:
        if self.counted:
            self.fault("X003", line, "*Vertices", "", "begins a second network; one is read from a file", "split it")
            return
        self.counted = True
        if words[:1] == ["0"]:
            return
        self.number = self.whole(words[0] if words else "", line, "*Vertices", 999_999_999)
        if len(words) > 1:
            self.first_mode = self.whole(words[1], line, "*Vertices", max(self.number, 1))
        self.limited(self.number, len(self.lines), line)

    def nowhere(self, words: list[str], line: int) -> None:
        self.fault("X002", line, "", words[0] if words else "", "stands before *Vertices", "export the file again")
        self.take = self.passed_over

    def passed_over(self, words: list[str], line: int) -> None:
        """A line of a section that is not read."""

    def vertex(self, words: list[str], line: int) -> None:
        number = self.whole(words[0], line, "vertex", max(self.number, 1))
        if number in self.vertices:
            self.fault("X002", line, "vertex", words[0], "stands twice", "number every vertex once")
        cells = {"label": words[1]} if len(words) > 1 else {}
        rest = words[2:]
        for axis in "xyz":
            if rest and _PLACE.match(rest[0]):
                cells[axis] = rest.pop(0)
        if rest and rest[0].casefold() in SHAPES:
            self.left_out["shapes"] += 1
            rest.pop(0)
        more = self.more(rest, line)
        if "label" in more:  # a word of NetworkX, and no other label of the vertex
            more["label (2)" if "name" in more else "name"] = more.pop("label")
        self.vertices[number] = (cells | more, line)

    def more(self, words: list[str], line: int) -> dict[str, str]:
        """Pairs of words at the end of a line: those that say how it is drawn are left out, others are kept."""
        cells: dict[str, str] = {}
        while words:
            name = words.pop(0)
            if name.startswith("["):
                cells["time"] = name[1:-1]
            elif not words:
                self.fault("X002", line, "", name, "is a word without a value", "write word and value, or neither")
            elif name.casefold() in LOOKS:
                self.left_out["colours, widths and other looks"] += 1
                words.pop(0)
            else:
                cells["label" if name == "l" else name] = words.pop(0)
        return cells

    def line(self, words: list[str], line: int, directed: bool) -> None:
        relation = (words.pop(0)[:-1], "") if words[0].endswith(":") else self.relation_now
        if len(words) < 2:
            self.fault("X002", line, "", " ".join(words), "is not two vertices", "write FROM TO VALUE")
            return
        ends = [self.whole(word, line, "vertex", max(self.number, 1)) for word in words[:2]]
        rest = words[2:]
        value = rest.pop(0) if rest and _PLACE.match(rest[0]) else ""
        self.add(relation, directed, ends[0], ends[1], value, line, self.more(rest, line))

    def add(
        self,
        relation: _Relation,
        directed: bool,
        source: int,
        target: int,
        value: str,
        line: int,
        cells: dict[str, str],
    ) -> None:
        self.relations.setdefault((relation, directed), []).append((source, target, value, line, cells))

    def arc(self, words: list[str], line: int) -> None:
        self.line(words, line, True)

    def edge_line(self, words: list[str], line: int) -> None:
        self.line(words, line, False)

    def listed(self, words: list[str], line: int, directed: bool) -> None:
        source, *targets = (self.whole(word.lstrip("-"), line, "vertex", max(self.number, 1)) for word in words)
        for word, target in zip(words[1:], targets, strict=True):
            self.add(self.relation_now, directed, source, target, "-1" if word.startswith("-") else "", line, {})

    def arcs_list(self, words: list[str], line: int) -> None:
        self.listed(words, line, True)

    def edges_list(self, words: list[str], line: int) -> None:
        self.listed(words, line, False)

    def matrix_row(self, words: list[str], line: int) -> None:
        self.matrices[-1][1].append((words, line))

    def ids(self) -> list[str]:
        """Ids of the vertices in order; adds them to their tables."""
        written = [self.vertices.get(number, ({}, 0))[0].get("label", "") for number in range(1, self.number + 1)]
        labels = unlisted([label if label.strip() else "" for label in written])
        once = len(set(labels)) == len(labels)
        ids = labels if once else [str(number) for number in range(1, self.number + 1)]
        if not once:
            self.notice("some labels stand twice: the numbers of the vertices are their ids, the labels their names")
        last = self.first_mode or self.number
        for number, (own, label) in enumerate(zip(ids[:last], labels, strict=False), 1):
            cells, line = self.vertices.get(number, ({}, None))
            more = {name: cell for name, cell in cells.items() if name != "label"}
            self.gatherer("stakeholders").add({"id": own} | ({} if once else {"name": label}) | more, line)
        return ids

    def relations_read(self, ids: list[str]) -> Iterator[tuple[str, bool | None, list[Arc]]]:
        """The relations: kind, whether directed (None: to be told), arcs."""
        keys = dict.fromkeys(
            [relation for relation, _ in self.relations] + [relation for relation, _ in self.matrices]
        )
        names = {key: key[1] or self.labels.get(key[0], "") for key in keys}
        several = len(keys) > 1
        kinds = {key: name or (f"relation {key[0]}" if several and key[0] else "") for key, name in names.items()}
        for (relation, directed), lines in self.relations.items():
            arcs = [
                Arc(ids[source - 1], ids[target - 1], value, line, timed)
                for source, target, value, line, cells in lines
                for timed in _timed(cells)
            ]
            yield kinds[relation], directed, arcs
        for relation, rows in self.matrices:
            yield kinds[relation], None, self.of_matrix(ids, rows)

    def of_matrix(self, ids: list[str], rows: list[tuple[list[str], int]]) -> list[Arc]:
        """Arcs of a matrix: as many rows and columns as there are vertices of each mode."""
        own, across = (ids[: self.first_mode], ids[self.first_mode :]) if self.first_mode else (ids, ids)
        if len(rows) != len(own):
            line = rows[0][1] if rows else None
            expected = f"has {counted(len(rows), 'row')}, not {len(own):,}"
            self.fault("X002", line, "*Matrix", "", expected, "write a row for every vertex")
        for words, line in rows:
            if len(words) != len(across):
                expected = f"has {counted(len(words), 'value')}, not {len(across):,}"
                self.fault("X002", line, "*Matrix", "", expected, "write a value for every vertex")
        return self.square(rows, own, across)

    def tables_read(self) -> dict[str, RawTable]:
        """All tables, or every fault."""
        if not self.number and not self.problems and not self.counted:
            self.fault("X002", None, "*Vertices", "", "is missing", "export the file again")
        if self.problems:
            return self.finished()
        ids = self.ids()
        found = list(self.relations_read(ids))
        if not self.first_mode:
            for kind, directed, arcs in found:
                self.relation(kind, arcs, directed)
            return self.finished()
        numbers = range(self.first_mode + 1, self.number + 1)
        events = [(ids[number - 1], self.vertices.get(number, ({}, None))[1]) for number in numbers]
        self.two_modes(events, [arc for _, _, arcs in found for arc in arcs])
        return self.finished(("stakeholders", "channels", "participants"))


def _timed(cells: dict[str, str]) -> list[dict[str, str]]:
    """The cells once for every time that the line was there, where times are years; else as they are."""
    spans = [_SPAN.match(part.strip()) for part in cells.get("time", "").split(",")]
    if "time" not in cells or not all(spans):
        return [cells]
    rest = {name: cell for name, cell in cells.items() if name != "time"}
    years = [(span[1], span[2] or span[1]) for span in spans if span]
    return [rest | {"since": since} | ({} if until == "*" else {"until": until}) for since, until in years]


def read(content: bytes, file: str, reading: Reading) -> dict[str, RawTable]:
    """Read a Pajek network; every fault of it is raised at once.

    >>> text = b'*Vertices 2\\n1 "Ann"\\n2 "Bob"\\n*Edges\\n1 2 0.5\\n'
    >>> read(text, "a.net", Reading())["ties"].rows
    [['Ann', 'Bob', '0.5', 'no']]
    """
    pajek = _Pajek(content, file, reading)
    pajek.walk()
    return pajek.tables_read()


# ---- writing -------------------------------------------------------------------------------------------------------


def write(tables: Mapping[str, RawTable]) -> Written:
    """Write actors and active ties as a Pajek network; what is lost is listed.

    >>> people = RawTable("stakeholders", "", ("id", "name"), [["a", "Ann"]], [2])
    >>> written = write({"stakeholders": people})
    >>> written.content, written.lost
    (b'*Vertices 1\\n1 "a"\\n', ('stakeholders, name: 1 cell; Pajek has no place for it',))
    """
    clean, lost = cleaned(tables, BAD, softened, "Pajek")
    net = plain_network(clean, "Pajek", ("x", "y"))
    number = {own: index for index, own in enumerate(net.ids, 1)}
    lines, unplaced = [f"*Vertices {len(net.ids)}"], 0
    for own in net.ids:
        cells = net.actors[number[own] - 1] if number[own] <= len(net.actors) else {}
        place = [cells.get(axis, "") for axis in ("x", "y")]
        whole = all(_PLACE.match(text) for text in place)
        unplaced += any(place) and not whole
        lines.append(" ".join([str(number[own]), f'"{own}"', *(place if whole else ())]))
    if unplaced:
        lost.append(f"stakeholders, x and y: {counted(unplaced, 'place')} not two numbers")
    for index, kind in enumerate(dict.fromkeys(tie.kind for tie in net.ties), 1):
        for section, directed in (("Arcs", True), ("Edges", False)):
            ties = [tie for tie in net.ties if tie.kind == kind and tie.directed == directed]
            if ties:
                lines.append(f'*{section} :{index} "{kind}"' if kind else f"*{section}")
            lines += [f"{number[tie.source]} {number[tie.target]} {tie.value}".rstrip() for tie in ties]
    text = "\n".join([*lines, ""])
    mark = "" if text.isascii() else "\ufeff"
    return Written((mark + text).encode("utf-8"), (*lost, *net.lost))


register(
    Format(
        "pajek",
        "Pajek network: holds ids, places, and active ties by kind",
        (".net",),
        lambda content: re.search(rb"(?im)^\s*\*vertices\b", content[:65_536].replace(b"\0", b"")) is not None,
        read,
        write,
    )
)
