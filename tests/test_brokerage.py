"""Gould-Fernandez brokerage: the published case, both ways of asking for it, and its null."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import pytest
from networks import mini_rupture, random_network

from netmodel import MEASURES, Network, measure
from netmodel.errors import UnknownName, UsageError
from netmodel.measures.brokerage import brokerage, brokerage_roles
from netmodel.measures.roles import ROLES


def known() -> nx.DiGraph:
    rows = ["0110", "0011", "0001", "1000"]
    G = nx.DiGraph()
    for name, group in zip("ABCD", "1122", strict=True):
        G.add_node(name, side=group)
    G.add_edges_from(("ABCD"[i], "ABCD"[j]) for i, row in enumerate(rows) for j, c in enumerate(row) if c == "1")
    return G


def test_the_case_counted_by_hand() -> None:
    """Digraph rows 0110, 0011, 0001, 1000 with groups 1, 1, 2, 2, from KNOWN-ANSWERS: roles by structure."""
    found = brokerage_roles(known())
    counts = {node: {role: count for role, count in row.items() if count} for node, row in found.items()}
    assert counts == {
        "A": {"itinerant": 1, "gatekeeper": 1, "total": 2},
        "B": {"representative": 1, "total": 1},
        "C": {"gatekeeper": 1, "total": 1},
        "D": {"itinerant": 1, "representative": 1, "total": 2},
    }
    rows = brokerage(known(), draws=0).to_json()["stakeholders"]
    assert [{name: row[name] for name in (*ROLES, "total")} for row in rows] == list(found.values())


def test_reversing_all_ties_swaps_gatekeepers_and_representatives() -> None:
    turned = brokerage_roles(known().reverse())
    for node, row in brokerage_roles(known()).items():
        assert turned[node]["gatekeeper"] == row["representative"]
        assert turned[node]["representative"] == row["gatekeeper"]
        assert all(turned[node][role] == row[role] for role in ("coordinator", "itinerant", "liaison", "total"))


def test_an_undirected_two_path_counts_both_ways() -> None:
    G = nx.path_graph(["gac", "tcs", "mid"])
    nx.set_node_attributes(G, {"gac": "ca", "tcs": "ca", "mid": "ru"}, "side")
    row = brokerage_roles(G)["tcs"]
    assert row["gatekeeper"] == row["representative"] == 1 and row["total"] == 2


def test_those_without_a_group_are_one_group() -> None:
    G = nx.path_graph(3)
    nx.set_node_attributes(G, {0: "", 1: "ca"}, "side")
    assert brokerage_roles(G)[1]["itinerant"] == 2
    assert brokerage(G, draws=0).groups == {"": 2, "ca": 1}
    assert brokerage_roles(nx.path_graph(3))[1]["coordinator"] == 2


def test_the_registered_measure() -> None:
    net = mini_rupture().at("2013")
    values = measure(net, ["brokerage"]).stakeholders["brokerage"]
    assert values["GAC"] == {
        "coordinator": 2, "itinerant": 0, "gatekeeper": 2, "representative": 2, "liaison": 0, "total": 6,
    }  # fmt: skip
    assert not MEASURES["brokerage"].shown and MEASURES["brokerage"].local


def test_one_result_with_its_null() -> None:
    net = mini_rupture().at("2013")
    found = brokerage(net, draws=199, seed=3)
    data = found.to_json()
    assert set(data) >= {"by", "draws", "seed", "groups", "convention", "totals", "stakeholders"}
    assert [row["id"] for row in data["stakeholders"]] == sorted(net.graph)
    for row in data["stakeholders"]:
        assert set(row) == {"id", *ROLES, "total", "expected", "se", "z", "p"}
        assert row["total"] == sum(row[role] for role in ROLES)
        assert sum(row["expected"].values()) == pytest.approx(row["total"]), "labels do not change the total"
        for role in ROLES:
            z = (row[role] - row["expected"][role]) / row["se"][role] if row["se"][role] else None
            assert row["z"][role] == pytest.approx(z) if z is not None else row["z"][role] is None
            assert 2 / 200 <= row["p"][role] <= 1
    assert data["totals"]["coordinator"]["count"] == sum(row["coordinator"] for row in data["stakeholders"])
    none = brokerage(net, draws=0).to_json()
    assert none["stakeholders"][0]["p"]["liaison"] is None and none["totals"]["liaison"]["p"] is None


def test_sides_that_are_apart_show() -> None:
    G = nx.disjoint_union(nx.star_graph(6), nx.star_graph(6))
    nx.set_node_attributes(G, {node: "a" if node < 7 else "b" for node in G}, "side")
    found = brokerage(G, draws=199)
    hub = next(row for row in found.stakeholders if row.id == "0")
    assert hub.z["coordinator"] > 2 and hub.p["coordinator"] <= 0.05 and found.totals["coordinator"]["p"] == 0.01


def test_workers_row_order_and_names_of_sides_change_nothing() -> None:
    G = nx.gnp_random_graph(14, 0.3, seed=4, directed=True)
    nx.set_node_attributes(G, {node: "abc"[node % 3] for node in G}, "side")
    alone = brokerage(G, draws=40, seed=1)
    with ThreadPoolExecutor(3) as pool:
        assert str(brokerage(G, draws=40, seed=1, executor=pool)) == str(alone)
    H = nx.DiGraph()
    H.add_nodes_from(reversed(list(G.nodes(data=True))))
    H.add_edges_from(reversed(list(G.edges)))
    assert str(brokerage(H, draws=40, seed=1)) == str(alone)
    swapped = G.copy()
    nx.set_node_attributes(swapped, {node: "bac"[node % 3] for node in G}, "side")
    assert brokerage_roles(swapped) == brokerage_roles(G)


@pytest.mark.parametrize("seed", range(12))
def test_any_column_of_a_random_study(seed: int) -> None:
    net = random_network(seed, sides=3)
    for by in ("side", "kind", "level", "name"):
        found = brokerage(net, by=by, draws=0)
        assert {row.id: row.total for row in found.stakeholders} == {
            node: row["total"] for node, row in brokerage_roles(net.graph).items()
        }
    assert all(row.counts["coordinator"] == 0 and row.counts["itinerant"] == 0 for row in found.stakeholders)


def test_a_column_that_netmodel_does_not_know() -> None:
    rows = [{"id": "a", "track": "I"}, {"id": "b", "track": "II"}, {"id": "c", "track": "II"}]
    net = Network.from_tables(rows, [{"source": "a", "target": "b"}, {"source": "b", "target": "c"}])
    found = brokerage(net, by="track", draws=0)
    assert found.groups == {"I": 1, "II": 2}
    assert found.stakeholders[1].counts["gatekeeper"] == 1
    with pytest.raises(UnknownName, match="'track'"):
        brokerage(net, by="trak")
    with pytest.raises(UsageError):
        brokerage(net, draws=-1)


@pytest.mark.parametrize("G", [nx.empty_graph(0), nx.empty_graph(1), nx.empty_graph(3), nx.complete_graph(4),
                               nx.DiGraph([(0, 0)])])  # fmt: skip
def test_where_nobody_stands_between(G: nx.Graph) -> None:
    nx.set_node_attributes(G, "a", "side")
    found = brokerage(G, draws=5)
    assert all(
        row.total == 0 and math.isnan(row.z["liaison"]) and row.p["liaison"] == 1 for row in found.stakeholders
    )
    assert all(row["total"] == 0 for row in brokerage_roles(G).values())
    assert found.totals["liaison"] == {"count": 0, "expected": 0.0, "p": 1.0}
