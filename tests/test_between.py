"""Who stands between others: published values, sums over pairs, and currents solved pair by pair."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pytest
from test_arrays import random_graph
from test_brandes import by_pairs, load_by_messages

from netmodel import MEASURES, Network, measure
from netmodel.errors import LimitError
from netmodel.measures import between
from netmodel.measures.between import (
    betweenness,
    current_flow_betweenness,
    current_flow_closeness,
    load,
    tie_betweenness,
)


def of(G: nx.Graph[Any], name: str, *, raw: bool = False) -> dict[str, float]:
    values: dict[str, float] = measure(Network.from_graph(G), [name], raw=raw).stakeholders[name]
    return values


def test_krackhardt_kite() -> None:
    """Krackhardt 1990: 7 stands between most, and the raw values are whole pairs."""
    found = of(nx.krackhardt_kite_graph(), "betweenness", raw=True)
    assert found["7"] == pytest.approx(14) and found["8"] == pytest.approx(8)
    assert found["5"] == found["6"] == pytest.approx(25 / 3)
    assert found["3"] == pytest.approx(11 / 3)
    assert of(nx.krackhardt_kite_graph(), "betweenness")["7"] == pytest.approx(14 / 36)


def test_florentine_families() -> None:
    """Padgett and Ansell 1993."""
    found = of(nx.florentine_families_graph(), "betweenness")
    wanted = {"Medici": 0.522, "Guadagni": 0.2546, "Albizzi": 0.2125, "Strozzi": 0.1026}
    assert {name: found[name] for name in wanted} == pytest.approx(wanted, abs=5e-4)


def test_a_chain_by_hand() -> None:
    """a-b-c-d: b stands between a and both others, 2 of 3 pairs; the middle tie carries 4 of 6 pairs."""
    G = nx.path_graph(["a", "b", "c", "d"])
    assert betweenness(G) == load(G) == pytest.approx({"a": 0, "b": 2 / 3, "c": 2 / 3, "d": 0})
    assert tie_betweenness(G) == pytest.approx({("a", "b"): 3 / 6, ("b", "c"): 4 / 6, ("c", "d"): 3 / 6})
    assert tie_betweenness(G, normalized=False)["b", "c"] == 4
    assert current_flow_betweenness(G) == pytest.approx(betweenness(G))


def test_the_strongest_routes_avoid_a_weak_tie() -> None:
    """a-c directly passes .3; by b it is .8 * .8 = .64."""
    people = [{"id": name} for name in "abc"]
    ties = [("a", "c", 0.3), ("a", "b", 0.8), ("b", "c", 0.8)]
    net = Network.from_tables(people, [{"source": s, "target": t, "strength": p} for s, t, p in ties])
    found = measure(net, ["betweenness", "betweenness_weighted", "tie_betweenness", "tie_betweenness_weighted"])
    assert found.stakeholders["betweenness"]["b"] == 0.0
    assert found.stakeholders["betweenness_weighted"]["b"] == 1.0
    assert found.ties["tie_betweenness"]["a", "c"] == pytest.approx(1 / 3)
    assert found.ties["tie_betweenness_weighted"]["a", "c"] == 0.0


def currents(G: nx.Graph[Any]) -> tuple[dict[Any, float], dict[Any, float]]:
    """Raw current-flow betweenness and closeness: one linear solve for every pair."""
    H: nx.Graph[Any] = nx.Graph()
    H.add_nodes_from(G)
    for u, v, c in G.edges(data="strength"):
        H.add_edge(u, v, strength=max(c, H.edges[u, v]["strength"] if H.has_edge(u, v) else 0))
    through, resistance = dict.fromkeys(G, 0.0), dict.fromkeys(G, 0.0)
    for part in nx.connected_components(H):
        nodes = sorted(part)
        L = nx.laplacian_matrix(H, nodelist=nodes, weight="strength").toarray().astype(float)
        for s, t in combinations(range(len(nodes)), 2):
            b = np.zeros(len(nodes))
            b[s], b[t] = 1, -1
            potential = dict(zip(nodes, np.linalg.lstsq(L, b, rcond=None)[0], strict=True))
            fall = potential[nodes[s]] - potential[nodes[t]]
            resistance[nodes[s]] += fall
            resistance[nodes[t]] += fall
            for v in set(nodes) - {nodes[s], nodes[t]}:
                flows = [H.edges[v, w]["strength"] * abs(potential[v] - potential[w]) for w in H[v]]
                through[v] += sum(flows) / 2
    return through, {node: 1 / total if total else 0.0 for node, total in resistance.items()}


def agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    G = random_graph(seed)
    once = 1 if G.is_directed() else 2
    n, nodes = len(G), list(G)
    for weight, units in ((None, None), ("distance", "units")):
        sums, arcs = by_pairs(G, units)
        messages = load_by_messages(G, units)
        for large in (0, 10**9):
            monkeypatch.setattr(between, "LARGE", large)
            raw = betweenness(G, weight=weight, normalized=False)
            assert list(raw.values()) == pytest.approx(sums / once, abs=1e-9)
            share = betweenness(G, weight=weight)
            assert list(share.values()) == pytest.approx(sums / max((n - 1) * (n - 2), 1), abs=1e-9)
            along = {(nodes.index(u), nodes.index(v)): x for (u, v), x in tie_betweenness(G, weight=weight).items()}
            total = {(u, v): arcs[u, v] + (0 if once == 1 else arcs[v, u]) for u, v in along}
            assert along == pytest.approx({pair: x / max(n * (n - 1), 1) for pair, x in total.items()}, abs=1e-9)
            raw_ties = tie_betweenness(G, weight=weight, normalized=False)
            assert list(raw_ties.values()) == pytest.approx([x / once for x in total.values()], abs=1e-9)
        assert list(load(G, weight=weight, normalized=False).values()) == pytest.approx(messages / once, abs=1e-9)
    through, closeness = currents(G)
    assert current_flow_betweenness(G, normalized=False) == pytest.approx(through, abs=1e-9)
    assert current_flow_closeness(G, normalized=False) == pytest.approx(closeness, abs=1e-9)


@pytest.mark.parametrize("seed", range(25))
def test_networkx_arrays_and_the_sums_over_pairs_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    agree(seed, monkeypatch)


@pytest.mark.laws
def test_networkx_arrays_and_the_sums_over_pairs_agree_on_many_graphs(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(25, 1025):
        agree(seed, monkeypatch)


@pytest.mark.parametrize("seed", range(6))
def test_currents_are_those_of_networkx_where_it_has_them(seed: int) -> None:
    G = nx.connected_watts_strogatz_graph(12, 4, 0.4, seed=seed)
    rng = np.random.default_rng(seed)
    nx.set_edge_attributes(G, {edge: float(rng.uniform(0.1, 1)) for edge in G.edges}, "strength")
    wanted = nx.current_flow_betweenness_centrality(G, weight="strength")
    assert current_flow_betweenness(G) == pytest.approx({node: wanted[node] for node in G}, abs=1e-9)
    closer = nx.current_flow_closeness_centrality(G, weight="strength")
    assert current_flow_closeness(G, normalized=False) == pytest.approx({v: closer[v] for v in G}, abs=1e-9)


def test_load_is_that_of_networkx_in_hops() -> None:
    for seed in range(20):
        G = random_graph(seed)
        if len(G) > 2:
            assert load(G) == pytest.approx(nx.load_centrality(G), abs=1e-9)


def test_pieces_isolates_and_two_alone() -> None:
    """Pairs in different pieces carry nothing; 2 of 10 pairs of others can pass b."""
    G = nx.Graph([("a", "b"), ("b", "c"), ("d", "e")])
    G.add_node("f")
    assert current_flow_betweenness(G) == pytest.approx({**dict.fromkeys("acdef", 0.0), "b": 0.1})
    assert current_flow_closeness(G)["d"] == pytest.approx(1 / 5) and current_flow_closeness(G)["f"] == 0.0
    for function in (betweenness, load, current_flow_betweenness, current_flow_closeness):
        assert function(nx.empty_graph(1)) == {0: 0.0} and function(nx.Graph()) == {}
    assert tie_betweenness(nx.path_graph(2)) == {(0, 1): 1.0} and tie_betweenness(nx.Graph()) == {}


def test_directed_currents_take_the_stronger_of_two_ways() -> None:
    G = nx.DiGraph([("a", "b", {"strength": 0.2}), ("b", "a", {"strength": 0.5}), ("b", "c", {"strength": 0.5})])
    H = nx.Graph([("a", "b", {"strength": 0.5}), ("b", "c", {"strength": 0.5})])
    assert current_flow_closeness(G) == pytest.approx(current_flow_closeness(H))


def test_multigraphs_and_loops() -> None:
    G = nx.MultiGraph([("a", "b", {"strength": 0.2}), ("a", "b", {"strength": 0.5}), ("b", "c"), ("c", "c")])
    assert betweenness(G) == {"a": 0.0, "b": 1.0, "c": 0.0}
    assert set(tie_betweenness(G)) == {("a", "b"), ("b", "c")}


def test_currents_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(between, "PIECE", 4)
    assert current_flow_closeness(nx.path_graph(4))[0] > 0
    with pytest.raises(LimitError, match="a matrix of 5 x 5: at most 4 stakeholders in one piece"):
        current_flow_betweenness(nx.path_graph(5))


def test_large_networks_go_by_arrays_with_the_same_values() -> None:
    G = nx.gnm_random_graph(between.LARGE, 700, seed=2)
    assert betweenness(G) == pytest.approx(nx.betweenness_centrality(G), abs=1e-9)
    assert tie_betweenness(G) == pytest.approx(nx.edge_betweenness_centrality(G), abs=1e-9)


def test_only_betweenness_in_hops_is_shown_unasked() -> None:
    names = ("load", "tie_betweenness", "betweenness_weighted", "current_flow_betweenness", "current_flow_closeness")
    assert MEASURES["betweenness"].shown and not any(MEASURES[name].shown for name in names)
