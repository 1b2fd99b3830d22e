"""Centralisation: how far a network is ordered around one stakeholder, by any measure of stakeholders."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum, isnan, nan
from typing import Any

import networkx as nx
import numpy as np

from netmodel.errors import UsageError
from netmodel.measures import MEASURES, register
from netmodel.measures.simple import simple_graph


def centralisation(
    G: nx.Graph[Any],
    measure: str | Callable[[nx.Graph[Any]], dict[Any, float]],
    *,
    largest: float | None = None,
) -> float:
    """How far a network is ordered around one stakeholder: Freeman's centralisation by any stakeholder measure.

    The sum of the differences from the largest value, over the largest such sum that a network of n can have. That
    is known for degree (n - 2; directed 2 (n - 2)), betweenness (n - 1) and closeness (undirected
    (n - 1)(n - 2) / (2 n - 3), directed n - 1, where all point at one). For any other measure it is the sum in a star
    of n with ties of strength 1 both ways, unless `largest` says otherwise, and the result may then exceed 1.

    Parameters
    ----------
    G : nx.Graph
        n nodes; parallel ties count once, ties to oneself do not.
    measure : str or callable
        A registered measure of stakeholders that takes a graph, or a function of a graph that gives numbers by node.
    largest : float, optional
        The largest possible sum of differences.

    Returns
    -------
    float
        From 0; nan with fewer than three nodes, or where the measure has no value for somebody or cannot differ.

    Raises
    ------
    UnknownName
        Where no measure has that name.
    UsageError
        Where the measure is not one of stakeholders on a graph, or gives no numbers.

    References
    ----------
    .. [1] Freeman, L. C. (1978). Centrality in social networks: conceptual clarification. *Social Networks* 1,
       215-239.

    Examples
    --------
    >>> centralisation(nx.star_graph(5), "degree"), centralisation(nx.cycle_graph(5), "betweenness")
    (1.0, 0.0)
    """
    n = len(G)
    function = _measure(measure) if isinstance(measure, str) else measure
    if n < 3:
        return nan
    if largest is None:
        known = LARGEST.get(measure) if isinstance(measure, str) else None
        largest = known(n, G.is_directed()) if known else _differences(function(_star(n, G.is_directed())))
    return _differences(function(simple_graph(G))) / largest if largest > 0 else nan


LARGEST: dict[str, Callable[[int, bool], float]] = {
    "degree": lambda n, directed: 2.0 * (n - 2) if directed else n - 2.0,
    "betweenness": lambda n, directed: n - 1.0,
    "closeness": lambda n, directed: n - 1.0 if directed else (n - 1) * (n - 2) / (2 * n - 3),
}
"""Largest sum of differences from the largest value, by measure: of n nodes, directed or not."""


def _measure(name: str) -> Callable[[nx.Graph[Any]], dict[Any, float]]:
    found = MEASURES[name]
    if found.level != "stakeholder" or found.takes != "graph":
        raise UsageError(f"centralisation wants a measure of stakeholders on a graph, which {name} is not")
    return lambda G: found.function(G, **found.options)


def _differences(values: dict[Any, float]) -> float:
    """Sum of the differences from the largest value; nan where somebody has none."""
    numbers = list(values.values())
    if not all(isinstance(value, int | float | np.number | np.bool_) for value in numbers):
        raise UsageError("centralisation wants a measure that gives numbers")
    if any(isnan(value) for value in numbers):
        return nan
    top = max(numbers)
    return fsum(top - value for value in numbers)


def _star(n: int, directed: bool) -> nx.Graph[Any]:
    star: nx.Graph[Any] = nx.star_graph(n - 1)
    for *_, data in star.edges(data=True):
        data.update(strength=1.0, distance=1.0)
    return star.to_directed() if directed else star


def _register(measure: str, cost: str, largest: str) -> None:
    register(
        centralisation,
        name=f"{measure}_centralisation",
        level="network",
        source="Freeman 1978",
        range="0..1",
        meaning=f"How far the network is ordered around one stakeholder, by {measure}: 1 in a star, 0 where all are "
        "equal.",
        cost=cost,
        convention=f"Sum of differences from the largest value, over its largest possible sum: {largest}.",
        undefined="fewer than three stakeholders",
        shown=False,
        measure=measure,
    )


_register("degree", "O(n + m)", "n - 2 for a star; directed 2 (n - 2), ties both ways")
_register("betweenness", "O(n m)", "n - 1 for a star")
_register(
    "closeness",
    "O(n m)",
    "(n - 1)(n - 2) / (2 n - 3) for a star; directed n - 1, where all point at one",
)
