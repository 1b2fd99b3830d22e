"""Square labelled matrices in CSV: who is tied to whom, rows and columns bearing the same names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from netmodel.errors import InputError, Problem, printable, quote
from netmodel.readwrite.cells import csv_text
from netmodel.readwrite.formats import Format, Tables, Written, register
from netmodel.readwrite.formats.gathered import counted
from netmodel.readwrite.formats.jsontext import rows_of
from netmodel.readwrite.reading import Reading
from netmodel.readwrite.tables import read_table
from netmodel.schema import RawTable, columns
from netmodel.schema.convert import is_date, period_end

NOTHING = frozenset({"", "0", "-", "–", "."})
"""Cells that stand for no tie."""


@dataclass(frozen=True, slots=True)
class _Square:
    """The cells of a matrix, rows and columns in one order."""

    names: list[str]
    cells: list[list[str]]
    lines: list[int | None]

    def is_symmetric(self) -> bool:
        """Whether every cell says what the one across the diagonal says, or the matrix is one half alone."""
        pairs = [(self.cells[i][j], self.cells[j][i]) for i in range(len(self.names)) for j in range(i)]
        alike = all(_value(low) == _value(high) for low, high in pairs)
        return alike or any(self._is_half(pairs, side) for side in (0, 1))

    @staticmethod
    def _is_half(pairs: Sequence[tuple[str, str]], side: int) -> bool:
        """Whether all cells on one side of the diagonal are filled, and all on the other blank."""
        return all(pair[side] and not pair[1 - side] for pair in pairs)


def is_square(table: RawTable) -> bool:
    """Whether the names of the columns, but for the first, are those of the rows.

    >>> is_square(RawTable("ties", "m.csv", ("", "b", "a"), [["a", "1", "0"], ["b", "0", "1"]], [2, 3]))
    True
    """
    if len(table.header) != len(table.rows) + 1:
        return False
    names, labels = _labels(table)
    return len(names) > 1 and sorted(names) == sorted(labels)


def _labels(table: RawTable) -> tuple[list[str], list[str]]:
    return [name.strip() for name in table.header[1:]], [row[0].strip() for row in table.rows if row]


def as_ties(table: RawTable) -> dict[str, RawTable]:
    """The stakeholders and the ties of a square matrix.

    A cell is the strength of the tie from the row to the column; blank, 0 and - are no tie. A matrix that is
    symmetric, or of which one half is filled and the other blank, gives undirected ties, any other one directed ties.
    A diagonal that says the same everywhere says nothing and is passed over; else its cells are ties of somebody to
    itself.

    Raises
    ------
    InputError
        X003 where rows and columns have different names, or one name stands twice.

    Examples
    --------
    >>> table = RawTable("ties", "m.csv", ("", "a", "b"), [["a", "0", "0.4"], ["b", "0.4", "0"]], [2, 3])
    >>> as_ties(table)["ties"].rows
    [['a', 'b', '0.4', 'no']]
    """
    square = _square(table)
    both = square.is_symmetric()
    diagonal = {_value(square.cells[i][i]) for i in range(len(square.names))}
    rows, lines = [], []
    for i, one in enumerate(square.names):
        for j, other in enumerate(square.names):
            cell = square.cells[i][j]
            if both and j < i:
                continue
            if both and not cell:
                cell = square.cells[j][i]
            if cell not in NOTHING and _value(cell) != 0 and (i != j or len(diagonal) > 1):
                rows.append([one, other, cell, "no" if both else "yes"])
                lines.append(square.lines[i])
    said = "a square matrix: " + ("symmetric, its ties are undirected" if both else "its ties go from row to column")
    if len(diagonal) == 1 and diagonal != {0.0}:
        said += f"; its diagonal is {quote(square.cells[0][0])} throughout and is passed over"
    notices = (*table.notices, Problem("X005", table.file, table.header_line, "", "", f"the table is {said}"))
    people = [[name] for name in square.names]
    header = ("source", "target", "strength", "directed")
    ties = replace(table, name="ties", header=header, rows=rows, lines=lines, notices=notices)
    listed = replace(ties, name="stakeholders", header=("id",), rows=people, lines=square.lines, notices=(),
                     warnings=(), blank=0)  # fmt: skip
    return {"stakeholders": listed, "ties": ties}


def _square(table: RawTable) -> _Square:
    names, labels = _labels(table)
    faults = []
    for what, found in (("column", names), ("row", labels)):
        twice = sorted({name for name in found if found.count(name) > 1}) if len(set(found)) < len(found) else []
        for name in twice:
            said = f"names a {what} twice"
            faults.append(Problem("X003", table.file, table.header_line, printable(name), "", said, "name each once"))
    odd = sorted(set(names) ^ set(labels))
    for name in odd:
        one, other = ("column", "row") if name in names else ("row", "column")
        said = f"is a {one} of the matrix, but no {other}"
        faults.append(Problem("X003", table.file, table.header_line, "", name[:80], said, "give it both, or neither"))
    if faults:
        raise InputError(faults)
    place = {name: index for index, name in enumerate(names, 1)}
    cells = [[row[place[name]].strip() for name in labels] for row in table.rows]
    return _Square(labels, cells, list(table.lines))


def _value(cell: str) -> float | str:
    """What a cell says, so that 0.50 and 0.5 are the same; a decimal comma counts as a point."""
    if cell in NOTHING:
        return 0.0
    try:
        return float(cell.replace(",", ".")) if cell.isascii() else cell
    except ValueError:
        return cell


def read(content: bytes, file: str, reading: Reading) -> Tables:
    """Read a square matrix."""
    return as_ties(read_table("ties", content, file, reading=reading))


def write(tables: Tables) -> Written:
    """Write the strengths of the ties that are active now as a square matrix; what else there is is lost, and listed.

    >>> people = RawTable("stakeholders", "", ("id",), [["a"], ["b"]], [1, 2])
    >>> ties = RawTable("ties", "", ("source", "target", "strength"), [["a", "b", "0.4"]], [1])
    >>> print(write({"stakeholders": people, "ties": ties}).content.decode())
    ,a,b
    a,0,0.4
    b,0.4,0
    <BLANKLINE>
    """
    names = sorted(row["id"] for row in rows_of(tables["stakeholders"]))
    place = {name: index for index, name in enumerate(names)}
    cells: list[list[float]] = [[0.0] * len(names) for _ in names]
    ties = rows_of(tables.get("ties"))
    kept = [row for row in ties if _is_active(row, tables["ties"].header)]
    parallel = 0
    for row in kept:
        one, other, strength = place[row["source"]], place[row["target"]], float(row.get("strength") or 0.5)
        parallel += cells[one][other] > 0
        cells[one][other] = max(cells[one][other], strength)
        if row.get("directed") != "yes":
            cells[other][one] = max(cells[other][one], strength)
    rows = [[name, *(f"{cell!r}".removesuffix(".0") for cell in row)]
            for name, row in zip(names, cells, strict=True)]  # fmt: skip
    lost = _lost(tables, len(ties) - len(kept), parallel)
    return Written(csv_text(["", *names], rows).encode(), tuple(lost))


def _is_active(row: dict[str, str], header: Sequence[str]) -> bool:
    """Whether a tie carries messages now, by its own columns."""
    dates = (name.removeprefix("status_") for name in header if name.startswith("status_") and row.get(name))
    last = max(filter(is_date, dates), key=period_end, default="")
    word = row.get("status") or (row[f"status_{last}"] if last else "severed" if row.get("until") else "active")
    return word == "active" and row.get("sign", "1") == "1"


def telling(table: RawTable, held: Collection[str]) -> list[str]:
    """Columns that are not `held`, and say anything beside what a blank cell says.

    >>> telling(RawTable("ties", "", ("source", "sign", "notes"), [["a", "1", "x"]], [1]), {"source"})
    ['notes']
    """
    usual = {column.name: {"", column.default} for column in columns(table.name).values()}
    return [
        name
        for index, name in enumerate(table.header)
        if name not in held and any(row[index] not in usual.get(name, {""}) for row in table.rows)
    ]


def _lost(tables: Tables, silent: int, parallel: int) -> list[str]:
    lost = [f"{counted(len(table.rows), 'row')} of {name}" for name, table in tables.items()
            if name not in ("stakeholders", "ties") and table.rows]  # fmt: skip
    for name, own in (("stakeholders", {"id"}), ("ties", {"source", "target", "strength", "directed"})):
        more = telling(tables[name], own) if name in tables else []
        if more:
            lost.append(f"{name}: the columns {', '.join(map(printable, more))}")
    if silent:
        lost.append(f"{counted(silent, 'tie')} not active now")
    if parallel:
        lost.append(f"{counted(parallel, 'tie')} beside a stronger one of the same two")
    return lost


register(Format("matrix", "Square matrix in CSV, of strengths", (), lambda content: False, read, write))
