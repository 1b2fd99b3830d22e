"""All-terminal reliability: the chance that everybody can reach everybody when every tie may fail."""

from __future__ import annotations

from math import nan
from typing import Any

import networkx as nx

from netmodel.errors import LimitError, UsageError

TIES = 20
"""`all_terminal_reliability` is exact, and so refuses more uncertain ties than this."""


def all_terminal_reliability(G: nx.Graph[Any], *, weight: str | None = "strength") -> float:
    """Chance that every stakeholder can reach every other, when each tie works only with its strength.

    Exact, by series and parallel reductions and by factoring: a tie that works joins its ends, one that fails is
    gone. Parallel ties are all counted, each of them independent.

    Parameters
    ----------
    G : nx.Graph
        Undirected; n nodes, m edges of which at most `TIES` are uncertain.
    weight : str, optional
        Edge attribute with the chance that the tie works, in [0, 1]; a tie without it is certain.

    Returns
    -------
    float
        In [0, 1]; 1 for one node, nan for none.

    Raises
    ------
    UsageError
        For a directed graph, or a chance outside 0 to 1.
    LimitError
        With more than `TIES` uncertain ties, of those to oneself not counted.

    References
    ----------
    .. [1] Colbourn, C. J. (1987). *The Combinatorics of Network Reliability*. Oxford.

    Examples
    --------
    >>> G = nx.complete_graph(4)
    >>> nx.set_edge_attributes(G, 0.5, "strength")
    >>> all_terminal_reliability(G)
    0.59375
    """
    if G.is_directed():
        raise UsageError("all-terminal reliability is of an undirected network: pass G.to_undirected()")
    if not len(G):
        return nan
    chances: dict[Any, dict[Any, float]] = {node: {} for node in G}
    uncertain = 0
    for u, v, chance in G.edges(data=weight, default=1.0) if weight else ((u, v, 1.0) for u, v in G.edges()):
        if not 0 <= chance <= 1:
            raise UsageError(f"{weight} of a tie must lie in 0..1, not {chance}")
        if u != v and chance > 0:
            uncertain += chance < 1
            _beside(chances, u, v, chance)
    if uncertain > TIES:
        raise LimitError(f"all-terminal reliability is exact up to {TIES} uncertain ties, and there are {uncertain}")
    return _factored(chances)


def _beside(chances: dict[Any, dict[Any, float]], u: Any, v: Any, chance: float) -> None:
    """Add a tie between two, in parallel with the one that may be there."""
    both = 1 - (1 - chances[u].get(v, 0.0)) * (1 - chance)
    chances[u][v] = chances[v][u] = both


def _factored(chances: dict[Any, dict[Any, float]]) -> float:
    """Chance that all are joined, of a network held as a dict of dicts, which is used up."""
    sure = 1.0
    while len(chances) > 1:
        node = min(chances, key=lambda one: len(chances[one]))
        near = chances[node]
        if not near:
            return 0.0
        if len(near) > 2:
            break
        (one, first), *rest = _removed(chances, node).items()
        if rest:  # in series: at least one of the two ties must work; with both, the neighbours are joined
            ((other, second),) = rest
            either = first + second - first * second
            sure *= either
            _beside(chances, one, other, first * second / either)
        else:
            sure *= first
    if len(chances) == 1:
        return sure
    other, chance = max(near.items(), key=lambda item: item[1])
    without = {name: dict(ties) for name, ties in chances.items()}
    del without[node][other], without[other][node]
    del chances[node][other], chances[other][node]
    for third, passes in _removed(chances, node).items():
        _beside(chances, other, third, passes)
    failing = (1 - chance) * _factored(without) if chance < 1 else 0.0
    return sure * (chance * _factored(chances) + failing)


def _removed(chances: dict[Any, dict[Any, float]], node: Any) -> dict[Any, float]:
    near = chances.pop(node)
    for other in near:
        del chances[other][node]
    return near
