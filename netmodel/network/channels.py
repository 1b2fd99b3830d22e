"""Channels and who would take part in them."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from netmodel.errors import printable, quote
from netmodel.network.records import (
    Findings,
    Record,
    common,
    known_kind,
    refuse_repeats,
    unknown_stakeholder,
)
from netmodel.network.rows import Channel, Participant, Stakeholder
from netmodel.schema import kinds, modalities

UPTAKE = 0.8
"""Uptake of a participant where none is stated."""


def read_channels(
    records: list[Record],
    participants: list[Record],
    actors: Mapping[str, Stakeholder],
    findings: Findings,
) -> list[Channel]:
    """Channels whose participants and requirements are known."""
    refuse_repeats(records, "id", findings)
    rows = [record for record in records if "id" in record.values]
    members = _participants(rows, participants, actors, findings)
    typical = {column: _typical(rows, column) for column in ("cost", "risk")}
    ids = {record.values["id"] for record in rows}
    for record in rows:
        _check_references(record, ids, findings)
    channels = [_channel(record, members[record.values["id"]], typical, findings) for record in rows]
    for record, channel in zip(rows, channels, strict=True):
        _warn_of_members(record, channel, actors, findings)
    return channels


def _participants(
    rows: list[Record], long_form: list[Record], actors: Mapping[str, Stakeholder], findings: Findings
) -> dict[str, list[Participant]]:
    """Participants by channel, from the column and from the long table."""
    found: dict[str, dict[str, Participant]] = {record.values["id"]: {} for record in rows}
    for record in rows:
        for name, uptake in record.get("participants", ()):
            if name not in actors:
                unknown_stakeholder(record, "participants", name, actors, findings, "C001")
                continue
            if uptake is None:
                findings.defaults["channels", "participants", "uptake .8"] += 1
            share = UPTAKE if uptake is None else uptake
            found[record.values["id"]][name] = Participant(name, share, share)
    for record in long_form:
        channel, name = record.values.get("channel"), record.values.get("stakeholder")
        if channel is not None and channel not in found:
            expected = "is not an id in channels"
            findings.problems.append(
                record.problem("C002", "channel", channel, expected, findings.nearest(channel, found))
            )
        if name is not None and name not in actors:
            unknown_stakeholder(record, "stakeholder", name, actors, findings, "C001")
        if channel not in found or name not in actors or channel is None or name is None:
            continue
        if name in found[channel]:
            expected = f"takes part in {quote(channel)} already"
            findings.problems.append(
                record.problem("C003", "stakeholder", name, expected, "name each participant once")
            )
            continue
        uptake = record.assume(findings, "uptake", UPTAKE, ".8")
        extra = tuple(sorted(record.extra.items()))
        out, role = record.get("uptake_out", uptake), record.get("role", "")
        found[channel][name] = Participant(name, uptake, out, role, extra)
    return {channel: [people[name] for name in sorted(people)] for channel, people in found.items()}


def _typical(rows: list[Record], column: str) -> tuple[float, str]:
    given = [record.values[column] for record in rows if column in record.values]
    if given:
        return float(median(given)), f"{median(given):g}, the median of those given"
    return (1.0, "1, so that a budget counts channels") if column == "cost" else (0.0, "0")


def _check_references(record: Record, ids: set[str], findings: Findings) -> None:
    for column in ("requires", "requires_any", "excludes"):
        for name in record.get(column, ()):
            if name == record.values["id"]:
                fault = record.problem("C005", column, name, "is the channel itself", "take it out")
                findings.problems.append(fault)
            elif name not in ids:
                expected = "is not an id in channels"
                findings.problems.append(record.problem("C004", column, name, expected, findings.nearest(name, ids)))


def _channel(
    record: Record,
    participants: list[Participant],
    typical: Mapping[str, tuple[float, str]],
    findings: Findings,
) -> Channel:
    kind = known_kind(record, "channels", "informal", findings)
    known = kinds("channels").get(kind) or kinds("channels")["informal"]
    most, least = _level(record, "min_level", findings), _level(record, "max_level", findings)
    if most and least and most > least:
        said = f"is more junior than max_level {least}: nobody could take part"
        findings.problems.append(record.problem("C008", "min_level", str(most), said, "swap the two"))
    modality = record.assume(findings, "modality", "hybrid", "hybrid")
    manner = modalities()[modality]
    quality = min(1.0, manner.quality * known.quality)
    return Channel(
        id=record.values["id"],
        name=record.get("name", record.values["id"]),
        kind=kind,
        formality=record.assume(findings, "formality", known.formality, "by kind"),
        participants=tuple(participants),
        convener=str(record.get("convener", "")).strip(),
        quality=record.assume(findings, "quality", round(quality, 12), "by modality and kind"),
        success=record.assume(findings, "success", 1.0, "1"),
        modality=modality,
        frequency=record.assume(findings, "frequency", known.frequency, "by kind"),
        depth=record.assume(findings, "depth", manner.depth, "by modality"),
        cost=record.assume(findings, "cost", *typical["cost"]),
        risk=record.assume(findings, "risk", *typical["risk"]),
        lead_time_months=record.assume(findings, "lead_time_months", 0.0, "0"),
        min_level=most,
        max_level=least,
        issues=record.get("issues", ()),
        requires=record.get("requires", ()),
        requires_any=record.get("requires_any", ()),
        excludes=record.get("excludes", ()),
        needs_clearance=record.assume(findings, "needs_clearance", known.official, "by kind"),
        needs_trust=record.get("needs_trust", 0.0),
        builds_trust=record.assume(findings, "builds_trust", manner.builds_trust, "by modality"),
        status=record.get("status", "candidate"),
        since=record.get("since", ""),
        until=record.get("until", ""),
        **common(record),
    )


def _level(record: Record, column: str, findings: Findings) -> int | None:
    level = record.get(column, None)
    if isinstance(level, str):
        fault = record.problem("D031", column, level, "is not 0..5", "write 0, 1, 2, 3, 4 or 5")
        findings.problems.append(fault)
        return None
    return None if level is None else int(level)


def _warn_of_members(record: Record, channel: Channel, actors: Mapping[str, Stakeholder], findings: Findings) -> None:
    if len(channel.participants) < 2:
        said = "has fewer than two participants: it can join nobody"
        findings.warnings.append(record.problem("C006", "participants", "", said, "name who would take part"))
    for person in channel.participants:
        theirs = actors[person.stakeholder].issues
        if channel.issues and theirs and not set(channel.issues) & set(theirs):
            said = f"deals with none of the issues of {quote(channel.id)}: {printable('; '.join(channel.issues))}"
            remedy = "add an issue to the channel or to the stakeholder, or let the warning stand"
            findings.warnings.append(record.problem("C007", "participants", person.stakeholder, said, remedy))
