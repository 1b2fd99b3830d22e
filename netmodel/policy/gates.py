"""The gate before each issue: open now, later with the trust that is missing, or off the agenda."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from netmodel.decide.states import PARTS, parts
from netmodel.errors import UnknownName, UsageError
from netmodel.network import Channel, Network
from netmodel.network.rows import deals_with

NOW, LATER, UNSTATED, OFF = "now", "later", "not stated", "off the agenda"
"""What a gate may say: `UNSTATED` where the study gives the issue no sensitivity."""

STATES = (NOW, LATER, UNSTATED, OFF)


@dataclass(frozen=True)
class Gate:
    """Whether an issue can be talked about.

    Attributes
    ----------
    state : str
        ``now`` (trust is at least the sensitivity), ``later``, ``not stated`` or ``off the agenda`` (a red line).
    sensitivity : float or None
        In [0, 1], as the study has it.
    trust : float
        Trust there is between the sides, in [0, 1].
    missing : float or None
        Sensitivity less trust; 0 where the issue is open, None where it is off or its sensitivity not stated.
    """

    issue: str
    state: str
    sensitivity: float | None
    trust: float
    missing: float | None


def trust_between(net: Network, trust: float | None) -> float:
    """Trust there is: the one given, else the study's; raises UsageError outside 0..1.

    >>> trust_between(Network.from_tables([{"id": "gac"}]), None)
    0.1
    """
    found = net.study.trust if trust is None else float(trust)
    if not 0 <= found <= 1:
        raise UsageError(f"trust {found!r} is outside 0..1")
    return found


def gate(net: Network, issue: str, *, trust: float | None = None) -> Gate:
    """The gate before one issue.

    Parameters
    ----------
    trust : float, optional
        In [0, 1]; default that of the study.

    Examples
    --------
    >>> net = Network.from_tables([{"id": "gac"}], issues=[{"issue": "cyber", "sensitivity": 0.7}])
    >>> gate(net, "cyber").state, gate(net, "cyber").missing
    ('later', 0.6)
    """
    there = trust_between(net, trust)
    row = next((row for row in net.issues if row.issue == issue), None)
    sensitivity = None if row is None else row.sensitivity
    if row is not None and row.red_line:
        return Gate(issue, OFF, sensitivity, there, None)
    if sensitivity is None:
        return Gate(issue, UNSTATED, None, there, None)
    short = parts(sensitivity) - parts(there)
    return Gate(issue, LATER if short > 0 else NOW, sensitivity, there, max(0, short) / PARTS)


def gates(net: Network, *, trust: float | None = None) -> tuple[Gate, ...]:
    """The gate before every issue that the study names anywhere: open ones first, calmer ones first, then by name.

    Examples
    --------
    >>> rows = [{"issue": "cyber", "sensitivity": 0.7}, {"issue": "sanctions", "red_line": "yes"},
    ...         {"issue": "terrorism", "sensitivity": 0.1}]
    >>> [(row.issue, row.state) for row in gates(Network.from_tables([{"id": "gac"}], issues=rows))]
    [('terrorism', 'now'), ('cyber', 'later'), ('sanctions', 'off the agenda')]
    """
    found = [gate(net, issue, trust=trust) for issue in net.layers if issue is not None]
    return tuple(sorted(found, key=lambda row: (STATES.index(row.state), calm(row.sensitivity), row.issue)))


def calm(sensitivity: float | None) -> float:
    """What issues are sorted by: calmer ones first, those of which nothing is stated last."""
    return 2.0 if sensitivity is None else sensitivity


def joins(net: Network, channel: Channel, us: str, them: str, issue: str | None = None) -> bool:
    """Whether people of both sides who deal with an issue (any, where none is given) meet in a channel on it."""
    here = [net.stakeholder[p.stakeholder] for p in channel.participants if p.stakeholder in net.stakeholder]
    sides = {row.side for row in here if deals_with(row.issues, issue)}
    return deals_with(channel.issues, issue) and {us, them} <= sides


def pair_of(net: Network, us: str | None, them: str | None) -> tuple[str, str] | None:
    """The two sides that a question is about: those named, else the first others; None where there are no two.

    Raises
    ------
    UnknownName, UsageError
        For a side that there is not, and for the same one twice.

    Examples
    --------
    >>> net = Network.from_tables([{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}])
    >>> pair_of(net, None, None), pair_of(net, "ru", None)
    (('ca', 'ru'), ('ru', 'ca'))
    """
    for side in (us, them):
        if side is not None and side not in net.sides:
            raise UnknownName("side", side, net.sides)
    if us is not None and us == them:
        raise UsageError(f"two different sides are wanted, not {us!r} twice")
    rest = [side for side in net.sides if side not in (us, them)]
    named = us or (rest.pop(0) if rest else None)
    other = them or (rest.pop(0) if rest else None)
    return None if named is None or other is None else (named, other)


def pairs_of(net: Network, us: str | None, them: str | None) -> tuple[tuple[str, str], ...]:
    """All pairs of sides, or those of the sides that are named.

    >>> net = Network.from_tables([{"id": name, "side": name} for name in "abc"])
    >>> pairs_of(net, None, None), pairs_of(net, "b", None), pairs_of(net, "b", "a")
    ((('a', 'b'), ('a', 'c'), ('b', 'c')), (('b', 'a'), ('b', 'c')), (('b', 'a'),))
    """
    if us is None and them is None:
        return tuple(combinations(net.sides, 2))
    if us is not None and them is not None:
        found = pair_of(net, us, them)
        return () if found is None else (found,)
    pair_of(net, us, them)  # refuses a side that there is not
    others = [side for side in net.sides if side not in (us, them)]
    return tuple((us, side) if us is not None else (side, them or "") for side in others)
