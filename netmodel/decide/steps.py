"""Steps with prerequisites: what may start when these are ready, and what never can, with the reason.

A set of steps is a number whose bits are positions in the order of id. Trust is counted in whole parts of 10**-12, so
that sums do not depend on their order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import isfinite

from netmodel.errors import UsageError, printable, quote

PARTS = 10**12
"""Parts in which trust is counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """A channel as a plan sees it.

    Attributes
    ----------
    lead_time_months : float
        Work of one team from the decision to the first meeting; at its end the step is ready.
    requires, requires_any : tuple of str
        Steps that must all be ready before it starts, and of which one must.
    needs_trust, builds_trust : float
        Trust that must be there before it starts, and that it adds once it is ready.
    excludes : tuple of str
        What cannot be open beside it.
    sensitive : str
        The issue that asks for `needs_trust`, if one does.
    off : str
        Why it can never be opened, if so.
    """

    id: str
    lead_time_months: float = 0.0
    requires: tuple[str, ...] = ()
    requires_any: tuple[str, ...] = ()
    needs_trust: float = 0.0
    builds_trust: float = 0.0
    excludes: tuple[str, ...] = ()
    sensitive: str = ""
    off: str = ""


@dataclass(frozen=True)
class Blocked:
    """A channel that cannot be opened: why, and the amount of trust or the channels that are missing (else None)."""

    channel: str
    reason: str
    missing: float | tuple[str, ...] | None


@dataclass(frozen=True, eq=False)
class Agenda:
    """Steps in order of id, with what is open already and the trust there is.

    Attributes
    ----------
    steps : tuple of Step
    trust : float
        In [0, 1], before anything is opened.
    there : frozenset of str
        What is open already; its trust is part of `trust`.
    offered : frozenset of str, or None
        What could have been chosen, for the words alone.
    """

    steps: tuple[Step, ...]
    trust: float = 0.1
    there: frozenset[str] = frozenset()
    offered: frozenset[str] | None = None
    _trust: dict[int, int] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(
        cls,
        steps: Iterable[Step],
        *,
        trust: float = 0.1,
        there: Collection[str] = (),
        offered: Collection[str] | None = None,
    ) -> Agenda:
        """Put steps in order; raises UsageError where two have the same id, or a lead time is below 0.

        Examples
        --------
        >>> agenda = Agenda.of([Step("talks", needs_trust=0.3), Step("seminar", builds_trust=0.2)])
        >>> agenda.names(agenda.openable)
        ('seminar', 'talks')
        """
        ordered = tuple(sorted(steps, key=lambda step: step.id))
        for step, following in pairwise(ordered):
            if step.id == following.id:
                raise UsageError(f"{quote(step.id)} is named twice")
        for step in ordered:
            if not (isfinite(step.lead_time_months) and step.lead_time_months >= 0):
                raise UsageError(f"{quote(step.id)}: {step.lead_time_months!r} is no lead time in months")
        return cls(ordered, trust, frozenset(there), None if offered is None else frozenset(offered))

    # ---- as bits

    @cached_property
    def place(self) -> dict[str, int]:
        """Position of each step by id."""
        return {step.id: position for position, step in enumerate(self.steps)}

    def mask(self, names: Iterable[str]) -> int:
        """The set of those of these names that are steps."""
        return sum(1 << self.place[name] for name in set(names) if name in self.place)

    def names(self, ready: int) -> tuple[str, ...]:
        """Ids of a set, in order."""
        return tuple(step.id for position, step in enumerate(self.steps) if ready >> position & 1)

    @cached_property
    def all_of(self) -> tuple[int, ...]:
        """For each step, the steps that it requires."""
        return tuple(self.mask(step.requires) for step in self.steps)

    @cached_property
    def any_of(self) -> tuple[int, ...]:
        """For each step, those of which one must be ready; 0 where there is no such need (any more)."""
        return tuple(0 if self.there & set(s.requires_any) else self.mask(s.requires_any) for s in self.steps)

    @cached_property
    def never(self) -> int:
        """Steps that nothing among these steps can help: off, excluded by what is open, or in want of what is not."""
        found = 0
        for position, step in enumerate(self.steps):
            wanting = set(step.requires) - self.there - set(self.place)
            one_of = step.requires_any and not set(step.requires_any) & (self.there | set(self.place))
            found |= bool(step.off or wanting or one_of or set(step.excludes) & self.there) << position
        return found

    @cached_property
    def rivals(self) -> tuple[int, ...]:
        """For each step, those that cannot be open beside it, whichever of the two says so."""
        found = [self.mask(step.excludes) for step in self.steps]
        for position, step in enumerate(self.steps):
            for name in step.excludes:
                if name in self.place:
                    found[self.place[name]] |= 1 << position
        return tuple(found)

    @cached_property
    def needs(self) -> tuple[int, ...]:
        """Trust that each step needs, in parts."""
        return tuple(parts(step.needs_trust) for step in self.steps)

    @cached_property
    def builds(self) -> tuple[int, ...]:
        """Trust that each step builds, in parts."""
        return tuple(parts(step.builds_trust) for step in self.steps)

    # ---- what can be

    def trust_of(self, ready: int) -> int:
        """Trust when these steps are ready, in parts, at most 1."""
        found = self._trust.get(ready)
        if found is None:
            built = sum(amount for position, amount in enumerate(self.builds) if ready >> position & 1)
            found = self._trust[ready] = min(PARTS, parts(self.trust) + built)
        return found

    def can_start(self, position: int, ready: int) -> bool:
        """Whether a step may start when these are ready; what excludes what is not looked at."""
        one_of = self.any_of[position]
        return (
            not self.never >> position & 1
            and not self.all_of[position] & ~ready
            and (not one_of or bool(one_of & ready))
            and self.trust_of(ready) >= self.needs[position]
        )

    @cached_property
    def openable(self) -> int:
        """Steps that can be opened at some time, were there no exclusion among them."""
        ready, before = 0, -1
        while ready != before:
            before = ready
            for position in range(len(self.steps)):
                if not ready >> position & 1 and self.can_start(position, ready):
                    ready |= 1 << position
        return ready

    def only(self, chosen: int) -> Agenda:
        """The agenda of some of the steps."""
        rows = [step for position, step in enumerate(self.steps) if chosen >> position & 1]
        return Agenda.of(rows, trust=self.trust, there=self.there, offered=self.offered)

    def refuse_rivals(self) -> None:
        """Raise UsageError where two of the steps exclude each other."""
        for position, step in enumerate(self.steps):
            other = self.names(self.rivals[position] & ~(1 << position))
            if other:
                raise UsageError(f"{quote(step.id)} and {quote(other[0])} exclude each other: choose one of the two")

    # ---- what cannot be, and why

    def blocked(self) -> tuple[Blocked, ...]:
        """Every step that cannot be opened, with the reason.

        Examples
        --------
        >>> Agenda.of([Step("expert", needs_trust=0.3), Step("hockey", builds_trust=0.05)]).blocked()[0].reason
        'expert needs 0.30, at most 0.15 can be reached'
        """
        return tuple(self._why(p) for p in range(len(self.steps)) if not self.openable >> p & 1)

    def _why(self, position: int) -> Blocked:
        step = self.steps[position]
        name = printable(step.id)
        if step.off:
            return Blocked(step.id, f"{name} {step.off}", None)
        beside = sorted(set(step.excludes) & self.there)
        if beside:
            return Blocked(step.id, f"{name} cannot be open beside {printable(beside[0])}, which is open", None)
        here = self.there | set(self.names(self.openable))
        wanting = [other for other in step.requires if other not in here]
        reasons = [f"needs {printable(other)}, which {self._state(step, other)}" for other in wanting]
        if step.requires_any and not here & set(step.requires_any):
            options = ", ".join(map(printable, step.requires_any))
            states = {self._state(step, other) for other in step.requires_any}
            one = states.pop() if len(states) == 1 else "cannot be opened"
            reasons.append(f"needs one of {options}, each of which {one}")
            wanting += [other for other in step.requires_any if other not in wanting]
        reached = self.trust_of(self.openable)
        short = self.needs[position] - reached
        if short > 0:
            reasons.append(f"needs {needed_trust(step)}, at most {share(reached / PARTS)} can be reached")
        return Blocked(step.id, f"{name} {'; '.join(reasons)}", tuple(wanting) or round(short / PARTS, 12))

    def _state(self, step: Step, other: str) -> str:
        """Why another step is not to be had."""
        if other not in self.place:
            return "is not chosen" if self.offered is None or other in self.offered else "is not on offer"
        waits = self.required(self.place[other]) >> self.place[step.id] & 1
        return "waits for it in turn" if waits else "cannot be opened"

    def required(self, position: int) -> int:
        """All that a step requires, and that requires in turn; the step itself only where it waits for itself."""
        found, waiting = 0, self.all_of[position]
        while waiting:
            lowest = waiting & -waiting
            found |= lowest
            waiting = (waiting | self.all_of[lowest.bit_length() - 1]) & ~found
        return found

    def obstacles(self, target: str) -> tuple[Blocked, ...]:
        """What bars the way to a step: it, what it requires, and the step that lacks the least trust."""
        position = self.place[target]
        involved = self.names((self.required(position) | 1 << position) & ~self.openable)
        rows = {row.channel: row for row in self.blocked()}
        found = [rows[name] for name in involved]
        lacking = [row for row in rows.values() if isinstance(row.missing, float)]
        if lacking and any(isinstance(row.missing, float) for row in found):
            found.append(min(lacking, key=lambda row: (row.missing, row.channel)))
        amounts = {row: row.missing if isinstance(row.missing, float) else 0.0 for row in found}
        return tuple(sorted(amounts, key=lambda row: (amounts[row], row.channel)))


def parts(amount: float) -> int:
    """Trust in whole parts of 10**-12."""
    return round(amount * PARTS)


def share(amount: float) -> str:
    """Say a share with two decimals, or with as many as it has.

    >>> share(0.3), share(0.125)
    ('0.30', '0.125')
    """
    return f"{amount:.2f}" if abs(round(amount, 2) - amount) < 1e-9 else f"{amount:.9g}"


def needed_trust(step: Step) -> str:
    """Say how much trust a step needs, and for which issue."""
    return share(step.needs_trust) + (f" for {printable(step.sensitive)}" if step.sensitive else "")
