"""How channels work together: which add more in company, and which stand in for one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

import numpy as np

from netmodel.decide.objective import OBJECTIVES, Objective, gains_of, name_of
from netmodel.engine.kernel import Reach
from netmodel.engine.layers import Floats
from netmodel.errors import UnknownName
from netmodel.network import Network

EPSILON = 1e-12
SUBSTITUTES = 0.9
"""Two channels are either-or where their overlap is at least this share of what the lesser adds alone."""


@dataclass(frozen=True)
class Pair:
    """Two channels; `complementarity` is f(cd) - f(c) - f(d) + f(none), `together` what both add.

    `kind` is ``"only together"`` (neither adds anything alone), ``"complements"`` (> 0), ``"either-or"`` (what they
    add overlaps nearly wholly), ``"overlap"`` (< 0) or ``"independent"``.
    """

    one: str
    other: str
    complementarity: float
    together: float
    kind: str


@dataclass(frozen=True)
class Interactions:
    """The matrix of complementarity (channels x channels, in the order of `channels`) and its pairs.

    Pairs are in order of the size of their complementarity; independent ones are left out of `pairs`.
    """

    objective: str
    channels: tuple[str, ...]
    gains: tuple[float, ...]
    matrix: tuple[tuple[float, ...], ...]
    pairs: tuple[Pair, ...]

    def to_json(self) -> dict[str, Any]:
        """Give the interactions as plain values."""
        return asdict(self)


def interactions(
    net: Network,
    *,
    channels: Sequence[str] | None = None,
    objective: str | Objective = "reach",
    seed: int = 0,
    state: Reach | None = None,
) -> Interactions:
    """Compare every two candidate channels: what both add, less what each adds alone.

    Parameters
    ----------
    net : Network
    channels : sequence of str, optional
        Candidates to compare; default: all.
    objective : str or Objective
        As in `netmodel.decide.portfolio.best_portfolio`.

    Returns
    -------
    Interactions
        In units of the objective, on top of what is open now.

    Raises
    ------
    UnknownName
        For a channel that is no candidate.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "x", "side": "third", "permeability": 1}]
    >>> rows = [{"id": "near", "participants": "a:1; x:1", "quality": 1}, {"id": "far", "participants": "x:1; b:1",
    ...         "quality": 1}]
    >>> [(pair.one, pair.other, pair.kind) for pair in interactions(Network.from_tables(people, channels=rows)).pairs]
    [('far', 'near', 'only together')]
    """
    offered = [row.id for row in net.candidates]
    for name in channels or ():
        if name not in offered:
            raise UnknownName("candidate channel", name, offered)
    ids = tuple(sorted(set(offered if channels is None else channels)))
    worth = OBJECTIVES[objective](net, seed=seed, state=state) if isinstance(objective, str) else objective
    name = name_of(objective)
    alone = gains_of(worth, frozenset(), ids)
    gains = np.array([alone[one] for one in ids]).round(12) + 0.0
    bonus = np.zeros((len(ids), len(ids)))
    for place, one in enumerate(ids):
        after = gains_of(worth, frozenset({one}), [other for other in ids if other != one])
        bonus[place] = [after.get(other, 0.0) - alone[other] if other != one else 0.0 for other in ids]
    matrix = np.minimum(bonus, bonus.T).round(12) + 0.0
    np.fill_diagonal(matrix, 0.0)
    pairs = [_pair(ids, gains, matrix, a, b) for a, b in combinations(range(len(ids)), 2)]
    told = [pair for pair in pairs if pair.kind != "independent"]
    told.sort(key=lambda pair: (-abs(pair.complementarity), pair.one, pair.other))
    return Interactions(name, ids, tuple(gains.tolist()), tuple(tuple(row) for row in matrix.tolist()), tuple(told))


def _pair(ids: Sequence[str], gains: Floats, matrix: Floats, a: int, b: int) -> Pair:
    extra, least = float(matrix[a, b]), float(min(gains[a], gains[b]))
    together = float(gains[a] + gains[b] + extra)
    if abs(extra) <= EPSILON:
        kind = "independent"
    elif extra > 0:
        kind = "only together" if max(gains[a], gains[b]) <= EPSILON else "complements"
    else:
        kind = "either-or" if -extra >= SUBSTITUTES * least else "overlap"
    return Pair(ids[a], ids[b], extra, round(together, 12), kind)
