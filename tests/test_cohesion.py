"""Cohesion of the whole network: values worked by hand, published ones, and counting pair by pair."""

from __future__ import annotations

from itertools import combinations, permutations
from math import isnan
from typing import Any

import networkx as nx
import numpy as np
import pytest
from sided import hops, sided_graph

from netmodel import UsageError, measure
from netmodel.measures import cohesion
from netmodel.measures.cohesion import (
    degree_assortativity,
    density,
    global_efficiency,
    krackhardt_connectedness,
    krackhardt_efficiency,
    reciprocity,
    transitivity,
)
from netmodel.network import Network

NAN = float("nan")
ALL = (density, krackhardt_connectedness, krackhardt_efficiency, global_efficiency, reciprocity, transitivity,
       degree_assortativity)  # fmt: skip


def counted(G: nx.Graph[Any]) -> dict[str, float]:
    """All of them, from sets of pairs and triples."""
    nodes, n = list(G), len(G)
    arcs = {(u, v) for u, v in G.edges() if u != v}
    ties = arcs if G.is_directed() else arcs | {(v, u) for u, v in arcs}
    pairs = {frozenset(arc) for arc in arcs}
    joined = hops(nx.Graph(list(pairs)) if pairs else nx.Graph())
    alone = [u for u in nodes if u not in joined]
    pieces = {frozenset(row) for row in joined.values()} | {frozenset([u]) for u in alone}
    most = sum((len(part) - 1) * (len(part) - 2) / 2 for part in pieces)
    spare = len(pairs) - sum(len(part) - 1 for part in pieces)
    far = hops(G)
    triples = [
        frozenset((u, w)) in pairs
        for v in nodes
        for u, w in combinations(nodes, 2)
        if frozenset((u, v)) in pairs and frozenset((v, w)) in pairs
    ]
    out = {u: sum(tie[0] == u for tie in ties) for u in nodes}
    into = {u: sum(tie[1] == u for tie in ties) for u in nodes}
    ends = np.array([(out[u], into[v]) for u, v in ties], dtype=float).reshape(-1, 2)
    varies = len(ties) > 0 and all(len(set(column)) > 1 for column in ends.T)
    return {
        "density": len(ties) / (n * (n - 1)) if n > 1 else NAN,
        "krackhardt_connectedness": sum(v in joined.get(u, ()) for u, v in permutations(nodes, 2)) / (n * (n - 1))
        if n > 1
        else NAN,
        "krackhardt_efficiency": 1 - spare / most if most else NAN,
        "global_efficiency": sum(1 / far[u][v] for u, v in permutations(nodes, 2) if v in far[u]) / (n * (n - 1))
        if n > 1
        else NAN,
        "reciprocity": sum((v, u) in ties for u, v in ties) / len(ties) if ties else NAN,
        "transitivity": sum(triples) / len(triples) if triples else NAN,
        "degree_assortativity": float(np.corrcoef(ends.T)[0, 1]) if varies else NAN,
    }


def agree(seed: int) -> None:
    G = sided_graph(seed, multi=seed % 5 == 0)
    wanted = counted(G)
    for function in ALL:
        assert function(G) == pytest.approx(wanted[function.__name__], abs=1e-9, nan_ok=True), function.__name__


@pytest.mark.parametrize("seed", range(80))
def test_against_counting(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
def test_against_counting_on_many_graphs() -> None:
    for seed in range(80, 1480):
        agree(seed)


def test_known_values() -> None:
    """Florentine families (Padgett & Ansell 1993): transitivity .19149; karate: assortativity -.47561 (NetworkX)."""
    assert round(transitivity(nx.florentine_families_graph()), 5) == 0.19149
    karate = nx.karate_club_graph()
    assert degree_assortativity(karate) == pytest.approx(nx.degree_pearson_correlation_coefficient(karate), abs=1e-9)
    assert density(karate) == 78 / 561 and krackhardt_connectedness(karate) == 1.0
    assert krackhardt_efficiency(nx.complete_graph(5)) == 0.0 and krackhardt_efficiency(nx.star_graph(5)) == 1.0


@pytest.mark.parametrize("seed", range(20))
def test_networkx_says_the_same_where_it_has_an_answer(seed: int) -> None:
    G = nx.gnp_random_graph(12, 0.2, seed=seed)
    assert global_efficiency(G) == pytest.approx(nx.global_efficiency(G), abs=1e-12)
    D = nx.gnp_random_graph(12, 0.2, seed=seed, directed=True)
    assert reciprocity(D) == pytest.approx(nx.overall_reciprocity(D), abs=1e-12)
    assert degree_assortativity(D) == pytest.approx(nx.degree_pearson_correlation_coefficient(D), abs=1e-9)


def test_efficiency_in_blocks_and_with_distances(monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.gnp_random_graph(30, 0.1, seed=1)
    whole = global_efficiency(G)
    monkeypatch.setattr(cohesion, "CELLS", 70)
    assert global_efficiency(G) == pytest.approx(whole, abs=1e-12)
    M = nx.MultiGraph([("a", "b", {"distance": 4.0}), ("a", "b", {"distance": 0.5}), ("b", "b", {"distance": 0.1})])
    assert global_efficiency(M, weight="distance") == 2.0
    with pytest.raises(UsageError, match="above 0"):
        global_efficiency(nx.Graph([("a", "b", {"distance": 0.0})]), weight="distance")


def test_nothing_one_and_regular() -> None:
    for function in ALL:
        assert isnan(function(nx.Graph())) and isnan(function(nx.DiGraph()))
        assert isnan(function(nx.empty_graph(1)))
    assert isnan(degree_assortativity(nx.cycle_graph(5)))
    assert reciprocity(nx.path_graph(2)) == 1.0


def test_they_are_registered_with_their_terms() -> None:
    net = Network.from_graph(nx.florentine_families_graph())
    found = measure(net, [function.__name__ for function in ALL]).network
    assert found["transitivity"] == round(transitivity(net.graph), 12) and len(found) == len(ALL)
