"""Trust base and policy transfer: worked by hand, laws, the study, and as a user types it."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from networks import mini_rupture, random_network
from test_track import routes_again, with_power

import netmodel
from netmodel import Network
from netmodel.cli.axes import axes as command
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.axes import juniority, two_axes

DATA = Path(__file__).parent.parent / "data"
Rows = list[dict[str, Any]]

PEOPLE: Rows = [
    {"id": "adm", "side": "ca", "kind": "ministry", "level": 3},
    {"id": "club", "side": "ca", "kind": "sports-body"},
    {"id": "dm", "side": "ru", "kind": "ministry", "level": 3},
    {"id": "fans", "side": "ru", "kind": "sports-body"},
]
TIES: Rows = [{"source": "club", "target": "adm", "strength": 0.2}]


def net_of(cohort: object = 100, **hockey: Any) -> Network:
    rows = [
        {"id": "hockey", "kind": "sport", "participants": "club; fans", "cohort": cohort, "frequency": 1} | hockey
    ]
    rows.append({"id": "meeting", "kind": "formal", "participants": "adm; dm", "frequency": 2})
    return Network.from_tables(PEOPLE, TIES, channels=rows)


def by_id(net: Network, **options: Any) -> dict[str, Any]:
    return {row.id: row for row in two_axes(net, **options).channels}


# ---- known answers ----------------------------------------------------------------------------------------------


def test_hockey_beats_the_meeting_on_trust_base_and_loses_on_transfer() -> None:
    """KNOWN-ANSWERS, policy system 13: 100 people of no rank once a year against two of rank 3 twice a year."""
    rows = by_id(net_of())
    assert rows["hockey"].trust_base == pytest.approx(100 * 1 * 1.0)
    assert rows["meeting"].trust_base == pytest.approx(2 * 2 * 0.6)
    assert rows["hockey"].transfer == pytest.approx((0.2 + 0) / 2)
    assert rows["meeting"].transfer == 1
    assert rows["hockey"].best and rows["meeting"].best


def test_ten_times_the_cohort_leaves_transfer_unchanged() -> None:
    one, ten = by_id(net_of(100))["hockey"], by_id(net_of(1000))["hockey"]
    assert ten.trust_base == pytest.approx(10 * one.trust_base)
    assert (ten.transfer, ten.by_side) == (one.transfer, one.by_side)


@pytest.mark.parametrize("column", ["cohort", "people", "Cohort"])
def test_the_cohort_may_stand_in_a_column_of_either_name(column: str) -> None:
    rows = [{"id": "hockey", "participants": "club; fans", column: "40"}]
    row = by_id(Network.from_tables(PEOPLE, channels=rows))["hockey"]
    assert (row.people, row.stated) == (40, True)


@pytest.mark.parametrize("written", ["many", "-3", "nan", "inf", "1e999"])
def test_what_is_no_number_of_people_is_said_and_participants_count(written: str) -> None:
    found = two_axes(net_of(written))
    assert found.unread == ("hockey",) and "cohort of hockey: a number of 0 or more" in found.lacks
    row = next(row for row in found.channels if row.id == "hockey")
    assert (row.people, row.stated) == (2, False)


def test_without_a_cohort_the_participants_count_and_it_is_said() -> None:
    found = two_axes(net_of(""))
    assert "column cohort of all channels" in found.lacks
    assert "No cohort is stated" in found.sentences[-1]


def test_lower_ranks_weigh_more_and_the_window_of_a_channel_counts() -> None:
    assert [juniority(rank) for rank in (1, 2, 3, 4, 5, 0)] == [0.2, 0.4, 0.6, 0.8, 1, 1]
    rows: Rows = [
        {"id": "open", "participants": "adm; dm"},
        {"id": "junior", "participants": "adm; dm", "min_level": 5},
    ]
    found = by_id(Network.from_tables(PEOPLE, channels=rows))
    assert (found["open"].weight, found["junior"].weight) == (0.6, 1.0)


def test_a_channel_of_one_side_transfers_half_at_most() -> None:
    row = by_id(Network.from_tables(PEOPLE, channels=[{"id": "home", "participants": "adm; club"}]))["home"]
    assert (row.transfer, row.by_side) == (0.25, {"ca": 0.5, "ru": 0.0})


# ---- laws -------------------------------------------------------------------------------------------------------


def check(seed: int) -> None:
    """Transfer is recomputed from routes by NetworkX; the front by comparing all pairs."""
    rng = random.Random(seed)
    net = with_power(random_network(seed), seed)
    channels = tuple(
        replace(c, extra=(("cohort", str(rng.randrange(100))),)) if rng.random() < 0.5 else c for c in net.channels
    )
    net = replace(net, channels=channels)
    routes, rows = routes_again(net), by_id(net)
    for row in rows.values():
        people = [net.stakeholder[p.stakeholder] for p in net.channel[row.id].participants]
        sides = [[routes[p.id] for p in people if p.side == side] for side in net.sides]
        assert row.transfer == pytest.approx(sum(sum(s) / len(s) for s in sides if s) / 2, abs=1e-9)
        stated = dict(net.channel[row.id].extra).get("cohort")
        number = len(people) if stated is None else float(stated)
        weight = sum([0.2, 0.4, 0.6, 0.8, 1, 1][(p.rank or 6) - 1] for p in people) / len(people)
        assert row.trust_base == pytest.approx(number * net.channel[row.id].frequency * weight, abs=1e-9)
        places = [(round(r.trust_base, 9), round(r.transfer, 9)) for r in rows.values()]
        mine = (round(row.trust_base, 9), round(row.transfer, 9))
        beaten = any(one >= mine[0] and two >= mine[1] and (one, two) != mine for one, two in places)
        assert row.best is not beaten


@pytest.mark.parametrize("seed", range(40))
def test_both_axes_and_the_front_equal_their_definition(seed: int) -> None:
    check(seed)


@pytest.mark.laws
def test_both_axes_and_the_front_equal_their_definition_on_many_networks() -> None:
    for seed in range(2000, 3000):
        check(seed)


def test_swapping_the_sides_changes_names_only() -> None:
    one, other = by_id(net_of()), by_id(net_of(), us="ru", them="ca")
    for name, row in one.items():
        assert (row.trust_base, row.best) == (other[name].trust_base, other[name].best)
        assert row.transfer == pytest.approx(other[name].transfer)


@pytest.mark.parametrize("people", [[], [{"id": "a"}], [{"id": "a", "side": "ca"}], PEOPLE])
def test_an_empty_study_says_what_it_lacks_in_one_line(people: Rows) -> None:
    found = two_axes(Network.from_tables(people))
    assert found.lacks and "\n" not in found.lacks and not found.sentences and found.table()[1] == []


def test_a_wrong_side_is_refused() -> None:
    with pytest.raises(UnknownName):
        two_axes(net_of(), us="fr")
    with pytest.raises(UsageError):
        two_axes(net_of(), us="ca", them="ca")


def test_mini_rupture_says_that_nobody_reaches_a_decision_maker() -> None:
    found = two_axes(mini_rupture())
    assert "No participant of any channel has a route" in " ".join(found.sentences)


# ---- the study and the command ----------------------------------------------------------------------------------


def test_on_the_study_the_meeting_beats_hockey_on_transfer() -> None:
    """Trust base by institutions only: no source that was read counts people, so the study says what it lacks."""
    net = netmodel.read(DATA)
    rows, found = by_id(net), two_axes(net)
    assert rows["ch_stratstab"].transfer > rows["ch_hockey"].transfer
    assert "column cohort" in found.lacks


def test_the_command_gives_the_known_answer(tmp_path: Path) -> None:
    (tmp_path / "stakeholders.csv").write_text("id,side,kind,level\nadm,ca,ministry,3\nclub,ca,,\ndm,ru,ministry,3\n"
                                               "fans,ru,,\n", encoding="utf-8")  # fmt: skip
    (tmp_path / "channels.csv").write_text("id,participants,cohort,frequency\nhockey,club; fans,100,1\n"
                                           "meeting,adm; dm,,2\n", encoding="utf-8")  # fmt: skip
    result = CliRunner().invoke(command, [str(tmp_path), "--format", "json", "--quiet"], catch_exceptions=False)
    rows = {row["id"]: row for row in json.loads(result.stdout)["channels"]}
    assert (rows["hockey"]["trust_base"], rows["hockey"]["transfer"]) == (100, 0)
    assert (rows["meeting"]["trust_base"], rows["meeting"]["transfer"]) == (2.4, 1)


@pytest.mark.parametrize("style", ["table", "json", "csv", "md"])
def test_the_command_shows_the_study_in_every_format(style: str) -> None:
    result = CliRunner().invoke(command, [str(DATA), "--format", style, "--quiet"], catch_exceptions=False)
    assert result.exit_code == 0 and "ch_seminar" in result.stdout.replace("\\", "")
