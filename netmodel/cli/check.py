"""netmodel check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.errors import InputError, Problem, StrictError, printable

if TYPE_CHECKING:
    from netmodel.network import Network


@click.command(
    epilog="""\b
Examples:
  netmodel check data
  netmodel check my-study --format json
  netmodel check my-study --strict"""
)
@shared.study_argument
@shared.format_option
@shared.reading_options
def check(study: Path, style: str, **reading: Any) -> None:
    """Check the tables of STUDY: every fault, every warning, every default used.

    Ends with 0 where the study can be used, 3 where a file is refused.
    """
    strict = reading["strict"]
    try:
        net = shared.read_study(study, {**reading, "quiet": True, "strict": False})
    except InputError as error:
        if style == "json":
            import json

            click.echo(json.dumps(_refused(error), ensure_ascii=False, indent=1))
        elif style != "table":
            problems = error.problems
            shared.show(style, None, lambda: _table(problems))
        raise
    warnings = [*net.provenance.warnings]
    shared.show(style, _accepted(net), lambda: _table([*warnings, *net.provenance.notices]), lambda: _text(net))
    if strict and warnings:
        raise StrictError(f"{len(warnings)} warning{'s' if len(warnings) > 1 else ''}, under --strict")


def _refused(error: InputError) -> dict[str, Any]:
    problems = [problem.to_json() for problem in error.problems]
    return {"ok": False, "problems": problems, "warnings": [], "notices": [], "rows": {}}


def _accepted(net: Network) -> dict[str, Any]:
    provenance = net.provenance
    rows = {s.table: {"read": s.kept + s.blank, "kept": s.kept, "rejected": 0, "blank": s.blank}
            for s in provenance.sources}  # fmt: skip
    return {
        "ok": True,
        "problems": [],
        "warnings": [problem.to_json() for problem in provenance.warnings],
        "notices": [problem.to_json() for problem in provenance.notices],
        "rows": rows,
    }


def _table(problems: Any) -> tuple[list[str], list[list[Any]]]:
    names = ["code", "file", "line", "column", "value", "expected", "remedy"]
    return names, [[getattr(problem, name) for name in names] for problem in problems]


def _text(net: Network) -> str:
    provenance = net.provenance
    lines = ["The study can be used."]
    for source in provenance.sources:
        lines.append(f"  {printable(source.file, 200)}: {source.kept} kept, {source.blank} blank, 0 rejected")
    lines += _section("Warnings", provenance.warnings)
    lines += _section("Notices", provenance.notices)
    if provenance.assumptions:
        lines += ["", f"Defaults used ({sum(item.count for item in provenance.assumptions):,} cells):"]
        lines += [f"  {item.text}" for item in provenance.assumptions]
    return "\n".join(lines) + "\n"


def _section(title: str, problems: tuple[Problem, ...]) -> list[str]:
    if not problems:
        return []
    return ["", f"{title} ({len(problems)}):", *(f"  {printable(p.file, 200)} {p.sentence()}" for p in problems)]
