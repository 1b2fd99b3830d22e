"""Requirements: all of, one of, closed ones last, and never the channel itself."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import Network, rank_channels
from netmodel.decide.closure import requirements
from netmodel.measures.whole import reach

Rows = list[dict[str, Any]]


def needed(rows: Rows, *there: str) -> tuple[str, ...]:
    net = Network.from_tables([{"id": "a"}], channels=rows)
    return requirements(net.channel["c"], net.channel, set(there))


def test_what_is_needed_anyway_serves_for_one_of_several() -> None:
    """c needs z and one of x, y; z needs the dear y: x is not wanted."""
    rows: Rows = [
        {"id": "c", "requires": "z", "requires_any": "x; y"},
        {"id": "z", "requires": "y"},
        {"id": "x", "cost": 1},
        {"id": "y", "cost": 5},
    ]
    assert needed(rows) == ("y", "z")


def test_the_channel_itself_serves_for_what_it_needs() -> None:
    assert needed([{"id": "c", "requires": "z"}, {"id": "z", "requires_any": "c; x"}, {"id": "x"}]) == ("z",)


@pytest.mark.parametrize(
    ("x", "y", "chosen"),
    [
        ({"cost": 1}, {"cost": 2}, "x"),
        ({"cost": 1, "risk": 0.5}, {"cost": 1, "risk": 0.1}, "y"),
        ({"cost": 1}, {"cost": 1}, "x"),
        ({"cost": 1, "status": "closed"}, {"cost": 9}, "y"),
    ],
)
def test_the_cheapest_then_the_least_risky_then_the_first_of_those_on_offer(
    x: dict[str, Any], y: dict[str, Any], chosen: str
) -> None:
    assert needed([{"id": "c", "requires_any": "y; x"}, {"id": "x", **x}, {"id": "y", **y}]) == (chosen,)


def test_what_is_open_is_not_needed() -> None:
    assert needed([{"id": "c", "requires": "z", "requires_any": "x; z"}, {"id": "z"}, {"id": "x"}], "z") == ()


def test_circles_end() -> None:
    rows: Rows = [{"id": "c", "requires": "x"}, {"id": "x", "requires": "y"}, {"id": "y", "requires": "c; x"}]
    assert needed(rows) == ("x", "y")


def test_a_channel_whose_requirement_is_not_on_offer_is_blocked() -> None:
    people: Rows = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    rows: Rows = [
        {"id": "c", "participants": "a; b", "requires": "z"},
        {"id": "z", "participants": "a; b", "quality": 1, "status": "closed"},
    ]
    (row,) = rank_channels(Network.from_tables(people, channels=rows)).channels
    assert (row.blocked_by, row.gain_with_requirements) == (("z",), None)
    rows[1]["status"] = "candidate"
    net = Network.from_tables(people, channels=rows)
    gone = next(row for row in rank_channels(net.without("z")).channels if row.id == "c")
    assert gone.blocked_by == ("z",)
    free = next(row for row in rank_channels(net).channels if row.id == "c")
    assert free.gain_with_requirements == pytest.approx(reach(net.open("c", "z")))
