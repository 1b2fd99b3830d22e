"""Routes that do not depend on each other: as many as there are, and the strongest such set."""

from __future__ import annotations

from typing import Literal, Unpack

import networkx as nx

from netmodel.errors import UsageError
from netmodel.measures.chains import Node
from netmodel.measures.endpoints import Ends, Who
from netmodel.measures.routes import Limits, Route, permitted, route_along
from netmodel.network import Network

By = Literal["relays", "ties", "stakeholders"]

SHARED = {
    "relays": "no relay, tie or channel",
    "ties": "no tie or channel",
    "stakeholders": "no stakeholder, tie or channel, the ends included",
}
"""What routes do not share, by what they are disjoint by."""

Flow = dict[str, dict[str, int]]
START, GOAL = ("", "start"), ("", "goal")


def disjoint_routes(
    net: Network, a: Who, b: Who, *, by: By = "relays", most: int | None = None, **limits: Unpack[Limits]
) -> list[Route]:
    """As many routes as there are that do not depend on each other, and of all such sets the strongest.

    Parameters
    ----------
    net : Network
    a, b : str or iterable of str
        Ids or selectors, as for `find_routes`; the relays of a route between sets belong to neither.
    by : {"relays", "ties", "stakeholders"}
        What no two routes share. ``relays``: no relay, tie or channel, so that whatever is lost between the ends
        breaks one route at most; ends may be shared. ``ties``: no tie or channel; relays may be shared.
        ``stakeholders``: as ``relays``, and no end either (of two sets; with one stakeholder at an end there is one
        such route at most).
    most : int, optional
        No more than so many routes; the strongest set of that number.
    **limits
        `issue`, `avoid`, `levels` and `formality`: see `netmodel.measures.routes.Limits`.

    Returns
    -------
    list of Route
        Strongest first, then by fewer passages and ids. Their number is the size of the smallest cut of the same kind
        (Menger's theorem, `netmodel.measures.cuts.minimum_cut`); of all sets of that number theirs has the greatest
        product of strengths.

    Raises
    ------
    UsageError
        As `find_routes`, and for a `by` that is not known or a `most` below 1.

    Notes
    -----
    Minimum-cost flow with unit capacities (the problem of Suurballe [1]_) by the network simplex method, with costs
    -log(strength) in whole units of 1e-9.

    References
    ----------
    .. [1] Suurballe, J. W. (1974). Disjoint paths in a network. *Networks* 4, 125-145.

    Examples
    --------
    >>> ends = [("a", "x"), ("x", "b"), ("a", "y"), ("y", "b"), ("x", "y")]
    >>> net = Network.from_tables([{"id": name} for name in "abxy"], [{"source": u, "target": v} for u, v in ends])
    >>> [route.stakeholders for route in disjoint_routes(net, "a", "b")]
    [('a', 'x', 'b'), ('a', 'y', 'b')]
    """
    if most is not None and most < 1:
        raise UsageError(f"most is {most}: ask for at least one route")
    graph, ends = permitted(net, a, b, **limits)
    network = flow_network(graph, ends, by)
    if most is not None:
        network.add_edge("start first", entry(START), capacity=most, weight=0)
    start = entry(START) if most is None else "start first"
    flow: Flow = nx.max_flow_min_cost(network, start, leave(GOAL))
    routes = [route_along(net, graph, path) for path in _paths(network, flow)]
    return sorted(
        routes, key=lambda route: (-round(route.strength, 12), len(route.via), route.stakeholders, route.via)
    )


def flow_network(
    graph: nx.DiGraph[Node], ends: Ends, by: By, *, once: dict[str, int] | None = None
) -> nx.DiGraph[str]:
    """Network of flow in which every stakeholder, tie and channel is an arc from its entry to its exit.

    What lies on no way from one end to the other is left out. Arcs from an entry to an exit hold their `node`.

    Parameters
    ----------
    graph, ends
        Of `netmodel.measures.routes.permitted`.
    by : {"relays", "ties", "stakeholders"}
        What may carry one route only; the rest carries any number.
    once : dict, optional
        Capacity by table (``stakeholder``, ``tie``, ``channel``) of what may carry one route; default 1.

    Examples
    --------
    >>> net = Network.from_tables([{"id": "a"}, {"id": "b"}], [{"source": "a", "target": "b"}])
    >>> nx.maximum_flow_value(flow_network(*permitted(net, "a", "b"), "relays"), entry(START), leave(GOAL))
    1
    """
    if by not in SHARED:
        raise UsageError(f"by {by!r} is not known: give one of {', '.join(SHARED)}")
    once = once or {}
    plenty = (max(once.values(), default=1)) * (len(graph) + 1)
    useful = between(graph, ends)
    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_nodes_from([entry(START), leave(GOAL)])
    for node in graph:
        if node in useful:
            is_end = node[0] == "stakeholder" and node[1] in ends.all
            free = node[0] == "stakeholder" and (by == "ties" or (by == "relays" and is_end))
            capacity = plenty if free else once.get(node[0], 1)
            network.add_edge(entry(node), leave(node), capacity=capacity, weight=0, node=node)
    for u, v, arc in graph.edges(data=True):
        if u in useful and v in useful:
            network.add_edge(leave(u), entry(v), capacity=plenty, weight=arc["cost"])
    for names, is_start in ((ends.a, True), (ends.b, False)):
        for name in sorted(names):
            node = ("stakeholder", name)
            if node in useful:
                one, other = (entry(START), entry(node)) if is_start else (leave(node), leave(GOAL))
                network.add_edge(one, other, capacity=plenty, weight=0)
    return network


def between(graph: nx.DiGraph[Node], ends: Ends) -> set[Node]:
    """What lies on some way from one end to the other, in a graph of `netmodel.measures.routes.permitted`."""
    starts, goals = ([("stakeholder", name) for name in sorted(side)] for side in (ends.a, ends.b))
    back = graph.reverse(copy=False)
    onward = {node for layer in nx.bfs_layers(graph, [n for n in starts if n in graph]) for node in layer}
    return onward & {node for layer in nx.bfs_layers(back, [n for n in goals if n in graph]) for node in layer}


def _paths(network: nx.DiGraph[str], flow: Flow) -> list[list[Node]]:
    """A flow taken apart into simple paths, in the order of the network."""
    left = {u: {v: units for v, units in arcs.items() if units} for u, arcs in flow.items()}
    paths = []
    for _ in range(sum(left[entry(START)].values())):
        place, path = entry(START), list[Node]()
        while place != leave(GOAL):
            following = next(v for v, units in left[place].items() if units)
            left[place][following] -= 1
            node = network.edges[place, following].get("node")
            if node in path:
                del path[path.index(node) + 1 :]
            elif node is not None:
                path.append(node)
            place = following
        paths.append(path)
    return paths


def entry(node: Node) -> str:
    """Where flow comes into a stakeholder, tie or channel."""
    return f"in {node[0]} {node[1]}"


def leave(node: Node) -> str:
    """Where flow goes out of it."""
    return f"out {node[0]} {node[1]}"
