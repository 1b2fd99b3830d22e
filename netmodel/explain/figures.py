"""Figures and names as sentences about choices have them: worths, changes, money, and a few names of many."""

from __future__ import annotations

from collections.abc import Sequence

from netmodel.explain import TOP, listed, percent, points
from netmodel.network import Network

SHARES = ("reach", "expected_reach", "reliability")
"""Objectives whose worth is a share and is told in per cent; any other is told as a number."""


def worth(objective: str, value: float, *, beside: float | None = None) -> str:
    """The worth of a set, with as many decimals as it takes to differ from `beside`.

    >>> worth("reach", 0.1091), worth("reach", 0.10912, beside=0.10909), worth("visits", 12.5)
    ('10.9\\xa0%', '10.912\\xa0%', '12.5')
    """
    if objective not in SHARES:
        return f"{value:.6g}"
    other = value if beside is None else beside
    digits = [d for d in (1, 2, 3, 4, 6) if percent(value, d) != percent(other, d)]
    return percent(value, digits[0] if digits else 1)


def change(objective: str, gain: float, *, sign: bool = True) -> str:
    """A change of worth: in points where it is a share.

    >>> change("reach", -0.0002), change("reach", 0.0002, sign=False), change("visits", 2.0)
    ('-0.02 points', '0.02 points', '+2')
    """
    gain = round(gain, 12) + 0.0
    said = points(gain) if objective in SHARES else f"{gain:+.4g}"
    return said if sign else said.lstrip("+-")


def called(objective: str) -> str:
    """What an objective is called in a sentence.

    >>> called("expected_reach")
    'expected reach'
    """
    return objective.replace("_", " ")


def money(net: Network, amount: float) -> str:
    """An amount in the study's currency, or the plain number.

    >>> from netmodel import Study
    >>> money(Network.from_tables([], study=Study(currency="CAD")), 210000)
    'CAD\\xa0210,000'
    """
    number = f"{amount:,.0f}" if amount >= 10 or amount == round(amount) else f"{amount:.3g}"
    return f"{net.study.currency}\xa0{number}" if net.study.currency else number


def cost(net: Network, amount: float) -> str:
    """What a set costs; without a currency the word stands before the number.

    >>> cost(Network.from_tables([]), 4.5)
    'cost 4.5'
    """
    return money(net, amount) if net.study.currency else f"cost {money(net, amount)}"


def many(number: int, noun: str) -> str:
    """A number of things, as `counted` has it, with commas between thousands.

    >>> many(1, "pair"), many(2311, "absent pair")
    ('1 pair', '2,311 absent pairs')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def named(net: Network, channel: str) -> str:
    """The name of a channel, in quotes where it has several words; an id that the study does not know stays.

    >>> rows = [{"id": "talks", "name": "Talks, twice a year", "participants": ""}]
    >>> net = Network.from_tables([{"id": "a"}], channels=rows)
    >>> named(net, "talks"), named(net, "seminar")
    ('“Talks, twice a year”', 'seminar')
    """
    name = net.channel[channel].name if channel in net.channel else channel
    return f"“{name}”" if any(mark in name for mark in " ,;:") else name


def names(net: Network, ids: Sequence[str]) -> list[str]:
    """Names of channels, as `named` gives them."""
    return [named(net, name) for name in ids]


def some(words: Sequence[str], count: int = TOP) -> str:
    """Names in a row, the first few where there are many.

    >>> some(["a", "b", "c"]), some(["a", "b", "c", "d", "e"])
    ('a, b and c', 'a, b, c and 2 more')
    """
    if len(words) <= count + 1:
        return listed(words)
    return f"{', '.join(words[:count])} and {len(words) - count} more"
