"""What a study says otherwise than an earlier edition of it: rows added, changed, gone and unchanged, by id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from netmodel.network import Network

TABLES = {
    "stakeholders": ("id",),
    "ties": ("id",),
    "channels": ("id",),
    "issues": ("issue",),
    "ranks": ("side", "title"),
    "vetoes": ("actor", "target"),
}
"""Tables of a network, and what tells their rows apart."""

_PLACE = ("file", "line", "assumed")


@dataclass(frozen=True, slots=True)
class Change:
    """A row that says something else: the columns in which it does, with what it said and says."""

    id: str
    columns: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """One table: ids added and gone, rows changed, and how many say the same as before."""

    table: str
    added: tuple[str, ...]
    changed: tuple[Change, ...]
    gone: tuple[str, ...]
    unchanged: int

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        changed = [
            {"id": row.id, "columns": [{"column": name, "was": was, "is": now} for name, was, now in row.columns]}
            for row in self.changed
        ]
        return {
            "table": self.table,
            "added": list(self.added),
            "changed": changed,
            "gone": list(self.gone),
            "unchanged": self.unchanged,
        }


def revisions(earlier: Network, later: Network) -> tuple[Revision, ...]:
    """Compare two editions of a study, row by row.

    Parameters
    ----------
    earlier, later : Network
        Rows are the same where their ids are; a repeated veto or rank counts by its place among its equals.

    Returns
    -------
    tuple of Revision
        One a table that either holds, in a fixed order. Where a row stands in its file does not matter.

    Examples
    --------
    >>> old = Network.from_tables([{"id": "gac", "side": "CA"}, {"id": "mid", "side": "RU"}])
    >>> new = Network.from_tables([{"id": "gac", "side": "Canada"}, {"id": "edc", "side": "Canada"}])
    >>> found = revisions(old, new)[0]
    >>> found.added, [change.id for change in found.changed], found.gone, found.unchanged
    (('edc',), ['gac'], ('mid',), 0)
    """
    return tuple(
        _revision(table, _by_id(getattr(earlier, table), key), _by_id(getattr(later, table), key))
        for table, key in TABLES.items()
        if getattr(earlier, table) or getattr(later, table)
    )


def _by_id(rows: Iterable[Any], key: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        name = base = " / ".join(str(getattr(row, part)) for part in key)
        number = 1
        while name in found:
            number += 1
            name = f"{base}#{number}"
        found[name] = row
    return found


def _revision(table: str, before: dict[str, Any], after: dict[str, Any]) -> Revision:
    both = [name for name in sorted(before) if name in after]
    changes = [(name, _columns(before[name], after[name])) for name in both]
    changed = tuple(Change(name, columns) for name, columns in changes if columns)
    added = tuple(sorted(after.keys() - before.keys()))
    gone = tuple(sorted(before.keys() - after.keys()))
    return Revision(table, added, changed, gone, len(both) - len(changed))


def _columns(before: Any, after: Any) -> tuple[tuple[str, Any, Any], ...]:
    names = [field.name for field in fields(before) if field.name not in _PLACE]
    pairs = [(name, getattr(before, name), getattr(after, name)) for name in names]
    return tuple(pair for pair in pairs if pair[1] != pair[2])
