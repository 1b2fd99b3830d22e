"""`netmodel convert` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from networks import mini_rupture

from netmodel import read
from netmodel.cli.convert import convert
from netmodel.errors import NetmodelError, UsageError, WriteError
from netmodel.readwrite.export import write


def run(*words: object) -> Result:
    return CliRunner().invoke(convert, [str(word) for word in words])


def refused(*words: object) -> NetmodelError:
    error = run(*words).exception
    assert isinstance(error, NetmodelError)
    return error


@pytest.fixture
def study(tmp_path: Path) -> Path:
    write(mini_rupture(), tmp_path / "study")
    return tmp_path / "study"


def test_a_folder_to_a_file_and_back(study: Path, tmp_path: Path) -> None:
    result = run(study, tmp_path / "net.json")
    assert (result.exit_code, result.stdout) == (0, f"Written:\n  {tmp_path}/net.json\n")
    assert "which cannot hold:\n  the settings of the study: before, now" in result.stderr
    result = run(tmp_path / "net.json", tmp_path / "again", "--config", study / "netmodel.toml")
    assert result.exit_code == 0, result.output
    assert read(tmp_path / "again").digest == mini_rupture().digest
    assert "netmodel.toml" in result.stdout


def test_a_stream_holds_the_file_alone(study: Path) -> None:
    result = run(study, "-", "--to", "nodelink", "--quiet")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)["edges"]) == 7
    assert result.stderr == ""
    assert run(study, "-", "--to", "xlsx", "--quiet").stdout_bytes.startswith(b"PK")


def test_from_says_what_in_is(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name,visited,invited\ngac,1,0\nmid,1,1\n")
    assert "--from twomode" in str(refused(tmp_path / "list.csv", tmp_path / "out"))
    assert run(tmp_path / "list.csv", tmp_path / "out", "--from", "twomode").exit_code == 0
    assert [row.status for row in read(tmp_path / "out").channels] == ["open", "open"]


def test_nothing_is_overwritten_without_force(study: Path, tmp_path: Path) -> None:
    assert run(study, tmp_path / "copy").exit_code == 0
    assert isinstance(refused(study, tmp_path / "copy"), WriteError)
    assert run(study, tmp_path / "copy", "--force").exit_code == 0
    assert "never overwritten" in str(refused(study, study, "--force"))


def test_raw_writes_formulas_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,side\n=1+1,x\nb,y\n")
    for word, first in ((None, "'=1+1"), ("--raw", "=1+1")):
        folder = tmp_path / f"out{word}"
        assert run(tmp_path / "list.csv", folder, *([word] if word else [])).exit_code == 0
        assert (folder / "stakeholders.csv").read_text().splitlines()[1].split(",")[0] == first
        assert read(folder).digest == read(tmp_path / "list.csv").digest


def test_the_list_of_formats() -> None:
    result = run("--list")
    assert result.exit_code == 0
    for word in (
        "csv",
        "kumu",
        "cytoscape",
        "hif",
        "nodelink",
        "xlsx",
        "ods",
        "matrix",
        "twomode",
        ".cyjs",
        "Kumu JSON",
    ):
        assert word in result.stdout


@pytest.mark.parametrize("words", [["--at", "2013"], ["--before", "2013"], ["--between", "CA", "RU"]])
def test_a_scenario_is_refused(study: Path, tmp_path: Path, words: list[str]) -> None:
    assert isinstance(refused(study, tmp_path / "x", *words), UsageError)


def test_names_of_formats_that_are_not_known(study: Path, tmp_path: Path) -> None:
    assert "did you mean 'gexf'" in str(refused(study, tmp_path / "x", "--to", "gexff"))
    assert "did you mean 'kumu'" in str(refused(study, tmp_path / "x", "--from", "kumo"))
    assert run(study).exit_code == 2
