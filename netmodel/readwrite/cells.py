"""CSV for people: text that a spreadsheet would run as a formula is guarded, and the guard can be undone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_UNSEEN = r"['\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\x1b\[[0-?]*[ -/]*[@-~]"
"""What may stand before a formula without being seen, marks of direction and codes of a terminal among it."""

_FORMULA = re.compile(rf"(?:{_UNSEEN})*[=+\-@\t\r\n\uff1d]")
_SPECIAL = re.compile('[,"\r\n]')


def guarded(cell: object) -> object:
    """Put ' before text that starts like a formula; numbers stay numbers.

    Text that a guard might have been put before already gets one more, so that `unguarded` gives every text back.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("it's"), guarded(-0.25)
    ("'=1+1", "''=1+1", "it's", -0.25)
    """
    if isinstance(cell, str) and _FORMULA.match(cell):
        return f"'{cell}"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else cell


def unguarded(text: str) -> str:
    """Undo `guarded` on a text cell.

    >>> unguarded("'=1+1"), unguarded("'tis"), unguarded("=1+1")
    ('=1+1', "'tis", '=1+1')
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV with guarded cells, lines ending in a line feed."""
    return "".join(map(_line, (header, *rows)))


def _line(cells: Sequence[object]) -> str:
    """One record; the same in every version of Python, which the writer of `csv` is not for a lone CR."""
    written = [_quoted(str(guarded(cell))) for cell in cells]
    return (",".join(written) if written != [""] else '""') + "\n"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text
