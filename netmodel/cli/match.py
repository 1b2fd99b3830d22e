"""netmodel match."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from netmodel.cli import options as shared
from netmodel.errors import UnknownName, UsageError, quote

Command = TypeVar("Command", bound=Callable[..., Any])
Weighed = TypeVar("Weighed")


def pairing_options(function: Command) -> Command:
    """Who is compared, who is held to whom, and what counts."""
    options = [
        click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Compare only this kind; repeatable."),
        click.option("--pin", "pins", nargs=2, multiple=True, metavar="A B",
                     help="Hold A to B, ids or names; repeatable."),
        click.option("--weight", "given", multiple=True, metavar="PART=NUMBER",
                     help="What a part of the score counts; repeatable."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def weighed(weights: Weighed, given: Iterable[str]) -> Weighed:
    """The weights with what ``PART=NUMBER`` changes."""
    known = {part.name: type(getattr(weights, part.name)) for part in fields(weights)}  # type: ignore[arg-type]
    changed: dict[str, Any] = {}
    for text in given:
        name, _, number = (word.strip() for word in text.partition("="))
        if name not in known:
            raise UnknownName("part of the score", name, known)
        try:
            changed[name] = known[name](number)
        except ValueError:
            raise UsageError(f"--weight {quote(text)} is no weight: write {name}=0.5") from None
    return replace(weights, **changed)  # type: ignore[type-var]


@click.command(
    epilog="""\b
Examples:
  netmodel match data
  netmodel match data --ranks 2-4 --ministers
  netmodel match data --pin ca_edc ru_exiar --format json
  netmodel match data --kind university --weight route=0.4 --weight rank=0.2"""
)
@shared.study_argument
@pairing_options
@click.option("--ranks", "window", metavar="LO-HI", help="Compare only these ranks, as 2-4.")
@click.option(
    "--ministers/--no-ministers", default=None, help="Pair ministers too, or not.  [default: as the study says]"
)
@shared.format_option
@shared.reading_options
def match(
    study: Path,
    kinds: tuple[str, ...],
    pins: tuple[tuple[str, str], ...],
    given: tuple[str, ...],
    window: str | None,
    ministers: bool | None,
    style: str,
    **reading: Any,
) -> None:
    """Pair the stakeholders of the first two sides of STUDY with their counterparts.

    A pair scores by rank, shared issues, kind, and the route there is between the two; the weights are judgements.
    The pairing is the one with the highest sum; beside it stands what taking the best score first would give.
    """
    net = shared.read_study(study, reading)

    from netmodel.cli.finding import show_finding
    from netmodel.policy.counterparts import DEFAULTS, match_counterparts

    levels = None if window is None else _window(window)
    options: dict[str, Any] = {"kinds": kinds, "pins": pins, "weights": weighed(DEFAULTS, given)}
    show_finding(style, match_counterparts(net, levels=levels, ministers=ministers, **options))


def _window(text: str) -> tuple[int, int]:
    senior, dash, junior = text.partition("-")
    if not (dash and senior.isdecimal() and junior.isdecimal()):
        raise UsageError(f"--ranks {quote(text)} is no window: write the senior end first, as 2-4")
    return int(senior), int(junior)
