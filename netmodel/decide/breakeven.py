"""Break-even: what would have to be true for a channel to enter the best set, or to stay in it.

A channel X is in the best set where the best set that must contain it ranks before the best one that must not: it is
worth more, or as much for less (cost, then risk, then number, then ids, as in `netmodel.decide.search`). The best set
without X does not depend on X. No set is worth less, or costs more, when X gets better (its quality or its success
rises, its cost falls), and none drops out of the limits. So where X is in, it is in whenever it is better still, and
one number parts in from out for each of the three.

- Cost: a set with X that is worth enough leaves for X what the budget leaves when the rest is paid. So the largest
  cost is the budget less the cheapest rest, found exactly by `netmodel.decide.cheapest` with X for nothing.
- Quality and success: where a set with X is found at some number, bisection over the worth of that set alone gives
  the smallest number at which that very set will do; a step below it the search is asked again, until it says no.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property, lru_cache
from math import floor, inf, isnan, log10
from typing import Any

from netmodel.decide.cheapest import cheapest
from netmodel.decide.choice import Channels, Choice, Limits, Option, open_ids, options_of
from netmodel.decide.greedy import quick_sets
from netmodel.decide.objective import OBJECTIVES, Objective
from netmodel.decide.search import EPSILON, search
from netmodel.errors import UnknownName, UsageError, printable
from netmodel.network import Channel, Network

TOLERANCE = 1e-4
"""Quality and success are found to this."""

WITHOUT_SUCCESS = frozenset({"reach", "reliability"})
"""Objectives that do not ask for the success of a channel."""


@dataclass(frozen=True)
class BreakEven:
    """What would have to be true for a channel to be in the best set, each while all else stays as it is.

    Attributes
    ----------
    channel, name : str
    inside : bool
        Whether it is in the best set now.
    cost : float or None
        The largest cost at which it is in; None where not even free, and where no budget makes cost count.
    quality, success : float or None
        The smallest ones at which it is in, to `tolerance`, rounded up; None where not even 1 would do, and, for
        success, where the objective does not ask for it.
    cost_now, quality_now, success_now : float
    counts : tuple of str
        Which of ``cost``, ``quality`` and ``success`` play a part.
    free_and_perfect : bool
        Whether it would be in at no cost and with a quality and success of 1.
    barred : str
        Why it cannot be in any set, whatever it costs.
    best, best_with, best_without : tuple of str
        The best set, and the best with the channel (empty where none keeps the limits) and without it, as things are;
        `value_with` and `value_without` are their worth.
    proven : bool
        Whether every search was completed.
    """

    channel: str
    name: str
    inside: bool
    cost: float | None
    quality: float | None
    success: float | None
    cost_now: float
    quality_now: float
    success_now: float
    counts: tuple[str, ...]
    free_and_perfect: bool
    barred: str
    best: tuple[str, ...]
    best_with: tuple[str, ...]
    best_without: tuple[str, ...]
    value_with: float | None
    value_without: float | None
    currency: str
    tolerance: float
    proven: bool

    def to_json(self) -> dict[str, Any]:
        """Give the answer as plain values, with its `text`."""
        return {**asdict(self), "text": self.text}

    @property
    def text(self) -> str:
        """The answer in words; costs are rounded down, shares told to three decimals."""
        name = printable(self.name)
        if self.barred:
            return f"{name} cannot be in any set: {self.barred}."
        found = [(way, getattr(self, way)) for way in self.counts]
        ways = [self._way(way, float(amount)) for way, amount in found if amount is not None]
        if self.inside:
            return f"{name} stays in the best set {_joined(ways, 'and')}."
        if not ways and not self.free_and_perfect:
            return f"{name} would not enter the best set, not even free and perfect."
        never = [_NEVER[way] for way, amount in found if amount is None and getattr(self, f"{way}_now") != _END[way]]
        said = f"enters the best set {_joined(ways, 'or')}" if ways else "enters the best set free and perfect"
        return f"{name} {'; '.join([said, *never])}{'' if ways else ' alone'}."

    def _way(self, way: str, amount: float) -> str:
        now = getattr(self, f"{way}_now")
        if way == "cost":
            unit = f"{printable(self.currency)} " if self.currency else ""
            most = "up to a cost of" if self.inside else "at a cost of at most"
            return f"{most} {unit}{_money(amount)} (now {_money(now)})"
        least = f"down to a {way} of" if self.inside else f"with a {way} of at least"
        return f"{least} {_share(amount, now, inside=self.inside)} (now {now:g})" if amount else f"whatever its {way}"


_NEVER = {"cost": "being free would not do", "quality": "no quality would do", "success": "no success would do"}
_END = {"cost": 0.0, "quality": 1.0, "success": 1.0}


def _joined(parts: Sequence[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _money(amount: float) -> str:
    """An amount, rounded down: to whole units from 100 on, else to four figures."""
    if amount >= 100 or amount <= 0:
        return f"{floor(amount + 1e-6):,}"
    scale = 10 ** (3 - floor(log10(amount)))
    return f"{floor(amount * scale + 1e-6) / scale:g}"


def _share(amount: float, now: float, *, inside: bool) -> str:
    """A share found within the tolerance, in three decimals; where what is given does, not beyond that."""
    return f"about {min(round(amount, 3), now) if inside else round(amount, 3):g}"


def break_even(
    net: Network,
    channel: str,
    *,
    limits: Limits,
    objective: str = "reach",
    best: Collection[str] | None = None,
    seed: int = 0,
    time_limit: float | None = None,
) -> BreakEven:
    """What would have to be true for a candidate channel to enter the best set, or to stay in it.

    Parameters
    ----------
    net : Network
    channel : str
        A candidate; what it requires is taken with it.
    limits : Limits
        What a set has to keep.
    objective : str
        ``"reach"``, ``"expected_reach"`` (then success counts too), ``"reliability"`` or a registered one.
    best : collection of str, optional
        The best set, where it is known already: one search less.
    seed : int
        For objectives that draw worlds.
    time_limit : float, optional
        Seconds for each search; `proven` says whether all were completed.

    Raises
    ------
    UnknownName
        Where there is no such candidate or objective.
    UsageError
        Where the limits say that it must be chosen, or that it must not.

    Notes
    -----
    Two searches for what is best now, two for the cost, and a few for each of quality and success. An objective over
    drawn worlds draws the same for the same channel, so that it does not fall when quality or success rises; only
    where a channel becomes certain, the number of uncertain ones may decide between drawn and all worlds.

    Examples
    --------
    >>> people = [{"id": "a1", "side": "A"}, {"id": "b1", "side": "B"}]
    >>> rows = [{"id": "seminar", "participants": "a1:1; b1:1", "quality": 0.6, "cost": 60},
    ...         {"id": "hockey", "participants": "a1:1; b1:1", "quality": 0.5, "cost": 40}]
    >>> net = Network.from_tables(people, channels=rows)
    >>> print(break_even(net, "seminar", limits=Limits(budget=50)).text)
    seminar enters the best set at a cost of at most 50 (now 60); no quality would do.
    >>> print(break_even(net, "hockey", limits=Limits(budget=60)).text)
    hockey enters the best set with a quality of at least about 0.6 (now 0.5); being free would not do.
    """
    row = next((row for row in net.candidates if row.id == channel), None)
    if row is None:
        raise UnknownName("candidate channel", channel, [row.id for row in net.candidates])
    case = _Case(net, row, limits, objective, seed, time_limit)
    case.settle(None if best is None else frozenset(best))
    barred = case.barred()
    counts = ["cost"] * (limits.budget is not None) + ["quality"] + ["success"] * (objective not in WITHOUT_SUCCESS)
    amounts: dict[str, float | None] = dict.fromkeys(("cost", "quality", "success"))
    if not barred:
        amounts |= {way: case.largest_cost() if way == "cost" else case.least(way) for way in counts}
    inside = case.enters(case.worth(), case.with_it)
    perfect = inside or any(amount is not None for amount in amounts.values())
    return BreakEven(
        channel=row.id,
        name=row.name,
        inside=inside,
        **amounts,
        cost_now=row.cost,
        quality_now=row.quality,
        success_now=row.success,
        counts=tuple(counts),
        free_and_perfect=not barred
        and (perfect or case.found(case.worth(quality=1.0, success=1.0), 0.0) is not None),
        barred=barred,
        best=_ids(case.with_it if inside else case.without),
        best_with=_ids(case.with_it),
        best_without=_ids(case.without),
        value_with=case.value(case.with_it),
        value_without=case.value(case.without),
        currency=net.study.currency,
        tolerance=TOLERANCE,
        proven=case.proven,
    )


def _ids(chosen: Channels | None) -> tuple[str, ...]:
    return tuple(sorted(chosen or ()))


class _Case:
    """A channel under limits: the best sets with it and without it, for whatever it costs and is worth."""

    def __init__(
        self, net: Network, row: Channel, limits: Limits, objective: str, seed: int, time_limit: float | None
    ) -> None:
        self.net, self.row, self.limits = net, row, limits
        self.time_limit, self.proven, self.there = time_limit, True, open_ids(net)
        make = OBJECTIVES[objective]

        @lru_cache(64)
        def made(quality: float, success: float) -> Objective:
            other = replace(row, quality=quality, success=success)
            rows = tuple(other if one.id == row.id else one for one in net.channels)
            return make(replace(net, channels=rows), seed=seed)

        self.made = made
        self.with_it: Channels | None = None
        self.without: Channels | None = None

    def worth(self, **changed: float) -> Objective:
        """The objective with another quality or success of the channel."""
        return self.made(changed.get("quality", self.row.quality), changed.get("success", self.row.success))

    def value(self, chosen: Channels | None) -> float | None:
        return None if chosen is None else round(self.worth().value(chosen), 12) + 0.0

    def choice(self, limits: Limits, cost: float) -> Choice | None:
        """Options and limits with another cost of the channel; None where what must be chosen cannot be."""
        options = [replace(row, cost=cost) if row.id == self.row.id else row for row in options_of(self.net)]
        try:
            return Choice.of(options, limits, self.there)
        except UnknownName:
            raise
        except UsageError:
            return None

    def forced(self, cost: float) -> Choice | None:
        """A choice in which the channel must be."""
        return self.choice(replace(self.limits, must_have=self.limits.must_have | {self.row.id}), cost)

    def search(self, worth: Objective, choice: Choice | None) -> Channels | None:
        """The best set, None where there is none."""
        if choice is None:
            return None
        found = search(worth, choice, start=quick_sets(worth, choice), time_limit=self.time_limit)
        self.proven &= found.optimal
        return found.best

    def settle(self, best: Channels | None) -> None:
        """Find the best set with the channel and without it, as things are."""
        name = self.row.id
        must = self.choice(self.limits, self.row.cost)
        if name in self.limits.must_not or must is None or name in must.start:
            said = "must be" if must is not None and name in must.start else "may not be"
            raise UsageError(f"{name!r} {said} chosen under these limits: there is nothing to break even")
        worth = self.worth()
        if isnan(worth.value(frozenset())):
            raise UsageError("there is no conversation to rejoin: no set is worth more than another")
        plain = self.choice(replace(self.limits, must_not=self.limits.must_not | {name}), self.row.cost)
        self.without = best if best is not None and name not in best else self.search(worth, plain)
        self.bar = None if self.without is None else self.key(worth, self.without)
        known = best is not None and name in best
        self.with_it = best if known else self.search(worth, self.forced(self.row.cost))

    def key(self, worth: Objective, chosen: Channels) -> tuple[float, float, float, int, tuple[str, ...]]:
        """What decides between sets: worth, then cost, risk, number and ids."""
        rows = [self.options[name] for name in sorted(chosen)]
        cost, risk = sum(row.cost for row in rows), sum(row.risk for row in rows)
        return (-round(worth.value(chosen), 12) + 0.0, cost, risk, len(rows), tuple(sorted(chosen)))

    @cached_property
    def options(self) -> dict[str, Option]:
        """All candidates, whatever the limits."""
        return {row.id: row for row in options_of(self.net)}

    def enters(self, worth: Objective, chosen: Channels | None, cost: float | None = None) -> bool:
        """Whether a set with the channel ranks before the best one without it."""
        if chosen is None:
            return False
        if self.bar is None:
            return True
        value, sum_of_costs, *rest = self.key(worth, chosen)
        if cost is not None:
            sum_of_costs += cost - self.row.cost
        return (value, sum_of_costs, *rest) < self.bar

    def found(self, worth: Objective, cost: float | None = None) -> Channels | None:
        """The best set with the channel, where that is the best of all; else None."""
        chosen = self.search(worth, self.forced(self.row.cost if cost is None else cost))
        return chosen if self.enters(worth, chosen, cost) else None

    # ---- where it parts

    def largest_cost(self) -> float | None:
        """The largest cost at which the channel is in: what is left of the budget beside the cheapest rest."""
        free, budget = self.forced(0.0), self.limits.budget
        if free is None or budget is None:
            return None
        if self.bar is None:
            rest = self.least_cost(free, -inf)
            return None if rest is None else round(budget - rest, 9)
        better, equal = self.least_cost(free, -self.bar[0] + 2 * EPSILON), self.least_cost(free, -self.bar[0])
        amounts = [] if better is None else [budget - better]
        if equal is not None and self.bar[1] - equal > EPSILON:
            amounts.append(min(budget, self.bar[1]) - equal)
        return round(max(amounts), 9) if amounts else None

    def least_cost(self, free: Choice, target: float) -> float | None:
        """The least that the rest of a set costs that is worth so much with the channel."""
        found = cheapest(self.worth(), free, target, time_limit=self.time_limit)
        self.proven &= found.optimal
        return None if found.best is None else found.cost

    def least(self, way: str) -> float | None:
        """The smallest quality or success at which the channel is in, to `TOLERANCE`, rounded up."""
        chosen = self.found(self.worth(**{way: 1.0}))
        if chosen is None:
            return None
        if self.found(self.worth(**{way: 0.0})) is not None:
            return 0.0
        out, edge, step = 0.0, self.lowest(way, chosen, 0.0, 1.0), True
        while edge - out > TOLERANCE:
            middle = edge - TOLERANCE if step else (out + edge) / 2
            chosen = self.found(self.worth(**{way: middle}))
            if chosen is not None:
                edge = self.lowest(way, chosen, out, middle)
            else:
                out = middle
            step = not step
        return round(edge, 12)

    def lowest(self, way: str, chosen: Channels, out: float, edge: float) -> float:
        """The smallest quality or success at which this very set is the best; it is at `edge`, and not at `out`."""
        while edge - out > TOLERANCE / 10:
            middle = (out + edge) / 2
            out, edge = (out, middle) if self.enters(self.worth(**{way: middle}), chosen) else (middle, edge)
        return edge

    # ---- why never

    def barred(self) -> str:
        """Why no set holds the channel, whatever it costs; "" where some set does."""
        if self.with_it is not None or self.search(self.worth(), self.forced(0.0)) is not None:
            return ""
        missing = self.missing()
        if missing:
            return f"it needs {missing}, not on offer"
        most = self.limits.max_risk
        if most is not None and self.row.risk > most:
            return f"its risk of {self.row.risk:g} is above the {most:g} that is allowed"
        beside = sorted(self.there & set(self.row.excludes))
        if beside:
            return f"it cannot be open beside {printable(beside[0])}, which is open"
        if self.row.id not in Choice.of(self.options.values(), Limits(), self.there).options:
            return "what it requires and what excludes one another cannot be together"
        return "with what it requires it does not keep the limits, even at no cost"

    def missing(self) -> str:
        """What the channel requires, now or in turn, and what cannot be had."""
        offered, waiting, seen = {*self.options, *self.there}, [self.row], {self.row.id}
        while waiting:
            row = waiting.pop()
            lost = [name for name in row.requires if name not in offered]
            if lost:
                return printable(lost[0])
            if row.requires_any and not offered & set(row.requires_any):
                return f"one of {', '.join(map(printable, row.requires_any))}"
            more = [name for name in row.requires if name not in seen and name not in self.there]
            waiting += [self.net.channel[name] for name in more]
            seen |= set(more)
        return ""
