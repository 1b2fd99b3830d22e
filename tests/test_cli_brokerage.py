"""netmodel brokerage: its contract, its words, and names that are untrusted."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from netmodel.cli.brokerage import brokerage
from netmodel.errors import UnknownName
from netmodel.measures.roles import ROLES

ROOT = Path(__file__).parents[1]
PEOPLE = "id,name,side,track\na,Ann,CA,I\nb,Bo\x1b[31mb,CA,I\nc,Cy,RU,\nd,Di,RU,\n"
TIES = "source,target,strength\na,b,1\nb,c,1\nc,d,1\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "stakeholders.csv").write_text(PEOPLE.replace("\x1b[31m", "\u202e"), encoding="utf-8")
    (tmp_path / "ties.csv").write_text(TIES, encoding="utf-8")
    return tmp_path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(brokerage, [str(word) for word in words], catch_exceptions=False)


def as_json(*words: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*words, "--format", "json").stdout)
    return found


def test_contract(study: Path) -> None:
    data = as_json(study, "--draws", "9")
    assert data["by"] == "side" and data["draws"] == 9 and data["seed"] == 0 and data["convention"]
    rows = {row["id"]: row for row in data["stakeholders"]}
    assert list(rows) == ["a", "b", "c", "d"]
    assert {"id", *ROLES, "total", "z", "p"} <= set(rows["b"])
    assert rows["b"]["gatekeeper"] == rows["b"]["representative"] == 1 and rows["b"]["total"] == 2
    assert set(rows["b"]["z"]) == set(rows["b"]["p"]) == set(ROLES)
    assert rows["a"]["z"]["liaison"] is None and rows["a"]["p"]["liaison"] == 1
    assert as_json(study, "--draws", "9", "--seed", "1")["seed"] == 1


def test_any_column_and_the_same_bytes_twice(study: Path) -> None:
    data = as_json(study, "--by", "track", "--draws", "19")
    assert data["groups"] == {"": 2, "I": 2}
    assert (
        run(study, "--draws", "19", "--format", "json").stdout
        == run(study, "--draws", "19", "--format", "json").stdout
    )
    with pytest.raises(UnknownName, match="did you mean 'track'"):
        run(study, "--by", "trak")


def test_tables(study: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(study, "--draws", "0", "--format", "csv", "--quiet").stdout)))
    assert len(rows) == 4 and rows[1]["total"] == "2" and rows[1]["gatekeeper_p"] == ""
    assert rows[1]["gatekeeper_expected"] != ""
    assert run(study, "--draws", "0", "--format", "md", "--quiet").stdout.startswith("| id | name |")


def test_words(study: Path) -> None:
    text = " ".join(run(study, "--draws", "199", "--quiet").stdout.split())
    assert "2 stakeholders stand between two others without a tie" in text and "(2 of 4 times)" in text
    assert "gatekeeper and representative are equal" in text and "\u202e" not in text
    few = run(study, "--draws", "9", "--quiet").stdout
    assert "mark counts" in text and "mark counts" not in few
    assert "2 without a track count as one track of their own" in run(
        study, "--by", "track", "--draws", "0", "--quiet"
    ).stdout.replace("\n    ", " ")


def test_words_of_one_and_of_equals(tmp_path: Path) -> None:
    (tmp_path / "stakeholders.csv").write_text("id,side\na,CA\nb,CA\nc,RU\nd,\n", encoding="utf-8")
    ties = "source,target,strength,directed\na,b,1,yes\nb,c,1,yes\n"
    (tmp_path / "ties.csv").write_text(ties, encoding="utf-8")
    text = " ".join(run(tmp_path, "--draws", "9", "--quiet").stdout.split())
    assert text.startswith("Only b stands between two others without a tie (1 time).")
    assert "1 of these passes from one side to another" in text and "at random gives 0.8 on average" in text
    assert "No count is marked: 9 relabellings cannot give a p of 0.01" in text
    assert "1 without a side counts as one side of their own" in text
    (tmp_path / "ties.csv").write_text(ties + "c,d,1,yes\n", encoding="utf-8")
    text = " ".join(run(tmp_path, "--draws", "0", "--quiet").stdout.split())
    assert "2 stakeholders stand between two others without a tie, nobody more often than b (1 of 2 times)." in text
    totals = as_json(tmp_path, "--draws", "0")["totals"]
    assert all(isinstance(row["count"], int) and row["p"] is None for row in totals.values())


def test_where_nobody_stands_between(tmp_path: Path) -> None:
    (tmp_path / "stakeholders.csv").write_text("id,side\na,CA\nb,RU\n", encoding="utf-8")
    assert "Nobody stands between" in run(tmp_path, "--draws", "5", "--quiet").stdout
    assert as_json(tmp_path, "--draws", "5")["stakeholders"][0]["total"] == 0


def test_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    lines = [line.strip() for line in str(brokerage.epilog).splitlines() if line.strip().startswith("netmodel ")]
    assert len(lines) == 3
    for line in lines:
        assert run(*shlex.split(line.partition(">")[0])[2:]).exit_code == 0
