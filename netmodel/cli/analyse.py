"""netmodel analyse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.cli.workers import executor_for, stages_bar, workers_options
from netmodel.errors import StrictError, printable

if TYPE_CHECKING:
    from netmodel.network import Network


@click.command(
    epilog="""\b
Examples:
  netmodel analyse data/stakeholders.csv
  netmodel analyse data -o my-report --before 2013 --budget 100000
  netmodel analyse data --ranking-only --style conflict-map --language fr
  netmodel analyse data --format json --quiet > analysis.json"""
)
@shared.study_argument
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Write the report here.")
@click.option("--force", is_flag=True, help="Replace files that netmodel did not write (never an input).")
@shared.analysis_options
@click.option(
    "--scenario",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Analyse a scenario that was saved from the page; options given here win over the file.",
)
@click.option("--ranking-only", is_flag=True, help="The ranking and the measures alone.")
@click.option(
    "--style",
    "symbols",
    type=click.Choice(["plain", "conflict-map"]),
    default="plain",
    show_default=True,
    help="How the picture of the page is drawn.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    help="In which the page opens; it speaks both.",
)
@workers_options
@shared.seed_option
@shared.format_option
@shared.reading_options
def analyse(
    study: Path,
    output: Path | None,
    force: bool,
    notes: bool,
    budget: float | None,
    max_risk: float | None,
    draws: int,
    scenario: Path | None,
    ranking_only: bool,
    symbols: str,
    language: str,
    workers: int | None,
    scheduler: str | None,
    seed: int,
    style: str,
    **reading: Any,
) -> None:
    """Say which channels best rejoin the sides in STUDY, in which order and how surely, and write the report.

    Prints the answer, and writes report.html (one page that works offline), analysis.json, channels.csv and
    stakeholders.csv into report/ beside the list, or into DIR. A scenario that was saved from the page (channels
    opened, people gone, another date) is analysed with --scenario scenario.json.
    """
    net = shared.read_study(study, reading)
    if scenario is not None:
        net, limits = _in_scenario(net, scenario, reading)
        budget = limits[0] if budget is None else budget
        max_risk = limits[1] if max_risk is None else max_risk

    import netmodel
    from netmodel.report import to_text, write
    from netmodel.report.tables import channel_table

    with executor_for(workers, scheduler) as executor, stages_bar(quiet=reading["quiet"]) as progress:
        analysis = netmodel.analyse(
            net,
            budget=budget,
            max_risk=max_risk,
            draws=draws,
            decide=not ranking_only,
            systems=not ranking_only,
            seed=seed,
            notes=notes,
            executor=executor,
            progress=progress,
        )
    folder = output or _beside(study)
    inputs = [Path(source.file) for source in net.provenance.sources]
    written = write(analysis, folder, force=force, inputs=inputs, style=symbols, language=language)
    data = analysis.to_json()
    width, colour = shared.screen()
    shared.show(
        style,
        data,
        lambda: channel_table(data["channels"]),
        lambda: to_text(data, width=width, colour=colour),
    )
    listed = "\n".join(f"  {path}" for path in written)
    if style == "table":
        click.echo(f"\nWritten (open the page in a browser):\n{listed}")
    elif not reading["quiet"]:
        shared.say(f"Written:\n{listed}")


def _in_scenario(
    net: Network, path: Path, reading: dict[str, Any]
) -> tuple[Network, tuple[float | None, float | None]]:
    """The study in a scenario, and the budget and the cap on risk that the scenario sets."""
    from netmodel.readwrite.scenario import apply_scenario, read_scenario

    wanted = read_scenario(path)
    wanted = replace(
        wanted,
        date=None if reading["at"] else wanted.date,
        before=None if reading["before"] else wanted.before,
        between=None if reading["between"] else wanted.between,
    )
    after = apply_scenario(net, wanted)
    odd = after.provenance.warnings[len(net.provenance.warnings) :]
    if odd and reading["strict"]:
        raise StrictError(f"{odd[0].file}: {odd[0].sentence()}")
    if not reading["quiet"]:
        for warning in odd:
            shared.say(f"Warning: {printable(warning.file, 200)} {warning.sentence()}")
    return after, (wanted.budget, wanted.max_risk)


def _beside(study: Path) -> Path:
    if str(study) == "-":
        return Path("report")
    return (study if study.is_dir() else study.parent) / "report"
