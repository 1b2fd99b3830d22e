"""Workbooks: sheets by name, cells as text exactly, and what is written is text and no formula."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from networks import mini_rupture, random_network
from sheets import ods, ods_row, row, xlsx
from strangers import networks, there_and_back

from netmodel import InputError, Network, read
from netmodel.errors import LimitError, MissingExtra
from netmodel.readwrite.formats.workbook import CELL, accepts, write
from netmodel.readwrite.formats.workbook import read as read_workbook
from netmodel.readwrite.plain import tables_of
from netmodel.readwrite.reading import Limits, Reading
from netmodel.schema import RawTable


def book(sheets: dict[str, list[list[object]]]) -> bytes:
    """A workbook as openpyxl writes it."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def found(content: bytes) -> dict[str, RawTable]:
    return dict(read_workbook(content, "f.xlsx", Reading()))


def test_cells_as_text_exactly() -> None:
    cells = ["007", 7, 7.0, 0.1, 1e20, -2.5e-7, datetime.date(2014, 3, 18), datetime.datetime(2014, 3, 18, 5, 6),
             True, "TRUE", "1e5", " x ", "NA", "2014-03-18"]  # fmt: skip
    header = ["id", *(f"c{n}" for n in range(1, len(cells)))]
    table = found(book({"Nodes": [header, cells]}))["stakeholders"]
    assert table.rows == [
        ["007", "7", "7", "0.1", "100000000000000000000", "-2.5e-07", "2014-03-18",
         "2014-03-18T05:06:00", "TRUE", "TRUE", "1e5", " x ", "NA", "2014-03-18"]]  # fmt: skip
    assert [(warning.code, warning.column) for warning in table.warnings] == [("X006", "column E")]


def test_blank_rows_and_columns_and_where_rows_stand() -> None:
    sheet = [[], [None, "id", "name"], [], [None, "gac", "GAC"], [None, " ", None], [None, "mid", "MID"]]
    table = found(book({"Elements": sheet}))["stakeholders"]
    assert (table.header, table.rows) == (("id", "name"), [["gac", "GAC"], ["mid", "MID"]])
    assert (table.header_line, table.lines, table.blank) == (2, [4, 6], 3)
    assert table.file == "f.xlsx (Elements)"


def test_a_sheet_is_laid_out_as_a_csv_is() -> None:
    above = [["List of the contacts, 2021"], [], ["Status of March"], ["Id", "Name", "Side"]]
    rows = [["gac", "GAC", "CA"], ["Id", "Name", "Side"], ["mid", "MID", "RU"]]
    table = found(book({"Nodes": [*above, *rows]}))["stakeholders"]
    assert (table.rows, table.lines, table.header_line) == ([rows[0], rows[2]], [5, 7], 4)
    assert [(notice.code, notice.line) for notice in table.notices] == [("D018", 1), ("D018", 3), ("D019", 6)]
    second = [["source", "target"], ["gac", "mid"]]
    for more, code, line in ([[], *second], "D017", 9), ([["Total", 2]], "D022", 8):
        with pytest.raises(InputError) as caught:
            found(book({"Nodes": [*above, *rows, *more]}))
        assert [(problem.code, problem.line) for problem in caught.value.problems] == [(code, line)]
        assert caught.value.problems[0].file == "f.xlsx (Nodes)"


def test_sheets_by_name_in_several_dialects() -> None:
    people, ties = [["Label"], ["a"], ["b"]], [["From", "To"], ["a", "b"]]
    for nodes, edges in (
        ("Nodes", "Edges"),
        ("Elements", "Connections"),
        ("stakeholders", "ties"),
        ("Vertices", "links"),
    ):
        tables = found(book({nodes: people, edges: ties, "Elements old (IGNORE)": people, "Notes": [["x"]]}))
        assert set(tables) == {"stakeholders", "ties"}
        notes = [note.column for note in tables["stakeholders"].notices]
        assert notes == ["Elements old (IGNORE)", "Notes"]


def test_one_sheet_of_another_name_is_the_list() -> None:
    tables = found(book({"Sheet1": [["id"], ["a"]], "old (ignore)": [["x"]]}))
    assert tables["stakeholders"].rows == [["a"]]
    assert "is taken as the list" in tables["stakeholders"].notices[0].expected


def test_a_hidden_sheet_is_read_and_said() -> None:
    sheets: dict[str, list[list[object]]] = {"Nodes": [["id"], ["a"], ["b"]], "Edges": [["from", "to"], ["a", "b"]]}
    made = openpyxl.load_workbook(io.BytesIO(book(sheets)))
    made["Edges"].sheet_state = "veryHidden"
    kept = io.BytesIO()
    made.save(kept)
    tables = found(kept.getvalue())
    assert tables["ties"].rows == [["a", "b"]]
    said = [(notice.column, notice.expected.split(",")[0]) for notice in tables["stakeholders"].notices]
    assert said == [("Edges", "is hidden in the workbook")]


@pytest.mark.parametrize(
    ("sheets", "code", "says"),
    [
        ({"A": [["x"]], "B": [["y"]]}, "X003", "has no sheet of stakeholders among 'A', 'B'"),
        ({"Nodes": [["id"], ["a"]], "Elements": [["id"], ["a"]]}, "X003", "and so does the sheet 'Nodes'"),
        ({"Nodes": []}, "D002", "is empty"),
        ({"Nodes": [["id"]]}, "D002", "holds a header but no rows"),
    ],
)
def test_sheets_that_cannot_be_told(sheets: dict[str, list[list[object]]], code: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        found(book(sheets))
    assert caught.value.problems[0].code == code
    assert says in str(caught.value)


def test_a_formula_counts_as_its_value_and_one_without_is_refused() -> None:
    cells = ['<c r="@" t="str"><f>UPPER("gac")</f><v>GAC</v></c>', '<c r="@"><f>1+1</f><v>2</v></c>']
    good = xlsx({"Nodes": row(1, "id", "n") + row(2, *cells)})
    assert found(good)["stakeholders"].rows == [["GAC", "2"]]
    with pytest.raises(InputError) as caught:
        found(book({"Nodes": [["id", "n"], ["a", "=1+1"]]}))
    problem = caught.value.problems[0]
    assert (problem.code, problem.line, problem.column) == ("X002", 2, "column B")
    with pytest.raises(InputError, match="'#N/A' is an error of a formula"):
        found(xlsx({"Nodes": row(1, "id") + row(2, '<c r="@" t="e"><v>#N/A</v></c>')}))


def test_merged_cells_are_said() -> None:
    content = xlsx({"Nodes": row(1, "id", "name") + row(2, "a")})
    made = openpyxl.load_workbook(io.BytesIO(content))
    made["Nodes"].merge_cells("A2:A3")
    kept = io.BytesIO()
    made.save(kept)
    assert "1 group of cells merged" in found(kept.getvalue())["stakeholders"].notices[0].expected


def test_opendocument() -> None:
    number = '<table:table-cell office:value-type="float" office:value="7"><text:p>7,00</text:p></table:table-cell>'
    day = 'office:value-type="date" office:date-value="2014-03-18"'
    date = f"<table:table-cell {day}><text:p>18/3</text:p></table:table-cell>"
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = ods_row("id", "n", "since") + ods_row("007", number, date, blank) + ods_row(blank, repeated=1_000_000)
    table = found(ods(rows))["stakeholders"]
    assert (table.header, table.rows) == (("id", "n", "since"), [["007", "7", "2014-03-18"]])


def test_limits_of_rows_columns_and_cells() -> None:
    content = book({"Nodes": [["id", "name"], ["a", "x" * 50], ["b", "y"]]})
    for limits in (Limits(cell=20), Limits(columns=1), Limits(rows=1), Limits(bytes=len(content) - 1)):
        with pytest.raises(LimitError):
            read_workbook(content, "f.xlsx", Reading(limits=limits))


@pytest.mark.parametrize("name", ["python_calamine", "openpyxl"])
def test_without_the_extra_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    content = book({"Nodes": [["id"], ["a"]]})
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtra, match=r"pip install 'netmodel\[excel\]'"):
        found(content) if name == "python_calamine" else write(tables_of(mini_rupture()))


# ---- written -------------------------------------------------------------------------------------------------------


def test_text_that_looks_like_a_formula_is_text() -> None:
    net = Network.from_tables([{"id": "=1+1", "name": "=cmd|'/c calc'!A0", "notes": "@x", "influence": 2.5}])
    sheet = openpyxl.load_workbook(io.BytesIO(write(tables_of(net)).content))["stakeholders"]
    cells = {header.value: cell for header, cell in zip(sheet[1], sheet[2], strict=True)}
    assert [cells[name].data_type for name in ("id", "name", "notes", "influence")] == ["s", "s", "s", "n"]
    assert cells["id"].value == "=1+1"
    assert cells["id"].quotePrefix
    content = zipfile.ZipFile(io.BytesIO(write(tables_of(net)).content)).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in content


def test_the_same_bytes_whenever_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    first = write(tables_of(mini_rupture())).content
    with zipfile.ZipFile(io.BytesIO(first)) as made:
        assert {item.date_time for item in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b">1980-01-01T00:00:00Z<" in made.read("docProps/core.xml")
    assert write(tables_of(mini_rupture())).content == first
    assert accepts(first)


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_written_as_text() -> None:
    net = Network.from_tables([{"id": "a", "influence": 0.1 + 0.2}, {"id": "b", "influence": 0.3}])
    assert there_and_back(net, "xlsx")[0].stakeholder["a"].influence == 0.1 + 0.2


def test_what_no_cell_holds_is_listed() -> None:
    net = Network.from_tables([{"id": "a", "notes": "x" * (CELL + 1)}, {"id": "b", "notes": "\uffff"}])
    again, written = there_and_back(net, "xlsx")
    assert written.lost == (
        "stakeholders: the end of 1 cell of more than 32,767 characters",
        "stakeholders: characters in 1 cell that no workbook can hold, written as \ufffd",
    )
    assert [len(row.notes) for row in again.stakeholders] == [CELL, 1]


def test_a_whole_study_through_a_file(tmp_path: Path) -> None:
    net = read("data")
    (tmp_path / "study.xlsx").write_bytes(write(tables_of(net)).content)
    (tmp_path / "netmodel.toml").write_bytes(Path("data/netmodel.toml").read_bytes())
    assert read(tmp_path).digest == read(tmp_path / "study.xlsx").digest == net.digest


@pytest.mark.parametrize("net", [mini_rupture(), *(random_network(seed) for seed in range(6))])
def test_our_networks_come_back(net: Network) -> None:
    again, written = there_and_back(net, "xlsx")
    assert (again.digest, written.lost) == (net.digest, ())


@settings(max_examples=15, deadline=None)
@given(networks())
def test_any_network_comes_back(net: Network) -> None:
    assert there_and_back(net, "xlsx")[0].digest == net.digest
