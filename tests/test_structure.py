"""Local structure against definitions: cores by peeling, triangles by counting, cuts by taking out."""

from __future__ import annotations

from itertools import combinations, permutations
from math import isnan
from typing import Any

import networkx as nx
import pytest
from sided import sided_graph

from netmodel import Network, measure
from netmodel.measures.structure import (
    articulation_point,
    bridge,
    clustering,
    contacts,
    core_number,
    external_internal,
    participation_coefficient,
    weighted_clustering,
)


def near(G: nx.Graph[Any]) -> dict[Any, set[Any]]:
    found: dict[Any, set[Any]] = {node: set() for node in G}
    for u, v in G.edges():
        if u != v:
            found[u].add(v)
            found[v].add(u)
    return found


def core_by_subsets(around: dict[Any, set[Any]], node: Any) -> int:
    best = 0
    for size in range(1, len(around) + 1):
        for group in combinations(around, size):
            if node in group:
                best = max(best, min(len(around[one] & set(group)) for one in group))
    return best


def pieces(around: dict[Any, set[Any]]) -> int:
    left, count = set(around), 0
    while left:
        front = [left.pop()]
        count += 1
        while front:
            reached = around[front.pop()] & left
            left -= reached
            front += reached
    return count


def cluster(G: nx.Graph[Any], node: Any, weight: str | None) -> float:
    """Fagiolo's directed clustering, and Onnela's intensities; an undirected tie goes both ways."""
    best: dict[tuple[Any, Any], float] = {}
    for u, v, data in G.edges(data=True):
        for pair in ((u, v),) if G.is_directed() else ((u, v), (v, u)):
            if u != v:
                best[pair] = max(best.get(pair, 0), 1.0 if weight is None else data.get(weight, 1.0))
    top = max(best.values(), default=1.0)
    share = {pair: (strength / top) ** (1 / 3) for pair, strength in best.items()}

    def both(u: Any, v: Any) -> float:
        return share.get((u, v), 0.0) + share.get((v, u), 0.0)

    triangles = sum(both(node, u) * both(u, v) * both(v, node) for u, v in permutations(set(G) - {node}, 2)) / 2
    degree = sum(node in pair for pair in best)
    mutual = sum((node, v) in best and (v, node) in best for v in G)
    could = degree * (degree - 1) - 2 * mutual
    return triangles / could if could else 0.0


def agree(seed: int) -> None:
    G = sided_graph(seed, multi=seed % 5 == 0, most=8)
    around, side = near(G), dict(G.nodes(data="side"))
    assert core_number(G) == {node: core_by_subsets(around, node) for node in G}
    assert clustering(G) == pytest.approx({node: cluster(G, node, None) for node in G}, abs=1e-9)
    assert weighted_clustering(G) == pytest.approx({node: cluster(G, node, "strength") for node in G}, abs=1e-9)
    index = external_internal(G)
    for node in G:
        outside = [other for other in around[node] if side[other] != side[node]]
        inside = around[node] - set(outside)
        wanted = (len(outside) - len(inside)) / len(around[node]) if around[node] else float("nan")
        assert index[node] == pytest.approx(wanted, nan_ok=True)
    assert participation_coefficient(G) == pytest.approx({node: participation(G, node) for node in G}, abs=1e-9)
    whole = pieces(around)
    for node, cut in articulation_point(G).items():
        rest = {one: others - {node} for one, others in around.items() if one != node}
        assert cut is (pieces(rest) > whole)
    marks = bridge(G)
    assert list(marks) == list(dict.fromkeys((u, v) for u, v in G.edges()))
    for (u, v), cut in marks.items():
        rest = {one: others - ({u, v} if one in (u, v) else set()) for one, others in around.items()}
        assert cut is (u != v and pieces(rest) > whole)


def participation(G: nx.Graph[Any], node: Any) -> float:
    parts: dict[str, float] = {}
    for u, v, data in G.edges(data=True):
        if node in (u, v) and u != v:
            group = G.nodes[v if u == node else u]["side"]
            parts[group] = parts.get(group, 0) + data.get("strength", 1.0)
    return 1 - sum(part**2 for part in parts.values()) / sum(parts.values()) ** 2 if parts else 0.0


@pytest.mark.parametrize("seed", range(60))
def test_the_definitions(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
@pytest.mark.parametrize("block", range(10))
def test_the_definitions_on_many_graphs(block: int) -> None:
    for seed in range(1000 + 120 * block, 1120 + 120 * block):
        agree(seed)


def test_karate_club() -> None:
    """Zachary 1977: two circles and a cut vertex; E-I by member adds up to the index of the whole, -.7179."""
    G = nx.karate_club_graph()
    assert [node for node, cut in articulation_point(G).items() if cut] == [0]
    assert [tie for tie, cut in bridge(G).items() if cut] == [(0, 11)]
    assert max(core_number(G).values()) == 4
    index = external_internal(G, side="club")
    assert sum(index[node] * degree for node, degree in G.degree()) / 156 == pytest.approx(-0.7179, abs=5e-5)


def test_a_participant_of_two_sides_by_hand() -> None:
    """Strengths .6 and .2 to B, .2 to a third party: 1 - .8^2 - .2^2 = .32."""
    G = nx.Graph()
    for name, strength in (("b1", 0.6), ("b2", 0.2), ("un", 0.2)):
        G.add_edge("a", name, strength=strength)
    nx.set_node_attributes(G, {"a": "A", "b1": "B", "b2": "B"}, "side")
    assert participation_coefficient(G)["a"] == pytest.approx(0.32)
    assert participation_coefficient(G, weight=None)["a"] == pytest.approx(4 / 9)
    assert external_internal(G) == {"a": 1.0, "b1": 1.0, "b2": 1.0, "un": 1.0}


def test_one_directed_tie_changes_no_core_clustering_or_cut() -> None:
    people = [{"id": name, "side": "A"} for name in "abcd"]
    pairs = [("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]
    ties = [{"source": u, "target": v, "strength": 1} for u, v in pairs]
    names = ["core_number", "clustering", "articulation_point"]
    plain = measure(Network.from_tables(people, ties), names).stakeholders
    ties[-1]["directed"] = "yes"
    mixed = Network.from_tables(people, ties)
    assert mixed.graph.is_directed()
    now = measure(mixed, names).stakeholders
    assert {name: now[name] for name in names[::2]} == {name: plain[name] for name in names[::2]}
    assert plain["core_number"] == {"a": 2, "b": 2, "c": 2, "d": 1}
    assert measure(mixed, ["bridge"]).ties["bridge"]["c", "d"] is True


def test_nobody_loops_and_isolates() -> None:
    functions = (core_number, clustering, weighted_clustering, participation_coefficient, external_internal)
    for function in (*functions, articulation_point, bridge):
        assert function(nx.Graph()) == {} == function(nx.MultiDiGraph())
    G = nx.Graph([("a", "a")])
    assert core_number(G) == {"a": 0} and clustering(G) == {"a": 0.0} and bridge(G) == {("a", "a"): False}
    assert isnan(external_internal(G)["a"]) and participation_coefficient(G) == {"a": 0.0}
    assert list(contacts(G)) == ["a"] and not contacts(G).edges


def test_the_strongest_of_parallel_ties_stands_for_a_pair() -> None:
    """Strengths .5, .5 and .25 beside a top of 1: (.5 * .5 * .25)^(1/3)."""
    G: nx.MultiGraph[str] = nx.MultiGraph()
    for u, v, strength in (("a", "b", 0.1), ("a", "b", 0.5), ("b", "c", 0.5), ("b", "c", 0.2), ("a", "c", 0.25)):
        G.add_edge(u, v, strength=strength)
    G.add_edge("c", "d", strength=1.0)
    assert weighted_clustering(G)["a"] == pytest.approx(0.0625 ** (1 / 3))
    assert clustering(G)["a"] == 1.0 and participation_coefficient(G, side="none")["a"] == 0.0
