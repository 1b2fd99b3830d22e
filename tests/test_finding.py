"""What a policy system found, on the screen and in the other formats: words, what is missing, so many rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from netmodel.cli.finding import ROWS, show_finding


@dataclass(frozen=True)
class Found:
    count: int
    sentences: tuple[str, ...] = ("Two do.", "One does not.")
    lacks: str = ""

    def table(self) -> tuple[list[str], list[list[Any]]]:
        return ["id", "share"], [[f"row{n}", 0.5] for n in range(self.count)]

    def to_json(self) -> dict[str, Any]:
        return {"rows": self.count, "share": 0.1 + 0.2}


def test_words_come_first_and_what_is_missing_last(capsys: pytest.CaptureFixture[str]) -> None:
    show_finding("table", Found(1, lacks="levels.csv, column rank"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["Two do.", "  - One does not.", "  - Missing: levels.csv, column rank"]
    assert any("row0" in line for line in lines)


def test_the_screen_stops_at_some_rows_and_says_where_the_rest_is(capsys: pytest.CaptureFixture[str]) -> None:
    show_finding("table", Found(ROWS + 5))
    said = capsys.readouterr().out
    assert (
        f"row{ROWS - 1}" in said and f"row{ROWS}" not in said and "and 5 more rows: --format csv has them all" in said
    )
    show_finding("csv", Found(ROWS + 5))
    assert len(capsys.readouterr().out.splitlines()) == ROWS + 6


def test_json_has_the_words_and_rounded_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    show_finding("json", Found(2))
    data = json.loads(capsys.readouterr().out)
    assert next(iter(data)) == "schema_version" and data["share"] == 0.3
    assert data["sentences"] == ["Two do.", "One does not."] and data["lacks"] == ""


def test_nothing_found_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    show_finding("table", Found(0, sentences=()))
    assert capsys.readouterr().out == "Nothing was found.\n"
