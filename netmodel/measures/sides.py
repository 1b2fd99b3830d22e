"""Two-sided measures on a plain graph: only pairs of stakeholders on different sides count, third parties relay."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx

from netmodel.measures import register


def _by_side(G: nx.Graph[Any], side: str) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for node, data in G.nodes(data=True):
        if data.get(side):
            groups.setdefault(str(data[side]), []).append(node)
    return groups


def _pairs_of_sides(G: nx.Graph[Any], side: str) -> list[tuple[list[Any], list[Any]]]:
    """Sources and targets whose routes count: each pair of sides, both ways where the graph is directed."""
    groups = _by_side(G, side)
    pairs = [(groups[one], groups[other]) for one, other in combinations(sorted(groups), 2)]
    return pairs + [(other, one) for one, other in pairs] if G.is_directed() else pairs


@register(
    better="higher",
    source="Freeman 1977, over cross-side pairs and with end points",
    range="0..1",
    meaning="Share of the shortest routes (in hops) between the sides that pass through or end at the stakeholder.",
    cost="O(n m)",
    convention="End points count. Undirected pairs count once, directed ones each way; a pair without a route counts "
    "in the whole; third parties relay and are no ends.",
)
def cross_side_betweenness(G: nx.Graph[Any], *, side: str = "side", weight: str | None = None) -> dict[Any, float]:
    """Share of all cross-side pairs whose shortest routes a node is on, end points included.

    After a rupture the only open door may stand at the end of every route that is left: with end points it is seen,
    in ordinary betweenness it scores 0.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    side : str
        Node attribute that names a stakeholder's side; nodes without one relay but are no ends.
    weight : str, optional
        Edge attribute that is a distance; default: hops.

    Returns
    -------
    dict
        By node, in [0, 1]; 0 everywhere where there is no cross-side pair.

    Notes
    -----
    O(n m) in hops. Between equal routes the share is split evenly.

    References
    ----------
    .. [1] Freeman, L. C. (1977). A set of measures of centrality based on betweenness. *Sociometry* 40, 35-41.

    Examples
    --------
    >>> G = nx.path_graph(["gac", "uoft", "mgimo"])
    >>> nx.set_node_attributes(G, {"gac": "ca", "uoft": "ca", "mgimo": "ru"}, "side")
    >>> cross_side_betweenness(G)
    {'gac': 0.5, 'uoft': 1.0, 'mgimo': 1.0}
    """
    pairs = _pairs_of_sides(G, side)
    total = sum(len(sources) * len(targets) for sources, targets in pairs)
    scores = dict.fromkeys(G, 0.0)
    once = 1 if G.is_directed() else 2  # NetworkX halves an undirected subset, since its sources may be targets
    for sources, targets in pairs:
        inner = nx.betweenness_centrality_subset(G, sources, targets, weight=weight)
        for node, value in inner.items():
            scores[node] += once * value
        reached = _reached(G, sources)
        for source in sources:
            for target in targets:
                if target in reached[source]:
                    scores[source] += 1
                    scores[target] += 1
    return {node: score / total if total else 0.0 for node, score in scores.items()}


def _reached(G: nx.Graph[Any], sources: list[Any]) -> dict[Any, set[Any]]:
    if G.is_directed():
        return {source: {source, *nx.descendants(G, source)} for source in sources}
    component = {node: part for part in nx.connected_components(G) for node in part}
    return {source: component[source] for source in sources}


@register(
    level="network",
    better="higher",
    source="Latora & Marchiori 2001, over cross-side pairs",
    range="0..1",
    meaning="Mean inverse distance (in hops) between stakeholders of different sides; 0 for a pair that is cut.",
    cost="O(n m)",
    convention="Directed: both ways of a pair count. Third parties relay and are no ends.",
    undefined="without a pair of stakeholders on different sides",
)
def cross_side_efficiency(G: nx.Graph[Any], *, side: str = "side", weight: str | None = None) -> float:
    """Mean of 1 / distance over cross-side pairs; a pair without a route counts 0.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    side : str
        Node attribute that names a stakeholder's side.
    weight : str, optional
        Edge attribute that is a distance; default: hops.

    Returns
    -------
    float
        In [0, 1] in hops; nan where there is no cross-side pair.

    References
    ----------
    .. [1] Latora, V., Marchiori, M. (2001). Efficient behavior of small-world networks. *Physical Review Letters*
       87, 198701.

    Examples
    --------
    >>> G = nx.path_graph(["gac", "uoft", "mgimo"])
    >>> nx.set_node_attributes(G, {"gac": "ca", "uoft": "ca", "mgimo": "ru"}, "side")
    >>> cross_side_efficiency(G)
    0.75
    """
    inverse, count = 0.0, 0
    for sources, targets in _pairs_of_sides(G, side):
        count += len(sources) * len(targets)
        for source in sources:
            far = (
                nx.single_source_shortest_path_length(G, source)
                if weight is None
                else nx.single_source_dijkstra_path_length(G, source, weight=weight)
            )
            inverse += sum(1 / far[target] for target in targets if target in far)
    return inverse / count if count else float("nan")


@register(
    level="network",
    better="higher",
    source="Krackhardt 1994, over cross-side pairs",
    range="0..1",
    meaning="Share of cross-side pairs of stakeholders that some route joins.",
    cost="O(n + m), directed O(n m)",
    convention="Directed: both ways of a pair count, each half. Third parties relay and are no ends.",
    undefined="without a pair of stakeholders on different sides",
)
def cross_side_connectedness(G: nx.Graph[Any], *, side: str = "side") -> float:
    """Share of cross-side pairs that some route joins.

    Krackhardt's connectedness [1]_, counted only over pairs of stakeholders on different sides: 1.0 when everybody
    can reach every counterpart, 0.0 after a complete rupture. In a directed graph a pair counts half for each
    direction that is joined.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; weight is ignored.
    side : str
        Node attribute that names a stakeholder's side.

    Returns
    -------
    float
        In [0, 1]; nan where there is no cross-side pair to count.

    Notes
    -----
    O(n + m) within components of an undirected graph.

    References
    ----------
    .. [1] Krackhardt, D. (1994). Graph theoretical dimensions of informal organizations. In *Computational
       Organization Theory*, 89-111.

    Examples
    --------
    >>> G = nx.path_graph(["gac", "carleton", "mgimo", "mid"])
    >>> nx.set_node_attributes(G, dict(zip(G, ["ca", "ca", "ru", "ru"])), "side")
    >>> cross_side_connectedness(G)
    1.0
    """
    joined, count = 0, 0
    for sources, targets in _pairs_of_sides(G, side):
        count += len(sources) * len(targets)
        reached = _reached(G, sources)
        joined += sum(target in reached[source] for source in sources for target in targets)
    return joined / count if count else float("nan")
