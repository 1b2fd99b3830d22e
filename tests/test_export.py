"""Every format to every other: what comes back, what is lost is listed, and nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from networks import mini_rupture, random_network
from strangers import networks

from netmodel import InputError, Network, Study, UsageError, read
from netmodel.errors import UnknownName, WriteError
from netmodel.readwrite.export import prepare, write
from netmodel.readwrite.formats import FORMATS
from netmodel.readwrite.plain import tables_of

FILES = {"csv": "study", "kumu": "net.kumu.json", "cytoscape": "net.cyjs", "hif": "net.hif", "nodelink": "net.json",
         "xlsx": "net.xlsx", "graphml": "net.graphml"}  # fmt: skip
"""Formats that hold MiniRupture whole, and a name for each."""

SETTINGS = ("the settings of the study: before, now (keep netmodel.toml beside it)",)


def with_settings(path: Path) -> Network:
    """A network read from a file, with the settings of MiniRupture beside it."""
    return replace(read(path), study=Study(before="2013", now="2014"))


@pytest.mark.parametrize("form", FILES)
def test_mini_rupture_from_every_format_to_every_other(tmp_path: Path, form: str) -> None:
    net = mini_rupture()
    assert write(net, tmp_path / "one" / FILES[form], format=form) == (() if form == "csv" else SETTINGS)
    first = with_settings(tmp_path / "one" / FILES[form])
    assert first.digest == net.digest
    for other, name in FILES.items():
        lost = write(first, tmp_path / "two" / name, format=other)
        assert lost == (() if other == "csv" else SETTINGS)
        assert with_settings(tmp_path / "two" / name).digest == net.digest


@pytest.mark.parametrize(("form", "lost"), [
    ("matrix", ("stakeholders: the columns side, influence", "ties: the columns status_2013, status_2014",
                "2 ties not active now")),
    ("twomode", ("7 rows of ties", "stakeholders: the columns side, influence")),
])  # fmt: skip
def test_what_is_lost_where_a_format_holds_less(tmp_path: Path, form: str, lost: tuple[str, ...]) -> None:
    assert write(mini_rupture(), tmp_path / "net.csv", format=form) == (*SETTINGS, *lost)
    assert len(read(tmp_path / "net.csv").stakeholders) == 7


@pytest.mark.parametrize("form", [*FORMATS])
def test_every_format_writes_the_demonstration_or_says_that_it_cannot(form: str) -> None:
    net = read("data")
    if FORMATS[form].write is None:
        with pytest.raises(UsageError, match=f"{form} can be read but not written; formats to write: csv, kumu"):
            prepare(net, "-", format=form)
        return
    output = prepare(net, "-", format=form)
    assert [len(content) > 1000 for content in output.files.values()] == [True]
    assert any("the settings of the study" in line for line in output.lost)


def test_the_demonstration_through_a_folder(tmp_path: Path) -> None:
    net = read("data")
    assert write(net, tmp_path / "copy") == ()
    again = read(tmp_path / "copy")
    assert again.digest == net.digest
    names = {place.name for place in (tmp_path / "copy").iterdir()}
    assert names == {*(f"{name}.csv" for name in tables_of(net)), "netmodel.toml"}
    assert [*prepare(again, tmp_path / "x").files.values()] == [*prepare(net, tmp_path / "x").files.values()]


@pytest.mark.parametrize("raw", [False, True])
@settings(max_examples=20, deadline=None)
@given(net=networks())
def test_any_network_through_a_folder(raw: bool, net: Network, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Exact, or refused when it is read again; never other than it was."""
    folder = tmp_path_factory.mktemp("study")
    write(net, folder / "study", raw=raw)
    try:
        assert read(folder / "study").digest == net.digest
    except InputError as error:
        assert {problem.code for problem in error.problems} <= {"D001", "D023", "D010"}


@pytest.mark.parametrize("seed", range(6))
def test_random_networks_through_a_folder(tmp_path: Path, seed: int) -> None:
    net = random_network(seed)
    write(net, tmp_path / "study")
    assert read(tmp_path / "study").digest == net.digest


def test_the_format_that_a_name_tells(tmp_path: Path) -> None:
    net = Network.from_tables([{"id": "a"}])
    begins = {"x.json": b'{\n "directed"', "x.kumu.json": b'{\n "elements": [', "x.hif.json": b'{\n "network-type"',
              "x.CYJS": b'{\n "data"', "x.xlsx": b"PK", "x.csv": b"id\na\n", "X.TSV": b"id\na\n"}  # fmt: skip
    for name, begin in begins.items():
        assert next(iter(prepare(net, tmp_path / name).files.values())).startswith(begin)
    assert [place.name for place in prepare(net, tmp_path / "folder").files] == ["stakeholders.csv"]


@pytest.mark.parametrize(("name", "says"), [("x.ods", "can be read but not written"), ("x.doc", "tells no format"),
                                            ("-", "a stream has no name")])  # fmt: skip
def test_a_name_that_tells_none(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        prepare(mini_rupture(), name if name == "-" else tmp_path / name)
    with pytest.raises(UnknownName, match="did you mean 'graphml'"):
        prepare(mini_rupture(), tmp_path / name, format="graphmll")


def test_a_scenario_is_listed_as_lost() -> None:
    net = mini_rupture().without("PCO").at("2013")
    assert prepare(net, "x").lost == ("the scenario: its date, what it removes",)


# ---- nothing is overwritten ----------------------------------------------------------------------------------------


def test_what_is_there_is_kept_without_force(tmp_path: Path) -> None:
    (tmp_path / "net.json").write_bytes(b"mine")
    with pytest.raises(WriteError, match=r"net\.json is there already; nothing was written"):
        write(mini_rupture(), tmp_path / "net.json")
    assert (tmp_path / "net.json").read_bytes() == b"mine"
    write(mini_rupture(), tmp_path / "net.json", force=True)
    assert len(read(tmp_path / "net.json").ties) == 7


@pytest.mark.parametrize("name", ["study", "net.json", "net.xlsx"])
def test_an_input_is_never_overwritten(tmp_path: Path, name: str) -> None:
    write(mini_rupture(), tmp_path / name)
    net = read(tmp_path / name)
    with pytest.raises(WriteError, match="was read as an input; it is never overwritten"):
        write(net, tmp_path / name, force=True)


@pytest.mark.parametrize("name", ["vetoes.csv", "topics.csv", "netmodel.toml"])
def test_a_folder_with_tables_of_another_study_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("")
    net = Network.from_tables([{"id": "a"}])
    with pytest.raises(WriteError, match="which would be read as part of this study"):
        write(net, tmp_path, force=True)
    assert [place.name for place in tmp_path.iterdir()] == [name]


def test_a_folder_with_other_files_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "sources.csv").write_text("mine")
    write(mini_rupture(), tmp_path)
    assert (tmp_path / "README.md").read_text() == "mine"
    assert read(tmp_path).digest == mini_rupture().digest


def test_a_place_that_takes_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WriteError):
        write(mini_rupture(), tmp_path / "file" / "study")
