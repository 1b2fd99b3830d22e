"""timeline: when things change, what is counted, and that every moment is what compare and measure say."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from networks import mini_rupture

from netmodel import Network, Study, UsageError, measure
from netmodel.policy import timeline as module
from netmodel.policy.timeline import timeline

PEOPLE = [{"id": "a", "side": "A", "influence": 1}, {"id": "b", "side": "B", "influence": 1}]


def net_of(*ties: dict[str, Any], **tables: Any) -> Network:
    return Network.from_tables(
        PEOPLE, [{"source": "a", "target": "b", "strength": 0.4, **tie} for tie in ties], **tables
    )


def test_mini_rupture() -> None:
    """Known answer: all pairs in 2013, three in 2014, two ties severed between."""
    first, second = timeline(mini_rupture()).moments
    assert (first.date, first.active_ties, first.pairs_joined, first.changes) == ("2013", 7, 12, ())
    assert (second.date, second.active_ties, second.pairs_joined) == ("2014", 5, 3)
    assert [(change.id, change.before, change.after) for change in second.changes] == [
        ("GAC--MID--informal", "active", "severed"),
        ("TCS--MinEcon--informal", "active", "severed"),
    ]
    assert second.efficiency == pytest.approx(0.1528, abs=5e-5) and second.reach == 0.25


def test_each_moment_is_what_the_measures_say_at_its_date() -> None:
    net = net_of(
        {"kind": "x", "since": "1992", "until": "2014-03"},
        {"kind": "y", "strength": 0.7, "since": "2001-05-02", "status_2010": "dormant", "status_2020": "active"},
        {"kind": "z", "strength": 0.1, "status_2010": "active"},
    )
    moments = timeline(net).moments
    assert [moment.date for moment in moments] == ["1992-01-01", "2001-05-02", "2010", "2014-03", "2020"]
    for moment in moments:
        values = measure(net.at(moment.date), ["reach", "connectedness", "cross_side_efficiency"]).network
        assert (moment.reach, moment.connectedness, moment.efficiency) == tuple(values.values())
        assert moment.active_ties == len(net.at(moment.date).active_ties)
    assert [moment.reach for moment in moments] == [0.4, 0.7, 0.4, 0.1, 0.7]
    assert [moment.undated for moment in moments] == [1, 1, 0, 0, 0]


def test_chosen_dates_are_taken_in_order_and_once() -> None:
    moments = timeline(mini_rupture(), dates=["2014", "2010", "2014-12-31", "2014"]).moments
    assert [moment.date for moment in moments] == ["2010", "2014", "2014-12-31"]
    assert moments[0].undated == 7 and not moments[2].changes
    with pytest.raises(UsageError, match="'14' is not a date"):
        timeline(mini_rupture(), dates=["14"])


def test_channels_open_and_close() -> None:
    forum = {"id": "forum", "participants": "a:1; b:1", "quality": 0.6, "status": "open"}
    net = net_of({"since": "1990", "strength": 0.1}, channels=[{**forum, "since": "2000", "until": "2014"}])
    moments = timeline(net).moments
    assert [(moment.date, moment.open_channels, moment.reach) for moment in moments[:3]] == [
        ("1990-01-01", 0, 0.1),
        ("2000-01-01", 1, 0.6),
        ("2014", 0, 0.1),
    ]
    assert [(change.id, change.what, change.after) for change in moments[2].changes] == [
        ("forum", "channel", "closed")
    ]


def test_now_follows_where_it_differs_from_the_last_date() -> None:
    net = net_of({"status": "severed", "status_2013": "active"})
    assert [(moment.date, moment.reach) for moment in timeline(net).moments] == [("2013", 0.4), (None, 0.0)]
    dated = Network.from_tables(
        PEOPLE,
        [{"source": "a", "target": "b", "status": "severed", "status_2013": "active"}],
        study=Study(now="2021"),
    )
    assert [moment.date for moment in timeline(dated).moments] == ["2013", "2021"]


def test_without_any_date_there_is_now() -> None:
    (moment,) = timeline(net_of({})).moments
    assert (moment.date, moment.active_ties, moment.undated, moment.reach) == (None, 1, 0, 0.4)
    (empty,) = timeline(Network.from_tables([])).moments
    assert (empty.reach, empty.pairs_joined) == (None, 0)


def test_a_scenario_holds_at_every_date() -> None:
    net = mini_rupture()
    assert {moment.pairs_joined for moment in timeline(net.open("GAC--MID--informal")).moments} == {12}
    assert all(moment.active_ties < 7 for moment in timeline(net.without("GAC")).moments)


def test_equal_states_are_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    count = []
    real = module.Reach.of
    monkeypatch.setattr(module.Reach, "of", lambda net: count.append(1) or real(net))
    timeline(mini_rupture(), dates=["2009", "2010", "2011", "2014", "2015"])
    assert len(count) == 2


def test_changes_lead_from_one_moment_to_the_next() -> None:
    words: dict[str, str] = {}
    moments = timeline(net_of({"since": "1990", "until": "2000", "status_2013": "active"}, {"kind": "x"})).moments
    for _, later in pairwise(moments):
        for change in later.changes:
            assert words.get(change.id, change.before) == change.before != change.after
            words[change.id] = change.after
    assert timeline(mini_rupture()).to_json()["moments"][1]["changes"][0]["source"] == "GAC"
