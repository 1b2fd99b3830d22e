"""Watching a study: which of its files have changed, appeared or vanished since they were looked at."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from netmodel.errors import InputError, printable
from netmodel.readwrite.studies import find_files

EVERY = 0.5
"""Seconds from one look to the next."""


@dataclass(frozen=True)
class Mark:
    """A file as it was when it was looked at: what the disk says of it, and the sha256 of its content.

    `stat` holds size, times of change and number on the disk; None where there is no such file. `content` is empty
    where the file cannot be read.
    """

    stat: tuple[int, int, int, int] | None
    content: str


Marks = Mapping[Path, Mark]


def look(
    study: str | PathLike[str],
    *,
    tables: Mapping[str, str | PathLike[str]] | None = None,
    before: Marks | None = None,
) -> dict[Path, Mark]:
    """Look at every file that `read` would take for this study, one after the other.

    Parameters
    ----------
    study : path
        A stakeholder list or a folder, as `read` takes it; not a stream.
    tables : mapping, optional
        Files to take instead, by table.
    before : mapping of Path to Mark, optional
        An earlier look; a file that bears the same size, times and number is not read again.

    Returns
    -------
    dict of Path to Mark
        Companion files included. Where the files cannot be told (there is no list, or two that may be meant), the
        study alone, marked with what is in the way.

    Examples
    --------
    >>> marks = look("data")
    >>> sorted(path.name for path in marks)[:2], look("data", before=marks) == marks
    (['channels.csv', 'issues.csv'], True)
    """
    known = before or {}
    try:
        places = find_files(study, tables or {}).values()
    except InputError as error:
        return {Path(study): Mark(None, str(error))}
    except OSError as error:
        return {Path(study): Mark(None, type(error).__name__)}
    return {place: _mark(place, known.get(place)) for place in places}


def _mark(place: Path, known: Mark | None) -> Mark:
    try:
        found = place.stat()
        stat = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        if known is not None and known.stat == stat:
            return known
        with place.open("rb") as file:
            return Mark(stat, hashlib.file_digest(file, "sha256").hexdigest())
    except OSError:
        return Mark(None, "")


def changes(before: Marks, after: Marks) -> list[str]:
    """Say what has changed in content, appeared or vanished, a phrase each, by path.

    >>> gone, here = Mark(None, ""), Mark((1, 0, 0, 0), "ab")
    >>> changes({Path("ties.csv"): here}, {Path("ties.csv"): gone, Path("channels.csv"): here})
    ['channels.csv appeared', 'ties.csv vanished']
    """
    said = []
    for place in sorted({*before, *after}):
        old, new = before.get(place), after.get(place)
        if _content(old) != _content(new):
            there = old is not None and old.stat is not None, new is not None and new.stat is not None
            word = {(False, True): "appeared", (True, False): "vanished"}.get(there, "changed")
            said.append(f"{printable(place.name or str(place))} {word}")
    return said


def _content(mark: Mark | None) -> str:
    return "" if mark is None else mark.content


def wait_for_change(
    study: str | PathLike[str],
    before: Marks,
    *,
    tables: Mapping[str, str | PathLike[str]] | None = None,
    every: float = EVERY,
    sleep: Callable[[float], object] = time.sleep,
) -> dict[Path, Mark]:
    """Wait until the content of a study differs from an earlier look, and has stopped changing.

    A file that is still being written is waited for: two looks in a row have to agree. One that was only touched,
    or is again what it was, is no change.

    Parameters
    ----------
    study, tables
        As for `look`.
    before : mapping of Path to Mark
        The look that counts as unchanged; take it before reading, so that no change on the way is missed.
    every : float
        Seconds between two looks.
    sleep : callable
        How to wait.

    Returns
    -------
    dict of Path to Mark
        The look that shows the change; `changes` says what it is.
    """
    seen = dict(before)
    while True:
        sleep(every)
        now = look(study, tables=tables, before=seen)
        while changes(before, now):
            sleep(every)
            later = look(study, tables=tables, before=now)
            if later == now:
                return now
            now = later
        seen = now
