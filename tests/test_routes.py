"""Routes against brute force: every simple route enumerated, on networks with parallel ties and channels."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from networks import random_network
from walks import every_walk, random_ends, random_multigraph

from netmodel import Network, UsageError, find_routes
from netmodel.errors import LimitError
from netmodel.measures.routes import passages, permitted, strongest_route


@pytest.mark.parametrize("seed", range(80))
def test_k_strongest_routes_equal_all_routes_sorted(seed: int) -> None:
    net = random_network(seed)
    actors = sorted(net.stakeholder)[:4]
    issue = net.layers[seed % len(net.layers)]
    for a, b in itertools.permutations(actors, 2):
        wanted = every_walk(net, [a], [b], issue=issue)[:3]
        routes = find_routes(net, a, b, k=3, issue=issue)
        assert [route.strength for route in routes] == pytest.approx([float(item.strength) for item in wanted])
        assert [(route.stakeholders, route.via) for route in routes] == [(item.people, item.via) for item in wanted]


def random_limits(net: Network, rng: random.Random, ends: tuple[list[str], list[str]]) -> dict[str, Any]:
    """Any combination of limits, each with a chance of one half."""
    names = sorted(net.stakeholder)
    others = sorted({*net.tie, *net.channel, *names} - {*ends[0], *ends[1]})
    junior = rng.randrange(1, 6)
    limits: dict[str, Any] = {
        "issue": rng.choice(net.layers),
        "avoid": rng.sample(others, min(len(others), rng.randrange(1, 3))),
        "through": rng.sample(names, min(len(names), rng.randrange(1, 3))),
        "max_relays": rng.randrange(4),
        "levels": (rng.randrange(1, junior + 1), junior),
        "formality": rng.choice(["formal", "informal"]),
    }
    return {name: value for name, value in limits.items() if rng.random() < 0.4}


def holds_for(seed: int) -> None:
    net, rng = random_multigraph(seed), random.Random(seed)
    for _ in range(6):
        ends = random_ends(net, rng)
        limits = random_limits(net, rng, ends)
        wanted = every_walk(net, *ends, **limits)
        for k in (1, 4, len(wanted) + 1):
            routes = find_routes(net, *ends, k=k, **limits)
            assert [(route.stakeholders, route.via) for route in routes] == [(w.people, w.via) for w in wanted[:k]]
        assert [r.strength for r in routes] == pytest.approx([float(w.strength) for w in wanted], abs=1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_every_combination_of_limits_equals_enumeration_in_the_same_order(seed: int) -> None:
    holds_for(seed)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(25, 600))
def test_every_combination_of_limits_equals_enumeration_at_full_volume(seed: int) -> None:
    holds_for(seed)


@pytest.mark.parametrize("seed", range(40))
def test_the_strongest_route_is_what_the_kernel_counts(seed: int) -> None:
    net = random_network(seed)
    issue = net.layers[0]
    for a, b in itertools.permutations(sorted(net.stakeholder)[:4], 2):
        best = strongest_route(net, passages(net, issue), a, b)
        listed = find_routes(net, a, b, k=1, issue=issue)
        assert (best is None) == (not listed)
        if best is not None:
            assert best.strength == pytest.approx(listed[0].strength, abs=1e-9)


def test_equal_routes_are_ordered_by_passages_then_ids() -> None:
    """.8 * .5 directly equal to .4: the shorter one first; of two alike the lower id first."""
    people = [{"id": name, "permeability": 1} for name in "abyx"]
    pairs = (("a", "x", 0.8), ("x", "b", 0.5), ("a", "y", 0.5), ("y", "b", 0.8), ("a", "b", 0.4))
    ties = [{"source": s, "target": t, "strength": p} for s, t, p in pairs]
    routes = find_routes(Network.from_tables(people, ties), "a", "b", k=3)
    assert [route.stakeholders for route in routes] == [("a", "b"), ("a", "x", "b"), ("a", "y", "b")]
    assert [round(route.strength, 12) for route in routes] == [0.4, 0.4, 0.4]
    assert routes[1].weakest_link == ("x", "b")


def test_parallel_ties_are_routes_of_their_own() -> None:
    people = [{"id": "a"}, {"id": "b", "permeability": 1}]
    ties = [
        {"source": "a", "target": "b", "kind": kind, "strength": p} for kind, p in (("sport", 0.4), ("academic", 0.6))
    ]
    routes = find_routes(Network.from_tables(people, ties), "a", "b", k=5)
    assert [route.via for route in routes] == [("a--b--academic",), ("a--b--sport",)]


def diamond(**rows: Any) -> Network:
    """System 17 of the known answers: a-x-b, a-y-b, x-y."""
    people = [{"id": name, "permeability": 1, **rows.get(name, {})} for name in "abxy"]
    pairs = ["ax", "xb", "ay", "yb", "xy"]
    return Network.from_tables(people, [{"source": u, "target": v, "id": f"{u}{v}"} for u, v in pairs])


def test_the_diamond_has_four_simple_routes() -> None:
    """System 17, by hand: a-x-b, a-y-b, a-x-y-b, a-y-x-b."""
    found = find_routes(diamond(), "a", "b", k=9)
    assert ["".join(route.stakeholders) for route in found] == ["axb", "ayb", "axyb", "ayxb"]
    assert len(find_routes(diamond(), "a", "b", k=9, max_relays=1)) == 2
    assert ["".join(r.stakeholders) for r in find_routes(diamond(), "a", "b", k=9, through=["x", "y"])] == [
        "axyb",
        "ayxb",
    ]
    assert ["".join(r.stakeholders) for r in find_routes(diamond(), "a", "b", k=9, avoid=["x"])] == ["ayb"]
    assert ["".join(r.stakeholders) for r in find_routes(diamond(), "a", "b", k=9, avoid=["ax", "xy"])] == ["ayb"]


def test_a_window_bars_only_those_too_junior_for_it() -> None:
    """x is a minister and may send anyone; y is an expert, too junior for 2 to 3; level 0 is exempt."""
    net = diamond(x={"level": 1}, y={"level": 5})
    assert ["".join(r.stakeholders) for r in find_routes(net, "a", "b", k=9, levels=(2, 3))] == ["axb"]
    assert len(find_routes(diamond(x={"level": 0}, y={"level": 3}), "a", "b", k=9, levels=(2, 3))) == 4


def test_routes_between_sides_begin_at_any_member_and_relay_by_neither() -> None:
    """gac-edc is a tie within a side: it begins no route; the third party relays."""
    rows = [{"id": "gac", "side": "ca"}, {"id": "edc", "side": "ca"}, {"id": "mid", "side": "ru", "kind": "ministry"}]
    ties = [("edc", "gac"), ("gac", "mid"), ("edc", "forum"), ("forum", "mid")]
    net = Network.from_tables([*rows, {"id": "forum"}], [{"source": u, "target": v} for u, v in ties])
    found = find_routes(net, "side:ca", "kind:ministry side:ru", k=9)
    assert [route.stakeholders for route in found] == [("gac", "mid"), ("edc", "forum", "mid")]
    assert [r.stakeholders for r in find_routes(net, "side:ca", "mid", through="edc")] == [("edc", "forum", "mid")]
    assert find_routes(net, "side:ca", "mid", through=["edc", "gac"]) == []
    assert [r.stakeholders for r in find_routes(net, "side:ca", "mid", avoid=["edc"])] == [("gac", "mid")]


def test_no_route_is_an_answer() -> None:
    net = Network.from_tables([{"id": "a"}, {"id": "b"}])
    assert find_routes(net, "a", "b") == []


def test_a_dead_end_of_many_is_no_burden() -> None:
    """Behind x lie 30 who all know each other, and no way on: the one route there is found at once."""
    crowd = [f"n{k:02}" for k in range(30)]
    ties = [("a", "x"), ("x", "b"), *itertools.combinations(["x", *crowd], 2)]
    rows = [{"source": u, "target": v, "strength": 1} for u, v in ties]
    net = Network.from_tables([{"id": name} for name in ["a", "b", "x", *crowd]], rows)
    assert [route.stakeholders for route in find_routes(net, "a", "b", k=5)] == [("a", "x", "b")]


def test_the_limits_leave_the_network_of_a_selection_alone() -> None:
    net = diamond()
    graph, ends = permitted(net, "a", "b", avoid=["x"])
    assert ("stakeholder", "x") not in graph and "x" in net.stakeholder
    assert (ends.a, ends.b) == ({"a"}, {"b"})


@pytest.mark.parametrize(
    ("a", "b", "k", "issue", "said"),
    [
        ("ministri", "b", 1, None, "did you mean 'ministry'"),
        ("b", "b", 1, None, "two stakeholders"),
        ("ministry", "b", 0, None, "at least one"),
        ("ministry", "b", 1, "artic", "did you mean 'arctic'"),
    ],
)
def test_a_wrong_question_is_explained(a: str, b: str, k: int, issue: str | None, said: str) -> None:
    net = Network.from_tables([{"id": "ministry", "issues": "arctic"}, {"id": "b"}])
    with pytest.raises(UsageError, match=said):
        find_routes(net, a, b, k=k, issue=issue)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"max_relays": -1}, "0 or more"),
        ({"avoid": ["z"]}, "stakeholder, tie or channel 'z' is not known"),
        ({"avoid": ["a"]}, "one end is to be avoided"),
        ({"through": ["z"]}, "stakeholder 'z' is not known"),
        ({"levels": (3, 2)}, "no window"),
        ({"levels": (0, 2)}, "no window"),
        ({"formality": "secret"}, "'formal' or 'informal'"),
    ],
)
def test_wrong_limits_are_explained(limits: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        find_routes(diamond(), "a", "b", **limits)


def test_too_many_to_pass_is_a_stated_limit() -> None:
    names = [f"n{k:02}" for k in range(13)]
    with pytest.raises(LimitError, match="10 stakeholders at most, not 11"):
        find_routes(Network.from_tables([{"id": name} for name in names]), "n00", "n12", through=names[1:12])
