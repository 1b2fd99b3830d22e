"""Writing a report: whole or nothing, never over an input, never over what netmodel did not write."""

from __future__ import annotations

import itertools
import json
import os
import random
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE

import pytest

from netmodel.errors import WriteError
from netmodel.readwrite import files
from netmodel.readwrite.files import RECORD, write_report, write_whole

OLD = {"report.html": b"<p>old</p>", "channels.csv": b"id\nold\n"}
NEW = {"report.html": b"<p>new</p>" * 50, "channels.csv": b"id\nnew\n", "stakeholders.csv": b"id\nnew\n"}
RUN = """
import json, os, signal, sys
from pathlib import Path
from netmodel.readwrite import files

def stop_at(step, folder):
    left = [step]
    def stop(event, arguments):
        if event in ("open", "os.rename", "os.mkdir", "os.remove", "os.rmdir") and folder in str(arguments[0]):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
    return stop

for line in sys.stdin:
    step, folder, content = json.loads(line)
    child = os.fork()
    if child == 0:
        sys.addaudithook(stop_at(step, folder))
        contents = {name: text.encode() for name, text in content.items()}
        files.write_report(Path(folder), contents, {"run": "killed"}, force=False, inputs=[])
        os._exit(0)
    print(os.waitpid(child, 0)[1], flush=True)
"""
"""Writes reports as it is told, each in a process that is killed when it touches the folder for the nth time."""

Kill = Callable[[int, Path, Mapping[str, bytes]], bool]


@pytest.fixture(scope="module")
def run_killed() -> Iterator[Kill]:
    """Write a report in a process that is killed at a step; tells whether it was still at work then."""
    with subprocess.Popen([sys.executable, "-c", RUN], stdin=PIPE, stdout=PIPE, text=True) as runner:
        assert runner.stdin and runner.stdout
        told, answers = runner.stdin, runner.stdout

        def run(step: int, folder: Path, contents: Mapping[str, bytes]) -> bool:
            given = {name: content.decode() for name, content in contents.items()}
            print(json.dumps([step, str(folder), given]), file=told, flush=True)
            status = int(answers.readline())
            assert status in (0, signal.SIGKILL)
            return status != 0

        yield run
        told.close()


def write(folder: Path, contents: Mapping[str, bytes], *, force: bool = False, inputs: tuple[Path, ...] = ()) -> None:
    """Write a report."""
    write_report(folder, contents, {"run": "whole"}, force=force, inputs=inputs)


def held(folder: Path) -> dict[str, bytes]:
    """Content by name, without the record."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.name != RECORD}


def is_tidy(folder: Path) -> bool:
    """Whether nothing but the report is left in a folder."""
    return not any(path.is_dir() or path.name.startswith(".") for path in folder.iterdir())


def is_complete(folder: Path) -> bool:
    """Whether the record vouches for every file beside it."""
    record = json.loads((folder / RECORD).read_bytes())
    return all(files._digest((folder / name).read_bytes()) == digest for name, digest in record["files"].items())


def test_a_report_and_its_record_are_written_and_replaced_by_the_next(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "report"
    write(folder, OLD)
    assert held(folder) == OLD
    assert is_complete(folder)
    write(folder, NEW)
    assert held(folder) == NEW
    assert is_complete(folder)


def test_a_run_that_is_killed_at_any_moment_leaves_whole_files_and_the_next_one_mends_it(
    tmp_path: Path, run_killed: Kill
) -> None:
    killed = 0
    for step in range(1, 99):
        folder = tmp_path / str(step)
        write(folder, OLD)
        if not run_killed(step, folder, NEW):
            break
        killed += 1
        assert set(OLD) <= set(held(folder)) <= set(NEW)
        for name, content in held(folder).items():
            assert content in (OLD.get(name), NEW[name]), (step, name)
        assert json.loads((folder / RECORD).read_bytes())["run"] in ("whole", "killed")
        write(folder, NEW)
        assert held(folder) == NEW, step
        assert is_complete(folder) and is_tidy(folder)
    assert killed >= 12
    assert held(folder) == NEW
    assert is_complete(folder) and is_tidy(folder)


def test_killed_three_times_over_it_still_knows_its_own(tmp_path: Path, run_killed: Kill) -> None:
    newer = {name: content + b"newer" for name, content in NEW.items()}
    newest = {name: content + b"newest" for name, content in NEW.items()}
    steps = (5, 8, 11, 14, 15, 16, 17, 18)
    for first, second in itertools.product(steps, steps):
        folder = tmp_path / f"{first}-{second}"
        write(folder, OLD)
        run_killed(first, folder, NEW)
        run_killed(second, folder, newer)
        run_killed(4, folder, newer)
        write(folder, newest)
        assert held(folder) == newest
        assert is_tidy(folder)


def test_what_was_changed_since_or_never_written_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    (tmp_path / "channels.csv").write_bytes(b"mine now")
    with pytest.raises(WriteError, match=r"channels\.csv was not written by netmodel, or was changed since"):
        write(tmp_path, NEW)
    assert held(tmp_path) == {**OLD, "channels.csv": b"mine now"}
    write(tmp_path, NEW, force=True)
    assert held(tmp_path) == NEW


def test_a_record_that_was_meddled_with_vouches_for_nothing(tmp_path: Path) -> None:
    write(tmp_path, OLD)
    record = json.loads((tmp_path / RECORD).read_bytes())
    record["run"] = "meddled"
    (tmp_path / RECORD).write_text(json.dumps(record))
    with pytest.raises(WriteError, match="was not written by netmodel"):
        write(tmp_path, NEW)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sha256_of_the_rest": 1}', "[" * 9999, '{"files": 3}', "\0"])
def test_a_file_that_is_no_record_is_of_other_origin(tmp_path: Path, content: str) -> None:
    (tmp_path / RECORD).write_text(content)
    with pytest.raises(WriteError, match=r"analysis\.json was not written by netmodel"):
        write(tmp_path, NEW)
    assert [path.name for path in tmp_path.iterdir()] == [RECORD]


@pytest.mark.parametrize("force", [False, True])
def test_an_input_is_never_replaced_under_whatever_name_it_goes(tmp_path: Path, force: bool) -> None:
    given = tmp_path / "list.csv"
    given.write_bytes(b"id\nours\n")
    for name, link in (("hard", os.link), ("soft", os.symlink)):
        folder = tmp_path / name
        folder.mkdir()
        link(given, folder / "stakeholders.csv")
        with pytest.raises(WriteError, match="was read as an input; it is never overwritten"):
            write(folder, NEW, force=force, inputs=(given, tmp_path / "gone.csv"))
        assert (folder / "stakeholders.csv").read_bytes() == b"id\nours\n"
        assert len(list(folder.iterdir())) == 1


def test_a_folder_in_the_way_is_refused_even_with_force(tmp_path: Path) -> None:
    (tmp_path / "channels.csv").mkdir()
    with pytest.raises(WriteError, match="is a folder"):
        write(tmp_path, NEW, force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["channels.csv"]


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """A disk that takes so many bytes of a file and no more."""
    import resource

    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, ignored)


@pytest.mark.parametrize("room", [0, 10, 300])
def test_a_full_disk_changes_nothing(tmp_path: Path, room: int) -> None:
    folder = tmp_path / "report"
    with full_disk(room), pytest.raises(WriteError, match="cannot be written") as caught:
        write(folder, NEW)
    assert caught.value.exit_code == 5
    assert list(tmp_path.iterdir()) == []
    write(folder, OLD)
    with full_disk(room), pytest.raises(WriteError):
        write(folder, NEW)
    assert held(folder) == OLD
    assert is_complete(folder)


def test_a_full_disk_after_a_killed_run_forgets_nothing(tmp_path: Path, run_killed: Kill) -> None:
    write(tmp_path, OLD)
    assert run_killed(15, tmp_path, NEW)
    with full_disk(10), pytest.raises(WriteError):
        write(tmp_path, NEW)
    write(tmp_path, OLD)
    assert held(tmp_path).items() >= OLD.items()
    assert is_complete(tmp_path) and is_tidy(tmp_path)


def test_a_folder_that_must_not_be_written_gives_one_clear_error(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom netmodel.errors import WriteError\n"
        "from netmodel.readwrite import write_report, write_whole\n"
        "os.getuid() or os.setuid(65534)\n"
        "for act in (lambda: write_report(Path(sys.argv[1]), {'a': b''}, {}, force=False, inputs=[]),\n"
        "            lambda: write_whole(Path(sys.argv[1], 'a'), b'')):\n"
        "    try:\n        act()\n    except WriteError as error:\n        print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert all(line.endswith("cannot be written: permission denied") for line in lines)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["taken/report", "x" * 300, "taken"])
def test_a_place_that_cannot_be_is_an_error_of_writing(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken").write_bytes(b"a file")
    with pytest.raises(WriteError, match="cannot be written"):
        write(tmp_path / name, NEW)
    with pytest.raises(WriteError, match="cannot be written"):
        write_whole(tmp_path / name / "a", b"")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_one_file_is_written_whole_and_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.json"
    write_whole(path, b"1")
    with pytest.raises(WriteError, match="is there already"):
        write_whole(path, b"2")
    assert path.read_bytes() == b"1"
    write_whole(path, b"2", force=True)
    with full_disk(3), pytest.raises(WriteError):
        write_whole(path, b"3333333", force=True)
    assert path.read_bytes() == b"2"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_the_mode_of_a_file_is_what_the_umask_says(tmp_path: Path, mask: int) -> None:
    write(tmp_path, OLD)
    before = os.umask(mask)
    try:
        write(tmp_path, NEW)
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {0o666 & ~mask}


LOOP = """
import json, os, signal, sys, time
from pathlib import Path
from netmodel.readwrite import files

for line in sys.stdin:
    wait, folder = json.loads(line)
    child = os.fork()
    if child == 0:
        for turn in range(10**6):
            word = ("old", "new")[turn % 2]
            contents = {name: f"{word} {name} ".encode() * 20_000 for name in ("page.html", "table.csv")}
            files.write_report(Path(folder, "report"), contents, {"run": word}, force=False, inputs=[])
            files.write_whole(Path(folder, "one.graphml"), f"{word} one ".encode() * 40_000, force=True)
    time.sleep(wait)
    os.kill(child, signal.SIGKILL)
    print(os.waitpid(child, 0)[1], flush=True)
"""
"""Writes without end, in a process that is killed after a time."""


def standing(folder: Path) -> dict[str, bytes]:
    """Content by name of what a reader would find, not of what is being prepared."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.name: path.read_bytes() for path in found if path.parent.name != files.STAGING}


def test_fifty_runs_killed_at_random_moments_tear_nothing_and_lose_nothing(tmp_path: Path) -> None:
    rng = random.Random(7)
    whole = {
        word: {f"{word} {name} ".encode() * 20_000 for name in ("page.html", "table.csv")} for word in ("old", "new")
    }
    left = 0
    with subprocess.Popen([sys.executable, "-c", LOOP], stdin=PIPE, stdout=PIPE, text=True) as runner:
        assert runner.stdin and runner.stdout
        for turn in range(50):
            folder = tmp_path / str(turn % 5)
            folder.mkdir(exist_ok=True)
            before = standing(folder)
            print(json.dumps([rng.uniform(0.005, 0.04), str(folder)]), file=runner.stdin, flush=True)
            assert int(runner.stdout.readline()) == signal.SIGKILL
            kept = standing(folder)
            assert before.keys() <= kept.keys()
            for name, content in kept.items():
                if name == RECORD:
                    assert json.loads(content)["run"] in whole
                elif name == "one.graphml":
                    assert content in {f"{word} one ".encode() * 40_000 for word in whole}
                else:
                    assert content in whole["old"] | whole["new"]
            left += (folder / "report" / files.STAGING).exists() or (folder / ".one.graphml.netmodel-tmp").exists()
        runner.stdin.close()
    assert left > 0, "no run was killed in the middle of its work"
    for folder in tmp_path.iterdir():
        write(folder / "report", {"page.html": b"<p>", "table.csv": b"id\n"})
        write_whole(folder / "one.graphml", b"<graphml/>", force=True)
        assert is_tidy(folder / "report") and is_complete(folder / "report")
        assert not any(path.name.startswith(".") for path in folder.iterdir())
