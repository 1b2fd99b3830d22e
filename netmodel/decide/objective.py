"""Objectives: what a set of open channels is worth. Decisions see a network only through one of these.

An objective is anything with ``value(frozenset) -> float`` that never falls when a channel is added. It may also
offer ``gains(chosen, free)``, what each free channel adds alone, and ``bound(chosen, free)``, a proof of how much the
free channels can still add; without them both are made from `value`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from netmodel.engine.condensed import Condensed, condense, condense_worlds
from netmodel.engine.kernel import Reach
from netmodel.engine.worlds import Worlds
from netmodel.network import Network
from netmodel.registry import Registry

UNCERTAIN = 10
"""Up to so many channels that may fail to open, every combination counts."""

DRAWN = 1_000
"""Worlds of opening that are drawn where there are more."""

RELIABLE = 500
"""Worlds that are drawn for reliability."""

Channels = frozenset[str]


@runtime_checkable
class Objective(Protocol):
    """What a set of channels is worth; adding a channel never lowers it."""

    def value(self, chosen: Channels) -> float:
        """The worth of a set."""


@dataclass(frozen=True)
class Bound:
    """What free channels can still add to a chosen set.

    For every set X of free channels, value(chosen | X) is at most `ceiling`, and at most value(chosen) plus the sum
    of `gains` over X. `further` holds bounds of the same kind that start from more than nothing: value(chosen) plus
    the start plus the sum over X.
    """

    ceiling: float
    gains: dict[str, float]
    further: tuple[tuple[float, dict[str, float]], ...] = ()

    @property
    def ways(self) -> tuple[tuple[float, dict[str, float]], ...]:
        """All bounds by sums: each a start and what every free channel adds to it."""
        return ((0.0, self.gains), *self.further)


def bound_of(objective: Objective, chosen: Channels, free: Collection[str]) -> Bound:
    """The bound of an objective; without one of its own, what all free channels together add bounds each.

    Examples
    --------
    >>> class Count:
    ...     def value(self, chosen):
    ...         return float(len(chosen))
    >>> bound_of(Count(), frozenset(), ["a", "b"])
    Bound(ceiling=2.0, gains={'a': 2.0, 'b': 2.0}, further=())
    """
    own: Callable[[Channels, Sequence[str]], Bound] | None = getattr(objective, "bound", None)
    ordered = sorted(free)
    if own is not None:
        return own(chosen, ordered)
    ceiling = objective.value(chosen | set(ordered))
    return Bound(ceiling, dict.fromkeys(ordered, ceiling - objective.value(chosen)))


def gains_of(objective: Objective, chosen: Channels, free: Collection[str]) -> dict[str, float]:
    """What each free channel adds to a set, alone."""
    own: Callable[[Channels, Sequence[str]], dict[str, float]] | None = getattr(objective, "gains", None)
    ordered = sorted(free)
    if own is not None:
        return own(chosen, ordered)
    base = objective.value(chosen)
    return {name: objective.value(chosen | {name}) - base for name in ordered}


@dataclass(frozen=True, eq=False)
class Routes:
    """An objective over condensed layers: reach, expected reach or reliability, all by the same kernel.

    `worlds` is the number of drawn worlds that it is a mean over; 0 where it is exact.
    """

    condensed: Condensed
    name: str = "reach"
    worlds: int = 0

    def value(self, chosen: Channels) -> float:
        """The worth of a set."""
        return self.condensed.value(self.condensed.mask(chosen))

    def gains(self, chosen: Channels, free: Sequence[str]) -> dict[str, float]:
        """What each free channel adds to a set, alone."""
        found = self.condensed.gains(self.condensed.mask(chosen), self.condensed.mask(free))
        return {name: found.get(name, 0.0) for name in free}

    def bound(self, chosen: Channels, free: Sequence[str]) -> Bound:
        """A proof of how much the free channels can still add (see `Bound`)."""
        ceiling, found = self.condensed.bound(self.condensed.mask(chosen), self.condensed.mask(free))
        unknown = dict.fromkeys(free, 0.0)
        (_, gains), *further = [(start, {**unknown, **gains}) for start, gains in found]
        return Bound(ceiling, gains, tuple(further))


def name_of(objective: str | Objective) -> str:
    """What an objective is called: the name it is registered under, its own `name`, else that of its class.

    >>> name_of("reach"), name_of(object())
    ('reach', 'object')
    """
    return objective if isinstance(objective, str) else str(getattr(objective, "name", type(objective).__name__))


OBJECTIVES: Registry[Callable[..., Objective]] = Registry("objective", "netmodel.objectives")
"""By name, what makes an objective of ``(net, seed=...)``; a package adds its own through `netmodel.objectives`."""


def reach_objective(net: Network, *, seed: int = 0, state: Reach | None = None) -> Routes:
    """Reach, the weighted mean strength of the best routes between the sides.

    Examples
    --------
    >>> people = [{"id": "a1", "side": "A"}, {"id": "b1", "side": "B"}]
    >>> talks = [{"id": "talks", "participants": "a1:1; b1:1", "quality": 0.6}]
    >>> reach_objective(Network.from_tables(people, channels=talks)).value(frozenset({"talks"}))
    0.6
    """
    return Routes(condense(state or Reach.of(net), [channel.id for channel in net.candidates]))


def expected_reach_objective(net: Network, *, seed: int = 0, state: Reach | None = None) -> Routes:
    """Reach in expectation: each channel that is chosen opens with its `success`, independently.

    Every combination counts where at most 10 candidates may fail; else 1,000 worlds are drawn once, the same ones
    for every set.
    """
    success = {channel.id: channel.success for channel in net.candidates}
    doubtful = sorted(name for name, chance in success.items() if chance < 1)
    worlds = None
    if len(doubtful) > UNCERTAIN:
        ids = sorted(success)
        worlds = np.stack([_opens(name, success[name], seed) for name in ids], axis=1)
    kept = condense(state or Reach.of(net), list(success), success=success, worlds=worlds)
    return Routes(kept, "expected_reach", 0 if worlds is None else len(worlds))


def _opens(name: str, chance: float, seed: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """In which drawn worlds a channel opens; the same draws for the same name, whatever else there is."""
    return np.random.default_rng([seed, *f"opens\0{name}".encode()]).random(DRAWN) < chance


def reliability_objective(net: Network, *, seed: int = 0, state: Reach | None = None) -> Routes:
    """Reliability: the expected share of conversations joined when every element works only with its strength.

    Exact where at most 12 elements are uncertain, those of the candidates included; else over 500 worlds (fewer in a
    large network) that are drawn once, the same ones for every set.
    """
    ids = [channel.id for channel in net.candidates]
    worlds = Worlds.of(net, seed=seed, worlds=RELIABLE, channels=ids)
    return Routes(condense_worlds(worlds, ids), "reliability", 0 if worlds.exact else len(worlds.chances))


OBJECTIVES.add("reach", reach_objective)
OBJECTIVES.add("expected_reach", expected_reach_objective)
OBJECTIVES.add("reliability", reliability_objective)
