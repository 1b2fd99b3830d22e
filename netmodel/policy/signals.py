"""Signals: who sends one, whether the sender's rank is right for it, and who would be the best sender."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from netmodel.decide import rank_channels
from netmodel.errors import UsageError
from netmodel.network import Channel, Network, Stakeholder
from netmodel.policy.arrival import DRAWS, Arrival
from netmodel.policy.authority import CASCADE, gated, in_scope, lines_of, of_side, officials, scope_of

THRESHOLD = 0.5
"""Cleared is whom the message reaches at least as likely as not."""

WITHIN = "within the window"
PREMATURE = "premature"
TOO_JUNIOR = "too junior"
NO_OFFICIAL_LEVEL = "no official level"
NO_SIDE = "no side"


@dataclass(frozen=True)
class Signal:
    """Who sends the message.

    `verdict` says what its rank makes of it: ``within the window``, ``premature`` (more senior), ``too junior``, ``no
    official level`` (rank 0) or ``no side`` (a third party). `chosen` says by whom it was named: ``given``, ``study``
    or ``best`` (found by `best_source`).
    """

    id: str
    name: str
    side: str
    rank: int
    verdict: str
    chosen: str = "given"


@dataclass(frozen=True)
class Best:
    """The stakeholder inside the rank window whose signal clears most.

    `officials` is the expected number of officials of its side that it clears, itself included, among those for whom
    channels wait (all officials where none waits); `channels` the expected number of channels all of whose officials
    on its side it clears, or their expected weight; `of` how many senders were compared.
    """

    id: str
    name: str
    side: str
    officials: float
    channels: float
    of: int

    def to_json(self) -> dict[str, Any]:
        """Give the answer as plain values."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class Setting:
    """What a signal is sent into: a network, the scope of the message, the rank window, and how chances are drawn."""

    net: Network
    scope: frozenset[str]
    window: tuple[int, int]
    opening: frozenset[str]
    draws: int
    seed: int
    _arrivals: dict[tuple[str, int], Arrival] = field(default_factory=dict)

    @cached_property
    def officials(self) -> frozenset[str]:
        """Who needs a signal."""
        return officials(self.net)

    @cached_property
    def gated(self) -> tuple[Channel, ...]:
        """Candidate channels that wait for one."""
        return gated(self.net)

    @cached_property
    def covered(self) -> tuple[Channel, ...]:
        """Those of them that deal with something in the scope."""
        return tuple(row for row in self.gated if in_scope(row, self.scope))

    def arrival(self, signal: Signal) -> Arrival:
        """Chances along the lines of authority below a sender."""
        return self.at(signal.side, signal.rank)

    def at(self, side: str, rank: int) -> Arrival:
        """Chances along the lines of a side, below a rank."""
        if (side, rank) not in self._arrivals:
            lines = lines_of(self.net, side=side, rank=rank, scope=self.scope, opening=self.opening)
            self._arrivals[side, rank] = Arrival(lines, self.draws, self.seed)
        return self._arrivals[side, rank]

    def best(self, side: str, weights: Mapping[str, float] | None = None) -> Best | None:
        """The best sender of a side, as `best_source` finds it."""
        here = self.net.stakeholder
        low, high = self.window
        senders = [n for n in sorted(self.officials) if here[n].side == side and low <= here[n].rank <= high]
        search = _Senders(self, side, weights)
        best: tuple[float, float, str] | None = None  # what it clears, below 0, so that the least is the best
        for limit, name in sorted((search.limit(name), name) for name in senders):
            if best is not None and limit > best[:2]:
                break
            best = min(best or (1.0, 0.0, ""), (*search.worth(name), name))
        if best is None:
            return None
        amounts = [-amount + 0.0 for amount in best[:2]][:: -1 if weights is not None else 1]
        return Best(best[2], here[best[2]].name, side, amounts[0], amounts[1], len(senders))


class _Senders:
    """What senders of a side clear, and could clear at most; amounts below 0, what counts first standing first."""

    def __init__(self, setting: Setting, side: str, weights: Mapping[str, float] | None) -> None:
        self.setting, self.weights = setting, weights
        wanted = {row.id: of_side(setting.net, row, side, setting.officials) for row in setting.covered}
        self.wanted = {name: people for name, people in wanted.items() if people}
        here = setting.net.stakeholder
        every = {name for name in setting.officials if here[name].side == side}
        self.needed = sorted({name for people in self.wanted.values() for name in people} or every)

    def limit(self, name: str) -> tuple[float, float]:
        """All that the sender can reach."""
        below = self._arrival(name).lines.below([name])
        channels = sum(self._weight(one) for one, people in self.wanted.items() if below.issuperset(people))
        return self._ordered(len(below.intersection(self.needed)), channels)

    def worth(self, name: str) -> tuple[float, float]:
        """What it clears on average."""
        arrival = self._arrival(name)
        officials = sum(arrival.at([name], one).value for one in self.needed)
        channels = (self._weight(one) * arrival.at_all([name], them).value for one, them in self.wanted.items())
        return self._ordered(officials, sum(channels))

    def _arrival(self, name: str) -> Arrival:
        row = self.setting.net.stakeholder[name]
        return self.setting.at(row.side, row.rank)

    def _weight(self, name: str) -> float:
        return 1.0 if self.weights is None else self.weights.get(name, 0.0)

    def _ordered(self, officials: float, channels: float) -> tuple[float, float]:
        pair = -round(officials, 9), -round(channels, 9)
        return pair if self.weights is None else pair[::-1]


def setting_of(
    net: Network,
    *,
    scope: Collection[str] | None = None,
    rank_window: tuple[int, int] | None = None,
    opening: Collection[str] = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> Setting:
    """Check the options of a signal and keep them together.

    Raises
    ------
    UsageError
        For a rank window that is no two ranks from 1 to 5, the senior one first; for draws below 1.
    UnknownName
        For an issue or an internal cascade that there is not.
    """
    senior, junior = window = net.study.rank_window if rank_window is None else (rank_window[0], rank_window[1])
    if not 1 <= senior <= junior <= 5:
        raise UsageError(f"rank window {senior} {junior}: give two ranks from 1 to 5, the senior one first")
    if draws < 1:
        raise UsageError(f"draws {draws!r}: give 1 or more")
    setting = Setting(net, scope_of(net, scope), window, frozenset(opening), draws, seed)
    lines_of(net, side="", opening=opening)  # refuses a cascade that there is not
    return setting


def signals_of(setting: Setting, source: str | Iterable[str] | None = None) -> tuple[Signal, ...]:
    """The senders: those given, else that of the study, else the best of the first side; none where there is none.

    Raises
    ------
    UsageError
        For a name that nobody or several have, and for two senders of one side.
    """
    net = setting.net
    if source is not None:
        names = [source] if isinstance(source, str) else list(source)
        found = [signal_of(net.stakeholder[net.find(name)], setting.window) for name in names]
        sides = [signal.side for signal in found]
        if len(set(sides)) < len(sides):
            raise UsageError("a side sends one signal: give one source for each")
        return tuple(found)
    if net.study.signal in net.stakeholder:
        return (signal_of(net.stakeholder[net.study.signal], setting.window, "study"),)
    best = setting.best(net.sides[0]) if net.sides else None
    return () if best is None else (signal_of(net.stakeholder[best.id], setting.window, "best"),)


def signal_of(row: Stakeholder, window: tuple[int, int], chosen: str = "given") -> Signal:
    """A stakeholder as a sender, with the verdict on its rank.

    >>> net = Network.from_tables([{"id": "minister", "side": "ca", "level": 1}])
    >>> signal_of(net.stakeholder["minister"], (2, 3)).verdict
    'premature'
    """
    senior, junior = window
    verdict = WITHIN
    if not row.side:
        verdict = NO_SIDE
    elif not row.rank:
        verdict = NO_OFFICIAL_LEVEL
    elif row.rank < senior:
        verdict = PREMATURE
    elif row.rank > junior:
        verdict = TOO_JUNIOR
    return Signal(row.id, row.name, row.side, row.rank, verdict, chosen)


def best_source(
    net: Network,
    side: str | None = None,
    *,
    by_reach: bool = False,
    scope: Collection[str] | None = None,
    rank_window: tuple[int, int] | None = None,
    opening: Collection[str] = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> Best | None:
    """Find the sender inside the rank window whose signal clears most; None where nobody has such a rank.

    The expected number of officials cleared decides, among those for whom channels wait and itself included; then the
    expected number of channels whose officials on its side are all cleared; then the id. Every official of the side
    whose rank lies in the window is compared, except where its lines cannot carry it past the best one found.

    Parameters
    ----------
    net : Network
    side : str, optional
        Default: the first side.
    by_reach : bool
        The expected reach of the channels decides first, each weighed by what it adds with what it requires.
    scope, rank_window, opening, draws, seed
        As for `cascade`.

    Examples
    --------
    >>> people = [{"id": name, "side": "ca", "level": level} for name, level in (("dm", 2), ("adm", 3), ("dg", 4))]
    >>> ties = [{"source": "dm", "target": "adm", "kind": "hierarchical", "strength": 0.9},
    ...         {"source": "adm", "target": "dg", "kind": "hierarchical", "strength": 0.9}]
    >>> best = best_source(Network.from_tables(people, ties))
    >>> best.id, best.officials
    ('dm', 2.71)
    """
    setting = setting_of(net, scope=scope, rank_window=rank_window, opening=opening, draws=draws, seed=seed)
    chosen = side or next(iter(net.sides), "")
    return setting.best(chosen, reach_weights(net) if by_reach else None)


def reach_weights(net: Network) -> dict[str, float]:
    """What each candidate channel adds to reach, with what it requires; 0 where that is not to be had."""
    return {row.id: max(0.0, row.gain_with_requirements or 0.0) for row in rank_channels(net).channels}


def cascades(net: Network) -> tuple[str, ...]:
    """Candidate internal cascades, by id: those that `opening` may name besides those that are open."""
    return tuple(row.id for row in net.candidates if row.kind == CASCADE)
