"""What a benchmark against allies says in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from netmodel.network import Network
from netmodel.policy.words import called, listed, percent, some

if TYPE_CHECKING:
    from netmodel.policy.benchmark import Benchmark, CellRow

SHOWN = 5
"""Groups of cells that a sentence gives of many."""


def lacking(found: Benchmark, named: Sequence[str]) -> str:
    """What the study would have to say, in one line."""
    if not (found.us and found.them):
        return "stakeholders.csv, column side: two sides"
    missing = [name for name in named if name not in found.allies]
    if not named:
        return "netmodel.toml, key allies: the parties that serve as a yardstick"
    if missing:
        return f"stakeholders.csv, column party: a stakeholder of {some(missing)}"
    return ""


def told(net: Network, found: Benchmark) -> Iterator[str]:
    """Score, gaps, what would close them, what fewer allies keep, and who cut what."""
    if not found.allies:
        return
    if found.score is None:
        yield f"No open contact of {_allies(found.allies)} with {found.them} is listed: there is no yardstick."
        return
    yield (
        f"Of what {_allies(found.allies)} {_have(found.allies)} open with {found.them}, by level, issue and kind of "
        f"contact, {found.us} has {percent(found.score)} open too{_against(found)}."
    )
    yield from _gaps(net, found)
    yield from _fewer(found)
    yield from _history(found)
    yield (
        "An ally has the direct contacts that the study lists: that none is listed does not say that there is none, "
        "and membership in the same body does not count."
    )


def _allies(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"the {len(names)} allies"


def _have(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _against(found: Benchmark) -> str:
    """The same for each ally, where they differ."""
    shares = {name: share for name, share in found.by_ally.items() if share is not None}
    if len(set(shares.values())) < 2:
        return ""
    order = sorted(shares, key=lambda name: (-shares[name], name))
    ends = (order[0], order[-1])
    return f" ({' to '.join(f'{percent(shares[name])} of {name}' for name in ends)})"


def _grouped(rows: Iterable[CellRow], *, whom: bool) -> list[str]:
    """Cells of one level, kind and set of allies in a few words, with their issues."""
    groups: dict[tuple[int, str, tuple[str, ...]], list[str]] = {}
    for row in rows:
        groups.setdefault((row.cell.level, row.cell.kind, row.allies), []).append(row.cell.issue or "no common issue")
    said = []
    for (level, kind, allies), issues in groups.items():
        rank = f"rank {level}" if level else "no official level"
        said.append(f"{kind} on {some(sorted(issues), 4)} at {rank}{f' ({listed(allies)})' if whom else ''}")
    return said


def _gaps(net: Network, found: Benchmark) -> Iterator[str]:
    gaps = found.gaps
    one = len(found.allies) == 1
    who = found.allies[0] if one else f"at least {found.at_least} of {len(found.allies)} allies"
    if not gaps:
        yield f"Nothing that {who} {'keeps' if one else 'keep'} open is closed for {found.us}."
        return
    yield f"Open for {who} and not for {found.us}: {some(_grouped(gaps, whom=not one), SHOWN)}."
    ties = sorted({name for row in gaps for name in row.ties})
    if ties:
        ends = [f"{called(net, net.tie[name].source)} with {called(net, net.tie[name].target)}" for name in ties]
        yield f"Renewing a silent tie would close {_part(gaps, 'ties')} of {len(gaps)}: {some(sorted(set(ends)))}."
    channels = list(dict.fromkeys(name for row in gaps for name in row.channels))
    if channels:
        names = some([called(net, name) for name in channels])
        yield f"Candidate channels serve {_part(gaps, 'channels')} of {len(gaps)} at the same level: {names}."
    rest = [row for row in gaps if not (row.ties or row.channels)]
    if rest:
        yield f"Nothing in the study would close: {some(_grouped(rest, whom=False), SHOWN)}."


def _part(rows: Iterable[CellRow], column: str) -> int:
    return sum(bool(getattr(row, column)) for row in rows)


def _fewer(found: Benchmark) -> Iterator[str]:
    """What some allies keep open and we do not, though too few for a gap."""
    rows = [row for row in found.cells if not (row.ours or row.gap)]
    if rows and len(found.allies) > 1:
        yield f"Open for fewer allies and not for {found.us}: {some(_grouped(rows, whom=True), SHOWN)}."


def _history(found: Benchmark) -> Iterator[str]:
    if found.before is None:
        return
    had = [row for row in found.profiles if row.before]
    said = [f"{row.country} {len(row.cut)} of {len(row.before or ())}" for row in had if row.cut]
    none = [row.country for row in had if not row.cut]
    if said:
        steady = f"; {listed(none)} let nothing go that is listed" if none else ""
        yield f"Of the cells open in {found.before}, no longer open: {listed(said)}{steady}."
    elif none:
        yield f"Nobody compared let go of what was open in {found.before}."
    shared = [row for row in found.cells if set(row.cut_by) - {found.us}]
    if shared:
        names = sorted({name for row in shared for name in row.cut_by if name != found.us})
        kept = _grouped(shared, whom=True)
        yield f"Open for some allies and no longer for {listed(names)}: {some(kept, SHOWN)}."
