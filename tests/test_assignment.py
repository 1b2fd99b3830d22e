"""Assignment: known answers, enumeration of every pairing, and laws."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from netmodel.errors import LimitError, UnknownName, UsageError
from netmodel.policy.assignment import Assignment, Pin, assign

MATRIX = [[9, 8, 1], [8, 3, 1], [1, 1, 5]]

Links = list[tuple[str, str]]


# ---- worked by hand ---------------------------------------------------------------------------------------------


def test_the_best_pairing_is_worth_21_and_the_obvious_one_17():
    """KNOWN-ANSWERS.md, policy systems 2 and 11: 8 + 8 + 5 against 9 + 3 + 5."""
    found = assign("abc", "xyz", MATRIX)
    assert found.pairs == (("a", "y"), ("b", "x"), ("c", "z"))
    assert found.scores == (8.0, 8.0, 5.0)
    assert (found.total, found.obvious_total, found.regret) == (21.0, 17.0, 4.0)
    assert found.obvious == (("a", "x"), ("b", "y"), ("c", "z"))
    assert found.unique


def test_pinning_the_obvious_first_pair_costs_4():
    """KNOWN-ANSWERS.md, policy system 11: with (0, 0) held, 9 + 3 + 5 = 17 is left of 21."""
    found = assign("abc", "xyz", MATRIX, pins=[("a", "x")])
    assert found.total == 17.0
    assert found.pins == (Pin("a", "x", 9.0, 4.0),)
    assert found.total_without_pins == 21.0
    assert found.regret == 0.0


def test_each_of_two_pins_is_charged_for_itself_and_both_for_both():
    """a-z, b-y leave c-x: 1 + 3 + 1 = 5. Without a-z 3 + 9 + 5 = 17, without b-y 1 + 8 + 1 = 10, with none 21."""
    found = assign("abc", "xyz", MATRIX, pins=[("b", "y"), ("a", "z")])
    assert found.total == 5.0
    assert [(pin.row, pin.cost) for pin in found.pins] == [("a", 12.0), ("b", 5.0)]
    assert found.total_without_pins == 21.0


def test_a_pair_that_scores_nothing_is_not_made_unless_it_is_pinned():
    matrix = [[0, -1], [-2, 3]]
    assert assign("ab", "xy", matrix).pairs == (("b", "y"),)
    held = assign("ab", "xy", matrix, pins=[("b", "x")])
    assert (held.pairs, held.total, held.pins[0].cost) == ((("b", "x"),), -2.0, 5.0)


def test_a_forbidden_pair_is_not_made():
    found = assign("abc", "xyz", MATRIX, forbidden=[("a", "y")])
    assert ("a", "y") not in found.pairs
    assert found.total == 17.0


def test_of_equal_optima_the_first_by_name_is_given_and_it_is_said_that_there_are_others():
    """Of the six pairings of three equals a-x, b-y, c-z is the first; in a circle a takes y and not z."""
    found = assign("abc", "xyz", np.ones((3, 3)))
    assert found.pairs == (("a", "x"), ("b", "y"), ("c", "z"))
    assert not found.unique
    assert assign("abc", "xyz", 1 - np.eye(3)).pairs == (("a", "y"), ("b", "z"), ("c", "x"))


def test_who_has_the_first_name_is_served_first_where_one_must_stay_alone():
    assert assign("ba", "x", [[1], [1]]).pairs == (("a", "x"),)


def test_sums_that_differ_by_rounding_only_are_equal():
    """.1 + .2 and .3 + 0 are the same sum, though not the same floating-point number."""
    found = assign("ab", "xy", [[0.1, 0.3], [1e-12, 0.2]])
    assert not found.unique
    assert found.pairs == (("a", "x"), ("b", "y"))


def test_large_scores_are_compared_too():
    found = assign("ab", "xy", [[2e18, 1e18], [1.5e18, 0.0]])
    assert found.pairs == (("a", "y"), ("b", "x"))


@pytest.mark.parametrize(("rows", "columns"), [("", ""), ("a", ""), ("", "xy")])
def test_nobody_to_pair_gives_no_pair(rows, columns):
    found = assign(rows, columns, np.zeros((len(rows), len(columns))))
    assert found == Assignment((), (), 0.0, (), 0.0, (), 0.0, True)


# ---- refused ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matrix", "options", "said"),
    [
        ([[1, 2]], {}, "give 2 rows of 2 finite numbers"),
        ([[1, 2], [3]], {}, "give 2 rows of 2 finite numbers"),
        ([[1, 2], [3, float("nan")]], {}, "give 2 rows of 2 finite numbers"),
        ([[1, 2], [3, float("inf")]], {}, "give 2 rows of 2 finite numbers"),
        ([[1, 2], [3, 4]], {"pins": [("a", "x"), ("b", "x")]}, "nobody can be held to two partners"),
        ([[1, 2], [3, 4]], {"pins": [("a", "x"), ("a", "y")]}, "nobody can be held to two partners"),
        ([[1, 2], [3, 4]], {"pins": [("a", "x")], "forbidden": [("a", "x")]}, "pin 'a' 'x' is forbidden"),
    ],
)
def test_what_cannot_be_is_refused(matrix, options, said):
    with pytest.raises(UsageError, match=said):
        assign("ab", "xy", matrix, **options)


def test_a_name_stands_once():
    with pytest.raises(UsageError, match="each may stand once"):
        assign("aa", "xy", [[1, 2], [3, 4]])


@pytest.mark.parametrize("option", ["pins", "forbidden"])
def test_somebody_who_is_not_there_is_refused(option):
    with pytest.raises(UnknownName, match="one to pair 'q' is not known"):
        assign("ab", "xy", [[1, 2], [3, 4]], **{option: [("a", "q")]})


def test_too_many_scores_are_refused_before_they_are_looked_at():
    with pytest.raises(LimitError, match="16,000,000"):
        assign([str(n) for n in range(4001)], [str(n) for n in range(4000)], [])


# ---- enumeration ------------------------------------------------------------------------------------------------


def every(
    rows: Sequence[str],
    columns: Sequence[str],
    score: dict[tuple[str, str], float],
    held: dict[str, str],
    barred: Links,
) -> Iterator[tuple[list[int], float]]:
    """Every pairing as the place of each row's column (the number of columns for none), and its sum."""

    def rest(at: int, used: list[int], total: float) -> Iterator[tuple[list[int], float]]:
        if at == len(rows):
            yield list(used), total
            return
        row = rows[at]
        for place, column in enumerate(columns):
            free = column not in held.values() and score[row, column] > 0 and (row, column) not in barred
            if place not in used and (held[row] == column if row in held else free):
                yield from rest(at + 1, [*used, place], total + score[row, column])
        if row not in held:
            yield from rest(at + 1, [*used, len(columns)], total)

    yield from rest(0, [], 0.0)


def by_hand(
    rows: Sequence[str], columns: Sequence[str], matrix: list[list[float]], pins: Links, barred: Links
) -> tuple[Links, float, int]:
    """The first of the best pairings, its sum, and how many are as good: by looking at each."""
    score = {(one, other): matrix[i][j] for i, one in enumerate(rows) for j, other in enumerate(columns)}
    one, other = sorted(rows), sorted(columns)
    turned = other < one
    if turned:
        one, other = other, one
        score = {(b, a): value for (a, b), value in score.items()}
        pins, barred = [(b, a) for a, b in pins], [(b, a) for a, b in barred]
    found = list(every(one, other, score, dict(pins), barred))
    top = max(total for _, total in found)
    best = sorted(used for used, total in found if total > top - 1e-9)
    pairs = [(one[at], other[place]) for at, place in enumerate(best[0]) if place < len(other)]
    return (sorted((b, a) for a, b in pairs) if turned else pairs), top, len(best)


def greedily(
    rows: Sequence[str], columns: Sequence[str], matrix: list[list[float]], pins: Links, barred: Links
) -> float:
    """Sum of the scores where the best pair that is left is taken until none is."""
    score = {(one, other): matrix[i][j] for i, one in enumerate(rows) for j, other in enumerate(columns)}
    total, taken = sum(score[pin] for pin in pins), {name for pin in pins for name in pin}
    turned = sorted(columns) < sorted(rows)
    order = sorted(score, key=lambda pair: (-round(score[pair], 9), pair[::-1] if turned else pair))
    for pair in order:
        if score[pair] > 0 and pair not in barred and not taken & {pair[0], pair[1]}:
            total += score[pair]
            taken |= {pair[0], pair[1]}
    return total


def compare_with_enumeration(seed: int) -> None:
    rng = random.Random(seed)
    rows, columns = rng.sample("abcdefgh", rng.randrange(6)), rng.sample("stuvwxyz", rng.randrange(6))
    if rng.random() < 0.3:
        rows, columns = columns, rows
    worth = rng.choice([[0, 1], [-1, 0, 1, 2], [0.1, 0.2, 0.3], [rng.uniform(-0.2, 1) for _ in range(40)]])
    matrix = [[rng.choice(worth) for _ in columns] for _ in rows]
    count = rng.randrange(min(len(rows), len(columns)) + 1) if rng.random() < 0.5 else 0
    pins = list(zip(rng.sample(rows, count), rng.sample(columns, count), strict=True))
    barred = [(a, b) for a in rows for b in columns if rng.random() < 0.15 and (a, b) not in pins]
    found = assign(rows, columns, matrix, pins=pins, forbidden=barred)
    pairs, total, ways = by_hand(rows, columns, matrix, pins, barred)
    assert (list(found.pairs), found.unique) == (pairs, ways == 1)
    assert found.total == pytest.approx(total, abs=1e-9)
    assert found.obvious_total == pytest.approx(greedily(rows, columns, matrix, pins, barred), abs=1e-9)
    for pin in found.pins:
        others = [pair for pair in pins if pair != (pin.row, pin.column)]
        assert pin.cost == pytest.approx(by_hand(rows, columns, matrix, others, barred)[1] - total, abs=1e-9)
    assert found.total_without_pins == pytest.approx(by_hand(rows, columns, matrix, [], barred)[1], abs=1e-9)


@pytest.mark.parametrize("seed", range(25))
def test_it_equals_the_enumeration_of_every_pairing(seed):
    compare_with_enumeration(seed)


@pytest.mark.laws
@pytest.mark.parametrize("start", range(0, 1000, 100))
def test_it_equals_the_enumeration_of_every_pairing_a_thousand_times(start):
    for seed in range(start, start + 100):
        compare_with_enumeration(seed)


# ---- laws -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(10))
def test_rows_and_columns_exchanged_or_shuffled_give_the_same_pairs(seed):
    rng = np.random.default_rng(seed)
    rows, columns = [f"r{n}" for n in range(7)], [f"c{n}" for n in range(5)]
    matrix = rng.integers(0, 3, (7, 5))
    pins = [("r3", "c1")]
    found = assign(rows, columns, matrix, pins=pins)
    turned = assign(columns, rows, matrix.T, pins=[(b, a) for a, b in pins])
    assert sorted((b, a) for a, b in turned.pairs) == list(found.pairs)
    assert sorted((b, a) for a, b in turned.obvious) == list(found.obvious)
    assert [(pin.column, pin.row, pin.cost) for pin in turned.pins] == [(p.row, p.column, p.cost) for p in found.pins]
    one, other = rng.permutation(7), rng.permutation(5)
    shuffled = assign([rows[at] for at in one], [columns[at] for at in other], matrix[np.ix_(one, other)], pins=pins)
    assert shuffled == found


@pytest.mark.parametrize("seed", range(10))
def test_the_obvious_choice_never_beats_the_optimum_nor_a_pin_improves_it(seed):
    rng = np.random.default_rng(seed)
    names = [f"r{n}" for n in range(30)], [f"c{n}" for n in range(25)]
    found = assign(*names, rng.random((30, 25)), pins=[("r7", "c7"), ("r8", "c3")])
    assert found.obvious_total <= found.total <= found.total_without_pins
    assert all(pin.cost >= 0 for pin in found.pins)
    assert len(found.pairs) == 25
