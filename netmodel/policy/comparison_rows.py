"""Rows of a comparison: what a lost tie was worth, where a stakeholder stands, and both as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from netmodel.measures import tidy
from netmodel.network import Network, Tie
from netmodel.policy.comparison_losses import OwnReach, Worth
from netmodel.policy.comparison_pictures import Carrier


@dataclass(frozen=True)
class Attribution:
    """A tie or channel that carries in one picture only, and what it is worth there and in the other.

    Attributes
    ----------
    row : Tie or Channel
    status : str
        Its word in the other picture: dormant, severed, none, proposed; ``removed`` by the scenario, ``absent``
        where there is no such row.
    loss : Worth
        Of the picture in which it carries: the value with it less the value without it.
    gain : Worth or None
        Of the other picture: the value with it less the value without it; None where one of its ends is missing
        there.
    efficiency_loss, efficiency_gain : float or None
        The same of the cross-side efficiency in hops.
    """

    row: Carrier
    status: str
    loss: Worth
    gain: Worth | None
    efficiency_loss: float
    efficiency_gain: float | None


@dataclass(frozen=True)
class Standing:
    """A stakeholder before and after; None in a picture in which it is not there.

    `share` is its share of the fall of reach, each conversation's fall counting half for either end; None where reach
    did not fall.
    """

    id: str
    name: str
    side: str
    before: OwnReach | None
    after: OwnReach | None
    share: float | None
    ties_lost: int

    @property
    def change(self) -> float:
        """Change of the mean strength of its best routes; a picture without it or its conversations counts 0."""
        means = [0.0 if own is None or own.mean != own.mean else own.mean for own in (self.before, self.after)]
        return round(means[1] - means[0], 12) + 0.0


def levels_of(net: Network, tie: Tie) -> tuple[int, ...]:
    """Ranks of the two ends of a tie on the common scale, the lower number first."""
    return tuple(sorted(net.stakeholder[name].rank for name in (tie.source, tie.target)))


def sides_of(net: Network, tie: Tie) -> tuple[str, ...]:
    """Sides of the two ends of a tie in the study's order; ``third`` for whoever is on none."""
    order = {side: place for place, side in enumerate(net.sides)}
    sides = (net.stakeholder[name].side or "third" for name in (tie.source, tie.target))
    return tuple(sorted(sides, key=lambda side: (order.get(side, len(order)), side)))


def tallied(name: str, tally: list[tuple[Any, int, int, int]]) -> list[dict[str, Any]]:
    """Ties lost, gained and kept by a property, a row each."""
    keys = ("lost", "gained", "kept")
    return [
        {name: list(item) if isinstance(item, tuple) else item, **dict(zip(keys, n, strict=True))}
        for item, *n in tally
    ]


def values_of(row: Any, names: Sequence[str]) -> list[Any]:
    """Some fields of a row."""
    return [getattr(row, name) for name in names]


def when(net: Network) -> dict[str, Any]:
    """The date of a picture, and which files it is from."""
    files = [PurePath(source.file).name for source in net.provenance.sources]
    return {"date": net.now_date, "title": net.study.title, "files": files, "active_ties": len(net.active_ties)}


def _worths(item: Attribution) -> dict[str, Any]:
    gain = item.gain
    return {
        "loss": tidy(item.loss.reach),
        "restoration_gain": None if gain is None else tidy(gain.reach),
        "pairs_lost": item.loss.pairs,
        "pairs_restored": None if gain is None else gain.pairs,
        "efficiency_loss": tidy(item.efficiency_loss),
        "efficiency_gain": tidy(item.efficiency_gain),
    }


def _evidence(row: Carrier) -> dict[str, Any]:
    values = {"file": PurePath(row.file).name, "line": row.line, "citation": row.citation}
    return {**values, "confidence": row.confidence, "evidence": getattr(row, "evidence", "")}


def tie_row(item: Attribution, *, gained: bool = False) -> dict[str, Any]:
    """A tie that was lost, or gained, with what it is worth and its evidence."""
    row = item.row
    names = ("source", "target", "kind", "formality", "strength", "since", "until")
    values = {"tie": row.id, **{name: getattr(row, name) for name in names[:2]}}
    told = {"worth": tidy(item.loss.reach)} if gained else _worths(item)
    rest = {name: getattr(row, name) for name in names[2:]}
    word = "status_before" if gained else "status_after"
    return {**values, **told, **rest, word: item.status, **_evidence(row)}


def channel_row(item: Attribution) -> dict[str, Any]:
    """A channel that was closed or opened, with what it is worth and its evidence."""
    row = item.row
    values = {name: getattr(row, name) for name in ("id", "name", "kind", "formality")}
    return {**values, **_worths(item), "status": item.status, **_evidence(row)}


def stakeholder_row(item: Standing) -> dict[str, Any]:
    """A stakeholder before and after; what has no value is None."""
    old, new = item.before, item.after
    return {
        "id": item.id,
        "name": item.name,
        "side": item.side,
        "reach_before": tidy(old.mean) if old else None,
        "reach_after": tidy(new.mean) if new else None,
        "change": item.change,
        "share_of_loss": tidy(item.share),
        "counterparts_before": old.counterparts if old else None,
        "counterparts_after": new.counterparts if new else None,
        "ties_lost": item.ties_lost,
    }
