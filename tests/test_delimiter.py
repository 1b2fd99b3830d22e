"""What parts the cells: known headers first, then rows of one width; in doubt it is asked."""

from __future__ import annotations

import pytest

from netmodel import InputError
from netmodel.readwrite.delimiter import choose, known_columns
from netmodel.readwrite.reading import DELIMITERS, Reading


def mark(text: str, name: str = "stakeholders", reading: Reading | None = None) -> str:
    """The delimiter that is chosen."""
    return choose(name, text, "list.csv", reading or Reading()).delimiter


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_a_known_header_decides(delimiter: str) -> None:
    rest = [other for other in DELIMITERS if other != delimiter]
    rows = (("id", "name", "notes"), ("a", "".join(rest), "x" + rest[0] * 5))
    assert mark("\n".join(map(delimiter.join, rows))) == delimiter


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_rows_of_one_width_decide_where_nothing_is_known(delimiter: str) -> None:
    rows = (("Navn", "Land", "By"), ("Oslo", "Norge", "0"), ("Roma", "Italia", "1"))
    assert mark("\n".join(map(delimiter.join, rows))) == delimiter


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id\na;b\n", ","),
        ("", ","),
        ("\n\n", ","),
        ("Id\tLabel\n1\ta,b\n", "\t"),
        ("Navn;Tal\na;0,5\nb;1,5\n", ";"),
        ('"Navn, hele";"Tal"\n"a";"0,5"\n', ";"),
        ("List of people, 2021\nid;name;side\na;A;x\n", ";"),
        ("sep=|\nid|name\n", "|"),
        ("sep=\t\nid\tname\n", "\t"),
        ("sep=\\t\nid\tname\n", "\t"),
    ],
)
def test_what_is_chosen(text: str, expected: str) -> None:
    assert mark(text) == expected


def test_the_user_wins_over_a_hint_and_a_hint_over_what_is_found() -> None:
    text = "sep=;\nid,name\n"
    assert mark(text) == ";"
    found = choose("stakeholders", text, "list.csv", Reading(delimiter=","))
    assert (found.delimiter, found.hint, found.notices) == (",", 1, ())


def test_a_tie_is_asked_with_the_options_to_choose_by() -> None:
    with pytest.raises(InputError) as caught:
        mark("\nNavn;Land,By\nOslo;Norge,Oslo\n")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("D001", 2)
    assert problem.remedy == "say which: --delimiter comma or --delimiter semicolon"


def test_columns_that_the_user_explains_are_known() -> None:
    assert known_columns("ties", ["A1", "B1"], {"A1": "source"}) == 1
    assert mark("A1;B1,x\nq;r\n", "ties", Reading(columns={"A1": "source", "B1,x": "target"})) == ";"
