"""Two workers against one on the same work, as a ratio in one run; the answer must be the same.

Run by hand or with ``make bench``. Medians of three; the work is plain arithmetic, 40 ms an item, handed over in
batches of at least .3 s. One worker is this process; the pools are up before the clock starts.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from concurrent.futures import Executor
from functools import partial

from distributed import LocalCluster

from netmodel.cli.workers import executor_for
from netmodel.engine.workers import run_all

BAR = 1.7
RUNS = 3
ITEMS = range(160)


def spin(steps: int, item: int) -> float:
    value = item + 0.1
    for step in range(steps):
        value = (value * 1.0000001 + step) % 97.3
    return value


def calibrated(seconds: float) -> int:
    """Steps that take so long here."""
    start = time.perf_counter()
    spin(1_000_000, 1)
    return round(1_000_000 * seconds / (time.perf_counter() - start))


def timed(steps: int, executor: Executor | None) -> tuple[float, list[float]]:
    start = time.perf_counter()
    results = run_all(partial(spin, steps), ITEMS, executor=executor)
    return time.perf_counter() - start, results


def compare(name: str, executor: Executor, steps: int) -> float:
    """Print and give the ratio of one worker's time to two workers'."""
    run_all(partial(spin, 1000), range(40), executor=executor, seconds=0)  # both are up
    ratios = []
    for _ in range(RUNS):
        alone, expected = timed(steps, None)
        together, results = timed(steps, executor)
        if results != expected:
            sys.exit(f"{name}: two workers give another answer than one")
        ratios.append(alone / together)
    ratio = statistics.median(ratios)
    print(f"{name}: {ratio:.2f} x one worker ({min(ratios):.2f} to {max(ratios):.2f}), at least {BAR}")
    return ratio


def main() -> None:
    steps = calibrated(0.04)
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before the start; {len(ITEMS)} items of 40 ms, batches of .3 s")
    with executor_for(2, None) as pool:
        assert pool is not None
        local = compare("two processes", pool, steps)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1") as cluster,
        executor_for(None, cluster.scheduler_address) as executor,
    ):
        assert executor is not None
        compare("two Dask workers", executor, steps)
    sys.exit(0 if local >= BAR else f"two processes: {local:.2f} x is below {BAR} x")


if __name__ == "__main__":
    main()
