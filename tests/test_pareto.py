"""The front over gain, cost and risk."""

from __future__ import annotations

import math

import pytest
from decisions import decision_network, sets_that_will_do

from netmodel import Network, UsageError
from netmodel.decide.choice import Limits
from netmodel.decide.objective import reach_objective
from netmodel.decide.pareto import pareto


def ladder() -> Network:
    """Four channels between two: quality .1, .5, .6, .7 at 1, 2, 6, 10."""
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    steps = [(0.1, 1, 0.1), (0.5, 2, 0.3), (0.6, 6, 0.2), (0.7, 10, 0.9)]
    rows = [
        {"id": f"c{k}", "participants": "a:1; b:1", "quality": q, "cost": c, "risk": r}
        for k, (q, c, r) in enumerate(steps)
    ]
    return Network.from_tables(people, channels=rows)


def test_the_knee_is_farthest_above_the_chord():
    """By hand: (0, 0), (1, .1), (2, .5), (6, .6), (10, .7); above the chord most at 2: .5/.7 - .2."""
    front = pareto(ladder(), budgets=[1, 2, 6, 10], risk_caps=[1])
    assert [(point.cost, point.value) for point in front.points] == [
        (0, 0), (1, 0.1), (2, 0.5), (6, 0.6), (10, 0.7)
    ]  # fmt: skip
    assert front.points[front.knee].channels == ("c1",)
    assert [point.knee for point in front.points] == [False, False, True, False, False]


def test_a_point_beaten_in_everything_is_dropped_and_a_less_risky_one_stays():
    front = pareto(ladder(), budgets=[2, 6, 10], risk_caps=[0.2, 1])
    assert ("c2",) in [point.channels for point in front.points]
    assert ("c1",) in [point.channels for point in front.points]
    assert [point.value for point in front.risk_curve] == [pytest.approx(0.6), pytest.approx(0.7)]


@pytest.mark.parametrize("seed", range(15))
def test_every_point_is_the_best_set_at_its_budget_and_cap(seed: int):
    net = decision_network(seed, channels=7, doubt=False)
    front = pareto(net)
    if math.isnan(front.value_now):
        return
    worth = reach_objective(net)
    assert front.optimal
    for point in front.points[1:]:
        sets = sets_that_will_do(net, Limits(budget=point.budget, max_risk=point.risk_cap))
        assert point.value == pytest.approx(max(worth.value(one) for one in sets), abs=1e-11)
    keys = [(-round(p.value, 12), p.cost, p.max_risk) for p in front.points]
    assert not any(a != b and all(x <= y for x, y in zip(a, b, strict=True)) for a in keys for b in keys)


def test_what_must_be_chosen_leaves_out_the_points_that_cannot_pay_it():
    front = pareto(ladder(), budgets=[1, 2, 6, 10], risk_caps=[1], must_have=["c2"])
    assert [point.channels for point in front.points] == [("c2",)]
    with pytest.raises(UsageError, match="candidate channel 'zz'"):
        pareto(ladder(), must_have=["zz"])


def test_more_money_and_more_risk_never_reach_less():
    front = pareto(decision_network(8, channels=8))
    for curve in (front.curve, front.risk_curve):
        values = [point.value for point in curve]
        assert values == sorted(values)


def test_progress_is_told_and_nothing_to_choose_is_an_answer():
    told = []
    pareto(ladder(), progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]
    alone = pareto(Network.from_tables([{"id": "a", "side": "A"}]))
    assert (alone.points, alone.knee) == ((), None)
    free = Network.from_tables(
        [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}],
        channels=[{"id": "c", "participants": "a:1; b:1", "quality": 0.5, "cost": 0}],
    )
    assert [point.channels for point in pareto(free).points] == [("c",)]
