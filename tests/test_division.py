"""E-I index, assortativity and modularity of declared groups: published values, and counting tie by tie."""

from __future__ import annotations

from math import isnan
from typing import Any

import networkx as nx
import numpy as np
import pytest
from sided import sided_graph

from netmodel import measure
from netmodel.measures.division import ei_index, groups_of, modularity, side_assortativity, side_modularity
from netmodel.network import Network

NAN = float("nan")


def counted(G: nx.Graph[Any]) -> tuple[float, float, float]:
    """The three from the matrix of strengths between those on sides, largest of parallel ties, no loops."""
    nodes = [u for u in G if G.nodes[u].get("side")]
    side = [G.nodes[u]["side"] for u in nodes]
    n = len(nodes)
    strength = np.zeros((n, n))
    for u, v, data in G.edges(data=True):
        if u != v and u in nodes and v in nodes:
            for one, other in ((u, v),) if G.is_directed() else ((u, v), (v, u)):
                i, j = nodes.index(one), nodes.index(other)
                strength[i, j] = max(strength[i, j], data.get("strength", 1.0))
    there, total = strength > 0, strength.sum()
    if not total:
        return NAN, NAN, NAN
    same = np.array([[a == b for b in side] for a in side])
    index = (there & ~same).sum() / there.sum() - (there & same).sum() / there.sum()
    names = sorted(set(side))
    e = np.array(
        [
            [there[np.ix_([s == a for s in side], [s == b for s in side])].sum() / there.sum() for b in names]
            for a in names
        ]
    )
    chance = float(e.sum(axis=1) @ e.sum(axis=0))
    assortativity = (np.trace(e) - chance) / (1 - chance) if chance < 1 - 1e-12 else NAN
    expected = np.outer(strength.sum(axis=1), strength.sum(axis=0)) / total
    return float(index), float(assortativity), float(((strength - expected) * same).sum() / total)


def agree(seed: int) -> None:
    G = sided_graph(seed, multi=seed % 5 == 0)
    found = (ei_index(G), side_assortativity(G), side_modularity(G))
    assert found == pytest.approx(counted(G), abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("seed", range(120))
def test_against_counting(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
def test_against_counting_on_many_graphs() -> None:
    for seed in range(120, 2120):
        agree(seed)


def test_karate() -> None:
    """Zachary 1977: 78 ties, 11 of them across the factions: (11 - 67) / 78 = -.7179."""
    G = nx.karate_club_graph()
    assert round(ei_index(G, by="club"), 4) == -0.7179
    assert side_assortativity(G, by="club") == pytest.approx(nx.attribute_assortativity_coefficient(G, "club"))


@pytest.mark.parametrize("seed", range(30))
def test_networkx_says_the_same(seed: int) -> None:
    for G in (nx.gnp_random_graph(14, 0.3, seed=seed, directed=d) for d in (True, False)):
        nx.set_node_attributes(G, {u: "ABC"[u % 3] for u in G}, "party")
        nx.set_edge_attributes(G, {tie: 0.1 + (sum(tie) % 5) / 5 for tie in G.edges()}, "strength")
        parts = [{u for u in G if u % 3 == k} for k in range(3)]
        for resolution in (0.5, 1.0, 2.0):
            wanted = nx.community.modularity(G, parts, weight="strength", resolution=resolution)
            assert modularity(G, groups_of(G, "party"), resolution=resolution) == pytest.approx(wanted, abs=1e-12)
        wanted = nx.attribute_assortativity_coefficient(G, "party")
        assert side_assortativity(G, by="party") == pytest.approx(wanted, abs=1e-12)


def test_extremes() -> None:
    G = nx.complete_bipartite_graph(2, 3)
    nx.set_node_attributes(G, {u: "A" if u < 2 else "B" for u in G}, "side")
    assert ei_index(G) == 1.0 and side_assortativity(G) == -1.0 and side_modularity(G) == -0.5
    G = nx.disjoint_union(nx.complete_graph(3), nx.complete_graph(3))
    nx.set_node_attributes(G, {u: "A" if u < 3 else "B" for u in G}, "side")
    assert ei_index(G) == -1.0 and side_assortativity(G) == 1.0 and side_modularity(G) == 0.5


def test_third_parties_and_one_side() -> None:
    G = nx.path_graph(["a", "x", "b"])
    nx.set_node_attributes(G, {"a": "A", "b": "B", "x": ""}, "side")
    assert all(isnan(function(G)) for function in (ei_index, side_assortativity, side_modularity))
    G.add_edge("a", "a2")
    G.nodes["a2"]["side"] = "A"
    assert ei_index(G) == -1.0 and isnan(side_assortativity(G)) and side_modularity(G) == 0.0
    assert all(isnan(function(nx.Graph())) for function in (ei_index, side_assortativity, side_modularity))
    assert groups_of(G) == {"a": "A", "b": "B", "a2": "A"}
    assert ei_index(G, by="nothing") != ei_index(G, by="nothing")


def test_registered() -> None:
    G = nx.Graph([("a", "b")])
    nx.set_node_attributes(G, {"a": "A", "b": "B"}, "side")
    found = measure(Network.from_graph(G), ["ei_index", "side_assortativity", "side_modularity"]).network
    assert found == {"ei_index": 1.0, "side_assortativity": -1.0, "side_modularity": -0.5}
