"""Centralities of stakeholders, as their authors defined them, from NetworkX where it has them."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np

from netmodel.measures import register

DENSE = 500
"""Up to so many stakeholders all eigenvectors are computed; beyond, ARPACK from a fixed start."""


@register(
    better="higher",
    source="Freeman 1978",
    range="0..1, directed 0..2",
    meaning="Share of all others to whom the stakeholder has a tie.",
)
def degree(G: nx.Graph[Any]) -> dict[Any, float]:
    """Share of all others to whom a node has a tie; in a directed graph from 0 to 2, in and out together.

    O(n). 0 where there is nobody else.

    References
    ----------
    .. [1] Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. *Social Networks* 1,
       215-239.

    Examples
    --------
    >>> degree(nx.star_graph(3))[0]
    1.0
    """
    others = max(len(G) - 1, 1)
    return {node: ties / others for node, ties in G.degree()}


register(
    nx.betweenness_centrality,
    name="betweenness",
    better="higher",
    source="Freeman 1977",
    range="0..1",
    meaning="Share of the shortest routes (in hops) between others that pass through; each pair counts once, and end "
    "points do not count.",
)

register(
    nx.closeness_centrality,
    name="closeness",
    better="higher",
    source="Freeman 1978; Wasserman & Faust 1994 for networks in pieces",
    range="0..1",
    meaning="Inverse mean distance (in hops) of those who can be reached, times the share of others who can; "
    "0 for an isolate. Directed: distances towards the stakeholder.",
)


@register(
    better="higher",
    source="Bonacich 1972",
    range="0..1",
    meaning="High where the neighbours are high (in strength): the principal eigenvector, of length 1.",
)
def eigenvector(G: nx.Graph[Any], *, weight: str | None = "strength") -> dict[Any, float]:
    """Principal eigenvector of the adjacency matrix: the limit of power iteration from equal values.

    In a network in pieces, those outside the pieces with the largest eigenvalue get 0; pieces with the same one
    share the vector. Directed: from those who point at a node. All 0 where nothing carries (no tie, or no cycle of
    directed ties). O(n^3) for a piece of up to 500 nodes, ARPACK beyond, from a fixed start.

    References
    ----------
    .. [1] Bonacich, P. (1972). Factoring and weighting approaches to status scores and clique identification.
       *Journal of Mathematical Sociology* 2, 113-120.

    Examples
    --------
    >>> values = eigenvector(nx.path_graph(3), weight=None)
    >>> [round(value, 4) for value in values.values()]
    [0.5, 0.7071, 0.5]
    """
    nodes = list(G)
    n = len(nodes)
    if n == 0 or G.number_of_edges() == 0:
        return dict.fromkeys(nodes, 0.0)
    matrix = nx.to_scipy_sparse_array(G, nodelist=nodes, weight=weight).astype(float).T
    if G.is_directed():
        vector = _directed(matrix.toarray(), np.ones(n))
    else:
        vector = _by_piece(matrix.tocsr())
    length = float(np.linalg.norm(vector))
    positive = np.abs(vector) / (length or 1.0)
    return dict(zip(nodes, (round(float(value), 15) for value in positive), strict=True))


def _by_piece(matrix: Any) -> Any:
    """Projection of equal values on the eigenvectors of the largest eigenvalue, of which a piece has just one."""
    from scipy.sparse.csgraph import connected_components

    count, labels = connected_components(matrix, directed=False)
    tops = []
    for piece in range(count):
        members = np.flatnonzero(labels == piece)
        if len(members) > 1:
            tops.append((*_top(matrix[members][:, members]), members))
    largest = max(value for value, _, _ in tops)
    vector = np.zeros(matrix.shape[0])
    for value, top, members in tops:
        if value > largest * (1 - 1e-9):
            vector[members] = top * top.sum()
    return vector


def _top(matrix: Any) -> tuple[float, Any]:
    """Largest eigenvalue of a connected piece, and its eigenvector."""
    n = matrix.shape[0]
    if n <= DENSE or n < 3:
        values, vectors = np.linalg.eigh(matrix.toarray())
        return float(values[-1]), vectors[:, -1]
    from scipy.sparse.linalg import eigsh

    values, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(n), tol=1e-13)
    return float(values[0]), vectors[:, 0]


def _directed(matrix: Any, start: Any) -> Any:
    """Projection of the start on the eigenvectors of the largest real eigenvalue; 0 where that is 0."""
    values, right = np.linalg.eig(matrix)
    top = float(values.real.max())
    if top <= 1e-9:
        return np.zeros(len(start))
    chosen = np.abs(values - top) < 1e-9
    coefficients, *_ = np.linalg.lstsq(right, start.astype(complex), rcond=None)
    return (right[:, chosen] @ coefficients[chosen]).real


register(
    nx.pagerank,
    name="pagerank",
    better="higher",
    source="Brin & Page 1998",
    range="0..1",
    meaning="Share of time that a random walk spends there, following ties by strength (damping .85, jumps from dead "
    "ends).",
    weight="strength",
    tol=1e-13,
    max_iter=1000,
)
