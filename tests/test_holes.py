"""Structural holes: Burt's formulas summed term by term, values worked by hand, and NetworkX where it is right."""

from __future__ import annotations

from math import isnan, log
from typing import Any

import networkx as nx
import pytest
from sided import sided_graph

from netmodel.measures.holes import burt_efficiency, constraint, effective_size, hierarchy

NAN = float("nan")


class Burt:
    """Burt's measures from their definitions: nothing but sums over pairs."""

    def __init__(self, G: nx.Graph[Any], weight: str | None) -> None:
        self.a = {(u, v): 0.0 for u in G for v in G}
        for u, v, data in G.edges(data=True):
            strength = 1.0 if weight is None else data.get(weight, 1.0)
            if u != v:
                self.a[u, v] += strength
                self.a[v, u] += strength
                if not G.is_directed():
                    self.a[u, v] += strength
                    self.a[v, u] += strength
        self.nodes = list(G)
        self.near = {u: [v for v in G if self.a[u, v] > 0] for u in G}

    def p(self, u: Any, v: Any) -> float:
        return self.a[u, v] / sum(self.a[u, w] for w in self.nodes)

    def m(self, u: Any, v: Any) -> float:
        return self.a[u, v] / max(self.a[u, w] for w in self.nodes)

    def c(self, u: Any, v: Any) -> float:
        relays = [q for q in self.near[u] if q not in (u, v)]
        return (self.p(u, v) + sum(self.p(u, q) * self.p(q, v) for q in relays)) ** 2

    def constraint(self, u: Any) -> float:
        return sum(self.c(u, v) for v in self.near[u]) if self.near[u] else NAN

    def effective_size(self, u: Any) -> float:
        return sum(
            1 - sum(self.p(u, q) * self.m(v, q) for q in self.near[u] if q not in (u, v)) for v in self.near[u]
        )

    def hierarchy(self, u: Any) -> float:
        k = len(self.near[u])
        if k < 2:
            return 1.0 if k else NAN
        ratios = [self.c(u, v) / (self.constraint(u) / k) for v in self.near[u]]
        return sum(r * log(r) for r in ratios) / (k * log(k))


def agree(seed: int) -> None:
    G = sided_graph(seed, multi=seed % 5 == 0)
    for weight in ("strength", None):
        burt = Burt(G, weight)
        sizes = {u: burt.effective_size(u) for u in G}
        shares = {u: sizes[u] / len(burt.near[u]) if burt.near[u] else NAN for u in G}
        same = {"abs": 1e-9, "nan_ok": True}
        assert constraint(G, weight=weight) == pytest.approx({u: burt.constraint(u) for u in G}, **same)
        assert effective_size(G, weight=weight) == pytest.approx(sizes, **same)
        assert burt_efficiency(G, weight=weight) == pytest.approx(shares, **same)
        assert hierarchy(G, weight=weight) == pytest.approx({u: burt.hierarchy(u) for u in G}, **same)


@pytest.mark.parametrize("seed", range(60))
def test_the_definitions_summed_term_by_term(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
@pytest.mark.parametrize("block", range(10))
def test_the_definitions_on_many_graphs(block: int) -> None:
    for seed in range(1000 + 120 * block, 1120 + 120 * block):
        agree(seed)


@pytest.mark.parametrize("seed", range(40))
def test_networkx_agrees_where_it_goes_node_by_node(seed: int) -> None:
    """NetworkX 3.6.1 goes wrong over all nodes at once on weighted and directed graphs, and with self-loops."""
    G = sided_graph(seed)
    G.remove_edges_from(list(nx.selfloop_edges(G)))
    held = [node for node in G if G.degree(node)]
    theirs = nx.effective_size(G, nodes=held, weight="strength")
    if G.is_directed():  # a node with ties in only is an isolate to NetworkX
        theirs = {node: value for node, value in theirs.items() if not isnan(value)}
    ours = effective_size(G)
    assert {node: ours[node] for node in theirs} == pytest.approx(theirs, abs=1e-9)
    if len(G):
        assert constraint(G) == pytest.approx(nx.constraint(G, weight="strength"), abs=1e-9, nan_ok=True)


def test_two_circles_with_one_broker_by_hand() -> None:
    """Broker 0 between the tied pairs 1-2 and 3-4: p = 1/4 each, c[0, v] = (1/4 + 1/4 * 1/2)^2 = 9/64."""
    G = nx.Graph([(0, 1), (0, 2), (1, 2), (0, 3), (0, 4), (3, 4)])
    assert constraint(G)[0] == pytest.approx(4 * 9 / 64)
    assert effective_size(G)[0] == pytest.approx(4 - 2 * 2 / 4)
    assert burt_efficiency(G)[0] == pytest.approx(0.75)
    assert hierarchy(G)[0] == pytest.approx(0.0, abs=1e-12)
    # node 1: contacts 0 and 2, half each; c[1, 0] = (1/2 + 1/2 * 1/2)^2, c[1, 2] = (1/2 + 1/2 * 1/4)^2
    first, second = 0.75**2, 0.625**2
    assert constraint(G)[1] == pytest.approx(first + second)
    mean = (first + second) / 2
    wanted = sum(c / mean * log(c / mean) for c in (first, second)) / (2 * log(2))
    assert hierarchy(G)[1] == pytest.approx(wanted)


def test_strengths_and_directions_by_hand() -> None:
    """a -> b .9, b -> a .1, a -> c 1, c -> b .5: a[a, b] = 1, a[a, c] = 1, a[b, c] = .5."""
    G: nx.DiGraph[str] = nx.DiGraph()
    G.add_weighted_edges_from([("a", "b", 0.9), ("b", "a", 0.1), ("a", "c", 1), ("c", "b", 0.5)], weight="strength")
    local = (1 / 2 + 1 / 2 * 0.5 / 1.5) ** 2
    assert constraint(G)["a"] == pytest.approx(2 * local)
    assert effective_size(G)["a"] == pytest.approx(2 - 2 * (1 / 2 * 0.5))


@pytest.mark.parametrize("k", [1, 2, 5])
def test_closed_forms(k: int) -> None:
    star = nx.star_graph(k)
    assert constraint(star)[0] == pytest.approx(1 / k) and effective_size(star)[0] == pytest.approx(k)
    assert hierarchy(star)[0] == (0 if k > 1 else 1)
    full = nx.complete_graph(k + 1)
    assert effective_size(full)[0] == pytest.approx(1.0)
    assert constraint(full)[0] == pytest.approx(k * (1 / k + (k - 1) / k**2) ** 2)


def test_isolates_pendants_loops_and_nobody() -> None:
    G = nx.Graph([("a", "b"), ("c", "c")])
    G.add_edge("d", "e", strength=0.0)
    assert constraint(G)["a"] == 1.0 and hierarchy(G)["a"] == 1.0 and burt_efficiency(G)["a"] == 1.0
    for node in "cde":
        assert effective_size(G)[node] == 0.0
        assert isnan(constraint(G)[node]) and isnan(hierarchy(G)[node]) and isnan(burt_efficiency(G)[node])
    for measure in (constraint, effective_size, burt_efficiency, hierarchy):
        assert measure(nx.Graph()) == {} and measure(nx.DiGraph()) == {}


@pytest.mark.parametrize("measure", [constraint, effective_size, burt_efficiency, hierarchy])
@pytest.mark.parametrize("seed", range(4))
def test_only_the_proportions_of_strength_count(measure: Any, seed: int) -> None:
    G = sided_graph(4 * seed + 2)
    H = G.copy()
    for _, _, data in H.edges(data=True):
        data["strength"] *= 0.25
    assert measure(H) == pytest.approx(measure(G), abs=1e-9, nan_ok=True)
