"""What may be chosen: options with their cost, risk and prerequisites, and the limits that a set must keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from netmodel.errors import UnknownName, UsageError
from netmodel.network import Channel, Network

SLACK = 1e-9
"""A sum may exceed a limit by so much, which is rounding."""

Channels = frozenset[str]
Test = Callable[[Channels], bool]


@dataclass(frozen=True)
class Option:
    """Something that may be chosen, with what a choice has to know of it."""

    id: str
    cost: float = 1.0
    risk: float = 0.0
    requires: tuple[str, ...] = ()
    requires_any: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What a set has to keep: None is no limit.

    Attributes
    ----------
    budget : float, optional
        Largest sum of costs.
    max_risk : float, optional
        Largest risk of any one channel.
    max_total_risk : float, optional
        Largest sum of risks.
    count : int, optional
        Largest number of channels.
    must_have, must_not : frozenset of str
        Channels that have to be in the set, and that may not be.
    tests : tuple of callables
        Each is given a whole set and says whether it will do.
    """

    budget: float | None = None
    max_risk: float | None = None
    max_total_risk: float | None = None
    count: int | None = None
    must_have: Channels = frozenset()
    must_not: Channels = frozenset()
    tests: tuple[Test, ...] = ()

    def __post_init__(self) -> None:
        for name in ("budget", "max_risk", "max_total_risk", "count"):
            value = getattr(self, name)
            if value is not None and not value >= 0:
                raise UsageError(f"{name} {value!r} is not a limit: give a number of 0 or more")

    def named(self) -> dict[str, float]:
        """The numeric limits that are set."""
        names = ("budget", "max_risk", "max_total_risk", "count")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}

    def freed(self, name: str) -> Limits:
        """The same limits without one of them."""
        given: dict[str, Any] = {name: None}
        return replace(self, **given)


@dataclass(frozen=True, eq=False)
class Choice:
    """Options under limits: which sets will do, and what may still be added to one.

    Attributes
    ----------
    options : dict
        By id, in order of id: those that the limits do not rule out by themselves.
    limits : Limits
    there : frozenset of str
        What is open already: it satisfies `requires`, and shuts out what it excludes.
    """

    options: dict[str, Option]
    limits: Limits = field(default_factory=Limits)
    there: Channels = frozenset()

    @classmethod
    def of(cls, rows: Iterable[Option], limits: Limits | None = None, there: Collection[str] = ()) -> Choice:
        """Prepare a choice; options that can never be part of a set are dropped.

        Raises
        ------
        UnknownName
            Where `must_have` or `must_not` names no option.
        UsageError
            Where what must be chosen cannot be.
        """
        limits = limits or Limits()
        every = {row.id: row for row in sorted(rows, key=lambda row: row.id)}
        for name in sorted(limits.must_have | limits.must_not):
            if name not in every:
                raise UnknownName("candidate channel", name, every)
        choice = cls(every, limits, frozenset(there))
        kept = {name: row for name, row in every.items() if choice._possible(name)}
        choice = cls(kept, limits, frozenset(there))
        start = choice.close(limits.must_have)
        if start is None or not choice.fits(start):
            wanted = ", ".join(sorted(limits.must_have))
            raise UsageError(f"what must be chosen ({wanted}) cannot be, under these limits and requirements")
        return choice

    def _possible(self, name: str) -> bool:
        closed = self.close({name})
        return closed is not None and self.fits(closed) and not closed & self.limits.must_not

    @cached_property
    def start(self) -> Channels:
        """What has to be in every set."""
        return self.close(self.limits.must_have) or frozenset()

    @cached_property
    def rivals(self) -> dict[str, Channels]:
        """For each option those that cannot be beside it, whichever of the two says so."""
        found: dict[str, set[str]] = {name: set(row.excludes) for name, row in self.options.items()}
        for name, row in self.options.items():
            for other in row.excludes:
                if other in found:
                    found[other].add(name)
        return {name: frozenset(others) for name, others in found.items()}

    def close(self, chosen: Collection[str]) -> Channels | None:
        """A set with all that it requires, and that in turn; None where something of it is not to be had."""
        needed: set[str] = set()
        waiting = list(chosen)
        while waiting:
            name = waiting.pop()
            if name in needed or name in self.there:
                continue
            if name not in self.options:
                return None
            needed.add(name)
            waiting += self.options[name].requires
        closed = frozenset(needed)
        return None if any(self.rivals[name] & (closed | self.there) for name in closed) else closed

    def cost(self, chosen: Iterable[str]) -> float:
        """Sum of the costs of a set."""
        return sum(self.options[name].cost for name in sorted(chosen))

    def risk(self, chosen: Iterable[str]) -> float:
        """Sum of the risks of a set."""
        return sum(self.options[name].risk for name in sorted(chosen))

    def top_risk(self, chosen: Iterable[str]) -> float:
        """Largest risk in a set; 0 where it is empty."""
        return max((self.options[name].risk for name in chosen), default=0.0)

    def fits(self, chosen: Channels) -> bool:
        """Whether a set keeps the numeric limits."""
        limits = self.limits
        return (
            _within(len(chosen), limits.count)
            and _within(self.top_risk(chosen), limits.max_risk)
            and (limits.budget is None or _within(self.cost(chosen), limits.budget))
            and (limits.max_total_risk is None or _within(self.risk(chosen), limits.max_total_risk))
        )

    def unmet(self, chosen: Channels) -> list[tuple[str, tuple[str, ...]]]:
        """Options of a set of whose `requires_any` none is in it or open; with those that would do."""
        ready = chosen | self.there
        rows = (self.options[name] for name in sorted(chosen))
        return [(row.id, row.requires_any) for row in rows if row.requires_any and not ready & set(row.requires_any)]

    def standing(self, chosen: Channels) -> Channels:
        """Those of a set that still have what they require, once those that lack it have fallen."""
        while True:
            unmet = {name for name, _ in self.unmet(chosen)}
            ready = chosen | self.there
            fallen = {name for name in chosen if name in unmet or not ready.issuperset(self.options[name].requires)}
            if not fallen:
                return chosen
            chosen -= fallen

    def will_do(self, chosen: Channels) -> bool:
        """Whether a set keeps every limit, requirement and test."""
        return (
            self.start <= chosen
            and self.close(chosen) == chosen
            and self.fits(chosen)
            and not chosen & self.limits.must_not
            and not self.unmet(chosen)
            and all(test(chosen) for test in self.limits.tests)
        )

    @cached_property
    def closed(self) -> dict[str, Channels]:
        """Each option with all that it requires; those of which something is not to be had are left out."""
        found = {name: self.close({name}) for name in self.options}
        return {name: closed for name, closed in found.items() if closed is not None}

    def addable(self, chosen: Channels, out: Channels, among: Iterable[str] | None = None) -> list[str]:
        """Options that can still be added to a set, with what they require, when those in `out` are ruled out."""
        shut = out | self.there.union(*(self.rivals[name] for name in chosen))
        limits, rows = self.limits, self.options
        slots = _room(limits.count, len(chosen))
        money = _room(limits.budget, self.cost(chosen))
        risk = _room(limits.max_total_risk, self.risk(chosen))
        found = []
        for name in self.closed if among is None else among:
            if name in chosen or name in out:
                continue
            closed, row = self.closed[name], rows[name]
            if closed & shut:
                continue
            if len(closed) == 1:
                fits = slots >= 1 and row.cost <= money and row.risk <= risk
            else:
                more = [rows[one] for one in closed - chosen]
                fits = len(more) <= slots and sum(one.cost for one in more) <= money
                fits = fits and sum(one.risk for one in more) <= risk
            if fits:
                found.append(name)
        return found


def _room(limit: float | None, used: float) -> float:
    """What is left under a limit, with the slack for rounding."""
    return float("inf") if limit is None else limit + SLACK * max(1.0, abs(limit)) - used


def _within(amount: float, limit: float | None) -> bool:
    return amount <= _room(limit, 0.0)


def options_of(net: Network) -> list[Option]:
    """The candidate channels of a network as options, in order of id."""
    rows = [
        Option(row.id, row.cost, row.risk, row.requires, row.requires_any, excluded_by(net, row))
        for row in net.candidates
    ]
    return sorted(rows, key=lambda row: row.id)


def excluded_by(net: Network, channel: Channel) -> tuple[str, ...]:
    """What a channel cannot be open beside: what it says, and what is open already and says so of it."""
    return tuple(sorted({*channel.excludes, *(row.id for row in net.open_channels if channel.id in row.excludes)}))


def open_ids(net: Network) -> Channels:
    """Channels that are open already."""
    return frozenset(row.id for row in net.open_channels)
