"""Overlap of channels: which platforms gather the same people, and which add nobody and nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

from netmodel.errors import UsageError
from netmodel.measures.twomode import channels_of, members
from netmodel.network import Network


@dataclass(frozen=True)
class Overlap:
    """Two channels and the people they share.

    `jaccard` is the share of all who take part in either; `containment` the share of the smaller of the two.
    """

    one: str
    other: str
    shared: tuple[str, ...]
    jaccard: float
    containment: float

    @property
    def count(self) -> int:
        """How many take part in both."""
        return len(self.shared)

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        shares = {"jaccard": round(self.jaccard, 12), "containment": round(self.containment, 12)}
        return {"one": self.one, "other": self.other, "shared": list(self.shared), "count": self.count, **shares}


def _platforms(net: Network) -> dict[str, tuple[str, ...]]:
    """Who takes part in each open or candidate channel; a tie that could be restored is no platform."""
    return {row.id: members(net, row) for row in channels_of(net, True) if not row.restores}


def s_overlap(net: Network, *, s: int = 1) -> tuple[Overlap, ...]:
    """Pairs of channels, open or candidate, that share at least s participants.

    Parameters
    ----------
    net : Network
        Candidates that only restore a tie between two are left out.
    s : int
        1 or more.

    Returns
    -------
    tuple of Overlap
        Most shared first, then the more contained, then by ids.

    Raises
    ------
    UsageError
        Where s is below 1.

    References
    ----------
    .. [1] Aksoy, S. G., Joslyn, C., Ortiz Marrero, C., Praggastis, B., Purvine, E. (2020). Hypernetwork science via
       high-order hypergraph walks. *EPJ Data Science* 9, 16 (not re-read).

    Examples
    --------
    >>> people = [{"id": name} for name in "abcd"]
    >>> net = Network.from_tables(people, channels=[{"id": "x", "participants": "a; b; c"},
    ...                                             {"id": "y", "participants": "b; c; d"}])
    >>> s_overlap(net, s=2)
    (Overlap(one='x', other='y', shared=('b', 'c'), jaccard=0.5, containment=0.6666666666666666),)
    """
    if s < 1:
        raise UsageError(f"s counts the participants that two channels share: 1 or more, not {s}")
    people = _platforms(net)
    found = []
    for (one, other), count in _shared(people).items():
        if count >= s:
            sizes = len(people[one]), len(people[other])
            both = tuple(sorted(set(people[one]) & set(people[other])))
            found.append(Overlap(one, other, both, count / (sum(sizes) - count), count / min(sizes)))
    return tuple(sorted(found, key=lambda pair: (-pair.count, -pair.containment, pair.one, pair.other)))


def _shared(people: dict[str, tuple[str, ...]]) -> Counter[tuple[str, str]]:
    """How many each two channels share, where they share anybody."""
    takes_part: dict[str, list[str]] = {}
    for channel in sorted(people):
        for name in people[channel]:
            takes_part.setdefault(name, []).append(channel)
    return Counter(pair for held in takes_part.values() for pair in combinations(held, 2))


@dataclass(frozen=True)
class Redundancy:
    """A channel that gathers nobody whom another does not, on no issue that the other does not carry.

    `mutual` says that the same holds the other way: same people, same issues. `participants` are those of the
    channel.
    """

    channel: str
    beside: str
    mutual: bool
    participants: tuple[str, ...]
    issues: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain values."""
        return {**asdict(self), "participants": list(self.participants), "issues": list(self.issues)}


def redundant_channels(net: Network) -> tuple[Redundancy, ...]:
    """Channels, open or candidate, whose people and issues are all in another channel.

    It looks at who and about what, not at quality, uptake, level or format: a small circle within a large platform
    may do what the platform cannot.

    Parameters
    ----------
    net : Network
        Candidates that only restore a tie between two are left out, and so are channels in which nobody takes part.

    Returns
    -------
    tuple of Redundancy
        By ids; a mutual pair once, the first id being the channel.

    Notes
    -----
    A channel that names no issue carries all of them, so only another one that names none carries as much.

    Examples
    --------
    >>> people = [{"id": name} for name in "abc"]
    >>> net = Network.from_tables(people, channels=[{"id": "x", "participants": "a; b; c"},
    ...                                             {"id": "y", "participants": "b; c", "issues": "trade"}])
    >>> [(row.channel, row.beside, row.mutual) for row in redundant_channels(net)]
    [('y', 'x', False)]
    """
    people = _platforms(net)
    found = []
    for pair in _shared(people):
        for channel, beside in (pair, pair[::-1]):
            if _within(net, people, channel, beside):
                mutual = _within(net, people, beside, channel)
                if not mutual or channel < beside:
                    found.append(
                        Redundancy(
                            channel, beside, mutual, people[channel], tuple(sorted(net.channel[channel].issues))
                        )
                    )
    return tuple(sorted(found, key=lambda row: (row.channel, row.beside)))


def _within(net: Network, people: dict[str, tuple[str, ...]], one: str, other: str) -> bool:
    """Whether all people and issues of one channel are in the other."""
    mine, theirs = set(net.channel[one].issues), set(net.channel[other].issues)
    return set(people[one]) <= set(people[other]) and (not theirs or (bool(mine) and mine <= theirs))
