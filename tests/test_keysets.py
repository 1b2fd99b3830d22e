"""What a set is worth against its definition, and bounds against every completion."""

from __future__ import annotations

import itertools
import random
from typing import Any

import networkx as nx
import numpy as np
import pytest

from netmodel.errors import LimitError, UnknownName
from netmodel.measures import keysets
from netmodel.measures.keysets import places_of, problem_of

KINDS = [("fragment", "components"), ("fragment", "distance"), ("reach", "distance"), ("reach", "steps")]


def random_graph(seed: int, most: int = 9) -> nx.Graph[Any]:
    rng = random.Random(seed)
    G = nx.gnp_random_graph(
        rng.randrange(3, most + 1), rng.choice([0.1, 0.25, 0.5]), seed=seed, directed=rng.random() < 0.4
    )
    if rng.random() < 0.2:
        G.add_edge(0, 0)
    return G


def by_definition(G: nx.Graph[Any], members: Any, goal: str, measure: str, steps: int) -> float:
    if goal == "fragment":
        H = G.subgraph(set(G) - set(members))
        far = [d for u, row in nx.all_pairs_shortest_path_length(H) for v, d in row.items() if u != v]
        amount = sum(1 / d if measure == "distance" else 1 for d in far)
        return 1 - amount / max(len(H) * (len(H) - 1), 1)
    amount = 0.0
    for v in G:
        hops = [nx.shortest_path_length(G, u, v) for u in members if nx.has_path(G, u, v)]
        if hops:
            nearest = max(min(hops), 1)
            amount += 1 / nearest if measure == "distance" else nearest <= steps
    return amount / len(G)


def check(seed: int) -> None:
    G, rng = random_graph(seed), random.Random(seed)
    goal, measure = rng.choice(KINDS)
    size, steps = rng.randrange(1, len(G) - 1), rng.randrange(1, 4)
    problem, place = problem_of(G, goal, measure, steps, size)
    assert list(place) == sorted(G)
    chosen = rng.sample(range(len(G)), rng.randrange(0, size))
    rest = [i for i in range(len(G)) if i not in chosen and rng.random() < 0.8]
    assert problem.value(chosen) == pytest.approx(by_definition(G, chosen, goal, measure, steps), abs=1e-9), seed
    for i, value in zip(rest, problem.added(chosen, rest) if rest else (), strict=True):
        assert value == pytest.approx(by_definition(G, [*chosen, i], goal, measure, steps), abs=1e-9), seed
    left = size - len(chosen)
    if len(rest) >= left:
        bound = problem.bound(chosen, rest, left)
        for more in itertools.combinations(rest, left):
            assert problem.value([*chosen, *more]) <= bound + 1e-9, seed


@pytest.mark.parametrize("small", [60, 0])
@pytest.mark.parametrize("start", range(0, 60, 20))
def test_values_and_bounds(start: int, small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With SMALL at 0 the ways for large networks are taken."""
    monkeypatch.setattr(keysets, "SMALL", small)
    for seed in range(start, start + 20):
        check(seed)


@pytest.mark.laws
@pytest.mark.parametrize("small", [60, 0])
def test_values_and_bounds_on_a_thousand_graphs(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keysets, "SMALL", small)
    for seed in range(1000):
        check(seed)


def test_a_network_of_more_than_sixty_four() -> None:
    """Rows of bits take several words."""
    G = nx.gnp_random_graph(150, 0.015, seed=3, directed=True)
    for measure in ("components", "distance"):
        problem, place = problem_of(G, "fragment", measure, 1, 3)
        assert problem.value(places_of(place, [5, 70, 149])) == pytest.approx(
            by_definition(G, [5, 70, 149], "fragment", measure, 1)
        )


def test_what_is_refused() -> None:
    with pytest.raises(LimitError, match="3,000"):
        problem_of(nx.empty_graph(3001), "reach", "distance", 1, 1)
    with pytest.raises(UnknownName):
        places_of({"a": 0}, ["b"])
    assert places_of({"a": 0, "b": 1}, ["b", "a", "b"]) == [0, 1]
    assert np.array_equal(keysets.ONES[[0, 1, 3, 65535]], [0, 1, 2, 16])
