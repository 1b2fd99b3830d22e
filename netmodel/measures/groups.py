"""Centrality of a group as one: degree, closeness and betweenness of several stakeholders together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx

from netmodel.errors import UnknownName, UsageError

SOURCE = "Everett & Borgatti 1999"


def group_degree(G: nx.Graph[Any], group: Iterable[Any]) -> float:
    """Share of those outside the group who have a tie with somebody in it.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; a tie in either direction counts where the graph is directed.
    group : iterable of nodes
        At least one; each counts once.

    Returns
    -------
    float
        In [0, 1]; 0 where nobody is outside.

    Raises
    ------
    UsageError
        For an empty group, or a member that is not in the graph.

    Notes
    -----
    O(n + m).

    References
    ----------
    .. [1] Everett, M. G., Borgatti, S. P. (1999). The centrality of groups and classes. *Journal of Mathematical
       Sociology* 23, 181-201 (not re-read).

    Examples
    --------
    >>> group_degree(nx.path_graph(5), [0, 1])
    0.3333333333333333
    """
    members = _members(G, group)
    near = {v for u in members for v in nx.all_neighbors(G, u)} - members
    return len(near) / (len(G) - len(members)) if len(G) > len(members) else 0.0


def group_closeness(G: nx.Graph[Any], group: Iterable[Any]) -> float:
    """Inverse mean distance (in hops) to the nearest member of the group, times the share that reaches it.

    A network in pieces is treated as in the `closeness` of one stakeholder (Wasserman & Faust): those who cannot
    reach the group lower it by their share. In one piece it is Everett & Borgatti's normed group closeness with the
    nearest member. Directed: distances towards the group. (NetworkX 3.6 counts who cannot reach the group as
    standing in it.)

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    group : iterable of nodes
        At least one.

    Returns
    -------
    float
        In [0, 1]; 0 where nobody outside reaches the group.

    Raises
    ------
    UsageError
        For an empty group, or a member that is not in the graph.

    Notes
    -----
    O(n + m).

    References
    ----------
    .. [1] Everett, M. G., Borgatti, S. P. (1999). The centrality of groups and classes. *Journal of Mathematical
       Sociology* 23, 181-201 (not re-read).

    Examples
    --------
    >>> group_closeness(nx.path_graph(5), [1, 3]), group_closeness(nx.path_graph(4), [0])
    (1.0, 0.5)
    """
    members = _members(G, group)
    plain: Any = G
    towards = nx.reverse_view(plain) if G.is_directed() else plain
    far = {v: step for step, layer in enumerate(nx.bfs_layers(towards, list(members))) for v in layer}
    total, reached = sum(far.values()), len(far) - len(members)
    return reached / total * reached / (len(G) - len(members)) if reached else 0.0


def group_betweenness(G: nx.Graph[Any], group: Iterable[Any]) -> float:
    """Share of the shortest routes (in hops) between those outside the group that pass through it.

    The mean over pairs outside the group of the share of their shortest routes that meet a member; a pair without a
    route counts 0. Each pair counts once, and once for each direction where the graph is directed. (NetworkX 3.6
    gives wrong values, or fails, where some pair has no route.)

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    group : iterable of nodes
        At least one.

    Returns
    -------
    float
        In [0, 1]; 0 where fewer than two are outside.

    Raises
    ------
    UsageError
        For an empty group, or a member that is not in the graph.

    Notes
    -----
    O(n m): a breadth-first search from each node outside, with and without the group.

    References
    ----------
    .. [1] Everett, M. G., Borgatti, S. P. (1999). The centrality of groups and classes. *Journal of Mathematical
       Sociology* 23, 181-201 (not re-read).

    Examples
    --------
    >>> group_betweenness(nx.path_graph(5), [2]), group_betweenness(nx.path_graph(5), [1, 3])
    (0.6666666666666666, 1.0)
    """
    members = _members(G, group)
    outside = [node for node in G if node not in members]
    total = 0.0
    for source in outside:
        every, around = _routes(G, source, set()), _routes(G, source, members)
        for target, (far, count) in every.items():
            if target not in members and target != source:
                step, avoiding = around.get(target, (-1, 0))
                total += 1 - avoiding / count if step == far else 1
    pairs = len(outside) * (len(outside) - 1)
    return total / pairs if pairs else 0.0


def _routes(G: nx.Graph[Any], source: Any, without: set[Any]) -> dict[Any, tuple[int, int]]:
    """Hops to each node that can be reached around some others, and the number of shortest routes."""
    found = {source: (0, 1)}
    layer, step = [source], 0
    while layer:
        step += 1
        counts: dict[Any, int] = {}
        for u in layer:
            for v in G.adj[u]:
                if v not in found and v not in without:
                    counts[v] = counts.get(v, 0) + found[u][1]
        found.update({v: (step, count) for v, count in counts.items()})
        layer = list(counts)
    return found


def _members(G: nx.Graph[Any], group: Iterable[Any]) -> set[Any]:
    members = dict.fromkeys(group)
    for node in members:
        if node not in G:
            raise UnknownName("stakeholder", str(node), [str(known) for known in G])
    if not members:
        raise UsageError("the group is empty: name at least one stakeholder")
    return set(members)
