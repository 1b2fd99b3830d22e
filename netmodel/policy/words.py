"""Names, shares and lists as the sentences of several policy systems have them."""

from __future__ import annotations

from collections.abc import Sequence

from netmodel.network import Network

TOP = 3
"""Names that a sentence gives of many."""


def percent(share: float, digits: int = 0) -> str:
    """A share in per cent, with a no-break space.

    >>> percent(0.64), percent(0.784, 1)
    ('64\\xa0%', '78.4\\xa0%')
    """
    return f"{round(100 * share, digits) + 0.0:.{digits}f}\xa0%"


def called(net: Network, name: str) -> str:
    """The name of a stakeholder or channel, in quotes where it has several words; an id that is not known stays.

    >>> net = Network.from_tables([{"id": "edc", "name": "Export Development Canada"}, {"id": "tcs"}])
    >>> called(net, "edc"), called(net, "tcs")
    ('“Export Development Canada”', 'tcs')
    """
    row = net.stakeholder.get(name) or net.channel.get(name)
    said = row.name if row is not None else name
    return f"“{said}”" if any(mark in said for mark in " ,;:") else said


def listed(words: Sequence[str]) -> str:
    """Words in a row.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def some(words: Sequence[str], count: int = TOP) -> str:
    """Words in a row, the first few where there are many.

    >>> some(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    if len(words) <= count + 1:
        return listed(words)
    return f"{', '.join(words[:count])} and {len(words) - count} more"


def many(number: int, noun: str) -> str:
    """A number of things.

    >>> many(1, "channel"), many(1200, "channel")
    ('1 channel', '1,200 channels')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
