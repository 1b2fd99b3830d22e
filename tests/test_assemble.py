"""From tables to a Network: issues and their weights, vetoes, provenance, canonical order."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import InputError, Network, UsageError
from netmodel.network.rows import Issue

PEOPLE = [{"id": "a", "side": "X", "issues": "arctic; trade"}, {"id": "b", "side": "Y", "issues": "arctic; sport"}]


def weights(issues: list[dict[str, Any]]) -> dict[str | None, float]:
    """Weight of every issue between the two sides."""
    net = Network.from_tables(PEOPLE, issues=issues)
    return {name: round(net.issue_weight(name, "X", "Y"), 6) for name in net.layers}


def test_an_issue_weighs_the_root_of_the_product_of_its_priorities() -> None:
    rows = [
        {"issue": "arctic", "priority_X": 5, "priority_Y": 4},
        {"issue": "trade", "priority_X": 4, "priority_Y": 2},
        {"issue": "sport", "priority_X": 0, "priority_Y": 5},
    ]
    assert weights(rows) == {"arctic": 4.472136, "trade": 2.828427, "sport": 0.0}


def test_a_red_line_weighs_nothing_even_without_priorities() -> None:
    assert weights([{"issue": "arctic", "red_line": "yes"}]) == {"arctic": 0.0, "trade": 1.0, "sport": 1.0}
    rows = [{"issue": "arctic", "priority_X": 5, "priority_Y": 5, "red_line": "yes"}]
    assert weights(rows)["arctic"] == 0.0


def test_where_no_priority_is_given_all_issues_weigh_the_same() -> None:
    assert weights([]) == {"arctic": 1.0, "trade": 1.0, "sport": 1.0}
    assert weights([{"issue": "arctic", "sensitivity": 0.9}]) == {"arctic": 1.0, "trade": 1.0, "sport": 1.0}


def test_a_missing_priority_is_the_median_of_those_given_and_counted() -> None:
    rows = [
        {"issue": "arctic", "priority_X": 4, "priority_Y": 1},
        {"issue": "trade", "priority_X": 2, "priority_Y": ""},
    ]
    net = Network.from_tables(PEOPLE, issues=rows)
    found = {row.issue: dict(row.priorities) for row in net.issues}
    assert found == {"arctic": {"X": 4, "Y": 1}, "trade": {"X": 2, "Y": 1}, "sport": {"X": 3, "Y": 1}}
    counted = {f"{a.column}: {a.rule}": a.count for a in net.provenance.assumptions if a.table == "issues"}
    assert counted == {
        "priority_X: 3, the median of those given": 1,
        "priority_Y: 1, the median of those given": 2,
    }


def test_a_side_without_any_priority_counts_1() -> None:
    assert weights([{"issue": "arctic", "priority_X": 4}])["arctic"] == 2.0


def test_a_veto_names_a_channel_an_issue_or_a_stakeholder() -> None:
    channels = [{"id": "s", "participants": "a; b"}]
    vetoes = [{"actor": "a", "target": target} for target in ("s", "sport", "b")]
    net = Network.from_tables(PEOPLE, channels=channels, vetoes=vetoes)
    assert [(veto.target, veto.strength) for veto in net.vetoes] == [("b", 0.5), ("s", 0.5), ("sport", 0.5)]


def test_vetoes_that_repeat_stand_in_one_order_whatever_that_of_the_rows() -> None:
    vetoes = [{"actor": "a", "target": "b", "strength": p} for p in (0.7, 0.2)]
    one, other = (Network.from_tables(PEOPLE, vetoes=rows) for rows in (vetoes, vetoes[::-1]))
    assert one.digest == other.digest
    assert [p.code for p in one.provenance.warnings] == ["V003"]


def test_rows_stand_in_the_order_of_their_ids() -> None:
    net = Network.from_tables(
        PEOPLE[::-1], [{"source": "b", "target": "a"}, {"source": "a", "target": "b", "sign": -1}]
    )
    assert [row.id for row in net.stakeholders] == ["a", "b"]
    assert [row.id for row in net.ties] == ["a--b--informal", "b--a--informal"]
    assert all(isinstance(row, Issue) for row in net.issues)


def test_problems_stand_in_the_order_of_files_and_lines() -> None:
    ties = [{"source": "z", "target": "a", "strength": 2}, {"source": "a", "target": "z", "strength": 3}]
    with pytest.raises(InputError) as caught:
        Network.from_tables([*PEOPLE, {"id": "c", "level": 9}], ties, vetoes=[{"actor": "q", "target": "r"}])
    assert [(p.file, p.line) for p in caught.value.problems] == [
        ("stakeholders", 3),
        *[("ties", 1)] * 2,
        *[("ties", 2)] * 2,
        *[("vetoes", 1)] * 2,
    ]


def test_an_unknown_table_is_a_wrong_question() -> None:
    with pytest.raises(UsageError, match="did you mean 'vetoes'"):
        Network.from_tables(PEOPLE, vetos=[])
