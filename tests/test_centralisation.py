"""Freeman's centralisation: known values, and the stated maximum against every graph of up to six nodes."""

from __future__ import annotations

from itertools import combinations, permutations
from math import isnan
from typing import Any

import networkx as nx
import pytest
from sided import sided_graph

from netmodel import UsageError, measure, register
from netmodel.errors import UnknownName
from netmodel.measures import MEASURES
from netmodel.measures.centralisation import LARGEST, centralisation
from netmodel.network import Network

NETWORKX = {
    "degree": nx.degree_centrality,
    "betweenness": nx.betweenness_centrality,
    "closeness": nx.closeness_centrality,
}


def spread(values: dict[Any, float]) -> float:
    return sum(max(values.values()) - value for value in values.values())


@pytest.mark.parametrize("name", sorted(LARGEST))
def test_no_graph_of_up_to_six_nodes_is_more_centralised_than_the_stated_maximum(name: str) -> None:
    reached = dict.fromkeys(range(3, 7), 0.0)
    for G in nx.graph_atlas_g()[4:209]:
        if 3 <= len(G) <= 6:
            value = spread(NETWORKX[name](G))
            assert value <= LARGEST[name](len(G), False) + 1e-9
            reached[len(G)] = max(reached[len(G)], value)
    assert all(value == pytest.approx(LARGEST[name](n, False)) for n, value in reached.items())


@pytest.mark.parametrize("name", sorted(LARGEST))
def test_nor_is_any_directed_graph_of_three_nodes_and_some_of_four(name: str) -> None:
    for n, sizes in ((3, range(7)), (4, (0, 1, 3, 4, 6))):
        arcs = list(permutations(range(n), 2))
        most = 0.0
        for size in sizes:
            for chosen in combinations(arcs, size):
                D = nx.DiGraph(chosen)
                D.add_nodes_from(range(n))
                most = max(most, spread(NETWORKX[name](D)))
        assert most == pytest.approx(LARGEST[name](n, True))


@pytest.mark.parametrize("seed", range(40))
def test_against_the_sum_written_out(seed: int) -> None:
    G = sided_graph(seed)
    G.remove_edges_from(list(nx.selfloop_edges(G)))
    for name, function in NETWORKX.items():
        wanted = spread(function(G)) / LARGEST[name](len(G), G.is_directed()) if len(G) > 2 else float("nan")
        assert centralisation(G, name) == pytest.approx(wanted, abs=1e-9, nan_ok=True)
        assert centralisation(nx.MultiGraph(G) if not G.is_directed() else G, name) == pytest.approx(
            wanted, abs=1e-9, nan_ok=True
        )


def test_freeman_s_extremes() -> None:
    """Freeman 1978: a star is 1 and a cycle or a clique 0, by each of his three measures; Krackhardt's kite .3889."""
    for name in LARGEST:
        for n in (3, 4, 9):
            assert centralisation(nx.star_graph(n - 1), name) == pytest.approx(1.0)
            assert centralisation(nx.cycle_graph(n), name) == centralisation(nx.complete_graph(n), name) == 0.0
    assert centralisation(nx.krackhardt_kite_graph(), "degree") == pytest.approx((60 - 36) / 72)


def test_any_measure_against_its_star_or_a_stated_maximum() -> None:
    star = nx.star_graph(4)
    assert centralisation(star, "eigenvector") == pytest.approx(1.0)
    assert centralisation(star.to_directed(), nx.degree_centrality) == pytest.approx(1.0)
    assert centralisation(star, lambda G: dict(G.degree()), largest=24.0) == 0.5


def test_what_it_refuses_and_where_it_is_undefined() -> None:
    path = nx.path_graph(3)
    assert isnan(centralisation(nx.path_graph(2), "degree")) and isnan(centralisation(nx.Graph(), "degree"))
    assert isnan(centralisation(path, lambda G: dict.fromkeys(G, float("nan"))))
    assert isnan(centralisation(path, lambda G: dict.fromkeys(G, 1.0)))
    with pytest.raises(UnknownName):
        centralisation(path, "degre")
    with pytest.raises(UsageError, match="which reach is not"):
        centralisation(path, "reach")
    register(lambda G: {u: {"x": 1} for u in G}, name="by_role", source="x")
    try:
        with pytest.raises(UsageError, match="gives numbers"):
            centralisation(path, "by_role")
    finally:
        MEASURES.remove("by_role")


def test_the_three_of_freeman_are_registered() -> None:
    net = Network.from_graph(nx.star_graph(5))
    names = [f"{name}_centralisation" for name in LARGEST]
    assert measure(net, names).network == pytest.approx(dict.fromkeys(names, 1.0))
