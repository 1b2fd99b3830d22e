"""Track-II quality: worked by hand, against a search of all routes, and as a user types it."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import CliRunner
from networks import hub_graph, mini_rupture, random_network

import netmodel
from netmodel import Network
from netmodel.cli.track import track as command
from netmodel.errors import UsageError
from netmodel.policy.track import BOUND, ISOLATED, decides, in_office, routes_to_power, sent_rank, track_quality

DATA = Path(__file__).parent.parent / "data"
Rows = list[dict[str, Any]]

PEOPLE: Rows = [
    {"id": "gac", "side": "ca", "kind": "ministry", "level": 3},
    {"id": "uoft", "side": "ca", "kind": "university"},
    {"id": "mid", "side": "ru", "kind": "ministry", "level": 3},
    {"id": "mgimo", "side": "ru", "kind": "university"},
    {"id": "hermit", "side": "ca", "kind": "university"},
    {"id": "hermit2", "side": "ru", "kind": "university"},
]
TIES: Rows = [
    {"source": "uoft", "target": "gac", "strength": 0.5},
    {"source": "mgimo", "target": "mid", "strength": 0.4},
]
CHANNELS: Rows = [
    {"id": "seminar", "kind": "track-two", "participants": "uoft; mgimo"},
    {"id": "talks", "kind": "formal", "participants": "gac; mid"},
    {"id": "margins", "kind": "informal", "participants": "gac; mid"},
    {"id": "mixed", "kind": "track-two", "participants": "gac; uoft; mgimo"},
    {"id": "retreat", "kind": "track-two", "participants": "hermit; hermit2"},
    {"id": "home", "kind": "preparatory", "participants": "gac; uoft"},
]


def net_of(people: Rows = PEOPLE, ties: Rows = TIES, channels: Rows = CHANNELS) -> Network:
    return Network.from_tables(people, ties, channels=channels)


@pytest.fixture
def by_id() -> dict[str, Any]:
    return {row.id: row for row in track_quality(net_of()).channels}


# ---- known answers ----------------------------------------------------------------------------------------------


def test_routes_of_a_half_and_of_two_fifths_transfer_seven_tenths(by_id: dict[str, Any]) -> None:
    """KNOWN-ANSWERS, policy system 16: 1 - (1 - .5)(1 - .4) = .70."""
    assert by_id["seminar"].transfer == pytest.approx(0.7)
    assert by_id["seminar"].by_side == pytest.approx({"ca": 0.5, "ru": 0.4})
    assert (by_id["seminar"].label, by_id["seminar"].autonomy) == ("Track 2", 1.0)


def test_an_all_official_meeting_has_no_autonomy_and_is_track_1_or_one_and_a_half(by_id: dict[str, Any]) -> None:
    for name, label in (("talks", "Track 1"), ("margins", "Track 1.5")):
        row = by_id[name]
        assert (row.label, row.autonomy, row.transfer, row.dilemma) == (label, 0.0, 1.0, BOUND)


def test_isolated_academics_transfer_nothing_and_are_flagged(by_id: dict[str, Any]) -> None:
    row = by_id["retreat"]
    assert (row.transfer, row.autonomy, row.label, row.dilemma) == (0.0, 1.0, "Track 2", ISOLATED)


def test_a_mixture_is_track_one_and_a_half_and_no_extreme(by_id: dict[str, Any]) -> None:
    row = by_id["mixed"]
    assert (row.label, row.dilemma, row.ranks) == ("Track 1.5", "", ((3, 1), (0, 2)))
    assert row.autonomy == pytest.approx(2 / 3)


def test_a_meeting_of_one_side_has_no_track(by_id: dict[str, Any]) -> None:
    assert (by_id["home"].label, by_id["home"].dilemma) == ("", "")


def test_the_best_of_both_comes_first() -> None:
    assert next(iter(track_quality(net_of()).channels)).id == "seminar"


def test_what_the_study_says_of_office_goes_before_the_kind() -> None:
    people = [{"id": "a", "kind": "ministry", "in_office": "no"}, {"id": "b", "kind": "ngo", "in_office": "yes"}]
    people += [{"id": "c", "kind": "unknown"}, {"id": "d", "kind": "guild"}, {"id": "e", "kind": "embassy"}]
    here = Network.from_tables(people).stakeholder
    assert [in_office(here[name]) for name in "abcde"] == [False, True, None, None, True]


@pytest.mark.parametrize(("level", "office", "expected"), [(1, "yes", True), (3, "yes", True), (4, "yes", False),
                                                          (0, "yes", False), (2, "no", False)])  # fmt: skip
def test_ranks_one_to_three_in_office_decide(level: int, office: str, expected: bool) -> None:
    row = Network.from_tables([{"id": "a", "level": level, "in_office": office}]).stakeholders[0]
    assert decides(row) is expected


def test_rank_equivalence_decides_who_decides() -> None:
    people = [{"id": "dg", "side": "ru", "title": "Director", "level": 2, "in_office": "yes"}]
    net = Network.from_tables(people, levels=[{"side": "ru", "title": "Director", "rank": 4}])
    assert not decides(net.stakeholders[0])


def test_a_minister_sends_nobody_more_senior_than_the_channel_takes() -> None:
    rows: Rows = [{"id": "c", "participants": "m; e; n", "min_level": 4}]
    people: Rows = [{"id": "m", "level": 1}, {"id": "e", "level": 5}, {"id": "n"}]
    net = Network.from_tables(people, channels=rows)
    assert [sent_rank(net.stakeholder[name], net.channel["c"]) for name in "men"] == [4, 5, 0]
    assert sent_rank(net.stakeholder["m"]) == 1


def test_a_route_does_not_pass_people_of_the_other_side_but_may_pass_a_third_party() -> None:
    people = [*PEOPLE, {"id": "forum", "side": "third", "permeability": 0.5}]
    through: Rows = [{"source": "hermit", "target": "mgimo", "strength": 1}, {"source": "mgimo", "target": "gac"}]
    assert routes_to_power(net_of(people, through), ["hermit"]) == {"hermit": 0.0}
    around: Rows = [{"source": "hermit", "target": "forum", "strength": 1}, {"source": "forum", "target": "gac"}]
    assert routes_to_power(net_of(people, around), ["hermit"]) == pytest.approx({"hermit": 0.25})


def test_an_open_channel_does_not_lead_through_the_other_side_either() -> None:
    rows = [{"id": "one", "participants": "hermit:1; mgimo:1", "status": "open", "quality": 1},
            {"id": "two", "participants": "mgimo:1; gac:1", "status": "open", "quality": 1}]  # fmt: skip
    assert routes_to_power(net_of(PEOPLE, [], rows), ["hermit"]) == {"hermit": 0.0}
    joint = [{"id": "one", "participants": "hermit:1; gac:.5; mgimo:1", "status": "open", "quality": 0.6}]
    assert routes_to_power(net_of(PEOPLE, [], joint), ["hermit"]) == pytest.approx({"hermit": 0.3})


# ---- a second engine --------------------------------------------------------------------------------------------


def routes_again(net: Network) -> dict[str, float]:
    """Each route by NetworkX, on the hub graph without people of the other sides."""
    found = {}
    for row in net.stakeholder.values():
        if row.side not in net.sides:
            continue
        G = hub_graph(net, None)
        G.remove_nodes_from([p.id for p in net.stakeholder.values() if p.side in net.sides and p.side != row.side])
        far = nx.single_source_dijkstra_path_length(G, row.id, weight="far")
        power = [p.id for p in net.stakeholder.values() if p.side == row.side and decides(p)]
        found[row.id] = max((math.exp(-far[name]) for name in power if name in far), default=0.0)
    return found


def with_power(net: Network, seed: int) -> Network:
    """The same study with levels and offices."""
    rng, kinds = random.Random(seed), ["ministry", "ngo"]
    people = tuple(
        replace(p, rank=rng.randrange(6), in_office=rng.choice([True, False, None]), kind=rng.choice(kinds))
        for p in net.stakeholders
    )
    return replace(net, stakeholders=people)


def check(seed: int) -> None:
    net = with_power(random_network(seed, sides=2 + seed % 2), seed)
    expected = routes_again(net)
    assert routes_to_power(net, net.stakeholder) == pytest.approx(expected, abs=1e-9)
    for row in track_quality(net).channels:
        members = [p.stakeholder for p in net.channel[row.id].participants]
        miss = math.prod(1 - expected[name] for name in members if name in expected)
        assert row.transfer == pytest.approx(1 - miss, abs=1e-9)
        assert row.autonomy is None or 0 <= row.autonomy <= 1
        assert sum(count for _, count in row.ranks) == len(members)


@pytest.mark.parametrize("seed", range(40))
def test_routes_and_transfer_equal_a_search_with_networkx(seed: int) -> None:
    check(seed)


@pytest.mark.laws
def test_routes_and_transfer_equal_a_search_with_networkx_on_many_networks() -> None:
    for seed in range(1000, 2000):
        check(seed)


def test_a_large_network_searches_as_a_small_one_closes() -> None:
    """Beyond 128 stakeholders routes are sought by Dijkstra; a chain of sides 0.9 apart tells."""
    people: Rows = [{"id": f"n{k:03}", "side": "ca" if k < 150 else "ru", "in_office": "yes"} for k in range(160)]
    people[0]["level"] = 1
    ties = [{"source": f"n{k:03}", "target": f"n{k + 1:03}", "strength": 0.9} for k in range(159)]
    found = routes_to_power(Network.from_tables(people, ties), ["n010", "n149", "n155"])
    assert found == pytest.approx({"n010": 0.9**10, "n149": 0.9**149, "n155": 0.0}, abs=1e-12)


# ---- laws and faults --------------------------------------------------------------------------------------------


def test_swapping_the_sides_changes_nothing() -> None:
    people = [{**row, "side": {"ca": "ru", "ru": "ca"}[row["side"]]} for row in PEOPLE]
    one, other = ({row.id: row for row in track_quality(net_of(rows)).channels} for rows in (PEOPLE, people))
    for name, row in one.items():
        assert row.transfer == pytest.approx(other[name].transfer)
        assert (row.autonomy, row.label, row.ranks) == (other[name].autonomy, other[name].label, other[name].ranks)


@pytest.mark.parametrize("people", [[], [{"id": "a"}], [{"id": "a", "side": "ca"}], PEOPLE])
def test_an_empty_study_says_what_it_lacks_in_one_line(people: Rows) -> None:
    found = track_quality(Network.from_tables(people))
    assert found.lacks and "\n" not in found.lacks and not found.channels and not found.sentences
    assert found.table()[1] == []


def test_no_decision_maker_and_no_office_are_said() -> None:
    people = [{"id": "a", "side": "ca"}, {"id": "b", "side": "ru"}]
    found = track_quality(Network.from_tables(people, channels=[{"id": "c", "participants": "a; b"}]))
    assert "decision maker (rank 1 to 3, in office) of ca and ru" in found.lacks
    assert "in_office (or kind) of a and b" in found.lacks
    assert (found.channels[0].autonomy, found.channels[0].label) == (None, "")


def test_thresholds_are_checked() -> None:
    with pytest.raises(UsageError, match="no thresholds"):
        track_quality(net_of(), low=0.6, high=0.5)


def test_mini_rupture_says_only_what_it_supports() -> None:
    found = track_quality(mini_rupture())
    assert all(row.transfer == 0 for row in found.channels) and "decision maker" in found.lacks


# ---- the study and the command ----------------------------------------------------------------------------------


def test_the_study_has_official_meetings_without_autonomy_and_seminars_with_it() -> None:
    rows = {row.id: row for row in track_quality(netmodel.read(DATA)).channels}
    assert (rows["ch_stratstab"].label, rows["ch_stratstab"].autonomy) == ("Track 1", 0)
    assert (rows["ch_seminar"].label, rows["ch_seminar"].autonomy) == ("Track 2", 1)
    assert rows["ch_cascade_fed"].label == ""
    assert rows["ch_stratstab"].transfer > rows["ch_chl"].transfer


def study(folder: Path) -> Iterator[str]:
    tables: dict[str, Rows] = {"stakeholders": PEOPLE, "ties": TIES, "channels": CHANNELS}
    for name, rows in tables.items():
        header = list(dict.fromkeys(key for row in rows for key in row))
        lines = [",".join(str(row.get(key, "")) for key in header) for row in rows]
        (folder / f"{name}.csv").write_text("\n".join([",".join(header), *lines]) + "\n", encoding="utf-8")
        yield name


def test_the_command_gives_the_known_answer(tmp_path: Path) -> None:
    assert list(study(tmp_path))
    result = CliRunner().invoke(command, [str(tmp_path), "--format", "json", "--quiet"], catch_exceptions=False)
    rows = {row["id"]: row for row in json.loads(result.stdout)["channels"]}
    assert (rows["seminar"]["transfer"], rows["talks"]["autonomy"], rows["talks"]["track"]) == (0.7, 0, "Track 1")


@pytest.mark.parametrize("style", ["table", "json", "csv", "md"])
def test_the_command_shows_the_study_in_every_format(style: str) -> None:
    result = CliRunner().invoke(command, [str(DATA), "--format", style, "--quiet"], catch_exceptions=False)
    assert result.exit_code == 0 and "ch_seminar" in result.stdout.replace("\\", "")
