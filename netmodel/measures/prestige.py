"""Prestige: who is high because those around are high. Spectra of the network: eigenvector, Katz, PageRank, HITS."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np

from netmodel.engine.arrays import Arrays, pagerank_of, plain
from netmodel.measures import register

DENSE = 500
"""Up to so many stakeholders all eigenvectors are computed; beyond, ARPACK from a fixed start."""

LARGE = 300
"""From so many stakeholders on PageRank is computed on arrays instead of by NetworkX, with the same values."""

KATZ = 0.85
"""Katz's attenuation, as a share of the largest for which it converges."""


@register(
    better="higher",
    source="Bonacich 1972",
    range="0..1",
    meaning="High where the neighbours are high (in strength): the principal eigenvector, of length 1.",
    reads="strength",
    cost="O(n^3) to 500 stakeholders in a piece, beyond by ARPACK",
    convention="The limit of power iteration from equal values; in pieces, only those with the largest eigenvalue "
    "are above 0. Directed: from those who point at the stakeholder.",
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
    arrays = Arrays.of(G, weight=weight)
    matrix = arrays.turned.matrix
    if not arrays.values.any():
        return arrays.by_node(np.zeros(len(arrays)))
    return arrays.by_node(_unit(_directed(matrix) if arrays.directed else _by_piece(matrix)))


def _unit(vector: Any) -> Any:
    """The vector without signs, of length 1 or all 0."""
    return np.round(np.abs(vector) / (float(np.linalg.norm(vector)) or 1.0), 15)


def _by_piece(matrix: Any) -> Any:
    """Projection of equal values on the eigenvectors of the largest eigenvalue, of which a piece has just one."""
    from scipy.sparse.csgraph import connected_components

    _, labels = connected_components(matrix, directed=False)
    order = np.argsort(labels, kind="stable")
    tops = []
    for members in np.split(order, np.cumsum(np.bincount(labels))[:-1]):
        if len(members) > 1 or matrix[members[0], members[0]] > 0:
            tops.append((*_top(matrix[members][:, members]), members))
    largest = max(value for value, _, _ in tops)
    vector = np.zeros(matrix.shape[0])
    for value, top, members in tops:
        if value > largest * (1 - 1e-9):
            vector[members] = top * top.sum()
    return vector


def _top(matrix: Any) -> tuple[float, Any]:
    """Largest eigenvalue of a symmetric matrix, and its eigenvector."""
    n = matrix.shape[0]
    if n <= DENSE or n < 3:
        values, vectors = np.linalg.eigh(matrix.toarray())
        return float(values[-1]), vectors[:, -1]
    from scipy.sparse.linalg import eigsh

    values, vectors = eigsh(matrix, k=1, which="LA", v0=np.ones(n), tol=1e-13)
    return float(values[0]), vectors[:, 0]


def _directed(matrix: Any) -> Any:
    """Projection of equal values on the eigenvectors of the largest real eigenvalue; 0 where that is 0."""
    from scipy.sparse.csgraph import connected_components

    n = matrix.shape[0]
    if connected_components(matrix, connection="strong")[0] == n:  # no cycle
        return np.zeros(n)
    if n > DENSE and n > 2:
        from scipy.sparse.linalg import eigs

        _, vectors = eigs(matrix, k=1, which="LR", v0=np.ones(n), tol=1e-13, maxiter=100 * n)
        return vectors[:, 0].real
    values, right = np.linalg.eig(matrix.toarray())
    chosen = np.abs(values - values.real.max()) < 1e-9
    coefficients, *_ = np.linalg.lstsq(right, np.ones(n, dtype=complex), rcond=None)
    return (right[:, chosen] @ coefficients[chosen]).real


@register(
    better="higher",
    source="Katz 1953",
    range="0..1",
    meaning="High where many chains of ties, the shorter the more, come from all others (in strength); of length 1.",
    reads="strength",
    cost="O(m) a step, some 200 steps",
    convention="Attenuation .85 / the spectral radius, of the mean of both ways where directed, so that it "
    "converges; everybody starts with 1; scaled to length 1. Directed: chains towards the stakeholder.",
    shown=False,
)
def katz(G: nx.Graph[Any], *, weight: str | None = "strength", share: float = KATZ) -> dict[Any, float]:
    """Chains of ties that end at a node, each of length k counted alpha^k times its strengths, the empty one too.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    weight : str, optional
        Edge attribute that multiplies along a chain; None: 1 each.
    share : float
        Attenuation alpha as a share, below 1, of 1 / the spectral radius. In a directed graph the radius is that of
        (A + A') / 2: it is never smaller than that of A, and above 0 where there is a tie.

    Returns
    -------
    dict
        By node; the squares sum to 1. All the same where there is no tie.

    References
    ----------
    .. [1] Katz, L. (1953). A new status index derived from sociometric analysis. *Psychometrika* 18, 39-43.
       (not re-read)

    Examples
    --------
    >>> [round(value, 3) for value in katz(nx.star_graph(2), weight=None).values()]
    [0.697, 0.507, 0.507]
    """
    arrays = Arrays.of(G, weight=weight)
    now = np.ones(len(arrays))
    if arrays.values.any():
        back = arrays.turned.matrix
        radius = _top((back + back.T) / 2)[0]
        for _ in range(100_000):
            last, now = now, share / radius * (back @ now) + 1.0
            if np.abs(now - last).max() <= 1e-15 * now.max():
                break
    return arrays.by_node(_unit(now))


@register(
    better="higher",
    source="Brin & Page 1998",
    range="0..1",
    meaning="Share of time that a random walk spends there, following ties by strength (damping .85, jumps from dead "
    "ends).",
    reads="strength",
    cost="O(m) a step, some 200 steps",
    convention="As in NetworkX: dead ends jump to anybody alike.",
)
def pagerank(G: nx.Graph[Any], *, weight: str | None = "strength", damping: float = 0.85) -> dict[Any, float]:
    """Share of time that a random walk spends at a node, which follows a tie with probability `damping`.

    It sums to 1. O(m) a step, until a step changes less than n * 1e-13 in all.

    References
    ----------
    .. [1] Brin, S., Page, L. (1998). The anatomy of a large-scale hypertextual Web search engine. *Computer Networks*
       30, 107-117. (not re-read)

    Examples
    --------
    >>> {node: round(value, 3) for node, value in pagerank(nx.path_graph(3), weight=None).items()}
    {0: 0.257, 1: 0.486, 2: 0.257}
    """
    if len(G) < LARGE:
        found = nx.pagerank(plain(G), alpha=damping, weight=weight, tol=1e-13, max_iter=1000)
        return {node: float(value) for node, value in found.items()}
    arrays = Arrays.of(G, weight=weight)
    return arrays.by_node(pagerank_of(arrays, damping=damping, tolerance=1e-13))


@register(
    better="higher",
    source="Kleinberg 1999",
    range="0..1",
    meaning="High where the ties lead to high authorities (in strength).",
    reads="strength",
    cost="O(n^3) to 500 stakeholders in a piece, beyond by ARPACK",
    convention="The limit of Kleinberg's iteration from equal values, of length 1. Undirected: both are the same.",
    shown=False,
)
def hub(G: nx.Graph[Any], *, weight: str | None = "strength") -> dict[Any, float]:
    """Hub score: high where a node points at high authorities; 0 everywhere without a tie.

    References
    ----------
    .. [1] Kleinberg, J. M. (1999). Authoritative sources in a hyperlinked environment. *Journal of the ACM* 46,
       604-632. (not re-read)

    Examples
    --------
    >>> hub(nx.DiGraph([("a", "b"), ("a", "c")]), weight=None)
    {'a': 1.0, 'b': 0.0, 'c': 0.0}
    """
    arrays = Arrays.of(G, weight=weight)
    return arrays.by_node(_unit(_hub(arrays)))


@register(
    better="higher",
    source="Kleinberg 1999",
    range="0..1",
    meaning="High where the ties come from high hubs (in strength).",
    reads="strength",
    cost="O(n^3) to 500 stakeholders in a piece, beyond by ARPACK",
    convention="The limit of Kleinberg's iteration from equal values, of length 1. Undirected: both are the same.",
    shown=False,
)
def authority(G: nx.Graph[Any], *, weight: str | None = "strength") -> dict[Any, float]:
    """Authority score: high where high hubs point at a node; 0 everywhere without a tie.

    References
    ----------
    .. [1] Kleinberg, J. M. (1999). Authoritative sources in a hyperlinked environment. *Journal of the ACM* 46,
       604-632. (not re-read)

    Examples
    --------
    >>> {node: round(x, 3) for node, x in authority(nx.DiGraph([("a", "b"), ("a", "c")]), weight=None).items()}
    {'a': 0.0, 'b': 0.707, 'c': 0.707}
    """
    arrays = Arrays.of(G, weight=weight)
    return arrays.by_node(_unit(arrays.matrix.T @ _hub(arrays)))


def _hub(arrays: Arrays) -> Any:
    """Projection of equal values on the largest singular vectors."""
    if not arrays.values.any():
        return np.zeros(len(arrays))
    return _by_piece((arrays.matrix @ arrays.matrix.T).tocsr())
