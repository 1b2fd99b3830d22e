"""Who stands between others: betweenness of stakeholders and ties, load, and current flow.

Shortest routes are compared exactly, in hops or in whole units of 1e-9 of distance, so that equal routes are equal.
"""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np

from netmodel.engine.arrays import Arrays, plain
from netmodel.engine.brandes import carried
from netmodel.engine.layers import Floats, Indices
from netmodel.errors import LimitError
from netmodel.measures import register

LARGE = 300
"""From so many stakeholders on arrays are used instead of NetworkX, with the same values."""

PIECE = 5_000
"""Stakeholders that a piece of the network may have where currents are computed: it takes a matrix of n x n."""

PAIRS = "Undirected pairs count once, directed ones each way; between equal routes a pair is split evenly."

_WEIGHTED: dict[str, Any] = {
    "better": "higher",
    "reads": "distance",
    "cost": "O(n m log n)",
    "shown": False,
    "raw": {"normalized": False},
    "weight": "distance",
}


@register(
    better="higher",
    source="Freeman 1977",
    range="0..1",
    meaning="Share of the shortest routes (in hops) between others that pass through; each pair counts once, and end "
    "points do not count.",
    cost="O(n m)",
    convention=f"{PAIRS} Normalised by all pairs of others, those without a route included.",
    raw={"normalized": False},
)
def betweenness(G: nx.Graph[Any], *, weight: str | None = None, normalized: bool = True) -> dict[Any, float]:
    """Share of the shortest routes between others that pass through a node.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; loops are left out and the strongest of parallel edges stands for a pair.
    weight : str, optional
        Edge attribute that is a distance; default: hops.
    normalized : bool
        False counts pairs of others: undirected ones once.

    Returns
    -------
    dict
        By node, in [0, 1]; 0 where there are not two others.

    Notes
    -----
    O(n m) in hops, O(n m log n) with distances.

    References
    ----------
    .. [1] Freeman, L. C. (1977). A set of measures of centrality based on betweenness. *Sociometry* 40, 35-41.

    Examples
    --------
    >>> betweenness(nx.path_graph(["gac", "uoft", "mgimo"]))
    {'gac': 0.0, 'uoft': 1.0, 'mgimo': 0.0}
    """
    if weight is None and len(G) < LARGE:
        return {node: float(x) for node, x in nx.betweenness_centrality(plain(G), normalized=normalized).items()}
    return _of_nodes(G, weight, normalized, even=False)


register(
    betweenness,
    name="betweenness_weighted",
    source="Freeman 1977; Brandes 2001 for distances",
    range="0..1",
    meaning="Share of the strongest routes between others that pass through.",
    convention=f"{PAIRS} Distance is -log of strength, compared in units of 1e-9.",
    **_WEIGHTED,
)


@register(
    better="higher",
    source="Goh, Kahng & Kim 2001 (not re-read)",
    range="0..1",
    meaning="Share of messages between others that pass through, where each goes a shortest way (in hops) and is "
    "split evenly among the last steps to every stakeholder.",
    cost="O(n m)",
    convention="As in NetworkX, normalised by ordered pairs of others; betweenness splits among routes, load among "
    "steps, counted back from the receiver.",
    raw={"normalized": False},
    shown=False,
)
def load(G: nx.Graph[Any], *, weight: str | None = None, normalized: bool = True) -> dict[Any, float]:
    """Share of messages between others that pass through, split evenly among the last steps of shortest routes.

    Raw values are messages, one each way between any two; of an undirected pair the mean of both ways. O(n m).

    References
    ----------
    .. [1] Goh, K.-I., Kahng, B., Kim, D. (2001). Universal behavior of load distribution in scale-free networks.
       *Physical Review Letters* 87, 278701. (not re-read)

    Examples
    --------
    >>> load(nx.path_graph(["gac", "uoft", "mgimo"]))["uoft"]
    1.0
    """
    return _of_nodes(G, weight, normalized, even=True)


def _of_nodes(G: nx.Graph[Any], weight: str | None, normalized: bool, *, even: bool) -> dict[Any, float]:
    arrays = Arrays.of(G, weight=weight)
    n = len(arrays)
    through, _ = carried(arrays, hops=weight is None, even=even, ties=False)
    pairs = max((n - 1) * (n - 2), 1) if normalized else 1 if arrays.directed else 2
    return arrays.by_node(through / pairs)


@register(
    level="tie",
    better="higher",
    source="Girvan & Newman 2002",
    range="0..1",
    meaning="Share of the shortest routes (in hops) between all pairs that go along the tie.",
    cost="O(n m)",
    convention=f"{PAIRS} End points count, as they must.",
    raw={"normalized": False},
    shown=False,
)
def tie_betweenness(
    G: nx.Graph[Any], *, weight: str | None = None, normalized: bool = True
) -> dict[tuple[Any, Any], float]:
    """Share of the shortest routes between all pairs of nodes that go along an edge.

    O(n m) in hops; `weight` is an edge attribute that is a distance. Loops are left out, and the strongest of
    parallel edges stands for a pair.

    References
    ----------
    .. [1] Girvan, M., Newman, M. E. J. (2002). Community structure in social and biological networks. *Proceedings
       of the National Academy of Sciences* 99, 7821-7826. (not re-read)

    Examples
    --------
    >>> values = tie_betweenness(nx.path_graph(["gac", "uoft", "mgimo"]))
    >>> round(values["gac", "uoft"], 3)
    0.667
    """
    H = plain(G)
    if weight is None and len(H) < LARGE:
        return {pair: float(x) for pair, x in nx.edge_betweenness_centrality(H, normalized=normalized).items()}
    arrays = Arrays.of(H, weight=weight)
    n = len(arrays)
    _, along = carried(arrays, hops=weight is None)
    total = along / (max(n * (n - 1), 1) if normalized else 1 if arrays.directed else 2)
    by_arc = dict(zip(zip(arrays.tails.tolist(), arrays.indices.tolist(), strict=True), total.tolist(), strict=True))
    place = {node: number for number, node in enumerate(arrays.nodes)}
    found = {}
    for one, other in H.edges():
        here, there = place[one], place[other]
        found[one, other] = by_arc[here, there] + (0.0 if arrays.directed else by_arc[there, here])
    return found


register(
    tie_betweenness,
    name="tie_betweenness_weighted",
    level="tie",
    source="Girvan & Newman 2002; Brandes 2001 for distances",
    range="0..1",
    meaning="Share of the strongest routes between all pairs that go along the tie.",
    convention=f"{PAIRS} Distance is -log of strength, compared in units of 1e-9.",
    **_WEIGHTED,
)


# ---- currents -------------------------------------------------------------------------------------------------


@register(
    better="higher",
    source="Newman 2005; Brandes & Fleischer 2005",
    range="0..1",
    meaning="Mean share of what flows between two others, by all routes at once like a current, that passes through.",
    reads="strength",
    cost="O(n^3 + n m log n), n^2 memory",
    convention="Conductance is strength. Directed ties are read as undirected, the stronger of two ways. Pairs in "
    "different pieces carry nothing and count; end points do not count, as in Brandes & Fleischer.",
    raw={"normalized": False},
    shown=False,
)
def current_flow_betweenness(
    G: nx.Graph[Any], *, weight: str | None = "strength", normalized: bool = True
) -> dict[Any, float]:
    """Mean current through a node when one unit flows between two others, over all pairs of others.

    Unlike betweenness it sees all routes, the longer ones less. Raw values are the sum over pairs.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges, in pieces or not.
    weight : str, optional
        Edge attribute that is a conductance; an edge of 0 carries nothing.
    normalized : bool
        Divide by the number of pairs of others.

    Returns
    -------
    dict
        By node, in [0, 1]; 0 for an isolate and where there are not two others.

    Raises
    ------
    LimitError
        Where a piece has more than 5,000 nodes.

    References
    ----------
    .. [1] Newman, M. E. J. (2005). A measure of betweenness centrality based on random walks. *Social Networks* 27,
       39-54. (not re-read)
    .. [2] Brandes, U., Fleischer, D. (2005). Centrality measures based on current flow. *STACS 2005*, 533-544.
       (not re-read)

    Examples
    --------
    >>> {node: round(x, 9) for node, x in current_flow_betweenness(nx.path_graph(["gac", "uoft", "mgimo"])).items()}
    {'gac': 0.0, 'uoft': 1.0, 'mgimo': 0.0}
    """
    arrays = Arrays.of(G, weight=weight)
    n = len(arrays)
    total = np.zeros(n)
    for members, matrix, inverse in _pieces(arrays):
        total[members] = _throughput(matrix, inverse)
    return arrays.by_node(total / (max((n - 1) * (n - 2), 1) / 2 if normalized else 1.0))


def _throughput(matrix: Any, inverse: Floats) -> Floats:
    """Sum over pairs of others of the current through each node of a piece."""
    n = len(inverse)
    tails, heads = matrix.nonzero()
    forward = tails < heads
    tails, heads = tails[forward], heads[forward]
    conductances = np.asarray(matrix[tails, heads], dtype=float)
    ranks = 2.0 * np.arange(n) - (n - 1)
    half = np.zeros(n)
    block = max(1, 1_000_000 // n)
    for begin in range(0, len(tails), block):
        some = slice(begin, begin + block)
        currents = conductances[some, None] * (inverse[tails[some]] - inverse[heads[some]])
        currents.sort(axis=1)
        sums = currents @ ranks / 2  # over pairs, of what flows along the tie either way
        np.add.at(half, tails[some], sums)
        np.add.at(half, heads[some], sums)
    return np.maximum(half - (n - 1) / 2, 0.0)


@register(
    better="higher",
    source="Stephenson & Zelen 1989; Brandes & Fleischer 2005",
    range="0 and up",
    meaning="Inverse mean resistance to those in the same piece, times the share of others who are: closeness that "
    "counts all routes.",
    reads="strength",
    cost="O(n^3), n^2 memory",
    convention="Conductance is strength. Directed ties are read as undirected, the stronger of two ways. 0 for an "
    "isolate; pieces are scaled as in closeness.",
    raw={"normalized": False},
    shown=False,
)
def current_flow_closeness(
    G: nx.Graph[Any], *, weight: str | None = "strength", normalized: bool = True
) -> dict[Any, float]:
    """Inverse mean effective resistance to the nodes of the same piece, times the share of others who are in it.

    Also called information centrality. Raw values are 1 over the sum of resistances, as in NetworkX.

    Raises
    ------
    LimitError
        Where a piece has more than 5,000 nodes.

    References
    ----------
    .. [1] Stephenson, K., Zelen, M. (1989). Rethinking centrality: methods and examples. *Social Networks* 11, 1-37.
       (not re-read)

    Examples
    --------
    >>> {node: round(x, 3) for node, x in current_flow_closeness(nx.path_graph(3)).items()}
    {0: 0.667, 1: 1.0, 2: 0.667}
    """
    arrays = Arrays.of(G, weight=weight)
    total = np.zeros(len(arrays))
    for members, _, inverse in _pieces(arrays):
        size = len(members)
        resistance = size * np.diag(inverse) + np.trace(inverse)
        scale = (size - 1) ** 2 / (len(arrays) - 1) if normalized else 1.0
        total[members] = scale / resistance
    return arrays.by_node(total)


def _pieces(arrays: Arrays) -> list[tuple[Indices, Any, Floats]]:
    """Members, conductances and pseudo-inverse of the Laplacian of every piece of two and more."""
    from scipy.sparse.csgraph import connected_components

    if not len(arrays):
        return []
    matrix = arrays.matrix.maximum(arrays.matrix.T).tocsr() if arrays.directed else arrays.matrix.copy()
    matrix.eliminate_zeros()
    _, labels = connected_components(matrix, directed=False)
    found = []
    for label in np.flatnonzero(np.bincount(labels) > 1):
        members = np.flatnonzero(labels == label)
        n = len(members)
        if n > PIECE:
            raise LimitError(f"currents need a matrix of {n:,} x {n:,}: at most {PIECE:,} stakeholders in one piece")
        part = matrix[members][:, members].tocsr()
        laplacian = np.diag(np.asarray(part.sum(axis=1), dtype=float)) - part.toarray()
        found.append((members, part, np.linalg.inv(laplacian + 1.0 / n) - 1.0 / n))
    return found
