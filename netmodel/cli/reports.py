"""What `analyse` and `view` share: their options, the analysis that these ask for, and the report they write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.cli.workers import executor_for, stages_bar, workers_options
from netmodel.errors import StrictError, printable

if TYPE_CHECKING:
    from netmodel.analysis import Analysis
    from netmodel.network import Network


def report_options(function: shared.Command) -> shared.Command:
    """Where the report goes, what the analysis keeps to, and how the page looks at first."""
    options = [
        click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="Write the report here."),
        click.option("--force", is_flag=True, help="Replace files that netmodel did not write (never an input)."),
        click.option(
            "--notes", is_flag=True, help="Put free-text notes into the report; they are left out otherwise."
        ),
        click.option(
            "--budget",
            type=click.FloatRange(min=0),
            metavar="X",
            help="What a portfolio may cost.  [default: budget in netmodel.toml, else the knee of the front]",
        ),
        click.option(
            "--max-risk",
            type=click.FloatRange(min=0),
            metavar="R",
            help="No channel of a portfolio riskier than this.  [default: max_risk in netmodel.toml]",
        ),
        click.option(
            "--draws",
            type=click.IntRange(min=0),
            default=200,
            show_default=True,
            metavar="N",
            help="Plausible versions that say how sure the portfolio is.",
        ),
        click.option(
            "--scenario",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Analyse a scenario that was saved from the page; options given here win over the file.",
        ),
        click.option("--ranking-only", is_flag=True, help="The ranking and the measures alone."),
        click.option(
            "--style",
            "symbols",
            type=click.Choice(["plain", "conflict-map"]),
            default="plain",
            show_default=True,
            help="How the picture of the page is drawn.",
        ),
        click.option(
            "--language",
            type=click.Choice(["en", "fr"]),
            default="en",
            show_default=True,
            help="In which the page opens; it speaks both.",
        ),
        workers_options,
        shared.seed_option,
    ]
    for option in reversed(options):
        function = option(function)
    return function


def analysed(study: Path, asked: Mapping[str, Any]) -> Analysis:
    """Read the study, put it into the scenario that was asked for, and analyse it."""
    net = shared.read_study(study, asked)
    budget, max_risk = asked["budget"], asked["max_risk"]
    if asked["scenario"] is not None:
        net, limits = _in_scenario(net, asked["scenario"], asked)
        budget = limits[0] if budget is None else budget
        max_risk = limits[1] if max_risk is None else max_risk

    import netmodel

    with (
        executor_for(asked["workers"], asked["scheduler"]) as executor,
        stages_bar(quiet=asked["quiet"]) as progress,
    ):
        analysis: Analysis = netmodel.analyse(
            net,
            budget=budget,
            max_risk=max_risk,
            draws=asked["draws"],
            decide=not asked["ranking_only"],
            systems=not asked["ranking_only"],
            seed=asked["seed"],
            notes=asked["notes"],
            executor=executor,
            progress=progress,
        )
    return analysis


def inputs_of(analysis: Analysis) -> tuple[Path, ...]:
    """The files of which an analysis was made, which no report may replace."""
    return tuple(Path(source.file) for source in analysis.net.provenance.sources)


def written(analysis: Analysis, folder: Path, asked: Mapping[str, Any], *, force: bool) -> tuple[Path, ...]:
    """Write the report; the files, the page first and the record last."""
    from netmodel.report import write

    inputs, looks = inputs_of(analysis), {"style": asked["symbols"], "language": asked["language"]}
    return tuple(write(analysis, folder, force=force, inputs=inputs, **looks))


def report_folder(study: Path, output: Path | None) -> Path:
    """Where the report goes: as asked, else beside the list."""
    if output is not None or str(study) == "-":
        return output or Path("report")
    return (study if study.is_dir() else study.parent) / "report"


def _in_scenario(
    net: Network, path: Path, asked: Mapping[str, Any]
) -> tuple[Network, tuple[float | None, float | None]]:
    """The study in a scenario, and the budget and the cap on risk that the scenario sets."""
    from netmodel.readwrite.scenario import apply_scenario, read_scenario

    wanted = read_scenario(path)
    wanted = replace(
        wanted,
        date=None if asked["at"] else wanted.date,
        before=None if asked["before"] else wanted.before,
        between=None if asked["between"] else wanted.between,
    )
    after = apply_scenario(net, wanted)
    odd = after.provenance.warnings[len(net.provenance.warnings) :]
    if odd and asked["strict"]:
        raise StrictError(f"{odd[0].file}: {odd[0].sentence()}")
    if not asked["quiet"]:
        for warning in odd:
            shared.say(f"Warning: {printable(warning.file, 200)} {warning.sentence()}")
    return after, (wanted.budget, wanted.max_risk)
