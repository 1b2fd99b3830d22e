"""Ties column by column are the ties row by row, with the same defaults and the same notices."""

from __future__ import annotations

import random
from typing import Any

import pytest

from netmodel.network.records import Findings, each_record, open_table
from netmodel.network.rows import Tie
from netmodel.network.tie_columns import ties_by_column
from netmodel.network.ties import _by_row
from netmodel.schema import RawTable

ACTORS = {"a": None, "b": None, "c": None, "007": None}
CELLS: dict[str, tuple[str, ...]] = {
    "kind": ("", "formal", " academic ", "teatime", "smoke-signal"),
    "formality": ("", "informal", "FORMAL"),
    "status": ("", "severed", "Active"),
    "status_2013": ("", "active", "none"),
    "status_2021-06": ("", "dormant"),
    "status_2021": ("", "severed"),
    "since": ("", "1992"),
    "until": ("", "2014-03"),
    "strength": ("", "0.5", "1", ".25"),
    "sign": ("", "-1", "+1"),
    "directed": ("", "yes", "no"),
    "delay_days": ("", "3"),
    "issues": ("", "arctic; trade", "trade|trade"),
    "evidence": ("", "seen"),
    "citation": ("", " a book "),
    "confidence": ("", "High", "0.3"),
    "notes": ("", "="),
    "mine": ("", "x", "  ", "y"),
    "Other one": ("", "z"),
    "": ("",),
}


def table(rng: random.Random, rows: int) -> RawTable:
    columns = ["source", "target", *rng.sample(sorted(CELLS), rng.randrange(len(CELLS)))]
    rng.shuffle(columns)
    cells = [
        [rng.choice(sorted(ACTORS) if name in ("source", "target") else CELLS[name]) for name in columns]
        for _ in range(rows)
    ]
    return RawTable("ties", "ties.csv", tuple(columns), cells, [*range(2, rows + 2)])


def by_row(raw: RawTable) -> tuple[list[Tie], bytearray, Findings]:
    findings = Findings()
    people: Any = dict(ACTORS)
    found = _by_row(each_record(raw, open_table(raw, findings), findings), people, findings, allow_unknown=False)
    return (*found, findings)


def by_column(raw: RawTable) -> tuple[list[Tie], bytearray, Findings] | None:
    findings = Findings()
    found = ties_by_column(raw, open_table(raw, findings), ACTORS, findings)
    return (*found, findings) if found else None


def agree(seed: int) -> None:
    rng = random.Random(seed)
    raw = table(rng, rng.randrange(30))
    rows, columns = by_row(raw), by_column(raw)
    assert not rows[2].problems
    assert columns is not None
    assert columns[0] == rows[0]
    assert columns[1] == rows[1]
    assert columns[2] == rows[2]


@pytest.mark.parametrize("seed", range(100))
def test_columns_and_rows_agree(seed: int) -> None:
    agree(seed)


@pytest.mark.laws
@pytest.mark.parametrize("seed", range(100, 3000))
def test_columns_and_rows_agree_on_many(seed: int) -> None:
    agree(seed)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("source,target,strength", "a,b,2"),
        ("source,target", "a,z"),
        ("source,target", "a,"),
        ("source,target,id", "a,b,t1"),
        ("source,target,mine", "a,b,\0"),
        ("source,kind", "a,formal"),
        ("source,target,kind,kind", "a,b,formal,formal"),
        ("source,target,status_2013x", "a,b,active"),
        ("source,target,", "a,b,c"),
    ],
)
def test_what_is_wrong_or_named_is_left_to_the_rows_without_a_word(header: str, row: str) -> None:
    rows = [row.split(",")] * 2
    raw = RawTable("ties", "ties.csv", tuple(header.split(",")), rows, [2, 3])
    findings = Findings()
    fields = open_table(raw, findings)
    notices, problems = list(findings.notices), list(findings.problems)
    assert ties_by_column(raw, fields, ACTORS, findings) is None
    assert (findings.notices, findings.problems, findings.defaults) == (notices, problems, {})


def test_a_table_without_rows_has_no_ties() -> None:
    raw = RawTable("ties", "ties.csv", ("source", "target"), [], [])
    assert by_column(raw) == ([], bytearray(), Findings())
