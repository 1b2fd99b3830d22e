"""Where everything stands in the picture: sides as bands, seniority as rows, channels as hubs between them.

No physics and no chance: the same lists give the same picture. From left to right stand the first side, half
of the third parties, the channels, the other half, the second side; further sides stand outside these.
From top to bottom stand the ranks, 1 (most senior) to 5, then 0 (no official level), at the same height on
all sides. The channels of the recommended set stand one above the other, each near the height of those whom it
would join; what they require stands beside them, and all other channels in close lines beneath. The units are
those of the drawing and have no meaning of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeGuard

RANKS = (1, 2, 3, 4, 5, 0)
LEADING = 3
ASPECT = 1.9
ROOMY, DENSE, ROOMY_UP_TO = (150.0, 76.0), (66.0, 54.0), 80
MARGIN, ROW_GAP, HUB_STEP = 0.6, 1.0, 0.6
HUB_SHARE, HUB_LINES = 0.78, 9

GAPS = {"side": 1.0, "third": 0.4, "hubs": 0.7}

Point = tuple[float, float]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Band:
    """The ground on which one side stands: its name, its number among the sides, and its edges."""

    side: str
    index: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """Every position of the picture, the bands, and the lines above which no one of a rank stands."""

    stakeholders: Mapping[str, Point]
    channels: Mapping[str, Point]
    bands: tuple[Band, ...]
    ranks: tuple[tuple[int, float], ...]


@dataclass
class _Lane:
    """A block of the picture from top to bottom, and how many stand side by side in it."""

    role: Literal["side", "third", "hubs"]
    side: str = ""
    rows: dict[int, list[str]] = field(default_factory=dict)
    columns: int = 0
    left: float = 0.0

    def lines(self, rank: int) -> int:
        return math.ceil(len(self.rows.get(rank, ())) / max(self.columns, 1))


def positions(data: Mapping[str, Any]) -> dict[str, Point]:
    """Position of each stakeholder and of each channel, by id.

    A channel that bears the id of a stakeholder is left out here; `arrange` keeps the two apart.

    Examples
    --------
    >>> who = [{"id": "gac", "side": "CA", "rank": 1}, {"id": "mid", "side": "RU", "rank": 1}]
    >>> study = {"sides": ["CA", "RU"]}
    >>> where = positions({"study": study, "stakeholders": who, "channels": [{"id": "talks"}]})
    >>> where["gac"][0] < where["talks"][0] < where["mid"][0], where["gac"][1] == where["mid"][1]
    (True, True)
    """
    found = arrange(data)
    return {**found.channels, **found.stakeholders}


def arrange(data: Mapping[str, Any]) -> Layout:
    """Place stakeholders, channels and bands.

    Parameters
    ----------
    data : mapping
        An analysis as `Analysis.to_json()` gives it, of which ``study``, ``stakeholders`` and ``channels``
        are read. A stakeholder with both ``x`` and ``y`` stands where they say.

    Returns
    -------
    Layout
        Positions by id, bands in the order in which they stand, and the height of each rank.

    Notes
    -----
    O(n log n) for sorting within rows, and O(columns * blocks) for choosing the widths.
    """
    stakeholders: Sequence[Row] = data["stakeholders"]
    channels: Sequence[Row] = data["channels"]
    dx, dy = ROOMY if len(stakeholders) + len(channels) <= ROOMY_UP_TO else DENSE
    order = side_order(data)
    lanes = _lanes(stakeholders, order)
    hubs = _Hubs.of(data)
    _widen(lanes, hubs, dx, dy)
    heights, bottom = _row_heights(lanes, dy)
    _set_side_by_side(lanes, dx, least=ASPECT * bottom)
    placed = {key: point for lane in lanes for key, point in _place_rows(lane, heights, dx, dy).items()}
    placed.update(own_positions(stakeholders))
    lane = next(lane for lane in lanes if lane.role == "hubs")
    edge = (-2.0 * dy, bottom - ROW_GAP / 2 * dy)
    bands = tuple(_band(lane, order.index(lane.side), dx, edge) for lane in lanes if lane.role == "side")
    ranks = tuple((rank, y - (0.5 + ROW_GAP / 2) * dy) for rank, y in heights.items())
    return Layout(placed, _place_hubs(hubs, lane, placed, (bottom, dx, dy)), bands, ranks)


def side_order(data: Mapping[str, Any]) -> list[str]:
    """Return the sides: first the two that are to be rejoined, then the others as the study names them."""
    study = data["study"]
    present = {row["side"] for row in data["stakeholders"] if row["side"]}
    named = [*(study.get("between") or ()), *(study.get("sides") or ()), *sorted(present)]
    return [side for side in dict.fromkeys(named) if side in present]


def importance(row: Row) -> Point:
    """Return influence and number of ties: they decide who comes first in a row and whose name is shown."""
    measures = row.get("measures") or {}
    return _number(row.get("influence")), _number(measures.get("degree"))


def leading_channels(data: Mapping[str, Any]) -> list[Row]:
    """Return the channels that the picture shows from the start: those of the recommended set that carry messages.

    Where nothing is recommended, the few informal channels that rank first; in the order of the list.

    Examples
    --------
    >>> talks, seminar = {"id": "talks", "group": "informal"}, {"id": "seminar", "group": "informal"}
    >>> study = {"channels": [talks, seminar], "recommendation": {"portfolio": {"channels": ["seminar"]}}}
    >>> [row["id"] for row in leading_channels(study)]
    ['seminar']
    """
    channels: Sequence[Row] = data["channels"]
    chosen = _chosen(data)
    carrying = [row for row in channels if row["id"] in chosen and row.get("group") != "enabling"]
    return carrying or [row for row in channels if row.get("group", "informal") == "informal"][:LEADING]


def step_channels(data: Mapping[str, Any]) -> list[Row]:
    """Return the enabling steps of the recommended set, which unlock other channels rather than carry messages."""
    chosen = _chosen(data)
    return [row for row in data["channels"] if row["id"] in chosen and row.get("group") == "enabling"]


def _chosen(data: Mapping[str, Any]) -> set[str]:
    advice = data.get("recommendation") or {}
    return set((advice.get("portfolio") or {}).get("channels") or ())


@dataclass(frozen=True)
class _Hubs:
    """Channels by the part they play in the picture."""

    leading: Sequence[Row]
    steps: Sequence[Row]
    others: Sequence[Row]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> _Hubs:
        leading, steps = leading_channels(data), step_channels(data)
        first = {row["id"] for row in (*leading, *steps)}
        return cls(leading, steps, [row for row in data["channels"] if row["id"] not in first])


def _lanes(stakeholders: Sequence[Row], order: Sequence[str]) -> list[_Lane]:
    """Return the blocks from left to right: channels in the middle, third parties on both hands of them."""
    sides = [_Lane("side", side, _by_rank(r for r in stakeholders if r["side"] == side), 1) for side in order]
    third = _by_rank(row for row in stakeholders if not row["side"])
    one = {rank: ids[0::2] for rank, ids in third.items()}
    other = {rank: ids[1::2] for rank, ids in third.items() if ids[1::2]}
    return [
        *sides[0::2][::-1],
        _Lane("third", rows=one, columns=min(len(one), 1)),
        _Lane("hubs"),
        _Lane("third", rows=other, columns=min(len(other), 1)),
        *sides[1::2],
    ]


def _by_rank(rows: Iterable[Row]) -> dict[int, list[str]]:
    """Ids by rank, sorted by kind, then importance, then id."""
    found: dict[int, list[str]] = {}
    for row in sorted(rows, key=lambda r: (r.get("kind") or "", *(-part for part in importance(r)), r["id"])):
        rank = row.get("rank")
        found.setdefault(rank if rank in RANKS else 0, []).append(row["id"])
    return found


def _widen(lanes: Sequence[_Lane], hubs: _Hubs, dx: float, dy: float) -> None:
    """Give the blocks with the deepest row one more column until the picture is as wide as it should be."""
    block = next(lane for lane in lanes if lane.role == "hubs")
    while True:
        heights, bottom = _row_heights(lanes, dy)
        block.columns = _hub_columns(hubs, bottom, dy)
        depth, rank = max(((lane.lines(rank), rank) for lane in lanes for rank in heights), default=(0, 0))
        if depth <= 1 or _set_side_by_side(lanes, dx) >= ASPECT * bottom:
            return
        for lane in lanes:
            lane.columns += lane.lines(rank) == depth


def _hub_columns(hubs: _Hubs, bottom: float, dy: float) -> int:
    """Columns of small channels that the block of the channels is wide: those beneath the first ones set it."""
    lines = max(1, int((1 - HUB_SHARE) * bottom / dy))
    wide = 3 if hubs.others else 1
    first = len(hubs.leading) + len(hubs.steps)
    beneath = math.ceil(len(hubs.others) / lines)
    return max(min(first, 1) * wide * math.ceil(first / HUB_LINES), beneath)


def _row_heights(lanes: Sequence[_Lane], dy: float) -> tuple[dict[int, float], float]:
    """Height of the first line of each rank that somebody holds, and where the last row ends."""
    heights: dict[int, float] = {}
    y = 0.0
    for rank in RANKS:
        lines = max((lane.lines(rank) for lane in lanes), default=0)
        if lines:
            heights[rank] = y
            y += (lines + ROW_GAP) * dy
    return heights, max(y, 4 * dy)


def _set_side_by_side(lanes: Sequence[_Lane], dx: float, least: float = 0.0) -> float:
    """Set where each block begins, at least so wide together; return the width of them all."""
    x, spread = 0.0, 0.0
    if least:
        held = sum(lane.columns > 0 for lane in lanes)
        spread = max(0.0, least - _set_side_by_side(lanes, dx)) / max(held - 1, 1)
    for lane in lanes:
        lane.left = x
        if lane.columns:
            step = HUB_STEP if lane.role == "hubs" else 1.0
            x += (lane.columns * step + GAPS[lane.role]) * dx + spread
    return x


def _place_rows(lane: _Lane, heights: Mapping[int, float], dx: float, dy: float) -> dict[str, Point]:
    """Lay out the lines of each rank, centred; in wide blocks every other line stands half a step aside."""
    placed: dict[str, Point] = {}
    for rank, ids in lane.rows.items():
        for line in range(lane.lines(rank)):
            standing = ids[line * lane.columns : (line + 1) * lane.columns]
            inset = (lane.columns - len(standing)) / 2
            aside = 0.25 * (-1) ** line if len(standing) == lane.columns > 1 else 0.0
            for column, key in enumerate(standing):
                placed[key] = (lane.left + (column + inset + aside) * dx, heights[rank] + line * dy)
    return placed


def _place_hubs(
    hubs: _Hubs, lane: _Lane, placed: Mapping[str, Point], size: tuple[float, float, float]
) -> dict[str, Point]:
    """Spread the first channels over the height, each near those it joins; the others in close lines beneath."""
    bottom, dx, dy = size[0], HUB_STEP * size[1], size[2]
    middle, half = lane.left + (lane.columns - 1) * dx / 2, (lane.columns - 1) * dx / 2
    others, first = hubs.others, len(hubs.leading) + len(hubs.steps)
    share = HUB_SHARE * bottom if others else bottom - dy
    where: dict[str, Point] = {}
    for part, aside in ((hubs.leading, 0.0), (hubs.steps, 0.5 * half)):
        ordered = sorted(part, key=lambda row: (_height(row, placed), row["id"]))
        for i, row in enumerate(ordered):
            lean = (_hand(row, middle, placed) or (-1) ** i) * aside
            where[row["id"]] = (middle + lean, (i + 0.5) * share / len(part))
    top = share + 0.6 * dy if first else 0.0
    lines = math.ceil(len(others) / max(lane.columns, 1))
    step = min(dy, (bottom - 0.5 * dy - top) / max(lines, 1))
    for i, row in enumerate(others):
        line, column = divmod(i, lane.columns)
        inset = (lane.columns - min(lane.columns, len(others) - line * lane.columns)) / 2
        where[row["id"]] = (lane.left + (column + inset) * dx, top + line * step)
    return where


def _members(row: Row, placed: Mapping[str, Point]) -> list[Point]:
    return [placed[member["id"]] for member in row.get("participants", ()) if member["id"] in placed]


def _height(row: Row, placed: Mapping[str, Point]) -> float:
    heights = [y for _, y in _members(row, placed)]
    return sum(heights) / len(heights) if heights else 0.0


def _hand(row: Row, middle: float, placed: Mapping[str, Point]) -> float:
    """Which way a step leans: -1 to the left, where most of its participants stand, 1 to the right, 0 to neither."""
    left = sum(x < middle for x, _ in _members(row, placed))
    right = sum(x > middle for x, _ in _members(row, placed))
    return float((right > left) - (right < left))


def own_positions(stakeholders: Sequence[Row]) -> dict[str, Point]:
    """Return the positions that the list itself gives."""
    own = ((row["id"], row.get("x"), row.get("y")) for row in stakeholders)
    return {key: (float(x), float(y)) for key, x, y in own if _is_number(x) and _is_number(y)}


def _band(lane: _Lane, index: int, dx: float, edge: Point) -> Band:
    right = lane.left + (lane.columns - 1) * dx
    return Band(lane.side, index, lane.left - MARGIN * dx, edge[0], right + MARGIN * dx, edge[1])


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and math.isfinite(value)


def _number(value: Any) -> float:
    return float(value) if _is_number(value) else 0.0
