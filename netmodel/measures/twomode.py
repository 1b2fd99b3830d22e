"""Two modes at once: stakeholders and the channels they take part in, without making cliques of the channels.

Somebody takes part in a channel who is in the network and has an uptake above 0 in either direction. Quality, level
windows and issues are not looked at, but where a function says so.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import networkx as nx

from netmodel.errors import UnknownName
from netmodel.measures import register
from netmodel.network import Channel, Network

Node = tuple[str, str]
"""A node of the two-mode graph: its mode (``"stakeholder"`` or ``"channel"``) and its id."""


def members(net: Network, channel: Channel) -> tuple[str, ...]:
    """Ids of those who take part in a channel, in order.

    >>> channel = {"id": "c", "participants": "mid; gac:0"}
    >>> net = Network.from_tables([{"id": "gac"}, {"id": "mid"}], channels=[channel])
    >>> members(net, net.channel["c"])
    ('mid',)
    """
    here = net.stakeholder
    going = (person for person in channel.participants if person.uptake > 0 or person.uptake_out > 0)
    return tuple(sorted(person.stakeholder for person in going if person.stakeholder in here))


def channels_of(net: Network, candidates: bool) -> list[Channel]:
    """Open channels by id, with those that could be opened where `candidates` are wanted.

    >>> channels_of(Network.from_tables([{"id": "gac"}]), True)
    []
    """
    return sorted((*net.open_channels, *(net.candidates if candidates else ())), key=lambda row: row.id)


def two_mode_graph(net: Network, *, candidates: bool = False) -> nx.Graph[Node]:
    """The graph of stakeholders and channels, with a tie for every participation.

    Parameters
    ----------
    net : Network
    candidates : bool
        Channels that could be opened are taken as open too.

    Returns
    -------
    nx.Graph
        Nodes are pairs (mode, id), so that a channel may have the id of a stakeholder; the attribute `bipartite` is 0
        for stakeholders and 1 for channels, as NetworkX wants it.

    Examples
    --------
    >>> people = [{"id": "gac"}, {"id": "mid"}]
    >>> net = Network.from_tables(people, channels=[{"id": "council", "participants": "gac; mid", "status": "open"}])
    >>> list(two_mode_graph(net).edges)
    [(('stakeholder', 'gac'), ('channel', 'council')), (('stakeholder', 'mid'), ('channel', 'council'))]
    """
    B: nx.Graph[Node] = nx.Graph()
    B.add_nodes_from((("stakeholder", name) for name in net.stakeholder), bipartite=0)
    for channel in channels_of(net, candidates):
        B.add_node(("channel", channel.id), bipartite=1)
        B.add_edges_from((("stakeholder", name), ("channel", channel.id)) for name in members(net, channel))
    return B


def _sizes(B: nx.Graph[Node], node: Node, among: Any) -> tuple[int, int]:
    """How many of a set are of the node's own mode, itself included, and how many of the other."""
    own = sum(one[0] == node[0] for one in among)
    return own, len(among) - own


def _degree(B: nx.Graph[Node], mode: str) -> dict[str, float]:
    other = max(sum(node[0] != mode for node in B), 1)
    return {node[1]: len(B[node]) / other for node in B if node[0] == mode}


def _closeness(B: nx.Graph[Node], mode: str) -> dict[str, float]:
    found = {}
    for node in B:
        if node[0] == mode:
            far = nx.single_source_shortest_path_length(B, node)
            own, other = _sizes(B, node, far)
            least = other + 2 * (own - 1)
            found[node[1]] = least / sum(far.values()) * (len(far) - 1) / (len(B) - 1) if len(far) > 1 else 0.0
    return found


def _betweenness(B: nx.Graph[Node], mode: str) -> dict[str, float]:
    own = sum(node[0] == mode for node in B)
    most = _most_between(own, len(B) - own)
    between = nx.betweenness_centrality(B, normalized=False)
    return {node[1]: value / most if most else 0.0 for node, value in between.items() if node[0] == mode}


def _most_between(own: int, other: int) -> float:
    """The largest betweenness that a node can have in a two-mode network of so many of its own mode and the other."""
    if not own or not other:
        return 0.0
    s, t = divmod(own - 1, other)
    return (other**2 * (s + 1) ** 2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2


CENTRALITIES: dict[str, Callable[[nx.Graph[Node], str], dict[str, float]]] = {
    "degree": _degree,
    "closeness": _closeness,
    "betweenness": _betweenness,
}
"""Centralities of either mode by name."""

BOOK = "Borgatti & Everett 1997"
OPEN = "open channels only"


@register(source=BOOK, better="higher", range="0..1", takes="network", convention=OPEN, shown=False,
          cost="O(participations)")  # fmt: skip
def two_mode_degree(net: Network, *, candidates: bool = False) -> dict[str, float]:
    """Share of all open channels in which the stakeholder takes part.

    Parameters
    ----------
    net : Network
    candidates : bool
        Channels that could be opened are taken as open too.

    Returns
    -------
    dict
        By stakeholder, in [0, 1]; 0 where there is no channel.

    References
    ----------
    .. [1] Borgatti, S. P., Everett, M. G. (1997). Network analysis of 2-mode data. *Social Networks* 19, 243-269 (not
       re-read).

    Examples
    --------
    >>> people, two = [{"id": "gac"}, {"id": "mid"}], [{"id": "a", "participants": "gac; mid", "status": "open"}]
    >>> net = Network.from_tables(people, channels=[*two, {"id": "b", "participants": "gac", "status": "open"}])
    >>> two_mode_degree(net)
    {'gac': 1.0, 'mid': 0.5}
    """
    return _degree(two_mode_graph(net, candidates=candidates), "stakeholder")


@register(source=BOOK, better="higher", range="0..1", takes="network", shown=False, cost="O(n participations)",
          convention=f"{OPEN}; in pieces: closeness within the piece times the share of all others in it (NetworkX "
          "takes the least distances of the whole network even then, and may exceed 1)")  # fmt: skip
def two_mode_closeness(net: Network, *, candidates: bool = False) -> dict[str, float]:
    """How near a stakeholder is to all channels and stakeholders through participation: 1 at the least distances.

    The least distances are 1 to every channel and 2 to every stakeholder. (Least sum / sum of distances) within the
    piece, times the share of all other nodes of both modes that are in the piece.

    Parameters
    ----------
    net : Network
    candidates : bool
        Channels that could be opened are taken as open too.

    Returns
    -------
    dict
        By stakeholder, in [0, 1]; 0 for one who takes part in no channel.

    References
    ----------
    .. [1] Borgatti, S. P., Everett, M. G. (1997). Network analysis of 2-mode data. *Social Networks* 19, 243-269 (not
       re-read).

    Examples
    --------
    >>> people, two = [{"id": "gac"}, {"id": "mid"}], [{"id": "a", "participants": "gac; mid", "status": "open"}]
    >>> net = Network.from_tables(people, channels=[*two, {"id": "b", "participants": "gac", "status": "open"}])
    >>> {name: round(value, 4) for name, value in two_mode_closeness(net).items()}
    {'gac': 1.0, 'mid': 0.6667}
    """
    return _closeness(two_mode_graph(net, candidates=candidates), "stakeholder")


@register(source=BOOK, better="higher", range="0..1", takes="network", convention=OPEN, shown=False,
          cost="O(n participations)")  # fmt: skip
def two_mode_betweenness(net: Network, *, candidates: bool = False) -> dict[str, float]:
    """Betweenness among stakeholders and open channels, over the most that two modes of these sizes allow.

    Parameters
    ----------
    net : Network
    candidates : bool
        Channels that could be opened are taken as open too.

    Returns
    -------
    dict
        By stakeholder, in [0, 1]; 0 where nobody can be between anything.

    References
    ----------
    .. [1] Borgatti, S. P., Everett, M. G. (1997). Network analysis of 2-mode data. *Social Networks* 19, 243-269 (not
       re-read).

    Examples
    --------
    >>> people, two = [{"id": "gac"}, {"id": "mid"}], [{"id": "a", "participants": "gac; mid", "status": "open"}]
    >>> net = Network.from_tables(people, channels=[*two, {"id": "b", "participants": "gac", "status": "open"}])
    >>> two_mode_betweenness(net)
    {'gac': 1.0, 'mid': 0.0}
    """
    return _betweenness(two_mode_graph(net, candidates=candidates), "stakeholder")


def channel_centrality(net: Network, name: str = "degree", *, candidates: bool = True) -> dict[str, float]:
    """Centrality of channels in the two-mode network, normalised by the other mode.

    Parameters
    ----------
    net : Network
    name : {"degree", "closeness", "betweenness"}
        As in `two_mode_degree` and its sisters: the degree of a channel is the share of all stakeholders in it.
    candidates : bool
        All that could be opened are taken as open at once, beside those that are; False: open channels only.

    Returns
    -------
    dict
        By channel, in [0, 1].

    Raises
    ------
    UnknownName
        With the nearest known name.

    References
    ----------
    .. [1] Borgatti, S. P., Everett, M. G. (1997). Network analysis of 2-mode data. *Social Networks* 19, 243-269 (not
       re-read).

    Examples
    --------
    >>> people = [{"id": "gac"}, {"id": "mid"}]
    >>> net = Network.from_tables(people, channels=[{"id": "a", "participants": "gac"}])
    >>> channel_centrality(net, "degree")
    {'a': 0.5}
    """
    if name not in CENTRALITIES:
        raise UnknownName("two-mode centrality", name, CENTRALITIES)
    return CENTRALITIES[name](two_mode_graph(net, candidates=candidates), "channel")


def newman_projection(net: Network, *, candidates: bool = False) -> nx.Graph[str]:
    """Who meets whom in channels, a meeting counting less the more take part: 1 / (k - 1) for each of k [1]_.

    Parameters
    ----------
    net : Network
    candidates : bool
        Channels that could be opened are taken as open too.

    Returns
    -------
    nx.Graph
        All stakeholders. Edges have `meeting`, the sum over shared channels of 1 / (k - 1): those of a stakeholder
        add up to the number of channels where it meets anybody; `shared`, the number of shared channels; and
        `jaccard`, that number as a share of the channels in which either takes part [2]_.

    Notes
    -----
    O(sum of k squared) over the channels.

    References
    ----------
    .. [1] Newman, M. E. J. (2001). Scientific collaboration networks. II. *Physical Review E* 64, 016132 (not
       re-read).
    .. [2] Jaccard, P. (1901). Étude comparative de la distribution florale. *Bulletin de la Société vaudoise des
       sciences naturelles* 37, 547-579 (not re-read).

    Examples
    --------
    >>> people = [{"id": name} for name in "abc"]
    >>> open_now = [{"id": "x", "participants": "a; b; c", "status": "open"}]
    >>> net = Network.from_tables(people, channels=[*open_now, {"id": "y", "participants": "a; b", "status": "open"}])
    >>> G = newman_projection(net)
    >>> list(G.edges(data="meeting")), G.edges["a", "c"]["jaccard"]
    ([('a', 'b', 1.5), ('a', 'c', 0.5), ('b', 'c', 0.5)], 0.5)
    """
    G: nx.Graph[str] = nx.Graph()
    G.add_nodes_from(net.stakeholder)
    taken = dict.fromkeys(net.stakeholder, 0)
    for channel in channels_of(net, candidates):
        people = members(net, channel)
        for one in people:
            taken[one] += 1
        for one, other in combinations(people, 2):
            before = G.edges[one, other] if G.has_edge(one, other) else {"meeting": 0.0, "shared": 0}
            G.add_edge(one, other, meeting=before["meeting"] + 1 / (len(people) - 1), shared=before["shared"] + 1)
    for one, other, found in G.edges(data=True):
        found["jaccard"] = found["shared"] / (taken[one] + taken[other] - found["shared"])
    return G
