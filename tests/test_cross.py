"""Two-sided measures of stakeholders against counting pair by pair, and against their means over the network."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import networkx as nx
import numpy as np
import pytest
from networks import mini_rupture
from sided import hops, sided_graph

from netmodel import UsageError, measure
from netmodel.measures import cross
from netmodel.measures.cross import (
    brokers_by_side,
    cross_side_brokerage,
    cross_side_closeness,
    cross_side_reach,
    cross_side_strength,
)
from netmodel.measures.sides import cross_side_connectedness, cross_side_efficiency

NAN = float("nan")


def best_routes(G: nx.Graph[Any]) -> dict[tuple[Any, Any], float]:
    """Strongest route of every ordered pair, by relaxing every triple n times."""
    best = {(u, v): 0.0 for u in G for v in G}
    for u, v, data in G.edges(data=True):
        for pair in ((u, v),) if G.is_directed() else ((u, v), (v, u)):
            best[pair] = max(best[pair], data.get("strength", 1.0))
    for k in G:
        for u in G:
            for v in G:
                best[u, v] = max(best[u, v], best[u, k] * best[k, v])
    return best


def counterparts(G: nx.Graph[Any]) -> dict[Any, list[Any]]:
    side = dict(G.nodes(data="side"))
    return {u: [v for v in G if side[u] and side[v] and side[u] != side[v]] for u in G}


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else NAN


def brokered(G: nx.Graph[Any], node: Any) -> tuple[list[tuple[Any, Any]], int]:
    """Open pairs that a node could introduce, and all cross-side pairs of others."""
    side = dict(G.nodes(data="side"))
    pairs = permutations(set(G) - {node}, 2) if G.is_directed() else combinations(sorted(set(G) - {node}), 2)
    across = [(a, c) for a, c in pairs if side[a] and side[c] and side[a] != side[c]]
    return [(a, c) for a, c in across if G.has_edge(a, node) and G.has_edge(node, c) and not G.has_edge(a, c)], len(
        across
    )


def agree(seed: int) -> None:
    G = sided_graph(seed, multi=seed % 5 == 0)
    far, best, others = hops(G), best_routes(G), counterparts(G)
    near = {(u, v): 1 / far[u][v] if v in far[u] else 0.0 for u in G for v in G if u != v}
    for function, value in (
        (cross_side_closeness, near),
        (cross_side_reach, {pair: float(pair[1] in far[pair[0]]) for pair in near}),
        (cross_side_strength, best),
    ):
        wanted = {u: mean([(value[u, v] + value[v, u]) / 2 for v in others[u]]) for u in G}
        assert function(G) == pytest.approx(wanted, abs=1e-9, nan_ok=True)
    found = {node: brokered(G, node) for node in G}
    shares = {node: len(pairs) / count if count else 0.0 for node, (pairs, count) in found.items()}
    assert cross_side_brokerage(G) == pytest.approx(shares, abs=1e-9)
    assert cross_side_brokerage(G, normalised=False) == {node: len(pairs) for node, (pairs, _) in found.items()}
    by_side: dict[str, set[Any]] = {name or "": set() for _, name in G.nodes(data="side")}
    for node, (pairs, _) in found.items():
        by_side[G.nodes[node]["side"]] |= set(pairs)
    assert brokers_by_side(G) == {name: len(pairs) for name, pairs in sorted(by_side.items())}


@pytest.mark.parametrize("seed", range(60))
def test_pair_by_pair(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
@pytest.mark.parametrize("block", range(10))
def test_pair_by_pair_on_many_graphs(block: int) -> None:
    for seed in range(1000 + 120 * block, 1120 + 120 * block):
        agree(seed)


@pytest.mark.parametrize("seed", range(40))
def test_their_mean_over_all_counterparts_is_the_measure_of_the_network(seed: int) -> None:
    G, weights = sided_graph(seed), counterparts(sided_graph(seed))
    total = sum(len(row) for row in weights.values())
    for function, whole in (
        (cross_side_closeness, cross_side_efficiency),
        (cross_side_reach, cross_side_connectedness),
    ):
        value = function(G)
        summed = sum(value[node] * len(row) for node, row in weights.items() if row)
        assert whole(G) == pytest.approx(summed / total if total else NAN, abs=1e-9, nan_ok=True)


def test_mini_rupture() -> None:
    """After 2014 only UofT-MGIMO is left: UofT reaches MGIMO in 1, MID in 2, MinEcon in 3 hops, the others nobody."""
    names = ["cross_side_closeness", "cross_side_reach", "cross_side_strength", "cross_side_brokerage"]
    now = measure(mini_rupture(), names).stakeholders
    assert now["cross_side_closeness"]["UofT"] == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)
    assert now["cross_side_closeness"]["GAC"] == 0.0 and now["cross_side_closeness"]["MGIMO"] == 0.25
    assert now["cross_side_reach"] == {
        **dict.fromkeys(("PCO", "GAC", "TCS"), 0.0),
        **dict.fromkeys(("MID", "MinEcon", "MGIMO"), 0.25),
        "UofT": 1.0,
    }
    assert now["cross_side_strength"] == now["cross_side_reach"]  # every tie has strength 1
    brokers = {name: value for name, value in now["cross_side_brokerage"].items() if value}
    assert brokers == {"MGIMO": round(1 / 8, 12)}  # introduces UofT to MID: one of 4 * 2 pairs
    counted = measure(mini_rupture(), ["cross_side_brokerage"], raw=True).stakeholders["cross_side_brokerage"]
    assert counted["MGIMO"] == 1


def test_the_stronger_detour_is_taken_and_third_parties_relay() -> None:
    G = nx.Graph()
    for u, v, strength in (("a", "b", 0.3), ("a", "un", 0.8), ("un", "b", 0.5)):
        G.add_edge(u, v, strength=strength)
    nx.set_node_attributes(G, {"a": "A", "b": "B"}, "side")
    assert cross_side_strength(G) == pytest.approx({"a": 0.4, "b": 0.4, "un": NAN}, nan_ok=True)
    assert cross_side_brokerage(G)["un"] == 0.0  # a and b know each other
    G.remove_edge("a", "b")
    assert cross_side_brokerage(G)["un"] == 1.0 and brokers_by_side(G) == {"": 1, "A": 0, "B": 0}


def test_one_way_ties_count_half() -> None:
    G = nx.DiGraph([("a", "x"), ("x", "b")])
    nx.set_node_attributes(G, {"a": "A", "b": "B"}, "side")
    assert cross_side_closeness(G)["a"] == cross_side_closeness(G)["b"] == 0.25
    assert cross_side_reach(G)["a"] == 0.5
    assert cross_side_brokerage(G)["x"] == 0.5  # one of the two ways


def test_distances_by_attribute() -> None:
    G = nx.Graph()
    G.add_edge("a", "b", distance=0.5)
    nx.set_node_attributes(G, {"a": "A", "b": "B"}, "side")
    assert cross_side_closeness(G, weight="distance")["a"] == pytest.approx(2.0)


def test_strength_is_a_share() -> None:
    G = nx.Graph()
    G.add_edge("a", "b", strength=2.0)
    nx.set_node_attributes(G, {"a": "A", "b": "B"}, "side")
    with pytest.raises(UsageError, match="strength is a share of 1"):
        cross_side_strength(G)
    G.edges["a", "b"]["strength"] = 0.0
    assert cross_side_strength(G)["a"] == 0.0


def test_sources_in_blocks_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in (3, 8):
        G = sided_graph(seed)
        whole = cross_side_closeness(G)
        monkeypatch.setattr(cross, "BLOCK", 2)
        assert cross_side_closeness(G) == pytest.approx(whole, abs=1e-12, nan_ok=True)
        monkeypatch.undo()


def test_nobody_and_one_side() -> None:
    functions = (cross_side_closeness, cross_side_reach, cross_side_strength)
    for G in (nx.Graph(), nx.DiGraph()):
        assert all(function(G) == {} for function in (*functions, cross_side_brokerage, brokers_by_side))
    G = nx.path_graph(3)
    nx.set_node_attributes(G, {0: "A", 1: "A"}, "side")
    assert all(np.isnan(list(function(G).values())).all() for function in functions)
    assert cross_side_brokerage(G) == dict.fromkeys(range(3), 0.0)
