"""Nodes and edges of a graph file, gathered into the tables that they belong to: the way back from `graphview`."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from netmodel.errors import Problem, printable
from netmodel.readwrite.formats.gathered import Gatherer, counted
from netmodel.readwrite.formats.graphview import EDGES, ID, NODES, TABLE
from netmodel.readwrite.reading import Limits
from netmodel.schema import RawTable

MARK = "\0"
"""Stands before the columns that are attributes of the file, so that none is taken for what its form says."""

_INTEGER = re.compile(r"\s*[-+]?\d{1,400}\s*\Z", re.ASCII)
_DIGITS = r"(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][-+]?\d{1,9})?"
_NUMBER = re.compile(rf"\s*[-+]?({_DIGITS}|nan|inf|infinity)\s*\Z", re.ASCII | re.IGNORECASE)
_BOOLEANS = {"true": "yes", "false": "no", "1": "yes", "0": "no"}


class GraphRows:
    """Tables in the making.

    Attributes
    ----------
    problems : list of Problem
        Faults so far, all of which are to be raised together.
    left_out : Counter of str
        What the file holds that is not kept, by its name.
    said : list of Problem
        Notices.
    names : dict of str to str
        Name of each attribute column of nodes and of edges, by its key (with `MARK`).
    """

    def __init__(self, file: str, limits: Limits) -> None:
        self.file, self.limits = file, limits
        self.problems: list[Problem] = []
        self.left_out: Counter[str] = Counter()
        self.said: list[Problem] = []
        self.node_names: dict[str, str] = {}
        self.edge_names: dict[str, str] = {}
        self.found: dict[str, Gatherer] = {}
        self.actual: dict[str, str] = {}

    def fault(self, code: str, line: int | None, column: str, value: str, expected: str, remedy: str = "") -> None:
        """Note a fault of the file."""
        shown = value if len(value) <= 80 else value[:79] + "…"
        self.problems.append(Problem(code, self.file, line, printable(column), shown, expected, remedy))

    def notice(self, words: str, column: str = "") -> None:
        """Note what reading decided."""
        self.said.append(Problem("X005", self.file, None, printable(column), "", words))

    def gatherer(self, table: str) -> Gatherer:
        """The rows of one table, begun where there are none."""
        return self.found.setdefault(table, Gatherer(table, self.file, self.limits))

    def typed(self, kind: str, text: str, line: int, column: str) -> str:
        """An attribute as a cell, checked against its type; a fault is noted."""
        if kind == "boolean":
            word = _BOOLEANS.get(text.strip().casefold())
            if word is None and text.strip():
                self.fault("X002", line, column, text.strip(), "is not true or false, as its type wants", "mend it")
            return word or ""
        if kind in ("integer", "number") and text.strip():
            pattern, noun = (_INTEGER, "a whole number") if kind == "integer" else (_NUMBER, "a number")
            if not pattern.match(text):
                remedy = "mend it, or declare the attribute as a string"
                self.fault("X002", line, column, text.strip(), f"is not {noun}, as its type wants", remedy)
            return text.strip()
        return text

    def table_of(self, cells: dict[str, str], names: Mapping[str, str], edge: bool, line: int) -> str:
        """The table of a node or edge, taken out of its cells; by default stakeholders or ties."""
        places, default = (EDGES, "ties") if edge else (NODES, "stakeholders")
        key = next((key for key in cells if names.get(key) == TABLE), None)
        said = cells.pop(key) if key is not None else ""
        if said and said not in places:
            self.fault("X002", line, TABLE, said, f"is not {' or '.join(places)}", "mend it, or delete it")
            return default
        return said or default

    def node(self, node: str, cells: dict[str, str], line: int) -> None:
        """Add a node with its cells."""
        table = self.table_of(cells, self.node_names, False, line)
        key = next((key for key in cells if self.node_names.get(key) == ID), None)
        if key is not None:
            self.actual[node] = cells.pop(key)
        self.gatherer(table).add({"id": self.actual.get(node, node), **cells}, line)

    def edge(self, source: str, target: str, cells: dict[str, str], line: int) -> None:
        """Add an edge with its cells."""
        table = self.table_of(cells, self.edge_names, True, line)
        first, last = EDGES[table]
        self.gatherer(table).add({first: source, last: target, **cells}, line)

    def tables(self, content: bytes, present: Iterable[str] = ("stakeholders", "ties")) -> dict[str, RawTable]:
        """Give the tables: those with rows, and those that are said to be there."""
        for table in present:
            self.gatherer(table)
        self._own_ids()
        repeated = "ties" in self.found and self._repeated_ids()
        for what, number in sorted((+self.left_out).items()):
            self.notice(f"{what}: {number:,} left out; netmodel has no use for it")
        digest = hashlib.sha256(content).hexdigest()
        tables = {}
        for name in (*NODES, *EDGES):
            if name in self.found:
                names = dict(self.edge_names if name in EDGES else self.node_names)
                required = ("id",) if name in NODES else EDGES[name]
                if name == "ties" and repeated:
                    names["id"] = "key"
                notices = self.said if name == "stakeholders" else ()
                tables[name] = self.found[name].table(names, required=required, notices=notices, sha256=digest)
        return tables

    def _own_ids(self) -> None:
        """Put the ids that nodes have in their tables in the place of those that they have in the graph."""
        if not self.actual:
            return
        for name, ends in EDGES.items():
            if name in self.found and self.found[name].rows:
                rows, columns = self.found[name].rows, self.found[name].columns
                for end in (columns[end] for end in ends):
                    for row in rows:
                        row[end] = self.actual.get(row[end], row[end])

    def _repeated_ids(self) -> bool:
        """Whether edges share ids, as keys of parallel edges do; they are then no names of ties."""
        at = self.found["ties"].columns.get("id")
        if at is None:
            return False
        given = [row[at] for row in self.found["ties"].rows if len(row) > at and row[at]]
        if len(set(given)) == len(given):
            return False
        repeated = counted(len(given) - len(set(given)), "id")
        self.notice(f"edges share {repeated}: they are read as keys, not as names of ties", "id")
        return True
