"""Options that several commands share, reading a study, and printing in the format asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from netmodel.errors import StrictError, UsageError, printable, quote

if TYPE_CHECKING:
    from netmodel.network import Network
    from netmodel.report.tables import Table

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("table", "json", "csv", "md")
SHOWN = 5
"""Warnings that a run shows; `netmodel check` lists them all."""

TABLES = ("ties", "channels", "participants", "levels", "issues", "vetoes", "config")


def study_argument(function: Command) -> Command:
    """The study."""
    return click.argument("study", type=click.Path(path_type=Path))(function)


def reading_options(function: Command) -> Command:
    """How to read the study, and which picture of it."""
    return _reading(function, {name: f"--{name}" for name in TABLES})


def reading_options_beside_channels(function: Command) -> Command:
    """The same for a command whose own `--channels` names channels; the table is then `--channels-table`."""
    return _reading(function, {name: "--channels-table" if name == "channels" else f"--{name}" for name in TABLES})


def _reading(function: Command, tables: Mapping[str, str]) -> Command:
    options = [
        *(click.option(flag, f"{name}_table", type=click.Path(path_type=Path), metavar="FILE", hidden=name != "ties",
                       help=f"Take {name} from here; likewise {', '.join([*tables.values()][1:])}.")
          for name, flag in tables.items()),
        click.option("--at", metavar="DATE", help="The picture at a date: 2013, 2014-03 or 2014-03-18."),
        click.option("--before", metavar="DATE", help="The date that recovery is measured against."),
        click.option("--between", nargs=2, metavar="A B", help="Only conversations between these two sides."),
        click.option("--allow-unknown", is_flag=True, help="Create ends of ties that are missing from the list."),
        click.option("--strict", is_flag=True, help="Stop at warnings (exit 4)."),
        click.option("--errors-json", type=click.Path(path_type=Path), metavar="FILE",
                     help="Write every problem of a refused file here, as JSON."),
        click.option("--quiet", is_flag=True, help="Say nothing on stderr but errors."),
        click.option("--debug", is_flag=True, help="Show where an error comes from."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def format_option(function: Command) -> Command:
    """What stdout holds."""
    return click.option(
        "--format", "style", type=click.Choice(FORMATS), default="table", show_default=True, help="What stdout holds."
    )(function)


def seed_option(function: Command) -> Command:
    """Where chance comes in."""
    return click.option(
        "--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same answer."
    )(function)


def read_study(study: Path, options: Mapping[str, Any]) -> Network:
    """Read a study as the options of `reading_options` say; what was used and odd goes to stderr."""
    import netmodel

    tables = {name: options[f"{name}_table"] for name in TABLES if options[f"{name}_table"] is not None}
    net: Network = netmodel.read(study, tables=tables, allow_unknown=options["allow_unknown"])
    if options["before"] is not None:
        net = net.measured_from(options["before"])
    if options["at"] is not None:
        net = net.at(options["at"])
    if options["between"]:
        net = net.between(*options["between"])
    if not options["quiet"]:
        _say_what_was_read(net)
    if options["strict"] and net.provenance.warnings:
        count = len(net.provenance.warnings)
        raise StrictError(f"{count} warning{'s' if count > 1 else ''}, under --strict; nothing was done")
    return net


def _say_what_was_read(net: Network) -> None:
    for source in net.provenance.sources:
        blank = f", {source.blank} blank lines passed over" if source.blank else ""
        rows = "keys" if source.table == "config" else "rows"
        say(f"{printable(source.file, 200)}: {source.kept} {rows}{blank}")
    warnings = net.provenance.warnings
    for warning in warnings[:SHOWN]:
        say(f"Warning: {printable(warning.file, 200)} {warning.sentence().partition(chr(10))[0]}")
    if len(warnings) > SHOWN:
        say(f"and {len(warnings) - SHOWN} more warnings: netmodel check lists them")


def say(text: str) -> None:
    """A line on stderr."""
    click.echo(text, err=True)


def screen() -> tuple[int, bool]:
    """Width of the screen, and whether it takes colours."""
    if not sys.stdout.isatty():
        return 100, False
    import shutil

    return max(60, min(shutil.get_terminal_size().columns, 140)), "NO_COLOR" not in os.environ


def told(sentences: Sequence[str], table: Table | None, rest: str = "") -> str:
    """A result for people: the answer in words, the other sentences, then the table and what it leaves out."""
    from netmodel.report.terminal import bullet, table_text, wrapped

    width, colour = screen()
    parts = [wrapped(sentences[0], width), *(bullet(sentence, width) for sentence in sentences[1:])]
    if table is not None:
        parts += ["", table_text(table, width=width, colour=colour).strip("\n")]
    return "\n".join([*parts, *([f"  {rest}"] if rest else [])]) + "\n"


def words(option: str, text: str | None) -> list[str] | None:
    """The ids in ``a,b,c``; None where the option is not given."""
    if text is None:
        return None
    found = [part.strip() for part in text.split(",") if part.strip()]
    if not found:
        raise UsageError(f"{option} names nothing: give ids, with commas between them")
    return found


def numbers(option: str, text: str | None) -> list[float] | None:
    """The numbers in ``1,2.5``; None where the option is not given."""
    found = words(option, text)
    try:
        amounts = None if found is None else [float(part) for part in found]
    except ValueError:
        amounts = [-1.0]
    if amounts is not None and not all(amount >= 0 for amount in amounts):
        raise UsageError(f"{option} {quote(text or '')} is no list of numbers of 0 or more, with commas between them")
    return amounts


def show(style: str, data: Any, table: Callable[[], Table], text: Callable[[], str] | None = None) -> None:
    """Print a result to stdout as JSON, CSV, Markdown or a table for people."""
    if style == "json":
        import json

        click.echo(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))
        return
    from netmodel.readwrite import csv_text
    from netmodel.report.tables import markdown
    from netmodel.report.terminal import table_text

    width, colour = screen()
    if style == "csv":
        click.echo(csv_text(*table()), nl=False)
    elif style == "md":
        click.echo(markdown(table()), nl=False)
    else:
        click.echo(text() if text else table_text(table(), width=width, colour=colour), nl=False)
