"""Communities found in the ties alone, compared with the declared sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import comb, fsum, log, nan
from typing import Any, Literal

import networkx as nx

from netmodel.errors import MissingExtra, UsageError
from netmodel.measures import register, tidy
from netmodel.measures.division import groups_of, modularity, side_modularity
from netmodel.measures.simple import simple_graph

Method = Literal["louvain", "leiden"]

RUNS = 10
"""Runs of the search, each from its own seed; the division of highest modularity stands."""


@dataclass(frozen=True)
class Communities:
    """Communities of a network, largest first, and how they match the sides.

    Attributes
    ----------
    method, seed : str, int
        How they were found.
    members : tuple of tuples
        Nodes of each community, in order; equal sizes by the first node.
    modularity : float
        Of the communities; nan without a tie.
    side_modularity : float
        Of the declared sides on the same network, third parties left out.
    sides : tuple of str
        Sides, the columns of `table`.
    table : tuple of tuples of int
        Row by community, column by side: how many members are on the side.
    third : tuple of int
        Third parties in each community; they count in nothing below.
    purity : float
        Share of those on sides who are on the commonest side of their community, in (0, 1]; somebody alone counts as
        pure, so that many small communities make it high.
    adjusted_rand : float
        Agreement with the sides over pairs (Hubert & Arabie 1985): 1 the same division, about 0 by chance.
    mutual_information : float
        Normalised by the mean of both entropies: 1 the same division, 0 independent.

    The last three are nan where nobody is on a side.
    """

    method: str
    seed: int
    members: tuple[tuple[Any, ...], ...]
    modularity: float
    side_modularity: float
    sides: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    third: tuple[int, ...]
    purity: float
    adjusted_rand: float
    mutual_information: float

    def to_json(self) -> dict[str, Any]:
        """Plain values; one row a community."""
        rows = [
            {
                "community": number,
                "members": [str(node) for node in nodes],
                "sides": dict(zip(self.sides, counts, strict=True)),
                "third": third,
            }
            for number, (nodes, counts, third) in enumerate(zip(self.members, self.table, self.third, strict=True), 1)
        ]
        numbers = ("modularity", "side_modularity", "purity", "adjusted_rand", "mutual_information")
        values = {name: tidy(getattr(self, name)) for name in numbers}
        return {"method": self.method, "seed": self.seed, "communities": rows, **values}


def find_communities(
    G: nx.Graph[Any],
    *,
    by: str = "side",
    method: Method = "louvain",
    resolution: float = 1.0,
    seed: int = 0,
    runs: int = RUNS,
    weight: str | None = "strength",
) -> Communities:
    """Find communities in the ties, and compare them with the sides.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges, directed or not; parallel ties count once, ties to oneself do not.
    by : str
        Node attribute to compare with; blank is a third party.
    method : {"louvain", "leiden"}
        NetworkX has Louvain; Leiden wants an installed NetworkX backend that implements it, and an undirected graph.
    resolution : float
        Above 0; larger gives smaller communities.
    seed : int
        The same seed and the same ids give the same communities.
    runs : int
        Searches, from 1, of which the one of highest modularity stands (the first of equals).
    weight : str, optional
        Edge attribute; None counts each tie as 1.

    Raises
    ------
    UsageError
        Where the resolution, the runs or the method are not as above, or Leiden is asked of a directed graph.
    MissingExtra
        Where no installed backend of NetworkX has Leiden.

    References
    ----------
    .. [1] Blondel, V. D., Guillaume, J.-L., Lambiotte, R., Lefebvre, E. (2008). Fast unfolding of communities in
       large networks. *Journal of Statistical Mechanics* P10008.
    .. [2] Traag, V. A., Waltman, L., van Eck, N. J. (2019). From Louvain to Leiden: guaranteeing well-connected
       communities. *Scientific Reports* 9, 5233. (Not re-read.)

    Examples
    --------
    >>> found = find_communities(nx.barbell_graph(4, 0))
    >>> found.members
    ((0, 1, 2, 3), (4, 5, 6, 7))
    """
    members = _partition(G, method, resolution, seed, runs, weight)
    number = {node: place for place, nodes in enumerate(members) for node in nodes}
    side = groups_of(G, by)
    counts = Counter((number[node], side[node]) for node in side)
    sides = tuple(sorted(set(side.values())))
    table = tuple(tuple(counts[place, name] for name in sides) for place in range(len(members)))
    return Communities(
        method=method,
        seed=seed,
        members=members,
        modularity=modularity(G, number, weight=weight),
        side_modularity=side_modularity(G, by=by, weight=weight),
        sides=sides,
        table=table,
        third=tuple(len(nodes) - sum(row) for nodes, row in zip(members, table, strict=True)),
        purity=sum(max(row) for row in table) / len(side) if side else nan,
        adjusted_rand=adjusted_rand(number, side),
        mutual_information=mutual_information(number, side),
    )


@register(
    source="Blondel et al. 2008 (Louvain)",
    range="group, numbered from 1",
    meaning="Number of the community that the stakeholder belongs to by ties alone; 1 is the largest.",
    reads="strength",
    cost=f"{RUNS} runs of about O(m log n)",
    convention=f"Louvain from NetworkX, the best of {RUNS} runs from seed 0, resolution 1, stakeholders in the order of "
    "ids: where several divisions are as good, other ids may give another one. Equal sizes are numbered by first id.",
    shown=False,
)
def community(
    G: nx.Graph[Any], *, seed: int = 0, runs: int = RUNS, weight: str | None = "strength"
) -> dict[Any, int]:
    """Number of the community of each node, from 1 for the largest.

    Examples
    --------
    >>> community(nx.Graph([("a", "b"), ("c", "d")]))
    {'a': 1, 'b': 1, 'c': 2, 'd': 2}
    """
    members = _partition(G, "louvain", 1.0, seed, runs, weight)
    number = {node: place for place, nodes in enumerate(members, 1) for node in nodes}
    return {node: number[node] for node in G}


def _partition(
    G: nx.Graph[Any], method: str, resolution: float, seed: int, runs: int, weight: str | None
) -> tuple[tuple[Any, ...], ...]:
    """Communities in order. Found on numbers in the order of ids, so that no hash of a name enters."""
    if not resolution > 0:
        raise UsageError(f"resolution must be above 0, not {resolution}")
    if runs < 1:
        raise UsageError(f"runs must be 1 or more, not {runs}")
    nodes = sorted(G, key=str)
    if not nodes:
        return ()
    place = {node: number for number, node in enumerate(nodes)}
    H: nx.Graph[int] = nx.DiGraph() if G.is_directed() else nx.Graph()
    H.add_nodes_from(range(len(nodes)))
    ties = simple_graph(G, weight=weight).edges(data=True)
    ends = ((place[u], place[v], float(data.get(weight, 1.0)) if weight else 1.0) for u, v, data in ties)
    if not G.is_directed():
        ends = ((min(u, v), max(u, v), value) for u, v, value in ends)
    H.add_weighted_edges_from(sorted(tie for tie in ends if tie[2] > 0))
    tried = [_communities(H, method, resolution, seed * runs + run) for run in range(runs)]
    values = [round(_value(H, found, resolution), 12) for found in tried]
    best = sorted((sorted(part) for part in tried[values.index(max(values))]), key=lambda part: (-len(part), part[0]))
    return tuple(tuple(nodes[number] for number in part) for part in best)


def _value(H: nx.Graph[int], found: list[set[int]], resolution: float) -> float:
    return float(nx.community.modularity(H, found, resolution=resolution)) if H.size(weight="weight") else 0.0


def _communities(H: nx.Graph[int], method: str, resolution: float, seed: int) -> list[set[int]]:
    if method == "louvain":
        return list(nx.community.louvain_communities(H, weight="weight", resolution=resolution, seed=seed))
    if method != "leiden":
        raise UsageError(f"method {method!r} is not known: louvain or leiden")
    if H.is_directed():
        raise UsageError("Leiden is of undirected networks here: use louvain, or pass G.to_undirected()")
    try:
        return list(nx.community.leiden_communities(H, weight="weight", resolution=resolution, seed=seed))
    except NotImplementedError:
        raise MissingExtra("Leiden wants a NetworkX backend that has it; none is installed: use louvain") from None


def adjusted_rand(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> float:
    """Adjusted Rand index of two groupings, over what both group; 1 where they are the same.

    nan where they have nothing in common to group.

    References
    ----------
    .. [1] Hubert, L., Arabie, P. (1985). Comparing partitions. *Journal of Classification* 2, 193-218.

    Examples
    --------
    >>> adjusted_rand({"a": 1, "b": 1, "c": 2}, {"a": "x", "b": "x", "c": "y"})
    1.0
    """
    cells, rows, columns = _cross(one, other)
    count = cells.total()
    if not count:
        return nan
    together, first, second = (sum(comb(size, 2) for size in part.values()) for part in (cells, rows, columns))
    pairs = comb(count, 2)
    most = (first + second) * pairs - 2 * first * second
    return 2 * (together * pairs - first * second) / most if most else 1.0


def mutual_information(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> float:
    """Mutual information of two groupings over the mean of their entropies, over what both group.

    1 where they are the same, 0 where they are independent; nan where they have nothing in common to group.

    Examples
    --------
    >>> mutual_information({"a": 1, "b": 1, "c": 2}, {"a": "x", "b": "x", "c": "y"})
    1.0
    """
    cells, rows, columns = _cross(one, other)
    count = cells.total()
    if not count:
        return nan
    if len(cells) == len(rows) == len(columns):
        return 1.0
    shared = fsum(
        size / count * log(size * count / (rows[row] * columns[column])) for (row, column), size in cells.items()
    )
    entropy = -fsum(size / count * log(size / count) for part in (rows, columns) for size in part.values())
    return max(0.0, 2 * shared / entropy)


def _cross(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
    """How many are in each pair of groups, in each group of the first, in each of the second."""
    both = [node for node in one if node in other]
    cells = Counter((one[node], other[node]) for node in both)
    return cells, Counter(one[node] for node in both), Counter(other[node] for node in both)
