"""The kernel against its definition: plain NetworkX Dijkstra on the graph with hubs."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest
from networks import mini_rupture, random_network, reach_by_dijkstra

from netmodel import Network
from netmodel.engine import kernel
from netmodel.engine.kernel import Reach
from netmodel.engine.layers import build_layers


def same(one: float, other: float) -> bool:
    return (isnan(one) and isnan(other)) or one == pytest.approx(other, abs=1e-9)


def check_against_dijkstra(seed: int, sides: int = 2) -> None:
    net = random_network(seed, sides=sides)
    state = Reach.of(net)
    assert same(state.value, reach_by_dijkstra(net))
    names = [channel.id for channel in net.candidates]
    gains = state.total_gains(names)
    for name, gain in zip(names, gains, strict=True):
        opened = net.open(name)
        wanted = reach_by_dijkstra(opened)
        assert same(state.open(name).value, wanted)
        assert same(Reach.of(opened).value, wanted)
        assert isnan(wanted) or same(state.value + gain, wanted)
    forward, backward = state, state
    for name in names:
        forward = forward.open(name)
    for name in reversed(names):
        backward = backward.open(name)
    assert same(forward.value, backward.value)
    assert same(forward.value, reach_by_dijkstra(net.open(*names)))


@pytest.mark.parametrize("seed", range(240))
def test_kernel_equals_dijkstra_on_the_hub_graph(seed: int) -> None:
    check_against_dijkstra(seed)


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_kernel_equals_dijkstra_with_three_sides(seed: int) -> None:
    check_against_dijkstra(seed, sides=3)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(5_000, 10_000))
def test_kernel_equals_dijkstra_at_full_volume(seed: int) -> None:
    check_against_dijkstra(seed, sides=2 + seed % 2)


@pytest.mark.parametrize("seed", range(30))
def test_search_and_closure_give_the_same_routes(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    net = random_network(seed)
    dense = Reach.of(net)
    monkeypatch.setattr(kernel, "DENSE", 0)
    sparse = Reach.of(net)
    for one, other in zip(dense.matrices, sparse.matrices, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)


@pytest.mark.parametrize("seed", range(30))
def test_tiles_change_nothing(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    net = random_network(seed)
    names = [channel.id for channel in net.candidates]
    whole = Reach.of(net).total_gains(names)
    monkeypatch.setattr(kernel, "TILE", 3)
    np.testing.assert_allclose(Reach.of(net).total_gains(names), whole, atol=1e-15)


@pytest.mark.parametrize("seed", range(60))
def test_opening_never_lowers_reach_and_gains_are_never_negative(seed: int) -> None:
    state = Reach.of(random_network(seed))
    names = sorted({name for frame in state.frames for name in frame.layer.hubs})
    assert (state.gains(names) >= 0).all()
    for name in names:
        assert isnan(state.value) or state.open(name).value >= state.value


@pytest.mark.parametrize("seed", range(60))
def test_opening_what_is_open_changes_nothing(seed: int) -> None:
    net = random_network(seed)
    state, names = Reach.of(net), [channel.id for channel in net.open_channels]
    assert not state.gains(names).any()
    for name in names:
        assert isnan(state.value) or state.open(name).value == state.value


@pytest.mark.parametrize("seed", range(60))
def test_who_cannot_gain_is_passed_over_and_nobody_else(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sum over all cells, without passing anybody over; `open` does not pass anybody over either."""
    net = random_network(seed, sides=2 + seed % 2)
    names = [channel.id for channel in net.candidates]
    state = Reach.of(net)
    monkeypatch.setattr(kernel, "TILE", 1)
    gains = state.gains(names)
    for row, name in enumerate(names):
        added = state.open(name).by_layer - state.by_layer
        np.testing.assert_allclose(gains[row], np.where(state.weights > 0, added, 0.0), atol=1e-12 * 1000)


@pytest.mark.parametrize("seed", range(25))
def test_full_rupture_has_a_closed_form(seed: int) -> None:
    """q * (sum of w alpha on A) * (sum of w alpha on B) / (W_A W_B), on networks without cross-side routes."""
    rng = np.random.default_rng(seed)
    people = [
        {"id": f"{side}{k}", "side": side, "influence": int(rng.integers(1, 6))} for side in "AB" for k in range(6)
    ]
    ties = [
        {"source": f"{side}{u}", "target": f"{side}{v}", "strength": round(float(rng.uniform(0.1, 1)), 3)}
        for side in "AB"
        for u in range(6)
        for v in range(u)
        if rng.random() < 0.4
    ]
    hub = [{"id": "c", "quality": 0.7, "participants": "A0:0.9; A3:0.4; B1:0.8; B2:0.5"}]
    net = Network.from_tables(people, ties, channels=hub)
    state = Reach.of(net)
    assert state.value == 0
    frame, P = next(state.parts())
    alpha = kernel.ways_in(frame, P, frame.layer.hubs["c"])
    alpha_out = kernel.ways_out(frame, P, frame.layer.hubs["c"])
    block = frame.blocks[0]
    ours = float(block.row_weights @ alpha[block.rows])
    theirs = float(block.col_weights @ alpha_out[block.cols])
    closed = 0.7 * ours * theirs / (block.row_weights.sum() * block.col_weights.sum())
    assert state.total_gains(["c"])[0] == pytest.approx(closed, abs=1e-12)
    assert closed == pytest.approx(reach_by_dijkstra(net.open("c")), abs=1e-12)


def test_a_red_line_weighs_nothing_but_keeps_its_own_mean() -> None:
    people = [{"id": "a", "side": "A", "issues": "x; y"}, {"id": "b", "side": "B", "issues": "x; y"}]
    ties = [{"source": "a", "target": "b", "strength": 0.5, "issues": "y"}]
    issues = [{"issue": "x", "red_line": "no"}, {"issue": "y", "red_line": "yes"}]
    state = Reach.of(Network.from_tables(people, ties, issues=issues))
    assert state.value == 0
    assert state.means.tolist() == [0.0, 0.5]


@pytest.mark.parametrize(
    "people",
    [
        [],
        [{"id": "a"}],
        [{"id": "a", "side": "A"}],
        [{"id": "a", "side": "A"}, {"id": "c", "side": "A"}],
        [{"id": "x"}, {"id": "y", "side": "third"}],
        [{"id": "a", "side": "A", "influence": 0}, {"id": "b", "side": "B", "influence": 0}],
    ],
)
def test_without_a_conversation_reach_is_undefined_and_gains_are_zero(people: list[dict[str, object]]) -> None:
    channels = [{"id": "c", "participants": "; ".join(str(row["id"]) for row in people)}]
    state = Reach.of(Network.from_tables(people, channels=channels))
    assert isnan(state.value) and isnan(state.connectedness)
    assert state.total_gains(["c"]).tolist() == [0.0]


def test_perm_zero_cannot_be_reached_even_by_a_direct_tie() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B", "permeability": 0}]
    net = Network.from_tables(people, [{"source": "a", "target": "b", "strength": 1}])
    layer = build_layers(net)[0]
    ends = np.arange(2)
    assert kernel.best_routes(layer, ends, ends).tolist() == [[1, 0], [1, 1]]


def test_mini_rupture_restored_is_the_earlier_network_bit_for_bit() -> None:
    net = mini_rupture()
    assert net.before is not None
    restored = net.open(*(channel.id for channel in net.candidates))
    assert Reach.of(restored).value == Reach.of(net.before).value
