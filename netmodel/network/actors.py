"""Stakeholders: ids, sides, levels, ranks and their defaults."""

from __future__ import annotations

from collections.abc import Mapping

from netmodel.errors import suggest
from netmodel.network.records import Findings, Record, common, known_kind, look_alike_key, refuse_repeats
from netmodel.network.rows import Rank, Stakeholder
from netmodel.network.study import Study
from netmodel.schema import RawTable, influence_by_level


def read_stakeholders(
    records: list[Record], ranks: list[Rank], table: RawTable, findings: Findings
) -> dict[str, Stakeholder]:
    """Stakeholders by id, with their defaults."""
    if not any("id" in record.values for record in records):
        for record in records:
            if "name" in record.values:
                record.values["id"] = record.values["name"].strip()
        if "name" in table.header:
            note = Record(table.name, table.file, 1, {}, {})
            said = note.problem("D009", "id", "", "there is no id column: the name serves as id")
            findings.notices.append(said)
    for record in records:
        if "id" not in record.values and "id" not in record.broken:
            fault = record.problem("D011", "id", "", "is empty", "give every stakeholder an id")
            findings.problems.append(fault)
    refuse_repeats(records, "id", findings)
    _warn_of_names(records, findings)
    found = {}
    for record in records:
        if "id" in record.values:
            actor = make_stakeholder(record, ranks, findings)
            found[actor.id] = actor
    return found


def _warn_of_names(records: list[Record], findings: Findings) -> None:
    seen: dict[str, Record] = {}
    for record in records:
        name = record.values.get("name")
        if name is None:
            continue
        first = seen.setdefault(look_alike_key(name), record)
        if first is not record:
            expected = f"is the name of line {first.line} too, or looks the same"
            remedy = "both are kept; merge the rows if they are the same stakeholder"
            findings.warnings.append(record.problem("D013", "name", name, expected, remedy))


def make_stakeholder(record: Record, ranks: list[Rank], findings: Findings) -> Stakeholder:
    """One row of the list, with its rank on the common scale and its defaults."""
    side = str(record.get("side", "")).strip()
    side = "" if side.casefold() == "third" else side
    party = str(record.get("party", "")).strip() or side
    title = str(record.get("title", "")).strip()
    worth = {(rank.side.casefold(), rank.title.casefold()): rank.rank for rank in ranks}
    level = record.get("level", 0)
    if isinstance(level, str):
        title = title or level
        level = worth.get((side.casefold(), title.casefold()), worth.get((party.casefold(), title.casefold())))
        if level is None:
            written = str(record.values["level"])
            near = suggest(written, {rank.title for rank in ranks if rank.side in (side, party)})
            remedy = (
                near if near.startswith("did you") else "write 0, 1, 2, 3, 4 or 5, or add the title to levels.csv"
            )
            expected = "is not 0..5 or a title in levels.csv"
            findings.problems.append(record.problem("D031", "level", written, expected, remedy))
            level = 0
    elif "level" not in record.values:
        level = record.assume(findings, "level", 0, "0, no official level")
    key = title.casefold()
    rank = worth.get((side.casefold(), key), worth.get((party.casefold(), key), level))
    kind = known_kind(record, "stakeholders", "unknown", findings)
    return Stakeholder(
        id=record.values["id"],
        name=record.get("name", record.values["id"]),
        side=side,
        party=party,
        kind=kind,
        title=title,
        level=level,
        rank=rank,
        issues=record.get("issues", ()),
        influence=record.assume(findings, "influence", influence_by_level()[level], "by level"),
        permeability=record.assume(
            findings, "permeability", 1.0 if side else 0.5, "1" if side else ".5, third party"
        ),
        stance=record.get("stance", None),
        in_office=record.get("in_office", None),
        expertise=record.get("expertise", ()),
        aliases=record.get("aliases", ()),
        reports_to=record.get("reports_to", ()),
        memberships=record.get("memberships", ()),
        contacts=record.get("contacts", ()),
        x=record.get("x", None),
        y=record.get("y", None),
        **common(record),
    )


def check_sides(study: Study, actors: Mapping[str, Stakeholder], file: str, findings: Findings) -> None:
    """Refuse a side that nobody is on; warn where there is nothing to rejoin."""
    sides = {actor.side for actor in actors.values() if actor.side}
    note = Record("stakeholders", file, None, {}, {})
    for side in study.sides:
        if side not in sides:
            fault = note.problem(
                "S002",
                "sides",
                side,
                "is a side of netmodel.toml but of no stakeholder",
                suggest(side, sides),
            )
            findings.problems.append(fault)
    if len(sides) == 1:
        findings.warnings.append(
            note.problem(
                "S003",
                "side",
                next(iter(sides)),
                "is the only side: there is nothing to rejoin",
                "give the stakeholders of the other side another word in `side`",
            )
        )
    elif not sides:
        findings.warnings.append(
            note.problem(
                "S003",
                "side",
                "",
                "no stakeholder has a side: there is nothing to rejoin",
                "add a column `side` that says who is on which side",
            )
        )


def read_rank(record: Record) -> Rank:
    """One row of the rank table."""
    values = record.values
    return Rank(side=values["side"].strip(), title=values["title"].strip(), rank=values["rank"], **common(record))
