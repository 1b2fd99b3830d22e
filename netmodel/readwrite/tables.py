"""Tables of text cells from CSV: every row with its line, nothing guessed, nothing lost.

The canonical form is read here: UTF-8 (a byte-order mark is fine), commas, one header row. Other encodings,
delimiters and formats are decided in `text_of` and `split_rows`, and nowhere else.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

from netmodel.errors import InputError, LimitError, Problem
from netmodel.schema import RawTable

MAX_BYTES = 200_000_000
"""Largest file that is read."""


def read_table(name: str, content: bytes, file: str) -> RawTable:
    """Read one CSV.

    Parameters
    ----------
    name : str
        The table it holds, such as ``"ties"``.
    content : bytes
        The file as it is.
    file : str
        How messages name it.

    Raises
    ------
    InputError
        With every fault of the file's form at once (encoding, quotes, ragged rows, an empty file).
    LimitError
        Where the file or a cell is larger than is read.
    """
    if len(content) > MAX_BYTES:
        raise LimitError(f"{file}: {len(content):,} bytes is over the limit of {MAX_BYTES:,} (max bytes)")
    text = text_of(content, file)
    problems: list[Problem] = []
    header: tuple[str, ...] = ()
    rows: list[list[str]] = []
    lines: list[int | None] = []
    blank = 0
    for line, cells in split_rows(text, file, problems):
        if not cells or (len(cells) == 1 and not cells[0].strip()):
            blank += 1
        elif not header:
            header = tuple(cells)
            _check_header(header, line, file)
        elif len(cells) != len(header):
            found = f"{len(cells)} fields" if len(cells) != 1 else "1 field"
            expected = f"has {found}, the header has {len(header)}"
            remedy = "a comma too many or too few; a cell with a comma in it needs quotes"
            problems.append(Problem("D004", file, line, "", "", expected, remedy))
        else:
            _refuse_nul(cells, header, line, file, problems)
            rows.append(cells)
            lines.append(line)
    if not problems and (not header or (not rows and name == "stakeholders")):
        what = "holds a header but no rows" if header else "is empty"
        problems.append(
            Problem("D002", file, None, "", "", what, f"netmodel new DIR writes a {name}.csv to start from")
        )
    if problems:
        raise InputError(problems)
    return RawTable(name, file, header, rows, lines, hashlib.sha256(content).hexdigest(), blank)


def text_of(content: bytes, file: str) -> str:
    """Decode a file, or say why it is no text table."""
    head = content[:200].lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise _not_csv(
            file, "is a web page or XML, not CSV", "download the list itself; a login page may have been saved"
        )
    if head.startswith((b"pk\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _not_csv(file, "is a spreadsheet file, not CSV", "save the sheet as CSV (UTF-8)")
    if head.startswith(b"version https://git-lfs"):
        raise _not_csv(file, "is a pointer of git-lfs, not the file itself", "run: git lfs pull")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _not_csv(file, "is UTF-16 text", "save the file as CSV UTF-8", "D020")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        start = content.rfind(b"\n", 0, error.start) + 1
        column = content[start : error.start].count(b",") + 1
        problem = Problem(
            "D020",
            file,
            line,
            f"field {column}",
            "",
            f"byte {error.start} is not UTF-8 text",
            "save the file as CSV UTF-8",
        )
        raise InputError([problem]) from None


def _not_csv(file: str, expected: str, remedy: str, code: str = "D021") -> InputError:
    return InputError([Problem(code, file, None, "", "", expected, remedy)])


def split_rows(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Split text into records, each with the physical line on which it starts."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                limit = f"{csv.field_size_limit():,}"
                raise LimitError(f"{file}: line {line} holds a cell over {limit} characters (max cell)") from None
            problems.append(_bad_quote(text, line, file))
            return
        yield line, cells
        line = reader.line_num + 1


def _bad_quote(text: str, line: int, file: str) -> Problem:
    """Name the column in which the quote opens that never closes."""
    rest = io.StringIO(text, newline="").readlines()
    header = next(csv.reader(rest[:1]), [])
    inside, column = False, 0
    opened = 0
    for character in "".join(rest[line - 1 :]):
        if character == '"':
            inside = not inside
            opened = column if inside else opened
        elif character == "," and not inside:
            column += 1
        elif character in "\r\n" and not inside:
            break
    name = header[opened] if opened < len(header) else f"field {opened + 1}"
    remedy = 'close the quote; a quote inside a quoted cell is written twice, ""'
    return Problem("D005", file, line, name, "", "has a quote that is not closed, or text after a closed one", remedy)


def _check_header(header: tuple[str, ...], line: int, file: str) -> None:
    if len(header) > 1:
        return
    for delimiter, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if header[0].count(delimiter) > 1 or header[0].lower().startswith("sep="):
            expected = f"the cells are parted by {word}, not commas"
            remedy = "save the file as CSV with commas (CSV UTF-8 in most spreadsheets)"
            raise InputError([Problem("D001", file, line, "", "", expected, remedy)])


def _refuse_nul(cells: list[str], header: tuple[str, ...], line: int, file: str, problems: list[Problem]) -> None:
    for name, cell in zip(header, cells, strict=True):
        if "\0" in cell:
            remedy = "the file is damaged or no text file: export it again"
            problems.append(Problem("D006", file, line, name, cell[:80], "holds a NUL character", remedy))


def read_file(name: str, path: Path, file: str) -> RawTable:
    """Read one CSV from disk."""
    return read_table(name, read_bytes(path, file), file)


def read_bytes(path: Path, file: str) -> bytes:
    """Content of an input file, or an error that says why it cannot be had."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LimitError(f"{file}: {path.stat().st_size:,} bytes is over the limit of {MAX_BYTES:,} (max bytes)")
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise InputError([Problem("D000", file, None, "", "", reason, "check the path")]) from None
