"""netmodel brief."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.cli.workers import stages_bar
from netmodel.errors import WriteError, printable

if TYPE_CHECKING:
    from netmodel.explain.brief import Brief

STYLES = {"md": ".md", "html": ".html", "json": ".json"}
"""What can be written, and how a file's name ends that asks for it."""


@click.command(
    epilog="""\b
Examples:
  netmodel brief data
  netmodel brief data -o brief.html
  netmodel brief data --rows -o brief.md
  netmodel brief data --budget 100000 --draws 0
  netmodel brief data --draws 20 --format json --quiet > brief.json"""
)
@shared.study_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the brief here.")
@click.option("--force", is_flag=True, help="Replace the file where it is there (never an input).")
@click.option(
    "--format",
    "style",
    type=click.Choice(list(STYLES)),
    help="Markdown, a page of HTML, or JSON.  [default: as the file is called, else md]",
)
@click.option(
    "--budget",
    type=click.FloatRange(min=0),
    metavar="X",
    help="What the recommended channels may cost.  [default: budget in netmodel.toml, else the knee of the front]",
)
@click.option(
    "--draws",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    metavar="N",
    help="Plausible versions that say how sure the recommendation is.",
)
@click.option("--rows", is_flag=True, help="After the two pages, the rows of each note with evidence and sources.")
@shared.seed_option
@shared.reading_options
def brief(
    study: Path,
    output: Path | None,
    force: bool,
    style: str | None,
    budget: float | None,
    draws: int,
    rows: bool,
    seed: int,
    **reading: Any,
) -> None:
    """Write two pages about STUDY that can be pasted: the situation, what to open, who may object, how sure it is.

    Every paragraph has a note that names the lines of the tables, or the command, from which it was made; JSON has
    the rows of every sentence. Where the tables are silent the brief is silent too.
    """
    net = shared.read_study(study, reading)

    import netmodel
    from netmodel.explain.brief import brief as written
    from netmodel.readwrite import write_whole

    if output is not None:
        refuse_inputs(output, (Path(source.file) for source in net.provenance.sources))
    with stages_bar(quiet=reading["quiet"]) as progress:
        analysis = netmodel.analyse(net, budget=budget, draws=draws, seed=seed, progress=progress)
    text = _text(written(analysis), style or _asked(output), rows)
    if output is None:
        click.echo(text, nl=False)
        return
    write_whole(output, text.encode("utf-8"), force=force)
    click.echo(f"Written: {output}")


def refuse_inputs(output: Path, inputs: Iterable[Path]) -> None:
    """Refuse to write over a file that was read.

    Raises
    ------
    WriteError
        Where the output is one of the inputs.
    """
    if any(path.exists() and output.exists() and output.samefile(path) for path in inputs):
        raise WriteError(f"{printable(str(output), 200)} was read as an input; it is never overwritten (-o FILE)")


def _asked(output: Path | None) -> str:
    """The form that a file's name asks for."""
    ending = "" if output is None else output.suffix.lower()
    return next((style for style, known in STYLES.items() if known == ending), "md")


def _text(found: Brief, style: str, rows: bool) -> str:
    from netmodel.report.brief import to_html, to_markdown

    if style == "json":
        import json

        from netmodel.analysis import SCHEMA_VERSION, rounded

        data = rounded({"schema_version": SCHEMA_VERSION, **found.to_json()})
        return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return to_html(found, rows=rows) if style == "html" else to_markdown(found, rows=rows)
