"""netmodel check."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.errors import InputError, Problem, StrictError, printable, quote

if TYPE_CHECKING:
    from netmodel.network import Network
    from netmodel.network.revisions import Change, Revision

FEW = 10
"""Rows of each sort that the comparison with an earlier edition shows."""


@click.command(
    epilog="""\b
Examples:
  netmodel check data
  netmodel check my-study --format json
  netmodel check my-study --strict
  netmodel check data --against data"""
)
@shared.study_argument
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="STUDY",
    help="An earlier edition: rows added, changed, gone and unchanged, by id.",
)
@shared.format_option
@shared.reading_options
def check(study: Path, against: Path | None, style: str, **reading: Any) -> None:
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
    changes = _changes(against, net, reading) if against else ()
    shared.show(
        style,
        {**_accepted(net), **({"changes": [row.to_json() for row in changes]} if against else {})},
        lambda: _table([*warnings, *net.provenance.notices]),
        lambda: _text(net) + (_changes_text(against, changes) if against else ""),
    )
    if strict and warnings:
        raise StrictError(f"{len(warnings)} warning{'s' if len(warnings) > 1 else ''}, under --strict")


def _changes(against: Path, net: Network, reading: dict[str, Any]) -> tuple[Revision, ...]:
    """What a study says otherwise than an earlier edition, whose companions are those beside it."""
    from netmodel.network.revisions import revisions

    beside = {f"{name}_table": None for name in shared.TABLES}
    return revisions(shared.read_study(against, {**reading, **beside, "quiet": True, "strict": False}), net)


def _changes_text(against: Path, changes: tuple[Revision, ...]) -> str:
    lines = ["", f"Against {printable(str(against), 200)}:"]
    for row in changes:
        counts = (
            f"{len(row.added)} added, {len(row.changed)} changed, {len(row.gone)} gone, {row.unchanged} unchanged"
        )
        lines.append(f"  {row.table}: {counts}")
        lines += _few("added", [printable(name) for name in row.added])
        lines += _few("changed", [_change_text(change) for change in row.changed])
        lines += _few("gone", [printable(name) for name in row.gone])
    return "\n".join(lines) + "\n"


def _change_text(change: Change) -> str:
    parts = [f"{name} {_said(was)} -> {_said(now)}" for name, was, now in change.columns]
    return f"{printable(change.id)}: {'; '.join(parts)}"


def _said(value: Any) -> str:
    from netmodel.network.tabular import cell_text

    try:
        return quote(cell_text(value))
    except TypeError:
        return quote(str(value))


def _few(what: str, names: list[str]) -> list[str]:
    more = [f"    and {len(names) - FEW} more (--format json lists them all)"] if len(names) > FEW else []
    return [f"    {what} {name}" for name in names[:FEW]] + more


def _refused(error: InputError) -> dict[str, Any]:
    problems = [problem.to_json() for problem in error.problems]
    return {"ok": False, "problems": problems, "warnings": [], "notices": [], "rows": {}}


def _accepted(net: Network) -> dict[str, Any]:
    provenance = net.provenance
    rows = {}
    for source in provenance.sources:
        passed = shared.passed_over(provenance, source)
        read = source.kept + source.blank + passed
        kept = {"kept": source.kept, "rejected": 0, "blank": source.blank, "passed_over": passed}
        rows[source.table] = {"read": read, **kept}
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
        lines.append(f"  {printable(source.file, 200)}: {shared.rows_read(provenance, source)}")
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
