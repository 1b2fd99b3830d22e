"""Assumptions moved one at a time: which there are, and what each does to the network."""

from __future__ import annotations

import pytest

from netmodel import Network
from netmodel.decide.assumptions import is_doubtful, settings
from netmodel.decide.choice import Limits


def study() -> Network:
    people = [
        {"id": "a", "side": "A", "level": 1, "issues": "arctic; trade"},
        {"id": "b", "side": "B", "level": 5, "issues": "arctic; trade"},
        {"id": "t"},
    ]
    ties = [
        {"id": "at", "source": "a", "target": "t", "strength": 0.8, "confidence": "low"},
        {"id": "bt", "source": "b", "target": "t"},
        {"id": "old", "source": "a", "target": "b", "strength": 0.5, "status": "severed"},
    ]
    channels = [
        {"id": "lunch", "participants": "a:0.9; b", "quality": 0.9, "cost": 4},
        {"id": "talks", "participants": "a; b", "cost": ""},
    ]
    issues = [
        {"issue": "arctic", "priority_A": 5, "priority_B": 5},
        {"issue": "trade", "priority_A": 1, "priority_B": 1},
    ]
    return Network.from_tables(people, ties, channels=channels, issues=issues)


def moved(what: str, setting: str, limits: Limits | None = None) -> Network:
    (row,) = [row for row in settings(study(), limits or Limits()) if (row.what, row.setting) == (what, setting)]
    return row.net


def test_every_class_of_judgement_is_moved_once_down_and_once_up():
    assert [(row.what, row.setting, row.cells, row.assumed) for row in settings(study(), Limits(budget=5))] == [
        ("strength of ties", "x 0.7", 2, 1),
        ("strength of ties", "x 1.3", 2, 1),
        ("strength of ties, where it is assumed", "x 0.7", 1, 1),
        ("strength of ties, where it is assumed", "x 1.3", 1, 1),
        ("uptake", "x 0.7", 4, 3),
        ("uptake", "x 1.3", 4, 3),
        ("quality of channels", "x 0.7", 2, 1),
        ("quality of channels", "x 1.3", 2, 1),
        ("quality of channels, where it is assumed", "x 0.7", 1, 1),
        ("quality of channels, where it is assumed", "x 1.3", 1, 1),
        ("permeability of third parties", "0.25", 1, 1),
        ("permeability of third parties", "0.75", 1, 1),
        ("permeability of third parties", "1", 1, 1),
        ("influence", "all equal", 2, 2),
        ("priorities of issues", "all equal", 2, 0),
        ("cost", "x 0.7", 2, 1),
        ("cost", "x 1.3", 2, 1),
        ("ties of low confidence", "taken away", 1, 0),
        ("each passage", "x 0.95", 0, 0),
        ("each passage", "x 0.9", 0, 0),
        ("each passage", "x 0.8", 0, 0),
        ("each passage", "x 0.7", 0, 0),
    ]


def test_costs_stay_where_there_is_no_budget():
    assert "cost" not in {row.what for row in settings(study(), Limits())}


def test_shares_are_never_above_one():
    assert [tie.strength for tie in moved("strength of ties", "x 1.3").ties] == [1.0, 0.65, 0.5]
    quality = moved("quality of channels", "x 1.3").channel["lunch"].quality
    assert quality == 1.0
    people = moved("uptake", "x 1.3").channel["lunch"].participants
    assert [(person.uptake, person.uptake_out) for person in people] == [(1.0, 1.0), (1.0, 1.0)]


def test_only_what_is_assumed_is_moved_where_that_is_asked():
    ties = moved("strength of ties, where it is assumed", "x 0.7").tie
    assert (ties["at"].strength, ties["bt"].strength) == (0.8, 0.35)
    channels = moved("quality of channels, where it is assumed", "x 0.7").channel
    assert channels["lunch"].quality == 0.9
    assert channels["talks"].quality == pytest.approx(0.7 * study().channel["talks"].quality)


def test_only_third_parties_are_made_more_or_less_permeable():
    people = moved("permeability of third parties", "0.25").stakeholder
    assert [people[name].permeability for name in ("a", "b", "t")] == [1, 1, 0.25]


def test_weights_are_made_equal():
    assert {row.influence for row in moved("influence", "all equal").stakeholders} == {1.0}
    net = moved("priorities of issues", "all equal")
    assert net.issue_weight("arctic", "A", "B") == net.issue_weight("trade", "A", "B") == 1


def test_costs_and_doubtful_ties():
    costs = moved("cost", "x 0.7", Limits(budget=5)).channel
    assert costs["lunch"].cost == pytest.approx(2.8)
    gone = moved("ties of low confidence", "taken away")
    assert [tie.id for tie in gone.active_ties] == ["bt"]


@pytest.mark.parametrize(("word", "doubtful"), [("low", True), ("0.6", True), ("0.61", False), ("", False)])
def test_what_is_doubtful(word, doubtful):
    assert is_doubtful(word) == doubtful


def test_a_study_of_sure_strangers_holds_the_passages_alone():
    net = Network.from_tables([{"id": "a", "side": "A"}, {"id": "b", "side": "B"}])
    assert {row.what for row in settings(net, Limits())} == {"each passage"}
