"""Put the judgements of judgements.csv into the tables beside it.

``python data/judge.py`` rewrites every judged cell; ``python data/judge.py --check`` writes nothing, lists
the cells that differ from their rule, and exits 1 if there are any (2: no rule, or a broken table).

A row names in its column `judged` the values that are judgements, and only those are touched. To change many,
edit the rule; to change one, add a rule with its id, or edit the cell and take its column out of `judged`.

The most specific rule wins: `id`, then `kind`, then `modality`, `level` or `track`, then `default`. A rule is
matched with the columns of the stakeholder or the channel, for `uptake` with those of the member; with the name of
an issue; for a veto with the kind and level of its actor, the id being ``actor--target``. A rule for `sectors`
gives those of its values that are among the issues of the row; one with an id gives them all.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

Row = dict[str, str]

FOLDER = Path(__file__).resolve().parent
JUDGED_TABLES = ("stakeholders", "channels", "issues", "vetoes")
SPECIFICITY = ("id", "kind", "modality", "level", "track", "default")
REASONS = {"cost": "cost_reasoning", "risk": "risk_reasoning"}


class JudgeError(ValueError):
    """A rule is missing or a table is broken."""


def read_table(name: str) -> tuple[list[str], list[Row]]:
    """Header and rows of a table, as text."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        rows = []
        for row in reader:
            if None in row or None in row.values():
                raise JudgeError(f"{name}.csv, line {reader.line_num}: not as many cells as the header has")
            rows.append(row)
    return list(reader.fieldnames or []), rows


def write_table(name: str, header: list[str], rows: list[Row]) -> None:
    """Replace a table whole, or not at all."""
    path = FOLDER / f"{name}.csv"
    handle, temporary = tempfile.mkstemp(dir=FOLDER, prefix=f".{name}-", suffix=".csv")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        shutil.copymode(path, temporary)
        os.replace(temporary, path)  # noqa: PTH105 (said by its own name: all or nothing)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def split(cell: str) -> list[str]:
    """Items of a list cell."""
    return [item.strip() for item in cell.split(";") if item.strip()]


def find_rule(rules: list[Row], table: str, column: str, subject: Row) -> Row:
    """Most specific rule for a column that fits the subject."""
    own = [rule for rule in rules if (rule["table"], rule["column"]) == (table, column)]
    for applies_to in SPECIFICITY:
        for rule in own:
            fits = applies_to == "default" or rule["match"] == subject.get(applies_to)
            if rule["applies_to"] == applies_to and fits:
                return rule
    raise JudgeError(f"judgements.csv: no rule gives {table}.{column} of {subject['id']!r}")


def find_stakeholder(name: str, stakeholders: dict[str, Row]) -> Row:
    """Row of a stakeholder."""
    if name not in stakeholders:
        raise JudgeError(f"stakeholders.csv: {name!r} is not there")
    return stakeholders[name]


def find_subject(table: str, row: Row, stakeholders: dict[str, Row]) -> Row:
    """What the rules of a row are matched with."""
    if table == "vetoes":
        return find_stakeholder(row["actor"], stakeholders) | {"id": f"{row['actor']}--{row['target']}"}
    return row | {"id": row["issue"]} if table == "issues" else row


def judge_participants(cell: str, rules: list[Row], stakeholders: dict[str, Row]) -> str:
    """The participants, each with its uptake by rule."""
    names = [item.partition(":")[0].strip() for item in split(cell)]
    found = [find_rule(rules, "channels", "uptake", find_stakeholder(n, stakeholders)) for n in names]
    return "; ".join(f"{name}:{rule['value']}" for name, rule in zip(names, found, strict=True))


def judge_sectors(row: Row, rule: Row) -> str:
    """The sectors that a rule gives a row: unless it names the row, those among its issues."""
    issues = split(row["issues"])
    return "; ".join(name for name in split(rule["value"]) if name in issues or rule["applies_to"] == "id")


def judge_row(table: str, row: Row, rules: list[Row], stakeholders: dict[str, Row]) -> Row:
    """The row as its rules would have it."""
    judged = dict(row)
    reasons = []
    for column in split(row["judged"]):
        if column == "uptake":
            judged["participants"] = judge_participants(row["participants"], rules, stakeholders)
            continue
        rule = find_rule(rules, table, column, find_subject(table, row, stakeholders))
        judged[column] = judge_sectors(row, rule) if column == "sectors" else rule["value"]
        reasons.append(f"{column}: {rule['reason']}")
        if REASONS.get(column) in row:
            judged[REASONS[column]] = rule["reason"]
    if "reasoning" in row and reasons:
        judged["reasoning"] = " ".join(reasons)
    return judged


def differences(table: str, before: list[Row], after: list[Row]) -> Iterator[str]:
    """One line for each cell that is not what its rule says."""
    for number, (old, new) in enumerate(zip(before, after, strict=True), start=1):
        for column in new:
            if old.get(column) != new[column]:
                where = f"{table}.csv, row {number} ({next(iter(new.values()))}), {column}"
                yield f"{where}: {old.get(column)!r}, by rule {new[column]!r}"


def judge(*, check: bool) -> list[str]:
    """Cells that differ from their rule; without `check` they are rewritten."""
    rules = read_table("judgements")[1]
    stakeholders = {row["id"]: row for row in read_table("stakeholders")[1]}
    tables = {name: read_table(name) for name in JUDGED_TABLES}
    judged = {name: [judge_row(name, row, rules, stakeholders) for row in rows] for name, (_, rows) in tables.items()}
    for name, (header, rows) in tables.items():
        if not check and judged[name] != rows:
            write_table(name, header, judged[name])
    return [line for name, (_, rows) in tables.items() for line in differences(name, rows, judged[name])]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Put the judgements of judgements.csv into the tables.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a cell differs")
    check = parser.parse_args(arguments).check
    try:
        found = judge(check=check)
    except (JudgeError, KeyError, ValueError, OSError) as error:
        print(f"Error: {error}", file=sys.stderr)
        return 2
    print(*found, f"{len(found)} cells differ from their rule{'' if check else ': rewritten'}", sep="\n")
    return int(check and bool(found))


if __name__ == "__main__":
    sys.exit(main())
