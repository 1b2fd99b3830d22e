"""Suggestion: a passage that nobody listed, with what speaks for it, and the row of a channel that it would be."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Evidence:
    """A row of the study that a suggestion rests on."""

    table: str
    id: str
    file: str
    line: int | None
    citation: str
    confidence: str


@dataclass(frozen=True)
class Suggestion:
    """A passage that nobody listed; `gain` is what it alone would add to reach, as in `RankedChannel`.

    Attributes
    ----------
    id : str
        Of the channel that `row` would make of it.
    family : str
        ``"restored"`` (a dormant or severed tie), ``"across"`` or ``"same-side"``.
    ends, names, sides, ranks : two each
        Of the two stakeholders, a source first where the tie is directed; the side of a third party is "".
    rank_gap : int or None
        Difference of rank, those without a rank (0) counted as experts; None where there is no telling.
    issues : tuple of str
        What it carries; empty: every issue.
    tie : str
        The tie that it restores, else "".
    already_in : tuple of str
        Candidate channels in which the two would meet anyway.
    doors : tuple of str
        Those of the two ends that still hold a way out of their side.
    route, via : tuple of str
        The leading route through it: who, and which ties and channels.
    """

    id: str
    family: str
    rank: int
    gain: float
    ends: tuple[str, str]
    names: tuple[str, str]
    sides: tuple[str, str]
    ranks: tuple[int, int]
    rank_gap: int | None
    issues: tuple[str, ...]
    strength: float
    kind: str
    formality: str
    directed: bool
    tie: str
    already_in: tuple[str, ...]
    doors: tuple[str, ...]
    why: str
    evidence: tuple[Evidence, ...]
    pairs_restored: int = 0
    pairs_strengthened: int = 0
    route: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    route_strength: float | None = None

    def row(self) -> dict[str, Any]:
        """A row for channels.csv, or for `Network.from_tables`; its cost and risk are left to the user.

        `participants` is left out where that column cannot say it (a directed tie, an id with ``;`` or ``|``): the
        table of `participants` always can.
        """
        row: dict[str, Any] = {"id": self.id, "name": " – ".join(self.names), "kind": self.kind}
        row |= {"formality": self.formality, "quality": self.strength, "issues": "; ".join(self.issues)}
        if not self.directed and not any(mark in end for end in self.ends for mark in ";|"):
            row["participants"] = "; ".join(f"{end}:1" for end in self.ends)
        return row | {"status": "candidate", "confidence": "low", "notes": f"Suggested by netmodel. {self.why}"}

    def participants(self) -> list[dict[str, Any]]:
        """Both ends as rows of participants.csv, for a `row` without participants."""
        back = 0.0 if self.directed else 1.0
        shares = ((1.0, back), (back, 1.0))
        return [
            {"channel": self.id, "stakeholder": end, "uptake": into, "uptake_out": out}
            for end, (into, out) in zip(self.ends, shares, strict=True)
        ]


@dataclass(frozen=True)
class Suggestions:
    """Three families of suggestions, and `listed`: pairs left out of them since a candidate channel joins them.

    `looked_at` counts the ties or pairs of each family that were compared.
    """

    between: tuple[str, ...]
    restored: tuple[Suggestion, ...]
    across: tuple[Suggestion, ...]
    same_side: tuple[Suggestion, ...]
    listed: tuple[Suggestion, ...]
    looked_at: dict[str, int]
    assumptions: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the suggestions as plain values."""
        return asdict(self)
