"""netmodel routes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.errors import printable

if TYPE_CHECKING:
    from netmodel.measures.routes import Route
    from netmodel.network import Network


@click.command(
    epilog="""\b
Examples:
  netmodel routes data ca_gac ru_mfa
  netmodel routes data ca_edc ru_minek -k 5 --issue trade
  netmodel routes data ca_gac ru_mfa --at 2013 --format json"""
)
@shared.study_argument
@click.argument("a")
@click.argument("b")
@click.option("-k", type=click.IntRange(min=1), default=3, show_default=True, help="How many routes at most.")
@click.option("--issue", help="Only what carries this issue; default: every tie, whatever its issues.")
@shared.format_option
@shared.reading_options
def routes(study: Path, a: str, b: str, k: int, issue: str | None, style: str, **reading: Any) -> None:
    """Show the strongest routes from stakeholder A to stakeholder B (ids, names or aliases).

    A route is a chain of introductions; its strength is the share of a message that arrives.
    """
    net = shared.read_study(study, reading)

    import netmodel
    from netmodel.analysis import rounded

    source, target = net.find(a), net.find(b)
    found = netmodel.find_routes(net, source, target, k=k, issue=issue)
    data = rounded({"routes": [route.to_json() for route in found]})
    header = ["rank", "strength", "stakeholders", "via", "weakest_link"]
    rows = [
        [n, row["strength"], *("; ".join(row[name]) for name in ("stakeholders", "via", "weakest_link"))]
        for n, row in enumerate(data["routes"], start=1)
    ]
    shared.show(style, data, lambda: (header, rows), lambda: _text(net, found, source, target, issue))


def _text(net: Network, found: list[Route], source: str, target: str, issue: str | None) -> str:
    names = {row.id: printable(row.name) for row in net.stakeholder.values()}
    about = f" on {printable(issue)}" if issue else ""
    if not found:
        return f"No route joins {names[source]} and {names[target]}{about}.\n"
    lines = []
    for number, route in enumerate(found, start=1):
        count = "1 passage" if len(route.via) == 1 else f"{len(route.via)} passages"
        lines.append(f"{number}. {100 * route.strength:.1f} % of a message arrives{about}, {count}")
        for one, other, via, passage in zip(
            route.stakeholders, route.stakeholders[1:], route.via, route.passages, strict=False
        ):
            weakest = "  <- weakest link" if (one, other) == route.weakest_link and len(route.via) > 1 else ""
            row = net.tie.get(via) or net.channel[via]
            lines.append(
                f"     {names[one]} -> {names[other]}: {printable(row.kind)}, strength {passage:.2f}{weakest}"
            )
        if route.issues is not None:
            carried = "; ".join(printable(name) for name in route.issues) or "no single issue from end to end"
            lines.append(f"     carries: {carried}")
    return "\n".join(lines) + "\n"
