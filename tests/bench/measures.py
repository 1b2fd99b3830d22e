"""Speed of measures on arrays at n = 10,000, as ratios in one run against NetworkX.

Run with ``make bench``. Medians of five, results equal to 1e-9, on a random sparse network of mean degree 6. The
first ratio is of the work on arrays that are there already, the second includes making them from the graph. A
baseline that would take longer than two minutes is measured on 40 sources and extrapolated, and the table says so.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from netmodel.engine.arrays import Arrays, constraint_of, is_fast, pagerank_of
from netmodel.engine.brandes import carried
from netmodel.engine.pair_routes import max_flow, pair_distance

N, RUNS, PATIENCE, SOURCES, PAIRS = 10_000, 5, 120.0, 40, 10


@dataclass(frozen=True)
class Row:
    """One line of the table: seconds on arrays, of making them, and of NetworkX."""

    name: str
    ours: float
    making: float
    baseline: float
    gate: float
    said: str = "measured"

    def __str__(self) -> str:
        alone, whole = self.baseline / self.ours, self.baseline / (self.ours + self.making)
        times = f"{1000 * self.ours:10.2f} ms  networkx {1000 * self.baseline:12.1f} ms"
        gate = f"at least {self.gate:.0f}" if self.gate else "no gate"
        return f"{self.name:28}{times} {alone:6.0f} x ({gate}), {whole:5.1f} x with the arrays made  ({self.said})"


def graph(n: int = N, seed: int = 0) -> nx.Graph[int]:
    """A random sparse network: 3 n ties, strengths of three decimals."""
    rng = np.random.default_rng(seed)
    G = nx.gnm_random_graph(n, 3 * n, seed=seed)
    for _, _, data in G.edges(data=True):
        data["strength"] = round(float(rng.uniform(0.05, 0.95)), 3)
        data["distance"] = -math.log(data["strength"])
    return G


def median_seconds(work: Callable[[], Any], *, runs: int = RUNS) -> float:
    """Median CPU seconds of the runs, after one that is not counted where there are several."""
    if runs > 1:
        work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return statistics.median(times)


def agree(ours: Any, theirs: Any, tolerance: float = 1e-9) -> None:
    np.testing.assert_allclose(ours, theirs, atol=tolerance, rtol=tolerance)


def making(G: nx.Graph[int], weight: str | None) -> float:
    return median_seconds(lambda: Arrays.of(G, weight=weight).matrix)


def betweenness(G: nx.Graph[int]) -> Row:
    """All sources on arrays; 40 of NetworkX where all would take too long, and these checked."""
    arrays = Arrays.of(G, weight=None)
    some, targets = list(range(SOURCES)), list(G)
    start = time.process_time()
    theirs = nx.betweenness_centrality_subset(G, some, targets)
    baseline, said = (time.process_time() - start) / SOURCES * len(G), f"extrapolated from {SOURCES} sources"
    nodes, _ = carried(arrays, sources=np.array(some), ties=False)
    agree(nodes / 2, [theirs[node] for node in G])
    if baseline <= PATIENCE:
        baseline, said = median_seconds(lambda: nx.betweenness_centrality(G), runs=1), "measured once"
    ours = median_seconds(lambda: carried(arrays, ties=False))
    engine = "machine code" if is_fast(len(G)) else "numpy"
    return Row("betweenness", ours, making(G, None), baseline, 40, f"{said}; {engine}")


def pagerank(G: nx.Graph[int]) -> Row:
    arrays = Arrays.of(G)
    agree(pagerank_of(arrays), list(nx.pagerank(G, weight="strength").values()))
    exact = list(nx.pagerank(G, weight="strength", tol=1e-13, max_iter=1000).values())
    agree(pagerank_of(arrays, tolerance=1e-13), exact)
    ours = median_seconds(lambda: pagerank_of(arrays))
    return Row("PageRank", ours, making(G, "strength"), median_seconds(lambda: nx.pagerank(G, weight="strength")), 25,
               "measured; both to the tolerance of NetworkX")  # fmt: skip


def exact_pagerank(G: nx.Graph[int]) -> Row:
    arrays = Arrays.of(G)
    ours = median_seconds(lambda: pagerank_of(arrays, tolerance=1e-13))
    baseline = median_seconds(lambda: nx.pagerank(G, weight="strength", tol=1e-13, max_iter=1000))
    return Row("PageRank to 1e-13", ours, making(G, "strength"), baseline, 0)


def joined_pairs(G: nx.Graph[int]) -> list[tuple[int, int]]:
    giant = sorted(max(nx.connected_components(G), key=len))
    chosen = np.random.default_rng(1).choice(giant, (PAIRS, 2), replace=False)
    return [(int(one), int(other)) for one, other in chosen]


def pair_dijkstra(G: nx.Graph[int], theirs: Callable[..., Any] = nx.dijkstra_path_length, gate: float = 30) -> Row:
    arrays, pairs = Arrays.of(G, weight="distance"), joined_pairs(G)
    for one, other in pairs:
        agree(pair_distance(arrays, one, other), nx.dijkstra_path_length(G, one, other, weight="distance"))
    ours = median_seconds(lambda: [pair_distance(arrays, *pair) for pair in pairs]) / PAIRS
    baseline = median_seconds(lambda: [theirs(G, *pair, weight="distance") for pair in pairs], runs=3) / PAIRS
    name = "pair Dijkstra" if gate else "pair, NetworkX's two-way"
    return Row(name, ours, making(G, "distance"), baseline, gate)


def flow(G: nx.Graph[int]) -> Row:
    arrays, pairs = Arrays.of(G), joined_pairs(G)[:3]

    def theirs() -> list[float]:
        return [nx.maximum_flow_value(G, *pair, capacity="strength") for pair in pairs]

    agree([max_flow(arrays, *pair) for pair in pairs], theirs())
    ours = median_seconds(lambda: [max_flow(arrays, *pair) for pair in pairs]) / len(pairs)
    return Row("greatest flow", ours, making(G, "strength"), median_seconds(theirs, runs=3) / len(pairs), 50)


def constraint(G: nx.Graph[int]) -> Row:
    arrays = Arrays.of(G)
    agree(constraint_of(arrays), list(nx.constraint(G, weight="strength").values()))
    ours = median_seconds(lambda: constraint_of(arrays))
    return Row(
        "constraint", ours, making(G, "strength"), median_seconds(lambda: nx.constraint(G, weight="strength")), 10
    )


PARTS: dict[str, Callable[[nx.Graph[int]], Row]] = {
    "betweenness": betweenness,
    "pagerank": pagerank,
    "exact_pagerank": exact_pagerank,
    "pair_dijkstra": pair_dijkstra,
    "two_way_dijkstra": lambda G: pair_dijkstra(G, nx.bidirectional_dijkstra, 0),
    "flow": flow,
    "constraint": constraint,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="default: all")
    parser.add_argument("--n", type=int, default=N)
    options = parser.parse_args()
    G = graph(options.n)
    rows = []
    for part in options.parts or PARTS:
        rows.append(PARTS[part](G))
        print(rows[-1], flush=True)
    missed = [f"{row.name}: {row.baseline / row.ours:.0f} x is below {row.gate:.0f} x"
              for row in rows if row.baseline < row.gate * row.ours]  # fmt: skip
    sys.exit("; ".join(missed) or 0)


if __name__ == "__main__":
    main()
