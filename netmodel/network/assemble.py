"""From raw tables to a Network: every fault of every table is gathered before any is raised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from statistics import median
from typing import Any

from netmodel.errors import InputError, Problem, printable, suggest
from netmodel.network.actors import check_sides, read_ranks, read_stakeholders
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

UNSURE_WITHOUT = {
    "ties": {("T001", "contacts"), ("T001", "reports_to")},
    "channels": {("C002", "channel"), ("V002", "target")},
    "levels": {("D031", "level")},
    "issues": {("V002", "target")},
    "config": {("S002", "sides")},
}
"""Faults, by code and column, that cannot be judged without a table that could not be read."""


def assemble(tables: Tables, study: Study, *, allow_unknown: bool = False) -> dict[str, Any]:
    """Validate the tables of a study; gives the fields of a Network.

    Raises
    ------
    InputError
        With every fault of every table at once.
    """
    findings = Findings()
    files = [table.file for table in tables.values()]
    records = {name: read_records(table, findings) for name, table in tables.items() if name != "ties"}
    ranks = read_ranks(records.get("levels", []), findings)
    actors = read_stakeholders(records["stakeholders"], ranks, tables["stakeholders"], findings)
    if not actors and findings.problems:
        raise InputError(in_order(findings.problems, files))
    check_sides(study, actors, tables["stakeholders"].file, findings)
    ties = read_ties(tables.get("ties"), actors, study.now, findings, allow_unknown=allow_unknown)
    issues = [_issue(record) for record in records.get("issues", []) if is_whole(record, "issue")]
    refuse_repeats(records.get("issues", []), "issue", findings)
    channels = read_channels(records.get("channels", []), records.get("participants", []), actors, findings)
    if "ties" not in tables:
        more_ties, more_channels = derive_from_list(actors, findings, allow_unknown=allow_unknown)
        ties, channels = ties + more_ties, _with_new_ids(channels, more_channels)
    if "channels" not in tables:
        channels += channels_from_ties(ties, study.now, findings)
    issues = complete_issues(issues, _issues_named(actors, ties, channels), actors, findings)
    _warn_of_shared_ids(actors, channels, findings)
    vetoes = read_vetoes(records.get("vetoes", []), actors, channels, issues, findings)
    if findings.problems:
        raise InputError(in_order(findings.problems, files))
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
        "vetoes": tuple(sorted(vetoes, key=lambda veto: repr(replace(veto, file="", line=None)))),
        "study": study,
        "provenance": provenance,
    }


def remaining_faults(tables: Tables, lost: Iterable[str], study: Study, *, allow_unknown: bool) -> list[Problem]:
    """Faults of the tables that could be read, less those that only a lost table could judge."""
    if "stakeholders" in lost:
        findings = Findings()
        for table in tables.values():
            read_records(table, findings)
        return findings.problems
    unsure = {code for name in lost for code in UNSURE_WITHOUT.get(name, ())}
    try:
        assemble(tables, study, allow_unknown=allow_unknown)
    except InputError as error:
        return [problem for problem in error.problems if (problem.code, problem.column) not in unsure]
    return []


def in_order(problems: Iterable[Problem], files: Iterable[str]) -> list[Problem]:
    """Problems by file, then by line."""
    order = {file: index for index, file in enumerate(files)}
    return sorted(problems, key=lambda problem: (order.get(problem.file, len(order)), problem.line or 0))


def _with_new_ids(channels: list[Channel], derived: list[Channel]) -> list[Channel]:
    """Channels, and derived ones with another id where theirs is taken."""
    taken = {channel.id for channel in channels}
    return channels + [replace(row, id=f"{row.id}#2") if row.id in taken else row for row in derived]


def _warn_of_shared_ids(actors: Mapping[str, Stakeholder], channels: list[Channel], findings: Findings) -> None:
    for channel in channels:
        if channel.id in actors:
            record = Record("channels", channel.file, channel.line, {}, {})
            said = "is the id of a stakeholder too: a scenario without it takes both away"
            findings.warnings.append(record.problem("C009", "id", channel.id, said, "give the channel another id"))


def _canonical(rows: Iterable[Any], key: str) -> tuple[Any, ...]:
    return tuple(sorted(rows, key=attrgetter(key)))


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
    rows: Iterable[Stakeholder | Tie | Channel] = chain(actors.values(), ties, channels)
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
    for side in sorted(set(given) - set(sides)) if sides else ():
        record = Record("issues", issues[0].file, 1, {}, {})
        fault = record.problem("I001", f"priority_{side}", "", "names no side", suggest(side, sides))
        findings.problems.append(fault)
    known = {row.issue: row for row in issues}
    for name in sorted(named - set(known)) if known else ():
        record = Record("issues", issues[0].file, None, {}, {})
        near = findings.nearest(name, known)
        remedy = near if near.startswith("did you mean") else "add a row for it, or mend its name"
        said = "is named by a stakeholder, a tie or a channel but has no row in issues"
        findings.warnings.append(record.problem("I002", "issue", name, said, remedy))
    if not given:
        return issues
    blank = Issue(issue="", sensitivity=None, priorities=(), red_line=False, file="issues.csv")
    complete = []
    for name in sorted(named | set(known)):
        row = known.get(name) or replace(blank, issue=name)
        priorities = dict(row.priorities)
        for side in sides:
            if side not in priorities:
                typical = float(median(given[side])) if side in given else 1.0
                rule = f"{typical:g}, the median of those given" if side in given else "1"
                findings.defaults["issues", printable(f"priority_{side}"), rule] += 1
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
    vetoes: dict[tuple[str, str], Veto] = {}
    repeats = []
    for record in records:
        actor, target = record.values.get("actor"), record.values.get("target")
        if actor is not None and actor not in actors:
            unknown_stakeholder(record, "actor", actor, actors, findings, "V001")
        if target is not None and target not in targets:
            expected = "is no channel, issue or stakeholder"
            near = findings.nearest(target, targets)
            findings.problems.append(record.problem("V002", "target", target, expected, near))
        if actor is None or target is None:
            continue
        veto = _veto(record, findings)
        first = vetoes.setdefault((actor, target), veto)
        if first is not veto:
            expected = f"has the veto of line {first.line} already; both are kept"
            findings.warnings.append(record.problem("V003", "actor", actor, expected, "merge the two rows"))
            repeats.append(veto)
    return [*vetoes.values(), *repeats]


def _veto(record: Record, findings: Findings) -> Veto:
    return Veto(
        actor=record.values["actor"],
        target=record.values["target"],
        strength=record.assume(findings, "strength", 0.5, ".5"),
        mitigable=record.get("mitigable", None),
        **common(record),
    )
