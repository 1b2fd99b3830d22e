"""Every error that netmodel raises on purpose.

::

    NetmodelError                 something a user can mend; never a bug (exit 1 is kept for those)
    ├── UsageError                exit 2: the question is put wrongly (an option, a name, a date)
    │   └── UnknownName           exit 2: a name that is not registered or not in the study
    ├── InputError                exit 3: a file was refused; `problems` holds every fault of it
    ├── StrictError               exit 4: warnings, under --strict
    ├── WriteError                exit 5: an output cannot or must not be written
    ├── LimitError                exit 6: a stated limit was reached
    └── MissingExtra              exit 7: an optional part is not installed
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHOWN = 20
"""Faults of one file that a message shows; all of them are in `InputError.problems`."""


class NetmodelError(Exception):
    """Something that the user can mend; `exit_code` is what the command line ends with."""

    exit_code = 1


class UsageError(NetmodelError):
    """The question is put wrongly."""

    exit_code = 2


class UnknownName(UsageError):
    """A name that is not known, with the nearest one that is."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.what, self.name = what, name
        super().__init__(f"{what} {name!r} is not known; {suggest(name, known)}")


class StrictError(NetmodelError):
    """Warnings were found and the user asked for none."""

    exit_code = 4


class WriteError(NetmodelError):
    """An output cannot, or must not, be written."""

    exit_code = 5


class LimitError(NetmodelError):
    """A stated limit was reached."""

    exit_code = 6


class MissingExtra(NetmodelError):
    """An optional part is not installed."""

    exit_code = 7


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of an input, or one warning about it, as data.

    `line` is the physical line in the file (1 is the header), `value` the cell as it was written, cut at 80
    characters.
    """

    code: str
    file: str
    line: int | None
    column: str
    value: str
    expected: str
    remedy: str = ""

    def to_json(self) -> dict[str, object]:
        """Give the fault as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}

    def sentence(self) -> str:
        """Say the fault in one or two lines, without the file's name."""
        place = ", ".join(part for part in (f"line {self.line}" if self.line else "", self.column) if part)
        found = f"{quote(self.value)} " if self.value else ""
        head = f"{place}: {found}{self.expected} [{self.code}]" if place else f"{self.expected} [{self.code}]"
        return f"{head}\n      {self.remedy}" if self.remedy else head


class InputError(NetmodelError):
    """A file was refused. `problems` holds every fault as data; nothing was read."""

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self._message())

    def _message(self) -> str:
        lines = []
        for file in dict.fromkeys(problem.file for problem in self.problems):
            faults = [problem for problem in self.problems if problem.file == file]
            count = "1 problem" if len(faults) == 1 else f"{len(faults)} problems"
            lines.append(f"{printable(file, 1000)}: {count}, nothing was read")
            lines += [f"  {problem.sentence()}" for problem in faults[:SHOWN]]
            if len(faults) > SHOWN:
                lines.append(f"  and {len(faults) - SHOWN} more (--errors-json FILE lists them all)")
        return "\n".join(lines)


def suggest(name: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Say which known name is nearest, or a few that there are."""
    from difflib import get_close_matches  # here, since every command imports this module

    names = sorted(set(known))
    lowered = {candidate.casefold(): candidate for candidate in reversed(names)}
    near = get_close_matches(name.casefold(), list(lowered), n=1, cutoff=cutoff)
    if near:
        return f"did you mean {quote(lowered[near[0]])}?"
    if not names:
        return "there are none"
    shown = ", ".join(printable(candidate) for candidate in names[:8])
    return f"known: {shown}" + (f" and {len(names) - 8} more" if len(names) > 8 else "")


def printable(text: str, limit: int = 80) -> str:
    r"""Make text from a file safe on a terminal: control and direction marks are escaped, long text is cut.

    >>> printable("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    safe = "".join(_escaped(character) for character in text[: limit + 1])
    return safe if len(text) <= limit else f"{safe[: limit - 1]}…"


def quote(text: str) -> str:
    """Quote text from a file for a message: on one line, escaped and cut."""
    return f"'{printable(text)}'"


def _escaped(character: str) -> str:
    code = ord(character)
    control = code < 0x20 or 0x7F <= code < 0xA0 or code in (0x061C, 0x2028, 0x2029, 0xFEFF)
    direction = 0x200B <= code <= 0x200F or 0x202A <= code <= 0x202E or 0x2060 <= code <= 0x206F
    if not (control or direction or 0xD800 <= code <= 0xDFFF):
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
