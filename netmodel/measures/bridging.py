"""Bridging: whose ties hold distant parts of the network together."""

from __future__ import annotations

import heapq
from typing import Any

import networkx as nx

from netmodel.measures import register
from netmodel.measures.structure import CONTACTS, THIRD, contacts, groups

Tie = tuple[Any, Any]


@register(
    better="higher",
    source="Valente & Fujimoto 2010",
    range="0..1",
    convention="cohesion is the mean of 1 / distance over ordered pairs, 0 for a pair that is cut (influenceR gives "
    "half of it); an isolate has 0; directed: ties in and out; self-loops and parallel ties do not count",
    cost="O(n m) and more where much depends on single ties",
    shown=False,
)
def bridging(G: nx.Graph[Any]) -> dict[Any, float]:
    """Cohesion lost, on average over a stakeholder's ties, when one of them is deleted.

    Cohesion C is the mean over all ordered pairs of 1 / distance in hops, and 0 for a pair that is cut. Bridging of u
    is the mean over the k[u] ties e of u of C(G) - C(G without e) [1]_ (as influenceR has it, whose sum over
    unordered pairs is divided by n(n - 1) too and so is half of this; the paper was not re-read).

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; weights are ignored. Directed: distances follow the direction, and the ties of a node are
        those in and out, each arc apart.

    Returns
    -------
    dict
        By node, in [0, 1]; 0 for an isolate.

    Notes
    -----
    Deleting the tie (u, v) lengthens routes from s only where u is the one way to v among the shortest routes from s;
    only those behind it are searched again.

    References
    ----------
    .. [1] Valente, T. W., Fujimoto, K. (2010). Bridging: locating critical connectors in a network. *Social Networks*
       32, 212-220 (not re-read).

    Examples
    --------
    >>> bridging(nx.path_graph(3))
    {0: 0.5, 1: 0.5, 2: 0.5}
    """
    H: Any = nx.DiGraph((u, v) for u, v in G.edges() if u != v) if G.is_directed() else contacts(G)
    lost: dict[Tie, float] = dict.fromkeys(H.edges, 0.0)
    ties: dict[Any, list[Tie]] = {node: [] for node in G}
    for u, v in H.edges:
        ties[u].append((u, v))
        ties[v].append((u, v))
    before = H.pred if H.is_directed() else H.adj
    for source in H:
        ways: Any = nx.predecessor(H, source)
        for (u, v), loss in _losses(H.adj, before, ways).items():
            lost[(u, v) if (u, v) in lost else (v, u)] += loss
    pairs = len(G) * (len(G) - 1)
    return {
        node: sum(lost[tie] for tie in held) / (len(held) * pairs) if held else 0.0 for node, held in ties.items()
    }


def _losses(after: Any, before: Any, ways: dict[Any, list[Any]]) -> dict[Tie, float]:
    """Sum of 1 / distance that a source loses with each tie; `ways` are the last steps of its shortest routes."""
    far: dict[Any, int] = {}
    for node, last in ways.items():
        far[node] = far[last[0]] + 1 if last else 0
    losses = {}
    for node, last in ways.items():
        if len(last) == 1:
            behind = _behind(node, after, ways)
            again = _again(behind, before, far, (last[0], node))
            losses[last[0], node] = sum(1 / far[x] - (1 / again[x] if x in again else 0.0) for x in behind)
    return losses


def _behind(node: Any, after: Any, ways: dict[Any, list[Any]]) -> dict[Any, None]:
    """Those whom every shortest route reaches through a node, itself included."""
    found: dict[Any, None] = {node: None}
    front = [node]
    while front:
        level: list[Any] = []
        for x in front:
            for y in after[x]:
                if y not in found and x in ways[y] and all(way in found for way in ways[y]):
                    found[y] = None
                    level.append(y)
        front = level
    return found


def _again(behind: dict[Any, None], before: Any, far: dict[Any, int], gone: Tie) -> dict[Any, int]:
    """Distances of those behind a tie when it is gone; whoever is cut is missing."""
    place = {node: at for at, node in enumerate(behind)}
    heap = [
        (far[x] + 1, place[y], y)
        for y in behind
        for x in before[y]
        if x in far and x not in behind and (x, y) != gone
    ]
    heapq.heapify(heap)
    inside: dict[Any, list[Any]] = {y: [] for y in behind}
    for y in behind:
        for x in before[y]:
            if x in inside:
                inside[x].append(y)
    found: dict[Any, int] = {}
    while heap:
        steps, _, x = heapq.heappop(heap)
        if x not in found:
            found[x] = steps
            for y in inside[x]:
                if y not in found:
                    heapq.heappush(heap, (steps + 1, place[y], y))
    return found


@register(
    better="higher",
    source="Kobellarz, Broćić, Graeml, Silver & Silva 2022, after Jensen et al. 2016",
    range="0..1",
    convention="the condition holds for both ends alike (the authors' program excepts neighbours of another group "
    f"at the first end only); {THIRD}; {CONTACTS}",
    cost="O(n m)",
    shown=False,
)
def intergroup_bridging(G: nx.Graph[Any], *, side: str = "side") -> dict[Any, float]:
    """Share of the shortest routes of others that pass through, but for those that only serve the own circle.

    Sum over ordered pairs (s, t) of the share of shortest routes (in hops) from s to t that pass through u, over
    (n - 1)(n - 2). A pair does not count where s or t is a neighbour of u on the same side: without the groups that
    is bridgeness [2]_, betweenness that does not reward the centre of a circle; a neighbour on another side counts
    [1]_.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; directions and weights are ignored.
    side : str
        Node attribute that names the group; those without it are one group, the third parties.

    Returns
    -------
    dict
        By node, in [0, 1], never above betweenness; 0 with fewer than three nodes.

    References
    ----------
    .. [1] Kobellarz, J. K., Broćić, M., Graeml, A. R., Silver, D., Silva, T. H. (2022). Reaching the bubble may not
       be enough: news media role in online political polarization. *EPJ Data Science* 11, 47. (The program was read,
       the paper's formula was not.)
    .. [2] Jensen, P., Morini, M., Karsai, M., Venturini, T., Vespignani, A., Jacomy, M., Cointet, J.-P., Mercklé, P.,
       Fleury, E. (2016). Detecting global bridges in networks. *Journal of Complex Networks* 4, 319-329 (not
       re-read).

    Examples
    --------
    >>> G = nx.path_graph(["gac", "uoft", "mgimo", "mid"])
    >>> nx.set_node_attributes(G, dict(zip(G, ["ca", "ca", "ru", "ru"])), "side")
    >>> {node: round(value, 4) for node, value in intergroup_bridging(G).items()}
    {'gac': 0.0, 'uoft': 0.0, 'mgimo': 0.0, 'mid': 0.0}
    >>> G.nodes["uoft"]["side"] = "third"
    >>> {node: round(value, 4) for node, value in intergroup_bridging(G).items()}
    {'gac': 0.0, 'uoft': 0.6667, 'mgimo': 0.0, 'mid': 0.0}
    """
    H, group = contacts(G), groups(G, side)
    scores = dict.fromkeys(G, 0.0)
    for source in H:
        ways: Any = nx.predecessor(H, source)
        for node, part in _dependency(ways, group).items():
            if group[node] != group[source] or source not in H[node]:
                scores[node] += part
    pairs = max((len(G) - 1) * (len(G) - 2), 1)
    return {node: score / pairs for node, score in scores.items()}


def _dependency(ways: dict[Any, list[Any]], group: dict[Any, str]) -> dict[Any, float]:
    """Targets that a source reaches through each node, but for the node's own neighbours of its own group.

    `ways` are the last steps of the source's shortest routes, nearest first. Without the source itself; after
    Brandes.
    """
    count: dict[Any, int] = {}
    for node, last in ways.items():
        count[node] = sum(count[way] for way in last) or 1
    through, counted = dict.fromkeys(ways, 0.0), dict.fromkeys(ways, 0.0)
    for node, last in reversed(ways.items()):
        for way in last:
            share = count[way] / count[node]
            through[way] += share * (1 + through[node])
            counted[way] += share * ((group[way] != group[node]) + through[node])
    counted.pop(next(iter(ways)))
    return counted


@register(
    better="higher",
    source="Hwang, Cho, Zhang & Ramanathan 2006",
    range="0..1",
    convention=f"betweenness is normalised; an isolate has 0; {CONTACTS}",
    cost="O(n m)",
    shown=False,
)
def bridging_centrality(G: nx.Graph[Any]) -> dict[Any, float]:
    """Betweenness times the bridging coefficient: few contacts of one's own, who have many.

    The coefficient of u is (1 / k[u]) / sum over neighbours v of 1 / k[v], with k the number of contacts [1]_.

    References
    ----------
    .. [1] Hwang, W., Cho, Y., Zhang, A., Ramanathan, M. (2006). Bridging centrality: identifying bridging nodes in
       scale-free networks. Technical report 2006-05, University at Buffalo (not re-read).

    Examples
    --------
    >>> bridging_centrality(nx.path_graph(5))[2]
    0.3333333333333333
    """
    H = contacts(G)
    between = nx.betweenness_centrality(H)
    inverse = {node: 1 / len(H[node]) if H[node] else 0.0 for node in H}
    around = {node: sum(inverse[other] for other in H[node]) for node in H}
    return {node: between[node] * inverse[node] / around[node] if H[node] else 0.0 for node in G}
