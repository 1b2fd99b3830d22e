"""The tables of a network give the network again: whole, with the same defaults, and nothing derived made fact."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from networks import mini_rupture, random_network
from strangers import networks

from netmodel import Network, Study, read
from netmodel.readwrite.plain import tables_of


def again(net: Network) -> Network:
    return Network.from_raw(tables_of(net), study=net.study)


def test_mini_rupture_by_hand() -> None:
    tables = tables_of(mini_rupture())
    assert list(tables) == ["stakeholders", "ties"]
    assert tables["stakeholders"].header == ("id", "side", "influence")
    assert tables["ties"].rows[0] == ["GAC", "MID", "active", "severed", "1", "1", "no"]
    assert again(mini_rupture()).digest == mini_rupture().digest


@pytest.mark.parametrize("path", ["data", "data/stakeholders.csv"])
def test_the_demonstration_study_comes_back_with_its_assumptions(path: str) -> None:
    net = read(path)
    assert again(net).digest == net.digest
    given_back = {(item.table, item.column): item.count for item in again(net).provenance.assumptions}
    was = {(item.table, item.column): item.count for item in net.provenance.assumptions}
    assert given_back == {key: count for key, count in was.items() if key[0] != "issues"}


@pytest.mark.parametrize("seed", range(40))
def test_random_networks_come_back(seed: int) -> None:
    net = random_network(seed)
    assert again(net).digest == net.digest


@settings(max_examples=50, deadline=None)
@given(networks())
def test_any_network_comes_back(net: Network) -> None:
    assert again(net).digest == net.digest


@pytest.mark.laws
@settings(max_examples=3_000, deadline=None)
@given(networks())
def test_any_network_comes_back_at_length(net: Network) -> None:
    assert again(net).digest == net.digest


PEOPLE = [
    {"id": "a", "contacts": "b:0.3; c", "memberships": "Forum"},
    {"id": "b", "memberships": "Forum; Club", "reports_to": "c"},
    {"id": "c", "memberships": "Club"},
]


def test_what_a_list_implies_is_left_to_be_derived_again() -> None:
    net = Network.from_tables(PEOPLE)
    assert list(tables_of(net)) == ["stakeholders"]
    assert again(net).provenance.assumptions == net.provenance.assumptions


def test_what_a_list_implies_beside_channels_of_its_own() -> None:
    net = Network.from_tables(PEOPLE, channels=[{"id": "x", "participants": "a; b", "cost": 7}])
    assert [row[0] for row in tables_of(net)["channels"].rows] == ["x"]
    assert again(net).digest == net.digest


def test_no_ties_beside_contacts_stay_none() -> None:
    net = Network.from_tables(PEOPLE, [])
    assert tables_of(net)["ties"].rows == []
    assert again(net).digest == net.digest


def test_no_channels_beside_severed_ties_stay_none() -> None:
    ties = [{"source": "a", "target": "b", "status": "severed"}]
    bare, offered = Network.from_tables(PEOPLE, ties, channels=[]), Network.from_tables(PEOPLE, ties)
    assert (len(bare.channels), len(offered.channels)) == (0, 1)
    assert again(bare).digest == bare.digest
    assert again(offered).digest == offered.digest
    assert "channels" not in tables_of(offered)


def test_parallel_ties_keep_their_numbers() -> None:
    ties = [{"source": "a", "target": "b", "notes": str(n), "strength": n / 10} for n in (3, 1, 2)]
    net = Network.from_tables([{"id": "a"}, {"id": "b"}], [*ties, {**ties[0], "id": "a--b--informal#7"}])
    assert again(net).digest == net.digest
    assert "id" in tables_of(net)["ties"].header


def test_participants_that_the_column_cannot_say_stand_in_their_table() -> None:
    people = [{"id": name} for name in ("a", "b;c", "d:5", "e")]
    rows = [{"channel": "x", "stakeholder": row["id"], "uptake": 0.5} for row in people]
    rows[3] |= {"uptake_out": 0.25, "role": "host"}
    net = Network.from_tables(people, channels=[{"id": "x"}], participants=rows)
    tables = tables_of(net)
    assert tables["channels"].rows[0][1] == "a:0.5; d:5:0.5"
    assert [row[1] for row in tables["participants"].rows] == ["b;c", "e"]
    assert again(net).digest == net.digest


def test_a_title_as_level_and_priorities_of_some_sides() -> None:
    levels = [{"side": "A", "title": "Director", "rank": 4}]
    people = [{"id": "a", "side": "A", "level": "Director"}, {"id": "b", "side": "B", "issues": "trade"}]
    issues = [{"issue": "arctic", "priority_A": 3, "red_line": "yes"}]
    net = Network.from_tables(people, levels=levels, issues=issues)
    assert again(net).digest == net.digest
    assert again(net).stakeholder["a"].rank == 4


def test_columns_that_other_tools_call_so_stay_what_they_are() -> None:
    """A column of its own that would be taken for another one keeps that other one in the header beside it."""
    table = tables_of(Network.from_tables([{"id": "a", "Label": "x", "Type": "y"}]))["stakeholders"]
    assert table.header == ("id", "name", "kind", "Label", "Type")
    assert table.rows == [["a", "", "", "x", "y"]]


def test_settings_and_scenarios_are_no_tables() -> None:
    net = Network.from_tables(PEOPLE, study=Study(before="2013"))
    assert tables_of(net.without("a")) == tables_of(net)
