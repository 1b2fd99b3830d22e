"""Plans: months, trust, what unlocks a channel and why it does not start earlier, in words; and the study's own."""

from __future__ import annotations

import json
import math
import random
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import pytest
from agendas import Count, Toy, area_by_hand, may_start, random_agenda
from ladders import CAPS, Oracle, network_of, random_tables

import netmodel
from netmodel import Network, UsageError
from netmodel.decide.objective import reach_objective
from netmodel.decide.sequence import Plan, best_sequence, plan_steps
from netmodel.decide.steps import Agenda, Step
from netmodel.errors import UnknownName

STUDY = Path(__file__).parent.parent / "data"
LADDER = (
    {"id": "seminar", "builds_trust": 0.2},
    {"id": "hockey", "builds_trust": 0.05},
    {"id": "expert", "needs_trust": 0.3, "builds_trust": 0.3},
    {"id": "ADM", "needs_trust": 0.5, "builds_trust": 0.2},
    {"id": "cyber", "needs_trust": 0.7, "builds_trust": 0},
)
"""KNOWN-ANSWERS, system 5."""


def network(*channels: dict[str, Any], **tables: Any) -> Network:
    """Channels between two sides, in person and low-key unless a row says otherwise."""
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    common = {"kind": "academic", "modality": "in-person", "participants": "a:1; b:1", "quality": 0.5}
    return Network.from_tables(people, channels=[common | row for row in channels], **tables)


def told(plan: Plan) -> list[tuple[str, float, float]]:
    """Channel, start and readiness of each step."""
    return [(step.channel, step.start_month, step.ready_month) for step in plan.steps]


# ---- known answers


def test_the_trust_ladder_to_cyber() -> None:
    """KNOWN-ANSWERS, system 5: .1, then .3 after the seminar, .6 after the experts, .8 after the ADM meeting."""
    plan = best_sequence(network(*LADDER), target="cyber")
    assert plan.channels == ("seminar", "expert", "ADM", "cyber") and plan.optimal
    assert [step.trust_before for step in plan.steps] == [0.1, 0.3, 0.6, 0.8]
    assert [step.unlocked_by for step in plan.steps] == [(), ("seminar",), ("expert",), ("ADM",)]
    assert plan.blocked == () and plan.target == "cyber" and plan.upper_bound is None


def test_without_the_seminar_there_is_no_ladder() -> None:
    plan = best_sequence(network(*LADDER[1:]), target="cyber")
    assert plan.steps == ()
    assert plan.blocked[0].reason == "expert needs 0.30, at most 0.15 can be reached"
    assert plan.blocked[0].missing == 0.15
    assert plan.notices[0] == "there is no way to cyber: expert needs 0.30, at most 0.15 can be reached"


def test_the_sensitivity_gate() -> None:
    """KNOWN-ANSWERS, system 15: terrorism (.1) now, cyber (.7) later with .6 missing at .1, sanctions never."""
    issues = [
        {"issue": "terrorism", "sensitivity": 0.1},
        {"issue": "cyber", "sensitivity": 0.7},
        {"issue": "sanctions", "sensitivity": 1, "red_line": "yes"},
    ]
    rows = [{"id": f"c_{row['issue']}", "issues": row["issue"], "builds_trust": 0} for row in issues]
    both = {"id": "c_both", "issues": "cyber; sanctions", "builds_trust": 0}
    own = {"id": "c_own", "kind": "risk-mitigation", "issues": "sanctions", "builds_trust": 0}
    plan = best_sequence(network(*rows, both, own, issues=issues))
    assert plan.channels == ("c_own", "c_terrorism")
    assert {row.channel: (row.reason, row.missing) for row in plan.blocked} == {
        "c_both": ("c_both needs 0.70 for cyber, at most 0.10 can be reached", 0.6),
        "c_cyber": ("c_cyber needs 0.70 for cyber, at most 0.10 can be reached", 0.6),
        "c_sanctions": ("c_sanctions is off the agenda: sanctions on a red line", None),
    }
    free = best_sequence(network(*rows, both, own, issues=issues), gates=False)
    assert [row.channel for row in free.blocked] == ["c_sanctions"]


def test_months_reach_and_words_by_hand() -> None:
    """One team: the signal opens nothing (0 for 2 months), then the forum .5 from month 5 to 10: area 2.5."""
    signal = {"id": "signal", "kind": "official-signal", "participants": "a", "lead_time_months": 2}
    forum = {"id": "forum", "requires": "signal", "lead_time_months": 3}
    later = {"id": "later", "quality": 0.2, "lead_time_months": 4}
    plan = best_sequence(network(signal, forum, later), horizon=10)
    assert told(plan) == [("signal", 0, 2), ("forum", 2, 5), ("later", 5, 9)]
    assert (plan.area, plan.mean_reach, plan.upper_bound, plan.gap, plan.optimal) == (2.5, 0.25, 2.5, 0, True)
    assert plan.curve == ((0, 0), (2, 0), (5, 0.5), (9, 0.5))
    assert [step.why_not_earlier for step in plan.steps] == [
        "",
        "needs signal, ready in month 2",
        "the team is at work on forum until month 5",
    ]
    assert [step.unlocked_by for step in plan.steps] == [(), ("signal",), ()]
    two = best_sequence(network(signal, forum, later), ["signal", "forum", "later"], horizon=10, teams=2)
    assert told(two) == [("later", 0, 4), ("signal", 0, 2), ("forum", 2, 5)]
    assert two.area == pytest.approx(0.2 + 0.5 * 5)


def test_words_for_trust_for_one_of_several_and_for_several_teams() -> None:
    steps = [
        Step("talks", 1, needs_trust=0.3, sensitive="trade"),
        Step("visit", 2, builds_trust=0.1),
        Step("seminar", 3, builds_trust=0.2),
        Step("forum", 1, requires_any=("visit", "seminar")),
        Step("both", 1, requires=("visit", "talks")),
    ]
    plan = plan_steps(Agenda.of(steps), Count(), teams=2)
    words = {step.channel: step.why_not_earlier for step in plan.steps}
    assert words == {
        "visit": "",
        "seminar": "",
        "forum": "needs visit, ready in month 2",
        "talks": "needs trust 0.30 for trade, reached 0.40 with seminar in month 3",
        "both": "needs talks, ready in month 4",
    }
    busy = plan_steps(Agenda.of([Step("a", 2), Step("b", 2), Step("c", 3)]), Count(), teams=2)
    assert busy.steps[2].why_not_earlier == "all 2 teams are at work, one of them on a until month 2"
    assert busy.steps[2].unlocked_by == ()


def test_trust_is_counted_for_each_issue_and_between_those_who_meet() -> None:
    """From .1 the Arctic talks make .3 on the Arctic, .2 on trade, and nothing between A and A: trade needs .25."""
    arctic = {"id": "arctic", "issues": "arctic", "builds_trust": 0.2, "lead_time_months": 1}
    trade = {"id": "trade", "issues": "trade", "needs_trust": 0.25, "builds_trust": 0, "lead_time_months": 1}
    ours = {"id": "ours", "participants": "a:1", "builds_trust": 0.5}
    plan = best_sequence(network(arctic, trade, ours))
    assert plan.channels == ("ours", "arctic") or plan.channels == ("arctic", "ours")
    assert plan.blocked[0].reason == "trade needs 0.25 on trade, at most 0.20 can be reached"
    assert plan.spill_over == 0.5 and plan.trust == 0.1
    more = best_sequence(network(arctic, trade, ours), spill_over=0.75)
    last = more.steps[-1]
    assert (last.channel, last.trust_on, last.trust_before) == ("trade", "trade", 0.25)
    assert last.why_not_earlier == "needs trust 0.25 on trade, reached 0.25 with arctic in month 1"


def test_trust_is_the_study_s_unless_given() -> None:
    net = network({"id": "talks", "needs_trust": 0.3}, study=netmodel.Study(trust=0.3))
    assert best_sequence(net).channels == ("talks",) and best_sequence(net, trust=0.1).channels == ()
    with pytest.raises(UsageError, match="spill-over"):
        best_sequence(net, spill_over=2)


@pytest.mark.parametrize("seed", range(40))
def test_a_plan_is_the_best_of_all_orders_with_several_sides_and_issues(seed: int) -> None:
    """Every order of what can be opened, with trust from the words alone; no cap but 1."""
    tables = random_tables(seed, sides=2 + seed % 2, channels=4)
    tables["channels"] = [row | {"excludes": ""} for row in tables["channels"]]
    oracle, toy = (
        Oracle(tables, caps=dict.fromkeys(CAPS, 1.0)),
        Toy(sorted(r["id"] for r in tables["channels"]), random.Random(seed)),
    )
    plan = best_sequence(network_of(tables), objective=toy, horizon=8, spill_over=tables["spill_over"])
    orders = [order for order, *_ in oracle.plans() if len(order) == len(plan.steps)]
    assert max(len(order) for order, *_ in oracle.plans()) == len(plan.steps)
    steps = {row["id"]: Step(row["id"], row["lead_time_months"]) for row in tables["channels"]}
    areas = []
    for order in orders:
        months = accumulate((steps[name].lead_time_months for name in order), initial=0.0)
        areas.append(area_by_hand([(steps[n], m) for n, m in zip(order, months, strict=False)], toy.value, 8))
    assert plan.area == pytest.approx(max(areas)) and plan.optimal


# ---- every corner is answered in words


def test_an_empty_choice_a_single_channel_and_nothing_that_can_be_opened() -> None:
    net = network({"id": "s", "lead_time_months": 4}, {"id": "t", "needs_trust": 0.9})
    empty = best_sequence(net, [])
    assert (empty.steps, empty.area, empty.notices) == ((), 0.0, ("no channel was chosen",))
    single = best_sequence(net, ["s"])
    assert told(single) == [("s", 0, 4)] and single.area == 0.5 * 20
    blocked = best_sequence(net, ["t"])
    assert blocked.notices == ("none of the chosen channels can be opened",)
    assert blocked.blocked[0].missing == 0.8


def test_a_horizon_of_nothing_and_one_that_is_too_short() -> None:
    net = network({"id": "s", "lead_time_months": 4}, {"id": "t", "lead_time_months": 1})
    none = best_sequence(net, horizon=0)
    assert (none.area, none.mean_reach, none.channels) == (0.0, None, ("t", "s"))
    assert "the horizon is 0 months" in none.notices[0]
    assert best_sequence(net, horizon=3).notices == ("1 of 2 channels is ready only after the horizon",)


def test_lead_times_of_nothing() -> None:
    plan = best_sequence(network({"id": "s"}, {"id": "t", "requires": "s"}), horizon=2)
    assert told(plan) == [("s", 0, 0), ("t", 0, 0)]
    assert plan.steps[1].why_not_earlier == "needs s, ready in month 0" and plan.steps[1].unlocked_by == ("s",)
    assert plan.curve == ((0.0, 0.5),) and plan.area == 1.0


def test_what_is_open_counts_as_ready_and_bars_what_it_excludes() -> None:
    net = network(
        {"id": "open", "status": "open", "excludes": "rival"},
        {"id": "next", "requires": "open"},
        {"id": "rival"},
        {"id": "closed", "status": "closed"},
        {"id": "after", "requires": "closed"},
        {"id": "lone", "requires": "next"},
    )
    plan = best_sequence(net, ["next", "rival", "after"])
    assert plan.channels == ("next",)
    assert [row.reason for row in plan.blocked] == [
        "after needs closed, which is not on offer",
        "rival cannot be open beside open, which is open",
    ]
    assert best_sequence(net, ["lone"]).blocked[0].reason == "lone needs next, which is not chosen"
    for name, state in (("open", "open already"), ("closed", "not on offer")):
        with pytest.raises(UsageError, match=state):
            best_sequence(net, [name])


def test_a_question_that_makes_no_sense_is_refused() -> None:
    net = network({"id": "s"}, {"id": "t", "excludes": "s"})
    with pytest.raises(UnknownName, match="channel 'x' is not known"):
        best_sequence(net, ["x"])
    with pytest.raises(UnknownName, match="channel 'x' is not known"):
        best_sequence(net, target="x")
    with pytest.raises(UsageError, match="'s' and 't' exclude each other"):
        best_sequence(net, ["s", "t"])
    wrong: list[dict[str, Any]] = [{"horizon": -1}, {"horizon": math.inf}, {"teams": 0}, {"teams": 1.5}, {"trust": 2}]
    for options in wrong:
        with pytest.raises(UsageError, match=next(iter(options))):
            best_sequence(net, ["s"], **options)


def test_a_target_that_only_rivals_lead_to_is_told() -> None:
    steps = [Step("a", excludes=("b",)), Step("b"), Step("goal", requires=("a", "b"))]
    plan = plan_steps(Agenda.of(steps), Count(), target="goal")
    assert plan.blocked[0].reason == "goal cannot be reached: channels on the way exclude each other"


def test_channels_that_wait_for_each_other_are_told() -> None:
    plan = best_sequence(network({"id": "s", "requires": "t"}, {"id": "t", "requires": "s"}, {"id": "u"}))
    assert plan.channels == ("u",)
    assert [row.reason for row in plan.blocked] == [
        "s needs t, which waits for it in turn",
        "t needs s, which waits for it in turn",
    ]


# ---- laws


@pytest.mark.parametrize("seed", range(80))
@pytest.mark.parametrize("teams", [1, 2])
def test_every_plan_keeps_its_own_rules(seed: int, teams: int) -> None:
    agenda, toy = random_agenda(seed)
    plan = plan_steps(agenda, toy, teams=teams, horizon=8)
    ready_month = {step.channel: step.ready_month for step in plan.steps}
    rows = {step.id: step for step in agenda.steps}
    for place, step in enumerate(plan.steps):
        ready = {s.channel for s in plan.steps[:place] if s.ready_month <= step.start_month}
        assert may_start(rows[step.channel], ready, agenda)
        assert bool(step.unlocked_by) == (not may_start(rows[step.channel], set(), agenda))
        assert set(step.unlocked_by) <= ready
        assert bool(step.why_not_earlier) == bool(step.start_month or step.unlocked_by)
        assert not step.why_not_earlier.startswith("others")
        under_way = [s for s in plan.steps if s.start_month <= step.start_month < s.ready_month]
        assert len(under_way) <= teams
    assert set(ready_month) | {row.channel for row in plan.blocked} == set(rows)
    knots = [(m, r) for m, r in plan.curve if m < 8] + [(8.0, 0.0)]
    area = sum((after - month) * reach for (month, reach), (after, _) in pairwise(knots))
    assert plan.area == pytest.approx(area, abs=1e-9)


def test_plain_values_hold_the_contract() -> None:
    net = network(*LADDER, {"id": "x", "needs_trust": 1}, {"id": "y", "requires": "x"})
    values = best_sequence(net).to_json()
    assert json.loads(json.dumps(values, allow_nan=False)) == values
    assert {"steps", "area", "optimal", "gap", "blocked", "upper_bound", "curve", "notices"} <= set(values)
    first = values["steps"][0]
    assert {"channel", "start_month", "ready_month", "reach_after", "unlocked_by"} <= set(first)
    assert [row["missing"] for row in values["blocked"]] == [0.15, ["x"]]
    assert values == best_sequence(net).to_json()


def test_a_network_without_two_sides_has_a_plan_all_the_same() -> None:
    net = Network.from_tables([{"id": "a"}], channels=[{"id": "s"}])
    plan = best_sequence(net)
    assert plan.channels == ("s",) and plan.area == 0.0


# ---- the study


def test_on_the_study_cyber_comes_after_counter_terrorism() -> None:
    net = netmodel.read(STUDY)
    chosen = ["ch_agenda", "ch_signal", "ch_hockey", "ch_ct", "ch_stratstab", "ch_cyber"]
    plan = best_sequence(net, chosen, horizon=48)
    assert plan.optimal and plan.blocked == () and sorted(plan.channels) == sorted(chosen)
    order = plan.channels
    assert order.index("ch_agenda") < order.index("ch_stratstab") < order.index("ch_ct") < order.index("ch_cyber")
    assert plan.steps[order.index("ch_cyber")].trust_before >= 0.5
    objective = reach_objective(net)
    assert plan.curve[-1][1] == pytest.approx(objective.value(frozenset(chosen)))
    assert plan.area >= 48 * objective.value(frozenset())
    alone = best_sequence(net, ["ch_ct", "ch_cyber"])
    assert [row.missing for row in alone.blocked] == [("ch_stratstab",), ("ch_stratstab", "ch_ct")]


def test_on_the_study_the_ladder_to_cyber() -> None:
    """Security, the calmer of its two issues, asks for .5: .1, .1 of the meeting and .15 of the experts make .35.

    The priority list is drawn up on one side and adds nothing; the retreats, which have security too, add .15. They
    wait for .2 on the Arctic: .1 and half of what was built on security, .225.
    """
    net = netmodel.read(STUDY)
    plan = best_sequence(net, target="ch_cyber")
    assert plan.channels == ("ch_agenda", "ch_stratstab", "ch_ct", "ch_influencers", "ch_cyber")
    assert [(step.trust_on, step.trust_before) for step in plan.steps[-2:]] == [("arctic", 0.225), ("security", 0.5)]
    assert best_sequence(net, target="ch_cyber", spill_over=1).channels[0] == "ch_ac_wg"
