"""CSV for people: no cell runs, numbers stay numbers, and reading gives every text back, guarded or raw."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strangers import TEXTS

from netmodel import Study
from netmodel.readwrite.csvout import csv_of, toml_of
from netmodel.readwrite.reading import Reading
from netmodel.readwrite.sources import load
from netmodel.readwrite.studies import read_config
from netmodel.schema import RawTable

FORMULAS = ["=1+1", "+A1", "-A1", "@x", "\t=1", "\r=1", "＝1", " =1", "'=1", "''=1", "=", "-", "\u200b=1"]
NUMBERS = ["-0.25", "+7", "-1e5", "1.5E-3", "0"]


def lines(cells: list[str], raw: bool) -> list[str]:
    table = RawTable("stakeholders", "", ("id", "notes"), [["x", cell] for cell in cells], [None] * len(cells))
    return csv_of(table, raw=raw).decode().split("\nx,")[1:]


def test_formulas_are_guarded_and_numbers_are_not() -> None:
    assert all(line.lstrip('"').startswith("'") for line in lines(FORMULAS, raw=False))
    assert [line.strip() for line in lines(NUMBERS, raw=False)] == NUMBERS


def test_raw_guards_only_what_looks_guarded() -> None:
    written = [line.strip('"\n') for line in lines(["=1+1", "'=1", "it's", "'tis"], raw=True)]
    assert written == ["=1+1", "''=1", "it's", "'tis"]


def there_and_back(rows: list[list[str]], header: tuple[str, ...], raw: bool, folder: Path) -> RawTable:
    table = RawTable("stakeholders", "", header, rows, [None] * len(rows))
    (folder / "stakeholders.csv").write_bytes(csv_of(table, raw=raw))
    place = folder / "stakeholders.csv"
    return load("stakeholders", place, "stakeholders.csv", Reading(), "csv")["stakeholders"]


@pytest.mark.parametrize("raw", [False, True])
@settings(max_examples=80, deadline=None)
@given(cells=st.lists(st.tuples(TEXTS, st.sampled_from([*FORMULAS, *NUMBERS, "", "plain"])), min_size=1, max_size=6))
def test_every_text_comes_back(
    raw: bool, cells: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [[f"n{number}", *pair] for number, pair in enumerate(cells)]
    found = there_and_back(rows, ("id", "name", "notes"), raw, tmp_path_factory.mktemp("csv"))
    assert (found.header, found.rows) == (("id", "name", "notes"), rows)


@pytest.mark.parametrize("raw", [False, True])
def test_headers_that_look_like_formulas_come_back_and_it_is_said(tmp_path: Path, raw: bool) -> None:
    found = there_and_back([["a", "'=2", "x"]], ("id", "=1", "'+x"), raw, tmp_path)
    assert (found.header, found.rows) == (("id", "=1", "'+x"), [["a", "'=2", "x"]])
    assert [note.code for note in found.notices if note.code == "D024"] == ["D024"]


def test_a_table_of_one_column_is_one_column(tmp_path: Path) -> None:
    found = there_and_back([["a;b"], ["c|d"], ["e,f"], ["g\th"]], ("id",), False, tmp_path)
    assert found.rows == [["a;b"], ["c|d"], ["e,f"], ["g\th"]]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.floats(0, allow_nan=False))
def test_settings_come_back(title: str, budget: float) -> None:
    study = Study(title=title, description=title[::-1], sides=("A", title or "B"), before="2013", budget=budget,
                  rank_window=(1, 3), ministers=False)  # fmt: skip
    assert Study.model_validate(tomllib.loads(toml_of(study).decode())) == study
    assert toml_of(Study()) == b""


def test_settings_of_the_demonstration(tmp_path: Path) -> None:
    study = read_config(Path("data/netmodel.toml"), "netmodel.toml")[0]
    (tmp_path / "netmodel.toml").write_bytes(toml_of(study))
    assert read_config(tmp_path / "netmodel.toml", "netmodel.toml")[0] == study
