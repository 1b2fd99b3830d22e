"""Relay resilience in one call, and the widest route against brute force."""

from __future__ import annotations

import json
import random

import pytest
from networks import mini_rupture
from walks import every_walk, random_ends, random_multigraph

from netmodel import Network, UsageError, find_routes
from netmodel.measures import resilience
from netmodel.measures.cuts import Cut
from netmodel.measures.resilience import relay_resilience, sides_if_none, widest_route


def diamond() -> Network:
    ties = [{"source": u, "target": v, "strength": 1, "id": f"{u}{v}"} for u, v in ("ax", "xb", "ay", "yb", "xy")]
    return Network.from_tables([{"id": name, "name": name.upper()} for name in "abxy"], ties)


def test_the_diamond() -> None:
    """System 17 of the known answers: 4 simple routes, 2 disjoint, smallest node cut {x, y}."""
    found = relay_resilience(diamond(), "a", "b")
    assert (found.routes, found.all_counted, len(found.independent), found.direct) == (4, True, 2, 0)
    assert found.cut == Cut(stakeholders=("x", "y")) and found.cut_of_ties.size == found.by_ties == 2
    assert found.relays == ("x", "y") and found.bottlenecks.size == 0
    assert found.sentences(diamond())[:2] == [
        "From A to B: 4 simple routes, of which at most 2 share no relay, tie or channel; 0 of them are direct.",
        "The smallest cut between the ends: 2 stakeholders (X, Y).",
    ]


def test_words_of_few_routes_and_of_near_certainty() -> None:
    def words(ties: str, strength: float) -> list[str]:
        rows = [{"source": one, "target": other, "strength": strength} for one, other in ties.split()]
        net = Network.from_tables([{"id": name, "permeability": 1} for name in "abxy"], rows)
        return relay_resilience(net, "a", "b").sentences(net)

    assert words("ab", 0.4)[0] == "From a to b: 1 simple route, a direct one."
    assert words("ax xb", 0.5)[0] == "From a to b: 1 simple route, not a direct one."
    shared = words("ax ax xb", 0.5)[0]
    assert shared == "From a to b: 2 simple routes, any two of which share a relay, tie or channel."
    chance = "That some route works, each tie with the chance of its strength, each arrival with the permeability: "
    assert words("ax xb", 0.5)[-1] == f"{chance}25\xa0% (exact)."
    assert words("ab ax xb ay yb", 0.999)[-1] == f"{chance}more than 99.99\xa0% (exact)."
    assert words("ab", 1)[-1] == f"{chance}100\xa0% (exact)."
    with pytest.raises(UsageError, match="there is 1 side, not two"):
        relay_resilience(Network.from_tables([{"id": "a", "side": "A"}]))


def test_the_sides_of_mini_rupture_hang_on_one_tie() -> None:
    """After 2014 UofT-MGIMO is the only tie between the sides: it, and either end of it, cuts them."""
    net = mini_rupture()
    found = relay_resilience(net)
    assert (found.routes, found.direct, len(found.separate)) == (1, 1, 1)
    assert found.cut.names == found.bottlenecks.ties == ("UofT--MGIMO--informal",)
    assert found.bottlenecks.stakeholders == ("UofT", "MGIMO")
    assert len(found.cut_with_ends.stakeholders) == 1
    assert found.reliability.exact and found.reliability.value == 1
    before = relay_resilience(net.at("2013"))
    assert (before.routes, before.direct, before.bottlenecks.size) == (3, 3, 0)
    assert sorted(route.stakeholders for route in before.separate) == [
        ("GAC", "MID"),
        ("TCS", "MinEcon"),
        ("UofT", "MGIMO"),
    ]
    said = " ".join(found.sentences(net, called=("Canada", "Russia")))
    assert "From Canada to Russia: 1 simple route" in said and "Each of these alone" in said and "100\xa0%" in said


def test_no_route_is_said_in_one_sentence() -> None:
    net = Network.from_tables([{"id": "a"}, {"id": "b"}])
    found = relay_resilience(net, "a", "b")
    assert found.sentences(net) == ["No route joins a and b."]
    assert found.strongest is found.widest is None and found.reliability.value == 0
    assert json.dumps(found.to_json(), allow_nan=False)


def test_many_routes_are_more_than_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resilience, "COUNTED", 3)
    found = relay_resilience(diamond(), "a", "b")
    assert found.to_json()["simple_routes"] == {"count": 3, "all": False}
    assert "more than 3 simple routes" in found.sentences(diamond())[0]


def test_drawn_chances_and_long_lists_are_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netmodel.measures.two_terminal.EXACT", -1)
    relays = [f"r{k}" for k in range(8)]
    ties = [{"source": u, "target": v, "strength": 0.5} for r in relays for u, v in (("a", r), (r, "b"))]
    net = Network.from_tables([{"id": name} for name in ["a", "b", *relays]], ties)
    said = relay_resilience(net, "a", "b").sentences(net)
    assert "8 stakeholders (r0, r1, r2, r3, r4, r5 and 2 more)" in said[1]
    assert "95\xa0% interval, 10,000 drawn worlds" in said[-1]


@pytest.mark.parametrize("seed", range(30))
def test_what_the_parts_say_fits_together(seed: int) -> None:
    net = random_multigraph(seed)
    ends = random_ends(net, random.Random(seed))
    found = relay_resilience(net, *ends)
    walks = every_walk(net, *ends)
    assert found.routes == len(walks)
    assert found.cut.size == len(found.independent) <= found.by_ties == found.cut_of_ties.size
    assert found.cut_with_ends.size == len(found.separate) <= len(found.independent)
    assert (found.bottlenecks.size > 0) >= (found.cut.size == 1)
    assert (found.strongest is None) == (not walks)


def widest_holds_for(seed: int) -> None:
    net, rng = random_multigraph(seed), random.Random(seed)
    for _ in range(3):
        ends = random_ends(net, rng)
        walks = every_walk(net, *ends, channels_once=False)
        found = widest_route(net, *ends)
        assert (found is None) == (not walks)
        if found is not None:
            width = max(min(item.passages) for item in walks)
            best = next(item for item in walks if min(item.passages) == width)
            assert (found.stakeholders, found.via) == (best.people, best.via)
            assert min(found.passages) == pytest.approx(float(width), abs=1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_the_widest_route_is_the_strongest_of_the_widest(seed: int) -> None:
    widest_holds_for(seed)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(25, 600))
def test_the_widest_route_is_the_strongest_of_the_widest_at_full_volume(seed: int) -> None:
    widest_holds_for(seed)


def test_the_widest_route_need_not_be_the_strongest() -> None:
    """Three passages of .5 (.125 arrives) against one of .3."""
    ties = [
        {"source": u, "target": v, "strength": p} for u, v, p in (("a", "x", 0.5), ("x", "b", 0.5), ("a", "b", 0.3))
    ]
    net = Network.from_tables([{"id": name, "permeability": 1} for name in "abx"], ties)
    widest = widest_route(net, "a", "b")
    assert widest is not None and widest.stakeholders == ("a", "x", "b")
    assert find_routes(net, "a", "b")[0].stakeholders == ("a", "b")


def test_ends_that_are_left_out() -> None:
    net = Network.from_tables([{"id": name, "side": side} for name, side in (("a", "A"), ("b", "B"), ("c", "C"))])
    with pytest.raises(UsageError, match="3 sides, not two"):
        relay_resilience(net)
    with pytest.raises(UsageError, match="only one end"):
        relay_resilience(net, "a")
    assert sides_if_none(net.between("A", "C"), None, None) == ("side:A", "side:C")
    assert sides_if_none(net, "a", "b") == ("a", "b")
