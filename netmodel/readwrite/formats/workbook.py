"""Workbooks: xlsx and ods are read by python-calamine, xlsx is written by openpyxl; both come with an extra.

Sheets are tables by name (stakeholders, Nodes, Elements, ties, Edges, Connections ...). A formula counts as the value
that the file holds for it; nothing is computed.
"""

from __future__ import annotations

import datetime
import io
import math
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from netmodel.errors import InputError, LimitError, MissingExtra, Problem, printable, quote
from netmodel.readwrite.arrange import lay_out
from netmodel.readwrite.cells import guarded
from netmodel.readwrite.formats import Format, Tables, Written, register
from netmodel.readwrite.formats.gathered import counted
from netmodel.readwrite.formats.jsontext import finish
from netmodel.readwrite.formats.packed import OLD, Sheet, look_through
from netmodel.readwrite.grid import Grid
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable, columns
from netmodel.schema.aliases import table_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

IGNORED = "(ignore)"
"""Sheets with this in their name are passed over, as Kumu does."""

DIGITS = 10**15
"""Whole numbers from here on may have lost digits: a spreadsheet keeps fifteen."""

CELL, ROWS = 32_767, 1_048_576
"""Most characters of a cell and rows of a sheet, in xlsx."""

NUMERIC = frozenset({"number", "strength", "integer", "level"})

_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f]")
_UNWRITABLE = re.compile("[\ufffe\uffff]")
_DATED = re.compile(rb"<dcterms:(created|modified)([^>]*)>[^<]*<")


def accepts(content: bytes) -> bool:
    """Whether it is a workbook: packed, or old and perhaps locked.

    >>> accepts(b"PK\\x03\\x04..."), accepts(b"id,name")
    (True, False)
    """
    return content.startswith((b"PK\x03\x04", OLD))


def read(content: bytes, file: str, reading: Reading) -> Tables:
    """Read xlsx or ods: every sheet whose name is that of a table; the others are passed over, and said.

    Where no sheet has the name of the list and there is only one that is not ignored, that is the list. Cells are
    text as they stand in the file: 007 in a cell of text stays 007, the number 7 is 7, a date is ISO, a mark TRUE or
    FALSE.

    Raises
    ------
    InputError
        X001, X002: a document type, a damaged or locked workbook, an error of a formula; X003: no sheet can be told.
    LimitError
        X004, see `netmodel.readwrite.formats.packed`.
    MissingExtra
        Where python-calamine is not installed.
    """
    if len(content) > reading.limits.bytes:
        raise LimitError(f"{printable(file, 200)}: over the limit of {reading.limits.bytes:,} bytes (max bytes)")
    found = look_through(content, file, reading)
    book = _open(content, file)
    names, notices = _chosen(book, file)
    tables: dict[str, RawTable] = {}
    faults: list[Problem] = []
    for table, sheet in names.items():
        faults += _faults(found.get(sheet, Sheet()), _place(file, sheet))
        try:
            tables[table] = _table(book, table, sheet, file, reading)
        except InputError as error:
            faults += error.problems
    return finish(tables, content, faults, notices)


def _open(content: bytes, file: str) -> CalamineWorkbook:
    try:
        import python_calamine
    except ImportError:
        raise MissingExtra("reading workbooks needs python-calamine: pip install 'netmodel[excel]'") from None
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise _unreadable(file, error) from None


def _unreadable(file: str, error: Exception) -> InputError:
    locked = type(error).__name__ == "PasswordError"
    reason = (
        "is locked by a password" if locked else f"cannot be read: {printable(str(error)) or type(error).__name__}"
    )
    remedy = "save it without a password" if locked else "save it again in the program that made it, as xlsx"
    return InputError([Problem("X002", file, None, "", "", reason, remedy)])


def _place(file: str, sheet: str) -> str:
    return f"{file} ({sheet})"


def _chosen(book: CalamineWorkbook, file: str) -> tuple[dict[str, str], list[Problem]]:
    """Sheet of each table, and notices of the sheets that are passed over."""
    chosen: dict[str, str] = {}
    others, faults = [], []
    for sheet in book.sheet_names:
        table = None if IGNORED in sheet.casefold() else table_of(sheet)
        if table is None:
            others.append(sheet)
        elif table in chosen:
            expected = f"holds {table}, and so does the sheet {quote(chosen[table])}"
            remedy = f"leave one of them out, or put {IGNORED} into its name"
            faults.append(Problem("X003", file, None, printable(sheet), "", expected, remedy))
        else:
            chosen[table] = sheet
    notices = []
    open_ones = [sheet for sheet in others if IGNORED not in sheet.casefold()]
    if "stakeholders" not in chosen and len(open_ones) == 1 and not faults:
        chosen = {"stakeholders": open_ones[0], **chosen}
        others.remove(open_ones[0])
        said = "is taken as the list of stakeholders, since no sheet has that name"
        notices.append(Problem("X005", file, None, printable(open_ones[0]), "", said))
    elif "stakeholders" not in chosen and not faults:
        expected = f"has no sheet of stakeholders among {', '.join(quote(sheet) for sheet in book.sheet_names)[:300]}"
        faults.append(Problem("X003", file, None, "", "", expected, "name the sheet Stakeholders, Nodes or Elements"))
    if faults:
        raise InputError(faults)
    said = "is no table of netmodel by its name; the sheet is passed over"
    notices += [Problem("X005", file, None, printable(sheet), "", said) for sheet in others]
    said = f"is hidden in the workbook, and read; to leave it out put {IGNORED} into its name"
    read_too = [sheet for sheet in _hidden(book) if sheet in chosen.values()]
    notices += [Problem("X005", file, None, printable(sheet), "", said) for sheet in read_too]
    return chosen, notices


def _hidden(book: CalamineWorkbook) -> list[str]:
    import python_calamine

    shown = python_calamine.SheetVisibleEnum.Visible
    return [sheet.name for sheet in book.sheets_metadata if sheet.visible != shown]


def _faults(sheet: Sheet, file: str) -> Iterator[Problem]:
    for row, column, value, expected in sheet.faults:
        remedy = "mend the formula, or open the file in a spreadsheet and save it, or write the value instead"
        yield Problem("X002", file, row, f"column {letters(column)}", value[:80], expected, remedy)


def letters(column: int) -> str:
    """What a spreadsheet calls a column, counted from 1.

    >>> letters(1), letters(28), letters(16384)
    ('A', 'AB', 'XFD')
    """
    return letters((column - 1) // 26) + chr(65 + (column - 1) % 26) if column > 0 else ""


# ---- sheets to tables ----------------------------------------------------------------------------------------------


def _table(book: CalamineWorkbook, name: str, sheet: str, file: str, reading: Reading) -> RawTable:
    """One sheet, laid out as a CSV is: titles above the header, blank rows, a second table."""
    import python_calamine

    place = _place(file, sheet)
    try:
        opened = book.get_sheet_by_name(sheet)
        cells = opened.to_python(skip_empty_area=False)
        merged = opened.merged_cell_ranges or ()
    except (python_calamine.CalamineError, ValueError) as error:
        raise _unreadable(place, error) from None
    warnings: list[Problem] = []
    rows = [[_text(value) for value in values] for values in cells]
    for line, (row, values) in enumerate(zip(rows, cells, strict=True), 1):
        _check_cells(row, values, line, place, reading, warnings)
    used = [i for i, column in enumerate(zip(*rows, strict=True)) if any(map(str.strip, column))]
    grid = Grid([[row[i] for i in used] for row in rows], range(1, len(rows) + 1))
    found = lay_out(name, grid, "", place, reading.columns)
    if found.problems:
        raise InputError(found.problems)
    if not found.rows and name == "stakeholders":
        expected = "holds a header but no rows" if found.header else "is empty"
        raise InputError([Problem("D002", place, None, "", "", expected, "write the stakeholders into it")])
    if merged:
        said = f"{counted(len(merged), 'group')} of cells merged: only the first cell of each holds its value"
        found.notices.append(Problem("X005", place, None, "", "", said))
    header = found.header or tuple(column.name for column in columns(name).values() if column.required)
    return RawTable(name, place, header, found.rows, list(found.lines), "", found.blank, found.header_line,
                    notices=tuple(found.notices), warnings=tuple(warnings))  # fmt: skip


def _check_cells(
    row: Sequence[str], values: Sequence[Any], line: int, file: str, reading: Reading, warnings: list[Problem]
) -> None:
    for column, (text, value) in enumerate(zip(row, values, strict=True), 1):
        if len(text) > reading.limits.cell:
            most = f"{reading.limits.cell:,} characters (max cell)"
            raise LimitError(f"{printable(file, 200)}: line {line} holds a cell over the limit of {most}")
        if isinstance(value, float) and abs(value) >= DIGITS and value.is_integer():
            said = "is a number of more than 15 digits: a spreadsheet does not keep them all"
            remedy = "write ids and the like into cells of text"
            warnings.append(Problem("X006", file, line, f"column {letters(column)}", text, said, remedy))


def _text(value: Any) -> str:
    """A cell as text: numbers without a needless .0, dates and times in ISO form, marks as TRUE and FALSE."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        whole = abs(value) >= DIGITS and math.isfinite(value) and value == int(value)
        return str(int(value)) if whole else repr(value).removesuffix(".0")
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


# ---- tables to sheets ----------------------------------------------------------------------------------------------


def write(tables: Tables) -> Written:
    """Write xlsx: a sheet for each table, text as text, numbers as numbers; no cell of it is a formula.

    Raises
    ------
    LimitError
        Where a table has more rows than a sheet takes.
    MissingExtra
        Where openpyxl is not installed.
    """
    try:
        import openpyxl  # type: ignore[import-untyped]
    except ImportError:
        raise MissingExtra("writing workbooks needs openpyxl: pip install 'netmodel[excel]'") from None
    book = openpyxl.Workbook(write_only=True)
    lost: list[str] = []
    for name, table in tables.items():
        if len(table.rows) >= ROWS:
            raise LimitError(
                f"{len(table.rows):,} rows of {name} are over the limit of a sheet (max {ROWS - 1:,} rows)"
            )
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in _rows(sheet, name, table):
            sheet.append(row)
        lost += _lost(name, table)
    packed = io.BytesIO()
    book.save(packed)
    return Written(_same_bytes(packed.getvalue()), tuple(lost))


def _rows(sheet: Any, name: str, table: RawTable) -> Iterator[list[Any]]:
    known = columns(name)
    yield [_cell(sheet, written, numeric=False) for written in table.header]
    numeric = [header in known and known[header].type in NUMERIC for header in table.header]
    for row in table.rows:
        yield [_cell(sheet, cell, numeric=number) for cell, number in zip(row, numeric, strict=True)]


def _cell(sheet: Any, text: str, *, numeric: bool) -> Any:
    """A number where the column holds numbers and reading gives the same text; else text, whatever it looks like."""
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]

    number = _number(text) if numeric else None
    if number is not None or not text:
        return number
    cell = WriteOnlyCell(sheet)
    cell._value = _escape(text)
    cell.data_type = "s"
    cell.quotePrefix = guarded(text) != text
    return cell


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    kept = abs(value) < DIGITS and float(f"{value:.15g}") == value  # what a spreadsheet keeps of a number
    return value if kept and _text(value) == text else None


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", _UNWRITABLE.sub("\ufffd", text[:CELL]))


def _lost(name: str, table: RawTable) -> list[str]:
    cells = [cell for row in (table.header, *table.rows) for cell in row]
    long, strange = sum(len(cell) > CELL for cell in cells), sum(bool(_UNWRITABLE.search(cell)) for cell in cells)
    lost = []
    if long:
        lost.append(f"{name}: the end of {counted(long, 'cell')} of more than {CELL:,} characters")
    if strange:
        lost.append(f"{name}: characters in {counted(strange, 'cell')} that no workbook can hold, written as \ufffd")
    return lost


def _same_bytes(content: bytes) -> bytes:
    """The workbook without the time at which it was made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as made, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in sorted(made.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            text = made.read(name)
            if name == "docProps/core.xml":
                text = _DATED.sub(rb"<dcterms:\1\g<2>>1980-01-01T00:00:00Z<", text)
            kept.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


register(Format("xlsx", "Excel workbook, a sheet for each table", (".xlsx",), accepts, read, write))
register(Format("ods", "OpenDocument spreadsheet, a sheet for each table (read only)", (".ods",), accepts, read))
