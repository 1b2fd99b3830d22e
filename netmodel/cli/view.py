"""netmodel view."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.cli import reports
from netmodel.errors import InputError, NetmodelError, StrictError, UsageError, WriteError

if TYPE_CHECKING:
    from netmodel.analysis import Analysis


@dataclass(frozen=True)
class Built:
    """A report as it was written: where, which files beside its record, and what it was made of."""

    folder: Path
    files: Mapping[str, bytes]
    analysis: Analysis
    inputs: tuple[Path, ...]

    @property
    def page(self) -> Path:
        """The page."""
        return self.folder / "report.html"


@click.command(
    epilog="""\b
Examples:
  netmodel view data --ranking-only
  netmodel view data/stakeholders.csv --no-browser -o my-report --draws 20
  netmodel view data --ranking-only --style conflict-map --language fr"""
)
@shared.study_argument
@click.option(
    "--watch", is_flag=True, help="Make the page anew whenever a file of the study changes; Ctrl-C ends it."
)
@click.option("--no-browser", is_flag=True, help="Open nothing: print the path of the page alone.")
@reports.report_options
@shared.reading_options
def view(study: Path, output: Path | None, force: bool, watch: bool, no_browser: bool, **asked: Any) -> None:
    """Analyse STUDY, write its report as analyse does, and open the page in the browser.

    Prints the path of the page. With --watch the page is made anew when a file of the study changes, appears or
    vanishes: load it again (F5) to see it; the scenario in its address stays. The old page stays until the new one
    is whole. Where the study cannot be read, the page says so at its head, fault by fault, above the last report
    that could be made; so does the terminal.
    """
    if watch and (str(study) == "-" or asked["errors_json"] is not None):
        other = (
            "a stream: name a file or a folder" if str(study) == "-" else "--errors-json, which is written at the end"
        )
        raise UsageError(f"--watch does not go with {other}")
    folder = reports.report_folder(study, output)
    built: Built | None = None
    for said in _times(study, _tables(asked), watch):
        if said and not asked["quiet"]:
            shared.say(f"{said}: the report is being made anew")
        try:
            new = _build(study, folder, force and built is None, asked)
        except NetmodelError as error:
            if built is None and not (watch and isinstance(error, (InputError, StrictError))):
                raise
            _tell(built, error)
            continue
        if built is None:
            click.echo(str(new.page))
            _open(new.page, no_browser, asked["quiet"])
        elif not asked["quiet"]:
            shared.say("Done: load the page again (F5).")
        built = new


def _times(study: Path, tables: Mapping[str, Path], watch: bool) -> Iterator[str]:
    """Once, and then after each change of the study, with what has changed; it ends only with an interrupt."""
    from netmodel.readwrite.watching import changes, look, wait_for_change

    if not watch:
        yield ""
        return
    seen, said = look(study, tables=tables), ""
    while True:
        yield said
        now = wait_for_change(study, seen, tables=tables)
        seen, said = now, ", ".join(changes(seen, now))


def _tables(asked: Mapping[str, Any]) -> dict[str, Path]:
    return {name: asked[f"{name}_table"] for name in shared.TABLES if asked[f"{name}_table"] is not None}


def _build(study: Path, folder: Path, force: bool, asked: Mapping[str, Any]) -> Built:
    """Read, analyse and write once."""
    analysis = reports.analysed(study, asked)
    with _undisturbed():
        *files, _ = reports.written(analysis, folder, asked, force=force)
    return Built(folder, {path.name: path.read_bytes() for path in files}, analysis, reports.inputs_of(analysis))


def _tell(built: Built | None, error: NetmodelError) -> None:
    """Say what is wrong: in the terminal, and at the head of the page where there is one."""
    shared.say(f"Error: {error}")
    if built is None:
        shared.say("The page is made and opened once that is mended; Ctrl-C ends the watch.")
        return
    from netmodel.readwrite import write_report
    from netmodel.report.faults import with_faults

    page = with_faults(built.files["report.html"].decode("utf-8"), error).encode("utf-8")
    try:
        with _undisturbed():
            files = {**built.files, "report.html": page}
            write_report(built.folder, files, built.analysis.to_json(), force=False, inputs=built.inputs)
    except WriteError as refused:
        shared.say(f"Error: the page cannot say so: {refused}")


def _open(page: Path, no_browser: bool, quiet: bool) -> None:
    """Open the page in the default browser; where there is none, say so."""
    if no_browser:
        return
    import webbrowser

    try:
        opened = webbrowser.open(page.resolve().as_uri())
    except (webbrowser.Error, OSError):
        opened = False
    if not opened and not quiet:
        shared.say("No browser could be opened here: open the page yourself.")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put Ctrl-C off until the block is done, so that nothing is left half-written."""
    pressed: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual: Callable[..., Any] | int | None = signal.signal(
        signal.SIGINT, lambda number, frame: pressed.append(number)
    )
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if pressed:
        raise KeyboardInterrupt
