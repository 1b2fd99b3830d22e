"""netmodel ladder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared
from netmodel.cli.finding import show_finding
from netmodel.errors import UsageError, quote


@click.command(
    epilog="""\b
Examples:
  netmodel ladder data
  netmodel ladder data --target ch_cyber
  netmodel ladder data --trust 0.3 --by year --format csv
  netmodel ladder data --sweep spill_over=0,0.5,1 --sweep caps.virtual=0.2,0.4"""
)
@shared.study_argument
@click.option("--us", metavar="SIDE", help="Only between this side and others.")
@click.option("--them", metavar="SIDE", help="Only with this side.")
@click.option("--trust", type=click.FloatRange(0, 1), help="Trust there is today. Default: the study's, else 0.1.")
@click.option(
    "--by",
    type=click.Choice(["opening", "year"]),
    default="opening",
    show_default=True,
    help="What a channel adds: builds_trust once it opens, or a year of it, frequency times depth.",
)
@click.option(
    "--cap",
    "caps",
    multiple=True,
    metavar="MODALITY=SHARE",
    help="Trust that a modality can build at most; may be repeated.",
)
@click.option(
    "--spill-over",
    type=click.FloatRange(0, 1),
    metavar="SHARE",
    help="Share of the trust built on one issue that holds on every other. Default: 0.5, a judgement.",
)
@click.option("--target", metavar="ID", help="Also the shortest way to this channel, which the table then lists.")
@click.option(
    "--sweep",
    "grid",
    multiple=True,
    metavar="NAME=A,B",
    help="Try trust, caps.MODALITY, spill_over or by at these values: where does the answer change? May be repeated.",
)
@shared.format_option
@shared.reading_options
def ladder(
    study: Path,
    us: str | None,
    them: str | None,
    trust: float | None,
    by: str,
    caps: tuple[str, ...],
    spill_over: float | None,
    target: str | None,
    grid: tuple[str, ...],
    style: str,
    **reading: Any,
) -> None:
    """Say which issues STUDY can open now, which later and by which channels, and which never.

    An issue is open between two sides where their trust on it is at least its sensitivity. Channels lift trust on the
    issues that they name, and by a share of it on every other, each up to the cap of its modality. Trust, caps, that
    share and sensitivities are judgements, and --sweep shows where the answer turns on them.
    """
    options = {
        "us": us, "them": them, "trust": trust, "by": by, "caps": _caps(caps), "target": target,
        "spill_over": spill_over,
    }  # fmt: skip
    points = _grid(grid)
    if "by" in points:
        del options["by"]
    net = shared.read_study(study, reading)

    from netmodel.policy.ladder import ladder as find
    from netmodel.policy.sweep import sweep

    show_finding(style, sweep(net, find, points, **options) if points else find(net, **options))  # type: ignore[arg-type]


def _caps(given: tuple[str, ...]) -> dict[str, float]:
    found = {}
    for text in given:
        name, _, amount = text.partition("=")
        try:
            found[name.strip()] = float(amount)
        except ValueError:
            raise UsageError(f"--cap {quote(text)} is no modality and share: write virtual=0.5") from None
    return found


def _grid(given: tuple[str, ...]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for text in given:
        name, _, values = text.partition("=")
        wanted = shared.words("--sweep", values) if name.strip() else None
        if wanted is None:
            raise UsageError(f"--sweep {quote(text)} names no parameter: write trust=0.1,0.3")
        if name.strip() == "by":
            found["by"] = list(wanted)
        elif name.strip() in ("trust", "spill_over") or name.startswith("caps."):
            found[name.strip()] = shared.numbers("--sweep", values) or []
        else:
            raise UsageError(f"--sweep {quote(text)}: trust, by, spill_over and caps.MODALITY can be swept")
    return found
