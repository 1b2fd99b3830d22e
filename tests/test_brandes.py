"""Betweenness and load on arrays, against sums over pairs of shortest routes."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from test_arrays import random_graph

from netmodel.engine import brandes
from netmodel.engine.arrays import Arrays
from netmodel.engine.brandes import carried


def lengths_and_routes(G: nx.Graph[Any], weight: str | None) -> tuple[Any, Any]:
    """All distances by Floyd and Warshall, and how many shortest routes there are, by length."""
    nodes = list(G)
    far = nx.to_numpy_array(G, nodelist=nodes, weight=weight, nonedge=np.inf)
    step = far.copy()
    np.fill_diagonal(far, 0)
    for k in range(len(nodes)):
        far = np.minimum(far, far[:, [k]] + far[[k], :])
    routes = np.eye(len(nodes))
    for s in range(len(nodes)):
        for t in sorted(range(len(nodes)), key=lambda t: far[s, t]):
            if t != s and np.isfinite(far[s, t]):
                routes[s, t] = sum(routes[s, v] for v in range(len(nodes)) if far[s, v] + step[v, t] == far[s, t])
    return far, routes


def by_pairs(G: nx.Graph[Any], weight: str | None) -> tuple[Any, dict[tuple[int, int], float]]:
    """Freeman's sums: the share of the shortest routes of each ordered pair that pass a node, or a tie."""
    far, routes = lengths_and_routes(G, weight)
    n = len(far)
    place = {node: k for k, node in enumerate(G)}
    nodes = np.zeros(n)
    arcs = {(place[u], place[v]): 0.0 for u, v in G.edges()}
    if not G.is_directed():
        arcs |= {(v, u): 0.0 for u, v in arcs}
    step = nx.to_numpy_array(G, weight=weight)
    for s in range(n):
        for t in range(n):
            if s == t or not np.isfinite(far[s, t]):
                continue
            for v in set(range(n)) - {s, t}:
                if far[s, v] + far[v, t] == far[s, t]:
                    nodes[v] += routes[s, v] * routes[v, t] / routes[s, t]
            for u, v in arcs:
                if far[s, u] + step[u, v] + far[v, t] == far[s, t]:
                    arcs[u, v] += routes[s, u] * routes[v, t] / routes[s, t]
    return nodes, arcs


def load_by_messages(G: nx.Graph[Any], weight: str | None) -> Any:
    """Each message is followed back from its receiver, split evenly among the last steps."""
    far, _ = lengths_and_routes(G, weight)
    step = nx.to_numpy_array(G, weight=weight, nonedge=np.inf)
    n = len(far)
    total = np.zeros(n)
    for s in range(n):
        for t in range(n):
            if s == t or not np.isfinite(far[s, t]):
                continue
            here = np.zeros(n)
            here[t] = 1.0
            for v in sorted(range(n), key=lambda v: -far[s, v] if np.isfinite(far[s, v]) else 1.0):
                last = [u for u in range(n) if v != s and here[v] and far[s, u] + step[u, v] == far[s, v]]
                for u in last:
                    here[u] += here[v] / len(last)
            here[[s, t]] = 0.0
            total += here
    return total


def agree(seed: int) -> None:
    G = random_graph(seed)
    for hops, weight in ((True, None), (False, "units")):
        arrays = Arrays.of(G, weight="distance")
        nodes, arcs = by_pairs(G, weight)
        load = load_by_messages(G, weight)
        for compiled in (False, True):
            through, along = carried(arrays, hops=hops, compiled=compiled)
            assert through == pytest.approx(nodes, abs=1e-9)
            found = dict(zip(zip(arrays.tails.tolist(), arrays.indices.tolist(), strict=True), along, strict=True))
            assert found == pytest.approx(arcs, abs=1e-9)
            even, _ = carried(arrays, hops=hops, even=True, compiled=compiled)
            assert even == pytest.approx(load, abs=1e-9)


@pytest.mark.parametrize("seed", range(30))
def test_what_is_carried_is_the_sum_over_pairs(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
def test_what_is_carried_is_the_sum_over_pairs_on_many_graphs() -> None:
    for seed in range(30, 1230):
        agree(seed)


@pytest.mark.parametrize("directed", [False, True])
def test_blocks_machine_code_and_plain_python_give_the_same(directed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.gnp_random_graph(40, 0.08, seed=3, directed=directed)
    arrays = Arrays.of(G, weight=None)
    wanted = carried(arrays, compiled=False)
    monkeypatch.setattr(brandes, "CELLS", 1)
    for found in (carried(arrays, compiled=False), carried(arrays, compiled=True)):
        np.testing.assert_allclose(found[0], wanted[0], atol=1e-9)
        np.testing.assert_allclose(found[1], wanted[1], atol=1e-9)
    sources, steps = np.arange(40), np.ones(len(arrays.indices), dtype=np.int64)
    for run in (
        lambda *out: brandes._hops_loop(arrays.indptr, arrays.indices, sources, False, *out),
        lambda *out: brandes._lengths_loop(arrays.indptr, arrays.indices, steps, sources, False, *out),
    ):
        nodes, arcs = np.zeros(40), np.zeros(len(steps))
        run(nodes, arcs)
        np.testing.assert_allclose(nodes, wanted[0], atol=1e-9)
        np.testing.assert_allclose(arcs, wanted[1], atol=1e-9)


def test_some_sources_only() -> None:
    arrays = Arrays.of(nx.path_graph(4), weight=None)
    for compiled in (False, True):
        nodes, _ = carried(arrays, sources=np.array([0]), compiled=compiled)
        assert nodes.tolist() == [0.0, 2.0, 1.0, 0.0]


@pytest.mark.parametrize("compiled", [False, True])
def test_ties_may_be_left_out(compiled: bool) -> None:
    arrays = Arrays.of(nx.path_graph(4), weight=None)
    for hops in (False, True):
        nodes, arcs = carried(arrays, hops=hops, ties=False, compiled=compiled)
        assert nodes.tolist() == [0.0, 4.0, 4.0, 0.0] and not len(arcs)


def test_a_long_chain_is_no_deeper_than_it_is_long() -> None:
    nodes, _ = carried(Arrays.of(nx.path_graph(300), weight=None), compiled=False)
    assert nodes[149] == 2 * 149 * 150
