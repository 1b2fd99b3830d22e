"""Centrality of groups against counting all routes."""

from __future__ import annotations

import itertools
import random
from typing import Any

import networkx as nx
import pytest

from netmodel.errors import UnknownName, UsageError
from netmodel.measures.groups import group_betweenness, group_closeness, group_degree


def random_graph(seed: int) -> tuple[nx.Graph[Any], list[int]]:
    rng = random.Random(seed)
    n = rng.randrange(1, 10)
    G = nx.gnp_random_graph(n, rng.choice([0.1, 0.25, 0.5]), seed=seed, directed=rng.random() < 0.5)
    if rng.random() < 0.2:
        G.add_edge(0, 0)
    if rng.random() < 0.2 and n > 1:
        G = nx.MultiDiGraph(G) if G.is_directed() else nx.MultiGraph(G)
        G.add_edge(*rng.choice(list(G.edges(keys=False)) or [(0, 1)])[:2])
    return G, rng.sample(range(n), rng.randrange(1, n + 1))


def by_routes(G: nx.Graph[Any], group: list[int]) -> tuple[float, float, float]:
    """Degree, closeness and betweenness of a group, each from its definition."""
    plain = nx.DiGraph(G) if G.is_directed() else nx.Graph(G)
    outside = [v for v in plain if v not in group]
    if not outside:
        return 0.0, 0.0, 0.0
    near = [v for v in outside if any(plain.has_edge(u, v) or plain.has_edge(v, u) for u in group)]
    far = [
        min(lengths)
        for v in outside
        if (lengths := [nx.shortest_path_length(plain, v, u) for u in group if nx.has_path(plain, v, u)])
    ]
    closeness = len(far) / sum(far) * len(far) / len(outside) if far else 0.0
    share = 0.0
    for s, t in itertools.permutations(outside, 2):
        if nx.has_path(plain, s, t):
            routes = list(nx.all_shortest_paths(plain, s, t))
            share += sum(any(v in group for v in route) for route in routes) / len(routes)
    pairs = len(outside) * (len(outside) - 1)
    return len(near) / len(outside), closeness, share / pairs if pairs else 0.0


def check(seed: int) -> None:
    G, group = random_graph(seed)
    found = group_degree(G, group), group_closeness(G, group), group_betweenness(G, group)
    assert found == pytest.approx(by_routes(G, group), abs=1e-9), seed
    assert all(-1e-12 <= value <= 1 + 1e-12 for value in found)


@pytest.mark.parametrize("start", range(0, 60, 10))
def test_against_all_routes(start: int) -> None:
    for seed in range(start, start + 10):
        check(seed)


@pytest.mark.laws
def test_against_all_routes_on_a_thousand_graphs() -> None:
    for seed in range(1000):
        check(seed)


def test_a_group_of_one_is_a_stakeholder_and_order_and_repeats_do_not_matter() -> None:
    G = nx.krackhardt_kite_graph()
    betweenness, closeness = nx.betweenness_centrality(G), nx.closeness_centrality(G)
    for node in G:
        assert group_betweenness(G, [node]) == pytest.approx(betweenness[node])
        assert group_closeness(G, [node]) == pytest.approx(closeness[node])
        assert group_degree(G, [node]) == pytest.approx(G.degree(node) / 9)
    assert group_betweenness(G, [3, 7, 3]) == group_betweenness(G, [7, 3])


def test_connected_networks_agree_with_networkx() -> None:
    G = nx.florentine_families_graph()
    G.remove_nodes_from(list(nx.isolates(G)))
    group = ["Medici", "Strozzi"]
    assert group_betweenness(G, group) == pytest.approx(nx.group_betweenness_centrality(G, group))
    assert group_closeness(G, group) == pytest.approx(nx.group_closeness_centrality(G, group))
    assert group_degree(G, group) == pytest.approx(nx.group_degree_centrality(G, group))


def test_who_cannot_reach_the_group_lowers_closeness() -> None:
    G = nx.Graph([("a", "b"), ("c", "d")])
    assert group_closeness(G, ["a"]) == pytest.approx(1 / 3)
    assert group_closeness(nx.DiGraph([("a", "b")]), ["a"]) == 0.0
    assert group_closeness(nx.DiGraph([("a", "b")]), ["b"]) == 1.0


def test_what_is_refused() -> None:
    for function in (group_degree, group_closeness, group_betweenness):
        with pytest.raises(UsageError, match="empty"):
            function(nx.path_graph(3), [])
        with pytest.raises(UnknownName):
            function(nx.path_graph(3), [7])
        assert function(nx.path_graph(3), [0, 1, 2]) == 0.0
