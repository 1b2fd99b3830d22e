"""The ladder of confidence: now, later and never; known answers, laws, and what a bare study gets."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from ladders import CAPS, Oracle, network_of, random_tables
from ladders import ISSUES as NAMED
from networks import random_network

from netmodel import Network, Study, UsageError, best_sequence, read
from netmodel.errors import UnknownName
from netmodel.policy.agenda import agenda
from netmodel.policy.ladder import Ladder, ladder

STUDY = Path(__file__).parent.parent / "data"
PEOPLE = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
LADDER = (
    {"id": "seminar", "builds_trust": 0.2},
    {"id": "hockey", "builds_trust": 0.05},
    {"id": "expert", "needs_trust": 0.3, "builds_trust": 0.3},
    {"id": "ADM", "needs_trust": 0.5, "builds_trust": 0.2},
    {"id": "cyber", "needs_trust": 0.7, "builds_trust": 0},
)
"""KNOWN-ANSWERS, system 5."""

ISSUES = (
    {"issue": "terrorism", "sensitivity": 0.1},
    {"issue": "cyber", "sensitivity": 0.7},
    {"issue": "sanctions", "red_line": "yes"},
)


def network(*channels: dict[str, Any], people: list[dict[str, Any]] = PEOPLE, **options: Any) -> Network:
    rows = [{"participants": "a; b"} | row for row in channels]
    return Network.from_tables(people, channels=rows, **options)


def states(found: Ladder) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {row.issue: (row.state, row.steps) for row in found.rungs}


# ---- known answers


@pytest.mark.parametrize("modality", ["", "hybrid", "in-person"])
def test_the_ladder_to_cyber(modality: str) -> None:
    """KNOWN-ANSWERS, system 5: .1, .3 after the seminar, .6 after the experts, .8 (.7 where not in person) before."""
    found = ladder(network(*({"modality": modality} | row for row in LADDER)), target="cyber")
    assert found.approaches[0].steps == ("seminar", "expert", "ADM", "cyber")
    before = 0.8 if modality == "in-person" else 0.7
    assert found.approaches[0].trust_before == (0.1, 0.3, 0.6, before) and found.approaches[0].proven
    words = (
        f"The shortest way to cyber: seminar, then expert, then ADM, then cyber; trust rises from 0.10 to {before}0"
    )
    assert found.sentences[0] == f"{words} before it."
    assert [row[0] for row in found.table()[1]] == ["seminar", "expert", "ADM", "cyber"]


def test_without_the_seminar_there_is_no_way() -> None:
    """KNOWN-ANSWERS, system 5."""
    found = ladder(network(*LADDER[1:]), target="cyber")
    assert found.approaches[0].steps == () and found.approaches[0].channel == "expert"
    said = "There is no way to cyber: expert needs 0.30, at most 0.15 can be reached."
    assert found.sentences == (said,) and found.table()[1] == []


def test_terrorism_now_cyber_later_by_the_ladder_sanctions_never() -> None:
    """KNOWN-ANSWERS, systems 5 and 15 together: .6 is missing for cyber at t0 = .1."""
    found = ladder(network(*LADDER[:4], issues=ISSUES))
    assert states(found) == {
        "terrorism": ("now", ()),
        "cyber": ("later", ("seminar", "expert", "ADM")),
        "sanctions": ("off the agenda", ()),
    }
    assert [row.missing for row in found.rungs] == [0.0, 0.6, None] and found.lacks == ""
    assert found.sentences[:2] == (
        "At trust 0.10 between A and B, of 3 issues, 1 is open now (terrorism); 1 is for later; off the agenda, on a "
        "red line: sanctions.",
        "For cyber 0.60 of trust is missing: seminar, then expert, then ADM would bring it to 0.70.",
    )
    assert [row[0] for row in found.table()[1]] == ["cyber", "sanctions", "terrorism"]


def test_what_cannot_be_reached_is_said_with_the_most_that_can() -> None:
    found = ladder(network(*LADDER[1:4], issues=ISSUES))
    cyber = found.rungs[1]
    assert cyber.steps == () and not cyber.reachable
    assert cyber.reason == "needs 0.70, at most 0.15 can be reached"
    assert found.sentences[1] == (
        "For cyber 0.60 of trust is missing, and no ladder leads there: needs 0.70, at most 0.15 can be reached."
    )


def test_virtual_will_do_for_one_and_people_must_meet_for_the_other() -> None:
    """KNOWN-ANSWERS, system 14: 12 * .1 capped at .4, 2 * .5 capped at .9; .3 is virtual, .6 in person only."""
    webinar = {"id": "webinar", "modality": "virtual", "frequency": 12, "depth": 0.1}
    seminar = {"id": "seminar", "modality": "in-person", "frequency": 2, "depth": 0.5}
    issues = [{"issue": "calm", "sensitivity": 0.3}, {"issue": "hot", "sensitivity": 0.6}]
    found = ladder(network(webinar, seminar, issues=issues), by="year")
    assert {row.issue: (row.meeting, row.steps) for row in found.rungs} == {
        "calm": ("virtual will do", ("seminar",)),
        "hot": ("in-person only", ("seminar",)),
    }
    assert "A year of virtual or written meetings could build the trust for calm." in found.sentences
    assert "People have to meet in person, wholly or in part, before hot." in found.sentences
    alone = ladder(network(webinar, issues=issues), by="year")
    assert [row.steps for row in alone.rungs] == [("webinar",), ()]
    assert alone.rungs[1].reason == "needs 0.60, at most 0.40 can be reached"


# ---- laws


def random_study(seed: int) -> Network:
    rng = random.Random(seed)
    names = [f"c{k}" for k in range(rng.randrange(1, 6))]
    issues = ["i1", "i2", "i3"]
    rows = [
        {
            "id": name,
            "participants": "a; b",
            "needs_trust": rng.choice([0, 0, 0.2, 0.4]),
            "builds_trust": rng.choice([0.05, 0.1, 0.2, 0.3]),
            "lead_time_months": rng.randrange(4),
            "requires": "; ".join(other for other in names if other != name and rng.random() < 0.1),
            "issues": "; ".join(issue for issue in issues if rng.random() < 0.4),
            "kind": rng.choice(["academic", "formal", "official-signal"]),
            "modality": rng.choice(["in-person", "virtual"]),
        }
        for name in names
    ]
    table = [
        {
            "issue": issue,
            "sensitivity": rng.choice(["", 0, 0.2, 0.4, 0.7]),
            "red_line": rng.choice(["no", "no", "yes"]),
        }
        for issue in issues
    ]
    return network(*rows, issues=table, study=Study(sides=("A", "B"), trust=rng.choice([0, 0.1, 0.3])))


def test_with_caps_of_one_the_way_to_a_channel_is_that_of_the_sequence() -> None:
    """Gates, requirements and trust mean the same in both; of equally short ways this one need not be the same."""
    for seed in range(60):
        net = random_study(seed)
        free = dict.fromkeys(("in-person", "virtual"), 1.0)
        for row in net.candidates:
            plan = best_sequence(net, target=row.id, trust=net.study.trust)
            way = ladder(net, caps=free, target=row.id).approaches[0]
            assert len(way.steps) == len(plan.channels) and bool(way.steps) == bool(plan.channels)
            assert way.months == pytest.approx(sum(net.channel[name].lead_time_months for name in plan.channels))


def test_more_trust_and_higher_caps_never_close_an_issue() -> None:
    for seed in range(60):
        net = random_study(seed)
        few = ladder(net, trust=0.1)
        for more in (ladder(net, trust=0.2), ladder(net, trust=0.1, caps={"virtual": 0.6})):
            for row, other in zip(
                sorted(few.rungs, key=lambda r: r.issue), sorted(more.rungs, key=lambda r: r.issue), strict=True
            ):
                assert other.reachable >= row.reachable
                assert row.missing is None or (other.missing or 0.0) <= row.missing
                assert not row.reachable or len(other.steps) <= len(row.steps)


def test_swapping_the_sides_changes_nothing_but_their_names() -> None:
    for seed in range(30):
        net = random_study(seed)
        one, other = ladder(net, us="A", them="B"), ladder(net, us="B", them="A")
        assert states(one) == states(other)
        assert [row.us for row in other.rungs] == ["B"] * len(net.layers)


def sensitivities(tables: dict[str, Any]) -> list[tuple[str, float]]:
    """Issues off the red lines that are more sensitive than there is trust, with how much so."""
    rows = [(row["issue"], row["sensitivity"]) for row in tables["issues"] if row["red_line"] == "no"]
    return [(issue, needs) for issue, needs in rows if needs > tables["trust"]]


def every_plan_agrees(seed: int, sides: int, channels: int) -> None:
    """Fewest steps, then least lead time, then most trust on the issue, over every order of the channels."""
    tables = random_tables(seed, sides=sides, channels=channels)
    net, oracle = network_of(tables), Oracle(tables)
    plans = list(oracle.plans())
    found = ladder(net, spill_over=tables["spill_over"])
    rungs = {(row.us, row.them, row.issue): row for row in found.rungs}
    for us, them in found.pairs:
        for issue, needs in sensitivities(tables):
            row, key = rungs[us, them, issue], (frozenset({us, them}), issue)
            ends = [
                (len(order), oracle.months(order), -round(after[key], 9))
                for order, _, after in plans
                if after[key] >= needs - 1e-9
            ]
            assert bool(ends) == bool(row.steps) and row.proven and row.state == "later"
            most = max(round(after[key], 9) for _, _, after in plans)
            assert row.most >= most - 1e-9
            if ends:
                assert min(ends) == (len(row.steps), row.months, -round(row.trust_after[-1], 9))
                assert (row.steps, pytest.approx(row.trust_after[-1])) in [(o, after[key]) for o, _, after in plans]
            else:
                assert row.reason


def every_way_agrees(seed: int, sides: int, channels: int) -> None:
    """The way to each channel has the fewest steps, then the least lead time, over every order that ends with it."""
    tables = random_tables(seed, sides=sides, channels=channels)
    net, oracle = network_of(tables), Oracle(tables)
    plans = list(oracle.plans())
    for name in oracle.rows:
        ends = [(len(order), oracle.months(order)) for order, *_ in plans if order[-1:] == (name,)]
        ways = ladder(net, target=name, spill_over=tables["spill_over"]).approaches
        assert ways and len({way.steps for way in ways}) == 1
        for way in ways:
            assert ((len(way.steps), way.months) == min(ends)) if ends else (way.steps == () and way.reason)
            if ends and frozenset({way.us, way.them}) in oracle.met(name):
                before = next(levels for order, levels, _ in plans if order == way.steps)
                assert way.trust_before[-1] == pytest.approx(before[frozenset({way.us, way.them}), way.issue])


@pytest.mark.parametrize("sides", [2, 3])
def test_ladders_are_the_best_of_all_plans(sides: int) -> None:
    for seed in range(40):
        every_plan_agrees(seed, sides, 4)
        every_way_agrees(seed, sides, 4)


@pytest.mark.laws
@pytest.mark.parametrize("sides", [2, 3])
@pytest.mark.parametrize("start", range(1000, 1400, 50))
def test_ladders_are_the_best_of_all_plans_of_many(start: int, sides: int) -> None:
    for seed in range(start, start + 50):
        every_plan_agrees(seed, sides, 5)
        every_way_agrees(seed, sides, 5)


@pytest.mark.parametrize("seed", range(30))
def test_the_sequence_and_the_ladder_have_the_same_states_of_trust(seed: int) -> None:
    """With caps of one, on several sides and issues, whatever spills over: the way to each channel is as long."""
    tables = random_tables(seed, sides=3)
    net, spill = network_of(tables), tables["spill_over"]
    for row in net.candidates:
        plan = best_sequence(net, target=row.id, spill_over=spill)
        for way in ladder(net, caps=dict.fromkeys(CAPS, 1.0), target=row.id, spill_over=spill).approaches:
            assert len(way.steps) == len(plan.channels) and bool(way.steps) == bool(plan.channels)
            assert way.months == pytest.approx(sum(net.channel[name].lead_time_months for name in plan.channels))


def test_opening_never_lowers_trust_and_more_trust_or_spill_over_never_closes_an_issue() -> None:
    for seed in range(60):
        tables = random_tables(seed, sides=2 + seed % 2)
        net = network_of(tables)
        for _, before, after in list(Oracle(tables).plans())[:50]:
            assert all(after[key] >= before[key] for key in before)
        few = ladder(net, trust=0.1, spill_over=0.25)
        assert all(list(row.trust_after) == sorted(row.trust_after) for row in few.rungs)
        rows = {(row.us, row.them, row.issue): row for row in few.rungs}
        for more in (ladder(net, trust=0.2, spill_over=0.25), ladder(net, trust=0.1, spill_over=0.5)):
            for other in more.rungs:
                row = rows[other.us, other.them, other.issue]
                assert other.most >= row.most and other.reachable >= row.reachable
                assert row.missing is None or (other.missing or 0.0) <= row.missing
                assert not row.reachable or len(other.steps) <= len(row.steps)


def test_where_all_is_carried_over_no_channel_s_issues_matter_to_what_it_builds() -> None:
    """One state for two sides: what is reached on each issue is what is reached on all."""
    for seed in range(30):
        net = network_of(random_tables(seed))
        assert len({row.most for row in ladder(net, spill_over=1).rungs if row.issue in NAMED}) == 1


# ---- states by issue and pair of sides, worked by hand


TWO = [{"issue": "soft", "sensitivity": 0.3}, {"issue": "hard", "sensitivity": 0.3}]
EACH = [
    {"id": "s", "issues": "soft", "builds_trust": 0.2, "kind": "official-signal", "modality": "in-person"},
    {"id": "h", "issues": "hard", "builds_trust": 0.2, "kind": "official-signal", "modality": "in-person"},
]
"""Two channels on an issue each that open without a gate of their own."""


@pytest.mark.parametrize(
    ("spill_over", "needs", "steps"),
    [
        (0, 0.3, {"soft": ("s",), "hard": ("h",)}),
        (0.5, 0.3, {"soft": ("s",), "hard": ("h",)}),
        (0.5, 0.4, {"soft": ("h", "s"), "hard": ("h", "s")}),
        (0, 0.4, {"soft": (), "hard": ()}),
        (1, 0.3, {"soft": ("h",), "hard": ("h",)}),
    ],
)
def test_a_channel_on_one_issue_builds_trust_on_it_and_a_share_on_the_other(
    spill_over: float, needs: float, steps: dict[str, tuple[str, ...]]
) -> None:
    """From .1: its own .2 make .3; half of the other's, .1, make .4; with all carried over each serves both."""
    found = ladder(network(*EACH, issues=[row | {"sensitivity": needs} for row in TWO]), spill_over=spill_over)
    assert {row.issue: row.steps for row in found.rungs} == steps
    assert {row.most for row in found.rungs} == {round(0.3 + 0.2 * spill_over, 9)}
    assert found.to_json()["spill_over"] == spill_over


def test_the_gate_of_a_channel_is_that_of_its_own_issue() -> None:
    """Trust on soft is .3 after the signal on it and .2 on hard: talks on hard, which need .25, must wait."""
    rows = [EACH[0], {"id": "talks", "issues": "hard", "needs_trust": 0.25, "builds_trust": 0}]
    net = network(*rows, issues=[{"issue": "hard", "sensitivity": 0}])
    way = ladder(net, target="talks").approaches[0]
    assert way.steps == () and way.reason == "needs 0.25 on hard, at most 0.20 can be reached"
    assert ladder(net, target="talks", spill_over=1).approaches[0].steps == ("s", "talks")
    both = network(rows[0], rows[1] | {"issues": "hard; soft"}, issues=[{"issue": "hard", "sensitivity": 0}])
    way = ladder(both, target="talks").approaches[0]
    assert (way.steps, way.issue, way.trust_before) == (("s", "talks"), "soft", (0.1, 0.3))
    assert "trust on soft rises from 0.10 to 0.30" in ladder(both, target="talks").sentences[0]


def test_a_channel_without_issues_builds_on_all_and_waits_for_general_confidence() -> None:
    """What is built on one issue counts half for it: .1 + .2 / 2 = .2; a visit about nothing counts in full: .3."""
    visit, talks = {"id": "visit", "builds_trust": 0.2}, {"id": "talks", "needs_trust": 0.3, "builds_trust": 0}
    issues = [{"issue": "soft", "sensitivity": 0.3}]
    way = ladder(network(EACH[0], talks, issues=issues), target="talks").approaches[0]
    assert way.reason == "needs 0.30, at most 0.20 can be reached"
    found = ladder(network(visit, talks, issues=issues), target="talks")
    assert found.approaches[0].steps == ("visit", "talks") and found.rungs[0].steps == ("visit",)


def test_trust_is_built_between_those_who_meet_and_needed_between_those_who_would() -> None:
    """A-C talks need trust between A and C, whatever there is between A and B; all three need all three."""
    people = [*PEOPLE, {"id": "c", "side": "C"}]
    rows = [
        {"id": "ab", "participants": "a; b", "builds_trust": 0.3},
        {"id": "ac", "participants": "a; c", "builds_trust": 0.3},
        {"id": "bc", "participants": "b; c", "builds_trust": 0.3},
        {"id": "late", "participants": "a; c", "needs_trust": 0.4, "builds_trust": 0.1},
        {"id": "all", "participants": "a; b; c", "needs_trust": 0.4, "builds_trust": 0.1},
    ]
    issues = [{"issue": "hot", "sensitivity": 0.4}]
    found = ladder(network(*rows, people=people, issues=issues), target="all")
    steps = {(row.us, row.them): row.steps for row in found.rungs}
    assert steps == {("A", "B"): ("ab",), ("A", "C"): ("ac",), ("B", "C"): ("bc",)}
    assert {way.steps for way in found.approaches} == {("ab", "ac", "bc", "all")}
    before = {(way.us, way.them): way.trust_before for way in found.approaches}
    assert before["A", "C"] == (0.1, 0.1, 0.4, 0.4) and before["B", "C"] == (0.1, 0.1, 0.1, 0.4)
    late = ladder(network(*rows, people=people, issues=issues), target="late").approaches
    assert [(way.us, way.them, way.steps) for way in late] == [("A", "C", ("ac", "late"))]
    alone = ladder(network(rows[0], rows[3], people=people, issues=issues), target="late").approaches
    assert alone[0].steps == () and alone[0].reason.startswith("needs 0.40 between A and C, at most 0.10")


# ---- what counts


def test_a_channel_of_one_side_builds_no_trust_but_may_be_required() -> None:
    people = [*PEOPLE, {"id": "c", "side": "A"}]
    ours = {"id": "ours", "participants": "a; c", "builds_trust": 0.5}
    joint = {"id": "joint", "builds_trust": 0.2, "requires": "ours"}
    issues = [{"issue": "calm", "sensitivity": 0.3}, {"issue": "hot", "sensitivity": 0.6}]
    found = ladder(network(ours, joint, people=people, issues=issues))
    assert states(found) == {"calm": ("later", ("ours", "joint")), "hot": ("later", ())}


def test_each_pair_of_sides_has_its_own_ladder() -> None:
    people = [*PEOPLE, {"id": "c", "side": "C"}]
    issues = [{"issue": "hot", "sensitivity": 0.3}]
    found = ladder(network({"id": "talks", "builds_trust": 0.3}, people=people, issues=issues))
    assert [(row.us, row.them, row.steps) for row in found.rungs] == [
        ("A", "B", ("talks",)),
        ("A", "C", ()),
        ("B", "C", ()),
    ]
    assert found.table()[0][:2] == ["us", "them"] and "A-C: hot later by no ladder" in found.answer
    assert len(ladder(network(people=people, issues=issues), us="C").rungs) == 2


def test_channels_that_exclude_each_other_are_never_in_one_ladder() -> None:
    rows = [{"id": "x", "builds_trust": 0.2, "excludes": "y"}, {"id": "y", "builds_trust": 0.2}]
    found = ladder(network(*rows, issues=[{"issue": "hot", "sensitivity": 0.5}]))
    assert found.rungs[0].reason == "no order of the channels that may be opened together was found to reach it"


def test_contact_that_runs_ahead_of_trust_is_said() -> None:
    people = [row | {"issues": "hot"} for row in PEOPLE]
    ties = [{"source": "a", "target": "b", "strength": 0.5}]
    net = Network.from_tables(people, ties, issues=[{"issue": "hot", "sensitivity": 0.5}])
    assert ladder(net).rungs[0].ties == 1
    assert any(
        said.startswith("For later, though active ties") and "hot (1)" in said for said in ladder(net).sentences
    )


def test_names_of_channels_stand_in_the_words() -> None:
    rows = [
        {"id": "s", "name": "The seminar", "builds_trust": 0},
        {"id": "t", "name": "The talks", "requires": "u"},
        {"id": "u", "name": "The visit", "needs_trust": 0.5},
    ]
    found = ladder(network(*rows), target="t")
    assert (
        found.sentences[0] == "There is no way to “The talks”: “The talks” needs “The visit”, which cannot be opened."
    )
    assert ladder(network(*rows), target="s").sentences[0].startswith("Nothing has to come before “The seminar”")


# ---- bare studies, faults


@pytest.mark.parametrize(
    ("net", "lacks"),
    [
        (Network.from_tables([]), "stakeholders, column side"),
        (Network.from_tables(PEOPLE), "issues, columns issue and sensitivity"),
        (network(issues=[{"issue": "x"}]), "issues, column sensitivity: nothing is said of x"),
        (network(issues=ISSUES), "channels, column participants"),
    ],
)
def test_what_a_study_lacks_is_said_in_a_line(net: Network, lacks: str) -> None:
    found = ladder(net)
    assert found.lacks.startswith(lacks) and "\n" not in found.lacks
    assert bool(found.sentences) == (lacks.startswith("channels"))
    json.dumps(found.to_json(), allow_nan=False)


def test_what_makes_no_sense_is_refused() -> None:
    net = network({"id": "open", "status": "open"}, {"id": "talks"})
    with pytest.raises(UsageError, match="is no candidate: it is open already"):
        ladder(net, target="open")
    with pytest.raises(UnknownName, match="channel"):
        ladder(net, target="nothing")
    with pytest.raises(UsageError, match="opening"):
        ladder(net, by="month")  # type: ignore[arg-type]


# ---- the study


def test_on_the_study_counter_terrorism_comes_before_cyber_and_sanctions_never() -> None:
    net = read(STUDY / "stakeholders.csv")
    found = ladder(net, target="ch_cyber")
    rows = {row.issue: row for row in found.rungs}
    assert rows["counter-terrorism"].state == "now" and rows["cybersecurity"].missing == 0.6
    assert rows["sanctions"].state == "off the agenda" and found.lacks == ""
    steps = found.approaches[0].steps
    assert steps.index("ch_agenda") < steps.index("ch_stratstab") < steps.index("ch_ct") < steps.index("ch_cyber")
    assert rows["cybersecurity"].meeting == "in-person only" and rows["trade"].meeting == "virtual will do"
    assert all(row.proven for row in found.rungs)
    assert len(rows["cybersecurity"].steps) > len(rows["security"].steps) > len(rows["trade"].steps)
    assert best_sequence(net, target="ch_cyber").channels == steps, "no cap is met on the way"


@pytest.mark.parametrize("sides", [2, 3])
def test_any_study_is_answered_in_plain_values(sides: int) -> None:
    """Directed or not, ruptured or not, with third parties, channels that are open and issues without a table."""
    for seed in range(30):
        net = random_network(seed, sides=sides)
        for found in (ladder(net), ladder(net, by="year"), agenda(net)):
            header, rows = found.table()
            assert found.lacks or found.sentences
            assert all(len(row) == len(header) for row in rows)
            json.dumps(found.to_json(), allow_nan=False)
