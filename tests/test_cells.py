"""CSV for people: nothing in it runs, and everything in it comes back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmodel.readwrite.cells import csv_text, guarded, unguarded

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝")


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "   ", "'", "''", "' "])
def test_text_that_a_spreadsheet_would_run_is_guarded_and_comes_back(start: str, before: str) -> None:
    text = f"{before}{start}1+1"
    cell = guarded(text)
    assert cell == f"'{text}"
    assert unguarded(f"'{text}") == text


@pytest.mark.parametrize("text", ["", "a=1", "it's", "'tis", "' a", "1", "a\n=1", "Québec"])
def test_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


def test_numbers_are_no_text() -> None:
    assert [guarded(value) for value in (-0.25, -3, 1e-9, None)] == [-0.25, -3, 1e-9, ""]
    assert csv_text(["gain"], [[-0.25], [-3], [None]]) == 'gain\n-0.25\n-3\n""\n'


@given(st.text())
def test_every_text_comes_back(text: str) -> None:
    cell = guarded(text)
    assert isinstance(cell, str)
    assert not cell.lstrip(" ").startswith(STARTS)
    assert unguarded(cell) == text


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), min_size=1))
def test_every_table_comes_back_cell_for_cell(rows: list[list[str]]) -> None:
    text = csv_text(["=a", "b"], rows)
    header, *read = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert [unguarded(name) for name in header] == ["=a", "b"]
    assert [[unguarded(cell) for cell in row] for row in read] == rows


def test_a_lone_carriage_return_does_not_part_a_row() -> None:
    assert csv_text(["a", "b"], [["x\ry", "z"]]) == 'a,b\n"x\ry",z\n'


def test_what_cannot_be_seen_does_not_hide_a_formula() -> None:
    for hidden in ("\x1b[2J=1+1", "\u202e=1+1", "\x00-1", "\ufeff@x", "' \x1b[0m+1"):
        assert guarded(hidden) == f"'{hidden}" and unguarded(str(guarded(hidden))) == hidden
    assert guarded(True) == "yes" and guarded("a=1") == "a=1"
