"""Two-sided measures of each stakeholder: how near, how surely and through whom it meets those on other sides.

The counterparts of a stakeholder are all who are on another side. Third parties have none and are nobody's; they
relay. In a directed network both ways count half each, as in `cross_side_efficiency` and `cross_side_connectedness`,
which are the means of `cross_side_closeness` and `cross_side_reach` over all counterparts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import log
from typing import Any

import networkx as nx
import numpy as np

from netmodel.errors import UsageError
from netmodel.measures import register
from netmodel.measures.structure import groups

BLOCK = 256
"""Sources whose distances to everybody are held at once."""

NO_COUNTERPART = "third parties, and where nobody is on another side"
BOTH_WAYS = "third parties relay only; directed: half for each way"


def _closest(G: nx.Graph[Any], cost: Callable[[dict[str, Any]], float]) -> Any:
    """Sparse n x n matrix of the least cost from one to another; an infinite cost is no passage."""
    from scipy.sparse import csr_array

    at = {node: number for number, node in enumerate(G)}
    least: dict[tuple[int, int], float] = {}
    for u, v, data in G.edges(data=True):
        for one, other in ((u, v),) if G.is_directed() else ((u, v), (v, u)):
            pair, value = (at[one], at[other]), cost(data)
            if one != other and value < least.get(pair, float("inf")):
                least[pair] = value
    rows, columns = ([pair[side] for pair in least] for side in (0, 1))
    return csr_array((np.array(list(least.values()), dtype=float), (rows, columns)), shape=(len(G), len(G)))


def _over_counterparts(
    G: nx.Graph[Any], side: str, cost: Callable[[dict[str, Any]], float], value: Callable[[Any], Any]
) -> dict[Any, float]:
    """Mean over the counterparts of each node of the value of their distance; nan where there are none."""
    names = list(groups(G, side).values())
    number = {name: at for at, name in enumerate(sorted(set(names) - {""}))}
    label = np.array([number.get(name, -1) for name in names], dtype=int)
    ends, totals = np.flatnonzero(label >= 0), np.zeros(len(G))
    for block, far in _distances(_closest(G, cost), ends):
        other = (label[None, ends] != label[block, None]) * value(far[:, ends])
        totals[block] += other.sum(axis=1) / (2 if G.is_directed() else 1)
        if G.is_directed():
            totals[ends] += other.sum(axis=0) / 2
    held = np.bincount(label[ends], minlength=len(number))
    counts = np.where(label >= 0, len(ends) - np.append(held, 0)[label], 0)
    means = np.where(counts > 0, totals / np.maximum(counts, 1), np.nan)
    return dict(zip(G, means.tolist(), strict=True))


def _distances(costs: Any, sources: Any) -> Iterator[tuple[Any, Any]]:
    """Blocks of sources with their distances to everybody, infinite where no route leads."""
    from scipy.sparse.csgraph import dijkstra

    for start in range(0, len(sources), BLOCK):
        block = sources[start : start + BLOCK]
        yield block, dijkstra(costs, indices=block)


def _hop(data: dict[str, Any]) -> float:
    return 1.0


@register(
    better="higher",
    source="Freeman 1978; Latora & Marchiori 2001, over counterparts",
    range="0..1",
    reads="",
    convention=f"mean of 1 / hops, 0 for a counterpart that is cut; {BOTH_WAYS}",
    undefined=NO_COUNTERPART,
    cost="O(n m)",
)
def cross_side_closeness(G: nx.Graph[Any], *, side: str = "side", weight: str | None = None) -> dict[Any, float]:
    """Mean inverse distance (in hops) to the counterparts on other sides; 0 for one who is out of reach.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    side : str
        Node attribute that names a stakeholder's side; nodes without one relay but are nobody's counterpart.
    weight : str, optional
        Edge attribute that is a distance above 0; default: hops.

    Returns
    -------
    dict
        By node, in [0, 1] in hops; nan for a third party, and where nobody is on another side.

    References
    ----------
    .. [1] Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. *Social Networks* 1,
       215-239.
    .. [2] Latora, V., Marchiori, M. (2001). Efficient behavior of small-world networks. *Physical Review Letters*
       87, 198701.

    Examples
    --------
    >>> G = nx.path_graph(["gac", "uoft", "mgimo"])
    >>> nx.set_node_attributes(G, {"gac": "ca", "uoft": "ca", "mgimo": "ru"}, "side")
    >>> cross_side_closeness(G)
    {'gac': 0.5, 'uoft': 1.0, 'mgimo': 0.75}
    """
    cost = _hop if weight is None else (lambda data: float(data.get(weight, 1.0)))
    return _over_counterparts(G, side, cost, lambda far: np.divide(1, far, out=np.zeros_like(far), where=far > 0))


@register(
    better="higher",
    source="Krackhardt 1994, by stakeholder and over counterparts",
    range="0..1",
    convention=BOTH_WAYS,
    undefined=NO_COUNTERPART,
    cost="O(n m)",
)
def cross_side_reach(G: nx.Graph[Any], *, side: str = "side") -> dict[Any, float]:
    """Share of the counterparts on other sides to whom any route leads, however long or weak.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; weights are ignored.
    side : str
        Node attribute that names a stakeholder's side.

    Returns
    -------
    dict
        By node, in [0, 1]; nan for a third party, and where nobody is on another side.

    References
    ----------
    .. [1] Krackhardt, D. (1994). Graph theoretical dimensions of informal organizations. In *Computational
       Organization Theory*, 89-111.

    Examples
    --------
    >>> G = nx.Graph([("gac", "mid"), ("uoft", "mgimo")])
    >>> nx.set_node_attributes(G, {"gac": "ca", "uoft": "ca", "mgimo": "ru", "mid": "ru"}, "side")
    >>> cross_side_reach(G)
    {'gac': 0.5, 'mid': 0.5, 'uoft': 0.5, 'mgimo': 0.5}
    """
    return _over_counterparts(G, side, _hop, np.isfinite)


@register(
    better="higher",
    source="netmodel, after reach",
    range="0..1",
    reads="strength",
    convention="strength of a route: product of its ties; permeability, influence and issues are left to reach; "
    f"{BOTH_WAYS}",
    undefined=NO_COUNTERPART,
    cost="O(n m log n)",
)
def cross_side_strength(G: nx.Graph[Any], *, side: str = "side", weight: str = "strength") -> dict[Any, float]:
    """Mean strength of the best route to the counterparts on other sides; 0 for one who is out of reach.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    side : str
        Node attribute that names a stakeholder's side.
    weight : str
        Edge attribute of strength in (0, 1]; 1 where it is missing, and 0 or less is no passage.

    Returns
    -------
    dict
        By node, in [0, 1]; nan for a third party, and where nobody is on another side.

    Raises
    ------
    UsageError
        Where a strength is above 1.

    Examples
    --------
    >>> G = nx.path_graph(["gac", "uoft", "mgimo"])
    >>> nx.set_node_attributes(G, {"gac": "ca", "uoft": "ca", "mgimo": "ru"}, "side")
    >>> nx.set_edge_attributes(G, {("gac", "uoft"): 0.5, ("uoft", "mgimo"): 0.4}, "strength")
    >>> {node: round(value, 12) for node, value in cross_side_strength(G).items()}
    {'gac': 0.2, 'uoft': 0.4, 'mgimo': 0.3}
    """

    def cost(data: dict[str, Any]) -> float:
        strength = float(data.get(weight, 1.0))
        if strength > 1:
            raise UsageError(f"{weight} is a share of 1; an edge has {strength:g}")
        return -log(strength) if strength > 0 else float("inf")

    return _over_counterparts(G, side, cost, lambda far: np.exp(-far))


@register(
    better="higher",
    source="Gould & Fernandez 1989, over cross-side pairs",
    range="0..1",
    meaning="Share of the cross-side pairs of others whom the stakeholder knows both and who do not know each other.",
    convention="open pairs only; every broker of a pair counts it in full; directed: a pair counts once for each "
    "way; 0 where there is no such pair",
    cost="O(sum of squared degrees)",
    raw={"normalised": False},
)
def cross_side_brokerage(G: nx.Graph[Any], *, side: str = "side", normalised: bool = True) -> dict[Any, float]:
    """Share of the cross-side pairs of others that are one introduction apart, and the introduction is the node's.

    A broker b stands between a and c on two different sides when there are ties a - b and b - c and none a - c
    (directed: a -> b -> c and no a -> c). The broker may be on either side, on a third one, or a third party.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; weights are ignored.
    side : str
        Node attribute that names a stakeholder's side.
    normalised : bool
        False gives the number of pairs.

    Returns
    -------
    dict
        By node, in [0, 1]; the pairs of which the node is an end do not count, neither above nor below the line.

    References
    ----------
    .. [1] Gould, R. V., Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in
       transaction networks. *Sociological Methodology* 19, 89-126 (not re-read).

    Examples
    --------
    >>> G = nx.path_graph(["gac", "uoft", "mgimo", "mid"])
    >>> nx.set_node_attributes(G, {"gac": "ca", "uoft": "ca", "mgimo": "ru", "mid": "ru"}, "side")
    >>> cross_side_brokerage(G)
    {'gac': 0.0, 'uoft': 0.5, 'mgimo': 0.5, 'mid': 0.0}
    """
    group = groups(G, side)
    counts = {node: sum(1 for _ in pairs) for node, pairs in _brokered(G, group)}
    if not normalised:
        return {node: float(count) for node, count in counts.items()}
    others = _pairs_of_others(G, group)
    return {node: count / others[group[node]] if count else 0.0 for node, count in counts.items()}


def _brokered(G: nx.Graph[Any], group: dict[Any, str]) -> Iterator[tuple[Any, Iterator[tuple[Any, Any]]]]:
    """The open cross-side pairs (a, c) of every broker; undirected ones once, the side of a first in order."""
    directed = G.is_directed()
    after = {node: set(G[node]) - {node} for node in G}
    before: dict[Any, set[Any]] = {node: set() for node in G}
    for node, others in after.items():
        for other in others:
            before[other].add(node)

    def pairs(broker: Any) -> Iterator[tuple[Any, Any]]:
        for a, c in product(before[broker], after[broker]):
            if group[a] and group[c] and (group[a] != group[c] if directed else group[a] < group[c]):  # noqa: SIM102
                if c not in after[a]:
                    yield a, c

    for broker in G:
        yield broker, pairs(broker)


def _pairs_of_others(G: nx.Graph[Any], group: dict[Any, str]) -> dict[str, int]:
    """Number of cross-side pairs without one node, by the side of that node."""
    held: dict[str, int] = {"": 0}
    for name in group.values():
        held[name] = held.get(name, 0) + 1
    sided = sum(held.values()) - held[""]
    pairs = sum(count * (sided - count) for name, count in held.items() if name) // (1 if G.is_directed() else 2)
    ways = 2 if G.is_directed() else 1
    return {name: pairs - (ways * (sided - count) if name else 0) for name, count in held.items()}


def brokers_by_side(G: nx.Graph[Any], *, side: str = "side") -> dict[str, int]:
    """Number of open cross-side pairs that somebody of each side could introduce to each other.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    side : str
        Node attribute that names a stakeholder's side.

    Returns
    -------
    dict
        By side in order, third parties under ``""``: pairs with at least one broker there, each counted once. A pair
        with brokers on several sides counts for each of them.

    Examples
    --------
    >>> G = nx.Graph([("gac", "un"), ("un", "mid"), ("gac", "uoft"), ("uoft", "mid")])
    >>> nx.set_node_attributes(G, {"gac": "ca", "uoft": "ca", "mid": "ru"}, "side")
    >>> brokers_by_side(G)
    {'': 1, 'ca': 1, 'ru': 0}
    """
    group = groups(G, side)
    found: dict[str, set[tuple[Any, Any]]] = {name: set() for name in sorted(set(group.values()))}
    for broker, pairs in _brokered(G, group):
        found[group[broker]].update(pairs)
    return {name: len(pairs) for name, pairs in found.items()}
