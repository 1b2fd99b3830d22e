"""How closely a network hangs together: density, connectedness, efficiency, reciprocity, transitivity."""

from __future__ import annotations

from collections import Counter
from math import isfinite, nan
from typing import Any

import networkx as nx
import numpy as np

from netmodel.errors import UsageError
from netmodel.measures import register
from netmodel.measures.simple import SIMPLE, simple_graph

CELLS = 1 << 22
"""Distances that are held at once."""


@register(
    level="network",
    better="higher",
    source="Wasserman & Faust 1994",
    range="0..1",
    meaning="Share of all possible ties that are there.",
    cost="O(n + m)",
    convention=f"Directed: of n (n - 1) ties, else of half as many. {SIMPLE}",
    undefined="fewer than two stakeholders",
)
def density(G: nx.Graph[Any]) -> float:
    """Share of all possible ties that are there.

    Returns
    -------
    float
        In [0, 1]; nan with fewer than two nodes.

    References
    ----------
    .. [1] Wasserman, S., Faust, K. (1994). *Social Network Analysis: Methods and Applications*. Cambridge.

    Examples
    --------
    >>> density(nx.path_graph(4))
    0.5
    """
    return nx.density(simple_graph(G)) if len(G) > 1 else nan


@register(
    level="network",
    better="higher",
    source="Krackhardt 1994",
    range="0..1",
    meaning="Share of all pairs of stakeholders that some route joins, whatever their sides.",
    cost="O(n + m)",
    convention="Direction is ignored, as in Krackhardt's underlying graph.",
    undefined="fewer than two stakeholders",
)
def krackhardt_connectedness(G: nx.Graph[Any]) -> float:
    """Share of all pairs that some route joins; direction is ignored.

    Returns
    -------
    float
        In [0, 1]; nan with fewer than two nodes.

    References
    ----------
    .. [1] Krackhardt, D. (1994). Graph theoretical dimensions of informal organizations. In *Computational
       Organization Theory*, 89-111.

    Examples
    --------
    >>> krackhardt_connectedness(nx.Graph([("a", "b"), ("c", "d")]))
    0.3333333333333333
    """
    n = len(G)
    return sum(part * (part - 1) for part in _pieces(G)) / (n * (n - 1)) if n > 1 else nan


@register(
    level="network",
    source="Krackhardt 1994",
    range="0..1",
    meaning="1 where no tie could be lost without parting somebody, 0 where everybody within a piece is tied.",
    cost="O(n + m)",
    convention="Over the underlying graph: direction is ignored and a pair counts once (the R package sna counts "
    "arcs). Ties beyond a tree, of those possible beyond a tree, summed over pieces.",
    undefined="no piece of three or more stakeholders",
)
def krackhardt_efficiency(G: nx.Graph[Any]) -> float:
    """One minus the ties beyond a tree, of those possible beyond a tree within the pieces of the network.

    Returns
    -------
    float
        In [0, 1]; nan where no piece has three nodes, since no tie could be superfluous.

    References
    ----------
    .. [1] Krackhardt, D. (1994). Graph theoretical dimensions of informal organizations. In *Computational
       Organization Theory*, 89-111.

    Examples
    --------
    >>> krackhardt_efficiency(nx.cycle_graph(4))
    0.6666666666666667
    """
    pieces = _pieces(G)
    spare = simple_graph(G, directed=False).number_of_edges() - sum(part - 1 for part in pieces)
    most = sum((part - 1) * (part - 2) // 2 for part in pieces)
    return 1 - spare / most if most else nan


def _pieces(G: nx.Graph[Any]) -> list[int]:
    found = nx.weakly_connected_components(G) if isinstance(G, nx.DiGraph) else nx.connected_components(G)
    return [len(part) for part in found]


@register(
    level="network",
    better="higher",
    source="Latora & Marchiori 2001",
    range="0..1",
    meaning="Mean inverse distance (in hops) between any two stakeholders; 0 for a pair that is cut.",
    cost="O(n m)",
    convention="Directed: over ordered pairs. Not normalised by an ideal network.",
    undefined="fewer than two stakeholders",
    shown=False,
)
def global_efficiency(G: nx.Graph[Any], *, weight: str | None = None) -> float:
    """Mean of 1 / distance over all ordered pairs; a pair without a route counts 0.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    weight : str, optional
        Edge attribute that is a distance above 0; default: hops.

    Returns
    -------
    float
        In [0, 1] in hops; nan with fewer than two nodes.

    References
    ----------
    .. [1] Latora, V., Marchiori, M. (2001). Efficient behavior of small-world networks. *Physical Review Letters*
       87, 198701.

    Examples
    --------
    >>> round(global_efficiency(nx.path_graph(3)), 6)
    0.833333
    """
    from scipy.sparse.csgraph import dijkstra, shortest_path

    n = len(G)
    if n < 2:
        return nan
    matrix = _lengths(G, weight)
    step, total = max(1, CELLS // n), 0.0
    for start in range(0, n, step):
        rows = np.arange(start, min(start + step, n))
        far = (
            shortest_path(matrix, method="D", unweighted=True, indices=rows)
            if weight is None
            else dijkstra(matrix, indices=rows)
        )
        far[np.arange(len(rows)), rows] = np.inf
        total += float((1 / far).sum())
    return total / (n * (n - 1))


def _lengths(G: nx.Graph[Any], weight: str | None) -> Any:
    """Sparse matrix of lengths; of parallel ties the shortest."""
    H: nx.Graph[Any] = nx.DiGraph() if G.is_directed() else nx.Graph()
    H.add_nodes_from(G)
    for u, v, length in G.edges(data=weight, default=1.0) if weight else ((u, v, 1.0) for u, v in G.edges()):
        if not (isfinite(length) and length > 0):
            raise UsageError(f"{weight} of a tie must be a finite number above 0")
        if u != v and not (H.has_edge(u, v) and H.edges[u, v]["length"] <= length):
            H.add_edge(u, v, length=length)
    return nx.to_scipy_sparse_array(H, weight="length", dtype=np.dtype(float))


@register(
    level="network",
    source="Wasserman & Faust 1994",
    range="0..1",
    meaning="Share of directed ties that are returned.",
    cost="O(n + m)",
    convention=f"1 for an undirected network with ties, each of which goes both ways. {SIMPLE}",
    undefined="no tie",
)
def reciprocity(G: nx.Graph[Any]) -> float:
    """Share of directed ties that are returned; 1 for an undirected graph with ties.

    Returns
    -------
    float
        In [0, 1]; nan without a tie.

    Examples
    --------
    >>> reciprocity(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "c")]))
    0.6666666666666666
    """
    H = simple_graph(G)
    if not H.number_of_edges():
        return nan
    return sum(H.has_edge(v, u) for u, v in H.edges()) / H.number_of_edges()


@register(
    level="network",
    source="Holland & Leinhardt 1971 (not re-read)",
    range="0..1",
    meaning="Share of pairs with a common neighbour, counted once a common neighbour, that are tied themselves.",
    cost="O(n + sum of squared degrees)",
    convention="Three times the triangles over the connected triples; direction is ignored.",
    undefined="nobody has two neighbours",
)
def transitivity(G: nx.Graph[Any]) -> float:
    """Three times the number of triangles over the number of connected triples; direction is ignored.

    Returns
    -------
    float
        In [0, 1]; nan where nobody has two neighbours.

    Examples
    --------
    >>> round(transitivity(nx.florentine_families_graph()), 5)
    0.19149
    """
    H = simple_graph(G, directed=False)
    return float(nx.transitivity(H)) if any(ties > 1 for _, ties in H.degree()) else nan


@register(
    level="network",
    source="Newman 2002",
    range="-1..1",
    meaning="Whether the well connected are tied to the well connected (above 0) or to the poorly connected (below).",
    cost="O(n + m)",
    convention=f"Correlation over ties; directed: ties that the source gives, that the target receives. {SIMPLE}",
    undefined="no tie, or all ends have equally many ties",
)
def degree_assortativity(G: nx.Graph[Any]) -> float:
    """Correlation, over ties, of the numbers of ties of the two ends.

    Counted in whole numbers, so that 'all equal' is found exactly.

    Returns
    -------
    float
        In [-1, 1]; nan without a tie or where one end's number never differs.

    References
    ----------
    .. [1] Newman, M. E. J. (2002). Assortative mixing in networks. *Physical Review Letters* 89, 208701.

    Examples
    --------
    >>> degree_assortativity(nx.star_graph(3))
    -1.0
    """
    H = simple_graph(G)
    if isinstance(H, nx.DiGraph):
        given, received = dict(H.out_degree()), dict(H.in_degree())
        ends = Counter((given[u], received[v]) for u, v in H.edges())
    else:
        ties = dict(H.degree())
        ends = Counter(pair for u, v in H.edges() for pair in ((ties[u], ties[v]), (ties[v], ties[u])))
    count = ends.total()
    sx, sy = (sum(pair[end] * times for pair, times in ends.items()) for end in (0, 1))
    sxx, syy = (sum(pair[end] ** 2 * times for pair, times in ends.items()) for end in (0, 1))
    sxy = sum(x * y * times for (x, y), times in ends.items())
    spread = (count * sxx - sx * sx) * (count * syy - sy * sy)
    return float((count * sxy - sx * sy) / spread**0.5) if spread else nan
