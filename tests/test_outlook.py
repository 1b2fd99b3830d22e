"""Bounds on how many steps must follow: never more than do, on sets of steps looked at one by one."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from netmodel.policy.outlook import Outlook, spread


def closed_sets(required: list[int]) -> list[int]:
    """Sets that hold all that their steps require."""
    count = len(required)
    return [s for s in range(1 << count) if all(required[p] & ~s == 0 for p in range(count) if s >> p & 1)]


def random_steps(rng: random.Random) -> tuple[list[int], list[int]]:
    """Lifts, and what each step requires: some of those before it, and all that these require."""
    count = rng.randrange(1, 7)
    required = [0] * count
    for position in range(count):
        for other in range(position):
            if rng.random() < 0.3:
                required[position] |= 1 << other | required[other]
    return [rng.choice([0, 0, 1, 2, 3, 7]) for _ in range(count)], required


def test_what_is_spread_is_worth_no_less_than_what_is_lifted() -> None:
    for seed in range(300):
        lifts, required = random_steps(random.Random(seed))
        worth = spread(lifts, required)
        assert sum(worth) == sum(lifts) and min(worth) >= 0
        for chosen in closed_sets(required):
            members = [p for p in range(len(lifts)) if chosen >> p & 1]
            assert sum(worth[p] for p in members) >= sum(lifts[p] for p in members)


def test_a_step_that_requires_nothing_or_lifts_less_keeps_its_own() -> None:
    assert spread([3, 1], [0, 0]) == (3, 1)
    assert spread([3, 1], [0, 0b1]) == (3, 1)


@pytest.mark.parametrize("seed", range(150))
def test_no_bound_says_that_more_must_follow_than_do(seed: int) -> None:
    rng = random.Random(seed)
    lifts, required = random_steps(rng)
    count, amount = len(lifts), rng.randrange(1, 15)
    outlook = Outlook(
        tuple((lift,) for lift in lifts),
        ((99,),) * count,
        tuple(required),
        tuple(range(count)),
        (),
        ((amount, (0,)),),
    )
    sets = closed_sets(required)
    levels = {s: sum(lifts[p] for p in range(count) if s >> p & 1) for s in sets}
    for ready in sets:
        ends = [s for s in sets if s & ready == ready and levels[s] >= amount]
        if ends:
            follow = min((s & ~ready).bit_count() for s in ends)
            assert outlook.fewest(ready, (levels[ready],)) <= follow
            assert ready or outlook.least((0,)) <= follow
            for position in range(count):
                then = [(s & ~ready).bit_count() - 1 for s in ends if s >> position & 1]
                fresh = not ready >> position & 1 and (ready | 1 << position) in sets
                if fresh and then:
                    assert not outlook.hopeless(position, (levels[ready],), ready, min(then))


def test_what_must_be_taken_anyway_counts_and_lifts() -> None:
    outlook = Outlook(((0,), (2,), (3,)), ((9,),) * 3, (0, 0, 0), (0, 1, 2), (0,), ((5, (0,)),))
    assert outlook.fewest(0, (0,)) == 3 and outlook.fewest(0b101, (3,)) == 1
    free = [len(pick) for size in range(4) for pick in combinations((0, 2, 3), size) if sum(pick) >= 5]
    assert outlook.least((0,)) == 3 and min(free) == 2
