"""Key players: the set whose loss breaks a network most, or that reaches most of it, with a proof or a proven gap.

Borgatti's two problems. *Fragment* (KPP-Neg): who, when taken away, leaves the others least able to reach one
another. *Reach* (KPP-Pos): who together stand nearest to everybody. The best set of k is not the k best stakeholders.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from math import nan
from typing import Any

import networkx as nx
import numpy as np

from netmodel.errors import UnknownName, UsageError
from netmodel.measures.keysets import SMALL, Floats, Problem, places_of, problem_of
from netmodel.network import Network

MEASURES_OF = {"fragment": ("components", "distance"), "reach": ("distance", "steps")}
"""What a set may be judged by, for each goal; the first unless asked."""

EQUAL = 1e-9
"""Values so near count as equal."""


@dataclass(frozen=True)
class KeyPlayers:
    """The best set found, and how much better any other could be at most.

    `set` is in order of ids. `now` is the value with nobody taken away (goal fragment), nan for reach. `alone` is
    each member's value as a set of one, `without` the value of the set without it. `alternatives` are the best sets
    that differ in one member, at most five, best first. `examined` counts the sets and branches that the
    exact search looked at.
    """

    set: tuple[str, ...]
    value: float
    upper_bound: float
    optimal: bool
    goal: str
    measure: str
    now: float
    alone: dict[str, float]
    without: dict[str, float]
    alternatives: tuple[tuple[tuple[str, ...], float], ...]
    examined: int

    @property
    def gap(self) -> float:
        """How much any set can be better, at most: 0 where this one is proven best."""
        return self.upper_bound - self.value

    def to_json(self) -> dict[str, Any]:
        """Plain values; nan becomes null."""
        found = {**asdict(self), "set": list(self.set), "gap": self.gap}
        found["now"] = None if self.now != self.now else self.now
        found["alternatives"] = [{"set": list(names), "value": value} for names, value in self.alternatives]
        return found


def fragmentation(G: nx.Graph[Any], removed: Iterable[Any] = (), *, distance: bool = False) -> float:
    """Share of pairs of those who remain that no route joins; with `distance`, one minus their mean inverse distance.

    Borgatti's F (equations for components) and distance-weighted D_F: 0 where all remaining pairs are joined (with
    `distance`: have a tie), 1 where none is. Pairs are ordered where the graph is directed. Distances are hops;
    nan where fewer than two remain. O(n (n + m)).

    References
    ----------
    .. [1] Borgatti, S. P. (2006). Identifying sets of key players in a social network. *Computational & Mathematical
       Organization Theory* 12, 21-34 (not re-read).

    Examples
    --------
    >>> G = nx.karate_club_graph()
    >>> round(fragmentation(G, [0, 32, 33]), 4), round(fragmentation(G, [0, 1]), 4)
    (0.5699, 0.4234)
    """
    problem, place = problem_of(G, "fragment", "distance" if distance else "components", 1, len(G))
    gone = places_of(place, removed)
    return problem.value(gone) if len(G) - len(gone) > 1 else nan


def reach_of_set(G: nx.Graph[Any], group: Iterable[Any], *, steps: int | None = None) -> float:
    """Mean inverse distance (in hops) from a set to everybody; with `steps`, the share within so many steps of it.

    Borgatti's distance-weighted reach, and m-reach. Members count, at distance 1, and the sum is divided by n, so
    that it is 1 where everybody else has a tie from the set. Who cannot be reached counts 0. Directed: from the set.
    0 for an empty set; nan without nodes. O(n (n + m)).

    References
    ----------
    .. [1] Borgatti, S. P. (2006). Identifying sets of key players in a social network. *Computational & Mathematical
       Organization Theory* 12, 21-34 (not re-read).

    Examples
    --------
    >>> G = nx.karate_club_graph()
    >>> round(reach_of_set(G, [0, 33]), 4), round(reach_of_set(G, [0, 33], steps=1), 4)
    (0.9559, 0.9118)
    """
    if steps is not None and steps < 1:
        raise UsageError("steps are 1 or more")
    problem, place = problem_of(G, "reach", "distance" if steps is None else "steps", steps or 1, 0)
    chosen = places_of(place, group)
    return problem.value(chosen) if place else nan


def key_players(
    network: Network | nx.Graph[Any],
    *,
    size: int,
    goal: str = "fragment",
    measure: str | None = None,
    steps: int = 2,
    limit: int | None = None,
) -> KeyPlayers:
    """The set of a given size that fragments the network most, or reaches most of it.

    Parameters
    ----------
    network : Network or nx.Graph
        n nodes, m edges; directions count, weights do not, loops are passed over.
    size : int
        Members of the set, from 1; for ``fragment`` at least two others must remain.
    goal : {"fragment", "reach"}
        KPP-Neg or KPP-Pos.
    measure : str, optional
        For ``fragment``: ``components`` (default; F, the share of remaining pairs that no route joins) or
        ``distance`` (D_F, one minus their mean inverse distance). For ``reach``: ``distance`` (default;
        distance-weighted reach) or ``steps`` (m-reach, the share within `steps`).
    steps : int
        The m of m-reach.
    limit : int, optional
        Sets judged or bounded by the exact search before it stops; 0 for greedy with exchanges alone, still with a
        proven bound. Default: by n, so that it takes some seconds.

    Returns
    -------
    KeyPlayers
        `upper_bound` is proven: no set of this size is worth more. Of equally good sets the first one found stands,
        which depends on the network and its ids alone.

    Raises
    ------
    UsageError
        For an unknown goal or measure, or a size that does not fit.
    LimitError
        Beyond 3,000 stakeholders.

    Notes
    -----
    Greedy with exchanges, then branch and bound, the most promising branch first. For reach, which is submodular,
    what a set can still gain is at most the sum of the largest gains left. Fragmentation is not submodular; there a
    pair stays joined while it has a tie, a route through those who are not to be removed, or more common neighbours
    than removals left, and a removal takes at most its own such pairs away.

    References
    ----------
    .. [1] Borgatti, S. P. (2006). Identifying sets of key players in a social network. *Computational & Mathematical
       Organization Theory* 12, 21-34 (not re-read).

    Examples
    --------
    >>> found = key_players(nx.karate_club_graph(), size=2)
    >>> found.set, round(found.value, 4), found.optimal
    (('0', '1'), 0.4234, True)
    """
    G = network.graph if isinstance(network, Network) else network
    measure = _check(len(G), size, goal, measure, steps, limit)
    problem, place = problem_of(G, goal, measure, steps, size)
    order = _ranked(problem, G, place)
    shortlist = order if problem.quick or goal == "reach" else order[: max(2 * size, problem.budget // (8 * size))]
    chosen, value = _exchange(problem, _greedy(problem, shortlist, size), shortlist)
    search = _Search(problem, size, problem.budget if limit is None else limit)
    chosen, value, bound = search.best(order, chosen, value)
    about = {"goal": goal, "measure": measure, "examined": search.judged}
    return _result(problem, list(place), chosen, value, bound, shortlist, about)


# ---- search ------------------------------------------------------------------------------------------------------


def _ranked(problem: Problem, G: nx.Graph[Any], place: dict[Any, int]) -> list[int]:
    """All positions, the most promising first: by their value alone, or by degree where that takes too long."""
    n = len(place)
    if problem.quick or n <= max(SMALL, problem.budget // 4):
        worth = problem.added([], list(range(n)))
    else:
        worth = np.array([float(G.degree(node)) for node in place])
    return [int(i) for i in np.argsort(-np.round(worth, 9), kind="stable")]


def _greedy(problem: Problem, shortlist: list[int], size: int) -> list[int]:
    chosen: list[int] = []
    for _ in range(size):
        rest = [i for i in shortlist if i not in chosen]
        chosen.append(rest[_first_best(problem.added(chosen, rest))])
    return chosen


def _exchange(problem: Problem, chosen: list[int], shortlist: list[int]) -> tuple[list[int], float]:
    """The best exchange of one member, while it helps, and at most twice as often as there are members."""
    value = problem.value(chosen)
    for _ in range(2 * len(chosen)):
        near = _neighbours(problem, chosen, shortlist)
        if not near or near[0][0] <= value + EQUAL:
            break
        value, chosen = near[0]
    return chosen, value


def _neighbours(problem: Problem, chosen: list[int], shortlist: list[int]) -> list[tuple[float, list[int]]]:
    """All sets that differ in one member, best first."""
    others = [i for i in shortlist if i not in chosen]
    found: list[tuple[float, list[int]]] = []
    for out in chosen if others else ():
        kept = [j for j in chosen if j != out]
        values = problem.added(kept, others).tolist()
        found += [(value, [*kept, i]) for value, i in zip(values, others, strict=True)]
    return sorted(found, key=lambda pair: -round(pair[0], 9))


def _first_best(values: Floats) -> int:
    return int(np.argmax(np.round(values, 9)))


@dataclass
class _Search:
    """Branch and bound over sets in the order of the candidates, the branch with the highest bound first.

    `spent` counts the sets that could have been judged meanwhile, `judged` sets and bounds.
    """

    problem: Problem
    size: int
    limit: int
    spent: int = 0
    judged: int = 0

    def best(self, order: list[int], chosen: list[int], value: float) -> tuple[list[int], float, float]:
        """The best set, its value, and a proven upper bound."""
        branches: list[tuple[float, int, tuple[int, ...], int]] = [(-self._bound((), order), 0, (), 0)]
        count = 0
        while branches and min(-branches[0][0], 1.0) > value + EQUAL and self.spent < self.limit:
            bound, _, inner, start = heapq.heappop(branches)
            if len(inner) == self.size - 1:
                chosen, value = self._complete(inner, order[start:], chosen, value)
                continue
            for i in range(start, len(order) - (self.size - len(inner)) + 1):
                if self.spent >= self.limit:  # what is left of the branch waits, under a bound of its own
                    heapq.heappush(branches, (max(-self._bound(inner, order[i:]), bound), count, inner, i))
                    break
                more = (*inner, order[i])
                if len(more) == self.size - 1 and self.problem.quick:
                    chosen, value = self._complete(more, order[i + 1 :], chosen, value)
                    continue
                here = max(-self._bound(more, order[i + 1 :]), bound)
                count += 1
                if -here > value + EQUAL:
                    heapq.heappush(branches, (here, count, more, i + 1))
        highest = min(-branches[0][0], 1.0) if branches else value  # a share, whatever the sum of gains
        return chosen, value, highest if highest > value + EQUAL else value

    def _bound(self, inner: tuple[int, ...], rest: list[int]) -> float:
        self.spent += self.problem.price
        self.judged += 1
        return self.problem.bound(list(inner), rest, self.size - len(inner))

    def _complete(
        self, inner: tuple[int, ...], rest: list[int], chosen: list[int], value: float
    ) -> tuple[list[int], float]:
        """The best of all sets that add one to a branch, if it is better."""
        values = self.problem.added(list(inner), rest)
        self.spent += 1 if self.problem.quick else len(rest)
        self.judged += len(rest)
        at = _first_best(values)
        if values[at] > value + EQUAL:
            return [*inner, rest[at]], float(values[at])
        return chosen, value


def _result(
    problem: Problem,
    nodes: list[Any],
    chosen: list[int],
    value: float,
    bound: float,
    shortlist: list[int],
    about: dict[str, Any],
) -> KeyPlayers:
    def worth(members: Iterable[int]) -> float:
        return round(problem.value(sorted(members)), 12)

    def named(members: Iterable[int]) -> tuple[str, ...]:
        return tuple(str(nodes[i]) for i in sorted(members))

    value, bound = round(value, 12), round(bound, 12)
    return KeyPlayers(
        set=named(chosen),
        value=value,
        upper_bound=bound,
        optimal=bound == value,
        now=worth([]) if about["goal"] == "fragment" else nan,
        alone={str(nodes[i]): worth([i]) for i in sorted(chosen)},
        without={str(nodes[i]): worth(j for j in chosen if j != i) for i in sorted(chosen)},
        alternatives=tuple(
            (named(members), round(worth_, 12)) for worth_, members in _neighbours(problem, chosen, shortlist)[:5]
        ),
        **about,
    )


def _check(n: int, size: int, goal: str, measure: str | None, steps: int, limit: int | None) -> str:
    if goal not in MEASURES_OF:
        raise UnknownName("goal", goal, MEASURES_OF)
    if measure is not None and measure not in MEASURES_OF[goal]:
        raise UnknownName(f"measure to {goal} by", measure, MEASURES_OF[goal])
    most = n - 2 if goal == "fragment" else n
    if not 1 <= size <= most:
        why = "two others must remain" if goal == "fragment" else "no set is larger than the network"
        raise UsageError(f"a set of {size} among {n} stakeholders: {why}, so the size is 1 to {most}"
                         if most >= 1 else f"{n} stakeholder{'s are' if n != 1 else ' is'} too few to choose key "
                         "players from")  # fmt: skip
    if steps < 1 or (limit is not None and limit < 0):
        raise UsageError("steps are 1 or more, and a limit is 0 or more")
    return measure or MEASURES_OF[goal][0]
