"""netmodel view: the report as analyse writes it, the page in the browser, and a watch that loses nothing."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import netmodel
from netmodel.cli import main
from netmodel.readwrite import watching

FILES = ["analysis.json", "channels.csv", "report.html", "stakeholders.csv"]
QUICK = "--ranking-only"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The small study that `netmodel new` writes, and after a rupture."""
    folder = tmp_path / "study"
    assert run("new", folder).exit_code == 0
    return folder


def with_tie(text: str, source: str, target: str) -> str:
    """The table of ties with one more, whose other cells are blank."""
    header = text.partition("\n")[0].split(",")
    cells = {"source": source, "target": target}
    return text + ",".join(cells.get(name, "") for name in header) + "\n"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the browser was asked to open."""
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: asked.append(address) or True)
    return asked


# --- once


def test_the_report_is_that_of_analyse_and_its_page_is_opened(study: Path, opened: list[str]) -> None:
    odd = study.parent / "my report #1 %41 é"
    result = run("view", study, "-o", odd, QUICK, "--before", "2013")
    assert result.exit_code == 0 and result.stdout == f"{odd / 'report.html'}\n"
    assert opened == [(odd / "report.html").as_uri()] and "#1" not in opened[0]
    assert run("analyse", study, "-o", study.parent / "same", QUICK, "--before", "2013").exit_code == 0
    for name in FILES:
        assert (odd / name).read_bytes() == (study.parent / "same" / name).read_bytes()


def test_the_page_looks_as_asked_and_a_scenario_is_analysed_as_analyse_does(study: Path, opened: list[str]) -> None:
    scenario = study.parent / "scenario.json"
    scenario.write_text('{"netmodel_scenario": 1, "before": "2013"}')
    asked = [study, QUICK, "--style", "conflict-map", "--language", "fr", "--scenario", scenario]
    for command in ("view", "analyse"):
        assert run(command, *asked, "-o", study.parent / command).exit_code == 0
    pages = [(study.parent / command / "report.html").read_text(encoding="utf-8") for command in ("view", "analyse")]
    assert pages[0] == pages[1] and '<html lang="fr">' in pages[0]
    scenario.write_text("{}")
    assert run("view", *asked, "-o", study.parent / "other").exit_code == 3
    assert not (study.parent / "other").exists()


@pytest.mark.parametrize(
    "given", [[], ["--budget", "50000", "--max-risk", "0.5", "--draws", "7", "--seed", "3", "--notes"], [QUICK]]
)
def test_what_is_asked_is_what_analyse_would_ask(
    study: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    usual, asked = netmodel.analyse, []

    def analyse(net: netmodel.Network, **options: Any) -> netmodel.Analysis:
        asked.append(options)
        return usual(net, decide=False, systems=False)

    monkeypatch.setattr("netmodel.analysis.analyse", analyse)
    for command in ("view", "analyse"):
        assert run(command, study, *given).exit_code == 0
    assert asked[0] == asked[1]


def test_without_o_the_report_stands_beside_the_list(study: Path, opened: list[str]) -> None:
    assert run("view", study / "stakeholders.csv", QUICK).stdout == f"{study / 'report' / 'report.html'}\n"
    assert names_in(study / "report") == FILES and len(opened) == 1


def test_no_browser_opens_nothing(study: Path, opened: list[str]) -> None:
    result = run("view", study, QUICK, "--no-browser", "--quiet")
    assert (result.exit_code, result.stderr, opened) == (0, "", [])
    assert result.stdout == f"{study / 'report' / 'report.html'}\n"


@pytest.mark.parametrize("error", [None, webbrowser.Error("none"), OSError("none")])
def test_where_no_browser_can_be_opened_it_says_so(
    study: Path, monkeypatch: pytest.MonkeyPatch, error: Exception | None
) -> None:
    def fails(address: str) -> bool:
        if error is not None:
            raise error
        return False

    monkeypatch.setattr(webbrowser, "open", fails)
    result = run("view", study, QUICK)
    assert result.exit_code == 0 and (study / "report" / "report.html").exists()
    assert "No browser could be opened here" in result.stderr and "No browser" not in result.stdout


def test_a_study_that_is_refused_writes_and_opens_nothing(study: Path, opened: list[str]) -> None:
    (study / "ties.csv").write_text("source,target\nnobody,noone\n")
    result = run("view", study, QUICK)
    assert result.exit_code == 3 and "is not an id" in result.stderr
    assert opened == [] and not (study / "report").exists()


def test_what_netmodel_did_not_write_is_left_alone(study: Path, opened: list[str]) -> None:
    (study / "report").mkdir()
    (study / "report" / "report.html").write_text("mine")
    assert run("view", study, QUICK).exit_code == 5
    assert (study / "report" / "report.html").read_text() == "mine" and opened == []
    assert run("view", study, QUICK, "--force").exit_code == 0


@pytest.mark.parametrize("words", [["-", "--watch"], ["STUDY", "--watch", "--errors-json", "faults.json"]])
def test_what_a_watch_does_not_go_with(study: Path, words: list[str]) -> None:
    result = run("view", *(study if word == "STUDY" else word for word in words))
    assert result.exit_code == 2 and "--watch does not go with" in result.stderr


def test_an_interrupt_while_writing_leaves_whole_files_and_nothing_else(
    study: Path, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    from netmodel.readwrite import files

    write, pressed = files._write, []

    def interrupted(path: Path, content: bytes) -> None:
        if path.name == "channels.csv":
            pressed.append(path)
            os.kill(os.getpid(), signal.SIGINT)
        write(path, content)

    monkeypatch.setattr(files, "_write", interrupted)
    result = run("view", study, QUICK)
    assert result.exit_code == 130 and pressed and opened == []
    assert names_in(study / "report") == FILES
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


# --- the watch, in steps


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have these things done, one each time the watch waits for a change; then Ctrl-C."""

    def take(*acts: Callable[[], Any]) -> None:
        left = list(acts)

        def waits(study: Path, before: Any, *, tables: Any) -> Any:
            if not left:
                raise KeyboardInterrupt
            left.pop(0)()
            now = watching.look(study, tables=tables, before=before)
            assert watching.changes(before, now), "this was to be a change"
            return now

        monkeypatch.setattr(watching, "wait_for_change", waits)

    return take


def test_the_watch_builds_tells_and_mends(study: Path, opened: list[str], steps: Callable[..., None]) -> None:
    page, ties = study / "report" / "report.html", study / "ties.csv"
    whole = ties.read_text()
    seen: list[str] = []

    def change(text: str) -> Callable[[], None]:
        def act() -> None:
            seen.append(page.read_text(encoding="utf-8"))
            ties.write_text(text)

        return act

    broken = with_tie(whole, "</script><script>window.__x=1</script>", "nobody")
    weaker = "\n".join(line for i, line in enumerate(whole.splitlines()) if i != 1) + "\n"
    steps(
        change(broken),
        change(weaker),
        change(whole),
        change(broken),
    )
    result = run("view", study, QUICK, "--watch")
    assert result.exit_code == 130 and result.stderr.endswith("Interrupted.\n")
    first, faulty, other, again = seen
    assert result.stdout == f"{page}\n" and opened == [page.as_uri()]  # printed and opened once
    assert "ties.csv changed: the report is being made anew" in result.stderr and "Error: " in result.stderr
    assert 'class="faults"' in faulty and 'class="faults"' not in first + other + again
    assert "&lt;/script&gt;&lt;script&gt;window.__x=1" in faulty and "<script>window.__x" not in faulty
    assert first == again != other
    assert names_in(study / "report") == FILES
    # It ended while the study was faulty: the page still says so, and is known as netmodel's own.
    assert 'class="faults"' in page.read_text(encoding="utf-8")
    ties.write_text(whole)
    assert run("analyse", study, QUICK).exit_code == 0
    assert page.read_text(encoding="utf-8") == first


def test_companions_that_appear_and_vanish_are_taken_up(
    study: Path, opened: list[str], steps: Callable[..., None]
) -> None:
    record = study / "report" / "analysis.json"
    found: list[int] = []

    def seen() -> None:
        found.append(len(json.loads(record.read_bytes())["channels"]))

    channels = study / "channels.csv"
    away = study.parent / "away.csv"
    steps(
        lambda: (seen(), channels.rename(away)),
        lambda: (seen(), away.rename(channels)),
        lambda: (seen(), channels.write_text("id\n")),
    )
    result = run("view", study, QUICK, "--watch")
    assert result.exit_code == 130
    assert "channels.csv vanished: " in result.stderr and "channels.csv appeared: " in result.stderr
    assert found[0] == found[2] != found[1]


def test_a_page_that_cannot_be_written_is_told_and_the_watch_goes_on(
    study: Path, opened: list[str], steps: Callable[..., None]
) -> None:
    page, ties = study / "report" / "report.html", study / "ties.csv"
    whole = ties.read_text()
    built: list[bytes] = []

    def spoil() -> None:
        built.append(page.read_bytes())
        page.write_text("changed by hand")
        ties.write_text(with_tie(whole, "nobody", "noone"))

    def mend() -> None:
        assert page.read_text() == "changed by hand"  # it is nobody's to replace
        page.write_bytes(built[0])
        ties.write_text(whole + "\n")

    steps(spoil, mend)
    result = run("view", study, QUICK, "--watch")
    assert result.exit_code == 130
    assert "the page cannot say so" in result.stderr and "was not written by netmodel" in result.stderr
    assert "Done: load the page again (F5)." in result.stderr


def test_a_study_that_is_faulty_at_the_start_is_waited_for_and_a_wrong_option_is_not(
    study: Path, opened: list[str], steps: Callable[..., None]
) -> None:
    ties = study / "ties.csv"
    whole = ties.read_text()
    ties.write_text("source,target\nnobody,noone\n")
    steps(lambda: ties.write_text(whole))
    result = run("view", study, QUICK, "--watch")
    assert result.exit_code == 130 and len(opened) == 1
    assert "The page is made and opened once that is mended" in result.stderr
    assert run("view", study, QUICK, "--watch", "--between", "a", "b").exit_code == 2


# --- the watch, as a user runs it


@contextmanager
def watched(study: Path, browser: Path, asked: Path) -> Iterator[tuple[subprocess.Popen[str], queue.Queue[str]]]:
    """A running watch, and the lines that it writes to stderr."""
    browser.write_text(f'#!{sys.executable}\nimport sys\nopen({str(asked)!r}, "a").write(sys.argv[1] + "\\n")\n')
    browser.chmod(0o755)
    command = [sys.executable, "-m", "netmodel", "view", str(study), QUICK, "--watch"]
    environment = {**os.environ, "BROWSER": f"{browser} %s", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=Path(__file__).parent.parent,
    ) as running:
        said: queue.Queue[str] = queue.Queue()
        assert running.stderr is not None
        stream = running.stderr
        reader = threading.Thread(target=lambda: [said.put(line) for line in stream], daemon=True)
        reader.start()
        try:
            yield running, said
        finally:
            running.kill()
            reader.join(5)


def heard(said: queue.Queue[str], what: str) -> None:
    """Wait until a line says this, a minute at most."""
    end, lines = time.monotonic() + 60, []
    while True:
        lines.append(said.get(timeout=max(0.1, end - time.monotonic())))
        if what in lines[-1]:
            return


def test_a_real_watch_changes_breaks_and_mends_the_page_which_is_whole_at_any_moment(
    study: Path, tmp_path: Path
) -> None:
    page, ties, asked = study / "report" / "report.html", study / "ties.csv", tmp_path / "asked"
    whole, torn, over = ties.read_text(), [], threading.Event()

    def look() -> None:
        while not over.wait(0.01):
            text = page.read_text(encoding="utf-8") if page.exists() else "</html>"
            if not text.endswith("</html>"):
                torn.append(text[-80:])

    eye = threading.Thread(target=look)
    eye.start()
    try:
        with watched(study, tmp_path / "browser", asked) as (running, said):
            assert running.stdout is not None
            assert running.stdout.readline() == f"{page}\n"
            first = page.read_text(encoding="utf-8")
            shutil.copy(ties, tmp_path / "copy.csv")
            ties.write_text(with_tie(whole, "nobody", "noone"))
            heard(said, "Error: ")
            heard(said, "is not an id")
            end = time.monotonic() + 30
            while 'class="faults"' not in page.read_text(encoding="utf-8"):
                assert time.monotonic() < end
                time.sleep(0.05)
            (tmp_path / "copy.csv").replace(ties)
            heard(said, "Done: load the page again")
            assert page.read_text(encoding="utf-8") == first
            assert asked.read_text() == f"{page.as_uri()}\n"
            running.send_signal(signal.SIGINT)
            assert running.wait(20) == 130
            heard(said, "Interrupted.")
    finally:
        over.set()
        eye.join()
    assert torn == [] and names_in(study / "report") == FILES
