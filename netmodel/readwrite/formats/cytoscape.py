"""Cytoscape JSON (cyjs): what Cytoscape exports and Cytoscape.js draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netmodel.errors import Problem
from netmodel.readwrite.formats import Format, Tables, Written, register
from netmodel.readwrite.formats.gathered import Gatherer, counted
from netmodel.readwrite.formats.jsontext import (
    KEPT,
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
OWN = ("SUID", "selected", "shared name", "shared interaction")
"""What Cytoscape adds to every node and edge for itself."""

_KNOWN = ("elements", "data", "format_version", "generated_by", "target_cytoscapejs_version")


def accepts(content: bytes) -> bool:
    """Whether it has elements that are nodes and edges, or a list of elements with data.

    >>> accepts(b'{"elements": {"nodes": []}}'), accepts(b'{"elements": [], "connections": []}')
    (True, False)
    """
    mixed = b'"data"' in content and b'"connections"' not in content
    return b'"elements"' in content and (b'"nodes"' in content or mixed)


def read(content: bytes, file: str, reading: Reading) -> Tables:
    """Read Cytoscape JSON: nodes become stakeholders, edges ties, `interaction` their kind, positions x and y.

    Raises
    ------
    InputError
        X002 with every fault of the file's form.
    LimitError
        Where it is over a limit.

    Examples
    --------
    >>> text = b'{"elements": {"nodes": [{"data": {"id": "a"}, "position": {"x": 1, "y": 2}}], "edges": []}}'
    >>> read(text, "g.cyjs", Reading())["stakeholders"].rows
    [['a', '1', '2']]
    """
    whole = parse(content, file, reading)
    if not isinstance(whole, Object) or "elements" not in whole:
        return finish({}, content, [fault(file, 1, "elements", "is missing: this is no Cytoscape JSON")])
    faults: list[Problem] = []
    notices = passed_over(whole, _KNOWN, file, whole.line)
    nodes, edges = _elements(whole, file, faults)
    people = Gatherer("stakeholders", file, reading.limits)
    for node in nodes:
        cells = cells_of(_data(node, file, faults), "stakeholders", file, faults, node.line)
        place = node.get("position")
        position = {axis: text_of(place.get(axis)) for axis in ("x", "y")} if isinstance(place, Object) else {}
        people.add({**_renamed(cells), **{axis: at for axis, at in position.items() if axis not in cells}}, node.line)
    ties = Gatherer("ties", file, reading.limits)
    for edge in edges:
        found = _data(edge, file, faults)
        for end in ENDS:
            if not text_of(found.get(end)).strip():
                faults.append(fault(file, edge.line, end, "is empty", "give every edge a source and a target"))
        ties.add(_renamed(cells_of(found, "ties", file, faults, edge.line)), edge.line)
    data = whole.get("data")
    inner = data if isinstance(data, Object) else Object()
    notices += passed_over(inner, (KEPT, "name", *OWN), file, inner.line)
    kept = take_kept(inner.get(KEPT), file, reading, faults)
    tables: dict[str, RawTable] = {"stakeholders": people.table(required=() if people.columns else ("id",))}
    if ties.rows or KEPT not in inner or "ties" in kept:
        tables["ties"] = ties.table(required=ENDS)
    kept.pop("ties", None)
    return finish({**tables, **kept}, content, faults, notices)


def _elements(whole: Object, file: str, faults: list[Problem]) -> tuple[list[Object], list[Object]]:
    """Nodes and edges, which stand in two lists, or in one where `group` or a `source` tells them apart."""
    elements = whole["elements"]
    if isinstance(elements, Object):
        found = [
            list(objects_in(elements.get(key, []), key, file, elements.line, faults)) for key in ("nodes", "edges")
        ]
        return found[0], found[1]
    mixed = list(objects_in(elements, "elements", file, whole.line, faults))
    edges = [item for item in mixed if _is_edge(item)]
    return [item for item in mixed if not _is_edge(item)], edges


def _is_edge(item: Object) -> bool:
    data = item.get("data")
    return item.get("group") == "edges" or ("group" not in item and isinstance(data, Object) and "source" in data)


def _data(item: Object, file: str, faults: list[Problem]) -> Object:
    data = item.get("data")
    if isinstance(data, Object):
        return data
    faults.append(fault(file, item.line, "data", "is missing", 'every node and edge has "data": {...}'))
    return Object()


def _renamed(cells: Mapping[str, str]) -> dict[str, str]:
    """Cells less what Cytoscape adds for itself: names that it shares, numbers of its own, what was selected."""
    kept = {name: cell for name, cell in cells.items() if name not in OWN}
    if not set(ENDS) <= set(kept):
        return kept
    if "interaction" in kept and "kind" not in kept:
        return {"kind" if name == "interaction" else name: cell for name, cell in kept.items()}
    if kept.get("interaction") == kept.get("kind"):
        kept.pop("interaction", None)
    return kept


def write(tables: Tables) -> Written:
    """Write Cytoscape JSON; what is no node or edge is kept in its `data`, where Cytoscape keeps what it is told.

    >>> people = RawTable("stakeholders", "", ("id", "name"), [["gac", "GAC"]], [1])
    >>> b'"name": "GAC"' in write({"stakeholders": people}).content
    True
    """
    people, ties = rows_of(tables["stakeholders"]), rows_of(tables.get("ties"))
    taken = {row["id"] for row in people if "id" in row}
    clash = [row for row in ties if row.get("id") in taken]
    lost = (
        [f"the id of {counted(len(clash), 'tie')}: a stakeholder has it, and ids are one set here"] if clash else []
    )
    for row in clash:
        del row["id"]
    lost += _lost_columns(people, ties)
    kept = kept_tables(tables, *(name for name in tables if name not in ("stakeholders", "ties")))
    if not ties:
        kept.setdefault(KEPT, {}).update({"ties": []} if "ties" in tables else {})
    edges = [_item("ties", row) for row in ties]
    whole = {"data": kept, "elements": {"nodes": [_item("stakeholders", row) for row in people], "edges": edges}}
    return Written(to_bytes(whole), tuple(lost))


def _lost_columns(people: list[dict[str, str]], ties: list[dict[str, str]]) -> list[str]:
    """Take out the columns that Cytoscape has for itself, and say which."""
    lost = []
    for table, rows, own in (("stakeholders", people, OWN), ("ties", ties, (*OWN, "interaction"))):
        for name in own:
            if any(row.pop(name, "") for row in rows):
                lost.append(f"{table}: the column {name!r}, which Cytoscape has for itself")
    return lost


def _item(table: str, row: Mapping[str, str]) -> dict[str, Any]:
    data = {column: value_of(table, column, cell) for column, cell in row.items()}
    if table == "ties":
        return {"data": {**data, "interaction": row["kind"]} if row.get("kind") else data}
    place = {axis: data.pop(axis) for axis in ("x", "y")} if row.get("x") and row.get("y") else {}
    return {"data": data, **({"position": place} if place else {})}


register(Format("cytoscape", "Cytoscape JSON", (".cyjs", ".json"), accepts, read, write))
