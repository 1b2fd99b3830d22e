"""netmodel analyse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared
from netmodel.cli import reports


@click.command(
    epilog="""\b
Examples:
  netmodel analyse data/stakeholders.csv
  netmodel analyse data -o my-report --before 2013 --budget 100000
  netmodel analyse data --ranking-only --style conflict-map --language fr
  netmodel analyse data --format json --quiet > analysis.json"""
)
@shared.study_argument
@reports.report_options
@shared.format_option
@shared.reading_options
def analyse(study: Path, output: Path | None, force: bool, style: str, **asked: Any) -> None:
    """Say which channels best rejoin the sides in STUDY, in which order and how surely, and write the report.

    Prints the answer, and writes report.html (one page that works offline), analysis.json, channels.csv and
    stakeholders.csv into report/ beside the list, or into DIR. A scenario that was saved from the page (channels
    opened, people gone, another date) is analysed with --scenario scenario.json.
    """
    analysis = reports.analysed(study, asked)
    files = reports.written(analysis, reports.report_folder(study, output), asked, force=force)

    from netmodel.report import to_text
    from netmodel.report.tables import channel_table

    data = analysis.to_json()
    width, colour = shared.screen()
    shared.show(
        style,
        data,
        lambda: channel_table(data["channels"]),
        lambda: to_text(data, width=width, colour=colour),
    )
    listed = "\n".join(f"  {path}" for path in files)
    if style == "table":
        click.echo(f"\nWritten (open the page in a browser):\n{listed}")
    elif not asked["quiet"]:
        shared.say(f"Written:\n{listed}")
