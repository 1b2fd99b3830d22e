"""Cells of foreign columns in the form that netmodel wants: directions, intervals, scales, columns nobody named."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from netmodel.errors import InputError, Problem, printable, quote
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable, columns
from netmodel.schema.aliases import header_key
from netmodel.schema.convert import is_date, plain_number

DIRECTIONS = {
    "directed": "yes",
    "undirected": "no",
    "mutual": "no",
    "oriente": "yes",
    "orienté": "yes",
    "non oriente": "no",
    "non orienté": "no",
    "dirige": "yes",
    "dirigé": "yes",
    "non dirige": "no",
    "non dirigé": "no",
}
"""Words for the direction of a tie, in small letters, and what `directed` says then."""

UNNAMED = re.compile(r"unnamed: \d+\Z", re.IGNORECASE)
"""What pandas calls a column without a name."""

LONGEST_NAME = 1_000
"""Characters of a name that may tell the ends of an edge; to look for them in longer ones would take too long."""

_INTERVALS = frozenset({"timeinterval", "interval", "timeset"})
_SPELL = re.compile(r"[<\[(]{1,2}\s*([^,\[\]()<>]*?)\s*,\s*([^,\[\]()<>]*?)\s*[)\]>]{1,2};?\Z")
_YEAR = re.compile(r"(\d{4})\.0+\Z")
_PP = re.compile(r"(.+?) \((.+)\) (.+)\Z", re.DOTALL)


def tidied(table: RawTable) -> RawTable:
    """Bring the cells of a table whose columns are named into netmodel's form; each change is noticed."""
    table = _without_unnamed(table)
    if table.name == "ties":
        table = _with_ends_of_names(_with_directions(table))
    return _with_spells(table)


def without_echoes(table: RawTable, fields: Mapping[int, str]) -> RawTable:
    """Pass over columns, by place, that say in every row what the column of a field says already."""
    for index, field in sorted(fields.items(), reverse=True):
        at = _index(table, field)
        if at is not None and at != index and all(row[at].strip() == row[index].strip() for row in table.rows):
            said = f"says in every row what {quote(field)} says, and is passed over"
            table = _dropped(_noticed(table, table.header[index], said), index)
    return table


def _dropped(table: RawTable, index: int) -> RawTable:
    """The table without one column."""
    header = (*table.header[:index], *table.header[index + 1 :])
    return replace(table, header=header, rows=[[*row[:index], *row[index + 1 :]] for row in table.rows])


def _index(table: RawTable, name: str) -> int | None:
    return table.header.index(name) if name in table.header else None


def _noticed(table: RawTable, column: str, said: str) -> RawTable:
    notice = Problem("D009", table.file, table.header_line, printable(column), "", said)
    return replace(table, notices=(*table.notices, notice))


def _mapped(table: RawTable, index: int, cells: list[str]) -> RawTable:
    """The table with other cells in one column."""
    rows = [[*row[:index], cell, *row[index + 1 :]] for row, cell in zip(table.rows, cells, strict=True)]
    return replace(table, rows=rows)


def _without_unnamed(table: RawTable) -> RawTable:
    """Pass over columns called ``Unnamed: 3`` that are empty or only number the rows."""
    for index in reversed(range(len(table.header))):
        if not UNNAMED.match(table.header[index].strip()):
            continue
        cells = [row[index].strip() for row in table.rows]
        counted = any(cells == [str(n) for n in range(first, first + len(cells))] for first in (0, 1))
        if counted or not any(cells):
            said = "only numbers the rows and is passed over" if any(cells) else "is empty and is passed over"
            table = _dropped(_noticed(table, table.header[index], said), index)
    return table


def _with_directions(table: RawTable) -> RawTable:
    index = _index(table, "directed")
    if index is None:
        return table
    cells = [row[index] for row in table.rows]
    return _mapped(table, index, [DIRECTIONS.get(cell.strip().casefold(), cell) for cell in cells])


def _with_ends_of_names(table: RawTable) -> RawTable:
    """Take the ends from Cytoscape's names of edges, ``gac (talks to) mid``, where there are no columns for them."""
    if {"source", "target"} & set(table.header):
        return table
    for index, written in enumerate(table.header):
        if header_key(written) not in ("sharedname", "name"):
            continue
        parts = _ends_of_names(table, index)
        if not parts:
            continue
        table = _noticed(table, written, "gives source, kind and target: gac (talks to) mid joins gac and mid")
        at = _index(table, "kind")
        rows = [[*row, *part] for row, part in zip(table.rows, parts, strict=True)]
        table = replace(table, header=(*table.header, "source", "kind", "target"), rows=rows)
        if at is None:
            return _dropped(table, index)
        same = all(row[at].strip() == part[1] for row, part in zip(rows, parts, strict=True))
        table = _dropped(table, len(table.header) - 2)
        return _dropped(table, index) if same else table
    return table


def _ends_of_names(table: RawTable, index: int) -> list[list[str]]:
    """Source, kind and target of every row; nothing where a cell is no such name, or too long for one."""
    parts = []
    for row in table.rows:
        name = row[index].strip()
        match = _PP.match(name) if len(name) <= LONGEST_NAME else None
        if not match:
            return []
        parts.append([match[1], match[2], match[3]])
    return parts


def _with_spells(table: RawTable) -> RawTable:
    """Gephi's ``<[2013.0, 2019.0]>`` as `since` and `until`, where the table has no such columns of its own."""
    index = next((i for i, written in enumerate(table.header) if header_key(written) in _INTERVALS), None)
    known = columns(table.name)
    if index is None or not {"since", "until"} <= set(known) or {"since", "until"} & set(table.header):
        return table
    cells = [row[index].strip() for row in table.rows]
    pairs = [("", "") if not cell else _spell(cell) for cell in cells]
    faults = [
        Problem("T010", table.file, line, printable(table.header[index]), cell[:80], "is not one span of dates",
                "write <[2013, 2019]>, or columns since and until")
        for line, cell, pair in zip(table.lines, cells, pairs, strict=True) if pair is None
    ]  # fmt: skip
    if faults:
        raise InputError(faults)
    rows = [
        [*row[:index], *row[index + 1 :], *(pair or ("", ""))] for row, pair in zip(table.rows, pairs, strict=True)
    ]
    noticed = _noticed(table, table.header[index], "is read as 'since' and 'until'")
    header = (*table.header[:index], *table.header[index + 1 :], "since", "until")
    return replace(noticed, header=header, rows=rows)


def _spell(cell: str) -> tuple[str, str] | None:
    match = _SPELL.match(cell)
    if not match:
        return None
    begin, end = (_moment(text) for text in match.groups())
    return None if begin is None or end is None else (begin, end)


def _moment(text: str) -> str | None:
    """A date of a span: ISO, or a year with noughts behind the point; no limit is an empty text."""
    if text.casefold() in ("", "-infinity", "infinity", "-inf", "inf"):
        return ""
    year = _YEAR.match(text)
    date = year[1] if year else text.partition("T")[0]
    return date if is_date(date) else None


def scaled(table: RawTable, reading: Reading) -> RawTable:
    """Strengths of ties on the scale of the file as shares; what is off the scale is refused, all rows at once."""
    index = _index(table, "strength")
    if index is None or reading.scale is None or table.name != "ties":
        return table
    low, high = reading.scale
    faults, cells = [], []
    for line, row in zip(table.lines, table.rows, strict=True):
        text = row[index].strip()
        value = plain_number(text)
        if text and (value is None or not low <= value <= high):
            expected = f"is not on the scale {low:g} to {high:g}"
            column = printable(table.header[index])
            faults.append(Problem("T005", table.file, line, column, text[:80], expected, "mend it, or the --scale"))
        elif value == low and text:
            expected = f"is the lowest of the scale {low:g} to {high:g}: a tie that passes nothing"
            remedy = "leave it blank, with the status severed or none"
            remedy += f"; or name a scale that begins below it, such as --scale 0:{high:g}" if low > 0 else ""
            faults.append(
                Problem("T005", table.file, line, printable(table.header[index]), text[:80], expected, remedy)
            )
        cells.append(text if value is None else repr(round((value - low) / (high - low), 12)).removesuffix(".0"))
    if faults:
        raise InputError(faults)
    said = f"is on the scale {quote(f'{low:g}:{high:g}')} and is brought to 0..1"
    return _noticed(_mapped(table, index, cells), "strength", said)
