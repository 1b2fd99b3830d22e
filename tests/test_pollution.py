"""Spoiled tables: what is read says exactly what the file says, or something is said; nothing is wrong in silence."""

from __future__ import annotations

from collections import Counter

import pytest
from pollution import OTHER, SAME, Spoiled, clean, files

from netmodel import InputError, Network
from netmodel.readwrite.tables import read_table
from netmodel.schema import RawTable


def outcome(table: Spoiled, content: bytes) -> str:
    """``exact``, ``warned`` or ``refused``; what is wrong in silence is ``wrong``."""
    try:
        found = read_table(table.name, content, "list.csv")
        if any("\0" in cell for row in (found.header, *found.rows) for cell in row):
            Network.from_raw({"stakeholders": found})
    except InputError as error:
        assert all(problem.remedy and problem.code for problem in error.problems), table.done
        return "refused" if table.truth is None else "refused, though readable"
    if table.truth is not None and grid(found) == plain(table.truth):
        return "exact"
    return "warned" if found.warnings else "wrong"


def grid(table: RawTable) -> list[list[str]]:
    """Header and rows, less columns that have neither name nor cell."""
    rows = [[*table.header], *table.rows]
    empty = {index for index in range(len(table.header)) if not any(row[index].strip() for row in rows)}
    return plain([[cell for index, cell in enumerate(row) if index not in empty] for row in rows])


def plain(rows: list[list[str]]) -> list[list[str]]:
    """Rows whose line breaks inside cells are all alike."""
    return [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row] for row in rows]


def check(count: int, seed: int) -> Counter[str]:
    """Outcomes of so many files."""
    found: Counter[str] = Counter()
    for table, content in files(count, seed):
        result = outcome(table, content)
        assert result != "wrong", (table.done, content)
        found[result] += 1
    return found


def test_not_one_spoiled_file_is_wrong_in_silence() -> None:
    found = check(600, seed=0)
    assert sum(found.values()) == 600
    assert found["exact"] > 250 and found["refused"] > 150
    assert found["refused, though readable"] < 70


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(1, 5))
def test_not_one_spoiled_file_is_wrong_in_silence_at_length(seed: int) -> None:
    assert sum(check(3_000, seed).values()) == 3_000


@pytest.mark.parametrize("pollution", [*SAME, *OTHER], ids=lambda pollution: pollution.__name__)
def test_each_pollution_alone_does_something(pollution: object) -> None:
    import random

    rng = random.Random(5)
    done = 0
    for _ in range(30):
        table = clean(rng)
        spoiled = pollution(table, rng)  # type: ignore[operator]
        done += spoiled.content != table.content
        result = outcome(spoiled, spoiled.content)
        assert result in ("exact", "refused", "warned"), (spoiled.done, spoiled.content)
        assert result == "exact" or pollution in OTHER, (spoiled.done, spoiled.content)
    assert done > 5


def test_a_clean_table_is_read_exactly_and_nothing_is_said() -> None:
    import random

    rng = random.Random(6)
    for _ in range(50):
        table = clean(rng)
        found = read_table(table.name, table.content, "list.csv")
        assert grid(found) == plain(table.records)
        assert not found.notices and not found.warnings
