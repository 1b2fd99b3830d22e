"""compare: known answers of a small rupture, an oracle that recomputes everything, and laws."""

from __future__ import annotations

import json
import math

import pytest
from networks import mini_rupture, reach_by_dijkstra
from ruptures import less, more, random_rupture

from netmodel import Network, UsageError
from netmodel.errors import UnknownName
from netmodel.measures import MEASURES
from netmodel.policy.comparison import Comparison, compare


def quick(before: Network, after: Network) -> Comparison:
    return compare(before, after, draws=0, measures=[])


def test_mini_rupture() -> None:
    """Worked by hand: 12 pairs to 3, efficiency .5694 to .1528; restoring either tie joins 9 pairs again.

    GAC-MID alone brings efficiency +.3611, TCS-MinEcon +.3083. Before the rupture either stood in for the other, so
    neither alone was worth anything to reach.
    """
    net = mini_rupture()
    data = compare(net.at("2013"), net.at("2014"), draws=99).to_json()
    assert data["pairs_joined"] == {"before": 12, "after": 3}
    assert data["efficiency"] == {"before": pytest.approx(0.5694, abs=5e-5), "after": pytest.approx(0.1528, abs=5e-5)}
    assert data["reach"] == {"before": 1.0, "after": 0.25} == data["connectedness"]
    assert data["ties"]["lost"] == ["GAC--MID--informal", "TCS--MinEcon--informal"]
    assert (data["ties"]["gained"], data["ties"]["kept"]) == ([], 5)
    first, second = data["loss_by_tie"]
    assert (first["tie"], first["source"], first["target"]) == ("GAC--MID--informal", "GAC", "MID")
    assert first["efficiency_gain"] == pytest.approx(0.3611, abs=5e-5)
    assert second["efficiency_gain"] == pytest.approx(0.3083, abs=5e-5)
    assert first["pairs_restored"] == second["pairs_restored"] == 9
    assert first["restoration_gain"] == second["restoration_gain"] == 0.75
    assert first["loss"] == second["loss"] == 0 == first["pairs_lost"]
    assert {row["status_after"] for row in data["loss_by_tie"]} == {"severed"}
    rows = {row["id"]: row for row in data["stakeholders"]}
    assert (rows["PCO"]["reach_before"], rows["PCO"]["reach_after"], rows["PCO"]["counterparts_after"]) == (1, 0, 0)
    assert rows["UofT"]["change"] == 0 and rows["MID"]["reach_after"] == 0.25
    assert data["ties"]["by_sides"][1] == {"sides": ["CA", "RU"], "lost": 2, "gained": 0, "kept": 1}
    assert data["ties"]["by_kind"] == [{"kind": "informal", "lost": 2, "gained": 0, "kept": 5}]
    assert data["ties"]["by_level"] == [{"levels": [0, 0], "lost": 2, "gained": 0, "kept": 5}]


def test_restoring_everything_gives_the_earlier_numbers_bit_for_bit() -> None:
    net = mini_rupture()
    found = quick(net.at("2013"), net.at("2014"))
    assert found.restored == {name: values["before"] for name, values in found.figures.items()}
    for seed in range(40):
        before, after = random_rupture(seed)
        found = quick(before, after)
        if not found.gained:
            assert found.restored == {name: values["before"] for name, values in found.figures.items()}


def test_a_row_of_the_same_ends_and_kind_does_not_stand_in_for_one_that_fell_silent() -> None:
    people = [{"id": "a", "side": "A", "influence": 1}, {"id": "b", "side": "B", "influence": 1}]
    dated = {"source": "a", "target": "b", "status_2013": "active", "status_2021": "severed", "id": "first"}
    turned = {**dated, "status_2013": "severed", "status_2021": "active", "id": "second"}
    net = Network.from_tables(people, [dated, turned])
    found = quick(net.at("2013"), net.at("2021"))
    assert [item.row.id for item in (*found.ties, *found.gained)] == ["first", "second"] and not found.changes.kept


def _agree(seed: int) -> None:
    """Every loss and every gain is the difference of two values that Dijkstra recomputes from the definition."""
    before, after = random_rupture(seed)
    found = quick(before, after)
    if found.figures["reach"]["before"] is None:
        assert math.isnan(reach_by_dijkstra(before))
        return
    values = reach_by_dijkstra(before), reach_by_dijkstra(after)
    assert found.figures["reach"]["before"] == pytest.approx(values[0], abs=1e-9)
    assert found.figures["reach"]["after"] == pytest.approx(values[1], abs=1e-9)
    for item in (*found.ties, *found.channels):
        assert item.loss.reach == pytest.approx(values[0] - reach_by_dijkstra(less(before, item.row.id)), abs=1e-9)
        if item.gain is not None:
            assert item.gain.reach == pytest.approx(reach_by_dijkstra(more(after, item.row.id)) - values[1], abs=1e-9)
    for item in found.gained:
        assert item.loss.reach == pytest.approx(values[1] - reach_by_dijkstra(less(after, item.row.id)), abs=1e-9)


@pytest.mark.parametrize("seed", range(25))
def test_losses_and_gains_equal_brute_force(seed: int) -> None:
    _agree(seed)


@pytest.mark.laws
@pytest.mark.parametrize("start", range(0, 1000, 100))
def test_losses_and_gains_equal_brute_force_on_a_thousand(start: int) -> None:
    for seed in range(start, start + 100):
        _agree(seed)


@pytest.mark.parametrize("seed", range(12))
def test_the_fall_splits_among_stakeholders_and_the_way_back_is_the_mirror(seed: int) -> None:
    before, after = random_rupture(seed)
    found, back = quick(before, after), quick(after, before)
    shares = [item.share for item in found.stakeholders if item.share is not None]
    assert not shares or sum(shares) == pytest.approx(1, abs=1e-9)
    assert [item.change for item in found.stakeholders] == sorted(item.change for item in found.stakeholders)
    for name, values in found.figures.items():
        assert back.figures[name] == {"before": values["after"], "after": values["before"]}
    assert {tie.id for tie in found.changes.lost} == {tie.id for tie in back.changes.gained}
    gained = {item.row.id: item.loss for item in back.gained}
    assert all(gained[item.row.id] == item.loss for item in (*found.ties, *found.channels))
    assert json.dumps(found.to_json(), allow_nan=False) == json.dumps(quick(before, after).to_json(), allow_nan=False)


def test_a_picture_compared_with_itself_has_changed_nothing() -> None:
    net = mini_rupture().at("2013")
    data = compare(net, net, draws=9).to_json()
    assert data["ties"]["kept"] == 7 and not data["loss_by_tie"] and not data["chance"]
    assert not any(data["also_changed"].values())
    assert {row["change"] for row in data["stakeholders"]} == {0.0}
    assert {row["share_of_loss"] for row in data["stakeholders"]} == {None}
    assert all(values["change"] == 0 for values in data["measures"].values() if values["change"] is not None)


def test_every_shown_measure_of_the_network_is_taken_before_and_after() -> None:
    net = mini_rupture()
    found = compare(net.at("2013"), net.at("2014"), draws=0)
    shown = {name for name in MEASURES if MEASURES[name].level == "network" and MEASURES[name].shown}
    assert set(found.measures) == shown
    assert found.measures["reach"] == {"before": 1.0, "after": 0.25, "change": -0.75}
    assert list(compare(net, net, draws=0, measures=["reach"]).measures) == ["reach"]
    with pytest.raises(UsageError, match="takes those of the network"):
        compare(net, net, measures=["betweenness"])
    with pytest.raises(UnknownName):
        compare(net, net, measures=["reech"])


def test_two_studies_ties_match_by_ends_and_kind_where_ids_differ() -> None:
    people = [{"id": "a", "side": "A", "influence": 1}, {"id": "b", "side": "B", "influence": 1}]
    one = Network.from_tables(people, [{"id": "t1", "source": "a", "target": "b", "strength": 0.5}])
    two = Network.from_tables(people, [{"id": "x9", "source": "b", "target": "a", "strength": 0.2}])
    found = quick(one, two)
    assert len(found.changes.kept) == 1 and not found.ties
    assert found.to_json()["also_changed"] == {"ties": ["t1"], "channels": [], "stakeholders": []}
    other = Network.from_tables(people, [{"id": "t1", "source": "a", "target": "b", "kind": "hotline"}])
    assert len(quick(one, other).changes.kept) == 1  # the same id and ends


def test_the_same_id_with_other_ends_is_another_tie() -> None:
    people = [{"id": name, "side": name[0], "influence": 1} for name in ("a1", "b1", "b2")]
    one = Network.from_tables(people, [{"id": "t", "source": "a1", "target": "b1", "strength": 0.5}])
    two = Network.from_tables(people, [{"id": "t", "source": "a1", "target": "b2", "strength": 0.4}])
    found = quick(one, two)
    assert [item.status for item in found.ties] == ["absent"]
    assert (found.ties[0].loss.reach, found.ties[0].gain and found.ties[0].gain.reach) == (0.25, 0.25)
    assert (found.gained[0].loss.reach, found.restored["reach"]) == (0.2, 0.45)


def test_whoever_is_gone_takes_the_ties_along_and_nothing_can_restore_them() -> None:
    net = mini_rupture().at("2013")
    data = quick(net, net.without("GAC")).to_json()
    row = next(row for row in data["loss_by_tie"] if row["target"] == "MID")
    assert (row["status_after"], row["restoration_gain"], row["pairs_restored"]) == ("removed", None, None)
    gone = next(row for row in data["stakeholders"] if row["id"] == "GAC")
    assert (gone["reach_after"], gone["counterparts_after"]) == (None, None)


def test_a_channel_that_closed_is_attributed_like_a_tie() -> None:
    people = [{"id": "a", "side": "A", "influence": 1}, {"id": "b", "side": "B", "influence": 1}]
    forum = {"id": "forum", "participants": "a:1; b:1", "quality": 0.6, "status": "open", "until": "2014"}
    net = Network.from_tables(people, channels=[forum])
    data = quick(net.at("2013"), net.at("2015")).to_json()
    row = data["channels"]["closed"][0]
    assert (row["id"], row["loss"], row["restoration_gain"], row["pairs_lost"]) == ("forum", 0.6, 0.6, 1)
    assert data["restored"]["reach"] == 0.6 and not data["channels"]["opened"]


def test_nothing_to_compare_gives_no_value_and_no_exception() -> None:
    for people in ([], [{"id": "a", "side": "A"}], [{"id": "a", "side": "A"}, {"id": "b", "side": "A"}]):
        net = Network.from_tables(people, [{"source": "a", "target": "b"}] if len(people) > 1 else None)
        later = net.without("b") if len(people) > 1 else net
        data = compare(net, later, draws=9).to_json()
        assert data["reach"] == {"before": None, "after": None} and data["pairs_joined"]["before"] == 0
        json.dumps(data, allow_nan=False)


def test_issues_that_the_later_study_does_not_know_are_left_out_of_it() -> None:
    """A tie about an issue without a layer carries nothing there, and adds no layer either."""
    people = [{"id": "a", "side": "A", "influence": 1}, {"id": "b", "side": "B", "influence": 1}]
    tie = {"source": "a", "target": "b", "strength": 0.5}
    one = Network.from_tables(people, [{**tie, "issues": "trade"}, {**tie, "kind": "hotline", "issues": "arctic"}])
    two = Network.from_tables(people, [{**tie, "kind": "hotline", "issues": "arctic"}])
    found = quick(one, two)
    assert found.ties[0].loss.reach == 0.25 and found.ties[0].gain is not None and found.ties[0].gain.reach == 0
    assert found.restored["reach"] == 0.5 == found.figures["reach"]["after"]


def test_reach_by_issue_is_told_where_there_are_issues() -> None:
    people = [{"id": "a", "side": "A", "issues": "trade"}, {"id": "b", "side": "B", "issues": "trade"}]
    tie = {"source": "a", "target": "b", "strength": 0.5, "status_2013": "active", "status_2021": "severed"}
    net = Network.from_tables(people, [tie])
    assert quick(net.at("2013"), net.at("2021")).by_issue == {"trade": {"before": 0.5, "after": 0.0}}
    assert quick(mini_rupture(), mini_rupture()).by_issue == {}


def test_evidence_comes_along() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    tie = {"source": "a", "target": "b", "status_2013": "active", "status_2021": "dormant"}
    tie |= {"citation": "Joint statement", "confidence": "high", "evidence": "Met in 2012."}
    net = Network.from_tables(people, [tie])
    row = quick(net.at("2013"), net.at("2021")).to_json()["loss_by_tie"][0]
    assert (row["file"], row["line"], row["citation"], row["confidence"]) == ("ties", 1, "Joint statement", "high")
    assert (row["evidence"], row["status_after"]) == ("Met in 2012.", "dormant")
