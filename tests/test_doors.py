"""Doors into a stakeholder: by hand, and against Dijkstra without the target."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from networks import hub_graph, random_network

from netmodel import Network
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.doors import doors_into

PEOPLE = [{"id": "a", "side": "A"}, {"id": "x", "permeability": 1}, {"id": "b", "side": "B", "permeability": 0.5}]


def doors_by_dijkstra(net: Network, target: str) -> dict[str, float]:
    """What each neighbour brings to the door, one Dijkstra from every source in every layer without the target."""
    row, weight = net.stakeholder[target], 0.0
    brings: dict[str, dict[str, float]] = {}
    for issue in net.layers:
        G = hub_graph(net, issue)
        if target not in G:
            continue
        steps = steps_into(net, target, issue, set(G))
        G.remove_node(target)
        for source in [name for name in G if not isinstance(name, tuple)]:
            other = net.stakeholder[source]
            if row.side not in net.sides or other.side not in net.sides or other.side == row.side:
                continue
            w = net.issue_weight(issue, row.side, other.side) * other.influence
            weight += w
            far = nx.single_source_dijkstra_path_length(G, source, weight="far")
            for door, via, strength in steps:
                if door in far:
                    ways = brings.setdefault(door, {})
                    ways[via] = ways.get(via, 0.0) + w * math.exp(-far[door]) * strength
    best = {door: max(ways.values()) / weight for door, ways in brings.items()} if weight else {}
    return {door: value for door, value in best.items() if value > 1e-12}


def steps_into(net: Network, target: str, issue: str | None, here: set[object]) -> list[tuple[str, str, float]]:
    """Last passages to a stakeholder, without its permeability."""
    found = []
    for tie in net.active_ties:
        if issue is None or not tie.issues or issue in tie.issues:
            if tie.target == target and tie.source in here:
                found.append((tie.source, tie.id, tie.strength))
            if tie.source == target and tie.target in here and not tie.directed:
                found.append((tie.target, tie.id, tie.strength))
    for channel in net.open_channels:
        for person in channel.participants:
            if person.stakeholder == target and (issue is None or not channel.issues or issue in channel.issues):
                found += [
                    (other.stakeholder, channel.id, other.uptake * channel.quality * person.uptake_out)
                    for other in channel.participants
                    if other is not person and other.stakeholder in here
                ]
    return found


def compare(seed: int, sides: int) -> None:
    """The doors of everybody in one random study."""
    net = random_network(seed, sides=sides)
    for name in net.stakeholder:
        found = doors_into(net, name, count=100)
        known = doors_by_dijkstra(net, name)
        assert {door.id: door.brings for door in found} == pytest.approx(known, abs=1e-9), (seed, name)
        assert [(-door.brings, door.id) for door in found] == sorted((-door.brings, door.id) for door in found)


@pytest.mark.parametrize("seed", range(15))
def test_what_doors_bring_is_what_dijkstra_finds_without_the_target(seed):
    compare(seed, 2 + seed % 2)


@pytest.mark.laws
def test_what_doors_bring_is_what_dijkstra_finds_without_the_target_in_many_more():
    for seed in range(1000, 2000):
        compare(seed, 2 + seed % 2)


def test_a_side_door_may_bring_more_than_the_front_one():
    ties = [("a", "x", 0.9), ("x", "b", 0.8), ("a", "b", 0.5)]
    net = Network.from_tables(PEOPLE, [{"source": u, "target": v, "strength": p} for u, v, p in ties])
    found = doors_into(net, "b")
    assert [(door.id, door.side, round(door.brings, 12)) for door in found] == [("x", "", 0.72), ("a", "A", 0.5)]
    assert doors_into(net, "b", count=1) == found[:1]


def test_who_is_reached_only_through_the_target_is_no_door():
    """x hangs on b alone: all strengths 1, so that its best route is as strong as any."""
    ties = [{"source": "a", "target": "b", "strength": 1}, {"source": "b", "target": "x", "strength": 1}]
    people = [{**row, "permeability": 1} for row in PEOPLE]
    assert [door.id for door in doors_into(Network.from_tables(people, ties), "b")] == ["a"]


def test_a_counterpart_is_one_door_by_its_best_way():
    ties = [{"source": "a", "target": "b", "strength": p, "kind": kind} for p, kind in ((0.2, "formal"), (0.6, "x"))]
    rows = [{"id": "talks", "participants": "a:1; b:1", "quality": 0.4, "status": "open"}]
    (door,) = doors_into(Network.from_tables(PEOPLE, ties, channels=rows), "b")
    assert (door.id, door.via, door.brings) == ("a", "a--b--x", 0.6)


def test_who_has_no_conversation_or_no_tie_has_no_door():
    ties = [{"source": "a", "target": "x"}]
    net = Network.from_tables(PEOPLE, ties)
    assert doors_into(net, "x") == () and doors_into(net, "b") == () and doors_into(net, "a") == ()


def test_names_and_counts_are_checked():
    net = Network.from_tables(PEOPLE)
    with pytest.raises(UnknownName, match="stakeholder 'c'"):
        doors_into(net, "c")
    with pytest.raises(UsageError, match="0 or more"):
        doors_into(net, "b", count=-1)
