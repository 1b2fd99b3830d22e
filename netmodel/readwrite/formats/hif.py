"""HIF, the hypergraph interchange format: hyperedges are channels, incidences who takes part in them.

The form is that of the schema of the standard, version 0.1: `incidences`, `nodes`, `edges`, each with `attrs`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netmodel.errors import Problem
from netmodel.readwrite.formats import Format, Tables, Written, register
from netmodel.readwrite.formats.gathered import Gatherer
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
from netmodel.schema.convert import split_list

_KNOWN = ("network-type", "metadata", "incidences", "nodes", "edges")
_TABLES = {"nodes": ("stakeholders", "node"), "edges": ("channels", "edge")}


def accepts(content: bytes) -> bool:
    """Whether it has incidences.

    >>> accepts(b'{"incidences": []}'), accepts(b'{"nodes": []}')
    (True, False)
    """
    return b'"incidences"' in content


def read(content: bytes, file: str, reading: Reading) -> Tables:
    """Read HIF: every hyperedge is a channel, open unless it says otherwise, and never a clique.

    The weight of an incidence is read as `uptake`; in a directed hypergraph those at the tail bring in and those at
    the head take home. Nodes and edges that only incidences name are added.

    Raises
    ------
    InputError
        X002 with every fault of the file's form.
    LimitError
        Where it is over a limit.

    Examples
    --------
    >>> tables = read(b'{"incidences": [{"edge": "e", "node": 1}, {"edge": "e", "node": 2}]}', "h.json", Reading())
    >>> tables["channels"].rows, tables["participants"].rows
    ([['e', 'open']], [['e', '1'], ['e', '2']])
    """
    whole = parse(content, file, reading)
    if not isinstance(whole, Object) or "incidences" not in whole:
        return finish({}, content, [fault(file, 1, "incidences", "is missing: this is no HIF")])
    faults: list[Problem] = []
    notices = passed_over(whole, _KNOWN, file, whole.line)
    incidences = list(objects_in(whole["incidences"], "incidences", file, whole.line, faults))
    tables = {}
    for key, (table, name) in _TABLES.items():
        gathered = Gatherer(table, file, reading.limits)
        for cells, line in _listed(whole, incidences, key, file, faults):
            gathered.add({"id": cells.pop(name, ""), **cells}, line)
        tables[table] = gathered.table(required=("id",))
    tables["participants"] = _participants(incidences, file, reading, faults).table(
        required=("channel", "stakeholder")
    )
    if any("weight" in item for item in incidences):
        said = "of incidences is read as uptake: the share that a participant brings in and takes home"
        notices.append(Problem("X005", file, None, "weight", "", said))
    metadata = whole.get("metadata")
    inner = metadata if isinstance(metadata, Object) else Object()
    notices += passed_over(inner, (KEPT,), file, inner.line)
    kept = take_kept(inner.get(KEPT), file, reading, faults)
    if KEPT in inner and "channels" not in kept and not tables["channels"].rows:
        tables = {"stakeholders": tables["stakeholders"]}
    kept.pop("channels", None)
    return finish({**tables, **kept}, content, faults, notices)


def _listed(
    whole: Object, incidences: list[Object], key: str, file: str, faults: list[Problem]
) -> list[tuple[dict[str, str], int]]:
    """Cells of the nodes or edges that are listed, then of those that only incidences name."""
    table, name = _TABLES[key]
    found, named = [], set()
    for item in objects_in(whole.get(key, []), key, file, whole.line, faults):
        cells = _cells(item, name, table, file, faults)
        if table == "channels":
            cells.setdefault("status", "open")
        found.append((cells, item.line))
        named.add(cells.get(name, ""))
    status = {"status": "open"} if table == "channels" else {}
    for item in incidences:
        other = text_of(item.get(name))
        if other and other not in named:
            named.add(other)
            found.append(({name: other, **status}, item.line))
    return found


def _cells(item: Object, name: str, table: str, file: str, faults: list[Problem]) -> dict[str, str]:
    """Cells of a node, an edge or an incidence: its own, then those of its `attrs`."""
    if not text_of(item.get(name)).strip():
        faults.append(fault(file, item.line, name, "is empty", f"give every one its {name}"))
    attributes = item.get("attrs", Object())
    if not isinstance(attributes, Object):
        faults.append(fault(file, item.line, "attrs", "is no object"))
        attributes = Object()
    own = {key: value for key, value in item.items() if key != "attrs"}
    return {**cells_of(own, table, file, faults, item.line), **cells_of(attributes, table, file, faults, item.line)}


def _participants(incidences: list[Object], file: str, reading: Reading, faults: list[Problem]) -> Gatherer:
    """Who takes part in what; somebody at both ends of a directed hyperedge stands there once."""
    rows: dict[tuple[str, str], tuple[dict[str, str], int]] = {}
    for item in incidences:
        cells = _cells(item, "node", "participants", file, faults)
        if not text_of(item.get("edge")).strip():
            faults.append(fault(file, item.line, "edge", "is empty", "give every incidence its edge"))
        people = {"channel": cells.pop("edge", ""), "stakeholder": cells.pop("node", "")}
        weight, direction = cells.pop("weight", ""), cells.pop("direction", "")
        share = {"uptake": weight} if weight else {}
        if direction == "tail":
            share = {"uptake": weight or "1", "uptake_out": "0"}
        elif direction == "head":
            share = {"uptake": "0", "uptake_out": weight or "1"}
        key = (people["channel"], people["stakeholder"])
        if key not in rows:
            rows[key] = ({**people, **share, **cells}, item.line)
        elif direction and {rows[key][0].get("uptake"), rows[key][0].get("uptake_out")} & {"0"}:
            side = "uptake" if direction == "tail" else "uptake_out"
            rows[key][0][side] = share[side]
        else:
            said = f"stands in the edge {key[0]!r} twice"
            faults.append(fault(file, item.line, "node", said, "name each participant once", key[1]))
    gathered = Gatherer("participants", file, reading.limits)
    for cells, line in rows.values():
        gathered.add(cells, line)
    return gathered


def write(tables: Tables) -> Written:
    """Write HIF; ties and other tables are kept in `metadata`, where the standard leaves room for anything.

    >>> from netmodel.schema import RawTable
    >>> people = RawTable("stakeholders", "", ("id", "kind"), [["gac", "ministry"]], [1])
    >>> b'"attrs"' in write({"stakeholders": people}).content
    True
    """
    kept = kept_tables(tables, *(name for name in tables if name not in ("stakeholders", "channels", "participants")))
    if not rows_of(tables.get("channels")):
        kept.setdefault(KEPT, {}).update({"channels": []} if "channels" in tables else {})
    channels = rows_of(tables.get("channels"))
    incidences = [_incidence(row) for row in (*_short_form(channels), *rows_of(tables.get("participants")))]
    whole = {
        "network-type": "undirected",
        "metadata": kept,
        "nodes": [_item("node", "stakeholders", row) for row in rows_of(tables["stakeholders"])],
        "edges": [_item("edge", "channels", row) for row in channels],
        "incidences": incidences,
    }
    return Written(to_bytes(whole))


def _short_form(channels: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows of `participants` from the column of that name, which is taken out."""
    found = []
    for row in channels:
        for part in split_list(row.pop("participants", "")):
            name, _, uptake = part.rpartition(":")
            number = name and _is_number(uptake)
            found.append({"channel": row["id"], "stakeholder": name.strip() if number else part})
            found[-1] |= {"uptake": uptake.strip()} if number else {}
    return found


def _is_number(text: str) -> bool:
    try:
        return text.isascii() and float(text) >= 0
    except ValueError:
        return False


def _incidence(row: Mapping[str, str]) -> dict[str, Any]:
    weight = value_of("participants", "uptake", row.get("uptake", ""))
    attributes = {
        column: value_of("participants", column, cell)
        for column, cell in row.items()
        if column not in ("channel", "stakeholder") and not (column == "uptake" and isinstance(weight, (int, float)))
    }
    found = {"edge": row["channel"], "node": row["stakeholder"]}
    number = {"weight": weight} if isinstance(weight, (int, float)) else {}
    return {**found, **number, **({"attrs": attributes} if attributes else {})}


def _item(name: str, table: str, row: Mapping[str, str]) -> dict[str, Any]:
    attributes = {column: value_of(table, column, cell) for column, cell in row.items() if column != "id"}
    return {name: row["id"], **({"attrs": attributes} if attributes else {})}


register(
    Format(
        "hif", "HIF, hypergraphs: channels and who takes part", (".hif.json", ".hif", ".json"), accepts, read, write
    )
)
