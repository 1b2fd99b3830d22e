"""Null models: is what was measured more than chance? One seeded function, three ways to make chance.

``labels`` deals an attribute of the stakeholders out anew, ``rewire`` swaps ties and keeps everybody's number of
them, ``qap`` moves the whole network over the stakeholders. Each draw has its own spawned seed, so the answer is the
same for any number of workers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import partial
from math import isfinite, isnan, nan, sqrt
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from netmodel.engine.workers import run_all
from netmodel.errors import UnknownName, UsageError, printable
from netmodel.network import Network
from netmodel.network.rows import Row, Stakeholder
from netmodel.network.tabular import cell_text

MODELS = {
    "labels": "random relabellings",
    "rewire": "random rewirings that keep everybody's number of ties",
    "qap": "random placings of the whole network on the stakeholders",
}
"""The null models, and how a sentence calls their draws."""

ALTERNATIVES = ("two-sided", "greater", "less")
EQUAL = 1e-9
"""Values so near, relative to their size, count as equal: a draw that gives the observed value is as extreme."""


@dataclass(frozen=True)
class NullTest:
    """What was observed, what chance gives, and how rarely chance goes as far.

    `z` is nan where chance gives one value only; `p` counts the observed network among the draws, so it is never 0.
    All are nan where the statistic has no value on the network; `undefined` counts the draws on which it has none,
    and each of those counts as extreme.
    """

    statistic: str
    observed: float
    mean: float
    sd: float
    z: float
    p: float
    draws: int
    model: str
    by: str
    seed: int
    alternative: str
    undefined: int = 0

    def to_json(self) -> dict[str, Any]:
        """Plain values; nan becomes null."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    def sentence(self) -> str:
        """Say the result in one sentence."""
        name = printable(self.statistic.replace("_", " "))
        if isnan(self.observed):
            return f"{name} has no value on this network, so there is nothing to test."
        of = f" of {printable(self.by)}" if self.model == "labels" else ""
        chance = f"{self.draws} {MODELS[self.model]}{of}"
        if self.undefined == self.draws:
            return f"{name} is {self.observed:.3g}; it has no value on any of {chance}."
        sure = f"p = {self.p:.3g} ({self.alternative}, seed {self.seed})"
        return f"{name} is {self.observed:.3g}; {chance} give {self.mean:.3g} on average (sd {self.sd:.3g}): {sure}."


def null_test(
    network: Network | nx.Graph[Any],
    statistic: str | Callable[..., float],
    *,
    model: str = "labels",
    by: str = "side",
    other: nx.Graph[Any] | None = None,
    draws: int = 999,
    seed: int = 0,
    alternative: str = "two-sided",
    swaps: int = 10,
    executor: Executor | None = None,
) -> NullTest:
    """Compare a statistic of a network with what chance gives.

    Parameters
    ----------
    network : Network or nx.Graph
        n nodes, m edges; a simple graph, directed or not.
    statistic : callable or str
        A function of a graph that gives a number, or the name of a registered measure of the level ``network``.
        With `other` it is a function of two graphs, such as `graph_correlation`.
    model : {"labels", "rewire", "qap"}
        ``labels`` permutes the attribute `by` over the nodes. ``rewire`` swaps the ends of pairs of edges, so every
        node keeps its number of ties (in and out apart where directed); an edge takes its attributes along.
        ``qap`` permutes the rows and columns of the adjacency together, against all attributes of the nodes, or
        against `other` [1]_.
    by : str
        Node attribute, or column of the stakeholders, that ``labels`` permutes.
    other : nx.Graph, optional
        A second graph on the same nodes, for ``qap`` only.
    draws : int
        How many, at least 1.
    seed : int
        Same seed, same answer.
    alternative : {"two-sided", "greater", "less"}
        Two-sided is twice the smaller tail, at most 1.
    swaps : int
        Swaps tried per edge by ``rewire``; one that would make a loop or a double tie leaves things as they are, so
        it ends also where no swap is possible [2]_.
    executor : concurrent.futures.Executor, optional
        Workers; the statistic must then be picklable for processes. The answer is the same.

    Returns
    -------
    NullTest
        With p = (b + 1) / (draws + 1), where b draws are as far out as what was observed.

    Raises
    ------
    UsageError
        For an unknown model, alternative, attribute or measure, a multigraph, or an `other` on other nodes.

    Notes
    -----
    A draw costs O(n + m), for ``rewire`` O(swaps m), and the statistic. Directed rewiring also turns cycles of three
    around, without which some networks cannot be reached [3]_.

    References
    ----------
    .. [1] Krackhardt, D. (1988). Predicting with networks: nonparametric multiple regression analysis of dyadic
       data. *Social Networks* 10, 359-381 (not re-read).
    .. [2] Fosdick, B. K., Larremore, D. B., Nishimura, J., Ugander, J. (2018). Configuring random graph models with
       fixed degree sequences. *SIAM Review* 60, 315-355 (not re-read).
    .. [3] Rao, A. R., Jana, R., Bandyopadhyay, S. (1996). A Markov chain Monte Carlo method for generating random
       (0,1)-matrices with given marginals. *Sankhya A* 58, 225-242 (not re-read).

    Examples
    --------
    >>> G = nx.karate_club_graph()
    >>> def ties_across(G):
    ...     return sum(G.nodes[u]["club"] != G.nodes[v]["club"] for u, v in G.edges)
    >>> found = null_test(G, ties_across, by="club", draws=199)
    >>> found.observed, found.p, found.mean > 30
    (11.0, 0.01, True)
    """
    _check(model, alternative, other, draws, seed, swaps)
    G = network.graph if isinstance(network, Network) else network
    if G.is_multigraph() or (other is not None and other.is_multigraph()):
        raise UsageError("a null model wants a simple graph, not a multigraph; net.graph is one")
    if other is not None and set(other) != set(G):
        raise UsageError("the two graphs are not on the same stakeholders: QAP wants the same ids in both")
    name, function = _statistic(statistic)
    if model == "labels" and not any(by in data for _, data in G.nodes(data=True)):
        G = _labelled(G, by, groups_of(network, by))
    work = partial(_draw, G=G, function=function, model=model, by=by, other=other, seed=seed, swaps=swaps)
    observed = _value(function, G, other)
    drawn = np.array(run_all(work, range(draws), executor=executor))
    return _summary(
        name, observed, drawn, model=model, by=by if model == "labels" else "", seed=seed, alternative=alternative
    )


def groups_of(network: Network | nx.Graph[Any], by: str) -> dict[Any, str]:
    """Group of each node by an attribute, or by a column of the stakeholders; blank cells are a group, ``""``.

    Raises
    ------
    UnknownName
        Where no stakeholder has such a column; the message names those there are.

    Examples
    --------
    >>> groups_of(Network.from_tables([{"id": "gac", "track": "I"}, {"id": "uoft"}]), "track")
    {'gac': 'I', 'uoft': ''}
    """
    G = network.graph if isinstance(network, Network) else network
    attributes = list(dict.fromkeys(str(key) for _, data in G.nodes(data=True) for key in data))
    if not len(G) or by in attributes:
        return {node: cell_text(data.get(by)) for node, data in G.nodes(data=True)}
    if isinstance(network, Network):
        hidden = {"extra", *Row.__dataclass_fields__} - {"citation", "confidence", "notes"}
        own = [name for name in Stakeholder.__dataclass_fields__ if name not in hidden]
        rows = {name: network.stakeholder[name] for name in G}
        if by in own:
            return {name: cell_text(getattr(row, by)) for name, row in rows.items()}
        extra = {name: dict(row.extra) for name, row in rows.items()}
        attributes = list(dict.fromkeys([*own, *(column for cells in extra.values() for column in cells)]))
        if by in attributes:
            return {name: cell_text(cells.get(by)) for name, cells in extra.items()}
    raise UnknownName("column", by, attributes)


def graph_correlation(G: nx.Graph[Any], H: nx.Graph[Any], *, weight: str | None = None) -> float:
    """Pearson correlation of two adjacency matrices on the same nodes, the diagonal left out.

    In [-1, 1]; nan where one of the two has the same entry in all cells (no tie, or all). `weight` is the edge
    attribute that an entry holds; default: 1 for a tie. O(n^2).

    Examples
    --------
    >>> G = nx.path_graph(4)
    >>> round(graph_correlation(G, G), 12), round(graph_correlation(G, nx.complement(G)), 12)
    (1.0, -1.0)
    """
    nodes = list(G)
    off = ~np.eye(len(nodes), dtype=bool)
    filled: Any = nx.to_numpy_array
    one, two = (filled(graph, nodelist=nodes, weight=weight)[off] for graph in (G, H))
    if one.size == 0 or np.ptp(one) == 0 or np.ptp(two) == 0:
        return nan
    one, two = one - one.mean(), two - two.mean()
    return float(one @ two / sqrt((one @ one) * (two @ two)))


def generator(seed: int, number: int) -> np.random.Generator:
    """The random numbers of one draw: those of child `number` that the seed spawns."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))


def p_value(observed: float, drawn: NDArray[np.float64], alternative: str = "two-sided") -> float:
    """Share (b + 1) / (m + 1) of draws as far out as the observed value, which is one of them; nan draws are.

    Two-sided is twice the smaller tail, at most 1.

    >>> p_value(3.0, np.array([1.0, 2.0, 3.0, 4.0]), "greater")
    0.6
    """
    near = EQUAL * max(1.0, abs(observed))
    missing = np.isnan(drawn)
    upper = int(np.sum(missing | (drawn >= observed - near))) + 1
    lower = int(np.sum(missing | (drawn <= observed + near))) + 1
    tails = {"greater": upper, "less": lower, "two-sided": 2 * min(upper, lower)}
    return float(min(1.0, tails[alternative] / (len(drawn) + 1)))


def in_order(nodes: Any) -> list[Any]:
    """Nodes in the order in which chance deals: by their names, whatever order a graph has them in."""
    return sorted(nodes, key=lambda node: (str(node), type(node).__name__))


def _check(model: str, alternative: str, other: Any, draws: int, seed: int, swaps: int) -> None:
    if model not in MODELS:
        raise UnknownName("null model", model, MODELS)
    if alternative not in ALTERNATIVES:
        raise UnknownName("alternative", alternative, ALTERNATIVES)
    if other is not None and model != "qap":
        raise UsageError(f"a second graph goes with the model qap, not with {model}")
    if draws < 1 or seed < 0 or swaps < 0:
        raise UsageError("a null model wants at least 1 draw, and a seed and swaps of 0 or more")


def _statistic(statistic: str | Callable[..., float]) -> tuple[str, Callable[..., float]]:
    if not isinstance(statistic, str):
        return getattr(statistic, "__name__", type(statistic).__name__), statistic
    from netmodel.measures import MEASURES

    measure = MEASURES[statistic]
    if measure.level != "network" or measure.takes != "graph":
        raise UsageError(f"measure {statistic} is no number of a graph: a null model wants a measure of the network")
    return statistic, partial(measure.function, **measure.options)


def _value(function: Callable[..., float], G: nx.Graph[Any], other: nx.Graph[Any] | None) -> float:
    found: Any = function(G) if other is None else function(G, other)
    if found is None or isinstance(found, Mapping):
        raise UsageError("the statistic gives no number: a null model wants a function that returns one")
    return float(found)


def _draw(
    number: int,
    *,
    G: nx.Graph[Any],
    function: Callable[..., float],
    model: str,
    by: str,
    other: nx.Graph[Any] | None,
    seed: int,
    swaps: int,
) -> float:
    random = generator(seed, number)
    if model == "labels":
        nodes = in_order(G)
        order = random.permutation(len(nodes))
        G = _labelled(G, by, {node: G.nodes[nodes[i]].get(by) for node, i in zip(nodes, order, strict=True)})
    elif model == "rewire":
        G = rewired(G, random, swaps=swaps)
    else:
        G = _moved(G, random)
    return _value(function, G, other)


def _labelled(G: nx.Graph[Any], by: str, groups: Mapping[Any, Any]) -> nx.Graph[Any]:
    H: nx.Graph[Any] = G.copy()
    nx.set_node_attributes(H, groups, by)
    return H


def _moved(G: nx.Graph[Any], random: np.random.Generator) -> nx.Graph[Any]:
    """The same edges between other nodes; attributes of the nodes stay where they are."""
    nodes = in_order(G)
    to = dict(zip(nodes, (nodes[i] for i in random.permutation(len(nodes))), strict=True))
    return _rebuilt(G, [(to[u], to[v], data) for u, v, data in G.edges(data=True)])


def _rebuilt(G: nx.Graph[Any], edges: Any) -> nx.Graph[Any]:
    H: nx.Graph[Any] = nx.DiGraph() if G.is_directed() else nx.Graph()
    H.graph.update(G.graph)
    H.add_nodes_from((node, dict(data)) for node, data in G.nodes(data=True))
    H.add_edges_from((u, v, dict(data)) for u, v, data in edges)
    return H


def rewired(G: nx.Graph[Any], random: np.random.Generator, *, swaps: int = 10) -> nx.Graph[Any]:
    """A random graph in which every node has as many ties as in G; see `null_test`.

    Loops stay where they are. Each edge keeps its attributes, and the weights of a network with them, not of a node.

    >>> G = nx.path_graph(5)
    >>> sorted(dict(rewired(G, generator(0, 0)).degree()).values())
    [1, 1, 2, 2, 2]
    """
    place = {node: number for number, node in enumerate(in_order(G))}
    directed = G.is_directed()
    kept = [edge for edge in G.edges(data=True) if edge[0] == edge[1]]
    ends = [edge for edge in G.edges(data=True) if edge[0] != edge[1]]
    if not directed:
        ends = [(u, v, data) if place[u] < place[v] else (v, u, data) for u, v, data in ends]
    ends.sort(key=lambda edge: (place[edge[0]], place[edge[1]]))
    arcs = [(place[u], place[v]) for u, v, _ in ends]
    _swap(arcs, len(place), random, swaps * len(arcs) * (2 if directed else 1), directed)
    nodes = list(place)
    return _rebuilt(G, kept + [(nodes[u], nodes[v], data) for (u, v), (_, _, data) in zip(arcs, ends, strict=True)])


def _swap(arcs: list[tuple[int, int]], n: int, random: np.random.Generator, tries: int, directed: bool) -> None:
    """Swap in place; every step is as likely as its way back, and a step that fails counts as one."""
    if len(arcs) < 2:
        return
    there = {arc: index for index, arc in enumerate(arcs)}
    if not directed:
        there.update({(v, u): index for (u, v), index in list(there.items())})

    def replace(changes: list[tuple[int, tuple[int, int]]]) -> None:
        for index, _ in changes:
            u, v = arcs[index]
            del there[u, v]
            if not directed:
                del there[v, u]
        for index, arc in changes:
            arcs[index] = arc
            there[arc] = index
            if not directed:
                there[arc[1], arc[0]] = index

    picks = random.integers(len(arcs), size=(tries, 2)).tolist()
    coins = random.integers(2 * n, size=tries).tolist()
    for (i, j), coin in zip(picks, coins, strict=True):
        (a, b), (c, d) = arcs[i], arcs[j]
        if directed and coin % 2:  # turn a cycle of three around
            c = coin // 2
            two, three = there.get((b, c)), there.get((c, a))
            if two is not None and three is not None and not {(b, a), (c, b), (a, c)} & there.keys():
                replace([(i, (b, a)), (two, (c, b)), (three, (a, c))])
            continue
        if not directed and coin % 2:
            c, d = d, c
        if i != j and a != d and c != b and (a, d) not in there and (c, b) not in there:
            replace([(i, (a, d)), (j, (c, b))])


def _summary(name: str, observed: float, drawn: NDArray[np.float64], **about: Any) -> NullTest:
    known = drawn[~np.isnan(drawn)]
    undefined = int(len(drawn) - len(known))
    mean = float(known.mean()) if len(known) else nan
    sd = float(known.std(ddof=1)) if len(known) > 1 else (0.0 if len(known) else nan)
    spread = sd > EQUAL * max(1.0, abs(mean))
    z = (observed - mean) / sd if spread else nan
    p = nan if isnan(observed) else p_value(observed, drawn, about["alternative"])
    if isnan(observed):
        mean = sd = z = nan
    return NullTest(name, observed, mean, sd if spread or isnan(sd) else 0.0, z, p, len(drawn), **about,
                    undefined=undefined)  # fmt: skip


def _plain(value: Any) -> Any:
    return value if not isinstance(value, float) else (round(value, 12) + 0.0 if isfinite(value) else None)
