"""Routes against brute force: every simple route enumerated, on networks with parallel ties and channels."""

from __future__ import annotations

import itertools

import pytest
from networks import random_network

from netmodel import Network, UsageError, find_routes
from netmodel.measures.routes import passages, strongest_route


def every_route(
    net: Network, a: str, b: str, issue: str | None
) -> list[tuple[float, int, tuple[str, ...], tuple[str, ...]]]:
    """Strength, passages, stakeholders and ties or channels of every simple route, by depth-first search."""

    def deals(issues: tuple[str, ...]) -> bool:
        return issue is None or not issues or issue in issues

    steps: dict[str, list[tuple[str, str, float]]] = {}
    here = {row.id: row.permeability for row in net.stakeholder.values() if deals(row.issues)}
    for tie in net.active_ties:
        if deals(tie.issues):
            ends = [(tie.source, tie.target)] + [(tie.target, tie.source)] * (not tie.directed)
            for one, other in ends:
                steps.setdefault(one, []).append((tie.id, other, tie.strength))
    for channel in net.open_channels:
        if deals(channel.issues):
            for one, other in itertools.permutations(channel.participants, 2):
                passes = one.uptake * channel.quality * other.uptake_out
                steps.setdefault(one.stakeholder, []).append((channel.id, other.stakeholder, passes))
    found = []

    def walk(path: tuple[str, ...], via: tuple[str, ...], strength: float) -> None:
        if path[-1] == b:
            found.append((strength, len(via), path, via))
            return
        for name, other, passes in steps.get(path[-1], []):
            once = name in net.channel and name in via
            if other in here and other not in path and passes * here[other] > 0 and not once:
                walk((*path, other), (*via, name), strength * passes * here[other])

    if a in here and b in here:
        walk((a,), (), 1.0)
    return sorted(found, key=lambda item: (-round(item[0], 9), item[1], item[2], item[3]))


@pytest.mark.parametrize("seed", range(80))
def test_k_strongest_routes_equal_all_routes_sorted(seed: int) -> None:
    net = random_network(seed)
    actors = sorted(net.stakeholder)[:4]
    issue = net.layers[seed % len(net.layers)]
    for a, b in itertools.permutations(actors, 2):
        wanted = every_route(net, a, b, issue)[:3]
        routes = find_routes(net, a, b, k=3, issue=issue)
        assert [route.strength for route in routes] == pytest.approx([item[0] for item in wanted], abs=1e-9)
        for route, item in zip(routes, wanted, strict=True):
            if sum(abs(other[0] - item[0]) < 1e-6 for other in wanted) == 1:
                assert (route.stakeholders, route.via) == (item[2], item[3])


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


def test_no_route_is_an_answer() -> None:
    net = Network.from_tables([{"id": "a"}, {"id": "b"}])
    assert find_routes(net, "a", "b") == []


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
