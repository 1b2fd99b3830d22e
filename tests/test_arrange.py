"""Header, rows and what is neither: nothing is passed over without a notice that quotes it."""

from __future__ import annotations

import pytest

from netmodel.readwrite.arrange import Layout, lay_out
from netmodel.readwrite.grid import split


def laid(text: str, name: str = "stakeholders") -> Layout:
    """The layout of a text."""
    return lay_out(name, split(text, ",", "list.csv"), ",", "list.csv")


def codes(found: Layout) -> tuple[list[str], list[str]]:
    """Codes of the faults and of the notices."""
    return [problem.code for problem in found.problems], [notice.code for notice in found.notices]


def account(text: str, found: Layout) -> bool:
    """Whether every record is the header, a row, blank or passed over."""
    passed = sum(notice.code in ("D018", "D019") for notice in found.notices)
    return len(split(text, ",", "x").rows) == 1 + len(found.rows) + found.blank + passed


@pytest.mark.parametrize(
    ("text", "faults", "notices"),
    [
        ("id,name\na,A\n", [], []),
        ("id,name\n\na,A\n , \n", [], []),
        ("Title\nid,name\na,A\n", [], ["D018"]),
        ("Title,\nMore\n\nid,name,side\na,A,x\n", [], ["D018", "D018"]),
        ("id,name\na,A\nID, Name \nb,B\n", [], ["D019"]),
        ("\ufeffid,name\na,A\n\ufeffid,name\nb,B\n", [], ["D019"]),
        ("id,name,,\na,A\n", [], ["D003"]),
        ("id,name\na,A,,\n", [], ["D003"]),
        ("id,name\na,A,,\nb,B\n", ["D004"], []),
        ("id,name\na,A,,x\n", ["D004"], []),
        ("id,name\na\nb,B\n", ["D004"], []),
        ("id,name,side\na,A,x\n\nsource,target\na,b\n", ["D017"], []),
        ("id,name,side\na,A,x\nsource,target,kind\na,b,c\n", ["D017"], []),
        ("id,name,side\na,A,x\n\nWord,Meaning\nx,North\n", ["D017"], []),
        ("id,name\na,A\nTotal,12\n", ["D022"], []),
        ("id,name\na,A\nSource : Ministère,\n\n", ["D022"], []),
        ("id,name\nTotal,TotalEnergies\n", [], []),
        ("id\nTotal\n", [], []),
        ("Ministries\nNavn,Land,By\na,b,c\nd,e,f\n", ["D018"], []),
    ],
)
def test_what_is_a_row_and_what_is_not(text: str, faults: list[str], notices: list[str]) -> None:
    found = laid(text)
    assert codes(found) == (faults, notices)
    assert all(problem.remedy and problem.line for problem in found.problems)
    if not faults:
        assert account(text, found)
        assert all(len(row) == len(found.header) for row in found.rows)


def test_more_than_titles_above_a_header_is_refused_line_by_line() -> None:
    found = laid("a,b\nc,d\n\nid,name,side\nx,X,y\n")
    assert [(problem.code, problem.line) for problem in found.problems] == [("D018", 1), ("D018", 2)]


def test_the_second_header_is_named_beside_the_first() -> None:
    (problem,) = laid("\nid,name\na,A\n\nsource,target,kind\na,b,c\n").problems
    assert problem.line == 5 and "line 2" in problem.expected and problem.value == "source | target | kind"


def test_every_ragged_row_has_its_line() -> None:
    found = laid("id,name\na\nb,B\nc,C,D\n")
    assert [(problem.line, problem.code) for problem in found.problems] == [(2, "D004"), (4, "D004")]


def test_a_table_of_nothing_has_no_header() -> None:
    assert laid("\n\n").header == () and laid("\n\n").blank == 2
    assert laid("").blank == 0
