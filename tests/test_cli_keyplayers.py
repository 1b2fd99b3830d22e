"""netmodel keyplayers: its contract, its words, and names that are untrusted."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import CliRunner, Result

from netmodel.cli.keyplayers import keyplayers
from netmodel.errors import UsageError

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Zachary's karate club as two files; the name of member 0 is hostile."""
    folder = tmp_path_factory.mktemp("karate")
    G = nx.karate_club_graph()
    clubs = nx.get_node_attributes(G, "club")
    people = [f"{v},{'=Hi' + chr(0x202E) if v == 0 else f'member {v}'},{clubs[v].replace(' ', '')}" for v in G]
    (folder / "stakeholders.csv").write_text("\n".join(["id,name,side", *people]), encoding="utf-8")
    ties = [f"{u},{v},1" for u, v in G.edges]
    (folder / "ties.csv").write_text("\n".join(["source,target,strength", *ties]), encoding="utf-8")
    return folder


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(keyplayers, [str(word) for word in words], catch_exceptions=False)


def as_json(*words: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(*words, "--format", "json", "--quiet").stdout)
    return found


@pytest.mark.parametrize(
    ("size", "goal", "members", "value"),
    [
        (3, "fragment", ["0", "32", "33"], 0.5699),
        (2, "fragment", ["0", "1"], 0.4234),
        (2, "reach", ["0", "33"], 0.9559),
    ],
)
def test_contract(study: Path, size: int, goal: str, members: list[str], value: float) -> None:
    """Optima of KNOWN-ANSWERS."""
    data = as_json(study, "--size", size, "--goal", goal)
    assert sorted(data["set"]) == members and round(data["value"], 4) == value
    assert data["optimal"] is True and data["upper_bound"] == data["value"] and data["gap"] == 0


def test_greedy_says_its_gap(study: Path) -> None:
    data = as_json(study, "--size", "3", "--limit", "0")
    assert data["value"] <= 0.5699 <= data["upper_bound"] and not data["optimal"]
    text = run(study, "--size", "3", "--limit", "0", "--quiet").stdout
    assert "Not proven best" in text and f"{100 * data['gap']:.1f} points" in text


def test_words_of_every_measure(study: Path) -> None:
    text = run(study, "--size", "2", "--quiet").stdout
    assert "no route joins 42.3\xa0% of the pairs of the others" in text.replace("\n", " ")
    assert "Proven best" in text and "\u202e" not in text and "\\u202e" in text
    assert "distance-weighted" in run(study, "--size", "1", "--measure", "distance").stdout
    reach = run(study, "--size", "2", "--goal", "reach", "--quiet").stdout
    assert "mean inverse distance" in reach
    near = run(study, "--size", "2", "--goal", "reach", "--measure", "steps", "--steps", "1", "--quiet").stdout
    assert "reached from there by a tie" in near.replace("\n", " ")
    far = run(study, "--size", "5", "--goal", "reach", "--measure", "steps", "--steps", "2", "--quiet").stdout
    assert "at most 2 steps" in far.replace("\n", " ") and "As good, and one member apart" in far


def test_words_of_a_set_of_one(tmp_path: Path) -> None:
    (tmp_path / "stakeholders.csv").write_text("id,side\n" + "".join(f"{n},A\n" for n in "abcdefgh"))
    text = run(tmp_path, "--size", "1", "--goal", "reach", "--quiet").stdout
    assert "As good (the first 5): b; c; d; e; f." in text
    (tmp_path / "stakeholders.csv").write_text("id,side\na,A\n")
    with pytest.raises(UsageError, match="1 stakeholder is too few"):
        run(tmp_path, "--size", "1", "--quiet")


def test_tables_and_the_same_bytes_twice(study: Path) -> None:
    asked = [study, "--size", "2", "--format", "json", "--quiet"]
    assert run(*asked).stdout == run(*asked).stdout
    rows = list(csv.DictReader(io.StringIO(run(study, "--size", "2", "--format", "csv", "--quiet").stdout)))
    assert [row["id"] for row in rows] == ["0", "1"] and rows[0]["optimal"] == "yes"
    assert run(study, "--size", "2", "--format", "md", "--quiet").stdout.startswith("| id | name |")


def test_what_is_refused(study: Path) -> None:
    with pytest.raises(UsageError, match="1 to 32"):
        run(study, "--size", "33")
    with pytest.raises(UsageError, match="components"):
        run(study, "--measure", "steps")
    assert run(study, "--size", "0").exit_code == 2


def test_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    lines = [line.strip() for line in str(keyplayers.epilog).splitlines() if line.strip().startswith("netmodel ")]
    assert len(lines) == 3
    for line in lines:
        assert run(*shlex.split(line)[2:]).exit_code == 0
