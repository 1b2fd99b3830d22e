"""Which format a file has, what is picked up beside it, and what is said where it cannot be told."""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path

import pytest
from networks import mini_rupture, random_network

from netmodel import InputError, NetmodelError, Network, UsageError, read
from netmodel.readwrite.endpoints import settle
from netmodel.readwrite.export import prepare, write
from netmodel.readwrite.formats import FORMATS
from netmodel.readwrite.headers import adopt
from netmodel.readwrite.reading import Reading
from netmodel.readwrite.sources import with_channels

NAMED = {"kumu": "net.json", "cytoscape": "net.cyjs", "hif": "net.hif", "nodelink": "net.json", "xlsx": "net.xlsx",
         "graphml": "net.graphml", "gexf": "net.gexf", "pajek": "net.net", "matrix": "net.csv"}  # fmt: skip


@pytest.mark.parametrize("form", NAMED)
@pytest.mark.parametrize("known", [True, False])
def test_a_format_is_told_by_name_and_content(tmp_path: Path, form: str, known: bool) -> None:
    path = tmp_path / (NAMED[form] if known else "net")
    write(mini_rupture(), tmp_path / NAMED[form], format=form)
    (tmp_path / NAMED[form]).rename(path)
    net = read(path)
    assert {row.id for row in net.stakeholders} == {row.id for row in mini_rupture().stakeholders}


def test_a_format_from_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    net = mini_rupture()
    content = prepare(net, "-", format="nodelink").files[Path("-")]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert [tie.id for tie in read("-").ties] == [tie.id for tie in net.ties]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("x.json", b"{}", "ends in .json but is neither"),
        ("x.xlsx", b"id,name\na,b\n", "ends in .xlsx but is not Excel workbook"),
        ("x.graphml", b"{}", "ends in .graphml but is not"),
    ],
)
def test_a_format_that_the_content_belies_is_refused(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(tmp_path / name)
    assert caught.value.problems[0].code == "X003"
    assert says in str(caught.value)
    assert "known formats: csv, kumu, cytoscape" in str(caught.value)


def test_an_asked_for_format_is_taken_or_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"id\na\n")
    assert [row.id for row in read(tmp_path / "x.json", form="csv").stakeholders] == ["a"]
    with pytest.raises(UsageError, match="did you mean 'nodelink'"):
        read(tmp_path / "x.json", form="nodelinks")


def test_a_list_of_any_name_is_still_a_list(tmp_path: Path) -> None:
    for name in ("people", "people.txt", "people.dat", "people.old"):
        (tmp_path / name).write_text("id,side\na,x\nb,y\n")
        assert len(read(tmp_path / name).stakeholders) == 2


def test_tables_beside_a_file_fill_what_it_does_not_hold(tmp_path: Path) -> None:
    write(mini_rupture(), tmp_path / "net.json")
    (tmp_path / "channels.csv").write_text("id,participants\nseminar,GAC; MID\n")
    (tmp_path / "ties.csv").write_text("source,target\nGAC,MID\n")
    net = read(tmp_path / "net.json")
    assert ([row.id for row in net.channels], len(net.ties)) == (["seminar"], 7)
    assert any(
        "is passed over" in note.expected and note.file.endswith("ties.csv") for note in net.provenance.notices
    )
    asked = read(tmp_path / "net.json", tables={"ties": tmp_path / "ties.csv"})
    assert [tie.id for tie in asked.ties] == ["GAC--MID--informal"]


def test_a_table_from_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id\n" + "\n".join(row.id for row in mini_rupture().stakeholders))
    write(mini_rupture(), tmp_path / "net.xlsx")
    assert len(read(tmp_path / "list.csv", tables={"ties": tmp_path / "net.xlsx"}).ties) == 7
    with pytest.raises(InputError, match="holds stakeholders, ties, but no vetoes"):
        read(tmp_path / "list.csv", tables={"vetoes": tmp_path / "net.xlsx"})


def test_folders_by_other_names(tmp_path: Path) -> None:
    (tmp_path / "nodes.csv").write_text("id\na\nb\n")
    (tmp_path / "Edges.tsv").write_text("source\ttarget\na\tb\n")
    assert len(read(tmp_path).ties) == 1
    (tmp_path / "links.csv").write_text("source,target\na,b\n")
    with pytest.raises(InputError, match=r"Edges\.tsv and links\.csv may both hold ties"):
        read(tmp_path)
    (tmp_path / "ties.csv").write_text("source,target\nb,a\n")
    assert read(tmp_path).ties[0].source == "b"


def test_a_folder_with_one_workbook(tmp_path: Path) -> None:
    write(mini_rupture(), tmp_path / "net.xlsx")
    (tmp_path / "~$net.xlsx").write_bytes(b"lock")
    assert len(read(tmp_path).ties) == 7
    write(mini_rupture(), tmp_path / "other.xlsx")
    with pytest.raises(InputError, match="and not one workbook"):
        read(tmp_path)


@pytest.mark.parametrize("form", ["kumu", "cytoscape", "hif", "nodelink", "xlsx", "matrix", "twomode"])
def test_a_mutated_file_is_read_or_refused(form: str) -> None:
    """A byte or a piece changed, lost or said twice: a network, or a report with its code, and never a traceback."""
    check_mutations(form, 40)


@pytest.mark.laws
@pytest.mark.parametrize("form", ["kumu", "cytoscape", "hif", "nodelink", "xlsx", "matrix", "twomode"])
def test_mutated_files_are_read_or_refused_at_length(form: str) -> None:
    check_mutations(form, 3_000)


def check_mutations(form: str, count: int) -> None:
    rng = random.Random(7)
    contents = [
        next(iter(prepare(random_network(seed), "-", format=form).files.values())) for seed in range(min(count, 20))
    ]
    reader = FORMATS[form].read
    assert reader is not None
    for number in range(count):
        content = bytearray(contents[number % len(contents)])
        for _ in range(rng.randrange(1, 4)):
            at, to = sorted(rng.randrange(len(content) + 1) for _ in range(2))
            piece = content[at : min(to, at + 40)]
            change = rng.choice(["flip", "lose", "twice", "cut", "odd"])
            if change == "cut":
                del content[to:]
            else:
                odd = rng.choice(
                    [b"null", b"{}", b"[", b'"', b"1e999", b"\0", b"\xff", b"NaN", b",", b"<", b"9" * 99]
                )
                other = {"flip": bytes(byte ^ 1 for byte in piece), "lose": b"", "twice": piece * 2, "odd": odd}
                content[at : at + len(piece)] = other[change]
        try:
            raw = {name: adopt(table, Reading()) for name, table in reader(bytes(content), "f", Reading()).items()}
            Network.from_raw(settle(with_channels(raw)), allow_unknown=True)
        except NetmodelError as error:
            assert error.exit_code in (3, 6)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Source,Target,Type,Id,Label,Weight\n1,2,Undirected,0,,1.0\n", "Source"),
        ("From,To,Label\na,b,trade\n", "From"),
        ("id,source,target\ne1,2001,2002\n", "source"),
        ("Name,From,To\nOslo,2001,2005\nRome,2003-04,\n", ""),
        ("id,name,side,source,target\na,Ann,North,a report,all\n", ""),
        ("id,name,source\na,Ann,a report\n", ""),
    ],
)
def test_a_list_of_ties_is_not_read_as_people(tmp_path: Path, text: str, first: str) -> None:
    place = tmp_path / "list.csv"
    place.write_text(text, encoding="utf-8")
    if not first:
        assert read(place).stakeholders
        return
    with pytest.raises(InputError) as caught:
        read(place)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("D008", 1, first)
    assert problem.expected.endswith("are the ends of ties: this is a list of ties, and not of stakeholders")
    if "Label" in text or "id" in text:  # the remedy works: the user says what the column is
        assert read(place, columns={first: "notes"}).stakeholders
