"""Node-link JSON, as NetworkX writes it (`nodes` and `edges`) and d3 wants it (`nodes` and `links`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netmodel.errors import Problem
from netmodel.readwrite.formats import Format, Tables, Written, register
from netmodel.readwrite.formats.gathered import Gatherer
from netmodel.readwrite.formats.jsontext import (
    KEPT,
    Number,
    Object,
    cells_of,
    fault,
    finish,
    kept_tables,
    objects_in,
    parse,
    passed_over,
    rows_of,
    take_kept,
    text_of,
    to_bytes,
    value_of,
)
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable

ENDS = ("source", "target")
_KNOWN = ("directed", "multigraph", "graph", "nodes", "links", "edges", KEPT)


def accepts(content: bytes) -> bool:
    """Whether it has nodes, and links or edges.

    >>> accepts(b'{"nodes": [], "links": []}'), accepts(b'{"nodes": 1}')
    (True, False)
    """
    return b'"nodes"' in content and (b'"links"' in content or b'"edges"' in content)


def read(content: bytes, file: str, reading: Reading) -> Tables:
    """Read node-link JSON.

    The ends of a link are ids of nodes; where no node has an `id` they are names, or, if they are numbers, places in
    the list of nodes from 0, as in old files of d3. In a directed graph every link that does not say otherwise is
    directed.

    Raises
    ------
    InputError
        X002 with every fault of the file's form.
    LimitError
        Where it is over a limit.

    Examples
    --------
    >>> tables = read(b'{"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": "a", "target": "b"}]}', "g.json",
    ...               Reading())
    >>> tables["ties"].header, tables["ties"].rows
    (('source', 'target'), [['a', 'b']])
    """
    whole = parse(content, file, reading)
    if not isinstance(whole, Object):
        return finish({}, content, [fault(file, 1, "", "is no object with nodes and links")])
    faults: list[Problem] = []
    notices = passed_over(whole, _KNOWN, file, whole.line)
    key = "links" if "links" in whole else "edges"
    if "links" in whole and "edges" in whole:
        faults.append(fault(file, whole.line, "edges", "stands beside links", "leave one of the two lists out"))
    nodes = list(objects_in(whole.get("nodes"), "nodes", file, whole.line, faults))
    links = objects_in(whole.get(key, []), key, file, whole.line, faults)
    people = Gatherer("stakeholders", file, reading.limits)
    for node in nodes:
        people.add(cells_of(node, "stakeholders", file, faults), node.line)
    ends = _Ends(nodes, file, faults)
    ties = Gatherer("ties", file, reading.limits)
    for link in links:
        cells = {**cells_of(link, "ties", file, faults), **{end: ends.of(link, end) for end in ENDS}}
        if whole.get("directed") is True:
            cells.setdefault("directed", "yes")
        ties.add(cells, link.line)
    graph = whole.get("graph")
    inner = graph if isinstance(graph, Object) else Object()
    notices += passed_over(inner, (KEPT,), file, inner.line)
    kept = take_kept(inner.get(KEPT), file, reading, faults)
    tables: dict[str, RawTable] = {"stakeholders": people.table(required=() if people.columns else ("id",))}
    if ties.rows or KEPT not in inner or "ties" in kept:
        tables["ties"] = ties.table(required=ENDS)
    kept.pop("ties", None)
    return finish({**tables, **kept}, content, faults, [*notices, *ends.notices])


class _Ends:
    """What the ends of links mean, which the nodes decide."""

    def __init__(self, nodes: list[Object], file: str, faults: list[Problem]) -> None:
        self.names = [text_of(node.get("id", node.get("name"))) for node in nodes]
        self.places = not any("id" in node for node in nodes)
        self.file, self.faults = file, faults
        self.notices: list[Problem] = []

    def of(self, link: Object, end: str) -> str:
        """Id or name of the node at an end of a link."""
        value = link.get(end)
        if isinstance(value, Mapping):
            value = value.get("id", value.get("name"))
        if self.places and isinstance(value, Number):
            return self._at(link, end, value)
        if not text_of(value).strip():
            self.faults.append(fault(self.file, link.line, end, "is empty", "give every link a source and a target"))
        return text_of(value)

    def _at(self, link: Object, end: str, value: Number) -> str:
        if not self.notices:
            said = "ends of links that are numbers are places in the list of nodes, from 0: no node has an id"
            self.notices.append(Problem("X005", self.file, link.line or None, end, "", said))
        if value.isdecimal() and value.isascii() and len(value) < 10 and int(value) < len(self.names):
            return self.names[int(value)]
        expected = f"is no place in the list of {len(self.names)} nodes"
        self.faults.append(fault(self.file, link.line, end, expected, value=value))
        return str(value)


def write(tables: Tables) -> Written:
    """Write node-link JSON with the names that NetworkX gives them; what is no node or edge is kept in `graph`.

    >>> table = RawTable("stakeholders", "", ("id",), [["gac"]], [1])
    >>> b'"id": "gac"' in write({"stakeholders": table}).content
    True
    """
    ties = rows_of(tables.get("ties"))
    directed = bool(ties) and all(row.get("directed") == "yes" for row in ties)
    kept = kept_tables(tables, *(name for name in tables if name not in ("stakeholders", "ties")))
    if not ties:
        kept.setdefault(KEPT, {}).update({"ties": []} if "ties" in tables else {})
    whole: dict[str, Any] = {
        "directed": directed,
        "multigraph": True,
        "graph": kept,
        "nodes": [_values("stakeholders", row) for row in rows_of(tables["stakeholders"])],
        "edges": [_values("ties", row) for row in ties],
    }
    return Written(to_bytes(whole))


def _values(table: str, row: Mapping[str, str]) -> dict[str, Any]:
    return {column: value_of(table, column, cell) for column, cell in row.items()}


register(Format("nodelink", "Node-link JSON (NetworkX, d3)", (".json",), accepts, read, write))
