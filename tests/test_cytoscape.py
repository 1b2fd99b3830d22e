"""Cytoscape JSON: both forms of its elements, what it adds for itself, and our own there and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from networks import mini_rupture, random_network
from strangers import networks, there_and_back

from netmodel import InputError, Network, read
from netmodel.readwrite.formats.cytoscape import accepts, write
from netmodel.readwrite.formats.cytoscape import read as read_cytoscape
from netmodel.readwrite.plain import tables_of
from netmodel.readwrite.reading import Reading

EXPORTED = {
    "format_version": "1.0",
    "generated_by": "cytoscape-3.10.2",
    "data": {"shared name": "Talks", "name": "Talks", "SUID": 52, "selected": True},
    "elements": {
        "nodes": [
            {"data": {"id": "62", "shared name": "GAC", "name": "GAC", "SUID": 62, "selected": False},
             "position": {"x": -10.5, "y": 20}, "selected": False},
            {"data": {"id": "64", "shared name": "MID", "name": "MID", "SUID": 64}, "position": {"x": 1, "y": 2}},
        ],
        "edges": [{"data": {"id": "75", "source": "62", "target": "64", "interaction": "academic",
                            "shared interaction": "academic", "name": "GAC (academic) MID"}, "selected": False}],
    },
}  # fmt: skip


def rows(whole: object, table: str) -> list[dict[str, str]]:
    found = read_cytoscape(json.dumps(whole).encode(), "g.cyjs", Reading())[table]
    return [dict(zip(found.header, row, strict=True)) for row in found.rows]


def test_what_cytoscape_exports() -> None:
    assert rows(EXPORTED, "stakeholders") == [
        {"id": "62", "name": "GAC", "x": "-10.5", "y": "20"},
        {"id": "64", "name": "MID", "x": "1", "y": "2"},
    ]
    tie = {"id": "75", "source": "62", "target": "64", "kind": "academic", "name": "GAC (academic) MID"}
    assert rows(EXPORTED, "ties") == [tie]


def test_one_list_of_elements() -> None:
    mixed = [{"data": {"id": "a"}}, {"group": "nodes", "data": {"id": "b", "source": "said"}},
             {"data": {"source": "a", "target": "b", "interaction": "x", "kind": "y"}}]  # fmt: skip
    assert rows({"elements": mixed}, "stakeholders") == [{"id": "a", "source": ""}, {"id": "b", "source": "said"}]
    assert rows({"elements": mixed}, "ties") == [{"source": "a", "target": "b", "interaction": "x", "kind": "y"}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "elements: is missing"),
        ('{"elements": {"nodes": [{"id": "a"}]}}', "data: is missing"),
        ('{"elements": {"edges": [{"data": {"source": "a"}}]}}', "target: is empty"),
        ('{"elements": 3}', "elements: is not a list"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_cytoscape(text.encode(), "g.cyjs", Reading())
    assert {fault.code for fault in caught.value.problems} == {"X002"}
    assert says in str(caught.value)


def test_what_cytoscape_has_for_itself_is_listed_as_lost() -> None:
    people = [{"id": "a", "selected": "x"}, {"id": "b"}]
    ties = [{"source": "a", "target": "b", "id": "a", "interaction": "z"}]
    again, written = there_and_back(Network.from_tables(people, ties), "cytoscape")
    assert written.lost == (
        "the id of 1 tie: a stakeholder has it, and ids are one set here",
        "stakeholders: the column 'selected', which Cytoscape has for itself",
        "ties: the column 'interaction', which Cytoscape has for itself",
    )
    assert [tie.id for tie in again.ties] == ["a--b--informal"]


@pytest.mark.parametrize("net", [mini_rupture(), read("data"), read("data/stakeholders.csv"),
                                 *(random_network(seed) for seed in range(15))])  # fmt: skip
def test_our_networks_come_back(net: Network) -> None:
    again, written = there_and_back(net, "cytoscape")
    assert (again.digest, written.lost) == (net.digest, ())
    assert accepts(written.content)
    assert write(tables_of(net)).content == written.content


@settings(max_examples=25, deadline=None)
@given(networks())
def test_any_network_comes_back_or_says_what_not(net: Network) -> None:
    again, written = there_and_back(net, "cytoscape")
    assert written.lost or again.digest == net.digest
    own = {name for row in (*net.stakeholders, *net.ties) for name, _ in row.extra} & {"selected", "interaction"}
    shared = {tie.id for tie in net.ties} & {row.id for row in net.stakeholders}
    assert bool(written.lost) <= bool(own or shared)
