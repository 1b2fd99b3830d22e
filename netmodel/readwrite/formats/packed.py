"""Workbooks looked at before they are read: how much they unpack to, how far their cells lie apart, what is broken.

A workbook of 1.5 KB can name a cell in column XFD and row 1,048,576, and one of 50 KB can unpack to gigabytes. Both
are met here, where its parts pass by one after the other, before a reader lays the cells out in memory.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from posixpath import normpath
from xml.parsers import expat

from netmodel.errors import InputError, LimitError, Problem, printable, quote
from netmodel.readwrite.formats.xml import Element, elements, looks_like
from netmodel.readwrite.reading import Reading

OLD = b"\xd0\xcf\x11\xe0"
"""How an old workbook (xls) begins, and one that a password locks."""

CONTENT = "content.xml"
"""The part of an OpenDocument workbook that holds its sheets."""

MEMBERS = 10_000
"""Most files that a workbook may hold."""

SPARSE = 500_000
"""Places that the cells of a sheet may span, beside twenty for each cell in which something stands."""

_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})\Z", re.ASCII)
_COUNT = re.compile(r"[1-9]\d{0,9}\Z", re.ASCII)
_ODS_PARTS = (
    "document-content", "body", "spreadsheet", "table", "table-row-group", "table-header-rows", "table-rows",
)  # fmt: skip


@dataclass
class Sheet:
    """What looking at one sheet has found: rows and columns that its cells span, and cells that cannot be read."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    faults: list[tuple[int, int, str, str]] = field(default_factory=list)

    def add(self, row: int, column: int, across: int = 1, down: int = 1) -> None:
        """Count a cell in which something stands; places from 1."""
        self.rows, self.columns = max(self.rows, row + down - 1), max(self.columns, column + across - 1)
        self.cells += 1


def look_through(content: bytes, file: str, reading: Reading) -> dict[str, Sheet]:
    """Check a workbook against the limits before anything of it is laid out.

    Returns
    -------
    dict of str to Sheet
        By name of sheet; by name of file within the workbook where no sheet goes by it.

    Raises
    ------
    InputError
        X001 for a document type, X002 for a damaged workbook, or one that a password locks.
    LimitError
        X004 where it unpacks to more, or its cells span more, than the limits allow.
    """
    if content.startswith(OLD):
        expected = "is an old workbook (xls), or one that a password locks"
        raise _damaged(file, expected, "save it as xlsx, without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _sheets(packed, file, reading)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        reason = printable(str(error)).lower() or type(error).__name__
        raise _damaged(
            file, f"is a damaged workbook: {reason}", "save it again in the program that made it"
        ) from None


def _damaged(file: str, expected: str, remedy: str) -> InputError:
    return InputError([Problem("X002", file, None, "", "", expected, remedy)])


def _over(file: str, what: str, most: int, name: str) -> LimitError:
    return LimitError(f"{printable(file, 200)}: {what} over the limit of {most:,} (max {name}) [X004]")


def _sheets(packed: zipfile.ZipFile, file: str, reading: Reading) -> dict[str, Sheet]:
    members = packed.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise _damaged(file, "is locked by a password", "save it without a password")
    if len(members) > MEMBERS:
        raise _over(file, f"{len(members):,} files in it are", MEMBERS, "files")
    size = sum(member.file_size for member in members)
    if size > reading.limits.bytes:
        raise _over(file, f"{size:,} bytes unpacked are", reading.limits.bytes, "bytes")
    names = _names(packed, file, reading)
    found: dict[str, Sheet] = {}
    for member in members:
        text = packed.read(member)
        place = f"{file} ({member.filename})"
        try:
            _check_form(text, member.filename, file)
            if looks_like(text, "worksheet"):
                found[names.get(member.filename, member.filename)] = _worksheet(text, place, reading)
            elif member.filename == CONTENT:
                found.update(_ods_sheets(text, place, reading))
        except LimitError as error:
            raise LimitError(f"{error} [X004]") from None
    for sheet in found.values():
        _check_span(sheet, file, reading)
    return found


def _check_form(text: bytes, name: str, file: str) -> None:
    """Refuse XML that is damaged, which a reader may take for without end, or that declares a document type."""
    if not (name.endswith((".xml", ".rels")) or text.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")):
        return
    parser = expat.ParserCreate()
    place = f"{file} ({name})"

    def refuse(*parts: object) -> None:
        expected = "declares a document type; it is refused, since entities can read files and fill the memory"
        raise InputError([Problem("X001", place, None, "", "", expected, "save it in another program")])

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        expected = f"is damaged: {expat.ErrorString(error.code)}"
        raise _damaged(place, expected, "save it again in the program that made it") from None


def _check_span(sheet: Sheet, file: str, reading: Reading) -> None:
    if sheet.columns > reading.limits.columns:
        raise _over(file, f"{sheet.columns:,} columns of a sheet are", reading.limits.columns, "columns")
    if sheet.rows > reading.limits.rows + 1:
        raise _over(file, f"{sheet.rows:,} rows of a sheet are", reading.limits.rows, "rows")
    most = SPARSE + 20 * sheet.cells
    if sheet.rows * sheet.columns > most:
        lone = f"{sheet.cells:,} cells lie so far apart that {sheet.rows:,} x {sheet.columns:,} places are"
        raise _over(file, lone, most, "places; delete the cells that lie far out")


# ---- xlsx ----------------------------------------------------------------------------------------------------------


def _names(packed: zipfile.ZipFile, file: str, reading: Reading) -> dict[str, str]:
    """Names of sheets by the file within the workbook that holds them; nothing where that cannot be told."""
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    present = set(packed.namelist())
    if not {book, links} <= present:
        return {}
    try:
        _check_form(packed.read(book), book, file)
        _check_form(packed.read(links), links, file)
        sheets = elements(packed.read(book), file, reading, root="workbook", containers={"workbook", "sheets"})
        named = {
            sheet.attributes.get("id", ""): sheet.attributes.get("name", "")
            for sheet in sheets
            if sheet.tag == "sheet"
        }
        parts = elements(packed.read(links), file, reading, root="Relationships", containers={"Relationships"})
        targets = {part.attributes.get("Id", ""): part.attributes.get("Target", "") for part in parts}
    except LimitError as error:
        raise LimitError(f"{error} [X004]") from None
    strange = [target for key, target in targets.items() if key in named and not target.endswith(".xml")]
    if strange:
        raise _damaged(file, f"has a sheet in {quote(strange[0])}", "save it again in the program that made it")
    return {_inside(targets[key]): name for key, name in named.items() if key in targets}


def _inside(target: str) -> str:
    return normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")


def _worksheet(text: bytes, file: str, reading: Reading) -> Sheet:
    sheet = Sheet()
    row = 0
    for element in elements(text, file, reading, root="worksheet", containers={"worksheet", "sheetData"}):
        if element.tag != "row":
            continue
        row = _whole(element.attributes.get("r"), row + 1)
        column = 0
        for cell in element.children:
            at, column = _place_of(cell, row, column)
            if cell.children:
                _add_cell(sheet, cell, at, column)
    return sheet


def _place_of(cell: Element, row: int, column: int) -> tuple[int, int]:
    """Row and column of a cell, from 1; where it names none, the next one."""
    written = cell.attributes.get("r")
    if written is None:
        return row, column + 1
    match = _PLACE.match(written)
    if not match:
        raise ValueError(f"{printable(written)} is no place of a cell")
    number = 0
    for letter in match[1]:
        number = number * 26 + ord(letter) - 64
    return int(match[2]), number


def _add_cell(sheet: Sheet, cell: Element, row: int, column: int) -> None:
    sheet.add(row, column)
    kind = cell.attributes.get("t", "")
    value = cell.first("v")
    text = value.text if value is not None else ""
    if kind == "e":
        sheet.faults.append((row, column, text, "is an error of a formula"))
    elif cell.first("f") is not None and not text and kind != "str":
        sheet.faults.append((row, column, "", "is a formula whose value is not in the file"))


def _whole(text: str | None, otherwise: int) -> int:
    """A count as the file writes it; what is no count may mean anything to a reader."""
    if text is None:
        return otherwise
    if not _COUNT.match(text):
        raise ValueError(f"{printable(text)} is no number of a row and no count of cells")
    return int(text)


# ---- ods -----------------------------------------------------------------------------------------------------------


def _ods_sheets(text: bytes, file: str, reading: Reading) -> Iterator[tuple[str, Sheet]]:
    sheet, row = Sheet(), 0
    for element in elements(text, file, reading, root="document-content", containers=_ODS_PARTS):
        if element.tag == "table":
            sheet, row = Sheet(), 0
            yield element.attributes.get("name", ""), sheet
        elif element.tag == "table-row":
            row = _add_row(sheet, element, row + 1)


def _add_row(sheet: Sheet, element: Element, row: int) -> int:
    """Count the cells of a row that may stand for many; gives the number of the last one."""
    down = _whole(element.attributes.get("number-rows-repeated"), 1)
    column = 1
    for cell in element.children:
        across = _whole(cell.attributes.get("number-columns-repeated"), 1)
        if cell.children or "value-type" in cell.attributes:
            sheet.add(row, column, across, down)
        if any(part.tag == "p" and (part.first("tab") or part.first("line-break")) for part in cell.children):
            sheet.faults.append((row, column, "", "holds a tab or a line break that is lost in reading"))
        column += across
    return row + down - 1
