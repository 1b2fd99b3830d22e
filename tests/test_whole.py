"""Measures that need the tables: they say the same as the analysis does."""

from __future__ import annotations

import pytest
from networks import mini_rupture, random_network, reach_by_dijkstra

from netmodel import analyse, measure


@pytest.mark.parametrize("seed", range(10))
def test_measure_and_analysis_agree(seed: int) -> None:
    net = random_network(seed)
    data = analyse(net).to_json()
    values = measure(net, ["reach", "connectedness", "disagreement", "reliability"]).network
    assert values["reach"] == data["reach"]["now"]
    assert values["connectedness"] == data["beside"]["connectedness"]["now"]
    assert values["disagreement"] == data["beside"]["disagreement"]["now"]
    drawn = data["beside"]["reliability"]["now"]
    assert values["reliability"] == (drawn["value"] if drawn else None)
    wanted = reach_by_dijkstra(net)
    assert values["reach"] is None or values["reach"] == pytest.approx(wanted, abs=1e-9)


def test_mini_rupture() -> None:
    values = measure(mini_rupture(), ["reach", "connectedness", "reliability"]).network
    assert values == {"reach": 0.25, "connectedness": 0.25, "reliability": 0.25}
