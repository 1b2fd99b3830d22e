"""Ties: known ends, statuses, defaults and unique ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from netmodel.network.actors import add_unknown
from netmodel.network.records import (
    Findings,
    Record,
    common,
    each_record,
    is_whole,
    known_kind,
    open_table,
    refuse_repeats,
    unknown_stakeholder,
)
from netmodel.network.rows import Stakeholder, Tie
from netmodel.network.status import disagreement
from netmodel.network.tie_columns import ties_by_column
from netmodel.schema import RawTable, kinds
from netmodel.schema.convert import is_date, period_end


def read_ties(
    table: RawTable | None,
    actors: dict[str, Stakeholder],
    now: str | None,
    findings: Findings,
    *,
    allow_unknown: bool,
) -> list[Tie]:
    """Ties with known ends and unique ids; repeats are kept and said.

    A table in which nothing is wrong is taken column by column, any other row by row, so that its faults are said.
    """
    if table is None:
        return []
    fields = open_table(table, findings)
    taken = ties_by_column(table, fields, actors, findings)
    ties, unnamed = taken or _by_row(each_record(table, fields, findings), actors, findings, allow_unknown)
    often = _often(ties)
    dropped = _written_twice(ties, often, findings)
    _warn_of_ties(ties, often, dropped, now, findings)
    return _name_ties(ties, unnamed, often, dropped)


def _by_row(
    records: Iterable[Record], actors: dict[str, Stakeholder], findings: Findings, allow_unknown: bool
) -> tuple[list[Tie], bytearray]:
    """Ties, and which of them have no id of their own."""
    ties: list[Tie] = []
    given: list[Record] = []
    unnamed = bytearray()
    for record in records:
        for column in ("source", "target"):
            name = record.values.get(column)
            if name is None or name in actors:
                continue
            if allow_unknown:
                add_unknown(record, column, name, actors, findings)
            else:
                unknown_stakeholder(record, column, name, actors, findings)
        if "id" in record.values:
            given.append(record)
        if is_whole(record, "source", "target"):
            ties.append(_tie(record, findings))
            unnamed.append("id" not in record.values)
    refuse_repeats(given, "id", findings)
    return ties, unnamed


def _pair(tie: Tie) -> tuple[str, str, str]:
    """Ends, whatever their order, and kind."""
    one, other = tie.source, tie.target
    return (one, other, tie.kind) if one < other else (other, one, tie.kind)


def _often(ties: list[Tie]) -> list[int]:
    """Places of the ties whose pair and kind may stand more than once; the fingerprints keep a long table small."""
    seen: set[int] = set()
    again: set[int] = set()
    for tie in ties:
        print_of = hash(_pair(tie))
        (again if print_of in seen else seen).add(print_of)
    return [place for place, tie in enumerate(ties) if hash(_pair(tie)) in again] if again else []


def _written_twice(ties: list[Tie], often: list[int], findings: Findings) -> set[int]:
    """Places of ties that stand a second time the other way round and say the same: one tie, with its count.

    Of A-B and B-A the one in the order of the alphabet stays, so that the order of rows changes nothing.
    """
    groups: dict[object, list[int]] = {}
    for place in often:
        if not ties[place].directed:
            groups.setdefault(_what_it_says(ties[place]), []).append(place)
    dropped: set[int] = set()
    for group in groups.values():
        if len(group) == 2 and ties[group[0]].source == ties[group[1]].target != ties[group[0]].target:
            first, second = sorted(group, key=lambda place: ties[place].source)
            extra = tuple(sorted((*ties[first].extra, ("count", "2"))))
            said = f"is line {ties[first].line} the other way round and says the same: one tie, counted twice"
            record = Record("ties", ties[second].file, ties[second].line, {}, {})
            value = f"{ties[second].source} - {ties[second].target}"
            findings.warnings.append(record.problem("T003", "", value, said, "leave one of the two rows out"))
            ties[first] = replace(ties[first], extra=extra)
            dropped.add(second)
    return dropped


def _what_it_says(tie: Tie) -> object:
    """A tie without its direction, its place and a name that follows from its ends."""
    bare = replace(tie, source="", target="", file="", line=None)
    named = tie.id if tie.id != _default_id(tie) else ""
    return _pair(tie), repr(replace(bare, id=named))


def _default_id(tie: Tie) -> str:
    return f"{tie.source}--{tie.target}--{tie.kind}"


def _tie(record: Record, findings: Findings) -> Tie:
    values = record.values
    kind = known_kind(record, "ties", "informal", findings)
    known = kinds("ties").get(kind)
    statuses = [(name[7:], word) for name, word in values.items() if name[:7] == "status_" and is_date(name[7:])]
    dated = statuses or "since" in values or "until" in values
    source, target = values["source"], values["target"]
    return Tie(
        id=str(values["id"]).strip() if "id" in values else f"{source}--{target}--{kind}",
        source=source,
        target=target,
        kind=kind,
        formality=record.assume(findings, "formality", known.formality if known else "informal", "by kind"),
        status=values.get("status", "") if dated else record.assume(findings, "status", "active", "active"),
        statuses=tuple(sorted(statuses, key=_by_day)),
        since=values.get("since", ""),
        until=values.get("until", ""),
        strength=record.assume(findings, "strength", 0.5, ".5"),
        sign=int(values.get("sign", 1)),
        directed=values.get("directed", False),
        delay_days=values.get("delay_days"),
        issues=values.get("issues", ()),
        modality=values.get("modality", ""),
        evidence=values.get("evidence", ""),
        **common(record),
    )


def _by_day(dated: tuple[str, str]) -> tuple[str, tuple[str, str]]:
    return period_end(dated[0]), dated


def _warn_of_ties(ties: list[Tie], often: list[int], dropped: set[int], now: str | None, findings: Findings) -> None:
    repeats = dict(_repeats(ties, often, dropped))
    for place, tie in enumerate(ties):
        record = Record("ties", tie.file, tie.line, {}, {}) if place in repeats else None
        if tie.source == tie.target:
            warn_of_loop(Record("ties", tie.file, tie.line, {}, {}), "target", tie.target, findings)
        if record is not None:
            said = f"is the same pair and kind as line {repeats[place].line}; both are kept"
            ends = (tie.source, tie.target) if tie.directed else _pair(tie)[:2]
            remedy = "merge the two rows if they are one tie"
            findings.warnings.append(record.problem("T003", "", f"{ends[0]} - {ends[1]}", said, remedy))
        wrong = disagreement(tie, now) if tie.statuses or tie.until else None
        if wrong:
            column, words = wrong
            record = Record("ties", tie.file, tie.line, {}, {})
            remedy = "mend the one that is wrong; until then the status counts at its date"
            findings.warnings.append(record.problem("T008", column, f"{tie.source} - {tie.target}", words, remedy))


def _repeats(ties: list[Tie], often: list[int], dropped: set[int]) -> Iterator[tuple[int, Tie]]:
    """Places of ties that repeat an earlier one, with that one."""
    seen: dict[tuple[object, ...], Tie] = {}
    for place in often:
        tie = ties[place]
        if place in dropped:
            continue
        ends = (tie.source, tie.target, tie.kind) if tie.directed else _pair(tie)
        first = seen.setdefault(ends, tie)
        if first is not tie:
            yield place, first


def warn_of_loop(record: Record, column: str, name: str, findings: Findings) -> None:
    """Say that a tie leads back to where it starts."""
    said = "is a tie of a stakeholder to itself; it is kept but carries nothing"
    findings.warnings.append(record.problem("T002", column, name, said))


def _name_ties(ties: list[Tie], unnamed: bytearray, often: list[int], dropped: set[int]) -> list[Tie]:
    """Number repeats among ties that have no id of their own, by what they say and not by where they stand."""
    taken = {tie.id for tie, free in zip(ties, unnamed, strict=True) if not free}
    doubtful = set(often)
    if taken:
        doubtful |= {place for place, tie in enumerate(ties) if unnamed[place] and tie.id in taken}
    groups: dict[str, list[Tie]] = {}
    for place in sorted(doubtful - dropped):
        if unnamed[place]:
            groups.setdefault(ties[place].id, []).append(ties[place])
    passed = doubtful | dropped
    named = [
        tie for place, tie in enumerate(ties) if place not in passed or (not unnamed[place] and place not in dropped)
    ]
    for base, group in groups.items():
        if len(group) > 1:
            group.sort(key=lambda tie: repr(replace(tie, line=None, file="")))
        number = 0
        for tie in group:
            number += 1
            while (name := base if number == 1 else f"{base}#{number}") in taken:
                number += 1
            taken.add(name)
            named.append(tie if name == tie.id else replace(tie, id=name))
    return named
