"""Betweenness and load of stakeholders and ties on arrays, by Brandes's algorithm, many sources at a time.

Where numba is installed and the network is large, a compiled loop does it; else numpy walks the shortest routes of a
block of sources level by level, with the same numbers. Lengths are compared exactly: in hops, or in whole units of
1e-9, so that equal routes are equal.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from heapq import heappop, heappush
from importlib import import_module
from typing import Any

import numpy as np

from netmodel.engine import fast
from netmodel.engine.arrays import Arrays, distances_from, is_fast
from netmodel.engine.layers import Floats, Indices

CELLS = 2_000_000
"""Arcs times sources that numpy works on at a time."""


def carried(
    arrays: Arrays,
    *,
    hops: bool = True,
    even: bool = False,
    ties: bool = True,
    sources: Indices | None = None,
    compiled: bool | None = None,
) -> tuple[Floats, Floats]:
    """What passes through each node, and along each arc, when every source sends one message to everybody it reaches.

    Parameters
    ----------
    arrays : Arrays
        Its values are lengths.
    hops : bool
        Every arc has length 1; else lengths are compared in whole units of 1e-9.
    even : bool
        A message is split evenly among the last steps to each node (load), not among the routes (betweenness).
    ties : bool
        False leaves the arcs out, which is a little faster: an empty array.
    sources : array of int, optional
        Places that send; default: all.
    compiled : bool, optional
        Machine code where numba is installed; default: for large networks.

    Returns
    -------
    (array, array)
        By node, both ends of a route left out; by arc, ends included. Ordered pairs are counted: an undirected pair
        counts twice.

    Notes
    -----
    O(n m) in hops, O(n m log n) with lengths.

    References
    ----------
    .. [1] Brandes, U. (2001). A faster algorithm for betweenness centrality. *Journal of Mathematical Sociology* 25,
       163-177.

    Examples
    --------
    >>> import networkx as nx
    >>> nodes, arcs = carried(Arrays.of(nx.path_graph(3), weight=None))
    >>> nodes.tolist(), arcs.tolist()
    ([0.0, 2.0, 0.0], [2.0, 2.0, 2.0, 2.0])
    """
    lengths = arrays if hops else arrays.in_units()
    start = np.arange(len(arrays)) if sources is None else np.asarray(sources, dtype=np.intp)
    nodes, arcs = np.zeros(len(arrays)), np.zeros(len(arrays.indices) if ties else 0)
    loops = _compiled() if is_fast(len(arrays), compiled) else None
    if loops is not None:
        which = start.astype(np.int64)
        if hops:
            loops[0](arrays.indptr, arrays.indices, which, even, nodes, arcs)
        else:
            steps = lengths.values.astype(np.int64)
            loops[1](arrays.indptr, arrays.indices, steps, which, even, nodes, arcs)
        return nodes, arcs
    block = max(1, CELLS // max(len(arrays.indices), len(arrays), 1))
    for begin in range(0, len(start), block):
        _add_block(lengths, start[begin : begin + block], hops, even, nodes, arcs)
    return nodes, arcs


def _add_block(arrays: Arrays, sources: Indices, hops: bool, even: bool, nodes: Floats, arcs: Floats) -> None:
    """Walk the shortest routes of a block of sources forth, counting them, and back, adding what they carry."""
    n = len(arrays)
    far = distances_from(arrays, sources, hops=hops)
    before = far[:, arrays.tails]
    after = before + (1.0 if hops else arrays.values)
    which, arc = np.nonzero(np.isfinite(before) & (after == far[:, arrays.indices]))
    tails, heads = which * n + arrays.tails[arc], which * n + arrays.indices[arc]
    starts = np.arange(len(sources)) * n + sources
    levels = list(_levels(tails, heads, starts, far.size))
    count = np.zeros(far.size)
    count[starts] = 1.0
    for level in levels:
        np.add.at(count, heads[level], 1.0 if even else count[tails[level]])
    share = (1.0 if even else count[tails]) / count[heads]
    through, along = np.zeros(far.size), np.zeros(len(tails))
    for level in reversed(levels):
        along[level] = share[level] * (1.0 + through[heads[level]])
        np.add.at(through, tails[level], along[level])
    through[starts] = 0.0
    nodes += through.reshape(far.shape).sum(axis=0)
    if len(arcs):
        arcs += np.bincount(arc, weights=along, minlength=len(arcs))


def _levels(tails: Indices, heads: Indices, starts: Indices, size: int) -> Iterator[Indices]:
    """Arcs, sorted by tail, such that all that lead to a tail come before those that leave it."""
    first = np.zeros(size + 1, dtype=np.intp)
    np.cumsum(np.bincount(tails, minlength=size), out=first[1:])
    waiting = np.bincount(heads, minlength=size)
    ready = starts
    while len(ready):
        count = first[ready + 1] - first[ready]
        level = np.repeat(first[ready] - np.cumsum(count) + count, count) + np.arange(count.sum())
        yield level
        ends = heads[level]
        np.subtract.at(waiting, ends, 1)
        ready = np.unique(ends[waiting[ends] == 0])


# The loops of Brandes. `count` is the number of shortest routes to a node, or of last steps on them where messages
# split evenly; `worth` is what each of these brings on; conditions are written as sums, since branches would be
# guessed wrong.


def _hops_loop(first: Any, heads: Any, sources: Any, even: bool, nodes: Any, arcs: Any) -> None:
    """Forth with a queue, in hops; then back from the farthest."""
    n, ties = len(first) - 1, len(arcs) > 0
    far, order = np.empty(n, np.int32), np.empty(n + 1, np.int32)
    count, worth = np.empty(n), np.zeros(n)
    for source in sources:
        far[:] = -1
        count[:] = 0.0
        far[source], count[source], order[0] = 0, 1.0, source
        size, read = 1, 0
        while read < size:
            node = order[read]
            read += 1
            way, adds = far[node] + 1, 1.0 if even else count[node]
            for arc in range(first[node], first[node + 1]):
                head = heads[arc]
                length = far[head]
                order[size] = head
                size += length < 0
                length = way if length < 0 else length
                far[head] = length
                count[head] += adds if length == way else 0.0
        for spot in range(size - 1, -1, -1):
            node = order[spot]
            through, way, part = 0.0, far[node] + 1, 1.0 if even else count[node]
            for arc in range(first[node], first[node + 1]):
                gain = worth[heads[arc]]
                amount = part * gain if far[heads[arc]] == way else 0.0
                through += amount
                if ties:
                    arcs[arc] += amount
            worth[node] = (1.0 + through) / count[node]
            nodes[node] += through if node != source else 0.0


def _lengths_loop(first: Any, heads: Any, steps: Any, sources: Any, even: bool, nodes: Any, arcs: Any) -> None:
    """Forth with a heap, by whole lengths; then back from the farthest."""
    n, ties = len(first) - 1, len(arcs) > 0
    far, order = np.empty(n, np.int64), np.empty(n, np.int32)
    count, worth = np.empty(n), np.zeros(n)
    for source in sources:
        far[:] = -1
        far[source], count[source] = 0, 1.0
        heap = [(far[source], source)]
        size = 0
        while len(heap):
            length, node = heappop(heap)
            if length > far[node]:
                continue
            order[size] = node
            size += 1
            adds = 1.0 if even else count[node]
            for arc in range(first[node], first[node + 1]):
                head, way = heads[arc], length + steps[arc]
                if far[head] < 0 or way < far[head]:
                    far[head], count[head] = way, adds
                    heappush(heap, (way, np.int64(head)))
                elif way == far[head]:
                    count[head] += adds
        for spot in range(size - 1, -1, -1):
            node = order[spot]
            through, part = 0.0, 1.0 if even else count[node]
            for arc in range(first[node], first[node + 1]):
                gain = worth[heads[arc]]
                amount = part * gain if far[heads[arc]] == far[node] + steps[arc] else 0.0
                through += amount
                if ties:
                    arcs[arc] += amount
            worth[node] = (1.0 + through) / count[node]
            nodes[node] += through if node != source else 0.0


@cache
def _compiled() -> tuple[Any, Any] | None:
    """Both loops as machine code; None where numba cannot be had."""
    try:
        numba = import_module("numba")
    except ImportError:
        return None

    def given(kind: Any) -> Any:
        return numba.types.Array(kind, 1, "C", readonly=True)

    ends, whole, flag, sums = given(numba.int32), given(numba.int64), numba.boolean, numba.float64[::1]
    in_hops = numba.void(ends, ends, whole, flag, sums, sums)
    by_length = numba.void(ends, ends, whole, whole, flag, sums, sums)
    return fast._compile(numba, _hops_loop, in_hops), fast._compile(numba, _lengths_loop, by_length)
