"""JSON from strangers: what it is refused for, where, and what it may cost."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmodel.errors import InputError, LimitError, NetmodelError, Problem
from netmodel.readwrite.formats.jsontext import DEPTH, Number, Object, cells_of, objects_in, parse, text_of, value_of
from netmodel.readwrite.reading import Limits, Reading


def refused(content: bytes) -> Problem:
    with pytest.raises(InputError) as caught:
        parse(content, "f.json", Reading())
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("content", "line", "character", "says"),
    [
        (b"", 1, 1, "a value is missing"),
        (b'{"a": 1,\n "b": }', 2, 7, "a value is missing"),
        (b'{"a": 1,\n  "a": 2}', 2, 3, '"a" stands twice in one object'),
        (b'{"a": {"b": 1},\n "c": {"b": 1, "\\u0062": 2}}', 2, 16, '"b" stands twice'),
        (b'{"NaN": "NaN",\n "b": [1, NaN]}', 2, 11, "NaN is no number"),
        (b'{"a": -Infinity}', 1, 7, "-Infinity is no number"),
        (b'{"a": 1} x', 1, 10, "there is text after the end"),
        (b'{"a": "b\nc"}', 1, 9, "control character"),
        (b'{"a": "b', 1, 7, "a quote opens that is never closed"),
        (b"{'a': 1}", 1, 2, "a name in double quotes is missing"),
        (b'{"a": [1, 2}', 1, 12, "a comma or a closing bracket is missing"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(content: bytes, line: int, character: int, says: str) -> None:
    problem = refused(content)
    assert (problem.code, problem.line) == ("X002", line)
    assert f"at character {character}: " in problem.expected
    assert says in problem.expected
    assert problem.remedy


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    problem = refused(b'{"a":\n"\xff"}')
    assert (problem.code, problem.line, problem.expected) == ("X002", 2, "byte 7 is not UTF-8 text")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_the_encodings_of_json_are_read(encoding: str) -> None:
    assert parse('{"à": "Россия"}'.encode(encoding), "f.json", Reading()) == {"à": "Россия"}


def test_numbers_stay_as_they_are_written() -> None:
    whole = "9" * 100_000
    found = parse(f'[1.0, 1, 1e400, -0, {whole}, "1"]'.encode(), "f.json", Reading())
    assert found == ["1.0", "1", "1e400", "-0", whole, "1"]
    assert [isinstance(value, Number) for value in found] == [True, True, True, True, True, False]


@pytest.mark.parametrize("content", [b"[" * 10**6, b'{"a":' * 10**6, b"[" * (DEPTH + 1) + b"]" * (DEPTH + 1)])
def test_depth_is_a_limit_and_is_met_at_once(content: bytes) -> None:
    begun = time.perf_counter()
    with pytest.raises(LimitError, match=r"objects within one another \(max depth\)"):
        parse(content, "f.json", Reading())
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("content", [b'"' * 200_001, b'{"a": "' + b"\\" * 200_001, b'"a" ' * 50_000, b"}" * 100_000])
def test_nothing_takes_long_to_refuse(content: bytes) -> None:
    begun = time.perf_counter()
    refused(content)
    assert time.perf_counter() - begun < 2


def test_a_large_file_is_a_limit() -> None:
    with pytest.raises(LimitError, match=r"limit of 3 bytes \(max bytes\)"):
        parse(b"[1, 2]", "f.json", Reading(limits=Limits(bytes=3)))


def test_every_object_knows_its_line() -> None:
    text = '{"a": [\n {"b": "}{"},\n\n {"c": {\n "d": "\\"{"}}\n]}'
    whole = parse(text.encode(), "f.json", Reading())
    first, second = whole["a"]
    assert [whole.line, first.line, second.line, second["c"].line] == [1, 2, 4, 4]


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) |
                    st.dictionaries(st.text(), inner), max_leaves=20), st.sampled_from([None, 0, 3]))  # fmt: skip
def test_what_json_writes_is_read_as_json_reads_it(value: object, indent: int | None) -> None:
    def numbers(value: object) -> object:
        if isinstance(value, list):
            return [numbers(part) for part in value]
        if isinstance(value, dict):
            return {name: numbers(part) for name, part in value.items()}
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    for ascii_only in (True, False):
        text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
        assert parse(text.encode("utf-8", "surrogatepass"), "f.json", Reading()) == numbers(value)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='{}[]",:\\0eE.-u12 nulltruNaI\n\ud83d'.replace("\ud83d", "é"), max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text.encode(), "f.json", Reading())
    except NetmodelError as error:
        assert error.exit_code in (3, 6)


def test_values_as_cells() -> None:
    faults: list[Problem] = []
    found = Object(
        {"issues": ["arctic", "a; b"], "tags": ["a; b"], "deep": {"x": [Number("1"), None]}, "n": Number("1.0")}
    )
    cells = cells_of(found, "stakeholders", "f.json", faults, 7)
    assert cells == {"issues": "arctic; a; b", "tags": "a; b", "deep": '{"x": [1, null]}', "n": "1.0"}
    assert [(fault.code, fault.line, fault.column, fault.value) for fault in faults] == [
        ("X002", 7, "issues", "a; b")
    ]
    assert text_of([True, None, "x"]) == "yes; ; x"


def test_what_is_no_list_of_objects_is_a_fault() -> None:
    faults: list[Problem] = []
    assert list(objects_in("x", "nodes", "f.json", 1, faults)) == []
    assert [*objects_in([Object(a="1"), Number("2")], "nodes", "f.json", 1, faults)] == [{"a": "1"}]
    assert [fault.expected for fault in faults] == ["is not a list", "is no object, but stands in a list of objects"]


@pytest.mark.parametrize("cell", ["0.50", "1e3", "007", "nan", "inf", "-0", "1_0", "٣", "", "9" * 5000])
def test_a_cell_that_a_number_would_change_stays_text(cell: str) -> None:
    assert value_of("ties", "strength", cell) == cell
