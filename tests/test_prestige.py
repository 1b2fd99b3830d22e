"""Spectra against their definitions: power iteration, linear solves, Kleinberg's steps."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from test_arrays import pagerank_by_hand, random_graph

from netmodel.measures import prestige
from netmodel.measures.prestige import authority, eigenvector, hub, katz, pagerank


def listed(values: dict[Any, float]) -> Any:
    return np.array(list(values.values()))


@pytest.mark.parametrize("seed", range(30))
def test_eigenvector_is_the_limit_of_power_iteration(seed: int) -> None:
    G = nx.gnp_random_graph(9, 0.3, seed=seed)
    vector = np.ones(9)
    matrix = np.linalg.matrix_power(nx.to_numpy_array(G) + np.eye(9), 8)
    for _ in range(2_500):
        vector = matrix @ vector
        vector /= np.linalg.norm(vector)
    ours = eigenvector(G, weight=None)
    if G.number_of_edges():
        assert list(ours.values()) == pytest.approx(vector, abs=1e-3)
        top = np.linalg.eigvalsh(nx.to_numpy_array(G))[-1]
        values = listed(ours)
        assert nx.to_numpy_array(G) @ values == pytest.approx(top * values, abs=1e-9)


@pytest.mark.parametrize("directed", [False, True])
def test_large_graphs_agree_with_all_eigenvectors(directed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.connected_watts_strogatz_graph(60, 4, 0.3, seed=1)
    if directed:
        G = nx.DiGraph(G)
        G.remove_edges_from([(u, v) for u, v in list(G.edges) if (u + 2 * v) % 5 == 0])
    functions = (eigenvector, katz, hub, authority)
    dense = [listed(function(G, weight=None)) for function in functions]
    monkeypatch.setattr(prestige, "DENSE", 0)
    for function, wanted in zip(functions, dense, strict=True):
        assert listed(function(G, weight=None)) == pytest.approx(wanted, abs=1e-9)


def test_pieces_alike_share_the_vector_whatever_their_number() -> None:
    G = nx.Graph([(2 * k, 2 * k + 1) for k in range(300)])
    for function in (eigenvector, hub, authority):
        assert listed(function(G, weight=None)) == pytest.approx(np.full(600, 600**-0.5), abs=1e-12)


def test_eigenvector_of_directed_graphs(monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")])
    chain = nx.DiGraph([("a", "b"), ("b", "c"), ("a", "c")])
    for dense in (500, 0):
        monkeypatch.setattr(prestige, "DENSE", dense)
        assert eigenvector(cycle, weight=None) == pytest.approx(dict.fromkeys("abc", 3 ** (-0.5)))
        assert set(eigenvector(chain, weight=None).values()) == {0.0}


def katz_by_hand(G: nx.Graph[Any]) -> Any:
    A = nx.to_numpy_array(G, weight="strength")
    radius = np.linalg.eigvalsh((A + A.T) / 2)[-1]
    assert radius == 0 or np.abs(np.linalg.eigvals(A)).max() <= radius + 1e-9  # so that it converges
    values = np.linalg.solve(np.eye(len(A)) - (0.85 / radius if radius > 1e-12 else 0) * A.T, np.ones(len(A)))
    return values / np.linalg.norm(values)


def kleinberg(G: nx.Graph[Any]) -> tuple[Any, Any]:
    """The limit from equal values of hubs: their projection on all first singular vectors."""
    A = nx.to_numpy_array(G, weight="strength")
    if not A.any():
        return np.zeros(len(A)), np.zeros(len(A))
    left, sizes, _ = np.linalg.svd(A)
    first = left[:, sizes > sizes[0] * (1 - 1e-9)]
    hubs = first @ (first.T @ np.ones(len(A)))
    authorities = A.T @ hubs
    return hubs / np.linalg.norm(hubs), authorities / np.linalg.norm(authorities)


def agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    G = random_graph(seed)
    assert listed(katz(G)) == pytest.approx(katz_by_hand(G), abs=1e-9)
    hubs, authorities = kleinberg(G)
    assert listed(hub(G)) == pytest.approx(hubs, abs=1e-9)
    assert listed(authority(G)) == pytest.approx(authorities, abs=1e-9)
    for large in (0, 10**9):
        monkeypatch.setattr(prestige, "LARGE", large)
        assert listed(pagerank(G)) == pytest.approx(pagerank_by_hand(G), abs=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_spectra_are_those_of_the_definitions(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    agree(seed, monkeypatch)


@pytest.mark.laws
def test_spectra_are_those_of_the_definitions_on_many_graphs(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(40, 1240):
        agree(seed, monkeypatch)


def test_hubs_and_authorities_are_those_of_networkx_in_one_piece() -> None:
    for seed in range(8):
        G = nx.gnp_random_graph(12, 0.3, seed=seed, directed=True)
        hubs, authorities = nx.hits(G, tol=1e-14, max_iter=1000)
        for ours, theirs in ((hub(G, weight=None), hubs), (authority(G, weight=None), authorities)):
            values = np.abs(listed(theirs))
            assert listed(ours) == pytest.approx(values / np.linalg.norm(values), abs=1e-6)


def test_pagerank_of_large_networks_goes_by_arrays_with_the_same_values() -> None:
    G = nx.gnm_random_graph(prestige.LARGE, 700, seed=2, directed=True)
    wanted = nx.pagerank(G, tol=1e-13, max_iter=1000)
    assert pagerank(G, weight=None) == pytest.approx(wanted, abs=1e-9)


def test_parallel_ties_are_not_added() -> None:
    G = nx.MultiGraph([("a", "b"), ("a", "b"), ("b", "c"), ("c", "c")])
    H = nx.path_graph(["a", "b", "c"])
    for function in (eigenvector, katz, pagerank, hub, authority):
        assert function(G) == pytest.approx(function(H), abs=1e-12)
