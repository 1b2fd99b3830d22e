"""Kumu JSON: elements and connections, as in its blueprints and in the backup of a project.

Kumu's spreadsheet (sheets Elements and Connections) is read as a workbook.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from netmodel.errors import Problem
from netmodel.readwrite.formats import Format, Tables, Written, register
from netmodel.readwrite.formats.gathered import Gatherer, counted
from netmodel.readwrite.formats.jsontext import (
    Object,
    cells_of,
    fault,
    finish,
    objects_in,
    parse,
    passed_over,
    rows_of,
    text_of,
    to_bytes,
    value_of,
)
from netmodel.readwrite.reading import Reading

ENDS = {"from": "source", "to": "target"}
ELEMENT = {"label": "name", "type": "kind", "element type": "kind", "description": "notes", "_id": "id"}
CONNECTION = {**ENDS, "type": "kind", "connection type": "kind", "description": "notes", "_id": "id"}
DIRECTIONS = {"directed": "yes", "undirected": "no", "mutual": "no", "": "no"}
_NAMES = (
    "label",
    "type",
    "element type",
    "connection type",
    "description",
    "_id",
    "from",
    "to",
    "direction",
    "attributes",
)
_IMPLYING = frozenset({"contacts", "reports_to", "memberships"})


def accepts(content: bytes) -> bool:
    """Whether it has elements and connections.

    >>> accepts(b'{"elements": [], "connections": []}'), accepts(b'{"elements": {"nodes": []}}')
    (True, False)
    """
    return b'"elements"' in content and b'"connections"' in content


def read(content: bytes, file: str, reading: Reading) -> Tables:
    """Read Kumu JSON: elements become stakeholders, connections ties; `mutual` and `undirected` go both ways.

    The ends of connections are labels; in the backup of a project they are Kumu's own `_id`. Two elements of one
    label and different types are two stakeholders; a connection that names such a label is refused.

    Raises
    ------
    InputError
        X002 with every fault of the file's form.
    LimitError
        Where it is over a limit.

    Examples
    --------
    >>> text = b'{"elements": [{"label": "A"}, {"label": "B"}], "connections": [{"from": "A", "to": "B"}]}'
    >>> tables = read(text, "kumu.json", Reading())
    >>> tables["stakeholders"].rows, tables["ties"].rows
    ([['A'], ['B']], [['A', 'B', 'no']])
    """
    whole = parse(content, file, reading)
    if not isinstance(whole, Object):
        return finish({}, content, [fault(file, 1, "", "is no object with elements and connections")])
    faults: list[Problem] = []
    notices = passed_over(whole, ("elements", "connections"), file, whole.line)
    elements = list(objects_in(whole.get("elements"), "elements", file, whole.line, faults))
    rows = [_cells(element, ELEMENT, "stakeholders", file, faults) for element in elements]
    ends = _Ends(elements, rows, file, faults)
    people = Gatherer("stakeholders", file, reading.limits)
    for element, cells in zip(elements, rows, strict=True):
        people.add(cells, element.line)
    ties = Gatherer("ties", file, reading.limits)
    for connection in objects_in(whole.get("connections"), "connections", file, whole.line, faults):
        cells = _cells(connection, CONNECTION, "ties", file, faults)
        cells |= {end: ends.of(cells.get(end, ""), key, connection.line) for key, end in ENDS.items()}
        direction = cells.pop("direction", "")
        if direction.casefold() not in DIRECTIONS:
            said = "is none of directed, undirected and mutual"
            faults.append(fault(file, connection.line, "direction", said, value=direction))
        cells.setdefault("directed", DIRECTIONS.get(direction.casefold(), ""))
        ties.add(cells, connection.line)
    needed = () if people.columns else ("name",)
    tables = {"stakeholders": people.table(required=needed)}
    if ties.rows:
        tables["ties"] = ties.table(required=ENDS.values())
    return finish(tables, content, faults, notices)


def _cells(item: Object, names: Mapping[str, str], table: str, file: str, faults: list[Problem]) -> dict[str, str]:
    """Cells of an element or a connection: its attributes, under the names that netmodel gives them."""
    inner = item.get("attributes")
    whole = {**item, **inner} if isinstance(inner, Object) else dict(item)
    if isinstance(inner, Object):
        del whole["attributes"]
    cells = cells_of(whole, table, file, faults, item.line)
    found = {name: cell for name, cell in cells.items() if name not in names}
    for name, column in names.items():
        if name in cells and column not in found:
            found[column] = cells.pop(name)
        elif name in cells and found[column] != cells[name] and name not in ("label", "_id"):
            found[name] = cells[name]
    return {name: found[name] for name in sorted(found, key=lambda name: name not in ("id", "name", *ENDS.values()))}


class _Ends:
    """Whom the ends of connections mean: elements by Kumu's own id, else by label."""

    def __init__(self, elements: list[Object], rows: list[dict[str, str]], file: str, faults: list[Problem]) -> None:
        self.file, self.faults = file, faults
        own = all("_id" in element for element in elements) and bool(elements)
        self.by = "_id" if own else "label"
        labels = [_label(element) for element in elements]
        self.count = Counter(labels if not own else [text_of(element["_id"]) for element in elements])
        self._tell_apart(labels, rows)
        keys = [text_of(element["_id"]) for element in elements] if own else labels
        self.ids = {key: row.get("id", row.get("name", "")) for key, row in zip(keys, rows, strict=True)}

    @staticmethod
    def _tell_apart(labels: list[str], rows: list[dict[str, str]]) -> None:
        """Give everybody an id where some label stands twice with different types: two actors, in Kumu."""
        kinds: dict[str, set[str]] = {}
        for label, row in zip(labels, rows, strict=True):
            kinds.setdefault(label, set()).add(row.get("kind", ""))
        if any("id" in row for row in rows) or all(len(found) < 2 for found in kinds.values()):
            if any("id" in row for row in rows):
                for label, row in zip(labels, rows, strict=True):
                    row.setdefault("id", label)
            return
        for label, row in zip(labels, rows, strict=True):
            kind = row.get("kind", "")
            name = row.get("name", "")
            row.update({"id": f"{label} ({kind})" if len(kinds[label]) > 1 and kind else label, "name": name})

    def of(self, written: str, key: str, line: int) -> str:
        """Id of the element that an end names; a name that is not there is left for the check of all ties."""
        if not written.strip():
            self.faults.append(fault(self.file, line, key, "is empty", "give every connection a from and a to"))
        elif self.count[written] > 1:
            said = f"is the {self.by} of {self.count[written]} elements"
            remedy = "give each element a label of its own"
            self.faults.append(fault(self.file, line, key, said, remedy, written))
        return self.ids.get(written, written)


def _label(element: Object) -> str:
    inner = element.get("attributes")
    found = element.get("label")
    return text_of(inner.get("label", found) if isinstance(inner, Object) else found)


def write(tables: Tables) -> Written:
    """Write a Kumu blueprint: a label for each element, connections by label, all else as attributes.

    >>> from netmodel.schema import RawTable
    >>> people = RawTable("stakeholders", "", ("id", "name"), [["gac", "Global Affairs"]], [1])
    >>> b'"label": "Global Affairs"' in write({"stakeholders": people}).content
    True
    """
    people, ties = rows_of(tables["stakeholders"]), rows_of(tables.get("ties"))
    lost = [f"{counted(len(table.rows), 'row')} of {name}: Kumu has elements and connections only"
            for name, table in tables.items() if name not in ("stakeholders", "ties") and table.rows]  # fmt: skip
    if "ties" in tables and not ties and any(_IMPLYING & set(row) for row in people):
        lost.append("that there are no ties: without connections they follow from contacts and the like")
    for table, rows in (("stakeholders", people), ("ties", ties)):
        for name in _NAMES:
            if any(row.pop(name, "") for row in rows):
                lost.append(f"{table}: the column {name!r}, which Kumu has for itself")
    labels = _labels(people)
    elements = [{"label": labels[row.get("id", "")], **_values("stakeholders", row)} for row in people]
    connections = []
    for row in ties:
        ends = {key: labels.get(row.get(end, ""), row.get(end, "")) for key, end in ENDS.items()}
        direction = "directed" if row.get("directed") == "yes" else "undirected"
        connections.append({**ends, "direction": direction, **_values("ties", row)})
    return Written(to_bytes({"elements": elements, "connections": connections}), tuple(lost))


def _labels(people: list[dict[str, str]]) -> dict[str, str]:
    """A label for every id: its name, and the id behind it where others have the name too."""
    names = {row.get("id", ""): row.get("name", "") or row.get("id", "") for row in people}
    count = Counter([*(name.casefold() for name in names.values()), *(name.casefold() for name in set(names))])
    own = {key: 2 if name.casefold() == key.casefold() else 1 for key, name in names.items()}
    labels = {key: name if count[name.casefold()] <= own[key] else f"{name} ({key})" for key, name in names.items()}
    return labels if len(set(labels.values())) == len(labels) else {key: key for key in names}


def _values(table: str, row: Mapping[str, str]) -> dict[str, Any]:
    """Attributes of an element or a connection; `kind` is what Kumu calls type."""
    dropped = {*ENDS.values(), "directed"} if table == "ties" else set()
    return {
        "type" if column == "kind" else column: value_of(table, column, cell)
        for column, cell in row.items()
        if column not in dropped
    }


register(Format("kumu", "Kumu JSON (elements and connections)", (".kumu.json", ".json"), accepts, read, write))
