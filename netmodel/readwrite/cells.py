"""CSV for people: text that a spreadsheet would run as a formula is guarded."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d")


def guarded(cell: object) -> object:
    """Put ' before text that starts like a formula; numbers stay numbers.

    >>> guarded("=1+1"), guarded(-0.25)
    ("'=1+1", -0.25)
    """
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{cell}"
    return "" if cell is None else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV with guarded cells, lines ending in a line feed."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([guarded(name) for name in header])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return stream.getvalue()
