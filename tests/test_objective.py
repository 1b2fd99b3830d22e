"""Objectives: the three of our own, toys without a bound, and registered ones."""

from __future__ import annotations

import math

import pytest
from decisions import decision_network, every_set
from networks import reach_by_dijkstra

from netmodel import Network, UsageError
from netmodel.decide.objective import (
    DRAWN,
    OBJECTIVES,
    Objective,
    bound_of,
    expected_reach_objective,
    gains_of,
    reach_objective,
)


class Sum:
    def value(self, chosen: frozenset[str]) -> float:
        return float(sum(int(name) for name in chosen))


def test_without_a_bound_of_its_own_all_free_channels_together_bound_each():
    bound = bound_of(Sum(), frozenset({"1"}), ["2", "3"])
    assert (bound.ceiling, bound.gains) == (6.0, {"2": 5.0, "3": 5.0})
    assert gains_of(Sum(), frozenset({"1"}), ["2", "3"]) == {"2": 2.0, "3": 3.0}
    assert isinstance(Sum(), Objective)


def test_expected_reach_is_exact_to_ten_channels_that_may_fail():
    """One channel of success .3: three tenths of its gain; the oracle opens it or not."""
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    rows = [{"id": "c", "participants": "a:1; b:1", "quality": 0.5, "success": 0.3}]
    net = Network.from_tables(people, channels=rows)
    assert expected_reach_objective(net).value(frozenset({"c"})) == pytest.approx(0.15, abs=1e-15)


@pytest.mark.parametrize("seed", range(6))
def test_expected_reach_equals_the_mean_over_all_worlds(seed: int):
    net = decision_network(seed, channels=4)
    worth = expected_reach_objective(net)
    chosen = frozenset(row.id for row in net.candidates)
    success = {row.id: row.success for row in net.candidates}
    mean = 0.0
    for opens in every_set(chosen):
        chance = math.prod(success[n] if n in opens else 1 - success[n] for n in chosen)
        mean += chance * reach_by_dijkstra(net.open(*opens)) if chance else 0.0
    assert worth.value(chosen) == pytest.approx(mean, abs=1e-9, nan_ok=True)


def test_beyond_ten_the_worlds_are_drawn_once_and_near_the_truth():
    people = [{"id": f"{side}{k}", "side": side} for side in "AB" for k in range(12)]
    rows = [{"id": f"c{k:02}", "participants": f"A{k}:1; B{k}:1", "quality": 1, "success": 0.5} for k in range(12)]
    net = Network.from_tables(people, channels=rows)
    worth = expected_reach_objective(net, seed=1)
    everything = frozenset(row["id"] for row in rows)
    exact = 12 * 0.5 / 144
    error = math.sqrt(12 * 0.25) / 144 / math.sqrt(DRAWN)
    assert abs(worth.value(everything) - exact) < 4 * error
    assert worth.value(everything) == expected_reach_objective(net, seed=1).value(everything)
    assert worth.value(everything) != expected_reach_objective(net, seed=2).value(everything)


def test_reach_with_nothing_open_is_reach():
    net = decision_network(7)
    assert reach_objective(net).value(frozenset()) == pytest.approx(reach_by_dijkstra(net), abs=1e-9, nan_ok=True)


def test_a_package_may_add_an_objective_and_an_unknown_one_is_named():
    OBJECTIVES.add("sum", lambda net, **_: Sum())
    try:
        assert OBJECTIVES["sum"](None).value(frozenset({"2"})) == 2.0
    finally:
        OBJECTIVES.remove("sum")
    with pytest.raises(UsageError, match="did you mean 'reach'"):
        OBJECTIVES["reech"]
