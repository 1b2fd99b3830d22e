"""netmodel measure on the screen: headings that can be read, rows that can be told apart, marks as words."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from netmodel import MEASURES
from netmodel.cli.measure import measure

LONG = "University of the Far North, Institute of Circumpolar"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    people = [f'a,"{LONG} Law",A', f'b,"{LONG} Trade",B', "c,Cy,"]
    (tmp_path / "stakeholders.csv").write_text("\n".join(["id,name,side", *people]), encoding="utf-8")
    (tmp_path / "ties.csv").write_text("source,target,strength\na,c,1\nc,b,0.5\n", encoding="utf-8")
    return tmp_path


def shown(*words: str | Path) -> str:
    done = CliRunner().invoke(measure, [*map(str, words), "--quiet"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_every_heading_is_whole_and_every_table_names_its_rows(study: Path) -> None:
    text = shown(study)
    assert max(map(len, text.splitlines())) <= 100
    tables = [line for line in text.splitlines() if line.split()[:2] == ["name", "side"]]
    headings = " ".join(" ".join(tables).split())
    for name in MEASURES:
        item = MEASURES[name]
        if item.shown and item.level == "stakeholder" and name != "brokerage":
            assert name.replace("_", " ") in headings
    assert len(tables) > 1 and text.count("University of the Far North") == 2 * len(tables)


def test_one_table_where_there_is_room(study: Path) -> None:
    text = shown(study, "-m", "degree", "-m", "articulation_point")
    assert text.count("name") == 1 and f"{LONG} Law" in text
    assert [line.split()[-1] for line in text.splitlines()[3:6]] == ["yes", "no", "no"]


def test_a_measure_with_parts(study: Path) -> None:
    text = shown(study, "-m", "brokerage")
    assert "brokerage representative" in text and "brokerage total" in text
