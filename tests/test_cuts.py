"""Cuts against brute force: every set of elements that meets all routes, the smallest; and that they separate."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from walks import elements, every_walk, random_ends, random_multigraph

from netmodel import Network, find_routes
from netmodel.measures.cuts import Cut, bottlenecks, minimum_cut
from netmodel.measures.disjoint import SHARED, By


def smallest_cuts(net: Network, ends: tuple[list[str], list[str]], by: By) -> list[frozenset[str]]:
    """All sets of the fewest elements that meet every route."""
    walks = every_walk(net, *ends)
    parts = [frozenset(w.via) if by == "ties" else elements(w, ends=by == "stakeholders") for w in walks]
    every = sorted(frozenset().union(*parts))
    for size in range(len(every) + 1):
        found = [frozenset(names) for names in combinations(every, size) if all(part & {*names} for part in parts)]
        if found:
            return found
    return []


def holds_for(seed: int) -> None:
    net, rng = random_multigraph(seed, most=6, ties=8), random.Random(seed)
    for _ in range(2):
        ends = random_ends(net, rng)
        for by in SHARED:
            cut = minimum_cut(net, *ends, by=by)
            wanted = smallest_cuts(net, ends, by)
            assert frozenset(cut.names) in wanted and cut.size == len(frozenset(cut.names))
            most = max(len(names & net.stakeholder.keys()) for names in wanted)
            assert len(cut.stakeholders) == (0 if by == "ties" else most)
            separates(net, ends, cut)
        walks = every_walk(net, *ends)
        alone = frozenset.intersection(*(elements(w, ends=True) for w in walks)) if walks else frozenset()
        sole = {side[0] for side in ends if len(side) == 1}
        found = bottlenecks(net, *ends)
        assert frozenset(found.names) == alone - sole
        if walks:
            met = [name for name in walks[0].people if name in found.stakeholders]
            assert list(found.stakeholders) == met
            assert [name for name in walks[0].via if name in found.ties] == list(found.ties)


def separates(net: Network, ends: tuple[list[str], list[str]], cut: Cut) -> None:
    """What a cut names is taken away: nobody is left to reach anybody."""
    less = net.without(*cut.names)
    a, b = ([name for name in side if name not in cut.stakeholders] for side in ends)
    assert not a or not b or find_routes(less, a, b) == []


@pytest.mark.parametrize("seed", range(20))
def test_cuts_are_smallest_and_separate(seed: int) -> None:
    holds_for(seed)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(20, 600))
def test_cuts_are_smallest_and_separate_at_full_volume(seed: int) -> None:
    holds_for(seed)


def network(*pairs: str, people: str = "abxy") -> Network:
    ties = [{"source": u, "target": v, "id": f"{u}{v}"} for u, v in pairs]
    return Network.from_tables([{"id": name} for name in people], ties)


def test_the_smallest_node_cut_of_the_diamond() -> None:
    """System 17 of the known answers: {x, y}."""
    net = network("ax", "xb", "ay", "yb", "xy")
    assert minimum_cut(net, "a", "b") == Cut(stakeholders=("x", "y"))
    assert minimum_cut(net, "a", "b", by="ties").size == 2
    assert bottlenecks(net, "a", "b") == Cut()


def test_a_direct_tie_must_be_cut_itself() -> None:
    """a-b and a-x-b: no loss of relays parts a and b, so the cut names x and the tie."""
    cut = minimum_cut(network("ab", "ax", "xb"), "a", "b")
    assert cut == Cut(stakeholders=("x",), ties=("ab",))
    assert cut.to_json() == {"size": 2, "stakeholders": ["x"], "ties": ["ab"], "channels": []}


def test_who_holds_the_contact_between_two_sides() -> None:
    """Side a, c, d against b: all ties to b pass through a, who is at the end: with ends kept two ties must go."""
    net = Network.from_tables(
        [*({"id": name, "side": "A"} for name in "acd"), {"id": "b", "side": "B"}, {"id": "e", "side": "B"}],
        [{"source": u, "target": v, "id": f"{u}{v}"} for u, v in ("ca", "da", "ab", "ae")],
    )
    assert minimum_cut(net, "side:A", "side:B") == Cut(ties=("ab", "ae"))
    assert minimum_cut(net, "side:A", "side:B", by="stakeholders") == Cut(stakeholders=("a",))
    assert bottlenecks(net, "side:A", "side:B") == Cut(stakeholders=("a",))


def test_bottlenecks_are_the_articulation_points_and_bridges_between_the_ends() -> None:
    """a-x, then two ways x-y and x-z-y, then y-b; w hangs off x and parts nobody."""
    net = network("ax", "xy", "xz", "zy", "yb", "xw", people="abxyzw")
    assert bottlenecks(net, "a", "b") == Cut(stakeholders=("x", "y"), ties=("ax", "yb"))


def test_where_there_is_no_route_there_is_nothing_to_cut() -> None:
    for net in (network("ax"), network(), network("ax", "yb")):
        assert minimum_cut(net, "a", "b") == bottlenecks(net, "a", "b") == Cut()


def test_a_channel_is_cut_as_one() -> None:
    """Three members meet in a forum only: it is the cut, and the bottleneck."""
    forum = {"id": "forum", "participants": "a:1; b:1; x:1", "status": "open"}
    net = Network.from_tables([{"id": name} for name in "abx"], channels=[forum])
    assert minimum_cut(net, "a", "b") == bottlenecks(net, "a", "b") == Cut(channels=("forum",))
