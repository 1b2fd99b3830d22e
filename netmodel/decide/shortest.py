"""The shortest ladder: the fewest steps that lead from nothing to one that is wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from netmodel.decide.steps import Agenda
from netmodel.errors import LimitError, UnknownName, quote

LOOKED_AT = 200_000
"""The shortest ladder is sought among so many sets of steps."""

Layer = dict[int, tuple[float, tuple[int, ...]]]
"""Sets of one size, each with its total lead time and its first order by ids."""


def shortest_ladder(agenda: Agenda, target: str) -> tuple[int, ...] | None:
    """The shortest order of steps that ends with a target, as positions; None where there is none.

    Fewest steps, then least total lead time, then the first by ids. Steps that exclude each other are never taken
    together.

    Notes
    -----
    Exact: sets grow by a step at a time, each with its best order. A set is passed over only where more steps must
    follow than are left (all that are still required, and the fewest others that can lift trust), and a step only
    while one that is as good in every respect, and comes first, could stand in for it.

    Raises
    ------
    UnknownName
        Where the target is no step.
    LimitError
        Where more than 200,000 sets would have to be looked at.

    Examples
    --------
    >>> from netmodel.decide.steps import Step
    >>> steps = [Step("talks", needs_trust=0.3), Step("seminar", builds_trust=0.2), Step("visit", builds_trust=0.1)]
    >>> agenda = Agenda.of(steps)
    >>> [agenda.steps[position].id for position in shortest_ladder(agenda, "talks")]
    ['seminar', 'talks']
    """
    if target not in agenda.place:
        raise UnknownName("channel", target, agenda.place)
    climb = _Climb(agenda, agenda.place[target])
    if not agenda.openable >> climb.goal & 1:
        return None
    looked_at = 0
    for length in range(climb.fewest(0), agenda.openable.bit_count() + 1):
        layer: Layer = {0: (0.0, ())}
        for left in reversed(range(length)):
            layer = climb.larger(layer, left)
            looked_at += len(layer)
            if looked_at > LOOKED_AT:
                said = f"more than {LOOKED_AT:,} sets of channels may lead to {quote(target)}"
                raise LimitError(f"{said}: name the channels that are to be considered")
        if layer:
            return min(layer.values())[1]
    return None


@dataclass(frozen=True, eq=False)
class _Climb:
    """The way to one step of an agenda."""

    agenda: Agenda
    goal: int
    _builders: dict[int, list[int]] = field(default_factory=dict, init=False, repr=False)

    def larger(self, layer: Layer, left: int) -> Layer:
        """Sets of one step more from which the goal can be reached with so many steps left."""
        agenda = self.agenda
        found: Layer = {}
        for ready, (lead, order) in layer.items():
            for position in [self.goal] if left == 0 else self.others:
                larger = ready | 1 << position
                if larger == ready or agenda.rivals[position] & ready or self.stand_ins[position] & ~ready:
                    continue
                if not agenda.can_start(position, ready) or (left and self.fewest(larger) > left):
                    continue
                candidate = (round(lead + agenda.steps[position].lead_time_months, 12), (*order, position))
                found[larger] = min(candidate, found.get(larger, candidate))
        return found

    @cached_property
    def others(self) -> list[int]:
        """What can be opened, without the goal."""
        return [p for p in range(len(self.agenda.steps)) if self.agenda.openable >> p & 1 and p != self.goal]

    @cached_property
    def wanted(self) -> list[int]:
        """The goal and all that it requires."""
        every = self.agenda.required(self.goal) | 1 << self.goal
        return [p for p in range(len(self.agenda.steps)) if every >> p & 1]

    def builders(self, state: int) -> list[int]:
        """What can be opened before the goal, those first that build most trust of a kind."""
        if state not in self._builders:
            lifts = self.agenda.lifts(state)
            self._builders[state] = sorted(self.others, key=lambda p: (-lifts[p], p))
        return self._builders[state]

    def fewest(self, ready: int) -> int:
        """Steps that must follow at the least until the goal is ready."""
        missing = [p for p in self.wanted if not ready >> p & 1]
        sure = ready
        for position in missing:
            sure |= 1 << position
        return len(missing) + max((self._more(position, sure) for position in missing), default=0)

    def _more(self, position: int, sure: int) -> int:
        """Further steps that must come before one, beside those that are sure to come."""
        one_of = self.agenda.any_of[position]
        others = sure & ~(1 << position)
        count = min(
            max(self._lifting(state, bar.amount - self.agenda.level(state, others), sure) for state in bar.states)
            for bar in self.agenda.bars[position]
        )
        return max(count, int(bool(one_of) and not one_of & sure))

    def _lifting(self, state: int, short: int, sure: int) -> int:
        """The fewest further steps that lift a state of trust by so much."""
        lifts, count = self.agenda.lifts(state), 0
        for other in self.builders(state):
            if short <= 0:
                break
            if not sure >> other & 1:
                short -= lifts[other]
                count += 1
        return count

    @cached_property
    def stand_ins(self) -> list[int]:
        """For each step, those that are as good in every respect and come first."""
        named = 0
        for position in range(len(self.agenda.steps)):
            named |= self.agenda.all_of[position] | self.agenda.any_of[position] | 1 << self.goal
        return [
            sum(1 << other for other in self.others if not named >> p & 1 and self._as_good(other, p))
            for p in range(len(self.agenda.steps))
        ]

    @cached_property
    def states(self) -> list[int]:
        """States of trust that something needs."""
        return sorted({state for bars in self.agenda.bars for bar in bars for state in bar.states})

    def _as_good(self, other: int, position: int) -> bool:
        agenda = self.agenda
        one_of, its_one_of = agenda.any_of[position], agenda.any_of[other]
        return (
            other < position
            and agenda.steps[other].lead_time_months <= agenda.steps[position].lead_time_months
            and not agenda.rivals[other]
            and not agenda.all_of[other] & ~agenda.all_of[position]
            and (not its_one_of or (bool(one_of) and not one_of & ~its_one_of))
            and agenda.no_harder(other, position)
            and all(agenda.lifts(state)[other] >= agenda.lifts(state)[position] for state in self.states)
        )
