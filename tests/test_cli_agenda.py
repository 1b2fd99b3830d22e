"""netmodel agenda and netmodel ladder as a user types them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner, Result

from netmodel.cli.agenda import agenda
from netmodel.cli.ladder import ladder
from netmodel.errors import UsageError

DATA = Path(__file__).parent.parent / "data"
CHANNELS = """id,participants,needs_trust,builds_trust,modality,frequency,depth
seminar,a; b,,0.2,in-person,,
hockey,a; b,,0.05,in-person,,
expert,a; b,0.3,0.3,in-person,2,0.5
ADM,a; b,0.5,0.2,in-person,,
cyber,a; b,0.7,0,virtual,12,0.1
"""
ISSUES = """issue,sensitivity,priority_A,priority_B,red_line
terrorism,0.1,5,4,no
calm,0.3,4,2,no
close,0.6,2,4,no
cyberspace,0.7,3,0,no
sanctions,1,5,5,yes
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "stakeholders.csv").write_text("id,side\na,A\nb,B\n", encoding="utf-8")
    (tmp_path / "channels.csv").write_text(CHANNELS, encoding="utf-8")
    (tmp_path / "issues.csv").write_text(ISSUES, encoding="utf-8")
    return tmp_path


def run(command: Command, *words: object) -> Result:
    return CliRunner().invoke(command, [*map(str, words), "--quiet"], catch_exceptions=False)


def test_the_agenda_by_its_command(study: Path) -> None:
    """KNOWN-ANSWERS, system 3."""
    found = json.loads(run(agenda, study, "--format", "json").stdout)
    rows = [(row["issue"], row["standing"], round(row["weight"], 2)) for row in found["issues"]]
    assert rows == [
        ("terrorism", "joint", 4.47),
        ("calm", "joint", 2.83),
        ("close", "joint", 2.83),
        ("cyberspace", "only us", 0),
        ("sanctions", "excluded", 0),
    ]
    assert "Excluded by a red line" in run(agenda, study).stdout
    rows = list(csv.reader(io.StringIO(run(agenda, study, "--us", "B", "--format", "csv").stdout)))
    assert rows[4][:3] == ["", "cyberspace", "only them"]


def test_the_ladder_by_its_command(study: Path) -> None:
    """KNOWN-ANSWERS, systems 5, 14 and 15."""
    found = json.loads(run(ladder, study, "--target", "cyber", "--format", "json").stdout)
    assert found["targets"][0]["steps"] == ["seminar", "expert", "ADM", "cyber"]
    rows = {row["issue"]: row for row in found["issues"]}
    assert rows["terrorism"]["state"] == "now" and rows["sanctions"]["state"] == "off the agenda"
    assert rows["cyberspace"]["missing"] == 0.6 and rows["cyberspace"]["steps"] == ["seminar", "expert", "ADM"]
    assert rows["calm"]["meeting"] == "virtual will do" and rows["close"]["meeting"] == "in-person only"
    (study / "channels.csv").write_text(CHANNELS.replace("seminar,a; b,,0.2,in-person,,\n", ""), encoding="utf-8")
    said = run(ladder, study, "--target", "cyber").stdout
    assert "no way to cyber: expert needs 0.30, at most 0.15 can be reached." in said


def test_caps_and_sweeps(study: Path) -> None:
    words = ("--sweep", "trust=0.1,0.7", "--sweep", "by=opening,year", "--cap", "virtual=0.2")
    said = run(ladder, study, *words).stdout
    assert "different answers at 4 points of trust and by." in said
    found = json.loads(run(ladder, study, "--cap", "virtual=0.2", "--format", "json").stdout)
    assert found["caps"]["virtual"] == 0.2
    assert {row["issue"]: row["meeting"] for row in found["issues"]}["calm"] == "in-person only"


@pytest.mark.parametrize(
    "words",
    [["--cap", "virtual"], ["--sweep", "trust"], ["--sweep", "colour=1"], ["--sweep", "=1"], ["--sweep", "trust=x"]],
)
def test_what_is_typed_wrongly_is_refused(study: Path, words: list[str]) -> None:
    with pytest.raises(UsageError):
        run(ladder, study, *words)


@pytest.mark.parametrize("command", [agenda, ladder])
def test_every_example_runs(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DATA.parent)
    lines = [line.split()[2:] for line in (command.epilog or "").splitlines() if line.strip().startswith("netmodel")]
    assert len(lines) >= 2
    for words in lines:
        assert run(command, *words).exit_code == 0


@pytest.mark.parametrize("command", [agenda, ladder])
def test_a_list_alone_says_what_is_missing(command: Command, tmp_path: Path) -> None:
    (tmp_path / "stakeholders.csv").write_text("id,side\na,A\nb,B\n", encoding="utf-8")
    result = run(command, tmp_path)
    assert result.exit_code == 0 and "Missing: issues, column" in result.stdout
