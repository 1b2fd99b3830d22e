"""The search behind a ladder: which states it follows, and what stands in for what."""

from __future__ import annotations

import random

import pytest

from netmodel.decide.states import ANYBODY, PARTS, Need, parts
from netmodel.decide.steps import Step
from netmodel.policy import climbing
from netmodel.policy.climbing import Goal, Search
from netmodel.policy.rungs import Rungs, climb

AB = ("A", "B")


def searching(steps: list[Step], cap: float = 0.9, to: float = 0.5, issue: str = "", spill: float = 0.5) -> Search:
    rungs = Rungs.capped(steps, {step.id: cap for step in steps}, trust=0.1, spill_over=spill)
    pair = AB if any(AB in step.pairs for step in steps) else ANYBODY
    return Search(rungs, Goal(None, parts(to), rungs.state(pair, issue)))


def test_only_states_that_something_waits_for_are_followed() -> None:
    steps = [
        Step("ice", builds_trust=0.2, issues=("ice",), pairs=(AB,), needs=(Need(0.1, "ice", (AB,)),)),
        Step("war", builds_trust=0.2, issues=("war",), pairs=(AB,), needs=(Need(0.4, "war", (AB,)),)),
        Step("art", builds_trust=0.2, issues=("art",), pairs=(AB,)),
    ]
    search = searching(steps, issue="ice", to=0.3)
    assert len(search.states) == 1, "war can never open, so nothing waits for trust on it"
    search = searching([*steps, Step("visit", builds_trust=0.2, pairs=(AB,))], issue="ice", to=0.3)
    assert [search.rungs.state(AB, issue) for issue in ("ice", "war")] == list(search.states)
    assert search.tops == (PARTS, 4 * PARTS // 10), "on war more than .4 opens nothing"
    assert search.shortest() == ((1,), True)


def test_a_step_stands_in_for_one_that_it_equals_or_betters() -> None:
    steps = [Step("a", 2, builds_trust=0.1), Step("b", 1, builds_trust=0.2), Step("c", 1, builds_trust=0.2)]
    search = searching(steps)
    assert search.twins == (0, 0, 0b010) and search.betters == (0b110, 0, 0b010)
    assert search.shortest() == ((1, 2), True)
    fewer = searching([*steps[:2], Step("c", 1, builds_trust=0.2, requires=("a",))])
    assert fewer.betters[0] == 0, "what is required is not replaced"


def test_what_betters_another_need_not_come_before_it() -> None:
    """From .1 the small one first: .2, the screen to .3, the large one to .6; the large one first leaves .5."""
    steps = [Step("large", builds_trust=0.3), Step("screen", builds_trust=0.2), Step("small", builds_trust=0.1)]
    rungs = Rungs.capped(steps, {"large": 0.9, "screen": 0.3, "small": 0.9}, trust=0.1)
    search = Search(rungs, Goal(None, parts(0.6), rungs.state(ANYBODY, "")))
    assert search.betters[2] == 0b001 and climb(rungs, to=0.6) is not None


def test_orders_of_a_set_that_serve_different_states_are_all_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Caps make the order count, and the gates allow an order for each of two states, none for both."""
    ways: list[climbing.Way] = []
    for levels, order in [((1, 2), (0, 1)), ((2, 1), (1, 0)), ((1, 1), (2,)), ((1, 2), (0, 0)), ((2, 2), (3,))]:
        climbing._keep(ways, (levels, order))
        if order == (0, 0):
            assert ways == [((2, 1), (1, 0)), ((1, 2), (0, 0))], "of equals the first order"
    assert ways == [((2, 2), (3,))]


def test_steps_taken_one_by_one_hold_and_none_of_them_is_too_many() -> None:
    for seed in range(200):
        rng = random.Random(seed)
        steps = [
            Step(
                f"c{k}",
                rng.randrange(3),
                builds_trust=rng.choice([0.05, 0.1, 0.2]),
                issues=tuple(issue for issue in "xy" if rng.random() < 0.4),
                needs=(Need(rng.choice([0, 0.2]), rng.choice("xy"), (ANYBODY,)),),
            )
            for k in range(6)
        ]
        search = searching(steps, to=0.4, issue=rng.choice("xy"))
        order, shortest = search.greedy(), search.shortest()[0]
        assert (order is None) == (shortest is None)
        if order is not None and shortest is not None:
            assert search._holds(order) and len(order) >= len(shortest)
            assert not any(search._holds(tuple(p for p in order if p != gone)) for gone in order)
