"""Constraints that hold only where they are asked for: each gives the ids of the candidate channels that pass.

They are plain sets, to be handed to `best_portfolio(constraints=...)`; so is a set of one's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from netmodel.network import Channel, Network
from netmodel.network.rows import Participant

Channels = frozenset[str]


def within_levels(net: Network) -> Channels:
    """Channels none of whose participants is too junior for their `max_level`.

    A participant may send anyone up to its own rank, so nobody is too senior; rank 0 (no official level) is exempt,
    and so is a channel that names no window.

    Examples
    --------
    >>> people = [{"id": "minister", "level": 1}, {"id": "expert", "level": 5}]
    >>> rows = [{"id": "summit", "participants": "minister; expert", "min_level": 1, "max_level": 2}]
    >>> within_levels(Network.from_tables(people, channels=rows))
    frozenset()
    """
    return _ids(row for row in net.candidates if not any(_too_junior(net, row)))


def _too_junior(net: Network, channel: Channel) -> list[str]:
    ranks = {p.stakeholder: net.stakeholder[p.stakeholder].rank for p in _here(net, channel)}
    return [name for name, rank in ranks.items() if channel.max_level and rank > channel.max_level]


def of_both_sides(net: Network) -> Channels:
    """Channels in which stakeholders of at least two sides take part."""
    wanted = set(net.sides)
    return _ids(
        row
        for row in net.candidates
        if len({net.stakeholder[p.stakeholder].side for p in _here(net, row)} & wanted) > 1
    )


def unopposed(net: Network, *, strength: float = 0.0) -> Channels:
    """Channels that no veto stronger than `strength`, of somebody who is there, stands against.

    A veto stands against a channel that it names, a channel in which a stakeholder that it names takes part, and a
    channel all of whose issues are named by vetoes.
    """
    here = net.stakeholder
    targets = {veto.target for veto in net.vetoes if veto.strength > strength and veto.actor in here}
    return _ids(
        row
        for row in net.candidates
        if row.id not in targets
        and not any(p.stakeholder in targets for p in _here(net, row))
        and not (row.issues and set(row.issues) <= targets)
    )


def cleared(net: Network, stakeholders: Collection[str]) -> Channels:
    """Channels that need no clearance, or all of whose participants are among these cleared stakeholders."""
    return _ids(
        row
        for row in net.candidates
        if not row.needs_clearance or all(p.stakeholder in stakeholders for p in _here(net, row))
    )


def _here(net: Network, channel: Channel) -> list[Participant]:
    return [p for p in channel.participants if p.stakeholder in net.stakeholder]


def _ids(rows: Iterable[Channel]) -> Channels:
    return frozenset(row.id for row in rows)
