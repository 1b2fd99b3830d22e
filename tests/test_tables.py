"""Reading tables: every odd but lawful file is read whole, every wrong one is refused with the message beside it.

`data/good` and `data/bad` hold one file for each trap, named TABLE.TRAP.csv; the .txt beside it is what is said.
Files that an editor or git would mend on the way are written here, byte by byte.
"""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import pytest

from netmodel import InputError, Network, read
from netmodel.cli.options import passed_over
from netmodel.errors import LimitError, Problem
from netmodel.readwrite import tables
from netmodel.readwrite.reading import Limits, Reading
from netmodel.readwrite.tables import read_table

DATA = Path(__file__).parent / "data"
GOOD = sorted((DATA / "good").glob("*.csv"))
BAD = sorted((DATA / "bad").glob("*.csv"))
PLAIN = DATA / "good" / "stakeholders.plain.csv"
LIST = b"id,name,side\noslo,Oslo,North\nrome,Rome,South\n"


def read_one(path: Path) -> Network:
    """Read a table of the collection, beside the plain list where it is not a list itself."""
    table = path.name.partition(".")[0]
    if table == "stakeholders":
        return read(path)
    beside = {"channels": DATA / "good" / "channels.plain.csv"} if table == "participants" else {}
    return read(PLAIN, tables={**beside, table: path})


def said(net: Network) -> str:
    """Warnings and notices, as lines."""
    lines = [f"warning: {problem.sentence()}\n" for problem in net.provenance.warnings]
    return "".join(lines + [f"notice: {problem.sentence()}\n" for problem in net.provenance.notices])


def expected(path: Path) -> str:
    """The text beside a file; nothing where there is none."""
    beside = path.with_suffix(".txt")
    return beside.read_text(encoding="utf-8") if beside.exists() else ""


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_an_odd_file_is_read_whole_and_said(path: Path) -> None:
    net = read_one(path)
    source = next(source for source in net.provenance.sources if source.file == str(path))
    with path.open(encoding="utf-8", newline="") as stream:
        records = list(csv.reader(stream))
    hint = path.read_bytes().startswith(b"sep=")
    assert source.kept + source.blank + passed_over(net.provenance, source) == len(records) - 1 - hint
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert said(net) == expected(path)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_wrong_file_draws_the_message_beside_it(path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_one(path)
    assert f"{str(refused.value).replace(str(path), path.name)}\n" == expected(path)
    for problem in refused.value.problems:
        assert problem.remedy, problem
        assert problem.file == str(path)


def test_every_text_stands_beside_a_file() -> None:
    assert {path.stem for path in DATA.glob("*/*.txt")} <= {path.stem for path in (*GOOD, *BAD)}


def test_names_are_kept_as_they_were_typed() -> None:
    numbers = read(DATA / "good" / "stakeholders.numbers_that_are_names.csv")
    assert [row.id for row in numbers.stakeholders] == ["007", "1000", "1e3", "7"]
    words = read(DATA / "good" / "stakeholders.words_that_look_like_nothing.csv")
    assert [(row.id, row.name, row.notes) for row in words.stakeholders] == [
        ("na", "NA", "None"),
        ("nan", "nan", "NaN"),
        ("null", "null", "n/a"),
    ]
    assert read(DATA / "good" / "stakeholders.formulas.csv").stakeholder["d"].name == "=4"
    assert read(DATA / "good" / "stakeholders.many_scripts.csv").stakeholder["мид"].name == "МИД России"


def test_a_row_remembers_its_line_across_a_quoted_line_break() -> None:
    net = read(DATA / "good" / "stakeholders.quoted_line_break.csv")
    assert {row.id: row.line for row in net.stakeholders} == {"oslo": 2, "rome": 4, "x": 5}
    assert net.stakeholder["oslo"].name == "Foreign\nministry"
    assert net.stakeholder["rome"].name == 'Ministry, "the" house'


def test_third_parties_are_told_whatever_the_case() -> None:
    net = read(DATA / "good" / "stakeholders.third_in_any_case.csv")
    assert net.sides == ("North", "South")
    assert {row.id for row in net.stakeholders if not row.side} == {"a", "b", "c", "d"}


def test_columns_of_ones_own_are_kept_as_attributes() -> None:
    net = read(DATA / "good" / "stakeholders.columns_of_ones_own.csv")
    assert net.stakeholder["oslo"].extra == (("budget", "12"), ("mood", "calm"))
    assert net.stakeholder["rome"].extra == ()


# Byte by byte


@pytest.mark.parametrize(
    "content",
    [
        LIST,
        b"\xef\xbb\xbf" + LIST,
        LIST.replace(b"\n", b"\r\n"),
        LIST.replace(b"\n", b"\r"),
        LIST.removesuffix(b"\n"),
        b"\xef\xbb\xbf" + LIST.replace(b"\n", b"\r\n").removesuffix(b"\r\n"),
    ],
    ids=["plain", "mark", "crlf", "cr", "no last line end", "all at once"],
)
def test_line_ends_and_marks_change_nothing(content: bytes) -> None:
    table = read_table("stakeholders", content, "list.csv")
    assert table.header == ("id", "name", "side")
    assert table.rows == [["oslo", "Oslo", "North"], ["rome", "Rome", "South"]]
    assert table.lines == [2, 3]


QUEBEC = "id,name,side\nqc,Québec,North\n"


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_an_encoding_that_is_told_is_read_and_said(encoding: str) -> None:
    table = read_table("stakeholders", QUEBEC.encode(encoding), "list.csv")
    assert table.rows == [["qc", "Québec", "North"]]
    (said,) = table.notices
    assert said.code == "D020" and said.expected.startswith("is read as ")


@pytest.mark.parametrize(
    ("content", "code", "line", "column", "words"),
    [
        (b"\xef\xbb\xbf" + QUEBEC.encode("latin-1"), "D020", 2, "name", "byte 21 is not UTF-8 text"),
        ("id,name,side\nмид,МИД,RU\n".encode("koi8-r"), "D020", 2, "id",
         "may be read as 'мид' (koi8-r) or 'НЙД' (cp1251)"),
        (b"id,name\nqc,Qu\xe9bec\nmtl,Montr\xc3\xa9al\n", "D020", 2, "name",
         "byte 13 is not UTF-8 text, but other letters of the file are: it is in two encodings"),
        (b"PK\x03\x04\x14\x00" + bytes(range(256)), "D021", None, "", "is a spreadsheet file, not CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "D021", None, "", "is a spreadsheet file, not CSV"),
        (b"%PDF-1.7\n%\xe2\xe3", "D021", None, "", "is a PDF, not CSV"),
        (b"\xef\xbb\xbf\n <?xml version='1.0'?><gexf/>", "D021", None, "", "is a web page or XML, not CSV"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused_with_the_place(
    content: bytes, code: str, line: int | None, column: str, words: str
) -> None:
    problem = refused(content)
    assert (problem.code, problem.line, problem.column, problem.expected) == (code, line, column, words)
    assert problem.remedy


def test_what_the_user_says_wins(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("id;name,side\nмид;МИД,RU\n".encode("cp1251"))
    net = read(path, encoding="cp1251", delimiter=",", columns={"id;name": "id"})
    assert [(row.id, row.side) for row in net.stakeholders] == [("мид;МИД", "RU")]
    with pytest.raises(InputError, match="byte 13 is not ASCII text"):
        read(path, encoding="ascii")
    wrong = read(path, encoding="koi8-r", delimiter=";", columns={"name,side": "name"})
    assert [row.name for row in wrong.stakeholders] == ["лхд,RU"]


def test_a_nul_is_refused_in_a_cell_and_in_the_header(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"id,na\0me,side\na,A\0B,North\nb,C,South\n")
    with pytest.raises(InputError) as caught:
        read(path)
    found = [(p.code, p.line, p.column, p.expected) for p in caught.value.problems]
    assert found == [
        ("D006", 1, "na\\x00me", "holds a NUL character"),
        ("D006", 2, "na\\x00me", "holds a NUL character"),
    ]
    assert "\0" not in str(caught.value)


def refused(content: bytes) -> Problem:
    """The one problem of a file."""
    with pytest.raises(InputError) as caught:
        read_table("stakeholders", content, "list.csv")
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("text", "line", "column", "unclosed"),
    [
        ('id,name\n"a,A\n', 2, "id", True),
        ('id,name\na,"A\nb,B\n', 2, "name", True),
        ('id,name\na,"A""\n', 2, "name", True),
        ('id,name\na,"A"B\n', 2, "name", False),
        ('id,name\na,5" gauge\nb,"B" \n', 3, "name", False),
        ('id,name\n"a\na","A\n', 3, "name", True),
        ('id,"name\na,A\n', 1, "field 2", True),
        ('\n\nid,name\nx,"\n', 4, "name", True),
        ('id,name\r"a\r\rb",c"d\r"e"f,g', 5, "id", False),
    ],
)
def test_a_broken_quote_is_found_where_it_opens(text: str, line: int, column: str, unclosed: bool) -> None:
    problem = refused(text.encode())
    words = "opens a quote that is never closed" if unclosed else "has text after a closed quote"
    assert (problem.code, problem.line, problem.column, problem.expected) == ("D005", line, column, words)
    assert problem.value.startswith('"')


# Limits


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(bytes=45), "over the limit of 45 bytes (max bytes; --max-bytes moves it)"),
        (Limits(rows=1), "over the limit of 1 rows (max rows; --max-rows moves it)"),
        (Limits(columns=2), "line 1 is over the limit of 2 columns (max columns; --max-columns moves it)"),
        (Limits(cell=4), "line 2 is over the limit of 4 characters in a cell (max cell; --max-cell moves it)"),
    ],
)
def test_a_limit_is_named_with_what_moves_it(limits: Limits, said: str, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.replace(b"Oslo", b"Osloo"))
    with pytest.raises(LimitError) as caught:
        read(path, limits=limits)
    assert str(caught.value) == f"{path}: {said}"
    assert len(read(path, limits=Limits(bytes=46, rows=2, columns=3, cell=5)).stakeholders) == 2


def test_a_long_cell_is_read_where_it_is_allowed_and_the_limit_of_csv_stays() -> None:
    before = csv.field_size_limit()
    long = b"id,name\na," + b"x" * (before + 1)
    with pytest.raises(LimitError, match="max cell"):
        read_table("stakeholders", long, "list.csv")
    table = read_table("stakeholders", long, "list.csv", reading=Reading(limits=Limits(cell=before + 1)))
    assert len(table.rows[0][1]) == before + 1
    assert csv.field_size_limit() == before


def test_a_stream_without_end_stops_at_the_limit() -> None:
    class Endless(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1, /) -> bytes:
            assert size is not None and 0 < size <= 11
            return b"x" * size

    with pytest.raises(LimitError, match="max bytes"):
        tables.read_stream(Endless(), "standard input", limits=Limits(bytes=10))


def test_ten_thousand_faults_cost_no_more_than_seconds() -> None:
    people = [{"id": f"person{n}", "side": "North" if n % 2 else "South", "kind": f"k{n}"} for n in range(10_000)]
    ties = [{"source": f"nobody{n}", "target": f"person{n}"} for n in range(10_000)]
    with pytest.raises(InputError) as caught:
        Network.from_tables(people, ties)
    assert len(caught.value.problems) == 10_000
    assert all(problem.remedy for problem in caught.value.problems)
    assert len(str(caught.value).splitlines()) == 1 + 2 * 20 + 1
