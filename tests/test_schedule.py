"""Schedules: an order of starting, put into months."""

from __future__ import annotations

import pytest
from agendas import Count, area_by_hand, random_agenda

from netmodel.decide.schedule import State, Task, area_of, follow
from netmodel.decide.steps import Agenda, Step

STEPS = (Step("a", 2), Step("b", 3, requires=("a",)), Step("c", 1), Step("d", 0))


def months(teams: int, order: list[int]) -> list[tuple[float, float]]:
    """Start and readiness of each step in this order."""
    return [(slot.start, slot.ready) for slot in follow(Task(Agenda.of(STEPS), Count(), 24, teams), order)]


def test_one_team_works_on_one_step_at_a_time() -> None:
    assert months(1, [0, 1, 2, 3]) == [(0, 2), (2, 5), (5, 6), (6, 6)]


def test_a_step_waits_for_what_it_requires_and_none_after_it_starts_before_it() -> None:
    assert months(2, [0, 1, 2, 3]) == [(0, 2), (2, 5), (2, 3), (3, 3)]
    assert months(2, [0, 2, 1, 3]) == [(0, 2), (0, 1), (2, 5), (2, 2)]
    assert months(9, [3, 0, 2, 1]) == [(0, 0), (0, 2), (0, 1), (2, 5)]


def test_an_order_that_cannot_be_gives_nothing() -> None:
    assert months(1, [1, 0, 2, 3]) == []


def test_the_area_by_hand() -> None:
    """One team, a ready in 2, c in 3, b in 6, horizon 5: 0 for 2 months, 1 for 1 month, 2 for 2 months."""
    task = Task(Agenda.of(STEPS[:3]), Count(), 5, 1)
    assert area_of(task, follow(task, [0, 2, 1])) == 5.0
    assert area_of(task, ()) == 0.0


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("teams", [1, 2, 3])
def test_the_area_is_that_of_the_months(seed: int, teams: int) -> None:
    agenda, toy = random_agenda(seed)
    agenda = agenda.only(agenda.openable)
    task = Task(agenda, toy, 6.5, teams)
    state = State()
    while len(state.slots) < len(agenda.steps):
        free = [p for p in range(len(agenda.steps)) if not state.begun >> p & 1]
        children = [state.moments(task).start(task, p) for p in free]
        state = next(child for child in children if child is not None)
    starts = [(agenda.steps[slot.position], slot.start) for slot in state.slots]
    assert area_of(task, state.slots) == pytest.approx(area_by_hand(starts, toy.value, 6.5), abs=1e-9)
    assert state.moments(task).secured(task) == pytest.approx(area_of(task, state.slots), abs=1e-9)


def test_a_worth_that_is_not_defined_counts_as_nothing() -> None:
    class Undefined:
        def value(self, chosen: frozenset[str]) -> float:
            return float("nan")

    task = Task(Agenda.of(STEPS), Undefined(), 24, 1)
    assert task.worth(0) == 0.0 and area_of(task, follow(task, [0, 1, 2, 3])) == 0.0
