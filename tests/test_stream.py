"""Streamed scoring against the state in memory, whoever computes the blocks."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from math import isnan

import numpy as np
import pytest
from networks import random_network

from netmodel import Network
from netmodel.engine import fast
from netmodel.engine.kernel import Reach
from netmodel.engine.layers import Layer, build_layers
from netmodel.engine.stream import Streamed, stream_gains
from netmodel.errors import UsageError


def close(one: float, other: float) -> bool:
    return (isnan(one) and isnan(other)) or one == pytest.approx(other, abs=1e-12)


def check_against_memory(seed: int, *, sides: int = 2) -> None:
    net = random_network(seed, sides=sides)
    names = [*(channel.id for channel in net.channels), "no such channel"]
    layers = build_layers(net)
    state = Reach.of_layers(layers)
    for rows in (1, 3, 256):
        found = stream_gains(layers, names, rows=rows)
        np.testing.assert_allclose(found.gains, state.gains(names), atol=1e-12 * max(1, *state.weights, 1))
        np.testing.assert_allclose(found.total_gains, state.total_gains(names), atol=1e-12)
        np.testing.assert_allclose(found.by_layer, state.by_layer, rtol=1e-12, atol=1e-12)
        assert close(found.value, state.value) and close(found.connectedness, state.connectedness)
        assert found.weights.tolist() == state.weights.tolist()
        assert found.complete and found.engine == "numpy"


@pytest.mark.parametrize("seed", range(240))
def test_streaming_equals_the_state_in_memory(seed: int) -> None:
    check_against_memory(seed)


@pytest.mark.parametrize("seed", range(1000, 1080))
def test_streaming_equals_the_state_in_memory_with_three_sides(seed: int) -> None:
    check_against_memory(seed, sides=3)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(5_000, 8_000))
def test_streaming_equals_the_state_in_memory_at_full_volume(seed: int) -> None:
    check_against_memory(seed, sides=2 + seed % 3)


@pytest.mark.parametrize("seed", range(40))
def test_machine_code_streams_the_same_numbers(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    net = random_network(seed, sides=2 + seed % 2)
    layers, names = build_layers(net), [channel.id for channel in net.candidates]
    plain = stream_gains(layers, names, rows=3)
    monkeypatch.setattr(fast, "LARGE", 0)
    quick = stream_gains(layers, names, rows=3)
    assert plain.total_gains.round(12).tolist() == quick.total_gains.round(12).tolist()
    assert close(plain.value, quick.value)


def test_after_a_full_rupture_no_row_is_streamed() -> None:
    """0.5 * (2 * 1 + 1 * 0.8) * (3 * 0.5): a1 weighs 2 and is in the channel, a2 weighs 1 and reaches a1 with 0.8."""
    people = [{"id": "a1", "side": "A", "influence": 2}, {"id": "a2", "side": "A", "influence": 1}]
    people.append({"id": "b1", "side": "B", "influence": 3})
    seminar = [{"id": "seminar", "participants": "a1:1; b1:0.5", "quality": 0.5}]
    net = Network.from_tables(people, [{"source": "a1", "target": "a2", "strength": 0.8}], channels=seminar)
    found = stream_gains(build_layers(net), ["seminar"])
    assert found.blocks == 0 and found.complete
    assert found.gains[0, 0] == pytest.approx(0.5 * 2.8 * 1.5, abs=1e-15)
    assert found.value == found.connectedness == 0


def test_only_those_who_share_a_component_with_a_counterpart_are_streamed() -> None:
    people = [{"id": f"{side}{k}", "side": side} for side in "AB" for k in range(3)]
    seminar = [{"id": "seminar", "participants": "A1:0.9; A2:0.4; B0:0.7", "quality": 0.5}]
    net = Network.from_tables(people, [{"source": "A0", "target": "B0", "strength": 0.5}], channels=seminar)
    found = stream_gains(build_layers(net), ["seminar"], rows=1)
    assert found.blocks == 1
    assert found.gains == pytest.approx(Reach.of(net).gains(["seminar"]), abs=1e-15)


@pytest.fixture(scope="module")
def study() -> tuple[tuple[Layer, ...], list[str]]:
    """Sixty stakeholders, directed and undirected ties, three channels."""
    rng = np.random.default_rng(3)
    people = [{"id": f"n{k:02}", "side": "AB"[k % 2], "permeability": 0.5 + k % 5 / 10} for k in range(60)]
    ties = [
        {"id": f"t{k}", "source": f"n{a:02}", "target": f"n{b:02}", "directed": "yes" if k % 3 else "no"}
        | {"strength": round(float(rng.uniform(0.1, 1)), 3)}
        for k, (a, b) in enumerate(rng.integers(0, 60, (150, 2)))
        if a != b
    ]
    hubs = [{"id": f"c{k}", "participants": f"n{k:02}:0.9; n{3 * k + 1:02}:0.6", "quality": 0.8} for k in range(3)]
    return build_layers(Network.from_tables(people, ties, channels=hubs)), ["c0", "c1", "c2"]


def as_bytes(found: Streamed) -> bytes:
    return b"".join(part.tobytes() for part in (found.gains, found.by_layer, found.joined, found.weights))


def spawned() -> Executor:
    return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn"))


@pytest.mark.parametrize(
    "start",
    [
        lambda: ThreadPoolExecutor(1),
        lambda: ThreadPoolExecutor(2),
        lambda: ThreadPoolExecutor(4),
        pytest.param(spawned, id="processes"),
    ],
)
@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_the_bytes_are_the_same_whoever_computes_the_blocks(
    study: tuple[tuple[Layer, ...], list[str]],
    start: Callable[[], Executor],
    engine: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    layers, names = study
    monkeypatch.setattr(fast, "LARGE", 0 if engine == "compiled" else 10**9)
    alone = stream_gains(layers, names, rows=4)
    assert alone.blocks == 16
    with start() as executor:
        shared = stream_gains(layers, names, rows=4, seconds=0, executor=executor)
    assert as_bytes(shared) == as_bytes(alone)


def test_a_part_can_be_measured(study: tuple[tuple[Layer, ...], list[str]]) -> None:
    layers, names = study
    part = stream_gains(layers, names, rows=4, most_blocks=2)
    assert part.blocks == 4 and not part.complete
    assert 0 < part.value < stream_gains(layers, names).value


def test_without_a_conversation_nothing_is_found() -> None:
    found = stream_gains((), ["c"])
    assert found.gains.shape == (1, 0) and isnan(found.value) and isnan(found.connectedness)
    assert found.total_gains.tolist() == [0.0]


def test_a_block_has_a_row() -> None:
    with pytest.raises(UsageError, match="1 row or more, not 0"):
        stream_gains((), [], rows=0)
