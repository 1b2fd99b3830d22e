"""Lists as ministries keep them: encoding and delimiter are told rightly, or asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from ministries import DELIMITERS, OLD, Ministry, lists

from netmodel import InputError
from netmodel.readwrite.tables import read_table


def told(found: Ministry) -> str:
    """Whether a list is read ``right``, or ``asks``; anything else fails the test."""
    try:
        table = read_table("stakeholders", found.content, "list.csv")
    except InputError as error:
        (problem,) = error.problems
        assert problem.code in ("D001", "D020") and "--" in problem.remedy, (found.title, str(error))
        return "asks"
    assert table.header == found.header, found.title
    assert [tuple(row) for row in table.rows] == list(found.rows), found.title
    codes = [notice.code for notice in table.notices]
    assert ("D001" in codes) == (found.delimiter != ","), found.title
    beyond_ascii = not found.content.isascii()
    assert ("D020" in codes) == (beyond_ascii and found.encoding in (*OLD, "utf-16")), found.title
    return "right"


def counted(found: Iterable[Ministry]) -> Counter[str]:
    """How many were right, and how many asked."""
    return Counter(map(told, found))


def test_a_sample_of_lists_is_told_rightly_or_asks() -> None:
    found = counted(lists(420, seed=0))
    assert found["right"] + found["asks"] == 420
    assert found["asks"] <= 8


@pytest.mark.laws
def test_lists_are_told_rightly_or_ask_at_length() -> None:
    found = counted(lists(4_200, seed=1))
    assert found["right"] + found["asks"] == 4_200
    assert found["asks"] <= 84


def test_the_lists_are_of_every_sort() -> None:
    sorts = {(found.script, found.encoding, found.delimiter) for found in lists(60, seed=0)}
    assert len(sorts) == 3 * 5 * 4
    assert {mark for _, _, mark in sorts} == set(DELIMITERS)
    assert {len(found.rows) for found in lists(420, seed=0)} >= {3, 200}


def test_one_short_word_of_which_there_are_two_readings_is_asked_for() -> None:
    for encoding in ("cp1251", "koi8-r"):
        with pytest.raises(InputError) as caught:
            read_table("stakeholders", "id,name\na,по\n".encode(encoding), "list.csv")
        (problem,) = caught.value.problems
        assert (problem.code, problem.line, problem.column) == ("D020", 2, "name")
        assert "'по'" in problem.expected and "--encoding cp1251" in problem.remedy
        assert "--encoding koi8-r" in problem.remedy
