"""The two inner loops of the engine: best routes from many sources, and what channels add to a block of routes.

numpy and scipy do both anywhere. Where numba is installed (the extra ``fast``) and the network is large enough to be
worth its start, compiled loops do them faster, with the same numbers to 12 decimals. numba is imported only then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from netmodel.engine.layers import Floats, Indices

LARGE = 1_000
"""From so many stakeholders on the compiled loops are used: importing numba costs half a second."""

TILE_ROWS = 16
"""Rows of a block that the compiled loop takes at a time, so that they stay in cache for all channels."""

Loop = Callable[..., None]


@dataclass(frozen=True, eq=False)
class Arcs:
    """What passes from node to node, the strongest of parallel arcs only.

    The arcs that leave node u are ``heads[first[u]:first[u + 1]]``, and pass ``passes[first[u]:first[u + 1]]`` each,
    in (0, 1].
    """

    first: np.ndarray[Any, np.dtype[np.int32]]
    heads: np.ndarray[Any, np.dtype[np.int32]]
    passes: Floats

    @classmethod
    def of(cls, n: int, tails: Indices, heads: Indices, passes: Floats) -> Arcs:
        """Sort arcs between n nodes, keep the strongest of parallel ones, and drop what passes nothing.

        >>> Arcs.of(2, np.array([0, 0]), np.array([1, 1]), np.array([0.2, 0.5])).passes.tolist()
        [0.5]
        """
        order = np.lexsort((-passes, heads, tails))
        tails, heads, passes = tails[order], heads[order], passes[order]
        best = np.ones(len(tails), dtype=bool)
        best[1:] = (tails[1:] != tails[:-1]) | (heads[1:] != heads[:-1])
        best &= passes > 0
        first = np.zeros(n + 1, dtype=np.int32)
        np.cumsum(np.bincount(tails[best], minlength=n), out=first[1:])
        return cls(first, heads[best].astype(np.int32), passes[best])


def is_compiled(stakeholders: int) -> bool:
    """Whether the compiled loops serve a network of so many stakeholders."""
    return stakeholders >= LARGE and _compiled() is not None


def engine_name(stakeholders: int) -> str:
    """Name what computes the routes and gains of a network of so many stakeholders.

    Returns
    -------
    str
        ``numpy``, or ``numba`` with its version.

    Examples
    --------
    >>> engine_name(200)
    'numpy'
    """
    if not is_compiled(stakeholders):
        return "numpy"
    return f"numba {import_module('numba').__version__}"


# ---- best routes ----------------------------------------------------------------------------------------------


def routes_from(arcs: Arcs, sources: Indices, *, compiled: bool) -> Floats:
    """Strength of the best route from each source to every node: sources x nodes; 1 to itself, 0 without a route.

    Parameters
    ----------
    arcs : Arcs
    sources : array of int
    compiled : bool
        Use the compiled loop where there is one (see `is_compiled`); else scipy's Dijkstra on -log(strength).

    Notes
    -----
    O(m log n) a source. The compiled loop multiplies, without logarithms, and lets other threads work meanwhile.

    Examples
    --------
    >>> chain = Arcs.of(3, np.array([0, 1]), np.array([1, 2]), np.array([0.5, 0.5]))
    >>> routes_from(chain, np.array([0]), compiled=False).round(12).tolist()
    [[1.0, 0.5, 0.25]]
    """
    loops = _compiled() if compiled else None
    if loops is not None:
        best = np.empty((len(sources), len(arcs.first) - 1))
        loops[0](arcs.first, arcs.heads, arcs.passes, np.asarray(sources, dtype=np.int64), best)
        return best
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    n = len(arcs.first) - 1
    lengths = csr_array((-np.log(arcs.passes), arcs.heads, arcs.first), shape=(n, n))
    found: Floats = dijkstra(lengths, directed=True, indices=sources)
    np.negative(found, out=found)
    return np.exp(found, out=found)


def _routes_loop(first: Any, heads: Any, passes: Any, sources: Any, best: Any) -> None:
    """Dijkstra on strengths: a heap of four branches a node, largest first, with the place of each node in it."""
    n = len(first) - 1
    nodes = np.empty(n + 1, np.int32)
    keys = np.empty(n + 1)
    place = np.empty(n, np.int32)
    for row in range(len(sources)):
        here = best[row]
        here[:] = 0.0
        place[:] = -1
        here[sources[row]] = 1.0
        nodes[0], keys[0], place[sources[row]] = sources[row], 1.0, 0
        size = 1
        while size:
            node, strength = nodes[0], keys[0]
            size -= 1
            last, key, spot = nodes[size], keys[size], 0
            while True:  # the last one sinks from the top
                child = 4 * spot + 1
                if child >= size:
                    break
                top, largest = child, keys[child]
                for other in range(child + 1, min(child + 4, size)):
                    if keys[other] > largest:
                        top, largest = other, keys[other]
                if largest <= key:
                    break
                nodes[spot], keys[spot] = nodes[top], largest
                place[nodes[spot]] = spot
                spot = top
            nodes[spot], keys[spot], place[last] = last, key, spot
            for arc in range(first[node], first[node + 1]):
                head, way = heads[arc], strength * passes[arc]
                if way > here[head]:
                    here[head] = way
                    spot = place[head]
                    if spot < 0:
                        spot = size
                        size += 1
                    while spot:  # and the better one rises
                        above = (spot - 1) // 4
                        if keys[above] >= way:
                            break
                        nodes[spot], keys[spot] = nodes[above], keys[above]
                        place[nodes[spot]] = spot
                        spot = above
                    nodes[spot], keys[spot], place[head] = head, way, spot


# ---- gains ----------------------------------------------------------------------------------------------------


def block_gains(
    P: Floats,
    at: tuple[slice, slice],
    ways: tuple[Floats, Floats],
    weights: tuple[Floats, Floats],
    *,
    tile: int,
    compiled: bool,
) -> Floats:
    """Weighted sum of what each channel adds to a block of P: of the positive part of into * out - P.

    Parameters
    ----------
    P : array
        Strengths of best routes.
    at : (slice, slice)
        Rows and columns of the block in P.
    ways : (array, array)
        Into each channel from each row of the block (times the channel's quality), and out of it to each column:
        channels x rows and channels x columns. 0 says that nothing is gained there.
    weights : (array, array)
        Of the rows and of the columns.
    tile : int
        Cells that numpy works on at a time, so that they stay in cache for all channels.
    compiled : bool
        Use the compiled loop where there is one.

    Returns
    -------
    array
        One sum a channel.

    Examples
    --------
    >>> none, one = np.zeros((1, 1)), np.ones(1)
    >>> ways = np.array([[0.5]]), np.array([[0.8]])
    >>> block_gains(none, (slice(0, 1), slice(0, 1)), ways, (one, one), tile=1, compiled=False).tolist()
    [0.4]
    """
    loops = _compiled() if compiled else None
    totals = np.zeros(len(ways[0]))
    if loops is None:
        _tiled_gains(P[at], ways, weights, tile, totals)
    else:
        into, out = (np.ascontiguousarray(part) for part in ways)
        loops[1](np.ascontiguousarray(P), at[0].start, at[1].start, into, out, *weights, totals)
    return totals


def row_sums(values: Floats, weights: Floats) -> Floats:
    """Weighted sum of each row, the same to the last bit for any number of threads.

    BLAS shares one long row, but no others, among its threads.

    >>> row_sums(np.array([[1.0, 2.0]]), np.array([0.5, 0.25])).tolist()
    [1.0]
    """
    sums: Floats = values @ weights if len(values) > 1 else np.einsum("ij,j->i", values, weights)
    return sums


def _tiled_gains(
    block: Floats, ways: tuple[Floats, Floats], weights: tuple[Floats, Floats], tile: int, totals: Floats
) -> None:
    into, out = ways
    height, width = block.shape
    step = max(1, tile // max(width, 1))
    whole = height <= step
    cols = [np.flatnonzero(part) for part in out] if not whole else []
    buffer = np.empty((min(step, height), width))
    for start in range(0, height, step):
        part, row_weights = block[start : start + step], weights[0][start : start + step]
        for channel in range(len(into)):
            way, leaving = into[channel, start : start + step], out[channel]
            rows = np.flatnonzero(way) if not whole else way
            if whole or 2 * len(rows) * len(cols[channel]) > part.size:
                more = np.multiply(way[:, None], leaving, out=buffer[: len(part)])
                more -= part
                np.maximum(more, 0.0, out=more)
                totals[channel] += row_weights @ row_sums(more, weights[1])
            elif len(rows):
                some = cols[channel]
                more = np.multiply.outer(way[rows], leaving[some])
                more -= part[rows].take(some, axis=1)
                np.maximum(more, 0.0, out=more)
                totals[channel] += row_weights[rows] @ row_sums(more, weights[1][some])


def _gains_loop(
    P: Any, top: int, left: int, into: Any, out: Any, row_weights: Any, col_weights: Any, totals: Any
) -> None:
    """Some rows of P stay in cache for all channels; rows that gain nothing are passed over."""
    height, width = into.shape[1], out.shape[1]
    for start in range(0, height, TILE_ROWS):
        for channel in range(into.shape[0]):
            leaving = out[channel]
            for row in range(start, min(start + TILE_ROWS, height)):
                way = into[channel, row]
                if way > 0.0 and row_weights[row] > 0.0:
                    values = P[top + row, left : left + width]
                    amount = 0.0
                    for col in range(width):
                        amount += max(way * leaving[col] - values[col], 0.0) * col_weights[col]
                    totals[channel] += amount * row_weights[row]


# ---- compiling ------------------------------------------------------------------------------------------------


@cache
def _compiled() -> tuple[Loop, Loop] | None:
    """Both loops as machine code, from numba's cache where there is one; None where numba cannot be had."""
    try:
        numba = import_module("numba")
    except ImportError:  # not installed, or not for this numpy
        return None

    def given(kind: Any, dimensions: int) -> Any:
        return numba.types.Array(kind, dimensions, "C", readonly=True)

    whole, real = numba.int64, numba.float64
    ends, reals, table = given(numba.int32, 1), given(real, 1), given(real, 2)
    routes = numba.void(ends, ends, reals, given(whole, 1), real[:, ::1])
    gains = numba.void(table, whole, whole, table, table, reals, reals, real[::1])
    return _compile(numba, _routes_loop, routes), _compile(numba, _gains_loop, gains)


def _compile(numba: Any, loop: Loop, signature: Any) -> Loop:
    """Compile for arguments of these types; without a cache where its folder cannot be written or read."""
    options = {"nogil": True, "fastmath": {"reassoc", "nsz"}}
    try:
        compiled: Loop = numba.njit(signature, cache=True, **options)(loop)
    except (RuntimeError, OSError):  # numba found no folder to cache in, or could not write there
        compiled = numba.njit(signature, **options)(loop)
    return compiled
