"""The tables are described once: every column has a meaning and an example that holds, and a field that takes it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from netmodel.network.rows import Channel, Issue, Participant, Rank, Stakeholder, Tie, Veto
from netmodel.schema import TABLES, Column, columns, find_column, influence_by_level, kinds, modalities
from netmodel.schema.convert import CONVERTERS, convert

ROWS = {
    "stakeholders": Stakeholder,
    "ties": Tie,
    "channels": Channel,
    "levels": Rank,
    "issues": Issue,
    "vetoes": Veto,
}
FIELD = {"status_<date>": "statuses", "priority_<side>": "priorities"}
COLUMNS = [(table, column) for table in TABLES for column in columns(table).values()]
IDS = [f"{table}.{column.name}" for table, column in COLUMNS]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=IDS)
def test_every_column_is_described(table: str, column: Column) -> None:
    assert column.meaning.endswith((".", ")"))
    assert column.type in {"text", *CONVERTERS}
    assert (column.type == "choice") == bool(column.choices)
    assert not (column.required and column.default)
    assert column.low is None or column.high is None or column.low < column.high


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=IDS)
def test_every_example_and_plain_default_converts(table: str, column: Column) -> None:
    if column.example:
        assert convert(column, column.example) is not None
    if column.type in ("number", "strength", "yesno", "choice") and column.default[:1] in "0123456789":
        assert not column.default or convert(column, column.default) is not None


@pytest.mark.parametrize("table", ROWS)
def test_every_column_has_its_field(table: str) -> None:
    names = {field.name for field in fields(ROWS[table])}
    assert {FIELD.get(name, name) for name in columns(table)} <= names


def test_every_column_of_participants_has_its_field() -> None:
    names = {field.name for field in fields(Participant)}
    assert set(columns("participants")) - {"channel"} <= names


@pytest.mark.parametrize("table", ROWS)
def test_every_field_is_a_column_or_says_where_the_row_is_from(table: str) -> None:
    names = {field.name for field in fields(ROWS[table])}
    described = {FIELD.get(name, name) for name in columns(table)}
    assert names - described <= {"file", "line", "assumed", "extra", "rank", "restores"}


def test_a_dated_column_is_found_and_a_word_is_not() -> None:
    found = {name: find_column("ties", name) for name in ("status", "status_2013", "status_<date>", "status_basis")}
    names = {name: column.name if column else None for name, column in found.items()}
    assert names == {
        "status": "status",
        "status_2013": "status_<date>",
        "status_<date>": None,
        "status_basis": None,
    }
    side = find_column("issues", "priority_The North")
    assert side is not None and side.name == "priority_<side>"


def test_the_tables_of_defaults_are_whole() -> None:
    assert influence_by_level() == {1: 5.0, 2: 5.0, 3: 4.0, 4: 3.0, 5: 2.0, 0: 1.0}
    assert set(modalities()) == set(columns("channels")["modality"].choices)
    for table in ("ties", "channels"):
        assert {"formal", "informal"} <= set(kinds(table))
        assert {kind.formality for kind in kinds(table).values()} == {"formal", "informal"}
    for kind in kinds("channels").values():
        assert kind.role in ("carries", "enables") and kind.quality > 0 and kind.frequency > 0
    assert all(kind.meaning for table in ("stakeholders", "ties", "channels") for kind in kinds(table).values())
    assert all(kind.symbol for kind in kinds("stakeholders").values())
