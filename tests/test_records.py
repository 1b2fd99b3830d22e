"""From text cells to records: headers, look-alikes, what is said once."""

from __future__ import annotations

import time
from typing import Any

import pytest

from netmodel import InputError, Network
from netmodel.network.records import EFFORT, Findings, look_alike_key, name_column
from netmodel.schema import RawTable


def codes(problems: Any) -> list[tuple[str, str]]:
    """Code and column of each problem."""
    return [(problem.code, problem.column) for problem in problems]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("id", "id"),
        (" In Office ", "in_office"),
        ("REPORTS_TO", "reports_to"),
        ("Mood", "Mood"),
        ("budget ", "budget"),
    ],
)
def test_a_known_column_is_known_whatever_its_case_and_spaces(written: str, name: str) -> None:
    assert name_column(RawTable("stakeholders", "list.csv", (written,), [], []), written)[0] == name


def test_the_side_of_a_priority_keeps_its_letters() -> None:
    table = RawTable("issues", "issues.csv", (), [], [])
    assert name_column(table, "Priority_The North")[0] == "priority_The North"
    assert name_column(RawTable("ties", "ties.csv", (), [], []), "Status 2021-06")[0] == "status_2021-06"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Québec", "Que\u0301bec", True),
        ("STRASSE", "straße", True),
        ("gac", "gac\u200b", True),
        ("a b", "a\u00a0 b", True),
        ("＝1", "=1", True),
        ("ab", "a b", False),
        ("gac", "gae", False),
    ],
)
def test_names_that_look_the_same_have_one_key(one: str, other: str, same: bool) -> None:
    assert (look_alike_key(one) == look_alike_key(other)) == same


def test_look_alike_ids_are_refused_only_where_nobody_can_see_the_difference() -> None:
    net = Network.from_tables([{"id": name} for name in ("ab", "a b", "AB", "ａb")])
    assert len(net.stakeholders) == 4
    assert codes(net.provenance.notices) == [("D012", "id")]
    assert ("D013", "id") in codes(net.provenance.warnings)
    with pytest.raises(InputError) as caught:
        Network.from_tables([{"id": name} for name in ("a b", "a  b", "a\u00a0b", "a \u200bb")])
    assert codes(caught.value.problems) == [("D010", "id")] * 3


def test_an_unknown_kind_is_kept_and_said_once_for_each_table() -> None:
    people = [{"id": name, "kind": "guild"} for name in "abc"]
    ties = [{"source": "a", "target": name, "kind": "guild"} for name in "bc"]
    net = Network.from_tables(people, ties)
    said = [(p.code, p.value, p.line) for p in net.provenance.notices]
    assert said == [("K001", "guild", 1), ("K001", "guild", 1)]
    assert {row.kind for row in (*net.stakeholders, *net.ties)} == {"guild"}
    assert {tie.formality for tie in net.ties} == {"informal"}


def test_half_a_character_is_refused_since_no_file_could_hold_it() -> None:
    with pytest.raises(InputError) as caught:
        Network.from_tables([{"id": "a", "name": "x\ud800", "\udfffy": "1", "mine": "\ud83d"}])
    assert codes(caught.value.problems) == [("D006", "\\udfffy"), ("D006", "name"), ("D006", "mine")]
    str(caught.value).encode()


def test_a_message_obeys_no_name() -> None:
    hostile = "\x1b[31m\u202ex\r"
    people: list[dict[str, Any]] = [
        {"id": f"a{hostile}a", "side": f"x{hostile}x", hostile + "y": "1", "contacts": f"b{hostile}b:7"},
        {"id": f"A{hostile}a", "side": f"X{hostile}x", "contacts": f"b{hostile}b:0,7", "level": hostile},
    ]
    channels = [
        {"id": f"c{hostile}c", "participants": f"a{hostile}a:9", "min_level": hostile, "requires": hostile + "x"}
    ]
    issues = [{"issue": hostile + "i", f"priority_{hostile}s": 9}]
    with pytest.raises(InputError) as caught:
        Network.from_tables(
            people, channels=channels, issues=issues, vetoes=[{"actor": hostile + "v", "target": "t"}]
        )
    assert len(caught.value.problems) >= 8
    assert not set(str(caught.value)) & set("\x1b\u202e\r")
    net = Network.from_tables([{key: person[key] for key in ("id", "side")} for person in people])
    said = " ".join(problem.sentence() for problem in net.provenance.warnings)
    assert "S004" in said and not set(said) & set("\x1b\u202e\r")


def test_the_search_for_the_nearest_name_has_an_end() -> None:
    findings = Findings()
    assert findings.nearest("gac", {"gax"}) == "did you mean 'gax'?"
    assert findings.effort == EFFORT - 1
    assert findings.nearest("x" * 201, {"gax"}) == "write one of the 1 names that are known"
    findings.effort = 0
    assert findings.nearest("gac", {"gax"}) == "write one of the 1 names that are known"


def test_the_search_for_long_names_that_are_alike_has_an_end_too() -> None:
    known = {"ab" * 45 + str(number) for number in range(3_000)}
    findings, begin = Findings(), time.process_time()
    for number in range(200):
        findings.nearest("ab" * 45 + f"_{number}", known)
    assert time.process_time() - begin < 3
    assert findings.nearest("gac", {"gax"}) == "did you mean 'gax'?"


def test_one_of_several_ends_in_a_cell_that_is_not_known_is_named() -> None:
    people = [{"id": "oslo"}, {"id": "rome"}]
    for source, target, says in (
        ("oslo", "rome; lodnon", "of the 2 that are named, 'lodnon' is not in the list"),
        ("oslo|rome", "rome", "a row has one source: write a row for each"),
        (
            "oslo",
            "paris|lodnon",
            "known: oslo, rome; else add it to the list (--allow-unknown adds it without a side)",
        ),
    ):
        with pytest.raises(InputError) as caught:
            Network.from_tables(people, [{"source": source, "target": target}])
        assert [problem.remedy for problem in caught.value.problems] == [says]
