"""The shortest ladder with caps, against every order there is."""

from __future__ import annotations

import random
from itertools import permutations

import pytest
from agendas import may_start, random_agenda

from netmodel.decide.shortest import shortest_ladder
from netmodel.decide.steps import PARTS, Step
from netmodel.policy import climbing as module
from netmodel.policy.rungs import Rungs, climb

CAPS = (0.2, 0.4, 0.7, 0.9)


def random_rungs(seed: int) -> tuple[Rungs, float, str | None]:
    """Up to five steps with requirements, exclusions, needs and caps; and what is wanted."""
    rng = random.Random(seed)
    names = [f"c{k}" for k in range(rng.randrange(1, 6))]

    def some(chance: float, name: str) -> tuple[str, ...]:
        return tuple(other for other in names if other != name and rng.random() < chance)

    steps = [
        Step(
            name,
            rng.choice([0, 1, 2, 1 / 3]),
            requires=some(0.1, name),
            requires_any=some(0.15, name),
            excludes=some(0.1, name),
            needs_trust=rng.choice([0, 0, 0, 0.2, 0.35]),
            builds_trust=rng.choice([0, 0.05, 0.1, 0.1, 0.2, 0.3]),
        )
        for name in names
    ]
    caps = {name: rng.choice(CAPS) for name in names}
    rungs = Rungs.capped(steps, caps, trust=rng.choice([0, 0.1, 0.2]))
    return rungs, rng.choice([0.15, 0.3, 0.4, 0.5, 0.7]), rng.choice([None, None, rng.choice(names)])


def levels(rungs: Rungs, order: tuple[str, ...]) -> list[float] | None:
    """Trust before the first step and after each, None where the order cannot be taken: from the words alone."""
    rows = {step.id: (step, cap / PARTS) for step, cap in zip(rungs.steps, rungs.caps, strict=True)}
    trust, found, ready = rungs.trust, [rungs.trust], set[str]()
    for name in order:
        step, cap = rows[name]
        bars = any(other in step.excludes or name in rows[other][0].excludes for other in ready)
        one_of = not step.requires_any or ready & set(step.requires_any)
        if bars or not set(step.requires) <= ready or not one_of or step.needs_trust > trust + 1e-9:
            return None
        trust = max(trust, min(cap, trust + step.builds_trust))
        ready.add(name)
        found.append(trust)
    return found


def best(rungs: Rungs, to: float, target: str | None) -> tuple[int, float, float] | None:
    """Fewest steps, least lead time and most trust on the way, over every order."""
    leads = {step.id: step.lead_time_months for step in rungs.steps}
    found = []
    for length in range(len(rungs.steps) + 1):
        for order in permutations(leads, length):
            trust = levels(rungs, order)
            done = trust and (trust[-1] >= to - 1e-9 if target is None else order[-1:] == (target,))
            if trust and done:
                way = trust[-1] if target is None else trust[-2]
                found.append((length, round(sum(leads[name] for name in order), 9), -round(way, 9)))
    return min(found, default=None)


def agrees(seed: int) -> None:
    rungs, to, target = random_rungs(seed)
    wanted, found = best(rungs, to, target), climb(rungs, to=to, target=target)
    if found is None:
        assert wanted is None
        return
    trust = levels(rungs, found.steps)
    assert trust is not None and found.proven
    assert [round(level, 9) for level in found.trust] == [round(level, 9) for level in trust[1:]]
    way = trust[-1] if target is None else trust[-2]
    assert (len(found.steps), round(found.months, 9), -round(way, 9)) == wanted


@pytest.mark.parametrize("start", range(0, 300, 50))
def test_a_climb_is_the_best_of_all_orders(start: int) -> None:
    for seed in range(start, start + 50):
        agrees(seed)


@pytest.mark.laws
@pytest.mark.parametrize("start", range(1000, 6000, 500))
def test_a_climb_is_the_best_of_all_orders_of_many(start: int) -> None:
    for seed in range(start, start + 500):
        agrees(seed)


def test_without_caps_it_is_the_ladder_of_the_sequence() -> None:
    for seed in range(200):
        agenda, _ = random_agenda(seed)
        rungs = Rungs.capped(agenda.steps, {step.id: 1.0 for step in agenda.steps}, trust=agenda.trust)
        for step in agenda.steps:
            order, found = shortest_ladder(agenda, step.id), climb(rungs, target=step.id)
            assert (order is None) == (found is None)
            if order is not None and found is not None:
                leads = [agenda.steps[position].lead_time_months for position in order]
                assert len(order) == len(found.steps) and sum(leads) == pytest.approx(found.months)
                ready: set[str] = set()
                for name in found.steps:
                    assert may_start(rungs.steps[rungs.place[name]], ready, agenda)
                    ready.add(name)


def test_a_step_above_its_cap_adds_nothing_so_the_order_counts() -> None:
    """From .1: web (+.1 to .3) then talks (+.3) is .5; talks first leaves web nothing to add: .4."""
    steps = [Step("talks", builds_trust=0.3), Step("web", builds_trust=0.1)]
    rungs = Rungs.capped(steps, {"talks": 0.9, "web": 0.3}, trust=0.1)
    found = climb(rungs, to=0.5)
    assert found is not None and (found.steps, found.trust) == (("web", "talks"), (0.2, 0.5))
    assert climb(rungs, to=0.51) is None


def test_past_the_limit_a_ladder_is_found_that_holds_and_is_not_called_shortest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cases = {seed: random_rungs(seed) for seed in range(200)}
    exact = {seed: climb(rungs, to=to, target=target) for seed, (rungs, to, target) in cases.items()}
    monkeypatch.setattr(module, "LOOKED_AT", -1)
    missed = longer = 0
    for seed, shortest in exact.items():
        rungs, to, target = cases[seed]
        found = climb(rungs, to=to, target=target)
        if found is None:
            missed += shortest is not None
            continue
        assert shortest is not None and levels(rungs, found.steps) is not None
        assert not found.proven or len(found.steps) < 2
        assert len(found.steps) >= len(shortest.steps)
        longer += len(found.steps) > len(shortest.steps)
    assert missed < 12 and longer < 20


def test_a_large_agenda_is_answered_soon() -> None:
    rng = random.Random(1)
    steps = [Step(f"s{k:02}", rng.random(), builds_trust=round(rng.uniform(0.005, 0.03), 4)) for k in range(60)]
    rungs = Rungs.capped(steps, {step.id: rng.choice(CAPS) for step in steps}, trust=0.1)
    found = climb(rungs, to=0.6)
    assert found is not None and levels(rungs, found.steps) is not None and found.trust[-1] >= 0.6
