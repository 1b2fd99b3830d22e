"""What concerns two stakeholders, on arrays: the distance between them, and the greatest flow."""

from __future__ import annotations

from functools import cache
from heapq import heappop, heappush
from importlib import import_module
from typing import Any

import numpy as np

from netmodel.engine import fast
from netmodel.engine.arrays import Arrays, is_fast
from netmodel.engine.layers import Floats
from netmodel.errors import UsageError

LARGEST = 2**31 - 1
"""Capacities of scipy's greatest flow are integers of 32 bits, and so is what flows in all."""


def pair_distance(arrays: Arrays, source: int, target: int, *, compiled: bool | None = None) -> float:
    """Length of the shortest route between two places; inf without a route.

    Dijkstra from both ends at once, which sees a small part of the network only. `compiled` chooses machine code,
    by default for large networks where numba is installed.

    Examples
    --------
    >>> import networkx as nx
    >>> arrays = Arrays.of(nx.path_graph(4), weight=None)
    >>> pair_distance(arrays, 0, 3)
    3.0
    """
    back = arrays.turned
    given = (arrays.indptr, arrays.indices, arrays.values, back.indptr, back.indices, back.values)
    loop = _compiled() if is_fast(len(arrays), compiled) else None
    found = np.empty(1)
    (loop or _pair_loop)(*given, source, target, found)
    return float(found[0])


def _pair_loop(
    first: Any,
    heads: Any,
    lengths: Any,
    back_first: Any,
    back_heads: Any,
    back_lengths: Any,
    source: Any,
    target: Any,
    found: Any,
) -> None:
    """Two searches, the one whose next node is nearer goes on; they end when nothing shorter can be found."""
    firsts, ends, steps = (first, back_first), (heads, back_heads), (lengths, back_lengths)
    far = np.full((2, len(first) - 1), np.inf)
    far[0, source] = far[1, target] = 0.0
    queues: Any = ([(0.0, source)], [(0.0, target)])
    best = 0.0 if source == target else np.inf
    while len(queues[0]) and len(queues[1]) and queues[0][0][0] + queues[1][0][0] < best:
        way = 0 if queues[0][0][0] <= queues[1][0][0] else 1
        length, node = heappop(queues[way])
        if length > far[way, node]:
            continue
        for arc in range(firsts[way][node], firsts[way][node + 1]):
            head, longer = ends[way][arc], length + steps[way][arc]
            if longer < far[way, head]:
                far[way, head] = longer
                heappush(queues[way], (longer, np.int64(head)))
                best = min(best, longer + far[1 - way, head])
    found[0] = best


def max_flow(arrays: Arrays, source: int, target: int) -> float:
    """Greatest flow between two places, with the values as capacities.

    Parameters
    ----------
    arrays : Arrays
    source, target : int
        Two different places.

    Returns
    -------
    float
        Exact where the capacities have up to eight decimals (fewer where they are large); else the capacity of a
        cut that is smallest to about nine digits.

    Notes
    -----
    scipy's Dinic on whole numbers.

    Examples
    --------
    >>> import networkx as nx
    >>> G = nx.Graph([("a", "b", {"strength": 0.3}), ("b", "c", {"strength": 0.2})])
    >>> max_flow(Arrays.of(G), 0, 2)
    0.2
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import maximum_flow

    if source == target:
        raise UsageError("the greatest flow wants two different ends")
    into = float(arrays.values[arrays.indices == target].sum())
    most = min(float(arrays.values[arrays.indptr[source] : arrays.indptr[source + 1]].sum()), into)
    if most <= 0:
        return 0.0
    scale = 10.0 ** np.floor(np.log10(LARGEST / 2 / most))
    capacities = np.minimum(arrays.values, most)  # no more can flow along any arc
    scaled = capacities * scale
    whole = np.rint(scaled)
    matrix = csr_array((whole.astype(np.int32), arrays.indices, arrays.indptr), shape=arrays.matrix.shape)
    found = maximum_flow(matrix, source, target)
    if (np.abs(scaled - whole) <= 1e-6).all():
        return float(found.flow_value / scale)
    return _cut(arrays, capacities, matrix - found.flow, source)


def _cut(arrays: Arrays, capacities: Floats, residual: Any, source: int) -> float:
    """Capacity of the arcs that leave what the source still reaches."""
    from scipy.sparse.csgraph import breadth_first_order

    residual = residual.tocsr()
    residual.eliminate_zeros()
    near = np.zeros(len(arrays), dtype=bool)
    near[breadth_first_order(residual, source, return_predecessors=False)] = True
    return float(capacities[near[arrays.tails] & ~near[arrays.indices]].sum())


@cache
def _compiled() -> Any:
    """The loop as machine code; None where numba cannot be had."""
    try:
        numba = import_module("numba")
    except ImportError:
        return None
    ends, reals = (numba.types.Array(kind, 1, "C", readonly=True) for kind in (numba.int32, numba.float64))
    whole = numba.int64
    return fast._compile(
        numba,
        _pair_loop,
        numba.void(ends, ends, reals, ends, ends, reals, whole, whole, numba.float64[::1]),
    )
