"""Arrays of a graph, and that all that is computed on them is what NetworkX, or the definition, says."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

import networkx as nx
import numpy as np
import pytest

from netmodel.engine import arrays as module
from netmodel.engine.arrays import Arrays, constraint_of, distances_from, is_fast, pagerank_of, plain
from netmodel.errors import LimitError, UsageError

STRENGTHS = (0.125, 0.25, 0.3, 0.5, 0.8, 1.0)


def random_graph(seed: int, *, most: int = 9) -> nx.Graph[Any]:
    """Directed or not, weighted or not, in pieces, with isolates; distances in exact units beside the others."""
    rng = random.Random(seed)
    n = rng.randrange(1, most + 1)
    G: nx.Graph[Any] = nx.gnp_random_graph(n, rng.random() * 0.6, seed=seed, directed=bool(seed & 1))
    G = nx.relabel_nodes(G, {node: f"n{node}" for node in G})
    for _, _, data in G.edges(data=True):
        strength = rng.choice(STRENGTHS) if seed & 2 else 1.0
        data.update(strength=strength, distance=max(-math.log(strength), 1e-9))
        data["units"] = max(round(data["distance"] * 1e9), 1)
    return G


def constraint_by_hand(G: nx.Graph[Any], node: Any) -> float:
    """Burt's sum, term by term."""

    def mutual(u: Any, v: Any) -> float:
        ways = ((u, v), (v, u)) if G.is_directed() else ((u, v),)
        return sum(G.edges[pair]["strength"] for pair in ways if G.has_edge(*pair))

    def share(u: Any, v: Any) -> float:
        return mutual(u, v) / sum(mutual(u, w) for w in G)

    near = [v for v in G if mutual(node, v)]
    if not near:
        return float("nan")
    others = {v: [w for w in near if w != v and mutual(w, v)] for v in near}
    return sum((share(node, v) + sum(share(node, w) * share(w, v) for w in others[v])) ** 2 for v in near)


def pagerank_by_hand(G: nx.Graph[Any]) -> Any:
    """The stationary distribution, by one linear solve."""
    n = len(G)
    A = nx.to_numpy_array(G, weight="strength")
    sums = A.sum(axis=1, keepdims=True)
    steps = np.where(sums > 0, A / np.where(sums > 0, sums, 1), 1 / n)
    return np.linalg.solve(np.eye(n) - 0.85 * steps.T, np.full(n, 0.15 / n))


def agree(seed: int) -> None:
    G = random_graph(seed)
    arrays = Arrays.of(G)
    np.testing.assert_array_equal(arrays.matrix.toarray(), nx.to_numpy_array(G, weight="strength"))
    np.testing.assert_array_equal(arrays.turned.matrix.toarray(), arrays.matrix.toarray().T)
    lengths = Arrays.of(G, weight="distance")
    far = distances_from(lengths, np.arange(len(G)))
    steps = distances_from(lengths, np.arange(len(G)), hops=True)
    for row, node in enumerate(G):
        wanted = nx.single_source_dijkstra_path_length(G, node, weight="distance")
        assert far[row] == pytest.approx([wanted.get(v, np.inf) for v in G], abs=1e-9)
        hops = nx.single_source_shortest_path_length(G, node)
        assert steps[row].tolist() == [hops.get(v, np.inf) for v in G]
    wanted = [constraint_by_hand(G, node) for node in G]
    for compiled in (False, True):
        assert constraint_of(arrays, compiled=compiled) == pytest.approx(wanted, abs=1e-9, nan_ok=True)
    assert list(nx.constraint(G, weight="strength").values()) == pytest.approx(wanted, abs=1e-9, nan_ok=True)
    assert pagerank_of(arrays, tolerance=1e-14) == pytest.approx(pagerank_by_hand(G), abs=1e-9)
    assert pagerank_of(arrays) == pytest.approx(list(nx.pagerank(G, weight="strength").values()), abs=1e-12)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_computed_on_arrays_is_what_networkx_and_the_definition_say(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
def test_what_is_computed_on_arrays_is_what_networkx_and_the_definition_say_on_many_graphs() -> None:
    for seed in range(40, 1240):
        agree(seed)


def test_parallel_ties_are_never_added_and_loops_are_left_out() -> None:
    G = nx.MultiDiGraph([("a", "b", {"strength": 0.25}), ("a", "b", {"strength": 0.5}), ("b", "b"), ("b", "a")])
    arrays = Arrays.of(G)
    assert arrays.values.tolist() == [0.5, 1.0] and arrays.directed
    far = nx.MultiGraph([("a", "b", {"distance": 2.0}), ("a", "b", {"distance": 1.0})])
    assert Arrays.of(far, weight="distance").values.tolist() == [1.0, 1.0]
    simple = nx.path_graph(3)
    assert plain(simple) is simple


def test_values_are_numbers_from_0_up() -> None:
    for value in (-1.0, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="strength of a tie must be a number from 0 up"):
            Arrays.of(nx.Graph([("a", "b", {"strength": value})]))


def test_nobody_and_one_alone() -> None:
    none, one = Arrays.of(nx.Graph()), Arrays.of(nx.empty_graph(1))
    assert len(none) == 0 and len(pagerank_of(none)) == 0 and len(constraint_of(none)) == 0
    assert distances_from(none, np.arange(0)).shape == (0, 0)
    assert pagerank_of(one).tolist() == [1.0] and math.isnan(constraint_of(one)[0])
    assert distances_from(one, np.array([0])).tolist() == [[0.0]]


def test_lengths_in_whole_units_are_at_least_one() -> None:
    G = nx.Graph([("a", "b", {"distance": 0.0}), ("b", "c", {"distance": 0.25})])
    assert Arrays.of(G, weight="distance").in_units().values.tolist() == [1.0, 1.0, 250_000_000.0, 250_000_000.0]


def test_pagerank_says_where_it_does_not_settle() -> None:
    with pytest.raises(LimitError, match="did not settle in 3 steps"):
        pagerank_of(Arrays.of(nx.star_graph(4)), tolerance=1e-14, most=3)


def test_the_loop_as_plain_python_gives_the_same() -> None:
    G = nx.karate_club_graph()
    arrays = Arrays.of(G, weight="weight")
    sums = arrays.matrix.sum(axis=1)
    found = np.zeros(len(G))
    module._constraint_loop(arrays.indptr, arrays.indices, arrays.values / sums[arrays.tails], found)
    assert found == pytest.approx(list(nx.constraint(G, weight="weight").values()), abs=1e-12)


def test_machine_code_is_for_large_networks() -> None:
    assert not is_fast(999) and is_fast(1_000)
    assert is_fast(1, True) and not is_fast(10**6, False)


def test_without_numba_everything_works_by_numpy() -> None:
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "import networkx as nx\n"
        "from netmodel.engine.arrays import Arrays, constraint_of\n"
        "from netmodel.engine.brandes import carried\n"
        "from netmodel.engine.pair_routes import pair_distance\n"
        "arrays = Arrays.of(nx.path_graph(3), weight=None)\n"
        "print(constraint_of(arrays, compiled=True)[1], carried(arrays, compiled=True)[0][1],\n"
        "      carried(arrays, hops=False, compiled=True)[0][1], pair_distance(arrays, 0, 2, compiled=True))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.stdout.split() == ["0.5", "2.0", "2.0", "2.0"], done.stderr


def test_numba_gives_machine_code_where_it_is_installed() -> None:
    assert (module._compiled() is not None) == (find_spec("numba") is not None)
