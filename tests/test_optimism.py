"""What free channels can add at most, against plain loops over worlds, channels and conversations."""

from __future__ import annotations

import numpy as np
import pytest

from netmodel.engine.optimism import LEVELS, all_open, levels, outer, positive


def random_best(seed: int, names: int, *, drawn: bool) -> np.ndarray:
    """Ways between channels, three rows and four columns, in two worlds; a third of them are none."""
    rng = np.random.default_rng(seed)
    best = rng.random((2, names + 3, names + 4)) * (rng.random((2, names + 3, names + 4)) < 0.67)
    return best > 0.5 if drawn else best


def closed(best: np.ndarray, free: list[int]) -> np.ndarray:
    """Every way when the free channels may be passed through, one number at a time."""
    best = best.astype(float)
    for k in free:
        for world in range(len(best)):
            into, out = best[world, :, k].copy(), best[world, k].copy()
            for row in range(best.shape[1]):
                for col in range(best.shape[2]):
                    best[world, row, col] = max(best[world, row, col], into[row] * out[col])
    return best


@pytest.mark.parametrize("drawn", [False, True])
@pytest.mark.parametrize("names", [1, 5, 90])
def test_ways_with_all_free_channels_open_are_those_of_a_closure(names: int, drawn: bool) -> None:
    best = random_best(names, names, drawn=drawn)
    before, free = best.copy(), list(range(0, names, 2))
    into, out = all_open(best, names, free)
    expected = closed(best[:1], free)
    assert into[:1] == pytest.approx(expected[:, names:, free].transpose(0, 2, 1), abs=1e-12)
    assert out[:1] == pytest.approx(expected[:, free, names:], abs=1e-12)
    assert into.dtype == out.dtype == best.dtype
    assert np.array_equal(best, before)


@pytest.mark.parametrize("drawn", [False, True])
@pytest.mark.parametrize("channels", [1, 2, 3, 7])
def test_levels_are_the_largest_and_what_each_channel_does_beyond_them(channels: int, drawn: bool) -> None:
    rng = np.random.default_rng(channels)
    excess = rng.integers(0, 4, (3, channels, 6)) / 4  # ties are frequent
    excess = excess > 0.5 if drawn else excess
    weights, worlds = rng.random(6), np.array([0.5, 0.3, 0.2])
    chances = rng.random((3, channels)) * worlds[:, None]
    most, sums = levels(excess, weights, chances, worlds)
    assert sums.shape == (LEVELS + 1, channels + 1)
    ordered = -np.sort(-excess.astype(float), axis=1)
    assert most == pytest.approx(sum(worlds[k] * ordered[k, 0] @ weights for k in range(3)))
    for level in range(LEVELS + 1):
        top = ordered[:, level] if 0 < level < channels else np.zeros((3, 6))
        assert sums[level, 0] == pytest.approx(sum(worlds[k] * top[k] @ weights for k in range(3)))
        for channel in range(channels):
            beyond = np.maximum(excess[:, channel] - top, 0.0)
            more = sum(chances[k, channel] * beyond[k] @ weights for k in range(3))
            assert sums[level, 1 + channel] == pytest.approx(more)


def test_products_and_differences_have_the_bits_of_numpy_and_go_where_they_are_told() -> None:
    rng = np.random.default_rng(0)
    into, out = rng.random((2, 5)), rng.random((2, 4))
    kept = np.empty((2, 5, 4))
    ways = outer(into, out, buffer=kept)
    assert ways is kept
    assert np.array_equal(ways, into[:, :, None] * out[:, None])
    now = rng.random((2, 5, 4))
    expected = np.maximum(ways - now, 0.0)
    assert np.array_equal(positive(ways, now, buffer=kept), expected)
    assert np.array_equal(
        positive(np.array([True, True, False]), np.array([False, True, False])), [True, False, False]
    )
    assert outer(np.array([True, False]), np.array([True])).tolist() == [[True], [False]]
