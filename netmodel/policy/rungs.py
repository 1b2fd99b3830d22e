"""The shortest ladder where each step lifts trust only up to the cap of its modality.

Unlike `netmodel.decide.shortest`, trust depends on the order of the steps: a virtual meeting adds nothing to trust
that is above its cap already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from netmodel.decide.steps import PARTS, Agenda, Step, parts
from netmodel.policy.modality import lifted

LOOKED_AT = 10_000
"""The shortest ladder is sought among so many sets of steps; beyond, the best that was found stands."""

Layer = dict[int, tuple[int, tuple[int, ...]]]
"""Sets of steps, each with the trust it leads to, in parts, below 0, and the order of steps that does so."""


@dataclass(frozen=True, eq=False)
class Rungs(Agenda):
    """Steps with the trust above which each adds nothing; see `Agenda` for the rest."""

    caps: tuple[int, ...] = field(default=())

    @classmethod
    def capped(
        cls,
        steps: Iterable[Step],
        caps: Mapping[str, float],
        *,
        trust: float,
        there: Iterable[str] = (),
        offered: Iterable[str] = (),
    ) -> Rungs:
        """Put steps in order, with the cap of each by id."""
        ordered = Agenda.of(steps).steps
        limits = tuple(parts(caps[step.id]) for step in ordered)
        return cls(ordered, trust, frozenset(there), frozenset(offered), caps=limits)

    @cached_property
    def upward(self) -> tuple[int, ...]:
        """Positions by cap, the lowest first: in that order steps lift trust the farthest."""
        return tuple(sorted(range(len(self.steps)), key=lambda p: (self.caps[p], p)))

    def trust_of(self, ready: int) -> int:
        """The most trust that these steps can lead to in any order, in parts."""
        found = self._trust.get(ready)
        if found is None:
            found = parts(self.trust)
            for position in self.upward:
                if ready >> position & 1:
                    found = self.after(position, found)
            self._trust[ready] = found
        return found

    def after(self, position: int, trust: int) -> int:
        """Trust once a step is ready, in parts."""
        return lifted(trust, self.builds[position], min(PARTS, self.caps[position]))


@dataclass(frozen=True)
class Climb:
    """A ladder: ids of its steps in order, trust after each, whether it is proven shortest, and its lead times."""

    steps: tuple[str, ...]
    trust: tuple[float, ...]
    proven: bool
    months: float


def climb(rungs: Rungs, *, to: float = 0.0, target: str | None = None) -> Climb | None:
    """The fewest steps that bring trust to an amount, or that end with a step that is wanted; None if there are none.

    Of ladders with as few steps the one with the least total lead time, then the one that leads to most trust. Steps
    that exclude each other are never taken together.

    Parameters
    ----------
    to : float
        Trust that is wanted, in [0, 1].
    target : str, optional
        Id of a step to which the ladder leads instead.

    Notes
    -----
    Sets grow by a step at a time, each with the order that leads to most trust; a set is passed over where more
    steps must follow than are left. Exact up to 10,000 sets, after which steps are taken greedily, those that lift
    trust most first, and the ones that turn out not to be needed dropped.

    Examples
    --------
    >>> steps = [Step("talks", needs_trust=0.3, builds_trust=0.3), Step("visit", builds_trust=0.2), Step("web")]
    >>> rungs = Rungs.capped(steps, {"talks": 0.5, "visit": 0.9, "web": 0.4}, trust=0.1)
    >>> climb(rungs, to=0.5)
    Climb(steps=('visit', 'talks'), trust=(0.3, 0.5), proven=True, months=0.0)
    """
    search = _Search(rungs, parts(to), None if target is None else rungs.place[target])
    if not search.possible:
        return None
    order, proven = search.shortest()
    if order is None and not proven:
        order = search.greedy()
    return None if order is None else _told(rungs, order, proven)


def _told(rungs: Rungs, order: tuple[int, ...], proven: bool) -> Climb:
    trust, levels = parts(rungs.trust), []
    for position in order:
        trust = rungs.after(position, trust)
        levels.append(trust / PARTS)
    months = round(sum(rungs.steps[position].lead_time_months for position in order), 12)
    return Climb(tuple(rungs.steps[p].id for p in order), tuple(levels), proven, months)


@dataclass(frozen=True, eq=False)
class _Search:
    """The way to an amount of trust, or to a step."""

    rungs: Rungs
    wanted: int
    goal: int | None

    @property
    def possible(self) -> bool:
        """Whether trust could rise as high, or the goal be opened, were there no exclusions."""
        if self.goal is not None:
            return bool(self.rungs.openable >> self.goal & 1)
        return self.rungs.trust_of(self.rungs.openable) >= self.wanted

    def shortest(self) -> tuple[tuple[int, ...] | None, bool]:
        """The best order of the fewest steps, None if there is none; and whether every set was looked at."""
        looked_at = 0
        for length in range(self.fewest(0, parts(self.rungs.trust)), len(self.useful) + 1):
            layer: Layer = {0: (-parts(self.rungs.trust), ())}
            for left in reversed(range(length)):
                layer = self.larger(layer, left, most=LOOKED_AT - looked_at)
                looked_at += len(layer)
                if looked_at > LOOKED_AT:
                    return None, False
            ends = [
                (round(sum(self.rungs.steps[p].lead_time_months for p in order), 12), trust, order)
                for ready, (trust, order) in layer.items()
                if self.done(ready, -trust)
            ]
            if ends:
                order = min(ends)[2]
                return (order if self.goal is None else (*order, self.goal)), True
        return None, True

    def larger(self, layer: Layer, left: int, *, most: int) -> Layer:
        """Sets of one step more from which the end can be reached with so many steps left; not many past `most`."""
        found: Layer = {}
        for ready, (level, order) in layer.items():
            if len(found) > most:
                break
            for position in self.startable(ready, -level):
                trust = self.rungs.after(position, -level)
                if trust == -level and not self.named >> position & 1:
                    continue
                if self.stand_ins[position] & ~ready or self.fewest(ready | 1 << position, trust) > left:
                    continue
                entry = (-trust, (*order, position))
                found[ready | 1 << position] = min(entry, found.get(ready | 1 << position, entry))
        return found

    def startable(self, ready: int, trust: int) -> Iterator[int]:
        """Further steps that may be taken."""
        rungs = self.rungs
        for position in self.useful:
            fresh = not ready >> position & 1 and not rungs.rivals[position] & ready
            if fresh and rungs.needs[position] <= trust and rungs.can_start(position, ready):
                yield position

    def done(self, ready: int, trust: int) -> bool:
        """Whether trust is there, or the goal may be opened."""
        if self.goal is None:
            return trust >= self.wanted
        rivals = self.rungs.rivals[self.goal] & ready
        return not rivals and trust >= self.rungs.needs[self.goal] and self.rungs.can_start(self.goal, ready)

    @cached_property
    def useful(self) -> tuple[int, ...]:
        """What can be opened and lifts trust, or is required by something."""
        rungs = self.rungs
        return tuple(
            p
            for p in range(len(rungs.steps))
            if p != self.goal
            and rungs.openable >> p & 1
            and (self.named >> p & 1 or (rungs.builds[p] and rungs.caps[p] > parts(rungs.trust)))
        )

    @cached_property
    def named(self) -> int:
        """What some step requires."""
        found = 0
        for every, one_of in zip(self.rungs.all_of, self.rungs.any_of, strict=True):
            found |= every | one_of
        return found

    @cached_property
    def builders(self) -> tuple[int, ...]:
        """Useful steps, those first that build most."""
        return tuple(sorted(self.useful, key=lambda p: (-self.rungs.builds[p], p)))

    @cached_property
    def required(self) -> tuple[int, ...]:
        """All that the goal requires."""
        every = 0 if self.goal is None else self.rungs.required(self.goal)
        return tuple(p for p in range(len(self.rungs.steps)) if every >> p & 1)

    def fewest(self, ready: int, trust: int) -> int:
        """Steps that must follow at the least, the goal itself not counted."""
        missing = [p for p in self.required if not ready >> p & 1]
        wanted = self.wanted if self.goal is None else self.rungs.needs[self.goal]
        short = wanted - trust - sum(self.rungs.builds[p] for p in missing)
        count = 0
        for position in self.builders:
            if short <= 0:
                break
            if not ready >> position & 1 and position not in missing:
                short -= self.rungs.builds[position]
                count += 1
        return len(missing) + count

    @cached_property
    def stand_ins(self) -> tuple[int, ...]:
        """For each step, those that come first, lift trust just as much, and are no harder to take."""
        return tuple(
            0 if self.named >> p & 1 else sum(1 << other for other in self.useful if self._as_good(other, p))
            for p in range(len(self.rungs.steps))
        )

    def _as_good(self, other: int, position: int) -> bool:
        rungs = self.rungs
        one_of, its_one_of = rungs.any_of[position], rungs.any_of[other]
        return (
            other < position
            and rungs.builds[other] == rungs.builds[position]
            and rungs.caps[other] == rungs.caps[position]
            and rungs.steps[other].lead_time_months <= rungs.steps[position].lead_time_months
            and rungs.needs[other] <= rungs.needs[position]
            and not rungs.rivals[other]
            and not rungs.all_of[other] & ~rungs.all_of[position]
            and (not its_one_of or (bool(one_of) and not one_of & ~its_one_of))
        )

    def greedy(self) -> tuple[int, ...] | None:
        """Steps taken one by one, those that lift trust most first, without those that are not needed."""
        ready, trust = 0, parts(self.rungs.trust)
        order: tuple[int, ...] = ()
        while not self.done(ready, trust):
            choices = [(-self.rungs.after(p, trust), p) for p in self.startable(ready, trust)]
            if not choices:
                return None
            trust, position = -min(choices)[0], min(choices)[1]
            ready, order = ready | 1 << position, (*order, position)
        for position in reversed(order):
            fewer = tuple(p for p in order if p != position)
            if self._holds(fewer):
                order = fewer
        return order if self.goal is None else (*order, self.goal)

    def _holds(self, order: tuple[int, ...]) -> bool:
        """Whether the steps can be taken in this order, and lead to the end."""
        ready, trust = 0, parts(self.rungs.trust)
        for position in order:
            if position not in self.startable(ready, trust):
                return False
            ready, trust = ready | 1 << position, self.rungs.after(position, trust)
        return self.done(ready, trust)
