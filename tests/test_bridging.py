"""Bridging against definitions: every tie deleted in turn, every shortest route listed."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import networkx as nx
import pytest
from sided import hops, sided_graph

from netmodel.measures.bridging import bridging, bridging_centrality, intergroup_bridging


def cohesion(G: nx.Graph[Any]) -> float:
    """Mean of 1 / distance over ordered pairs."""
    far = hops(G)
    n = len(G)
    return sum(1 / steps for row in far.values() for steps in row.values() if steps) / (n * (n - 1)) if n > 1 else 0.0


def by_deletion(G: nx.Graph[Any]) -> dict[Any, float]:
    plain: nx.Graph[Any] = nx.DiGraph() if G.is_directed() else nx.Graph()
    plain.add_nodes_from(G)
    plain.add_edges_from((u, v) for u, v in G.edges() if u != v)
    whole = cohesion(plain)
    losses: dict[Any, list[float]] = {node: [] for node in G}
    for u, v in list(plain.edges()):
        plain.remove_edge(u, v)
        for node in (u, v):
            losses[node].append(whole - cohesion(plain))
        plain.add_edge(u, v)
    return {node: sum(found) / len(found) if found else 0.0 for node, found in losses.items()}


def routes_between(G: nx.Graph[Any]) -> dict[tuple[Any, Any], list[list[Any]]]:
    """All shortest routes of every ordered pair, directions ignored, by walking every simple route."""
    H = nx.Graph((u, v) for u, v in G.edges() if u != v)
    H.add_nodes_from(G)
    far = hops(H)
    found: dict[tuple[Any, Any], list[list[Any]]] = {}
    for s, t in permutations(H, 2):
        routes = [[s]] if t in far[s] else []
        for _ in range(far[s].get(t, 0)):
            routes = [
                [*way, v] for way in routes for v in H[way[-1]] if far[v].get(t, 99) == far[way[-1]].get(t, 99) - 1
            ]
        found[s, t] = routes
    return found


def by_listing(G: nx.Graph[Any]) -> dict[Any, float]:
    side = dict(G.nodes(data="side"))
    near = {node: {v for edge in G.edges() if node in edge for v in edge} for node in G}
    scores = dict.fromkeys(G, 0.0)
    for (s, t), routes in routes_between(G).items():
        for node in set(G) - {s, t}:
            own = [end for end in (s, t) if end in near[node] and side[end] == side[node]]
            if routes and not own:
                scores[node] += sum(node in way for way in routes) / len(routes)
    n = len(G)
    return {node: score / max((n - 1) * (n - 2), 1) for node, score in scores.items()}


def hwang(G: nx.Graph[Any]) -> dict[Any, float]:
    near = {node: {v for edge in G.edges() if node in edge for v in edge} - {node} for node in G}
    through = dict.fromkeys(G, 0.0)
    for (s, t), routes in routes_between(G).items():
        for node in set(G) - {s, t}:
            if routes:
                through[node] += sum(node in way for way in routes) / len(routes)
    n = max((len(G) - 1) * (len(G) - 2), 1)
    return {
        node: through[node] / n / len(near[node]) / sum(1 / len(near[v]) for v in near[node]) if near[node] else 0.0
        for node in G
    }


def agree(seed: int) -> None:
    G = sided_graph(seed, multi=seed % 5 == 0, most=8)
    assert bridging(G) == pytest.approx(by_deletion(G), abs=1e-9)
    assert intergroup_bridging(G) == pytest.approx(by_listing(G), abs=1e-9)
    assert bridging_centrality(G) == pytest.approx(hwang(G), abs=1e-9)


@pytest.mark.parametrize("seed", range(60))
def test_the_definitions(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
@pytest.mark.parametrize("block", range(10))
def test_the_definitions_on_many_graphs(block: int) -> None:
    for seed in range(1000 + 120 * block, 1120 + 120 * block):
        agree(seed)


def test_bridging_by_hand() -> None:
    """A triangle 0, 1, 2 with 3 on a string at 2: C = (8 + 4 / 2) / 12 = 10/12.

    Without 0-1: (6 + 6 / 2) / 12. Without 0-2 or 1-2, a string of four: (6 + 4 / 2 + 2 / 3) / 12. Without 2-3: 6/12.
    """
    G = nx.Graph([(0, 1), (0, 2), (1, 2), (2, 3)])
    side, near, tail = 1 / 12, (10 - 26 / 3) / 12, 4 / 12
    wanted = {0: (side + near) / 2, 1: (side + near) / 2, 2: (2 * near + tail) / 3, 3: tail}
    assert bridging(G) == pytest.approx(wanted)


def test_a_directed_tie_holds_one_way_only() -> None:
    """a -> b -> c: C = (1 + 1 + 1/2) / 6; without a -> b 1/6 is left, without b -> c too."""
    assert bridging(nx.DiGraph([("a", "b"), ("b", "c")])) == pytest.approx(dict.fromkeys("abc", 1.5 / 6))


def test_an_own_circle_earns_nothing_and_a_contact_on_the_other_side_does() -> None:
    """Star of one circle: betweenness 1, intergroup bridging 0; leaves on another side make it 1 again."""
    G = nx.star_graph(4)
    nx.set_node_attributes(G, "A", "side")
    assert intergroup_bridging(G)[0] == 0.0
    nx.set_node_attributes(G, {1: "B", 2: "B"}, "side")
    assert intergroup_bridging(G)[0] == pytest.approx(2 / 12)  # the pair of the two leaves of B, both ways
    nx.set_node_attributes(G, {3: "B", 4: ""}, "side")
    assert intergroup_bridging(G)[0] == pytest.approx(1.0)


def test_without_sides_it_is_bridgeness() -> None:
    """Jensen et al. 2016: a path of five has its centre between the two ends only, and they are no neighbours."""
    assert intergroup_bridging(nx.path_graph(5)) == pytest.approx({0: 0, 1: 0, 2: 2 / 12, 3: 0, 4: 0})


@pytest.mark.parametrize("seed", range(20))
def test_never_above_betweenness(seed: int) -> None:
    G = nx.Graph(sided_graph(2 * seed))
    above = nx.betweenness_centrality(G)
    assert all(value <= above[node] + 1e-12 for node, value in intergroup_bridging(G).items())


def test_hwang_on_a_barbell() -> None:
    """Two triangles joined through node 3: betweenness 9/15, coefficient (1/2) / (1/3 + 1/3) = 3/4."""
    G = nx.barbell_graph(3, 1)
    assert bridging_centrality(G)[3] == pytest.approx(9 / 15 * 3 / 4)
    assert max(bridging_centrality(G), key=bridging_centrality(G).__getitem__) == 3


def test_nobody_one_and_two() -> None:
    for function in (bridging, intergroup_bridging, bridging_centrality):
        assert function(nx.Graph()) == {} == function(nx.DiGraph())
        assert function(nx.Graph([("a", "a")])) == {"a": 0.0}
    assert bridging(nx.path_graph(2)) == {0: 1.0, 1: 1.0}
    assert intergroup_bridging(nx.path_graph(2)) == bridging_centrality(nx.path_graph(2)) == {0: 0.0, 1: 0.0}
