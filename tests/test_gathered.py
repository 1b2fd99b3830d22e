"""Rows of unknown columns: gathered whole, within limits; two tables that say the same are equal."""

from __future__ import annotations

import pytest

from netmodel.errors import LimitError
from netmodel.readwrite.formats.gathered import Gatherer, canonical, counted, yes_or_no
from netmodel.readwrite.reading import Limits
from netmodel.schema import RawTable


def test_columns_stand_as_they_come_and_rows_are_filled_up() -> None:
    found = Gatherer("ties", "f", Limits())
    found.add({"b": "1"}, 3)
    found.add({"a": "2", "b": ""}, None)
    table = found.table(required=("source",), sha256="x")
    assert (table.header, table.rows, table.lines) == (
        ("b", "a", "source"),
        [["1", "", ""], ["", "2", ""]],
        [3, None],
    )
    assert table.sha256 == "x"


def test_a_name_that_is_taken_gets_a_number_and_that_is_said() -> None:
    found = Gatherer("stakeholders", "f", Limits())
    found.add({"id": "1", "\0k": "2", "\0l": "3"}, 1)
    table = found.table({"\0k": "id", "\0l": "id"})
    assert table.header == ("id", "id (2)", "id (3)")
    assert [(notice.code, notice.column) for notice in table.notices] == [("X005", "id"), ("X005", "id")]


@pytest.mark.parametrize(
    ("limits", "name"), [(Limits(rows=1), "rows"), (Limits(columns=1), "columns"), (Limits(cell=3), "cell")]
)
def test_limits_hold(limits: Limits, name: str) -> None:
    found = Gatherer("ties", "f", limits)
    with pytest.raises(LimitError, match=f"line 2: .*max {name}"):
        for line, cells in ((1, {"a": "123"}), (2, {"a": "1", "b": "1234"})):
            found.add(cells, line)


def test_canonical_sees_what_is_the_same_and_what_is_not() -> None:
    one = RawTable("ties", "", ("source", "target", "directed", "notes"), [["a", "b", "1", "  "]], [1])
    two = RawTable("ties", "", ("Target", "SOURCE", "directed"), [["b", "a", "Yes"]], [9])
    other = RawTable("ties", "", ("Target", "SOURCE", "directed"), [["a", "b", "Yes"]], [9])
    assert canonical(one) == canonical(two) != canonical(other)


def test_words_and_numbers() -> None:
    assert [yes_or_no(cell) for cell in (" Oui ", "0", "")] == ["yes", "no", ""]
    assert [counted(2, "channel"), counted(1, "row")] == ["2 channels", "1 row"]
