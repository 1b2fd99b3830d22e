"""netmodel plot."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.errors import UsageError, quote

if TYPE_CHECKING:
    from netmodel.network import Network

KINDS = ("scatter", "slope", "matrix")


@click.command(
    epilog="""\b
Examples:
  netmodel plot data scatter -o brokers.svg
  netmodel plot data scatter -x degree -y closeness -o closeness.pdf
  netmodel plot data slope -o issues.pdf
  netmodel plot data slope --by stakeholder --top 20 -o fallen.png
  netmodel plot data matrix --at 2013 -o ties-2013.png"""
)
@shared.study_argument
@click.argument("kind", type=click.Choice(KINDS))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE", help="A .pdf, .svg or .png."
)
@click.option("--force", is_flag=True, help="Replace the file where it is there.")
@click.option("-x", "across", default="degree", show_default=True, metavar="NAME", help="scatter: measure across.")
@click.option(
    "-y", "up", default="cross_side_betweenness", show_default=True, metavar="NAME", help="scatter: measure upward."
)
@click.option("--by", type=click.Choice(("issue", "stakeholder")), default="issue", show_default=True,
              help="slope: reach of what, before and after.")  # fmt: skip
@click.option(
    "--top", type=click.IntRange(min=1), default=15, show_default=True, help="slope: largest changes shown."
)
@shared.reading_options
def plot(
    study: Path,
    kind: str,
    output: Path,
    force: bool,
    across: str,
    up: str,
    by: str,
    top: int,
    **reading: Any,
) -> None:
    """Draw a figure of STUDY for a paper: two measures, before and after, or the ties ordered by side.

    scatter sets two measures of stakeholders against each other, slope shows reach before and after, matrix shows
    every tie. The form is that of the file's name; matplotlib is needed (extra plot).
    """
    form = output.suffix.lower().removeprefix(".")
    if form not in ("pdf", "svg", "png"):
        raise UsageError(f"{quote(output.name)} names no form of a figure: end it in .pdf, .svg or .png")
    from netmodel.report import plots

    plots.import_matplotlib()
    net = shared.read_study(study, reading)
    if kind == "scatter":
        drawn = _scatter(net, across, up, form)
    else:
        drawn = _slope(net, by, top, form) if kind == "slope" else _matrix(net, form)
    from netmodel.readwrite import write_whole

    write_whole(output, drawn, force=force)
    click.echo(f"Written: {output}")


def _scatter(net: Network, across: str, up: str, form: str) -> bytes:
    import netmodel
    from netmodel.measures import MEASURES
    from netmodel.report import plots

    for name in (across, up):
        if MEASURES[name].level != "stakeholder":
            raise UsageError(
                f"measure {name} is one of a {MEASURES[name].level}: a scatter takes those of stakeholders"
            )
    values = netmodel.measure(net, [across, up]).stakeholders
    points = [
        {"name": row.name, "group": _group(net, row.side), "x": _number(values[across].get(row.id)),
         "y": _number(values[up].get(row.id))}
        for row in _by_side(net)
    ]  # fmt: skip
    labels = {name: f"{MEASURES[name].label.capitalize()} ({MEASURES[name].range})" for name in (across, up)}
    title = f"{net.study.title or 'Stakeholders'}{_when(net)}"
    return plots.scatter(points, x=labels[across], y=labels[up], title=title, form=form)


def _slope(net: Network, by: str, top: int, form: str) -> bytes:
    from netmodel.policy.comparison import compare
    from netmodel.report import plots

    if net.before is None:
        raise UsageError("the study names no earlier date: give --before DATE")
    found = compare(net.before, net, draws=0, measures=[]).to_json()
    if by == "issue":
        rows = [{"name": name, **values} for name, values in found["reach_by_issue"].items()]
        rows = rows or [{"name": "all conversations", **found["reach"]}]
    else:
        rows = [
            {"name": row["name"], "before": row["reach_before"], "after": row["reach_after"]}
            for row in found["stakeholders"]
        ]
    told = [row for row in rows if row["before"] is not None and row["after"] is not None]
    told.sort(key=lambda row: (-abs(row["after"] - row["before"]), row["name"]))
    shown = [{"name": row["name"], "before": 100 * row["before"], "after": 100 * row["after"]} for row in told[:top]]
    what = "by issue" if by == "issue" else "of stakeholders"
    dates = str(net.before_date), net.now_date or "now"
    title = net.study.title or "Reach before and after"
    if len(told) > top:
        title = f"{title}: the {top} largest changes"
    return plots.slope(shown, dates=dates, unit=f"Reach {what} (% of direct trusted contact)", title=title, form=form)


def _matrix(net: Network, form: str) -> bytes:
    from netmodel.report import plots

    G = net.graph
    rows = sorted(_by_side(net), key=lambda row: (_place(net, row.side), -int(G.degree(row.id)), row.id))
    names = [{"name": row.name, "group": _group(net, row.side)} for row in rows]
    values = [
        [G.edges[one.id, other.id]["strength"] if G.has_edge(one.id, other.id) else 0.0 for other in rows]
        for one in rows
    ]
    return plots.adjacency(names, values, title=f"{net.study.title or 'Ties'}{_when(net)}", form=form)


def _by_side(net: Network) -> list[Any]:
    return sorted(net.stakeholder.values(), key=lambda row: (_place(net, row.side), row.id))


def _place(net: Network, side: str) -> int:
    return net.sides.index(side) if side in net.sides else len(net.sides)


def _group(net: Network, side: str) -> str:
    return side if side in net.sides else ""


def _when(net: Network) -> str:
    return f" ({net.now_date})" if net.now_date else ""


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None
