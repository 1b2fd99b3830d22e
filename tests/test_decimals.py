"""Decimal commas: read and said once a column; numbers that may be in thousands are never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from netmodel import InputError, read
from netmodel.readwrite.decimals import points_in_doubt, with_decimals
from netmodel.schema import RawTable

HEADER = ("id", "name", "influence", "permeability", "expertise", "confidence")


def table(*rows: list[str]) -> RawTable:
    """A list of stakeholders."""
    return RawTable("stakeholders", "list.csv", HEADER, list(rows), list(range(2, len(rows) + 2)))


def test_a_column_with_decimal_commas_is_said_once() -> None:
    found = with_decimals(table(["a", "1,5", "2,5", "0.5", "x:0,5", "0,8"], ["b", "", "3,5", "1", "", "high"]))
    assert [(said.code, said.column, said.line) for said in found.notices] == [
        ("T006", "influence", 2),
        ("T006", "expertise", 2),
        ("T006", "confidence", 2),
    ]
    assert found.rows[0][2] == "2,5"


def test_a_table_without_decimal_commas_comes_back_as_it_is() -> None:
    plain = table(["a", "Oslo, Norway", "2.5", "", "x; y", ""])
    assert with_decimals(plain) is plain
    assert points_in_doubt(plain) == []


def test_a_point_before_three_digits_is_in_doubt_only_beside_commas() -> None:
    assert points_in_doubt(table(["a", "", "1.200", "", "", ""])) == []
    doubts = points_in_doubt(table(["a", "", "1.200", "", "", ""], ["b", "", "0,5", "", "", ""]))
    assert [(doubt.code, doubt.line, doubt.value) for doubt in doubts] == [("T006", 2, "1.200")]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("0,5", 0.5), ("2,50", 2.5), ("0,500", 0.5), ("1234,567", 1234.567), ("1,234", None), ("1.234,5", None),
     ("1 234,5", None), ("1,2,3", None), ("12,345,678", None)],
)  # fmt: skip
def test_what_a_comma_in_a_number_says(tmp_path: Path, cell: str, value: float | None) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"id;side;influence\na;x;{cell}\nb;y;1\n", encoding="utf-8")
    if value is not None:
        assert read(path).stakeholder["a"].influence == value
        return
    with pytest.raises(InputError) as caught:
        read(path)
    (problem,) = caught.value.problems
    assert problem.code in ("T006", "D030") and problem.line == 2 and problem.remedy
