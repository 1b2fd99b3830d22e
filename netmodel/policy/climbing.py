"""The search for the shortest ladder: sets of steps that grow by one, each with the orders that lead to most trust.

Trust is followed in those states alone that the goal or a step still waits for; the others open nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING

from netmodel.decide.states import PARTS, Bar, Need, parts
from netmodel.policy.modality import lifted
from netmodel.policy.outlook import Levels, Outlook

if TYPE_CHECKING:
    from netmodel.policy.rungs import Rungs

LOOKED_AT = 15_000
"""The shortest ladder is sought among so many orders of steps; beyond, the best that was found stands."""

SLACK = 1e-9
"""Sums of months may differ by so much: it is rounding."""

Way = tuple[Levels, tuple[int, ...]]
"""Levels, and the order of steps that leads to them."""


@dataclass(frozen=True)
class Goal:
    """A step to be opened; or, where there is none, trust to be reached in a state, in parts."""

    step: int | None
    amount: int
    state: int


@dataclass(frozen=True, eq=False)
class Search:
    """The way to an amount of trust, or to a step.

    Examples
    --------
    >>> from netmodel.decide.steps import Step
    >>> from netmodel.policy.rungs import Rungs
    >>> rungs = Rungs.capped([Step("talks", builds_trust=0.3), Step("web")], {"talks": 0.9, "web": 0.4}, trust=0.1)
    >>> Search(rungs, Goal(None, parts(0.4), rungs.state(("", ""), ""))).shortest()
    ((0,), True)
    """

    rungs: Rungs
    goal: Goal

    @property
    def possible(self) -> bool:
        """Whether trust could rise as high, or the goal be opened, were there no exclusions."""
        if self.goal.step is not None:
            return bool(self.rungs.openable >> self.goal.step & 1)
        return self.rungs.level(self.goal.state, self.rungs.openable) >= self.goal.amount

    def shortest(self) -> tuple[tuple[int, ...] | None, bool]:
        """The best order of the fewest steps, None if there is none; and whether every set was looked at."""
        looked_at, begin, known = 0, self.start, self.greedy()
        for length in range(self.outlook.least(begin), len(self.useful) + 1):
            layer: dict[int, list[Way]] = {0: [(begin, ())]}
            within = self.months(known) if known is not None and length == len(known) else inf
            for left in reversed(range(length)):
                layer = self.larger(layer, left, most=LOOKED_AT - looked_at, within=within)
                looked_at += sum(map(len, layer.values()))
                if looked_at > LOOKED_AT:
                    return None, False
            ends = [
                (self.months(order), -self.height(levels), order)
                for ready, ways in layer.items()
                for levels, order in ways
                if self.done(ready, levels)
            ]
            if ends:
                order = min(ends)[2]
                return self.ended(order), True
        return None, True

    def ended(self, order: tuple[int, ...]) -> tuple[int, ...]:
        """An order with the goal at its end."""
        return order if self.goal.step is None else (*order, self.goal.step)

    def months(self, order: Iterable[int]) -> float:
        """Lead times together."""
        return round(sum(self.rungs.steps[position].lead_time_months for position in order), 12)

    def larger(self, layer: dict[int, list[Way]], left: int, *, most: int, within: float) -> dict[int, list[Way]]:
        """Sets of one step more from which the end can be reached with so many left; not many past `most`.

        Those that take more months than a ladder of as many steps that is known are left out.
        """
        found: dict[int, list[Way]] = {}
        outlook, count = self.outlook, 0
        for ready, ways in layer.items():
            spare = within - self.months(ways[0][1]) - self.briefest[min(left, len(self.briefest) - 1)]
            following = self.following(ready, left, spare + SLACK)
            for levels, order in ways:
                if count > most:
                    return found
                for position in following:
                    if not self.trusted(position, levels) or outlook.hopeless(position, levels, ready, left):
                        continue
                    after, then = self.after(position, levels), ready | 1 << position
                    idle = after == levels and not self.named >> position & 1
                    if idle or outlook.fewest(then, after) > left:
                        continue
                    known = found.setdefault(then, [])
                    before = len(known)
                    _keep(known, (after, (*order, position)))
                    count += len(known) - before
        return found

    @cached_property
    def leads(self) -> tuple[float, ...]:
        """Lead time of each step."""
        return tuple(step.lead_time_months for step in self.rungs.steps)

    @cached_property
    def briefest(self) -> tuple[float, ...]:
        """Months that no number of steps, from none on, can take less than."""
        return (0.0, *accumulate(sorted(self.leads[p] for p in self.useful)))

    # ---- what is followed

    @cached_property
    def states(self) -> tuple[int, ...]:
        """States that the goal or a step still waits for, that of the goal first."""
        wanted = [state for bar in self.wanted for state in bar.states]
        for position in self._openable:
            if self.rungs.needs[position] > parts(self.rungs.trust):
                wanted += [state for bar in self.rungs.bars[position] for state in bar.states]
        return tuple(dict.fromkeys(wanted))

    @cached_property
    def _openable(self) -> tuple[int, ...]:
        every = self.rungs.openable
        return tuple(p for p in range(len(self.rungs.steps)) if every >> p & 1)

    @cached_property
    def wanted(self) -> tuple[Bar, ...]:
        """What the end needs: one of these."""
        if self.goal.step is not None:
            return self.rungs.bars[self.goal.step]
        return (Bar(self.goal.amount, (self.goal.state,), Need(self.goal.amount / PARTS)),)

    @cached_property
    def start(self) -> Levels:
        """Trust before the first step."""
        return (parts(self.rungs.trust),) * len(self.states)

    @cached_property
    def tops(self) -> Levels:
        """For each state, the trust above which more opens nothing; what the end needs is followed to the last."""
        ends = {state for bar in self.wanted for state in bar.states}
        asked = [bar for position in self._openable for bar in self.rungs.bars[position]]
        highest = {s: max((bar.amount for bar in asked if s in bar.states), default=0) for s in self.states}
        there = parts(self.rungs.trust)
        return tuple(PARTS if state in ends else max(there, highest[state]) for state in self.states)

    @cached_property
    def lifts(self) -> tuple[Levels, ...]:
        """For each step, what it adds to each state, as far as that can matter."""
        there = parts(self.rungs.trust)
        rows = zip(self.states, self.tops, strict=True)
        columns = [[min(top - there, amount) for amount in self.rungs.lifts(state)] for state, top in rows]
        return tuple(zip(*columns, strict=True))

    @cached_property
    def _limits(self) -> tuple[Levels, ...]:
        return tuple(tuple(min(cap, top) for top in self.tops) for cap in self.rungs.caps)

    def after(self, position: int, levels: Levels) -> Levels:
        """Trust once a step is ready."""
        return tuple([lifted(*row) for row in zip(levels, self.lifts[position], self._limits[position], strict=True)])

    @cached_property
    def _place(self) -> dict[int, int]:
        return {state: place for place, state in enumerate(self.states)}

    def _least(self, bar: Bar, levels: Levels) -> int:
        return min(levels[self._place[state]] for state in bar.states)

    def height(self, levels: Levels) -> int:
        """Trust for the end: that of the need which is met best."""
        found = [(bar.amount - self._least(bar, levels), place) for place, bar in enumerate(self.wanted)]
        return self._least(self.wanted[min(found)[1]], levels)

    def _met(self, bars: Sequence[Bar], levels: Levels) -> bool:
        return any(self._least(bar, levels) >= bar.amount for bar in bars)

    # ---- what may follow

    def following(self, ready: int, left: int, months: float) -> list[int]:
        """Further steps of so many months for which all but trust is there; with so many steps left after each."""
        found, owed, gone = [], 0, ~ready
        for bit, better in self._bettered:
            if ready & bit:
                owed |= better
        for bit, position, twins, better, free in self._choices:
            if bit & ready or twins & gone or ((owed | better) & gone & ~bit).bit_count() > left:
                continue
            if self.leads[position] <= months and (free or self._may_follow(position, ready)):
                found.append(position)
        return found

    @cached_property
    def _bettered(self) -> list[tuple[int, int]]:
        return [(1 << p, self.betters[p]) for p in self.useful if self.betters[p]]

    @cached_property
    def _choices(self) -> list[tuple[int, int, int, int, bool]]:
        """Of each useful step its bit, position, twins and betters, and whether nothing but trust can bar it."""
        rungs = self.rungs
        bound = [rungs.rivals[p] | rungs.all_of[p] | rungs.any_of[p] for p in range(len(rungs.steps))]
        return [(1 << p, p, self.twins[p], self.betters[p], not bound[p]) for p in self.useful]

    def _may_follow(self, position: int, ready: int) -> bool:
        return not self.rungs.rivals[position] & ready and self.rungs.can_follow(position, ready)

    def trusted(self, position: int, levels: Levels) -> bool:
        """Whether there is trust enough for a step."""
        return not self._waits >> position & 1 or self._met(self.rungs.bars[position], levels)

    @cached_property
    def _waits(self) -> int:
        """Steps for which there is not trust enough from the start."""
        there = parts(self.rungs.trust)
        return sum(1 << p for p, amount in enumerate(self.rungs.needs) if amount > there)

    def startable(self, ready: int, levels: Levels) -> Iterator[int]:
        """Further steps that may be taken."""
        for position in self.useful:
            fresh = not ready >> position & 1 and self._may_follow(position, ready)
            if fresh and self.trusted(position, levels):
                yield position

    def done(self, ready: int, levels: Levels) -> bool:
        """Whether trust is there, or the goal may be opened."""
        goal = self.goal.step
        if goal is None:
            return self._met(self.wanted, levels)
        barred = self.rungs.rivals[goal] & ready or not self.rungs.can_follow(goal, ready)
        return not barred and self._met(self.wanted, levels)

    @cached_property
    def useful(self) -> tuple[int, ...]:
        """What can be opened and lifts trust, or is required by something."""
        there = parts(self.rungs.trust)
        return tuple(
            p
            for p in self._openable
            if p != self.goal.step and (self.named >> p & 1 or (any(self.lifts[p]) and self.rungs.caps[p] > there))
        )

    @cached_property
    def named(self) -> int:
        """What some step requires."""
        found = 0
        for every, one_of in zip(self.rungs.all_of, self.rungs.any_of, strict=True):
            found |= every | one_of
        return found

    @cached_property
    def required(self) -> tuple[int, ...]:
        """All that the goal requires."""
        every = 0 if self.goal.step is None else self.rungs.required(self.goal.step)
        return tuple(p for p in range(len(self.rungs.steps)) if every >> p & 1)

    @cached_property
    def outlook(self) -> Outlook:
        """What can be told before sets are looked at."""
        closed = tuple(map(self.rungs.required, range(len(self.rungs.steps))))
        wanted = tuple((bar.amount, tuple(self._place[state] for state in bar.states)) for bar in self.wanted)
        return Outlook(self.lifts, self._limits, closed, self.useful, self.required, wanted)

    @cached_property
    def twins(self) -> tuple[int, ...]:
        """For each step, those that are just like it, as easy to take, and first by id: they are taken before it."""
        return tuple(
            sum(1 << q for q in self._others(p) if q < p and self._as_good(q, p) and self._alike(q, p))
            for p in range(len(self.rungs.steps))
        )

    @cached_property
    def betters(self) -> tuple[int, ...]:
        """For each step, those that could stand in for it: no set needs to have it without having these as well."""
        return tuple(
            sum(1 << q for q in self._others(p) if self._as_good(q, p) and (q < p or not self._as_good(p, q)))
            for p in range(len(self.rungs.steps))
        )

    def _others(self, position: int) -> Sequence[int]:
        """Steps that may stand in for one: for none that something requires."""
        return () if self.named >> position & 1 else [other for other in self.useful if other != position]

    def _alike(self, other: int, position: int) -> bool:
        same = self.rungs.caps[other] == self.rungs.caps[position]
        return same and self.lifts[other] == self.lifts[position]

    def _as_good(self, other: int, position: int) -> bool:
        rungs = self.rungs
        one_of, its_one_of = rungs.any_of[position], rungs.any_of[other]
        return (
            all(mine >= its for mine, its in zip(self.lifts[other], self.lifts[position], strict=True))
            and rungs.caps[other] >= rungs.caps[position]
            and rungs.steps[other].lead_time_months <= rungs.steps[position].lead_time_months
            and rungs.no_harder(other, position)
            and not rungs.rivals[other]
            and not rungs.all_of[other] & ~rungs.all_of[position]
            and (not its_one_of or (bool(one_of) and not one_of & ~its_one_of))
        )

    # ---- where there are too many

    def greedy(self) -> tuple[int, ...] | None:
        """Steps taken one by one, those that lift trust most first, without those that are not needed."""
        ready, levels = 0, self.start
        order: tuple[int, ...] = ()
        while not self.done(ready, levels):
            following = [(self.after(p, levels), p) for p in self.startable(ready, levels)]
            if not following:
                return None
            levels, position = min(following, key=lambda w: (-self.height(w[0]), self.leads[w[1]], -sum(w[0]), w[1]))
            ready, order = ready | 1 << position, (*order, position)
        for position in reversed(order):
            fewer = tuple(p for p in order if p != position)
            if self._holds(fewer):
                order = fewer
        return order

    def _holds(self, order: tuple[int, ...]) -> bool:
        """Whether the steps can be taken in this order, and lead to the end."""
        ready, levels = 0, self.start
        for position in order:
            if position not in self.startable(ready, levels):
                return False
            ready, levels = ready | 1 << position, self.after(position, levels)
        return self.done(ready, levels)


def _keep(known: list[Way], way: Way) -> None:
    """Put a way beside others to a set, unless one leads to as much trust in every state; drop what is worse."""
    levels, order = way
    for other, its in known:
        if all(mine <= theirs for mine, theirs in zip(levels, other, strict=True)) and (
            other != levels or its <= order
        ):
            return
    known[:] = [row for row in known if not all(theirs <= mine for mine, theirs in zip(levels, row[0], strict=True))]
    known.append(way)
