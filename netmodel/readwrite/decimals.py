"""Decimal commas: read where the schema wants a number, and said once a column; refused beside parted thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter

from netmodel.errors import Problem, printable
from netmodel.schema import RawTable, find_column

NUMBERS = frozenset({"number", "strength", "integer", "weights", "confidence"})
"""Types of columns in which a comma stands in a number."""

_COMMA = re.compile(r"(?:.*:)?\s*[-+]?\d+,\d+\s*\Z", re.ASCII | re.DOTALL)
_POINTED = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+\Z", re.ASCII)


def with_decimals(table: RawTable) -> RawTable:
    """Say where decimal commas are read, once a column.

    The cells stay as they are: the schema reads ``0,5`` as it reads ``0.5``. A comma can only stand in a cell that
    was quoted, or where something else parts the cells.

    Examples
    --------
    >>> table = RawTable("ties", "ties.csv", ("source", "strength"), [["a", "0,5"], ["b", "0,25"]], [2, 3])
    >>> with_decimals(table).notices[0].sentence()
    "line 2, strength: '0,5' has a decimal comma and is read as 0.5; so is 1 more cell [T006]"
    """
    notices = [_note(table, table.header[index], commas) for index, commas in _commas(table)]
    return replace(table, notices=(*table.notices, *notices)) if notices else table


def points_in_doubt(table: RawTable) -> list[Problem]:
    """Faults: numbers such as ``1.234``, whose point may part thousands, in a column with decimal commas.

    >>> rows = [["a", "b", "1,5"], ["b", "c", "1.200"]]
    >>> points_in_doubt(RawTable("ties", "ties.csv", ("source", "target", "delay_days"), rows, [2, 3]))[0].remedy
    'write 1200 if the point parts thousands, else 1.2'
    """
    return [
        _pointed(table, table.header[index], line, row[index].strip())
        for index, _ in _commas(table)
        for line, row in zip(table.lines, table.rows, strict=True)
        if _POINTED.match(row[index].strip())
    ]


def _commas(table: RawTable) -> Iterator[tuple[int, list[tuple[int | None, str]]]]:
    """Columns of numbers with decimal commas in them, and the cells that have one with their lines."""
    for index, name in enumerate(table.header):
        column = find_column(table.name, name)
        if column is None or column.type not in NUMBERS or "," not in "".join(map(itemgetter(index), table.rows)):
            continue
        cells = [(line, row[index].strip()) for line, row in zip(table.lines, table.rows, strict=True)]
        found = [(line, cell) for line, cell in cells if "," in cell and _has_comma(cell)]
        if found:
            yield index, found


def _has_comma(cell: str) -> bool:
    return any(_COMMA.match(part) for part in re.split(r"[;|]", cell))


def _note(table: RawTable, name: str, commas: list[tuple[int | None, str]]) -> Problem:
    line, cell = commas[0]
    more = len(commas) - 1
    said = f"has a decimal comma and is read as {cell.replace(',', '.')[:40]}"
    if more:
        said += f"; so {'is 1 more cell' if more == 1 else f'are {more:,} more cells'}"
    return Problem("T006", table.file, line, printable(name), cell[:80], said)


def _pointed(table: RawTable, name: str, line: int | None, cell: str) -> Problem:
    expected = "may be in thousands: the column has decimal commas"
    remedy = f"write {cell.replace('.', '')} if the point parts thousands"
    remedy += f", else {float(cell):g}" if cell.count(".") == 1 else ""
    return Problem("T006", table.file, line, printable(name), cell[:80], expected, remedy)
