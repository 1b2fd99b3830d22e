"""Structural spoilers: by hand, and against reach recomputed without each stakeholder."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from networks import mini_rupture, random_network, reach_by_dijkstra

from netmodel import Network
from netmodel.engine.layers import build_layers
from netmodel.errors import LimitError, UnknownName, UsageError
from netmodel.policy import spoilers as module
from netmodel.policy.spoilers import layer_without, spoilers


def amount_of(net: Network) -> float:
    """Sum over all conversations of weight times strength: reach times the weight of all."""
    people = [row for row in net.stakeholder.values() if row.side in net.sides]
    weight = sum(
        net.issue_weight(issue, one.side, other.side) * one.influence * other.influence
        for issue in net.layers
        for one in people
        for other in people
        if one.side != other.side and all(not row.issues or issue in row.issues for row in (one, other))
    )
    return reach_by_dijkstra(net, issues=net.layers) * weight if weight else 0.0


def lost_without(net: Network, name: str) -> tuple[float, float]:
    """Share of all that is lost by removing a stakeholder, and what its own conversations hold of it."""
    muted = tuple(replace(row, influence=0.0) if row.id == name else row for row in net.stakeholders)
    whole = amount_of(net)
    own = whole - amount_of(replace(net, stakeholders=muted))
    return 1 - amount_of(net.without(name)) / whole, own / whole


def compare(seed: int, sides: int) -> None:
    """The losses of everybody in one random study."""
    net = random_network(seed, sides=sides)
    if not amount_of(net):
        assert spoilers(net) == ()
        return
    found = {row.id: row for row in spoilers(net, count=100)}
    for name in net.stakeholder:
        lost, own = lost_without(net, name)
        row = found.get(name)
        assert math.isclose(row.lost if row else 0.0, lost, abs_tol=1e-9), (seed, name)
        assert math.isclose(row.own if row else 0.0, own, abs_tol=1e-9), (seed, name)
    order = [(-row.lost, row.id) for row in found.values()]
    assert order == sorted(order)
    for count in (0, 1, 2):
        assert spoilers(net, count=count) == tuple(found.values())[:count], seed


@pytest.mark.parametrize("seed", range(30))
def test_losses_are_those_of_reach_without_each(seed):
    compare(seed, 2 + seed % 2)


@pytest.mark.laws
def test_losses_are_those_of_reach_without_each_of_many_more():
    for seed in range(1000, 2000):
        compare(seed, 2 + seed % 2)


def test_the_last_open_door_of_mini_rupture():
    """In 2014 three of the twelve pairs are joined, all by UofT and MGIMO: whoever of them goes takes all reach."""
    found = spoilers(mini_rupture(), count=10)
    assert [(row.id, row.lost, row.own) for row in found[:2]] == [("MGIMO", 1.0, 0.333333333333), ("UofT", 1.0, 1.0)]
    assert {row.id: row.lost for row in found[2:]} == {"MID": 0.666666666667, "MinEcon": 0.333333333333}
    assert {row.id: row.relayed for row in found} == pytest.approx(
        {"MGIMO": 2 / 3, "UofT": 0, "MID": 1 / 3, "MinEcon": 0}
    )
    assert found[0].remains == 0 and found[2].remains == pytest.approx(1 / 12)


def test_a_third_party_has_no_conversation_of_its_own():
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "x", "permeability": 1}]
    ties = [{"source": "a", "target": "x", "strength": 0.9}, {"source": "x", "target": "b", "strength": 0.9}]
    net = Network.from_tables(people, [*ties, {"source": "a", "target": "b", "strength": 0.27}])
    (row,) = spoilers(net, stakeholders=["x"])
    assert (row.side, row.own, row.lost, row.remains) == ("", 0.0, 0.666666666667, 0.27)


def test_who_costs_nothing_is_left_out_and_a_network_without_reach_has_no_spoiler():
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "idle", "side": "A", "influence": 0}]
    assert spoilers(Network.from_tables(people)) == ()
    net = Network.from_tables(people, [{"source": "a", "target": "b"}])
    assert [row.id for row in spoilers(net)] == ["a", "b"]
    assert spoilers(Network.from_tables([])) == () and spoilers(Network.from_tables([{"id": "a"}])) == ()


def test_an_open_channel_loses_the_member_that_goes():
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "x"}]
    rows = [{"id": "talks", "participants": "a:1; b:1; x:1", "quality": 0.5}]
    net = Network.from_tables(people, channels=rows).open("talks")
    assert [row.id for row in spoilers(net)] == ["a", "b"]
    (layer,) = build_layers(net)
    without = layer_without(layer, 0)
    assert without.hubs["talks"].members.tolist() == [1, 2] and without.nodes == layer.nodes
    assert np.array_equal(without.hubs["talks"].out, [1.0, 0.5])


def test_names_counts_and_sizes_are_checked(monkeypatch):
    with pytest.raises(UnknownName, match="stakeholder 'GAK'"):
        spoilers(mini_rupture(), stakeholders=["GAK"])
    with pytest.raises(UsageError, match="0 or more"):
        spoilers(mini_rupture(), count=-1)
    monkeypatch.setattr(module, "CELLS", 10)
    with pytest.raises(LimitError, match="best routes"):
        spoilers(mini_rupture())
