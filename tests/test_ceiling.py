"""What no schedule can exceed is never exceeded."""

from __future__ import annotations

import pytest
from agendas import Count, best_by_permutations, random_agenda

from netmodel.decide.ceiling import Ceiling
from netmodel.decide.objective import Bound
from netmodel.decide.schedule import Task
from netmodel.decide.steps import Agenda, Step


class Bounded(Count):
    """Count, with what each adds."""

    def bound(self, chosen: frozenset[str], free: list[str]) -> Bound:
        return Bound(float(len(chosen) + len(free)), dict.fromkeys(free, 1.0))


def test_the_ceiling_by_hand() -> None:
    """Two steps of 2 months, one team, horizon 4.

    Without gains: nothing is ready before month 2, both may be from then on; half of the gain of both fits into the
    first month, so that the straight line is above: 0 for 2 months, 2 for 2. The gains of 1 each: at month t at most
    t / 2, so that from month 2 on the area is that of a line from 1 to 2: 3.
    """
    agenda = Agenda.of([Step("a", 2), Step("b", 2)])
    assert Ceiling(Task(agenda, Count(), 4, 1)).after(0) == 4.0
    assert Ceiling(Task(agenda, Bounded(), 4, 1)).after(0) == 3.0
    assert Ceiling(Task(agenda, Bounded(), 4, 1)).after(3) == 1.75
    assert Ceiling(Task(agenda, Bounded(), 4, 2)).after(0) == 4.0
    assert Ceiling(Task(agenda, Bounded(), 4, 1)).after(4) == 0.0


def test_what_is_required_takes_its_time() -> None:
    """c needs a and b, 2 months each: with one team it cannot be ready before month 5, with two before month 3."""
    steps = [Step("a", 2), Step("b", 2), Step("c", 1, requires=("a", "b"))]
    for teams, month in ((1, 5), (2, 3)):
        earliest = Ceiling(Task(Agenda.of(steps), Count(), 9, teams)).earliest()
        assert earliest == pytest.approx([2, 2, month])


@pytest.mark.parametrize("seed", range(120))
@pytest.mark.parametrize("horizon", [0.0, 3.0, 12.0])
def test_it_is_never_below_the_best_area(seed: int, horizon: float) -> None:
    agenda, toy = random_agenda(seed, 5)
    agenda = agenda.only(agenda.openable)
    best = best_by_permutations(agenda, toy.value, horizon)
    assert best is not None
    assert Ceiling(Task(agenda, toy, horizon, 1)).after(0) >= best - 1e-9


def test_it_never_rises_with_the_month() -> None:
    agenda, toy = random_agenda(3)
    ceiling = Ceiling(Task(agenda.only(agenda.openable), toy, 10, 2))
    areas = [ceiling.after(month / 4) for month in range(41)]
    assert areas == sorted(areas, reverse=True) and areas[-1] == 0.0
