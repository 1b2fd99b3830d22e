"""Tables of text cells from CSV: every row with its line, nothing guessed, nothing lost.

The canonical form is read here: UTF-8 (a byte-order mark is fine), commas, one header row. Other encodings,
delimiters and formats are decided in `text_of` and `split_rows`, and nowhere else; until they are read, they are
refused with a remedy.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from netmodel.errors import InputError, LimitError, Problem, printable
from netmodel.schema import RawTable, find_column

MAX_BYTES = 200_000_000
"""Largest file that is read."""

MAX_COLUMNS = 1_000
"""Most columns that a table may have."""

DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}
BEGINNINGS = (
    (b"<", "is a web page or XML, not CSV", "download the list itself; a login page may have been saved"),
    (b"pk\x03\x04", "is a spreadsheet file, not CSV", "save the sheet as CSV (UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "is a spreadsheet file, not CSV", "save the sheet as CSV (UTF-8)"),
    (b"%pdf-", "is a PDF, not CSV", "find the table itself, and save it as CSV (UTF-8)"),
    (b"version https://git-lfs", "is a pointer of git-lfs, not the file itself", "run: git lfs pull"),
)
_LINE_END = re.compile(r"\r\n|\r|\n")


class BrokenQuote(Exception):
    """The record that starts on this line cannot be split."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


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
        raise LimitError(f"{printable(file, 200)}: over the limit of {MAX_BYTES:,} bytes (max bytes)")
    text = text_of(content, file)
    _check_delimiter(name, text, file)
    problems: list[Problem] = []
    header: tuple[str, ...] = ()
    rows: list[list[str]] = []
    lines: list[int | None] = []
    blank, header_line = 0, 1
    try:
        for line, cells in split_rows(text, file):
            if not any(cell.strip() for cell in cells):
                blank += 1
            elif not header:
                header, header_line = _header(cells, file), line
            elif len(cells) != len(header):
                problems.append(_ragged(len(cells), len(header), line, file))
            else:
                rows.append(cells)
                lines.append(line)
    except BrokenQuote as broken:
        problems.append(_bad_quote(text, broken.line, header, file))
    if not problems and (not header or (not rows and name == "stakeholders")):
        what = "holds a header but no rows" if header else "is empty"
        remedy = f"netmodel new DIR writes a {name}.csv to start from"
        problems.append(Problem("D002", file, None, "", "", what, remedy))
    if problems:
        raise InputError(problems)
    return RawTable(name, file, header, rows, lines, hashlib.sha256(content).hexdigest(), blank, header_line)


def _header(cells: Sequence[str], file: str) -> tuple[str, ...]:
    if len(cells) > MAX_COLUMNS:
        raise LimitError(
            f"{printable(file, 200)}: {len(cells):,} columns is over the limit of {MAX_COLUMNS:,} (max columns)"
        )
    return tuple(cells)


def _ragged(found: int, wanted: int, line: int, file: str) -> Problem:
    expected = (
        f"has {found} fields, the header has {wanted}" if found != 1 else f"has 1 field, the header has {wanted}"
    )
    remedy = "a comma too many or too few; a cell with a comma in it needs quotes"
    return Problem("D004", file, line, "", "", expected, remedy)


# ---- bytes to text -------------------------------------------------------------------------------------------------


def text_of(content: bytes, file: str) -> str:
    """Decode a file, or say why it is no text table."""
    body = content.removeprefix(b"\xef\xbb\xbf")
    head = body[:200].lstrip().lower()
    for beginning, expected, remedy in BEGINNINGS:
        if head.startswith(beginning):
            raise _not_csv("D021", file, expected, remedy)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[:400].count(b"\0") > len(content[:400]) // 3:
        raise _not_csv("D020", file, "is UTF-16 text, or damaged", "save the file as CSV UTF-8")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError([_not_utf8(body[: error.start], len(content) - len(body), file)]) from None


def _not_csv(code: str, file: str, expected: str, remedy: str) -> InputError:
    return InputError([Problem(code, file, None, "", "", expected, remedy)])


def _not_utf8(good: bytes, mark: int, file: str) -> Problem:
    """Name the line and column of the first byte that is not UTF-8: what is good before it, and the mark's length."""
    before = good.decode("utf-8")
    *earlier, last = _LINE_END.split(before)
    header = _LINE_END.split(before, maxsplit=1)[0].split(",") if earlier else []
    column = _name_of(header, last.count(","))
    expected = f"byte {mark + len(good)} is not UTF-8 text"
    remedy = "save the file as CSV UTF-8 (in a spreadsheet: Save as, CSV UTF-8)"
    return Problem("D020", file, len(earlier) + 1, column, "", expected, remedy)


def _name_of(header: Sequence[str], index: int) -> str:
    name = header[index].strip().strip('"') if index < len(header) else ""
    return printable(name) or f"field {index + 1}"


# ---- text to rows --------------------------------------------------------------------------------------------------


def split_rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
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
                raise LimitError(
                    f"{printable(file, 200)}: line {line} holds a cell over {limit} characters (max cell)"
                ) from None
            raise BrokenQuote(line) from None
        yield line, cells
        line = reader.line_num + 1


def _check_delimiter(name: str, text: str, file: str) -> None:
    """Refuse a header whose columns are parted by anything but commas."""
    lines = enumerate(io.StringIO(text, newline=""), 1)
    line, header = next(((number, line) for number, line in lines if line.strip()), (1, ""))
    remedy = "save the file as CSV with commas (CSV UTF-8 in most spreadsheets)"
    if header.lower().lstrip('"').startswith("sep="):
        expected = "is a hint to a spreadsheet, not a header"
        remedy = f"delete the line; then {remedy}" if "," not in header else "delete the line"
        raise InputError([Problem("D001", file, line, "", header.strip(), expected, remedy)])
    if _knows(name, header, ","):
        return
    for delimiter, word in DELIMITERS.items():
        if _knows(name, header, delimiter) or ("," not in header and delimiter in header.strip()):
            expected = f"the cells are parted by {word}, not commas"
            raise InputError([Problem("D001", file, line, "", "", expected, remedy)])


def _knows(name: str, header: str, delimiter: str) -> bool:
    parts = (part.strip().strip('"').strip().casefold() for part in header.split(delimiter, MAX_COLUMNS))
    return any(find_column(name, part) for part in parts)


def _bad_quote(text: str, line: int, header: Sequence[str], file: str) -> Problem:
    """Name the line and the column in which the quote opens that is not closed, or is closed too soon."""
    lines = list(io.StringIO(text, newline=""))
    rest = "".join(lines[line - 1 :])
    column, begin = 0, 0
    for cell in re.finditer(r'("(?:[^"]|"")*(?P<end>"?)|[^,\r\n]*)(?P<next>,|\r\n|\r|\n|\Z|)', rest):
        begin = cell.start()
        quoted = cell[1].startswith('"')
        if quoted and (not cell["end"] or (not cell["next"] and cell.end() < len(rest))):
            break
        column += 1
    unclosed = not cell["end"]
    expected = "opens a quote that is never closed" if unclosed else "has text after a closed quote"
    remedy = 'close the quote; a quote inside a quoted cell is written twice, ""'
    value = _LINE_END.split(rest[begin : begin + 200])[0]
    opened = line + len(_LINE_END.findall(rest[:begin]))
    return Problem("D005", file, opened, _name_of(header, column), value[:80], expected, remedy)


# ---- files ---------------------------------------------------------------------------------------------------------


def read_file(name: str, path: Path, file: str) -> RawTable:
    """Read one CSV from disk."""
    return read_table(name, read_bytes(path, file), file)


def read_bytes(path: Path, file: str) -> bytes:
    """Content of an input file, or an error that says why it cannot be had."""
    try:
        with path.open("rb") as stream:
            return read_stream(stream, file)
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise InputError([Problem("D000", file, None, "", "", reason, "check the path")]) from None


def read_stream(stream: BinaryIO, file: str) -> bytes:
    """Content of a stream, to its end or to the limit."""
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise LimitError(f"{printable(file, 200)}: over the limit of {MAX_BYTES:,} bytes (max bytes)")
    return content
