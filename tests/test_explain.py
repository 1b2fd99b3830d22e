"""Sentences: figures as people read them, and nothing said where there is nothing to say."""

from __future__ import annotations

import pytest
from networks import mini_rupture

from netmodel import Network, rank_channels
from netmodel.explain import listed, most, percent, points, situation, why


@pytest.mark.parametrize(
    ("gain", "said"),
    [
        (0.0061, "+0.61 points"),
        (0, "+0 points"),
        (0.00002, "+0.002 points"),
        (1e-9, "+0.000000 points"),
        (0.4, "+40.00 points"),
    ],
)
def test_points_show_what_is_there(gain: float, said: str) -> None:
    assert points(gain) == said


def test_lists_and_shares() -> None:
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
    assert percent(0.5, 0) == "50\xa0%"
    assert most({"b": 0.5, "a": 0.5, "c": 0.0}) == ["a", "b"]


def test_why_a_channel_that_adds_nothing_is_said_plainly() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "x"}, {"id": "b", "side": "B"}]
    channels = [
        {"id": "c1", "name": "First", "participants": "a; x"},
        {"id": "c2", "name": "Second", "participants": "x; b"},
        {"id": "c3", "participants": "x"},
    ]
    net = Network.from_tables(people, channels=channels)
    ranking = rank_channels(net)
    said = {row.id: why(net, ranking, row) for row in ranking.channels}
    assert said["c1"] == "Alone it adds nothing; it counts only together with Second."
    assert said["c3"].startswith("It adds nothing")


def test_without_an_earlier_date_no_loss_is_told() -> None:
    net = Network.from_tables([{"id": "a", "side": "A"}, {"id": "b", "side": "B"}], [{"source": "a", "target": "b"}])
    said = situation(net, rank_channels(net), [])
    assert len(said) == 1 and "50.0\xa0%" in said[0]


def test_all_sides_are_named_where_there_are_three() -> None:
    people = [{"id": side.lower(), "side": side} for side in "ABC"]
    net = Network.from_tables(people, [{"source": "a", "target": "b"}])
    assert "A, B and C" in situation(net, rank_channels(net), [])[0]
    assert "A and B" not in situation(mini_rupture(), rank_channels(mini_rupture()), [])[0]
