"""Random-walk controversy, bubble radius and boundary polarisation against walks followed one by one."""

from __future__ import annotations

from itertools import combinations
from math import ceil, isnan
from typing import Any

import networkx as nx
import pytest
from sided import sided_graph

from netmodel import UsageError, measure
from netmodel.measures import polarisation
from netmodel.measures.polarisation import (
    STEPS,
    boundary_polarisation,
    bubble_radius,
    mean_bubble_radius,
    random_walk_controversy,
)
from netmodel.network import Network

NAN = float("nan")
Steps = dict[Any, dict[Any, float]]


def chances(G: nx.Graph[Any], *, weight: str | None = "strength") -> Steps:
    """Chance of each next node: the strongest of parallel ties, no loop."""
    found: Steps = {u: {} for u in G}
    for u, v, data in G.edges(data=True):
        for one, other in ((u, v),) if G.is_directed() else ((u, v), (v, u)):
            if one != other:
                value = data.get(weight, 1.0) if weight else 1.0
                found[one][other] = max(found[one].get(other, 0.0), value)
    return {u: {v: value / sum(row.values()) for v, value in row.items()} for u, row in found.items()}


def controversy(G: nx.Graph[Any], hubs: int | None = None) -> float:
    """Garimella's difference, from the mass of walks that end, followed until what is on its way is below 1e-14."""
    step = chances(G)
    into = {u: sum(u in row for row in step.values()) for u in G}
    side = {u: data["side"] for u, data in G.nodes(data=True) if data.get("side")}
    values = []
    for pair in combinations(sorted(set(side.values())), 2):
        members = [[u for u in G if side.get(u) == name] for name in pair]
        ends = []
        for here in members:
            ordered = sorted((into[u] for u in here), reverse=True)
            last = ordered[min(hubs or ceil(len(here) / 10), len(here)) - 1]
            ends.append({u for u in here if into[u] >= last})
        arrived = [[0.0, 0.0], [0.0, 0.0]]
        for start, here in enumerate(members):
            mass = {u: 1 / len(here) for u in here}
            for _ in range(20_000):
                after: dict[Any, float] = {}
                for u, amount in mass.items():
                    for v, chance in step[u].items():
                        after[v] = after.get(v, 0.0) + amount * chance
                for end in (0, 1):
                    arrived[start][end] += sum(after.pop(u, 0.0) for u in ends[end])
                mass = after
                if sum(mass.values()) < 1e-14:
                    break
        totals = [arrived[0][end] + arrived[1][end] for end in (0, 1)]
        if min(totals) > 0:
            xx, yy = arrived[0][0] / totals[0], arrived[1][1] / totals[1]
            values.append(xx * yy - (1 - xx) * (1 - yy))
    return sum(values) / len(values) if values else NAN


def radius(G: nx.Graph[Any], start: Any, steps: int) -> float:
    """Mean of min(T, steps) over the mass of walks that have met another side by each step."""
    step, own = chances(G), G.nodes[start].get("side")
    mass, expected = {start: 1.0}, 0.0
    for number in range(1, steps + 1):
        after: dict[Any, float] = {}
        for u, amount in mass.items():
            for v, chance in (step[u] or {u: 1.0}).items():
                after[v] = after.get(v, 0.0) + amount * chance
        met = sum(after.pop(v) for v in list(after) if G.nodes[v].get("side") not in ("", None, own))
        expected += number * met
        mass = after
    return expected + steps * sum(mass.values())


def boundary(G: nx.Graph[Any]) -> float:
    near = {u: {v for v in nx.Graph(G)[u] if v != u and G.nodes[v].get("side")} for u in G if G.nodes[u].get("side")}
    other = {u: {v for v in row if G.nodes[v]["side"] != G.nodes[u]["side"]} for u, row in near.items()}
    inner = {u: {v for v in row - other[u] if not other[v]} for u, row in near.items()}
    parts = [len(inner[u]) / (len(inner[u]) + len(other[u])) - 0.5 for u in near if other[u] and inner[u]]
    return sum(parts) / len(parts) if parts else NAN


def agree(seed: int) -> None:
    G = sided_graph(seed, multi=seed % 5 == 0, most=9)
    assert random_walk_controversy(G) == pytest.approx(controversy(G), abs=1e-9, nan_ok=True)
    assert random_walk_controversy(G, hubs=2) == pytest.approx(controversy(G, 2), abs=1e-9, nan_ok=True)
    assert boundary_polarisation(G) == pytest.approx(boundary(G), abs=1e-9, nan_ok=True)
    sides = {data["side"] for _, data in G.nodes(data=True) if data["side"]}
    for steps in (1, 2, 7):
        found = bubble_radius(G, steps=steps)
        wanted = {u: radius(G, u, steps) if len(sides) > 1 and G.nodes[u]["side"] else NAN for u in G}
        assert found == pytest.approx(wanted, abs=1e-9, nan_ok=True)
        known = [value for value in wanted.values() if not isnan(value)]
        mean = sum(known) / len(known) if known else NAN
        assert mean_bubble_radius(G, steps=steps) == pytest.approx(mean, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("seed", range(60))
def test_against_walks_followed_one_by_one(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
def test_against_walks_followed_one_by_one_on_many_graphs() -> None:
    for seed in range(60, 1160):
        agree(seed)


@pytest.mark.parametrize("seed", range(5))
def test_iteration_comes_to_the_same_as_factors(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    G = nx.gnm_random_graph(300, 500, seed=seed)
    nx.set_node_attributes(G, {u: "AB"[u % 3 == 0] for u in G}, "side")
    factored = random_walk_controversy(G)
    monkeypatch.setattr(polarisation, "FACTORED", 0)
    assert random_walk_controversy(G) == pytest.approx(factored, abs=1e-11)


def sided(ties: str, **sides: str) -> nx.Graph[Any]:
    """Letters are nodes: ``ab cd`` are two ties, ``A="ab"`` puts two on side A."""
    G: nx.Graph[Any] = nx.Graph([tuple(tie) for tie in ties.split()])
    for side, nodes in sides.items():
        G.add_nodes_from(nodes, side=side)
    return G


def test_by_hand() -> None:
    """Two triangles and one tie between hubs c and d: a walk from A ends at c with 8/9, at d with 1/9."""
    G = sided("ab bc ac cd de df ef", A="abc", B="def")
    assert random_walk_controversy(G) == pytest.approx((64 - 1) / 81)
    assert boundary_polarisation(G) == pytest.approx(2 / 3 - 0.5)
    assert bubble_radius(G, steps=1) == dict.fromkeys(G, 1.0)
    assert bubble_radius(G, steps=2) == pytest.approx({u: 5 / 3 if u in "cd" else 2.0 for u in G})


def test_cut_sides_are_an_echo_chamber_and_crossed_ones_the_contrary() -> None:
    assert random_walk_controversy(sided("ab bc ac de df ef", A="abc", B="def")) == 1.0
    assert random_walk_controversy(sided("ab cd", A="ac", B="bd")) == -1.0
    assert isnan(boundary_polarisation(sided("ab de", A="ab", B="de")))
    assert set(bubble_radius(sided("ab de", A="ab", B="de")).values()) == {float(STEPS)}


def test_ids_do_not_choose_among_equal_hubs() -> None:
    G = sided("ab bc cd da ax", A="ab", B="cdx")
    names = dict(zip("abcdx", "xdcba", strict=True))
    assert random_walk_controversy(G) == pytest.approx(random_walk_controversy(nx.relabel_nodes(G, names)), abs=1e-12)


def test_strength_leads_the_walk_unless_it_is_told_otherwise() -> None:
    G = sided("ab ac", A="ab", B="c")
    G.edges["a", "b"]["strength"], G.edges["a", "c"]["strength"] = 0.25, 0.75
    assert bubble_radius(G, steps=2)["a"] == 1.25 and bubble_radius(G, steps=2, weight=None)["a"] == 1.5
    assert bubble_radius(G, steps=2)["c"] == 1.0


def test_third_parties_pass_walks_on_and_have_no_radius() -> None:
    G = sided("ax xb", A="a", B="b")
    found = bubble_radius(G, steps=2)
    assert found["a"] == found["b"] == 2.0 and isnan(found["x"])
    assert random_walk_controversy(G) == pytest.approx(0.0)


def test_where_they_are_undefined() -> None:
    one = sided("ab", A="ab")
    for G in (nx.Graph(), nx.DiGraph(), nx.empty_graph(1), one):
        assert all(isnan(f(G)) for f in (random_walk_controversy, mean_bubble_radius, boundary_polarisation))
        assert all(isnan(value) for value in bubble_radius(G).values()) and set(bubble_radius(G)) == set(G)
    G = sided("ab", A="abd", B="c")
    assert isnan(random_walk_controversy(G)) and mean_bubble_radius(G) == STEPS
    with pytest.raises(UsageError, match="hubs"):
        random_walk_controversy(G, hubs=0)
    with pytest.raises(UsageError, match="steps"):
        bubble_radius(G, steps=0)


def test_registered() -> None:
    net = Network.from_graph(sided("ab bc ac cd de df ef", A="abc", B="def"))
    found = measure(net, ["random_walk_controversy", "boundary_polarisation", "mean_bubble_radius", "bubble_radius"])
    assert found.network["random_walk_controversy"] == round(7 / 9, 12)
    assert found.network["mean_bubble_radius"] == pytest.approx(sum(found.stakeholders["bubble_radius"].values()) / 6)
