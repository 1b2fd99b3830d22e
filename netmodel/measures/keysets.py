"""What a set of key players is worth, and the most that a set which is not complete can still come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, shortest_path

from netmodel.errors import LimitError, UnknownName
from netmodel.measures.keycuts import joined_without_each, safe_core
from netmodel.measures.nulls import in_order

LARGEST = 3_000
"""Stakeholders up to which distances are held."""

SMALL = 60
"""Up to so many stakeholders many sets are judged at a time, as matrices; beyond, one by one."""

CELLS = 2_000_000
"""Cells of matrices that are held at a time."""

WORK, MOST = 15_000_000, 100_000
"""An exact search examines so many sets, over what a set costs: some seconds in all."""

FLOWS = 5_000_000
"""Work up to which the core that no removal breaks is looked for."""

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

ONES = np.array([bin(number).count("1") for number in range(1 << 16)], dtype=np.uint8)
"""Ones in a number of 16 bits."""


class Problem(Protocol):
    """What sets are worth, and can become."""

    @property
    def budget(self) -> int:
        """Sets that may be judged."""
        ...

    @property
    def price(self) -> int:
        """Sets that can be judged while one bound is found."""
        ...

    @property
    def quick(self) -> bool:
        """Whether all sets with one more are judged at once."""
        ...

    def value(self, chosen: list[int]) -> float:
        """The value of a set."""
        ...

    def added(self, chosen: list[int], more: list[int]) -> Floats:
        """The values of the set and each one more."""
        ...

    def bound(self, chosen: list[int], allowed: list[int], left: int) -> float:
        """No set that adds `left` of the allowed to the chosen is worth more."""
        ...


@dataclass(frozen=True, eq=False)
class ReachOfSets:
    """`worth[u, v]`: what u alone gives for v."""

    worth: Floats
    budget: int
    price: int = 1
    quick: bool = False

    def value(self, chosen: list[int]) -> float:
        """Mean over everybody of the most that a member gives."""
        return float(self._got(chosen).sum() / len(self.worth))

    def added(self, chosen: list[int], more: list[int]) -> Floats:
        """The same for the set and each one more."""
        n, got = len(self.worth), self._got(chosen)
        rows = max(1, CELLS // n)
        parts = [np.maximum(self.worth[more[i : i + rows]], got).sum(axis=1) for i in range(0, len(more), rows)]
        found: Floats = np.concatenate(parts) / n
        return found

    def bound(self, chosen: list[int], allowed: list[int], left: int) -> float:
        """Value of the chosen and the largest gains that are left: gains only shrink as a set grows."""
        value = self.value(chosen)
        return float(value + np.sort(self.added(chosen, allowed) - value)[-left:].sum())

    def _got(self, chosen: list[int]) -> Floats:
        got: Floats = self.worth[chosen].max(axis=0, initial=0.0)
        return got


@dataclass(frozen=True, eq=False)
class FragmentsLeft:
    """Who has a tie with whom; `size` is how many are removed in the end, `distance` weighs pairs by it.

    `sparse` is the adjacency again, `loops` with everybody tied to himself.
    """

    adjacency: Floats
    sparse: Any
    loops: Any
    neighbours: list[list[int]]
    directed: bool
    distance: bool
    size: int

    @property
    def _cost(self) -> int:
        return len(self.adjacency) + int(self.sparse.nnz)

    @property
    def budget(self) -> int:
        """Sets that may be judged."""
        return min(MOST, WORK // max(self._cost * (5 if self.distance or self.directed else 1), 1))

    @property
    def price(self) -> int:
        """Sets that can be judged while one bound is found."""
        n = len(self.adjacency)
        return 1 if n <= SMALL else max(1, n**2 // ((10 if self.quick else 50) * self._cost))

    @property
    def quick(self) -> bool:
        """Whether cut points give all sets with one more at once."""
        return not self.directed and not self.distance and len(self.adjacency) > SMALL

    def value(self, chosen: list[int]) -> float:
        """Fragmentation (or the distance-weighted one) of those who remain without a set; 1 where no pair does."""
        return float(1 - self._joined(chosen) / self._pairs(len(chosen)))

    def added(self, chosen: list[int], more: list[int]) -> Floats:
        """The same without the set and each one more."""
        n, pairs = len(self.adjacency), self._pairs(len(chosen) + 1)
        if self.quick:
            joined = joined_without_each(self.neighbours, chosen)
            return 1 - np.array([joined[i] for i in more], dtype=float) / pairs
        if n > SMALL:
            return np.array([1 - self._joined([*chosen, i]) / pairs for i in more])
        found = []
        for part in np.array_split(np.array(more), len(more) * n * n // CELLS + 1):
            kept = np.ones((len(part), n))
            kept[:, chosen] = 0
            kept[np.arange(len(part)), part] = 0
            arcs = self.adjacency * kept[:, :, None] * kept[:, None, :]
            found.append(1 - _nearness(arcs, None, self.distance).sum(axis=(1, 2)) / pairs)
        return np.concatenate(found)

    def _pairs(self, removed: int) -> int:
        remain = len(self.adjacency) - removed
        return max(remain * (remain - 1), 1)

    def _joined(self, gone: list[int]) -> float:
        """Sum over remaining ordered pairs that are joined of 1, or of 1 / distance."""
        if not self.distance and not self.directed:
            kept = np.setdiff1d(np.arange(len(self.adjacency)), gone)
            sizes = np.bincount(connected_components(self.sparse[kept][:, kept], directed=False)[1])
            return float((sizes * (sizes - 1)).sum())
        return _joined_by_steps(self.loops, gone, self.distance)

    def bound(self, chosen: list[int], allowed: list[int], left: int) -> float:
        """One minus what stays joined whoever goes, less the most that the removals can take of it.

        A pair stays joined by its tie, by a route through those who may not go (beyond `SMALL`: one of two hops), or
        by more common neighbours than there are removals left; who goes takes his own pairs along.
        """
        kept = np.setdiff1d(np.arange(len(self.adjacency)), chosen)
        arcs = self.adjacency[np.ix_(kept, kept)]
        may_go = np.isin(kept, allowed)
        ties = self.sparse[kept][:, kept]
        safe = (ties @ ties).toarray() > left
        if len(self.adjacency) > SMALL:
            safe |= (ties[:, ~may_go] @ ties[~may_go]).toarray() > 0
        elif not may_go.all():
            arcs = _nearness(arcs[None], ~may_go, self.distance)[0]
        joined = np.maximum(arcs, safe * (0.5 if self.distance else 1.0))
        np.fill_diagonal(joined, 0)
        lost = np.sort((joined.sum(axis=0) + joined.sum(axis=1))[may_go])[-left:].sum()
        remains = max(float(joined.sum() - lost), 0.0)
        if not self.directed and not self.distance:
            remains = max(remains, self._balanced(ties, may_go, left))
            if not chosen and (left + 1) * len(kept) * self._cost <= FLOWS:
                core = safe_core(ties, left)
                remains = max(remains, core * (core - 1))
        return 1.0 - remains / self._pairs(self.size)

    def _balanced(self, ties: Any, may_go: Any, left: int) -> float:
        """Pairs joined where those who remain are spread evenly over as many pieces as there can be."""
        pieces = connected_components(ties, directed=False)[0]
        more = np.sort(np.maximum(np.diff(ties.indptr) - 1, 0)[may_go])[-left:].sum()
        remain = ties.shape[0] - left
        most = min(int(pieces + more), remain)
        size, rest = divmod(remain, most)
        return float(rest * (size + 1) * size + (most - rest) * size * (size - 1))


def _joined_by_steps(loops: Any, gone: list[int], distance: bool) -> float:
    """Sum over ordered pairs that are joined of 1, or 1 / hops: everybody's reach as rows of bits, a step a time."""
    n = loops.shape[0]
    reached = np.packbits(np.eye(n, -(-n // 64) * 64, dtype=bool), axis=1).view(np.uint16)
    reached[gone] = 0
    total, before, hops = 0.0, n - len(gone), 0
    while True:
        hops += 1
        reached = np.bitwise_or.reduceat(reached[loops.indices], loops.indptr[:-1], axis=0)
        reached[gone] = 0
        count = int(ONES[reached].sum(dtype=np.int64))
        if count == before:
            return total
        total += (count - before) / (hops if distance else 1)
        before = count


def _nearness(arcs: Any, through: Any, distance: bool) -> Any:
    """1 / hops (or 1) for pairs joined by a route whose inner nodes may all be passed through; B x n x n."""
    near = arcs.copy()
    layer, seen = arcs, arcs > 0
    seen |= np.eye(arcs.shape[-1], dtype=bool)
    onward = arcs if through is None else arcs * through[:, None]
    hops = 1
    while layer.any():
        hops += 1
        reached = (layer @ onward > 0) & ~seen
        seen |= reached
        layer = reached.astype(arcs.dtype)
        near += layer * (1 / hops if distance else 1.0)
    return near


def problem_of(G: nx.Graph[Any], goal: str, measure: str, steps: int, size: int) -> tuple[Problem, dict[Any, int]]:
    """Where sets of one goal are judged, and the position of each node, in order of ids."""
    if len(G) > LARGEST:
        raise LimitError(f"key players are found among up to {LARGEST:,} stakeholders; here are {len(G):,}")
    place = {node: i for i, node in enumerate(in_order(G))}
    adjacency = np.zeros((len(place), len(place)))
    for u, v in G.edges():
        if u != v:
            adjacency[place[u], place[v]] = 1
            if not G.is_directed():
                adjacency[place[v], place[u]] = 1
    sparse = csr_array(adjacency)
    if goal == "fragment":
        loops = csr_array(adjacency + np.eye(len(place)))
        near = [np.flatnonzero(row).tolist() for row in adjacency]
        return FragmentsLeft(adjacency, sparse, loops, near, G.is_directed(), measure == "distance", size), place
    far = shortest_path(sparse, unweighted=True, directed=True) if place else adjacency
    np.fill_diagonal(far, 1)
    worth = 1 / far if measure == "distance" else (far <= steps).astype(float)
    return ReachOfSets(worth, min(MOST, 50 * WORK // max(len(place) ** 2, 1))), place


def places_of(place: dict[Any, int], nodes: Iterable[Any]) -> list[int]:
    """Positions of nodes, each once, in order; UnknownName for one that is not there."""
    for node in (nodes := list(dict.fromkeys(nodes))):
        if node not in place:
            raise UnknownName("stakeholder", str(node), [str(known) for known in place])
    return sorted(place[node] for node in nodes)
