"""The cheapest hitting set: whom to take so that every group has somebody taken, exactly and with a proof."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from netmodel.errors import UsageError

SLACK = 1e-9
"""Costs that differ by no more than this are equal: less is rounding."""

NODES = 100_000
"""Nodes of the tree after which the best set so far is given, with its gap."""

Members = frozenset[str]
Key = tuple[float, int, tuple[str, ...]]


@dataclass(frozen=True)
class HittingSet:
    """A set that meets every group, and the proof that none is cheaper.

    Attributes
    ----------
    chosen : tuple of str
        Ids in order; empty where nothing has to be hit, or where it cannot be.
    cost : float
        Sum of their costs; inf where no set will do.
    lower_bound : float
        No set that will do costs less: proven.
    apart : tuple of tuples
        Groups that share no member, so that each needs one of its own: a bound that can be checked by hand.
    feasible : bool
        Whether some set will do: every group has a member that may be taken.
    nodes : int
        Nodes of the search.
    """

    chosen: tuple[str, ...]
    cost: float
    lower_bound: float
    apart: tuple[tuple[str, ...], ...]
    feasible: bool
    nodes: int

    @property
    def optimal(self) -> bool:
        """Whether no cheaper set is proven to exist; also where none will do at all."""
        return not self.feasible or self.cost <= self.lower_bound + SLACK


def hitting_set(
    groups: Iterable[Collection[str]], *, costs: Mapping[str, float] | None = None, node_limit: int = NODES
) -> HittingSet:
    """Find the cheapest set that has a member in common with every group.

    Branch and bound: a group that is not hit yet of the fewest members is branched on, and groups without a common
    member bound what is still to be paid. The problem is NP-hard (Karp 1972, not re-read).

    Parameters
    ----------
    groups : iterable of collections of str
        Repeated groups, and those that hold another one, change nothing. An empty group cannot be hit.
    costs : mapping, optional
        Cost of each member, 0 or more; inf for one that may not be taken. Default 1, as for those left out.
    node_limit : int
        Stop there, with the best set so far and what any set must cost.

    Returns
    -------
    HittingSet
        Of equally cheap sets the one with the fewest members, then the first by ids; where the search was stopped,
        the best that was found.

    Raises
    ------
    UsageError
        For a cost that is negative or no number.

    Examples
    --------
    >>> found = hitting_set([{"a", "b"}, {"b", "c"}, {"c", "d"}])
    >>> found.chosen, found.cost, found.optimal, found.apart
    (('a', 'c'), 2.0, True, (('a', 'b'), ('c', 'd')))
    >>> hitting_set([{"a", "b"}, {"b", "c"}], costs={"b": 3}).chosen
    ('a', 'c')
    """
    given = [frozenset(group) for group in groups]
    price = {name: float((costs or {}).get(name, 1.0)) for name in sorted(frozenset().union(*given))}
    if any(not cost >= 0 for cost in price.values()):
        raise UsageError("costs are numbers of 0 or more")
    allowed = [frozenset(name for name in group if price[name] < math.inf) for group in given]
    if not all(allowed):
        return HittingSet((), math.inf, math.inf, (), False, 0)
    search = _Search(_least(allowed), price, node_limit)
    search.run()
    cost, _, chosen = search.best
    apart = tuple(tuple(sorted(group)) for group in search.apart(search.groups))
    return HittingSet(chosen, cost, min(search.left, cost), apart, True, search.nodes)


def implied_hitting_set(
    members: Collection[str],
    is_enough: Callable[[Members], bool],
    *,
    costs: Mapping[str, float] | None = None,
    node_limit: int = NODES,
) -> tuple[HittingSet, tuple[tuple[str, ...], ...]]:
    """Find the cheapest set that is enough, where only the question whether a set is enough can be asked.

    What is enough stays so when members are added. The groups to be hit are then the smallest sets without any of
    whom nothing is enough; they are found one at a time, each where the cheapest set for those known so far fails
    (implicit hitting sets: Moreno-Centeno & Karp 2013, not re-read).

    Parameters
    ----------
    members : collection of str
        Who may be taken.
    is_enough : callable
        Given a set of members, says whether it is enough.
    costs, node_limit
        As for `hitting_set`.

    Returns
    -------
    HittingSet, tuple of tuples
        The set, and the groups that prove it: of each at least one has to be taken.

    Examples
    --------
    >>> found, groups = implied_hitting_set("abc", lambda taken: "a" in taken and len(taken) > 1)
    >>> found.chosen, found.optimal, groups
    (('a', 'b'), True, (('a',), ('b', 'c')))
    """
    everybody, groups = frozenset(members), list[Members]()
    if not is_enough(everybody - {name for name, cost in (costs or {}).items() if cost == math.inf}):
        return HittingSet((), math.inf, math.inf, (), False, 0), ()
    while True:
        found = hitting_set(groups, costs=costs, node_limit=node_limit)
        taken = frozenset(found.chosen)
        if is_enough(taken):
            return found, tuple(sorted(tuple(sorted(group)) for group in groups))
        groups.append(_shrunk(everybody, everybody - taken, is_enough))


def _shrunk(everybody: Members, missing: Members, is_enough: Callable[[Members], bool]) -> Members:
    """A smallest part of those missing without whom everybody else is not enough."""
    for name in sorted(missing, reverse=True):
        if not is_enough(everybody - (missing - {name})):
            missing -= {name}
    return missing


def _least(groups: Iterable[Members]) -> tuple[Members, ...]:
    """Groups that hold no other one, smallest first."""
    kept: list[Members] = []
    for group in sorted(set(groups), key=lambda group: (len(group), sorted(group))):
        if not any(other <= group for other in kept):
            kept.append(group)
    return tuple(kept)


class _Search:
    """The tree: `best` is the best set so far, `left` what any set must cost that was not looked at."""

    def __init__(self, groups: tuple[Members, ...], price: Mapping[str, float], node_limit: int) -> None:
        self.groups, self.price, self.node_limit = groups, price, node_limit
        self.nodes, self.left = 0, math.inf
        self.best = self._greedy()

    def _key(self, chosen: Members) -> Key:
        return round(sum(self.price[name] for name in sorted(chosen)), 9), len(chosen), tuple(sorted(chosen))

    def _greedy(self) -> Key:
        """The member that hits most groups for its cost, again and again."""
        chosen: set[str] = set()
        while groups := [group for group in self.groups if not group & chosen]:
            hits = {name: sum(name in group for group in groups) for name in sorted(frozenset().union(*groups))}
            chosen.add(min(hits, key=lambda name: (self.price[name] / hits[name], name)))
        return self._key(frozenset(chosen))

    def apart(self, groups: Iterable[Members]) -> list[Members]:
        """Groups without a common member, taken greedily: the smallest first."""
        kept: list[Members] = []
        used: set[str] = set()
        for group in groups:
            if not group & used:
                kept.append(group)
                used |= group
        return kept

    def _floor(self, groups: Iterable[Members]) -> float:
        return sum(min(self.price[name] for name in group) for group in self.apart(groups))

    def run(self) -> None:
        """Look at every set that may be best, or until the limit."""
        stack: list[tuple[float, Members, Members]] = [(0.0, frozenset(), frozenset())]
        while stack:
            if self.nodes >= self.node_limit:
                self.left = min(floor for floor, _, _ in stack)
                return
            floor, chosen, out = stack.pop()
            if floor <= self.best[0] + SLACK:
                self.nodes += 1
                stack += reversed(self._below(chosen, out))

    def _below(self, chosen: Members, out: Members) -> list[tuple[float, Members, Members]]:
        """What a node branches into: each member of one group taken, and those before it ruled out."""
        groups = [group - out for group in self.groups if not group & chosen]
        if not groups:
            self.best = min(self.best, self._key(chosen))
            return []
        group = min(groups, key=lambda group: (len(group), sorted(group)))
        found = []
        for name in sorted(group, key=lambda name: (self.price[name], name)):
            taken, rest = chosen | {name}, [other - out for other in groups if name not in other]
            if all(rest):
                floor = self._key(taken)[0] + self._floor(sorted(rest, key=len))
                found.append((floor, taken, out))
            out |= {name}
        return found
