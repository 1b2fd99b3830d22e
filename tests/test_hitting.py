"""The cheapest hitting set: by hand, and against the enumeration of every set."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable

import pytest

from netmodel.errors import UsageError
from netmodel.policy.hitting import hitting_set, implied_hitting_set

Groups = list[frozenset[str]]


def cheapest_by_enumeration(
    members: str, costs: dict[str, float], is_enough: Callable[[frozenset[str]], bool]
) -> tuple[float, int, tuple[str, ...]] | None:
    """The first of all sets that will do, by cost, size and ids."""
    every = (chosen for k in range(len(members) + 1) for chosen in itertools.combinations(sorted(members), k))
    keys = [
        (round(sum(costs[name] for name in chosen), 9), len(chosen), chosen)
        for chosen in every
        if math.inf not in [costs[name] for name in chosen] and is_enough(frozenset(chosen))
    ]
    return min(keys, default=None)


def random_groups(seed: int) -> tuple[str, dict[str, float], Groups]:
    rng = random.Random(seed)
    members = "abcdefghij"[: rng.randrange(1, 11)]
    costs = {name: rng.choice([1, 1, 1, 2, 3.5, 0, math.inf if rng.random() < 0.3 else 1]) for name in members}
    sizes = [rng.randrange(1, min(5, len(members) + 1)) for _ in range(rng.randrange(0, 12))]
    return members, costs, [frozenset(rng.sample(members, size)) for size in sizes]


def compare(seed: int) -> None:
    """Both searches for one random instance against enumeration."""
    members, costs, groups = random_groups(seed)

    def hits(chosen: frozenset[str]) -> bool:
        return all(group & chosen for group in groups)

    known = cheapest_by_enumeration(members, costs, hits)
    found = hitting_set(groups, costs=costs)
    implied, proof = implied_hitting_set(members, hits, costs=costs)
    if known is None:
        assert not found.feasible and not implied.feasible and found.cost == math.inf
        return
    assert (found.cost, len(found.chosen), found.chosen) == known, seed
    assert found.optimal and found.lower_bound == found.cost and found.feasible
    floor = sum(min(costs[name] for name in group) for group in found.apart)
    assert floor <= found.cost + 1e-9
    assert len({name for group in found.apart for name in group}) == sum(map(len, found.apart))
    assert implied.optimal and math.isclose(implied.cost, known[0]) and hits(frozenset(implied.chosen)), seed
    assert all(any(group <= set(one) for group in groups) for one in proof)
    assert hitting_set(proof, costs=costs).cost == implied.cost


@pytest.mark.parametrize("seed", range(40))
def test_the_cheapest_set_is_that_of_enumeration(seed):
    compare(seed)


@pytest.mark.laws
def test_the_cheapest_set_is_that_of_enumeration_on_many_more():
    for seed in range(1000, 2500):
        compare(seed)


def test_a_triangle_needs_two_and_its_certificate_is_the_search():
    """Three groups that meet pairwise: any one packing holds one group, and two members are needed."""
    found = hitting_set(["ab", "bc", "ac"])
    assert (found.chosen, found.cost, found.lower_bound, len(found.apart)) == (("a", "b"), 2, 2, 1)


def test_nothing_to_hit_needs_nobody_and_an_empty_group_cannot_be_hit():
    assert hitting_set([]).chosen == () and hitting_set([]).optimal and hitting_set([]).cost == 0
    found = hitting_set(["a", ""])
    assert not found.feasible and found.optimal and found.chosen == () and found.cost == math.inf
    assert not hitting_set(["a"], costs={"a": math.inf}).feasible


def test_costs_decide_and_free_members_are_not_taken_for_nothing():
    assert hitting_set(["ab", "ac"], costs={"a": 3}).chosen == ("b", "c")
    assert hitting_set(["ab", "cb"], costs={"a": 0, "b": 0, "c": 0}).chosen == ("b",)
    assert hitting_set(["a"], costs={"z": 0}).chosen == ("a",)
    for bad in (-1.0, math.nan):
        with pytest.raises(UsageError, match="0 or more"):
            hitting_set(["a"], costs={"a": bad})


def test_the_order_in_which_groups_come_changes_nothing():
    groups = ["abc", "cde", "efa", "bdf", "ace"]
    found = {hitting_set(order).chosen for order in itertools.permutations(groups)}
    assert found == {("a", "d")}


def test_a_search_that_is_stopped_says_what_any_set_must_cost():
    groups = [{f"{a}{k}", f"{b}{k}"} for k in range(4) for a, b in ("ab", "bc", "ca")]
    short, whole = hitting_set(groups, node_limit=1), hitting_set(groups)
    assert whole.cost == 8 and whole.optimal
    assert not short.optimal and short.lower_bound <= 8 <= short.cost and short.feasible


def test_who_cannot_be_taken_can_be_left_out_of_a_question_too():
    found, groups = implied_hitting_set("abc", lambda taken: len(taken) >= 2, costs={"a": math.inf})
    assert found.chosen == ("b", "c") and groups
    assert not implied_hitting_set("abc", lambda taken: len(taken) >= 3, costs={"a": math.inf})[0].feasible
    assert implied_hitting_set("", lambda taken: True)[0].chosen == ()
