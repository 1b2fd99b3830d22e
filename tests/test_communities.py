"""Communities against the best of all divisions, and the two agreements against counting pairs and tables."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from math import isnan, log
from typing import Any

import networkx as nx
import numpy as np
import pytest
from sided import sided_graph

from netmodel import UsageError, measure
from netmodel.errors import MissingExtra
from netmodel.measures.communities import adjusted_rand, community, find_communities, mutual_information
from netmodel.measures.division import modularity
from netmodel.network import Network


def divisions(nodes: list[Any]) -> Iterator[list[list[Any]]]:
    if not nodes:
        yield []
        return
    first, *rest = nodes
    for found in divisions(rest):
        yield [[first], *found]
        for place in range(len(found)):
            yield [*found[:place], [first, *found[place]], *found[place + 1 :]]


def grouped(parts: list[list[Any]]) -> dict[Any, int]:
    return {node: number for number, part in enumerate(parts) for node in part}


@pytest.mark.parametrize("seed", range(40))
def test_no_division_of_a_small_network_is_better(seed: int) -> None:
    G = sided_graph(seed, most=6)
    found = find_communities(G)
    values = [modularity(G, grouped(parts)) for parts in divisions(list(G))]
    assert found.modularity == pytest.approx(max(values), abs=1e-9, nan_ok=True)
    assert sorted(node for part in found.members for node in part) == sorted(G)
    assert [len(part) for part in found.members] == sorted((len(part) for part in found.members), reverse=True)


def test_karate() -> None:
    """Best known modularity of the karate club, .4198 without weights (Brandes et al. 2008), in four communities."""
    found = find_communities(nx.karate_club_graph(), by="club", weight=None)
    assert round(found.modularity, 4) == 0.4198 and len(found.members) == 4
    assert found.sides == ("Mr. Hi", "Officer") and sum(map(sum, found.table)) == 34 and sum(found.third) == 0
    assert found.purity == sum(max(row) for row in found.table) / 34
    assert found.side_modularity == pytest.approx(0.3582, abs=1e-4)


def test_two_cliques_are_the_sides() -> None:
    G = nx.barbell_graph(4, 0)
    nx.set_node_attributes(G, {u: "A" if u < 4 else "B" for u in G}, "side")
    G.add_node("x", side="")
    found = find_communities(G)
    assert found.members == ((0, 1, 2, 3), (4, 5, 6, 7), ("x",)) and found.table == ((4, 0), (0, 4), (0, 0))
    assert found.third == (0, 0, 1) and found.alternatives == 0
    assert found.purity == found.adjusted_rand == found.mutual_information == 1.0
    data = json.loads(json.dumps(found.to_json()))
    assert data["communities"][2] == {"community": 3, "members": ["x"], "sides": {"A": 0, "B": 0}, "third": 1}
    assert data["modularity"] == data["side_modularity"] == round(12 / 13 - 0.5, 12)


def pairs_agree(one: dict[Any, Any], other: dict[Any, Any]) -> float:
    """Adjusted Rand index from every pair of nodes (Hubert & Arabie 1985)."""
    pairs = list(combinations([node for node in one if node in other], 2))
    same = [(one[u] == one[v], other[u] == other[v]) for u, v in pairs]
    a, b = sum(x for x, _ in same), sum(y for _, y in same)
    expected, most = (a * b / len(pairs) if pairs else 0), (a + b) / 2
    return (sum(x and y for x, y in same) - expected) / (most - expected) if most != expected else 1.0


def shared(one: dict[Any, Any], other: dict[Any, Any]) -> float:
    """Mutual information from the table of shares, over the mean of the entropies."""
    both = [node for node in one if node in other]
    table = np.array([[sum(one[u] == a and other[u] == b for u in both) for b in set(other.values())]
                      for a in set(one.values())]) / len(both)  # fmt: skip

    def entropy(shares: Any) -> float:
        return -sum(p * log(p) for p in np.ravel(shares) if p > 0)

    rows, columns = entropy(table.sum(axis=1)), entropy(table.sum(axis=0))
    return 2 * (rows + columns - entropy(table)) / (rows + columns) if rows + columns > 1e-12 else 1.0


@pytest.mark.parametrize("seed", range(60))
def test_agreements_against_counting(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(1, 9)), int(rng.integers(1, 5))
    one = {u: int(rng.integers(k)) for u in range(n)}
    other = {u: int(rng.integers(k)) for u in range(n) if u == 0 or rng.random() < 0.8}
    assert adjusted_rand(one, other) == pytest.approx(pairs_agree(one, other), abs=1e-9)
    assert mutual_information(one, other) == pytest.approx(shared(one, other), abs=1e-9)
    assert adjusted_rand(one, one) == mutual_information(one, one) == 1.0
    assert adjusted_rand(one, other) == pytest.approx(adjusted_rand(other, one), abs=1e-12)


def test_agreement_by_hand_and_with_nothing_in_common() -> None:
    """Two by two, crossed: ARI (0 - 2/3) / (2 - 2/3) = -.5; nothing is shared."""
    one, other = {1: "a", 2: "a", 3: "b", 4: "b"}, {1: "x", 2: "y", 3: "x", 4: "y"}
    assert adjusted_rand(one, other) == -0.5 and mutual_information(one, other) == 0.0
    assert isnan(adjusted_rand({}, other)) and isnan(mutual_information({1: 1}, {2: 2}))


def test_ids_do_not_decide_and_where_divisions_are_as_good_only_what_is_certain_stays() -> None:
    """A cycle of four falls into two pairs in two ways, or stays whole; nobody is together in all of them."""
    cycle = nx.cycle_graph(["a", "b", "c", "d"])
    found = find_communities(cycle)
    assert found.modularity == 0.0 and found.alternatives >= 1
    for seed in range(20):
        G = sided_graph(seed, most=7)
        names = {node: f"z{9 - number}" for number, node in enumerate(G)}
        one, other = community(G), community(nx.relabel_nodes(G, names))
        assert all((one[u] == one[v]) == (other[names[u]] == other[names[v]]) for u, v in combinations(G, 2))


def test_the_seed_decides_and_the_hash_seed_does_not() -> None:
    code = (
        "import networkx as nx, json; from netmodel.measures.communities import find_communities as f;"
        "G = nx.relabel_nodes(nx.gnp_random_graph(40, .1, seed=1), str);"
        "print(json.dumps(f(G, seed=3).to_json()))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    G = nx.relabel_nodes(nx.gnp_random_graph(40, 0.1, seed=1), str)
    assert texts == {json.dumps(find_communities(G, seed=3).to_json()) + "\n"}


def test_what_it_refuses() -> None:
    G = nx.path_graph(3)
    with pytest.raises(UsageError, match="resolution"):
        find_communities(G, resolution=0)
    with pytest.raises(UsageError, match="runs"):
        find_communities(G, runs=0)
    with pytest.raises(UsageError, match="not known"):
        find_communities(G, method="magic")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="undirected"):
        find_communities(nx.DiGraph(G), method="leiden")


def test_leiden_comes_from_a_backend_or_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: Any, **__: Any) -> Any:
        raise NotImplementedError

    monkeypatch.setattr(nx.community, "leiden_communities", missing)
    with pytest.raises(MissingExtra, match="backend"):
        find_communities(nx.path_graph(3), method="leiden")
    monkeypatch.setattr(nx.community, "leiden_communities", lambda G, **_: [{0, 1}, {2, 3}])
    found = find_communities(nx.Graph([("a", "b"), ("c", "d")]), method="leiden", runs=1)
    assert found.method == "leiden" and sorted(len(part) for part in found.members) == [2, 2]


def test_none_one_and_no_tie() -> None:
    assert find_communities(nx.Graph()).members == () and community(nx.Graph()) == {}
    found = find_communities(nx.empty_graph(2))
    assert found.members == ((0,), (1,)) and isnan(found.modularity) and isnan(found.purity)
    assert found.to_json()["adjusted_rand"] is None
    net = Network.from_tables([{"id": "a"}, {"id": "b"}], [{"source": "a", "target": "b"}])
    assert measure(net, ["community"]).stakeholders["community"] == {"a": 1, "b": 1}
