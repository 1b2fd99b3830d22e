"""`netmodel check --against`: an edition beside an earlier one, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from netmodel.cli import main


@pytest.fixture
def editions(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, level, last in ((old, 3, "c"), (new, 4, "d\x1b[31m")):
        folder.mkdir()
        rows = f"id,side,level\na,N,{level}\nb,S,2\n{last},S,1\n"
        (folder / "stakeholders.csv").write_text(rows, encoding="utf-8")
    return old, new


def test_changes_are_told_row_by_row(editions: tuple[Path, Path]) -> None:
    old, new = editions
    done = CliRunner().invoke(main, ["check", str(new), "--against", str(old)])
    assert done.exit_code == 0
    told = done.stdout.partition("Against ")[2].splitlines()[1:]
    assert told == [
        "  stakeholders: 1 added, 1 changed, 1 gone, 1 unchanged",
        "    added d\\x1b[31m",
        "    changed a: level '3' -> '4'; rank '3' -> '4'; influence '4' -> '3'",
        "    gone c",
    ]


def test_json_holds_all_of_them(editions: tuple[Path, Path]) -> None:
    old, new = editions
    done = CliRunner().invoke(main, ["check", str(new), "--against", str(old), "--format", "json"])
    found = json.loads(done.stdout)["changes"]
    assert [(row["table"], row["added"], row["gone"], row["unchanged"]) for row in found] == [
        ("stakeholders", ["d\x1b[31m"], ["c"], 1)
    ]
    assert found[0]["changed"][0]["columns"][0] == {"column": "level", "was": 3, "is": 4}


def test_an_edition_that_cannot_be_read_is_refused(editions: tuple[Path, Path]) -> None:
    old, new = editions
    (old / "stakeholders.csv").write_text("id,level\na,9\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["check", str(new), "--against", str(old)])
    assert done.exit_code == 3
    assert "level: '9'" in done.stderr
