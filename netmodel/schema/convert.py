"""From a text cell to a value: one small function a type, and faults that say what to write instead."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from netmodel.errors import printable, quote
from netmodel.schema import Column

YES = {"yes", "y", "true", "1", "oui", "vrai", "да", "истина"}
NO = {"no", "n", "false", "0", "non", "faux", "нет", "ложь"}
"""What spreadsheets in English, French and Russian write for a mark, and what people do."""

CONFIDENCES = ("high", "medium", "low")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)
_COMMA = re.compile(r"[-+]?\d+,\d+\Z", re.ASCII)
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_PARTED = re.compile(r"[-+]?\d{1,3}(?:[.\s'\u2019]\d{3})+(?:,\d+)?\Z")


@dataclass(frozen=True)
class CellFault(Exception):
    """A cell that its column does not allow."""

    code: str
    expected: str
    remedy: str = ""


def convert(column: Column, text: str) -> Any:
    """Convert one cell; a blank cell gives None.

    Raises
    ------
    CellFault
        Where the column does not allow the cell.

    Examples
    --------
    >>> from netmodel.schema import columns
    >>> convert(columns("stakeholders")["expertise"], "arctic:4; trade")
    (('arctic', 4.0), ('trade', None))
    """
    if column.type == "text":
        return text if text.strip() else None
    stripped = text.strip()
    return CONVERTERS[column.type](column, stripped) if stripped else None


def split_list(text: str) -> tuple[str, ...]:
    """Split a cell of several values, ``a; b`` or ``a|b``, each kept once.

    >>> split_list("arctic; trade|arctic")
    ('arctic', 'trade')
    """
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;|]", text) if part.strip()))


def plain_number(text: str) -> float | None:
    """The number that a text is, with a point or a decimal comma, in ASCII digits; else None.

    A comma before three digits that may part thousands, as in ``1,234``, gives None.
    """
    if not text.isascii() or "_" in text:
        return None
    if "," in text and _COMMA.match(text) and not _THOUSANDS.match(text):
        text = text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def _not_a_number(column: Column, text: str) -> CellFault:
    if _THOUSANDS.match(text):
        whole = text.replace(",", "")
        return CellFault("T006", "has a comma", f"write {whole} if the comma parts thousands, else write a point")
    if _PARTED.match(text):
        whole = re.sub(r"[.\s'\u2019]", "", text).replace(",", ".")
        return CellFault("T006", "parts its thousands", f"write {whole}")
    percent = plain_number(text[:-1]) if text.endswith("%") else None
    if percent is not None and column.unit == "share":
        share = f"{percent / 100:g}"
        return CellFault("D030", "is a percentage, not a share", f"write {share} for {text}")
    return CellFault("D030", "is not a number", f"write a number, such as {_example(column)}")


def _number(column: Column, text: str) -> float:
    code = "T005" if column.type == "strength" else "D033"
    value = plain_number(text)
    if value is None:
        raise _not_a_number(column, text)
    if not math.isfinite(value):
        raise CellFault(code, "is not a finite number", f"write a number, such as {_example(column)}")
    low, high = column.low, column.high
    if (low is not None and value < low) or (high is not None and value > high):
        limits = f"outside {_plain(low)}..{_plain(high)}" if high is not None else f"below {_plain(low)}"
        share = column.unit == "share"
        remedy = f"{column.name} is a share: write 0.7, not 70" if share else _within(low, high)
        if column.type == "strength" and value > 1:
            remedy += "; or name the scale: --scale 0:5"
        raise CellFault(code, f"is {limits}", remedy)
    return value


def _strength(column: Column, text: str) -> float:
    value = _number(column, text)
    if value == 0:
        remedy = "a tie that passes nothing is no tie: give it the status severed or none"
        raise CellFault("T005", "is not above 0", remedy)
    return value


def _example(column: Column) -> str:
    return column.example if column.type in ("number", "strength", "integer") and column.example else "0.5"


def _within(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"write a number not below {_plain(low)}"
    return f"write a number from {_plain(low)} to {_plain(high)}"


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _integer(column: Column, text: str) -> int:
    value = _number(column, text)
    if value != int(value):
        raise CellFault("D030", "is not a whole number", f"write a whole number, such as {column.example}")
    return int(value)


def _level(column: Column, text: str) -> int | str:
    """A level is a whole number, or a title that `levels` explains later."""
    if not re.fullmatch(r"[-+]?[\d.,]+", text):
        return text
    if text not in {"0", "1", "2", "3", "4", "5"}:
        raise CellFault("D031", "is not 0..5 or a title in levels.csv", "write 0, 1, 2, 3, 4 or 5")
    return int(text)


def _yesno(column: Column, text: str) -> bool:
    lowered = text.casefold()
    if lowered in YES or lowered in NO:
        return lowered in YES
    raise CellFault("D034", "is neither yes nor no", "write yes or no")


def _choice(column: Column, text: str) -> str:
    lowered = text.casefold()
    if lowered in column.choices:
        return lowered
    if column.name == "sign" and lowered in {"+1", "1.0", "-1.0", "+", "-"}:
        return "-1" if lowered.startswith("-") else "1"
    words = ", ".join(column.choices)
    raise CellFault("D032", f"is not one of {words}", f"write {' or '.join(column.choices)}")


def _confidence(column: Column, text: str) -> str:
    if text.casefold() in CONFIDENCES:
        return text.casefold()
    try:
        _number(column, text)
    except CellFault:
        raise CellFault("D035", "is not high, medium, low or a share", "write high, medium, low or 0.8") from None
    return text.replace(",", ".")


def _date(column: Column, text: str) -> str:
    if is_date(text):
        return text
    remedy = "write the year, 2014, the month, 2014-03, or the day, 2014-03-18"
    if re.fullmatch(r"\d{5}", text):
        remedy += f"; {text} may be a day number of a spreadsheet"
    raise CellFault("T007", "is not an ISO date", remedy)


def _weights(column: Column, text: str) -> tuple[tuple[str, float | None], ...]:
    found: dict[str, float | None] = {}
    for part in split_list(text):
        name, weight = _split_weight(column, part)
        if name in found:
            raise CellFault("D036", f"names {quote(name)} twice", "name each once")
        found[name] = weight
    return tuple(found.items())


def _split_weight(column: Column, part: str) -> tuple[str, float | None]:
    name, colon, suffix = part.rpartition(":")
    weight = plain_number(suffix.strip()) if colon and name.strip() else None
    if weight is None:
        if colon and _COMMA.match(suffix.strip()):
            whole = suffix.strip().replace(",", "")
            remedy = f"write {printable(name.strip())}:{whole} if the comma parts thousands, else write a point"
            raise CellFault("T006", f"holds {quote(part)}: the number has a comma", remedy)
        return part, None
    low, high = column.low, column.high
    if not math.isfinite(weight) or (low is not None and weight < low) or (high is not None and weight > high):
        raise CellFault(
            "D033",
            f"holds {quote(part)}: the number is outside {_plain(low)}..{_plain(high)}",
            f"write a share, such as {printable(name.strip())}:0.8",
        )
    return name.strip(), weight


CONVERTERS: dict[str, Callable[[Column, str], Any]] = {
    "id": lambda column, text: text,
    "list": lambda column, text: split_list(text),
    "weights": _weights,
    "number": _number,
    "strength": _strength,
    "integer": _integer,
    "level": _level,
    "yesno": _yesno,
    "choice": _choice,
    "confidence": _confidence,
    "date": _date,
}


@lru_cache(maxsize=4096)
def is_date(text: str) -> bool:
    """Whether the text is a year, a month or a day in ISO form, and in the calendar; years are 1000 to 9999."""
    match = _DATE.match(text)
    if not match:
        return False
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    return year >= 1000 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


@lru_cache(maxsize=4096)
def period_start(text: str) -> str:
    """First day of a year, a month or a day, in ISO form.

    >>> period_start("2014"), period_end("2014-02")
    ('2014-01-01', '2014-02-28')
    """
    return text + "-01-01"[3 * text.count("-") :]


@lru_cache(maxsize=4096)
def period_end(text: str) -> str:
    """Last day of a year, a month or a day, in ISO form."""
    if text.count("-") == 2:
        return text
    year, _, month = text.partition("-")
    last = calendar.monthrange(int(year), int(month or 12))[1]
    return f"{year}-{month or '12'}-{last:02d}"
