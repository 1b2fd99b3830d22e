"""Gould and Fernandez' brokerage: who passes messages between whom, within and across groups.

The roles are fixed by structure, for a -> b -> c without a -> c, in the groups of a, b and c: AAA coordinator, ABA
itinerant (consultant), ABB gatekeeper (the source is outside the broker's group), AAB representative (the
destination is), ABC liaison.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import partial
from math import isfinite, nan
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from netmodel.engine.workers import run_all
from netmodel.errors import UsageError
from netmodel.measures import register
from netmodel.measures.nulls import generator, groups_of, p_value
from netmodel.measures.roles import ROLES, Arcs, Counts, arcs_of, by_chance, codes_of, overlaps, role_counts
from netmodel.network import Network
from netmodel.network.tabular import cell_text

CONVENTION = (
    "a -> b -> c counts for b where a, b and c are three and a has no tie to c. An undirected tie is read as both "
    "directions, as sna does, so an open two-path counts both ways and gatekeeper equals representative. Those "
    "without a value are a group of their own. Expected values, standard errors (both exact) and p compare with "
    "dealing the same group labels out at random while all ties stay"
)
"""Which of several customs the counts and their null follow."""


@dataclass(frozen=True)
class Broker:
    """One stakeholder: counts by role, and what random labels would give.

    `z` is nan for a role whose count no labels could change; `p` is nan where nothing was drawn.
    """

    id: str
    counts: Mapping[str, int]
    expected: Mapping[str, float]
    se: Mapping[str, float]
    z: Mapping[str, float]
    p: Mapping[str, float]

    @property
    def total(self) -> int:
        """Open two-paths through the stakeholder, which no labels change."""
        return sum(self.counts.values())

    def to_json(self) -> dict[str, Any]:
        """Plain values; nan becomes null."""
        parts = {name: _plain(getattr(self, name)) for name in ("expected", "se", "z", "p")}
        return {"id": self.id, **self.counts, "total": self.total, **parts}


@dataclass(frozen=True)
class Brokerage:
    """Brokerage of all stakeholders by one attribute, in order of their ids.

    `totals` sums the counts and expected values of all by role, with the p of the sum. `groups` are the sizes.
    """

    by: str
    draws: int
    seed: int
    groups: Mapping[str, int]
    stakeholders: tuple[Broker, ...]
    totals: Mapping[str, Mapping[str, float]]
    convention: str = CONVENTION

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        about = {name: value for name, value in asdict(self).items() if name not in ("stakeholders", "totals")}
        totals = {role: _plain(values) for role, values in self.totals.items()}
        return {**about, "totals": totals, "stakeholders": [row.to_json() for row in self.stakeholders]}


@register(
    name="brokerage",
    source="Gould & Fernandez 1989",
    range="0 and up",
    meaning="Times that the stakeholder stands between two others without a tie, by role: coordinator, itinerant, "
    "gatekeeper, representative, liaison.",
    convention="By side. An undirected tie is read as both directions, so a two-path counts both ways; third parties "
    "are a group of their own.",
    cost="O(sum of squared degrees)",
    local=True,
    shown=False,
)
def brokerage_roles(G: nx.Graph[Any], *, by: str = "side") -> dict[Any, dict[str, int]]:
    """Times that a node is the middle of an open two-path, by role.

    Counts a -> b -> c for b where a, b, c are three nodes and a -> c is absent. An undirected edge is read as both
    directions, so each open two-path counts both ways and gatekeeper equals representative. Loops and parallel edges
    are passed over.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges.
    by : str
        Node attribute that holds the group; nodes without one are a group of their own.

    Returns
    -------
    dict
        By node, a dict of the five roles and ``total``.

    Notes
    -----
    O(sum of squared degrees).

    References
    ----------
    .. [1] Gould, R. V., Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in
       transaction networks. *Sociological Methodology* 19, 89-126 (not re-read).

    Examples
    --------
    >>> G = nx.DiGraph([("gac", "uoft"), ("uoft", "mgimo")])
    >>> nx.set_node_attributes(G, {"gac": "ca", "uoft": "ca", "mgimo": "ru"}, "side")
    >>> brokerage_roles(G)["uoft"]
    {'coordinator': 0, 'itinerant': 0, 'gatekeeper': 0, 'representative': 1, 'liaison': 0, 'total': 1}
    """
    arcs = arcs_of(G)
    counts = role_counts(arcs, codes_of({node: cell_text(G.nodes[node].get(by)) for node in arcs.nodes})).tolist()
    rows = {
        node: {**dict(zip(ROLES, row, strict=True)), "total": sum(row)}
        for node, row in zip(arcs.nodes, counts, strict=True)
    }
    return {node: rows[node] for node in G}


def brokerage(
    network: Network | nx.Graph[Any],
    *,
    by: str = "side",
    draws: int = 999,
    seed: int = 0,
    executor: Executor | None = None,
) -> Brokerage:
    """Brokerage roles of all stakeholders, and whether the groups explain them.

    Parameters
    ----------
    network : Network or nx.Graph
        n nodes, m edges.
    by : str
        Node attribute, or any column of the stakeholders; blank cells are a group of their own.
    draws : int
        Random relabellings for p; 0 for none.
    seed : int
        Same seed, same answer.
    executor : concurrent.futures.Executor, optional
        Workers; the answer is the same.

    Returns
    -------
    Brokerage
        Counts, and against dealing the group labels out at random while the ties stay: expected values and standard
        errors (exact), z, and the two-sided p of the draws, (b + 1) / (draws + 1) for the smaller tail, doubled.
        Every p stands alone: nothing is corrected for the number of stakeholders and roles looked at.

    Raises
    ------
    UnknownName
        Where no stakeholder has such a column.
    UsageError
        For negative draws.

    Notes
    -----
    O((draws + 1) * sum of squared degrees). Gould and Fernandez' own null is another one, a random network with the
    groups fixed; so z here is not theirs.

    References
    ----------
    .. [1] Gould, R. V., Fernandez, R. M. (1989). Structures of mediation: a formal approach to brokerage in
       transaction networks. *Sociological Methodology* 19, 89-126 (not re-read).

    Examples
    --------
    >>> G = nx.star_graph(4)
    >>> nx.set_node_attributes(G, dict(enumerate(["ca", "ca", "ca", "ru", "ru"])), "side")
    >>> hub = brokerage(G, draws=99).stakeholders[0]
    >>> dict(hub.counts)
    {'coordinator': 2, 'itinerant': 2, 'gatekeeper': 4, 'representative': 4, 'liaison': 0}
    >>> round(hub.expected["coordinator"], 6)
    1.2
    """
    if draws < 0 or seed < 0:
        raise UsageError("brokerage wants draws and a seed of 0 or more")
    arcs = arcs_of(network.graph if isinstance(network, Network) else network)
    groups = groups_of(network, by)
    labels = codes_of({node: groups[node] for node in arcs.nodes})
    names = sorted(set(groups.values()))
    sizes = {name: sum(group == name for group in groups.values()) for name in names}
    counts = role_counts(arcs, labels)
    expected, se = by_chance(overlaps(arcs), tuple(sorted(sizes.values())))
    work = partial(_draw, arcs=arcs, labels=labels, seed=seed)
    drawn = run_all(work, range(draws), executor=executor)
    p = _p_values(counts, np.array(drawn).reshape(draws, len(arcs.nodes) + 1, 5)) if draws else None
    rows = tuple(
        _broker(str(node), counts[i], expected[i], se[i], np.full(5, nan) if p is None else p[i])
        for i, node in enumerate(arcs.nodes)
    )
    totals = {
        role: {
            "count": int(counts[:, k].sum()),
            "expected": float(expected[:, k].sum()),
            "p": nan if p is None else float(p[-1, k]),
        }
        for k, role in enumerate(ROLES)
    }
    return Brokerage(by, draws, seed, sizes, rows, totals)


def _broker(name: str, counts: Any, expected: Any, se: Any, p: Any) -> Broker:
    z = [(c - e) / s if s > 0 else nan for c, e, s in zip(counts, expected, se, strict=True)]
    values = ([float(part) for part in row] for row in (expected, se, z, p))
    return Broker(
        name,
        dict(zip(ROLES, counts.tolist(), strict=True)),
        *(dict(zip(ROLES, row, strict=True)) for row in values),
    )


def _draw(number: int, *, arcs: Arcs, labels: NDArray[np.int64], seed: int) -> list[list[int]]:
    """Counts under one relabelling, and their sums as the last row."""
    counts = role_counts(arcs, labels[generator(seed, number).permutation(len(labels))])
    rows: list[list[int]] = np.vstack([counts, counts.sum(axis=0)]).tolist()
    return rows


def _p_values(counts: Counts, drawn: Any) -> NDArray[np.float64]:
    observed = np.vstack([counts, counts.sum(axis=0)])
    return np.array(
        [[p_value(float(observed[i, k]), drawn[:, i, k]) for k in range(5)] for i in range(len(observed))]
    )


def _plain(values: Mapping[str, float]) -> dict[str, float | None]:
    return {
        key: value if isinstance(value, int) else round(value, 12) + 0.0 if isfinite(value) else None
        for key, value in values.items()
    }
