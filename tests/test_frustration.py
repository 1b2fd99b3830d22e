"""Frustration against every division of small networks, and its bounds on larger ones."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import networkx as nx
import pytest

from netmodel import UsageError
from netmodel.measures import frustration as module
from netmodel.measures.frustration import after_change, blocks, frustration, signed


def signed_random(seed: int, most: int = 9) -> nx.Graph[Any]:
    rng = random.Random(seed)
    n, density, share = rng.randrange(1, most), rng.random(), rng.choice([0.1, 0.3, 0.5, 0.9])
    G = nx.gnp_random_graph(n, density, seed=seed, directed=seed % 4 == 0)
    for u, v in G.edges():
        G.edges[u, v]["sign"] = -1 if rng.random() < share else 1
    return nx.relabel_nodes(G, {node: f"n{node}" for node in G})


def fewest(G: nx.Graph[Any]) -> int:
    """Ties frustrated by the best of all divisions."""
    H, (first, *rest) = signed(G), list(G)
    found = []
    for camps in product((1, -1), repeat=len(rest)):
        camp = dict(zip(rest, camps, strict=True)) | {first: 1}
        found.append(sum(camp[u] * camp[v] != data["sign"] for u, v, data in H.edges(data=True)))
    return min(found)


def agree(G: nx.Graph[Any]) -> None:
    found = frustration(G)
    assert found.exact and found.value == found.lower_bound == fewest(G)
    H = signed(G)
    assert sorted(node for camp in found.camps for node in camp) == sorted(u for u, ties in H.degree() if ties)
    camp = {node: side for side, nodes in enumerate(found.camps) for node in nodes}
    wrong = {frozenset((u, v)) for u, v, data in H.edges(data=True) if (camp[u] == camp[v]) != (data["sign"] > 0)}
    assert wrong == {frozenset(pair) for pair in found.ties} and len(found.ties) == len(wrong)


@pytest.mark.parametrize("seed", range(80))
def test_against_every_division(seed: int) -> None:
    agree(signed_random(seed))


@pytest.mark.parametrize("seed", range(12))
def test_the_program_and_the_enumeration_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.gnp_random_graph(8, 0.7, seed=seed)
    rng = random.Random(seed)
    nx.set_edge_attributes(G, {tie: rng.choice([1, -1]) for tie in G.edges()}, "sign")
    agree(G)
    monkeypatch.setattr(module, "ENUMERATED", 0)
    agree(G)


@pytest.mark.laws
def test_against_every_division_on_many_graphs() -> None:
    for seed in range(80, 1180):
        agree(signed_random(seed))


def test_known_values() -> None:
    """All negative K_n: floor((n - 1)^2 / 4) ties stay within the camps (Turan); a cycle with one negative tie 1."""
    for n in (3, 4, 5, 6, 7, 12):
        G = nx.complete_graph(n)
        nx.set_edge_attributes(G, -1, "sign")
        found = frustration(G)
        assert found.value == (n - 1) ** 2 // 4 and found.exact
    cycle = nx.cycle_graph(7)
    cycle.edges[0, 1]["sign"] = -1
    assert frustration(cycle).value == 1 and frustration(nx.path_graph(4)).value == 0


@pytest.mark.parametrize("seed", range(6))
def test_what_is_not_proven_has_a_true_bound(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.gnp_random_graph(9, 0.8, seed=seed)
    rng = random.Random(seed)
    nx.set_edge_attributes(G, {tie: rng.choice([1, -1]) for tie in G.edges()}, "sign")
    wanted = fewest(G)
    monkeypatch.setattr(module, "ENUMERATED", 0)
    monkeypatch.setattr(module, "EXACT_TIES", 0)
    found = frustration(G)
    assert found.lower_bound <= wanted <= found.value


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("enumerated", [0, 20])
def test_changes_of_sign_against_solving_anew(seed: int, enumerated: int, monkeypatch: pytest.MonkeyPatch) -> None:
    H = signed(signed_random(seed, most=8))
    nodes, found = list(H), frustration(H)
    chosen = {frozenset(pair) for pair in found.ties}
    monkeypatch.setattr(module, "ENUMERATED", enumerated)
    for block in blocks(H):
        now = [tie for tie in block if frozenset((nodes[tie[0]], nodes[tie[1]])) in chosen]
        for (u, v, sign), change in zip(block, after_change(block, now), strict=True):
            turned = H.copy()
            turned.edges[nodes[u], nodes[v]]["sign"] = -sign
            assert change == fewest(turned) - found.value or (enumerated == 0 and change is None)


def test_parallel_opposite_and_wrong_signs() -> None:
    G = nx.MultiDiGraph()
    G.add_edge("b", "a", sign=1, strength=0.9)
    G.add_edge("a", "b", sign=-1, strength=0.5)
    G.add_edge("b", "c", sign=1, strength=0.5)
    G.add_edge("c", "b", sign=-1, strength=0.5)
    G.add_edge("c", "c", sign=-1)
    assert list(signed(G).edges(data="sign")) == [("a", "b", 1), ("b", "c", -1)]
    for bad in (0, 2, "+", None, float("nan")):
        with pytest.raises(UsageError, match="must be 1 or -1"):
            signed(nx.Graph([("a", "b", {"sign": bad})]))


def test_nothing_to_frustrate() -> None:
    assert frustration(nx.Graph()).value == 0 and frustration(nx.Graph()).camps == ((), ())
    assert frustration(nx.empty_graph(1)).exact
