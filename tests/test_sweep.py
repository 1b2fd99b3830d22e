"""Where an answer turns on a parameter."""

from __future__ import annotations

import json
from typing import Any

import pytest

from netmodel import Network, UsageError
from netmodel.errors import LimitError
from netmodel.policy.agenda import agenda
from netmodel.policy.ladder import ladder
from netmodel.policy.sweep import sweep

PEOPLE = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
NET = Network.from_tables(
    PEOPLE,
    channels=[{"id": "webinar", "participants": "a; b", "modality": "virtual", "builds_trust": 0.5}],
    issues=[{"issue": "hot", "sensitivity": 0.5, "priority_A": 1, "priority_B": 1}],
)


def test_the_ladder_turns_on_trust_and_on_the_cap() -> None:
    """Trust .5 opens the issue at once; below, a virtual channel does, where its cap is .5 or more."""
    found = sweep(NET, ladder, {"trust": [0.1, 0.5], "caps.virtual": [0.4, 0.5]})
    assert [(point.values, point.answer) for point in found.points] == [
        ((0.1, 0.4), "hot later by no ladder"),
        ((0.1, 0.5), "hot later in 1 step"),
        ((0.5, 0.4), "hot now"),
        ((0.5, 0.5), "hot now"),
    ]
    told = [(row.parameter, row.low, row.high, row.beside) for row in found.changes]
    assert told == [
        ("trust", 0.1, 0.5, {"caps.virtual": 0.4}),
        ("trust", 0.1, 0.5, {"caps.virtual": 0.5}),
        ("caps.virtual", 0.4, 0.5, {"trust": 0.1}),
    ]
    assert found.sentences[0] == "There are 3 different answers at 4 points of trust and caps.virtual."
    assert found.sentences[3] == (
        "Between caps.virtual 0.4 and 0.5 (at trust 0.1) the answer changes from “hot later by no ladder” to "
        "“hot later in 1 step”."
    )
    assert [row[2] for row in found.table()[1]] == [1, 2, 3, 3]


def test_a_parameter_on_which_nothing_turns_is_named() -> None:
    found = sweep(NET, ladder, {"trust": [0.1, 0.6], "caps.written": [0.1, 0.2]})
    assert found.sentences[-1] == "It never turns on caps.written."
    same = sweep(NET, agenda, {"trust": [0.5, 0.6]})
    assert same.sentences == ("The answer is the same at all 2 points of trust.",) and same.changes == ()


def test_what_spills_over_is_swept_by_its_name_in_the_table() -> None:
    """A signal on arctic adds .4 to it and a share to trade, which needs .3: at .5 that is .1 + .2."""
    talks = {"id": "s", "participants": "a; b", "modality": "in-person", "builds_trust": 0.4, "issues": "arctic"}
    net = Network.from_tables(PEOPLE, channels=[talks], issues=[{"issue": "trade", "sensitivity": 0.3}])
    found = sweep(net, ladder, {"spill_over": [0.4, 0.5]})
    assert [point.answer.split("; ")[0] for point in found.points] == [
        "trade later by no ladder",
        "trade later in 1 step",
    ]
    assert found.changes[0].parameter == "spill_over"


def test_ranges_and_own_answers_can_be_swept() -> None:
    def window(net: Network, *, rank_window: Any, seed: int) -> tuple[int, ...]:
        return (*rank_window, seed)

    found = sweep(NET, window, {"rank_window": [(2, 3), [1, 3]]}, answer=lambda value: str(value[0]), seed=7)
    assert found.answers == ("2", "1")
    assert found.sentences[1] == "Between rank_window 2 to 3 and 1 to 3 the answer changes from “2” to “1”."
    assert json.loads(json.dumps(found.to_json()))["points"][1]["values"] == {"rank_window": [1, 3]}


def test_options_stay_and_a_swept_entry_goes_beside_those_that_are_fixed() -> None:
    seen = []

    def note(net: Network, **options: Any) -> str:
        seen.append(options)
        return ""

    sweep(NET, note, {"caps.virtual": [0.2]}, caps={"hybrid": 0.6}, trust=0.3)
    assert seen == [{"caps": {"hybrid": 0.6, "virtual": 0.2}, "trust": 0.3}]


def test_the_same_value_twice_is_one_point_and_the_same_sweep_the_same_answer() -> None:
    grid = {"trust": [0.1, 0.1, 0.5]}
    assert len(sweep(NET, ladder, grid).points) == 2
    assert sweep(NET, ladder, grid) == sweep(NET, ladder, grid)


def test_a_point_that_lacks_something_says_so() -> None:
    assert sweep(Network.from_tables([]), ladder, {"trust": [0.1]}).lacks.startswith("stakeholders")


def test_what_makes_no_grid_is_refused() -> None:
    with pytest.raises(UsageError, match="at least one parameter"):
        sweep(NET, ladder, {})
    with pytest.raises(UsageError, match="at least one parameter"):
        sweep(NET, ladder, {"trust": []})
    with pytest.raises(UsageError, match="cannot be fixed as well"):
        sweep(NET, ladder, {"trust": [0.1]}, trust=0.2)
    with pytest.raises(LimitError, match="1,001 points"):
        sweep(NET, ladder, {"trust": [k / 1001 for k in range(1001)]})
