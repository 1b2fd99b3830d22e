"""The simple graph: one tie a pair, none to oneself, and its matrix."""

from __future__ import annotations

from itertools import product

import networkx as nx
import pytest
from sided import sided_graph

from netmodel import UsageError
from netmodel.measures.simple import adjacency, simple_graph


def test_a_simple_graph_comes_back_itself() -> None:
    G = nx.path_graph(3)
    assert simple_graph(G) is G and simple_graph(G, directed=False) is G


def test_the_strongest_of_parallel_and_opposite_ties_stands_for_the_pair() -> None:
    G = nx.MultiDiGraph()
    G.add_node("a", side="A")
    G.add_edges_from([("a", "b", {"strength": s}) for s in (0.2, 0.9, 0.4)] + [("b", "a", {}), ("b", "b", {})])
    assert sorted(simple_graph(G).edges(data="strength")) == [("a", "b", 0.9), ("b", "a", 1.0)]
    assert list(simple_graph(G, directed=False).edges(data="strength")) == [("a", "b", 1.0)]
    assert simple_graph(G).nodes["a"] == {"side": "A"}


@pytest.mark.parametrize("seed", range(60))
def test_the_matrix_says_what_the_ties_say(seed: int) -> None:
    G = sided_graph(seed, multi=seed % 3 == 0)
    for directed in (True, False):
        matrix = adjacency(G, "strength", directed=directed).toarray()
        for (i, u), (j, v) in product(enumerate(G), repeat=2):
            ways = [(u, v)] if directed and G.is_directed() else [(u, v), (v, u)]
            ties = [data.get("strength", 1.0) for s, t, data in G.edges(data=True) if (s, t) in ways]
            assert matrix[i, j] == (max(ties) if ties and u != v else 0.0)


def test_no_node_and_weights_that_are_none() -> None:
    assert adjacency(nx.Graph(), None).shape == (0, 0)
    for bad in (-0.1, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="strength of a tie must be a finite number"):
            adjacency(nx.Graph([("a", "b", {"strength": bad})]), "strength")
