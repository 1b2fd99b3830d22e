"""Two-sided measures against counting by hand."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest

from netmodel.measures.sides import cross_side_betweenness, cross_side_connectedness, cross_side_efficiency


def sided(seed: int, *, directed: bool, sides: str = "AB") -> nx.Graph:
    G = nx.gnp_random_graph(9, 0.25, seed=seed, directed=directed)
    nx.set_node_attributes(G, {node: (*sides, "")[node % (len(sides) + 1)] for node in G}, "side")
    return G


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("sides", ["AB", "ABC"])
def test_against_all_shortest_paths(seed: int, directed: bool, sides: str) -> None:
    G = sided(seed, directed=directed, sides=sides)
    pairs = [
        (s, t)
        for s, t in (itertools.permutations(G, 2) if directed else itertools.combinations(G, 2))
        if G.nodes[s]["side"] and G.nodes[t]["side"] and G.nodes[s]["side"] != G.nodes[t]["side"]
    ]
    scores = dict.fromkeys(G, 0.0)
    inverse = joined = 0.0
    for s, t in pairs:
        if nx.has_path(G, s, t):
            routes = list(nx.all_shortest_paths(G, s, t))
            joined += 1
            inverse += 1 / (len(routes[0]) - 1)
            for route in routes:
                for node in route:
                    scores[node] += 1 / len(routes)
    wanted = {node: score / len(pairs) for node, score in scores.items()}
    assert cross_side_betweenness(G) == pytest.approx(wanted, abs=1e-9)
    assert cross_side_efficiency(G) == pytest.approx(inverse / len(pairs), abs=1e-9)
    assert cross_side_connectedness(G) == pytest.approx(joined / len(pairs), abs=1e-9)


def test_with_distances() -> None:
    G = nx.Graph()
    G.add_edge("a", "x", distance=0.1)
    G.add_edge("x", "b", distance=0.1)
    G.add_edge("a", "b", distance=0.5)
    nx.set_node_attributes(G, {"a": "A", "b": "B", "x": ""}, "side")
    assert cross_side_betweenness(G, weight="distance")["x"] == 1.0
    assert cross_side_betweenness(G)["x"] == 0.0
    assert cross_side_efficiency(G, weight="distance") == pytest.approx(5.0)
