"""Centralities of stakeholders by their own ties and by their distances, as their authors defined them."""

from __future__ import annotations

from typing import Any, Literal

import networkx as nx
import numpy as np

from netmodel.engine.arrays import UNIT, Arrays, distances_from, plain
from netmodel.measures import register

CELLS = 2_000_000
"""Distances held at a time."""


@register(
    better="higher",
    source="Freeman 1978",
    range="0..1, directed 0..2",
    meaning="Share of all others to whom the stakeholder has a tie.",
    cost="O(n + m)",
    convention="Directed: ties in and out together. Divided by n - 1.",
    raw={"normalized": False},
)
def degree(
    G: nx.Graph[Any], *, way: Literal["both", "in", "out"] = "both", normalized: bool = True
) -> dict[Any, float]:
    """Share of all others to whom a node has a tie; in a directed graph from 0 to 2, in and out together.

    O(n + m). 0 where there is nobody else. `way` takes the ties in, or out, of a directed graph alone; raw values
    are counts. Parallel edges count once, loops never.

    References
    ----------
    .. [1] Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. *Social Networks* 1,
       215-239.

    Examples
    --------
    >>> degree(nx.star_graph(3))[0], degree(nx.star_graph(3), normalized=False)[0]
    (1.0, 3)
    """
    H = plain(G)
    others = max(len(H) - 1, 1) if normalized else 1
    counts = _ways(H, way)
    return {node: ties / others if normalized else ties for node, ties in counts(weight=None)}


def _ways(G: nx.Graph[Any], way: str) -> Any:
    """The degree view of NetworkX that counts ties in, out, or both; undirected graphs have but one."""
    if way == "both" or not isinstance(G, nx.DiGraph):
        return G.degree
    return G.in_degree if way == "in" else G.out_degree


for _way, _said in (
    ("in", "who have a tie towards the stakeholder"),
    ("out", "towards whom the stakeholder has a tie"),
):
    register(
        degree,
        name=f"{_way}_degree",
        better="higher",
        source="Freeman 1978; Wasserman & Faust 1994 for directed networks",
        range="0..1",
        meaning=f"Share of all others {_said}.",
        cost="O(n + m)",
        convention="Undirected: the same as degree. Divided by n - 1.",
        raw={"normalized": False},
        shown=False,
        way=_way,
    )


@register(
    better="higher",
    source="Barrat, Barthelemy, Pastor-Satorras & Vespignani 2004 (not re-read)",
    range="0 and up",
    reads="strength",
    cost="O(n + m)",
    convention="Directed: ties in and out together. Not normalised.",
    local=True,
)
def strength(
    G: nx.Graph[Any], *, way: Literal["both", "in", "out"] = "both", weight: str = "strength"
) -> dict[Any, float]:
    """Sum of the strengths of all ties of a stakeholder.

    O(n + m). `way` takes the ties in, or out, of a directed graph alone; parallel edges count once, by the
    strongest, loops never.

    References
    ----------
    .. [1] Barrat, A., Barthelemy, M., Pastor-Satorras, R., Vespignani, A. (2004). The architecture of complex
       weighted networks. *Proceedings of the National Academy of Sciences* 101, 3747-3752. (not re-read)

    Examples
    --------
    >>> strength(nx.Graph([("a", "b", {"strength": 0.5}), ("b", "c", {"strength": 0.25})]))
    {'a': 0.5, 'b': 0.75, 'c': 0.25}
    """
    return {node: float(total) for node, total in _ways(plain(G), way)(weight=weight)}


# ---- distances ------------------------------------------------------------------------------------------------


@register(
    better="higher",
    source="Freeman 1978; Wasserman & Faust 1994 for networks in pieces",
    range="0..1",
    meaning="Inverse mean distance (in hops) of those who can be reached, times the share of others who can; "
    "0 for an isolate. Directed: distances towards the stakeholder.",
    cost="O(n m)",
    convention="Networks in pieces: Wasserman & Faust's scaling, as in NetworkX; others give nan.",
    raw={"normalized": False},
)
def closeness(G: nx.Graph[Any], *, weight: str | None = None, normalized: bool = True) -> dict[Any, float]:
    """Inverse mean distance from those who can reach a node, times the share of others who can.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges. In a directed graph distances towards the node count.
    weight : str, optional
        Edge attribute that is a distance, taken in whole units of 1e-9; default: hops.
    normalized : bool
        False gives 1 over the sum of distances (Sabidussi's), whatever share it is over.

    Returns
    -------
    dict
        By node; 0 where nobody can.

    Notes
    -----
    O(n m log n), with scipy's Dijkstra.

    References
    ----------
    .. [1] Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. *Social Networks* 1,
       215-239.
    .. [2] Wasserman, S., Faust, K. (1994). *Social Network Analysis*. Cambridge University Press, 5.3. (not re-read)

    Examples
    --------
    >>> closeness(nx.path_graph(["gac", "uoft", "mgimo"]))["uoft"]
    1.0
    """
    arrays, reached, total, _ = _inward(G, weight)
    scale = reached * reached / max(len(arrays) - 1, 1) if normalized else np.ones(len(arrays))
    return arrays.by_node(np.divide(scale, total, out=np.zeros(len(arrays)), where=total > 0))


@register(
    better="higher",
    source="Marchiori & Latora 2000; Rochat 2009 (not re-read)",
    range="0..1",
    meaning="Mean inverse distance (in hops) to all others; somebody out of reach counts 0. Directed: distances "
    "towards the stakeholder.",
    cost="O(n m)",
    convention="Divided by n - 1.",
    raw={"normalized": False},
    shown=False,
)
def harmonic(G: nx.Graph[Any], *, weight: str | None = None, normalized: bool = True) -> dict[Any, float]:
    """Mean of 1 / distance over all others, 0 for those who cannot reach the node; raw: the sum.

    In a directed graph distances towards the node count, as in NetworkX. `weight` is an edge attribute that is a
    distance, taken in whole units of 1e-9. O(n m log n).

    References
    ----------
    .. [1] Marchiori, M., Latora, V. (2000). Harmony in the small-world. *Physica A* 285, 539-546. (not re-read)

    Examples
    --------
    >>> harmonic(nx.path_graph(["gac", "uoft", "mgimo"]))["gac"]
    0.75
    """
    arrays, _, _, inverse = _inward(G, weight)
    return arrays.by_node(inverse / (max(len(arrays) - 1, 1) if normalized else 1))


def _inward(G: nx.Graph[Any], weight: str | None) -> tuple[Arrays, Any, Any, Any]:
    """How many reach each node, the sum of their distances, and of the inverse of these."""
    arrays = Arrays.of(G, weight=weight)
    lengths = (arrays if weight is None else arrays.in_units()).turned
    n = len(arrays)
    reached, total, inverse = np.zeros(n), np.zeros(n), np.zeros(n)
    block = max(1, CELLS // max(n, 1))
    for begin in range(0, n, block):
        some = np.arange(begin, min(begin + block, n))
        far = distances_from(lengths, some, hops=weight is None)
        there = np.isfinite(far) & (far > 0)
        reached[some] = there.sum(axis=1)
        total[some] = np.where(there, far, 0.0).sum(axis=1)
        inverse[some] = np.divide(1.0, far, out=np.zeros_like(far), where=there).sum(axis=1)
    unit = 1.0 if weight is None else UNIT
    return arrays, reached, total / unit, inverse * unit


_WEIGHTED: dict[str, Any] = {
    "better": "higher",
    "range": "0 and up",
    "reads": "distance",
    "cost": "O(n m log n)",
    "convention": "Distance is -log of strength; where that is 1 it is 1e-9, and values are large.",
    "raw": {"normalized": False},
    "shown": False,
    "weight": "distance",
}

register(
    closeness,
    name="closeness_weighted",
    source="Freeman 1978; Wasserman & Faust 1994 for networks in pieces",
    meaning="Inverse mean distance, by the strongest routes, of those who can be reached, times the share of others "
    "who can.",
    **_WEIGHTED,
)

register(
    harmonic,
    name="harmonic_weighted",
    source="Marchiori & Latora 2000; Rochat 2009 (not re-read)",
    meaning="Mean inverse distance, by the strongest routes, to all others; somebody out of reach counts 0.",
    **_WEIGHTED,
)
