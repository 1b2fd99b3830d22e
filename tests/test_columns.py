"""Foreign cells in netmodel's form: directions, spans of time, scales, columns nobody named, Cytoscape's edges."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from test_headers import adopted, notes, refusal

import netmodel
from netmodel.errors import InputError
from netmodel.readwrite.columns import scaled, tidied
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable


@pytest.mark.parametrize(
    ("cell", "since", "until"),
    [
        ("<[2013.0, 2019.0]>", "2013", "2019"),
        ("<[2013-05-01, 2019-02]>", "2013-05-01", "2019-02"),
        ("[2013.0, Infinity)", "2013", ""),
        ("<[-Infinity, 2014-03-18T00:00:00.000Z]>", "", "2014-03-18"),
        ("", "", ""),
    ],
)
def test_spans_of_gephi(cell: str, since: str, until: str) -> None:
    rows = [["a", "b", cell], ["a", "c", "<[2010, 2011]>"]]
    found = tidied(RawTable("ties", "e.csv", ("source", "target", "timeset"), rows, [2, 3]))
    assert found.header == ("source", "target", "since", "until")
    assert found.rows[0] == ["a", "b", since, until]


def test_what_is_no_single_span_is_refused() -> None:
    said = refusal("ties", "source,target,interval", "a,b,soon", "a,c,")
    assert said == [
        "T010 2 interval soon: is not one span of dates; write <[2013, 2019]>, or columns since and until"
    ]


def test_a_table_with_since_of_its_own_keeps_its_interval_as_an_attribute() -> None:
    assert adopted("ties", "source,target,since,interval", "a,b,2013,x").header[-1] == "interval"


def test_columns_nobody_named_are_passed_over_where_they_say_nothing() -> None:
    found = adopted("stakeholders", "Unnamed: 0,id,Unnamed: 2,Unnamed: 3", "0,a,,note", "1,b,,")
    assert (found.header, found.rows) == (("id", "Unnamed: 3"), [["a", "note"], ["b", ""]])
    assert notes(found) == [
        "Unnamed: 2: is empty and is passed over",
        "Unnamed: 0: only numbers the rows and is passed over",
    ]


def test_a_scale_makes_shares() -> None:
    found = scaled(adopted("ties", "source,target,weight", "a,b,5", "a,c,1", "b,c,"), Reading(scale=(0.0, 5.0)))
    assert [row[2] for row in found.rows] == ["1", "0.2", ""]
    assert notes(found)[-1] == "strength: is on the scale '0:5' and is brought to 0..1"


def test_what_is_off_the_scale_is_refused_with_every_row() -> None:
    table = adopted("ties", "source,target,weight", "a,b,6", "a,c,x", "b,c,4", "a,d,1_0", "b,d,٣")
    with pytest.raises(InputError) as caught:
        scaled(table, Reading(scale=(0.0, 5.0)))
    assert [(p.line, p.value) for p in caught.value.problems] == [(2, "6"), (3, "x"), (5, "1_0"), (6, "٣")]
    assert {p.code for p in caught.value.problems} == {"T005"}


def test_a_decimal_comma_is_read_before_the_scale_and_a_thousand_is_none(tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_text("id;side\na;N\nb;S\nc;S\n", encoding="utf-8")
    (tmp_path / "edges.csv").write_text("source;target;weight\na;b;2,5\na;c;4,0\n", encoding="utf-8")
    net = netmodel.read(tmp_path, scale=(0, 5))
    assert [tie.strength for tie in net.ties] == [0.5, 0.8]
    (tmp_path / "edges.csv").write_text("source;target;weight\na;b;1,234\n", encoding="utf-8")
    with pytest.raises(InputError):
        netmodel.read(tmp_path, scale=(0, 5))


def test_a_weight_above_one_asks_for_its_scale() -> None:
    ties = netmodel.Network.from_tables  # the check stands with the cells, whatever the way in
    with pytest.raises(InputError, match="--scale"):
        ties([{"id": "a"}, {"id": "b"}], [{"source": "a", "target": "b", "strength": 3}])


def test_cytoscapes_names_of_edges_give_their_ends() -> None:
    found = adopted("ties", "shared name,weight", "gac (talks to) mid,0.5", "a b (x) c (d),0.1")
    assert found.header == ("strength", "source", "kind", "target")
    assert found.rows == [["0.5", "gac", "talks to", "mid"], ["0.1", "a b", "x", "c (d)"]]


def test_names_of_edges_that_are_something_else_stay() -> None:
    assert adopted("ties", "name,weight", "gac talks,0.5").header == ("name", "strength")


@pytest.mark.parametrize(("scale", "cell"), [((1.0, 5.0), "1"), ((0.0, 5.0), "0")])
def test_the_lowest_of_a_scale_is_refused_as_it_is_written(scale: tuple[float, float], cell: str) -> None:
    with pytest.raises(InputError) as caught:
        scaled(adopted("ties", "source,target,weight", f"a,b,{cell}", "a,c,5"), Reading(scale=scale))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.value) == ("T005", 2, cell)
    assert ("--scale 0:5" in problem.remedy) == (scale[0] > 0)


def test_a_long_name_of_an_edge_is_not_searched_for_ends() -> None:
    begin = time.process_time()
    assert adopted("ties", "name,weight", "a (" * 30_000 + ",1").header == ("name", "strength")
    assert time.process_time() - begin < 2
