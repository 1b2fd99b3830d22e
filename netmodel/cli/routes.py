"""netmodel routes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.errors import UsageError, printable, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netmodel.measures.routes import Limits, Route
    from netmodel.network import Network
    from netmodel.report.tables import Table


@click.command(
    epilog="""\b
Examples:
  netmodel routes data ca_gac ru_mfa
  netmodel routes data ca_edc ru_minek -k 5 --issue trade
  netmodel routes data ca_gac ru_mfa --at 2013 --format json
  netmodel routes data side:Canada "kind:ministry side:Russia" -k 5
  netmodel routes data ca_gac ru_mfa --through ca_pco --avoid ru_sao --max-relays 6
  netmodel routes data ca_edc ru_mfa --disjoint relays
  netmodel routes data --resilience --issue arctic"""
)
@shared.study_argument
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option("-k", type=click.IntRange(min=1), default=3, show_default=True, help="How many routes at most.")
@click.option("--issue", help="Only what carries this issue; default: every tie, whatever its issues.")
@click.option(
    "--avoid", multiple=True, metavar="ID", help="No route by this stakeholder, tie or channel; repeatable."
)
@click.option("--through", multiple=True, metavar="ID", help="Only routes that pass this stakeholder; repeatable.")
@click.option(
    "--max-relays", type=click.IntRange(min=0), metavar="N", help="At most N stakeholders between the ends."
)
@click.option(
    "--level-window", metavar="LO-HI", help="Of relays, as 2-4: nobody too junior for HI; level 0 is exempt."
)
@click.option("--formality", type=click.Choice(["formal", "informal"]), help="Only ties and channels of this kind.")
@click.option("--disjoint", type=click.Choice(["relays", "ties", "stakeholders"]),
              help="Instead: as many routes as there are that share no relay, no tie, or no end either.")  # fmt: skip
@click.option("--widest", is_flag=True, help="Instead: the route whose weakest passage is as strong as possible.")
@click.option("--resilience", is_flag=True, help="Also: how many independent relays there are, and who can cut them.")
@shared.seed_option
@shared.format_option
@shared.reading_options
def routes(study: Path, a: str | None, b: str | None, style: str, **options: Any) -> None:
    """Show the strongest routes from A to B: ids, names or aliases, or selectors; default: the two sides of STUDY.

    A route is a chain of introductions; its strength is the share of a message that arrives. A selector means several
    stakeholders: side:Canada, party:X, kind:ministry, level:3, issue:trade, id:X, or some of these in one argument.
    Relays of routes between several belong to neither end.
    """
    net = shared.read_study(study, options)

    from netmodel.analysis import rounded
    from netmodel.measures.endpoints import stakeholders_of
    from netmodel.measures.resilience import relay_resilience, sides_if_none

    labels = tuple(str(end) for end in sides_if_none(net, a, b))
    one, other = (stakeholders_of(net, _resolved(net, label)) for label in labels)
    limits = _limits(net, options)
    found = _found(net, one, other, options, limits)
    said = tuple(_called(net, label, who) for label, who in zip(labels, (one, other), strict=True))
    data: dict[str, Any] = {"routes": [route.to_json() for route in found], "from": list(one), "to": list(other)}
    if options["widest"] and found:
        data["width"] = min(found[0].passages)
    whole = relay_resilience(net, one, other, seed=options["seed"], **limits) if options["resilience"] else None
    words: list[str] = []
    if whole is not None:
        words = whole.sentences(net, called=(said[0], said[1]))
        data |= {"resilience": whole.to_json(), "sentences": words}
    shared.show(style, rounded(data), lambda: _table(rounded(data)), lambda: _text(net, found, said, words, options))


def _resolved(net: Network, text: str) -> str:
    """An id or a selector as it is; a name or an alias as its id."""
    from netmodel.measures.endpoints import is_selector

    return text if text in net.stakeholder or is_selector(text) else net.find(text)


def _limits(net: Network, options: dict[str, Any]) -> Limits:
    known = {*net.tie, *net.channel}
    window = options["level_window"]
    return {
        "issue": options["issue"],
        "avoid": [name if name in known else net.find(name) for name in options["avoid"]],
        "levels": None if window is None else _window(window),
        "formality": options["formality"],
    }


def _window(text: str) -> tuple[int, int]:
    senior, dash, junior = text.partition("-")
    if not (dash and senior.isdecimal() and junior.isdecimal()):
        raise UsageError(f"--level-window {quote(text)} is no window: write the senior end first, as 2-4")
    return int(senior), int(junior)


def _found(
    net: Network, one: Sequence[str], other: Sequence[str], options: dict[str, Any], limits: Limits
) -> list[Route]:
    import netmodel
    from netmodel.measures.disjoint import disjoint_routes
    from netmodel.measures.resilience import widest_route

    only_ranked = [name for name in ("through", "max_relays") if options[name] not in ((), None)]
    if options["disjoint"] and options["widest"]:
        raise UsageError("--disjoint and --widest ask for different routes: give one of the two")
    if only_ranked and (options["disjoint"] or options["widest"] or options["resilience"]):
        flag = f"--{only_ranked[0].replace('_', '-')}"
        raise UsageError(f"{flag} is for the strongest routes only, not for --disjoint, --widest or --resilience")
    if options["disjoint"]:
        return disjoint_routes(net, one, other, by=options["disjoint"], **limits)
    if options["widest"]:
        widest = widest_route(net, one, other, **limits)
        return [] if widest is None else [widest]
    through = [net.find(name) for name in options["through"]]
    return netmodel.find_routes(
        net, one, other, k=options["k"], through=through, max_relays=options["max_relays"], **limits
    )


def _called(net: Network, label: str, who: Sequence[str]) -> str:
    """What an end is called: its name, or the selector and how many it means."""
    if len(who) == 1:
        return printable(net.stakeholder[who[0]].name)
    return f"{printable(label)} ({len(who)} stakeholders)"


def _table(data: dict[str, Any]) -> Table:
    header = ["rank", "strength", "stakeholders", "via", "weakest_link"]
    return header, [
        [n, row["strength"], *("; ".join(row[name]) for name in ("stakeholders", "via", "weakest_link"))]
        for n, row in enumerate(data["routes"], start=1)
    ]


def _text(net: Network, found: list[Route], ends: tuple[str, ...], words: list[str], options: dict[str, Any]) -> str:
    from netmodel.report.terminal import bullet

    about = f" on {printable(options['issue'])}" if options["issue"] else ""
    if not found:
        within = " within these limits" if _is_limited(options) else ""
        return f"No route joins {ends[0]} and {ends[1]}{about}{within}.\n"
    said = [*(bullet(sentence, shared.screen()[0]) for sentence in words), *([""] if words else [])]
    return "\n".join([*said, *_heading(found, options), *_listed(net, found, about)]) + "\n"


def _is_limited(options: dict[str, Any]) -> bool:
    return any(
        options[name] not in ((), None) for name in ("avoid", "through", "max_relays", "level_window", "formality")
    )


def _heading(found: list[Route], options: dict[str, Any]) -> list[str]:
    if options["disjoint"]:
        from netmodel.measures.disjoint import SHARED

        count = "1 route" if len(found) == 1 else f"{len(found)} routes"
        return [f"At most {count} can share {SHARED[options['disjoint']]}; the strongest such set:"]
    if options["widest"]:
        return [f"No route has a stronger weakest passage than {min(found[0].passages):.2f}:"]
    return []


def _listed(net: Network, found: list[Route], about: str) -> list[str]:
    names = {row.id: printable(row.name) for row in net.stakeholder.values()}
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
    return lines
