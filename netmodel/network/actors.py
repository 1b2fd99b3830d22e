"""Stakeholders: ids, sides, levels, ranks and their defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from netmodel.errors import Problem, quote, suggest
from netmodel.network.records import (
    Findings,
    Record,
    common,
    is_whole,
    known_kind,
    look_alike_key,
    name_column,
    refuse_repeats,
)
from netmodel.network.rows import Rank, Stakeholder
from netmodel.network.study import Study
from netmodel.schema import RawTable, influence_by_level

Worth = Mapping[tuple[str, str], int]
"""Rank of a title by side (or party), both in lower case."""


def read_stakeholders(
    records: list[Record], ranks: list[Rank], table: RawTable, findings: Findings
) -> dict[str, Stakeholder]:
    """Stakeholders by id, with their defaults."""
    key = _key_column(table, findings)
    if not key:
        return {}
    for record in records:
        if key not in record.values and key not in record.broken:
            findings.problems.append(record.problem("D011", key, "", "is empty", f"give every stakeholder its {key}"))
    refuse_repeats(records, key, findings)
    _warn_of_names(records, key, findings)
    worth = {(rank.side.casefold(), rank.title.casefold()): rank.rank for rank in ranks}
    found = {}
    for record in records:
        if key in record.values:
            record.values["id"] = str(record.values[key]).strip()
            actor = make_stakeholder(record, worth, ranks, findings)
            found[actor.id] = actor
    return found


def _key_column(table: RawTable, findings: Findings) -> str:
    """The column whose cells tell stakeholders apart: `id`, else `name`, which is said; else nothing, a fault."""
    names = {name_column(table, written)[0] for written in table.header}
    if "id" in names:
        return "id"
    if "name" in names:
        said = "there is no id column: the name serves as id"
        findings.notices.append(Problem("D009", table.file, table.header_line, "id", "", said))
        return "name"
    remedy = "name one column id; netmodel new DIR writes a list to start from"
    findings.problems.append(
        Problem("D008", table.file, table.header_line, "id", "", "there is no column id, and none name", remedy)
    )
    return ""


def _warn_of_names(records: list[Record], key: str, findings: Findings) -> None:
    """Warn of stakeholders that share a name or an alias, or have one that looks the same; nothing is merged."""
    seen: dict[str, tuple[Record, str]] = {}
    for record in records:
        known: dict[str, tuple[Record, str, str]] = {}
        for column in ("name", "aliases"):
            for name in _names_in(record, column):
                known.setdefault(look_alike_key(name), (record, column, name))
        for look, (_, column, name) in known.items():
            first, where = seen.setdefault(look, (record, column))
            if first is record or column == where == key:
                continue
            what = "the name" if where == "name" else "an alias"
            expected = f"is {what} of line {first.line} too, or looks the same"
            remedy = "both are kept; merge the rows if they are the same stakeholder"
            findings.warnings.append(record.problem("D013", column, name, expected, remedy))


def _names_in(record: Record, column: str) -> tuple[str, ...]:
    value = record.values.get(column, ())
    return (value,) if isinstance(value, str) else tuple(value)


def add_unknown(record: Record, column: str, name: str, actors: dict[str, Stakeholder], findings: Findings) -> None:
    """Add somebody who is named but not listed, and say so."""
    made = Record("stakeholders", record.file, record.line, {"id": name, "kind": "unknown"}, {})
    actors[name] = make_stakeholder(made, {}, (), findings)
    said = "is not in stakeholders; it was added with kind unknown and no side"
    findings.warnings.append(record.problem("T001", column, name, said))


def make_stakeholder(record: Record, worth: Worth, ranks: Iterable[Rank], findings: Findings) -> Stakeholder:
    """One row of the list, with its rank on the common scale and its defaults."""
    side = str(record.get("side", "")).strip()
    side = "" if side.casefold() == "third" else side
    party = str(record.get("party", "")).strip() or side
    title = str(record.get("title", "")).strip()
    level = record.get("level", 0)
    if isinstance(level, str):
        title = title or level
        level = worth.get((side.casefold(), title.casefold()), worth.get((party.casefold(), title.casefold())))
        if level is None:
            written = str(record.values["level"])
            near = findings.nearest(written, {rank.title for rank in ranks if rank.side in (side, party)})
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
        sectors=record.get("sectors", ()),
        arctic=record.get("arctic", None),
        climate=record.get("climate", ""),
        contacts=record.get("contacts", ()),
        x=record.get("x", None),
        y=record.get("y", None),
        **common(record),
    )


def check_sides(study: Study, actors: Mapping[str, Stakeholder], file: str, findings: Findings) -> None:
    """Refuse a side that nobody is on; warn where there is nothing to rejoin."""
    sides = {actor.side for actor in actors.values() if actor.side}
    note = Record("stakeholders", file, None, {}, {})
    _warn_of_sides(sides, note, findings)
    if not sides and study.sides:
        expected = "no stakeholder has a side, and netmodel.toml names some"
        remedy = "add a column `side`, or give the column that holds it that name"
        findings.problems.append(note.problem("S002", "side", "", expected, remedy))
        return
    for side in study.sides:
        if side not in sides:
            expected = "is a side of netmodel.toml but of no stakeholder"
            findings.problems.append(note.problem("S002", "sides", side, expected, suggest(side, sides)))
    for side in sorted(sides - set(study.sides)) if study.sides else ():
        near = suggest(side, study.sides)
        near = near if near.startswith("did you mean") else "add it there, or write third for a third party"
        expected = "is not among the sides of netmodel.toml; it counts as a side of its own"
        findings.warnings.append(note.problem("S005", "side", side, expected, near))
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


def _warn_of_sides(sides: Iterable[str], note: Record, findings: Findings) -> None:
    """Warn where one side may have been written in two ways: its people would count as counterparts."""
    seen: dict[str, str] = {}
    for side in sorted(sides):
        first = seen.setdefault(look_alike_key(side), side)
        if first != side:
            said = f"differs from the side {quote(first)} only in case or in look-alike characters; both are kept"
            remedy = "write the side in one way if it is one"
            findings.warnings.append(note.problem("S004", "side", side, said, remedy))


def read_ranks(records: Iterable[Record], findings: Findings) -> list[Rank]:
    """The rank table; a title has one rank on a side."""
    ranks: dict[tuple[str, str], Rank] = {}
    for record in records:
        if not is_whole(record, "side", "title", "rank"):
            continue
        values = record.values
        side, title = values["side"].strip(), values["title"].strip()
        rank = Rank(side=side, title=title, rank=values["rank"], **common(record))
        first = ranks.setdefault((side.casefold(), title.casefold()), rank)
        if first is not rank:
            expected = f"has its rank on the side {quote(side)} in line {first.line} already"
            fault = record.problem("D010", "title", title, expected, "every title of a side stands once")
            findings.problems.append(fault)
    return list(ranks.values())
