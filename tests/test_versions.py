"""One version of a network: the sets that a search begins with, and what is told of the best and of a given set."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from networks import random_network

from netmodel import Network
from netmodel.decide.choice import Choice, Limits, Option, open_ids, options_of
from netmodel.decide.objective import Routes
from netmodel.decide.versions import (
    Case,
    filled,
    largest_gains,
    look,
    recommended,
    refilled,
    start_sets,
    version_of,
)
from netmodel.engine.draws import Ensemble
from netmodel.errors import UnknownName, UsageError

GROUPS = {"x": {1, 2, 3, 6, 7, 8}, "y": {1, 2, 3, 4, 5}, "z": {6, 7, 8, 9, 10}}


class Cover:
    """How many of ten are covered: the largest set is no part of the best pair."""

    def value(self, chosen):
        return float(len(set().union(*(GROUPS[name] for name in chosen))))


def pairs_of() -> Choice:
    return Choice.of([Option(name) for name in GROUPS], Limits(count=2))


def test_what_is_filled_takes_the_largest_first():
    assert filled(Cover(), pairs_of(), frozenset()) == {"x", "y"}


def test_a_swap_finds_the_better_pair():
    """x and y cover eight of ten, y and z all ten."""
    assert refilled(Cover(), pairs_of(), frozenset({"x", "y"})) == {"y", "z"}


def test_a_set_that_is_too_dear_loses_what_is_least_worth_its_cost():
    """z adds two to the eight that x and y cover, for as much as each of them."""
    choice = Choice.of([Option(name, cost=2) for name in GROUPS], Limits(budget=4))
    sets = start_sets(Cover(), choice, frozenset(GROUPS))
    assert all(choice.will_do(one) for one in sets)
    assert sets[0] == {"y", "z"}


def test_what_requires_a_channel_goes_with_it():
    options = [Option("x", cost=9), Option("y", requires=("x",)), Option("z")]
    sets = start_sets(Cover(), Choice.of(options, Limits(budget=5)), frozenset(GROUPS))
    assert sets[0] == {"z"}


def test_what_must_be_had_stays_and_what_cannot_be_met_gives_no_set():
    choice = Choice.of([Option(name) for name in GROUPS], Limits(count=1, must_have=frozenset("z")))
    assert start_sets(Cover(), choice, frozenset(GROUPS))[0] == {"z"}
    shut = Choice.of([Option(name) for name in GROUPS], Limits(tests=(lambda chosen: False,)))
    assert start_sets(Cover(), shut, frozenset(GROUPS)) == []


# ---- on networks ------------------------------------------------------------------------------------------------


def case_of(net: Network, limits: Limits, portfolio=None, nodes=10**6) -> Case:
    return Case(Ensemble.of(net), tuple(options_of(net)), limits, open_ids(net), portfolio, 3, nodes)


def check_best(seed: int) -> None:
    """The best set of each version, against all sets at its costs."""
    net = random_network(seed)
    ids = [row.id for row in net.candidates]
    limits = Limits(budget=5.0, count=3)
    portfolio = frozenset(ids[:2])
    case = case_of(net, limits, portfolio)
    if not case.ensemble.weight:
        return
    for number in range(4):
        version = case.ensemble.draw(3, number)
        found = version_of(case, number)
        objective, costs = Routes(case.ensemble.condensed(version)), case.ensemble.costs(version)
        sets = [frozenset(one) for size in range(4) for one in combinations(ids, size)]
        payable = [one for one in sets if sum(costs[name] for name in one) <= 5.0]
        assert found["proven"]
        assert found["value"] == pytest.approx(max(objective.value(one) for one in payable), abs=1e-9)
        assert objective.value(frozenset(found["best"])) == pytest.approx(found["value"], abs=1e-9)
        assert found["affordable"] == (sum(costs[name] for name in portfolio) <= 5.0)
        assert found["with"] == pytest.approx(objective.value(portfolio), abs=1e-12)
        if found["worst"] is not None:
            left = {name: objective.value(portfolio - {name}) for name in portfolio}
            assert left[found["worst"]] == pytest.approx(min(left.values()), abs=1e-12)
            share = (min(left.values()) - found["now"]) / (found["with"] - found["now"])
            assert found["remains"] == pytest.approx(share, abs=1e-6)


@pytest.mark.parametrize("seed", range(15))
def test_the_best_set_of_a_version_is_that_of_enumeration(seed):
    check_best(seed)


@pytest.mark.laws
def test_the_best_sets_of_many_versions():
    for seed in range(100, 400):
        check_best(seed)


def doors(**more) -> Network:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    sure = {"participants": "a:1; b:1", "confidence": "1"}
    rows = [sure | {"id": "bold", "quality": 0.9, "cost": 2}, sure | {"id": "safe", "quality": 0.5, "cost": 1}]
    return Network.from_tables(people, channels=[row | more for row in rows])


def test_the_recommended_set_is_the_one_given_or_the_best():
    case = case_of(doors(), Limits(budget=1))
    assert recommended(case, None) == {"safe"}
    assert recommended(case, ["bold"]) == {"bold"}
    with pytest.raises(UnknownName):
        recommended(case, ["bald"])
    with pytest.raises(UsageError, match="no set"):
        recommended(case_of(doors(), Limits(tests=(lambda chosen: False,))), None)


def test_a_version_in_which_what_must_be_had_cannot_be_paid_has_no_best_set():
    net = doors(confidence="low")
    case = case_of(net, Limits(budget=2, must_have=frozenset({"bold"})), frozenset({"bold"}))
    found = [version_of(case, number) for number in range(20)]
    assert {one["best"] is None for one in found} == {True, False}
    for one in found:
        assert (one["best"] is None) == (not one["affordable"])


def test_a_channel_that_fails_adds_nothing():
    case = case_of(doors(success=0), Limits(), frozenset({"bold"}))
    found = version_of(case, 0)
    assert found["gains"] == [0.0, 0.0]
    assert found["best"] == []
    assert found["worst"] is None


def test_what_is_told_is_plain():
    found = look(case_of(doors(), Limits(), frozenset({"bold"})), Ensemble.of(doors()).given)
    assert found["best"] == ["bold"]
    assert not any(isinstance(value, (np.generic, np.ndarray, frozenset)) for value in found.values())


def check_filled(seed: int) -> None:
    """With the most that each channel can add, fewer are asked, and the same set comes out."""
    net = random_network(seed)
    case = case_of(net, Limits(budget=6.0), frozenset())
    if not case.ensemble.weight:
        return
    for number in range(3):
        version = case.ensemble.draw(3, number)
        objective, asked = Routes(case.ensemble.condensed(version)), Routes(case.ensemble.condensed(version))
        choice = Choice.of(case.options, case.limits, case.there)
        most = largest_gains(objective, choice)
        for chosen in [
            choice.start,
            *(frozenset({name}) for name in choice.closed if choice.will_do({name} | choice.start)),
        ]:
            for how in (False, True):
                pruned = filled(objective, choice, chosen, by_cost=how, most=most)
                assert pruned == filled(asked, choice, chosen, by_cost=how)
            gains = objective.gains(chosen, [name for name in most if name not in chosen])
            assert all(gain <= most[name] for name, gain in gains.items())


@pytest.mark.parametrize("seed", range(12))
def test_a_bound_spares_questions_and_changes_no_answer(seed):
    check_filled(seed)


@pytest.mark.laws
def test_a_bound_changes_no_answer_in_many_networks():
    for seed in range(100, 500):
        check_filled(seed)


def test_of_other_objectives_no_bound_is_known():
    assert largest_gains(Cover(), pairs_of()) == {}
