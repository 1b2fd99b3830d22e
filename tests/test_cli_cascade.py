"""netmodel cascade: the known answers as a user types them, the options, and the study."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from netmodel.cli.cascade import cascade as command
from netmodel.errors import UnknownName, UsageError

DATA = Path(__file__).parent.parent / "data"
PEOPLE = """id,name,side,level,kind
ADM,ADM,Canada,3,ministry
DM,Deputy Minister,Canada,2,ministry
Minister,Minister,Canada,1,ministry
Director,Director,Canada,4,ministry
TCS,Trade Commissioner Service,Canada,4,trade-commissioner
EDC,Export Development Canada,Canada,3,export-credit-agency
FIN,Finance,Canada,3,ministry
MID,MID,Russia,3,ministry
"""
TIES = "source,target,kind,strength\n"
CHANNELS = "id,name,kind,participants,issues\ncredit,Export credit,export-credit,EDC; MID,trade\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write(tmp_path, "ADM,TCS,hierarchical,.8\nTCS,EDC,hierarchical,.8\n")


def write(folder: Path, ties: str) -> Path:
    (folder / "stakeholders.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "ties.csv").write_text(TIES + ties, encoding="utf-8")
    (folder / "channels.csv").write_text(CHANNELS, encoding="utf-8")
    return folder


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(command, [*map(str, words), "--quiet"], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result


def as_json(*words: str | Path) -> Any:
    return json.loads(run(*words, "--format", "json").stdout)


def chance(data: Any, name: str) -> float:
    return float(next(row["probability"] for row in data["actors"] if row["id"] == name))


def test_known_answers_through_the_command(study: Path, tmp_path: Path) -> None:
    """KNOWN-ANSWERS.md, policy system 1."""
    data = as_json(study, "ADM")
    assert chance(data, "EDC") == 0.64 and data["cleared"] == ["ADM", "EDC", "TCS"]
    write(
        study, "ADM,TCS,hierarchical,.8\nTCS,EDC,hierarchical,.8\nADM,FIN,hierarchical,.8\nFIN,EDC,hierarchical,.5\n"
    )
    assert chance(as_json(study, "ADM"), "EDC") == 0.784
    write(study, "ADM,TCS,hierarchical,.8\n")
    data = as_json(study, "ADM")
    assert chance(data, "EDC") == 0 and data["channels"][0]["missing"] == ["EDC"]
    text = " ".join(run(study, "ADM").stdout.split())
    assert "Blocked: “Export credit” (by “Export Development Canada”)." in text


def test_verdicts_through_the_command(study: Path) -> None:
    """KNOWN-ANSWERS.md, policy system 1."""
    assert "is premature" in " ".join(run(study, "Minister").stdout.split())
    text = " ".join(run(study, "Director").stdout.split())
    assert "too junior" in text and "in any case not" in text and "“Deputy Minister”" in text
    assert as_json(study, "Director")["cleared"] == []


def test_options_reach_the_function(study: Path) -> None:
    data = as_json(study, "ADM", "--threshold", "0.7", "--rank-window", "3", "4", "--scope", "trade", "--seed", "2")
    assert data["cleared"] == ["ADM", "TCS"] and data["window"] == [3, 4] and data["scope"] == ["trade"]
    assert as_json(study, "ADM", "MID")["channels"][0]["others"] == []
    assert as_json(study, "ADM", "--for", "credit", "--share", "0")["messages"]["wanted"] == 0
    header = run(study, "ADM", "--show", "channels", "--format", "csv").stdout.splitlines()[0]
    assert header == "id,name,state,probability,missing,others"
    assert as_json(study, "--by-reach")["signals"][0]["chosen"] == "best"


def test_what_is_not_known_is_refused(study: Path) -> None:
    for words in (["Nobody"], ["ADM", "TCS"], ["ADM", "--rank-window", "3", "2"]):
        with pytest.raises(UsageError):
            run(study, *words)
    with pytest.raises(UnknownName):
        run(study, "ADM", "--open", "memo")


def test_the_study_agrees_with_its_readme() -> None:
    """Provinces are under no federal authority; the way to export credit leads through the trade minister."""
    data = as_json(DATA, "ca_gac_dm")
    heard = {row["id"]: row["probability"] for row in data["actors"]}
    provinces = [name for name in heard if name in ("ca_ab", "ca_qc", "ca_mb", "ca_on", "ca_yt", "ca_nu", "ca_nt")]
    assert len(provinces) == 7 and not any(heard[name] for name in provinces)
    assert heard["ca_edc"] == 0 and heard["ca_tcs"] == 0.9 and "ca_gac_europe" in data["cleared"]
    opened = as_json(DATA, "ca_gac_dm", "--open", "all")
    assert all(row["probability"] > 0 for row in opened["actors"] if row["id"] in provinces)
    assert "ca_carleton" in data["unneeded"] and data["outside"] == ["sanctions"]


def test_examples_in_the_help_run() -> None:
    lines = [
        line.split() for line in (command.epilog or "").splitlines() if line.strip().startswith("netmodel cascade")
    ]
    assert len(lines) >= 2
    for line in lines:
        assert run(*(DATA if word == "data" else word for word in line[2:])).stdout
