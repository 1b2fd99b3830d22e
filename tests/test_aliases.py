"""Other names of tables and columns: every one leads to a column that there is, and to one only."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from netmodel.schema import TABLES, columns
from netmodel.schema.aliases import aliases, header_key, known_column, table_of


def rows(name: str) -> list[dict[str, str]]:
    text = resources.files("netmodel.schema").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_every_alias_leads_to_a_column_and_is_no_column_itself() -> None:
    seen = set()
    for row in rows("aliases"):
        assert row["column"] in columns(row["table"])
        assert known_column(row["table"], row["alias"]) is None
        assert row["dialect"]
        key = (row["table"], header_key(row["alias"]))
        assert key not in seen
        seen.add(key)


def test_every_other_name_of_a_table_leads_to_it() -> None:
    keys = [header_key(row["alias"]) for row in rows("files")]
    assert len(set(keys)) == len(keys)
    assert {row["table"] for row in rows("files")} <= set(TABLES)
    assert not set(keys) & set(TABLES)


@pytest.mark.parametrize(
    ("written", "column"),
    [("FROM", "source"), ("Vertex_2", "target"), (" Relation\u00a0", "kind"), ("Jusqu\u2019à", "until")],
)
def test_case_accents_and_spaces_do_not_matter(written: str, column: str) -> None:
    assert aliases("ties")[header_key(written)] == column


@pytest.mark.parametrize(
    ("written", "column"), [("IN-OFFICE", "in_office"), ("inoffice", "in_office"), ("offices", None)]
)
def test_a_column_is_known_by_its_own_name_however_it_is_written(written: str, column: str | None) -> None:
    assert known_column("stakeholders", written) == column


def test_sheets_and_files_are_told_by_name() -> None:
    assert [table_of(name) for name in ("Edge List", "NŒUDS", "liens", "channels", "", "Sheet 1")] == [
        "ties", None, "ties", "channels", None, None,
    ]  # fmt: skip
