"""Arrays of a plain graph, and what they make fast: distances, PageRank and Burt's constraint.

numpy and scipy do all of it. Where numba is installed (the extra ``fast``) and the network is large, compiled loops
do what scipy cannot do well, with the same numbers. Betweenness is in `netmodel.engine.brandes`, and what concerns
two stakeholders in `netmodel.engine.pair_routes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from netmodel.engine import fast
from netmodel.engine.layers import Floats, Indices
from netmodel.errors import LimitError, UsageError

UNIT = 10**9
"""Distances are compared in whole units of 1e-9 where equal routes must be equal."""

Ends = NDArray[np.int32]


def plain(G: nx.Graph[Any]) -> nx.Graph[Any]:
    """Simple graph without ties of a node to itself; the strongest of parallel ties stands for a pair.

    The graph itself where it is one already. Strongest is the largest `strength`, then the smallest `distance`.

    Examples
    --------
    >>> G = nx.MultiGraph([("a", "b", {"strength": 0.2}), ("a", "b", {"strength": 0.5}), ("a", "a")])
    >>> list(plain(G).edges(data="strength"))
    [('a', 'b', 0.5)]
    """
    if not G.is_multigraph() and nx.number_of_selfloops(G) == 0:
        return G
    H: nx.Graph[Any] = nx.DiGraph() if G.is_directed() else nx.Graph()
    H.add_nodes_from(G.nodes(data=True))
    for one, other, data in G.edges(data=True):
        if one == other or (H.has_edge(one, other) and _rank(H.edges[one, other]) >= _rank(data)):
            continue
        if H.has_edge(one, other):
            H.remove_edge(one, other)
        H.add_edge(one, other, **data)
    return H


def _rank(data: Any) -> tuple[float, float]:
    return (data.get("strength", 1.0), -data.get("distance", 0.0))


@dataclass(frozen=True, eq=False)
class Arrays:
    """A plain graph as compressed rows: the arcs that leave node k are ``indices[indptr[k]:indptr[k + 1]]``.

    An undirected tie is two arcs. Heads are in order within a row, each at most once, and no arc is a loop.

    Attributes
    ----------
    nodes : tuple
        Node at each place.
    indptr, indices : array of int32
        n + 1 starts of rows, and the head of each arc.
    values : array of float
        What the edge attribute says of each arc.
    directed : bool
    """

    nodes: tuple[Any, ...]
    indptr: Ends
    indices: Ends
    values: Floats
    directed: bool

    @classmethod
    def of(cls, G: nx.Graph[Any], *, weight: str | None = "strength") -> Arrays:
        """Arrays of a graph; an edge that lacks the attribute counts 1, as in NetworkX.

        Parameters
        ----------
        G : nx.Graph
            n nodes, m edges; a multigraph gives the strongest of parallel ties (see `plain`).
        weight : str, optional
            Edge attribute of the values; None: 1 each.

        Raises
        ------
        UsageError
            Where a value is negative or no number.

        Notes
        -----
        O(n + m), in Python: the dearest part of a single fast computation.

        Examples
        --------
        >>> arrays = Arrays.of(nx.path_graph(["a", "b", "c"]), weight=None)
        >>> arrays.indptr.tolist(), arrays.indices.tolist()
        ([0, 1, 3, 4], [1, 0, 2, 1])
        """
        H = plain(G)
        nodes = tuple(H)
        place = {node: number for number, node in enumerate(nodes)}
        indptr = np.zeros(len(nodes) + 1, dtype=np.int32)
        np.cumsum([len(around) for _, around in H.adjacency()], out=indptr[1:])
        heads = [place[other] for _, around in H.adjacency() for other in around]
        indices = np.array(heads, dtype=np.int32)
        values = np.ones(len(indices))
        if weight is not None:
            values[:] = [data.get(weight, 1.0) for _, around in H.adjacency() for data in around.values()]
            if not (np.isfinite(values) & (values >= 0)).all():
                raise UsageError(f"{weight} of a tie must be a number from 0 up")
        order = np.lexsort((indices, np.repeat(np.arange(len(nodes)), np.diff(indptr))))
        return cls(nodes, indptr, indices[order], values[order], bool(H.is_directed()))

    def __len__(self) -> int:
        return len(self.nodes)

    @cached_property
    def tails(self) -> Indices:
        """Node that each arc leaves."""
        return np.repeat(np.arange(len(self)), np.diff(self.indptr))

    @cached_property
    def matrix(self) -> Any:
        """The values as a scipy.sparse.csr_array, n x n, that shares them."""
        from scipy.sparse import csr_array

        return csr_array((self.values, self.indices, self.indptr), shape=(len(self), len(self)))

    @cached_property
    def turned(self) -> Arrays:
        """The same with every arc turned round; undirected arrays are their own."""
        if not self.directed:
            return self
        back = self.matrix.T.tocsr()
        back.sort_indices()
        return Arrays(self.nodes, back.indptr, back.indices, back.data, True)

    def in_units(self) -> Arrays:
        """The same with values in whole units of 1e-9, at least one, so that equal lengths are equal."""
        return Arrays(
            self.nodes, self.indptr, self.indices, np.maximum(np.rint(self.values * UNIT), 1.0), self.directed
        )

    def by_node(self, values: Any) -> dict[Any, float]:
        """A dict by node of one value a place."""
        return dict(zip(self.nodes, np.asarray(values, dtype=float).tolist(), strict=True))


# ---- distances ------------------------------------------------------------------------------------------------


def distances_from(arrays: Arrays, sources: Indices, *, hops: bool = False) -> Floats:
    """Length of the shortest route from each source to every node: sources x n; inf without a route.

    Parameters
    ----------
    arrays : Arrays
        Its values are lengths.
    sources : array of int
        Places, not nodes.
    hops : bool
        Every arc has length 1.

    Notes
    -----
    scipy's Dijkstra, O(m log n) a source; 8 n bytes a source, so take sources a block at a time.

    Examples
    --------
    >>> distances_from(Arrays.of(nx.path_graph(3), weight=None), np.array([0])).tolist()
    [[0.0, 1.0, 2.0]]
    """
    from scipy.sparse.csgraph import dijkstra

    if not len(sources):
        return np.zeros((0, len(arrays)))
    found: Floats = dijkstra(arrays.matrix, directed=True, indices=sources, unweighted=hops)
    return found


# ---- PageRank and constraint ----------------------------------------------------------------------------------


def pagerank_of(arrays: Arrays, *, damping: float = 0.85, tolerance: float = 1e-6, most: int = 1000) -> Floats:
    """PageRank by power iteration, step by step as NetworkX does it: from equal values, dead ends jump anywhere.

    Parameters
    ----------
    arrays : Arrays
    damping : float
        Share of steps that follow a tie.
    tolerance : float
        It ends when a step changes less than n times this in all.
    most : int
        Steps.

    Returns
    -------
    array
        n values that sum to 1.

    Raises
    ------
    LimitError
        After so many steps.

    Examples
    --------
    >>> pagerank_of(Arrays.of(nx.cycle_graph(4))).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    n = len(arrays)
    sums = np.asarray(arrays.matrix.sum(axis=1), dtype=float)
    ends = np.flatnonzero(sums == 0)
    share = np.divide(1.0, sums, out=np.zeros(n), where=sums > 0)
    back = arrays.turned.matrix
    now: Floats = np.full(n, 1.0 / max(n, 1))
    for _ in range(most if n else 0):
        last = now
        now = damping * (back @ (last * share) + last[ends].sum() / n) + (1 - damping) / n
        if np.abs(now - last).sum() < n * tolerance:
            return now
    if n:
        raise LimitError(f"PageRank did not settle in {most} steps: allow more, or a larger tolerance")
    return now


def constraint_of(arrays: Arrays, *, compiled: bool | None = None) -> Floats:
    """Burt's constraint of each place, with the values as strengths; nan for an isolate.

    The strength between two is that of both directions together, as in NetworkX. `compiled` chooses machine code, by
    default for large networks where numba is installed.

    Notes
    -----
    O(sum of squared degrees).

    References
    ----------
    .. [1] Burt, R. S. (1992). *Structural Holes*. Harvard University Press, chapter 2. (not re-read)

    Examples
    --------
    >>> constraint_of(Arrays.of(nx.complete_graph(3))).tolist()
    [1.125, 1.125, 1.125]
    """
    from scipy.sparse import csr_array

    mutual = (arrays.matrix + arrays.matrix.T).tocsr() if arrays.directed else arrays.matrix
    sums = np.asarray(mutual.sum(axis=1), dtype=float)
    each = np.diff(mutual.indptr)
    shares = mutual.data / np.repeat(np.where(sums > 0, sums, 1.0), each)
    loop = _compiled() if is_fast(len(arrays), compiled) else None
    if loop is not None:
        found = np.zeros(len(arrays))
        loop(mutual.indptr, mutual.indices, shares, found)
    else:
        P = csr_array((shares, mutual.indices, mutual.indptr), shape=mutual.shape)
        pattern = csr_array((np.ones(len(shares)), mutual.indices, mutual.indptr), shape=mutual.shape)
        both = P + (P @ P).multiply(pattern)
        found = np.asarray(both.multiply(both).sum(axis=1), dtype=float)
    found[sums == 0] = np.nan
    return found


def _constraint_loop(first: Any, heads: Any, shares: Any, found: Any) -> None:
    """For each node: its share in each neighbour, and through whom else it comes back to that neighbour."""
    held = np.zeros(len(first) - 1)
    near = np.zeros(len(first) - 1, np.bool_)
    for node in range(len(first) - 1):
        start, end = first[node], first[node + 1]
        for arc in range(start, end):
            held[heads[arc]] = shares[arc]
            near[heads[arc]] = True
        for arc in range(start, end):
            for second in range(first[heads[arc]], first[heads[arc] + 1]):
                if near[heads[second]]:
                    held[heads[second]] += shares[arc] * shares[second]
        for arc in range(start, end):
            found[node] += held[heads[arc]] ** 2
            near[heads[arc]] = False


# ---- compiling ------------------------------------------------------------------------------------------------


def is_fast(n: int, compiled: bool | None = None) -> bool:
    """Whether to use machine code for n nodes: as asked, else for large networks."""
    return n >= fast.LARGE if compiled is None else compiled


@cache
def _compiled() -> Any:
    """The loop as machine code; None where numba cannot be had."""
    try:
        numba = import_module("numba")
    except ImportError:
        return None
    ends, reals = (numba.types.Array(kind, 1, "C", readonly=True) for kind in (numba.int32, numba.float64))
    return fast._compile(numba, _constraint_loop, numba.void(ends, ends, reals, numba.float64[::1]))
