"""Tables of text cells from CSV: every row with its line, nothing guessed in silence, nothing lost.

Each file is read exactly, with what was decided in its notices (encoding, delimiter, lines that are no rows), or
refused with every fault of its form at once.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from netmodel.errors import InputError, Problem
from netmodel.readwrite.arrange import Layout, lay_out
from netmodel.readwrite.decoding import Decoded, decode
from netmodel.readwrite.delimiter import Cut, choose
from netmodel.readwrite.grid import Grid, broken_quote, odd_quotes, split
from netmodel.readwrite.reading import Limits, Reading
from netmodel.schema import RawTable

AS_FOUND = Reading()
"""Nothing is settled beforehand: encoding and delimiter are found out, or asked for."""


def read_table(name: str, content: bytes, file: str, *, reading: Reading = AS_FOUND) -> RawTable:
    """Read one CSV.

    Parameters
    ----------
    name : str
        The table it holds, such as ``"ties"``.
    content : bytes
        The file as it is.
    file : str
        How messages name it.
    reading : Reading
        Encoding and delimiter where they are known; limits.

    Returns
    -------
    RawTable
        Rows as they are written. Of the records that are not blank and not the header, each is a row, or a notice
        D018 or D019 quotes it as passed over.

    Raises
    ------
    InputError
        With every fault of the file's form at once (encoding, delimiter, quotes, ragged rows, an empty file).
    LimitError
        Where the file or a cell is larger than is read.

    Examples
    --------
    >>> table = read_table("stakeholders", "id;name\\nqc;Québec\\n".encode("cp1252"), "list.csv")
    >>> table.rows, [notice.code for notice in table.notices]
    ([['qc', 'Québec']], ['D020', 'D001'])
    """
    if len(content) > reading.limits.bytes:
        raise reading.limits.over("bytes", file)
    decoded = decode(content, file, reading.encoding)
    cut = choose(name, decoded.text, file, reading)
    grid = split(decoded.text, cut.delimiter, file, limits=reading.limits)
    found = lay_out(name, grid, cut.delimiter, file, reading.columns, hint=cut.hint)
    if len(found.header) > reading.limits.columns:
        raise reading.limits.over("columns", file, found.header_line)
    warnings = _faults(name, grid, found, decoded.text, cut, file)
    if found.problems:
        raise InputError(sorted(found.problems, key=lambda problem: problem.line or 0))
    return RawTable(
        name,
        file,
        found.header,
        found.rows,
        list(found.lines),
        hashlib.sha256(content).hexdigest(),
        found.blank,
        found.header_line,
        tuple(_notices(decoded, cut, found)),
        (*decoded.warnings, *warnings),
    )


def _faults(name: str, grid: Grid, found: Layout, text: str, cut: Cut, file: str) -> list[Problem]:
    """Add the faults of quotes, and that of an empty file; gives the warnings."""
    problems, warnings = odd_quotes(text, grid, cut.delimiter, found.header, file)
    found.problems += problems
    if grid.broken is not None:
        found.problems.append(broken_quote(text, grid.broken, cut.delimiter, found.header, file))
    if not found.problems and (not found.header or (not found.rows and name == "stakeholders")):
        what = "holds a header but no rows" if found.header else "is empty"
        remedy = f"netmodel new DIR writes a {name}.csv to start from"
        found.problems.append(Problem("D002", file, None, "", "", what, remedy))
    return warnings


def _notices(decoded: Decoded, cut: Cut, found: Layout) -> list[Problem]:
    """What was decided, the delimiter with the line of the header."""
    cuts = [replace(said, line=said.line or found.header_line) for said in cut.notices]
    return [*decoded.notices, *cuts, *found.notices]


# ---- files ---------------------------------------------------------------------------------------------------------


def read_file(name: str, path: Path, file: str, *, reading: Reading = AS_FOUND) -> RawTable:
    """Read one CSV from disk."""
    return read_table(name, read_bytes(path, file, limits=reading.limits), file, reading=reading)


def read_bytes(path: Path, file: str, *, limits: Limits = AS_FOUND.limits) -> bytes:
    """Content of an input file, or an error that says why it cannot be had."""
    try:
        with path.open("rb") as stream:
            return read_stream(stream, file, limits=limits)
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise InputError([Problem("D000", file, None, "", "", reason, "check the path")]) from None


def read_stream(stream: BinaryIO, file: str, *, limits: Limits = AS_FOUND.limits) -> bytes:
    """Content of a stream, to its end or to the limit."""
    content = stream.read(limits.bytes + 1)
    if len(content) > limits.bytes:
        raise limits.over("bytes", file)
    return content
