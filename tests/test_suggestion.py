"""The row of a suggestion can be pasted into channels.csv, and is worth there what was said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from networks import mini_rupture

from netmodel import Network, rank_channels
from netmodel.decide.candidates import suggest_channels

Rows = list[dict[str, Any]]
PEOPLE: Rows = [{"id": name, "side": name[0].upper(), "influence": 1} for name in ("a1", "a2", "b1")]


def test_a_row_is_a_row_of_channels() -> None:
    found = suggest_channels(mini_rupture()).same_side[0]
    row = found.row()
    assert (row["id"], row["participants"], row["quality"]) == ("suggested:GAC--UofT", "GAC:1; UofT:1", 0.5)
    assert (row["status"], row["confidence"]) == ("candidate", "low")
    assert row["notes"].startswith("Suggested by netmodel. No tie between them is listed")
    people: Rows = [{"id": "GAC", "side": "CA"}, {"id": "UofT", "side": "CA"}, {"id": "MID", "side": "RU"}]
    assert Network.from_tables(people, channels=[row]).provenance.warnings == ()


def test_rows_are_worth_what_was_said() -> None:
    ties: Rows = [{"source": "a1", "target": "b1", "strength": 0.8}]
    net = Network.from_tables(PEOPLE, ties)
    found = suggest_channels(net)
    rows = [*found.across, *found.same_side]
    read = Network.from_tables(PEOPLE, ties, channels=[row.row() for row in rows])
    assert {row.id: row.gain for row in rank_channels(read).channels} == {row.id: row.gain for row in rows}


@pytest.mark.parametrize("name", ["a1;", "a|1"])
def test_what_a_cell_cannot_say_stands_in_participants(name: str) -> None:
    people: Rows = [{**PEOPLE[0], "id": name}, PEOPLE[1], PEOPLE[2]]
    found = next(row for row in suggest_channels(Network.from_tables(people)).across if name in row.ends)
    assert "participants" not in found.row()
    assert found.participants()[0] == {"channel": found.id, "stakeholder": name, "uptake": 1.0, "uptake_out": 1.0}


def test_a_directed_tie_stays_directed() -> None:
    tie = {"source": "a1", "target": "b1", "strength": 0.8, "directed": "yes", "status": "severed"}
    net = Network.from_tables(PEOPLE, [tie])
    found = suggest_channels(net).restored[0]
    assert found.directed and "participants" not in found.row()
    assert [(p["uptake"], p["uptake_out"]) for p in found.participants()] == [(1.0, 0.0), (0.0, 1.0)]
    read = Network.from_tables(PEOPLE, [tie], channels=[found.row()], participants=found.participants())
    assert rank_channels(read).channels[0].gain == found.gain == pytest.approx(0.8 / 4)


def test_ids_do_not_clash() -> None:
    net = Network.from_tables(PEOPLE)
    first = suggest_channels(net).across[0]
    read = Network.from_tables(PEOPLE, channels=[{**first.row(), "participants": "a2:1; b1:1"}])
    again = [row.id for row in suggest_channels(read).across]
    assert first.id not in again and f"{first.id}#2" in again


def test_it_is_plain_values() -> None:
    found = suggest_channels(mini_rupture())
    plain = found.to_json()
    assert plain["restored"][0]["gain"] == 0.75
    assert plain["restored"][0]["evidence"][0]["table"] == "stakeholders"
    assert replace(found, across=()).to_json()["across"] == ()
