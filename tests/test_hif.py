"""HIF: hyperedges are open channels and hubs; our own there and back, by the schema of the standard."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from networks import mini_rupture, random_network
from strangers import networks, there_and_back

from netmodel import InputError, Network, read
from netmodel.readwrite.formats.hif import accepts, write
from netmodel.readwrite.formats.hif import read as read_hif
from netmodel.readwrite.plain import tables_of
from netmodel.readwrite.reading import Reading

COUNCIL = {
    "network-type": "undirected",
    "nodes": [{"node": "gac", "attrs": {"side": "Canada"}}, {"node": 7, "weight": 2.5}],
    "edges": [{"edge": "council", "attrs": {"kind": "academic"}}],
    "incidences": [{"edge": "council", "node": "gac", "weight": 0.5}, {"edge": "council", "node": 7},
                   {"edge": 1, "node": "new"}],
}  # fmt: skip


def rows(whole: object, table: str) -> list[dict[str, str]]:
    found = read_hif(json.dumps(whole).encode(), "h.json", Reading())[table]
    return [dict(zip(found.header, row, strict=True)) for row in found.rows]


def test_nodes_edges_and_those_that_only_incidences_name() -> None:
    assert rows(COUNCIL, "stakeholders") == [
        {"id": "gac", "side": "Canada", "weight": ""}, {"id": "7", "side": "", "weight": "2.5"},
        {"id": "new", "side": "", "weight": ""}]  # fmt: skip
    assert rows(COUNCIL, "channels") == [
        {"id": "council", "kind": "academic", "status": "open"},
        {"id": "1", "kind": "", "status": "open"},
    ]
    assert [row["uptake"] for row in rows(COUNCIL, "participants")] == ["0.5", "", ""]
    notices = read_hif(json.dumps(COUNCIL).encode(), "h", Reading())["stakeholders"].notices
    assert [(note.code, note.column) for note in notices] == [("X005", "weight")]


def test_a_hyperedge_is_a_hub_and_no_clique() -> None:
    whole = {"incidences": [{"edge": "e", "node": name} for name in "abcd"]}
    tables = read_hif(json.dumps(whole).encode(), "h", Reading())
    net = Network.from_raw(tables)
    assert (len(net.ties), [channel.id for channel in net.open_channels]) == (0, ["e"])
    assert len(net.channel["e"].participants) == 4


def test_tails_bring_in_and_heads_take_home() -> None:
    ends = [("a", "tail"), ("b", "head"), ("c", "tail"), ("c", "head")]
    whole = {"network-type": "directed", "incidences": [{"edge": "e", "node": n, "direction": d} for n, d in ends]}
    found = {row["stakeholder"]: (row["uptake"], row["uptake_out"]) for row in rows(whole, "participants")}
    assert found == {"a": ("1", "0"), "b": ("0", "1"), "c": ("1", "1")}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"nodes": []}', "incidences: is missing"),
        ('{"incidences": {}}', "incidences: is not a list"),
        ('{"incidences": [{"edge": "e"}]}', "node: is empty"),
        ('{"incidences": [{"node": "e"}]}', "edge: is empty"),
        ('{"incidences": [{"edge": "e", "node": "a"}, {"edge": "e", "node": "a"}]}', "stands in the edge 'e' twice"),
        ('{"incidences": [{"edge": "e", "node": "a", "attrs": 3}]}', "attrs: is no object"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_hif(text.encode(), "h.json", Reading())
    assert says in str(caught.value)


def test_what_is_written_keeps_to_the_schema_of_the_standard() -> None:
    """Names, types and required parts as in the schema of HIF 0.1."""
    whole = json.loads(write(tables_of(read("data"))).content)
    assert set(whole) <= {"network-type", "metadata", "incidences", "nodes", "edges"}
    assert whole["network-type"] in ("undirected", "directed", "asc")
    for key, needed, allowed in (("nodes", {"node"}, {"weight", "attrs"}), ("edges", {"edge"}, {"weight", "attrs"}),
                                 ("incidences", {"edge", "node"}, {"weight", "direction", "attrs"})):  # fmt: skip
        for item in whole[key]:
            assert needed <= set(item) <= needed | allowed
            assert isinstance(item.get("weight", 0), (int, float))
            assert isinstance(item.get("attrs", {}), dict)


@pytest.mark.parametrize("net", [mini_rupture(), read("data"), read("data/stakeholders.csv"),
                                 *(random_network(seed) for seed in range(15))])  # fmt: skip
def test_our_networks_come_back(net: Network) -> None:
    again, written = there_and_back(net, "hif")
    assert (again.digest, written.lost) == (net.digest, ())
    assert accepts(written.content)


@settings(max_examples=25, deadline=None)
@given(networks())
def test_any_network_comes_back(net: Network) -> None:
    assert there_and_back(net, "hif")[0].digest == net.digest
