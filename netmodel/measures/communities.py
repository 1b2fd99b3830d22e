"""Communities found in the ties alone, compared with the declared sides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import comb, fsum, isnan, log, nan
from random import Random
from typing import Any, Literal

import networkx as nx

from netmodel.errors import MissingExtra, UsageError
from netmodel.measures import register, tidy
from netmodel.measures.division import groups_of, modularity, side_modularity
from netmodel.measures.simple import simple_graph

Method = Literal["louvain", "leiden"]

RUNS = 20
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
    alternatives : int
        Other divisions of the same modularity that the runs found.
    modularity : float
        Of the communities, at resolution 1; nan without a tie.
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
    alternatives: int
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
        return {
            "method": self.method,
            "seed": self.seed,
            "communities": rows,
            "alternatives": self.alternatives,
            **values,
        }


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
    divisions = _divisions(G, method, resolution, seed, runs, weight)
    members = divisions[0]
    number = {node: place for place, nodes in enumerate(members) for node in nodes}
    side = groups_of(G, by)
    counts = Counter((number[node], side[node]) for node in side)
    sides = tuple(sorted(set(side.values())))
    table = tuple(tuple(counts[place, name] for name in sides) for place in range(len(members)))
    return Communities(
        method=method,
        seed=seed,
        members=members,
        alternatives=len(divisions) - 1,
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
    convention=f"Louvain from NetworkX, {RUNS} runs from seed 0, resolution 1. Of several divisions of the same "
    "highest modularity: those who are together in all of them. Equal sizes are numbered by the first id.",
    shown=False,
)
def community(
    G: nx.Graph[Any], *, seed: int = 0, runs: int = RUNS, weight: str | None = "strength"
) -> dict[Any, int]:
    """Number of the group of each node, from 1 for the largest: those together in every best division found.

    Where one division is best, these are the communities of `find_communities`.

    Examples
    --------
    >>> community(nx.Graph([("a", "b"), ("c", "d")]))
    {'a': 1, 'b': 1, 'c': 2, 'd': 2}
    """
    divisions = _divisions(G, "louvain", 1.0, seed, runs, weight)
    places: list[dict[Any, int]] = [
        {node: place for place, nodes in enumerate(division) for node in nodes} for division in divisions
    ]
    together: dict[tuple[int, ...], list[Any]] = {}
    for node in G:
        together.setdefault(tuple(place[node] for place in places), []).append(node)
    number = {node: place for place, nodes in enumerate(_ordered(together.values()), 1) for node in nodes}
    return {node: number[node] for node in G}


def _divisions(
    G: nx.Graph[Any], method: str, resolution: float, seed: int, runs: int, weight: str | None
) -> list[tuple[tuple[Any, ...], ...]]:
    """The different divisions of highest modularity that the runs found, in order of finding.

    Each run numbers the nodes anew, so that neither ids nor the hash of a name decide what is found.
    """
    if not resolution > 0:
        raise UsageError(f"resolution must be above 0, not {resolution}")
    if runs < 1:
        raise UsageError(f"runs must be 1 or more, not {runs}")
    nodes = sorted(G, key=str)
    place = {node: number for number, node in enumerate(nodes)}
    ties = simple_graph(G, weight=weight).edges(data=True)
    arcs = [(place[u], place[v], float(data.get(weight, 1.0)) if weight else 1.0) for u, v, data in ties]
    found: dict[tuple[tuple[int, ...], ...], float] = {}
    for run in range(runs if nodes else 0):
        division = _run(arcs, len(nodes), G.is_directed(), method, resolution, seed * runs + run)
        group = {number: place for place, members in enumerate(division) for number in members}
        value = modularity(_numbered(arcs, range(len(nodes)), G.is_directed()), group, resolution=resolution)
        found.setdefault(division, 0.0 if isnan(value) else round(value, 12))
    most = max(found.values(), default=0.0)
    best = [division for division, value in found.items() if value == most] or [()]
    return [_ordered([[nodes[number] for number in part] for part in division]) for division in best]


def _ordered(groups: Iterable[Iterable[Any]]) -> tuple[tuple[Any, ...], ...]:
    """Largest first, equals by the first member."""
    parts = [tuple(sorted(part, key=str)) for part in groups]
    return tuple(sorted(parts, key=lambda part: (-len(part), str(part[0]))))


def _numbered(arcs: Sequence[tuple[int, int, float]], order: Sequence[int], directed: bool) -> nx.Graph[int]:
    """The ties on the nodes 0 to n - 1, node k of the list under the number `order[k]`."""
    H: nx.Graph[int] = nx.DiGraph() if directed else nx.Graph()
    H.add_nodes_from(range(len(order)))
    ends = ((order[u], order[v], value) for u, v, value in arcs if value > 0)
    for u, v, value in sorted(ends if directed else ((min(u, v), max(u, v), value) for u, v, value in ends)):
        H.add_edge(u, v, strength=value)
    return H


def _run(
    arcs: Sequence[tuple[int, int, float]], n: int, directed: bool, method: str, resolution: float, seed: int
) -> tuple[tuple[int, ...], ...]:
    order = list(range(n))
    Random(2 * seed + 1).shuffle(order)  # Louvain shuffles too: with the same seed it would undo this
    back = {new: old for old, new in enumerate(order)}
    parts = _communities(_numbered(arcs, order, directed), method, resolution, 2 * seed)
    return tuple(sorted(tuple(sorted(back[new] for new in part)) for part in parts))


def _communities(H: nx.Graph[int], method: str, resolution: float, seed: int) -> list[set[int]]:
    if method == "louvain":
        return list(nx.community.louvain_communities(H, weight="strength", resolution=resolution, seed=seed))
    if method != "leiden":
        raise UsageError(f"method {method!r} is not known: louvain or leiden")
    if H.is_directed():
        raise UsageError("Leiden is of undirected networks here: use louvain, or pass G.to_undirected()")
    try:
        return list(nx.community.leiden_communities(H, weight="strength", resolution=resolution, seed=seed))
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
