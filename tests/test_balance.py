"""Structural balance: triangles by hand, changes of sign against solving anew, and the signed ties of a study."""

from __future__ import annotations

import json
from itertools import combinations
from math import isnan
from typing import Any

import networkx as nx
import pytest
from test_frustration import fewest, signed_random

from netmodel import measure
from netmodel.measures import frustration as module
from netmodel.measures.balance import signed_graph, structural_balance
from netmodel.measures.frustration import signed
from netmodel.network import Network


def triangles(G: nx.Graph[Any]) -> list[bool]:
    H = signed(G)
    return [
        H.edges[u, v]["sign"] * H.edges[v, w]["sign"] * H.edges[u, w]["sign"] > 0
        for u, v, w in combinations(H, 3)
        if H.has_edge(u, v) and H.has_edge(v, w) and H.has_edge(u, w)
    ]


def agree(seed: int) -> None:
    G = signed_random(seed, most=8)
    found, counted = structural_balance(G), triangles(G)
    assert (found.triangles, found.balanced) == (len(counted), sum(counted))
    assert found.positive + found.negative == len(found.changes) == signed(G).number_of_edges()
    for change in found.changes:
        H = signed(G)
        H.edges[change.source, change.target]["sign"] = -change.sign
        after = triangles(H)
        wanted = (sum(after) - sum(counted)) / len(after) if after else float("nan")
        assert change.share_change == pytest.approx(wanted, abs=1e-9, nan_ok=True)
        assert change.frustration_change == fewest(H) - fewest(G)
    if found.frustration.value:
        assert found.helps_most is not None and found.helps_most.frustration_change == -1
    else:
        assert found.helps_most is None and found.share in (1.0, pytest.approx(float("nan"), nan_ok=True))


@pytest.mark.parametrize("seed", range(40))
def test_against_counting_and_solving_anew(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
def test_against_counting_and_solving_anew_on_many_graphs() -> None:
    for seed in range(40, 1040):
        agree(seed)


@pytest.mark.parametrize(("negative", "balanced"), [(0, True), (1, False), (2, True), (3, False)])
def test_the_four_triangles(negative: int, balanced: bool) -> None:
    """Heider 1946: an even number of negative ties."""
    G = nx.complete_graph(3)
    for tie in list(G.edges())[:negative]:
        G.edges[tie]["sign"] = -1
    found = structural_balance(G)
    assert found.share == float(balanced) and found.frustration.value == 1 - balanced


def test_two_camps_with_one_friendship_across() -> None:
    """Two friendly triangles, enemies across but for one pair: that pair is what has to change."""
    G = nx.complete_graph(["a", "b", "c", "x", "y", "z"])
    for u, v in G.edges():
        G.edges[u, v]["sign"] = 1 if (u in "abc") == (v in "abc") or (u, v) == ("a", "x") else -1
    found = structural_balance(G)
    assert found.frustration.camps == (("a", "b", "c"), ("x", "y", "z"))
    best = found.helps_most
    assert best is not None and (best.source, best.target, best.sign) == ("a", "x", 1)
    assert best.share_change == pytest.approx(4 / 20) and best.frustration_change == -1
    data = json.loads(json.dumps(found.to_json()))
    assert data["frustrated"] == [{"source": "a", "target": "x"}] and data["exact"] and data["share"] == 0.8
    assert data["changes"][0] == {
        "source": "a", "target": "x", "sign": 1, "triangles": 4, "share_change": 0.2, "frustration_change": -1,
    }  # fmt: skip


def test_what_is_not_proven_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.complete_graph(9)
    nx.set_edge_attributes(G, -1, "sign")
    monkeypatch.setattr(module, "ENUMERATED", 0)
    monkeypatch.setattr(module, "EXACT_TIES", 0)
    found = structural_balance(G)
    assert found.frustration.value == 16 and not found.frustration.exact and found.helps_most is None
    assert {change.frustration_change for change in found.changes} == {None}


def study(**more: Any) -> Network:
    people = [{"id": name} for name in "abcd"]
    ties = [
        {"source": "a", "target": "b", "sign": -1, "strength": 0.4},
        {"source": "b", "target": "a", "sign": 1, "strength": 0.3, "kind": "formal"},
        {"source": "b", "target": "c", "status_2013": "active", "status_2020": "severed"},
        {"source": "a", "target": "c", "id": "ac"},
        {"source": "c", "target": "d", "sign": -1, "status": "dormant"},
    ]
    channel = {"id": "club", "participants": "a; b; c; d", "status": "open", "quality": 1}
    return Network.from_tables(people, ties, channels=[channel], **more)


def test_the_signed_ties_of_a_study() -> None:
    net = study()
    then = sorted(signed_graph(net.at("2013")).edges(data="sign"))
    assert then == [("a", "b", -1), ("a", "c", 1), ("b", "c", 1)]
    assert sorted(signed_graph(net.at("2020")).edges(data="sign")) == [("a", "b", -1), ("a", "c", 1)]
    assert not signed_graph(net.at("2020").without("ac", "b")).edges()
    assert list(signed_graph(net)) == ["a", "b", "c", "d"]


def test_registered() -> None:
    names = ["balanced_triangles", "frustration_index"]
    assert measure(study().at("2013"), names).network == {"balanced_triangles": 0.0, "frustration_index": 1.0}
    assert measure(study().at("2020"), names).network == {"balanced_triangles": None, "frustration_index": 0.0}


def test_no_node() -> None:
    found = structural_balance(nx.Graph())
    assert isnan(found.share) and found.changes == () and found.to_json()["share"] is None
