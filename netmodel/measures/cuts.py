"""Who and what can cut one end from the other: smallest cuts, and lone stakeholders, ties and channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

import networkx as nx

from netmodel.measures.chains import Node
from netmodel.measures.disjoint import GOAL, START, By, entry, flow_network, leave
from netmodel.measures.endpoints import Who
from netmodel.measures.routes import Limits, permitted
from netmodel.network import Network


@dataclass(frozen=True)
class Cut:
    """Stakeholders, ties and channels, by id, without whom no route is left; nothing where there is none anyway."""

    stakeholders: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many they are together."""
        return len(self.stakeholders) + len(self.ties) + len(self.channels)

    @property
    def names(self) -> tuple[str, ...]:
        """All ids, as `Network.without` takes them."""
        return (*self.stakeholders, *self.ties, *self.channels)

    def to_json(self) -> dict[str, Any]:
        """Give the cut as plain values."""
        parts = {name: list(getattr(self, name)) for name in ("stakeholders", "ties", "channels")}
        return {"size": self.size, **parts}


def minimum_cut(net: Network, a: Who, b: Who, *, by: By = "relays", **limits: Unpack[Limits]) -> Cut:
    """The fewest stakeholders, ties and channels without whom no route is left from one end to the other.

    Parameters
    ----------
    net : Network
    a, b : str or iterable of str
        Ids or selectors, as for `find_routes`.
    by : {"relays", "ties", "stakeholders"}
        What may fall. ``relays``: stakeholders at neither end, and channels; ties only where nothing else helps, as
        where a tie joins both ends directly. ``ties``: ties and channels only. ``stakeholders``: as ``relays``, and
        members of both ends as well: who holds the contact between two sides together (of two single stakeholders
        one end alone is such a cut).
    **limits
        `issue`, `avoid`, `levels` and `formality`: see `netmodel.measures.routes.Limits`; only routes within them
        are cut.

    Returns
    -------
    Cut
        As many elements as `netmodel.measures.disjoint.disjoint_routes` finds routes with the same `by` (Menger's
        theorem [1]_). Of cuts of that size the one with most stakeholders, then fewest ties; of those the nearest to
        `b`.

    Raises
    ------
    UsageError
        As `find_routes`.

    Notes
    -----
    Maximum flow with capacities that count elements first and their kind second.

    References
    ----------
    .. [1] Menger, K. (1927). Zur allgemeinen Kurventheorie. *Fundamenta Mathematicae* 10, 96-115. (not re-read)

    Examples
    --------
    >>> ends = [("a", "x"), ("x", "b"), ("a", "y"), ("y", "b"), ("x", "y")]
    >>> net = Network.from_tables([{"id": name} for name in "abxy"], [{"source": u, "target": v} for u, v in ends])
    >>> minimum_cut(net, "a", "b").stakeholders
    ('x', 'y')
    """
    graph, ends = permitted(net, a, b, **limits)
    unit = 2 * len(graph) + 1
    network = flow_network(graph, ends, by, once={"stakeholder": unit, "channel": unit + 1, "tie": unit + 2})
    _, (near, far) = nx.minimum_cut(network, entry(START), leave(GOAL))
    cut = [arc["node"] for u, v, arc in network.edges(data=True) if u in near and v in far]
    return _cut(cut)


def bottlenecks(net: Network, a: Who, b: Who, **limits: Unpack[Limits]) -> Cut:
    """The stakeholders, ties and channels each of whom cuts the ends apart when it alone is lost.

    Between two stakeholders these are the articulation points and bridges that part them. A member of a set is one
    where every route begins, or ends, with it; the only stakeholder at an end is not named.

    Parameters
    ----------
    net, a, b, **limits
        As for `minimum_cut`.

    Returns
    -------
    Cut
        Each of its elements is a cut by itself; in the order in which they are met from `a` to `b`. Nothing where no
        route exists.

    Raises
    ------
    UsageError
        As `find_routes`.

    Notes
    -----
    The dominators of the end [1]_.

    References
    ----------
    .. [1] Lengauer, T. and Tarjan, R. E. (1979). A fast algorithm for finding dominators in a flowgraph. *ACM
       Transactions on Programming Languages and Systems* 1, 121-141. (not re-read)

    Examples
    --------
    >>> ties = [{"source": "a", "target": "x"}, {"source": "x", "target": "y"}, {"source": "x", "target": "y"}]
    >>> net = Network.from_tables([{"id": name} for name in "abxy"], [*ties, {"source": "y", "target": "b"}])
    >>> found = bottlenecks(net, "a", "b")
    >>> found.stakeholders, found.ties
    (('x', 'y'), ('a--x--informal', 'y--b--informal'))
    """
    graph, ends = permitted(net, a, b, **limits)
    network = flow_network(graph, ends, "stakeholders")
    start, goal = entry(START), leave(GOAL)
    if not nx.has_path(network, start, goal):
        return Cut()
    before = nx.immediate_dominators(network, start)
    chain = [goal]
    while before.get(chain[-1], start) not in (start, None):
        chain.append(before[chain[-1]])
    sole = {("stakeholder", name) for side in (ends.a, ends.b) if len(side) == 1 for name in side}
    exits = {leave(node): node for node in graph}
    return _cut([exits[place] for place in reversed(chain) if place in exits and exits[place] not in sole])


def _cut(nodes: list[Node]) -> Cut:
    tables = {
        table: tuple(name for kind, name in nodes if kind == table) for table in ("stakeholder", "tie", "channel")
    }
    return Cut(tables["stakeholder"], tables["tie"], tables["channel"])
