"""netmodel convert."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.errors import UsageError, printable

if TYPE_CHECKING:
    from netmodel.network import Network


def _list(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    """Print the formats and end."""
    if not wanted or ctx.resilient_parsing:
        return
    from netmodel.readwrite.formats import FORMATS
    from netmodel.report.terminal import table_text

    rows = [["csv", "yes", "yes", "a folder", "CSV tables, as netmodel new writes them"]]
    for name in FORMATS:
        found = FORMATS[name]
        can = ["yes" if part else "no" for part in (found.read, found.write)]
        rows.append([name, *can, ", ".join(found.suffixes) or "by name", found.title])
    width, colour = shared.screen()
    click.echo(
        table_text((["format", "read", "write", "ends in", "what it is"], rows), width=width, colour=colour), nl=False
    )
    ctx.exit()


@click.command(
    epilog="""\b
Examples:
  netmodel convert data my-copy
  netmodel convert data my-network.json
  netmodel convert data - --to nodelink
  netmodel convert data my-matrix.csv --to matrix --quiet
  netmodel convert --list"""
)
@click.argument("study", metavar="IN", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--to", "target", metavar="FORMAT", help="Format of OUT, where its name does not tell it.")
@click.option("--from", "form", metavar="FORMAT", help="Format of IN, where its name and content do not tell it.")
@click.option("--raw", is_flag=True, help="In CSV, no ' before text that a spreadsheet would run as a formula.")
@click.option("--force", is_flag=True, help="Replace files that are there; never those that were read.")
@click.option(
    "--list", is_flag=True, is_eager=True, expose_value=False, callback=_list, help="List the formats and end."
)
@shared.reading_options
def convert(
    study: Path, out: Path, target: str | None, form: str | None, raw: bool, force: bool, **reading: Any
) -> None:
    """Read the study IN and write it as OUT: a folder of CSVs, or a file of another format, or - for a stream.

    What OUT cannot hold is listed.
    """
    for name in ("at", "before", "between"):
        if reading[name]:
            raise UsageError(f"--{name} makes a scenario, and convert writes what the tables hold: leave it out")
    net = shared.read_study(study, {**reading, "form": form})
    lost = _to_stream(net, target, raw) if str(out) == "-" else _to_files(net, out, target, raw, force)
    if lost and not reading["quiet"]:
        shared.say(f"Not in {printable(str(out), 200)}, which cannot hold:")
        for line in lost:
            shared.say(f"  {line}")


def _to_stream(net: Network, target: str | None, raw: bool) -> tuple[str, ...]:
    from netmodel.readwrite.export import prepare

    output = prepare(net, "-", format=target, raw=raw)
    for content in output.files.values():
        click.echo(content, nl=False)
    return output.lost


def _to_files(net: Network, out: Path, target: str | None, raw: bool, force: bool) -> tuple[str, ...]:
    from netmodel.readwrite.export import prepare, write

    lost = write(net, out, format=target, force=force, raw=raw)
    listed = "\n".join(f"  {printable(str(place), 200)}" for place in prepare(net, out, format=target, raw=raw).files)
    click.echo(f"Written:\n{listed}")
    return lost
