"""Whom to win over: by hand, and against the enumeration of every set of actors under the rule written anew."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace

import pytest
from networks import Rows, reach_by_dijkstra

from netmodel import Network
from netmodel.decide.constraints import unopposed
from netmodel.errors import UnknownName, UsageError
from netmodel.policy import opposition as module
from netmodel.policy.opposition import Opposition, settle, win_over

TALKS = [{"id": "a1", "side": "A"}, {"id": "b1", "side": "B"}, {"id": "v1"}, {"id": "v2"}]


def known_case(**mitigable: str) -> Network:
    """C1 is vetoed by V1 and V2, C2 by V2, C3 by none."""
    rows = [{"id": f"c{n}", "participants": "a1:1; b1:1", "quality": q} for n, q in ((1, 0.9), (2, 0.5), (3, 0.2))]
    said = [("v1", "c1"), ("v2", "c1"), ("v2", "c2")]
    vetoes = [{"actor": one, "target": other, "mitigable": mitigable.get(one, "")} for one, other in said]
    return Network.from_tables(TALKS, channels=rows, vetoes=vetoes)


def test_the_known_answer_of_who_frees_what():
    """KNOWN-ANSWERS, policy system 6."""
    net = known_case()
    against = Opposition(net)
    every = {(): {"c3"}, ("v1",): {"c3"}, ("v2",): {"c2", "c3"}, ("v1", "v2"): {"c1", "c2", "c3"}}
    assert {won: against.free(won) for won in every} == every
    assert against.free() == unopposed(net)
    steps = win_over(net)
    assert [(step.actors, step.channels, step.reach) for step in steps] == [
        ((), (), 0.2),
        (("v2",), ("c2",), 0.5),
        (("v1", "v2"), ("c1", "c2"), 0.9),
    ]
    assert all(step.exact and step.upper_bound == step.reach for step in steps)
    found = settle(net)
    assert found.actors == ("v1", "v2") and found.cost == found.lower_bound == 2 and found.optimal
    assert found.one_of_each == (("v1",), ("v2",)) and found.beyond == ()
    assert settle(net, ["c2"]).actors == ("v2",) and settle(net, ["c3"]).actors == ()


def test_who_is_beyond_mitigation_cannot_be_won_over():
    net = known_case(v1="no")
    assert Opposition(net).winnable == ("v2",)
    assert settle(net).beyond == ("c1",) and settle(net).actors == ("v2",)
    assert [step.actors for step in win_over(net)] == [(), ("v2",)]
    assert settle(known_case(), costs={"v1": math.inf}).beyond == ("c1",)


def test_an_actor_with_both_kinds_of_veto_withdraws_one_kind():
    rows = [{"id": "c1", "participants": "a1; b1"}, {"id": "c2", "participants": "a1; b1"}]
    vetoes = [
        {"actor": "v1", "target": "c1", "mitigable": "yes"},
        {"actor": "v1", "target": "c2", "mitigable": "no"},
    ]
    against = Opposition(Network.from_tables(TALKS, channels=rows, vetoes=vetoes))
    assert (against.free(), against.free(["v1"])) == (set(), {"c1"})


def test_where_all_issues_are_vetoed_one_has_to_be_freed_and_the_cheaper_one_is():
    rows = [{"id": "c1", "participants": "a1; b1", "issues": "trade; arctic"}]
    issues = [{"issue": "trade"}, {"issue": "arctic"}]
    vetoes = [{"actor": "v1", "target": "trade"}, {"actor": "v2", "target": "arctic"}]
    net = Network.from_tables(TALKS, channels=rows, vetoes=vetoes, issues=issues)
    against = Opposition(net)
    assert [against.free(won) for won in ((), ("v1",), ("v2",))] == [set(), {"c1"}, {"c1"}]
    assert settle(net).actors == ("v1",) and settle(net).one_of_each == (("v1", "v2"),)
    assert settle(net, costs={"v1": 3}).actors == ("v2",)


def test_a_channel_waits_for_what_it_requires_and_an_alternative_will_do():
    rows = [
        {"id": "c1", "participants": "a1:1; b1:1", "quality": 0.3},
        {"id": "c2", "participants": "a1:1; b1:1", "quality": 0.9, "requires": "c1"},
        {"id": "c3", "participants": "a1:1; b1:1", "quality": 0.2},
        {"id": "c4", "participants": "a1:1; b1:1", "quality": 0.8, "requires_any": "c1; c3"},
    ]
    vetoes = [{"actor": "v1", "target": "c1"}, {"actor": "v2", "target": "c3"}, {"actor": "v1", "target": "v1"}]
    net = Network.from_tables(TALKS, channels=rows, vetoes=vetoes)
    against = Opposition(net)
    assert against.free() == {"c2", "c4"} and against.openable() == set()
    assert against.openable(["v2"]) == {"c3", "c4"} and against.openable(["v1"]) == {"c1", "c2", "c4"}
    assert settle(net, ["c4"]).actors == ("v1",) and settle(net, ["c2"]).actors == ("v1",)
    assert settle(net, ["c4"], costs={"v1": 2}).actors == ("v2",)


def test_weaker_vetoes_and_those_of_people_who_are_gone_do_not_count():
    rows = [{"id": "c1", "participants": "a1; b1"}]
    vetoes = [{"actor": "v1", "target": "c1", "strength": 0.4}]
    net = Network.from_tables(TALKS, channels=rows, vetoes=vetoes)
    assert Opposition(net, 0.4).free() == {"c1"} == unopposed(net, strength=0.4)
    assert Opposition(net, 0.3).free() == set()
    assert Opposition(net.without("v1")).free() == {"c1"}


def test_names_and_costs_are_checked():
    with pytest.raises(UnknownName, match="candidate channel 'c9'"):
        settle(known_case(), ["c9"])
    with pytest.raises(UsageError, match="0 or more"):
        settle(known_case(), costs={"v1": -1})


# ---- against enumeration -------------------------------------------------------------------------------------------


def random_case(seed: int) -> Network:
    """Two sides, a few channels with issues and requirements, and vetoes on all kinds of targets."""
    rng = random.Random(seed)
    actors = [f"v{n}" for n in range(rng.randrange(1, 6))]
    people: Rows = [{"id": name, "side": name[0].upper()} for name in ("a1", "a2", "b1", "b2")]
    people += [{"id": name, "side": rng.choice(["", "A"]), "permeability": 1} for name in actors]
    rows: Rows = []
    ids = [f"c{n}" for n in range(rng.randrange(1, 6))]
    for name in ids:
        members = rng.sample(["a1", "a2", "b1", "b2", *actors], rng.randrange(2, 5))
        row = {"id": name, "participants": "; ".join(f"{one}:{rng.choice([0.5, 0.8, 1])}" for one in members)}
        row |= {"quality": round(rng.uniform(0.1, 1), 2), "issues": "; ".join(i for i in "ijk" if rng.random() < 0.4)}
        earlier = [other for other in ids if other < name]
        if earlier and rng.random() < 0.3:
            row["requires"] = rng.choice(earlier)
        if earlier and rng.random() < 0.2:
            row["requires_any"] = "; ".join(rng.sample(earlier, min(2, len(earlier))))
        rows.append(row)
    targets = [*ids, "i", "j", "k", "i", "j", "k", "a1", "b2"]
    pairs = {(rng.choice(actors), rng.choice(targets)) for _ in range(rng.randrange(0, 9))}
    vetoes = [
        {
            "actor": one,
            "target": other,
            "strength": rng.choice([0.3, 0.6]),
            "mitigable": rng.choice(["yes", "", "no"]),
        }
        for one, other in sorted(pairs)
    ]
    return Network.from_tables(people, channels=rows, vetoes=vetoes, issues=[{"issue": i} for i in "ijk"])


def openable_by_hand(net: Network, won: set[str], strength: float) -> frozenset[str]:
    """Channels that can be opened once some are won over: the rule of DESIGN.md, written a second time."""
    rows = [v for v in net.vetoes if v.strength > strength and not (v.actor in won and v.mitigable is not False)]
    shut = {v.target for v in rows}
    left = {
        row.id: row
        for row in net.candidates
        if not {row.id, *(p.stakeholder for p in row.participants)} & shut
        and (not row.issues or not all(issue in shut for issue in row.issues))
    }
    while True:
        fallen = [
            name
            for name, row in left.items()
            if not all(one in left for one in row.requires)
            or (row.requires_any and not any(one in left for one in row.requires_any))
        ]
        if not fallen:
            return frozenset(left)
        for name in fallen:
            del left[name]


def compare(seed: int) -> None:
    """Freed channels, the best sets of every size and the cheapest set, for one random study."""
    net = random_case(seed)
    rng = random.Random(seed)
    strength = rng.choice([0.0, 0.0, 0.3])
    against = Opposition(net, strength)
    actors = sorted({row.actor for row in net.vetoes})
    subsets = [frozenset(some) for k in range(len(actors) + 1) for some in itertools.combinations(actors, k)]
    opened = {won: openable_by_hand(net, set(won), strength) for won in subsets}
    for won in subsets:
        assert against.openable(won) == opened[won], (seed, sorted(won))
    worth = {some: round(reach_by_dijkstra(net.open(*some)), 9) for some in set(opened.values())}
    steps = win_over(net, strength=strength)
    assert [step.count for step in steps] == sorted({step.count for step in steps})
    for step in steps:
        best = max((worth[opened[won]] for won in subsets if len(won) <= step.count), default=0.0)
        assert step.exact and math.isclose(step.reach, best, abs_tol=1e-8), (seed, step)
        assert set(step.channels) == opened[frozenset(step.actors)] - opened[frozenset()]
    assert steps[-1].reach == pytest.approx(max(worth.values()), abs=1e-8)
    wanted = rng.sample(sorted(row.id for row in net.candidates), rng.randrange(1, len(net.candidates) + 1))
    costs = {name: rng.choice([1, 1, 2, 3]) for name in actors}
    found = settle(net, wanted, strength=strength, costs=costs)
    most = opened[frozenset(actors)]
    keys = [
        (sum(costs[name] for name in won), len(won), sorted(won))
        for won in subsets
        if set(wanted) & most <= opened[won]
    ]
    cost, count, _ = min(keys)
    assert (found.cost, len(found.actors), found.optimal) == (cost, count, True), seed
    assert set(found.beyond) == set(wanted) - most and set(wanted) & most <= opened[frozenset(found.actors)]
    assert all(set(found.actors) & set(group) for group in found.one_of_each)


@pytest.mark.parametrize("seed", range(30))
def test_freed_channels_and_cheapest_sets_are_those_of_enumeration(seed):
    compare(seed)


@pytest.mark.laws
def test_freed_channels_and_cheapest_sets_are_those_of_enumeration_on_many_more():
    for seed in range(1000, 2000):
        compare(seed)


def many_actors() -> Network:
    """Nine channels that each nine pairs of ten actors stand against, so that nobody frees one alone."""
    actors = [f"v{n}" for n in range(10)]
    people = [{"id": "a1", "side": "A"}, {"id": "b1", "side": "B"}, *({"id": name} for name in actors)]
    rows = [{"id": f"c{n}", "participants": "a1:1; b1:1", "quality": (n + 1) / 10} for n in range(9)]
    vetoes = [{"actor": f"v{n + k}", "target": f"c{n}"} for n in range(9) for k in (0, 1)]
    return Network.from_tables(people, channels=rows, vetoes=vetoes)


def test_beyond_the_limit_a_step_is_the_best_found_with_its_bound(monkeypatch):
    net = many_actors()
    exact = win_over(net)
    assert [(step.actors, step.reach) for step in exact[:2]] == [((), 0.0), (("v8", "v9"), 0.9)]
    monkeypatch.setattr(module, "SUBSETS", 5)
    rough = win_over(net)
    assert rough[0].exact and rough[-1].exact and rough[-1].reach == 0.9
    for step in rough[1:-1]:
        assert not step.exact and step.upper_bound == 0.9 >= step.reach
    monkeypatch.setattr(module, "SUBSETS", 1000)
    monkeypatch.setattr(module, "VALUED", 1)
    assert all(step.upper_bound >= step.reach for step in win_over(net))


def test_without_conversation_the_number_of_channels_decides():
    net = known_case()
    alone = replace(net, stakeholders=tuple(replace(row, side="") for row in net.stakeholders))
    steps = win_over(alone)
    assert [step.actors for step in steps] == [(), ("v2",), ("v1", "v2")]
    assert all(math.isnan(step.reach) for step in steps)


def test_without_vetoes_nobody_has_to_be_won_over():
    net = Network.from_tables(TALKS)
    assert win_over(net) == win_over(net, most=3) and len(win_over(net)) == 1
    assert settle(net).actors == () and settle(net).cost == 0
