"""Null models: exact small distributions, what each model keeps, and the same answer for any number of workers."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import networkx as nx
import numpy as np
import pytest
from networks import mini_rupture

from netmodel import Network
from netmodel.errors import UnknownName, UsageError
from netmodel.measures.nulls import (
    generator,
    graph_correlation,
    groups_of,
    null_test,
    p_value,
    rewired,
)


def across(G: nx.Graph[Any]) -> float:
    return sum(G.nodes[u].get("club") != G.nodes[v].get("club") for u, v in G.edges)


def triangles(G: nx.Graph[Any]) -> float:
    return sum(nx.triangles(G).values()) / 3


def ei_index(G: nx.Graph[Any]) -> float:
    m = G.number_of_edges()
    return (2 * across(G) - m) / m if m else math.nan


def test_karate_is_further_apart_than_chance() -> None:
    """Zachary 1977: 11 of 78 ties across, E-I -.7179; chance gives 2 n1 n2 / (n (n - 1)) of the ties across."""
    found = null_test(nx.karate_club_graph(), ei_index, by="club", draws=499)
    assert found.observed == pytest.approx(-0.7179, abs=5e-5)
    exact = 2 * (2 * 17 * 17 / (34 * 33)) - 1
    assert abs(found.mean - exact) < 5 * found.sd / math.sqrt(499)
    assert found.p == 2 / 500 and found.z < -5
    assert "random relabellings of club" in found.sentence() and "p = 0.004 (two-sided, seed 0)" in found.sentence()
    assert found.to_json()["p"] == 0.004 and found.to_json()["statistic"] == "ei_index"


def test_p_is_that_of_the_rule() -> None:
    drawn = np.array([0.0, 1.0, 1.0, 2.0, 5.0, 1.0, 0.0, 3.0, 1.0])
    assert p_value(5.0, drawn, "greater") == 2 / 10
    assert p_value(5.0, drawn, "less") == 1.0
    assert p_value(5.0, drawn) == 4 / 10
    assert p_value(9.0, drawn, "greater") == 1 / 10
    assert p_value(9.0, np.append(drawn, math.nan), "greater") == 2 / 11, "a draw without a value counts as extreme"


@pytest.mark.parametrize("alternative", ["two-sided", "greater", "less"])
def test_labels_against_all_permutations(alternative: str) -> None:
    G = nx.path_graph(6)
    labels = ["a", "a", "a", "b", "b", "b"]
    nx.set_node_attributes(G, dict(zip(G, labels, strict=True)), "club")
    values = [sum(order[u] != order[v] for u, v in G.edges) for order in itertools.permutations(labels)]
    found = null_test(G, across, by="club", draws=1000, alternative=alternative)
    greater, less = (np.mean([sign * value >= sign * 1 for value in values]) for sign in (1, -1))
    exact = {"greater": greater, "less": less, "two-sided": min(1.0, 2 * min(greater, less))}[alternative]
    assert found.p == pytest.approx(exact, abs=0.06)
    assert found.mean == pytest.approx(np.mean(values), abs=0.1) and found.sd == pytest.approx(
        np.std(values), abs=0.1
    )


def test_qap_against_all_permutations() -> None:
    G, H = nx.path_graph(6), nx.star_graph(5)
    H.add_edge(1, 2)
    observed = graph_correlation(G, H)
    values = []
    for order in itertools.permutations(range(6)):
        moved = nx.Graph([(order[u], order[v]) for u, v in G.edges])
        values.append(graph_correlation(moved, H))
    exact = np.mean([value >= observed - 1e-12 for value in values])
    found = null_test(G, graph_correlation, model="qap", other=H, draws=1000, alternative="greater")
    assert found.observed == observed and found.p == pytest.approx(exact, abs=0.06)


def test_qap_of_a_network_with_itself_and_with_its_own_attributes() -> None:
    G = nx.karate_club_graph()
    same = null_test(G, graph_correlation, model="qap", other=G, draws=99)
    assert same.observed == pytest.approx(1) and same.p == 0.02
    apart = null_test(G, ei_index, model="qap", draws=199)
    assert apart.p == 0.01 and apart.by == ""


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_rewiring_keeps_degrees_attributes_and_loops(directed: bool, seed: int) -> None:
    G = nx.gnp_random_graph(12, 0.3, seed=seed, directed=directed)
    G.add_node("alone", club="x")
    G.add_edge(3, 3, strength=0.99)
    for number, (u, v) in enumerate(G.edges):
        G.edges[u, v]["strength"] = number / 100
    H = rewired(G, generator(seed, 0))
    assert list(H) == list(G) and H.nodes["alone"] == {"club": "x"} and H.has_edge(3, 3)
    if directed:
        assert dict(H.in_degree()) == dict(G.in_degree()) and dict(H.out_degree()) == dict(G.out_degree())
    assert dict(H.degree()) == dict(G.degree())
    strengths = [sorted(data for _, _, data in graph.edges(data="strength")) for graph in (G, H)]
    assert strengths[0] == strengths[1]
    assert set(H.edges) != set(G.edges)


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("G", [nx.empty_graph(0), nx.empty_graph(1), nx.path_graph(2), nx.star_graph(5),
                               nx.complete_graph(5)])  # fmt: skip
def test_where_no_swap_is_possible_rewiring_ends(G: nx.Graph[Any], directed: bool) -> None:
    G = G.to_directed() if directed else G
    H = rewired(G, generator(0, 0))
    assert nx.utils.graphs_equal(H, G)
    found = null_test(G, nx.number_of_edges, model="rewire", draws=9)
    assert found.p == 1.0 and math.isnan(found.z) and found.to_json()["z"] is None and found.sd == 0


def test_every_rewiring_is_as_likely() -> None:
    pairs = nx.Graph([(0, 1), (2, 3)])
    cycle = nx.DiGraph([(0, 1), (1, 2), (2, 0)])
    for G, count in ((pairs, 3), (cycle, 2)):
        seen = Counter(frozenset(map(tuple, map(sorted, rewired(G, generator(1, k), swaps=20).edges)))
                       if not G.is_directed() else frozenset(rewired(G, generator(1, k), swaps=20).edges)
                       for k in range(900))  # fmt: skip
        assert len(seen) == count
        assert all(abs(times - 900 / count) < 5 * math.sqrt(900 / count) for times in seen.values())


def test_rewiring_sees_clustering_that_degrees_do_not_explain() -> None:
    G = nx.disjoint_union_all([nx.complete_graph(4)] * 5)
    found = null_test(G, triangles, model="rewire", draws=99, alternative="greater")
    assert found.observed == 20 and found.p == 0.01 and "everybody's number of ties" in found.sentence()


@pytest.mark.parametrize("model", ["labels", "rewire", "qap"])
def test_workers_and_row_order_change_nothing(model: str) -> None:
    G = nx.karate_club_graph()
    H = nx.Graph()
    H.add_nodes_from(reversed(list(G.nodes(data=True))))
    H.add_edges_from(reversed([(v, u, data) for u, v, data in G.edges(data=True)]))
    alone = null_test(G, ei_index, model=model, by="club", draws=60, seed=5)
    with ThreadPoolExecutor(3) as pool:
        assert null_test(G, ei_index, model=model, by="club", draws=60, seed=5, executor=pool) == alone
    assert null_test(H, ei_index, model=model, by="club", draws=60, seed=5) == alone
    assert null_test(G, ei_index, model=model, by="club", draws=60, seed=6) != alone


def test_seeds_are_spawned() -> None:
    child = np.random.SeedSequence(7).spawn(4)[3]
    assert generator(7, 3).random() == np.random.default_rng(child).random()


def test_a_registered_measure_by_its_name_and_a_column_of_the_study() -> None:
    net = mini_rupture()
    found = null_test(net.at("2013"), "cross_side_efficiency", draws=49)
    assert found.observed == pytest.approx(0.5694, abs=5e-5) and found.statistic == "cross_side_efficiency"
    rows = [{"id": f"n{k}", "track": "I" if k < 3 else ""} for k in range(6)]
    ties = [{"source": f"n{k}", "target": f"n{k + 1}", "strength": 1} for k in range(5)]
    study = Network.from_tables(rows, ties)
    assert groups_of(study, "track") == {"n0": "I", "n1": "I", "n2": "I", "n3": "", "n4": "", "n5": ""}
    assert groups_of(study, "level")["n0"] == "0" and groups_of(study, "in_office")["n0"] == ""
    counted = null_test(study, _by_track, by="track", draws=49)
    assert counted.observed == 1


def _by_track(G: nx.Graph[Any]) -> float:
    return sum(G.nodes[u]["track"] != G.nodes[v]["track"] for u, v in G.edges)


def test_a_statistic_without_a_value_is_said() -> None:
    found = null_test(nx.empty_graph(3), ei_index, model="rewire", draws=5)
    assert math.isnan(found.p) and found.undefined == 5 and found.to_json()["observed"] is None
    assert "no value on this network" in found.sentence()
    G = nx.path_graph(3)
    nx.set_node_attributes(G, {0: "x", 1: "y", 2: "y"}, "club")
    halting = null_test(G, _only_if_first, by="club", draws=5)
    assert halting.observed == 1 and 0 < halting.undefined <= 5 and halting.p == 1.0
    constant = null_test(nx.path_graph(2), _nowhere_else, model="rewire", draws=3)
    assert constant.undefined == 0


def _only_if_first(G: nx.Graph[Any]) -> float:
    return 1.0 if G.nodes[0]["club"] == "x" else math.nan


def _nowhere_else(G: nx.Graph[Any]) -> float:
    return 2.0


def _a_dict(G: nx.Graph[Any]) -> Any:
    return {}


def test_correlation_where_it_is_undefined() -> None:
    assert math.isnan(graph_correlation(nx.empty_graph(0), nx.empty_graph(0)))
    assert math.isnan(graph_correlation(nx.empty_graph(3), nx.path_graph(3)))
    D = nx.DiGraph([(0, 1), (1, 2)])
    assert graph_correlation(D, D.reverse()) == pytest.approx(-0.5)
    W = nx.path_graph(3)
    nx.set_edge_attributes(W, 0.5, "strength")
    W.edges[0, 1]["strength"] = 1.0
    assert graph_correlation(W, W, weight="strength") == pytest.approx(1)


def test_what_is_refused() -> None:
    G = nx.path_graph(4)
    for wrong in (
        {"model": "coin"},
        {"alternative": "both"},
        {"by": "nothing"},
        {"draws": 0},
        {"seed": -1},
        {"other": G},
        {"model": "qap", "other": nx.path_graph(5)},
    ):
        with pytest.raises(UsageError):
            null_test(G, nx.number_of_edges, **wrong)
    with pytest.raises(UsageError, match="multigraph"):
        null_test(nx.MultiGraph(), nx.number_of_edges, model="rewire")
    with pytest.raises(UsageError, match="no number"):
        null_test(G, _a_dict, model="rewire")
    with pytest.raises(UsageError, match="measure of the network"):
        null_test(G, "degree", model="rewire")
    with pytest.raises(UnknownName, match="did you mean"):
        groups_of(Network.from_tables([{"id": "a", "track": "I"}]), "trak")
