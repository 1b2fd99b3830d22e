"""Ties column by column: what `ties` does row by row, for tables of a million rows in which nothing is wrong."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Mapping
from dataclasses import fields
from itertools import repeat
from typing import Any

from netmodel.network.records import Field, Findings, Record, cell_value, known_kind
from netmodel.network.rows import Row, Tie
from netmodel.schema import RawTable, kinds
from netmodel.schema.convert import CellFault, period_end

BLANK = {
    "since": "",
    "until": "",
    "directed": False,
    "delay_days": None,
    "issues": (),
    "modality": "",
    "evidence": "",
    "citation": "",
    "confidence": "",
    "notes": "",
}
"""What a tie says in a column that its row leaves blank, where that is no assumption."""

ASSUMED = {"kind": "informal", "formality": "by kind", "status": "active", "strength": ".5"}
"""Columns in which a blank cell is an assumption, with the rule."""

Columns = dict[str, list[Any]]


def ties_by_column(
    table: RawTable, header: list[Field], actors: Container[str], findings: Findings
) -> tuple[list[Tie], bytearray] | None:
    """Ties of a table, and which of them have no id of their own.

    Gives None, and says nothing, where anything is wrong with a header, a cell, an end or an id: the rows are then
    to be read one by one.
    """
    found = None if findings.problems else _converted(table, header)
    if found is None:
        return None
    values, extra = found
    ends = {end for side in ("source", "target") for end in values.get(side, [None])}
    ids = values.get("id", ())
    if any(end is None or end not in actors for end in ends) or any(name is not None for name in ids):
        return None
    said = _said(table, values, findings)
    said["extra"] = _extra(extra) if extra else repeat(())
    return _made(said, len(table.rows)), bytearray(b"\1") * len(table.rows)


def _converted(table: RawTable, header: list[Field]) -> tuple[Columns, Columns] | None:
    """Values by known column, and texts by any other; a cell that stands often is converted once."""
    values: Columns = {}
    extra: Columns = {}
    for index, (name, column) in enumerate(header):
        cells = [row[index] for row in table.rows]
        try:
            memory = {cell: cell_value(column, cell) for cell in set(cells)}
        except CellFault:
            return None
        if column is not None:
            values[name] = [memory[cell] for cell in cells]
        elif name and any(memory.values()):
            extra[name] = [memory[cell] for cell in cells]
    return values, extra


def _extra(columns: Columns) -> list[tuple[tuple[str, str], ...]]:
    """What stands in columns that netmodel does not know, row by row."""
    names = sorted(columns)
    rows = zip(*(columns[name] for name in names), strict=True)
    return [tuple((name, cell) for name, cell in zip(names, cells, strict=True) if cell) for cells in rows]


def _said(table: RawTable, values: Columns, findings: Findings) -> dict[str, Iterable[Any]]:
    """What the ties say, field by field; defaults are counted and unknown kinds noticed."""
    rows = len(table.rows)
    statuses = _statuses(values, rows)
    blank = _blank(values, statuses, rows)
    for name, missing in blank.items():
        count = sum(missing)
        if count:
            findings.defaults[table.name, name, ASSUMED[name]] += count
    kind = _kinds(table, values.get("kind", [None] * rows), findings)
    formal = {one: known.formality if (known := kinds("ties").get(one)) else "informal" for one in set(kind)}
    source, target = values["source"], values["target"]
    said: dict[str, Iterable[Any]] = {
        name: [default if value is None else value for value in values[name]] if name in values else repeat(default)
        for name, default in BLANK.items()
    }
    return said | {
        "id": [f"{one}--{other}--{what}" for one, other, what in zip(source, target, kind, strict=True)],
        "source": source,
        "target": target,
        "kind": kind,
        "formality": [
            value or formal[what]
            for value, what in zip(values.get("formality", [None] * rows), kind, strict=True)
        ],
        "status": [
            value or ("active" if missing else "")
            for value, missing in zip(values.get("status", [None] * rows), blank["status"], strict=True)
        ],
        "statuses": statuses or repeat(()),
        "strength": [0.5 if value is None else value for value in values.get("strength", [None] * rows)],
        "sign": [1 if value is None else int(value) for value in values["sign"]] if "sign" in values else repeat(1),
        "file": repeat(table.file),
        "line": table.lines,
        "assumed": _assumed(blank),
    }  # fmt: skip


def _statuses(values: Mapping[str, list[Any]], rows: int) -> list[tuple[tuple[str, str], ...]]:
    """Dated words of each row, earliest first; nothing where there is no such column. Equal ones are one tuple."""
    dates = sorted(
        (name[7:] for name in values if name.startswith("status_")), key=lambda when: (period_end(when), when)
    )
    if not dates:
        return []
    memory: dict[tuple[str | None, ...], tuple[tuple[str, str], ...]] = {}
    for words in set(zip(*(values[f"status_{when}"] for when in dates), strict=True)):
        memory[words] = tuple((when, word) for when, word in zip(dates, words, strict=True) if word is not None)
    return [memory[words] for words in zip(*(values[f"status_{when}"] for when in dates), strict=True)]


def _blank(
    values: Mapping[str, list[Any]], statuses: list[tuple[tuple[str, str], ...]], rows: int
) -> dict[str, list[bool]]:
    """Rows by column in which a default is assumed; no status is, where dates say what a tie was."""
    found = {name: [value is None for value in values[name]] if name in values else [True] * rows for name in ASSUMED}
    dated = [bool(words) for words in statuses] if statuses else [False] * rows
    for name in ("since", "until"):
        if name in values:
            dated = [one or value is not None for one, value in zip(dated, values[name], strict=True)]
    found["status"] = [one and not other for one, other in zip(found["status"], dated, strict=True)]
    return found


def _assumed(blank: Mapping[str, list[bool]]) -> list[tuple[str, ...]]:
    names = sorted(blank)
    marks = list(zip(*(blank[name] for name in names), strict=True))
    memory = {mark: tuple(name for name, missing in zip(names, mark, strict=True) if missing) for mark in set(marks)}
    return [memory[mark] for mark in marks]


def _kinds(table: RawTable, cells: list[Any], findings: Findings) -> list[str]:
    """Kinds without spaces around them, blank ones informal; one that is not known is said at its first row."""
    memory = {}
    for cell in dict.fromkeys(cells):
        memory[cell] = "informal" if cell is None else str(cell).strip()
        if cell is not None and memory[cell] not in kinds("ties"):
            first = cells.index(cell)
            known_kind(Record(table.name, table.file, table.lines[first], {"kind": cell}, {}), "ties", "", findings)
    return [memory[cell] for cell in cells]


def _made(said: Mapping[str, Iterable[Any]], rows: int) -> list[Tie]:
    """Ties from their fields: every field is put into all of them before the next."""
    ties = [Tie.__new__(Tie) for _ in range(rows)]
    for field in fields(Tie):
        put = next(kind.__dict__[field.name].__set__ for kind in (Tie, Row) if field.name in kind.__dict__)
        deque(map(put, ties, said[field.name]), maxlen=0)
    return ties
