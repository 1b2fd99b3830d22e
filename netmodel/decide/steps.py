"""Steps with prerequisites: what may start when these are ready, and what never can, with the reason.

A set of steps is a number whose bits are positions in the order of id. Trust is counted in whole parts of 10**-12, so
that sums do not depend on their order.

See `netmodel.decide.states` for what trust is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import isfinite

from netmodel.decide.states import ANYBODY, Bar, Need, Pair, parts
from netmodel.decide.states import PARTS as PARTS
from netmodel.decide.states import share as share
from netmodel.errors import UsageError, printable, quote


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
    issues : tuple of str
        On which it builds trust; empty for all.
    pairs : tuple of (side, side)
        Between which it builds trust.
    needs : tuple of Need
        One of these must be met before it starts; empty for `needs_trust` as it stands.
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
    issues: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = (ANYBODY,)
    needs: tuple[Need, ...] = ()

    @property
    def choices(self) -> tuple[Need, ...]:
        """The needs of which one must be met, the smallest first."""
        own = (Need(self.needs_trust, self.sensitive, sensitive=bool(self.sensitive)),)
        return tuple(sorted(self.needs or own, key=lambda need: (need.amount, need.issue, need.pairs)))

    def adds(self, pair: Pair, issue: str, spill_over: float) -> int:
        """Trust that it builds between two sides on an issue, in parts."""
        if pair not in self.pairs:
            return 0
        return parts(self.builds_trust if not self.issues or issue in self.issues else self.builds_trust * spill_over)


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
    spill_over : float
        Share, in [0, 1], of the trust built on one issue that holds on every other.
    """

    steps: tuple[Step, ...]
    trust: float = 0.1
    there: frozenset[str] = frozenset()
    offered: frozenset[str] | None = None
    spill_over: float = 1.0
    _trust: dict[tuple[int, int], int] = field(default_factory=dict, init=False, repr=False)
    _states: dict[tuple[int, ...], int] = field(default_factory=dict, init=False, repr=False)
    _lifts: list[tuple[int, ...]] = field(default_factory=list, init=False, repr=False)

    @classmethod
    def of(
        cls,
        steps: Iterable[Step],
        *,
        trust: float = 0.1,
        there: Collection[str] = (),
        offered: Collection[str] | None = None,
        spill_over: float = 1.0,
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
        return cls(ordered, trust, frozenset(there), None if offered is None else frozenset(offered), spill_over)

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

    # ---- trust

    def state(self, pair: Pair, issue: str) -> int:
        """The number of the state of trust between two sides on an issue; states that rise alike are one."""
        found = tuple(step.adds(pair, issue, self.spill_over) for step in self.steps)
        number = self._states.setdefault(found, len(self._states))
        if number == len(self._lifts):
            self._lifts.append(found)
        return number

    def lifts(self, state: int) -> tuple[int, ...]:
        """What each step adds to a state of trust, in parts."""
        return self._lifts[state]

    @cached_property
    def bars(self) -> tuple[tuple[Bar, ...], ...]:
        """For each step, the needs of which one must be met, the smallest first."""
        return tuple(
            tuple(
                Bar(
                    parts(need.amount),
                    tuple(dict.fromkeys(self.state(pair, need.issue) for pair in need.pairs)),
                    need,
                )
                for need in step.choices
            )
            for step in self.steps
        )

    @cached_property
    def needs(self) -> tuple[int, ...]:
        """The least trust that each step needs, in parts."""
        return tuple(bars[0].amount for bars in self.bars)

    def level(self, state: int, ready: int) -> int:
        """Trust when these steps are ready, in parts, at most 1."""
        found = self._trust.get((state, ready))
        if found is None:
            built = sum(amount for position, amount in enumerate(self.lifts(state)) if ready >> position & 1)
            found = self._trust[state, ready] = min(PARTS, parts(self.trust) + built)
        return found

    def nearest(self, position: int, ready: int) -> tuple[Bar, int]:
        """The need of a step that is met best when these are ready, and the trust there is for it, in parts."""
        found = [(bar, min(self.level(state, ready) for state in bar.states)) for bar in self.bars[position]]
        return min(found, key=lambda pair: pair[0].amount - pair[1])

    def trusted(self, position: int, ready: int) -> bool:
        """Whether there is trust enough for a step when these are ready."""
        if self.needs[position] <= parts(self.trust):
            return True
        return any(all(self.level(s, ready) >= bar.amount for s in bar.states) for bar in self.bars[position])

    def no_harder(self, other: int, position: int) -> bool:
        """Whether trust that is enough for one step is enough for another, whatever it is."""
        return all(
            any(mine.amount <= bar.amount and set(mine.states) <= set(bar.states) for mine in self.bars[other])
            for bar in self.bars[position]
        )

    # ---- what can be

    def can_follow(self, position: int, ready: int) -> bool:
        """Whether all but trust is there for a step when these are ready; what excludes what is not looked at."""
        one_of = self.any_of[position]
        return (
            not self.never >> position & 1
            and not self.all_of[position] & ~ready
            and (not one_of or bool(one_of & ready))
        )

    def can_start(self, position: int, ready: int) -> bool:
        """Whether a step may start when these are ready; what excludes what is not looked at."""
        return self.can_follow(position, ready) and self.trusted(position, ready)

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
        return Agenda.of(rows, trust=self.trust, there=self.there, offered=self.offered, spill_over=self.spill_over)

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
        bar, reached = self.nearest(position, self.openable)
        short = bar.amount - reached
        if short > 0:
            reasons.append(f"needs {self.needed(bar)}, at most {share(reached / PARTS)} can be reached")
        return Blocked(step.id, f"{name} {'; '.join(reasons)}", tuple(wanting) or round(short / PARTS, 12))

    def needed(self, bar: Bar) -> str:
        """Say how much trust a step needs; for which issue and between whom, where that matters."""
        need, told = bar.need, ""
        if need.issue and (need.sensitive or self.apart):
            told = f" {'for' if need.sensitive else 'on'} {printable(need.issue)}"
        if self.pairs > {*need.pairs}:
            told += f" between {', '.join(' and '.join(map(printable, pair)) for pair in need.pairs)}"
        return share(need.amount) + told

    @cached_property
    def apart(self) -> bool:
        """Whether trust on one issue can differ from that on another."""
        return self.spill_over < 1 and any(step.issues and step.builds_trust and step.pairs for step in self.steps)

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """All pairs of sides between which a step needs or builds trust."""
        return frozenset(pair for step in self.steps for pair in (*step.pairs, *_asked(step)))

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


def _asked(step: Step) -> list[Pair]:
    return [pair for need in step.choices for pair in need.pairs]
