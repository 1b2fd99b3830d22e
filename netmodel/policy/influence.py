"""The fewest further messages: to whom a source also has to send its signal, so that enough are cleared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from typing import Any

from netmodel.errors import UnknownName, UsageError
from netmodel.network import Network
from netmodel.policy.arrival import DRAWS
from netmodel.policy.authority import is_senior, of_side
from netmodel.policy.signals import THRESHOLD, WITHIN, Setting, Signal, setting_of, signals_of

NODES = 2_000
"""Nodes of the search tree after which the best set so far is given, with its gap."""

SLACK = 1e-12
"""A chance may fall short of the wanted one by so much, which is rounding."""

People = frozenset[str]
Chance = Callable[[People, str], float]
_Node = tuple[People, People, tuple[str, ...], int]


@dataclass(frozen=True)
class Messages:
    """To whom the source also has to send its message itself.

    Attributes
    ----------
    source, side : str
    recipients : tuple of str
        Ids, besides the source.
    needed : tuple of str
        Officials of the side that have to be cleared.
    cleared : tuple of str
        Those of them that are, with these messages.
    beyond : tuple of str
        Those that no message of this source clears: they are more senior.
    wanted : int
        How many of `needed` have to be cleared.
    feasible : bool
        Whether so many can be; where not, the recipients are those that clear all that can be.
    lower_bound : int
        No fewer messages do: proven.
    exact_chances : bool
        Whether every chance that was looked at is exact; where not, the proof holds for the worlds drawn.
    nodes : int
        Nodes of the search.
    """

    source: str
    side: str
    recipients: tuple[str, ...]
    needed: tuple[str, ...]
    cleared: tuple[str, ...]
    beyond: tuple[str, ...]
    wanted: int
    feasible: bool
    lower_bound: int
    exact_chances: bool
    nodes: int

    @property
    def gap(self) -> int:
        """Messages that may be too many."""
        return len(self.recipients) - self.lower_bound

    @property
    def optimal(self) -> bool:
        """Whether fewer are proven not to do."""
        return not self.gap

    def to_json(self) -> dict[str, Any]:
        """Give the messages as plain values."""
        values = {**asdict(self), "gap": self.gap, "optimal": self.optimal}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def fewest_messages(
    net: Network,
    source: str | None = None,
    *,
    channels: Collection[str] | None = None,
    threshold: float = THRESHOLD,
    share: float = 1.0,
    scope: Collection[str] | None = None,
    rank_window: tuple[int, int] | None = None,
    opening: Collection[str] = (),
    draws: int = DRAWS,
    seed: int = 0,
    node_limit: int = NODES,
) -> Messages | None:
    """Find the smallest set of further recipients of a signal, so that the officials of some channels are cleared.

    Influence maximisation in the independent cascade (Kempe, Kleinberg and Tardos 2003), turned round: the fewest
    seeds for a wanted coverage. Whoever is sent the message has it for certain, and passes it on along the lines of
    authority; nobody who is more senior than the source can be sent it. Branch and bound: somebody who lacks the
    message needs a further recipient among those above him, so the search branches on who that is; those who share
    nobody above them need a message each. At the root also the bound by submodularity: the sum of chances, each
    capped at the wanted one, is submodular in the recipients (Nemhauser, Wolsey and Fisher 1978, not re-read), so no
    k messages add more than the k best alone.

    Parameters
    ----------
    net : Network
    source : str, optional
        Id; default `net.study.signal`, else the best source of the first side.
    channels : collection of str, optional
        Channels whose officials have to be cleared; default: every candidate that waits for a signal, in scope.
    threshold : float
        Wanted probability of each, in (0, 1].
    share : float
        Share of them that has to be cleared, in [0, 1].
    scope, rank_window, opening, draws, seed
        As for `cascade`.
    node_limit : int
        Stop after so many nodes, with the best set so far and its gap.

    Returns
    -------
    Messages or None
        None where there is no source.

    Raises
    ------
    UsageError, UnknownName
        For a share or threshold outside its range, and for a channel that there is not.

    Examples
    --------
    >>> people = [{"id": name, "side": "ca", "level": 3} for name in ("adm", "tcs", "edc", "yt")]
    >>> ties = [{"source": "adm", "target": "tcs", "kind": "hierarchical", "strength": 0.8},
    ...         {"source": "tcs", "target": "edc", "kind": "hierarchical", "strength": 0.5}]
    >>> rows = [{"id": "trade", "participants": "tcs; edc; yt", "needs_clearance": "yes"}]
    >>> found = fewest_messages(Network.from_tables(people, ties, channels=rows), "adm")
    >>> found.recipients, found.optimal
    (('edc', 'yt'), True)
    """
    setting = setting_of(net, scope=scope, rank_window=rank_window, opening=opening, draws=draws, seed=seed)
    signals = signals_of(setting, source)
    return messages(setting, signals[0], channels, threshold, share, node_limit) if signals else None


def messages(
    setting: Setting,
    signal: Signal,
    channels: Collection[str] | None = None,
    threshold: float = THRESHOLD,
    share: float = 1.0,
    node_limit: int = NODES,
) -> Messages:
    """The same for a signal whose setting is known."""
    if not 0 < threshold <= 1:
        raise UsageError(f"threshold {threshold!r}: give a probability above 0 and at most 1")
    if not 0 <= share <= 1:
        raise UsageError(f"share {share!r}: give a number from 0 to 1")
    needed = _needed(setting, signal.side, channels)
    goal = ceil(share * len(needed) - 1e-9)
    if signal.verdict != WITHIN:
        return Messages(signal.id, signal.side, (), needed, (), needed, goal, goal == 0, 0, True, 0)
    arrival = setting.arrival(signal)
    exact = [True]

    def chance(sent: People, target: str) -> float:
        found = arrival.at(sent | {signal.id}, target)
        exact[0] = exact[0] and found.exact
        return found.value

    here = setting.net.stakeholder
    others = [name for name in arrival.lines.people if name != signal.id]
    open_to = {name for name in others if not is_senior(here[name].rank, signal.rank)}
    options = {name: People(open_to & arrival.above(name)) for name in needed}
    short = [name for name in needed if chance(People(), name) < threshold - SLACK]
    beyond = tuple(name for name in short if chance(options[name], name) < threshold - SLACK)
    spare = len(needed) - len(beyond) - goal
    search = _Search(chance, {name: options[name] for name in short if name not in beyond}, threshold, node_limit)
    sent, bound = search.fewest(max(0, spare))
    cleared = tuple(name for name in needed if chance(sent, name) >= threshold - SLACK)
    return Messages(
        source=signal.id,
        side=signal.side,
        recipients=tuple(sorted(sent)),
        needed=needed,
        cleared=cleared,
        beyond=beyond,
        wanted=goal,
        feasible=spare >= 0,
        lower_bound=bound,
        exact_chances=exact[0],
        nodes=search.nodes,
    )


def _needed(setting: Setting, side: str, channels: Collection[str] | None) -> tuple[str, ...]:
    rows = {row.id: row for row in setting.gated}
    for name in channels or ():
        if name not in setting.net.channel:
            raise UnknownName("channel", name, setting.net.channel)
    chosen = setting.covered if channels is None else [rows[name] for name in channels if name in rows]
    found = {name for row in chosen for name in of_side(setting.net, row, side, setting.officials)}
    return tuple(sorted(found))


class _Search:
    """The search for the fewest recipients; `options` names for each official who could be sent the message.

    A node of the search: who is sent it, who is not, the officials that still lack it, and how many may go without.
    """

    def __init__(self, chance: Chance, options: dict[str, People], threshold: float, node_limit: int) -> None:
        self.chance, self.threshold, self.node_limit = chance, threshold, node_limit
        self.nodes = 0
        self._known: dict[tuple[People, str], float] = {}
        self.options = options
        self.options = {name: self._useful(name) for name in options}

    def _useful(self, name: str) -> People:
        """Those of whom one is needed: who clears alone, where all the others together do not; else everybody."""
        every = self.options[name]
        strong = People(one for one in every if self._has(People({one}), name))
        return every if self._has(every - strong, name) else strong

    def fewest(self, spare: int) -> tuple[People, int]:
        """The recipients, and a proven lower bound on their number, when `spare` officials may be left out."""
        best: list[tuple[People, int]] = [(People(), 0)]  # by how many are left out
        for group in self._groups():
            alone = [self._solve(group, left) for left in range(min(spare, len(group)) + 1)]
            merged = []
            for total in range(min(spare, len(best) - 1 + len(alone) - 1) + 1):
                pairs = [(best[n], alone[total - n]) for n in range(len(best)) if 0 <= total - n < len(alone)]
                sets = [one[0] | other[0] for one, other in pairs]
                bound = min(one[1] + other[1] for one, other in pairs)
                merged.append((min(sets, key=lambda sent: (len(sent), sorted(sent))), bound))
            best = merged
        return best[min(spare, len(best) - 1)]

    def _groups(self) -> list[list[str]]:
        """Officials that may be helped by the same message, in groups that have none in common."""
        import networkx as nx

        G: nx.Graph[Any] = nx.Graph()
        for name, others in self.options.items():
            G.add_edges_from((("who", name), ("by", other)) for other in others)
        parts = [sorted(name for what, name in part if what == "who") for part in nx.connected_components(G)]
        return sorted(parts)

    def _solve(self, group: Sequence[str], spare: int) -> tuple[People, int]:
        best = self._greedy(group, spare)
        bound = max(self._packed(group, People(), People()) - spare, self._submodular(group, spare))
        limit = self.nodes + self.node_limit
        waiting: list[_Node] = [(People(), People(), tuple(group), spare)]
        while waiting and len(best) > bound:
            if self.nodes >= limit:
                return best, bound
            self.nodes += 1
            sent, out, open_, left = waiting.pop()
            if len(open_) <= left:
                best = min(best, sent, key=lambda found: (len(found), sorted(found)))
            elif len(sent) + max(1, self._packed(open_, sent, out) - left) < len(best):
                waiting += self._branches(sent, out, open_, left)
        return best, len(best)

    def _branches(self, sent: People, out: People, open_: Sequence[str], left: int) -> Iterable[_Node]:
        """One branch for each further recipient that could help the one with the fewest; the likeliest comes last."""
        name = min(open_, key=lambda one: (len(self.options[one] - out), one))
        free = self.options[name] - sent - out
        others = tuple(one for one in open_ if one != name)
        found = [(sent, out, others, left - 1)] if left else []
        if not self._has(sent | free, name):
            return found
        order = sorted(free, key=lambda one: (-self._worth(sent, one, open_), one))
        for n in reversed(range(len(order))):
            more = sent | {order[n]}
            still = tuple(one for one in open_ if order[n] not in self.options[one] or not self._has(more, one))
            found.append((more, out.union(order[:n]), still, left))
        return found

    def _has(self, sent: People, name: str) -> bool:
        return self._chance(sent, name) >= self.threshold - SLACK

    def _capped(self, sent: People, name: str) -> float:
        return min(self.threshold, self._chance(sent, name))

    def _chance(self, sent: People, name: str) -> float:
        key = sent & self.options[name], name
        if key not in self._known:
            self._known[key] = self.chance(*key)
        return self._known[key]

    def _worth(self, sent: People, one: str, group: Iterable[str]) -> float:
        """What one more message adds to the chances of a group, each capped at the wanted one."""
        helped = [name for name in group if one in self.options[name]]
        return round(sum(self._capped(sent | {one}, name) - self._capped(sent, name) for name in helped), 12)

    def _greedy(self, group: Sequence[str], spare: int) -> People:
        """Add the best message until enough are cleared, then drop what turned out not to be needed."""
        sent = People()
        open_ = list(group)
        while len(open_) > spare:
            free = sorted(People().union(*(self.options[name] for name in open_)) - sent)
            sent |= {max(free, key=lambda one: self._worth(sent, one, open_))}
            open_ = [name for name in open_ if not self._has(sent, name)]
        for one in sorted(sent):
            fewer = sent - {one}
            if sum(not self._has(fewer, name) for name in group) <= spare:
                sent = fewer
        return sent

    def _packed(self, group: Iterable[str], sent: People, out: People) -> int:
        """Officials of whom no two can be helped by the same further message."""
        taken: set[str] = set()
        count = 0
        for name in sorted(group, key=lambda one: (len(self.options[one]), one)):
            free = self.options[name] - sent - out
            if not taken & free:
                taken |= free
                count += 1
        return count

    def _submodular(self, group: Sequence[str], spare: int) -> int:
        """The fewest messages whose worths, each alone, add up to what has to be added."""
        none = People()
        missing = self.threshold * (len(group) - spare) - sum(self._capped(none, name) for name in group)
        every = People().union(*(self.options[name] for name in group))
        worths = sorted((self._worth(none, one, group) for one in every), reverse=True)
        count = 0
        while missing > 1e-9 and count < len(worths):
            missing -= worths[count]
            count += 1
        return count
