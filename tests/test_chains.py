"""The search behind ranked routes: its order, its limits, and that it stops where it says."""

from __future__ import annotations

import itertools
from itertools import islice

import pytest

from netmodel import Network, find_routes
from netmodel.errors import LimitError
from netmodel.measures import chains
from netmodel.measures.chains import Chains
from netmodel.measures.routes import permitted


def lattice(width: int) -> Network:
    """A square lattice of ties of strength 1, a corner to the opposite one."""
    names = {(x, y): f"n{x}{y}" for x in range(width) for y in range(width)}
    ties = [
        (names[x, y], names[x + dx, y + dy])
        for x, y in names
        for dx, dy in ((0, 1), (1, 0))
        if (x + dx, y + dy) in names
    ]
    rows = [{"source": u, "target": v, "strength": 1} for u, v in ties]
    return Network.from_tables([{"id": name} for name in names.values()], rows)


def test_routes_come_one_after_another_as_nodes_of_the_graph() -> None:
    net = Network.from_tables([{"id": "a"}, {"id": "b"}], [{"source": "a", "target": "b"}])
    graph, ends = permitted(net, "a", "b")
    found = list(Chains.of(graph, ends.a, ends.b).ranked())
    assert found == [[("stakeholder", "a"), ("tie", "a--b--informal"), ("stakeholder", "b")]]


def test_an_end_that_is_not_in_the_graph_has_no_route() -> None:
    net = Network.from_tables([{"id": "a"}, {"id": "b"}])
    graph, _ = permitted(net, "a", "b")
    assert list(Chains.of(graph, ["a"], ["nowhere"]).ranked()) == []
    assert list(Chains.of(graph, ["a"], ["b"]).ranked(through=["nowhere"])) == []


def test_of_many_equal_routes_the_shortest_come_first_in_the_order_of_ids() -> None:
    """A lattice of 5 by 5 has binomial(8, 4) = 70 shortest routes between opposite corners, all of strength 1."""
    found = find_routes(lattice(5), "n00", "n44", k=71)
    assert [len(route.via) for route in found] == [8] * 70 + [10]
    shortest = [route.stakeholders for route in found[:70]]
    assert shortest == sorted(set(shortest))


def test_a_search_that_takes_too_long_stops_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """All routes of a lattice of 4 by 4 through three given places need more than 50 beginnings: that is said."""
    monkeypatch.setattr(chains, "STEPS", 50)
    graph, ends = permitted(lattice(4), "n00", "n33")
    with pytest.raises(LimitError, match="among 50 beginnings"):
        list(islice(Chains.of(graph, ends.a, ends.b).ranked(through=["n03", "n30", "n11"]), 100))


def test_at_most_so_many_relays_in_a_network_where_all_know_each_other() -> None:
    """K6: 1 + 4 + 4 * 3 routes with up to two relays."""
    rows = [{"source": u, "target": v} for u, v in itertools.combinations("abcdef", 2)]
    net = Network.from_tables([{"id": name} for name in "abcdef"], rows)
    assert len(find_routes(net, "a", "b", k=99, max_relays=2)) == 17
