"""Drawn versions against networks rebuilt with the same values, and the laws of the distributions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from networks import random_network, reach_by_dijkstra

from netmodel import Network
from netmodel.engine import draws, kernel
from netmodel.engine.draws import Ensemble, Order, Version, draw_amounts, draw_shares
from netmodel.engine.kernel import Reach, arcs_of
from netmodel.engine.layers import build_layers


def rebuilt(net: Network, ensemble: Ensemble, version: Version, delta: float = 1.0) -> Network:
    """The network that says what a version says."""
    strength = dict(zip(ensemble.ties, version.strength.tolist(), strict=True))
    gone = frozenset(name for name, value in strength.items() if value == 0)
    ties = tuple(replace(tie, strength=delta * strength.get(tie.id, tie.strength)) for tie in net.ties)
    uptakes = iter(zip(version.into.tolist(), version.out.tolist(), strict=True))
    changed = {}
    for name, quality, cost in zip(ensemble.channels, version.quality, version.cost, strict=True):
        row = net.channel[name]
        people = []
        for person in row.participants:
            into, out = next(uptakes)
            people.append(replace(person, uptake=into, uptake_out=out))
        changed[name] = replace(row, participants=tuple(people), quality=delta * float(quality), cost=float(cost))
    channels = tuple(changed.get(row.id, row) for row in net.channels)
    return replace(net, ties=ties, channels=channels, removed=net.removed | gone)


def with_confidence(net: Network, seed: int) -> Network:
    """The same network with a confidence in every row, and with chances of success."""
    rng = np.random.default_rng(seed)

    def some() -> str:
        return str(rng.choice(["high", "medium", "low", "", "0.5", "1"]))

    ties = tuple(replace(row, confidence=some()) for row in net.ties)
    channels = tuple(replace(row, confidence=some(), success=float(rng.choice([1, 0.7]))) for row in net.channels)
    return replace(net, ties=ties, channels=channels)


def check_versions(seed: int, sides: int = 2) -> None:
    net = with_confidence(random_network(seed, sides=sides), seed)
    ensemble = Ensemble.of(net)
    if not ensemble.weight:
        return
    for number, delta in ((0, 1.0), (1, 1.0), (2, 0.8)):
        version = ensemble.draw(seed, number)
        same = rebuilt(net, ensemble, version, delta)
        state = Reach.of(same)
        condensed = ensemble.condensed(version, delta=delta)
        assert condensed.value(0) == pytest.approx(reach_by_dijkstra(same), abs=1e-9)
        assert condensed.value(0) == pytest.approx(state.value, abs=1e-12)
        ids = condensed.channels
        gains = condensed.gains(0, (1 << len(ids)) - 1)
        assert list(gains.values()) == pytest.approx(state.total_gains(ids).tolist(), abs=1e-12)
        everything = condensed.value((1 << len(ids)) - 1)
        assert everything == pytest.approx(Reach.of(same.open(*ids)).value, abs=1e-12)
        halved = zip(ensemble.layers(version), (row for row in build_layers(same) if row.weight), strict=True)
        assert all(truly.symmetric for layer, truly in halved if layer.symmetric)


@pytest.mark.parametrize("seed", range(25))
def test_a_version_is_the_network_rebuilt_with_its_values(seed):
    check_versions(seed, sides=2 + seed % 2)


@pytest.mark.parametrize("seed", range(12))
def test_a_version_is_the_same_when_routes_are_found_by_elimination(seed, monkeypatch):
    monkeypatch.setattr(draws, "DENSE", 0)
    check_versions(seed, sides=2 + seed % 2)


@pytest.mark.laws
def test_versions_of_many_networks(monkeypatch):
    for seed in range(100, 500):
        monkeypatch.setattr(draws, "DENSE", 128 * (seed % 2))
        check_versions(seed, sides=2 + seed % 2)


def test_elimination_finds_what_floyd_finds():
    """On a ring of 40 with chords, where eliminated nodes leave passages to many."""
    people = [{"id": f"n{k:02}", "side": "AB"[k % 2]} for k in range(40)]
    pairs = [(k, (k + 1) % 40) for k in range(40)] + [(k, (7 * k + 3) % 40) for k in range(0, 40, 3)]
    ties = [
        {"id": f"t{k:02}", "source": f"n{one:02}", "target": f"n{other:02}", "strength": 0.5 + k % 7 / 20}
        for k, (one, other) in enumerate(pairs)
        if one != other
    ]
    (layer,) = build_layers(Network.from_tables(people, ties))
    order = Order.of(layer)
    assert order.mirrored
    assert order.close(layer) == pytest.approx(kernel._close(*arcs_of(layer)), abs=1e-12)


def test_the_version_as_given_is_the_network():
    net = random_network(3)
    ensemble = Ensemble.of(net)
    assert ensemble.condensed(ensemble.given).value(0) == pytest.approx(Reach.of(net).value, abs=1e-12)


def test_a_layer_amounts_to_what_reach_says():
    net = random_network(3)
    ensemble = Ensemble.of(net)
    amounts = [ensemble.amount(number, ensemble.given) for number in range(len(ensemble.plans))]
    assert sum(amounts) / ensemble.weight == pytest.approx(Reach.of(net).value, abs=1e-12)


@pytest.mark.parametrize("mean", [0.02, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("width", [0.05, 0.1, 0.2, 0.4])
def test_shares_have_the_given_mean_and_width(mean, width):
    drawn = draw_shares(np.random.default_rng(1), np.full(40_000, mean), np.full(40_000, width))
    deviation = 2 * width * np.sqrt(mean * (1 - mean))
    assert drawn.min() >= 0
    assert drawn.max() <= 1
    assert abs(drawn.mean() - mean) < 4 * deviation / 200
    assert drawn.std() == pytest.approx(deviation, rel=0.1)


@pytest.mark.parametrize("width", [0.1, 0.4, 1.0])
def test_costs_have_the_given_mean_and_spread(width):
    drawn = draw_amounts(np.random.default_rng(1), np.full(40_000, 300.0), np.full(40_000, width))
    assert drawn.min() >= 0
    assert abs(drawn.mean() - 300) < 4 * 300 * width / 200
    assert drawn.std() == pytest.approx(300 * width, rel=0.1)


def test_nothing_and_everything_stay_put():
    given = np.array([0.0, 1.0, 0.4])
    assert draw_shares(np.random.default_rng(0), given, np.array([0.2, 0.2, 0.0])).tolist() == [0.0, 1.0, 0.4]
    assert draw_amounts(np.random.default_rng(0), np.array([0.0, 7.0]), np.array([0.4, 0.0])).tolist() == [0.0, 7.0]


def sure(word: str, *, success: float = 1.0) -> Network:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    ties = [{"id": "ab", "source": "a", "target": "b", "strength": 0.4, "confidence": word}]
    talks = {"id": "talks", "participants": "a:0.9; b:0.8", "quality": 0.6, "cost": 5, "success": success}
    return Network.from_tables(people, ties, channels=[talks | {"confidence": word}])


def test_full_confidence_leaves_everything_as_it_is():
    ensemble = Ensemble.of(sure("1"))
    for number in range(5):
        drawn = ensemble.draw(0, number)
        for name in Version.__dataclass_fields__:
            assert getattr(drawn, name).tolist() == getattr(ensemble.given, name).tolist()


def test_a_tie_is_there_as_often_as_its_confidence_says():
    """.6 of 2,000 versions within four standard errors (.011 each); its strength is .4 on average where it is."""
    ensemble = Ensemble.of(sure("low"))
    strengths = np.array([ensemble.draw(4, number).strength[0] for number in range(2000)])
    assert abs((strengths > 0).mean() - 0.6) < 4 * 0.011
    assert abs(strengths[strengths > 0].mean() - 0.4) < 4 * 0.2 / np.sqrt(1200)


def test_a_channel_opens_as_often_as_its_success_says():
    ensemble = Ensemble.of(sure("high", success=0.7))
    opens = np.array([ensemble.draw(4, number).quality[0] > 0 for number in range(2000)])
    assert abs(opens.mean() - 0.7) < 4 * 0.0103


def test_equal_uptakes_stay_equal_and_others_are_drawn_apart():
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    members = [
        {"channel": "talks", "stakeholder": "a", "uptake": 0.5},
        {"channel": "talks", "stakeholder": "b", "uptake": 0.5, "uptake_out": 0.6},
    ]
    ensemble = Ensemble.of(Network.from_tables(people, channels=[{"id": "talks"}], participants=members))
    drawn = ensemble.draw(0, 0)
    assert drawn.into[0] == drawn.out[0] != 0.5
    assert drawn.into[1] != drawn.out[1] != 0.6


def test_a_version_depends_on_its_two_numbers_alone():
    ensemble = Ensemble.of(random_network(5))
    again = Ensemble.of(random_network(5))
    for number in (7, 2, 7):
        assert again.draw(1, number).strength.tolist() == ensemble.draw(1, number).strength.tolist()
    assert ensemble.draw(1, 2).cost.tolist() != ensemble.draw(2, 1).cost.tolist()


def test_costs_are_those_of_the_candidates():
    net = sure("1")
    assert Ensemble.of(net).costs(Ensemble.of(net).given) == {"talks": 5.0}
    opened = Ensemble.of(net.open("talks"))
    assert opened.costs(opened.given) == {}
