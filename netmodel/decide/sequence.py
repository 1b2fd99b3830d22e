"""In what order, and from when, a chosen set of channels is opened: months, trust, and why not earlier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any

from netmodel.decide.choice import open_ids
from netmodel.decide.confidence import channel_step
from netmodel.decide.objective import Objective, reach_objective
from netmodel.decide.ordering import EXACT, Schedule, best_schedule
from netmodel.decide.schedule import Slot, Task, area_of, follow
from netmodel.decide.shortest import shortest_ladder
from netmodel.decide.states import PARTS, share
from netmodel.decide.steps import Agenda, Blocked
from netmodel.errors import UnknownName, UsageError, printable, quote
from netmodel.network import Channel, Network
from netmodel.schema.trust import spill_over_of


@dataclass(frozen=True)
class PlannedStep:
    """One channel of a plan.

    Attributes
    ----------
    start_month, ready_month : float
        When work on it starts, and when it is open; month 0 is the decision.
    reach_after : float
        Reach with it and all that is ready before it.
    trust_before, trust_after : float
        Trust when it starts, and once it is ready as well: on the issue with which it starts, between those of the
        sides that meet in it where it is least.
    trust_on : str
        That issue; empty for general confidence.
    unlocked_by : tuple of str
        What had to be ready first: the last missing requirements, or what lifted trust over its threshold; empty
        where it could start at once.
    why_not_earlier : str
        In words; empty where it starts in month 0.
    """

    channel: str
    start_month: float
    ready_month: float
    reach_after: float
    trust_before: float
    trust_after: float
    unlocked_by: tuple[str, ...]
    why_not_earlier: str
    trust_on: str = ""


@dataclass(frozen=True)
class Plan:
    """Channels in the order in which they start.

    Attributes
    ----------
    steps : tuple of PlannedStep
    area : float
        Area under the reach curve from month 0 to the horizon, in reach-months.
    mean_reach : float, or None
        The area by the horizon; None where the horizon is 0.
    upper_bound : float, or None
        What the area of no plan can exceed; None for a ladder, which seeks the fewest steps.
    optimal : bool
        Whether the plan is proven best; a ladder, whether it is proven shortest.
    gap : float
        `upper_bound` less `area`; 0 where the plan is proven best.
    curve : tuple of (month, reach)
        Reach from each month on in which it may change, month 0 first.
    blocked : tuple of Blocked
        Channels that cannot be opened, with the reason.
    trust, spill_over, gates
        As given to `best_sequence`, or taken from the study and the table.
    notices : tuple of str
        What is to be known of the plan, in words.
    """

    steps: tuple[PlannedStep, ...]
    area: float
    mean_reach: float | None
    upper_bound: float | None
    optimal: bool
    gap: float
    curve: tuple[tuple[float, float], ...]
    blocked: tuple[Blocked, ...]
    horizon: float
    teams: int
    trust: float
    target: str | None = None
    spill_over: float = 1.0
    gates: bool = True
    notices: tuple[str, ...] = ()

    @property
    def channels(self) -> tuple[str, ...]:
        """Ids in the order in which they start."""
        return tuple(step.channel for step in self.steps)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        values = asdict(self)
        values["steps"] = [{**row, "unlocked_by": list(row["unlocked_by"])} for row in values["steps"]]
        values["curve"] = [{"month": month, "reach": reach} for month, reach in self.curve]
        lists = [list(row.missing) if isinstance(row.missing, tuple) else row.missing for row in self.blocked]
        values["blocked"] = [{**row, "missing": m} for row, m in zip(values["blocked"], lists, strict=True)]
        return {**values, "notices": list(self.notices)}


def best_sequence(
    net: Network,
    chosen: Iterable[str] | None = None,
    *,
    horizon: float = 24.0,
    teams: int = 1,
    trust: float | None = None,
    gates: bool = True,
    target: str | None = None,
    objective: Objective | None = None,
    spill_over: float | None = None,
) -> Plan:
    """Order a chosen set of channels so that the area under the reach curve over the horizon is largest.

    A team works on one channel at a time, for its lead time; then the channel is ready, and open until the horizon.
    It may start once all that it requires is ready, one of `requires_any` is, and trust is there on one of its
    issues, between all sides that meet in it: the trust of today and what the channels that are ready have built, at
    most 1. There is a state of trust for each pair of sides and issue, as in the ladder of confidence, but no
    modality caps it here; see `netmodel.decide.states`. Every chosen channel that can be opened is opened,
    also beyond the horizon. Equal areas are ordered by the sum of the months in which channels are ready, then by the
    trust that the earlier ones need, then by id.

    Parameters
    ----------
    net : Network
        As it stands: what is open in it is ready from the start, and its trust is part of `trust`.
    chosen : iterable of str, optional
        Ids of candidate channels; None is all of them.
    horizon : float
        Months over which the area is taken.
    teams : int
        Channels that can be worked on at the same time.
    trust : float, optional
        Trust there is today, in [0, 1], between all sides and on all issues; default that of the study.
    gates : bool
        Whether a channel also waits until trust on one of its issues is as large as the issue is sensitive. An issue
        on a red line is never that one, and a channel all of whose issues are on a red line is off the agenda, with
        or without gates. Steps that enable concern one's own side: neither holds for them.
    target : str, optional
        Instead of the whole set, the ladder to this channel alone: the fewest steps, then the least total lead time,
        then the first by ids.
    objective : object with ``value(frozenset) -> float``, optional
        What is gained by a set of channels; it must not fall when one is added. Reach unless given.
    spill_over : float, optional
        Share, in [0, 1], of the trust built on one issue that holds on every other; default that of
        `netmodel/schema/trust.csv`.

    Returns
    -------
    Plan
        With one team and up to 16 channels that can be opened it is the best one; else the best that was found, with
        an upper bound on every plan.

    Raises
    ------
    UnknownName
        Where an id is no channel.
    UsageError
        Where a channel is no candidate, two that are chosen exclude each other, or an option makes no sense.
    LimitError
        Where more than 200,000 sets of channels may lead to the target.

    Examples
    --------
    >>> people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    >>> signal = {"id": "signal", "kind": "official-signal", "participants": "a; b", "lead_time_months": 2}
    >>> forum = {"id": "forum", "participants": "a:1; b:1", "requires": "signal", "lead_time_months": 4}
    >>> plan = best_sequence(Network.from_tables(people, channels=[signal, forum]), ["forum", "signal"])
    >>> plan.channels, plan.steps[1].why_not_earlier
    (('signal', 'forum'), 'needs signal, ready in month 2')
    """
    candidates = {row.id: row for row in net.candidates}
    there = net.study.trust if trust is None else trust
    spill = spill_over_of(spill_over)
    steps = [channel_step(net, candidates[name], gates=gates) for name in _chosen(net, candidates, chosen, target)]
    agenda = Agenda.of(steps, trust=there, there=open_ids(net), offered=candidates, spill_over=spill)
    worth = objective or reach_objective(net)
    return replace(plan_steps(agenda, worth, horizon=horizon, teams=teams, target=target), gates=gates)


def plan_steps(
    agenda: Agenda, objective: Objective, *, horizon: float = 24.0, teams: int = 1, target: str | None = None
) -> Plan:
    """Order the steps of an agenda; `best_sequence` without a network, see there.

    Examples
    --------
    >>> class Count:
    ...     def value(self, chosen):
    ...         return float(len(chosen))
    >>> from netmodel.decide.steps import Step
    >>> agenda = Agenda.of([Step("talks", needs_trust=0.3), Step("seminar", 2, builds_trust=0.2)])
    >>> plan_steps(agenda, Count()).steps[1].why_not_earlier
    'needs trust 0.30, reached 0.30 with seminar in month 2'
    """
    _check(horizon, teams, agenda.trust)
    months, teams = float(horizon), int(teams)
    if target is not None:
        return _ladder(agenda, target, objective, months, teams)
    agenda.refuse_rivals()
    able = agenda.only(agenda.openable)
    schedule = best_schedule(able, objective, horizon=months, teams=teams)
    return _plan(Task(able, objective, months, teams), schedule, agenda.blocked())


def _check(horizon: float, teams: int, trust: float) -> None:
    if not (isfinite(horizon) and horizon >= 0):
        raise UsageError(f"horizon {horizon!r} is no number of months: give 0 or more")
    if teams < 1 or teams != int(teams):
        raise UsageError(f"teams {teams!r} is no number of teams: give 1 or more")
    if not 0 <= trust <= 1:
        raise UsageError(f"trust {trust!r} is outside 0..1")


def _chosen(
    net: Network, candidates: dict[str, Channel], chosen: Iterable[str] | None, target: str | None
) -> list[str]:
    """Ids of the channels to plan, in order; a target is always one of them."""
    wanted = set(candidates if chosen is None else [chosen] if isinstance(chosen, str) else chosen)
    for name in sorted(wanted | ({target} if target is not None else set())):
        if name not in net.channel:
            raise UnknownName("channel", name, net.channel)
        if name not in candidates:
            state = "open already" if name in open_ids(net) else "not on offer"
            raise UsageError(f"channel {quote(name)} is no candidate: it is {state}")
    return sorted(wanted | {target} if target is not None else wanted)


def _ladder(agenda: Agenda, target: str, objective: Objective, horizon: float, teams: int) -> Plan:
    """The shortest way to a target, or why there is none."""
    order = shortest_ladder(agenda, target)
    task = Task(agenda, objective, horizon, teams)
    slots = follow(task, order or ())
    blocked = () if order else agenda.obstacles(target)
    if order is None and not blocked:
        reason = f"{printable(target)} cannot be reached: channels on the way exclude each other"
        blocked = (Blocked(target, reason, None),)
    return _plan(task, Schedule(slots, area_of(task, slots), float("nan"), True), blocked, target)


# ---- what a schedule means


def _plan(task: Task, schedule: Schedule, blocked: Sequence[Blocked], target: str | None = None) -> Plan:
    """Put a schedule into months, trust and words."""
    slots = schedule.slots
    steps = tuple(_planned(task, slots, place) for place in range(len(slots)))
    bound = None if target is not None else max(schedule.upper_bound, schedule.area)
    return Plan(
        steps=steps,
        area=schedule.area + 0.0,
        mean_reach=round(schedule.area / task.horizon, 12) + 0.0 if task.horizon else None,
        upper_bound=bound,
        optimal=schedule.optimal,
        gap=0.0 if schedule.optimal or bound is None else round(bound - schedule.area, 12),
        curve=_curve(task, slots),
        blocked=tuple(blocked),
        horizon=task.horizon,
        teams=task.teams,
        trust=task.agenda.trust,
        target=target,
        spill_over=task.agenda.spill_over,
        notices=_notices(task, schedule, blocked, target),
    )


def _by_readiness(slots: Sequence[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: slot.ready)


def _bits(slots: Iterable[Slot]) -> int:
    return sum(1 << slot.position for slot in slots)


def _curve(task: Task, slots: Sequence[Slot]) -> tuple[tuple[float, float], ...]:
    """Reach from month to month, as things get ready."""
    ordered = _by_readiness(slots)
    points = {0.0: task.worth(0)}
    for count, slot in enumerate(ordered, 1):
        points[slot.ready] = task.worth(_bits(ordered[:count]))
    return tuple((month, round(reach, 12) + 0.0) for month, reach in points.items())


def _planned(task: Task, slots: Sequence[Slot], place: int) -> PlannedStep:
    agenda, slot = task.agenda, slots[place]
    earlier = _by_readiness([other for other in slots[:place] if other.ready <= slot.start])
    ordered = _by_readiness(slots)
    ready = _bits(ordered[: ordered.index(slot) + 1])
    unlocked, words = _why(agenda, slot, earlier, slots, task.teams)
    bar, before = agenda.nearest(slot.position, _bits(earlier))
    after = min(agenda.level(state, ready) for state in bar.states)
    return PlannedStep(
        channel=agenda.steps[slot.position].id,
        start_month=slot.start,
        ready_month=slot.ready,
        reach_after=round(task.worth(ready), 12) + 0.0,
        trust_before=round(before / PARTS, 12),
        trust_after=round(after / PARTS, 12),
        unlocked_by=unlocked,
        why_not_earlier=words,
        trust_on=bar.need.issue,
    )


def _why(
    agenda: Agenda, slot: Slot, earlier: Sequence[Slot], slots: Sequence[Slot], teams: int
) -> tuple[tuple[str, ...], str]:
    """What had to be ready before a step could start, and why it did not start earlier, in words."""
    count = next(n for n in range(len(earlier) + 1) if agenda.can_start(slot.position, _bits(earlier[:n])))
    unlocked, words = _unlocked(agenda, slot.position, earlier[:count]) if count else ((), "")
    if count and earlier[count - 1].ready >= slot.start:
        return unlocked, words
    return unlocked, _busy(agenda, slot, slots, teams) if slot.start else ""


def _busy(agenda: Agenda, slot: Slot, slots: Sequence[Slot], teams: int) -> str:
    """Say that no team is free before a step starts."""
    under_way = [other for other in slots if other.start < slot.start <= other.ready]
    until = [printable(agenda.steps[other.position].id) for other in under_way if other.ready == slot.start]
    month = f"month {_month(slot.start)}"
    if len(under_way) < teams or not until:
        return f"others are put before it until {month}"
    if teams == 1:
        return f"the team is at work on {until[0]} until {month}"
    return f"all {teams} teams are at work, one of them on {until[0]} until {month}"


def _unlocked(agenda: Agenda, position: int, earlier: Sequence[Slot]) -> tuple[tuple[str, ...], str]:
    """What the last of these made possible: the ids, and the words."""
    month = earlier[-1].ready
    before = _bits(other for other in earlier if other.ready < month)
    after = _bits(earlier)
    when = f"month {_month(month)}"
    wanting = list(agenda.names(agenda.all_of[position] & ~before))
    if agenda.any_of[position] and not agenda.any_of[position] & before:
        one_of = agenda.names(agenda.any_of[position] & after)
        wanting += [name for name in one_of[:1] if name not in wanting]
    words = [f"needs {' and '.join(map(printable, wanting))}, ready in {when}"] if wanting else []
    lifted = [*wanting]
    if not agenda.trusted(position, before):
        enough = next(n for n in range(1, len(earlier) + 1) if agenda.trusted(position, _bits(earlier[:n])))
        last = agenda.steps[earlier[enough - 1].position].id
        bar, reached = agenda.nearest(position, after)
        there = f"reached {share(reached / PARTS)} with {printable(last)} in {when}"
        words.append(f"needs trust {agenda.needed(bar)}, {there}")
        lifted += [last] if last not in lifted else []
    return tuple(lifted), "; ".join(words)


def _month(month: float) -> str:
    return f"{month:.6g}"


def _notices(task: Task, schedule: Schedule, blocked: Sequence[Blocked], target: str | None) -> tuple[str, ...]:
    said = []
    if target is not None and blocked:
        said.append(f"there is no way to {printable(target)}: {blocked[0].reason}")
    elif not task.agenda.steps:
        said.append("none of the chosen channels can be opened" if blocked else "no channel was chosen")
    if not task.horizon:
        said.append("the horizon is 0 months: all orders have the same area, which is 0")
    late = sum(slot.ready > task.horizon for slot in schedule.slots)
    if late and task.horizon:
        verb = "is" if late == 1 else "are"
        said.append(f"{late} of {len(schedule.slots)} channels {verb} ready only after the horizon")
    if not schedule.optimal:
        said.append(
            "not proven best: the order is exact with one team and up to"
            f" {EXACT} channels; no plan can exceed the upper bound"
        )
    return tuple(said)
