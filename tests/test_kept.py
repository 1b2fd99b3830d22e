"""Kept results: exact numbers, one run a file, nothing of another origin touched, any cut survived."""

from __future__ import annotations

import math
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmodel.engine.kept import Kept
from netmodel.errors import WriteError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(), parts, max_size=3),
    max_leaves=8,
)


@given(results=st.dictionaries(st.integers(0, 9), PLAIN, max_size=5))
def test_what_is_kept_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, results: dict[int, object]
) -> None:
    kept = Kept(tmp_path_factory.mktemp("kept") / "run", "key")
    assert kept.read(10) == {}
    kept.add(results)
    assert repr(kept.read(10)) == repr(results)


@given(number=st.integers(0, 2**64 - 1).map(lambda bits: struct.unpack("d", struct.pack("Q", bits))[0]))
def test_a_float_keeps_every_bit(tmp_path_factory: pytest.TempPathFactory, number: float) -> None:
    kept = Kept(tmp_path_factory.mktemp("kept") / "run", "key")
    kept.read(1)
    kept.add({0: number})
    back = kept.read(1)[0]
    assert struct.pack("d", back) == struct.pack("d", number) or (math.isnan(back) and math.isnan(number))


def test_a_cut_at_any_byte_loses_only_the_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "run"
    kept = Kept(path, "key")
    kept.read(3)
    head = path.read_bytes()
    kept.add({0: 0.1, 1: ["é", None]})
    kept.add({2: {"a": -0.0}})
    whole = path.read_bytes()
    for cut in range(len(head), len(whole) + 1):
        path.write_bytes(whole[:cut])
        lines = whole[:cut].count(b"\n") - 1
        assert kept.read(3) == dict(list({0: 0.1, 1: ["é", None], 2: {"a": -0.0}}.items())[:lines])
        kept.add({2: "again"})
        assert kept.read(3)[2] == "again"


@pytest.mark.parametrize(
    "noise", [b"[9, 1]\n", b"[-1, 1]\n", b"[true, 1]\n", b"{}\n", b"7\n", b"\xff\n", b"[1]\n", b"\n"]
)
def test_a_line_that_says_nothing_ends_what_is_believed(tmp_path: Path, noise: bytes) -> None:
    path = tmp_path / "run"
    kept = Kept(path, "key")
    kept.read(3)
    kept.add({0: 1})
    path.write_bytes(path.read_bytes() + noise + b"[1, 5]\n")
    assert kept.read(3) == {0: 1}
    kept.add({2: 7})
    assert kept.read(3) == {0: 1, 2: 7}


@pytest.mark.parametrize(("key", "total"), [("other", 3), ("key", 4)])
def test_the_file_of_another_run_is_refused_and_left(tmp_path: Path, key: str, total: int) -> None:
    path = tmp_path / "run"
    kept = Kept(path, "key")
    kept.read(3)
    kept.add({0: 1})
    before = path.read_bytes()
    with pytest.raises(WriteError, match=r"run keeps the results of another run"):
        Kept(path, key).read(total)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"id,name\n", b"\n", b'{"netmodel": 1}\n', b"\x00"])
def test_a_file_of_other_origin_is_refused_and_left(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "stakeholders.csv"
    path.write_bytes(content)
    with pytest.raises(WriteError, match=r"stakeholders\.csv was not written by netmodel"):
        Kept(path, "key").read(3)
    assert path.read_bytes() == content


def test_a_file_is_begun_and_removed_at_the_end(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "run", "key")
    assert kept.read(1) == {}
    kept.remove()
    kept.remove()
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_somebody_elses(tmp_path: Path) -> None:
    path = tmp_path / "run"
    path.touch()
    with pytest.raises(WriteError, match="was not written by netmodel"):
        Kept(path, "key").read(1)
    assert path.exists()


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="is not a file"):
        Kept(tmp_path, "key").read(1)
    with pytest.raises(WriteError, match="no such file"):
        Kept(tmp_path / "missing" / "run", "key").read(1)
    gone = Kept(tmp_path / "run", "key")
    gone.read(1)
    gone.remove()
    with pytest.raises(WriteError, match="cannot be kept"):
        gone.add({0: 1})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", [(1, 2), {1: 2}, {"a": {3}}, [b"x"], 1j])
def test_what_json_would_change_is_refused(tmp_path: Path, value: object) -> None:
    kept = Kept(tmp_path / "run", "key")
    kept.read(1)
    with pytest.raises(TypeError, match="not a plain JSON value"):
        kept.add({0: value})
    assert kept.read(1) == {}
