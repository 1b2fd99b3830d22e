"""Node-link JSON as NetworkX and d3 write it, and our own there and back."""

from __future__ import annotations

import json

import networkx as nx
import pytest
from hypothesis import given, settings
from networks import mini_rupture, random_network
from strangers import networks, there_and_back

from netmodel import InputError, Network, read
from netmodel.readwrite.formats.nodelink import accepts, write
from netmodel.readwrite.formats.nodelink import read as read_nodelink
from netmodel.readwrite.plain import tables_of
from netmodel.readwrite.reading import Reading


def found(text: str | bytes) -> dict[str, list[list[str]]]:
    content = text.encode() if isinstance(text, str) else text
    return {name: table.rows for name, table in read_nodelink(content, "g.json", Reading()).items()}


@pytest.mark.parametrize("key", ["links", "edges"])
def test_what_networkx_writes(key: str) -> None:
    G = nx.DiGraph([("gac", "mid", {"strength": 0.5}), (7, "mid")])
    G.nodes["gac"]["side"] = "Canada"
    text = json.dumps(nx.node_link_data(G, edges=key))
    tables = found(text)
    assert tables["stakeholders"] == [["Canada", "gac"], ["", "mid"], ["", "7"]]
    assert [sorted(row) for row in tables["ties"]] == [["0.5", "gac", "mid", "yes"], ["", "7", "mid", "yes"]]


def test_what_we_write_networkx_reads() -> None:
    G = nx.node_link_graph(json.loads(write(tables_of(mini_rupture())).content), edges="edges")
    assert isinstance(G, nx.MultiGraph)
    assert sorted(G) == [row.id for row in mini_rupture().stakeholders]
    assert G.number_of_edges() == 7
    assert G["GAC"]["MID"][0]["status_2014"] == "severed"


def test_d3_names_places_and_objects() -> None:
    by_place = '{"nodes": [{"name": "a"}, {"name": "b"}], "links": [{"source": 1, "target": 0, "value": 2}]}'
    tables = read_nodelink(by_place.encode(), "g.json", Reading())
    tie = dict(zip(tables["ties"].header, tables["ties"].rows[0], strict=True))
    assert tie == {"source": "b", "target": "a", "value": "2"}
    assert "places in the list of nodes" in tables["stakeholders"].notices[0].expected
    by_name = '{"nodes": [{"name": "a"}, {"name": "b"}], "links": [{"source": "a", "target": "b"}]}'
    assert found(by_name)["ties"] == [["a", "b"]]
    drawn = '{"nodes": [{"id": "a"}, {"id": "b"}], "links": [{"source": {"id": "a", "x": 1}, "target": {"id": "b"}}]}'
    assert found(drawn)["ties"] == [["a", "b"]]


def test_ids_stay_as_they_are_written() -> None:
    nodes = '[{"id": "007"}, {"id": 7}, {"id": 7.0}, {"id": "NA"}]'
    assert found(f'{{"nodes": {nodes}, "links": []}}')["stakeholders"] == [["007"], ["7"], ["7.0"], ["NA"]]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[1]", 1, "is no object with nodes and links"),
        ('{"nodes": 1, "links": []}', 1, "is not a list"),
        ('{"nodes": [],\n"links": [\n{"source": "a"}]}', 3, "is empty"),
        (
            '{"nodes": [{"name": "a"}],\n"links": [{"source": 0, "target": 1}]}',
            2,
            "is no place in the list of 1 nodes",
        ),
        ('{"nodes": [{"id": "a", "issues": ["x|y"]}], "links": []}', 1, "holds a ; or a | within one part"),
        ('{"nodes": [], "links": [], "edges": []}', 1, "stands beside links"),
        ('{"nodes": [], "links": [], "graph": {"netmodel": {"tie": []}}}', 1, "is not a table of netmodel"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(InputError) as caught:
        found(text)
    assert [(fault.code, fault.line) for fault in caught.value.problems] == [("X002", line)]
    assert says in str(caught.value)


def test_parts_of_the_file_that_have_no_place_are_said() -> None:
    tables = read_nodelink(
        b'{"nodes": [{"id": "a"}], "links": [], "zoom": 2, "graph": {"name": "x"}}', "g", Reading()
    )
    assert [(note.code, note.column) for note in tables["stakeholders"].notices] == [
        ("X005", "zoom"),
        ("X005", "name"),
    ]
    assert len(tables["stakeholders"].sha256) == 64


@pytest.mark.parametrize("net", [mini_rupture(), read("data"), read("data/stakeholders.csv"),
                                 *(random_network(seed) for seed in range(15))])  # fmt: skip
def test_our_networks_come_back(net: Network) -> None:
    again, written = there_and_back(net, "nodelink")
    assert (again.digest, written.lost) == (net.digest, ())
    assert accepts(written.content)
    assert write(tables_of(net)).content == written.content


@settings(max_examples=25, deadline=None)
@given(networks())
def test_any_network_comes_back(net: Network) -> None:
    assert there_and_back(net, "nodelink")[0].digest == net.digest
