"""Kumu JSON: blueprints, backups of projects, labels that two elements share, and our own there and back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from networks import mini_rupture
from strangers import networks, there_and_back

from netmodel import InputError, Network, read
from netmodel.readwrite.formats.kumu import accepts, write
from netmodel.readwrite.formats.kumu import read as read_kumu
from netmodel.readwrite.plain import tables_of
from netmodel.readwrite.reading import Reading


def rows(whole: object, table: str) -> list[dict[str, str]]:
    found = read_kumu(json.dumps(whole).encode(), "kumu.json", Reading())[table]
    return [dict(zip(found.header, row, strict=True)) for row in found.rows]


def test_a_blueprint() -> None:
    whole = {
        "elements": [
            {"label": "GAC", "type": "ministry", "tags": ["Canada", "lead"], "description": "Lead."},
            {"label": "MID"},
        ],
        "connections": [{"from": "GAC", "to": "MID", "type": "talks", "direction": "directed", "strength": 0.5}],
    }  # fmt: skip
    assert rows(whole, "stakeholders") == [
        {"name": "GAC", "kind": "ministry", "tags": "Canada; lead", "notes": "Lead."},
        {"name": "MID", "kind": "", "tags": "", "notes": ""},
    ]
    tie = {"source": "GAC", "target": "MID", "strength": "0.5", "kind": "talks", "directed": "yes"}
    assert rows(whole, "ties") == [tie]


def test_the_backup_of_a_project() -> None:
    whole = {
        "elements": [
            {"_id": "elem-1", "attributes": {"label": "GAC", "element type": "ministry"}},
            {"_id": "elem-2", "attributes": {"label": "GAC", "element type": "embassy"}},
        ],
        "connections": [{"_id": "conn-1", "from": "elem-1", "to": "elem-2", "direction": "mutual", "attributes": {}}],
        "maps": [],
    }
    first, second = rows(whole, "stakeholders")
    assert (first["id"], first["name"], first["kind"], second["id"]) == ("elem-1", "GAC", "ministry", "elem-2")
    assert rows(whole, "ties") == [{"id": "conn-1", "source": "elem-1", "target": "elem-2", "directed": "no"}]
    notices = read_kumu(json.dumps(whole).encode(), "k", Reading())["stakeholders"].notices
    assert [note.column for note in notices] == ["maps"]


def test_one_label_and_two_types_are_two_stakeholders() -> None:
    elements = [{"label": "Ottawa", "type": "city"}, {"label": "Ottawa", "type": "region"}, {"label": "Moscow"}]
    whole = {"elements": elements, "connections": []}
    assert [row["id"] for row in rows(whole, "stakeholders")] == ["Ottawa (city)", "Ottawa (region)", "Moscow"]
    whole["connections"] = [{"from": "Ottawa", "to": "Moscow"}]
    with pytest.raises(InputError, match="'Ottawa' is the label of 2 elements"):
        rows(whole, "ties")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("3", "is no object with elements and connections"),
        ('{"elements": [], "connections": [{"from": "a"}]}', "to: is empty"),
        (
            '{"elements": [], "connections": [{"from": "a", "to": "b", "direction": "up"}]}',
            "is none of directed",
        ),
        ('{"connections": []}', "elements: is not a list"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_kumu(text.encode(), "k.json", Reading())
    assert says in str(caught.value)


def test_labels_of_our_own_are_told_apart() -> None:
    people = [{"id": "a", "name": "Ministry"}, {"id": "b", "name": "ministry"}, {"id": "c"}]
    net = Network.from_tables(people, [{"source": "a", "target": "b"}, {"source": "b", "target": "c"}])
    again, written = there_and_back(net, "kumu")
    whole = json.loads(written.content)
    assert [element["label"] for element in whole["elements"]] == ["Ministry (a)", "ministry (b)", "c"]
    assert again.digest == net.digest


def test_what_kumu_cannot_hold_is_listed() -> None:
    net = read("data")
    again, written = there_and_back(net, "kumu")
    assert written.lost == (
        "47 rows of channels: Kumu has elements and connections only",
        "14 rows of levels: Kumu has elements and connections only",
        "25 rows of issues: Kumu has elements and connections only",
        "10 rows of vetoes: Kumu has elements and connections only",
    )
    assert [tie.id for tie in again.ties] == [tie.id for tie in net.ties]
    assert accepts(written.content)
    assert write(tables_of(net)).content == written.content


def test_mini_rupture_comes_back() -> None:
    again, written = there_and_back(mini_rupture(), "kumu")
    assert (again.digest, written.lost) == (mini_rupture().digest, ())


@settings(max_examples=25, deadline=None)
@given(networks())
def test_any_network_comes_back_or_says_what_not(net: Network) -> None:
    again, written = there_and_back(net, "kumu")
    assert written.lost or again.digest == net.digest
    assert [row.id for row in again.stakeholders] == [row.id for row in net.stakeholders]
    assert len(again.ties) == len(net.ties) or any("no ties" in line for line in written.lost)
