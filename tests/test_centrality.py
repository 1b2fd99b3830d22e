"""Centralities: published values, and a second engine on random graphs."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from networks import random_network

from netmodel import MEASURES, Network, measure
from netmodel.measures.centrality import eigenvector


def of(G: nx.Graph[Any], name: str) -> dict[str, float]:
    values: dict[str, float] = measure(Network.from_graph(G), [name]).stakeholders[name]
    return values


def test_krackhardt_kite() -> None:
    """Krackhardt 1990: node 3 has most ties, 7 the highest betweenness, 5 and 6 are closest to all."""
    G = nx.krackhardt_kite_graph()
    between = {node: 36 * value for node, value in of(G, "betweenness").items()}
    assert between["7"] == pytest.approx(14) and between["8"] == pytest.approx(8)
    assert between["5"] == between["6"] == pytest.approx(8.333, abs=1e-3)
    assert between["3"] == pytest.approx(3.667, abs=1e-3)
    assert of(G, "degree")["3"] == pytest.approx(6 / 9)
    closeness = of(G, "closeness")
    assert closeness["5"] == closeness["6"] == pytest.approx(0.643, abs=1e-3) == max(closeness.values())


def test_florentine_families() -> None:
    """Padgett and Ansell 1993."""
    between = of(nx.florentine_families_graph(), "betweenness")
    wanted = {"Medici": 0.522, "Guadagni": 0.2546, "Albizzi": 0.2125, "Strozzi": 0.1026}
    assert {name: between[name] for name in wanted} == pytest.approx(wanted, abs=5e-4)


@pytest.mark.parametrize("seed", range(30))
def test_eigenvector_is_the_limit_of_power_iteration(seed: int) -> None:
    G = nx.gnp_random_graph(9, 0.3, seed=seed)
    vector = np.ones(9)
    matrix = nx.to_numpy_array(G) + np.eye(9)
    for _ in range(20_000):
        vector = matrix @ vector
        vector /= np.linalg.norm(vector)
    ours = eigenvector(G, weight=None)
    if G.number_of_edges():
        assert list(ours.values()) == pytest.approx(vector, abs=1e-3)
        top = np.linalg.eigvalsh(nx.to_numpy_array(G))[-1]
        values = np.array(list(ours.values()))
        assert nx.to_numpy_array(G) @ values == pytest.approx(top * values, abs=1e-9)


def test_eigenvector_of_large_graphs_agrees_with_all_eigenvectors(monkeypatch: pytest.MonkeyPatch) -> None:
    from netmodel.measures import centrality

    G = nx.connected_watts_strogatz_graph(60, 4, 0.3, seed=1)
    dense = eigenvector(G, weight=None)
    monkeypatch.setattr(centrality, "DENSE", 0)
    assert list(eigenvector(G, weight=None).values()) == pytest.approx(list(dense.values()), abs=1e-9)


def test_pieces_alike_share_the_vector_whatever_their_number() -> None:
    G = nx.Graph([(2 * k, 2 * k + 1) for k in range(300)])
    assert set(eigenvector(G, weight=None).values()) == {round(600**-0.5, 15)}


def test_eigenvector_of_directed_graphs() -> None:
    cycle = nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")])
    values = eigenvector(cycle, weight=None)
    assert values == pytest.approx(dict.fromkeys("abc", 3 ** (-0.5)))
    assert set(eigenvector(nx.DiGraph([("a", "b")]), weight=None).values()) == {0.0}


EDGES: list[list[tuple[str, str]]] = [
    [],
    [("a", "b")],
    [("a", "b"), ("c", "d")],
    [("a", "b"), ("b", "c"), ("a", "c")],
]


@pytest.mark.parametrize("name", sorted(MEASURES))
@pytest.mark.parametrize("edges", EDGES)
@pytest.mark.parametrize("nodes", ["", "a", "abcde"])
@pytest.mark.parametrize("directed", [False, True])
def test_every_measure_at_the_edges_of_the_domain(
    name: str, edges: list[tuple[str, str]], nodes: str, directed: bool
) -> None:
    """No stakeholder, one, isolates, pieces, cliques, directed; no side, one, two: no exception, no nan but None."""
    for sides in ("", "A", "AB"):
        people = [{"id": n, "side": sides[k % len(sides)] if sides else "third"} for k, n in enumerate(nodes)]
        ties = [{"source": s, "target": t, "directed": directed} for s, t in edges if {s, t} <= set(nodes)]
        measured = measure(Network.from_tables(people, ties), [name])
        for values in measured.stakeholders.values():
            assert set(values) == set(nodes)
            assert all(value is not None for value in values.values())
        if measured.network and measured.network[name] is None:
            assert len(set(sides)) < 2 or len(nodes) < 2


@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"reliability"}))  # which draws by name
@pytest.mark.parametrize("seed", range(6))
def test_every_measure_is_blind_to_names(name: str, seed: int) -> None:
    from test_gain import relabelled

    net = random_network(seed)
    other, new = relabelled(net, seed)
    one, two = measure(net, [name]), measure(other, [name])
    for values, twins in zip(one.stakeholders.values(), two.stakeholders.values(), strict=True):
        assert {new[node]: value for node, value in values.items()} == pytest.approx(twins, abs=1e-9)
    for value, twin in zip(one.network.values(), two.network.values(), strict=True):
        assert value == twin or value == pytest.approx(twin, abs=1e-9)
