"""All-terminal reliability against enumerating every world, and Colbourn's polynomial."""

from __future__ import annotations

from itertools import product
from math import isnan, prod
from typing import Any

import networkx as nx
import pytest
from sided import sided_graph

from netmodel.errors import LimitError, UsageError
from netmodel.measures.reliable import TIES, all_terminal_reliability


def enumerated(G: nx.Graph[Any]) -> float:
    ties = [(u, v, data.get("strength", 1.0)) for u, v, data in G.edges(data=True) if u != v]
    total = 0.0
    for world in product((True, False), repeat=len(ties)):
        chance = prod(p if up else 1 - p for (_, _, p), up in zip(ties, world, strict=True))
        H = nx.Graph([(u, v) for (u, v, _), up in zip(ties, world, strict=True) if up])
        H.add_nodes_from(G)
        total += chance * nx.is_connected(H)
    return total


@pytest.mark.parametrize("seed", range(2, 120, 2))
def test_against_every_world(seed: int) -> None:
    G = sided_graph(seed, multi=seed % 3 == 0, most=6)
    while G.number_of_edges() > 9:
        G.remove_edge(*list(G.edges())[-1])
    assert all_terminal_reliability(G) == pytest.approx(enumerated(G), abs=1e-9)


@pytest.mark.laws
def test_against_every_world_on_many_graphs() -> None:
    for seed in range(120, 2400, 2):
        G = sided_graph(seed, multi=seed % 3 == 0, most=6)
        if G.number_of_edges() <= 9:
            assert all_terminal_reliability(G) == pytest.approx(enumerated(G), abs=1e-9)


@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_four_all_tied(p: float) -> None:
    """K4: 16 p^3 - 33 p^4 + 24 p^5 - 6 p^6 (Colbourn 1987); .59375 at one half."""
    G = nx.complete_graph(4)
    nx.set_edge_attributes(G, p, "strength")
    wanted = 16 * p**3 - 33 * p**4 + 24 * p**5 - 6 * p**6
    assert all_terminal_reliability(G) == pytest.approx(wanted, abs=1e-12)


def test_trees_cycles_and_pieces() -> None:
    tree, cycle = nx.path_graph(5), nx.cycle_graph(5)
    for G in (tree, cycle):
        nx.set_edge_attributes(G, 0.9, "strength")
    assert all_terminal_reliability(tree) == pytest.approx(0.9**4)
    assert all_terminal_reliability(cycle) == pytest.approx(0.9**5 + 5 * 0.9**4 * 0.1)
    assert all_terminal_reliability(nx.empty_graph(2)) == 0.0 and all_terminal_reliability(nx.empty_graph(1)) == 1.0
    assert isnan(all_terminal_reliability(nx.Graph()))
    assert all_terminal_reliability(tree, weight=None) == 1.0


def test_what_it_refuses() -> None:
    with pytest.raises(UsageError, match="undirected"):
        all_terminal_reliability(nx.DiGraph([("a", "b")]))
    with pytest.raises(UsageError, match=r"0\.\.1"):
        all_terminal_reliability(nx.Graph([("a", "b", {"strength": 1.5})]))
    G = nx.complete_graph(7)
    assert all_terminal_reliability(G) == 1.0
    nx.set_edge_attributes(G, 0.5, "strength")
    with pytest.raises(LimitError, match=f"up to {TIES} uncertain ties, and there are 21"):
        all_terminal_reliability(G)
