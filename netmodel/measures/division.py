"""How far the declared sides keep to themselves: E-I index, assortativity and modularity, by any attribute.

Third parties (a blank attribute) belong to no group: they and their ties are left out of every measure here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import fsum, nan
from typing import Any

import networkx as nx

from netmodel.measures import register
from netmodel.measures.simple import SIMPLE, simple_graph

THIRD = "Ties of third parties are left out."


def groups_of(G: nx.Graph[Any], by: str = "side") -> dict[Any, str]:
    """Group of each node that has one, by an attribute; blank and missing are none.

    Examples
    --------
    >>> G = nx.Graph()
    >>> G.add_nodes_from([("gac", {"side": "ca"}), ("un", {"side": ""})])
    >>> groups_of(G)
    {'gac': 'ca'}
    """
    named = ((node, data.get(by)) for node, data in G.nodes(data=True))
    return {node: str(value) for node, value in named if value is not None and value != ""}


@register(
    level="network",
    better="higher",
    source="Krackhardt & Stern 1988",
    range="-1..1",
    meaning="Ties across sides less ties within, of both together: -1 all within, 1 all across.",
    cost="O(n + m)",
    convention=f"{SIMPLE} Directed: each direction is a tie. {THIRD} Sizes of sides are not corrected for.",
    undefined="no tie between two who are on sides",
)
def ei_index(G: nx.Graph[Any], *, by: str = "side") -> float:
    """External less internal ties, of both together.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    by : str
        Node attribute that names the group.

    Returns
    -------
    float
        In [-1, 1]; nan without a tie between two nodes that have a group.

    References
    ----------
    .. [1] Krackhardt, D., Stern, R. N. (1988). Informal networks and organizational crises: an experimental
       simulation. *Social Psychology Quarterly* 51, 123-140.

    Examples
    --------
    >>> round(ei_index(nx.karate_club_graph(), by="club"), 4)
    -0.7179
    """
    pairs = _pairs(G, by)
    across = sum(times for (one, other), times in pairs.items() if one != other)
    return (2 * across - pairs.total()) / pairs.total() if pairs else nan


@register(
    level="network",
    better="lower",
    source="Newman 2003",
    range="-1..1",
    meaning="How much more ties keep within sides than chance would have it, given the ties of each side: 1 all "
    "within, 0 as by chance.",
    cost="O(n + m)",
    convention=f"{SIMPLE} {THIRD}",
    undefined="no tie between two who are on sides, or all such ties within one side",
)
def side_assortativity(G: nx.Graph[Any], *, by: str = "side") -> float:
    """Assortativity by a node attribute.

    With e the share of ties from group to group and a, b its row and column sums: (sum e_gg - sum a_g b_g) /
    (1 - sum a_g b_g), counted in whole numbers, so that a single group is found exactly.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    by : str
        Node attribute that names the group.

    Returns
    -------
    float
        In [-1, 1]; nan without a tie between two nodes that have a group, or with all such ties within one group.

    References
    ----------
    .. [1] Newman, M. E. J. (2003). Mixing patterns in networks. *Physical Review E* 67, 026126.

    Examples
    --------
    >>> round(side_assortativity(nx.karate_club_graph(), by="club"), 4)
    0.7175
    """
    pairs = _pairs(G, by)
    if not G.is_directed():
        pairs = Counter({(g, h): pairs[g, h] + pairs[h, g] for one, other in pairs for g, h in _both(one, other)})
    count = pairs.total()
    given, received = Counter[str](), Counter[str]()
    for (one, other), times in pairs.items():
        given[one] += times
        received[other] += times
    chance = sum(given[group] * received[group] for group in given)
    within = sum(times for (one, other), times in pairs.items() if one == other)
    return (count * within - chance) / (count * count - chance) if count * count != chance else nan


def _both(one: str, other: str) -> set[tuple[str, str]]:
    return {(one, other), (other, one)}


def _pairs(G: nx.Graph[Any], by: str) -> Counter[tuple[str, str]]:
    """Number of ties by the groups of their ends; an undirected tie is counted once, in either order."""
    group = groups_of(G, by)
    ends = ((group.get(u), group.get(v)) for u, v in simple_graph(G).edges())
    return Counter((one, other) for one, other in ends if one is not None and other is not None)


@register(
    level="network",
    better="lower",
    source="Newman & Girvan 2004; directed: Leicht & Newman 2008 (not re-read)",
    range="-1..1",
    meaning="Strength of the ties within sides beyond what chance would give, as a share of all strength.",
    reads="strength",
    cost="O(n + m)",
    convention=f"{SIMPLE} {THIRD} Resolution 1.",
    undefined="no tie between two who are on sides",
)
def side_modularity(G: nx.Graph[Any], *, by: str = "side", weight: str | None = "strength") -> float:
    """Modularity of the division of the network by a node attribute.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    by : str
        Node attribute that names the group.
    weight : str, optional
        Edge attribute; None counts ties.

    Returns
    -------
    float
        In [-1, 1]; 0 for one group, nan without a tie between two nodes that have a group.

    References
    ----------
    .. [1] Newman, M. E. J., Girvan, M. (2004). Finding and evaluating community structure in networks. *Physical
       Review E* 69, 026113.

    Examples
    --------
    >>> G = nx.Graph([("a", "b"), ("c", "d")])
    >>> nx.set_node_attributes(G, {"a": "ca", "b": "ca", "c": "ru", "d": "ru"}, "side")
    >>> side_modularity(G)
    0.5
    """
    return modularity(G, groups_of(G, by), weight=weight)


def modularity(
    G: nx.Graph[Any], group: Mapping[Any, Any], *, resolution: float = 1.0, weight: str | None = "strength"
) -> float:
    """Modularity of a partition; nodes without a group are left out with their ties.

    As `networkx.community.modularity` has it, but for sums that do not depend on the order in which sets are walked.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    group : mapping
        Group by node.
    resolution : float
        What chance counts; larger favours small groups.
    weight : str, optional
        Edge attribute; a tie without it, and every tie with None, has 1.

    Returns
    -------
    float
        nan without a tie.

    Examples
    --------
    >>> modularity(nx.Graph([(0, 1), (2, 3)]), {0: "x", 1: "x", 2: "y", 3: "y"})
    0.5
    """
    given: dict[Any, list[float]] = {}
    received: dict[Any, list[float]] = {}
    within: list[float] = []
    for u, v, data in simple_graph(G, weight=weight).edges(data=True):
        if u in group and v in group:
            value = float(data.get(weight, 1.0)) if weight else 1.0
            given.setdefault(group[u], []).append(value)
            received.setdefault(group[v], []).append(value)
            if group[u] == group[v]:
                within.append(value)
    total = fsum(value for values in given.values() for value in values)
    if not total:
        return nan
    sums = {name: (fsum(given.get(name, ())), fsum(received.get(name, ()))) for name in {**given, **received}}
    if G.is_directed():
        chance = fsum(out * into for out, into in sums.values())
    else:
        chance = fsum((out + into) ** 2 for out, into in sums.values()) / 4
    return fsum(within) / total - resolution * chance / total**2
