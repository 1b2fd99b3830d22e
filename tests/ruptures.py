"""Seeded random ruptures: a network and what is left of it; ties are lost and gained, channels close and open."""

from __future__ import annotations

import random
from dataclasses import replace

from networks import random_network

from netmodel import Network


def random_rupture(seed: int) -> tuple[Network, Network]:
    """A random network and the same later: some of its ties severed, some silent ones active, channels likewise."""
    net, rng = random_network(seed, sides=2 + seed % 2), random.Random(seed + 10_000)
    ties = tuple(
        replace(tie, status=rng.choice(["severed", "dormant", "active"]) if rng.random() < 0.5 else tie.status)
        for tie in net.ties
    )
    channels = tuple(
        replace(row, status=rng.choice(["open", "closed"]) if rng.random() < 0.3 else row.status)
        for row in net.channels
    )
    return net, replace(net, ties=ties, channels=channels)


def less(net: Network, name: str) -> Network:
    """A network with one tie or open channel struck from its tables' carriers, the plain way."""
    ties = tuple(replace(tie, status="none") if tie.id == name else tie for tie in net.ties)
    channels = tuple(replace(row, status="closed") if row.id == name else row for row in net.channels)
    return replace(net, ties=ties, channels=channels)


def more(net: Network, name: str) -> Network:
    """A network with one tie active or one channel open that was not, the plain way."""
    ties = tuple(replace(tie, status="active") if tie.id == name else tie for tie in net.ties)
    channels = tuple(replace(row, status="open") if row.id == name else row for row in net.channels)
    return replace(net, ties=ties, channels=channels)
