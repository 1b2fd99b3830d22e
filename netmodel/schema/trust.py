"""How far each way of meeting can take trust, however often people meet.

The figures stand in `trust.csv`, a row for each modality. They are judgements, to be read as a parameter and swept.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class TrustCap:
    """The trust, in [0, 1], above which meetings of a modality build no more."""

    modality: str
    cap: float
    meaning: str


@cache
def trust_caps() -> dict[str, TrustCap]:
    """Rows of `trust.csv` by modality, the highest cap first.

    >>> {name: row.cap for name, row in trust_caps().items()}
    {'in-person': 0.9, 'hybrid': 0.7, 'virtual': 0.4, 'written': 0.2}
    """
    text = resources.files("netmodel.schema").joinpath("trust.csv").read_text(encoding="utf-8")
    return {
        row["modality"]: TrustCap(row["modality"], float(row["cap"]), row["meaning"])
        for row in csv.DictReader(text.splitlines())
    }
