"""What a confidence means in numbers: whether a tie is there at all, and how far a value may be off.

The numbers stand in `confidence.csv`, a row each for ``high``, ``medium`` and ``low`` and for the two ends.
"""

from __future__ import annotations

import csv
from dataclasses import astuple, dataclass
from functools import cache
from importlib import resources
from itertools import pairwise

UNSTATED = "medium"
"""What a blank confidence counts as."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure a row is.

    Attributes
    ----------
    exists : float
        Chance that a tie is there at all.
    strength, uptake, quality, success : float
        Width of a share: the standard deviation that a value of .5 has. A value m has
        ``2 * width * sqrt(m (1 - m))``, so that 0 and 1 stay put, and the same evidence counts as much everywhere.
    cost : float
        Standard deviation of a cost as a share of it.
    """

    exists: float
    strength: float
    uptake: float
    quality: float
    success: float
    cost: float


@cache
def certainties() -> dict[str, Certainty]:
    """Rows of `confidence.csv` by name, the surest first.

    >>> [name for name, row in certainties().items() if row.exists < 0.9]
    ['medium', 'low', 'none']
    """
    text = resources.files("netmodel.schema").joinpath("confidence.csv").read_text(encoding="utf-8")
    names = list(Certainty.__dataclass_fields__)
    return {
        row["confidence"]: Certainty(*(float(row[name]) for name in names))
        for row in csv.DictReader(text.splitlines())
    }


@cache
def certainty(confidence: str) -> Certainty:
    """What a cell of the column `confidence` means.

    Parameters
    ----------
    confidence : str
        ``high``, ``medium``, ``low``, a share in [0, 1], or nothing, which counts as ``medium``.

    Returns
    -------
    Certainty
        A share is the chance that a tie exists. Its widths lie on the straight line between the two rows of the
        table whose chances are next to it.

    Examples
    --------
    >>> certainty("high").exists, certainty("").exists
    (0.95, 0.8)
    >>> certainty("0.7").exists, round(certainty("0.7").strength, 12)
    (0.7, 0.15)
    """
    known = certainties()
    if confidence in known or not confidence:
        return known[confidence or UNSTATED]
    chance = float(confidence)
    for upper, lower in pairwise(known.values()):
        if chance >= lower.exists:
            share = (chance - lower.exists) / (upper.exists - lower.exists)
            pairs = zip(astuple(upper), astuple(lower), strict=True)
            widths = [share * more + (1 - share) * less for more, less in pairs][1:]
            return Certainty(chance, *widths)
    raise ValueError(f"confidence {confidence!r} is not high, medium, low or a share")
