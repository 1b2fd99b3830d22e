"""Credit: who carries a gain, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import Network, rank_channels

PEOPLE: list[dict[str, Any]] = [
    {"id": "a1", "side": "A"},
    {"id": "a2", "side": "A"},
    {"id": "b1", "side": "B"},
    {"id": "x", "permeability": 1},
]


def test_half_to_who_brings_it_in_and_half_to_who_takes_it_home() -> None:
    """a1 enters by itself (1), a2 by way of a1 (.5): everything enters through a1 and leaves through b1."""
    ties = [{"source": "a1", "target": "a2", "strength": 0.5}]
    channels = [{"id": "c", "participants": "a1:1; b1:1; x:1", "quality": 0.8}]
    (row,) = rank_channels(Network.from_tables(PEOPLE, ties, channels=channels)).channels
    assert row.gain == pytest.approx((0.8 + 0.4) / 2)
    assert {part.id: part.share for part in row.carried_by} == {"a1": 0.5, "b1": 0.5}
    gains = {part.id: part.share for part in row.gains_to}
    assert gains == pytest.approx({"b1": 0.5, "a1": 1 / 3, "a2": 1 / 6})
    assert (row.route, row.via) == (("a1", "b1"), ("c",))
    assert (row.pairs_restored, row.pairs_strengthened) == (2, 0)


def test_the_leading_route_shows_its_weakest_link() -> None:
    ties = [{"source": "a2", "target": "x", "strength": 0.9}, {"source": "a1", "target": "b1", "strength": 0.9}]
    channels = [{"id": "c", "participants": "x:1; b1:1", "quality": 0.5}]
    (row,) = rank_channels(Network.from_tables(PEOPLE, ties, channels=channels)).channels
    assert row.route == ("a2", "x", "b1") and row.weakest_link == ("x", "b1")
    assert row.route_strength == pytest.approx(0.45)
    assert [part.id for part in row.carried_by] == ["b1", "x"]
