"""Workbooks that are bombs, damaged or locked are met before a reader lays their cells out."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sheets import ods, ods_row, packed, row, xlsx

from netmodel.errors import InputError, LimitError
from netmodel.readwrite.formats.packed import OLD, look_through
from netmodel.readwrite.reading import Limits, Reading

FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LONG = '<row r="1048576"><c r="C1048576"><v>1</v></c></row>'
HEAD = row(1, "id", "name") + row(2, "gac", "GAC")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            xlsx({"Nodes": HEAD + FAR}),
            r"16,384 columns of a sheet are over the limit of 1,000 \(max columns\) \[X004\]",
        ),
        (xlsx({"Nodes": HEAD + LONG}), r"5 cells lie so far apart that 1,048,576 x 3 places are over the limit"),
        (xlsx({"Nodes": HEAD + '<row r="9999999999"><c><v>1</v></c></row>'}), r"rows of a sheet are over"),
        (xlsx({"Nodes": HEAD + '<row><c r="ZZZ3"><v>1</v></c></row>'}), r"columns of a sheet are over"),
        (
            ods(ods_row("id", '<table:table-cell table:number-columns-repeated="2000000000"/>', "x")),
            "columns of a sheet",
        ),
        (ods(ods_row("id") + ods_row("x", repeated=900_000) + ods_row("y", "z", "z")), "places are over the limit"),
        (ods(ods_row("id") + ods_row("x", repeated=2_000_000_000)), "rows of a sheet are over the limit"),
    ],
)
def test_cells_that_lie_far_apart_are_a_limit(content: bytes, says: str) -> None:
    with pytest.raises(LimitError, match=says):
        look_through(content, "f.xlsx", Reading())


def test_what_unpacks_to_more_is_a_limit() -> None:
    content = packed({"xl/workbook.xml": b"0" * 5_000_000})
    assert len(content) < 10_000
    with pytest.raises(
        LimitError, match=r"5,000,000 bytes unpacked are over the limit of 1,000,000 \(max bytes\) \[X004\]"
    ):
        look_through(content, "f.xlsx", Reading(limits=Limits(bytes=1_000_000)))
    with pytest.raises(LimitError, match=r"files in it are over the limit of 10,000"):
        look_through(packed({f"{n}": "" for n in range(10_001)}), "f.xlsx", Reading())


def test_blank_cells_far_out_and_a_dimension_that_lies_do_not_count() -> None:
    text = '<dimension ref="A1:XFD1048576"/>'
    sheet = look_through(
        xlsx({"Nodes": HEAD + '<row r="1048576"><c r="XFD1048576" s="1"/></row>' + text}), "f", Reading()
    )
    assert (sheet["Nodes"].rows, sheet["Nodes"].columns, sheet["Nodes"].cells) == (2, 2, 4)
    trailing = ods_row('<table:table-cell table:number-columns-repeated="16384"/>', repeated=1_048_575)
    assert look_through(ods(ods_row("id") + trailing), "f", Reading())["Nodes"].rows == 1


@pytest.mark.parametrize("where", [0.2, 0.5, 0.8, 0.99])
def test_a_cut_workbook_is_damaged(where: float) -> None:
    content = xlsx({"Nodes": HEAD})
    with pytest.raises(InputError, match=r"\[X002\]"):
        look_through(content[: int(len(content) * where)], "f.xlsx", Reading())


def test_a_changed_byte_is_damage() -> None:
    content = bytearray(xlsx({"Nodes": HEAD}))
    content[content.index(b"sheet1.xml") + 30] ^= 255
    with pytest.raises(InputError, match=r"\[X002\]"):
        look_through(bytes(content), "f.xlsx", Reading())


def test_old_and_locked_workbooks_are_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="old workbook \\(xls\\), or one that a password locks"):
        look_through(OLD + b"\0" * 500, "f.xls", Reading())
    content = bytearray(xlsx({"Nodes": HEAD}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    with pytest.raises(InputError, match="is locked by a password"):
        look_through(bytes(content), "f.xlsx", Reading())


def test_a_document_type_is_refused() -> None:
    for content in (xlsx({"Nodes": HEAD}, before="<!DOCTYPE x>"), ods(ods_row("id"), before="<!DOCTYPE x>")):
        with pytest.raises(InputError, match="X001"):
            look_through(content, "f", Reading())


def test_cells_that_would_be_lost_are_found() -> None:
    cells = ['<c r="@" t="e"><v>#N/A</v></c>', '<c r="@"><f>1+1</f></c>', '<c r="@" t="str"><f>""</f><v></v></c>']
    found = look_through(xlsx({"Nodes": row(1, "id") + row(2, *cells)}), "f", Reading())["Nodes"].faults
    assert [(line, column, value) for line, column, value, _ in found] == [(2, 1, "#N/A"), (2, 2, "")]
    tab = '<table:table-cell office:value-type="string"><text:p>a<text:tab/>b</text:p></table:table-cell>'
    assert look_through(ods(ods_row("id") + ods_row(tab)), "f", Reading())["Nodes"].faults[0][:2] == (2, 1)


def test_the_bomb_takes_little_memory(tmp_path: Path) -> None:
    """In a process that may use 400 MB beside what Python takes: fast, and with the exit status of a limit."""
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(xlsx({"Nodes": HEAD + FAR}))
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))\n"
        "import sys; from netmodel import read\nfrom netmodel.errors import LimitError\n"
        "try: read(sys.argv[1])\nexcept LimitError as error:\n"
        " status = open('/proc/self/status').read()\n"
        " print(error, int(status.split('VmHWM:')[1].split()[0]) // 1000)\n sys.exit(6)"
    )
    run = subprocess.run([sys.executable, "-c", program, str(bomb)], capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stderr) == (6, "")
    assert "[X004]" in run.stdout
    assert int(run.stdout.split()[-1]) < 250
    assert zipfile.is_zipfile(bomb)


@pytest.mark.parametrize("place", ["A99999999999", "A0", "B-1", "AAAA1", "a1", " A1", "A٣", "", "99"])
def test_a_place_that_no_cell_has_is_damage(place: str) -> None:
    """A reader may count past its limits there, and take all memory."""
    with pytest.raises(InputError, match="is no place of a cell"):
        look_through(xlsx({"Nodes": HEAD + f'<row><c r="{place}"><v>1</v></c></row>'}), "f", Reading())


@pytest.mark.parametrize("count", ["0", "-1", " 3", "9" * 400, "x", "1e3", ""])
def test_a_count_that_is_none_is_damage(count: str) -> None:
    for content in (xlsx({"Nodes": HEAD + f'<row r="{count}"><c><v>1</v></c></row>'}),
                    ods(ods_row("id", f'<table:table-cell table:number-columns-repeated="{count}"/>'))):  # fmt: skip
        with pytest.raises(InputError, match=r"\[X002\]"):
            look_through(content, "f", Reading())


@pytest.mark.parametrize("part", ["content.xml", "META-INF/manifest.xml"])
def test_every_part_of_the_package_is_whole(part: str) -> None:
    """A part that breaks off, or in which an element is closed under another name, is never given to a reader."""
    with zipfile.ZipFile(io.BytesIO(ods(ods_row("id") + ods_row("a")))) as whole:
        members = {name: whole.read(name) for name in whole.namelist()}
    for text in (
        members[part][:-5],
        members[part].replace(b"office:document-content ", b"x "),
        b"",
        b"x" + members[part],
    ):
        if text != members[part]:
            with pytest.raises(InputError, match=r"\[X002\]"):
                look_through(packed({**members, part: text}), "f", Reading())
