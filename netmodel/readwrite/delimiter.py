"""What parts the cells: that under which the header is known, or all rows are equally wide; else it is asked."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from netmodel.errors import InputError, Problem, quote
from netmodel.readwrite.grid import lines_of
from netmodel.readwrite.reading import DELIMITERS, Reading
from netmodel.schema.aliases import aliases, header_key, known_column

LOOKED_AT = 300
"""Records that are compared."""

HEADERS = 50
"""Records among which the header is sought."""

_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Cut:
    """The delimiter, the lines of a hint before the table, and what is to be said."""

    delimiter: str
    hint: int = 0
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """How a delimiter would part the table: columns known in the header, width, share of rows that are as wide."""

    delimiter: str
    known: int
    width: int
    share: float


def choose(name: str, text: str, file: str, reading: Reading) -> Cut:
    """Find the delimiter of a table.

    Parameters
    ----------
    name : str
        Table it holds, whose columns may be known.
    text : str
        The table.
    file : str
        How messages name it.
    reading : Reading
        Its `delimiter` wins over everything, a line ``sep=;`` over what is found; `columns` are known too.

    Raises
    ------
    InputError
        D001 where two delimiters part the table equally well.

    Examples
    --------
    >>> choose("stakeholders", "id;name\\nqc;Québec, Canada\\n", "list.csv", Reading()).delimiter
    ';'
    """
    hint = _hint(text)
    if reading.delimiter:
        return Cut(reading.delimiter, 1 if hint else 0)
    if hint:
        said = f"says {DELIMITERS.get(hint, quote(hint))} part the cells; it is no row"
        remedy = "if that is wrong: --delimiter"
        return Cut(hint, 1, (Problem("D001", file, 1, "", f"sep={hint}", said, remedy),))
    trials = [trial for trial in (_tried(name, text, mark, reading) for mark in DELIMITERS) if trial.width > 1]
    found = _best(trials)
    if found is None and trials:
        raise InputError([_asked(trials, text, file)])
    if found is None or found.delimiter == ",":
        return Cut(",")
    said = f"the cells are parted by {DELIMITERS[found.delimiter]}"
    return Cut(found.delimiter, 0, (Problem("D001", file, None, "", "", said, "if that is wrong: --delimiter"),))


def known_columns(name: str, cells: Sequence[str], columns: Mapping[str, str] | None = None) -> int:
    """How many cells of a record name a column of a table, in its own words or those of another tool.

    >>> known_columns("ties", ["From", "to", "colour"]), known_columns("stakeholders", ["Oslo", "North"])
    (2, 0)
    """
    named = {header_key(cell) for cell in columns or ()}
    found = set()
    for cell in cells[:2_000]:
        written = cell.strip().strip('"\ufeff')
        key = header_key(written) if len(written) < 60 else ""
        if key and (key in named or _is_known(name, written)):
            found.add(key)
    return len(found)


@lru_cache(maxsize=10_000)
def _is_known(name: str, written: str) -> bool:
    return header_key(written) in aliases(name) or known_column(name, written) is not None


def _hint(text: str) -> str:
    """The delimiter that a line such as ``sep=;`` names, as spreadsheets write it above the table."""
    first = next(lines_of(text[:40]), "").strip(" \r\n").strip('"')
    if not first.casefold().startswith("sep="):
        return ""
    mark = first[4:].replace("\\t", "\t")
    return mark if len(mark) == 1 and not mark.isalnum() and mark not in "\"'" else ""


def _tried(name: str, text: str, delimiter: str, reading: Reading) -> Trial:
    rows = sample(text, delimiter)
    if not rows:
        return Trial(delimiter, 0, 0, 0.0)
    counts = [known_columns(name, row, reading.columns) for row in rows[:HEADERS]]
    header = counts.index(max(counts))
    body = rows[header:]
    width = len(rows[header])
    same = Counter(map(len, body))[width]
    return Trial(delimiter, max(counts), width, same / len(body))


def sample(text: str, delimiter: str) -> list[list[str]]:
    """The first records that are not blank, split without objections."""
    part = text[:_SAMPLE]
    reader = csv.reader(lines_of(part), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        rows.extend(row for row in islice(reader, LOOKED_AT + 1) if any(cell.strip() for cell in row))
    except csv.Error:
        return rows
    cut = len(part) < len(text) and len(rows) <= LOOKED_AT
    return rows[:-1] if cut and len(rows) > 1 else rows[:LOOKED_AT]


def _best(trials: Sequence[Trial]) -> Trial | None:
    """The one trial that is better than all others, if there is one."""
    most = max((trial.known for trial in trials), default=0)
    known = [trial for trial in trials if trial.known == most]
    whole = [trial for trial in trials if trial.share == 1.0]
    if len(known) == 1 and (most > 1 or known[0].share == 1.0 or (most == 1 and not whole)):
        return known[0]
    either = [trial for trial in known if trial.share == 1.0]
    if len(either) == 1 and (most or len(whole) == 1):
        return either[0]
    ranked = sorted(known, key=lambda trial: -trial.share)
    if not whole and ranked and (len(ranked) == 1 or ranked[0].share > ranked[1].share + 0.2):
        return ranked[0]
    return None


def _asked(trials: Sequence[Trial], text: str, file: str) -> Problem:
    line = next((number for number, line in enumerate(lines_of(text[:_SAMPLE]), 1) if line.strip()), 1)
    ranked = sorted(trials, key=lambda trial: (-trial.known, -trial.share))
    words = " or ".join(f"{DELIMITERS[trial.delimiter]} ({trial.width} columns)" for trial in ranked)
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    remedy = f"say which: --delimiter {' or --delimiter '.join(names[trial.delimiter] for trial in ranked)}"
    return Problem("D001", file, line, "", "", f"the cells may be parted by {words}", remedy)
