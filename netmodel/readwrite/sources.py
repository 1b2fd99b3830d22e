"""One file of a study as tables: which format it has, and what a CSV holds that is no plain table."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from netmodel.errors import InputError, Problem, printable, quote
from netmodel.readwrite.cells import unguarded
from netmodel.readwrite.formats import FORMATS, Format
from netmodel.readwrite.formats.incidence import as_channels, channels_of, is_certain, is_grid, is_list
from netmodel.readwrite.formats.matrix import as_ties, is_square
from netmodel.readwrite.reading import Reading
from netmodel.readwrite.tables import read_bytes, read_stream, read_table
from netmodel.schema import RawTable, columns
from netmodel.schema.aliases import aliases, header_key, known_column
from netmodel.schema.convert import is_date

STREAM = "-"
CSV = "csv"
"""What `format` calls a plain table in text."""

TEXT = (".csv", ".tsv", ".tab", ".psv")
"""Ends of names of files that hold one table in text, whatever it looks like."""

MAYBE_TEXT = (".txt", ".dat")
"""Ends of names that formats use too; where none of them is met, the file is a table in text."""

_PEOPLE = frozenset(columns("stakeholders")) - {
    "id", "name", "kind", "issues", "influence", "citation", "confidence", "notes", "x", "y"
}  # fmt: skip
"""Columns that only a list of stakeholders has."""


def load(name: str, place: Path, file: str, reading: Reading, form: str | None = None) -> dict[str, RawTable]:
    """Read one file: the table of a name from a CSV, or all the tables that a file of another format holds.

    Parameters
    ----------
    name : str
        The table that is looked for.
    place : Path
        The file; ``-`` is standard input.
    file : str
        How messages name it.
    reading : Reading
        What is settled beforehand.
    form : str, optional
        Name of its format; ``csv`` for a plain table. None: told by the name and the content.

    Raises
    ------
    InputError
        With every fault of the file; X003 where its format cannot be told.
    UnknownName
        Where there is no format of the name.
    """
    if str(place) == STREAM:
        content = read_stream(sys.stdin.buffer, file, limits=reading.limits)
    else:
        content = read_bytes(place, file, limits=reading.limits)
    found = _format(place.name, content, file, form)
    if found is not None and found.read is not None:
        tables = dict(found.read(content, file, reading))
        if not tables:
            raise InputError([Problem("X002", file, None, "", "", "holds no table")])
        return {key: _without_guards(table) for key, table in tables.items()} if not found.suffixes else tables
    table = read_table(name, content, file, reading=reading)
    if b"'" in content:
        table = _without_guards(table)
    if form == CSV:
        return {name: table}
    if name == "stakeholders":
        _refuse_ties(table, reading)
    return _reshaped(table)


def _format(name: str, content: bytes, file: str, form: str | None) -> Format | None:
    """The format of a file; None for a table in text."""
    if form == CSV:
        return None
    if form is not None:
        found = FORMATS[form]
        if found.read is None:
            expected = f"is asked for as {form}, which can be written only"
            raise InputError([Problem("X003", file, None, "", "", expected, known_formats())])
        return found
    suffix = PurePath(name).suffix.lower()
    if suffix in TEXT:
        return None
    readable = [found for found in map(FORMATS.__getitem__, FORMATS) if found.read is not None]
    named = [found for found in readable if any(name.lower().endswith(end) for end in found.suffixes)]
    for candidate in (*named, *readable):
        if candidate.accepts(content):
            return candidate
    if named and suffix not in MAYBE_TEXT:
        titles = " nor ".join(found.title for found in named)
        neither = "neither " if len(named) > 1 else "not "
        expected = f"ends in {printable(suffix)} but is {neither}{titles}"
        raise InputError([Problem("X003", file, None, "", "", expected, known_formats())])
    return None


def known_formats() -> str:
    """The formats that are known, for a message.

    >>> "nodelink" in known_formats()
    True
    """
    return f"known formats: csv, {', '.join(FORMATS)} (netmodel convert --from FORMAT)"


def _without_guards(table: RawTable) -> RawTable:
    """Take off the ' that keeps a spreadsheet from running a text; the exact inverse of writing it."""
    header = tuple(map(unguarded, table.header))
    rows, count = [], 0
    for row in table.rows:
        bare = [unguarded(cell) for cell in row] if any(cell[:1] == "'" for cell in row) else row
        count += 0 if bare is row else sum(one != other for one, other in zip(row, bare, strict=True))
        rows.append(bare)
    if header == table.header and not count:
        return table
    said = f"the ' before text that looks like a formula was taken off in {count:,} cells"
    notices = (*table.notices, Problem("D024", table.file, None, "", "", said))
    return replace(table, header=header, rows=rows, notices=notices)


def _refuse_ties(table: RawTable, reading: Reading) -> None:
    """Refuse a list of ties in the place of the list of stakeholders: its edges would be read as people.

    A column that only a list of stakeholders has, years in From and To, or a column that the user explained, says
    that it is none.
    """
    explained = set(map(header_key, reading.columns))
    keys = [header_key(written) for written in table.header]
    fields = [known_column("stakeholders", name) or aliases("stakeholders").get(header_key(name), "")
              for name in table.header]  # fmt: skip
    if _PEOPLE & set(fields) or "citation" in table.header:
        return
    known = aliases("ties")
    ends = {end: at for at, key in enumerate(keys) if (end := known.get(key, key)) in ("source", "target")}
    if len(ends) < 2 or explained & {keys[at] for at in ends.values()}:
        return
    first, last = (table.header[ends[end]].strip() for end in ("source", "target"))
    if {"from", "to"} == {keys[at] for at in ends.values()} and all(
        is_date(row[at].strip() or "2000") for row in table.rows for at in ends.values()
    ):
        return
    expected = f"and {quote(last)} are the ends of ties: this is a list of ties, and not of stakeholders"
    remedy = "name the list of stakeholders as the study, and this file with --ties"
    remedy += f"; if they are not: --map {printable(first)}=notes"
    raise InputError([Problem("D008", table.file, table.header_line, printable(first), "", expected, remedy)])


def _reshaped(table: RawTable) -> dict[str, RawTable]:
    """A CSV that is no plain table: a square matrix, or a table of two modes; in doubt it is asked which."""
    if table.name in ("stakeholders", "ties") and is_square(table):
        found = as_ties(table)
        return found if table.name == "stakeholders" else {"ties": found["ties"]}
    if table.name not in ("stakeholders", "participants"):
        return {table.name: table}
    if table.name == "stakeholders" and is_list(table):
        return as_channels(table)
    if is_grid(table):
        if not is_certain(table):
            expected = "may be a list with marks, or a two-mode matrix of stakeholders and events"
            remedy = "convert it, and say which: netmodel convert FILE DIR --from csv, or --from twomode"
            raise InputError([Problem("X003", table.file, table.header_line, "", "", expected, remedy)])
        found = as_channels(table)
        return found if table.name == "stakeholders" else {key: found[key] for key in ("channels", "participants")}
    return {table.name: table}


def with_channels(tables: Mapping[str, RawTable]) -> dict[str, RawTable]:
    """Add the channels that a table of participants names, where there is no table of channels: open ones, as hubs.

    >>> table = RawTable("participants", "p.csv", ("channel", "stakeholder"), [["council", "gac"]], [2])
    >>> with_channels({"participants": table})["channels"].rows
    [['council', 'open']]
    """
    participants = tables.get("participants")
    if participants is None or "channels" in tables or not {"channel", "stakeholder"} <= set(participants.header):
        return dict(tables)
    said = "there is no table of channels: each channel that is named here is taken as open"
    note = Problem("X005", participants.file, None, printable("channel"), "", said)
    return {
        **tables,
        "channels": channels_of(participants),
        "participants": replace(participants, notices=(*participants.notices, note)),
    }
