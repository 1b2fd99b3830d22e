"""Opposition: which channels vetoes keep shut, whoever is won over, and what that costs in reach."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import combinations
from math import comb, inf, isnan
from typing import Any

from netmodel.decide.choice import Choice, open_ids, options_of
from netmodel.decide.constraints import unopposed
from netmodel.decide.objective import Routes, reach_objective
from netmodel.engine.kernel import Reach
from netmodel.errors import UnknownName
from netmodel.network import Network, Veto
from netmodel.policy.hitting import implied_hitting_set

SUBSETS = 40_000
"""Up to so many sets of actors are compared for one number of them; beyond, the best is looked for step by step."""

VALUED = 400
"""Up to so many sets of channels are valued for one number of actors, the most promising first; fewer, but not fewer
than 20, where there are more than some 200 stakeholders."""

Names = frozenset[str]


@dataclass(frozen=True)
class Step:
    """The best of all sets of so many actors to win over.

    Attributes
    ----------
    count : int
    actors : tuple of str
        Ids; of equally good sets the first.
    channels : tuple of str
        Candidate channels that can be opened then and could not before.
    reach : float
        With every candidate channel open that can be; nan where there is no conversation.
    upper_bound : float
        No other set of so many actors gives more reach; equal to `reach` where it is `exact`.
    """

    count: int
    actors: tuple[str, ...]
    channels: tuple[str, ...]
    reach: float
    upper_bound: float
    exact: bool


@dataclass(frozen=True)
class Settlement:
    """The cheapest set of actors to win over so that channels can be opened.

    Attributes
    ----------
    channels : tuple of str
        The channels wanted that somebody to be won over stands in the way of, here or at what they require.
    beyond : tuple of str
        Wanted ones that stay shut whoever is won over.
    actors : tuple of str
        Ids of the cheapest set; of equally cheap ones that of the fewest, then the first.
    cost, lower_bound : float
        What it costs, and what any set that will do must cost at least: proven.
    one_of_each : tuple of tuples
        The proof: of each of these groups somebody has to be won over.
    """

    channels: tuple[str, ...]
    beyond: tuple[str, ...]
    actors: tuple[str, ...]
    cost: float
    lower_bound: float
    optimal: bool
    one_of_each: tuple[tuple[str, ...], ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Opposition:
    """The vetoes of a network that are stronger than `strength`, and what is left of its channels under them.

    Whoever is won over withdraws the vetoes that can be mitigated; one that is said not to be stays. Where that is
    not known it counts as if it could be. Which channels a set of vetoes stands against is for
    `netmodel.decide.constraints.unopposed` to say; a channel can be opened where, besides, what it requires can be.

    Examples
    --------
    >>> people = [{"id": name, "side": name[0]} for name in ("a1", "b1", "v1", "v2")]
    >>> rows = [{"id": name, "participants": "a1; b1"} for name in ("c1", "c2", "c3")]
    >>> said = [{"actor": "v1", "target": "c1"}, {"actor": "v2", "target": "c1"}, {"actor": "v2", "target": "c2"}]
    >>> against = Opposition(Network.from_tables(people, channels=rows, vetoes=said))
    >>> [sorted(against.free(won)) for won in ((), ("v1",), ("v2",), ("v1", "v2"))]
    [['c3'], ['c3'], ['c2', 'c3'], ['c1', 'c2', 'c3']]
    """

    net: Network
    strength: float = 0.0
    state: Reach | None = None

    @cached_property
    def rows(self) -> tuple[Veto, ...]:
        """Vetoes that stand, of actors that are there."""
        here = self.net.stakeholder
        return tuple(row for row in self.net.vetoes if row.strength > self.strength and row.actor in here)

    @cached_property
    def actors(self) -> tuple[str, ...]:
        """Who objects, by id."""
        return tuple(sorted({row.actor for row in self.rows}))

    @cached_property
    def winnable(self) -> tuple[str, ...]:
        """Those of them with a veto that is not said to be beyond mitigation."""
        return tuple(sorted({row.actor for row in self.rows if row.mitigable is not False}))

    @cached_property
    def candidates(self) -> Names:
        """Ids of the candidate channels."""
        return frozenset(row.id for row in self.net.candidates)

    # ---- which channels are free

    def under(self, rows: Iterable[Veto]) -> Names:
        """Candidate channels that none of these vetoes stands against."""
        return unopposed(replace(self.net, vetoes=tuple(rows)), strength=self.strength)

    def free(self, won: Collection[str] = ()) -> Names:
        """Candidate channels that no veto stands against once some actors are won over."""
        known = {name for name, actors in self._alone.items() if not actors <= set(won)}
        if not self._joint <= known:
            known |= self.candidates - self._asked(frozenset(won))
        return self.candidates - self._never - known

    def _asked(self, won: Names) -> Names:
        return self.under(row for row in self.rows if row.mitigable is False or row.actor not in won)

    @cached_property
    def _never(self) -> Names:
        """Channels that stay opposed whoever is won over."""
        return self.candidates - self._asked(frozenset(self.winnable))

    @cached_property
    def _alone(self) -> dict[str, Names]:
        """For each channel that can be freed, the actors each of whom keeps it shut when all others are won over."""
        found: dict[str, set[str]] = {}
        for actor in self.winnable:
            for name in self.candidates - self._asked(frozenset(self.winnable) - {actor}) - self._never:
                found.setdefault(name, set()).add(actor)
        return {name: frozenset(actors) for name, actors in sorted(found.items())}

    @cached_property
    def _joint(self) -> Names:
        """Channels that some keep shut together: to win over those who do so alone is not enough."""
        found: set[str] = set()
        for actors in sorted(set(self._alone.values()) | {frozenset()}, key=sorted):
            kept_by = {name for name in self.candidates if self._alone.get(name, frozenset()) == actors}
            found |= kept_by - self._asked(actors)
        return frozenset(found) - self._never

    # ---- what can be opened, and what it is worth

    @cached_property
    def choice(self) -> Choice:
        """The candidate channels with what they require."""
        return Choice.of(options_of(self.net), there=open_ids(self.net))

    def usable(self, free: Names) -> Names:
        """Those of the free channels whose requirements are open or free as well."""
        return self.choice.standing(free & frozenset(self.choice.options))

    def openable(self, won: Collection[str] = ()) -> Names:
        """Candidate channels that can be opened once some actors are won over."""
        return self.usable(self.free(won))

    @cached_property
    def worth(self) -> Routes:
        """Reach as a function of the channels opened."""
        return reach_objective(self.net, state=self.state)

    @cached_property
    def promise(self) -> dict[str, float]:
        """What each candidate channel adds alone to what can be opened now."""
        start = self.openable()
        return self.worth.gains(start, sorted(self.candidates - start))

    @property
    def valued(self) -> int:
        """How many sets of channels may be valued for one number of actors."""
        return min(VALUED, max(20, 20_000_000 // (1 + len(self.net.stakeholder) ** 2)))

    def reach(self, channels: Names) -> float:
        """Reach with channels open; those that exclude each other count as open together."""
        return self.worth.value(channels)


def win_over(net: Network, *, strength: float = 0.0, most: int | None = None) -> tuple[Step, ...]:
    """For each number of actors, the set of them whose winning over gives most reach.

    Parameters
    ----------
    net : Network
    strength : float
        Vetoes no stronger than this do not count.
    most : int, optional
        Stop at so many actors. Default: where one more would free nothing.

    Returns
    -------
    tuple of Step
        Nobody first, then the smallest number with which more can be opened, and so on. Of sets that give as much
        reach (to 12 decimals) the one that frees more channels, then the first by ids. Every set is compared where
        there are at most 40,000 for a number, some 15 actors; beyond, one actor is added at a time, and the step
        bears a bound.

    Examples
    --------
    >>> people = [{"id": "a1", "side": "A"}, {"id": "b1", "side": "B"}, {"id": "v1"}, {"id": "v2"}]
    >>> rows = [{"id": name, "participants": "a1:1; b1:1", "quality": q} for name, q in (("c1", 0.9), ("c2", 0.5))]
    >>> said = [{"actor": "v1", "target": "c1"}, {"actor": "v2", "target": "c1"}, {"actor": "v2", "target": "c2"}]
    >>> found = win_over(Network.from_tables(people, channels=rows, vetoes=said))
    >>> [(step.actors, step.channels, step.reach) for step in found]
    [((), (), 0.0), (('v2',), ('c2',), 0.5), (('v1', 'v2'), ('c1', 'c2'), 0.9)]
    """
    return steps_of(Opposition(net, strength), most)


def steps_of(against: Opposition, most: int | None = None) -> tuple[Step, ...]:
    """As `win_over`, for an opposition that was prepared already."""
    who = against.winnable
    start, whole = against.openable(), against.openable(who)
    steps, best, last = [_step(against, (), start, whole, exact=True)], start, frozenset[str]()
    for count in range(1, min(len(who), len(who) if most is None else most) + 1):
        if best == whole:
            break
        every = comb(len(who), count) <= SUBSETS
        sets = (
            map(frozenset, combinations(who, count)) if every else (last | {name} for name in who if name not in last)
        )
        last, opened, complete = _best(against, sets)
        if _order(against, opened) > _order(against, best):
            best = opened
            steps.append(_step(against, tuple(sorted(last)), best, whole, exact=every and complete))
    return tuple(steps)


def _step(against: Opposition, won: tuple[str, ...], opened: Names, whole: Names, *, exact: bool) -> Step:
    reach = against.reach(opened)
    exact = exact or opened == whole
    more = tuple(sorted(opened - against.openable()))
    return Step(len(won), won, more, reach, reach if exact else against.reach(whole), exact)


def _order(against: Opposition, opened: Names) -> tuple[float, int]:
    """What makes a set of channels better: reach, then how many they are."""
    reach = against.reach(opened)
    return (0.0 if isnan(reach) else round(reach, 12)), len(opened)


def _best(against: Opposition, sets: Iterable[Names]) -> tuple[Names, Names, bool]:
    """The best of some sets of actors, the channels that it opens, and whether all that could be best were valued."""
    first: dict[Names, Names] = {}
    for won in sets:
        first.setdefault(against.openable(won), won)
    kept: list[Names] = []
    for opened in sorted(first, key=lambda names: (-len(names), sorted(names))):
        if not any(opened < other for other in kept):
            kept.append(opened)
    hoped = {opened: round(sum(against.promise.get(name, 0.0) for name in sorted(opened)), 12) for opened in kept}
    valued = sorted(kept, key=lambda opened: (-hoped[opened], -len(opened), sorted(opened)))[: against.valued]
    best = min(valued, key=lambda opened: (*(-part for part in _order(against, opened)), sorted(first[opened])))
    return first[best], best, len(valued) == len(kept)


def settle(
    net: Network,
    channels: Collection[str] | None = None,
    *,
    strength: float = 0.0,
    costs: Mapping[str, float] | None = None,
) -> Settlement:
    """The cheapest set of actors to win over so that channels can be opened: an exact hitting set.

    A channel can be opened once none of those who object to it still does, and what it requires can be; where all its
    issues are vetoed, one of them has to be freed.

    Parameters
    ----------
    net : Network
    channels : collection of str, optional
        Ids of the candidate channels that are wanted; default: every one that vetoes stand in the way of.
    strength : float
        Vetoes no stronger than this do not count.
    costs : mapping, optional
        What it costs to win an actor over, by id, 0 or more; default 1, so that the fewest are found. inf for one who
        cannot be won over.

    Raises
    ------
    UnknownName
        For a channel that is no candidate.
    UsageError
        For a cost that is negative or no number.

    Examples
    --------
    >>> people = [{"id": name, "side": name[0]} for name in ("a1", "b1", "v1", "v2")]
    >>> rows = [{"id": name, "participants": "a1; b1"} for name in ("c1", "c2")]
    >>> said = [{"actor": "v1", "target": "c1"}, {"actor": "v2", "target": "c1"}, {"actor": "v2", "target": "c2"}]
    >>> net = Network.from_tables(people, channels=rows, vetoes=said)
    >>> settle(net).actors, settle(net, ["c2"]).actors
    (('v1', 'v2'), ('v2',))
    """
    return settlement(Opposition(net, strength), channels, costs)


def settlement(
    against: Opposition, channels: Collection[str] | None = None, costs: Mapping[str, float] | None = None
) -> Settlement:
    """As `settle`, for an opposition that was prepared already."""
    for name in sorted(channels or ()):
        if name not in against.candidates:
            raise UnknownName("candidate channel", name, sorted(against.candidates))
    wanted = against.usable(against.candidates) if channels is None else frozenset(channels)
    who = frozenset(name for name in against.winnable if (costs or {}).get(name, 1.0) != inf)
    start, most = against.openable(), against.openable(who)
    needed = (wanted & most) - start
    found, groups = implied_hitting_set(who, lambda won: needed <= against.openable(won), costs=costs)
    return Settlement(
        channels=tuple(sorted(needed)),
        beyond=tuple(sorted(wanted - most)),
        actors=found.chosen,
        cost=found.cost,
        lower_bound=found.lower_bound,
        optimal=found.optimal,
        one_of_each=groups,
    )
