"""The best portfolio: which channels to open together, with a proof of how good the choice is."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from netmodel.decide.cheapest import cheapest
from netmodel.decide.choice import Channels, Choice, Limits, Test, open_ids, options_of
from netmodel.decide.gain import LOSS
from netmodel.decide.greedy import quick_sets
from netmodel.decide.losses import Contribution, Loss, contributions, worst_losses
from netmodel.decide.objective import OBJECTIVES, Objective, bound_of, name_of
from netmodel.decide.search import EPSILON, Found, fill, search
from netmodel.engine.kernel import Reach
from netmodel.errors import UnknownName, UsageError
from netmodel.network import Network

METHODS = ("exact", "greedy")
ALTERNATIVES = 5
"""Runner-up sets that are told at most."""

TOLERANCE = 0.05
"""A set is a runner-up where its gain is within this share of the best one's."""

Constraint = Collection[str] | Test


@dataclass(frozen=True)
class Alternative:
    """A runner-up: a set nearly as good as the best, and where the two differ."""

    channels: tuple[str, ...]
    value: float
    cost: float
    max_risk: float
    without: tuple[str, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True)
class Binding:
    """A limit, how much of it is used, and whether more would be gained without it.

    `value_without` is the worth of a set that drops this limit alone; `binds` says whether it is more, and is None
    where that could not be proven either way.
    """

    limit: str
    amount: float
    used: float
    value_without: float
    binds: bool | None


@dataclass(frozen=True)
class Portfolio:
    """A set of channels to open, with its proof; see `best_portfolio`.

    `value` and `upper_bound` are of the objective; `reach` holds ``now``, ``before`` and ``after``, whatever the
    objective. `gap` is upper_bound - value: 0 where `optimal`. `worlds` says over how many drawn worlds the objective
    is a mean; 0 where it is exact.
    """

    objective: str
    channels: tuple[str, ...]
    value: float
    value_now: float
    upper_bound: float
    optimal: bool
    gap: float
    cost: float
    max_risk: float
    total_risk: float
    reach: dict[str, float | None]
    recovery: float | None
    alternatives: tuple[Alternative, ...]
    alternatives_complete: bool
    binding: tuple[Binding, ...]
    contributions: tuple[Contribution, ...]
    worst_single_loss: tuple[Loss, ...]
    limits: dict[str, Any]
    target: float | None
    feasible: bool
    nodes: int
    stopped: str
    method: str
    worlds: int

    def to_json(self) -> dict[str, Any]:
        """Give the portfolio as plain values."""
        return asdict(self)


def best_portfolio(
    net: Network,
    *,
    budget: float | None = None,
    max_risk: float | None = None,
    max_total_risk: float | None = None,
    count: int | None = None,
    objective: str | Objective = "reach",
    must_have: Collection[str] = (),
    must_not: Collection[str] = (),
    constraints: Sequence[Constraint] = (),
    target: float | None = None,
    time_limit: float | None = 60.0,
    node_limit: int | None = None,
    method: str = "exact",
    seed: int = 0,
    state: Reach | None = None,
    brief: bool = False,
) -> Portfolio:
    """Find the set of candidate channels that is worth most within the limits, and prove it.

    Branch and bound with the optimistic-route bound: no set below a node can gain more than its free channels would,
    each with the ways in and out that it has where all of them are open. `requires`, `requires_any` and `excludes`
    always hold; everything else only where it is asked for.

    Parameters
    ----------
    net : Network
        As it stands: what is open stays open.
    budget, max_risk, max_total_risk, count : float, optional
        Largest sum of costs, largest risk of any one channel, largest sum of risks, largest number of channels.
    objective : str or Objective
        ``"reach"``, ``"expected_reach"`` (each channel opens with its `success`), ``"reliability"``, a registered
        one, or anything with ``value(frozenset) -> float`` that never falls when a channel is added.
    must_have, must_not : collection of str
        Channels that have to be in the set, and that may not be.
    constraints : sequence of collections and callables
        A collection of ids keeps to those channels (`netmodel.decide.constraints` makes some); a callable is given a
        whole set and says whether it will do.
    target : float, optional
        Look for the cheapest set that is worth so much, instead of the one that is worth most.
    time_limit, node_limit : float and int, optional
        Stop after so many seconds, or nodes of the tree, with the best set so far and its proven gap.
    method : str
        ``"greedy"`` takes the quick sets only, with their gap to the bound.
    seed : int
        For what is drawn.
    state : Reach, optional
        Best routes of this network, where they were computed already.
    brief : bool
        Leave out runner-ups, what binds and single losses.

    Returns
    -------
    Portfolio
        Of equal sets the cheapest, then the least risky, then the smallest, then by id. `feasible` is False where no
        set will do; its channels are empty then.

    Raises
    ------
    UsageError
        For limits below 0, and where what must be chosen cannot be.
    UnknownName
        For channels and objectives that there are not.

    Examples
    --------
    >>> people = [{"id": name, "side": name[0]} for name in ("a1", "a2", "b1")]
    >>> relay = [{"id": "x", "side": "third", "permeability": 1}]
    >>> rows = [{"id": "near", "participants": "a2:1; x:1", "quality": 0.9, "cost": 2},
    ...         {"id": "far", "participants": "x:1; b1:1", "quality": 0.9, "cost": 2},
    ...         {"id": "side", "participants": "a1:1; b1:1", "quality": 0.5, "cost": 3}]
    >>> best = best_portfolio(Network.from_tables(people + relay, channels=rows), budget=4)
    >>> best.channels, best.value, best.optimal
    (('far', 'near'), 0.405, True)
    """
    if time_limit is not None and not time_limit >= 0:
        raise UsageError(f"time_limit {time_limit!r} is not a number of seconds")
    if method not in METHODS:
        raise UnknownName("method", method, METHODS)
    state = state or Reach.of(net)
    worth = OBJECTIVES[objective](net, seed=seed, state=state) if isinstance(objective, str) else objective
    limits = Limits(
        budget=budget,
        max_risk=max_risk,
        max_total_risk=max_total_risk,
        count=count,
        must_have=frozenset(must_have),
        must_not=frozenset(must_not) | _shut_out(net, constraints, must_have),
        tests=tuple(test for test in constraints if callable(test)),
    )
    choice = Choice.of(options_of(net), limits, open_ids(net))
    name = name_of(objective)
    plain = OBJECTIVES["reach"](net, state=state) if name != "reach" else worth
    empty = _nothing(net, name, worth, plain, limits, target, method)
    if math.isnan(empty.value_now):
        return replace(empty, feasible=True, optimal=True, gap=0.0)
    if target is not None:
        return _to_target(worth, plain, choice, empty, target, time_limit, node_limit)
    found = (
        _greedy(worth, choice)
        if method == "greedy"
        else search(
            worth,
            choice,
            start=quick_sets(worth, choice),
            keep=1 if brief else ALTERNATIVES + 1,
            tolerance=TOLERANCE,
            time_limit=time_limit,
            node_limit=node_limit,
        )
    )
    if found.best is None:
        upper = math.nan if found.optimal else found.upper_bound
        return replace(empty, optimal=found.optimal, upper_bound=upper, nodes=found.nodes, stopped=found.stopped)
    result = _filled(empty, worth, plain, choice, found)
    if brief:
        return result
    return replace(
        result,
        binding=_binding(net, worth, choice, found, time_limit),
        contributions=contributions(worth, choice, found.best),
        worst_single_loss=worst_losses(net, plain, choice, found.best),
    )


def _shut_out(net: Network, constraints: Sequence[Constraint], must_have: Collection[str]) -> Channels:
    """Candidates that some set of allowed channels leaves out."""
    ids = {row.id for row in net.candidates}
    shut: set[str] = set()
    for allowed in constraints:
        if not callable(allowed):
            shut |= ids - set(allowed)
    clash = sorted(shut & set(must_have))
    if clash:
        raise UsageError(f"{', '.join(clash)} must be chosen, and a constraint rules it out")
    return frozenset(shut)


def _nothing(
    net: Network, name: str, worth: Objective, plain: Objective, limits: Limits, target: float | None, method: str
) -> Portfolio:
    """The answer where nothing is opened: what every other answer starts from."""
    before = Reach.of(net.before).value if net.before is not None else float("nan")
    now = plain.value(frozenset())
    value = worth.value(frozenset())
    told: dict[str, Any] = {**limits.named(), "must_have": sorted(limits.must_have)}
    told |= {"must_not": sorted(limits.must_not), "tests": len(limits.tests)}
    return Portfolio(
        objective=name,
        channels=(),
        value=value,
        value_now=value,
        upper_bound=value,
        optimal=False,
        gap=float("nan"),
        cost=0.0,
        max_risk=0.0,
        total_risk=0.0,
        reach={"now": _number(now), "before": _number(before), "after": _number(now)},
        recovery=None,
        alternatives=(),
        alternatives_complete=True,
        binding=(),
        contributions=(),
        worst_single_loss=(),
        limits=told,
        target=target,
        feasible=False,
        nodes=0,
        stopped="",
        method=method,
        worlds=getattr(worth, "worlds", 0),
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _filled(empty: Portfolio, worth: Objective, plain: Objective, choice: Choice, found: Found) -> Portfolio:
    best = found.best or frozenset()
    value, after = worth.value(best), plain.value(best)
    upper = max(found.upper_bound, value)
    return replace(
        empty,
        channels=tuple(sorted(best)),
        value=value,
        upper_bound=upper,
        optimal=found.optimal,
        gap=0.0 if found.optimal else upper - value,
        cost=choice.cost(best),
        max_risk=choice.top_risk(best),
        total_risk=choice.risk(best),
        reach={**empty.reach, "after": after},
        recovery=recovery(empty.reach["now"], empty.reach["before"], after),
        alternatives=tuple(_alternative(choice, best, one, value) for one, value in found.pool if one != best),
        alternatives_complete=found.complete_pool,
        feasible=True,
        nodes=found.nodes,
        stopped=found.stopped,
    )


def recovery(now: float | None, before: float | None, after: float) -> float | None:
    """Share of what was lost that is won back; None where less than a hundredth was lost.

    >>> round(recovery(0.10, 0.15, 0.13), 12), recovery(0.15, 0.15, 0.2)
    (0.6, None)
    """
    if now is None or before is None or before <= 0 or before - now < LOSS * before:
        return None
    return (after - now) / (before - now)


def _alternative(choice: Choice, best: Channels, one: Channels, value: float) -> Alternative:
    return Alternative(
        channels=tuple(sorted(one)),
        value=value,
        cost=choice.cost(one),
        max_risk=choice.top_risk(one),
        without=tuple(sorted(best - one)),
        instead=tuple(sorted(one - best)),
    )


def _greedy(worth: Objective, choice: Choice) -> Found:
    """The best of the quick sets, with the bound of the root as its certificate."""
    sets = quick_sets(worth, choice)
    start = choice.start
    free = choice.addable(start, choice.limits.must_not)
    bound = bound_of(worth, start, free)
    fillings = fill(choice, start, [gains for _, gains in bound.ways])
    more = min(level + some.most for (level, _), some in zip(bound.ways, fillings, strict=True))
    upper = min(bound.ceiling, worth.value(start) + more)
    if not sets:
        return Found(None, math.nan, upper, False, (), False, 1, "")
    value = worth.value(sets[0])
    upper = max(upper, value)
    return Found(sets[0], value, upper, upper - value <= EPSILON, ((sets[0], value),), False, 1, "")


def _to_target(
    worth: Objective,
    plain: Objective,
    choice: Choice,
    empty: Portfolio,
    target: float,
    time_limit: float | None,
    node_limit: int | None,
) -> Portfolio:
    found = cheapest(worth, choice, target, time_limit=time_limit, node_limit=node_limit)
    if found.best is None:
        return replace(empty, optimal=found.optimal, upper_bound=found.most, nodes=found.nodes, stopped=found.stopped)
    as_found = Found(found.best, found.value, found.value, found.optimal, (), False, found.nodes, found.stopped)
    result = _filled(empty, worth, plain, choice, as_found)
    bound = Binding("cost", found.lower_bound, found.cost, found.value, None)
    return replace(
        result,
        gap=0.0 if found.optimal else found.cost - found.lower_bound,
        binding=(bound,),
        contributions=contributions(worth, choice, found.best),
    )


def _binding(
    net: Network, worth: Objective, choice: Choice, found: Found, time_limit: float | None
) -> tuple[Binding, ...]:
    """For each numeric limit, what could be had without it."""
    best = found.best or frozenset()
    used: dict[str, Callable[[], float]] = {
        "budget": lambda: choice.cost(best),
        "max_risk": lambda: choice.top_risk(best),
        "max_total_risk": lambda: choice.risk(best),
        "count": lambda: float(len(best)),
    }
    rows = []
    for name, amount in choice.limits.named().items():
        freed = Choice.of(options_of(net), choice.limits.freed(name), choice.there)
        limit = None if time_limit is None else time_limit / 4
        more = search(worth, freed, start=[best, *quick_sets(worth, freed)], time_limit=limit)
        better = more.value > found.value + EPSILON
        binds = True if better else False if more.upper_bound <= found.value + EPSILON else None
        rows.append(Binding(name, float(amount), used[name](), more.value, binds))
    return tuple(rows)
