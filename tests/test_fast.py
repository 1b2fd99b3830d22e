"""The inner loops: numpy and scipy, machine code, and the same loops as plain Python give the same numbers."""

from __future__ import annotations

import math
import subprocess
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from networks import random_network

from netmodel.engine import fast, kernel
from netmodel.engine.fast import Arcs, block_gains, engine_name, routes_from
from netmodel.engine.kernel import Reach
from netmodel.engine.layers import Floats

NUMBA = find_spec("numba") is not None


def random_arcs(seed: int) -> tuple[int, Arcs]:
    """Parallel arcs, arcs that pass nothing or everything, loops and isolates."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 25)), int(rng.integers(0, 80))
    passes = rng.choice([0.0, 0.25, 0.5, 1.0, *rng.random(4)], m)
    return n, Arcs.of(n, rng.integers(0, n, m), rng.integers(0, n, m), passes)


def by_networkx(n: int, arcs: Arcs) -> Floats:
    G: nx.DiGraph[int] = nx.DiGraph()
    G.add_nodes_from(range(n))
    for node in range(n):
        for arc in range(arcs.first[node], arcs.first[node + 1]):
            G.add_edge(node, int(arcs.heads[arc]), far=-math.log(arcs.passes[arc]))
    best = np.zeros((n, n))
    for node in range(n):
        for other, far in nx.single_source_dijkstra_path_length(G, node, weight="far").items():
            best[node, other] = math.exp(-far)
    return best


def random_block(seed: int) -> tuple[Floats, tuple[slice, slice], tuple[Floats, Floats], tuple[Floats, Floats]]:
    """A block inside a matrix, some channels, and zeros everywhere."""
    rng = np.random.default_rng(seed)
    height, width, count = (int(x) for x in rng.integers(1, 40, 3))
    top, left = (int(x) for x in rng.integers(0, 5, 2))
    P = rng.random((top + height + 2, left + width + 3)) ** 3 * (rng.random() < 0.8)
    into, out = (rng.random((count, size)) * (rng.random((count, size)) < rng.random()) for size in (height, width))
    weights = tuple(rng.integers(0, 3, size).astype(float) for size in (height, width))
    return P, (slice(top, top + height), slice(left, left + width)), (into, out), (weights[0], weights[1])


def by_hand(
    P: Floats, at: tuple[slice, slice], ways: tuple[Floats, Floats], weights: tuple[Floats, Floats]
) -> Floats:
    """The definition: of max(P, into * out) - P, cell by cell."""
    gains = [np.maximum(np.multiply.outer(*way) - P[at], 0.0) for way in zip(*ways, strict=True)]
    return np.array([weights[0] @ gain @ weights[1] for gain in gains])


def test_the_strongest_of_parallel_arcs_is_kept_and_what_passes_nothing_is_dropped() -> None:
    arcs = Arcs.of(3, np.array([1, 0, 1, 0]), np.array([2, 1, 2, 2]), np.array([0.3, 0.0, 0.7, 1.0]))
    assert arcs.first.tolist() == [0, 1, 2, 2]
    assert arcs.heads.tolist() == [2, 2]
    assert arcs.passes.tolist() == [1.0, 0.7]


@pytest.mark.parametrize("seed", range(60))
def test_routes_are_those_of_networkx_by_every_engine(seed: int) -> None:
    n, arcs = random_arcs(seed)
    wanted, sources = by_networkx(n, arcs), np.arange(n)
    plain = np.full((n, n), np.nan)
    fast._routes_loop(arcs.first, arcs.heads, arcs.passes, sources, plain)
    np.testing.assert_allclose(plain, wanted, atol=1e-12)
    for compiled in (False, True):
        np.testing.assert_allclose(routes_from(arcs, sources, compiled=compiled), wanted, atol=1e-12)


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("tile", [1, 60, 10_000])
def test_gains_are_those_of_the_definition_by_every_engine(seed: int, tile: int) -> None:
    case = random_block(seed)
    wanted = by_hand(*case)
    plain = np.zeros(len(wanted))
    P, at, ways, weights = case
    fast._gains_loop(P, at[0].start, at[1].start, *ways, *weights, plain)
    np.testing.assert_allclose(plain, wanted, atol=1e-12)
    for compiled in (False, True):
        np.testing.assert_allclose(block_gains(*case, tile=tile, compiled=compiled), wanted, atol=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_reach_is_the_same_with_machine_code_to_twelve_decimals(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    net = random_network(seed, sides=2 + seed % 2)
    names = [channel.id for channel in net.channels]
    monkeypatch.setattr(kernel, "DENSE", 0)
    monkeypatch.setattr(kernel, "TILE", 4)
    plain = Reach.of(net)
    monkeypatch.setattr(fast, "LARGE", 0)
    quick = Reach.of(net)
    assert round(plain.value, 12) == round(quick.value, 12) or math.isnan(plain.value)
    assert plain.total_gains(names).round(12).tolist() == quick.total_gains(names).round(12).tolist()


def test_the_engine_says_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert engine_name(fast.LARGE - 1) == "numpy"
    assert engine_name(fast.LARGE) == (f"numba {version('numba')}" if NUMBA else "numpy")
    monkeypatch.setattr(fast, "_compiled", lambda: None)
    assert engine_name(10**6) == "numpy"


def run_fresh(program: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_numba_is_imported_for_large_networks_only() -> None:
    program = (
        "import sys, netmodel.engine.fast as fast\n"
        "print(fast.is_compiled(fast.LARGE - 1), 'numba' in sys.modules, fast.is_compiled(fast.LARGE))"
    )
    assert run_fresh(program) == f"False False {NUMBA}"


def test_without_numba_everything_works_by_numpy() -> None:
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "import numpy as np, netmodel.engine.fast as fast\n"
        "chain = fast.Arcs.of(3, np.array([0, 1]), np.array([1, 2]), np.array([0.5, 0.5]))\n"
        "print(fast.engine_name(10**6), fast.routes_from(chain, np.array([0]), compiled=True).round(9).tolist())"
    )
    assert run_fresh(program) == "numpy [[1.0, 0.5, 0.25]]"


def test_a_folder_that_cannot_be_written_costs_the_cache_and_nothing_else(tmp_path: Path) -> None:
    """No folder can be made below a file, whoever runs the test."""
    blocked = tmp_path / "file"
    blocked.write_text("")
    program = "import netmodel.engine.fast as fast\nprint(fast.is_compiled(10**6))"
    assert run_fresh(program, NUMBA_CACHE_DIR=str(blocked / "cache")) == str(NUMBA)


def test_loops_are_compiled_without_a_cache_where_numba_refuses_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    class Stub:
        @staticmethod
        def njit(signature: str, *, cache: bool = False, **options: object) -> object:
            asked.append(cache)
            if cache:
                raise RuntimeError("cannot cache function: no locator available for file")
            return lambda loop: (loop, signature)

    assert fast._compile(Stub, fast._gains_loop, "void()") == (fast._gains_loop, "void()")
    assert asked == [True, False]
