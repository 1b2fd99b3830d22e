"""Schedules: when steps start and are ready, in a given order of starting, and the area under the curve.

An order of starting gives every schedule there is, or one that is nowhere later: take the order in which a schedule
starts its steps, and start each as early as this order allows. By induction none starts later than it did, so that
as much is ready and as many teams are free whenever the next one wants to start.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isnan

from netmodel.decide.objective import Objective
from netmodel.decide.steps import Agenda


@dataclass(frozen=True, slots=True)
class Slot:
    """A step in a schedule: its position in the agenda, and the months in which it starts and is ready."""

    position: int
    start: float
    ready: float


@dataclass(frozen=True, eq=False)
class Task:
    """What is to be scheduled: steps that can all be opened, what they are worth, for how long, by how many."""

    agenda: Agenda
    objective: Objective
    horizon: float
    teams: int
    _worth: dict[int, float] = field(default_factory=dict, init=False, repr=False)

    def worth(self, ready: int) -> float:
        """The worth of a set; a worth that is not defined counts as 0."""
        found = self._worth.get(ready)
        if found is None:
            value = float(self.objective.value(frozenset(self.agenda.names(ready))))
            found = self._worth[ready] = 0.0 if isnan(value) else value
        return found

    @property
    def everything(self) -> int:
        """All steps."""
        return (1 << len(self.agenda.steps)) - 1

    def within(self, begin: float, end: float) -> float:
        """Months of an interval that lie within the horizon."""
        return max(0.0, min(end, self.horizon) - begin)

    def scale(self) -> float:
        """Areas that differ by less than this are equal: it is rounding."""
        return 1e-12 * max(1.0, self.horizon * abs(self.worth(self.everything)))


@dataclass(frozen=True, slots=True)
class State:
    """A schedule up to the last start: what is ready then, what is under way, and the area so far."""

    month: float = 0.0
    ready: int = 0
    running: tuple[tuple[float, int], ...] = ()
    area: float = 0.0
    late: float = 0.0
    slots: tuple[Slot, ...] = ()

    @property
    def begun(self) -> int:
        """Steps that have been started."""
        return sum(1 << slot.position for slot in self.slots)

    def moments(self, task: Task) -> Moments:
        """This state, and what becomes of it while nothing more is started, each time that something gets ready."""
        found = [self]
        state = self
        while state.running:
            month = state.running[0][0]
            months = task.within(state.month, month)
            area = state.area + (task.worth(state.ready) * months if months > 0 else 0.0)
            ready, running = state.ready, state.running
            while running and running[0][0] <= month:
                ready, running = ready | 1 << running[0][1], running[1:]
            state = State(month, ready, running, area, self.late, self.slots)
            found.append(state)
        return Moments(found)


@dataclass(frozen=True, slots=True)
class Moments:
    """A state and its later moments."""

    states: list[State]

    def start(self, task: Task, position: int) -> State | None:
        """The state once a step is started as early as can be; None where it can only follow others."""
        for state in self.states:
            if len(state.running) < task.teams and task.agenda.can_start(position, state.ready):
                return started(task, state, position)
        return None

    def secured(self, task: Task) -> float:
        """Area to the horizon if nothing more is started."""
        last = self.states[-1]
        months = task.within(last.month, task.horizon)
        return last.area + (task.worth(last.ready) * months if months > 0 else 0.0)


def started(task: Task, state: State, position: int) -> State:
    """The state once a step is started in its month."""
    end = round(state.month + task.agenda.steps[position].lead_time_months, 12)
    slots = (*state.slots, Slot(position, state.month, end))
    if end <= state.month:
        ready = state.ready | 1 << position
        return State(state.month, ready, state.running, state.area, state.late + end, slots)
    running = tuple(sorted((*state.running, (end, position))))
    return State(state.month, state.ready, running, state.area, state.late + end, slots)


def follow(task: Task, order: Iterable[int]) -> tuple[Slot, ...]:
    """Start steps in this order, each as early as that allows; nothing where one of them cannot be next.

    Examples
    --------
    >>> from netmodel.decide.steps import Step
    >>> class Count:
    ...     def value(self, chosen):
    ...         return float(len(chosen))
    >>> agenda = Agenda.of([Step("a", 2), Step("b", 3, requires=("a",))])
    >>> [(slot.start, slot.ready) for slot in follow(Task(agenda, Count(), 24, teams=1), [0, 1])]
    [(0.0, 2.0), (2.0, 5.0)]
    """
    state = State()
    for position in order:
        following = state.moments(task).start(task, position)
        if following is None:
            return ()
        state = following
    return state.slots


def area_of(task: Task, slots: Sequence[Slot]) -> float:
    """Area under the curve from month 0 to the horizon."""
    area, month, ready = 0.0, 0.0, 0
    for slot in sorted(slots, key=lambda slot: slot.ready):
        if (months := task.within(month, slot.ready)) > 0:
            area += task.worth(ready) * months
        month, ready = slot.ready, ready | 1 << slot.position
    months = task.within(month, task.horizon)
    return round(area + (task.worth(ready) * months if months > 0 else 0.0), 12)
