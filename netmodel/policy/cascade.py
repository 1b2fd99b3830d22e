"""The signal cascade: whom a senior official's message clears to proceed, and which channels still wait."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from netmodel.errors import UsageError
from netmodel.measures import tidy
from netmodel.network import Channel, Network
from netmodel.policy import cascade_words
from netmodel.policy.arrival import DRAWS, Arrival
from netmodel.policy.authority import Route, authority_ties, in_scope, is_senior, of_side, red_lines
from netmodel.policy.influence import SLACK, Messages, messages
from netmodel.policy.signals import (
    THRESHOLD,
    WITHIN,
    Best,
    Setting,
    Signal,
    reach_weights,
    setting_of,
    signals_of,
)
from netmodel.policy.systems import system


@dataclass(frozen=True)
class Actor:
    """An official of a side that a signal is sent to, and whether it is cleared.

    `state` is ``source``, ``cleared`` or ``not cleared``, and `why` then says why not. `probability` is the chance
    that the message reaches it along lines of authority, with its 95 % interval (equal to it where it is `exact`).
    `route` holds the ids of the likeliest way, `delay_days` its days; None where there is no way, or where the delay
    of some tie on it is not known.
    """

    id: str
    name: str
    side: str
    rank: int
    state: str
    why: str
    probability: float
    low: float
    high: float
    exact: bool
    delay_days: float | None
    route: tuple[str, ...]


@dataclass(frozen=True)
class Gate:
    """A candidate channel that waits for a signal.

    `state` is ``cleared``, ``blocked``, ``outside the scope`` or ``other side`` (no official of a side that a signal
    was sent to takes part). `needs` are the officials of those sides, `missing` those who are not cleared, `others`
    the officials of further sides, who need a signal of their own and are not judged. `probability` is the chance
    that all of `needs` are reached.
    """

    id: str
    name: str
    state: str
    probability: float
    needs: tuple[str, ...]
    missing: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cascade:
    """What a signal clears.

    Attributes
    ----------
    signals : tuple of Signal
        Who sends it, one for a side, with the verdict on the sender's rank.
    actors : tuple of Actor
        Officials of these sides: the likeliest to hear first.
    unneeded : tuple of str
        Stakeholders of these sides that need no clearance, by id.
    channels : tuple of Gate
        Candidate channels that wait for a signal, those that are cleared first.
    best : tuple of Best
        The best sender of each of these sides.
    messages : Messages or None
        The fewest further messages of the first sender.
    scope, outside : tuple of str
        Issues of the message, and issues on a red line, which no message covers.
    """

    net: Network
    signals: tuple[Signal, ...]
    actors: tuple[Actor, ...]
    unneeded: tuple[str, ...]
    channels: tuple[Gate, ...]
    best: tuple[Best, ...]
    messages: Messages | None
    threshold: float
    window: tuple[int, int]
    scope: tuple[str, ...]
    outside: tuple[str, ...]
    opening: tuple[str, ...]
    lacks: str
    shown: str = "actors"

    @property
    def cleared(self) -> frozenset[str]:
        """Ids of the officials that are cleared, the sender included."""
        return frozenset(row.id for row in self.actors if row.state != "not cleared")

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The answer in words."""
        return tuple(cascade_words.sentences(self))

    def table(self) -> tuple[list[str], list[list[Any]]]:
        """A row for each official, or for each channel where `shown` is ``channels``."""
        if self.shown == "channels":
            header = ["id", "name", "state", "probability", "missing", "others"]
            return header, [_cells(row, header) for row in self.channels]
        header = ["id", "name", "state", "probability", "route", "delay_days", "why", "low", "high", "exact"]
        return header, [_cells(row, header) for row in self.actors]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        plain = ("threshold", "window", "scope", "outside", "opening", "unneeded")
        rows = ("signals", "actors", "channels", "best")
        return {
            **{name: [_plain(row) for row in getattr(self, name)] for name in rows},
            "cleared": sorted(self.cleared),
            "messages": None if self.messages is None else self.messages.to_json(),
            **{name: list(v) if isinstance(v := getattr(self, name), tuple) else v for name in plain},
        }


def _plain(row: Any) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else tidy(value) for name, value in asdict(row).items()}


def _cells(row: Actor | Gate, header: Iterable[str]) -> list[Any]:
    arrow = " > " if isinstance(row, Actor) else "; "
    found = [getattr(row, name) for name in header]
    return [arrow.join(value) if isinstance(value, tuple) else tidy(value) for value in found]


@system(
    title="Signal cascade", question="Whom does a senior official's signal clear to proceed, and who still waits?"
)
def cascade(
    net: Network,
    source: str | Iterable[str] | None = None,
    *,
    scope: Collection[str] | None = None,
    rank_window: tuple[int, int] | None = None,
    threshold: float = THRESHOLD,
    opening: Collection[str] = (),
    channels: Collection[str] | None = None,
    share: float = 1.0,
    by_reach: bool = False,
    draws: int = DRAWS,
    seed: int = 0,
) -> Cascade:
    """Follow a signal down the lines of authority of its side: who is cleared, how surely, how soon, by which route.

    An official is cleared when the message of a sender whose rank lies in the window reaches it with at least the
    wanted probability. Messages go along active hierarchical ties, from `source` to `target`, and through open
    internal cascades; each tie works with its strength, a cascade with its quality, a member with its uptake, and
    arrival with permeability, all independently (two-terminal reliability). Nobody more senior than the sender is
    cleared by it. Chances are exact where at most 18 uncertain elements are left after reduction, else drawn, with a
    95 % interval. `delay_days` is the sum along the likeliest route, of equally likely ones the fastest; a cascade
    that the scenario or `opening` opens takes its lead time.

    Parameters
    ----------
    net : Network
        At its date; ties and channels that do not carry then carry no message either.
    source : str or iterable of str, optional
        Who sends the signal, by id or name: one, or one for each of several sides. Default `net.study.signal`, else
        the best sender of the first side. Officials of sides without a sender are not judged.
    scope : collection of str, optional
        Issues that the message covers; default all. Issues on a red line are always outside. A channel all of whose
        issues are outside is not cleared, and a tie that names only such issues does not carry the message.
    rank_window : (int, int), optional
        Most senior and most junior rank of a sender; default that of the study, (2, 3). A more senior sender is
        premature, a more junior one too junior: neither clears anybody.
    threshold : float
        Probability from which an official counts as cleared, in (0, 1].
    opening : collection of str
        Candidate internal cascades that count as open.
    channels, share
        For `messages`: the channels whose officials are to be cleared, and which share of these; see
        `fewest_messages`.
    by_reach : bool
        Compare senders by the reach of the channels that they clear; see `best_source`.
    draws, seed : int
        Worlds to draw where chances cannot be exact, and their seed.

    Returns
    -------
    Cascade

    Raises
    ------
    UsageError
        For a window, threshold, share or number of draws out of range, and for two senders of one side.
    UnknownName
        For an issue, channel or internal cascade that there is not.

    Examples
    --------
    >>> people = [{"id": "adm", "side": "ca", "level": 3}, {"id": "tcs", "side": "ca"}, {"id": "edc", "side": "ca"}]
    >>> ties = [{"source": "adm", "target": "tcs", "kind": "hierarchical", "strength": 0.8},
    ...         {"source": "tcs", "target": "edc", "kind": "hierarchical", "strength": 0.8}]
    >>> found = cascade(Network.from_tables(people, ties), "adm")
    >>> [(row.id, row.state, round(row.probability, 12)) for row in found.actors]
    [('adm', 'source', 1.0), ('tcs', 'cleared', 0.8), ('edc', 'cleared', 0.64)]
    """
    setting = setting_of(net, scope=scope, rank_window=rank_window, opening=opening, draws=draws, seed=seed)
    signals = signals_of(setting, source)
    sides = [signal.side for signal in signals if signal.side]
    more = messages(setting, signals[0], channels, threshold, share) if signals else None
    actors, gates = judged(setting, signals, threshold)
    weights = reach_weights(net) if by_reach else None
    best = [found for side in sides if (found := setting.best(side, weights)) is not None]
    return Cascade(
        net=net,
        signals=signals,
        actors=actors,
        unneeded=tuple(n for n, row in net.stakeholder.items() if row.side in sides and n not in setting.officials),
        channels=gates,
        best=tuple(best),
        messages=more,
        threshold=threshold,
        window=setting.window,
        scope=tuple(sorted(setting.scope)),
        outside=tuple(sorted(red_lines(net))),
        opening=tuple(sorted(setting.opening)),
        lacks=_lacks(setting, signals, source is None, actors),
    )


def judged(
    setting: Setting, signals: Collection[Signal], threshold: float
) -> tuple[tuple[Actor, ...], tuple[Gate, ...]]:
    """Who is cleared and which channels wait, for these signals.

    Raises
    ------
    UsageError
        For a threshold outside (0, 1].
    """
    if not 0 < threshold <= 1:
        raise UsageError(f"threshold {threshold!r}: give a probability above 0 and at most 1")
    actors = tuple(_order(row for signal in signals for row in _actors(setting, signal, threshold)))
    return actors, _gates(setting, signals, {row.id for row in actors if row.state != "not cleared"})


def _actors(setting: Setting, signal: Signal, threshold: float) -> Iterable[Actor]:
    """Officials of a sender's side, and the sender whatever it is."""
    here = setting.net.stakeholder
    arrival = setting.arrival(signal)
    routes = arrival.lines.routes(signal.id) if signal.rank and signal.side else {}
    for name in sorted({n for n in setting.officials if here[n].side == signal.side and signal.side} | {signal.id}):
        yield _actor(setting, signal, name, arrival, routes.get(name), threshold)


def _actor(
    setting: Setting, signal: Signal, name: str, arrival: Arrival, route: Route | None, threshold: float
) -> Actor:
    row = setting.net.stakeholder[name]
    found = arrival.at([signal.id] if route else [], name)
    why = _why_not(signal, row.rank, found.value, threshold)
    state = "not cleared" if why else "source" if name == signal.id else "cleared"
    return Actor(
        id=name,
        name=row.name,
        side=row.side,
        rank=row.rank,
        state=state,
        why=why,
        probability=found.value,
        low=found.low,
        high=found.high,
        exact=found.exact,
        delay_days=route.days if route else None,
        route=route.people if route else (),
    )


def _why_not(signal: Signal, rank: int, probability: float, threshold: float) -> str:
    if signal.verdict != WITHIN and (probability or not is_senior(rank, signal.rank)):
        return f"the source: {signal.verdict}"
    if probability >= threshold - SLACK:
        return ""
    if probability:
        return "too unlikely to hear"
    return "more senior than the source" if is_senior(rank, signal.rank) else "no line of authority"


def _order(rows: Iterable[Actor]) -> list[Actor]:
    return sorted(rows, key=lambda row: (row.state != "source", -round(row.probability, 12), row.id))


def _gates(setting: Setting, signals: Collection[Signal], cleared: Collection[str]) -> tuple[Gate, ...]:
    rows = [_gate(setting, signals, cleared, row) for row in setting.gated]
    order = ("cleared", "blocked", "other side", "outside the scope")
    return tuple(sorted(rows, key=lambda row: (order.index(row.state), row.id)))


def _gate(setting: Setting, signals: Collection[Signal], cleared: Collection[str], row: Channel) -> Gate:
    net = setting.net
    needs = {signal.side: of_side(net, row, signal.side, setting.officials) for signal in signals if signal.side}
    others = [n for side in net.sides if side not in needs for n in of_side(net, row, side, setting.officials)]
    every = tuple(name for names in needs.values() for name in names)
    missing = tuple(name for name in every if name not in cleared)
    state = "blocked" if missing else "other side" if others and not every else "cleared"
    if not in_scope(row, setting.scope):
        state = "outside the scope"
    chances = [
        setting.arrival(signal).at_all([signal.id] if signal.verdict == WITHIN else [], needs[signal.side]).value
        for signal in signals
        if signal.side
    ]
    chance = 0.0 if state == "outside the scope" else math.prod(chances)
    return Gate(row.id, row.name, state, chance, every, missing, tuple(others))


def _lacks(setting: Setting, signals: tuple[Signal, ...], default: bool, actors: Iterable[Actor]) -> str:
    """What the study would have to say, in a line."""
    net, (senior, junior) = setting.net, setting.window
    if not net.sides:
        return "stakeholders.csv, column side: who is on which side"
    if default and net.study.signal and net.study.signal not in net.stakeholder:
        return f"netmodel.toml, signal: {net.study.signal} is not the id of a stakeholder"
    if not signals:
        return f"stakeholders.csv, column level: an official of {net.sides[0]} with a rank from {senior} to {junior}"
    ties = {net.stakeholder[tie.source].side for tie in authority_ties(net)}
    bare = [signal.side for signal in signals if signal.side and signal.side not in ties]
    if bare:
        return f"ties.csv: active ties of kind hierarchical, from superior to subordinate, on the side of {bare[0]}"
    if any(row.route and row.delay_days is None for row in actors):
        return "ties.csv, column delay_days: how long a message takes along ties of authority"
    return ""
