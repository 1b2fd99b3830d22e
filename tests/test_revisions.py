"""An edition against an earlier one: what is added, changed, gone and unchanged, whatever the order of rows."""

from __future__ import annotations

import json
import random

from networks import mini_rupture, random_network

from netmodel import Network
from netmodel.network.revisions import revisions

PEOPLE = [{"id": "a", "side": "N", "level": 3}, {"id": "b", "side": "S"}, {"id": "c", "side": "S", "mine": "x"}]
TIES = [{"source": "a", "target": "b", "strength": 0.5}, {"source": "b", "target": "c"}]


def test_a_study_against_itself_has_no_change() -> None:
    net = mini_rupture()
    found = revisions(net, net)
    assert [(row.added, row.changed, row.gone) for row in found] == [((), (), ())] * len(found)
    assert {row.table: row.unchanged for row in found}["stakeholders"] == len(net.stakeholders)


def test_the_order_of_rows_is_no_change() -> None:
    old, new = Network.from_tables(PEOPLE, TIES), Network.from_tables(PEOPLE[::-1], TIES[::-1])
    assert all(not (row.added or row.changed or row.gone) for row in revisions(old, new))


def test_each_sort_of_change_is_told_with_its_columns() -> None:
    people = [{**PEOPLE[0], "level": 4}, PEOPLE[1], {"id": "d", "side": "N"}]
    old, new = Network.from_tables(PEOPLE, TIES[:1]), Network.from_tables(people, [{**TIES[0], "strength": 0.6}])
    who, ties = revisions(old, new)
    assert (who.added, who.gone, who.unchanged) == (("d",), ("c",), 1)
    assert [(change.id, change.columns) for change in who.changed] == [
        ("a", (("level", 3, 4), ("rank", 3, 4), ("influence", 4.0, 3.0)))
    ]
    assert [change.columns for change in ties.changed] == [(("strength", 0.5, 0.6),)]
    assert json.loads(json.dumps(who.to_json()))["changed"][0]["columns"][0] == {"column": "level", "was": 3, "is": 4}


def test_columns_of_ones_own_count() -> None:
    old, new = Network.from_tables(PEOPLE), Network.from_tables([*PEOPLE[:2], {**PEOPLE[2], "mine": "y"}])
    assert [change.columns for change in revisions(old, new)[0].changed] == [
        (("extra", (("mine", "x"),), (("mine", "y"),)),)
    ]


def test_counts_add_up_on_random_networks() -> None:
    for seed in range(20):
        net = random_network(seed)
        gone = set(random.Random(seed).sample(sorted(net.stakeholder), min(2, len(net.stakeholder))))
        fewer = Network.from_tables(
            [{"id": row.id, "side": row.side} for row in net.stakeholders if row.id not in gone]
        ) if len(net.stakeholder) > len(gone) else net  # fmt: skip
        for row in revisions(net, fewer):
            assert row.unchanged + len(row.changed) + len(row.gone) == len(getattr(net, row.table))
            assert row.unchanged + len(row.changed) + len(row.added) == len(getattr(fewer, row.table))
