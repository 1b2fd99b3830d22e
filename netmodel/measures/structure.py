"""Local structure: cores, closed triangles, spread over the sides, and the places where the network comes apart."""

from __future__ import annotations

from typing import Any

import networkx as nx

from netmodel.measures import register

THIRD = "third parties, who are on no side, are one more group"
CONTACTS = "directed and parallel ties between two are one contact; self-loops are left out"


def contacts(G: nx.Graph[Any]) -> nx.Graph[Any]:
    """Who is in contact with whom: an undirected graph without loops, parallels and attributes.

    >>> contacts(nx.DiGraph([("a", "b"), ("b", "a"), ("b", "b")])).edges
    EdgeView([('a', 'b')])
    """
    H: nx.Graph[Any] = nx.Graph()
    H.add_nodes_from(G)
    H.add_edges_from((u, v) for u, v in G.edges() if u != v)
    return H


def _simple(G: nx.Graph[Any], weight: str) -> nx.Graph[Any]:
    """The graph with its directions, without loops; the strongest stands for parallel ties."""
    H: nx.Graph[Any] = nx.DiGraph() if G.is_directed() else nx.Graph()
    H.add_nodes_from(G)
    for u, v, strength in G.edges(data=weight, default=1):
        if u != v and (not H.has_edge(u, v) or H.edges[u, v][weight] < strength):
            H.add_edge(u, v, **{weight: strength})
    return H


@register(
    better="higher",
    source="Seidman 1983",
    range="0 and up",
    convention=CONTACTS,
    cost="O(n + m)",
    local=True,
    shown=False,
)
def core_number(G: nx.Graph[Any]) -> dict[Any, int]:
    """Largest k such that the stakeholder is in a group where everybody has at least k contacts within it.

    References
    ----------
    .. [1] Seidman, S. B. (1983). Network structure and minimum degree. *Social Networks* 5, 269-287 (not re-read).

    Examples
    --------
    >>> core_number(nx.lollipop_graph(4, 1))
    {0: 3, 1: 3, 2: 3, 3: 3, 4: 1}
    """
    cores: dict[Any, int] = nx.core_number(contacts(G))
    return {node: cores[node] for node in G}


@register(
    source="Watts & Strogatz 1998; Fagiolo 2007 for directed ties",
    range="0..1",
    convention="0 with fewer than two contacts; directed: share of the directed triangles that could be",
    cost="O(sum of squared degrees)",
    local=True,
    shown=False,
)
def clustering(G: nx.Graph[Any]) -> dict[Any, float]:
    """Share of pairs of contacts who are in contact with each other, whatever the strength.

    Directed: the closed share of all directed triangles that a node could be in, which is the same where every tie
    goes both ways. 0 with fewer than two contacts.

    References
    ----------
    .. [1] Watts, D. J., Strogatz, S. H. (1998). Collective dynamics of 'small-world' networks. *Nature* 393, 440-442
       (not re-read).
    .. [2] Fagiolo, G. (2007). Clustering in complex directed networks. *Physical Review E* 76, 026107 (not re-read).

    Examples
    --------
    >>> clustering(nx.Graph([("a", "b"), ("b", "c"), ("c", "a"), ("a", "d")]))
    {'a': 0.3333333333333333, 'b': 1.0, 'c': 1.0, 'd': 0.0}
    """
    values: Any = nx.clustering(_simple(G, "strength"))
    return {node: float(value) for node, value in values.items()}


@register(
    source="Onnela, Saramäki, Kertész & Kaski 2005; Fagiolo 2007 for directed ties",
    range="0..1",
    reads="strength",
    convention="geometric mean of the three strengths, over the strongest tie of the network; 0 with fewer than two "
    "contacts",
    cost="O(sum of squared degrees)",
    shown=False,
)
def weighted_clustering(G: nx.Graph[Any], *, weight: str = "strength") -> dict[Any, float]:
    """Mean strength of the triangles around a stakeholder: geometric mean of the ties, the strongest of all being 1.

    An open pair of contacts counts 0, so the value is at most `clustering`. It depends on the strongest tie of the
    whole network, wherever that is.

    References
    ----------
    .. [1] Onnela, J.-P., Saramäki, J., Kertész, J., Kaski, K. (2005). Intensity and coherence of motifs in weighted
       complex networks. *Physical Review E* 71, 065103 (not re-read).
    .. [2] Fagiolo, G. (2007). Clustering in complex directed networks. *Physical Review E* 76, 026107 (not re-read).

    Examples
    --------
    >>> G = nx.complete_graph(3)
    >>> nx.set_edge_attributes(G, {(0, 1): 1.0, (0, 2): 0.5, (1, 2): 0.25}, "strength")
    >>> [round(value, 12) for value in weighted_clustering(G).values()]
    [0.5, 0.5, 0.5]
    """
    values: Any = nx.clustering(_simple(G, weight), weight=weight)
    return {node: float(value) for node, value in values.items()}


@register(
    better="higher",
    source="Guimerà & Amaral 2005, over sides",
    range="0..1",
    reads="strength",
    convention=f"{THIRD}; directed: strengths in and out together; an isolate has 0",
    cost="O(n + m)",
    local=True,
    shown=False,
)
def participation_coefficient(
    G: nx.Graph[Any], *, side: str = "side", weight: str | None = "strength"
) -> dict[Any, float]:
    """How evenly a stakeholder's ties are spread over the sides: 0 when all go to one, near 1 when evenly to many.

    1 - sum over groups of (strength of the ties to the group / strength of all ties)^2 [1]_, so at most 1 - 1/k with
    k groups: .5 with two.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; self-loops are left out, parallel ties added up.
    side : str
        Node attribute that names the group.
    weight : str, optional
        Edge attribute of strength; None counts ties.

    References
    ----------
    .. [1] Guimerà, R., Amaral, L. A. N. (2005). Functional cartography of complex metabolic networks. *Nature* 433,
       895-900 (not re-read).

    Examples
    --------
    >>> G = nx.path_graph(["gac", "uoft", "mgimo"])
    >>> nx.set_node_attributes(G, {"gac": "ca", "uoft": "ca", "mgimo": "ru"}, "side")
    >>> participation_coefficient(G)
    {'gac': 0.0, 'uoft': 0.5, 'mgimo': 0.0}
    """
    group = groups(G, side)
    totals: dict[Any, dict[str, float]] = {node: {} for node in G}
    for u, v, data in G.edges(data=True):
        strength = 1.0 if weight is None else float(data.get(weight, 1.0))
        for one, other in ((u, v), (v, u)) if u != v else ():
            totals[one][group[other]] = totals[one].get(group[other], 0.0) + strength
    return {node: _spread(list(parts.values())) for node, parts in totals.items()}


def _spread(parts: list[float]) -> float:
    total = sum(parts)
    return 1 - sum((part / total) ** 2 for part in parts) if total > 0 else 0.0


def groups(G: nx.Graph[Any], side: str) -> dict[Any, str]:
    """Side of every node; empty for a third party.

    >>> groups(nx.empty_graph(1), "side")
    {0: ''}
    """
    return {node: str(name or "") for node, name in G.nodes(data=side)}


@register(
    source="Krackhardt & Stern 1988, by stakeholder",
    range="-1..1",
    convention=f"{CONTACTS}; {THIRD}",
    undefined="isolates",
    cost="O(n + m)",
    local=True,
)
def external_internal(G: nx.Graph[Any], *, side: str = "side") -> dict[Any, float]:
    """E-I index: contacts outside the own side less those inside, over all; 1 all outside, -1 all inside.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; direction and weight are ignored.
    side : str
        Node attribute that names the side; whoever has none is in the group of third parties.

    Returns
    -------
    dict
        By node, in [-1, 1]; nan for an isolate.

    References
    ----------
    .. [1] Krackhardt, D., Stern, R. N. (1988). Informal networks and organizational crises: an experimental
       simulation. *Social Psychology Quarterly* 51, 123-140 (not re-read).

    Examples
    --------
    >>> G = nx.path_graph(["gac", "uoft", "mgimo"])
    >>> nx.set_node_attributes(G, {"gac": "ca", "uoft": "ca", "mgimo": "ru"}, "side")
    >>> external_internal(G)
    {'gac': -1.0, 'uoft': 0.0, 'mgimo': 1.0}
    """
    group, H = groups(G, side), contacts(G)
    found = {}
    for node in G:
        outside = sum(group[other] != group[node] for other in H[node])
        found[node] = (2 * outside - len(H[node])) / len(H[node]) if H[node] else float("nan")
    return found


@register(
    source="Harary 1969, cut vertices",
    range="yes or no",
    meaning="Whether some who are joined now would be cut from each other if the stakeholder left.",
    convention=CONTACTS,
    cost="O(n + m)",
    local=True,
)
def articulation_point(G: nx.Graph[Any]) -> dict[Any, bool]:
    """Whether the network comes apart into more pieces when a stakeholder leaves it.

    References
    ----------
    .. [1] Harary, F. (1969). *Graph Theory*. Addison-Wesley (not re-read).

    Examples
    --------
    >>> articulation_point(nx.path_graph(3))
    {0: False, 1: True, 2: False}
    """
    cuts = set(nx.articulation_points(contacts(G)))
    return {node: node in cuts for node in G}


@register(
    level="tie",
    source="Harary 1969, bridges",
    range="yes or no",
    meaning="Whether some who are joined now would be cut from each other if the contact between the two ended.",
    convention=CONTACTS,
    cost="O(n + m)",
    local=True,
    shown=False,
)
def bridge(G: nx.Graph[Any]) -> dict[tuple[Any, Any], bool]:
    """Whether the network comes apart when the contact between the two ends of an edge ends.

    Returns
    -------
    dict
        By edge of `G`; both directions of a contact have the same mark.

    References
    ----------
    .. [1] Harary, F. (1969). *Graph Theory*. Addison-Wesley (not re-read).

    Examples
    --------
    >>> bridge(nx.lollipop_graph(3, 1))
    {(0, 1): False, (0, 2): False, (1, 2): False, (2, 3): True}
    """
    cuts = {frozenset(pair) for pair in nx.bridges(contacts(G))}
    return {(u, v): frozenset((u, v)) in cuts for u, v in G.edges()}
