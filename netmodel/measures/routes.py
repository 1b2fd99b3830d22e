"""Routes: the strongest chains of introductions between two stakeholders, keyed by tie or channel."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from math import log
from typing import Any

import networkx as nx

from netmodel.errors import UsageError, suggest
from netmodel.network import Channel, Network
from netmodel.network.rows import deals_with

UNIT = 10**9
"""Costs -log(strength) are compared in whole units of 1e-9, so that equal routes are equal."""

MOST_EQUAL = 200
"""Routes beyond the k-th that are looked at for being as good as it."""

Node = tuple[str, str]


@dataclass(frozen=True)
class Route:
    """A chain of stakeholders, the tie or channel of each passage, and how much of a message arrives.

    `weakest_link` is the passage of the lowest strength (uptake * quality * uptake in a channel), the first of
    equals. `issues` are those that every passage and relay carries; empty where there is none in common, None where
    everything carries every issue.
    """

    stakeholders: tuple[str, ...]
    via: tuple[str, ...]
    strength: float
    passages: tuple[float, ...]
    issues: tuple[str, ...] | None = None

    @property
    def weakest_link(self) -> tuple[str, str] | None:
        """The two stakeholders between whom most is lost; None for a route without passages."""
        if not self.passages:
            return None
        at = self.passages.index(min(self.passages))
        return self.stakeholders[at], self.stakeholders[at + 1]

    def to_json(self) -> dict[str, Any]:
        """Give the route as plain values."""
        return {
            "stakeholders": list(self.stakeholders),
            "via": list(self.via),
            "strength": round(self.strength, 12),
            "weakest_link": list(self.weakest_link or ()),
            "issues": None if self.issues is None else list(self.issues),
        }


def find_routes(net: Network, a: str, b: str, *, k: int = 3, issue: str | None = None) -> list[Route]:
    """The k strongest routes from one stakeholder to another, each stakeholder passed once.

    Parameters
    ----------
    net : Network
    a, b : str
        Ids of stakeholders.
    k : int
        How many at most.
    issue : str, optional
        Only what carries this issue; default: every tie, whatever its issues.

    Returns
    -------
    list of Route
        Strongest first; equals by fewer passages, then by ids. Empty where no route exists.

    Notes
    -----
    Yen's algorithm [1]_ on the multigraph of ties and channels.

    References
    ----------
    .. [1] Yen, J. Y. (1971). Finding the k shortest loopless paths in a network. *Management Science* 17, 712-716.

    Examples
    --------
    >>> rows = [{"id": "gac", "side": "ca"}, {"id": "forum"}, {"id": "mid", "side": "ru"}]
    >>> ties = [{"source": "gac", "target": "forum", "strength": 0.8}, {"source": "forum", "target": "mid"}]
    >>> [route.strength for route in find_routes(Network.from_tables(rows, ties), "gac", "mid")]
    [0.2]
    """
    if k < 1:
        raise UsageError(f"k is {k}: ask for at least one route")
    for name in (a, b):
        if name not in net.stakeholder:
            raise UsageError(f"stakeholder {name!r} is not known; {suggest(name, net.stakeholder)}")
    if issue is not None and issue not in net.layers:
        raise UsageError(f"issue {issue!r} is not known; {suggest(issue, [i for i in net.layers if i])}")
    if a == b:
        raise UsageError(f"{a!r} is both ends: a route needs two stakeholders")
    graph = passages(net, issue)
    start, end = ("stakeholder", a), ("stakeholder", b)
    if start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return []
    found: list[Route] = []
    limit: int | None = None
    for path in nx.shortest_simple_paths(graph, start, end, weight="cost"):
        cost = int(nx.path_weight(graph, path, "cost"))
        if limit is not None and (cost > limit or len(found) >= k + MOST_EQUAL):
            break
        found.append(_route(net, graph, path))
        if len(found) == k:
            limit = cost + len(path)
    found.sort(key=lambda route: (_cost(route.strength), len(route.via), route.stakeholders, route.via))
    return found[:k]


def _cost(strength: float) -> int:
    return round(-log(strength) * UNIT)


def passages(net: Network, issue: str | None) -> nx.DiGraph[Node]:
    """Directed graph with a node for every stakeholder, tie and open channel; arcs hold `cost` and `passes`."""
    graph: nx.DiGraph[Node] = nx.DiGraph()
    here = {row.id: row for row in net.stakeholder.values() if deals_with(row.issues, issue)}
    graph.add_nodes_from(("stakeholder", name) for name in here)
    for tie in net.active_ties:
        if tie.source in here and tie.target in here and deals_with(tie.issues, issue):
            node = ("tie", tie.id)
            ends = (
                [(tie.source, tie.target)] if tie.directed else [(tie.source, tie.target), (tie.target, tie.source)]
            )
            for one, other in ends:
                _arc(graph, ("stakeholder", one), node, 1.0, 1.0)
                _arc(graph, node, ("stakeholder", other), tie.strength, here[other].permeability)
    for channel in net.open_channels:
        if deals_with(channel.issues, issue):
            add_channel(graph, net, channel)
    return graph


def add_channel(graph: nx.DiGraph[Node], net: Network, channel: Channel) -> None:
    """Put a channel into a graph of `passages`, as a hub between those of its members that are there."""
    node = ("channel", channel.id)
    for person in channel.participants:
        place = ("stakeholder", person.stakeholder)
        if place in graph:
            _arc(graph, place, node, person.uptake, 1.0)
            arrives = net.stakeholder[person.stakeholder].permeability
            _arc(graph, node, place, channel.quality * person.uptake_out, arrives)


def _arc(graph: nx.DiGraph[Node], one: Node, other: Node, passes: float, arrives: float) -> None:
    if passes * arrives > 0:
        graph.add_edge(one, other, cost=_cost(passes * arrives), passes=passes, arrives=arrives)


def _route(net: Network, graph: nx.DiGraph[Node], path: list[Node]) -> Route:
    strength, links = 1.0, []
    for one, middle, other in zip(path[::2], path[1::2], path[2::2], strict=False):
        first, second = graph.edges[one, middle], graph.edges[middle, other]
        links.append(first["passes"] * second["passes"])
        strength *= first["passes"] * second["passes"] * second["arrives"]
    people = tuple(name for _, name in path[::2])
    via = tuple(name for _, name in path[1::2])
    return Route(people, via, strength, tuple(links), _common_issues(net, path))


def _common_issues(net: Network, path: list[Node]) -> tuple[str, ...] | None:
    tables: dict[str, Any] = {"stakeholder": net.stakeholder, "tie": net.tie, "channel": net.channel}
    named = [set(tables[table][name].issues) for table, name in path if tables[table][name].issues]
    return tuple(sorted(set.intersection(*named))) if named else None


def strongest_route(net: Network, graph: nx.DiGraph[Node], a: str, b: str) -> Route | None:
    """The strongest route in a graph of `passages`, of equals the one with fewer passages and then the lowest ids.

    One search instead of the several of `find_routes`: Dijkstra whose labels are (cost, passages, path), so that
    the order of paths decides between equals. None where no route exists.
    """
    start, end = ("stakeholder", a), ("stakeholder", b)
    queue: list[tuple[int, int, tuple[Node, ...]]] = [(0, 0, (start,))] if start in graph else []
    done: set[Node] = set()
    while queue:
        cost, hops, path = heapq.heappop(queue)
        node = path[-1]
        if node == end:
            return _route(net, graph, list(path))
        if node not in done:
            done.add(node)
            for other, arc in graph.adj[node].items():
                if other not in done:
                    heapq.heappush(queue, (cost + arc["cost"], hops + 1, (*path, other)))
    return None
