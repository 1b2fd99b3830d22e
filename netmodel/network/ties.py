"""Ties: known ends, statuses, defaults and unique ids."""

from __future__ import annotations

from dataclasses import replace

from netmodel.network.actors import add_unknown
from netmodel.network.records import (
    Findings,
    Record,
    common,
    is_whole,
    known_kind,
    refuse_repeats,
    unknown_stakeholder,
)
from netmodel.network.rows import Stakeholder, Tie
from netmodel.network.status import disagreement
from netmodel.schema import kinds
from netmodel.schema.convert import is_date, period_end


def read_ties(
    records: list[Record],
    actors: dict[str, Stakeholder],
    now: str | None,
    findings: Findings,
    *,
    allow_unknown: bool,
) -> list[Tie]:
    """Ties with known ends and unique ids; repeats are kept and said."""
    for record in records:
        for column in ("source", "target"):
            name = record.values.get(column)
            if name is None or name in actors:
                continue
            if allow_unknown:
                add_unknown(record, column, name, actors, findings)
            else:
                unknown_stakeholder(record, column, name, actors, findings)
    records = _written_once(records, findings)
    ties = [_tie(record, findings) for record in records if is_whole(record, "source", "target")]
    _warn_of_ties(ties, now, findings)
    return _name_ties(ties, records, findings)


def _written_once(records: list[Record], findings: Findings) -> list[Record]:
    """Ties without those that stand a second time the other way round and say the same: one tie, with its count.

    Of A-B and B-A the one in the order of the alphabet stands, so that the order of rows changes nothing.
    """
    ends = {(record.values.get("source"), record.values.get("target")) for record in records}
    if not any((target, source) in ends for source, target in ends if source != target):
        return records
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        groups.setdefault(_what_it_says(record), []).append(record)
    dropped: set[int] = set()
    for group in groups.values():
        ways = {record.values.get("source") for record in group}
        if len(group) == 2 and len(ways) == 2 and not any(record.values.get("directed") for record in group):
            first, second = sorted(group, key=lambda record: str(record.values.get("source")))
            first.extra["count"] = "2"
            dropped.add(id(second))
            said = f"is line {first.line} the other way round and says the same: one tie, counted twice"
            value = f"{second.values['source']} - {second.values['target']}"
            findings.warnings.append(second.problem("T003", "", value, said, "leave one of the two rows out"))
    return [record for record in records if id(record) not in dropped]


def _what_it_says(record: Record) -> tuple[object, ...]:
    """A row without its direction."""
    values = {name: value for name, value in record.values.items() if name not in ("source", "target")}
    pair = tuple(sorted(str(record.values.get(end)) for end in ("source", "target")))
    return (*pair, *sorted(map(repr, values.items())), *sorted(record.extra.items()), *sorted(record.broken))


def _tie(record: Record, findings: Findings) -> Tie:
    kind = known_kind(record, "ties", "informal", findings)
    known = kinds("ties").get(kind)
    statuses = sorted(
        ((name.removeprefix("status_"), word) for name, word in record.values.items() if _is_dated(name)),
        key=lambda dated: (period_end(dated[0]), dated),
    )
    dated = statuses or "since" in record.values or "until" in record.values
    source, target = record.values["source"], record.values["target"]
    directed = record.get("directed", False)
    return Tie(
        id=str(record.get("id", "")).strip(),
        source=source,
        target=target,
        kind=kind,
        formality=record.assume(findings, "formality", known.formality if known else "informal", "by kind"),
        status=record.get("status", "") if dated else record.assume(findings, "status", "active", "active"),
        statuses=tuple(statuses),
        since=record.get("since", ""),
        until=record.get("until", ""),
        strength=record.assume(findings, "strength", 0.5, ".5"),
        sign=int(record.get("sign", "1")),
        directed=directed,
        delay_days=record.get("delay_days", None),
        issues=record.get("issues", ()),
        modality=record.get("modality", ""),
        evidence=record.get("evidence", ""),
        **common(record),
    )


def _warn_of_ties(ties: list[Tie], now: str | None, findings: Findings) -> None:
    seen: dict[tuple[str, ...], Tie] = {}
    for tie in ties:
        record = Record("ties", tie.file, tie.line, {}, {})
        if tie.source == tie.target:
            warn_of_loop(record, "target", tie.target, findings)
        ends = (tie.source, tie.target) if tie.directed else tuple(sorted((tie.source, tie.target)))
        first = seen.setdefault((*ends, tie.kind), tie)
        if first is not tie:
            said = f"is the same pair and kind as line {first.line}; both are kept"
            value = f"{ends[0]} - {ends[1]}"
            findings.warnings.append(
                record.problem("T003", "", value, said, "merge the two rows if they are one tie")
            )
        wrong = disagreement(tie, now)
        if wrong:
            column, words = wrong
            remedy = "mend the one that is wrong; until then the status counts at its date"
            findings.warnings.append(record.problem("T008", column, f"{tie.source} - {tie.target}", words, remedy))


def _is_dated(column: str) -> bool:
    return column.startswith("status_") and is_date(column.removeprefix("status_"))


def warn_of_loop(record: Record, column: str, name: str, findings: Findings) -> None:
    """Say that a tie leads back to where it starts."""
    said = "is a tie of a stakeholder to itself; it is kept but carries nothing"
    findings.warnings.append(record.problem("T002", column, name, said))


def _name_ties(ties: list[Tie], records: list[Record], findings: Findings) -> list[Tie]:
    """Give ids to ties without one; repeats are numbered by what they say, not by where they stand."""
    given = [record for record in records if "id" in record.values]
    refuse_repeats(given, "id", findings)
    taken = {tie.id for tie in ties if tie.id}
    unnamed: dict[str, list[Tie]] = {}
    for tie in ties:
        if not tie.id:
            unnamed.setdefault(f"{tie.source}--{tie.target}--{tie.kind}", []).append(tie)
    named = [tie for tie in ties if tie.id]
    for base, group in unnamed.items():
        if len(group) > 1:
            group.sort(key=lambda tie: repr(replace(tie, line=None, file="")))
        number = 0
        for tie in group:
            number += 1
            while (name := base if number == 1 else f"{base}#{number}") in taken:
                number += 1
            taken.add(name)
            named.append(replace(tie, id=name))
    return named
