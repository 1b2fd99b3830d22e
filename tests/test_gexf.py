"""GEXF: files of Gephi load as they mean; spells become dates; what netmodel writes is read again as it was."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
import pytest
from graph_tables import said, tables_of
from hypothesis import given, settings

from netmodel.errors import InputError, LimitError
from netmodel.readwrite.formats import FORMATS, gexf
from netmodel.readwrite.reading import Limits, Reading
from netmodel.schema import RawTable

DATA = Path(__file__).parent / "data" / "formats"
EDGE = '<gexf><graph {}><nodes><node id="a"/></nodes><edges><edge source="a" target="b" {}>{}</edge></edges>'


def read(text: str) -> dict[str, RawTable]:
    return gexf.read(text.encode(), "f.gexf", Reading())


def rows(table: RawTable) -> list[dict[str, str]]:
    return [{name: cell for name, cell in zip(table.header, row, strict=True) if cell} for row in table.rows]


def tie(attributes: str = "", inner: str = "", graph: str = "") -> list[dict[str, str]]:
    found = rows(read(EDGE.format(graph, attributes, inner) + "</graph></gexf>")["ties"])
    return [{name: cell for name, cell in row.items() if name not in ("source", "target")} for row in found]


@settings(max_examples=30, deadline=None)
@given(tables_of())
def test_what_is_written_is_read_again_as_it_was(tables: dict[str, RawTable]) -> None:
    written = gexf.write(tables)
    again = said(gexf.read(written.content, "f", Reading()))
    issues = tables.pop("issues", None)
    assert again == said(tables)
    assert len(written.lost) == (issues is not None)


def test_a_file_of_gephi() -> None:
    tables = gexf.read((DATA / "gephi.gexf").read_bytes(), "f", Reading())
    assert rows(tables["stakeholders"]) == [
        {
            "id": "1",
            "name": "Fisheries Ministry",
            "Side": "Oslo",
            "Level": "1",
            "official": "yes",
            "x": "-12.5",
            "y": "40.25",
        },
        {"id": "2", "name": "Ministère de la Mer", "Side": "Paris", "Level": "0"},
        {"id": "3", "name": "Институт & Co", "Level": "0"},
    ]
    ends = {"source": "1", "target": "2", "relation": "advice", "weight": "3.0"}
    assert rows(tables["ties"]) == [
        {**ends, "id": "0", "since": "2010", "until": "2012"},
        {**ends, "id": "0#2", "since": "2015"},
        {"source": "2", "target": "3", "id": "1", "directed": "yes"},
        {"source": "1", "target": "3", "id": "2", "directed": "no", "label": "old friends"},
    ]
    assert tables["ties"].lines == [37, 37, 46, 47]
    assert [notice.expected for notice in tables["stakeholders"].notices] == [
        "1 tie added: each spell of an edge is read as a tie of its own",
        "<meta>: 1 left out; netmodel has no use for it",
        "viz:color: 1 left out; netmodel has no use for it",
        "viz:size: 1 left out; netmodel has no use for it",
    ]


def test_an_older_file_with_time_intervals_and_values_that_change() -> None:
    tables = gexf.read((DATA / "gephi12.gexf").read_bytes(), "f", Reading())
    first, second = rows(tables["stakeholders"])
    assert (first["since"], first["until"]) == ("2001-01-01", "2009-12-31")
    assert first["score"] == "1.0 [2001-01-01, 2004-01-01]; 2.5 [2004-01-01, 2009-12-31]"
    assert second["score"] == "7"
    assert [(row.get("since"), row.get("start"), row["directed"]) for row in rows(tables["ties"])] == [
        ("2001", None, "yes"),
        (None, "12.5", "no"),
    ]


@pytest.mark.parametrize(
    ("attributes", "inner", "found"),
    [
        ('start="2013" end="2014-06"', "", [{"since": "2013", "until": "2014-06"}]),
        ('start="2013-02-01T00:00:00Z"', "", [{"since": "2013-02-01"}]),
        ('start="-Infinity" end="2014"', "", [{"until": "2014"}]),
        (
            'intervals="&lt;[2010,2012];[2014,2015]&gt;"',
            "",
            [{"since": "2010", "until": "2012"}, {"since": "2014", "until": "2015"}],
        ),
        ('start="2013-02-30" endopen="7"', "", [{"start": "2013-02-30", "end": "7"}]),
        ('kind="advice" weight="2" label="x"', "", [{"kind": "advice", "weight": "2", "label": "x"}]),
        ('type="directed"', "", [{"directed": "yes"}]),
        ('type="undirected"', "", [{"directed": "no"}]),
        ('thing="x"', "", [{"thing": "x"}]),
        ("", '<spells><spell end="2000"/></spells>', [{"until": "2000"}]),
        ("", "<spells/>", [{}]),
    ],
)
def test_edges(attributes: str, inner: str, found: list[dict[str, str]]) -> None:
    assert tie(attributes, inner) == found


def test_a_default_direction_holds_where_an_edge_says_nothing() -> None:
    assert tie(graph='defaultedgetype="directed"') == [{"directed": "yes"}]
    assert tie('type="mutual"', graph='defaultedgetype="directed"') == [{"directed": "no"}]
    assert tie(graph='defaultedgetype="undirected"') == [{}]


def test_what_netmodel_repeats_for_gephi_is_told_from_what_was_changed_there() -> None:
    header = ("source", "target", "strength", "since", "until", "kind")
    tables = {
        "stakeholders": RawTable("stakeholders", "", ("id", "name", "x", "y"), [["a", "Ann", "1", "-2.50"]], [2]),
        "ties": RawTable("ties", "", header, [["a", "a", "0.50", "2013", "2014-02", "advice"]], [2]),
    }
    text = gexf.write(tables).content.decode()
    for part in ('label="Ann"', '<viz:position x="1" y="-2.50" z="0"/>', 'weight="0.50"', 'kind="advice"'):
        assert part in text
    assert '<spell start="2013-01-01" end="2014-02-28"/>' in text and 'timeformat="date"' in text
    assert said(read(text)) == said(tables)
    changed = text.replace('start="2013-01-01"', 'start="2011-01-01"').replace('weight="0.50"', 'weight="4"')
    (row,) = rows(read(changed)["ties"])
    assert (row["since"], row["since (2)"], row["strength"], row["weight"]) == ("2013", "2011-01-01", "0.50", "4")


def test_networkx_reads_what_is_written_and_the_other_way_round() -> None:
    tables = {
        "stakeholders": RawTable("stakeholders", "", ("id", "name"), [["a", "Ann"], ["b", "Bob"]], [2, 3]),
        "ties": RawTable("ties", "", ("source", "target", "strength", "id"), [["a", "b", "0.5", "t"]], [2]),
    }
    text = gexf.write(tables).content.decode()
    path = "\n".join(nx.generate_gexf(nx.Graph([("p", "q", {"weight": 2.0})]), version="1.2draft"))
    assert rows(read(path)["ties"])[0]["weight"] == "2.0"
    assert rows(read(path)["stakeholders"])[0] == {"id": "p", "name": "p"}

    graph = nx.read_gexf(
        io.BytesIO(text.replace("gexf.net/1.3", "www.gexf.net/1.2draft").encode()), version="1.2draft"
    )
    assert graph.edges["a", "b"]["strength"] == 0.5 and graph.nodes["a"]["label"] == "Ann"


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        read(text)
    assert all(problem.file == "f.gexf" for problem in caught.value.problems)
    return [(problem.code, problem.column) for problem in caught.value.problems]


def test_what_is_wrong_is_refused_all_at_once() -> None:
    text = """<gexf><graph defaultedgetype="both">
      <attributes class="thing"/>
      <attributes class="node"><attribute id="0" type="matrix"/><attribute/></attributes>
      <attributes class="node"><attribute id="1" title="level" type="integer"/></attributes>
      <nodes><node/><node id="a"><nodes/><attvalues><attvalue for="9" value=""/>
      <attvalue for="1" value="x"/></attvalues></node></nodes>
      <edges><edge source="a"/><edge source="a" target="a" weight="heavy" type="both"/></edges></graph></gexf>"""
    assert faults(text) == [
        ("X002", "defaultedgetype"),
        ("X002", "class"),
        ("X002", "type"),
        ("X002", "id"),
        ("X002", "id"),
        ("X003", "nodes"),
        ("X002", "for"),
        ("X002", "level"),
        ("X002", "target"),
        ("X002", "weight"),
        ("X002", "type"),
    ]
    assert faults("<gexf/>") == [("X002", "")]
    assert faults("<gexf><graph/><graph/></gexf>") == [("X003", "graph")]
    assert faults("<gexf><graph><nodes><node id='a'></gexf>") == [("X002", "character 36")]


def test_limits_hold_for_spells_too() -> None:
    text = EDGE.format("", "", "<spells>" + '<spell start="2001"/>' * 30 + "</spells>") + "</graph></gexf>"
    with pytest.raises(LimitError, match="max rows"):
        gexf.read(text.encode(), "f", Reading(limits=Limits(rows=20)))


def test_small_parts() -> None:
    assert gexf.intervals("[1,2]") == [] and gexf.intervals("<>") == []
    assert gexf.intervals('<[2010.0, 2012.0, "x"); (2015, Infinity]>') == [("2010.0", "2012.0"), ("2015", "")]
    assert gexf.as_date("3013.0") is None and gexf.as_date("") is None
    assert FORMATS["gexf"].accepts(b"<gexf >") and not FORMATS["gexf"].accepts(b"<graphml>")
