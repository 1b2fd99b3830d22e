"""Key players: the known optima of the karate club, enumeration, and a gap that is true."""

from __future__ import annotations

import itertools
import math
import random

import networkx as nx
import pytest
from networks import mini_rupture
from test_keysets import KINDS, by_definition, random_graph

from netmodel.errors import UnknownName, UsageError
from netmodel.measures import keysets
from netmodel.measures.keyplayer import fragmentation, key_players, reach_of_set


@pytest.mark.parametrize(
    ("size", "goal", "measure", "members", "value"),
    [
        (3, "fragment", "components", {"0", "32", "33"}, 0.5699),
        (2, "fragment", "components", {"0", "1"}, 0.4234),
        (2, "reach", "distance", {"0", "33"}, 0.9559),
        (3, "fragment", "distance", {"0", "32", "33"}, 0.7968),
    ],
)
def test_karate(size: int, goal: str, measure: str, members: set[str], value: float) -> None:
    """Optima of KNOWN-ANSWERS (Borgatti 2006 for the measures); KPP-Neg there is F, by components."""
    found = key_players(nx.karate_club_graph(), size=size, goal=goal, measure=measure)
    assert set(found.set) == members and found.optimal and found.gap == 0
    assert round(found.value, 4) == value and found.upper_bound == found.value


def test_borgattis_two_measures_of_fragmentation_by_hand() -> None:
    star = nx.star_graph(4)
    assert fragmentation(star) == 0 and fragmentation(star, [0]) == 1
    assert fragmentation(star, distance=True) == pytest.approx(1 - (8 + 12 / 2) / 20)
    assert fragmentation(nx.Graph([(0, 1), (2, 3)])) == pytest.approx(1 - 4 / 12)
    assert fragmentation(nx.DiGraph([(0, 1)])) == 0.5
    assert math.isnan(fragmentation(star, [0, 1, 2, 3])) and math.isnan(fragmentation(nx.Graph()))


def test_reach_by_hand() -> None:
    path = nx.path_graph(5)
    assert reach_of_set(path, [0]) == pytest.approx((1 + 1 + 1 / 2 + 1 / 3 + 1 / 4) / 5)
    assert reach_of_set(path, [0], steps=2) == 0.6 and reach_of_set(path, [0, 4], steps=1) == 0.8
    assert reach_of_set(path, []) == 0 and math.isnan(reach_of_set(nx.Graph(), []))
    assert reach_of_set(nx.DiGraph([(0, 1)]), [1]) == 0.5
    with pytest.raises(UnknownName):
        reach_of_set(path, [9])
    with pytest.raises(UsageError):
        reach_of_set(path, [0], steps=0)


def check(seed: int, most: int) -> None:
    G, rng = random_graph(seed, most), random.Random(seed)
    goal, measure = rng.choice(KINDS)
    steps = rng.randrange(1, 4)
    size = rng.randrange(1, min(4, len(G) - 2) + 1)
    best = max(by_definition(G, members, goal, measure, steps) for members in itertools.combinations(G, size))
    found = key_players(G, size=size, goal=goal, measure=measure, steps=steps)
    assert found.optimal and found.value == pytest.approx(best, abs=1e-9), seed
    members = [int(name) for name in found.set]
    assert by_definition(G, members, goal, measure, steps) == pytest.approx(found.value, abs=1e-9)
    assert len(found.set) == size and list(found.set) == sorted(found.set)
    quick = key_players(G, size=size, goal=goal, measure=measure, steps=steps, limit=rng.choice([0, 0, 3, 12]))
    assert quick.value <= best + 1e-9 <= quick.upper_bound + 2e-9, seed
    assert quick.optimal == (quick.gap == 0)


@pytest.mark.parametrize("start", range(0, 24, 8))
def test_against_enumeration(start: int) -> None:
    for seed in range(start, start + 8):
        check(seed, 9)


def test_against_enumeration_as_for_large_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keysets, "SMALL", 0)
    for seed in range(100, 112):
        check(seed, 9)


@pytest.mark.laws
@pytest.mark.parametrize("small", [60, 0])
def test_against_enumeration_on_500_graphs_of_up_to_14(small: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keysets, "SMALL", small)
    for seed in range(500):
        check(seed, 14)


def test_the_best_set_is_not_made_of_the_best_alone() -> None:
    """Two hubs of the same crowd: the second adds nothing to the first."""
    G = nx.Graph([(hub, k) for hub in ("h1", "h2") for k in range(6)] + [("far", k) for k in "xyz"])
    found = key_players(G, size=2, goal="reach", measure="steps", steps=1)
    assert "far" in found.set and found.value == pytest.approx(11 / 12)
    assert found.alone["far"] == pytest.approx(4 / 12)
    assert max(found.without.values()) == pytest.approx(7 / 12)
    assert found.alternatives[0][1] <= found.value


def test_what_is_told_of_a_set() -> None:
    found = key_players(mini_rupture().at("2013"), size=1)
    data = found.to_json()
    assert {"set", "value", "upper_bound", "optimal", "gap", "goal", "measure", "now"} <= set(data)
    assert found.set == ("MID",) and found.now == 0 and found.value == pytest.approx(1 - 14 / 30)
    assert found.alone == {"MID": found.value} and found.without == {"MID": 0.0}
    reached = key_players(mini_rupture(), size=2, goal="reach").to_json()
    assert reached["now"] is None and reached["measure"] == "distance"


def test_row_order_changes_nothing() -> None:
    G = nx.gnp_random_graph(12, 0.25, seed=2)
    H = nx.Graph()
    H.add_nodes_from(reversed(list(G)))
    H.add_edges_from((v, u) for u, v in reversed(list(G.edges)))
    for goal, measure in KINDS:
        asked = {"size": 3, "goal": goal, "measure": measure}
        assert str(key_players(G, **asked)) == str(key_players(H, **asked))


def test_a_network_of_sixty_five_is_solved_or_says_its_gap() -> None:
    G = nx.disjoint_union(nx.barbell_graph(12, 1), nx.cycle_graph(40))
    found = key_players(G, size=2)
    joined = min(
        sum(len(piece) * (len(piece) - 1) for piece in nx.connected_components(G.subgraph(set(G) - set(pair))))
        for pair in itertools.combinations(G, 2)
    )
    assert found.optimal and found.value == pytest.approx(1 - joined / (63 * 62))
    greedy = key_players(G, size=4, limit=0)
    assert greedy.value <= greedy.upper_bound <= 1 and greedy.gap > 0


@pytest.mark.parametrize("G", [nx.empty_graph(4), nx.complete_graph(5), nx.DiGraph([(0, 1), (1, 2)])])
def test_plain_networks(G: nx.Graph) -> None:
    for goal, measure in KINDS:
        found = key_players(G, size=1, goal=goal, measure=measure)
        assert 0 <= found.value <= found.upper_bound <= 1
    assert key_players(nx.empty_graph(1), size=1, goal="reach").value == 1
    assert key_players(nx.complete_graph(4), size=4, goal="reach").set == ("0", "1", "2", "3")


def test_the_bound_of_a_share_is_a_share() -> None:
    """Greedy alone on a path of twenty: its gains sum to more than 1; a set that reaches all is proven."""
    found = key_players(nx.path_graph(20), size=4, goal="reach", limit=0)
    assert found.value < 1 == found.upper_bound and not found.optimal
    whole = key_players(nx.star_graph(6), size=2, goal="reach", limit=0)
    assert whole.value == whole.upper_bound == 1 and whole.optimal


def test_what_is_refused() -> None:
    G = nx.path_graph(4)
    for wrong in (
        {"size": 0},
        {"size": 3},
        {"size": 5, "goal": "reach"},
        {"size": 1, "goal": "win"},
        {"size": 1, "measure": "steps"},
        {"size": 1, "goal": "reach", "steps": 0},
        {"size": 1, "limit": -1},
    ):
        with pytest.raises(UsageError):
            key_players(G, **wrong)
    with pytest.raises(UsageError, match="too few"):
        key_players(nx.empty_graph(2), size=1)
    with pytest.raises(UsageError, match="too few"):
        key_players(nx.Graph(), size=1, goal="reach")
