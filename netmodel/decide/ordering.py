"""The best order of steps: the one that maximises the area under the curve of what is ready.

With one team and up to 16 steps it is exact, by dynamic programming over subsets: what is ready says when it was
ready, since a team that is never idle has by then worked for the sum of the lead times. Otherwise schedules grow a
start at a time. Of those that are at the same point only the best is kept; where more are left than `WIDTH`, the
least promising are dropped, and the most that any of these could have reached stands in the upper bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from netmodel.decide.ceiling import Ceiling
from netmodel.decide.objective import Objective
from netmodel.decide.schedule import Slot, State, Task, area_of, follow
from netmodel.decide.states import PARTS, parts
from netmodel.decide.steps import Agenda

EXACT = 16
"""With one team, up to so many steps are ordered by dynamic programming over their subsets."""

WIDTH = 200
"""Schedules kept after each start, where there are more steps or more teams."""

MOVES = 1_000
"""Moves of one step to another place that are tried on a schedule."""

Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]
Ints = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True)
class Schedule:
    """Slots in order of starting, with the area under the curve and what no schedule can exceed."""

    slots: tuple[Slot, ...]
    area: float
    upper_bound: float
    optimal: bool


def best_schedule(
    agenda: Agenda, objective: Objective, *, horizon: float = 24.0, teams: int = 1, width: int = WIDTH
) -> Schedule:
    """Order steps, all of which can be opened, so that the area under the curve of their worth is largest.

    Equal areas are ordered by the sum of the months in which steps are ready, then by the trust that the earlier
    steps need, then by id.

    Parameters
    ----------
    agenda : Agenda
        Its steps must all be openable and not exclude each other.
    objective : object with ``value(frozenset) -> float``
        Must not fall when a step is added.
    horizon : float
        Months over which the area is taken.
    teams : int
        Steps that can be worked on at the same time.
    width : int
        Schedules kept at a time where the search is not by subsets.

    Examples
    --------
    >>> from netmodel.decide.steps import Step
    >>> class Count:
    ...     def value(self, chosen):
    ...         return float(len(chosen))
    >>> best = best_schedule(Agenda.of([Step("long", 5), Step("short", 1)]), Count(), horizon=10)
    >>> [slot.ready for slot in best.slots], best.area, best.optimal
    ([1.0, 6.0], 13.0, True)
    """
    task = Task(agenda, objective, float(horizon), teams)
    if teams == 1 and len(agenda.steps) <= EXACT:
        slots = follow(task, _by_subsets(task))
        area = area_of(task, slots)
        return Schedule(slots, area, area, True)
    return _by_starts(task, width)


# ---- one team: dynamic programming over subsets


def _by_subsets(task: Task) -> list[int]:
    """The best order for one team."""
    agenda = task.agenda
    n = len(agenda.steps)
    months = np.zeros(1 << n)
    for position, step in enumerate(agenda.steps):
        months[1 << position : 2 << position] = months[: 1 << position] + step.lead_time_months
    months = months.round(12)
    startable = _startable(agenda)
    levels = _reachable(startable, n)
    here = np.minimum(months, task.horizon)
    worth = np.zeros(1 << n)
    for ready in np.concatenate(levels).tolist():
        if months[ready] < task.horizon:
            worth[ready] = task.worth(ready)
    ahead, late = np.full(1 << n, -np.inf), np.zeros(1 << n)
    ahead[-1] = worth[-1] * (task.horizon - here[-1])
    for level in reversed(levels[:-1]):
        _look_ahead(level, startable, (worth, here, months), ahead, late, task.scale())
    return _walk(task, startable, (worth, here, months), ahead, late)


def _startable(agenda: Agenda) -> list[Bools]:
    """For each step, the sets that it may follow."""
    n = len(agenda.steps)
    sets = np.arange(1 << n)
    levels: dict[int, Ints] = {}
    found = []
    for position in range(n):
        one_of = agenda.any_of[position]
        may = (sets & agenda.all_of[position]) == agenda.all_of[position]
        may &= _trusted(agenda, position, levels) & (sets >> position & 1 == 0)
        found.append(may & (sets & one_of != 0) if one_of else may)
    return found


def _trusted(agenda: Agenda, position: int, levels: dict[int, Ints]) -> Bools:
    """The sets after which there is trust enough for a step."""
    found = np.zeros(1 << len(agenda.steps), dtype=np.bool_)
    for bar in agenda.bars[position]:
        enough = np.ones_like(found)
        for state in bar.states:
            if state not in levels:
                levels[state] = _levels(agenda, state)
            enough &= levels[state] >= bar.amount
        found |= enough
    return found


def _levels(agenda: Agenda, state: int) -> Ints:
    """A state of trust after each set, in parts."""
    found = np.full(1 << len(agenda.steps), parts(agenda.trust), dtype=np.int64)
    for position, amount in enumerate(agenda.lifts(state)):
        found[1 << position : 2 << position] = found[: 1 << position] + amount
    return np.minimum(found, PARTS)


def _reachable(startable: list[Bools], n: int) -> list[Ints]:
    """Sets that can be ready, by size."""
    levels = [np.zeros(1, dtype=np.int64)]
    for _ in range(n):
        last = levels[-1]
        levels.append(np.unique(np.concatenate([last[may[last]] | 1 << p for p, may in enumerate(startable)])))
    return levels


Curve = tuple[Floats, Floats, Floats]
"""By set: its worth, the month in which it is ready, within the horizon, and that month as it is."""


def _look_ahead(
    level: Ints,
    startable: list[Bools],
    curve: Curve,
    ahead: Floats,
    late: Floats,
    scale: float,
) -> None:
    """Best area still to come from each set of a size, and of equals the least sum of ready months."""
    worth, here, months = curve
    for position, may in enumerate(startable):
        now = level[may[level]]
        then = now | 1 << position
        area = worth[now] * (here[then] - here[now]) + ahead[then]
        after = months[then] + late[then]
        better = (area > ahead[now] + scale) | ((area >= ahead[now] - scale) & (after < late[now] - 1e-9))
        ahead[now[better]], late[now[better]] = area[better], after[better]


def _walk(task: Task, startable: list[Bools], curve: Curve, ahead: Floats, late: Floats) -> list[int]:
    """The best order; of equals the one whose first steps need less trust, or come first by id."""
    worth, here, months = curve
    order: list[int] = []
    ready = 0
    while ready != task.everything:
        equals = []
        for position in range(len(startable)):
            if not startable[position][ready]:
                continue
            then = ready | 1 << position
            area = worth[ready] * (here[then] - here[ready]) + ahead[then]
            if area >= ahead[ready] - task.scale() and months[then] + late[then] <= late[ready] + 1e-9:
                equals.append((task.agenda.needs[position], position))
        order.append(min(equals)[1])
        ready |= 1 << order[-1]
    return order


# ---- several teams, or many steps: a start at a time


def _by_starts(task: Task, width: int) -> Schedule:
    """The best schedule found, with the most that any could reach."""
    ceiling = Ceiling(task)
    found, _ = _grow(task, ceiling, max(2, width // 20), -np.inf)
    best = _improve(task, found)
    area = area_of(task, best)
    wider, dropped = _grow(task, ceiling, width, area)
    if wider:
        best = min(best, _improve(task, wider), key=lambda slots: _key(task, slots))
    area = area_of(task, best)
    optimal = dropped <= area + task.scale()
    return Schedule(best, area, area if optimal else round(dropped, 12), optimal)


def _key(task: Task, slots: Sequence[Slot]) -> tuple[float, float, list[tuple[int, int]]]:
    """Order of schedules, best first."""
    needs = task.agenda.needs
    sooner = round(sum(slot.ready for slot in slots), 9)
    return -area_of(task, slots), sooner, [(needs[slot.position], slot.position) for slot in slots]


def _grow(task: Task, ceiling: Ceiling, width: int, known: float) -> tuple[tuple[Slot, ...], float]:
    """The best schedule that is at least as good as what is known, and the most that a dropped one could reach."""
    layer, dropped = [State()], -np.inf
    for _ in task.agenda.steps:
        following: dict[tuple[float, int, tuple[tuple[float, int], ...]], State] = {}
        for state in layer:
            for child in _children(task, state):
                if child.area + ceiling.after(child.month) < known - task.scale():
                    continue
                key = (child.month, child.ready, child.running)
                if key not in following or _comes_first(task, child, following[key]):
                    following[key] = child
        layer = list(following.values())
        if len(layer) > width:
            layer = _most_promising(task, ceiling, layer, width)
            most = max(state.area + ceiling.after(state.month) for state in layer[width:])
            layer, dropped = layer[:width], max(dropped, most)
    return (min((state.slots for state in layer), key=lambda slots: _key(task, slots)) if layer else ()), dropped


def _children(task: Task, state: State) -> list[State]:
    """What can be started next; beyond the horizon only what can be started, and then is ready, first."""
    moments, begun = state.moments(task), state.begun
    free = [position for position in range(len(task.agenda.steps)) if not begun >> position & 1]
    found = [child for position in free if (child := moments.start(task, position)) is not None]
    if state.month < task.horizon or not found:
        return found
    needs = task.agenda.needs
    return [min(found, key=lambda c: (c.month, c.slots[-1].ready, needs[c.slots[-1].position], c.slots[-1].position))]


def _comes_first(task: Task, one: State, other: State) -> bool:
    """Whether one of two schedules that are at the same point is better."""
    if abs(one.area - other.area) > task.scale():
        return one.area > other.area
    return _rank(task, one)[1:] < _rank(task, other)[1:]


def _rank(task: Task, state: State) -> tuple[float, float, list[tuple[int, int]]]:
    needs = task.agenda.needs
    order = [(needs[slot.position], slot.position) for slot in state.slots]
    return -round(state.area, 12), round(state.late, 9), order


def _most_promising(task: Task, ceiling: Ceiling, layer: Sequence[State], width: int) -> list[State]:
    """Half of the width for those that have secured most, then those that have, with what they could reach."""
    secured = {state.slots: state.moments(task).secured(task) for state in layer}
    most = {state.slots: secured[state.slots] + state.area + ceiling.after(state.month) for state in layer}
    first = sorted(layer, key=lambda state: (-round(secured[state.slots], 12), *_rank(task, state)[1:]))
    half = width // 2
    rest = sorted(first[half:], key=lambda state: (-round(most[state.slots], 12), *_rank(task, state)[1:]))
    return first[:half] + rest


def _improve(task: Task, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    """Move single steps to other places while that is better."""
    best, key, tries = slots, _key(task, slots), 0
    improved = bool(slots)
    while improved and tries < MOVES:
        improved = False
        for order in _moves([slot.position for slot in best]):
            tries += 1
            moved = follow(task, order)
            if moved and (new := _key(task, moved)) < key:
                best, key, improved = moved, new, True
                break
            if tries >= MOVES:
                break
    return best


def _moves(order: list[int]) -> Iterable[list[int]]:
    for origin in range(len(order)):
        for place in range(len(order)):
            if place != origin:
                rest = order[:origin] + order[origin + 1 :]
                yield [*rest[:place], order[origin], *rest[place:]]
