"""The shortest ladder to a step."""

from __future__ import annotations

import random
from itertools import permutations

import pytest
from agendas import may_start

from netmodel.decide import shortest
from netmodel.decide.shortest import shortest_ladder
from netmodel.decide.steps import Agenda, Step
from netmodel.errors import LimitError, UnknownName

LADDER = (
    Step("seminar", builds_trust=0.2),
    Step("hockey", builds_trust=0.05),
    Step("expert", needs_trust=0.3, builds_trust=0.3),
    Step("ADM", needs_trust=0.5, builds_trust=0.2),
    Step("cyber", needs_trust=0.7),
)
"""KNOWN-ANSWERS, system 5: thresholds and what each step adds; trust is .1 at first."""


def ladder(agenda: Agenda, target: str) -> list[str] | None:
    """Ids of the shortest ladder."""
    found = shortest_ladder(agenda, target)
    return None if found is None else [agenda.steps[position].id for position in found]


def test_the_trust_ladder_to_cyber() -> None:
    """KNOWN-ANSWERS, system 5: .1 + .2 = .3, + .3 = .6, + .2 = .8 >= .7."""
    assert ladder(Agenda.of(LADDER), "cyber") == ["seminar", "expert", "ADM", "cyber"]


def test_without_the_seminar_there_is_none() -> None:
    agenda = Agenda.of(LADDER[1:])
    assert ladder(agenda, "cyber") is None
    assert agenda.obstacles("cyber")[0].reason == "expert needs 0.30, at most 0.15 can be reached"


def by_permutations(agenda: Agenda, target: str) -> tuple[int, float, tuple[str, ...]] | None:
    """The same from every order of every set: steps, total lead time, ids."""
    best = None
    others = [step for step in agenda.steps if step.id != target]
    goal = agenda.steps[agenda.place[target]]
    for length in range(len(others) + 1):
        for chosen in permutations(others, length):
            order, ready = (*chosen, goal), set[str]()
            for step in order:
                barred = any(step.id in other.excludes or other.id in step.excludes for other in order)
                if barred or not may_start(step, ready, agenda):
                    break
                ready.add(step.id)
            else:
                lead = round(sum(step.lead_time_months for step in order), 9)
                key = (len(order), lead, tuple(step.id for step in order))
                best = key if best is None else min(best, key)
        if best is not None:
            return best
    return None


@pytest.mark.parametrize("seed", range(250))
def test_it_is_the_shortest_of_all_orders(seed: int) -> None:
    rng = random.Random(seed)
    names = [f"c{k}" for k in range(rng.randrange(1, 7))]
    steps = [
        Step(
            name,
            rng.randrange(3),
            requires=tuple(other for other in names if other != name and rng.random() < 0.12),
            requires_any=tuple(other for other in names if other != name and rng.random() < 0.15),
            needs_trust=rng.choice([0, 0.2, 0.3, 0.5]),
            builds_trust=rng.choice([0, 0.1, 0.15, 0.2]),
            excludes=tuple(other for other in names if other != name and rng.random() < 0.06),
        )
        for name in names
    ]
    agenda = Agenda.of(steps)
    target = rng.choice(names)
    expected = by_permutations(agenda, target)
    assert ladder(agenda, target) == (None if expected is None else list(expected[2]))


def test_many_that_are_alike_are_no_burden() -> None:
    steps = [Step(f"c{k:02}", 1, builds_trust=0.05) for k in range(60)]
    found = ladder(Agenda.of([*steps, Step("goal", needs_trust=0.5)]), "goal")
    assert found == [*(f"c{k:02}" for k in range(8)), "goal"]


def test_too_many_sets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortest, "LOOKED_AT", 3)
    with pytest.raises(LimitError, match="name the channels that are to be considered"):
        shortest_ladder(Agenda.of(LADDER), "cyber")


def test_a_target_must_be_a_step() -> None:
    with pytest.raises(UnknownName, match="did you mean 'cyber'"):
        shortest_ladder(Agenda.of(LADDER), "cybre")
