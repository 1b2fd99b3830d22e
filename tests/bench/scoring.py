"""Speed of scoring, as ratios in one run: every candidate against adding its ties and recomputing with NetworkX.

Run with ``make bench``. Medians of five; results equal to 1e-9. Networks are undirected with one layer and
permeability 1; beside them, five layers with permeability. A baseline that would take longer than two minutes is
measured on 3 candidates and 40 sources and extrapolated, and the table says so.
"""

from __future__ import annotations

import argparse
import math
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from netmodel import Network
from netmodel.engine.kernel import Reach
from netmodel.engine.layers import build_layers

RUNS = 5
PATIENCE = 120.0


def study(
    n: int, channels: int, *, layers: int = 1, permeability: bool = False, degree: float = 6, seed: int = 0
) -> Network:
    """Two sides of n/2, with about `degree` ties each, one in ten of them across; channels of four."""
    rng = np.random.default_rng(seed)
    names = [f"n{k:06}" for k in range(n)]
    issues = [f"i{k}" for k in range(layers)]
    people: list[dict[str, Any]] = []
    for k, name in enumerate(names):
        row: dict[str, Any] = {"id": name, "side": "AB"[k % 2], "influence": int(rng.integers(1, 6))}
        if layers > 1:
            row["issues"] = "; ".join(i for i in issues if rng.random() < 0.6) or issues[0]
        row["permeability"] = round(float(rng.uniform(0.5, 1)), 2) if permeability else 1
        people.append(row)
    ties = []
    for k in range(round(n * degree * 0.9)):
        one, other = (int(x) for x in rng.integers(0, n, 2))
        if one == other or ((one - other) % 2 and rng.random() > 0.1):
            continue
        strength = round(float(rng.uniform(0.1, 0.9)), 3)
        ties.append({"id": f"t{k:06}", "source": names[one], "target": names[other], "strength": strength})
    rows, members = [], []
    for k in range(channels):
        rows.append({"id": f"c{k:04}", "quality": round(float(rng.uniform(0.3, 0.9)), 2)})
        for person in rng.choice(n, 4, replace=False):
            uptake = round(float(rng.uniform(0.3, 1)), 2)
            members.append({"channel": f"c{k:04}", "stakeholder": names[int(person)], "uptake": uptake})
    return Network.from_tables(people, ties, channels=rows, participants=members)


def naive_graphs(net: Network) -> list[tuple[nx.DiGraph[str], list[str], list[str], dict[str, float]]]:
    """One plain graph a layer with `far` on its edges, and whose routes count."""
    found = []
    for layer in build_layers(net):
        G: nx.DiGraph[str] = nx.DiGraph()
        G.add_nodes_from(layer.nodes)
        for u, v, p in zip(layer.tails, layer.heads, layer.strengths * layer.permeability[layer.heads], strict=True):
            one, other, far = layer.nodes[u], layer.nodes[v], -math.log(p)
            if not G.has_edge(one, other) or G.edges[one, other]["far"] > far:
                G.add_edge(one, other, far=far)
        ours = [layer.nodes[u] for u in layer.pairs[0].rows]
        theirs = [layer.nodes[v] for v in layer.pairs[0].cols]
        weights = {name: net.stakeholder[name].influence for name in ours + theirs}
        found.append((G, ours, theirs, weights))
    return found


def naive_amount(G: nx.DiGraph[str], sources: list[str], targets: list[str], weights: dict[str, float]) -> float:
    """Weighted sum of best routes from the sources to the targets."""
    amount = 0.0
    for source in sources:
        far = nx.single_source_dijkstra_path_length(G, source, weight="far")
        amount += weights[source] * sum(weights[t] * math.exp(-far[t]) for t in targets if t in far)
    return amount


def naive_gain(net: Network, graphs: Any, channel: str, most: int | None, both_ways: bool) -> tuple[float, float]:
    """Amount before and after adding the ties that a channel stands for, over at most so many sources."""
    before = after = 0.0
    row = net.channel[channel]
    for G, ours, theirs, weights in graphs:
        opened = G.copy()
        here = [p for p in row.participants if p.stakeholder in opened]
        for one in here:
            for other in here:
                if one is not other:
                    arrives = net.stakeholder[other.stakeholder].permeability
                    far = -math.log(one.uptake * row.quality * other.uptake_out * arrives)
                    edge = opened.get_edge_data(one.stakeholder, other.stakeholder)
                    if edge is None or edge["far"] > far:
                        opened.add_edge(one.stakeholder, other.stakeholder, far=far)
        for sources, targets in ((ours, theirs), (theirs, ours)) if both_ways else ((ours, theirs),):
            after += naive_amount(opened, sources[:most], targets, weights)
            if most is None:
                before += naive_amount(G, sources, targets, weights)
    return before, after


def seconds(work: Callable[[], Any]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def median_seconds(work: Callable[[], Any]) -> float:
    """Median of the runs after one that is not counted."""
    work()
    return statistics.median(seconds(work) for _ in range(RUNS))


def compare(n: int, channels: int, *, layers: int = 1, permeability: bool = False) -> float:
    """Print one line: our time, the baseline's, their ratio; check a sample of the gains."""
    net = study(n, channels, layers=layers, permeability=permeability)
    names = [channel.id for channel in net.candidates]
    ours = median_seconds(lambda: Reach.of(net).total_gains(names))
    state = Reach.of(net)
    amounts = state.gains(names).sum(axis=1)
    graphs = naive_graphs(net)
    both = permeability
    start = time.process_time()
    _, sample = naive_gain(net, graphs, names[0], 1, both)
    sources = sum(len(one) + (len(other) if both else 0) for _, one, other, _ in graphs)
    calls = len(graphs) * (2 if both else 1)
    whole = (time.process_time() - start) / calls * sources * (len(names) + 1)
    if whole < PATIENCE:
        times = []
        for _ in range(RUNS if whole < 20 else 1):
            start = time.process_time()
            for position, name in enumerate(names):
                before, after = naive_gain(net, graphs, name, None, both)
                gain = (after - before) / (2 if both else 1)
                assert math.isclose(gain, amounts[position], abs_tol=1e-9 * max(1.0, after)), (name, gain)
            times.append((time.process_time() - start) / 2 if len(names) > 1 else 0)  # before is not needed each time
        baseline, said = statistics.median(times), "measured"
    else:
        times = []
        for name in names[:3]:
            start = time.process_time()
            naive_gain(net, graphs, name, 40, both)
            times.append(time.process_time() - start)
        share = sources / (40 * calls)
        baseline, said = statistics.median(times) * share * len(names), "extrapolated from 3 channels, 40 sources"
        before = sum(naive_amount(G, a, b, w) for G, a, b, w in graphs) if n <= 2000 and not both else None
        if before is not None:
            _, after = naive_gain(net, graphs, names[1], 10**9, both)
            assert math.isclose(after - before, amounts[1], abs_tol=1e-9 * max(1.0, after))
    del sample
    ratio = baseline / ours
    shape = f"n={n} C={channels}" + (f" layers={layers}, permeability" if layers > 1 else "")
    print(f"{shape:38} {ours:9.4f} s  networkx {baseline:10.1f} s  {ratio:8.0f} x  ({said})", flush=True)
    return ratio


def growth() -> None:
    """Print the exponent in n, and how time grows with the number of channels."""
    sizes = [500, 1000, 2000, 4000]
    times = []
    for n in sizes:
        net = study(n, 50)
        state = Reach.of(net)
        names = [channel.id for channel in net.candidates]
        times.append(median_seconds(lambda s=state, c=names: s.total_gains(c)))
    exponent = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    print(f"scoring grows with n^{exponent:.2f} over {sizes[0]}..{sizes[-1]} (at most 2.1)")
    net = study(1000, 200)
    state, names = Reach.of(net), [channel.id for channel in net.candidates]
    half, whole = (median_seconds(lambda c=part: state.total_gains(c)) for part in (names[:100], names))
    print(f"twice the channels take {whole / half:.2f} times as long")


def memory() -> None:
    """Print peak memory of the state against what it must hold."""
    net = study(2000, 200)
    people = {p.stakeholder for channel in net.channels for p in channel.participants}
    tracemalloc.start()
    Reach.of(net).total_gains([channel.id for channel in net.candidates])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    floor = 8 * (1000 * 1000 + len(people) * 2000)
    print(f"memory at n=2000 C=200: {peak / 1e6:.0f} MB, {peak / floor:.2f} x 8(|A||B| + |P|n) (at most 1.5)")


def command_times() -> None:
    """Print what starting costs, and what `analyse` costs after its imports."""

    def wall(*command: str) -> float:
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - start

    script = str(Path(sys.executable).with_name("netmodel"))
    pairs = [
        (wall(sys.executable, "-c", "pass"), wall(script, "--help")) for _ in range(25)
    ]  # in turns: noise hits both
    bare, shown = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"netmodel --help: {1000 * shown:.0f} ms, {shown / bare:.1f} x a bare interpreter (at most 5)")
    work, imports = analysing("decide=False, systems=False", RUNS)
    print(
        f"analyse --ranking-only, n=200 C=50: {work:.2f} s after imports, {work / imports:.2f} x "
        "importing networkx, pandas, click (at most 2)"
    )
    print(f"analyse with portfolio, front and 200 draws, n=200 C=50: {analysing('', 1)[0]:.1f} s (at most 20)")


def analysing(options: str, runs: int) -> tuple[float, float]:
    """CPU seconds of `analyse` after the imports, and of the imports; medians."""
    program = (
        "import time; s=time.process_time(); import networkx, pandas, click; i=time.process_time()-s\n"
        "import sys; sys.path.insert(0, sys.argv[1]); import scoring, netmodel, netmodel.analysis\n"
        "import scipy.sparse.csgraph, scipy.sparse.linalg\n"
        "net=scoring.study(200, 50); s=time.process_time(); netmodel.analysis.analyse("
        f"net, {options}).to_json()\n"
        "print(i, time.process_time()-s)"
    )
    here = str(Path(__file__).parent)
    done = [subprocess.run([sys.executable, "-c", program, here], check=True, capture_output=True, text=True)
            for _ in range(runs)]  # fmt: skip
    figures = [tuple(float(x) for x in run.stdout.split()) for run in done]
    imports, work = (statistics.median(column) for column in zip(*figures, strict=True))
    return work, imports


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="n=10,000, C=500 as well (needs 2 GB)")
    options = parser.parse_args()
    first = compare(200, 50)
    second = compare(2000, 200)
    compare(200, 50, layers=5, permeability=True)
    if options.large:
        compare(10_000, 500)
    growth()
    memory()
    command_times()
    gates = ((first, 150, "n=200"), (second, 500, "n=2,000"))
    missed = [f"{name}: {ratio:.0f} x is below {gate} x" for ratio, gate, name in gates if ratio < gate]
    sys.exit("; ".join(missed) or 0)


if __name__ == "__main__":
    main()
