"""Passages between any two: bounds hold, gains equal a network with the tie added, and the best are proven."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from networks import random_network

from netmodel import Network, rank_channels
from netmodel.engine import pairs
from netmodel.engine.kernel import Reach
from netmodel.engine.pairs import Passages
from netmodel.errors import LimitError, UsageError

Rows = list[dict[str, Any]]
TEMPLATE = Network.from_tables([{"id": "x"}, {"id": "y"}], [{"source": "x", "target": "y"}]).ties[0]


def with_tie(net: Network, one: str, other: str, strength: float) -> Network:
    tie = replace(TEMPLATE, id="new", source=one, target=other, strength=strength)
    return replace(net, ties=(*net.ties, tie))


def by_hand(net: Network, strength: float) -> list[float]:
    """What every pair adds, by rebuilding the network with a tie between the two."""
    now = Reach.of(net).value
    pairs_of_all = combinations(net.stakeholder, 2)
    return [Reach.of(with_tie(net, one, other, strength)).value - now for one, other in pairs_of_all]


def everybody(net: Network) -> pairs.Flags:
    return np.ones((len(net.stakeholder),) * 2, dtype=bool)


def check_against_networks(seed: int) -> None:
    net = random_network(seed, sides=2 + seed % 3)
    strength = (0.3, 0.5, 1.0)[seed % 3]
    passages = Passages.of(net, strength=strength)
    if not passages.weight:
        assert passages.best(everybody(net)) == ()
        return
    places = np.array(list(combinations(range(len(net.stakeholder)), 2)))
    names = list(net.stakeholder)
    found, tight = passages.gains(places), passages.tightened(places)
    coarse = passages.bounds[places[:, 0], places[:, 1]]
    assert (found <= tight).all() and (tight <= coarse + 1e-9).all()
    assert found == pytest.approx(by_hand(net, strength), abs=1e-9)
    ranked = sorted((-float(gain), names[u], names[v]) for gain, (u, v) in zip(found.round(12), places, strict=True))
    for count in (1, 4, len(ranked)):
        best = passages.best(everybody(net), count=count)
        assert [(-pair.gain, pair.one, pair.other) for pair in best] == [row for row in ranked[:count] if row[0] < 0]


@pytest.mark.parametrize("seed", range(30))
def test_every_pair_equals_the_network_with_a_tie_added(seed: int) -> None:
    check_against_networks(seed)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(30, 400))
def test_every_pair_equals_the_network_with_a_tie_added_at_length(seed: int) -> None:
    check_against_networks(seed)


@pytest.mark.parametrize("seed", range(20))
def test_a_pair_with_uptakes_is_a_channel_of_two(seed: int) -> None:
    net = random_network(seed)
    one, other = list(net.stakeholder)[:2]
    rows: Rows = [{"id": "two", "quality": 0.6, "participants": f"{one}:0.7; {other}:0.4"}]
    channel = Network.from_tables([{"id": one}, {"id": other}], channels=rows).channels[0]
    ranked = rank_channels(replace(net, channels=(*net.channels, channel))).channels
    gain = next(row.gain for row in ranked if row.id == "two")
    passages = Passages.of(net, strength=0.6, uptake={one: 0.7, other: 0.4})
    assert passages.gains(np.array([[0, 1]]))[0] == pytest.approx(gain, abs=1e-12)


def ladder(n: int) -> Network:
    """Two sides of n people in rows, joined at one end."""
    people: Rows = [{"id": f"{side}{k:02}", "side": side, "influence": 1} for side in "AB" for k in range(n)]
    rows: Rows = [
        {"source": f"{side}{k:02}", "target": f"{side}{k + 1:02}", "strength": 0.5 + k % 7 / 20}
        for side in "AB"
        for k in range(n - 1)
    ]
    return Network.from_tables(people, [*rows, {"source": "A00", "target": "B00", "strength": 0.9}])


def test_few_pairs_are_looked_at_and_the_best_are_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    net = ladder(60)
    passages = Passages.of(net, strength=0.5)
    places = np.array(list(combinations(range(120), 2)))
    gains = np.sort(passages.gains(places).round(12))[::-1]
    looked_at = []
    compute = Passages.gains

    def counting(self: Passages, some: Any) -> Any:
        looked_at.append(len(some))
        return compute(self, some)

    monkeypatch.setattr(Passages, "gains", counting)
    best = passages.best(everybody(net), count=5)
    assert [pair.gain for pair in best] == gains[:5].tolist()
    assert sum(looked_at) < len(places) / 5


def test_only_allowed_pairs_and_issues_count() -> None:
    people: Rows = [
        {"id": "a", "side": "A", "issues": "arctic; trade", "influence": 1},
        {"id": "b", "side": "B", "issues": "arctic; trade", "influence": 1},
        {"id": "c", "side": "B", "issues": "trade", "influence": 1},
    ]
    net = Network.from_tables(people)
    both, arctic = Passages.of(net), Passages.of(net, issues=["arctic"])
    mask = np.zeros((3, 3), dtype=bool)
    mask[1, 0] = True  # one triangle is enough
    assert [(pair.one, pair.other) for pair in both.best(mask)] == [("a", "b")]
    assert both.best(mask)[0].gain == pytest.approx(2 * 0.5 / 3)
    assert arctic.best(mask)[0].gain == pytest.approx(0.5 / 3)
    assert both.best(everybody(net), count=0) == ()
    assert [pair.other for pair in arctic.best(everybody(net))] == ["b"]


@pytest.mark.parametrize("wrong", [{"strength": 0.0}, {"strength": 50.0}, {"uptake": 1.5}, {"uptake": {"a": -1.0}}])
def test_shares_are_checked(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Passages.of(Network.from_tables([{"id": "a"}]), **wrong)


def test_too_many_stakeholders_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "MOST", 10)
    with pytest.raises(LimitError, match="16 best routes"):
        Passages.of(ladder(2))
