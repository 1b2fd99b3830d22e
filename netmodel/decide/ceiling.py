"""What no schedule can exceed: the most that can be reached by each month, and so the largest area."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from netmodel.decide.objective import bound_of
from netmodel.decide.schedule import State, Task

SLACK = 1e-9
"""Months that sums of lead times may differ by: it is rounding."""


@dataclass(frozen=True, eq=False)
class Ceiling:
    """The most that can be reached at each month, whatever the schedule.

    At each month the worth is at most that of all steps that can be ready by then with any number of teams, and at
    most that of nothing plus the best fractional choice, by the gains of the objective's bound, of steps whose lead
    times together fit into what the teams can have worked.

    Examples
    --------
    >>> from netmodel.decide.steps import Agenda, Step
    >>> class Count:
    ...     def value(self, chosen):
    ...         return float(len(chosen))
    >>> agenda = Agenda.of([Step("long", 5), Step("short", 1)])
    >>> Ceiling(Task(agenda, Count(), 10, teams=1)).after(0) >= 13
    True
    """

    task: Task
    _after: dict[float, float] = field(default_factory=dict, init=False, repr=False)

    def earliest(self) -> list[float]:
        """The month before which each step cannot be ready."""
        agenda = self.task.agenda
        alone = Task(agenda, self.task.objective, 0.0, max(1, len(agenda.steps)))
        state, order = State(), list(range(len(agenda.steps)))
        months = [0.0] * len(order)
        while order:
            children = [(child, p) for p in order if (child := state.moments(alone).start(alone, p)) is not None]
            state, position = min(children, key=lambda pair: (pair[0].month, pair[1]))
            order.remove(position)
            needed = agenda.required(position) | 1 << position
            work = sum(step.lead_time_months for p, step in enumerate(agenda.steps) if needed >> p & 1)
            months[position] = max(state.slots[-1].ready, work / self.task.teams - SLACK)
        return months

    @cached_property
    def gains(self) -> list[tuple[float, float]]:
        """Lead time and largest gain of each step, the most gain a month first."""
        names = self.task.agenda.names(self.task.everything)
        bound = bound_of(self.task.objective, frozenset(), names)
        rows = [(s.lead_time_months, max(0.0, bound.gains[s.id])) for s in self.task.agenda.steps]
        return sorted(rows, key=lambda row: (-row[1] / row[0] if row[0] else -np.inf, row))

    def filled(self, months: float) -> float:
        """Worth of nothing, and of the best fractional choice of steps of so many months of work."""
        amount, left = self.task.worth(0), months * self.task.teams
        for lead, gain in self.gains:
            if lead <= left:
                amount, left = amount + gain, left - lead
            else:
                return amount + gain * left / lead
        return amount

    @cached_property
    def table(self) -> tuple[list[float], list[float], list[float]]:
        """Knots, the most that can be ready in the interval after each, and the area from each to the horizon."""
        horizon, earliest = self.task.horizon, self.earliest()
        work = np.cumsum([lead for lead, _ in self.gains]) / self.task.teams
        knots = sorted({0.0, horizon, *(m for m in (*earliest, *work.tolist()) if 0 < m < horizon)})
        steps = []
        for knot in knots[:-1]:
            ready = sum(1 << p for p, month in enumerate(earliest) if month <= knot)
            steps.append(self.task.worth(ready))
        areas = [0.0]
        for begin, end, most in reversed(list(zip(knots, knots[1:], steps, strict=False))):
            areas.append(areas[-1] + self._under(begin, end, most))
        return knots, steps, areas[::-1]

    def _under(self, begin: float, end: float, most: float) -> float:
        """Area under the lesser of a constant and a straight line."""
        low, high, months = self.filled(begin), self.filled(end), end - begin
        if high <= most:
            return (low + high) / 2 * months
        if low >= most:
            return most * months
        rise = (most - low) / (high - low) * months
        return (low + most) / 2 * rise + most * (months - rise)

    def after(self, month: float) -> float:
        """The largest area from a month to the horizon."""
        if month >= self.task.horizon:
            return 0.0
        found = self._after.get(month)
        if found is None:
            knots, steps, areas = self.table
            place = bisect_right(knots, month) - 1
            found = self._after[month] = self._under(month, knots[place + 1], steps[place]) + areas[place + 1]
        return found
