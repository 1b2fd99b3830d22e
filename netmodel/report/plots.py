"""Figures for a paper: a scatter of two measures, a slope chart of before and after, a matrix ordered by side.

Each function takes plain values and gives the bytes of a file: PDF, SVG or PNG. It needs the extra ``plot``
(matplotlib). Names are text: nothing in them is set as mathematics, and the same values give the same bytes.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from netmodel.errors import MissingExtra, UsageError, printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("pdf", "svg", "png")

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's colours, told apart by the colour-blind; the last ones serve where there are many groups."""

GREY = "#7F7F7F"
MARKERS = ("o", "^", "s", "D", "v", "P", "X")
NAME = 34
"""Letters of a name that a figure shows."""

SETTINGS = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.parse_math": False,
    "text.usetex": False,
    "svg.hashsalt": "netmodel",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "savefig.dpi": 200,
}
NO_DATES: dict[str, dict[str, str | None]] = {
    "pdf": {"CreationDate": None, "Creator": "netmodel", "Producer": None},
    "svg": {"Date": None, "Creator": "netmodel"},
    "png": {"Software": "netmodel"},
}
"""What is said of a file in it: no clock and no version."""


def scatter(
    points: Sequence[Mapping[str, Any]], *, x: str, y: str, title: str, form: str = "svg", named: int = 12
) -> bytes:
    """A scatter of two measures, a point a stakeholder, colour and marker by group.

    Parameters
    ----------
    points : sequence of mappings
        ``name``, ``group`` (may be blank), ``x`` and ``y``; points without a number are left out.
    x, y, title : str
        What the axes show, with their units, and the heading.
    form : {"pdf", "svg", "png"}
    named : int
        Points that bear their name: those of the largest `y`, then of the largest `x`.

    Returns
    -------
    bytes

    Raises
    ------
    MissingExtra
        Where matplotlib is not installed.

    Examples
    --------
    >>> point = {"name": "Global Affairs", "group": "Canada", "x": 3, "y": 0.5}
    >>> drawn = scatter([point], x="Degree (ties)", y="Betweenness (0..1)", title="Brokers")
    >>> b"Global Affairs" in drawn
    True
    """
    kept = [point for point in points if point["x"] is not None and point["y"] is not None]

    def draw(axes: Axes) -> None:
        for group, (colour, marker) in _styles(kept).items():
            own = [point for point in kept if point["group"] == group]
            places = [point["x"] for point in own], [point["y"] for point in own]
            label = shown(group) or "third party"
            axes.scatter(*places, s=26, c=colour, marker=marker, label=label, linewidths=0.4, edgecolors="white")
        axes.set(xlabel=x, ylabel=y)
        axes.set_title(shown(title, 90), loc="left")
        axes.margins(0.06)
        if len({point["group"] for point in kept}) > 1:
            axes.legend(frameon=False, loc="best")
        best = sorted(kept, key=lambda point: (-point["y"], -point["x"], point["name"]))[:named]
        _name_points(axes, best)

    return _drawn(draw, form, (7.0, 5.0))


def slope(
    rows: Sequence[Mapping[str, Any]], *, dates: tuple[str, str], unit: str, title: str, form: str = "svg"
) -> bytes:
    """A slope chart: a line a row from its earlier to its later value; fallen, risen and unchanged differ in style.

    Parameters
    ----------
    rows : sequence of mappings
        ``name``, ``before`` and ``after``; rows without one of the two numbers are left out.
    dates : (str, str)
        What stands under the two ends.
    unit, title : str
        What the values are, with their unit, and the heading.
    form : {"pdf", "svg", "png"}

    Examples
    --------
    >>> rows = [{"name": "trade", "before": 15.5, "after": 7.8}]
    >>> slope(rows, dates=("2013", "2021"), unit="Reach (%)", title="By issue")[:5]
    b'<?xml'
    """
    kept = [row for row in rows if row["before"] is not None and row["after"] is not None]

    height = max(4.0, 1.6 + 0.24 * len(kept))
    values = [row[key] for row in kept for key in ("before", "after")]
    line = 0.17 / (height - 1.3) * (max(values, default=1) - min(values, default=0) or 1)

    def draw(axes: Axes) -> None:
        for row in kept:
            colour, style = _trend(row["before"], row["after"])
            axes.plot((0, 1), (row["before"], row["after"]), color=colour, linestyle=style, marker="o", ms=4, lw=1.4)
        for at, key, way in ((0, "before", -1), (1, "after", 1)):
            for row, place in zip(kept, _spread([row[key] for row in kept], line), strict=True):
                axes.plot((at + 0.02 * way, at + 0.08 * way), (row[key], place), color=GREY, lw=0.5)
                align = "right" if way < 0 else "left"
                for far, text in ((0.1, f"{row[key]:.1f}"), (0.3, shown(row["name"]))):  # apart: it may run leftwards
                    axes.text(at + far * way, place, text, ha=align, va="center", size=8)
        axes.set(xlim=(-1.5, 2.5), ylabel=unit, xticks=(0, 1), yticks=(), xticklabels=[shown(date) for date in dates])
        axes.spines["left"].set_visible(False)
        axes.set_title(shown(title, 90), loc="left")
        axes.margins(y=0.05)
        for name, (colour, style) in {"fell": _trend(1, 0), "rose": _trend(0, 1), "as before": _trend(0, 0)}.items():
            axes.plot([], [], color=colour, linestyle=style, label=name)
        axes.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=3)

    return _drawn(draw, form, (7.5, height))


def adjacency(
    names: Sequence[Mapping[str, Any]], values: Sequence[Sequence[float]], *, title: str, form: str = "svg"
) -> bytes:
    """A matrix of ties: row and column a stakeholder, in the order given, darker where the tie is stronger.

    Parameters
    ----------
    names : sequence of mappings
        ``name`` and ``group``; members of a group stand together, a line parts the groups.
    values : n x n numbers
        Strength from row to column, in [0, 1]; 0 for no tie.
    title : str
    form : {"pdf", "svg", "png"}

    Examples
    --------
    >>> names = [{"name": "gac", "group": "ca"}, {"name": "mid", "group": "ru"}]
    >>> adjacency(names, [[0, 0.4], [0.4, 0]], title="Ties", form="png")[1:4]
    b'PNG'
    """
    import_matplotlib()
    import numpy as np

    matrix = np.array(values, dtype=float).reshape(len(names), len(names))

    def draw(axes: Axes) -> None:
        axes.set_title(shown(title, 90), loc="left")
        if not len(names):
            return
        image = axes.imshow(np.ma.masked_equal(matrix, 0), cmap="cividis_r", vmin=0, vmax=1, interpolation="none")
        axes.figure.colorbar(image, ax=axes, label="Strength of the tie (0..1)", shrink=0.7)
        ends = [place for place in range(1, len(names)) if names[place]["group"] != names[place - 1]["group"]]
        for end in ends:
            axes.axhline(end - 0.5, color="black", lw=0.8)
            axes.axvline(end - 0.5, color="black", lw=0.8)
        axes.spines[["top", "right"]].set_visible(True)
        axes.tick_params(length=0, labelsize=7 if len(names) <= 60 else 9)
        places, labels = _axis_of(names, ends)
        axes.set_xticks(places, labels, rotation=90 if len(names) <= 60 else 0)
        axes.set_yticks(places, labels)
        axes.set(xlabel="Stakeholder (to)", ylabel="Stakeholder (from)")

    side = 7.0 if len(names) > 60 else min(10.0, 4.0 + 0.1 * len(names))
    return _drawn(draw, form, (side + 1, side))


# ---- drawing ----------------------------------------------------------------------------------------------------


def shown(text: str, limit: int = NAME) -> str:
    """Text from a file as a figure shows it: on one line, without control characters, cut."""
    return printable(text, limit)


def import_matplotlib() -> Any:
    """Matplotlib, or the word that it is not installed."""
    try:
        import matplotlib
    except ImportError:
        raise MissingExtra("plots need the extra plot: pip install 'netmodel[plot]'") from None
    return matplotlib


@contextmanager
def _settings() -> Iterator[None]:
    """Matplotlib as it comes, with our settings, whatever the user's own are; letters no font has are passed over."""
    matplotlib = import_matplotlib()
    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from", category=UserWarning)
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        yield


def _drawn(draw: Callable[[Axes], None], form: str, size: tuple[float, float]) -> bytes:
    if form not in FORMATS:
        raise UsageError(f"{form!r} is no form of a figure: choose one of {', '.join(FORMATS)}")
    with _settings():
        from matplotlib.figure import Figure

        figure: Figure = Figure(figsize=size, layout="constrained")
        draw(figure.subplots())
        stream = io.BytesIO()
        figure.savefig(stream, format=form, metadata=NO_DATES[form])
    return stream.getvalue()


def _styles(points: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    """Colour and marker of each group, in order of first appearance; grey for those without one."""
    groups = dict.fromkeys(point["group"] for point in points)
    named = [group for group in groups if group]
    styles = {group: (PALETTE[n % len(PALETTE)], MARKERS[n % len(MARKERS)]) for n, group in enumerate(named)}
    return {group: styles.get(group, (GREY, ".")) for group in groups}


def _trend(before: float, after: float) -> tuple[str, str]:
    """Colour and line of a change."""
    if after < before:
        return PALETTE[1], "-"
    return (PALETTE[0], "--") if after > before else (GREY, ":")


def _spread(values: Sequence[float], step: float) -> list[float]:
    """Places for labels beside these values, at least a step apart and as near to them as that allows.

    Labels that would meet stand in a block whose middle is the middle of their values.
    """
    ordered = sorted(range(len(values)), key=lambda n: (values[n], n))
    blocks: list[list[float]] = []  # where the first label of a block would stand, and how many there are
    for rank, n in enumerate(ordered):
        blocks.append([values[n] - rank * step, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (place, count), (above, more) = blocks[-2], blocks.pop()
            blocks[-1] = [(place * count + above * more) / (count + more), count + more]
    starts = [place for place, count in blocks for _ in range(int(count))]
    places = {n: start + rank * step for rank, (n, start) in enumerate(zip(ordered, starts, strict=True))}
    return [places[n] for n in range(len(values))]


def _name_points(axes: Axes, points: Sequence[Mapping[str, Any]]) -> None:
    """Names beside points, a little lower where they would meet; those for which there is no room are left out."""
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    taken: list[tuple[float, float]] = []
    for point in points:
        across, up = (point["x"] - left) / (right - left), (point["y"] - low) / (high - low)
        places = (up - drop for drop in (0.0, 0.03, -0.03))
        place = next((p for p in places if all(abs(across - x) > 0.35 or abs(p - y) > 0.029 for x, y in taken)), None)
        if place is None:
            continue
        taken.append((across, place))
        way = -1 if across > 0.6 else 1
        align = "right" if way < 0 else "left"
        end = across + 0.015 * way
        axes.plot((across, end), (up, place), transform=axes.transAxes, color=GREY, lw=0.4, zorder=0)
        axes.text(end, place, shown(point["name"]), transform=axes.transAxes, ha=align, va="center", size=7)


def _axis_of(names: Sequence[Mapping[str, Any]], ends: Sequence[int]) -> tuple[list[float], list[str]]:
    """Where labels stand and what they say: every name where there is room, else the groups."""
    if len(names) <= 60:
        return [float(n) for n in range(len(names))], [shown(row["name"]) for row in names]
    starts = [0, *ends]
    middles = [(start + end - 1) / 2 for start, end in zip(starts, [*ends, len(names)], strict=True)]
    return middles, [shown(names[start]["group"]) or "third parties" for start in starts]
