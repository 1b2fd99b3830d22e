"""Constraints that hold only where they are asked for."""

from __future__ import annotations

from netmodel import Network
from netmodel.decide.constraints import cleared, of_both_sides, unopposed, within_levels

PEOPLE = [
    {"id": "minister", "side": "A", "level": 1},
    {"id": "expert", "side": "B", "level": 5},
    {"id": "scholar", "side": "B", "level": 0},
    {"id": "third", "side": "", "level": 3},
]
ROWS = [
    {"id": "summit", "participants": "minister; expert", "max_level": 2, "kind": "formal-consultation"},
    {"id": "seminar", "participants": "minister; scholar", "max_level": 2, "kind": "academic", "issues": "arctic"},
    {"id": "relay", "participants": "minister; third", "kind": "third-party", "issues": "trade; arctic"},
]
VETOES = [
    {"actor": "third", "target": "summit", "strength": 0.6},
    {"actor": "third", "target": "arctic", "strength": 0.2},
]
NET = Network.from_tables(PEOPLE, channels=ROWS, vetoes=VETOES, issues=[{"issue": "arctic"}, {"issue": "trade"}])


def test_only_those_too_junior_fail_and_no_official_level_is_exempt():
    assert within_levels(NET) == {"seminar", "relay"}


def test_both_sides_take_part_where_stakeholders_of_two_sides_do():
    assert of_both_sides(NET) == {"summit", "seminar"}


def test_a_veto_stands_against_a_channel_its_people_and_its_only_issue():
    assert unopposed(NET) == {"relay"}
    assert unopposed(NET, strength=0.3) == {"seminar", "relay"}
    people = Network.from_tables(PEOPLE, channels=ROWS, vetoes=[{"actor": "third", "target": "scholar"}])
    assert unopposed(people) == {"summit", "relay"}


def test_who_needs_no_clearance_passes_without():
    assert cleared(NET, set()) == {"seminar", "relay"}
    assert cleared(NET, {"minister", "expert"}) == {"summit", "seminar", "relay"}
