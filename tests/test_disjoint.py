"""Disjoint routes against brute force: the largest sets of routes that share nothing, the strongest of them."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from functools import cache

import pytest
from walks import Walk, elements, every_walk, random_ends, random_multigraph

from netmodel import Network, UsageError
from netmodel.measures.cuts import minimum_cut
from netmodel.measures.disjoint import SHARED, By, disjoint_routes, flow_network
from netmodel.measures.routes import permitted


def used(item: Walk, by: By) -> frozenset[str]:
    """What no other route of a disjoint set may use."""
    return frozenset(item.via) if by == "ties" else elements(item, ends=by == "stakeholders")


def best_packing(walks: list[Walk], by: By) -> tuple[int, Fraction]:
    """Size of the largest set of disjoint routes, and the greatest product of strengths of such a set."""
    parts = [used(item, by) for item in walks]

    @cache
    def best(first: int, taken: frozenset[str]) -> tuple[int, Fraction]:
        found = (0, Fraction(1))
        for n in range(first, len(parts)):
            if not parts[n] & taken:
                count, product = best(n + 1, taken | parts[n])
                found = max(found, (count + 1, product * walks[n].strength))
        return found

    return best(0, frozenset())


def holds_for(seed: int) -> None:
    net, rng = random_multigraph(seed, most=6, ties=8), random.Random(seed)
    for _ in range(2):
        ends = random_ends(net, rng)
        limits = {"formality": "informal"} if rng.random() < 0.2 else {}
        walks = every_walk(net, *ends, **limits)
        for by in SHARED:
            routes = disjoint_routes(net, *ends, by=by, **limits)
            parts = [used(Walk(Fraction(1), r.stakeholders, r.via, ()), by) for r in routes]
            assert sum(map(len, parts)) == len(frozenset().union(*parts)), "routes share something"
            assert {(r.stakeholders, r.via) for r in routes} <= {(item.people, item.via) for item in walks}
            count, product = best_packing(walks, by)
            assert len(routes) == count == minimum_cut(net, *ends, by=by, **limits).size, "Menger"
            assert math.prod(r.strength for r in routes) == pytest.approx(float(product), rel=1e-7)


@pytest.mark.parametrize("seed", range(20))
def test_disjoint_routes_are_as_many_and_as_strong_as_can_be(seed: int) -> None:
    holds_for(seed)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(20, 600))
def test_disjoint_routes_are_as_many_and_as_strong_as_can_be_at_full_volume(seed: int) -> None:
    holds_for(seed)


def test_the_diamond_has_two_independent_routes() -> None:
    """System 17 of the known answers: a-x-b and a-y-b; the route a-x-y-b would block both."""
    net = Network.from_tables(
        [{"id": name} for name in "abxy"], [{"source": u, "target": v} for u, v in ("ax", "xb", "ay", "yb", "xy")]
    )
    assert ["".join(route.stakeholders) for route in disjoint_routes(net, "a", "b")] == ["axb", "ayb"]
    assert len(disjoint_routes(net, "a", "b", by="ties")) == 2
    assert len(disjoint_routes(net, "a", "b", by="stakeholders")) == 1


def test_the_strongest_route_may_have_to_give_way() -> None:
    """Suurballe's point: a-x-y-b is the strongest (.729), and taking it first would leave no second route."""
    pairs = {"ax": 0.9, "xy": 0.9, "yb": 0.9, "ay": 0.5, "xb": 0.5}
    ties = [{"source": pair[0], "target": pair[1], "strength": p} for pair, p in pairs.items()]
    net = Network.from_tables([{"id": name, "permeability": 1} for name in "abxy"], ties)
    assert [r.stakeholders for r in disjoint_routes(net, "a", "b", most=1)] == [("a", "x", "y", "b")]
    assert [(r.stakeholders, round(r.strength, 9)) for r in disjoint_routes(net, "a", "b")] == [
        (("a", "x", "b"), 0.45),
        (("a", "y", "b"), 0.45),
    ]


def test_a_relay_may_serve_two_routes_that_share_no_tie() -> None:
    """Both ties a-x and both ties x-b: two routes by ties, one by relays; a channel counts as a tie does."""
    pairs = [("a", "x", "1"), ("a", "x", "2"), ("x", "b", "3"), ("x", "b", "4")]
    ties = [{"source": u, "target": v, "id": name} for u, v, name in pairs]
    net = Network.from_tables([{"id": name} for name in "abx"], ties)
    assert [route.via for route in disjoint_routes(net, "a", "b", by="ties")] == [("1", "3"), ("2", "4")]
    assert len(disjoint_routes(net, "a", "b")) == 1
    members = "a:1; b:1; x:1"
    forum = Network.from_tables(
        [{"id": name} for name in "abx"], channels=[{"id": "c", "participants": members, "status": "open"}]
    )
    assert [route.via for route in disjoint_routes(forum, "a", "b", by="ties")] == [("c",)]


def test_no_route_no_tie_and_wrong_questions() -> None:
    net = Network.from_tables([{"id": "a"}, {"id": "b"}])
    assert disjoint_routes(net, "a", "b") == disjoint_routes(net, "a", "b", by="ties") == []
    with pytest.raises(UsageError, match="give one of relays, ties, stakeholders"):
        flow_network(*permitted(net, "a", "b"), "people")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="at least one route"):
        disjoint_routes(net, "a", "b", most=0)
