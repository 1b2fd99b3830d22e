"""Relay resilience: how many independent relays there are between two sides, and who can cut them."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import Any, Unpack

import networkx as nx

from netmodel.engine.worlds import Estimate
from netmodel.errors import UsageError, printable
from netmodel.measures.chains import HOP, Node, fine_cost, in_buckets
from netmodel.measures.cuts import Cut, bottlenecks, minimum_cut
from netmodel.measures.disjoint import disjoint_routes
from netmodel.measures.endpoints import Ends, Who, two_ends
from netmodel.measures.routes import Limits, Route, find_routes, permitted, route_along
from netmodel.measures.two_terminal import two_terminal_reliability
from netmodel.network import Network

COUNTED = 1_000
"""Simple routes that are counted before the answer is "more than"."""

NAMED = 6
"""Names that a sentence gives of a longer list."""

Step = tuple[float, str, Node, int]


def widest_route(net: Network, a: Who, b: Who, **limits: Unpack[Limits]) -> Route | None:
    """The route whose weakest passage is as strong as possible (bottleneck or max-min route).

    Parameters
    ----------
    net : Network
    a, b : str or iterable of str
        Ids or selectors, as for `find_routes`.
    **limits
        `issue`, `avoid`, `levels` and `formality`: see `netmodel.measures.routes.Limits`.

    Returns
    -------
    Route or None
        Of the widest routes the strongest, then by fewer passages and ids; its width is the smallest of its
        `passages`. None where no route exists. What counts is the strength of each passage (uptake * quality * uptake
        in a channel), not the permeability of whom it leads to. Each stakeholder is passed once; the same channel may
        serve two passages.

    Raises
    ------
    UsageError
        As `find_routes`.

    Notes
    -----
    Dijkstra's algorithm twice: for the width (Pollack [1]_), then for the strongest among passages at least as wide.

    References
    ----------
    .. [1] Pollack, M. (1960). The maximum capacity through a network. *Operations Research* 8, 733-736. (not re-read)

    Examples
    --------
    >>> ties = [("a", "x", 0.5), ("x", "y", 0.5), ("y", "b", 0.5), ("a", "b", 0.3)]
    >>> rows = [{"source": u, "target": v, "strength": p} for u, v, p in ties]
    >>> net = Network.from_tables([{"id": name, "permeability": 1} for name in "abxy"], rows)
    >>> widest_route(net, "a", "b").stakeholders, find_routes(net, "a", "b")[0].stakeholders
    (('a', 'x', 'y', 'b'), ('a', 'b'))
    """
    graph, ends = permitted(net, a, b, **limits)
    steps = _steps(graph)
    width = _width(steps, ends)
    path = [] if width is None else _cheapest(steps, ends, width)
    return route_along(net, graph, path) if path else None


def _steps(graph: nx.DiGraph[Node]) -> dict[str, list[Step]]:
    """From each stakeholder: strength of a passage, to whom, by which tie or channel, and its cost."""
    steps: dict[str, list[Step]] = {name: [] for table, name in graph if table == "stakeholder"}
    for node in graph:
        if node[0] != "stakeholder":
            for (_, one), _, first in graph.in_edges(node, data=True):
                for _, (_, other), second in graph.out_edges(node, data=True):
                    if one != other:
                        cost = fine_cost(first) + fine_cost(second) + HOP
                        steps[one].append((first["passes"] * second["passes"], other, node, cost))
    return steps


def _width(steps: dict[str, list[Step]], ends: Ends) -> float | None:
    """The greatest strength that every passage of some route has."""
    queue = [(-1.0, name) for name in sorted(ends.a) if name in steps]
    done: set[str] = set()
    while queue:
        width, name = heapq.heappop(queue)
        if name in ends.b:
            return -width
        if name not in done:
            done.add(name)
            for passage, other, _, _ in steps[name]:
                if other not in done:
                    heapq.heappush(queue, (max(width, -passage), other))
    return None


def _cheapest(steps: dict[str, list[Step]], ends: Ends, width: float) -> list[Node]:
    """The strongest way over passages of at least this strength, of equals that of the lowest ids."""
    queue: list[tuple[int, tuple[str, ...], tuple[Node, ...], int]] = [
        (0, (name,), (), 0) for name in sorted(ends.a) if name in steps
    ]
    done: set[str] = set()
    while queue:
        _, people, via, cost = heapq.heappop(queue)
        if people[-1] in ends.b:
            path: list[Node] = [("stakeholder", people[0])]
            for medium, name in zip(via, people[1:], strict=True):
                path += [medium, ("stakeholder", name)]
            return path
        if people[-1] not in done:
            done.add(people[-1])
            for passage, other, medium, more in steps[people[-1]]:
                if passage >= width and other not in done:
                    entry = (in_buckets(cost + more), (*people, other), (*via, medium), cost + more)
                    heapq.heappush(queue, entry)
    return []


@dataclass(frozen=True)
class Resilience:
    """What holds two ends together, and what can cut them apart.

    Attributes
    ----------
    a, b : tuple of str
        Everybody at either end.
    routes : int
        Simple routes between the ends, their relays at neither end, counted up to a limit.
    all_counted : bool
        False where there are more than `routes`.
    independent : tuple of Route
        As many routes as there are that share no relay, tie or channel; of such sets the strongest.
    separate : tuple of Route
        The same with ends that differ too.
    by_ties : int
        How many routes there are that share no tie or channel.
    cut : Cut
        The fewest relays and channels, and the ties that join the ends directly, without which no route is left.
    cut_with_ends : Cut
        The same where members of the ends may fall: who holds the contact between two sides together.
    cut_of_ties : Cut
        The fewest ties and channels without which no route is left.
    bottlenecks : Cut
        Each of these cuts the ends apart by itself.
    reliability : Estimate
        Chance that some route works (`netmodel.measures.two_terminal`).
    strongest, widest : Route or None
        The route by which most arrives, and the one whose weakest passage is as strong as possible.
    """

    a: tuple[str, ...]
    b: tuple[str, ...]
    routes: int
    all_counted: bool
    independent: tuple[Route, ...]
    separate: tuple[Route, ...]
    by_ties: int
    cut: Cut
    cut_with_ends: Cut
    cut_of_ties: Cut
    bottlenecks: Cut
    reliability: Estimate
    strongest: Route | None
    widest: Route | None

    @property
    def relays(self) -> tuple[str, ...]:
        """Relays of the independent routes, by id."""
        return tuple(sorted({name for route in self.independent for name in route.stakeholders[1:-1]}))

    @property
    def direct(self) -> int:
        """How many of the independent routes need no relay."""
        return sum(len(route.via) == 1 for route in self.independent)

    def sentences(self, net: Network, *, called: tuple[str, str] = ("", "")) -> list[str]:
        """Say it in plain sentences; `called` are names for the two ends where they are sets."""
        one, other = (label or _called(net, who) for label, who in zip(called, (self.a, self.b), strict=True))
        if self.strongest is None:
            return [f"No route joins {one} and {other}."]
        count = f"{'' if self.all_counted else 'more than '}{_number(self.routes, 'simple route')}"
        said = [
            f"From {one} to {other}: {count}{self._apart()}.",
            f"The smallest cut between the ends: {_cut_words(net, self.cut)}.",
        ]
        if max(len(self.a), len(self.b)) > 1:
            said.append(f"Where members of the ends may fall too: {_cut_words(net, self.cut_with_ends)}.")
        said.append(f"Where only ties and channels may fall: {_cut_words(net, self.cut_of_ties)}.")
        alone = self.bottlenecks
        said.append(
            f"Each of these alone cuts the ends apart: {_cut_words(net, alone)}."
            if alone.size
            else "Between the ends no stakeholder, tie or channel alone can cut them apart."
        )
        return [*said, _chance_words(self.reliability)]

    def _apart(self) -> str:
        """How many of the routes share nothing, and how many of these are direct."""
        direct = f"{self.direct} of them {'is' if self.direct == 1 else 'are'} direct"
        if len(self.independent) > 1:
            return f", of which at most {len(self.independent)} share no relay, tie or channel; {direct}"
        if self.routes > 1:
            return ", any two of which share a relay, tie or channel"
        return ", a direct one" if self.direct else ", not a direct one"

    def to_json(self) -> dict[str, Any]:
        """Give everything as plain values."""
        return {
            "from": list(self.a),
            "to": list(self.b),
            "simple_routes": {"count": self.routes, "all": self.all_counted},
            "independent_routes": len(self.independent),
            "direct_routes": self.direct,
            "separate_routes": len(self.separate),
            "tie_disjoint_routes": self.by_ties,
            "relays": list(self.relays),
            "independent": [route.to_json() for route in self.independent],
            "separate": [route.to_json() for route in self.separate],
            "cut": self.cut.to_json(),
            "cut_with_ends": self.cut_with_ends.to_json(),
            "cut_of_ties": self.cut_of_ties.to_json(),
            "bottlenecks": self.bottlenecks.to_json(),
            "reliability": self.reliability.to_json(),
            "strongest": None if self.strongest is None else self.strongest.to_json(),
            "widest": None if self.widest is None else {**self.widest.to_json(), "width": min(self.widest.passages)},
        }


def relay_resilience(
    net: Network, a: Who | None = None, b: Who | None = None, *, seed: int = 0, **limits: Unpack[Limits]
) -> Resilience:
    """How many independent relays there are between two sides, and who can cut them.

    Parameters
    ----------
    net : Network
    a, b : str or iterable of str, optional
        Ids or selectors, as for `find_routes`; default: the two sides of the study.
    seed : int
        Of the worlds drawn for the reliability, where it is not exact.
    **limits
        `issue`, `avoid`, `levels` and `formality`: see `netmodel.measures.routes.Limits`.

    Returns
    -------
    Resilience
        Counts, routes, cuts and bottlenecks, each as the function of its name gives them. The number of independent
        routes is the size of `cut`, that of separate ones the size of `cut_with_ends`.

    Raises
    ------
    UsageError
        As `find_routes`; and where only one end is given, or none and there are not two sides.

    Examples
    --------
    >>> ends = [("a", "x"), ("x", "b"), ("a", "y"), ("y", "b"), ("x", "y")]
    >>> net = Network.from_tables([{"id": name} for name in "abxy"], [{"source": u, "target": v} for u, v in ends])
    >>> found = relay_resilience(net, "a", "b")
    >>> found.routes, len(found.independent), found.cut.stakeholders
    (4, 2, ('x', 'y'))
    """
    a, b = sides_if_none(net, a, b)
    ends = two_ends(net, a, b)
    counted = find_routes(net, a, b, k=COUNTED + 1, **limits)
    return Resilience(
        a=tuple(sorted(ends.a)),
        b=tuple(sorted(ends.b)),
        routes=min(len(counted), COUNTED),
        all_counted=len(counted) <= COUNTED,
        independent=tuple(disjoint_routes(net, a, b, **limits)),
        separate=tuple(disjoint_routes(net, a, b, by="stakeholders", **limits)),
        by_ties=len(disjoint_routes(net, a, b, by="ties", **limits)),
        cut=minimum_cut(net, a, b, **limits),
        cut_with_ends=minimum_cut(net, a, b, by="stakeholders", **limits),
        cut_of_ties=minimum_cut(net, a, b, by="ties", **limits),
        bottlenecks=bottlenecks(net, a, b, **limits),
        reliability=two_terminal_reliability(net, a, b, seed=seed, **limits),
        strongest=counted[0] if counted else None,
        widest=widest_route(net, a, b, **limits),
    )


def sides_if_none(net: Network, a: Who | None, b: Who | None) -> tuple[Who, Who]:
    """Both ends as they are given, else the two sides of the study.

    >>> sides_if_none(Network.from_tables([{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}]), None, None)
    ('side:ca', 'side:ru')
    """
    if a is not None and b is not None:
        return a, b
    if a is not None or b is not None:
        raise UsageError("only one end is given: name both, or none for the two sides")
    if len(net.sides) != 2:
        count = "is 1 side" if len(net.sides) == 1 else f"are {len(net.sides)} sides"
        raise UsageError(f"there {count}, not two: name both ends, or choose with --between A B")
    return f"side:{net.sides[0]}", f"side:{net.sides[1]}"


def _number(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def _called(net: Network, who: tuple[str, ...]) -> str:
    return printable(net.stakeholder[who[0]].name) if len(who) == 1 else _number(len(who), "stakeholder")


def _cut_words(net: Network, cut: Cut) -> str:
    people = [net.stakeholder[name].name for name in cut.stakeholders]
    channels = [net.channel[name].name for name in cut.channels]
    parts = (("stakeholder", people), ("tie", list(cut.ties)), ("channel", channels))
    return "; ".join(f"{_number(len(names), what)} ({_some(names)})" for what, names in parts if names)


def _some(names: list[str]) -> str:
    shown = ", ".join(printable(name) for name in names[:NAMED])
    return shown if len(names) <= NAMED else f"{shown} and {len(names) - NAMED} more"


def _chance_words(chance: Estimate) -> str:
    said = "That some route works, each tie with the chance of its strength, each arrival with the permeability"
    if chance.exact:
        share = f"{100 * chance.value:.4g}"
        return f"{said}: {'more than 99.99' if share == '100' and chance.value < 1 else share}\xa0% (exact)."
    low, high = (f"{100 * share:.2f}" for share in (chance.low, chance.high))
    return f"{said}: {low} to {high}\xa0% (95\xa0% interval, {chance.worlds:,} drawn worlds)."
