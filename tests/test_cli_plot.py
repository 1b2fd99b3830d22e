"""netmodel plot: every kind on the study, and what it refuses."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmodel.cli.plot import plot
from netmodel.errors import MissingExtra, UsageError, WriteError

DATA = Path(__file__).parent.parent / "data"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(plot, [str(word) for word in words])


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("scatter", [], "Global Affairs Canada"),
        ("slope", ["--top", "9"], "agriculture"),
        ("slope", ["--by", "stakeholder", "--top", "3"], "Ministry of Economic Development"),
        ("matrix", ["--at", "2013"], "third parties"),
    ],
)
def test_every_kind_of_figure(kind: str, more: list[str], said: str, tmp_path: Path) -> None:
    target = tmp_path / "figure.svg"
    done = run(DATA, kind, "-o", target, "--quiet", *more)
    assert done.exit_code == 0, done.output
    assert done.stdout == f"Written: {target}\n"
    assert said in target.read_text(encoding="utf-8")


def test_files_are_not_replaced_without_force(tmp_path: Path) -> None:
    target = tmp_path / "figure.svg"
    target.write_text("mine")
    study = tmp_path / "stakeholders.csv"
    study.write_text("id,side\na,A\nb,B\n")
    assert isinstance(run(study, "matrix", "-o", target, "--quiet").exception, WriteError)
    assert target.read_text() == "mine"
    assert run(study, "matrix", "-o", target, "--quiet", "--force").exit_code == 0
    assert target.read_text().startswith("<?xml")


def test_what_cannot_be_drawn_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = tmp_path / "stakeholders.csv"
    study.write_text("id,side\na,A\nb,B\n")
    assert "names no form" in str(run(study, "slope", "-o", tmp_path / "figure.bmp").exception)
    assert "no earlier date" in str(run(study, "slope", "-o", tmp_path / "figure.pdf").exception)
    refused = run(study, "scatter", "-o", tmp_path / "figure.pdf", "-x", "reach").exception
    assert isinstance(refused, UsageError) and "takes those of stakeholders" in str(refused)
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert isinstance(run(study, "matrix", "-o", tmp_path / "figure.pdf").exception, MissingExtra)
    assert not list(tmp_path.glob("figure*"))


def test_small_studies_are_drawn(tmp_path: Path) -> None:
    study = tmp_path / "stakeholders.csv"
    study.write_text("id,side,contacts\na,A,b\nb,B,\n")
    for kind in ("scatter", "matrix"):
        assert run(study, kind, "-o", tmp_path / f"{kind}.png", "--quiet").exit_code == 0
    study.write_text("id\na\n")
    for kind in ("scatter", "matrix"):
        assert run(study, kind, "-o", tmp_path / f"{kind}.svg", "--quiet").exit_code == 0
