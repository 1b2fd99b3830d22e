"""The best order of steps, against every order there is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from agendas import Count, Toy, best_by_permutations, best_by_ticks, random_agenda

from netmodel.decide import ordering
from netmodel.decide.ordering import best_schedule
from netmodel.decide.steps import Agenda, Step


@pytest.mark.parametrize("seed", range(250))
def test_one_team_is_as_good_as_the_best_of_all_permutations(seed: int) -> None:
    agenda, toy = random_agenda(seed)
    able = agenda.only(agenda.openable)
    horizon = random.Random(seed).choice([0.0, 4.0, 24.0])
    found = best_schedule(able, toy, horizon=horizon)
    best = best_by_permutations(able, toy.value, horizon)
    assert best is not None and found.area == pytest.approx(best, abs=1e-9)
    assert found.optimal and found.upper_bound == found.area
    assert len(found.slots) == len(able.steps)


@pytest.mark.parametrize("seed", range(80))
@pytest.mark.parametrize("width", [1, 2, 200])
def test_growing_by_starts_agrees_or_says_by_how_much_it_may_not(
    seed: int, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    agenda, toy = random_agenda(seed)
    able = agenda.only(agenda.openable)
    exact = best_schedule(able, toy, horizon=12.0)
    monkeypatch.setattr(ordering, "EXACT", -1)
    found = best_schedule(able, toy, horizon=12.0, width=width)
    assert found.area <= exact.area + 1e-9 <= found.upper_bound + 2e-9
    assert not found.optimal or found.area == pytest.approx(exact.area, abs=1e-9)
    assert found.optimal or width < 200


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("teams", [2, 3])
def test_several_teams_are_as_good_as_every_choice_in_every_month(seed: int, teams: int) -> None:
    agenda, toy = random_agenda(seed, 5)
    steps = [replace(step, lead_time_months=max(1, int(step.lead_time_months))) for step in agenda.steps]
    able = Agenda.of(steps, trust=agenda.trust)
    able = able.only(able.openable)
    found = best_schedule(able, toy, horizon=10, teams=teams)
    best = best_by_ticks(able, toy.value, 10, teams)
    assert found.optimal and found.area == pytest.approx(best, abs=1e-9)


@pytest.mark.parametrize("seed", range(80))
@pytest.mark.parametrize("teams", [1, 2])
def test_a_shorter_lead_time_or_another_team_never_lowers_the_best_area(seed: int, teams: int) -> None:
    agenda, toy = random_agenda(seed, 5)
    able = agenda.only(agenda.openable)
    before = best_schedule(able, toy, horizon=9, teams=teams)
    place = random.Random(seed).randrange(len(able.steps)) if able.steps else 0
    steps = [
        replace(s, lead_time_months=s.lead_time_months / (2 if k == place else 1)) for k, s in enumerate(able.steps)
    ]
    shorter = best_schedule(Agenda.of(steps, trust=agenda.trust), toy, horizon=9, teams=teams)
    more = best_schedule(able, toy, horizon=9, teams=teams + 1)
    assert shorter.area >= before.area - 1e-9
    assert more.area >= before.area - 1e-9


@pytest.mark.parametrize("seed", range(40))
def test_new_names_change_nothing_but_names(seed: int) -> None:
    rng = random.Random(seed)
    names = [f"c{k}" for k in range(6)]
    fresh = dict(zip(names, rng.sample(names, 6), strict=True))
    toy = Toy(names, rng)
    toy.weights = {name: rng.random() for name in names}
    steps = [Step(name, rng.random() * 5, builds_trust=0.1, needs_trust=rng.choice([0, 0.2])) for name in names]
    renamed = [replace(step, id=fresh[step.id]) for step in steps]
    back = {new: old for old, new in fresh.items()}

    class Renamed:
        def value(self, chosen: frozenset[str]) -> float:
            return toy.value(frozenset(back[name] for name in chosen))

    before, after = (agenda.only(agenda.openable) for agenda in (Agenda.of(steps), Agenda.of(renamed)))
    one = best_schedule(before, toy, horizon=40)
    two = best_schedule(after, Renamed(), horizon=40)
    assert one.area == pytest.approx(two.area, abs=1e-9)
    order = [fresh[before.steps[slot.position].id] for slot in one.slots]
    assert order == [after.steps[slot.position].id for slot in two.slots]


def test_of_equal_areas_the_sooner_then_the_calmer_then_the_first_by_id() -> None:
    class Nothing:
        def value(self, chosen: frozenset[str]) -> float:
            return 1.0

    steps = [Step("a", 3), Step("b", 1, needs_trust=0.1), Step("c", 1), Step("d", 1)]
    for teams, order in ((1, [2, 3, 1, 0]), (2, [2, 3, 0, 1])):
        found = best_schedule(Agenda.of(steps), Nothing(), teams=teams)
        assert [slot.position for slot in found.slots] == order and found.optimal


def test_of_two_that_need_each_other_for_their_worth_the_pair_comes_first() -> None:
    """a is worth 1, b and c are worth 3 together and nothing alone; a month each, horizon 4.

    b, c, a: 0 + 0 + 3 + 4 = 7. The order of what each adds alone, a, b, c: 0 + 1 + 1 + 4 = 6.
    """

    class Pair:
        def value(self, chosen: frozenset[str]) -> float:
            return ("a" in chosen) + 3.0 * ({"b", "c"} <= chosen)

    found = best_schedule(Agenda.of([Step("a", 1), Step("b", 1), Step("c", 1)]), Pair(), horizon=4)
    assert [slot.position for slot in found.slots] == [1, 2, 0] and found.area == 7.0


@pytest.mark.parametrize("horizon", [0, 24])
def test_nothing_to_order(horizon: float) -> None:
    for teams in (1, 2):
        found = best_schedule(Agenda.of([]), Count(), horizon=horizon, teams=teams)
        assert (found.slots, found.area, found.optimal) == ((), 0.0, True)


def test_many_steps_come_with_a_true_gap() -> None:
    rng = random.Random(5)
    names = [f"c{k:02}" for k in range(20)]
    steps = [Step(name, rng.randrange(1, 5), builds_trust=0.05, needs_trust=rng.choice([0, 0.3])) for name in names]
    toy = Toy(names, rng)
    found = best_schedule(Agenda.of(steps), toy, width=20)
    assert not found.optimal and found.upper_bound > found.area > 24 * toy.value(frozenset())
    assert sorted(slot.position for slot in found.slots) == list(range(20))
    again = best_schedule(Agenda.of(reversed(steps)), toy, width=20)
    assert again == found


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(1000, 3000))
def test_one_team_against_permutations_at_full_volume(seed: int) -> None:
    test_one_team_is_as_good_as_the_best_of_all_permutations(seed)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(1000, 1500))
def test_several_teams_against_every_choice_at_full_volume(seed: int) -> None:
    test_several_teams_are_as_good_as_every_choice_in_every_month(seed, 2 + seed % 2)
