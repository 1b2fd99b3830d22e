"""Streamed scoring and the compiled loops: memory, time, and agreement with the state in memory.

Run with ``make bench``. Memory is the peak of a process of its own that holds nothing else.
"""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np
from scoring import median_seconds, study

from netmodel.engine import fast
from netmodel.engine.kernel import Reach
from netmodel.engine.layers import Hub, Layer, SidePair, build_layers
from netmodel.engine.stream import stream_gains

GIB = 1 << 30


def large_layer(n: int, channels: int, *, across: bool, degree: float = 4, seed: int = 0) -> Layer:
    """Two sides of n/2 with `degree` ties each, some of them `across`; channels of four."""
    rng = np.random.default_rng(seed)
    one, other = rng.integers(0, n, (2, round(n * degree / 2)))
    if not across:
        other += (one - other) % 2
        other %= n
    strengths = rng.uniform(0.1, 0.9, len(one)).round(3)
    ours, theirs = np.arange(0, n, 2), np.arange(1, n, 2)
    hubs = {}
    for k in range(channels):
        uptake = rng.uniform(0.3, 1, 4).round(2)
        members = np.concatenate([rng.choice(ours, 2), rng.choice(theirs, 2)])
        hubs[f"c{k:04}"] = Hub(members, uptake, uptake, uptake, round(float(rng.uniform(0.3, 0.9)), 2))
    weights = rng.integers(1, 6, n).astype(float)
    return Layer(
        issue=None,
        nodes=tuple(f"n{k:06}" for k in range(n)),
        permeability=np.ones(n),
        tails=np.concatenate([one, other]),
        heads=np.concatenate([other, one]),
        strengths=np.concatenate([strengths, strengths]),
        arc_ties=(),
        hubs=hubs,
        opened=(),
        pairs=(SidePair(ours, theirs, weights[ours], weights[theirs], 1.0),),
        symmetric=True,
    )


def one_large(across: str, n: int = 100_000, channels: int = 200) -> None:
    """In a process of its own: stream a block, or the closed form, and print time and peak memory."""
    import resource

    layer = large_layer(n, channels, across=across == "across")
    fast.is_compiled(n)  # machine code is there before the clock runs
    start = time.process_time()
    found = stream_gains([layer], list(layer.hubs), most_blocks=1)
    taken = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    what = f"{found.blocks} block of 256 rows" if found.blocks else "closed form, all of it"
    print(f"n={n} C={channels}, {what}: {taken:6.1f} s, {peak / GIB:.2f} GiB at the peak (at most 2), {found.engine}")
    assert peak <= 2 * GIB


def large() -> None:
    """Both cases at n=100,000, each in a fresh process."""
    for across in ("apart", "across"):
        command = [sys.executable, str(Path(__file__)), across]
        print(subprocess.run(command, check=True, capture_output=True, text=True).stdout, end="", flush=True)


def engines(n: int = 2000, channels: int = 200) -> None:
    """Score in memory by both engines, in one run."""
    layers = build_layers(study(n, channels))
    names, large = list(layers[0].hubs), fast.LARGE
    times, gains = [], []
    for least in (sys.maxsize, large):
        fast.LARGE = least
        times.append(median_seconds(lambda: Reach.of_layers(layers).total_gains(names)))
        gains.append(Reach.of_layers(layers).total_gains(names).round(12))
    assert np.abs(gains[0] - gains[1]).max() <= 1e-12
    ratio = f"{times[0] / times[1]:.1f} x {fast.engine_name(n)}: {times[1]:.3f} s"
    print(f"n={n} C={channels} in memory, numpy: {times[0]:.3f} s, {ratio}")


def agreement(n: int = 1000, channels: int = 50) -> None:
    """Largest difference between streamed gains and those in memory."""
    layers = build_layers(study(n, channels, permeability=True))
    names = list(layers[0].hubs)
    state = Reach.of_layers(layers)
    found = stream_gains(layers, names)
    gap = float(np.abs(found.total_gains - state.total_gains(names)).max())
    gap = max(gap, abs(found.value - state.value), abs(found.connectedness - state.connectedness))
    print(f"n={n} C={channels}: streamed and in memory differ by {gap:.1e} (at most 1e-9)")
    assert gap <= 1e-9


def memory(n: int = 2000, channels: int = 200) -> None:
    """Peak memory of the state by either engine against what it must hold."""
    net = study(n, channels)
    layers, large = build_layers(net), fast.LARGE
    floor = 8 * (n // 2 * n // 2 + len({p.stakeholder for c in net.channels for p in c.participants}) * n)
    for least in (sys.maxsize, large):
        fast.LARGE = least
        name = fast.engine_name(n)
        tracemalloc.start()
        Reach.of_layers(layers).gains(list(layers[0].hubs))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"n={n} C={channels} in memory: {peak / floor:.2f} x 8(|A||B| + |P|n) (at most 1.5), {name}")


def main() -> None:
    if sys.argv[1:]:
        one_large(sys.argv[1])
        return
    agreement()
    engines()
    memory()
    large()


if __name__ == "__main__":
    main()
