"""Rows gathered from a file whose columns are not known beforehand, and the form in which two tables are equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from netmodel.errors import LimitError, Problem, printable
from netmodel.network.records import name_column
from netmodel.readwrite.reading import Limits
from netmodel.schema import RawTable
from netmodel.schema.convert import NO, YES


class Gatherer:
    """Rows of one table, given as cells by column in any order; columns stand as they first come.

    Parameters
    ----------
    name : str
        The table, such as ``"ties"``.
    file : str
        How messages name the file.
    limits : Limits
        Rows, columns and characters of a cell; beyond them stands a LimitError.

    Examples
    --------
    >>> found = Gatherer("ties", "a.net", Limits())
    >>> found.add({"source": "a", "target": "b"}, 4)
    >>> found.add({"source": "a", "target": "c", "weight": "2"}, 5)
    >>> found.table().rows
    [['a', 'b', ''], ['a', 'c', '2']]
    """

    def __init__(self, name: str, file: str, limits: Limits) -> None:
        self.name, self.file, self.limits = name, file, limits
        self.columns: dict[str, int] = {}
        self.rows: list[list[str]] = []
        self.lines: list[int | None] = []

    def add(self, cells: Mapping[str, str], line: int | None) -> None:
        """Add a row; columns that it does not name are blank in it."""
        if len(self.rows) >= self.limits.rows:
            raise self._limit(line, "rows", self.limits.rows)
        row = [""] * len(self.columns)
        for name, cell in cells.items():
            at = self.columns.get(name)
            if at is None:
                if len(self.columns) >= self.limits.columns:
                    raise self._limit(line, "columns", self.limits.columns)
                at = self.columns[name] = len(row)
                row.append("")
            if len(cell) > self.limits.cell:
                raise self._limit(line, "cell", self.limits.cell)
            row[at] = cell
        self.rows.append(row)
        self.lines.append(line)

    def _limit(self, line: int | None, name: str, most: int) -> LimitError:
        what = "characters in a cell" if name == "cell" else f"{name} of {self.name}"
        where = f"{printable(self.file, 200)}: line {line}"
        return LimitError(f"{where}: over the limit of {most:,} {what} (max {name})")

    def table(
        self,
        names: Mapping[str, str] | None = None,
        *,
        required: Iterable[str] = (),
        notices: Iterable[Problem] = (),
        **more: Any,
    ) -> RawTable:
        """Give the rows as a table.

        Parameters
        ----------
        names : mapping of str to str, optional
            What columns are to be called that were gathered under another key. A name that is taken already gets a
            number, which is said in a notice.
        required : iterable of str
            Columns that are there even if no row names them.
        notices : iterable of Problem
            What reading decided.
        **more
            Other fields of a RawTable.
        """
        for name in required:
            self.columns.setdefault(name, len(self.columns))
        for row in self.rows:
            row += [""] * (len(self.columns) - len(row))
        header, said = self._header(names or {})
        return RawTable(self.name, self.file, header, self.rows, self.lines, notices=(*notices, *said), **more)

    def _header(self, names: Mapping[str, str]) -> tuple[tuple[str, ...], list[Problem]]:
        taken = {column for column in self.columns if column not in names}
        header, said = [], []
        for column in self.columns:
            wanted = names.get(column, column)
            name, number = wanted, 1
            while column in names and name in taken:
                number += 1
                name = f"{wanted} ({number})"
            taken.add(name)
            header.append(name)
            if name != wanted:
                words = f"is the name of another column already; this one is read as {printable(name)}"
                said.append(Problem("X005", self.file, None, printable(wanted), "", words))
        return tuple(header), said


def canonical(table: RawTable) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Header and rows in the form in which two tables say the same: equal here is equal as a network.

    Names of columns are netmodel's where it knows them, columns are sorted, one that is blank in every row is left
    out; a cell of nothing but spaces is blank, and one of a yes-or-no column is ``yes`` or ``no``. The order of rows
    is kept.

    >>> table = RawTable("ties", "", ("target", "Source", "directed", "x"), [["b", "a", "TRUE", " "]], [2])
    >>> canonical(table)
    (('directed', 'source', 'target'), [('yes', 'a', 'b')])
    """
    found: dict[str, list[str]] = {}
    for index, written in enumerate(table.header):
        name, column = name_column(table, written)
        cells = [row[index] if row[index].strip() else "" for row in table.rows]
        if column is not None and column.type == "yesno":
            cells = [yes_or_no(cell) or cell for cell in cells]
        if any(cells):
            found[name] = cells
    header = tuple(sorted(found))
    return header, [tuple(found[name][row] for name in header) for row in range(len(table.rows))]


def yes_or_no(cell: str) -> str:
    """The cell as ``yes`` or ``no``; nothing where it says neither.

    >>> yes_or_no("TRUE"), yes_or_no("non"), yes_or_no("perhaps")
    ('yes', 'no', '')
    """
    lowered = cell.strip().casefold()
    return "yes" if lowered in YES else "no" if lowered in NO else ""


def counted(number: int, noun: str) -> str:
    """A number with its noun in the singular or the plural.

    >>> counted(1, "tie"), counted(1200, "tie")
    ('1 tie', '1,200 ties')
    """
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"
