"""Centralities by ties and distances: published values, and a second engine on random graphs."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from test_arrays import random_graph
from test_brandes import lengths_and_routes

from netmodel import Network, measure
from netmodel.measures import centrality
from netmodel.measures.centrality import closeness, degree, harmonic, strength


def of(G: nx.Graph[Any], name: str, *, raw: bool = False) -> dict[str, float]:
    values: dict[str, float] = measure(Network.from_graph(G), [name], raw=raw).stakeholders[name]
    return values


def test_krackhardt_kite() -> None:
    """Krackhardt 1990: node 3 has most ties, 5 and 6 are closest to all."""
    G = nx.krackhardt_kite_graph()
    assert of(G, "degree")["3"] == pytest.approx(6 / 9) and of(G, "degree", raw=True)["3"] == 6
    found = of(G, "closeness")
    assert found["5"] == found["6"] == pytest.approx(0.643, abs=1e-3) == max(found.values())
    assert of(G, "closeness", raw=True)["5"] == pytest.approx(1 / 14)


def test_florentine_families() -> None:
    """Padgett and Ansell 1993: the Medici have six marriages and are closest of all; the Pucci have none here."""
    G = nx.florentine_families_graph()
    assert of(G, "degree", raw=True)["Medici"] == 6 == max(of(G, "degree", raw=True).values())
    found = of(G, "closeness")
    assert found["Medici"] == pytest.approx(0.56) == max(found.values())


def agree(seed: int) -> None:
    G = random_graph(seed)
    n = len(G)
    for weight, units in ((None, None), ("distance", "units")):
        far = lengths_and_routes(G, units)[0].T / (1.0 if weight is None else 1e9)  # towards each node
        np.fill_diagonal(far, np.inf)
        there = np.isfinite(far)
        total = np.where(there, far, 0).sum(axis=1)
        raw = np.divide(1, total, out=np.zeros(n), where=total > 0)
        share = raw * there.sum(axis=1) ** 2 / max(n - 1, 1)
        assert list(closeness(G, weight=weight).values()) == pytest.approx(share, rel=1e-9)
        assert list(closeness(G, weight=weight, normalized=False).values()) == pytest.approx(raw, rel=1e-9)
        inverse = (1 / far).sum(axis=1)
        assert list(harmonic(G, weight=weight, normalized=False).values()) == pytest.approx(inverse, rel=1e-9)
        assert list(harmonic(G, weight=weight).values()) == pytest.approx(inverse / max(n - 1, 1), rel=1e-9)
    A = nx.to_numpy_array(G, weight="strength")
    into, out = A.sum(axis=0), A.sum(axis=1)
    assert list(strength(G).values()) == pytest.approx(into + out if G.is_directed() else out, abs=1e-9)
    assert list(strength(G, way="in").values()) == pytest.approx(into, abs=1e-9)
    assert list(strength(G, way="out").values()) == pytest.approx(out, abs=1e-9)
    into, out = (A > 0).sum(axis=0), (A > 0).sum(axis=1)
    both = into + out if G.is_directed() else out
    assert list(degree(G).values()) == pytest.approx(both / max(n - 1, 1), abs=1e-12)
    assert list(degree(G, way="in", normalized=False).values()) == into.tolist()
    assert list(degree(G, way="out", normalized=False).values()) == out.tolist()


@pytest.mark.parametrize("seed", range(40))
def test_centralities_are_those_of_the_distance_and_adjacency_matrices(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
def test_centralities_are_those_of_the_matrices_on_many_graphs() -> None:
    for seed in range(40, 1240):
        agree(seed)


def test_harmonic_and_closeness_are_those_of_networkx() -> None:
    for seed in range(20):
        G = random_graph(seed)
        assert harmonic(G, normalized=False) == pytest.approx(nx.harmonic_centrality(G), abs=1e-9)
        assert closeness(G) == pytest.approx(nx.closeness_centrality(G), abs=1e-9)


def test_distances_in_blocks_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.gnm_random_graph(40, 60, seed=1)
    wanted = closeness(G), harmonic(G)
    monkeypatch.setattr(centrality, "CELLS", 100)
    assert (closeness(G), harmonic(G)) == wanted


def test_parallel_ties_count_once_and_loops_never() -> None:
    G = nx.MultiGraph([("a", "b", {"strength": 0.2}), ("a", "b", {"strength": 0.5}), ("b", "b")])
    assert degree(G, normalized=False) == {"a": 1, "b": 1}
    assert strength(G) == {"a": 0.5, "b": 0.5}


def test_strongest_routes_are_nearer_than_short_weak_ones() -> None:
    """a-b .5 and b-c .5: from b the distances are ln 2 twice, from a ln 2 and 2 ln 2."""
    people = [{"id": name} for name in "abc"]
    ties = [{"source": s, "target": t, "strength": 0.5} for s, t in ("ab", "bc")]
    net = Network.from_tables(people, ties)
    found = measure(net, ["closeness_weighted", "harmonic_weighted"]).stakeholders
    assert found["closeness_weighted"]["b"] == pytest.approx(1 / np.log(2), rel=1e-8)
    assert found["closeness_weighted"]["a"] == pytest.approx(2 / (3 * np.log(2)), rel=1e-8)
    assert found["harmonic_weighted"]["a"] == pytest.approx(0.75 / np.log(2), rel=1e-8)
