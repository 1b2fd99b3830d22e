"""`netmodel.toml`: what it takes, and what it says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from netmodel import InputError, Network, Study, read
from netmodel.readwrite.studies import read_config

LIST = "id,side\na,North\nb,South\n"


def write_config(folder: Path, text: str) -> Path:
    """A study with this netmodel.toml."""
    (folder / "stakeholders.csv").write_text(LIST, encoding="utf-8")
    (folder / "netmodel.toml").write_bytes(text.encode())
    return folder


@pytest.mark.parametrize(
    ("text", "before", "now"),
    [
        ("", None, None),
        ('before = "2013"\nnow = "2021-06"', "2013", "2021-06"),
        ("before = 2013\nnow = 2021-06-30", "2013", "2021-06-30"),
        ('\ufeffbefore = "2014-03-17"\r\nnow = 2014\r\n', "2014-03-17", "2014"),
    ],
)
def test_dates_are_taken_as_people_write_them(tmp_path: Path, text: str, before: str | None, now: str | None) -> None:
    net = read(write_config(tmp_path, text))
    assert (net.study.before, net.study.now) == (before, now)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("befor = 2013", "befor", "did you mean 'before'?"),
        ('before = "13"', "before", 'write the year, "2014"'),
        ("before = true", "before", "valid string"),
        ("before = 2013-01-01T00:00:00", "before", "valid string"),
        ("before = 2021\nnow = 2013", "", "must be earlier than `now` (2013)"),
        ('before = "2013-12-31"\nnow = "2013"', "", "must be earlier"),
        ('sides = ["North", "North"]', "sides", "name every side once"),
        ('sides = "North"', "sides", "tuple"),
        ('sides = ["North", "East"]', "sides", "known: North, South"),
        ("title = 3", "title", "valid string"),
        ("title", "", "is not TOML"),
        ('title = "a"\ntitle = "b"', "", "is not TOML"),
        ("x = " + "[" * 5000, "", "is not TOML: too deep"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_key(tmp_path: Path, text: str, column: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(write_config(tmp_path, text))
    (problem,) = caught.value.problems
    assert (problem.column, problem.code) == (column, "S002" if "East" in text else "S001")
    assert words in problem.expected + problem.remedy


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "netmodel.toml"
    path.write_bytes(b'title = "\xe9"')
    with pytest.raises(InputError, match="is not TOML"):
        read_config(path, "netmodel.toml")


def test_the_order_of_the_sides_is_the_studys() -> None:
    people = [{"id": name, "side": side} for name, side in zip("abc", ("A", "B", "C"), strict=True)]
    assert Network.from_tables(people, study=Study(sides=("C", "A"))).sides == ("C", "A", "B")
