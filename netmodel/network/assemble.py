"""From raw tables to a Network: every fault of every table is gathered before any is raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from statistics import median
from typing import Any

from netmodel.errors import InputError, suggest
from netmodel.network.actors import check_sides, read_rank, read_stakeholders
from netmodel.network.channels import read_channels
from netmodel.network.derive import channels_from_ties, derive_from_list
from netmodel.network.records import (
    Findings,
    Record,
    common,
    is_whole,
    read_records,
    refuse_repeats,
    unknown_stakeholder,
)
from netmodel.network.rows import Channel, Issue, Provenance, Source, Stakeholder, Tie, Veto
from netmodel.network.study import Study
from netmodel.network.ties import read_ties
from netmodel.schema import RawTable

Tables = Mapping[str, RawTable]


def assemble(tables: Tables, study: Study, *, allow_unknown: bool = False) -> dict[str, Any]:
    """Validate the tables of a study; gives the fields of a Network.

    Raises
    ------
    InputError
        With every fault of every table at once.
    """
    findings = Findings()
    records = {name: read_records(table, findings) for name, table in tables.items()}
    ranks = [read_rank(record) for record in records.get("levels", []) if is_whole(record, "side", "title", "rank")]
    actors = read_stakeholders(records["stakeholders"], ranks, tables["stakeholders"], findings)
    check_sides(study, actors, tables["stakeholders"].file, findings)
    ties = read_ties(records.get("ties", []), actors, findings, allow_unknown=allow_unknown)
    issues = [_issue(record) for record in records.get("issues", []) if is_whole(record, "issue")]
    refuse_repeats(records.get("issues", []), "issue", findings)
    channels = read_channels(records.get("channels", []), records.get("participants", []), actors, findings)
    if "ties" not in tables:
        more_ties, more_channels = derive_from_list(actors, findings)
        ties, channels = ties + more_ties, channels + more_channels
    if "channels" not in tables:
        channels += channels_from_ties(ties, study.now, findings)
    issues = complete_issues(issues, _issues_named(actors, ties, channels), actors, findings)
    vetoes = read_vetoes(records.get("vetoes", []), actors, channels, issues, findings)
    if findings.problems:
        order = {table.file: index for index, table in enumerate(tables.values())}
        raise InputError(sorted(findings.problems, key=lambda p: (order.get(p.file, 99), p.line or 0)))
    sources = tuple(
        Source(table.name, table.file, table.sha256, len(table.rows), table.blank) for table in tables.values()
    )
    provenance = Provenance(sources, findings.assumptions(), tuple(findings.warnings), tuple(findings.notices))
    return {
        "stakeholders": _canonical(actors.values(), "id"),
        "ties": _canonical(ties, "id"),
        "channels": _canonical(channels, "id"),
        "issues": _canonical(issues, "issue"),
        "ranks": tuple(sorted(ranks, key=lambda rank: (rank.side, rank.title))),
        "vetoes": tuple(sorted(vetoes, key=lambda veto: (veto.actor, veto.target))),
        "study": study,
        "provenance": provenance,
    }


def _canonical(rows: Iterable[Any], key: str) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=lambda row: str(getattr(row, key))))


def _issue(record: Record) -> Issue:
    stem = "priority_"
    return Issue(
        issue=record.values["issue"],
        sensitivity=record.get("sensitivity", None),
        priorities=tuple(sorted((c[len(stem) :], v) for c, v in record.values.items() if c.startswith(stem))),
        red_line=record.get("red_line", False),
        **common(record),
    )


def _issues_named(actors: Mapping[str, Stakeholder], ties: list[Tie], channels: list[Channel]) -> set[str]:
    rows: list[Stakeholder | Tie | Channel] = [*actors.values(), *ties, *channels]
    return {issue for row in rows for issue in row.issues}


def complete_issues(
    issues: list[Issue], named: set[str], actors: Mapping[str, Stakeholder], findings: Findings
) -> list[Issue]:
    """Give every issue a priority for every side, where any is given: the median stands for a missing one."""
    given: dict[str, list[float]] = {}
    sides = sorted({actor.side for actor in actors.values() if actor.side})
    for row in issues:
        for side, value in row.priorities:
            given.setdefault(side, []).append(value)
    for side in sorted(set(given) - set(sides)):
        record = Record("issues", issues[0].file, 1, {}, {})
        fault = record.problem("I001", f"priority_{side}", "", "names no side", suggest(side, sides))
        findings.problems.append(fault)
    if not given:
        return issues
    known = {row.issue: row for row in issues}
    blank = Issue(issue="", sensitivity=None, priorities=(), red_line=False, file="issues.csv")
    complete = []
    for name in sorted(named | set(known)):
        row = known.get(name) or replace(blank, issue=name)
        priorities = dict(row.priorities)
        for side in sides:
            if side not in priorities:
                typical = float(median(given[side])) if side in given else 1.0
                rule = f"{typical:g}, the median of those given" if side in given else "1"
                findings.defaults["issues", f"priority_{side}", rule] += 1
                priorities[side] = typical
        complete.append(replace(row, priorities=tuple(sorted(priorities.items()))))
    return complete


def read_vetoes(
    records: list[Record],
    actors: Mapping[str, Stakeholder],
    channels: list[Channel],
    issues: list[Issue],
    findings: Findings,
) -> list[Veto]:
    """Vetoes whose actor and target are known."""
    named = {issue.issue for issue in issues} | {i for actor in actors.values() for i in actor.issues}
    targets = {channel.id for channel in channels} | named | set(actors)
    vetoes = []
    for record in records:
        actor, target = record.values.get("actor"), record.values.get("target")
        if actor is not None and actor not in actors:
            unknown_stakeholder(record, "actor", actor, actors, findings, "V001")
        if target is not None and target not in targets:
            expected = "is no channel, issue or stakeholder"
            findings.problems.append(record.problem("V002", "target", target, expected, suggest(target, targets)))
        if actor is None or target is None:
            continue
        strength = record.assume(findings, "strength", 0.5, ".5")
        vetoes.append(
            Veto(
                actor=actor,
                target=target,
                strength=strength,
                mitigable=record.get("mitigable", None),
                **common(record),
            )
        )
    return vetoes
