"""What may be chosen, against the meaning of the columns."""

from __future__ import annotations

import pytest
from decisions import choice_of, decision_network, every_set, random_limits, sets_that_will_do, will_do

from netmodel import Network, UsageError
from netmodel.decide.choice import Choice, Limits, Option, open_ids, options_of


@pytest.mark.parametrize("seed", range(25))
def test_a_set_will_do_where_the_columns_say_so(seed: int):
    net = decision_network(seed, channels=7)
    limits = random_limits(net, seed)
    choice = choice_of(net, limits)
    if choice is None:
        assert not sets_that_will_do(net, limits)
        return
    for one in every_set(row.id for row in net.candidates):
        wanted = will_do(net.channels, limits, open_ids(net), one)
        assert wanted == (one <= set(choice.options) and choice.will_do(one)), one


def test_what_requires_something_that_is_not_to_be_had_is_dropped():
    choice = Choice.of([Option("a", requires=("gone",)), Option("b", requires=("open",))], there={"open"})
    assert list(choice.options) == ["b"]


def test_what_is_open_shuts_out_what_it_cannot_be_beside():
    assert not Choice.of([Option("a", excludes=("open",))], there={"open"}).options


def test_either_of_two_may_say_that_they_exclude_each_other():
    choice = Choice.of([Option("a", excludes=("b",)), Option("b")])
    assert not choice.will_do(frozenset({"a", "b"}))
    assert choice.addable(frozenset({"b"}), frozenset()) == []


def test_what_must_be_chosen_brings_what_it_requires():
    choice = Choice.of([Option("a", requires=("b",)), Option("b")], Limits(must_have=frozenset({"a"})))
    assert choice.start == {"a", "b"}


@pytest.mark.parametrize(
    "limits", [Limits(budget=1, must_have=frozenset({"a"})), Limits(must_have=frozenset({"a"}), max_risk=0.1)]
)
def test_what_must_be_chosen_and_cannot_be_is_refused(limits: Limits):
    with pytest.raises(UsageError, match=r"what must be chosen \(a\) cannot be"):
        Choice.of([Option("a", cost=2, risk=0.5)], limits)


def test_limits_below_nothing_and_unknown_channels_are_refused():
    with pytest.raises(UsageError, match="budget -1 is not a limit"):
        Limits(budget=-1)
    with pytest.raises(UsageError, match="budget nan is not a limit"):
        Limits(budget=float("nan"))
    with pytest.raises(UsageError, match="candidate channel 'zz' is not known"):
        Choice.of([Option("a")], Limits(must_not=frozenset({"zz"})))


def test_a_limit_that_is_met_to_the_last_cent_is_met():
    choice = Choice.of([Option(name, cost=0.1) for name in "abc"], Limits(budget=0.3))
    assert choice.will_do(frozenset("abc"))


def test_an_open_channel_that_says_so_shuts_out_a_candidate():
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    both = {"participants": "a; b"}
    rows = [both | {"id": "o", "status": "open", "excludes": "x"}, both | {"id": "x"}]
    net = Network.from_tables(people, channels=rows)
    assert not Choice.of(options_of(net), None, open_ids(net)).options
