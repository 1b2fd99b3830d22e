"""Speed of plausible versions, as ratios in one run: ranks in each against drawing and recomputing with NetworkX.

Run with ``make bench``. A naive version makes the graph anew with the values drawn, adds the ties that each channel
stands for and recomputes; it is measured on the first versions and extrapolated. Gains are equal to 1e-9. Networks
are undirected with one layer and permeability 1; beside them, five layers with permeability. The demonstration study
is asked for its portfolio as well.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import scoring

import netmodel
from netmodel import Network
from netmodel.decide.choice import Limits
from netmodel.decide.robustness import robustness
from netmodel.engine.draws import Ensemble, Version
from netmodel.engine.layers import build_layers

GATE = 300
"""Times that an ensemble has to be faster than NetworkX."""

NAIVE = 2
"""Versions that NetworkX is asked for."""


def rebuilt(net: Network, ensemble: Ensemble, version: Version) -> Network:
    """The network that says what a version says."""
    strength = dict(zip(ensemble.ties, version.strength.tolist(), strict=True))
    gone = frozenset(name for name, value in strength.items() if value == 0)
    ties = tuple(replace(tie, strength=strength[tie.id]) for tie in net.ties)
    shares = iter(zip(version.into.tolist(), version.out.tolist(), strict=True))
    quality = dict(zip(ensemble.channels, version.quality.tolist(), strict=True))
    channels = []
    for name in ensemble.channels:
        row = net.channel[name]
        pairs = [(person, next(shares)) for person in row.participants]
        people = tuple(replace(person, uptake=into, uptake_out=out) for person, (into, out) in pairs)
        channels.append(replace(row, participants=people, quality=max(quality[name], 1e-300)))
    return replace(net, ties=ties, channels=tuple(channels), removed=gone)


def naive_seconds(net: Network, ensemble: Ensemble, *, both_ways: bool, most: int) -> float:
    """Seconds that one version takes NetworkX, from a few channels of the first versions; checks their gains."""
    names = sorted(ensemble.candidates)
    times = []
    for number in range(NAIVE):
        version = ensemble.draw(0, number)
        condensed = ensemble.condensed(version)
        gains = condensed.gains(0, (1 << len(names)) - 1)
        same = rebuilt(net, ensemble, version)
        graphs = scoring.naive_graphs(same)
        weight = sum(layer.weight for layer in build_layers(same)) * (2 if both_ways else 1)
        for name in names[:most]:
            start = time.process_time()
            _, after = scoring.naive_gain(same, graphs, name, 10**9, both_ways)
            times.append(time.process_time() - start)
            assert math.isclose(after / weight, condensed.value(0) + gains[name], abs_tol=1e-9), (number, name)
    return statistics.median(times) * len(names)


def compare(draws: int, *, layers: int = 1, permeability: bool = False, most: int = 5) -> float:
    """Print one line: our time for all versions, NetworkX's, and their ratio."""
    net = scoring.study(200, 50, layers=layers, permeability=permeability)
    baseline = naive_seconds(net, Ensemble.of(net), both_ways=permeability, most=most) * draws
    robustness(net, draws=2, ranks_only=True)
    ours = scoring.seconds(lambda: robustness(net, draws=draws, ranks_only=True))
    shape = f"{draws:,} versions, n=200 C=50" + (f" layers={layers}, permeability" if layers > 1 else "")
    print(
        f"{shape:55} {ours:7.1f} s, {1000 * ours / draws:5.1f} ms each  networkx {baseline / 3600:5.2f} h  "
        f"{baseline / ours:5.0f} x  (extrapolated from {NAIVE} versions, {most} channels)",
        flush=True,
    )
    return baseline / ours


def study_seconds(draws: int) -> None:
    """Print what robustness costs on the demonstration study, portfolio and all."""
    net = netmodel.read(Path(__file__).parents[2] / "data")
    portfolio = robustness(net, limits=Limits(budget=500_000), draws=1).portfolio
    for nodes in (6, None):
        ours = scoring.seconds(
            lambda k=nodes: robustness(
                net, portfolio=portfolio, limits=Limits(budget=500_000), draws=draws, node_limit=k
            )
        )
        words = "each searched to its end" if nodes is None else f"{nodes} nodes each, as in analyse"
        print(f"{draws} versions of the study with their portfolios, {words}: {ours:.1f} s", flush=True)
    ensemble = Ensemble.of(net)
    version = ensemble.draw(0, 0)
    times = {
        "drawn": lambda: ensemble.draw(0, 0),
        "made layers": lambda: ensemble.layers(version),
        "condensed": lambda: ensemble.condensed(version),
    }
    told = ", ".join(
        f"{words} in {1000 * float(np.median([scoring.seconds(work) for _ in range(15)])):.1f} ms"
        for words, work in times.items()
    )
    print(f"a version of the study is {told}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 versions in place of 1,000")
    draws = 100 if parser.parse_args().quick else 1000
    ratio = compare(draws)
    compare(draws // 10, layers=5, permeability=True, most=1)
    study_seconds(draws // 5)
    sys.exit(f"{ratio:.0f} x is below {GATE} x" if ratio < GATE else 0)


if __name__ == "__main__":
    main()
