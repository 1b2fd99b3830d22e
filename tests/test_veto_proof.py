"""The veto-proof portfolio against the best one."""

from __future__ import annotations

import itertools
import math

import pytest
from networks import reach_by_dijkstra
from test_opposition import known_case, openable_by_hand, random_case

from netmodel import Network, Study
from netmodel.policy.veto_proof import veto_proof


def test_the_veto_proof_set_is_the_best_of_those_that_nobody_opposes():
    found = veto_proof(known_case())
    assert (found.channels, found.reach, found.reach_of_all) == (("c3",), 0.2, 0.9)
    assert found.opposed == ("c1",) and found.optimal and found.budget is None


@pytest.mark.parametrize("seed", range(12))
def test_both_sets_are_those_of_enumeration(seed):
    net = random_case(seed)
    found = veto_proof(net)
    allowed = openable_by_hand(net, set(), 0.0)
    every = {row.id for row in net.candidates}
    for ids, reach, bound in (
        (allowed, found.reach, found.upper_bound),
        (every, found.reach_of_all, found.upper_bound_of_all),
    ):
        sets = itertools.chain.from_iterable(itertools.combinations(sorted(ids), k) for k in range(len(ids) + 1))
        rows = {row.id: row for row in net.candidates}
        kept = [
            some
            for some in sets
            if all(set(rows[name].requires) <= set(some) for name in some)
            and all(set(rows[name].requires_any) & set(some) for name in some if rows[name].requires_any)
        ]
        best = max(reach_by_dijkstra(net.open(*some)) for some in kept)
        assert math.isclose(reach, best, abs_tol=1e-9) and math.isclose(bound, best, abs_tol=1e-9), seed


def test_the_budget_of_the_study_is_kept():
    net = known_case()
    tight = Network.from_tables(
        [{"id": "a1", "side": "A"}, {"id": "b1", "side": "B"}],
        channels=[{"id": "c1", "participants": "a1:1; b1:1", "cost": 5}],
        study=Study(budget=3),
    )
    assert veto_proof(tight).channels == () and veto_proof(tight).budget == 3
    assert veto_proof(net, strength=1).channels == veto_proof(net, strength=1).channels_of_all
    assert math.isnan(veto_proof(Network.from_tables([])).reach)
