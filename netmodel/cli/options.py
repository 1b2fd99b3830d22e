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
    from netmodel.network.rows import Provenance, Source
    from netmodel.readwrite.reading import Limits
    from netmodel.report.tables import Table

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("table", "json", "csv", "md")
SHOWN = 5
"""Warnings that a run shows; `netmodel check` lists them all."""

DECIDED = ("D001", "D009", "D018", "D019", "D020", "D024", "T006", "X005", "X006")
"""Notices that every run shows: delimiter, columns, titles, headers, encoding, guards, decimals, other formats."""

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
        *_settled(),
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


def _settled() -> list[Callable[[Command], Command]]:
    """What is settled about the files before they are looked at; one line of help names all of it."""
    return [
        click.option("--encoding", metavar="NAME", default="",
                     help="The encoding of the tables, such as cp1251; else found out. Likewise --delimiter, "
                     "--map COLUMN=field, --scale LOW:HIGH, --max-bytes, --max-rows, --max-columns, --max-cell."),
        click.option("--delimiter", metavar="MARK", default="", hidden=True,
                     help="What parts the cells: a character, or comma, semicolon, tab, bar."),
        click.option("--map", "mapped", metavar="COLUMN=FIELD", multiple=True, callback=_mapping, hidden=True,
                     help="Read a column under another name; may be given several times."),
        click.option("--scale", metavar="LOW:HIGH", callback=_scale, hidden=True,
                     help="The scale of the strengths, where they are no shares: 0:5."),
        *(click.option(f"--max-{name}", type=click.IntRange(min=1), hidden=True, help=f"Read no more {what}.")
          for name, what in LIMITS.items()),
    ]  # fmt: skip


LIMITS = {
    "bytes": "bytes of a file",
    "rows": "rows of a table",
    "columns": "columns of a table",
    "cell": "characters of a cell",
}
"""Limits of reading, and what each is of."""


def _mapping(ctx: click.Context, option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """Field by column; the last = parts the two, since a name of a column may hold one."""
    found = {}
    for text in given:
        column, equals, field = text.rpartition("=")
        if not (equals and column.strip() and field.strip()):
            raise UsageError(f"--map {quote(text)} is no COLUMN=field, such as --map Type=kind")
        found[column.strip()] = field.strip()
    return found


def _scale(ctx: click.Context, option: click.Parameter, given: str | None) -> tuple[float, float] | None:
    if given is None:
        return None
    try:
        low, high = map(float, given.split(":"))
    except ValueError:
        raise UsageError(f"--scale {quote(given)} is no LOW:HIGH, such as --scale 0:5") from None
    return low, high


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
    net: Network = netmodel.read(
        study,
        tables=tables,
        allow_unknown=options["allow_unknown"],
        encoding=options["encoding"],
        delimiter=options["delimiter"],
        columns=options["mapped"],
        scale=options["scale"],
        limits=_limits(options),
        form=options.get("form"),
    )
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


def _limits(options: Mapping[str, Any]) -> Limits:
    from netmodel.readwrite.reading import Limits

    return Limits(**{name: options[f"max_{name}"] for name in LIMITS if options[f"max_{name}"] is not None})


def _say_what_was_read(net: Network) -> None:
    decided = [notice for notice in net.provenance.notices if notice.code in DECIDED]
    for source in net.provenance.sources:
        say(f"{printable(source.file, 200)}: {rows_read(net.provenance, source)}")
        for notice in [notice for notice in decided if notice.file == source.file][:SHOWN]:
            say(f"  {notice.sentence().partition(chr(10))[0]}")
    warnings = net.provenance.warnings
    for warning in warnings[:SHOWN]:
        say(f"Warning: {printable(warning.file, 200)} {warning.sentence().partition(chr(10))[0]}")
    if len(warnings) > SHOWN:
        say(f"and {len(warnings) - SHOWN} more warnings: netmodel check lists them")


def rows_read(provenance: Provenance, source: Source) -> str:
    """The account of a file: what was read is what was kept, rejected, blank and passed over."""
    if source.table == "config":
        return f"{source.kept} keys"
    passed = passed_over(provenance, source)
    total = source.kept + source.blank + passed
    rest = f" + {passed} passed over" if passed else ""
    rows = "row" if total == 1 else "rows"
    return f"{total} {rows} read = {source.kept} kept + 0 rejected + {source.blank} blank{rest}"


def passed_over(provenance: Provenance, source: Source) -> int:
    """Lines of a file that are titles, or the header once more: each has its notice."""
    return sum(notice.file == source.file and notice.code in ("D018", "D019") for notice in provenance.notices)


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
