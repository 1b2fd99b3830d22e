"""Toy objectives and agendas that several tests of sequences use, with the oracles for them."""

from __future__ import annotations

import random
from itertools import pairwise, permutations

from netmodel.decide.steps import Agenda, Step


class Count:
    """How many are open."""

    def value(self, chosen: frozenset[str]) -> float:
        return float(len(chosen))


class Toy:
    """Monotone, neither submodular nor supermodular: weights of steps and of pairs, under a root, times a factor."""

    def __init__(self, names: list[str], rng: random.Random) -> None:
        self.weights = {name: rng.choice([0, rng.random(), 1]) for name in names}
        self.pairs = {frozenset(rng.sample(names, 2)): rng.random() * 2 for _ in names if len(names) > 1}
        self.base, self.power = rng.random(), rng.choice([0.5, 1, 1.5])

    def value(self, chosen: frozenset[str]) -> float:
        alone = sum(self.weights[name] for name in sorted(chosen))
        together = sum(worth for pair, worth in self.pairs.items() if pair <= chosen)
        return float(self.base + (alone + together) ** self.power)


def random_agenda(seed: int, most: int = 6) -> tuple[Agenda, Toy]:
    """A few steps with lead times (0 among them), requirements (cycles among them) and trust."""
    rng = random.Random(seed)
    names = [f"c{k}" for k in range(rng.randrange(1, most + 1))]

    def some(chance: float) -> tuple[str, ...]:
        return tuple(name for name in names if rng.random() < chance)

    steps = [
        Step(
            name,
            rng.choice([0, 1, 2, 2.5, 1 / 3, 7]),
            requires=tuple(other for other in some(0.15) if other != name),
            requires_any=tuple(other for other in some(0.2) if other != name),
            needs_trust=rng.choice([0, 0, 0.2, 0.35]),
            builds_trust=rng.choice([0, 0.05, 0.1, 0.2]),
        )
        for name in names
    ]
    return Agenda.of(steps, trust=rng.choice([0, 0.1, 0.2])), Toy(names, rng)


def may_start(step: Step, ready: set[str], agenda: Agenda) -> bool:
    """The meaning of a start, from the words of it."""
    trust = agenda.trust + sum(other.builds_trust for other in agenda.steps if other.id in ready)
    here = ready | agenda.there
    enough = min(1.0, trust) >= step.needs_trust - 1e-9
    return (
        not step.off
        and set(step.requires) <= here
        and (not step.requires_any or bool(here & set(step.requires_any)))
        and enough
    )


def area_by_hand(starts: list[tuple[Step, float]], value, horizon: float) -> float:  # type: ignore[no-untyped-def]
    """Area month by month between the moments at which something gets ready."""
    ends = [(step.id, start + step.lead_time_months) for step, start in starts]
    knots = sorted({0.0, horizon, *(end for _, end in ends if end < horizon)})
    area = 0.0
    for begin, end in pairwise(knots):
        area += (end - begin) * value(frozenset(name for name, ready in ends if ready <= begin + 1e-9))
    return area


def best_by_permutations(agenda: Agenda, value, horizon: float) -> float | None:  # type: ignore[no-untyped-def]
    """Largest area for one team over every order of all steps; None where no order holds."""
    best = None
    for order in permutations(agenda.steps):
        month, ready, starts = 0.0, set[str](), []
        for step in order:
            if not may_start(step, ready, agenda):
                break
            starts.append((step, month))
            month, ready = month + step.lead_time_months, ready | {step.id}
        else:
            area = area_by_hand(starts, value, horizon)
            best = area if best is None else max(best, area)
    return best


def best_by_ticks(agenda: Agenda, value, horizon: int, teams: int) -> float:  # type: ignore[no-untyped-def]
    """Largest area for several teams over every choice of what to start in each whole month; lead times 1, 2, ..."""
    steps = agenda.steps
    known: dict[tuple[int, frozenset[tuple[str, int]]], float] = {}

    def search(month: int, ends: frozenset[tuple[str, int]]) -> float:
        if month == horizon:
            return 0.0
        if (month, ends) in known:
            return known[month, ends]
        ready = {name for name, end in ends if end <= month}
        idle = teams - sum(end > month for _, end in ends)
        begun = {name for name, _ in ends}
        able = [step for step in steps if step.id not in begun and may_start(step, ready, agenda)]
        best = 0.0
        for chosen in range(1 << len(able)):
            if chosen.bit_count() <= idle:
                more = {(s.id, month + int(s.lead_time_months)) for k, s in enumerate(able) if chosen >> k & 1}
                best = max(best, search(month + 1, ends | more))
        known[month, ends] = best + value(frozenset(ready))
        return known[month, ends]

    return search(0, frozenset())
