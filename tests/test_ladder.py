"""The ladder of confidence: now, later and never; known answers, laws, and what a bare study gets."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
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
