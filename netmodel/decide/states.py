"""What trust is, as plans and ladders count it.

There is a state of trust for each pair of sides and issue. A step that names issues builds trust on those, since that
is what people come to know of each other, and a share of it, the spill-over, on every other issue: that share is
confidence in the people. A step that names none builds it on all alike. What belongs to no named issue is general
confidence; no state is ever below it. Where no step names an issue there is one state for each pair of sides.
"""

from __future__ import annotations

from dataclasses import dataclass

PARTS = 10**12
"""Parts in which trust is counted."""

Pair = tuple[str, str]
"""Two sides."""

ANYBODY: Pair = ("", "")
"""The pair of steps of which no sides are known."""


@dataclass(frozen=True, slots=True)
class Need:
    """Trust with which a step may start.

    Attributes
    ----------
    amount : float
        In [0, 1].
    issue : str
        On which it must be there; empty for general confidence.
    pairs : tuple of (side, side)
        Between each of which it must be there.
    sensitive : bool
        Whether the sensitivity of the issue asks for it.
    """

    amount: float
    issue: str = ""
    pairs: tuple[Pair, ...] = (ANYBODY,)
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A need as an agenda counts it: the amount in parts, and the state of trust of each pair of sides."""

    amount: int
    states: tuple[int, ...]
    need: Need


def parts(amount: float) -> int:
    """Trust in whole parts of 10**-12."""
    return round(amount * PARTS)


def share(amount: float) -> str:
    """Say a share with two decimals, or with as many as it has.

    >>> share(0.3), share(0.125)
    ('0.30', '0.125')
    """
    return f"{amount:.2f}" if abs(round(amount, 2) - amount) < 1e-9 else f"{amount:.9g}"
