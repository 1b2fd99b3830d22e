"""Counting two-paths by role against walking all triples, and the exact null against all permutations."""

from __future__ import annotations

import itertools
import random
from typing import Any

import networkx as nx
import numpy as np
import pytest

from netmodel.measures import roles
from netmodel.measures.roles import ROLES, arcs_of, by_chance, codes_of, overlaps, role_counts


def graph(seed: int, most: int = 9) -> tuple[nx.Graph[Any], dict[Any, str]]:
    rng = random.Random(seed)
    n = rng.randrange(0, most + 1)
    G = nx.gnp_random_graph(n, rng.choice([0.1, 0.3, 0.6]), seed=seed, directed=rng.random() < 0.5)
    if n and rng.random() < 0.2:
        G.add_edge(0, 0)
    if rng.random() < 0.15:
        G = nx.MultiDiGraph(G) if G.is_directed() else nx.MultiGraph(G)
        G.add_edges_from(list(G.edges())[:2])
    groups = rng.choice(["ab", "abc", "a", "abcd"])
    return G, {node: rng.choice(groups) for node in G}


def by_triples(G: nx.Graph[Any], group: dict[Any, str]) -> dict[Any, list[int]]:
    """Every triple, looked at; an undirected tie is a tie both ways."""
    found = {node: [0] * 5 for node in G}
    for a, b, c in itertools.permutations(G, 3):
        if G.has_edge(a, b) and G.has_edge(b, c) and not G.has_edge(a, c):
            one, own, other = group[a], group[b], group[c]
            if one == own == other:
                role = "coordinator"
            elif one == other:
                role = "itinerant"
            elif own == other:
                role = "gatekeeper"
            elif one == own:
                role = "representative"
            else:
                role = "liaison"
            found[b][ROLES.index(role)] += 1
    return found


def check_counts(seed: int) -> None:
    G, group = graph(seed)
    arcs = arcs_of(G)
    counts = role_counts(arcs, codes_of({node: group[node] for node in arcs.nodes}))
    assert dict(zip(arcs.nodes, counts.tolist(), strict=True)) == by_triples(G, group), seed


def check_overlaps(seed: int) -> None:
    G, _ = graph(seed, 7)
    arcs = arcs_of(G)
    for b, found in zip(arcs.nodes, overlaps(arcs), strict=True):
        paths = [
            (a, c)
            for a, c in itertools.permutations(G, 2)
            if b not in (a, c) and G.has_edge(a, b) and G.has_edge(b, c) and not G.has_edge(a, c)
        ]
        pairs = [(one, other) for one in paths for other in paths if one != other]
        assert found == (
            len(paths),
            sum(one == other[::-1] for one, other in pairs),
            sum(one[0] == other[0] for one, other in pairs),
            sum(one[1] == other[1] for one, other in pairs),
            sum(one[1] == other[0] and one[0] != other[1] for one, other in pairs),
        ), seed


def check_null(seed: int, most: int) -> None:
    """Mean and standard error are those of all relabellings, each as likely as any other."""
    G, group = graph(seed, most)
    arcs = arcs_of(G)
    labels = codes_of({node: group[node] for node in arcs.nodes})
    sizes = tuple(int(size) for size in np.bincount(labels)) if len(labels) else ()
    expected, error = by_chance(overlaps(arcs), sizes)
    every = np.array([role_counts(arcs, np.array(order)) for order in set(itertools.permutations(labels.tolist()))])
    if len(labels):
        assert expected == pytest.approx(every.mean(axis=0), abs=1e-9), seed
        assert error == pytest.approx(every.std(axis=0), abs=1e-7), seed


@pytest.mark.parametrize("start", range(0, 100, 20))
def test_counts_and_overlaps(start: int) -> None:
    for seed in range(start, start + 20):
        check_counts(seed)
        check_overlaps(seed)


@pytest.mark.parametrize("start", range(0, 30, 10))
def test_the_null_is_exact(start: int) -> None:
    for seed in range(start, start + 10):
        check_null(seed, 6)


@pytest.mark.laws
def test_a_thousand_graphs() -> None:
    for seed in range(1000):
        check_counts(seed)
        check_overlaps(seed)
    for seed in range(150):
        check_null(seed, 7)


def test_large_products_are_made_a_few_rows_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.gnp_random_graph(40, 0.2, seed=1, directed=True)
    arcs = arcs_of(G)
    labels = np.arange(40) % 3
    whole, over = role_counts(arcs, labels), overlaps(arcs)
    monkeypatch.setattr(roles, "FILL", 100)
    assert np.array_equal(role_counts(arcs, labels), whole) and overlaps(arcs) == over
