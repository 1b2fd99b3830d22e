"""Spectral measures: Kirchhoff index, algebraic connectivity and effective resistance, with ties as conductors."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import networkx as nx
import numpy as np

from netmodel.errors import UnknownName
from netmodel.measures import register
from netmodel.measures.simple import adjacency, simple_graph

DENSE = 500
"""Up to so many stakeholders all eigenvalues are computed; beyond, ARPACK from a fixed start."""

INVERTED = 3_000
"""Up to so many stakeholders the Laplacian is inverted whole; beyond, column by column from its sparse factors."""

COLUMNS = 256
"""Columns of an inverse that are solved for at once."""

CONDUCTANCE = "The strength of a tie is its conductance; direction is ignored (the stronger of two counts)."


@register(
    level="network",
    better="lower",
    source="Klein & Randic 1993 (not re-read)",
    range="0 and up",
    meaning="Sum over pairs of stakeholders of the resistance between them: low where many strong routes join all.",
    reads="strength",
    cost="O(n^3) to 3,000 stakeholders, n sparse solutions beyond",
    convention=f"{CONDUCTANCE} Sum over unordered pairs, not a mean.",
    undefined="no stakeholder, or a network in pieces (the sum is infinite)",
    shown=False,
)
def kirchhoff_index(G: nx.Graph[Any], *, weight: str | None = "strength") -> float:
    """Sum of the effective resistances between all pairs, every tie a conductor of its strength.

    n tr(M) - 1'M 1, where M is the inverse of the Laplacian without one node.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; direction is ignored.
    weight : str, optional
        Edge attribute that is a conductance; None counts each tie as 1.

    Returns
    -------
    float
        0 for one node; nan for none, and where the network is in pieces.

    Examples
    --------
    >>> round(kirchhoff_index(nx.cycle_graph(4)), 9)
    5.0
    """
    n = len(G)
    matrix = adjacency(G, weight, directed=False)
    if n == 0 or not _is_whole(matrix):
        return nan
    if n == 1:
        return 0.0
    if n <= INVERTED:
        inverse = np.linalg.inv(_laplacian(matrix)[:-1, :-1].toarray())
        return float(n * np.trace(inverse) - inverse.sum())
    solve = _grounded(matrix)
    trace = total = 0.0
    for start in range(0, n - 1, COLUMNS):
        columns = np.arange(start, min(start + COLUMNS, n - 1))
        unit = np.zeros((n - 1, len(columns)))
        unit[columns, np.arange(len(columns))] = 1.0
        found = solve(unit)
        trace += float(found[columns, np.arange(len(columns))].sum())
        total += float(found.sum())
    return n * trace - total


def effective_resistance(G: nx.Graph[Any], source: Any, target: Any, *, weight: str | None = "strength") -> float:
    """Resistance between two nodes, every tie a conductor of its strength.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; direction is ignored.
    source, target : node
    weight : str, optional
        Edge attribute that is a conductance; None counts each tie as 1.

    Returns
    -------
    float
        0 from a node to itself, infinite where no route joins the two.

    Raises
    ------
    UnknownName
        Where the graph does not have a node.

    Examples
    --------
    >>> round(effective_resistance(nx.cycle_graph(4), 0, 2), 9)
    1.0
    """
    for node in (source, target):
        if node not in G:
            raise UnknownName("stakeholder", str(node), map(str, G))
    if source == target:
        return 0.0
    H = simple_graph(G, directed=False, weight=weight)
    if weight:
        H = nx.Graph(H.edge_subgraph([(u, v) for u, v, value in H.edges(data=weight, default=1.0) if value > 0]))
    if source not in H or target not in H or not nx.has_path(H, source, target):
        return inf
    here = nx.node_connected_component(H, source) - {target}
    order = [*(node for node in G if node in here), target]
    piece: nx.Graph[Any] = nx.Graph()
    piece.add_nodes_from(order)
    piece.add_edges_from(H.subgraph(order).edges(data=True))
    unit = np.zeros(len(order) - 1)
    unit[order.index(source)] = 1.0
    return float(_grounded(adjacency(piece, weight))(unit)[order.index(source)])


@register(
    level="network",
    better="higher",
    source="Fiedler 1973",
    range="0 and up",
    meaning="How hard the network is to part: the second smallest eigenvalue of its Laplacian; 0 where it is in "
    "pieces.",
    reads="strength",
    cost="O(n^3) to 500 stakeholders, ARPACK beyond",
    convention=f"{CONDUCTANCE} Not normalised by degree.",
    undefined="fewer than two stakeholders",
    shown=False,
)
def algebraic_connectivity(G: nx.Graph[Any], *, weight: str | None = "strength") -> float:
    """Second smallest eigenvalue of the Laplacian; exactly 0 where the network is in pieces.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; direction is ignored.
    weight : str, optional
        Edge attribute; None counts each tie as 1.

    Returns
    -------
    float
        From 0; nan with fewer than two nodes.

    References
    ----------
    .. [1] Fiedler, M. (1973). Algebraic connectivity of graphs. *Czechoslovak Mathematical Journal* 23, 298-305.

    Examples
    --------
    >>> round(algebraic_connectivity(nx.path_graph(3)), 9), algebraic_connectivity(nx.empty_graph(2))
    (1.0, 0.0)
    """
    if len(G) < 2:
        return nan
    matrix = adjacency(G, weight, directed=False)
    if not _is_whole(matrix):
        return 0.0
    if len(G) <= DENSE:
        return float(np.linalg.eigvalsh(_laplacian(matrix).toarray())[1])
    from scipy.sparse import identity
    from scipy.sparse.linalg import eigsh

    largest = float(matrix.sum(axis=0).max())
    start = np.random.default_rng(0).standard_normal(len(G))
    shifted = (_laplacian(matrix) + largest * 1e-6 * identity(len(G))).tocsc()
    found = eigsh(shifted, k=2, sigma=0.0, which="LM", v0=start, tol=0.0, return_eigenvectors=False)
    return max(0.0, float(found.max()) - largest * 1e-6)


def _is_whole(matrix: Any) -> bool:
    from scipy.sparse.csgraph import connected_components

    return bool(connected_components(matrix, directed=False, return_labels=False) == 1)


def _laplacian(matrix: Any) -> Any:
    from scipy.sparse import diags_array

    return (diags_array(np.asarray(matrix.sum(axis=0)).ravel()) - matrix).tocsc()


def _grounded(matrix: Any) -> Any:
    """Solver of the Laplacian of a network in one piece, without its last node."""
    from scipy.sparse.linalg import splu

    return splu(_laplacian(matrix)[:-1, :-1].tocsc()).solve
