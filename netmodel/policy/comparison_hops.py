"""Cross-side efficiency in hops, and what one tie or channel is worth to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netmodel.engine.layers import Floats, Indices
from netmodel.network import Network, Tie
from netmodel.policy.comparison_pictures import Carrier, carriers

Arc = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Hops:
    """Distances in hops from every stakeholder with a side, and how many ties and channels make each passage.

    Attributes
    ----------
    order : dict
        Position of each stakeholder.
    arcs : Counter
        Ties and open channels that lead from one position to another.
    ways : scipy.sparse.csr_array
        The same, n x n.
    sources : array of int
        Positions of stakeholders of the sides that count.
    far : array
        Hops from each of `sources` to everybody; infinite without a route.
    counted : array of bool
        Pairs of `sources` on different sides.
    """

    net: Network
    order: dict[str, int]
    arcs: Counter[Arc]
    ways: Any
    sources: Indices
    far: Floats
    counted: NDArray[np.bool_]

    @classmethod
    def of(cls, net: Network) -> Hops:
        """Count the hops of a network as it stands: a passage through a channel is one hop.

        Examples
        --------
        >>> people = [{"id": "gac", "side": "ca"}, {"id": "uoft", "side": "ca"}, {"id": "mid", "side": "ru"}]
        >>> ties = [{"source": "gac", "target": "uoft"}, {"source": "uoft", "target": "mid"}]
        >>> hops = Hops.of(Network.from_tables(people, ties))
        >>> hops.efficiency, hops.of_absence(hops.net.ties[1])
        (0.75, 0.75)
        """
        order = {name: place for place, name in enumerate(net.stakeholder)}
        arcs: Counter[Arc] = Counter()
        for row in carriers(net):
            arcs.update(_arcs(row, order))
        sided = [(place, net.stakeholder[name].side) for name, place in order.items()]
        sided = [(place, side) for place, side in sided if side in net.sides]
        sides = np.array([side for _, side in sided], dtype=object)
        sources = np.array([place for place, _ in sided], dtype=np.intp)
        counted = sides[:, None] != sides[None, :] if len(sides) else np.zeros((0, 0), dtype=bool)
        ways = _ways(arcs, len(order))
        return cls(net, order, arcs, ways, sources, _far(ways, sources), counted)

    @property
    def efficiency(self) -> float:
        """Mean of 1 / hops over cross-side pairs, 0 for a pair without a route; nan where there is no pair."""
        return self._mean(self.far[:, self.sources])

    def of_absence(self, row: Carrier) -> float:
        """What a tie or channel that carries is worth: the efficiency with it less the one without it."""
        gone = Counter(_arcs(row, self.order))
        last = {arc for arc in gone if self.arcs[arc] == gone[arc]}
        if not last or not self.counted.any():
            return 0.0 if self.counted.any() else float("nan")
        tails, heads = (np.array(ends) for ends in zip(*last, strict=True))
        with np.errstate(invalid="ignore"):
            uses = (self.far[:, tails] + 1 == self.far[:, heads]) & np.isfinite(self.far[:, tails])
        affected = np.flatnonzero(uses.any(axis=1))
        if not len(affected):
            return 0.0
        far = self.far.copy()
        left = Counter({arc: count for arc, count in self.arcs.items() if arc not in last})
        far[affected] = _far(_ways(left, len(self.order)), self.sources[affected])
        return self._mean(self.far[:, self.sources], far[:, self.sources])

    def of_return(self, row: Carrier) -> float:
        """What a tie or channel that does not carry would be worth: the efficiency with it less that without it."""
        arcs = list(_arcs(row, self.order))
        if not arcs or not self.counted.any():
            return 0.0 if self.counted.any() else float("nan")
        tails, heads = (np.unique(ends) for ends in zip(*arcs, strict=True))
        onward = _far(self.ways, heads)[:, self.sources].min(axis=0)
        through = self.far[:, tails].min(axis=1)[:, None] + 1 + onward
        return self._mean(np.minimum(self.far[:, self.sources], through), self.far[:, self.sources])

    def _mean(self, far: Floats, less: Floats | None = None) -> float:
        """Mean of 1 / hops over the pairs that count, less that of other distances where they are given."""
        pairs = int(self.counted.sum())
        near = 1 / far[self.counted] - (0 if less is None else 1 / less[self.counted])
        return float(near.sum() / pairs) if pairs else float("nan")


def _arcs(row: Carrier, order: dict[str, int]) -> Iterator[Arc]:
    """Passages that a tie or an open channel gives, from position to position, each once."""
    if isinstance(row, Tie):
        if row.source in order and row.target in order:
            yield order[row.source], order[row.target]
            if not row.directed:
                yield order[row.target], order[row.source]
        return
    people = [person for person in row.participants if person.stakeholder in order and row.quality > 0]
    for one in people:
        for other in people:
            if one is not other and one.uptake > 0 and other.uptake_out > 0:
                yield order[one.stakeholder], order[other.stakeholder]


def _ways(arcs: Counter[Arc], n: int) -> Any:
    from scipy.sparse import csr_array

    ends = np.array(list(arcs), dtype=np.intp).reshape(-1, 2)
    return csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(n, n))


def _far(ways: Any, sources: Indices) -> Floats:
    """Hops from each source to every position: sources x n."""
    if not len(sources):
        return np.zeros((0, ways.shape[1]))
    from scipy.sparse.csgraph import dijkstra

    far: Floats = dijkstra(ways, directed=True, indices=sources, unweighted=True)
    return far
