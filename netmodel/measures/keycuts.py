"""What removals cut, and what they cannot: cut points of a network, and the core that stays whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow


def joined_without_each(neighbours: Sequence[Sequence[int]], gone: Iterable[int]) -> list[int]:
    """Ordered pairs that routes still join without some nodes and, in turn, each other one.

    Undirected, each node's neighbours given. One depth-first search finds what hangs on each node [1]_: O(n + m) for
    all nodes together. At those who are gone: without them alone.

    References
    ----------
    .. [1] Hopcroft, J., Tarjan, R. (1973). Algorithm 447: efficient algorithms for graph manipulation.
       *Communications of the ACM* 16, 372-378 (not re-read).

    Examples
    --------
    >>> joined_without_each([[1], [0, 2], [1]], [])
    [2, 0, 2]
    """
    n = len(neighbours)
    found, under, off, pairs = [0] * n, [1] * n, [0] * n, [0] * n  # off, pairs: nodes that fall off, pairs in them
    for node in gone:
        found[node] = n + 1  # as if found later than anybody: no way back leads through it
    total, pieces, before = 0, [], 0
    for root in range(n):
        if not found[root]:
            order = _descend(root, neighbours, found, under, off, pairs, before)
            before += len(order)
            total += len(order) * (len(order) - 1)
            pieces.append(order)
    joined = [total] * n
    for order in pieces:
        size = len(order)
        for v in order:
            rest = size - 1 - off[v]
            joined[v] = total - size * (size - 1) + pairs[v] + rest * (rest - 1)
    return joined


def _descend(
    root: int,
    neighbours: Sequence[Sequence[int]],
    found: list[int],
    under: list[int],
    off: list[int],
    pairs: list[int],
    time: int,
) -> list[int]:
    """Search one piece from a root: who is in it, and for each, what falls off with him."""
    time += 1
    found[root], low, order = time, {root: time}, [root]
    stack = [(root, -1, iter(neighbours[root]))]
    while stack:
        u, above, rest = stack[-1]
        for v in rest:
            if not found[v]:
                time += 1
                found[v] = low[v] = time
                order.append(v)
                stack.append((v, u, iter(neighbours[v])))
                break
            if found[v] < low[u] and v != above:
                low[u] = found[v]
        else:
            stack.pop()
            if above >= 0:
                size = under[u]
                under[above] += size
                if low[u] < low[above]:
                    low[above] = low[u]
                if low[u] >= found[above]:
                    off[above] += size
                    pairs[above] += size * (size - 1)
    return order


def safe_core(ties: Any, removals: int) -> int:
    """How many at least stay in one piece, whichever `removals` nodes of an undirected network are removed.

    A node that is tied to a hub, or has more node-disjoint routes to it than there are removals, stays joined with
    it (Menger); of `removals` + 1 hubs one remains. Others hang on by their ties to these, and who is removed can
    cut them off only where all those ties are his. O((removals + 1) n) maximum flows.

    Parameters
    ----------
    ties : csr_array, n x n
        Symmetric, without a diagonal.
    removals : int
        At least 1.

    Examples
    --------
    >>> safe_core(csr_array(np.ones((6, 6)) - np.eye(6)), 2)
    4
    """
    n = ties.shape[0]
    degrees = np.diff(ties.indptr)
    hubs = np.argsort(-degrees, kind="stable")[: removals + 1]
    if len(hubs) <= removals:
        return 0
    source, target = (np.asarray(part, dtype=np.int64) for part in ties.nonzero())
    inner = np.arange(n)
    rows, columns = np.concatenate([2 * inner, 2 * source + 1]), np.concatenate([2 * inner + 1, 2 * target])
    split = csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)), shape=(2 * n, 2 * n))
    return min(_around(int(hub), ties, split, degrees, removals) for hub in hubs)


def _around(hub: int, ties: Any, split: Any, degrees: Any, removals: int) -> int:
    n = ties.shape[0]
    firm = np.zeros(n, dtype=bool)
    firm[[hub, *ties.indices[ties.indptr[hub] : ties.indptr[hub + 1]]]] = True
    for node in np.flatnonzero(~firm & (degrees > removals)):
        firm[node] = maximum_flow(split, 2 * hub + 1, 2 * int(node)).flow_value > removals
    holds = ties @ firm.astype(float)
    loose = ~firm & (holds > 0)
    cuts = 1 + ties @ np.where(loose, 1 / np.maximum(holds, 1), 0)
    return int(max(np.floor(firm.sum() + loose.sum() - np.sort(cuts)[-removals:].sum() + 1e-9), 0))
