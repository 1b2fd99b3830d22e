"""Disagreement: worked by hand, and the laws that make it usable when the sides are cut."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from networks import mini_rupture, random_network

from netmodel import Network
from netmodel.engine.spectral import disagreement


def test_one_tie_of_strength_one() -> None:
    """s = (1, -1), I + L has the eigenvalue 3 on it: -2/3."""
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    tie = [{"source": "a", "target": "b", "strength": 1}]
    assert disagreement(Network.from_tables(people, tie)) == pytest.approx(-2 / 3)


def test_a_hub_is_the_star_eliminated() -> None:
    """Three members of conductance g: each pair g/3. With two sides of one and a third party."""
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "x"}]
    hub = [{"id": "c", "participants": "a:1; b:1; x:1", "quality": 0.9, "status": "open"}]
    g = 0.3
    laplacian = np.array([[2 * g, -g, -g], [-g, 2 * g, -g], [-g, -g, 2 * g]])
    s = np.array([1.0, -1.0, 0.0])
    wanted = -s @ np.linalg.inv(np.eye(3) + laplacian) @ s
    assert disagreement(Network.from_tables(people, channels=hub)) == pytest.approx(wanted)


@pytest.mark.parametrize("seed", range(60))
def test_it_never_falls_when_a_channel_opens(seed: int) -> None:
    net = random_network(seed)
    now = disagreement(net)
    for channel in net.candidates:
        then = disagreement(net.open(channel.id))
        assert (isnan(now) and isnan(then)) or then >= now - 1e-12


def test_it_is_defined_when_the_sides_are_cut_and_undefined_without_two() -> None:
    assert disagreement(mini_rupture().without("UofT")) < 0
    assert isnan(disagreement(Network.from_tables([{"id": "a", "side": "A"}])))
