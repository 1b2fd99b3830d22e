"""Answers known before any code: worked by hand, each small enough to check on paper."""

from __future__ import annotations

from typing import Any

import pytest
from networks import mini_rupture

from netmodel import Network, rank_channels
from netmodel.engine.kernel import Reach
from netmodel.engine.worlds import Worlds
from netmodel.measures.sides import cross_side_betweenness, cross_side_efficiency
from netmodel.measures.whole import reach

Rows = list[dict[str, Any]]


def tied(*ties: tuple[str, str, float]) -> Rows:
    return [{"source": a, "target": b, "strength": p} for a, b, p in ties]


def on_sides(**sides: str) -> Rows:
    return [{"id": name, "side": side, "influence": 1} for side, names in sides.items() for name in names.split()]


def test_two_channels_in_either_order() -> None:
    people = on_sides(A="a1 a2", B="b1 b2")
    channels: Rows = [
        {"id": "c1", "participants": "a2:1; b1:1", "quality": 0.6},
        {"id": "c2", "participants": "a1:1; b2:1", "quality": 0.4},
    ]
    net = Network.from_tables(people, tied(("a1", "a2", 0.8), ("b1", "b2", 0.5)), channels=channels)
    state = Reach.of(net)
    assert state.value == 0
    assert state.open("c1").value == pytest.approx(0.405, abs=1e-12)
    assert state.open("c1").open("c2").value == pytest.approx(0.45, abs=1e-12)
    assert state.open("c2").open("c1").value == pytest.approx(0.45, abs=1e-12)


LAYERED: Rows = [
    {"id": "a1", "side": "A", "issues": "trade; arctic", "influence": 1},
    {"id": "a2", "side": "A", "issues": "trade", "influence": 1},
    {"id": "b1", "side": "B", "issues": "trade; arctic", "influence": 1},
    {"id": "b2", "side": "B", "issues": "arctic", "influence": 1},
    {"id": "x", "side": "third", "issues": "arctic", "influence": 1},
]
LAYERED_TIES = tied(("a1", "x", 0.8), ("x", "b1", 0.8), ("a2", "b1", 0.5), ("a1", "a2", 0.5))
PRIORITIES: Rows = [
    {"issue": "arctic", "priority_A": 5, "priority_B": 5},
    {"issue": "trade", "priority_A": 4, "priority_B": 1},
]


def test_layers_carry_only_their_issue() -> None:
    net = Network.from_tables(LAYERED, LAYERED_TIES)
    by_issue = rank_channels(net).reach["by_issue"]
    assert by_issue["arctic"]["now"] == pytest.approx(0.16, abs=1e-12)
    assert by_issue["trade"]["now"] == pytest.approx(0.375, abs=1e-12)
    assert reach(net) == pytest.approx(0.2675, abs=1e-12)
    assert reach(net, by_issue=False) == pytest.approx(0.205, abs=1e-12)


def test_priorities_weigh_the_layers() -> None:
    assert reach(Network.from_tables(LAYERED, LAYERED_TIES, issues=PRIORITIES)) == pytest.approx(0.22143, abs=5e-6)


@pytest.mark.parametrize(("permeability", "together"), [(1, 0.54675), (0.5, 0.273375)])
def test_channels_in_series_count_only_together(permeability: float, together: float) -> None:
    people = [*on_sides(A="a1 a2", B="b1 b2"), {"id": "x", "permeability": permeability}]
    channels: Rows = [
        {"id": "c1", "participants": "a2:1; x:1", "quality": 0.9},
        {"id": "c2", "participants": "x:1; b1:1", "quality": 0.9},
    ]
    ties = tied(("a1", "a2", 0.8), ("b1", "b2", 0.5))
    net = Network.from_tables(people, ties, channels=channels)
    first, second = rank_channels(net).channels
    assert (first.gain, second.gain) == (0, 0)
    assert reach(net.open("c1", "c2")) == pytest.approx(together, abs=1e-12)
    assert (first.only_together_with, second.only_together_with) == (("c2",), ("c1",))
    assert (first.best_partner, second.best_partner) == ("c2", "c1")
    assert (first.rank, second.rank) == (1, 1)


@pytest.mark.parametrize(("members", "overstated"), [(3, 0.22), (4, 0.48)])
def test_a_channel_is_a_hub_and_not_a_clique(members: int, overstated: float) -> None:
    """Reliability of a pair: .8 * .5 * .8 through the hub; ties for every pair would promise too much."""
    people = [
        {"id": f"m{k}", "side": "AB"[min(k, 1)] if k < 2 else "third", "permeability": 1} for k in range(members)
    ]
    everybody = "; ".join(row["id"] + ":0.8" for row in people)
    hub: Rows = [{"id": "c", "participants": everybody, "quality": 0.5, "status": "open"}]
    exact = Worlds.of(Network.from_tables(people, channels=hub)).reliability()
    assert exact.exact and exact.value == pytest.approx(0.32, abs=1e-12)
    clique = [(one["id"], other["id"], 0.32) for one in people for other in people if one["id"] < other["id"]]
    wrong = Worlds.of(Network.from_tables(people, tied(*clique))).reliability()
    assert wrong.exact and wrong.value / exact.value - 1 == pytest.approx(overstated, abs=0.01)


def test_one_seminar_joins_all_pairs_and_a_second_none() -> None:
    people = on_sides(A="a1 a2 a3", B="b1 b2 b3 b4")
    ties = tied(*[("a1", f"a{k}", 0.5) for k in (2, 3)], *[("b1", f"b{k}", 0.5) for k in (2, 3, 4)])
    channels: Rows = [{"id": "one", "participants": "a1; b1"}, {"id": "two", "participants": "a2; b2"}]
    net = Network.from_tables(people, ties, channels=channels)
    assert {row.id: row.pairs_restored for row in rank_channels(net).channels} == {"one": 12, "two": 12}
    after = rank_channels(net.open("one")).channels
    assert [(row.id, row.pairs_restored) for row in after] == [("two", 0)]


class TestMiniRupture:
    """The network of four and three: pair counts cannot rank its channels, efficiency and reach can."""

    def test_pairs_and_efficiency_before_and_after(self) -> None:
        net = mini_rupture()
        assert net.before is not None
        assert Reach.of(net.before).connectedness == 1.0
        assert Reach.of(net).connectedness == pytest.approx(3 / 12)
        assert cross_side_efficiency(net.before.graph) == pytest.approx(0.5694, abs=5e-5)
        assert cross_side_efficiency(net.graph) == pytest.approx(0.1528, abs=5e-5)

    @pytest.mark.parametrize(
        ("channel", "gain"), [("GAC--MID--informal", 0.3611), ("TCS--MinEcon--informal", 0.3083)]
    )
    def test_restoring_a_tie(self, channel: str, gain: float) -> None:
        net = mini_rupture()
        added = cross_side_efficiency(net.open(channel).graph) - cross_side_efficiency(net.graph)
        assert added == pytest.approx(gain, abs=5e-5)
        row = next(row for row in rank_channels(net).channels if row.id == channel)
        assert (row.pairs_restored, row.pairs_strengthened) == (9, 0)

    def test_a_seminar_at_home_leads_into_the_last_open_door(self) -> None:
        net = mini_rupture()
        people = [{"id": r.id, "side": r.side, "influence": 1} for r in net.stakeholders]
        ties = tied(*[(t.source, t.target, t.strength) for t in net.active_ties])
        seminar: Rows = [{"id": "seminar", "participants": "GAC:1; UofT:1", "quality": 1, "kind": "academic"}]
        after = Network.from_tables(people, ties, channels=seminar)
        added = cross_side_efficiency(after.open("seminar").graph) - cross_side_efficiency(after.graph)
        assert added == pytest.approx(0.2208, abs=5e-5)
        row = rank_channels(after).informal[0]
        assert (row.pairs_restored, row.group) == (9, "informal")
        assert row.same_side_gain == row.gain > 0

    def test_the_only_open_door_is_seen_by_cross_side_betweenness_alone(self) -> None:
        import networkx as nx

        net = mini_rupture()
        assert nx.betweenness_centrality(net.graph)["UofT"] == 0.0
        assert cross_side_betweenness(net.graph)["UofT"] == pytest.approx(3 / 12)

    def test_restoring_both_ties_returns_the_earlier_numbers_exactly(self) -> None:
        net = mini_rupture()
        restored = net.open(*(channel.id for channel in net.candidates))
        assert net.before is not None
        assert reach(restored) == reach(net.before)
        assert cross_side_efficiency(restored.graph) == cross_side_efficiency(net.before.graph)
        lost = reach(net.before) - reach(net)
        both = sum(row.gain for row in rank_channels(net).channels)
        assert both >= lost - 1e-12


def test_permeability_is_multiplied_at_every_arrival() -> None:
    """Strengths .9 and .8, permeability 1 and .5: .36. At 1 everywhere it is the plain measure."""
    people: Rows = [
        {"id": "a", "side": "A"},
        {"id": "v", "permeability": 1},
        {"id": "b", "side": "B", "permeability": 0.5},
    ]
    ties = [{**tie, "directed": "yes"} for tie in tied(("a", "v", 0.9), ("v", "b", 0.8))]
    assert 2 * reach(Network.from_tables(people, ties)) == pytest.approx(0.36, abs=1e-12)


def test_wheatstone_bridge_reliability() -> None:
    """2p^2 + 2p^3 - 5p^4 + 2p^5 at p = .9 (textbook): .97848."""
    people: Rows = [{"id": "s", "side": "A"}, {"id": "t", "side": "B"}, *({"id": x, "permeability": 1} for x in "uv")]
    bridge = [("s", "u"), ("s", "v"), ("u", "v"), ("u", "t"), ("v", "t")]
    estimate = Worlds.of(Network.from_tables(people, tied(*[(a, b, 0.9) for a, b in bridge]))).reliability()
    assert estimate.exact and estimate.value == pytest.approx(0.97848, abs=1e-9)
