"""Cut points and the safe core against removing nodes one by one."""

from __future__ import annotations

import itertools
import random
from typing import Any

import networkx as nx
import numpy as np
import pytest
from scipy.sparse import csr_array

from netmodel.measures.keycuts import joined_without_each, safe_core


def pairs(G: nx.Graph[Any]) -> int:
    return sum(len(piece) * (len(piece) - 1) for piece in nx.connected_components(G))


def check(seed: int) -> None:
    rng = random.Random(seed)
    n = rng.randrange(1, 12)
    G = nx.gnp_random_graph(n, rng.choice([0.1, 0.2, 0.4, 0.7]), seed=seed)
    gone = rng.sample(range(n), rng.randrange(0, n))
    found = joined_without_each([sorted(G[v]) for v in range(n)], gone)
    for v in range(n):
        assert found[v] == pairs(G.subgraph(set(G) - set(gone) - {v})), seed
    removals = rng.randrange(1, 4)
    matrix = csr_array(nx.to_numpy_array(G, nodelist=range(n)))
    least = min(
        max((len(piece) for piece in nx.connected_components(G.subgraph(set(G) - set(out)))), default=0)
        for out in itertools.combinations(G, min(removals, n))
    )
    assert safe_core(matrix, removals) <= least, seed


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_against_removing_nodes(start: int) -> None:
    for seed in range(start, start + 20):
        check(seed)


@pytest.mark.laws
def test_against_removing_nodes_of_a_thousand_graphs() -> None:
    for seed in range(1000):
        check(seed)


def test_a_long_path_needs_no_recursion() -> None:
    n = 5000
    near = [[v for v in (u - 1, u + 1) if 0 <= v < n] for u in range(n)]
    found = joined_without_each(near, [])
    assert found[0] == (n - 1) * (n - 2) and found[n // 2] == 2500 * 2499 + 2499 * 2498


def test_the_core_of_known_networks() -> None:
    assert safe_core(csr_array(nx.to_numpy_array(nx.star_graph(6))), 1) <= 1
    assert safe_core(csr_array(nx.to_numpy_array(nx.complete_graph(8))), 3) == 5
    wheel = nx.to_numpy_array(nx.hypercube_graph(4))
    assert safe_core(csr_array(wheel), 3) == 13, "four disjoint routes join any two corners"
    assert safe_core(csr_array(np.zeros((2, 2))), 5) == 0
