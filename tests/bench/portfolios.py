"""How long a proven portfolio takes. Run with ``make bench``.

Random studies as in `scoring`, costs 10 to 99, a budget of a tenth of all costs, a cap on each risk. The bar is
a proof in seconds (median of ten seeds), or a true gap when the time is up.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from scoring import study

from netmodel import Network
from netmodel.decide.choice import Choice, Limits, open_ids, options_of
from netmodel.decide.greedy import quick_sets
from netmodel.decide.objective import reach_objective
from netmodel.decide.search import Found, search

SEEDS = 10
PATIENCE = 60.0
BAR = 10.0
"""Seconds in which the median seed has to be proven."""


def priced(n: int, channels: int, seed: int) -> Network:
    """A random study whose channels have costs and risks."""
    net = study(n, channels, seed=seed)
    rng = random.Random(seed)
    rows = [replace(row, cost=float(rng.randrange(10, 100)), risk=round(rng.random(), 2)) for row in net.channels]
    return replace(net, channels=tuple(rows))


def solve(net: Network, share: float = 0.1) -> tuple[float, Found]:
    """CPU seconds from the network to the proof, and what was found."""
    start = time.process_time()
    worth = reach_objective(net)
    budget = share * sum(row.cost for row in net.candidates)
    choice = Choice.of(options_of(net), Limits(budget=budget, max_risk=0.8), open_ids(net))
    found = search(worth, choice, start=quick_sets(worth, choice), time_limit=PATIENCE)
    return time.process_time() - start, found


def portfolios(n: int, channels: int) -> float:
    """Print one line for a size; gives the median time."""
    times, proven, gaps = [], 0, []
    for seed in range(SEEDS):
        seconds, found = solve(priced(n, channels, seed))
        times.append(seconds)
        proven += found.optimal
        gaps.append((found.upper_bound - found.value) / found.value)
        assert found.upper_bound >= found.value
    median = statistics.median(times)
    print(
        f"portfolio, {n // 2}+{n // 2} people, C={channels}: median {median:.2f} s of {SEEDS} seeds "
        f"({min(times):.2f} to {max(times):.2f}), {proven} proven, largest gap {100 * max(gaps):.2f} % of the value",
        flush=True,
    )
    return median


def growth() -> None:
    """Print how the time grows with the number of channels and of people, fitted over medians of three seeds."""
    for what, sizes, make in (
        ("channels (40+40 people)", [20, 30, 45, 68], lambda size, seed: priced(80, size, seed)),
        ("people (C=40)", [60, 120, 240, 480], lambda size, seed: priced(size, 40, seed)),
    ):
        times = [statistics.median(solve(make(size, seed))[0] for seed in range(3)) for size in sizes]
        exponent = np.polyfit(np.log(sizes), np.log(times), 1)[0]
        shown = ", ".join(f"{size}: {seconds:.2f} s" for size, seconds in zip(sizes, times, strict=True))
        print(f"a proof takes about (number of {what})^{exponent:.1f}: {shown}", flush=True)


def whole_study() -> float:
    """Print CPU seconds of `analyse` with everything on the study in data/, imports left out."""
    program = (
        "import time, netmodel, netmodel.analysis, scipy.sparse.csgraph, scipy.sparse.linalg\n"
        "net = netmodel.read('data/stakeholders.csv'); start = time.process_time()\n"
        "netmodel.analyse(net).to_json(); print(time.process_time() - start)"
    )
    root = Path(__file__).parent.parent.parent
    run = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=root)
    seconds = float(run.stdout)
    print(f"analyse with portfolio, front and 200 draws, on the study: {seconds:.1f} s (at most 20)", flush=True)
    return seconds


def main() -> None:
    figures = [portfolios(100, 100), portfolios(200, 60)]
    growth()
    missed = [f"median of {seconds:.1f} s is over {BAR} s" for seconds in figures if seconds > BAR]
    seconds = whole_study()
    missed += [f"analyse took {seconds:.1f} s"] if seconds > 20 else []
    sys.exit("; ".join(missed) or 0)


if __name__ == "__main__":
    main()
