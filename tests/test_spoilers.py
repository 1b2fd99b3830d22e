"""Structural spoilers: by hand, and against reach recomputed without each stakeholder."""

from __future__ import annotations

import math

import pytest
from networks import Network, mini_rupture, random_network, reach_by_dijkstra

from netmodel.decide.candidates import suggest_channels as _unused  # noqa: F401
from netmodel.errors import LimitError, UnknownName, UsageError
from netmodel.policy import spoilers as module
from netmodel.policy.spoilers import spoilers


def weight_of(net: Network) -> float:
    """Weight of all conversations, both directions."""
    people = [row for row in net.stakeholder.values() if row.side in net.sides]
    return sum(
        net.issue_weight(issue, one.side, other.side) * one.influence * other.influence
        for issue in net.layers
        for one in people
        for other in people
        if one.side != other.side
        and all(issue is None or not row.issues or issue in row.issues for row in (one, other))
    )


def amount_of(net: Network) -> float:
    weight = weight_of(net)
    return reach_by_dijkstra(net, issues=net.layers) * weight if weight else 0.0


def lost_without(net: Network, name: str) -> tuple[float, float]:
    """Share of reach lost in all, and what its own conversations hold, by removing a stakeholder."""
    whole = amount_of(net)
    left = amount_of(net.without(name))
    muted = [row if row.id != name else _mute(row) for row in net.stakeholders]
    own = whole - amount_of(_with(net, muted))
    return (whole - left) / whole, own / whole


def _mute(row):
    from dataclasses import replace

    return replace(row, influence=0.0)


def _with(net, rows):
    from dataclasses import replace

    return replace(net, stakeholders=tuple(rows))


def compare(seed: int, sides: int) -> None:
    net = random_network(seed, sides=sides)
    if not weight_of(net) or not amount_of(net):
        assert spoilers(net) == ()
        return
    found = {row.id: row for row in spoilers(net, count=100)}
    order = []
    for name in net.stakeholder:
        lost, own = lost_without(net, name)
        row = found.get(name)
        assert math.isclose(row.lost if row else 0.0, lost, abs_tol=1e-9), (seed, name)
        assert math.isclose(row.own if row else 0.0, own, abs_tol=1e-9), (seed, name)
        if row:
            order.append((-row.lost, name))
            assert math.isclose(row.lost, row.own + row.relayed, abs_tol=1e-9)
    assert [(-row.lost, row.id) for row in found.values()] == sorted(order)
    assert spoilers(net, count=2) == tuple(found.values())[:2]


@pytest.mark.parametrize("seed", range(40))
def test_losses_are_those_of_reach_without_each(seed):
    compare(seed, 2 + seed % 2)
