"""The cheapest set that reaches a target, against every set."""

from __future__ import annotations

import math

import pytest
from decisions import choice_of, decision_network, random_limits, sets_that_will_do

from netmodel.decide.cheapest import cheapest
from netmodel.decide.choice import Choice, Option, open_ids, options_of
from netmodel.decide.objective import OBJECTIVES


class Sum:
    def value(self, chosen: frozenset[str]) -> float:
        return float(sum({"a": 3, "b": 2, "c": 2}[name] for name in chosen))


def test_two_small_ones_may_be_cheaper_than_a_large_one():
    rows = [Option("a", 5.0), Option("b", 2.0), Option("c", 2.0)]
    assert cheapest(Sum(), Choice.of(rows), 4).best == {"b", "c"}
    assert cheapest(Sum(), Choice.of(rows), 5).best == {"a", "b"}


def test_a_target_that_is_reached_already_costs_nothing():
    found = cheapest(Sum(), Choice.of([Option("a", 5.0)]), 0.0)
    assert (found.best, found.cost, found.optimal) == (frozenset(), 0.0, True)


def test_a_target_out_of_reach_says_how_far_one_gets():
    found = cheapest(Sum(), Choice.of([Option("a", 5.0), Option("b", 2.0)]), 6)
    assert found.best is None
    assert (found.lower_bound, found.optimal, found.most) == (math.inf, True, 5.0)


def equals_enumeration(seed: int) -> None:
    net = decision_network(seed)
    worth = OBJECTIVES[("reach", "expected_reach", "reliability")[seed % 3]](net, seed=seed)
    low, high = worth.value(frozenset()), worth.value(frozenset(row.id for row in net.candidates))
    if math.isnan(low):
        return
    limits = random_limits(net, seed)
    target = low + (high - low) * (seed % 10) / 10
    choice = choice_of(net, limits)
    if choice is None:
        assert not sets_that_will_do(net, limits)
        return
    found = cheapest(worth, choice, target)
    costs = [choice.cost(one) for one in sets_that_will_do(net, limits) if worth.value(one) >= target - 1e-12]
    assert found.optimal
    if not costs:
        assert found.best is None
    else:
        assert found.cost == pytest.approx(min(costs))
        assert found.value >= target - 1e-11


@pytest.mark.parametrize("seed", range(45))
def test_the_cheapest_set_equals_enumeration(seed: int):
    equals_enumeration(seed)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(2000, 2600))
def test_the_cheapest_set_equals_enumeration_at_length(seed: int):
    equals_enumeration(seed)


def test_a_search_that_is_stopped_tells_what_any_set_must_cost():
    net = decision_network(9, channels=12)
    worth = OBJECTIVES["reach"](net)
    choice = Choice.of(options_of(net), None, open_ids(net))
    target = 0.6 * worth.value(frozenset(choice.options)) + 0.4 * worth.value(frozenset())
    best = cheapest(worth, choice, target)
    for nodes in (1, 2, 5):
        stopped = cheapest(worth, choice, target, node_limit=nodes)
        assert stopped.lower_bound <= best.cost + 1e-9
        assert stopped.best is None or stopped.cost >= best.cost - 1e-9
