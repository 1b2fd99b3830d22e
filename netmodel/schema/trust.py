"""How trust is built: how far each way of meeting can take it, and how much of it holds on other issues as well.

The figures stand in `trust.csv`, a row for each parameter, under the name by which it is swept. They are judgements.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from netmodel.errors import UsageError


@dataclass(frozen=True, slots=True)
class TrustParameter:
    """One row: its name, its value in [0, 1] and what it means."""

    parameter: str
    value: float
    meaning: str


@dataclass(frozen=True, slots=True)
class TrustCap:
    """The trust, in [0, 1], above which meetings of a modality build no more."""

    modality: str
    cap: float
    meaning: str


@cache
def trust_parameters() -> dict[str, TrustParameter]:
    """Rows of `trust.csv` by name, in their order.

    >>> {name: row.value for name, row in trust_parameters().items() if name != "caps.hybrid"}
    {'caps.in-person': 0.9, 'caps.virtual': 0.4, 'caps.written': 0.2, 'spill_over': 0.5}
    """
    text = resources.files("netmodel.schema").joinpath("trust.csv").read_text(encoding="utf-8")
    rows = (
        TrustParameter(row["parameter"], float(row["value"]), row["meaning"])
        for row in csv.DictReader(text.splitlines())
    )
    return {row.parameter: row for row in rows}


@cache
def trust_caps() -> dict[str, TrustCap]:
    """Caps by modality, the highest first.

    >>> {name: row.cap for name, row in trust_caps().items()}
    {'in-person': 0.9, 'hybrid': 0.7, 'virtual': 0.4, 'written': 0.2}
    """
    rows = (row for name, row in trust_parameters().items() if name.startswith("caps."))
    found = (TrustCap(row.parameter.removeprefix("caps."), row.value, row.meaning) for row in rows)
    return {row.modality: row for row in found}


def spill_over_of(given: float | None = None) -> float:
    """Share of the trust built on one issue that holds on every other: the one given, else the table's.

    Raises
    ------
    UsageError
        Outside 0..1.

    Examples
    --------
    >>> spill_over_of(), spill_over_of(1)
    (0.5, 1.0)
    """
    found = trust_parameters()["spill_over"].value if given is None else float(given)
    if not 0 <= found <= 1:
        raise UsageError(f"spill-over {found!r} is outside 0..1")
    return found
