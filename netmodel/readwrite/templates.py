"""`netmodel new`: tables to start from, made from the schema; and the format page."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from netmodel.errors import WriteError, printable
from netmodel.network import Study
from netmodel.readwrite.files import write_whole
from netmodel.schema import TABLES, columns, influence_by_level, kinds, modalities

EXAMPLES = ("stakeholders.csv", "ties.csv", "channels.csv", "issues.csv", "netmodel.toml")
"""A small study that runs as it is, in the folder `new` beside this file; replace its rows by your own."""


def write_templates(folder: Path, *, force: bool = False) -> list[Path]:
    """Write a small study to start from, with a page that explains every column.

    Parameters
    ----------
    folder : Path
        Made if need be; files that are there already are not touched unless `force`.

    Returns
    -------
    list of Path
        The files written.
    """
    source = resources.files("netmodel.readwrite") / "new"
    contents = {name: (source / name).read_text(encoding="utf-8") for name in EXAMPLES}
    contents["FORMAT.md"] = "# The format\n\n" + format_page()
    taken = [name for name in contents if (folder / name).exists()]
    if taken and not force:
        names = ", ".join(taken)
        raise WriteError(
            f"{printable(str(folder), 200)} holds {names} already; nothing was written (--force replaces)"
        )
    for name, text in contents.items():
        write_whole(folder / name, text.encode(), force=force)
    return [folder / name for name in contents]


def format_page() -> str:
    """The tables, columns, kinds and defaults, as Markdown."""
    parts = [
        "Tables are CSV: UTF-8, commas, one header row; lists are `a; b` or `a|b`, with numbers where the column "
        "says so: `arctic:4; trade:2`. Dates are `2014`, `2014-03` or `2014-03-18`. Only `stakeholders.csv` is "
        "needed; unknown columns are kept as attributes. A blank cell takes the default; every default used is "
        "counted and printed.\n"
    ]
    for table in TABLES:
        parts.append(f"### {table}.csv\n\n| column | type | default | meaning | example |\n|---|---|---|---|---|")
        for column in columns(table).values():
            limits = ""
            if column.low is not None or column.high is not None:
                low = "" if column.low is None else f"{column.low:g}"
                limits = f" {low}..{'' if column.high is None else f'{column.high:g}'}"
            words = " / ".join(column.choices) or f"{column.type}{limits}"
            needed = "**required**" if column.required else column.default
            cells = (
                f"`{column.name}`",
                words,
                needed,
                column.meaning,
                f"`{column.example}`" if column.example else "",
            )
            parts.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        parts.append("")
    parts.append("### netmodel.toml\n\n| key | meaning |\n|---|---|")
    parts += [f"| `{name}` | {field.description} |" for name, field in Study.model_fields.items()]
    parts.append("")
    parts.append(_kinds_page())
    return "\n".join(parts)


def _kinds_page() -> str:
    lines = ["### Kinds\n", "Vocabularies are open: any other kind is kept, counted as informal, and said.\n"]
    for table in ("stakeholders", "ties", "channels"):
        lines.append(f"| kind of {table} | formality | meaning |\n|---|---|---|")
        for kind in kinds(table).values():
            role = ", enables" if kind.role == "enables" else ""
            lines.append(f"| `{kind.kind}` | {kind.formality}{role} | {kind.meaning} |")
        lines.append("")
    lines.append("### Defaults by rule\n")
    lines.append("| modality | quality | depth |\n|---|---|---|")
    lines += [f"| {row.modality} | {row.quality:g} | {row.depth:g} |" for row in modalities().values()]
    lines.append("\nThe quality of a channel is that of its modality times the factor of its kind:\n")
    lines.append("| kind of channel | factor | meetings a year | needs clearance |\n|---|---|---|---|")
    for kind in kinds("channels").values():
        needs = "yes" if kind.official else "no"
        lines.append(f"| `{kind.kind}` | {kind.quality:g} | {kind.frequency:g} | {needs} |")
    levels = ", ".join(f"{level}: {value:g}" for level, value in influence_by_level().items())
    lines.append(f"\nInfluence by level: {levels}.")
    return "\n".join(lines) + "\n"
