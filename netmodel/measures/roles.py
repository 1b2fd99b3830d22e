"""Counting the open two-paths through everybody by role, and what random labels would give, exactly.

Matrices instead of triples: the pairs of an arc into a node and an arc out of it, less the pairs that a third arc
closes, which are the cells of a product of two adjacency matrices masked by a third.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import sqrt
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from netmodel.measures.nulls import in_order

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")
"""The five roles: groups AAA, ABA, ABB, AAB and ABC."""

FILL = 20_000_000
"""Cells of a sparse product that are held at a time."""

Counts = NDArray[np.int64]
Matrix = Any  # a csr_array: * multiplies by cells, @ as matrices


@dataclass(frozen=True, eq=False)
class Arcs:
    """A graph as arcs between positions in `nodes`; `back` is the position of the arc's reverse, -1 for none."""

    nodes: list[Any]
    source: NDArray[np.int64]
    target: NDArray[np.int64]
    back: NDArray[np.int64]

    def matrix(self, chosen: Any = slice(None)) -> Matrix:
        """Adjacency of the chosen arcs."""
        n, source, target = len(self.nodes), self.source[chosen], self.target[chosen]
        return csr_array((np.ones(len(source)), (source, target)), shape=(n, n))

    def at(self, ends: NDArray[np.int64], chosen: Any = slice(None)) -> Counts:
        """How many of the chosen arcs have each node at this end."""
        return np.bincount(ends[chosen], minlength=len(self.nodes))


def arcs_of(G: nx.Graph[Any]) -> Arcs:
    """The arcs of a graph in order of ids: both ways where undirected, loops and parallels left out."""
    nodes = in_order(G)
    place = {node: i for i, node in enumerate(nodes)}
    pairs = {(place[u], place[v]) for u, v in G.edges() if u != v}
    if not G.is_directed():
        pairs |= {(v, u) for u, v in pairs}
    where = {pair: i for i, pair in enumerate(sorted(pairs))}
    ends = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    back = np.array([where.get((v, u), -1) for u, v in where], dtype=np.int64)
    return Arcs(nodes, ends[:, 0], ends[:, 1], back)


def codes_of(groups: Mapping[Any, str]) -> NDArray[np.int64]:
    """Groups as numbers."""
    number = {name: i for i, name in enumerate(sorted(set(groups.values())))}
    return np.array([number[name] for name in groups.values()], dtype=np.int64)


def role_counts(arcs: Arcs, labels: NDArray[np.int64]) -> Counts:
    """Open two-paths through each node by role, n x 5: pairs of an arc in and an arc out, less those closed."""
    same = labels[arcs.source] == labels[arcs.target]
    mutual = arcs.back >= 0
    in_same, in_other = (arcs.at(arcs.target, chosen) for chosen in (same, ~same))
    out_same, out_other = (arcs.at(arcs.source, chosen) for chosen in (same, ~same))
    to_own, to_others = (arcs.at(arcs.target, mutual & chosen) for chosen in (same, ~same))
    alike = _alike(arcs, labels) - in_same * out_same  # pairs of others' arcs from and to one and the same group
    every = (
        in_same * out_same - to_own,
        alike - to_others,
        in_other * out_same,
        in_same * out_other,
        in_other * out_other - alike,
    )
    S, X = arcs.matrix(same), arcs.matrix(~same)
    closed = ((S, S, S), (X, S, X), (X, X, S), (S, X, X), (X, X, X))  # a -> b, a -> c, b -> c
    open_ = [all_ - _columns(_closing(ab, ac, bc.T)) for all_, (ab, ac, bc) in zip(every, closed, strict=True)]
    return np.stack(open_, axis=1).astype(np.int64)


def _alike(arcs: Arcs, labels: NDArray[np.int64]) -> Counts:
    """Pairs of an arc into a node and an arc out of it that begin and end in the same group."""
    shape = (len(labels), int(labels.max(initial=-1)) + 1)
    ones = np.ones(len(arcs.source), dtype=np.int64)
    into = csr_array((ones, (arcs.target, labels[arcs.source])), shape=shape)
    out = csr_array((ones, (arcs.source, labels[arcs.target])), shape=shape)
    return np.asarray((into * out).sum(axis=1), dtype=np.int64)


def _closing(mask: Matrix, left: Matrix, right: Matrix) -> Matrix:
    """The cells of left @ right where the mask is 1, a few rows at a time where it is large."""
    n = mask.shape[0]
    step = max(1, FILL // max(n, 1))
    if step >= n:
        return mask * (left @ right)
    rows = [slice(start, start + step) for start in range(0, n, step)]
    return csr_array(vstack([mask[part] * (left[part] @ right) for part in rows]))


def _columns(matrix: Matrix) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.rint(np.asarray(matrix.sum(axis=0), dtype=float))
    return found


# ---- what random labels give, exactly ----------------------------------------------------------------------------


def overlaps(arcs: Arcs) -> list[tuple[int, ...]]:
    """For each node b, how pairs of its open two-paths (a, c), (a', c') overlap.

    Counts of: two-paths; pairs that are each other's reverse; ordered pairs with a = a' alone; with c = c' alone;
    with c = a' alone (as many have a = c').
    """
    n = len(arcs.nodes)
    A = arcs.matrix()
    mutual = (arcs.back >= 0).astype(np.int64)
    out_closed = _cells(_closing(A, A, A.T), arcs)  # at a -> b: how many c close it
    in_closed = _cells(_closing(A, A.T, A), arcs)  # at b -> c: how many a do
    onward = arcs.at(arcs.source)[arcs.target] - mutual - out_closed
    inward = arcs.at(arcs.target)[arcs.source] - mutual - in_closed
    M = arcs.matrix(arcs.back >= 0)
    tied = 2 * _columns(_closing(M, A, M.T)) - _columns(_closing(M, M, M.T))
    both = arcs.at(arcs.target, arcs.back >= 0)
    reverse = both * (both - 1) - tied.astype(np.int64)

    def summed(ends: NDArray[np.int64], amounts: Any) -> Counts:
        return np.rint(np.bincount(ends, weights=amounts, minlength=n)).astype(np.int64)

    through = summed(arcs.target, onward)
    there = arcs.back >= 0
    chain = summed(arcs.target[there], onward[there] * inward[arcs.back[there]]) - reverse
    source, target = summed(arcs.target, onward * (onward - 1)), summed(arcs.source, inward * (inward - 1))
    columns = [part.tolist() for part in (through, reverse, source, target, chain)]
    return list(zip(*columns, strict=True))


def _cells(matrix: Matrix, arcs: Arcs) -> Counts:
    """The values of a matrix at the arcs."""
    if not len(arcs.source):
        return np.zeros(0, dtype=np.int64)
    found: Counts = np.rint(np.asarray(matrix[arcs.source, arcs.target], dtype=float).ravel()).astype(np.int64)
    return found


def by_chance(overlaps: list[tuple[int, ...]], sizes: tuple[int, ...]) -> tuple[Any, Any]:
    """Mean and standard error of every count, n x 5 each, when the labels are dealt out at random."""
    chances = [_chances(role, sizes) for role in ROLES]

    @cache
    def moments(overlap: tuple[int, ...]) -> list[tuple[float, float]]:
        through, reverse, source, target, chain = overlap
        apart = through * through - through - reverse - source - target - 2 * chain
        found = []
        for same, back, from_one, to_one, on, disjoint in chances:
            square = same * through + back * reverse + from_one * source + to_one * target
            square += 2 * on * chain + disjoint * apart
            found.append((float(same * through), sqrt(square - (same * through) ** 2)))
        return found

    values = np.array([moments(overlap) for overlap in overlaps]).reshape(-1, 5, 2)
    return values[:, :, 0], values[:, :, 1]


def _chances(role: str, sizes: tuple[int, ...]) -> list[Fraction]:
    """Chances that random labels give two two-paths of a broker both this role, by how they overlap.

    In this order: the same one, its reverse, the same source, the same destination, one goes on where the other
    ends, disjoint. The broker's own label is dealt out too.
    """
    n = sum(sizes)
    ways = [sum(size * _ways(role, sizes, at)[kind] for at, size in enumerate(sizes)) for kind in range(6)]
    others = (2, 2, 3, 3, 3, 4)
    return [
        Fraction(way, n * _falling(n - 1, k)) if n > k else Fraction(0) for way, k in zip(ways, others, strict=True)
    ]


def _ways(role: str, sizes: tuple[int, ...], at: int) -> tuple[int, ...]:
    """Ways to choose the other ends from the groups for a broker in group `at`, by overlap."""
    f, own = _falling, sizes[at] - 1
    rest = [size for i, size in enumerate(sizes) if i != at]
    out = sum(rest)
    pairs, threes = sum(f(m, 2) for m in rest), sum(f(m, 3) for m in rest)
    alike = sum(f(m, 4) + f(m, 2) * (pairs - f(m, 2)) for m in rest)
    apart = sum(m * f(out - m, 2) for m in rest)
    if role == "coordinator":
        return f(own, 2), f(own, 2), f(own, 3), f(own, 3), f(own, 3), f(own, 4)
    if role == "itinerant":
        return pairs, pairs, threes, threes, threes, alike
    if role == "gatekeeper":
        return out * own, 0, out * f(own, 2), f(out, 2) * own, 0, f(out, 2) * f(own, 2)
    if role == "representative":
        return own * out, 0, own * f(out, 2), f(own, 2) * out, 0, f(own, 2) * f(out, 2)
    differ = f(out, 2) - pairs
    return differ, differ, apart, apart, apart, f(out, 4) - 2 * pairs * f(out - 2, 2) + alike


def _falling(x: int, k: int) -> int:
    value = 1
    for i in range(k):
        value *= max(x - i, 0)
    return value
