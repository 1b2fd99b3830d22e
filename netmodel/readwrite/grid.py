"""Text to records: cells, and the physical line on which each record starts; quotes are strict."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from netmodel.errors import Problem
from netmodel.readwrite.decoding import LINE_END, column_name
from netmodel.readwrite.reading import Limits

DEFAULTS = Limits()
"""Limits where none are given."""

_LOCK = threading.Lock()
QUOTES = 'close the quote; a quote inside a quoted cell is written twice, ""'


@dataclass(frozen=True, slots=True)
class Grid:
    """Records as they stand, blank ones among them; `broken` is the line of the record that cannot be split."""

    rows: list[list[str]]
    lines: Sequence[int]
    broken: int | None = None


def lines_of(text: str) -> io.TextIOWrapper:
    r"""The physical lines of a text, whichever line end each has.

    >>> list(lines_of("a\rb\r\nc"))
    ['a\r', 'b\r\n', 'c']
    """
    content = io.BytesIO(text.encode("utf-8", "surrogatepass"))
    return io.TextIOWrapper(content, encoding="utf-8", errors="surrogatepass", newline="")


def split(text: str, delimiter: str, file: str, *, limits: Limits = DEFAULTS) -> Grid:
    """Split text into records.

    Parameters
    ----------
    text : str
        The table.
    delimiter : str
        The character between cells.
    file : str
        How messages name it.
    limits : Limits
        `rows` (of the header and of blank lines too) and `cell`.

    Raises
    ------
    LimitError
        Where there are too many records, or a cell is too long.

    Examples
    --------
    >>> split('id,name\\nqc,"Québec\\nCanada"\\nru,Россия\\n', ",", "list.csv").lines
    [1, 2, 4]
    """
    most = limits.rows + 2
    with _cells_up_to(limits.cell):
        grid = _one_line_each(text, delimiter, most) or _counted(text, delimiter, file, most, limits)
    if len(grid.rows) > limits.rows + 1:
        raise limits.over("rows", file)
    return grid


def _one_line_each(text: str, delimiter: str, most: int) -> Grid | None:
    """All records at once, if each is one line, as nearly always; else None. Equal cells are one text."""
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    same: dict[str, str] = {}
    once = same.setdefault
    try:
        rows = [[once(cell, cell) for cell in row] for row in islice(reader, most)]
    except csv.Error:
        return None
    return Grid(rows, range(1, len(rows) + 1)) if reader.line_num == len(rows) else None


def _counted(text: str, delimiter: str, file: str, most: int, limits: Limits) -> Grid:
    """The records up to the first that cannot be split, each with its line."""
    rows: list[list[str]] = []
    lines: list[int] = []
    line = 1
    reader = csv.reader(lines_of(text), delimiter=delimiter, strict=True)
    try:
        for row in islice(reader, most):
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            raise limits.over("cell", file, line) from None
        return Grid(rows, lines, line)
    return Grid(rows, lines)


@contextmanager
def _cells_up_to(limit: int) -> Iterator[None]:
    """Let `csv` take cells of this length; what it took before holds again afterwards."""
    with _LOCK:
        before = csv.field_size_limit(limit)
        try:
            yield
        finally:
            csv.field_size_limit(before)


# ---- quotes --------------------------------------------------------------------------------------------------------


def broken_quote(text: str, line: int, delimiter: str, header: Sequence[str], file: str) -> Problem:
    """Name the line and the column in which the quote opens that is not closed, or is closed too soon."""
    rest = "".join(islice(lines_of(text), line - 1, None))
    part = re.escape(delimiter)
    pattern = re.compile(rf'("(?:[^"]|"")*(?P<end>"?)|[^{part}\r\n]*)(?P<next>{part}|\r\n|\r|\n|\Z|)')
    column, begin = 0, 0
    for cell in pattern.finditer(rest):
        begin = cell.start()
        quoted = cell[1].startswith('"')
        if quoted and (not cell["end"] or (not cell["next"] and cell.end() < len(rest))):
            break
        column += 1
    expected = "has text after a closed quote" if cell["end"] else "opens a quote that is never closed"
    value = LINE_END.split(rest[begin : begin + 200])[0]
    opened = line + len(LINE_END.findall(rest[:begin]))
    return Problem("D005", file, opened, column_name(header, column), value[:80], expected, QUOTES)


def odd_quotes(
    text: str, grid: Grid, delimiter: str, header: Sequence[str], file: str
) -> tuple[list[Problem], list[Problem]]:
    """Faults and warnings about quotes that `csv` lets pass: swallowed rows, a space before a quote, a lone quote."""
    if '"' not in text:
        return [], []
    problems = [
        _swallowed(grid, index, file)
        for index in _long_records(grid)
        if _swallows(grid.rows[index][: len(header)], delimiter, len(header))
    ]
    warnings: list[Problem] = []
    physical: list[str] = []
    for index, row in enumerate(grid.rows):
        if '"' not in "".join(row):
            continue
        for number, cell in enumerate(row):
            wrapped = cell.strip()[:1] == '"' and cell.strip()[-1:] == '"'
            if cell.count('"') % 2 == 0 and not wrapped:
                continue
            physical = physical or list(lines_of(text))
            if not _is_quoted(physical, grid, index, cell):
                place = (file, grid.lines[index], column_name(header, number), cell.strip()[:80])
                if wrapped and cell.strip() != '"':
                    said = Problem("D005", *place, "has a space before its quote", "take the space out")
                    problems.append(said)
                else:
                    said = Problem("D005", *place, "holds a quote without its pair; it is kept as text", QUOTES)
                    warnings.append(said)
    return problems, warnings


def _is_quoted(physical: Sequence[str], grid: Grid, index: int, cell: str) -> bool:
    """Whether the cell is written as a quoted one, with its own quotes doubled."""
    end = grid.lines[index + 1] - 1 if index + 1 < len(grid.lines) else len(physical)
    written = "".join(physical[grid.lines[index] - 1 : end])
    return '"' + cell.replace('"', '""') + '"' in written


def _long_records(grid: Grid) -> list[int]:
    """Records of more than one line."""
    if isinstance(grid.lines, range) or not grid.lines:
        return []
    following = (*grid.lines[1:], None)
    return [n for n, (line, after) in enumerate(zip(grid.lines, following, strict=True)) if after != line + 1]


def _swallows(row: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a record, its quotes left out, is several lines most of which are as wide as the header."""
    parts = [part for part in LINE_END.split(delimiter.join(row)) if part.strip(delimiter + " ")]
    alike = sum(part.count(delimiter) + 1 == width for part in parts)
    return width > 1 and alike > 1 and alike * 4 >= len(parts) * 3


def _swallowed(grid: Grid, index: int, file: str) -> Problem:
    expected = "opens a quoted cell that runs over lines which are rows of their own"
    remedy = "close the quote where the cell ends, or put the line breaks of the cell out"
    shown = LINE_END.sub(" ", " ".join(grid.rows[index]))[:80]
    return Problem("D005", file, grid.lines[index], "", shown, expected, remedy)
