"""The ladder of confidence in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from netmodel.decide.states import share
from netmodel.policy.gates import LATER, NOW, OFF, UNSTATED
from netmodel.policy.modality import REMOTE
from netmodel.policy.words import called, listed, many, some

if TYPE_CHECKING:
    from netmodel.policy.ladder import Approach, Ladder, Rung

LADDERS = 4
"""Ladders that are told of each pair of sides; the table has them all."""

ISSUES = 6
"""Issues that a sentence names of many."""


def sentences(found: Ladder) -> Iterator[str]:
    """The answer, the most important first; nothing that the study does not support."""
    for approach in found.approaches:
        yield _approach(found, approach)
    for us, them in found.pairs:
        rows = [row for row in found.rungs if (row.us, row.them) == (us, them)]
        if any(row.state != UNSTATED for row in rows):
            yield _standing(found, rows, us, them)
            yield from _ladders(found, rows)
            yield from _meetings(found, rows)
            yield from _carried(rows)
    if any(row.steps for row in found.rungs) or any(row.steps for row in found.approaches):
        yield _basis(found)


def _standing(found: Ladder, rows: Sequence[Rung], us: str, them: str) -> str:
    groups = {state: [row.issue for row in rows if row.state == state] for state in (NOW, LATER, OFF, UNSTATED)}
    said = [
        f"{_count(groups[NOW])} open now{_named(groups[NOW])}",
        f"{_count(groups[LATER])} for later" if groups[LATER] else "",
        f"off the agenda, on a red line: {listed(groups[OFF])}" if groups[OFF] else "",
        f"of {len(groups[UNSTATED])} the sensitivity is not stated" if groups[UNSTATED] else "",
    ]
    head = f"At trust {share(found.trust)} between {us} and {them}, of {many(len(rows), 'issue')}"
    return f"{head}, {'; '.join(part for part in said if part)}."


def _count(names: Sequence[str]) -> str:
    return f"{len(names) or 'none'} {'is' if len(names) < 2 else 'are'}"


def _named(names: Sequence[str]) -> str:
    return f" ({some(names, ISSUES)})" if names else ""


def _ladders(found: Ladder, rows: Iterable[Rung]) -> Iterator[str]:
    """One sentence for each ladder, that to the least amount of trust that is missing first."""
    groups: dict[tuple[float, tuple[str, ...], str], list[Rung]] = {}
    for row in rows:
        if row.state == LATER and row.missing is not None:
            groups.setdefault((row.missing, row.steps, row.reason), []).append(row)
    told = sorted(groups, key=lambda key: key[0])
    shown = told if len(told) <= LADDERS else [*told[: LADDERS - 1], told[-1]]
    for key in shown:
        yield _later(found, key[0], groups[key])
    if len(told) > len(shown):
        others = [row.issue for key in told if key not in shown for row in groups[key]]
        verb = "lies" if len(others) == 1 else "lie"
        yield f"Between these {verb} {some(others, ISSUES)}: their ladders stand in the table."


def _later(found: Ladder, missing: float, rows: Sequence[Rung]) -> str:
    first = rows[0]
    head = f"For {some([row.issue for row in rows], ISSUES)} {share(missing)} of trust is missing"
    if not first.steps:
        return f"{head}, and no ladder leads there: {first.reason}."
    names = [called(found.net, name) for name in first.steps]
    fewest = "" if first.proven else " (fewer may do)"
    months = f", {_months(first.months)} of work" if first.months else ""
    return f"{head}: {_in_order(names)} would bring it to {share(first.trust_after[-1])}{months}{fewest}."


def _in_order(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", then ".join(names)


def _months(months: float) -> str:
    return f"{months:.9g} month{'' if months == 1 else 's'}"


def _meetings(found: Ladder, rows: Sequence[Rung]) -> Iterator[str]:
    """Virtual now, in person before what."""
    later = [row for row in rows if row.state == LATER and row.ways]
    screen = [row.issue for row in later if set(row.enough) & set(REMOTE)]
    rest = [row for row in later if row.enough and row.issue not in screen]
    room = [row.issue for row in rest if (row.sensitivity or 0.0) > found.caps["virtual"]]
    only = [row.issue for row in rest if row.issue not in room]
    never = [row.issue for row in later if not row.enough]
    none = [row.issue for row in rows if row.state == LATER and not row.ways]
    if screen:
        yield f"A year of virtual or written meetings could build the trust for {some(screen, ISSUES)}."
    if room:
        yield f"People have to meet in person, wholly or in part, before {some(room, ISSUES)}."
    if only:
        yield f"Virtual meetings might do for {some(only, ISSUES)}, but no such channel that would is on offer."
    if never:
        yield f"A year of any one channel on offer does not build the trust for {some(never, ISSUES)}."
    if none:
        yield f"No channel on offer brings together those on both sides who deal with {some(none, ISSUES)}."


def _carried(rows: Iterable[Rung]) -> Iterator[str]:
    """Say where contact runs ahead of what trust and sensitivity would allow."""
    found = [f"{row.issue} ({row.ties})" for row in rows if row.state == LATER and row.ties]
    if found:
        head = "For later, though active ties join people of both sides who deal with it (how many, in brackets)"
        yield f"{head}: {some(found, ISSUES)}."


def _approach(found: Ladder, row: Approach) -> str:
    between = f" between {row.us} and {row.them}" if len(found.pairs) > 1 else ""
    target = called(found.net, row.target)
    if not row.steps:
        bar = called(found.net, row.channel)
        return f"There is no way to {target}{between}: {bar} {_barred(found, row)}."
    if len(row.steps) == 1:
        return f"Nothing has to come before {target}{between}: it can start at once."
    names = [called(found.net, name) for name in row.steps]
    fewest = "The shortest way" if row.proven else "A way"
    on = f" on {row.issue}" if row.issue and found.spill_over < 1 else ""
    levels = f"trust{on} rises from {share(row.trust_before[0])} to {share(row.trust_before[-1])} before it"
    return f"{fewest} to {target}{between}: {_in_order(names)}; {levels}."


def _barred(found: Ladder, row: Approach) -> str:
    """The reason, with the names of channels in place of their ids."""
    words = [word.removesuffix(",") for word in row.reason.split(" ")]
    marks = [word[len(bare) :] for word, bare in zip(row.reason.split(" "), words, strict=True)]
    known = found.net.channel
    said = [called(found.net, word) if word in known else word for word in words]
    return " ".join(word + mark for word, mark in zip(said, marks, strict=True))


def _basis(found: Ladder) -> str:
    adds = {
        "opening": "its builds_trust once it opens",
        "year": "a year of its meetings (frequency x depth)",
    }[found.by]
    caps = listed([f"{name} {share(cap)}" for name, cap in sorted(found.caps.items(), key=lambda item: item[1])])
    head = f"Trust is counted for each two sides and each issue. A channel in which they meet adds {adds}"
    where = (
        f"on the issues that it names, on all if it names none, and {share(found.spill_over)} of that on every other"
    )
    return f"{head}, {where}, up to a cap. Caps and that share are judgements: {caps}."
