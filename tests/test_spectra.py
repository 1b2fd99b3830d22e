"""Kirchhoff index, effective resistance and algebraic connectivity: closed forms, and inverses written out."""

from __future__ import annotations

from itertools import combinations
from math import cos, inf, isnan, pi
from typing import Any

import networkx as nx
import numpy as np
import pytest
from sided import sided_graph

from netmodel import UsageError, measure
from netmodel.errors import UnknownName
from netmodel.measures import spectra
from netmodel.measures.spectra import algebraic_connectivity, effective_resistance, kirchhoff_index
from netmodel.network import Network

FORMS = {
    "complete": (nx.complete_graph, lambda n: n - 1, lambda n: n),
    "cycle": (nx.cycle_graph, lambda n: (n**3 - n) / 12, lambda n: 2 - 2 * cos(2 * pi / n)),
    "path": (nx.path_graph, lambda n: (n**3 - n) / 6, lambda n: 2 - 2 * cos(pi / n)),
    "star": (lambda n: nx.star_graph(n - 1), lambda n: (n - 1) ** 2, lambda n: 1),
}


@pytest.mark.parametrize("n", [3, 4, 7, 20])
@pytest.mark.parametrize("name", sorted(FORMS))
def test_closed_forms(name: str, n: int) -> None:
    """Kirchhoff index: Lukovits et al. 1999; algebraic connectivity: Fiedler 1973."""
    make, kirchhoff, connectivity = FORMS[name]
    assert kirchhoff_index(make(n)) == pytest.approx(kirchhoff(n), rel=1e-9)
    assert algebraic_connectivity(make(n)) == pytest.approx(connectivity(n), rel=1e-9)


def conductances(G: nx.Graph[Any]) -> np.ndarray[Any, Any]:
    nodes = list(G)
    found = np.zeros((len(nodes), len(nodes)))
    for u, v, data in G.edges(data=True):
        i, j = nodes.index(u), nodes.index(v)
        if i != j:
            found[i, j] = found[j, i] = max(found[i, j], data.get("strength", 1.0))
    return found


def agree(seed: int) -> None:
    """The pseudo-inverse of the whole Laplacian: R = M_ii + M_jj - 2 M_ij."""
    G = sided_graph(seed, multi=seed % 5 == 0)
    nodes, matrix = list(G), conductances(G)
    laplacian = np.diag(matrix.sum(axis=0)) - matrix
    inverse = np.linalg.pinv(laplacian, rcond=1e-12, hermitian=True)
    whole = nx.is_connected(nx.Graph(G))
    total = 0.0
    for (i, u), (j, v) in combinations(enumerate(nodes), 2):
        joined = nx.has_path(nx.Graph(G), u, v)
        wanted = inverse[i, i] + inverse[j, j] - 2 * inverse[i, j] if joined else inf
        total += wanted
        if seed % 3 == 0:
            assert effective_resistance(G, u, v) == pytest.approx(wanted, rel=1e-8)
    assert kirchhoff_index(G) == pytest.approx(total if whole else float("nan"), rel=1e-8, nan_ok=True)
    values = np.sort(np.linalg.eigvals(laplacian).real)
    wanted = float("nan") if len(G) < 2 else values[1] if whole else 0.0
    assert algebraic_connectivity(G) == pytest.approx(wanted, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("seed", range(100))
def test_against_the_pseudo_inverse(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
def test_against_the_pseudo_inverse_on_many_graphs() -> None:
    for seed in range(100, 1400):
        agree(seed)


@pytest.mark.parametrize("seed", range(15))
def test_a_stronger_tie_or_one_more_never_makes_it_worse(seed: int) -> None:
    """Rayleigh's law."""
    G = nx.connected_watts_strogatz_graph(9, 4, 0.4, seed=seed)
    nx.set_edge_attributes(G, 0.5, "strength")
    before = (kirchhoff_index(G), algebraic_connectivity(G))
    u, v = next(iter(nx.non_edges(G)))
    G.add_edge(u, v, strength=0.3)
    after = (kirchhoff_index(G), algebraic_connectivity(G))
    assert after[0] < before[0] and after[1] >= before[1] - 1e-12


def test_large_networks_take_another_way_to_the_same_number(monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.connected_watts_strogatz_graph(60, 4, 0.3, seed=2)
    dense = (kirchhoff_index(G), algebraic_connectivity(G))
    monkeypatch.setattr(spectra, "DENSE", 10)
    monkeypatch.setattr(spectra, "INVERTED", 10)
    monkeypatch.setattr(spectra, "COLUMNS", 7)
    assert (kirchhoff_index(G), algebraic_connectivity(G)) == pytest.approx(dense, rel=1e-9)
    assert dense[0] == pytest.approx(nx.effective_graph_resistance(G), rel=1e-9)


def test_none_one_and_pieces() -> None:
    assert isnan(kirchhoff_index(nx.Graph())) and isnan(algebraic_connectivity(nx.Graph()))
    assert kirchhoff_index(nx.empty_graph(1)) == 0.0 and isnan(algebraic_connectivity(nx.empty_graph(1)))
    assert isnan(kirchhoff_index(nx.empty_graph(2))) and algebraic_connectivity(nx.empty_graph(2)) == 0.0
    G = nx.Graph([("a", "b", {"strength": 0.0}), ("c", "d", {"strength": 1.0})])
    assert effective_resistance(G, "a", "b") == effective_resistance(G, "a", "c") == inf
    assert effective_resistance(G, "a", "b", weight=None) == 1.0 and effective_resistance(G, "a", "a") == 0.0
    with pytest.raises(UnknownName, match="stakeholder 'z'"):
        effective_resistance(G, "a", "z")
    with pytest.raises(UsageError, match="finite number"):
        kirchhoff_index(nx.Graph([("a", "b", {"strength": -1.0})]))


def test_registered() -> None:
    net = Network.from_tables(
        [{"id": "a"}, {"id": "b"}, {"id": "c"}],
        [{"source": "a", "target": "b", "strength": 0.5}, {"source": "b", "target": "c", "strength": 1}],
    )
    found = measure(net, ["kirchhoff_index", "algebraic_connectivity"]).network
    assert found["kirchhoff_index"] == pytest.approx(2 + 1 + 3)
    assert found["algebraic_connectivity"] == pytest.approx(1.5 - 0.75**0.5)
    assert measure(net.without("b"), ["kirchhoff_index"]).network == {"kirchhoff_index": None}
