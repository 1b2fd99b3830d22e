"""The tables, described once, as data.

Each table is a CSV beside this file: its columns, types, ranges, defaults, meanings and examples. `kinds.csv`,
`modalities.csv` and `influence.csv` are the tables that defaults are taken from. Validation, the templates of
``netmodel new``, the format page and the tool tips of the report all come from here.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from netmodel.errors import Problem

TABLES = ("stakeholders", "ties", "channels", "participants", "levels", "issues", "vetoes")
"""The tables a study may have; only the first is required."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `name` may hold a ``<date>`` or a ``<side>`` that the header fills in."""

    name: str
    type: str
    required: bool
    default: str
    unit: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    meaning: str
    example: str

    @property
    def stem(self) -> str:
        """What the header starts with, where the rest of it varies (``status_``); else nothing."""
        return self.name.partition("<")[0] if "<" in self.name else ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A known kind of stakeholder, tie or channel, and what follows from it."""

    kind: str
    formality: str
    role: str
    official: bool
    quality: float
    frequency: float
    symbol: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Modality:
    """A way of meeting, with the quality, depth and trust that it gives where none is stated."""

    modality: str
    quality: float
    depth: float
    builds_trust: float
    meaning: str


@dataclass(frozen=True)
class RawTable:
    """A table as it was written: text cells, and the physical line on which each row starts.

    `notices` and `warnings` say what reading the file decided (encoding, delimiter, names of columns) or met.
    """

    name: str
    file: str
    header: tuple[str, ...]
    rows: list[list[str]]
    lines: list[int | None]
    sha256: str = ""
    blank: int = 0
    header_line: int = 1
    notices: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _number(text: str) -> float | None:
    return float(text) if text else None


@cache
def columns(table: str) -> dict[str, Column]:
    """Columns of a table, by name, in the order in which they are documented.

    >>> columns("ties")["strength"].default
    '0.5'
    """
    return {
        row["column"]: Column(
            name=row["column"],
            type=row["type"],
            required=row["required"] == "yes",
            default=row["default"],
            unit=row["unit"],
            low=_number(row["low"]),
            high=_number(row["high"]),
            choices=tuple(row["choices"].split("|")) if row["choices"] else (),
            meaning=row["meaning"],
            example=row["example"],
        )
        for row in _rows(table)
    }


def find_column(table: str, header: str) -> Column | None:
    """Find the column that a header names, also where part of the name varies (``status_2013``).

    >>> find_column("ties", "status_2013").name, find_column("ties", "status_basis")
    ('status_<date>', None)
    """
    known = columns(table)
    if header in known and "<" not in header:
        return known[header]
    return next((column for column in known.values() if column.stem and _fills(column, header)), None)


def _fills(column: Column, header: str) -> bool:
    rest = header.removeprefix(column.stem)
    dated = column.name.endswith("<date>")
    return rest != header and rest != "" and (rest[0].isdigit() or not dated)


@cache
def kinds(table: str) -> dict[str, Kind]:
    """Known kinds of ``stakeholders``, ``ties`` or ``channels``; any other kind is allowed.

    >>> kinds("channels")["internal-cascade"].role
    'enables'
    """
    return {
        row["kind"]: Kind(
            kind=row["kind"],
            formality=row["formality"],
            role=row["role"],
            official=row["official"] == "yes",
            quality=float(row["quality"] or 1),
            frequency=float(row["frequency"] or 1),
            symbol=row["symbol"],
            meaning=row["meaning"],
        )
        for row in _rows("kinds")
        if row["table"] == table
    }


@cache
def modalities() -> dict[str, Modality]:
    """Ways of meeting, by name."""
    return {
        row["modality"]: Modality(
            modality=row["modality"],
            quality=float(row["quality"]),
            depth=float(row["depth"]),
            builds_trust=float(row["builds_trust"]),
            meaning=row["meaning"],
        )
        for row in _rows("modalities")
    }


@cache
def influence_by_level() -> dict[int, float]:
    """Influence that a level gives where none is stated."""
    return {int(row["level"]): float(row["influence"]) for row in _rows("influence")}
