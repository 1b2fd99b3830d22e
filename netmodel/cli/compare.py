"""netmodel compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netmodel.cli import options as shared
from netmodel.errors import UsageError

if TYPE_CHECKING:
    from netmodel.network import Network
    from netmodel.policy.comparison import Comparison
    from netmodel.report.tables import Table

TIES, PEOPLE, KINDS = 8, 3, 4
"""Ties, stakeholders and kinds that the screen shows."""

COLUMNS = (
    "tie", "source", "target", "kind", "status_after", "strength", "loss", "restoration_gain", "pairs_lost",
    "pairs_restored", "efficiency_loss", "efficiency_gain", "file", "line", "confidence", "citation", "evidence",
)  # fmt: skip
"""What the CSV says of each tie that was lost."""


@click.command(
    epilog="""\b
Examples:
  netmodel compare data --from 2013 --to 2021
  netmodel compare data --from 2013 --to 2021 --format csv --quiet > losses.csv
  netmodel compare data --from 2013 --to 2016 --draws 0 --format md
  netmodel compare data data/stakeholders.csv --from 2013"""
)
@shared.study_argument
@click.argument("other", required=False, type=click.Path(path_type=Path))
@click.option("--from", "start", metavar="DATE", help="The earlier picture.  [default: before the rupture]")
@click.option("--to", "end", metavar="DATE", help="The later picture.  [default: now]")
@click.option(
    "-m", "--measure", "names", multiple=True, metavar="NAME", help="A measure of the network; may be repeated."
)
@click.option(
    "--draws", type=click.IntRange(min=0), default=999, show_default=True, help="Random losses to compare with."
)
@shared.seed_option
@shared.format_option
@shared.reading_options
def compare(
    study: Path,
    other: Path | None,
    start: str | None,
    end: str | None,
    names: tuple[str, ...],
    draws: int,
    seed: int,
    style: str,
    **reading: Any,
) -> None:
    """Tell what STUDY lost and gained between two dates, tie by tie, with the evidence; or STUDY against OTHER.

    The loss of a tie is what the earlier reach would lose without it, its gain what the later reach would gain with
    it back. Ties stand in for one another, so these do not add up to the whole change.
    """
    before, after = _pictures(shared.read_study(study, reading), other, start, end, reading)

    from netmodel.analysis import SCHEMA_VERSION, rounded
    from netmodel.policy.comparison import compare as compared
    from netmodel.report.tables import markdown

    found = compared(before, after, draws=draws, seed=seed, measures=names or None)
    data = rounded({"schema_version": SCHEMA_VERSION, **found.to_json(), "seed": seed})
    data["sentences"] = sentences(found, data)
    if style == "md":
        click.echo(_markdown(found, data, markdown), nl=False)
    else:
        shared.show(style, data, lambda: _losses(data), lambda: _text(data))


def _pictures(
    net: Network, other: Path | None, start: str | None, end: str | None, reading: Mapping[str, Any]
) -> tuple[Network, Network]:
    """The two pictures that the options speak of."""
    if other is not None:
        own = {f"{name}_table": None for name in shared.TABLES}
        later = shared.read_study(other, {**reading, **own})
        return net.at(start) if start else net, later.at(end) if end else later
    later = net.at(end) if end else net
    before = net.at(start) if start else later.before
    if before is None:
        raise UsageError("the study names no earlier date: give --from DATE, or a second study")
    from netmodel.schema.convert import period_end

    dates = before.now_date, later.now_date
    if dates[0] and dates[1] and period_end(dates[0]) > period_end(dates[1]):
        raise UsageError(f"--from {dates[0]} is later than --to {dates[1]}")
    return before, later


# ---- words ------------------------------------------------------------------------------------------------------


def sentences(found: Comparison, data: Mapping[str, Any]) -> list[str]:
    """What changed, in words; every figure stands in `data`."""
    from netmodel.explain.figures import many

    ties = data["ties"]
    cross = [row for row in ties["by_sides"] if len({*row["sides"], "third"}) == 3]
    inner = [
        f"{row['lost']}, {row['gained']} and {row['kept']} between {' and '.join(row['sides'])}" for row in cross
    ]
    verb = "was" if len(ties["lost"]) == 1 else "were"
    counts = f"{many(len(ties['lost']), 'tie')} {verb} lost, {len(ties['gained'])} gained and {ties['kept']} kept"
    said = [f"{_span(data)}{counts}{f' ({inner[0]})' if len(inner) == 1 else ''}.", _reach(data), *_beside(data)]
    return [*said, *_kinds(data), *_people(data), *_chance(data), *_rest(found, data)]


def _span(data: Mapping[str, Any]) -> str:
    start, end = data["from"]["date"], data["to"]["date"]
    if start is None or start == end:
        return "From the earlier to the later picture, "
    return f"From {start} to {end or 'now'}, "


def _reach(data: Mapping[str, Any]) -> str:
    from netmodel.explain import percent, points
    from netmodel.explain.figures import worth

    before, after = data["reach"]["before"], data["reach"]["after"]
    if before is None or after is None:
        return "Reach has no value in one of the pictures: there is no conversation to join."
    said = f"stayed at {percent(after)}"
    if after != before:
        old, new = worth("reach", before, beside=after), worth("reach", after, beside=before)
        said = f"{'fell' if after < before else 'rose'} from {old} to {new} ({points(after - before)})"
    back = data["restored"]["reach"]
    rest = f"; with all that was lost back it would be {percent(back)}" if data["loss_by_tie"] else ""
    return f"Reach {said}{rest}."


def _beside(data: Mapping[str, Any]) -> list[str]:
    from netmodel.explain import percent

    shares, hops, pairs = data["connectedness"], data["efficiency"], data["pairs_joined"]
    parts = [f"pairs joined {pairs['before']:,} to {pairs['after']:,}"]
    if None not in shares.values():
        parts.append(f"connectedness {percent(shares['before'])} to {percent(shares['after'])}")
    if None not in hops.values():
        parts.append(f"efficiency in hops {hops['before']:.3f} to {hops['after']:.3f}")
    return [f"Beside it: {', '.join(parts)}."]


def _kinds(data: Mapping[str, Any]) -> list[str]:
    from netmodel.explain.figures import some

    rows = sorted(data["ties"]["by_kind"], key=lambda row: (-row["lost"], row["kind"]))
    told = [f"{row['kind']} {row['lost']} of {row['lost'] + row['kept']}" for row in rows if row["lost"]]
    return [f"Lost by kind: {some(told, KINDS)}."] if told else []


def _people(data: Mapping[str, Any]) -> list[str]:
    from netmodel.explain import listed, percent

    fell = [row for row in data["stakeholders"] if row["change"] < 0]
    said = []
    if fell:
        told = [
            f"{row['name']} ({percent(row['reach_before'] or 0)} to {percent(row['reach_after'] or 0)})"
            for row in fell[:PEOPLE]
        ]
        said.append(f"Whose own reach fell furthest: {listed(told)}.")
    parts = [row for row in data["stakeholders"] if (row["share_of_loss"] or 0) > 0]
    parts.sort(key=lambda row: (-row["share_of_loss"], row["id"]))
    if parts:
        told = [f"{row['name']} {percent(row['share_of_loss'], 0)}" for row in parts[:PEOPLE]]
        said.append(f"Largest shares of the fall: {listed(told)}.")
    return said


def _chance(data: Mapping[str, Any]) -> list[str]:
    from netmodel.explain.figures import change, many

    tests = {row["null"]: row for row in data["chance"]}
    if not tests:
        return []
    first, other = tests["kind"], tests["any"]
    low, high = (f"{100 * first[name] + 0.0:.2f}" for name in ("low", "high"))
    took = change("reach", first["fall"], sign=False)
    return [
        f"By chance? These losses together took {took}; as many ties of each kind, drawn at random from those of "
        f"either picture, take {low} to {high} (95 % of {many(first['draws'], 'draw')}, seed {data['seed']}), at "
        f"least as much with p = {first['p']:.3g}; as many of any kind, with p = {other['p']:.3g}."
    ]


def _rest(found: Comparison, data: Mapping[str, Any]) -> list[str]:
    """What changed beside ties that carry."""
    from netmodel.explain.figures import many

    closed, opened = (len(data["channels"][name]) for name in ("closed", "opened"))
    said = [f"Channels: {closed} closed, {opened} opened."] if closed or opened else []
    other = {what: ids for what, ids in found.also_changed().items() if ids}
    told = [many(len(ids), what.removesuffix("s")) for what, ids in other.items()]
    here, there = set(found.before.stakeholder), set(found.after.stakeholder)
    if here != there:
        told.append(f"{many(len(here - there), 'stakeholder')} gone, {len(there - here)} new")
    return [*said, *([f"Also different in the two: {'; '.join(told)}."] if told else [])]


# ---- tables -----------------------------------------------------------------------------------------------------


def _losses(data: Mapping[str, Any]) -> Table:
    return list(COLUMNS), [[row[name] for name in COLUMNS] for row in data["loss_by_tie"]]


def _text(data: Mapping[str, Any]) -> str:
    from netmodel.report.terminal import table_text, wrapped

    rows, (width, colour) = data["loss_by_tie"], shared.screen()
    text = shared.told(data["sentences"], None)
    if not rows:
        return text
    more = f"and {len(rows) - TIES} more (--format csv, json or md); " if len(rows) > TIES else ""
    table = table_text(_shown(rows), width=width, colour=colour, one_line=True).strip("\n")
    rest = f"{more}loss: what the earlier reach would lose without the tie alone; back: what the later one would gain"
    return "\n".join([text, table, wrapped(f"{rest} with it alone; both in points.", width, "  ", "  "), ""])


def _shown(rows: Sequence[Mapping[str, Any]]) -> Table:
    header = ["tie lost", "loss", "back", "row", "sure", "evidence"]
    return header, [
        [
            f"{row['source']} – {row['target']}",
            _points(row["loss"]),
            _points(row["restoration_gain"]),
            f"{row['file']}:{row['line']}" if row["line"] else row["file"],
            row["confidence"] or "–",
            (row["citation"] or row["evidence"] or "–").partition(" <")[0],
        ]
        for row in rows[:TIES]
    ]


def _points(value: float | None) -> str:
    return "–" if value is None else f"{100 * value + 0.0:.2f}"


def _markdown(found: Comparison, data: Mapping[str, Any], markdown: Any) -> str:
    """Sentences and tables, as a paper takes them."""
    from netmodel.report.tables import inert

    figures = [
        [name.replace("_", " "), *(data[name][when] for when in ("before", "after")), data["restored"][name]]
        for name in ("reach", "connectedness", "efficiency", "pairs_joined")
    ]
    measured = [
        [name.replace("_", " "), *(row[key] for key in ("before", "after", "change"))]
        for name, row in data["measures"].items()
        if not isinstance(row["change"], Mapping)
    ]
    parts = [
        "".join(f"- {inert(sentence)}\n" for sentence in data["sentences"]),
        markdown((["figure", "before", "after", "with all that was lost back"], figures)),
        markdown((["measure", "before", "after", "change"], measured)),
        markdown(_losses(data)),
    ]
    return "\n".join(parts)
