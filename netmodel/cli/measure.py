"""netmodel measure, netmodel measures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.cli.chance import chance_options, show_chance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netmodel.measures import Measurement
    from netmodel.report.tables import Table

ROWS = 12
"""Stakeholders on the screen where their measures take more than one table."""

NAME = 34
"""Letters of a name that the screen shows at least, where it is so long."""


@click.command(
    epilog="""\b
Examples:
  netmodel measure data -m cross_side_betweenness
  netmodel measure data -m betweenness -m closeness --format csv
  netmodel measure data -m reach --at 2013
  netmodel measure data -m degree -m betweenness --raw
  netmodel measure data -m ei_index -m side_modularity --against labels"""
)
@shared.study_argument
@click.option(
    "-m",
    "--measure",
    "names",
    multiple=True,
    metavar="NAME",
    help="A measure; may be repeated; all is every one there is. Default: those that the report shows.",
)
@click.option("--raw", is_flag=True, help="Unnormalised values, where a measure has both.")
@chance_options
@shared.format_option
@shared.reading_options
def measure(
    study: Path,
    names: tuple[str, ...],
    raw: bool,
    against: str | None,
    draws: int,
    seed: int,
    style: str,
    **reading: Any,
) -> None:
    """Measure the stakeholders and the network of STUDY. `netmodel measures` lists what there is."""
    net = shared.read_study(study, reading)
    if against is not None:
        show_chance(net, names, style, against=against, draws=draws, seed=seed)
        return

    import netmodel
    from netmodel.analysis import rounded
    from netmodel.report.tables import stakeholder_table
    from netmodel.report.terminal import table_text

    measured = netmodel.measure(net, list(netmodel.MEASURES) if "all" in names else names or None, raw=raw)
    data = rounded(measured.to_json())
    width, colour = shared.screen()

    def table() -> tuple[list[str], list[list[Any]]]:
        if sum(map(bool, (measured.stakeholders, measured.network, measured.ties))) > 1 and style != "table":
            return _long(data, measured)
        if measured.ties and not measured.stakeholders:
            return ["source", "target", *measured.ties], [list(row.values()) for row in data["ties"]]
        if not measured.stakeholders:
            return ["measure", "value"], [[name, value] for name, value in data["network"].items()]
        rows = [
            {**_who(net, row["id"]), "measures": {name: row[name] for name in measured.stakeholders}}
            for row in data["stakeholders"]
        ]
        header, cells = stakeholder_table(rows)
        first = header.index("influence") + 1
        return header, sorted(cells, key=lambda row: (-_figure(row[first]), row[0]))

    def text() -> str:
        parts: list[str] = []
        if measured.stakeholders:
            header, rows = table()
            short = list(_parts(header, rows, width))
            most = len(rows) if len(short) == 1 else ROWS
            for head, body in short:
                parts.append(table_text((head, body[:most]), width=width, colour=colour, one_line=True))
            if len(rows) > most:
                parts.append(f"and {len(rows) - most} more stakeholders: --format csv has them all\n")
        if data["network"]:
            whole = [[name, value] for name, value in data["network"].items()]
            parts.append(table_text((["measure", "value"], whole), title="The network", width=width, colour=colour))
        if measured.ties:
            ties = [list(row.values()) for row in data["ties"]]
            header = ["source", "target", *measured.ties]
            parts.append(table_text((header, ties), title="Ties", width=width, colour=colour, one_line=True))
        return "\n".join(parts)

    shared.show(style, data, table, text)


def _parts(header: list[str], rows: list[list[Any]], width: int) -> Iterator[Table]:
    """A table in as many parts as it takes to read its headings, each with the names and sides."""
    who, first = [header.index("name"), header.index("side")], header.index("influence") + 1
    needs = [3 + max(len(name), *(len(_cell(row[n])) for row in rows)) for n, name in enumerate(header)]
    room = width - min(needs[who[0]], NAME + 3) - needs[who[1]]
    part: list[int] = []
    for n in range(first, len(header) + 1):
        if n == len(header) or (part and sum(needs[m] for m in (*part, n)) > room):
            yield [header[m] for m in (*who, *part)], [[_marked(row[m]) for m in (*who, *part)] for row in rows]
            part = []
        part.append(n)


def _cell(value: Any) -> str:
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _marked(value: Any) -> Any:
    """A value as people read it: a mark is yes or no."""
    return ("no", "yes")[value] if isinstance(value, bool) else value


def _long(data: dict[str, Any], measured: Measurement) -> tuple[list[str], list[list[Any]]]:
    """One row a value, where stakeholders, ties and the network are measured together."""
    rows = [
        ["stakeholder", row["id"], "", name, row[name]]
        for row in data["stakeholders"]
        for name in measured.stakeholders
    ]
    ties = [
        ["tie", row["source"], row["target"], name, row[name]]
        for row in data.get("ties", ())
        for name in measured.ties
    ]
    whole = [["network", "", "", *item] for item in data["network"].items()]
    return ["level", "id", "other_end", "measure", "value"], rows + ties + whole


def _figure(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _who(net: Any, name: str) -> dict[str, Any]:
    row = net.stakeholder[name]
    return {key: getattr(row, key) for key in ("id", "name", "side", "kind", "level", "influence")}


@click.command(
    epilog="""\b
Examples:
  netmodel measures
  netmodel measures betweenness constraint
  netmodel measures --format md"""
)
@click.argument("names", nargs=-1, metavar="[NAME]...")
@shared.format_option
@click.option("--debug", is_flag=True, expose_value=False, help="Show where an error comes from.")
def measures(names: tuple[str, ...], style: str) -> None:
    """List the measures: what each says, its range and its source; everything that is said of those that are NAMEd.

    Those of installed packages are among them.
    """
    from netmodel.measures import DESCRIPTION, MEASURES

    rows = [{"name": name, **MEASURES[name].to_json()} for name in (names or MEASURES)]
    header = ["name", *(name for name in DESCRIPTION if name != "label")]
    cells = [[row[name] for name in header] for row in rows]
    shared.show(style, {"measures": rows}, lambda: (header, cells), lambda: _described(rows, bool(names)))


def _described(rows: list[dict[str, str]], whole: bool) -> str:
    """Measures for people: a heading for each level, then name, range and source, and what it says."""
    from netmodel.report.terminal import wrapped

    width, _ = shared.screen()
    lines: list[str] = []
    for level, title in (("stakeholder", "Of stakeholders"), ("tie", "Of ties"), ("network", "Of the network")):
        chosen = [row for row in rows if row["level"] == level]
        lines += [title, ""] if chosen else []
        for row in chosen:
            better = f", {row['better']} is better" if row["better"] else ""
            lines += [
                f"  {row['name']}  ({row['range']}{better}; {row['source']})",
                *_indented(row["meaning"], width),
            ]
            for name in ("convention", "undefined", "reads", "cost") if whole else ():
                lines += _indented(f"{name}: {row[name]}", width) if row[name] else []
        lines += [""] if chosen else []
    rest = "" if whole else "netmodel measures NAME says everything about one."
    return "\n".join([*lines, *([wrapped(rest, width)] if rest else [])]).rstrip("\n") + "\n"


def _indented(text: str, width: int) -> list[str]:
    from netmodel.report.terminal import wrapped

    return ["      " + line for line in wrapped(text, width - 6).split("\n")]
