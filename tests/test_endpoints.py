"""Who is meant: ids before names before aliases, never a mixture, never a guess."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel.errors import InputError
from netmodel.readwrite.endpoints import settle
from netmodel.schema import RawTable

PEOPLE = ("id,name,aliases", "1,Oslo,Christiania; Kristiania", "2,Rome,Urbs", "3,Bern,Urbs", "4,Oslo Port,")


def raw(name: str, header: str, *rows: str) -> RawTable:
    cells = [row.split(",") for row in rows]
    return RawTable(name, f"{name}.csv", tuple(header.split(",")), cells, list(range(2, len(rows) + 2)))


def ends(*rows: str, people: Any = PEOPLE, header: str = "source,target") -> list[list[str]]:
    found = settle({"stakeholders": raw("stakeholders", *people), "ties": raw("ties", header, *rows)})
    return found["ties"].rows


def faults(*rows: str, people: Any = PEOPLE) -> list[tuple[str, int | None, str, str, str]]:
    with pytest.raises(InputError) as caught:
        ends(*rows, people=people)
    return [(p.code, p.line, p.column, p.value, p.remedy) for p in caught.value.problems]


def test_ids_are_ids_even_where_they_are_names_too() -> None:
    people = ("id,name", "1,2", "2,1")
    assert ends("1,2", people=people) == [["1", "2"]]


def test_names_are_read_where_no_end_is_an_id() -> None:
    assert ends("Oslo,Rome", "Bern, Oslo  Port ") == [["1", "2"], ["3", "4"]]


def test_aliases_are_read_where_only_one_has_them() -> None:
    people = ("id,name,aliases", "1,Oslo,Christiania", "2,Rome,Urbs")
    assert ends("Christiania,Urbs", people=people) == [["1", "2"]]


def test_an_alias_of_two_is_refused_with_both_lines() -> None:
    assert faults("Kristiania,Urbs") == [("T011", 2, "target", "Urbs", "write which is meant: '2', '3'")]


def test_a_name_of_two_is_refused() -> None:
    people = ("id,name", "1,Oslo", "2,Oslo", "3,Rome")
    assert faults("Rome,Oslo", people=people) == [("T011", 2, "target", "Oslo", "write which is meant: '1', '2'")]


def test_ids_mixed_with_names_are_refused_at_the_names() -> None:
    remedy = "write '2': ids throughout, or names throughout"
    assert faults("1,3", "1,Rome", "Rome,3") == [
        ("T009", 3, "target", "Rome", remedy),
        ("T009", 4, "source", "Rome", remedy),
    ]


def test_names_mixed_with_aliases_are_refused_at_the_aliases() -> None:
    assert [(code, value) for code, _, _, value, _ in faults("Oslo,Rome", "Christiania,Bern")] == [
        ("T009", "Christiania")
    ]


def test_an_end_that_nobody_is_stays_for_the_check_of_ends() -> None:
    assert ends("1,Atlantis") == [["1", "Atlantis"]]
    assert ends("Oslo,Atlantis") == [["1", "Atlantis"]]


def test_several_targets_in_a_cell_are_a_tie_each() -> None:
    assert ends("1,2|3,x", "1,4,y", header="source,target,kind") == [
        ["1", "2", "x"],
        ["1", "3", "x"],
        ["1", "4", "y"],
    ]
    assert ends("Oslo,Rome; Bern") == [["1", "2"], ["1", "3"]]


def test_a_name_with_a_bar_in_it_stays_whole() -> None:
    people = ("id,name", "1,a|b", "2,a", "3,b")
    assert ends("a,a|b", people=people) == [["2", "1"]]
    assert ends("1,2|9", people=people) == [["1", "2"], ["1", "9"]], (
        "the one that nobody knows is a target of its own"
    )
    assert ends("1,8|9", people=people) == [["1", "8|9"]]


def test_one_name_with_two_kinds_is_two_stakeholders() -> None:
    people = raw("stakeholders", "name,kind", "Mercury,planet", "Mercury,metal", "Oslo,city")
    found = settle({"stakeholders": people})["stakeholders"]
    assert [row[0] for row in found.rows] == ["Mercury (planet)", "Mercury (metal)", "Oslo"]
    with pytest.raises(InputError, match="T011"):
        settle({"stakeholders": people, "ties": raw("ties", "source,target", "Oslo,Mercury")})


def test_one_name_twice_with_one_kind_is_left_for_the_check_of_ids() -> None:
    people = raw("stakeholders", "name,kind", "Oslo,city", "Oslo,city")
    assert settle({"stakeholders": people})["stakeholders"] == people


def test_participants_and_vetoes_are_read_likewise() -> None:
    found = settle(
        {
            "stakeholders": raw("stakeholders", *PEOPLE),
            "participants": raw("participants", "channel,stakeholder", "talks,Oslo", "talks,Rome"),
            "vetoes": raw("vetoes", "actor,target", "Bern,talks"),
        }
    )
    assert [row[1] for row in found["participants"].rows] == ["1", "2"]
    assert found["vetoes"].rows == [["3", "talks"]]
