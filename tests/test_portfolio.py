"""The best portfolio of a network: known answers, limits, what it tells beside the set."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from decisions import choice_of, decision_network, random_limits, sets_that_will_do
from networks import mini_rupture, reach_by_dijkstra

import netmodel
from netmodel import Network, UsageError
from netmodel.decide.constraints import of_both_sides
from netmodel.decide.portfolio import best_portfolio, recovery

DATA = Path(__file__).parent.parent / "data"


def series() -> Network:
    """Known answer: two channels in series through a third party; each alone adds nothing."""
    sides = {"a1": "A", "a2": "A", "b1": "B", "b2": "B", "x": "third"}
    people = [{"id": name, "side": side, "influence": 1, "permeability": 1} for name, side in sides.items()]
    ties = [
        {"source": "a1", "target": "a2", "strength": 0.8},
        {"source": "b1", "target": "b2", "strength": 0.5},
    ]
    rows = [
        {"id": "c1", "participants": "a2:1; x:1", "quality": 0.9, "cost": 2, "risk": 0.1},
        {"id": "c2", "participants": "x:1; b1:1", "quality": 0.9, "cost": 2, "risk": 0.3},
    ]
    return Network.from_tables(people, ties, channels=rows)


def test_two_channels_in_series_are_found_though_each_alone_adds_nothing():
    """Known answer: .81 * 1.8 * 1.5 / 4 = .54675."""
    best = best_portfolio(series(), budget=4)
    assert (best.channels, best.optimal, best.gap) == (("c1", "c2"), True, 0.0)
    assert best.value == pytest.approx(0.54675, abs=1e-12)
    assert best.reach["after"] == best.value
    assert (best.cost, best.max_risk, best.total_risk) == (4.0, 0.3, pytest.approx(0.4))


def test_a_budget_too_small_opens_nothing_and_says_that_it_binds():
    best = best_portfolio(series(), budget=3)
    assert (best.channels, best.value, best.optimal, best.feasible) == ((), 0.0, True, True)
    budget = best.binding[0]
    assert (budget.limit, budget.used, budget.binds) == ("budget", 0.0, True)
    assert budget.value_without == pytest.approx(0.54675)


def test_a_limit_that_nothing_presses_against_does_not_bind():
    best = best_portfolio(series(), budget=100, max_risk=0.2)
    assert {row.limit: row.binds for row in best.binding} == {"budget": False, "max_risk": True}


def test_one_of_two_severed_ties_is_enough_where_all_ties_are_perfect():
    """Of equal sets the smallest: with strengths of 1 the first restored tie gives the earlier reach back."""
    best = best_portfolio(mini_rupture())
    assert best.channels == ("GAC--MID--informal",)
    assert best.reach["after"] == best.reach["before"]
    assert best.recovery == 1.0


def test_each_channels_loss_and_the_worst_single_one():
    best = best_portfolio(series())
    assert [(row.channel, row.loss) for row in best.contributions] == [("c1", 0.54675), ("c2", 0.54675)]
    worst = {row.kind: row for row in best.worst_single_loss}
    assert (worst["channel"].id, worst["channel"].remains) == ("c1", 0.0)
    assert (worst["relay"].id, worst["relay"].remains) == ("a2", pytest.approx(0.0))


def test_a_quick_or_stopped_search_that_finds_no_set_still_bounds_it():
    """x needs y or z, y needs w: the quick sets miss {x, z}, worth .9."""
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    both = {"participants": "a:1; b:1", "quality": 0.5}
    rows = [
        both | {"id": "x", "quality": 0.9, "requires_any": "y; z", "cost": 0},
        both | {"id": "y", "cost": 1, "requires_any": "w"},
        both | {"id": "z", "cost": 2},
        both | {"id": "w", "cost": 9},
    ]
    net = Network.from_tables(people, channels=rows)
    assert best_portfolio(net, must_have=["x"], budget=4).channels == ("x", "z")
    for asked in ({"method": "greedy"}, {"time_limit": 0.0}, {"node_limit": 1}):
        assert best_portfolio(net, must_have=["x"], budget=4, **asked).upper_bound >= 0.9 - 1e-12


def test_a_time_limit_that_is_no_number_is_refused():
    with pytest.raises(UsageError, match="time_limit nan"):
        best_portfolio(series(), time_limit=float("nan"))


@pytest.mark.parametrize("seed", range(12))
def test_the_relay_to_lose_is_the_one_whose_refusal_leaves_least(seed: int):
    net = decision_network(seed, channels=5, doubt=False)
    best = best_portfolio(net)
    told = [row for row in best.worst_single_loss if row.kind == "relay"]
    if not told or math.isnan(best.value):
        return
    left = {}
    for who in {p.stakeholder for name in best.channels for p in net.channel[name].participants}:
        rows = [
            replace(row, participants=tuple(p for p in row.participants if p.stakeholder != who))
            if row.id in best.channels
            else row
            for row in net.channels
        ]
        left[who] = reach_by_dijkstra(replace(net, channels=tuple(rows)).open(*best.channels))
    assert told[0].remains == pytest.approx(min(left.values()), abs=1e-9)
    assert left[told[0].id] == pytest.approx(min(left.values()), abs=1e-9)


@pytest.mark.parametrize("seed", range(30))
def test_the_portfolio_is_the_best_of_all_sets_of_the_network(seed: int):
    """The oracle opens every set in the network itself and runs Dijkstra."""
    net = decision_network(seed, channels=4)
    limits = random_limits(net, seed)
    if choice_of(net, limits) is None:
        return
    best = best_portfolio(
        net,
        budget=limits.budget,
        max_risk=limits.max_risk,
        max_total_risk=limits.max_total_risk,
        count=limits.count,
        must_have=limits.must_have,
        must_not=limits.must_not,
        constraints=limits.tests,
    )
    values = [reach_by_dijkstra(net.open(*one)) for one in sets_that_will_do(net, limits)]
    if not values or math.isnan(values[0]):
        assert not best.feasible or math.isnan(best.value)
        return
    assert best.optimal
    assert best.value == pytest.approx(max(values), abs=1e-9)


def test_sets_and_callables_constrain_only_where_asked():
    net = mini_rupture()
    other = ("TCS--MinEcon--informal",)
    assert best_portfolio(net, constraints=[set(other)]).channels == other
    assert best_portfolio(net, constraints=[lambda chosen: len(chosen) < 1]).channels == ()
    assert len(best_portfolio(net, constraints=[lambda chosen: len(chosen) != 1]).channels) == 2
    assert best_portfolio(net, constraints=[of_both_sides(net)], must_not=["GAC--MID--informal"]).channels == other
    assert best_portfolio(series(), constraints=[of_both_sides(series())]).channels == ()
    with pytest.raises(UsageError, match="must be chosen, and a constraint rules it out"):
        best_portfolio(net, constraints=[frozenset()], must_have=["GAC--MID--informal"])


def test_a_target_finds_the_cheapest_set_that_reaches_it():
    net = mini_rupture()
    now, before = best_portfolio(net).reach["now"], best_portfolio(net).reach["before"]
    half = best_portfolio(net, target=(now + before) / 2)
    assert half.feasible
    assert half.optimal
    assert half.cost == 1
    assert half.value >= (now + before) / 2
    beyond = best_portfolio(net, target=before + 0.1)
    assert (beyond.feasible, beyond.channels, beyond.optimal) == (False, (), True)
    assert beyond.upper_bound == pytest.approx(before)


def test_the_quick_way_carries_its_certificate():
    for seed in range(20):
        net = decision_network(seed, channels=8)
        exact, quick = best_portfolio(net, budget=8), best_portfolio(net, budget=8, method="greedy")
        if math.isnan(exact.value):
            continue
        assert quick.value <= exact.value + 1e-12 <= quick.upper_bound + 2e-12
        assert quick.gap == pytest.approx(quick.upper_bound - quick.value)


def test_nothing_to_rejoin_is_an_answer():
    lonely = Network.from_tables([{"id": "a", "side": "A"}])
    best = best_portfolio(lonely)
    assert best.channels == ()
    assert best.reach == {"now": None, "before": None, "after": None}
    assert best_portfolio(Network.from_tables([])).channels == ()


def test_no_candidate_is_an_answer():
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    best = best_portfolio(Network.from_tables(people, [{"source": "a", "target": "b", "strength": 0.5}]))
    assert (best.channels, best.value, best.optimal) == ((), 0.5, True)


def test_an_objective_of_ones_own():
    class Count:
        def value(self, chosen: frozenset[str]) -> float:
            return float(len(chosen))

    best = best_portfolio(series(), objective=Count(), count=1)
    assert (best.objective, best.channels, best.value) == ("Count", ("c1",), 1.0)


def test_relabelling_changes_nothing_but_names():
    net = series()
    again = Network.from_tables(
        [{"id": f"z{row.id}", "side": row.side, "influence": 1, "permeability": 1} for row in net.stakeholders][::-1],
        [{"source": f"z{t.target}", "target": f"z{t.source}", "strength": t.strength} for t in net.ties],
        channels=[
            {
                "id": row.id.replace("c", "q"),
                "participants": "; ".join(f"z{p.stakeholder}:{p.uptake}" for p in row.participants),
                "quality": row.quality,
                "cost": row.cost,
                "risk": row.risk,
            }
            for row in net.channels
        ][::-1],
    )
    one, other = best_portfolio(net, budget=4), best_portfolio(again, budget=4)
    assert [name.replace("c", "q") for name in one.channels] == list(other.channels)
    assert one.value == pytest.approx(other.value, abs=1e-15)


def test_recovery_needs_a_loss():
    assert recovery(0.1, None, 0.2) is None
    assert recovery(0.1, 0.1005, 0.2) is None
    assert recovery(0.1, 0.2, 0.25) == pytest.approx(1.5)


def test_unknown_methods_objectives_and_channels_are_named():
    net = mini_rupture()
    with pytest.raises(UsageError, match="method 'exakt'"):
        best_portfolio(net, method="exakt")
    with pytest.raises(UsageError, match="objective 'reech'"):
        best_portfolio(net, objective="reech")
    with pytest.raises(UsageError, match="candidate channel 'x'"):
        best_portfolio(net, must_have=["x"])


@pytest.fixture(scope="module")
def study() -> Network:
    return netmodel.read(DATA)


def test_the_study_has_a_proven_portfolio_within_its_budget(study: Network):
    best = best_portfolio(study, budget=study.study.budget)
    assert best.optimal
    assert best.cost <= 250_000
    assert best.reach["now"] < best.value < best.reach["before"]
    assert best.recovery == pytest.approx(0.419, abs=0.001)
    assert {"ch_ac_wg", "ch_nforum", "ch_signal"} <= set(best.channels)
    assert "ch_agenda" in best.channels, "the signal requires the agenda"


def test_the_study_can_win_everything_back_at_a_proven_price(study: Network):
    before = best_portfolio(study, budget=0, brief=True).reach["before"]
    best = best_portfolio(study, target=before)
    assert best.optimal
    assert best.recovery >= 1
    assert best.cost == 1_349_000
