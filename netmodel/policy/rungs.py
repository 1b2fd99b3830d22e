"""Steps whose trust is capped by the way of meeting, and the shortest ladder among them.

Unlike in `netmodel.decide.shortest`, trust depends on the order of the steps: a virtual meeting adds nothing to trust
that is above its cap already. The caps hold for each state of trust alike, also for what spills over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from netmodel.decide.states import ANYBODY, PARTS, Bar, Pair, parts
from netmodel.decide.steps import Agenda, Step
from netmodel.policy.climbing import Goal, Search
from netmodel.policy.modality import lifted


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
        spill_over: float = 1.0,
    ) -> Rungs:
        """Put steps in order, with the cap of each by id."""
        ordered = Agenda.of(steps).steps
        limits = tuple(parts(caps[step.id]) for step in ordered)
        return cls(ordered, trust, frozenset(there), frozenset(offered), spill_over, caps=limits)

    @cached_property
    def upward(self) -> tuple[int, ...]:
        """Positions by cap, the lowest first: in that order steps lift trust the farthest."""
        return tuple(sorted(range(len(self.steps)), key=lambda p: (self.caps[p], p)))

    def level(self, state: int, ready: int) -> int:
        """The most trust that these steps can lead to in any order, in parts."""
        found = self._trust.get((state, ready))
        if found is None:
            found = parts(self.trust)
            for position in self.upward:
                if ready >> position & 1:
                    found = self.after(position, state, found)
            self._trust[state, ready] = found
        return found

    def after(self, position: int, state: int, trust: int) -> int:
        """Trust once a step is ready, in parts."""
        return lifted(trust, self.lifts(state)[position], min(PARTS, self.caps[position]))

    def along(self, order: Iterable[int], states: Iterable[int]) -> list[int]:
        """The least trust of some states before the first step and after each, in parts."""
        levels = dict.fromkeys(states, parts(self.trust))
        found = [min(levels.values())]
        for position in order:
            levels = {state: self.after(position, state, trust) for state, trust in levels.items()}
            found.append(min(levels.values()))
        return found

    def met(self, position: int, order: Sequence[int]) -> tuple[Bar, int]:
        """The need of a step that is met best after these in this order, and the trust there is for it, in parts."""
        found = [(bar, self.along(order, bar.states)[-1]) for bar in self.bars[position]]
        return min(found, key=lambda pair: pair[0].amount - pair[1])


@dataclass(frozen=True)
class Climb:
    """A ladder.

    Attributes
    ----------
    steps : tuple of str
        Ids in order.
    trust : tuple of float
        Trust after each, in the state that is to rise.
    proven : bool
        Whether no fewer steps will do.
    months : float
        Their lead times together.
    issue : str
        On which trust is told; empty for general confidence.
    """

    steps: tuple[str, ...]
    trust: tuple[float, ...]
    proven: bool
    months: float
    issue: str = ""


def climb(
    rungs: Rungs, *, to: float = 0.0, target: str | None = None, pair: Pair | None = None, issue: str = ""
) -> Climb | None:
    """The fewest steps that bring trust to an amount, or that end with a step that is wanted; None if there are none.

    Of ladders with as few steps the one with the least total lead time, then the one that leads to most trust. Steps
    that exclude each other are never taken together.

    Parameters
    ----------
    to : float
        Trust that is wanted, in [0, 1].
    target : str, optional
        Id of a step to which the ladder leads instead.
    pair : (side, side), optional
        Between whom trust is wanted; default the first pair between which a step builds it. With a target, the one
        of its pairs of which trust is told; default the one where it is least.
    issue : str
        On which it is wanted; empty for general confidence. With a target it is the issue with which that starts.

    Notes
    -----
    Sets grow by a step at a time, each with the orders that lead to most trust; a set is passed over where more
    steps must follow than are left. Exact up to 15,000 such orders, after which steps are taken greedily, those that
    lift trust most first, and the ones that turn out not to be needed dropped.

    Examples
    --------
    >>> steps = [Step("talks", needs_trust=0.3, builds_trust=0.3), Step("visit", builds_trust=0.2), Step("web")]
    >>> rungs = Rungs.capped(steps, {"talks": 0.5, "visit": 0.9, "web": 0.4}, trust=0.1)
    >>> climb(rungs, to=0.5)
    Climb(steps=('visit', 'talks'), trust=(0.3, 0.5), proven=True, months=0.0, issue='')
    """
    between = pair or min(rungs.pairs, default=ANYBODY)
    position = None if target is None else rungs.place[target]
    search = Search(rungs, Goal(position, parts(to), rungs.state(between, issue)))
    if not search.possible:
        return None
    order, proven = search.shortest()
    if order is None and not proven:
        found = search.greedy()
        order = None if found is None else search.ended(found)
    if order is None:
        return None
    return _told(rungs, order, proven, (between, issue) if target is None else None, pair)


def _told(
    rungs: Rungs, order: tuple[int, ...], proven: bool, wanted: tuple[Pair, str] | None, pair: Pair | None
) -> Climb:
    if wanted is not None:
        issue, states = wanted[1], [rungs.state(*wanted)]
    else:
        bar, _ = rungs.met(order[-1], order[:-1])
        issue, states = bar.need.issue, list(bar.states)
        states = states if pair is None else [rungs.state(pair, issue)]
    levels = tuple(level / PARTS for level in rungs.along(order, states)[1:])
    months = round(sum(rungs.steps[position].lead_time_months for position in order), 12)
    return Climb(tuple(rungs.steps[p].id for p in order), levels, proven, months, issue)
