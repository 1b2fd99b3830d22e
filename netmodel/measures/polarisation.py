"""Polarisation of the sides as random walks and boundaries show it, exact and without a draw."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import fsum, isnan, nan
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from netmodel.errors import UsageError
from netmodel.measures import register
from netmodel.measures.division import groups_of
from netmodel.measures.simple import adjacency, simple_graph

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FACTORED = 1_000
"""Larger systems of equations are solved by iteration, where that succeeds."""

STEPS = 10
"""Steps after which a walk is cut, in `bubble_radius`."""

WALK = "A walk takes a tie with chance in proportion to its strength, directed ties forwards only"


@register(
    level="network",
    better="lower",
    source="Garimella, De Francisci Morales, Gionis & Mathioudakis 2018",
    range="-1..1",
    meaning="Whether a random walk that ends at a hub of a side began on that side: 1 always (an echo chamber), 0 as "
    "often as not, below 0 mostly on the other.",
    reads="strength",
    cost="one sparse solution of n a pair of sides",
    convention="Hubs are the tenth of a side with the most ties (received, where directed), at least one, with all "
    f"who have as many as the last. {WALK}, and at least one step; it begins on either side alike, anywhere on it, "
    "and ends at the first hub of either; one that never ends is not counted. More than two sides: mean over pairs.",
    undefined="fewer than two sides, or no walk ends at the hubs of one of them",
)
def random_walk_controversy(
    G: nx.Graph[Any], *, by: str = "side", hubs: int | None = None, weight: str | None = "strength"
) -> float:
    """Random-walk controversy, solved exactly.

    With P(A | B) the chance that a walk that ended at a hub of B began on A: P(X | X) P(Y | Y) - P(X | Y) P(Y | X).

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; parallel ties count once, ties to oneself do not.
    by : str
        Node attribute that names the side; nodes without one pass walks on but begin none.
    hubs : int, optional
        Hubs a side, from 1; default: a tenth of the side, rounded up. All who have as many ties as the last are hubs
        too, so that ids do not decide.
    weight : str, optional
        Edge attribute that walks follow; None takes every tie alike, as the paper does.

    Returns
    -------
    float
        In [-1, 1]; nan with fewer than two sides, or where no walk ends at the hubs of one of them.

    References
    ----------
    .. [1] Garimella, K., De Francisci Morales, G., Gionis, A., Mathioudakis, M. (2018). Quantifying controversy on
       social media. *ACM Transactions on Social Computing* 1, 3. (The definition as later work states it.)

    Examples
    --------
    >>> G = nx.barbell_graph(3, 0)
    >>> nx.set_node_attributes(G, {n: "ca" if n < 3 else "ru" for n in G}, "side")
    >>> round(random_walk_controversy(G), 6)
    0.777778
    """
    if hubs is not None and hubs < 1:
        raise UsageError(f"hubs must be 1 or more, not {hubs}")
    _, sides = _sides(G, by)
    if len(sides) < 2:
        return nan
    matrix = adjacency(G, weight)
    walk = _walk(matrix)
    ties = np.diff(matrix.tocsc().indptr)
    ends = {name: (members, _hubs(ties, members, hubs)) for name, members in sides.items()}
    values = [_controversy(walk, ends[one], ends[other]) for one, other in combinations(sides, 2)]
    known = [value for value in values if not isnan(value)]
    return fsum(known) / len(known) if known else nan


def _sides(G: nx.Graph[Any], by: str) -> tuple[list[Any], dict[str, Flags]]:
    """The nodes in order, and which of them are on each side, sides by name."""
    nodes = list(G)
    group = groups_of(G, by)
    names = sorted(set(group.values()))
    return nodes, {name: np.array([group.get(node) == name for node in nodes]) for name in names}


def _walk(matrix: Any) -> Any:
    """Chances of each step: rows sum to 1, or to 0 where no tie leads on."""
    from scipy.sparse import diags_array

    given = np.asarray(matrix.sum(axis=1)).ravel()
    return (diags_array(np.divide(1.0, given, out=np.zeros_like(given), where=given > 0)) @ matrix).tocsr()


def _hubs(ties: Any, members: Flags, hubs: int | None) -> Flags:
    here = np.sort(ties[members])[::-1]
    count = min(hubs or -(-len(here) // 10), len(here))
    return np.asarray(members & (ties >= here[count - 1]))


def _controversy(walk: Any, one: tuple[Flags, Flags], other: tuple[Flags, Flags]) -> float:
    """Controversy of two sides, each given as its members and its hubs."""
    arrival = _arrivals(walk, one[1], other[1])
    means = [[float(arrival[members, end].mean()) for end in (0, 1)] for members, _ in (one, other)]
    shares = []
    for end in (0, 1):
        ended = means[0][end] + means[1][end]
        if not ended:
            return nan
        shares.append(means[0][end] / ended)
    return shares[0] * (1 - shares[1]) - shares[1] * (1 - shares[0])


def _arrivals(walk: Any, first: Flags, second: Flags) -> Floats:
    """Chance (n, 2) that a walk from each node, after at least one step, ends at the first hubs or at the second."""
    from scipy.sparse import identity

    known = np.column_stack([first, second]).astype(float)
    inner = _leading_to(walk, first | second)
    if inner.any():
        steps = walk[inner]
        system = (identity(int(inner.sum())) - steps[:, inner]).tocsc()
        known[inner] = _solved(system, np.asarray(steps @ known))
    return np.asarray(walk @ known)


def _solved(system: Any, right: Floats) -> Floats:
    """Solution (n, 2) by factors; of a large system by iteration where that comes within 1e-13 of it."""
    from scipy.sparse.linalg import bicgstab, splu

    if system.shape[0] > FACTORED:
        found = [bicgstab(system, column, rtol=1e-13, atol=0.0, maxiter=2_000) for column in right.T]
        if not any(failed for _, failed in found):
            return np.column_stack([column for column, _ in found])
    return np.asarray(splu(system).solve(right))


def _leading_to(walk: Any, ends: Flags) -> Flags:
    """Which of the others have any way to the ends; for the rest the chance is 0, and no equation holds."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order

    n = walk.shape[0]
    back = walk.T.tocoo()
    source = np.full(int(ends.sum()), n)
    rows, columns = np.concatenate([back.row, source]), np.concatenate([back.col, np.flatnonzero(ends)])
    network = csr_array((np.ones(len(rows)), (rows, columns)), shape=(n + 1, n + 1))
    found = np.zeros(n + 1, dtype=bool)
    found[breadth_first_order(network, n, return_predecessors=False)] = True
    return np.asarray(found[:n] & ~ends)


@register(
    better="lower",
    source="Haddadan, Menghini, Riondato & Upfal 2021",
    range=f"1..{STEPS}",
    meaning="Mean number of steps until a random walk from the stakeholder meets another side: long in a bubble.",
    reads="strength",
    cost=f"O({STEPS} m) a side",
    convention=f"{WALK}; third parties pass it on. A walk is cut after {STEPS} steps and then counts {STEPS}, as "
    "does one that is stuck. More than two sides: any other side.",
    undefined="third parties, and everybody where there are fewer than two sides",
    shown=False,
)
def bubble_radius(
    G: nx.Graph[Any], *, by: str = "side", steps: int = STEPS, weight: str | None = "strength"
) -> dict[Any, float]:
    """Expected number of steps of a random walk until it first meets another side, cut after `steps`.

    The polarised bubble radius: the mean of min(T, steps), T the first step at which the walk stands on another
    side. Solved by recurrence: r_0 = 0, r_k = 1 + the mean of r_(k-1) over the next nodes, 0 on other sides.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; parallel ties count once, ties to oneself do not.
    by : str
        Node attribute that names the side; nodes without one pass walks on.
    steps : int
        Where a walk is cut, from 1.
    weight : str, optional
        Edge attribute that walks follow; None takes every tie alike.

    Returns
    -------
    dict
        By node, in [1, steps]; nan for nodes without a side, and for all where there are fewer than two sides.

    References
    ----------
    .. [1] Haddadan, S., Menghini, C., Riondato, M., Upfal, E. (2021). RePBubLik: reducing the polarized bubble
       radius with link insertions. *WSDM 2021*. (Abstract read.)

    Examples
    --------
    >>> G = nx.path_graph(["pco", "gac", "mid"])
    >>> nx.set_node_attributes(G, {"pco": "ca", "gac": "ca", "mid": "ru"}, "side")
    >>> bubble_radius(G, steps=3)
    {'pco': 2.5, 'gac': 2.0, 'mid': 1.0}
    """
    if steps < 1:
        raise UsageError(f"steps must be 1 or more, not {steps}")
    nodes, sides = _sides(G, by)
    radius = dict.fromkeys(nodes, nan)
    if len(sides) < 2:
        return radius
    walk = _walk(adjacency(G, weight))
    stuck = np.asarray(walk.sum(axis=1)).ravel() == 0
    anywhere = np.logical_or.reduce(list(sides.values()))
    for members in sides.values():
        others = anywhere & ~members
        expected = np.zeros(len(nodes))
        for _ in range(steps):
            expected = np.where(others, 0.0, 1.0 + walk @ expected + np.where(stuck, expected, 0.0))
        for place in np.flatnonzero(members):
            radius[nodes[place]] = float(expected[place])
    return radius


@register(
    level="network",
    better="lower",
    source="Haddadan, Menghini, Riondato & Upfal 2021",
    range=f"1..{STEPS}",
    meaning="Mean number of steps until a random walk first meets another side, over all who are on a side.",
    reads="strength",
    cost=f"O({STEPS} m) a side",
    convention="The mean of `bubble_radius`; the paper sums it over those with a large one.",
    undefined="fewer than two sides",
)
def mean_bubble_radius(
    G: nx.Graph[Any], *, by: str = "side", steps: int = STEPS, weight: str | None = "strength"
) -> float:
    """Mean bubble radius over all nodes that are on a side; nan with fewer than two sides.

    Examples
    --------
    >>> G = nx.path_graph(["gac", "mid"])
    >>> nx.set_node_attributes(G, {"gac": "ca", "mid": "ru"}, "side")
    >>> mean_bubble_radius(G)
    1.0
    """
    known = [value for value in bubble_radius(G, by=by, steps=steps, weight=weight).values() if not isnan(value)]
    return fsum(known) / len(known) if known else nan


@register(
    level="network",
    better="lower",
    source="Calais Guerra, Meira, Cardie & Kleinberg 2013",
    range="-0.5..0.5",
    meaning="Whether those with ties across keep more of their ties with the inner part of their own side (above 0) "
    "or across (below).",
    cost="O(n + m)",
    convention="Boundary: who has a tie across and a tie to somebody of the own side who has none. Mean over the "
    "boundary of inner / (inner + across) - 0.5, where inner counts ties to such, across all ties to other sides. "
    "Direction is ignored, parallel ties count once, ties of third parties are left out.",
    undefined="nobody is on the boundary",
)
def boundary_polarisation(G: nx.Graph[Any], *, by: str = "side") -> float:
    """Mean over the boundary of the share of ties that lead inwards, less one half.

    Parameters
    ----------
    G : nx.Graph
        n nodes, m edges; direction is ignored.
    by : str
        Node attribute that names the side.

    Returns
    -------
    float
        In (-0.5, 0.5); above 0 where the sides avoid each other, nan where nobody is on the boundary, as when the
        sides are cut.

    References
    ----------
    .. [1] Calais Guerra, P. H., Meira, W., Cardie, C., Kleinberg, R. (2013). A measure of polarization on social
       media networks based on community boundaries. *ICWSM 2013*, 215-224. (The boundary as later work states it.)

    Examples
    --------
    >>> G = nx.path_graph(["pco", "gac", "mid", "minecon"])
    >>> nx.set_node_attributes(G, dict(zip(G, ["ca", "ca", "ru", "ru"])), "side")
    >>> boundary_polarisation(G)
    0.0
    """
    group = groups_of(G, by)
    H = simple_graph(G, directed=False)
    across = {u: sum(group.get(v, group[u]) != group[u] for v in H[u]) for u in group}
    inner = {u: sum(group.get(v) == group[u] and not across[v] for v in H[u]) for u in group}
    parts = [Fraction(inner[u], inner[u] + across[u]) for u in group if across[u] and inner[u]]
    return float(sum(parts) / len(parts) - Fraction(1, 2)) if parts else nan
