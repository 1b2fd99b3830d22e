"""Frustration: the fewest ties whose sign must change before a signed network is balanced, with its proof."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from math import ceil
from typing import Any

import networkx as nx
import numpy as np

from netmodel.errors import UsageError

Tie = tuple[int, int, int]

ENUMERATED = 20
"""A block of up to so many stakeholders is solved by looking at every division."""

EXACT_TIES, NODES = 400, 200
"""A larger one is solved as a program of up to so many ties, in a tree of so many nodes; else it keeps its bound."""

CHANGES = 300
"""Ties of a larger block for which a change of sign is tried."""

STARTS = 8
"""Divisions from which the search for a better one begins."""


@dataclass(frozen=True)
class Frustration:
    """The best division found, the ties that it frustrates, and a proven lower bound on their number.

    `ties` are pairs of nodes: positive ties between the camps and negative ones within. `camps` are all nodes with a
    signed tie; of each piece of the network the first node is in the first camp.
    """

    ties: tuple[tuple[Any, Any], ...]
    lower_bound: int
    camps: tuple[tuple[Any, ...], tuple[Any, ...]]

    @property
    def value(self) -> int:
        """Number of frustrated ties in the best division found."""
        return len(self.ties)

    @property
    def exact(self) -> bool:
        """Whether no division does better."""
        return self.value == self.lower_bound


def signed(G: nx.Graph[Any], *, sign: str = "sign") -> nx.Graph[Any]:
    """Undirected graph with one signed tie a pair: the strongest, and of equally strong ones the negative.

    Parameters
    ----------
    G : nx.Graph
        Any NetworkX graph; ties to oneself are left out, direction is ignored.
    sign : str
        Edge attribute, 1 or -1; a tie without it is positive.

    Raises
    ------
    UsageError
        For any other sign.

    Examples
    --------
    >>> G = nx.DiGraph([("a", "b", {"sign": 1}), ("b", "a", {"sign": -1})])
    >>> list(signed(G).edges(data="sign"))
    [('a', 'b', -1)]
    """
    H: nx.Graph[Any] = nx.Graph()
    H.add_nodes_from(sorted(G, key=str))
    strongest: dict[frozenset[Any], tuple[float, int]] = {}
    for u, v, data in G.edges(data=True):
        value = data.get(sign, 1)
        if value not in (1, -1):
            raise UsageError(f"{sign} of a tie must be 1 or -1, not {value!r}")
        if u != v:
            found, pair = (float(data.get("strength", 1.0)), -int(value)), frozenset((u, v))
            strongest[pair] = max(strongest.get(pair, found), found)
    pairs = ((*sorted(pair, key=str), -minus) for pair, (_, minus) in strongest.items())
    for u, v, value in sorted(pairs, key=lambda tie: (str(tie[0]), str(tie[1]))):
        H.add_edge(u, v, sign=value)
    return H


def frustration(G: nx.Graph[Any], *, sign: str = "sign") -> Frustration:
    """The fewest ties whose sign must change before the network falls into two camps, or the best found with a bound.

    The line index of balance. Ties on no cycle never count, and what is left falls into blocks that do not touch one
    another's answer. Of each, a search finds a division and edge-disjoint negative cycles, each of which wants a
    change; where the two numbers differ, all divisions of up to `ENUMERATED` nodes are looked at, and a mixed-integer
    program (HiGHS) decides on larger blocks, up to `EXACT_TIES` ties and `NODES` nodes of its tree.

    Parameters
    ----------
    G : nx.Graph
        See `signed` for how parallel and opposite ties are read.
    sign : str
        Edge attribute, 1 or -1.

    References
    ----------
    .. [1] Harary, F. (1959). On the measurement of structural balance. *Behavioral Science* 4, 316-323.
       (Not re-read.)
    .. [2] Aref, S., Mason, A. J., Wilson, M. C. (2018). Computing the line index of balance using integer
       programming optimisation. In *Optimization Problems in Graph Theory*, 65-84. (Not re-read.)

    Examples
    --------
    >>> G = nx.cycle_graph(4)
    >>> nx.set_edge_attributes(G, {(0, 1): -1}, "sign")
    >>> found = frustration(G)
    >>> found.value, found.exact
    (1, True)
    """
    H = signed(G, sign=sign)
    nodes = list(H)
    ties, least = [], 0
    for block in blocks(H):
        frustrated, bound = solve(block)
        ties += frustrated
        least += bound
    pairs = sorted((min(u, v), max(u, v)) for u, v, _ in ties)
    return Frustration(tuple((nodes[u], nodes[v]) for u, v in pairs), least, _camps(H, nodes, set(pairs)))


def blocks(H: nx.Graph[Any]) -> list[list[Tie]]:
    """Ties of each block with a cycle, by the places of their ends, of a graph that `signed` gave."""
    place = {node: number for number, node in enumerate(H)}
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_edges_from((place[u], place[v], data) for u, v, data in H.edges(data=True))
    found = [
        sorted((min(u, v), max(u, v), numbered.edges[u, v]["sign"]) for u, v in block)
        for block in nx.biconnected_component_edges(numbered)
    ]
    return sorted(block for block in found if len(block) > 1)


def _camps(
    H: nx.Graph[Any], nodes: list[Any], frustrated: set[tuple[int, int]]
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The two camps that frustrate these ties and no others."""
    place = {node: number for number, node in enumerate(nodes)}
    ties = []
    for u, v, data in H.edges(data=True):
        value, pair = data["sign"], (min(place[u], place[v]), max(place[u], place[v]))
        ties.append((*pair, -value if pair in frustrated else value))
    camp, _ = _coloured(ties)
    one, other = (tuple(nodes[number] for number in sorted(camp) if camp[number] == side) for side in (1, -1))
    return one, other


def solve(ties: Sequence[Tie]) -> tuple[list[Tie], int]:
    """Frustrated ties of the best division of a block that was found, and a proven lower bound on their number."""
    if not _frustrated(ties, _coloured(ties)[0]):
        return [], 0
    best, bound = _search(ties), _packing(ties)
    if len(best) > bound and len(_places(ties)) <= ENUMERATED:
        best = _enumerate(ties)
        bound = len(best)
    elif len(best) > bound and len(ties) <= EXACT_TIES:
        found, proven = _program(ties)
        best = min(best, found, key=len)
        bound = max(bound, min(proven, len(best)))
    return best, bound


def after_change(ties: Sequence[Tie], now: Sequence[Tie]) -> list[int | None]:
    """Change of the frustration of a block by each tie whose sign changes: -1, 0, 1, or None where it is not known.

    `now` are the ties that a proven best division frustrates: each of them gives -1. In a balanced block each tie is
    on a cycle and gives 1.
    """
    if not now:
        return [1] * len(ties)
    if len(_places(ties)) <= ENUMERATED:
        costs = _costs(ties)
        return [int((costs + np.where(_is_frustrated(ties, tie), -1, 1)).min()) - len(now) for tie in ties]
    chosen = set(now)
    return [
        -1 if tie in chosen else _tried(ties, tie, now) if number < CHANGES else None
        for number, tie in enumerate(ties)
    ]


def _tried(ties: Sequence[Tie], tie: Tie, now: Sequence[Tie]) -> int | None:
    """The same for one tie that is not frustrated: a division found near the known one, and a bound by cycles."""
    turned = [(u, v, -sign) if (u, v, sign) == tie else (u, v, sign) for u, v, sign in ties]
    known = {frustrated[:2] for frustrated in (*now, tie)}
    camp, _ = _coloured([(u, v, -sign if (u, v) in known else sign) for u, v, sign in turned])
    best = len(_frustrated(turned, _improved(turned, camp)))
    return best - len(now) if best < len(now) or best == _packing(turned) else None


def _places(ties: Sequence[Tie]) -> dict[int, int]:
    """Place of each node of a block, in order."""
    return {node: place for place, node in enumerate(sorted({node for tie in ties for node in tie[:2]}))}


def _costs(ties: Sequence[Tie]) -> Any:
    """Number of ties that each division of a block frustrates; the first node stays in the first camp."""
    return reduce(np.add, (_is_frustrated(ties, tie).astype(np.int32) for tie in ties))


def _is_frustrated(ties: Sequence[Tie], tie: Tie) -> Any:
    """Whether each division of a block frustrates a tie: bit k - 1 of its number is the camp of node k."""
    place = _places(ties)
    divisions = np.arange(1 << (len(place) - 1), dtype=np.int64) << 1
    apart = ((divisions >> place[tie[0]]) ^ (divisions >> place[tie[1]])) & 1
    return apart.astype(bool) if tie[2] > 0 else apart == 0


def _enumerate(ties: Sequence[Tie]) -> list[Tie]:
    """Ties that the best division frustrates, of all of them."""
    number = int(_costs(ties).argmin()) << 1
    return _frustrated(ties, {node: 1 - 2 * (number >> place & 1) for node, place in _places(ties).items()})


def _coloured(ties: Sequence[Tie], first: int | None = None) -> tuple[dict[int, int], dict[int, int]]:
    """Camp (1 or -1) of each node such that a breadth-first tree is not frustrated, and the parents in that tree."""
    near: dict[int, list[tuple[int, int]]] = {}
    for u, v, sign in ties:
        near.setdefault(u, []).append((v, sign))
        near.setdefault(v, []).append((u, sign))
    camp: dict[int, int] = {}
    parent: dict[int, int] = {}
    for root in ([] if first is None else [first]) + sorted(near):
        if root in camp:
            continue
        camp[root] = 1
        queue = deque([root])
        while queue:
            u = queue.popleft()
            for v, sign in near[u]:
                if v not in camp:
                    camp[v], parent[v] = camp[u] * sign, u
                    queue.append(v)
    return camp, parent


def _frustrated(ties: Sequence[Tie], camp: dict[int, int]) -> list[Tie]:
    return [tie for tie in ties if camp[tie[0]] * camp[tie[1]] != tie[2]]


def _search(ties: Sequence[Tie]) -> list[Tie]:
    """Frustrated ties of the best of some divisions, each improved by moving one node at a time."""
    nodes = list(_places(ties))
    roots = nodes[:: -(-len(nodes) // STARTS)]
    return min((_frustrated(ties, _improved(ties, _coloured(ties, root)[0])) for root in roots), key=len)


def _improved(ties: Sequence[Tie], camp: dict[int, int]) -> dict[int, int]:
    """Move nodes to the other camp as long as each move frustrates fewer ties."""
    near: dict[int, list[tuple[int, int]]] = {node: [] for node in camp}
    for u, v, sign in ties:
        near[u].append((v, sign))
        near[v].append((u, sign))
    waiting = deque(sorted(camp))
    while waiting:
        u = waiting.popleft()
        if sum(camp[u] * camp[v] * sign for v, sign in near[u]) < 0:
            camp[u] = -camp[u]
            waiting.extend(v for v, _ in near[u])
    return camp


def _packing(ties: Sequence[Tie]) -> int:
    """Number of negative cycles found that share no tie: each wants a change of its own."""
    left, count = list(ties), 0
    while True:
        camp, parent = _coloured(left)
        frustrated = _frustrated(left, camp)
        if not frustrated:
            return count
        used: set[tuple[int, int]] = set()
        cycles = sorted((_cycle(u, v, parent) for u, v, _ in frustrated), key=len)
        for cycle in cycles:
            if not used & cycle:
                used |= cycle
                count += 1
        left = [tie for tie in left if tie[:2] not in used]


def _cycle(u: int, v: int, parent: dict[int, int]) -> set[tuple[int, int]]:
    """Ties of the cycle that a tie closes in a tree."""
    up: list[int] = [u]
    while up[-1] in parent:
        up.append(parent[up[-1]])
    seen = {node: number for number, node in enumerate(up)}
    down = [v]
    while down[-1] not in seen:
        down.append(parent[down[-1]])
    round_ = [*up[: seen[down[-1]]], *reversed(down)]
    return {(min(pair), max(pair)) for pair in zip(round_, [*round_[1:], round_[0]], strict=True)}


def _program(ties: Sequence[Tie]) -> tuple[list[Tie], int]:
    """Solve a block as a mixed-integer program: frustrated ties of the best division, and the proven bound.

    One binary a node (its camp), one variable a tie (whether it is frustrated); every negative triangle has a
    frustrated tie.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    place = _places(ties)
    n, m = len(place), len(ties)
    rows, least = _rows(ties, place)
    low, high = np.zeros(n + m), np.ones(n + m)
    degree = np.bincount([place[node] for tie in ties for node in tie[:2]], minlength=n)
    low[int(degree.argmax())] = 1.0
    found = milp(
        np.concatenate([np.zeros(n), np.ones(m)]),
        integrality=np.concatenate([np.ones(n), np.zeros(m)]),
        bounds=Bounds(low, high),
        constraints=LinearConstraint(rows, lb=least),
        options={"node_limit": NODES, "mip_rel_gap": 0.0},
    )
    bound = found.mip_dual_bound if found.mip_dual_bound is not None else 0.0
    best = list(ties)
    if found.x is not None:
        best = _frustrated(ties, {node: 1 if found.x[place[node]] > 0.5 else -1 for node in place})
    return best, ceil(bound - 1e-6) if np.isfinite(bound) else 0


def _rows(ties: Sequence[Tie], place: dict[int, int]) -> tuple[Any, list[float]]:
    """Constraints of the program as a sparse matrix, and what each row is at least."""
    from scipy.sparse import csr_array

    n = len(place)
    number = {tie[:2]: n + position for position, tie in enumerate(ties)}
    rows: list[dict[int, float]] = []
    least: list[float] = []
    near: dict[int, dict[int, int]] = {}
    for u, v, sign in ties:
        f, a, b = number[u, v], place[u], place[v]
        rows += [{f: 1.0, a: -1.0, b: float(sign)}, {f: 1.0, a: 1.0, b: -float(sign)}]
        least += [0.0, 0.0] if sign > 0 else [-1.0, 1.0]
        near.setdefault(u, {})[v] = sign  # ends are in order, so u < v
    for u, v, sign in ties:
        for w, other in near.get(v, {}).items():
            if sign * other * near[u].get(w, 0) < 0:
                rows.append({number[pair]: 1.0 for pair in ((u, v), (v, w), (u, w))})
                least.append(1.0)
    entries = [(row, column, value) for row, line in enumerate(rows) for column, value in line.items()]
    where, columns, values = zip(*entries, strict=True)
    return csr_array((values, (where, columns)), shape=(len(rows), n + len(ties))), least
