"""Two-mode lists: events become open channels, hubs and no cliques; in doubt it is asked; measures of overlap."""

from __future__ import annotations

from pathlib import Path

import pytest

from netmodel import InputError, Network, read
from netmodel.measures.overlap import s_overlap
from netmodel.measures.twomode import newman_projection, two_mode_graph
from netmodel.readwrite.formats.incidence import as_channels, is_list, write
from netmodel.readwrite.formats.incidence import read as read_twomode
from netmodel.readwrite.plain import tables_of
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable

GRID = ",council,forum,board\ngac,1,0,1\nmid,1,1,0\nngo,x,,\n"


def net_of(text: str) -> Network:
    return Network.from_raw(read_twomode(text.encode(), "t.csv", Reading()))


def people(net: Network) -> dict[str, list[str]]:
    return {row.id: [person.stakeholder for person in row.participants] for row in net.open_channels}


EVENTS = {"board": ["gac"], "council": ["gac", "mid", "ngo"], "forum": ["mid"]}


def test_an_incidence_matrix_gives_hubs() -> None:
    net = net_of(GRID)
    assert people(net) == EVENTS
    assert (net.ties, [row.id for row in net.stakeholders]) == ((), ["gac", "mid", "ngo"])
    assert {person.uptake for row in net.channels for person in row.participants} == {0.8}


@pytest.mark.parametrize("header", ["actor,committee", "Stakeholder,Event", "membre,comité", "name,board"])
def test_a_list_of_two_columns_gives_the_same(header: str) -> None:
    rows = "gac,council\nmid,council\nngo,council\nmid,forum\ngac,board\n"
    assert people(net_of(f"{header}\n{rows}")) == EVENTS
    flipped = "".join(",".join(line.split(",")[::-1]) + "\n" for line in rows.splitlines())
    assert people(net_of(f"{','.join(header.split(',')[::-1])}\n{flipped}")) == EVENTS


def test_shares_are_uptake() -> None:
    net = net_of(",council,forum\ngac,0.5,0\nmid,1,0.25\n")
    found = {(row.id, person.stakeholder): person.uptake for row in net.channels for person in row.participants}
    assert found == {("council", "gac"): 0.5, ("council", "mid"): 1.0, ("forum", "mid"): 0.25}


def test_an_event_without_anybody_is_kept_and_so_is_somebody_without_an_event() -> None:
    net = net_of(",council,forum\ngac,1,0\nmid,0,0\n")
    assert [row.id for row in net.channels] == ["council", "forum"]
    assert [row.id for row in net.stakeholders] == ["gac", "mid"]


def test_cells_and_names_that_cannot_be_meant_are_refused_all_at_once() -> None:
    table = RawTable("participants", "t.csv", ("", "a", "b"), [["gac", "2", "maybe"], ["gac", "1", ""]], [2, 3])
    with pytest.raises(InputError) as caught:
        as_channels(table)
    assert [(fault.code, fault.line, fault.value) for fault in caught.value.problems] == [
        ("X003", 2, "2"), ("X003", 2, "maybe"), ("X003", 3, "gac")]  # fmt: skip


def test_a_list_with_marks_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,visited,invited\ngac,1,0\nmid,1,1\n")
    with pytest.raises(InputError, match="may be a list with marks, or a two-mode matrix"):
        read(path)
    assert people(read(path, form="twomode")) == {"invited": ["mid"], "visited": ["gac", "mid"]}
    assert read(path, form="csv").channels == ()


def test_a_blank_corner_needs_no_question_and_beside_a_list_the_table_says_it(tmp_path: Path) -> None:
    (tmp_path / "two.csv").write_text(GRID)
    assert people(read(tmp_path / "two.csv")) == EVENTS
    (tmp_path / "stakeholders.csv").write_text("id,side\ngac,Canada\nmid,Russia\nngo,third\n")
    (tmp_path / "participants.csv").write_text(GRID.replace(",council", "who,council", 1))
    net = read(tmp_path)
    assert (people(net), net.sides) == (EVENTS, ("Canada", "Russia"))
    (tmp_path / "participants.csv").write_text("stakeholder,channel,role\ngac,council,chair\nmid,council,\n")
    net = read(tmp_path)
    assert people(net) == {"council": ["gac", "mid"]}
    assert "each channel that is named here is taken as open" in str(
        [note.expected for note in net.provenance.notices]
    )


def test_a_plain_list_of_ties_is_no_list_of_events() -> None:
    assert not is_list(RawTable("stakeholders", "", ("source", "target"), [], []))
    assert not is_list(RawTable("stakeholders", "", ("id", "name"), [], []))
    assert not is_list(RawTable("stakeholders", "", ("event", "committee"), [], []))


def test_overlap_is_measured_three_ways() -> None:
    """Council of three and forum of two share two of three: by count, by Jaccard, and by Newman's weights."""
    net = net_of(",council,forum\na,1,1\nb,1,1\nc,1,0\n")
    pair = s_overlap(net)[0]
    assert (pair.one, pair.other, pair.count, round(pair.jaccard, 9)) == ("council", "forum", 2, round(2 / 3, 9))
    meeting = newman_projection(net)
    assert [meeting.edges[pair]["meeting"] for pair in (("a", "b"), ("a", "c"))] == [1.5, 0.5]
    assert two_mode_graph(net).number_of_edges() == 5


def test_what_is_written_and_what_is_lost() -> None:
    net = net_of(GRID)
    written = write(tables_of(net))
    assert written.lost == ()
    assert people(net_of(written.content.decode())) == EVENTS
    assert net_of(written.content.decode()).digest == net.digest
    lost = write(tables_of(read("data"))).lost
    assert lost[:4] == ("339 rows of ties", "14 rows of levels", "25 rows of issues", "10 rows of vetoes")
    assert lost[-1] == "47 channels not open now"
