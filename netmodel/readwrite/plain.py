"""A network as the tables it could be read from: canonical, complete, and the same network when they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from netmodel.network import Channel, Network, Participant, Tie
from netmodel.network.derive import channels_from_ties, derive_from_list
from netmodel.network.records import Findings
from netmodel.network.tabular import cell_text
from netmodel.schema import RawTable, columns, find_column
from netmodel.schema.aliases import aliases, header_key

Cells = dict[str, str]
"""One row: text by column; a column that is absent is a blank cell."""

_PARTS = re.compile(r"[;|]")


def tables_of(net: Network) -> dict[str, RawTable]:
    """Every table of a network as text cells, so that reading them gives the network again.

    A cell that a default filled is blank, so that the default is used, and counted, again. A table that was derived
    from others (ties from `contacts`, channels from ties that fell silent) is left out where it would be derived
    again just so; else it is written like any other. Columns that are blank throughout are left out. The settings of
    the study (`netmodel.toml`) and a scenario are no tables.

    Parameters
    ----------
    net : Network
        n rows in all.

    Returns
    -------
    dict of str to RawTable
        By name, in the order of `netmodel.schema.TABLES`; ``stakeholders`` is always there.
        ``Network.from_raw(tables_of(net), study=net.study).digest`` is `net.digest`, but for a scenario.

    Notes
    -----
    O(n log n).

    Examples
    --------
    >>> net = Network.from_tables([{"id": "gac", "level": 3}, {"id": "mid"}], [{"source": "gac", "target": "mid"}])
    >>> tables = tables_of(net)
    >>> tables["ties"].header, tables["ties"].rows
    (('source', 'target', 'sign', 'directed'), [['gac', 'mid', '1', 'no']])
    >>> Network.from_raw(tables).digest == net.digest
    True
    """
    ties_follow, listed = _follows_from_list(net)
    own = [row for row in net.channels if row.id not in listed]
    channels_follow = _follow_from_ties(net, own)
    found = {"stakeholders": _table("stakeholders", [_stakeholder(row) for row in net.stakeholders])}
    if not ties_follow:
        found["ties"] = _table("ties", _ties(net.ties))
    if not channels_follow:
        found["channels"] = _table("channels", [_channel(row) for row in own])
        found["participants"] = _table("participants", [row for channel in own for row in _long_form(channel)])
    found["levels"] = _table("levels", [_cells("levels", row) for row in net.ranks])
    found["issues"] = _table("issues", [_issue(row) for row in net.issues])
    found["vetoes"] = _table("vetoes", [_cells("vetoes", row) for row in net.vetoes])
    return {
        name: table for name, table in found.items() if table.rows or name in ("stakeholders", "ties", "channels")
    }


def _table(name: str, rows: Iterable[Cells]) -> RawTable:
    """A table of the columns in which anything stands: known ones first, as documented."""
    kept = [{column: cell for column, cell in row.items() if cell} for row in rows]
    known = columns(name)
    present = {column for row in kept for column in row} | {key for key in known if known[key].required}
    if name == "stakeholders":
        present |= {"id"}
    present |= {own for column in present for own in _also_called(name, column)}
    place = _place(name)
    header = sorted(present, key=lambda column: (place(column), column))
    cells = [[row.get(column, "") for column in header] for row in kept]
    return RawTable(name, name, tuple(header), cells, list(range(1, len(cells) + 1)))


def _also_called(name: str, column: str) -> Iterator[str]:
    """The column of netmodel that another column would be taken for, if netmodel's own were not there."""
    found = aliases(name).get(header_key(column))
    if found and find_column(name, column) is None:
        yield found


def _place(name: str) -> Callable[[str], int]:
    """Where a column stands: in the order of the schema, unknown ones last."""
    order = {column.name: place for place, column in enumerate(columns(name).values())}
    stems = {column.stem: order[column.name] for column in columns(name).values() if column.stem}

    def place(column: str) -> int:
        if column in order:
            return order[column]
        return next((at for stem, at in stems.items() if column.startswith(stem)), len(order))

    return place


# ---- what follows from other tables --------------------------------------------------------------------------------


def _follows_from_list(net: Network) -> tuple[bool, frozenset[str]]:
    """Whether the ties are those that the list implies, and the ids of the channels that it implies then."""
    actors = {row.id: row for row in net.stakeholders}
    named = {name for row in net.stakeholders for name in (*(name for name, _ in row.contacts), *row.reports_to)}
    if any(dict(tie.extra).get("derived") != "yes" for tie in net.ties) or not named <= set(actors):
        return False, frozenset()
    ties, channels = derive_from_list(dict(actors), Findings())
    if _plain(ties) != _plain(net.ties):
        return False, frozenset()
    here = {row.id: row for row in net.channels}
    implied = [row if _same(here.get(row.id), row) else replace(row, id=f"{row.id}#2") for row in channels]
    if not all(_same(here.get(row.id), row) for row in implied):
        return False, frozenset()
    return True, frozenset(row.id for row in implied)


def _follow_from_ties(net: Network, own: Sequence[Channel]) -> bool:
    """Whether the channels that the list does not imply are those that ties imply where no table names any."""
    if any(not row.restores for row in own):
        return False
    return _plain(channels_from_ties(list(net.ties), net.study.now, Findings())) == _plain(own)


def _plain(rows: Iterable[Any]) -> list[Any]:
    return sorted((replace(row, file="", line=None) for row in rows), key=lambda row: str(row.id))


def _same(one: Any, other: Any) -> bool:
    return one is not None and _plain([one]) == _plain([other])


# ---- rows to cells -------------------------------------------------------------------------------------------------


def _cells(table: str, row: Any) -> Cells:
    """The cells of a row in the columns that bear the names of its fields, then those that netmodel does not know."""
    cells = {}
    for column in columns(table).values():
        value = getattr(row, column.name, None)
        if column.name not in row.assumed and column.name != "participants":
            cells[column.name] = weighted(value) if column.type == "weights" else cell_text(value)
    return {**cells, **dict(row.extra)}


def weighted(pairs: Iterable[tuple[str, float | None]] | None) -> str:
    """A list with weights as a cell holds it.

    >>> weighted((("arctic", 4.0), ("trade", None)))
    'arctic:4; trade'
    """
    parts = (name if weight is None else f"{name}:{cell_text(weight)}" for name, weight in pairs or ())
    return "; ".join(parts)


def _stakeholder(row: Any) -> Cells:
    cells = _cells("stakeholders", row)
    same = {"name": row.name == row.id, "party": row.party == row.side}
    return {column: "" if same.get(column) else cell for column, cell in cells.items()}


def _ties(ties: Sequence[Tie]) -> Iterator[Cells]:
    unnamed = _named_by_rule(ties)
    for tie in ties:
        cells = _cells("ties", tie)
        cells |= {f"status_{date}": word for date, word in tie.statuses}
        yield {**cells, "id": "" if tie.id in unnamed else tie.id}


def _named_by_rule(ties: Sequence[Tie]) -> set[str]:
    """Ids that a tie would be given if it had none."""
    groups: dict[str, list[Tie]] = {}
    for tie in ties:
        base = f"{tie.source}--{tie.target}--{tie.kind}"
        if tie.id == base or tie.id.startswith(f"{base}#"):
            groups.setdefault(base, []).append(tie)
    found: set[str] = set()
    for base, group in groups.items():
        if len(group) > 1:
            group.sort(key=lambda tie: repr(replace(tie, line=None, file="", id="")))
        names = [base, *(f"{base}#{number}" for number in range(2, len(group) + 1))]
        if [tie.id for tie in group] == names:
            found.update(names)
    return found


def _channel(row: Channel) -> Cells:
    cells = _cells("channels", row)
    people = [(person.stakeholder, person.uptake) for person in row.participants if _fits_column(person)]
    return {**cells, "participants": weighted(people), "name": "" if row.name == row.id else row.name}


def _fits_column(person: Participant) -> bool:
    """Whether the column `participants` can say it; else the table of that name does."""
    plain = person.uptake == person.uptake_out and not person.role and not person.extra
    return plain and not _PARTS.search(person.stakeholder)


def _long_form(channel: Channel) -> Iterator[Cells]:
    for person in channel.participants:
        if not _fits_column(person):
            cells = {column: cell_text(getattr(person, column, None)) for column in columns("participants")}
            yield {**cells, "channel": channel.id, **dict(person.extra)}


def _issue(row: Any) -> Cells:
    priorities = {f"priority_{side}": cell_text(value) for side, value in row.priorities}
    return {**_cells("issues", row), **priorities}
