"""Plain graphs as measures of the whole network read them: one tie a pair, none to oneself."""

from __future__ import annotations

from math import isfinite
from typing import Any

import networkx as nx
import numpy as np

from netmodel.errors import UsageError

SIMPLE = "Parallel ties count once, and a tie to oneself does not count."
"""The convention of every measure that reads the simple graph, for its registration."""


def simple_graph(G: nx.Graph[Any], *, directed: bool = True, weight: str | None = "strength") -> nx.Graph[Any]:
    """The graph with one tie a pair, the strongest, and none to oneself; the same graph where it is so already.

    Parameters
    ----------
    G : nx.Graph
        Any NetworkX graph; node attributes are kept.
    directed : bool
        False ignores direction: the stronger of two opposite ties stands for both.
    weight : str, optional
        Edge attribute that is compared; a tie without it has 1.

    Examples
    --------
    >>> G = nx.MultiDiGraph([("a", "b", {"strength": 0.2}), ("b", "a", {"strength": 0.5}), ("a", "a", {})])
    >>> list(simple_graph(G, directed=False).edges(data="strength"))
    [('a', 'b', 0.5)]
    """
    kept = directed and G.is_directed()
    if not G.is_multigraph() and kept == G.is_directed() and not nx.number_of_selfloops(G):
        return G
    H: nx.Graph[Any] = nx.DiGraph() if kept else nx.Graph()
    H.add_nodes_from(G.nodes(data=True))
    name = weight or "strength"
    for u, v, value in G.edges(data=name, default=1.0):
        if u != v and not (H.has_edge(u, v) and H.edges[u, v][name] >= value):
            H.add_edge(u, v, **{name: value})
    return H


def adjacency(G: nx.Graph[Any], weight: str | None, *, directed: bool = True) -> Any:
    """Sparse matrix (n, n) of the simple graph in the order of its nodes: what a tie weighs, 1 without `weight`.

    Raises
    ------
    UsageError
        Where a weight is negative or no finite number.

    Examples
    --------
    >>> adjacency(nx.path_graph(2), None).toarray().tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    from scipy.sparse import csr_array

    H = simple_graph(G, directed=directed, weight=weight)
    if not len(H):
        return csr_array((0, 0))
    matrix = csr_array(nx.to_scipy_sparse_array(H, weight=weight, dtype=np.dtype(float), format="csr"))
    if not all(isfinite(value) and value >= 0 for value in matrix.data):
        raise UsageError(f"{weight} of a tie must be a finite number, 0 or more")
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix
