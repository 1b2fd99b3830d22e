"""netmodel vetoes, netmodel permeability: each is one call of the function of its name."""

from __future__ import annotations

import csv
import io
import json

import click
import pytest
from click.testing import CliRunner, Result

from netmodel import read
from netmodel.cli.permeability import permeability
from netmodel.cli.vetoes import vetoes
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.permeability import permeability as insulation
from netmodel.policy.vetoes import vetoes as opposition

KNOWN = {
    "stakeholders": "id,side\na1,A\nb1,B\nv1,\nv2,\n",
    "channels": "id,participants,quality\nc1,a1:1; b1:1,0.9\nc2,a1:1; b1:1,0.5\nc3,a1:1; b1:1,0.2\n",
    "vetoes": "actor,target\nv1,c1\nv2,c1\nv2,c2\n",
}


def run(command: click.Command, *words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def known(tmp_path):
    for name, text in KNOWN.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def rows_of(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_the_known_answer_through_the_command(known):
    """KNOWN-ANSWERS, policy system 6."""
    steps = rows_of(run(vetoes, known, "--show", "steps", "--format", "csv", "--quiet"))
    assert [(row["actors"], row["channels"]) for row in steps] == [("", ""), ("v2", "c2"), ("v1; v2", "c1; c2")]
    channels = rows_of(run(vetoes, known, "--format", "csv", "--quiet"))
    assert {row["id"]: row["settled_by"] for row in channels} == {"c1": "v1; v2", "c2": "v2"}
    told = run(vetoes, known, "--quiet").stdout
    assert told.startswith("3 vetoes stand against 2 of 3 candidate channels: c1 and c2.")
    assert "The best portfolio of channels that nobody opposes" in " ".join(told.split())


def test_json_holds_what_the_function_found(known):
    data = json.loads(run(vetoes, known, "--format", "json", "--quiet", "--no-portfolio").stdout)
    found = opposition(read(known))
    assert data["settlement"]["actors"] == list(found.settlement.actors) and data["sentences"] == [*found.sentences]
    assert data["lacks"] == found.lacks and data["portfolio"] is None
    assert json.loads(run(vetoes, known, "--format", "json", "--quiet").stdout)["portfolio"]["channels"] == ["c3"]


def test_wishes_prices_and_strength_reach_the_function(known):
    def settled(*words: str) -> dict[str, object]:
        return json.loads(run(vetoes, known, *words, "--format", "json", "--quiet").stdout)["settlement"]

    assert settled("--for", "c2")["actors"] == ["v2"]
    assert settled("--cost", "v1=3", "--cost", "v2=2")["cost"] == 5
    assert settled("--strength", "0.5")["actors"] == []
    for words, error in (
        (("--cost", "v1"), UsageError),
        (("--cost", "v1=much"), UsageError),
        (("--cost", "v9=1"), UnknownName),
        (("--for", "c9"), UnknownName),
    ):
        with pytest.raises(error):
            run(vetoes, known, *words, "--quiet")


@pytest.mark.parametrize("shown", ["channels", "actors", "steps", "issues", "spoilers"])
def test_every_table_of_the_study_is_shown(shown):
    assert rows_of(run(vetoes, "data", "--show", shown, "--no-portfolio", "--format", "csv", "--quiet"))


def test_the_known_answer_of_permeability_through_the_command(tmp_path):
    """KNOWN-ANSWERS, policy system 7."""
    people, ties = "id,side,permeability\na,A,1\nx,,1\nb,B,0.5\n", "source,target,strength\na,x,0.9\nx,b,0.8\n"
    (tmp_path / "stakeholders.csv").write_text(people, encoding="utf-8")
    (tmp_path / "ties.csv").write_text(ties, encoding="utf-8")
    (row,) = rows_of(run(permeability, tmp_path, "b", "--format", "csv", "--quiet"))
    assert (row["nominal"], row["effective"], row["doors"]) == ("0.72", "0.36", "x")
    data = json.loads(run(permeability, tmp_path, "--format", "json", "--quiet").stdout)
    assert data["targets"][0]["route"] == ["a", "x", "b"] and data["lacks"] == ""


def test_permeability_of_the_study_is_said_to_be_a_default():
    result = run(permeability, "data", "ru_mfa", "--doors", "2", "--quiet")
    told = " ".join(result.stdout.split())
    assert (
        "The table gives nobody's permeability" in told and "Missing: stakeholders.csv, column permeability" in told
    )
    rows = rows_of(run(permeability, "data", "--count", "1", "--format", "csv", "--quiet"))
    assert len(rows) == len(insulation(read("data")).targets) and sum(bool(row["doors"]) for row in rows) == 1
