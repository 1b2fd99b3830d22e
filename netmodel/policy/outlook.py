"""How many steps must still follow at the least until trust is high enough: bounds that never promise too few."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from netmodel.policy.modality import lifted

Levels = tuple[int, ...]
"""Trust in each state that is followed, in parts."""


def spread(lifts: Sequence[int], required: Sequence[int]) -> tuple[int, ...]:
    """Amounts by step that together are no less than the lifts of any set which holds what its steps require.

    A step that lifts much but requires others takes several places. Part of its lift is credited to those, as far as
    they lift less: they stand in every set that it stands in. So the few largest of these amounts bound what a few
    steps can lift better than the few largest lifts do.

    Parameters
    ----------
    lifts : sequence of int
        What each step adds.
    required : sequence of int
        For each step, the set of all that it requires, directly or not, as bits.

    Examples
    --------
    Three steps of which the last wants both others bring 6 between them, so no two places bring more than 4:

    >>> spread([0, 1, 5], [0, 0, 0b11])
    (2, 2, 2)
    """
    found = list(lifts)
    for position in sorted(range(len(found)), key=lambda p: (-required[p].bit_count(), p)):
        others = required[position] & ~(1 << position)
        lower = sorted((amount, other) for other, amount in enumerate(found) if others >> other & 1)
        total, count = found[position], 1
        for amount, _ in lower:
            if amount * count >= total:
                break
            total, count = total + amount, count + 1
        for _, other in lower[: count - 1]:
            found[other] = total // count
        found[position] = total - total // count * (count - 1)
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Outlook:
    """What can be told of a search before it is made.

    Attributes
    ----------
    lifts, limits : tuple of tuple of int
        For each step, what it adds to each state of trust, and the level above which it adds nothing.
    closed : tuple of int
        For each step, the set of all that it requires, as bits.
    useful : tuple of int
        Steps that may be taken.
    required : tuple of int
        Steps that must be.
    wanted : tuple of (int, tuple of int)
        Amounts of trust, each with the states in which it must be there; one of them is enough.

    Examples
    --------
    >>> outlook = Outlook(((1,), (2,)), ((9,), (9,)), (0, 0), (0, 1), (), ((3, (0,)),))
    >>> outlook.fewest(0, (0,)), outlook.fewest(0b10, (2,)), outlook.hopeless(0, (0,), 0, 0)
    (2, 1, True)
    """

    lifts: tuple[Levels, ...]
    limits: tuple[Levels, ...]
    closed: tuple[int, ...]
    useful: tuple[int, ...]
    required: tuple[int, ...]
    wanted: tuple[tuple[int, tuple[int, ...]], ...]

    @cached_property
    def columns(self) -> tuple[Levels, ...]:
        """For each state, what each step adds."""
        return tuple(zip(*self.lifts, strict=True))

    @cached_property
    def most(self) -> tuple[Levels, ...]:
        """For each state, what no number of steps, from none on, can add more than."""
        return tuple(self._sums(column) for column in self.columns)

    @cached_property
    def worth(self) -> tuple[Levels, ...]:
        """For each state, what each step brings it for its place."""
        return tuple(spread(column, self.closed) for column in self.columns)

    @cached_property
    def most_worth(self) -> tuple[Levels, ...]:
        """The same as `most` of what they bring for their places."""
        return tuple(self._sums(row) for row in self.worth)

    @cached_property
    def credits(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """For each state, the steps that bring more or less than they add, as bits, with the difference."""
        rows = zip(self.worth, self.columns, strict=True)
        return tuple(
            tuple((1 << p, w - a) for p, (w, a) in enumerate(zip(worth, column, strict=True)) if w != a)
            for worth, column in rows
        )

    def _sums(self, amounts: Sequence[int]) -> Levels:
        return (0, *accumulate(sorted((amounts[position] for position in self.useful), reverse=True)))

    def bound(self, place: int, level: int, ready: int, left: int) -> int:
        """The most that a state can come to with so many further steps."""
        credit = sum([amount for bit, amount in self.credits[place] if ready & bit])
        few = min(left, len(self.useful))
        return level + min(self.most[place][few], credit + self.most_worth[place][few])

    def hopeless(self, position: int, levels: Levels, ready: int, left: int) -> bool:
        """Whether all that is wanted is out of reach after a step with so many more."""
        lifts, limits, then = self.lifts[position], self.limits[position], ready | 1 << position
        for amount, places in self.wanted:
            for place in places:
                level = lifted(levels[place], lifts[place], limits[place])
                if self.bound(place, level, then, left) < amount:
                    break
            else:
                return False
        return True

    def fewest(self, ready: int, levels: Levels) -> int:
        """Steps that must follow at the least."""
        missing = [p for p in self.required if not ready >> p & 1]
        more = min(
            max(self._lifting(place, amount, ready, levels, missing) for place in places)
            for amount, places in self.wanted
        )
        return len(missing) + more

    @cached_property
    def builders(self) -> tuple[tuple[int, ...], ...]:
        """For each state, useful steps, those first that add most to it."""
        return tuple(tuple(p for _, p in sorted((-row[p], p) for p in self.useful)) for row in self.columns)

    def _lifting(self, place: int, amount: int, ready: int, levels: Levels, missing: list[int]) -> int:
        """The fewest further steps that lift a state to an amount, beside those that are missing anyway."""
        column, count = self.columns[place], 0
        short = amount - levels[place] - sum(column[p] for p in missing)
        for position in self.builders[place]:
            if short <= 0:
                break
            if not ready >> position & 1 and position not in missing:
                short -= column[position]
                count += 1
        return count

    def least(self, levels: Levels) -> int:
        """Steps that are needed at the least from nothing, also as `spread` has it."""
        held = min(
            max(bisect_left(self.most_worth[place], amount - levels[place]) for place in places)
            for amount, places in self.wanted
        )
        return max(self.fewest(0, levels), held)
