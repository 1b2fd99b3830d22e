"""Ties: ends, ids, defaults."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import InputError, Network

PEOPLE = [{"id": "a", "side": "X"}, {"id": "b", "side": "Y"}, {"id": "007", "side": "X"}, {"id": "NA", "side": "Y"}]


def network(*ties: dict[str, Any], **more: Any) -> Network:
    """The ties between four people."""
    return Network.from_tables(PEOPLE, ties, **more)


def test_ids_of_digits_and_of_nothing_are_ends_like_any_other() -> None:
    net = network({"source": "007", "target": "NA"}, {"source": " a", "target": "b\u00a0"})
    assert set(net.graph.edges) == {("007", "NA"), ("a", "b")}
    with pytest.raises(InputError, match="'7' is not an id in stakeholders"):
        network({"source": "7", "target": "NA"})


def test_a_missing_end_is_refused_or_made() -> None:
    ties = ({"source": "a", "target": "zoe"}, {"source": "zoe", "target": "b"}, {"source": "yan", "target": "zoe"})
    with pytest.raises(InputError) as caught:
        network(*ties)
    assert [(p.code, p.line, p.column, p.value) for p in caught.value.problems] == [
        ("T001", 1, "target", "zoe"),
        ("T001", 2, "source", "zoe"),
        ("T001", 3, "source", "yan"),
        ("T001", 3, "target", "zoe"),
    ]
    net = network(*ties, allow_unknown=True)
    assert [(row.id, row.kind, row.side) for row in net.stakeholders if row.id in ("zoe", "yan")] == [
        ("yan", "unknown", ""),
        ("zoe", "unknown", ""),
    ]
    assert [(p.code, p.value) for p in net.provenance.warnings] == [("T001", "zoe"), ("T001", "yan")]
    assert net.digest == network(*reversed(ties), allow_unknown=True).digest


def test_a_tie_without_an_id_is_named_by_its_ends_and_kind() -> None:
    net = network(
        {"source": "a", "target": "b"},
        {"source": "a", "target": "b", "kind": "sport"},
        {"source": "b", "target": "a", "kind": "sport"},
        {"source": "a", "target": "b", "id": " t1 "},
    )
    assert sorted(net.tie) == ["a--b--informal", "a--b--sport", "t1"]
    assert [p.code for p in net.provenance.warnings] == ["T003", "T003"]
    assert net.tie["a--b--sport"].extra == (("count", "2"),)


def test_a_tie_written_both_ways_is_one_with_a_count_whatever_the_order_of_rows() -> None:
    there = {"source": "b", "target": "a", "kind": "sport", "strength": "0.4"}
    back = {**there, "source": "a", "target": "b"}
    for rows in ((there, back), (back, there)):
        net = network(*rows)
        assert [(row.id, row.extra) for row in net.ties] == [("a--b--sport", (("count", "2"),))]
        assert "the other way round and says the same" in net.provenance.warnings[0].expected


def test_ties_of_a_pair_that_say_different_things_are_both_kept_and_so_are_three_of_them() -> None:
    there = {"source": "a", "target": "b", "strength": "0.4"}
    back = {"source": "b", "target": "a", "strength": "0.5"}
    assert len(network(there, back).ties) == 2
    assert len(network(there, there, {**there, "source": "b", "target": "a"}).ties) == 3


def test_opposite_directions_are_no_repeat() -> None:
    there = {"source": "a", "target": "b", "directed": "yes"}
    back = {"source": "b", "target": "a", "directed": "yes"}
    assert network(there, back).provenance.warnings == ()
    assert network(there, back).graph.is_directed()
    assert [p.code for p in network(there, there).provenance.warnings] == ["T003"]


def test_every_default_of_a_tie_is_counted() -> None:
    net = network({"source": "a", "target": "b"}, {"source": "a", "target": "NA", "status_2013": "active"})
    counts = {
        f"{item.column}: {item.rule}": item.count for item in net.provenance.assumptions if item.table == "ties"
    }
    assert counts == {"formality: by kind": 2, "kind: informal": 2, "status: active": 1, "strength: .5": 2}
    assert net.tie["a--b--informal"].assumed == ("formality", "kind", "status", "strength")
    assert net.tie["a--b--informal"].strength == 0.5


@pytest.mark.parametrize(
    ("kind", "formality"),
    [("formal-dialogue", "formal"), ("sport", "informal"), ("formal", "formal"), ("?", "informal")],
)
def test_formality_follows_the_kind(kind: str, formality: str) -> None:
    assert network({"source": "a", "target": "b", "kind": kind}).ties[0].formality == formality


def test_dated_words_stand_in_the_order_of_their_days() -> None:
    (tie,) = network(
        {
            "source": "a",
            "target": "b",
            "status_2014": "none",
            "status_2013-12-31": "dormant",
            "status_2014-06": "active",
        }
    ).ties
    assert tie.statuses == (("2013-12-31", "dormant"), ("2014-06", "active"), ("2014", "none"))
