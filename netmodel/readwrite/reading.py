"""How a file is to be read: what the user settled beforehand, and the limits that hold."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from netmodel.errors import LimitError, UsageError, printable, quote

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
"""What may part cells, and what messages call it."""

_WORDS = {"comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t", "bar": "|", "pipe": "|", "space": " "}
_NO_TEXT = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Largest file, table and cell that is read; beyond them stands a LimitError that names the limit.

    Attributes
    ----------
    bytes : int
        Of one file; of a packed one (xlsx, ods) also of what it unpacks to.
    rows : int
        Of one table.
    columns : int
        Of one table.
    cell : int
        Characters in one cell.
    """

    bytes: int = 200_000_000
    rows: int = 5_000_000
    columns: int = 1_000
    cell: int = 131_072

    def __post_init__(self) -> None:
        for name in ("bytes", "rows", "columns", "cell"):
            if getattr(self, name) < 1:
                raise UsageError(f"--max-{name} {getattr(self, name)} lets nothing in: give 1 or more")

    def over(self, name: str, file: str, line: int | None = None) -> LimitError:
        """The error that names a limit that was passed, and the option that moves it.

        >>> print(Limits(rows=9).over("rows", "ties.csv"))
        ties.csv: over the limit of 9 rows (max rows; --max-rows moves it)
        """
        limit = f"{getattr(self, name):,} {'characters in a cell' if name == 'cell' else name}"
        place = f"line {line} is " if line else ""
        return LimitError(
            f"{printable(file, 200)}: {place}over the limit of {limit} (max {name}; --max-{name} moves it)"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is settled about the files of a study before they are looked at.

    Attributes
    ----------
    encoding : str
        Name of the encoding of text files; empty: found out, and said.
    delimiter : str
        What parts the cells of text files; empty: found out, and said.
    columns : mapping of str to str
        Field of netmodel by name of column as the file writes it (``{"Type": "kind"}``); wins over all aliases.
    scale : pair of float, optional
        Lowest and highest value of the strengths in the file, brought to 0..1; None: they are shares already.
    limits : Limits
    """

    encoding: str = ""
    delimiter: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    scale: tuple[float, float] | None = None
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        object.__setattr__(self, "delimiter", _delimiter(self.delimiter))
        _check_encoding(self.encoding)
        if self.scale is not None and not (
            all(math.isfinite(end) for end in self.scale) and self.scale[0] < self.scale[1]
        ):
            raise UsageError(
                f"a scale of {self.scale[0]:g} to {self.scale[1]:g} is none: the lowest strength comes first"
            )


def _delimiter(given: str) -> str:
    """The character that a delimiter or its name stands for."""
    found = _WORDS.get(given.strip().casefold(), given)
    if len(found) > 1 or found in ('"', "\n", "\r", "\0"):
        raise UsageError(f"{quote(given)} is no delimiter: give one character, or comma, semicolon, tab or bar")
    return found


def _check_encoding(name: str) -> None:
    """Refuse what is no encoding of text."""
    if not name:
        return
    try:
        "".encode(name)
        b"".decode(name)
        known = name.casefold().replace("-", "_") not in _NO_TEXT
    except (LookupError, ValueError, UnicodeError):
        known = False
    if not known:
        raise UsageError(f"{quote(name)} is no encoding: give one such as utf-8, cp1252, cp1251, koi8-r or mac-roman")
