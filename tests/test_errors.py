"""Errors teach: place, value, expectation and remedy; text from files cannot speak to the terminal."""

from __future__ import annotations

import pytest

from netmodel.errors import InputError, Problem, UnknownName, printable, suggest


def test_an_input_error_reads_like_a_letter_to_whoever_must_mend_it() -> None:
    faults = [
        Problem("D010", "s.csv", 5, "id", "gac", "is already the id of line 2", "rename one of the two"),
        Problem("D002", "t.csv", None, "", "", "is empty", ""),
    ]
    assert str(InputError(faults)) == (
        "s.csv: 1 problem, nothing was read\n"
        "  line 5, id: 'gac' is already the id of line 2 [D010]\n"
        "      rename one of the two\n"
        "t.csv: 1 problem, nothing was read\n"
        "  is empty [D002]"
    )


def test_twenty_are_shown_and_all_are_kept() -> None:
    faults = [Problem("D010", "s.csv", line, "id", "x", "is wrong") for line in range(25)]
    error = InputError(faults)
    assert "and 5 more (--errors-json" in str(error) and str(error).count("is wrong") == 20
    assert len(error.problems) == 25


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("betweeness", "did you mean 'betweenness'?"),
        ("BETWEENNESS", "did you mean 'betweenness'?"),
        ("zzz", "known: betweenness, closeness"),
    ],
)
def test_the_nearest_name_is_suggested(name: str, said: str) -> None:
    assert suggest(name, ["closeness", "betweenness"]) == said


def test_nothing_to_suggest() -> None:
    assert suggest("x", []) == "there are none"
    assert suggest("zzz", [f"n{k}" for k in range(20)]).endswith("and 12 more")
    assert str(UnknownName("side", "Sout", ["South"])) == "side 'Sout' is not known; did you mean 'South'?"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain Ünïcödé Россия", "plain Ünïcödé Россия"),
        ("a\x1b[31m\n\t", "a\\x1b[31m\\x0a\\x09"),
        ("\u202eevil\u200b\u2066", "\\u202eevil\\u200b\\u2066"),
        ("\ud800", "\\ud800"),
        ("x" * 100, "x" * 79 + "…"),
    ],
)
def test_text_from_files_is_safe_on_a_terminal(text: str, shown: str) -> None:
    assert printable(text) == shown
