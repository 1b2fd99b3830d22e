"""The joint agenda: known answers, laws, who carries what, and what a bare study gets."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest

from netmodel import Network, Study, UsageError, read
from netmodel.errors import UnknownName
from netmodel.policy.agenda import CARRIERS, AgendaMatch, agenda

STUDY = Path(__file__).parent.parent / "data"
PEOPLE = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]


def issue(name: str, ours: float | str, theirs: float | str, sensitivity: float | str = "", red: str = "no"):
    return {"issue": name, "priority_A": ours, "priority_B": theirs, "sensitivity": sensitivity, "red_line": red}


def network(*issues: dict[str, Any], people: list[dict[str, Any]] = PEOPLE, **options: Any) -> Network:
    return Network.from_tables(people, issues=issues, **options)


def order(found: AgendaMatch) -> list[tuple[str, str, int | None]]:
    return [(item.issue, item.standing, item.rank) for item in found.items]


# ---- known answers


def test_priorities_multiplied_and_calmer_first_and_a_red_line_excluded() -> None:
    """KNOWN-ANSWERS, system 3: (5,4), (4,2), (2,4) -> 4.47, 2.83, 2.83; .2 before .7; a red line is not low."""
    rows = [issue("hot", 4, 2, 0.7), issue("top", 5, 4, 0.5), issue("calm", 2, 4, 0.2), issue("red", 5, 5, 0, "yes")]
    found = agenda(network(*rows))
    assert order(found) == [("top", "joint", 1), ("calm", "joint", 2), ("hot", "joint", 3), ("red", "excluded", None)]
    assert [round(item.weight or 0, 2) for item in found.items] == [4.47, 2.83, 2.83, 0]
    assert [item.gate.state for item in found.items] == ["later", "later", "later", "off the agenda"]
    assert [item.gate.missing for item in found.items] == [0.4, 0.1, 0.6, None]
    assert found.sentences[0] == (
        "Of 4 issues A and B both care for 3, most by the square root of the two priorities multiplied: top (4.47), "
        "calm (2.83) and hot (2.83)."
    )
    assert "Excluded by a red line, whatever the priorities: red." in found.sentences and found.lacks == ""


def test_what_only_one_side_cares_for_and_what_neither_does() -> None:
    found = agenda(network(issue("ours", 3, 0), issue("theirs", 0, 2), issue("nobody", 0, 0), issue("more", 5, 0)))
    assert order(found) == [
        ("more", "only us", None),
        ("ours", "only us", None),
        ("theirs", "only them", None),
        ("nobody", "neither", None),
    ]
    assert found.lacks == "" and found.sentences == (
        "Of 4 issues none is known to be cared for by both A and B.",
        "Only A is known to care for more and ours.",
        "Only B is known to care for theirs.",
    )


def test_a_priority_that_is_not_stated_is_the_median_as_in_reach_and_is_said() -> None:
    found = agenda(network(issue("x", 4, 4, 0), issue("y", "", 1, 0)))
    assert [(item.issue, item.weight) for item in found.items] == [("x", 4), ("y", 2)]
    assert found.lacks == (
        "issues, columns priority_A and priority_B: priority_A of 1 issue is taken as 4, the median of those given"
    )


def test_without_any_priority_nothing_is_matched() -> None:
    found = agenda(network(issue("x", "", ""), issue("red", "", "", "", "yes")))
    assert order(found) == [("x", "not stated", None), ("red", "excluded", None)]
    assert found.sentences == (
        "The priorities of A and B are not stated, so no issue can be matched.",
        "Excluded by a red line, whatever the priorities: red.",
    )


def test_where_all_is_excluded_nothing_else_is_said() -> None:
    found = agenda(network(issue("red", 5, 5, 0, "yes")))
    assert found.sentences == ("Excluded by a red line, whatever the priorities: red.",) and found.lacks == ""


def test_equals_share_a_rank() -> None:
    found = agenda(network(issue("b", 2, 2, 0.1), issue("a", 1, 4, 0.1), issue("c", 1, 1, 0.1)))
    assert order(found) == [("a", "joint", 1), ("b", "joint", 1), ("c", "joint", 3)]


# ---- laws


def random_study(seed: int) -> Network:
    rng = random.Random(seed)
    rows = [
        issue(f"i{k}", rng.choice(["", 0, 1, 2, 3, 4, 5]), rng.choice(["", 0, 1, 2, 3, 4, 5]),
              rng.choice(["", 0, 0.1, 0.5, 1]), rng.choice(["no", "no", "no", "yes"]))
        for k in range(rng.randrange(1, 7))
    ]  # fmt: skip
    return network(*rows, study=Study(sides=("A", "B"), trust=rng.choice([0, 0.1, 0.5])))


@pytest.mark.parametrize("start", [0, 50, 100])
def test_the_order_is_that_of_its_definition(start: int) -> None:
    """Every pair of joint issues: the heavier first, of equal ones the calmer, those of unknown calm last."""
    for seed in range(start, start + 50):
        net = random_study(seed)
        rows = {row.issue: row for row in net.issues}
        found = agenda(net)
        assert sorted(item.issue for item in found.items) == sorted(rows)
        for item in found.items:
            row, priorities = rows[item.issue], dict(rows[item.issue].priorities)
            mine, other = priorities.get("A"), priorities.get("B")
            assert (item.standing == "joint") == bool(mine and other and not row.red_line)
            assert (item.standing == "excluded") == row.red_line
            if item.standing == "joint":
                assert item.weight == pytest.approx(math.sqrt((mine or 0) * (other or 0)))
        joint = found.of("joint")
        keys = [(-round(i.weight or 0, 9), 9 if i.gate.sensitivity is None else i.gate.sensitivity) for i in joint]
        assert keys == sorted(keys)
        assert [item.rank for item in joint] == [1 + sum(key < own for key in keys) for own in keys]


def test_swapping_the_sides_swaps_only_and_other_answers_stay() -> None:
    swap = {"only us": "only them", "only them": "only us"}
    for seed in range(60):
        net = random_study(seed)
        one, other = agenda(net), agenda(net, us="B", them="A")
        assert [i.issue for i in one.of("joint")] == [i.issue for i in other.of("joint")]
        assert {i.issue: i.standing for i in other.items} == {
            i.issue: swap.get(i.standing, i.standing) for i in one.items
        }
        assert {i.issue: (i.weight, i.gate, i.reach, i.us, i.them) for i in one.items} == {
            i.issue: (i.weight, i.gate, i.reach, i.them, i.us) for i in other.items
        }


# ---- who carries, and by what


CROWD = [
    {"id": "adm", "side": "A", "level": 3, "issues": "trade", "influence": 4},
    {"id": "boss", "side": "A", "level": 1, "issues": "trade", "influence": 5},
    {"id": "dm", "side": "A", "level": 2, "issues": "trade", "influence": 4},
    {"id": "lab", "side": "A", "level": 5, "issues": "trade", "expertise": "trade:0.7", "influence": 1},
    {"id": "all", "side": "A", "level": 2, "influence": 5},
    {"id": "off", "side": "A", "level": 2, "issues": "space", "influence": 5},
    {"id": "mid", "side": "B", "level": 1, "issues": "trade", "influence": 5},
]


def test_those_who_name_the_issue_come_first_then_influence_then_rank() -> None:
    found = agenda(network(issue("trade", 4, 4, 0.1), people=CROWD))
    bench = next(item for item in found.items if item.issue == "trade").us
    assert [row.id for row in bench.carriers] == ["boss", "dm", "adm", "lab", "all"] and bench.number == 5
    assert bench.experts == ("lab",) and bench.carriers[3].degree == 0.7 and not bench.carriers[4].names
    said = (
        "On trade: for A boss, dm, adm and 2 more (with expertise: lab); for B mid; no channel serves it; reach on it"
    )
    assert any(words.startswith(said) for words in found.sentences)


def test_ministers_come_last_where_the_study_would_not_pair_them() -> None:
    found = agenda(network(issue("trade", 4, 4, 0.1), people=CROWD, study=Study(ministers=False)))
    bench = next(item for item in found.items if item.issue == "trade").us
    assert [row.id for row in bench.carriers] == ["dm", "adm", "lab", "boss", "all"]
    assert (
        found.sentences[-1] == "Those of ministerial rank are named last, since the study would not pair ministers."
    )


def test_channels_serve_an_issue_where_both_sides_deal_with_it() -> None:
    rows = [
        {"id": "on", "participants": "adm; mid", "issues": "trade", "status": "open"},
        {"id": "offered", "participants": "all; mid"},
        {"id": "other", "participants": "off; mid"},
        {"id": "closed", "participants": "adm; mid", "status": "closed"},
    ]
    found = agenda(network(issue("trade", 4, 4, 0.1), people=CROWD, channels=rows))
    item = next(item for item in found.items if item.issue == "trade")
    assert item.open_channels == ("on",) and item.candidate_channels == ("offered",)
    assert item.reach is not None and item.reach > 0


def test_nobody_and_no_channel_are_said() -> None:
    people = [PEOPLE[0], {"id": "b", "side": "B", "issues": "space"}]
    found = agenda(network(issue("trade", 4, 4, 0.1), issue("space", 1, 1, 0.1), people=people))
    assert "Nobody listed of B deals with trade." in found.sentences
    assert "No channel brings together those on both sides who deal with space." in found.sentences
    assert [row[-1] for row in found.table()[1]] == ["a / nobody", "a / b"]


def test_long_lists_are_cut_and_counted() -> None:
    people = [*PEOPLE, *({"id": f"a{k:02}", "side": "A"} for k in range(20))]
    bench = agenda(network(issue("trade", 4, 4), people=people)).items[0].us
    assert bench.number == 21 and len(bench.carriers) == CARRIERS


# ---- bare studies, faults


@pytest.mark.parametrize(
    ("net", "lacks", "said"),
    [
        (Network.from_tables([]), "stakeholders, column side", 0),
        (Network.from_tables(PEOPLE), "issues, columns issue, priority_A and priority_B", 0),
        (
            Network.from_tables([PEOPLE[0] | {"issues": "x"}, PEOPLE[1]]),
            "issues, columns priority_A and priority_B",
            1,
        ),
        (network(issue("x", 1, 1)), "issues, column sensitivity", 4),
    ],
)
def test_what_a_study_lacks_is_said_in_a_line(net: Network, lacks: str, said: int) -> None:
    found = agenda(net)
    assert found.lacks.startswith(lacks) and "\n" not in found.lacks and len(found.sentences) == said
    json.dumps(found.to_json(), allow_nan=False)


def test_three_sides_want_two_named() -> None:
    net = Network.from_tables([*PEOPLE, {"id": "c", "side": "C"}], issues=[issue("x", 1, 1)])
    assert (agenda(net).us, agenda(net).them) == ("A", "B")
    assert (agenda(net, them="A").us, agenda(net, us="C").them) == ("B", "A")
    with pytest.raises(UnknownName, match="side"):
        agenda(net, us="Z")
    with pytest.raises(UsageError, match="is outside 0"):
        agenda(net, trust=2)


# ---- the study


def test_on_the_study_the_arctic_leads_and_sanctions_are_excluded() -> None:
    found = agenda(read(STUDY / "stakeholders.csv"))
    items = {item.issue: item for item in found.items}
    assert [item.issue for item in found.items[:3]] == ["arctic", "trade", "security"] and found.lacks == ""
    assert items["sanctions"].standing == "excluded" and len(found.of("joint")) == 24
    assert items["counter-terrorism"].gate.state == "now" and items["cybersecurity"].gate.missing == 0.6
    assert all(row.rank != 1 for row in items["trade"].us.carriers[:3])


def test_channels_of_an_issue_are_listed_by_id_whatever_the_order_of_rows() -> None:
    rows = [{"id": name, "participants": "a; b"} for name in ("z", "c", "m")]
    (item,) = agenda(network(issue("top", 5, 4), channels=rows)).items
    assert item.candidate_channels == ("c", "m", "z") and item.open_channels == ()
