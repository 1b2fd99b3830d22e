"""Tables seen as one graph, for the formats that hold nodes and edges with attributes.

Stakeholders and channels are nodes, ties and participants are edges. Where there is more than stakeholders and ties,
every node and edge says its table in the attribute ``netmodel_table``; a channel that has the id of a stakeholder
stands under another one and says its own in ``netmodel_id``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from netmodel.errors import printable
from netmodel.network.records import name_column
from netmodel.readwrite.formats.gathered import counted, yes_or_no
from netmodel.schema import RawTable, find_column
from netmodel.schema.aliases import aliases, header_key

TABLE, ID = "netmodel_table", "netmodel_id"
"""Attributes in which netmodel's own files say the table of a node or an edge, and its id where it is another."""

NODES = {"stakeholders": "id", "channels": "id"}
EDGES = {"ties": ("source", "target"), "participants": ("channel", "stakeholder")}

_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})\Z", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,20})?([eE][-+]?\d{1,2})?\Z", re.ASCII)
_OF_CHANNELS = {("channels", "id"), ("participants", "channel")}
_REFERENCES = {("stakeholders", "id"), ("ties", "source"), ("ties", "target"), ("participants", "stakeholder")}

Cells = dict[str, str]
"""Cells of a row by column, as netmodel names it; blank ones are not there."""


class Node(NamedTuple):
    """A stakeholder or a channel: its id in the graph, its table, and its cells but for the id."""

    id: str
    table: str
    cells: Cells


class Edge(NamedTuple):
    """A tie or a participant: two nodes, its table, its cells; a tie has an id and ``yes``, ``no`` or nothing too."""

    source: str
    target: str
    table: str
    cells: Cells
    id: str
    directed: str


@dataclass(frozen=True)
class View:
    """Tables as a graph.

    Attributes
    ----------
    nodes : list of Node
    edges : list of Edge
    node_columns, edge_columns : dict of str to str
        Type by column: ``text``, ``boolean``, ``integer`` or ``number``.
    present : tuple of str
        Tables that are there as nodes or edges, empty ones too.
    other : dict of str to RawTable
        Tables that are neither.
    lost : list of str
        What is not in the graph.
    """

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    node_columns: dict[str, str] = field(default_factory=dict)
    edge_columns: dict[str, str] = field(default_factory=dict)
    present: tuple[str, ...] = ()
    other: dict[str, RawTable] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    @property
    def marked(self) -> bool:
        """Whether nodes and edges must say their table."""
        return self.present != ("stakeholders", "ties")


def graph_view(tables: Mapping[str, RawTable]) -> View:
    """See tables as one graph.

    >>> people = RawTable("stakeholders", "", ("id", "level"), [["a", "3"], ["b", ""]], [2, 3])
    >>> view = graph_view({"stakeholders": people})
    >>> view.nodes[0], view.node_columns, view.marked
    (Node(id='a', table='stakeholders', cells={'level': '3'}), {'level': 'integer'}, True)
    """
    present = tuple(name for name in ("stakeholders", "ties", "channels", "participants") if name in tables)
    view = View(present=present, other={name: table for name, table in tables.items() if name not in present})
    ids = _add_nodes(view, tables)
    for name in EDGES:
        _add_edges(view, tables.get(name), name, ids)
    for name in present:
        view.lost.extend(_taken_for_another(tables[name]))
    view.node_columns.update(_types((node.cells for node in view.nodes), NODES))
    view.edge_columns.update(_types((edge.cells for edge in view.edges), EDGES))
    return view


def _add_nodes(view: View, tables: Mapping[str, RawTable]) -> dict[str, dict[str, str]]:
    """Add the nodes; gives the id in the graph by id, for each table."""
    taken: set[str] = set()
    ids: dict[str, dict[str, str]] = {name: {} for name in NODES}
    for name in NODES:
        for cells in rows_of(tables.get(name)):
            own = (cells.pop("id", "") or cells.get("name", "")).strip()
            node = free_name(own, taken) if name == "channels" else own
            taken.add(node)
            ids[name][own] = node
            if node != own:
                cells[ID] = own
            view.nodes.append(Node(node, name, cells))
    return ids


def _add_edges(view: View, table: RawTable | None, name: str, ids: Mapping[str, Mapping[str, str]]) -> None:
    neither = 0
    spaces = ids["stakeholders" if name == "ties" else "channels"], ids["stakeholders"]
    for cells in rows_of(table):
        ends = [cells.pop(end, "").strip() for end in EDGES[name]]
        source, target = (space.get(end, end) for space, end in zip(spaces, ends, strict=True))
        own = cells.pop("id", "") if name == "ties" else ""
        word = cells.pop("directed", "") if name == "ties" else ""
        neither += bool(word and not yes_or_no(word))
        view.edges.append(Edge(source, target, name, cells, own, yes_or_no(word)))
    if neither:
        view.lost.append(f"ties, directed: {counted(neither, 'cell')} neither yes nor no")


def rows_of(table: RawTable | None) -> Iterable[Cells]:
    """Rows as cells by column, without blank ones; no rows where there is no table."""
    if table is None:
        return
    names = [name_column(table, written)[0] for written in table.header]
    for row in table.rows:
        yield {name: cell for name, cell in zip(names, row, strict=True) if name and cell.strip()}


def rows_with_blanks(table: RawTable | None) -> Iterable[Cells]:
    """The same, with the columns that are blank in every row named in the first: they keep others from their names.

    >>> table = RawTable("stakeholders", "", ("id", "citation", "source"), [["a", "", "x"], ["b", "", ""]], [2, 3])
    >>> list(rows_with_blanks(table))
    [{'citation': '', 'id': 'a', 'source': 'x'}, {'id': 'b'}]
    """
    names = [name_column(table, written)[0] for written in table.header] if table else []
    blank = [
        name for at, name in enumerate(names) if name and table and not any(row[at].strip() for row in table.rows)
    ]
    for number, cells in enumerate(rows_of(table)):
        yield cells if number else dict.fromkeys(blank, "") | cells


def _taken_for_another(table: RawTable) -> Iterable[str]:
    """Attributes that are read again as a column of netmodel, since that is blank and is not written."""
    for written, column in zip(table.header, zip(*table.rows, strict=True), strict=False):
        own = aliases(table.name).get(header_key(written), "")
        if own in table.header and find_column(table.name, written) is None and any(map(str.strip, column)):
            at = table.header.index(own)
            if not any(row[at].strip() for row in table.rows):
                yield f"{table.name}, {printable(written)}: read again as {own}, which is blank"


def free_name(name: str, taken: set[str]) -> str:
    """The name, or with a number behind it where it is taken.

    >>> free_name("a", {"a", "a~2"})
    'a~3'
    """
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}~{number}"
    return free


def _types(rows: Iterable[Cells], tables: Iterable[str]) -> dict[str, str]:
    """Type of every column that has a cell: what all its cells are."""
    found: dict[str, str] = {}
    for cells in rows:
        for name, cell in cells.items():
            before = found.get(name)
            if before != "text":
                found[name] = _wider(before, cell) if before else _first_type(name, tables, cell)
    return found


def _first_type(name: str, tables: Iterable[str], cell: str) -> str:
    known = [column for table in tables if (column := find_column(table, name))]
    if any(column.type == "yesno" for column in known):
        return "boolean" if yes_or_no(cell) else "text"
    if name in (TABLE, ID) or any(column.type not in ("number", "strength", "integer", "level") for column in known):
        return "text"
    return _wider("integer", cell)


def _wider(before: str, cell: str) -> str:
    if before == "boolean":
        return "boolean" if yes_or_no(cell) else "text"
    if before == "integer" and _INTEGER.match(cell):
        return "integer"
    return "number" if _NUMBER.match(cell) else "text"


def cleaned(
    tables: Mapping[str, RawTable], bad: re.Pattern[str], put: Callable[[str], str], holder: str
) -> tuple[dict[str, RawTable], list[str]]:
    """Tables without the characters that a format cannot hold, and what was lost, a line each.

    Parameters
    ----------
    tables : mapping of str to RawTable
    bad : pattern
        Finds one such character.
    put : callable
        What stands in its place.
    holder : str
        How the lines name the format.

    Examples
    --------
    >>> people = RawTable("stakeholders", "", ("id",), [["a\\x01"], ["a\\x02"]], [2, 3])
    >>> tables, lost = cleaned({"stakeholders": people}, re.compile("[\\x01\\x02]"), lambda found: "?", "XML")
    >>> tables["stakeholders"].rows, lost
    ([['a?'], ['a?~2']], ['stakeholders, id: 2 characters that XML cannot hold are replaced'])
    """
    new_ids = _new_ids(tables.get("stakeholders"), bad, put)
    channels = _new_ids(tables.get("channels"), bad, put)
    lost: Counter[tuple[str, str]] = Counter()
    found = {}
    for name, table in tables.items():
        spaces = {
            "stakeholders": {"id": new_ids},
            "channels": {"id": channels},
            "participants": {"channel": channels},
        }
        columns = [name_column(table, written)[0] for written in table.header]
        ids = [spaces.get(name, {}).get(c) or (new_ids if (name, c) in _REFERENCES else {}) for c in columns]
        rows = table.rows
        if any(bad.search("".join(row)) for row in rows):
            rows = [
                [
                    _clean(cell, bad, put, space, lost, (name, column))
                    for cell, column, space in zip(row, columns, ids, strict=True)
                ]
                for row in rows
            ]
        found[name] = replace(table, header=_clean_header(table, bad, put, lost), rows=rows)
    said = [
        f"{name}, {printable(column)}: {counted(number, 'character')} that {holder} cannot hold "
        f"{'is' if number == 1 else 'are'} replaced"
        for (name, column), number in lost.items()
    ]
    return found, said


def _new_ids(table: RawTable | None, bad: re.Pattern[str], put: Callable[[str], str]) -> dict[str, str]:
    """What ids become that hold a character that must go; different ids stay different."""
    own = [cells.get("id", "") for cells in rows_of(table)]
    taken = {name for name in own if not bad.search(name)}
    new: dict[str, str] = {}
    for name in own:
        if name not in new and bad.search(name):
            new[name] = free_name(bad.sub(lambda found: put(found[0]), name), taken)
            taken.add(new[name])
    return new


def _clean(
    cell: str,
    bad: re.Pattern[str],
    put: Callable[[str], str],
    ids: Mapping[str, str],
    lost: Counter[tuple[str, str]],
    place: tuple[str, str],
) -> str:
    if not bad.search(cell):
        return cell
    new, number = bad.subn(lambda found: put(found[0]), cell)
    lost[place] += number
    return ids.get(cell, new)


def _clean_header(
    table: RawTable, bad: re.Pattern[str], put: Callable[[str], str], lost: Counter[tuple[str, str]]
) -> tuple[str, ...]:
    taken = {name for name in table.header if not bad.search(name)}
    header = []
    for name in table.header:
        if bad.search(name):
            name = free_name(_clean(name, bad, put, {}, lost, (table.name, "header")), taken)
            taken.add(name)
        header.append(name)
    return tuple(header)


def cell_text(kind: str, cell: str) -> str:
    """A cell as its type writes it: ``true`` and ``false`` for a boolean, else as it stands.

    >>> cell_text("boolean", "No"), cell_text("number", "0.50")
    ('false', '0.50')
    """
    return ("true" if yes_or_no(cell) == "yes" else "false") if kind == "boolean" else cell
