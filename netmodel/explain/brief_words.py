"""Words and rounded figures of a brief: whole percentages, two digits of money, short names, levels and dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from netmodel.explain import dated, listed, percent
from netmodel.explain.brief_names import definite, quoted, shortened
from netmodel.explain.brief_rows import computed
from netmodel.explain.figures import money
from netmodel.network import Channel, Network, Tie
from netmodel.policy.comparison import Comparison, compare

if TYPE_CHECKING:
    from netmodel.analysis import Analysis

LEVELS = {
    1: "minister",
    2: "deputy minister",
    3: "assistant deputy minister",
    4: "director-general",
    5: "expert",
}
"""Ranks in words; 0 is no official level."""

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
"""Small numbers in words."""


@dataclass(frozen=True, eq=False)
class Material:
    """What a brief is written from: an analysis, and what was lost since the earlier date."""

    analysis: Analysis
    _short: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def net(self) -> Network:
        """The study."""
        return self.analysis.net

    @cached_property
    def lost(self) -> Comparison | None:
        """The comparison with the earlier date; None where none is known."""
        net = self.net
        return None if net.before is None else compare(net.before, net, draws=0, measures=[])

    @cached_property
    def chosen(self) -> frozenset[str]:
        """Ids of the recommended channels."""
        found = self.analysis.recommendation
        return frozenset(found.portfolio.channels if found and found.portfolio.feasible else ())

    def who(self, name: str) -> str:
        """The short name of a stakeholder, in quotes where it would be hard to read among others.

        The brackets at its end, and what follows a slash, are left out where that is still the name of nobody else.
        """
        return quoted(self.short(name))

    def the(self, name: str) -> str:
        """The same in a sentence, with an article where it wants one."""
        return definite(self.short(name))

    def short(self, name: str) -> str:
        """The short name of a stakeholder, as it is; an id that the study does not know stays."""
        if "people" not in self._short:
            self._short["people"] = shortened({row.id: row.name for row in self.net.stakeholders})
        return self._short["people"].get(name, name)

    def what(self, name: str) -> str:
        """The short name of a channel, in quotes; one that restores a tie is told by the ends of that."""
        row = self.net.channel[name]
        if row.restores and row.restores in self.net.tie:
            return f"restoring the tie of {self.ends(self.net.tie[row.restores])}"
        if "channels" not in self._short:
            self._short["channels"] = shortened({row.id: row.name for row in self.net.channels})
        return f"“{self._short['channels'][name]}”"

    def analysed(self) -> tuple[str, ...]:
        """What computes the recommendation, with the options that it was asked for."""
        options = self.analysis.options
        said = [f"--{name} {options[name]}" for name in ("at", "draws", "seed") if options[name]]
        found = self.analysis.recommendation
        if found is not None and found.limits == "asked":
            limits = found.portfolio.limits
            said += [
                f"--{key.replace('_', '-')} {limits[key]:.12g}" for key in ("budget", "max_risk") if key in limits
            ]
        return (computed("analyse", *said),)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each recommended channel: those of the plan in order, then those that it cannot open."""
        found = self.analysis.recommendation
        planned = [step.channel for step in found.sequence.steps] if found else []
        names = [*planned, *sorted(self.chosen - set(planned))]
        return {name: number for number, name in enumerate(names, start=1)}

    def steps(self, channels: Iterable[str]) -> str:
        """Recommended channels by the numbers of their steps; the only one, and what is no step, by name."""
        numbers = sorted(self.numbers[name] for name in channels if name in self.numbers)
        others = [self.what(name) for name in channels if name not in self.numbers]
        if len(self.numbers) == 1 and numbers:
            return listed([*map(self.what, self.numbers), *others])
        told = f"step{'s' if len(numbers) > 1 else ''} {listed([str(number) for number in numbers])}"
        return listed([*([told] if numbers else []), *others])

    def ends(self, tie: Tie) -> str:
        """The two ends of a tie."""
        return f"{self.the(tie.source)} and {self.the(tie.target)}"

    def crosses(self, tie: Tie) -> bool:
        """Whether a tie joins two sides."""
        sides = [row.side for row in map(self.net.stakeholder.get, (tie.source, tie.target)) if row is not None]
        return len(sides) == 2 and sides[0] != sides[1] and all(side in self.net.sides for side in sides)


def spelt(number: int) -> str:
    """A small number in words, a larger one in figures.

    >>> spelt(9), spelt(1608)
    ('nine', '1,608')
    """
    return NUMBERS[number - 1] if 0 < number <= len(NUMBERS) else f"{number:,}"


def whole(share: float, beside: float | None = None) -> str:
    """A share in whole per cent, with as many decimals as it takes to differ from `beside`.

    A little is never told as nothing, nor nearly all as all.

    >>> [whole(share).replace("\\xa0", " ") for share in (0.109, 0.002, 0.998, 1)]
    ['11 %', 'less than 1 %', 'more than 99 %', '100 %']
    >>> whole(0.109, 0.111).replace("\\xa0", " ")
    '10.9 %'
    """
    digits = 0
    if beside is not None and round(beside, 12) != round(share, 12):
        digits = next((d for d in (0, 1, 2, 3) if percent(share, d) != percent(beside, d)), 0)
    if digits == 0 and 0 < share < 0.005:
        return "less than 1\xa0%"
    if digits == 0 and 0.995 <= share < 1:
        return "more than 99\xa0%"
    return percent(share, digits)


def roughly(share: float, beside: float | None = None) -> str:
    """A share in whole per cent, with the word `about` where that is not exact.

    >>> roughly(0.109), roughly(0.25), roughly(0.002)
    ('about 11\\xa0%', '25\\xa0%', 'less than 1\\xa0%')
    """
    said = whole(share, beside)
    exact = said.startswith(("less", "more")) or abs(100 * share - round(100 * share)) < 1e-9
    return said if exact else f"about {said}"


def span(low: float, high: float) -> str:
    """A range of shares in whole per cent.

    >>> span(0.054, 0.098), span(0.1, 0.1)
    ('5 to 10\\xa0%', '10\\xa0%')
    """
    ends = [whole(value) for value in (low, high)]
    if ends[0] == ends[1]:
        return ends[0]
    plain = not any(word.startswith(("less", "more")) for word in ends)
    return f"{ends[0].removesuffix(chr(160) + '%') if plain else ends[0]} to {ends[1]}"


def tenths(gain: float) -> str:
    """A gain of reach in points, to a tenth.

    >>> tenths(0.0054), tenths(0.0099), tenths(0.0001), tenths(0.75)
    ('0.5 points', '1.0 points', 'less than 0.1 points', '75 points')
    """
    amount = round(100 * gain, 1)
    if amount < 0.1:
        return "less than 0.1 points" if gain > 0 else "0 points"
    return (
        f"{amount:.0f} points"
        if amount == round(amount) and abs(100 * gain - amount) < 1e-9
        else f"{amount:.1f} points"
    )


def about(net: Network, amount: float) -> str:
    """Money to two digits, with the word `about` where that is not exact.

    >>> about(Network.from_tables([]), 1234), about(Network.from_tables([]), 250000)
    ('about 1,200', '250,000')
    """
    rounded = float(f"{amount:.2g}")
    return f"{'' if rounded == amount else 'about '}{money(net, rounded)}"


def spoken(kind: str) -> str:
    """A kind as people say it.

    >>> spoken("formal-dialogue")
    'formal dialogue'
    """
    return kind.replace("-", " ").replace("_", " ")


def window(low: int | None, high: int | None) -> str:
    """A window of levels in words; empty where none is stated.

    >>> window(4, 5), window(0, 3), window(0, 5), window(None, None)
    ('director-general to expert', 'assistant deputy minister and above, or without rank', 'any level', '')
    """
    if high is None or low is None:
        named = LEVELS.get(high or low or 0, "")
        return f"{named} or {'above' if low is None else 'below'}" if named else ""
    if low == 0:
        down = f"{LEVELS.get(high, '')} and above, or without rank"
        return "any level" if high == 5 else "people without rank" if high == 0 else down
    return LEVELS[low] if low == high else f"{LEVELS[low]} to {LEVELS.get(high, '')}"


def ranks(low: int | None, high: int | None) -> str:
    """A window of levels in numbers, 1 the most senior; empty where none is stated.

    >>> ranks(4, 5), ranks(3, 3), ranks(0, 3), ranks(0, 0), ranks(None, 4), ranks(None, None)
    ('4–5', '3', '1–3, none', 'none', '1–4', '')
    """
    if low is None and high is None:
        return ""
    first, last = 1 if low is None else low, 5 if high is None else high
    if last == 0:
        return "none"
    span = f"{max(first, 1)}–{last}" if max(first, 1) != last else str(last)
    return f"{span}, none" if first == 0 else span


WORDS = {"none": "ended", "absent": "no longer listed", "removed": "taken away"}
"""What is said of a tie whose later status is no plain word for an end."""


def fate(net: Network, tie: Tie, status: str) -> str:
    """What became of a lost tie and when, as far as the study says."""
    said = WORDS.get(status, status)
    if tie.until:
        return f"{said} {dated(tie.until)}"
    if net.now_date:
        return f"{said} by {net.now_date}"
    return f"{said} some time after {net.before_date}" if net.before_date else said


def now(net: Network) -> str:
    """The date of the picture, in a sentence.

    >>> now(Network.from_tables([]))
    'now'
    """
    return dated(net.now_date) if net.now_date else "now"


def states(row: Channel, column: str) -> bool:
    """Whether the tables state a value of a channel, so that it may be told."""
    return not row.restores and column not in row.assumed


def terms(net: Network, rows: Sequence[Channel]) -> str:
    """What channels cost together and their highest risk; nothing that the tables do not state of all of them.

    >>> rows = [{"id": "c", "participants": "a", "cost": 20000, "risk": 0.1}, {"id": "d", "participants": "a"}]
    >>> net = Network.from_tables([{"id": "a"}], channels=rows)
    >>> terms(net, net.candidates[:1]), terms(net, net.candidates)
    ('cost 20,000; risk 0.10', '')
    """
    cost = about(net, sum(row.cost for row in rows)) if all(states(row, "cost") for row in rows) else ""
    cost = f"cost {cost}" if cost and not net.study.currency else cost
    risk = f"risk {max(row.risk for row in rows):.2f}" if rows and all(states(row, "risk") for row in rows) else ""
    return joined([cost, risk])


def capital(text: str) -> str:
    """A text with a capital at its beginning, unless that is a name in quotes.

    >>> capital("restoring it"), capital("“seminar”")
    ('Restoring it', '“seminar”')
    """
    return f"{text[:1].upper()}{text[1:]}"


def joined(parts: Iterable[str], mark: str = "; ") -> str:
    """The parts that say something, with a mark between."""
    return mark.join(part for part in parts if part)
