"""Efficiency in hops: the registered measure is the oracle, recomputed with and without each tie and channel."""

from __future__ import annotations

import math

import pytest
from networks import mini_rupture
from ruptures import less, more, random_rupture

from netmodel import Network
from netmodel.measures.sides import cross_side_efficiency
from netmodel.policy.comparison_hops import Hops
from netmodel.policy.comparison_pictures import carriers, changes, picture


def _agree(seed: int) -> None:
    before, after = random_rupture(seed)
    found = changes(before, after)
    earlier, later = Hops.of(picture(before)), Hops.of(picture(after))
    values = cross_side_efficiency(before.graph), cross_side_efficiency(after.graph)
    assert earlier.efficiency == pytest.approx(values[0], abs=1e-12, nan_ok=True)
    for row in carriers(before):
        want = values[0] - cross_side_efficiency(less(before, row.id).graph)
        assert earlier.of_absence(row) == pytest.approx(want, abs=1e-9, nan_ok=True)
    for row in (*found.lost, *found.closed):
        want = cross_side_efficiency(more(after, row.id).graph) - values[1]
        assert later.of_return(row) == pytest.approx(want, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("seed", range(20))
def test_efficiency_with_and_without_equals_recomputing(seed: int) -> None:
    _agree(seed)


@pytest.mark.laws
@pytest.mark.parametrize("start", range(0, 1000, 100))
def test_efficiency_with_and_without_equals_recomputing_on_a_thousand(start: int) -> None:
    for seed in range(start, start + 100):
        _agree(seed)


def test_no_pair_has_no_efficiency() -> None:
    for people in ([], [{"id": "a", "side": "A"}]):
        assert math.isnan(Hops.of(Network.from_tables(people)).efficiency)
    net = Network.from_tables([{"id": "a"}, {"id": "b"}], [{"source": "a", "target": "b"}])
    hops = Hops.of(net)
    assert math.isnan(hops.of_absence(net.ties[0])) and math.isnan(hops.of_return(net.ties[0]))


def test_a_parallel_tie_takes_its_place() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    net = Network.from_tables(people, [{"source": "a", "target": "b", "kind": kind} for kind in ("talks", "post")])
    assert Hops.of(net).of_absence(net.ties[0]) == 0.0
    assert Hops.of(mini_rupture().at("2014")).efficiency == pytest.approx(0.1528, abs=5e-5)
