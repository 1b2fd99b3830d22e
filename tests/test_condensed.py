"""Condensed layers: the same values as the whole network, and bounds that hold."""

from __future__ import annotations

import math
import pickle
import random
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from decisions import decision_network
from networks import random_network, reach_by_dijkstra

from netmodel.decide.objective import reliability_objective
from netmodel.engine.condensed import condense
from netmodel.engine.kernel import Reach
from netmodel.engine.layers import build_layers
from netmodel.engine.worlds import Worlds


@pytest.mark.parametrize("seed", range(60))
def test_the_value_of_a_set_is_the_reach_of_the_network_with_it_open(seed: int):
    net = random_network(seed, sides=2 + seed % 2)
    ids = [row.id for row in net.candidates]
    kept = condense(Reach.of(net), ids)
    rng = random.Random(seed)
    chosen = [name for name in ids if rng.random() < 0.5]
    assert kept.value(kept.mask(chosen)) == pytest.approx(reach_by_dijkstra(net.open(*chosen)), abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("seed", range(40))
def test_no_set_adds_more_than_its_bound_and_all_of_them_reach_the_ceiling(seed: int):
    net = decision_network(seed, channels=7)
    kept = condense(Reach.of(net), [row.id for row in net.candidates])
    if math.isnan(kept.value(0)):
        return
    rng = random.Random(seed)
    chosen = [name for name in kept.channels if rng.random() < 0.3]
    free = [name for name in kept.channels if name not in chosen and rng.random() < 0.8]
    base, mask = kept.value(kept.mask(chosen)), kept.mask(chosen)
    ceiling, ways = kept.bound(mask, kept.mask(free))
    assert len(ways) == 3
    assert ceiling == pytest.approx(kept.value(kept.mask([*chosen, *free])), abs=1e-12)
    alone = kept.gains(mask, kept.mask(free))
    for size in range(1, len(free) + 1):
        for some in combinations(free, size):
            value = kept.value(kept.mask([*chosen, *some]))
            for start, gains in ways:
                assert value <= base + start + sum(gains[name] for name in some) + 1e-12
            if size == 1:
                assert value - base == pytest.approx(alone[some[0]], abs=1e-12)


def test_channels_that_may_fail_give_the_mean_over_every_combination():
    net = decision_network(3, channels=6)
    success = {row.id: 0.1 + 0.15 * number for number, row in enumerate(net.candidates)}
    reach = Reach.of(net)
    sure, doubtful = condense(reach, list(success)), condense(reach, list(success), success=success)
    chosen = sorted(success)[:5]
    mean = 0.0
    for number in range(1 << len(chosen)):
        opens = [name for bit, name in enumerate(chosen) if number >> bit & 1]
        chance = math.prod(success[name] if name in opens else 1 - success[name] for name in chosen)
        mean += chance * sure.value(sure.mask(opens))
    assert doubtful.value(doubtful.mask(chosen)) == pytest.approx(mean, abs=1e-12)


def test_drawn_worlds_of_opening_give_the_mean_over_these_worlds():
    net = decision_network(3, channels=6)
    ids = sorted(row.id for row in net.candidates)
    up = np.random.default_rng(1).random((50, len(ids))) < 0.6
    reach = Reach.of(net)
    sure = condense(reach, ids)
    drawn = condense(reach, ids, success=dict.fromkeys(ids, 0.6), worlds=up)
    chosen = ids[:4]
    values = [sure.value(sure.mask([n for n in chosen if world[ids.index(n)]])) for world in up]
    assert drawn.value(drawn.mask(chosen)) == pytest.approx(float(np.mean(values)), abs=1e-12)
    ceiling, ways = drawn.bound(drawn.mask(chosen), drawn.mask(ids[4:]))
    assert ceiling >= drawn.value(drawn.mask(ids)) - 1e-12
    for start, gains in ways:
        assert start + sum(gains.values()) >= drawn.value(drawn.mask(ids)) - drawn.value(drawn.mask(chosen)) - 1e-12


@pytest.mark.parametrize("seed", range(40))
def test_reliability_of_a_set_is_that_of_the_network_with_it_open_in_the_same_worlds(seed: int):
    net = random_network(seed, sides=2 + seed % 2)
    ids = [row.id for row in net.candidates]
    worlds = Worlds.of(net, seed=3, worlds=500, channels=ids)
    if not worlds.weight:
        return
    worth = reliability_objective(net, seed=3)
    rng = random.Random(seed)
    chosen = frozenset(name for name in ids if rng.random() < 0.5)
    opened = tuple(layer for layer in build_layers(net.open(*chosen)) if layer.weight)
    expected = replace(worlds, layers=opened).reliability().value
    assert worth.value(chosen) == pytest.approx(expected, abs=1e-12)


def test_it_travels_to_another_process_without_what_it_remembers():
    net = decision_network(5, channels=5)
    kept = condense(Reach.of(net), [row.id for row in net.candidates])
    value = kept.value(kept.mask(kept.channels))
    assert pickle.loads(pickle.dumps(kept)).value(kept.mask(kept.channels)) == value


def test_names_that_no_layer_knows_weigh_nothing():
    kept = condense(Reach.of(decision_network(5, channels=3)), ["k00"])
    assert kept.mask(["elsewhere"]) == 0
    assert kept.mask(frozenset({"k00"})) == 1


@pytest.mark.parametrize("seed", range(20))
def test_gains_are_the_same_to_the_last_bit_whoever_else_is_asked_for(seed: int):
    """Decisions ask for a few channels at a time: equals must not be told apart by rounding."""
    net = decision_network(seed, channels=9)
    ids, reach = [row.id for row in net.candidates], Reach.of(net)
    whole, parts = condense(reach, ids), condense(reach, ids)
    if math.isnan(whole.value(0)):
        return
    rng = random.Random(seed)
    chosen = whole.mask([name for name in ids if rng.random() < 0.3])
    free = [name for name in ids if not chosen & whole.mask([name])]
    together, alone = whole.gains(chosen, whole.mask(free)), {}
    for name in rng.sample(free, len(free)):
        alone |= parts.gains(chosen, parts.mask([name]))
    assert alone == together


@pytest.mark.parametrize("seed", range(20))
def test_an_amount_with_one_more_open_has_the_bits_of_the_state_with_it_open(seed: int):
    net = decision_network(seed, channels=6)
    for part in condense(Reach.of(net), [row.id for row in net.candidates]).parts:
        for channel in range(len(part.names)):
            opened = part.open(part.start, channel)
            assert part.amount_opened(part.start, channel) == part.amount(opened)
