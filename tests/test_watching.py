"""Watching a study: what is a change, what is none, and when a file has stopped changing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from netmodel.readwrite.watching import Mark, changes, look, wait_for_change


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / "stakeholders.csv").write_text("id,side\ngac,ca\nmid,ru\n")
    (folder / "ties.csv").write_text("source,target\ngac,mid\n")
    return folder


def acting(*acts: Callable[[], object]) -> Callable[[float], None]:
    """A sleep that does one thing at each call; a call more than there are things is a failure."""
    left = list(acts)

    def sleep(seconds: float) -> None:
        assert seconds == 0.5
        assert left, "it went on waiting"
        left.pop(0)()

    return sleep


def nothing() -> None:
    pass


def names(marks: Iterable[Path]) -> list[str]:
    return sorted(path.name for path in marks)


def test_all_files_that_are_read_are_looked_at_and_no_other(study: Path) -> None:
    (study / "netmodel.toml").write_text('before = "2013"\n')
    (study / "notes.txt").write_text("x")
    other = study.parent / "elsewhere.csv"
    other.write_text("id\n")
    assert names(look(study)) == ["netmodel.toml", "stakeholders.csv", "ties.csv"]
    assert names(look(study / "stakeholders.csv")) == ["netmodel.toml", "stakeholders.csv", "ties.csv"]
    assert names(look(study, tables={"channels": other}))[0] == "elsewhere.csv"


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda folder: (folder / "ties.csv").write_text("source,target\nmid,gac\n"), ["ties.csv changed"]),
        (lambda folder: (folder / "ties.csv").unlink(), ["ties.csv vanished"]),
        (lambda folder: (folder / "channels.csv").write_text("id\n"), ["channels.csv appeared"]),
        (lambda folder: (folder / "netmodel.toml").write_text(""), ["netmodel.toml appeared"]),
        (
            lambda folder: (folder / "ties.csv").rename(folder / "edges.csv"),
            ["edges.csv appeared", "ties.csv vanished"],
        ),
        (lambda folder: (folder / "stakeholders.csv").unlink(), None),
        (lambda folder: (folder / "ties.csv").unlink() or (folder / "ties.csv").mkdir(), None),
        (lambda folder: shutil.rmtree(folder), None),
        (lambda folder: (folder / "ties.csv").touch(), []),
        (lambda folder: (folder / "report").mkdir(), []),
        (lambda folder: (folder / "notes.txt").write_text("x"), []),
    ],
)
def test_what_is_a_change_and_what_is_none(
    study: Path, act: Callable[[Path], object], said: list[str] | None
) -> None:
    before = look(study)
    act(study)
    found = changes(before, look(study, before=before))
    assert found == said if said is not None else found


def test_a_change_that_keeps_size_and_time_is_seen(study: Path) -> None:
    place = study / "ties.csv"
    before, stat = look(study), place.stat()
    other = study / "other"
    other.write_text("source,target\nmid,gac\n")
    os.utime(other, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    other.replace(place)  # as an editor saves
    assert place.stat().st_size == stat.st_size and place.stat().st_mtime_ns == stat.st_mtime_ns
    assert changes(before, look(study, before=before)) == ["ties.csv changed"]


def test_a_file_that_is_as_it_was_is_not_read_again(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = look(study)
    monkeypatch.setattr("netmodel.readwrite.watching.hashlib", None)
    assert look(study, before=before) == before


def test_two_lists_that_may_be_meant_are_a_change_until_one_is_gone(study: Path) -> None:
    (study / "stakeholders.csv").rename(study / "nodes.csv")
    before = look(study)
    (study / "actors.csv").write_text("id\n")
    doubtful = look(study, before=before)
    assert changes(before, doubtful) and "may both hold stakeholders" in doubtful[study].content
    (study / "actors.csv").unlink()
    assert changes(doubtful, look(study, before=doubtful))


def test_hostile_names_are_shown_as_codes() -> None:
    said = changes({}, {Path("\x1b[31m\u202e.csv"): Mark((0, 0, 0, 0), "ab")})
    assert said == ["\\x1b[31m\\u202e.csv appeared"]


def test_a_file_that_is_being_written_is_waited_for(study: Path) -> None:
    place, before = study / "ties.csv", look(study)

    def write(text: str) -> Callable[[], object]:
        return lambda: place.write_text(text)

    acts = [
        nothing,
        place.unlink,
        write("sou"),
        write("source,target\nmid"),
        write("source,target\nmid,gac\n"),
        nothing,
    ]
    after = wait_for_change(study, before, sleep=acting(*acts))
    assert changes(before, after) == ["ties.csv changed"]
    assert after == look(study)


def test_what_was_only_touched_or_is_again_what_it_was_is_no_change(study: Path) -> None:
    place = study / "ties.csv"
    before, text = look(study), place.read_text()
    acts = [
        place.touch,
        nothing,
        place.unlink,
        lambda: place.write_text(text),
        nothing,
        lambda: place.write_text("x"),
    ]
    after = wait_for_change(study, before, sleep=acting(*acts, nothing))
    assert changes(before, after) == ["ties.csv changed"]


def test_a_change_on_the_way_is_not_missed(study: Path) -> None:
    before = look(study)
    (study / "ties.csv").unlink()  # while the study was being read
    assert changes(before, wait_for_change(study, before, sleep=acting(nothing, nothing))) == ["ties.csv vanished"]
