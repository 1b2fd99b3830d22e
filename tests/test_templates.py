"""`netmodel new`: a study to start from, that can be analysed as it is, and a page on every column."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from netmodel import read, write_templates
from netmodel.cli import main
from netmodel.errors import WriteError
from netmodel.readwrite import format_page
from netmodel.schema import TABLES, columns, find_column, kinds


def test_the_templates_can_be_analysed_as_they_are(tmp_path: Path) -> None:
    folder = tmp_path / "my study"
    made = CliRunner().invoke(main, ["new", str(folder)])
    assert made.exit_code == 0
    assert str(folder / "stakeholders.csv") in made.stdout
    checked = CliRunner().invoke(main, ["check", str(folder), "--strict"])
    assert checked.exit_code == 0, checked.output
    analysed = CliRunner().invoke(main, ["analyse", str(folder)])
    assert analysed.exit_code == 0, analysed.output
    assert (folder / "report" / "report.html").is_file()
    again = CliRunner().invoke(main, ["analyse", str(folder)])
    assert again.exit_code == 0, again.output


def test_every_column_of_the_templates_is_in_the_schema_and_every_kind_is_known(tmp_path: Path) -> None:
    written = write_templates(tmp_path)
    for path in written:
        if path.suffix != ".csv":
            continue
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, strict=True))
        assert rows
        assert [name for name in rows[0] if find_column(path.stem, name) is None] == []
        if "kind" in rows[0]:
            assert {row["kind"] for row in rows} <= set(kinds(path.stem))
    net = read(tmp_path)
    assert net.provenance.warnings == net.provenance.notices == ()
    assert net.before is not None and net.candidates


def test_templates_never_replace_a_file_unless_forced(tmp_path: Path) -> None:
    mine = tmp_path / "ties.csv"
    mine.write_text("mine")
    with pytest.raises(WriteError, match=r"holds ties\.csv already; nothing was written"):
        write_templates(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["ties.csv"]
    assert mine in write_templates(tmp_path, force=True)
    assert mine.read_text() != "mine"


def test_the_format_page_explains_every_column_kind_and_rule() -> None:
    page = format_page()
    for table in TABLES:
        section = page.partition(f"### {table}.csv")[2].partition("###")[0]
        for column in columns(table).values():
            assert f"| `{column.name}` |" in section
            assert column.meaning.replace("|", "\\|") in section
    for table in ("stakeholders", "ties", "channels"):
        for kind in kinds(table).values():
            assert f"| `{kind.kind}` |" in page
    assert "1: 5, 2: 5, 3: 4, 4: 3, 5: 2, 0: 1" in page
