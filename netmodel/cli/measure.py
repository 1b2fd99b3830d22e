"""netmodel measure, netmodel measures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from netmodel.cli import options as shared


@click.command(
    epilog="""\b
Examples:
  netmodel measure data -m cross_side_betweenness
  netmodel measure data -m betweenness -m closeness --format csv
  netmodel measure data -m reach --at 2013"""
)
@shared.study_argument
@click.option(
    "-m", "--measure", "names", multiple=True, metavar="NAME", help="A measure; may be repeated. Default: all."
)
@shared.format_option
@shared.reading_options
def measure(study: Path, names: tuple[str, ...], style: str, **reading: Any) -> None:
    """Measure the stakeholders and the network of STUDY. `netmodel measures` lists what there is."""
    net = shared.read_study(study, reading)

    import netmodel
    from netmodel.analysis import rounded
    from netmodel.report.tables import stakeholder_table
    from netmodel.report.terminal import table_text

    measured = netmodel.measure(net, names or None)
    data = rounded(measured.to_json())
    width, colour = shared.screen()

    def table() -> tuple[list[str], list[list[Any]]]:
        if measured.stakeholders and data["network"] and style != "table":
            return _long(data, list(measured.stakeholders))
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
        parts = []
        if measured.stakeholders:
            header, rows = table()
            kept = [n for n, name in enumerate(header) if name not in ("id", "kind", "level", "influence")]
            short = [header[n] for n in kept], [[row[n] for n in kept] for row in rows]
            parts.append(table_text(short, width=width, colour=colour, one_line=True))
        if data["network"]:
            whole = [[name, value] for name, value in data["network"].items()]
            parts.append(table_text((["measure", "value"], whole), title="The network", width=width, colour=colour))
        return "\n".join(parts)

    shared.show(style, data, table, text)


def _long(data: dict[str, Any], names: list[str]) -> tuple[list[str], list[list[Any]]]:
    """One row a value, where stakeholders and the network are measured together."""
    rows = [["stakeholder", row["id"], name, row[name]] for row in data["stakeholders"] for name in names]
    return ["level", "id", "measure", "value"], rows + [["network", "", *item] for item in data["network"].items()]


def _figure(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _who(net: Any, name: str) -> dict[str, Any]:
    row = net.stakeholder[name]
    return {key: getattr(row, key) for key in ("id", "name", "side", "kind", "level", "influence")}


@click.command(
    epilog="""\b
Examples:
  netmodel measures
  netmodel measures --format md"""
)
@shared.format_option
@click.option("--debug", is_flag=True, expose_value=False, help="Show where an error comes from.")
def measures(style: str) -> None:
    """List the measures: what each says, its range and its source. Those of installed packages are among them."""
    from netmodel.measures import MEASURES

    rows = [{"name": name, **MEASURES[name].to_json()} for name in MEASURES]
    header = ["name", "level", "range", "better", "source", "meaning"]
    shared.show(style, {"measures": rows}, lambda: (header, [[row[column] for column in header] for row in rows]))
