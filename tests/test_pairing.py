"""What pairing two sides takes besides the assignment."""

from __future__ import annotations

import pytest
from networks import hub_graph, random_network

from netmodel import Network
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.assignment import assign
from netmodel.policy.pairing import (
    amount,
    how,
    of_side,
    pins_of,
    refuse_weights,
    routes_between,
    two_sides,
    unpaired,
    worth,
)

THREE = Network.from_tables(
    [{"id": "a1", "side": "A", "name": "Ann"}, {"id": "b1", "side": "B"}, {"id": "c1", "side": "C"}, {"id": "x"}]
)


def test_the_first_two_sides_are_compared_unless_others_are_given():
    assert two_sides(THREE) == ("A", "B")
    assert two_sides(THREE, us="C") == ("C", "A")
    assert two_sides(THREE, them="A") == ("B", "A")
    assert two_sides(THREE, us="B", them="C") == ("B", "C")
    assert two_sides(Network.from_tables([{"id": "x"}])) == ("", "")
    assert two_sides(Network.from_tables([{"id": "a", "side": "A"}])) == ("A", "")


def test_a_side_that_is_not_there_or_stands_twice_is_refused():
    with pytest.raises(UnknownName, match="side 'D' is not known"):
        two_sides(THREE, us="D")
    with pytest.raises(UsageError, match="not 'A' with itself"):
        two_sides(THREE, us="A", them="A")


def test_nobody_is_on_no_side():
    assert [row.id for row in of_side(THREE, "A")] == ["a1"]
    assert of_side(THREE, "") == []


def test_pins_are_found_by_name_and_turned_the_right_way():
    assert pins_of(THREE, ("A", "B"), [("b1", "Ann"), ("a1", "b1")]) == [("a1", "b1")]
    for pin in (("a1", "c1"), ("a1", "x"), ("a1", "a1")):
        with pytest.raises(UsageError, match="not of the two sides compared"):
            pins_of(THREE, ("A", "B"), [pin])
    with pytest.raises(UsageError, match="is not known"):
        pins_of(THREE, ("A", "B"), [("a1", "nobody")])


def test_who_stays_alone_is_told_for_both_ends():
    assert unpaired(["ab", "x"], assign("ab", "x", [[0], [1]])) == (("a",), ())


@pytest.mark.parametrize("value", [-0.1, float("nan"), float("inf")])
def test_weights_below_0_are_refused(value):
    with pytest.raises(UsageError, match="give a number of 0 or more"):
        refuse_weights({"rank": value})


@pytest.mark.parametrize("seed", range(12))
def test_routes_are_those_of_a_search_on_the_plain_graph(seed):
    """The mean of the strongest route there and back, whatever the issues: one Dijkstra from each end."""
    import math

    import networkx as nx

    net = random_network(seed)
    rows, columns = of_side(net, "S0"), of_side(net, "S1")
    found, G = routes_between(net, ("S0", "S1"), rows, columns), hub_graph(net, None)
    for at, one in enumerate(rows):
        far = nx.single_source_dijkstra_path_length(G, one.id, weight="far")
        for to, other in enumerate(columns):
            back = nx.single_source_dijkstra_path_length(G, other.id, weight="far")
            there = math.exp(-far[other.id]) if other.id in far else 0.0
            wanted = (there + (math.exp(-back[one.id]) if one.id in back else 0.0)) / 2
            assert found[at, to] == pytest.approx(wanted, abs=1e-9)


def test_no_rows_have_no_routes():
    assert routes_between(THREE, ("A", "B"), [], of_side(THREE, "B")).shape == (0, 1)


def test_the_words_say_what_the_pairing_is_worth():
    plain = worth(assign("abc", "xyz", [[9, 8, 1], [8, 3, 1], [1, 1, 5]]), str)
    assert plain == [
        "Their scores add up to 21, and no other pairing has more; taking the best score first gives 17, 4 less."
    ]
    held = worth(assign("ab", "xy", [[9, 8], [8, 3]], pins=[("a", "x"), ("b", "y")]), str)
    assert held[1:] == ["a is held to x: the pin costs nothing.", "b is held to y: the pin costs nothing.",
                        "The 2 pins cost 4 together."]  # fmt: skip
    same = worth(assign("ab", "xy", [[1, 1], [1, 1]]), str)
    assert "another pairing is worth the same, and the first by id is shown" in same[0]
    assert worth(assign("", "", []), str) == []


@pytest.mark.parametrize(("step", "said"), [(0.01, "gives 2.01, 0.01 less"), (0.001, "gives 2, a little less")])
def test_what_the_obvious_choice_falls_short_by_fits_the_sums_shown(step, said):
    """With step .01 the sums are 2.025 and 2.01, shown as 2.02 and 2.01: not .02 less, the regret being .015."""
    found = assign("ab", "xy", [[1 + 2 * step, 1 + step], [1 + 1.5 * step, 1 - step]])
    assert said in worth(found, str)[0]
    assert found.regret == pytest.approx(1.5 * step)


def test_numbers_and_reasons_in_words():
    assert [amount(value) for value in (4.0, 0.254, -0.001, 10.0, 0.5)] == ["4", "0.25", "0", "10", "0.5"]
    assert [how(True, True), how(False, True), how(False, False)] == ["pinned", "obvious", "for the sum"]
