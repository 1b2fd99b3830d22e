"""The exact search: toy objectives whose best set is known, and every set looked at."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from decisions import choice_of, decision_network, random_limits, sets_that_will_do

from netmodel.decide.choice import Choice, Limits, Option, open_ids, options_of
from netmodel.decide.greedy import quick_sets
from netmodel.decide.objective import OBJECTIVES, Objective, bound_of
from netmodel.decide.search import fill, knapsack, search

COVER = {"x": {1, 2, 3, 6, 7, 8}, "y": {1, 2, 3, 4, 5}, "z": {6, 7, 8, 9, 10}}


class Toy:
    """An objective made of a plain function."""

    def __init__(self, worth: Callable[[frozenset[str]], float]) -> None:
        self.value = worth


def covered(chosen: frozenset[str]) -> float:
    return float(len(set().union(*(COVER[name] for name in chosen))))


def test_the_coverage_trap_greedy_takes_eight_and_the_search_ten():
    """Known answer: {1,2,3,6,7,8}, {1..5}, {6..10}, choose 2."""
    choice = Choice.of([Option(name) for name in COVER], Limits(count=2))
    first = max(COVER, key=lambda name: len(COVER[name]))
    greedy = max(covered(frozenset({first, other})) for other in COVER if other != first)
    found = search(Toy(covered), choice)
    assert greedy == 8
    assert (sorted(found.best), found.value, found.upper_bound, found.optimal) == (["y", "z"], 10.0, 10.0, True)


def test_the_relay_trap_greedy_takes_one_and_the_search_five():
    """Known answer: C1={a,c}, C2={c,b0}, b0 a hub of 4, C3={a,d}: pairs reached from a."""

    def reached(chosen: frozenset[str]) -> float:
        return (5.0 if {"C1", "C2"} <= chosen else 0.0) or float("C3" in chosen)

    found = search(Toy(reached), Choice.of([Option(name) for name in ("C1", "C2", "C3")], Limits(count=2)))
    assert (sorted(found.best), found.value) == (["C1", "C2"], 5.0)


def test_equal_sets_go_to_the_cheaper_then_the_less_risky_then_the_smaller_then_by_id():
    def one_is_enough(chosen: frozenset[str]) -> float:
        return float(bool(chosen))

    rows = [Option("a", 3.0), Option("b", 2.0, 0.5), Option("d", 2.0, 0.2), Option("c", 2.0, 0.2)]
    assert search(Toy(one_is_enough), Choice.of(rows)).best == frozenset({"c"})


def test_an_empty_choice_opens_nothing_and_says_so():
    found = search(Toy(lambda chosen: 0.5), Choice.of([]))
    assert (found.best, found.value, found.optimal) == (frozenset(), 0.5, True)


def test_where_no_set_will_do_there_is_no_best_set():
    never = Limits(tests=(lambda chosen: False,))
    found = search(Toy(covered), Choice.of([Option(name) for name in COVER], never))
    assert found.best is None
    assert found.optimal


def test_a_search_that_is_stopped_tells_a_gap_that_holds():
    net = decision_network(9, channels=12)
    worth = OBJECTIVES["reach"](net)
    choice = Choice.of(options_of(net), Limits(budget=8), open_ids(net))
    best = search(worth, choice)
    for nodes in (1, 2, 4, 8):
        stopped = search(worth, choice, start=[frozenset()], node_limit=nodes)
        assert stopped.value - 1e-12 <= best.value <= stopped.upper_bound + 1e-12
        assert stopped.optimal == (stopped.upper_bound <= stopped.value + 1e-12)


def test_the_runner_ups_are_the_next_best_sets_and_none_is_missing():
    net = decision_network(11, channels=8)
    worth = OBJECTIVES["reach"](net)
    limits = Limits(count=3)
    sets = sets_that_will_do(net, limits)
    ranked = sorted((round(worth.value(one), 12) for one in sets), reverse=True)
    found = search(worth, Choice.of(options_of(net), limits, open_ids(net)), keep=6, tolerance=1.0)
    assert found.complete_pool
    assert [value for _, value in found.pool] == pytest.approx(ranked[:6], abs=1e-12)


def test_a_search_content_with_a_gap_says_what_it_did_not_look_for():
    net = decision_network(11, channels=8)
    worth = OBJECTIVES["reach"](net)
    choice = Choice.of(options_of(net), Limits(count=3), open_ids(net))
    best = search(worth, choice)
    rough = search(worth, choice, gap=0.2)
    assert rough.value <= best.value + 1e-12 <= rough.upper_bound + 2e-12
    assert not rough.optimal


def test_the_knapsack_is_cut_where_the_room_ends():
    assert knapsack(np.array([6.0, 5.0, 1.0]), np.array([2.0, 5.0, 0.0]), 4.0) == pytest.approx((6 + 2 + 1, 1.0))
    choice = Choice.of([Option("a", 2.0), Option("b", 3.0)], Limits(budget=4.0))
    [filled] = fill(choice, frozenset(), [{"a": 6.0, "b": 3.0}])
    assert filled.most == pytest.approx(8.0)
    assert filled.profit == pytest.approx({"a": 4.0, "b": 0.0})


def equals_enumeration(seed: int, name: str) -> None:
    """The search, its bound and the quick sets, against every set."""
    net = decision_network(seed)
    worth: Objective = OBJECTIVES[name](net, seed=seed)
    if math.isnan(worth.value(frozenset())):
        return
    limits = random_limits(net, seed)
    sets = sets_that_will_do(net, limits)
    choice = choice_of(net, limits)
    if choice is None:
        assert not sets
        return
    quick = quick_sets(worth, choice)
    found = search(worth, choice, start=quick if seed % 2 else ())
    if not sets:
        assert found.best is None
        return
    best = max(worth.value(one) for one in sets)
    assert found.optimal, (seed, name)
    assert found.best in sets, (seed, name)
    assert found.value == pytest.approx(best, abs=1e-11), (seed, name)
    assert found.upper_bound >= best - 1e-11
    assert all(one in sets for one in quick)
    cost = min(choice.cost(one) for one in sets if worth.value(one) >= best - 1e-12)
    assert choice.cost(found.best) == pytest.approx(cost), (seed, name)
    free = choice.addable(choice.start, limits.must_not)
    bound = bound_of(worth, choice.start, free)
    assert bound.ceiling >= best - 1e-11
    for start, gains in bound.ways:
        assert worth.value(choice.start) + start + fill(choice, choice.start, [gains])[0].most >= best - 1e-11


@pytest.mark.parametrize("name", ["reach", "expected_reach", "reliability"])
@pytest.mark.parametrize("seed", range(40))
def test_the_search_equals_enumeration(seed: int, name: str):
    equals_enumeration(seed, name)


@pytest.mark.laws
@pytest.mark.parametrize("name", ["reach", "expected_reach", "reliability"])
@pytest.mark.parametrize("seed", range(1000, 1400))
def test_the_search_equals_enumeration_at_length(seed: int, name: str):
    equals_enumeration(seed, name)
