"""Sentences: figures as people read them, and nothing said where there is nothing to say."""

from __future__ import annotations

import pytest
from networks import mini_rupture

from netmodel import Network, rank_channels
from netmodel.explain import headline, listed, most, percent, points, situation, why


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
    said = situation(net, rank_channels(net), {})
    assert len(said) == 1 and "50.0\xa0%" in said[0]


def test_all_sides_are_named_where_there_are_three() -> None:
    people = [{"id": side.lower(), "side": side} for side in "ABC"]
    net = Network.from_tables(people, [{"source": "a", "target": "b"}])
    assert "A, B and C" in situation(net, rank_channels(net), {})[0]
    assert "A and B" not in situation(mini_rupture(), rank_channels(mini_rupture()), {})[0]


def test_the_largest_shares_of_the_loss_are_named_first() -> None:
    people = [{"id": s.lower(), "side": s, "issues": "big; small", "influence": 1} for s in "AB"]
    extra = [{"id": f"{s.lower()}{k}", "side": s, "issues": "big", "influence": 1} for s in "AB" for k in range(4)]
    before = {"status_2013": "active", "status_2021": "severed"}
    ties = [{"source": "a", "target": "b", "issues": "small", **before}]
    ties += [{"source": f"a{k}", "target": f"b{k}", "issues": "big", **before} for k in range(4)]
    net = Network.from_tables(people + extra, ties)
    said = situation(net, rank_channels(net), {})
    assert "The largest shares of what was lost: big (80\xa0%) and small (20\xa0%)." in said
    assert "Nothing is left on big and small." in said


def test_channels_that_tie_at_the_top_are_all_named() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    channels = [{"id": f"o{k}", "participants": "a; b"} for k in range(2)]
    net = Network.from_tables(people, channels=channels)
    assert "2 informal channels add most, among them o0 and o1" in headline(net, rank_channels(net))


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        ({"participants": "a; b", "issues": "line"}, "none of its issues weighs anything"),
        ({"participants": "a"}, "fewer than two participants"),
        ({"participants": "a; b", "issues": "other"}, "none of its issues weighs anything"),
        ({"participants": "a; b", "quality": 0.01}, "carry at least as much"),
        (
            {"participants": "a; b", "requires": "shut", "quality": 1},
            "cannot be opened: it needs Shut, which is not on offer",
        ),
    ],
)
def test_the_real_reason_is_given(channel: dict[str, object], said: str) -> None:
    people = [{"id": "a", "side": "A", "issues": "x; line"}, {"id": "b", "side": "B", "issues": "x; line"}]
    issues = [{"issue": "x"}, {"issue": "line", "red_line": "yes"}, {"issue": "other"}]
    rows = [{"id": "c", **channel}, {"id": "shut", "name": "Shut", "status": "closed"}]
    ties = [{"source": "a", "target": "b", "strength": 0.2}]
    net = Network.from_tables(people, ties, channels=rows, issues=issues)
    ranking = rank_channels(net)
    assert said in why(net, ranking, ranking.channels[0])


def test_three_in_series_count_in_larger_sets() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "x"}, {"id": "y"}, {"id": "b", "side": "B"}]
    channels = [{"id": f"c{k}", "participants": pair} for k, pair in enumerate(("a; x", "x; y", "y; b"))]
    net = Network.from_tables(people, channels=channels)
    ranking = rank_channels(net)
    assert all(row.only_in_larger_sets for row in ranking.channels)
    assert "in larger sets" in why(net, ranking, ranking.channels[0])


def test_a_scenario_and_a_date_are_told() -> None:
    net = mini_rupture()
    later = net.open("GAC--MID--informal").without("UofT")
    said = headline(later, rank_channels(later))
    assert said.startswith("With GAC – MID (informal) open, without UofT, reach between CA and RU is")
    earlier = net.at("2013")
    assert headline(earlier, rank_channels(earlier)).startswith("Reach between CA and RU was 100.0\xa0% in 2013")
