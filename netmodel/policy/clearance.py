"""Clearance as a constraint: which stakeholders and channels may go ahead after a signal.

A signal is of one side. Officials of a side that sends one are cleared or not; those of a side that sends none are
taken to be cleared by a signal of their own, unless `strict`. Nobody else needs clearance.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import cache

from netmodel.network import Network
from netmodel.policy.arrival import DRAWS
from netmodel.policy.cascade import Actor, Gate, judged
from netmodel.policy.signals import THRESHOLD, Setting, Signal, cascades, setting_of, signals_of

Channels = frozenset[str]


def clearance(
    net: Network,
    source: str | Iterable[str] | None = None,
    *,
    threshold: float = THRESHOLD,
    strict: bool = False,
    scope: Collection[str] | None = None,
    rank_window: tuple[int, int] | None = None,
    opening: Collection[str] = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> frozenset[str]:
    """Who may take part in what needs clearance: officials that a signal clears, and all who need none.

    Where nobody can send a signal, no official of the first side is cleared.

    Parameters
    ----------
    net : Network
    source : str or iterable of str, optional
        Who sends the signal, as for `cascade`.
    threshold : float
        Probability from which an official counts as cleared; by default when it is at least as likely as not.
    strict : bool
        Officials of sides that send no signal are not cleared either.
    scope, rank_window, opening, draws, seed
        As for `cascade`.

    Returns
    -------
    frozenset of str
        Ids. `netmodel.decide.constraints.cleared` makes of them the plain rule that every participant of a channel
        has to be among them; `cleared_channels` also knows the scope, and which channels carry the signal itself.

    Examples
    --------
    >>> people = [{"id": "adm", "side": "ca", "level": 3}, {"id": "tcs", "side": "ca", "level": 4},
    ...           {"id": "edc", "side": "ca", "level": 3}, {"id": "mid", "side": "ru", "level": 3}]
    >>> ties = [{"source": "adm", "target": "tcs", "kind": "hierarchical", "strength": 0.8}]
    >>> sorted(clearance(Network.from_tables(people, ties)))
    ['adm', 'mid', 'tcs']
    """
    setting = setting_of(net, scope=scope, rank_window=rank_window, opening=opening, draws=draws, seed=seed)
    signals = signals_of(setting, source)
    return _people(setting, signals, judged(setting, signals, threshold)[0], strict)


def cleared_channels(
    net: Network,
    source: str | Iterable[str] | None = None,
    *,
    threshold: float = THRESHOLD,
    strict: bool = False,
    scope: Collection[str] | None = None,
    rank_window: tuple[int, int] | None = None,
    opening: Collection[str] = (),
    draws: int = DRAWS,
    seed: int = 0,
) -> Channels:
    """Candidate channels that need no clearance or have it: a constraint for `best_portfolio`.

    A channel that waits for a signal (see `Cascade.channels`) passes when some issue of it is in the scope of the
    message and all its officials may take part. Options are those of `clearance`.

    Examples
    --------
    >>> people = [{"id": "adm", "side": "ca", "level": 3}, {"id": "edc", "side": "ca", "level": 3},
    ...           {"id": "mid", "side": "ru", "level": 3}]
    >>> rows = [{"id": "talks", "participants": "adm; mid", "needs_clearance": "yes"},
    ...         {"id": "credit", "participants": "edc; mid", "needs_clearance": "yes"}]
    >>> net = Network.from_tables(people, channels=rows)
    >>> cleared_channels(net, "adm"), cleared_channels(net, "adm", strict=True)
    (frozenset({'talks'}), frozenset())
    """
    setting = setting_of(net, scope=scope, rank_window=rank_window, opening=opening, draws=draws, seed=seed)
    signals = signals_of(setting, source)
    actors, gates = judged(setting, signals, threshold)
    allowed = _people(setting, signals, actors, strict)
    waiting = {row.id for row in gates if not _passes(row, allowed)}
    return frozenset(row.id for row in net.candidates if row.id not in waiting)


def clearance_constraints(
    net: Network,
    source: str | Iterable[str] | None = None,
    *,
    threshold: float = THRESHOLD,
    strict: bool = False,
    scope: Collection[str] | None = None,
    rank_window: tuple[int, int] | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> list[Channels | Callable[[Channels], bool]]:
    """Clearance for a portfolio that may also choose internal cascades: constraints for `best_portfolio`.

    The first is the set of channels that are cleared when every internal cascade is open. Where the study has
    candidate cascades, the second looks at a whole set: each channel in it has to be cleared by the cascades that are
    open or chosen with it. A source that is not given is chosen once, with every cascade open.

    Examples
    --------
    >>> people = [{"id": "dm", "side": "ca", "level": 2}, {"id": "ab", "side": "ca", "level": 3}]
    >>> rows = [{"id": "memo", "kind": "internal-cascade", "participants": "dm:1; ab:1", "quality": 0.8},
    ...         {"id": "twinning", "participants": "ab", "needs_clearance": "yes"}]
    >>> allowed, test = clearance_constraints(Network.from_tables(people, channels=rows), "dm")
    >>> sorted(allowed), test(frozenset({"twinning"})), test(frozenset({"twinning", "memo"}))
    (['memo', 'twinning'], False, True)
    """
    every = cascades(net)
    setting = setting_of(net, scope=scope, rank_window=rank_window, opening=every, draws=draws, seed=seed)
    senders = [signal.id for signal in signals_of(setting, source)] or None

    @cache
    def cleared(opening: Channels) -> Channels:
        return cleared_channels(
            net,
            senders,
            threshold=threshold,
            strict=strict,
            scope=scope,
            rank_window=rank_window,
            opening=opening,
            draws=draws,
            seed=seed,
        )

    def test(chosen: Channels) -> bool:
        return chosen <= cleared(chosen.intersection(every))

    first = cleared(frozenset(every))
    return [first, test] if every else [first]


def _people(setting: Setting, signals: Iterable[Signal], actors: Iterable[Actor], strict: bool) -> frozenset[str]:
    """Everybody but the officials of the sides that are judged, and of these those that are cleared."""
    net = setting.net
    heard = {signal.side for signal in signals if signal.side} or set(net.sides[:1])
    sides = heard.union(net.sides) if strict else heard
    cleared = {row.id for row in actors if row.state != "not cleared"}
    shut = {name for name in setting.officials - cleared if net.stakeholder[name].side in sides}
    return frozenset(net.stakeholder) - shut


def _passes(row: Gate, allowed: Collection[str]) -> bool:
    return row.state != "outside the scope" and set(row.needs + row.others) <= set(allowed)
