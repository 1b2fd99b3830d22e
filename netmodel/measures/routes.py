"""Routes: the strongest chains of introductions between two stakeholders or sets, keyed by tie or channel."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from math import log
from typing import Any, TypedDict, Unpack

import networkx as nx

from netmodel.errors import LimitError, UnknownName, UsageError, suggest
from netmodel.measures.chains import Chains, Node
from netmodel.measures.endpoints import Ends, Who, two_ends
from netmodel.network import Channel, Network, Tie
from netmodel.network.rows import deals_with

UNIT = 10**9
"""Costs -log(strength) of arcs are whole numbers of 1e-9."""

MOST_MUSTS = 10
"""Stakeholders that a route can be made to pass."""


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


class Limits(TypedDict, total=False):
    """What every route keeps to, as keywords of each function here.

    `issue`: only what carries this issue; default: every tie, whatever its issues. `avoid`: ids of stakeholders, ties
    or channels that no route uses. `levels`: the level window (senior end, junior end) of the relays; as in a channel
    a stakeholder may send anyone up to its own rank, so that only those too junior for the junior end fail, and rank
    0 (no official level) is exempt. `formality`: "formal" or "informal", of every tie and channel on the way.
    """

    issue: str | None
    avoid: Collection[str]
    levels: tuple[int, int] | None
    formality: str | None


def find_routes(
    net: Network,
    a: Who,
    b: Who,
    *,
    k: int = 3,
    through: Collection[str] = (),
    max_relays: int | None = None,
    **limits: Unpack[Limits],
) -> list[Route]:
    """The k strongest routes from one stakeholder or set of stakeholders to another, each stakeholder passed once.

    Parameters
    ----------
    net : Network
    a, b : str or iterable of str
        Ids of stakeholders, or selectors such as ``side:Canada`` and ``kind:ministry side:Russia``
        (`netmodel.measures.endpoints.stakeholders_of`). A route between sets begins at any member of `a` and ends at
        any member of `b`; its relays belong to neither.
    k : int
        How many at most.
    through : collection of str
        Ids of stakeholders each of whom a route must pass, as an end or as a relay.
    max_relays : int, optional
        Stakeholders between the two ends at most.
    **limits
        `issue`, `avoid`, `levels` and `formality`: see `Limits`.

    Returns
    -------
    list of Route
        Strongest first; equals by fewer passages, then by ids of stakeholders, then of ties and channels. Parallel
        ties give routes of their own. Empty where no route exists.

    Raises
    ------
    UsageError
        For a name that is not known, an end that is to be avoided, and limits that make no sense.
    LimitError
        Where `through` makes the search too long.

    Notes
    -----
    Best-first search over beginnings of routes, each valued by the best way on that meets nobody twice; as many
    shortest-path searches as Yen's algorithm [1]_ needs, and with limits on relays too. Routes that must pass given
    stakeholders are searched in the same order, under a bound.

    References
    ----------
    .. [1] Yen, J. Y. (1971). Finding the k shortest loopless paths in a network. *Management Science* 17, 712-716.

    Examples
    --------
    >>> rows = [{"id": "gac", "side": "ca"}, {"id": "forum"}, {"id": "mid", "side": "ru"}]
    >>> ties = [{"source": "gac", "target": "forum", "strength": 0.8}, {"source": "forum", "target": "mid"}]
    >>> net = Network.from_tables(rows, ties)
    >>> [route.strength for route in find_routes(net, "gac", "mid")]
    [0.2]
    >>> [route.strength for route in find_routes(net, "side:ca", "side:ru", max_relays=0)]
    []
    """
    if k < 1:
        raise UsageError(f"k is {k}: ask for at least one route")
    if max_relays is not None and max_relays < 0:
        raise UsageError(f"max_relays is {max_relays}: ask for 0 or more")
    graph, ends = permitted(net, a, b, **limits)
    return list(islice(_ranked(net, graph, ends, through, max_relays), k))


def _ranked(
    net: Network, graph: nx.DiGraph[Node], ends: Ends, through: Collection[str], max_relays: int | None
) -> Iterator[Route]:
    musts = sorted({through} if isinstance(through, str) else set(through))
    for name in musts:
        if name not in net.stakeholder:
            raise UnknownName("stakeholder", name, net.stakeholder)
    if len(musts) > MOST_MUSTS:
        raise LimitError(f"a route can be made to pass {MOST_MUSTS} stakeholders at most, not {len(musts)}")
    kept = [frozenset(musts) & side for side in (ends.a, ends.b)]
    if any(len(must) > 1 for must in kept):
        return iter(())
    chains = Chains.of(graph, kept[0] or ends.a, kept[1] or ends.b)
    between = [name for name in musts if name not in ends.all]
    return (route_along(net, graph, path) for path in chains.ranked(through=between, max_relays=max_relays))


def permitted(net: Network, a: Who, b: Who, **limits: Unpack[Limits]) -> tuple[nx.DiGraph[Node], Ends]:
    """Graph of `passages` with what the limits allow, in which no route comes back to `a` or goes on from `b`.

    Raises
    ------
    UsageError
        For a name that is not known, ends that share a stakeholder or are to be avoided, and limits that make no
        sense.

    Examples
    --------
    >>> net = Network.from_tables([{"id": "gac"}, {"id": "mid"}], [{"source": "gac", "target": "mid"}])
    >>> graph, ends = permitted(net, "gac", "mid")
    >>> sorted(graph)
    [('stakeholder', 'gac'), ('stakeholder', 'mid'), ('tie', 'gac--mid--informal')]
    >>> sorted(graph.out_edges(("stakeholder", "mid")))
    []
    """
    issue, formality = limits.get("issue"), limits.get("formality")
    if issue is not None and issue not in net.layers:
        raise UsageError(f"issue {issue!r} is not known; {suggest(issue, [i for i in net.layers if i])}")
    if formality not in (None, "formal", "informal"):
        raise UsageError(f"formality is 'formal' or 'informal', not {formality!r}")
    ends, avoid = two_ends(net, a, b), _avoided(net, limits.get("avoid", ()))
    if ends.a <= avoid or ends.b <= avoid:
        raise UsageError("one end is to be avoided altogether: no route can begin or end there")
    ends = Ends(ends.a - avoid, ends.b - avoid)
    graph = passages(net, issue)
    rows: dict[str, Mapping[str, Tie | Channel]] = {"tie": net.tie, "channel": net.channel}
    junior = _too_junior(net, limits.get("levels")) - ends.all
    graph.remove_nodes_from(
        [
            (table, name)
            for table, name in graph
            if name in avoid
            or (name in junior if table == "stakeholder" else formality not in (None, rows[table][name].formality))
        ]
    )
    graph.remove_edges_from([*graph.in_edges(_nodes(ends.a)), *graph.out_edges(_nodes(ends.b))])
    return graph, ends


def _nodes(names: Collection[str]) -> list[Node]:
    return [("stakeholder", name) for name in sorted(names)]


def _avoided(net: Network, avoid: Collection[str]) -> frozenset[str]:
    names = frozenset([avoid] if isinstance(avoid, str) else avoid)
    known = {*net.stakeholder, *net.tie, *net.channel}
    for name in sorted(names - known):
        raise UnknownName("stakeholder, tie or channel", name, known)
    return names


def _too_junior(net: Network, levels: tuple[int, int] | None) -> frozenset[str]:
    if levels is None:
        return frozenset()
    senior, junior = levels
    if not 1 <= senior <= junior:
        raise UsageError(f"levels {senior} to {junior} are no window: give the senior end first, 1 or more")
    return frozenset(row.id for row in net.stakeholder.values() if row.rank > junior)


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


def route_along(net: Network, graph: nx.DiGraph[Node], path: list[Node]) -> Route:
    """The route along a path in a graph of `passages`: stakeholder, tie or channel, stakeholder and so on."""
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
            return route_along(net, graph, list(path))
        if node not in done:
            done.add(node)
            for other, arc in graph.adj[node].items():
                if other not in done:
                    heapq.heappush(queue, (cost + arc["cost"], hops + 1, (*path, other)))
    return None
