"""Assignment: who is paired with whom so that the scores add up to the most, and what other choices would cost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linear_sum_assignment

from netmodel.errors import LimitError, UnknownName, UsageError

MOST = 16_000_000
"""Scores that are compared at most: 4,000 stakeholders with 4,000."""

STEP = 1e-9
"""Scores are compared as whole multiples of this (of more where they are large), so that equal sums are equal."""

Link = tuple[str, str]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Pin:
    """A pair that is held fixed: its score, and what that costs (the optimum without this pin less that with it)."""

    row: str
    column: str
    score: float
    cost: float


@dataclass(frozen=True)
class Assignment:
    """The best pairing, beside the obvious one.

    Attributes
    ----------
    pairs, scores : tuple
        Row and column of each pair, in the order of the rows; and the score of each.
    total : float
        Sum of the scores: no other pairing that keeps the pins has more.
    obvious, obvious_total
        The pairs that taking the best score first gives, and the sum of their scores.
    pins : tuple of Pin
    total_without_pins : float
        The optimum where nothing is pinned.
    unique : bool
        Whether every other pairing is worth less.
    """

    pairs: tuple[Link, ...]
    scores: tuple[float, ...]
    total: float
    obvious: tuple[Link, ...]
    obvious_total: float
    pins: tuple[Pin, ...]
    total_without_pins: float
    unique: bool

    @property
    def regret(self) -> float:
        """What the obvious choice falls short of the optimum."""
        return max(0.0, self.total - self.obvious_total)

    def to_json(self) -> dict[str, Any]:
        """Give sums, regret and pins as plain values."""
        return {
            "total": self.total,
            "obvious": [list(pair) for pair in self.obvious],
            "obvious_total": self.obvious_total,
            "regret": self.regret,
            "pins": [[pin.row, pin.column, pin.score, pin.cost] for pin in self.pins],
            "total_without_pins": self.total_without_pins,
            "unique": self.unique,
        }


def assign(
    rows: Sequence[str],
    columns: Sequence[str],
    scores: ArrayLike,
    *,
    pins: Iterable[Link] = (),
    forbidden: Iterable[Link] = (),
) -> Assignment:
    """Pair rows with columns, each with one at most, so that the sum of the scores is greatest.

    A pair that scores 0 or less is not made, and who would have only such pairs stays alone; pins excepted. Of equal
    optima it gives the one whose first row has the first column that it can have (nobody comes last), then the second
    row, and so on, in the order of their names. What holds the first name of all counts as the rows, so that rows
    and columns exchanged give the same pairs exchanged.

    Parameters
    ----------
    rows, columns : sequence of str
        Names, each once; r and c of them.
    scores : array_like
        Shape (r, c), finite.
    pins : iterable of pairs
        (row, column) that must be paired, whatever they score.
    forbidden : iterable of pairs
        (row, column) that must not.

    Raises
    ------
    UsageError
        For scores of another shape or not finite, a name that stands twice, pins that share an end or are forbidden.
    UnknownName
        For a pin or a forbidden pair of somebody who is not there.
    LimitError
        Beyond 16 million scores.

    Notes
    -----
    The algorithm is that of Jonker and Volgenant as scipy has it, O(max(r, c)^3), once and once more for each pin.
    Equal optima are the perfect matchings of the pairs without slack in the dual problem; the first is found among
    them by alternating cycles. "The obvious choice" takes the best score that is left, of equals the first by name.

    References
    ----------
    .. [1] Kuhn, H. W. (1955). The Hungarian method for the assignment problem. *Naval Research Logistics Quarterly*
       2, 83-97 (not re-read).

    Examples
    --------
    >>> matrix = [[9, 8, 1], [8, 3, 1], [1, 1, 5]]
    >>> found = assign("abc", "xyz", matrix)
    >>> found.pairs, found.total, found.obvious_total, found.regret
    ((('a', 'y'), ('b', 'x'), ('c', 'z')), 21.0, 17.0, 4.0)
    >>> assign("abc", "xyz", matrix, pins=[("a", "x")]).pins
    (Pin(row='a', column='x', score=9.0, cost=4.0),)
    """
    values, held, barred = _checked(rows, columns, scores, tuple(pins), tuple(forbidden))
    by_row, by_column = (sorted(range(len(names)), key=names.__getitem__) for names in (rows, columns))
    names = [rows[at] for at in by_row], [columns[at] for at in by_column]
    values, turned = values[np.ix_(by_row, by_column)], names[1] < names[0]
    if turned:
        names, values = (names[1], names[0]), values.T
        held, barred = ({(other, one) for one, other in links} for links in (held, barred))
    found = _solved(_Problem(names[0], names[1], values, frozenset(barred)), sorted(held))
    return _exchanged(found) if turned else found


def _checked(
    rows: Sequence[str], columns: Sequence[str], scores: ArrayLike, pins: Sequence[Link], forbidden: Sequence[Link]
) -> tuple[NDArray[np.float64], set[Link], set[Link]]:
    if len(rows) * len(columns) > MOST:
        raise LimitError(f"{len(rows)} with {len(columns)} are more than {MOST:,} scores: pair fewer")
    values = _finite(scores, len(rows), len(columns))
    for names in (rows, columns):
        if len(set(names)) < len(names):
            raise UsageError("names to pair: each may stand once")
    for one, other in (*pins, *forbidden):
        for name, known in ((one, rows), (other, columns)):
            if name not in known:
                raise UnknownName("one to pair", name, known)
    held, barred = set(pins), set(forbidden)
    if any(len({pair[end] for pair in held}) < len(held) for end in (0, 1)):
        raise UsageError("pins: nobody can be held to two partners")
    for one, other in sorted(held & barred):
        raise UsageError(f"pin {one!r} {other!r} is forbidden")
    return values, held, barred


def _finite(scores: ArrayLike, r: int, c: int) -> NDArray[np.float64]:
    refused = UsageError(f"scores: give {r} rows of {c} finite numbers")
    try:
        values = np.array(scores, dtype=float)
    except (TypeError, ValueError) as error:
        raise refused from error
    values = np.zeros((r, c)) if not values.size and not r * c else values
    if values.shape != (r, c) or not np.isfinite(values).all():
        raise refused
    return values


@dataclass(frozen=True)
class _Problem:
    """Names in order, scores, and forbidden pairs; solved with any set of pins."""

    rows: Sequence[str]
    columns: Sequence[str]
    values: NDArray[np.float64]
    barred: frozenset[Link]

    def score(self, pair: Link) -> float:
        return float(self.values[self.rows.index(pair[0]), self.columns.index(pair[1])])

    def whole(self, pins: Collection[Link]) -> tuple[Whole, list[int], list[int]]:
        """Whole scores without what is pinned, square, 0 where no pair is to be made; and whose they are."""
        gone, taken = {one for one, _ in pins}, {other for _, other in pins}
        rows = [at for at, name in enumerate(self.rows) if name not in gone]
        columns = [at for at, name in enumerate(self.columns) if name not in taken]
        n = max(len(rows), len(columns))
        largest = float(np.abs(self.values).max(initial=0.0))
        unit = max(STEP, largest * n / 2.0**50)
        square = np.zeros((n, n), dtype=np.int64)
        square[: len(rows), : len(columns)] = np.rint(np.maximum(self.values[np.ix_(rows, columns)], 0.0) / unit)
        for one, other in self.barred:
            if one not in gone and other not in taken:
                square[rows.index(self.rows.index(one)), columns.index(self.columns.index(other))] = 0
        return square, rows, columns

    def named(self, match: Whole, pins: Collection[Link], pairing: tuple[Whole, list[int], list[int]]) -> list[Link]:
        """The pairs of a matching, pins among them, in the order of the rows."""
        square, rows, columns = pairing
        made = [(at, int(to)) for at, to in enumerate(match) if to >= 0 and square[at, to] > 0]
        pairs = [(self.rows[rows[at]], self.columns[columns[to]]) for at, to in made]
        return sorted([*pairs, *pins])

    def total(self, pairs: Iterable[Link]) -> float:
        return fsum(self.score(pair) for pair in pairs)

    def optimum(self, pins: Collection[Link]) -> float:
        pairing = self.whole(pins)
        return self.total(self.named(_matched(pairing[0]), pins, pairing))


def _solved(problem: _Problem, pins: Sequence[Link]) -> Assignment:
    pairing = problem.whole(pins)
    match, unique = _first(pairing[0], _matched(pairing[0]))
    pairs = problem.named(match, pins, pairing)
    total = problem.total(pairs)
    obvious = problem.named(_greedy(pairing[0]), pins, pairing)
    costs = [max(0.0, problem.optimum([one for one in pins if one != pin]) - total) for pin in pins]
    return Assignment(
        pairs=tuple(pairs),
        scores=tuple(problem.score(pair) for pair in pairs),
        total=total,
        obvious=tuple(obvious),
        obvious_total=problem.total(obvious),
        pins=tuple(Pin(*pin, problem.score(pin), cost) for pin, cost in zip(pins, costs, strict=True)),
        total_without_pins=max(total, problem.optimum(())) if pins else total,
        unique=unique,
    )


def _exchanged(found: Assignment) -> Assignment:
    """The same pairing with rows and columns exchanged."""
    made = sorted(((other, one), score) for (one, other), score in zip(found.pairs, found.scores, strict=True))
    return Assignment(
        pairs=tuple(pair for pair, _ in made),
        scores=tuple(score for _, score in made),
        total=found.total,
        obvious=tuple(sorted((other, one) for one, other in found.obvious)),
        obvious_total=found.obvious_total,
        pins=tuple(sorted((Pin(p.column, p.row, p.score, p.cost) for p in found.pins), key=lambda pin: pin.row)),
        total_without_pins=found.total_without_pins,
        unique=found.unique,
    )


# ---- whole numbers ----------------------------------------------------------------------------------------------


def _matched(square: Whole) -> Whole:
    """Column of each row in one optimal matching."""
    match: Whole = linear_sum_assignment(square.astype(float), maximize=True)[1].astype(np.int64)
    return match


def _greedy(square: Whole) -> Whole:
    """Column of each row, -1 for none: the best score that is left comes first, of equals the first by name."""
    match = np.full(len(square), -1, dtype=np.int64)
    rows, columns = np.nonzero(square)
    order = np.argsort(-square[rows, columns], kind="stable")
    taken: set[int] = set()
    for at, to in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        if match[at] < 0 and to not in taken:
            match[at] = to
            taken.add(to)
    return match


def _first(square: Whole, match: Whole) -> tuple[Whole, bool]:
    """The first of all optimal matchings, and whether it is the only one."""
    tight, match, unique = _tight(square, match), match.copy(), True
    for at in range(len(square)):
        gives = square[at] > 0
        into, free = _ways_round(tight, match, at)
        own = int(match[at])
        paired = np.flatnonzero(free & gives & tight[at])
        unique &= len(paired) == int(gives[own]) and not (gives[own] and (free & ~gives & tight[at]).any())
        if len(paired):
            if paired[0] != own:
                _turn(match, into, at, int(paired[0]))
            own = int(match[at])
            tight[at], tight[:, own], tight[at, own] = False, False, True
        else:
            tight[at] &= ~gives
    return match, bool(unique)


def _tight(square: Whole, match: Whole) -> Flags:
    """Pairs that stand in some optimal matching or have no slack: by shortest paths over exchanges of columns."""
    n = len(square)
    lost = square[np.arange(n), match][:, None] - square[:, match]  # [a, b]: what a loses by taking b's column
    far = np.zeros(n, dtype=np.int64)
    for _ in range(n):
        nearer = np.minimum(far, (far[:, None] + lost).min(axis=0, initial=0))
        if np.array_equal(nearer, far):
            break
        far = nearer
    tight = np.zeros((n, n), dtype=bool)
    tight[:, match] = far[:, None] + lost == far[None, :]
    return tight


def _ways_round(tight: Flags, match: Whole, at: int) -> tuple[Whole, Flags]:
    """Columns that a row can have, since its own can go to another whose own can go on ... ; and who takes each."""
    n = len(match)
    into, free = np.full(n, -1, dtype=np.int64), np.zeros(n, dtype=bool)
    left, waiting = np.delete(np.arange(n), at), match[[at]]
    while len(waiting):
        free[waiting] = True
        takes = tight[np.ix_(left, waiting)]
        able = takes.any(axis=1)
        into[left[able]] = waiting[takes[able].argmax(axis=1)]
        left, waiting = left[~able], match[left[able]]
    return into, free


def _turn(match: Whole, into: Whole, at: int, column: int) -> None:
    """Give a row a column, and everybody on the way round the next one; in place."""
    owner = {to: row for row, to in enumerate(match.tolist())}
    row, wanted = at, column
    while True:
        match[row], row = wanted, owner[wanted]
        if row == at:
            return
        wanted = int(into[row])
