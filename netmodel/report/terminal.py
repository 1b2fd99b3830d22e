"""An Analysis as a screen of text: the answer in words, then the table."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from netmodel.errors import printable
from netmodel.explain import percent, points
from netmodel.report.tables import Table

WIDTH = 100
LEAST = 10
"""Columns that text is given where a table is too wide for the screen."""

SHOWN = {"informal": 8, "formal": 3, "enabling": 3}
"""Channels of a group that the one screen of `analyse` shows; channels.csv has them all."""

BEARING = {"vetoes": "who may object", "cascade": "whom a signal clears"}
"""Policy systems that bear on the decision itself, with what they say of it."""

MOST_LINES = 3
"""Lines that the first sentences of these may take; the page has the rest."""


def to_text(data: Mapping[str, Any], *, width: int = WIDTH, colour: bool = False) -> str:
    """One screen: reach now and before, the best informal channels and why, what is uncertain, then the table.

    Parameters
    ----------
    data : mapping
        `Analysis.to_json()`.
    width : int
        Columns of the screen.
    colour : bool
        Use colours.
    """
    answer = data["answer"]
    parts: list[str] = [wrapped(answer["headline"], width), ""]
    parts += [bullet(sentence, width) for sentence in answer["sentences"]]
    best = [row for row in data["channels"] if row["group"] == "informal" and row["gain"] > 0][:3]
    if best:
        parts += ["", "The informal channels that add most:"]
        parts += [bullet(f"{row['name']}. {row['why']}", width, f"{row['rank']}. ") for row in best]
    if data["recommendation"]:
        parts += ["", "What to open together:"]
        parts += [bullet(sentence, width) for sentence in _together(data["recommendation"]["words"])]
    parts += systems_text(data.get("systems", {}), width)
    if answer["uncertainty"]:
        parts += ["", "What is uncertain:"]
        parts += [bullet(sentence, width) for sentence in answer["uncertainty"]]
    parts += ["", ranking_text(data["channels"], data["study"]["currency"], width=width, colour=colour, shown=SHOWN)]
    parts.append(wrapped(answer["neutrality"], width))
    return "\n".join(parts) + "\n"


def _together(words: Mapping[str, Sequence[str]]) -> list[str]:
    """The lines of a recommendation that fit on one screen: what, in which order, how surely."""
    return [*words["limits"], *words["portfolio"][:1], *words["sequence"][:2], *words["robustness"][:3]]


def systems_text(systems: Mapping[str, Mapping[str, Any]], width: int) -> list[str]:
    """What bears on the decision, as far as it fits in few lines, and how many policy questions the page answers.

    Examples
    --------
    >>> found = {"sentences": ["Nobody objects."], "table": {"header": ["id"], "rows": [["talks"]]}}
    >>> systems_text({"vetoes": found}, 100)  # doctest: +NORMALIZE_WHITESPACE
    ['', 'Who may object (1 policy question is answered in the tabs of report.html):',
    '  - Nobody objects.']
    """
    answers = sum(bool(row["sentences"]) for row in systems.values())
    if not answers:
        return []
    shown: dict[str, list[str]] = {}
    for name in BEARING:
        row = systems.get(name, {"sentences": []})
        if row["sentences"] and row["table"]["rows"]:
            lines = bullet(row["sentences"][0], width).splitlines()
            shown |= {name: lines} if sum(map(len, shown.values())) + len(lines) <= MOST_LINES else {}
    count = "1 policy question is" if answers == 1 else f"{answers} policy questions are"
    where = f"{count} answered in the tabs of report.html"
    about = ", ".join(BEARING[name] for name in shown).capitalize()
    title = wrapped(f"{about} ({where}):" if shown else f"{where}.", width)
    return ["", title, *(line for lines in shown.values() for line in lines)]


def ranking_text(
    channels: Sequence[Mapping[str, Any]],
    currency: str,
    *,
    width: int,
    colour: bool,
    shown: Mapping[str, int] | None = None,
) -> str:
    """The ranking as tables, one for each group of channels; all rows, or so many of each group."""
    titles = {
        "informal": "Informal and low-key channels",
        "formal": "Formal channels",
        "enabling": "Enabling steps (they unlock rather than carry)",
    }
    if not channels:
        return "No candidate channel.\n"
    texts = []
    for group, title in titles.items():
        rows = [row for row in channels if row["group"] == group]
        if rows:
            enabling = group == "enabling"
            header = ["#", "channel", "gain", "recovery", f"cost {currency}".strip(), "risk", "months"]
            header.append("unlocks" if enabling else "needs first")
            most = shown[group] if shown else len(rows)
            cells = [_ranking_row(row, enabling, bool(shown)) for row in rows[:most]]
            rest = f"\n  and {len(rows) - most} more (channels.csv)" if len(rows) > most else ""
            table = table_text((header, cells), title=title, width=width, colour=colour, one_line=bool(shown))
            texts.append(table.rstrip() + rest + "\n")
    return "\n".join(texts)


def _ranking_row(row: Mapping[str, Any], enabling: bool, short: bool) -> list[Any]:
    recovery = "–" if row["recovery"] is None else percent(row["recovery"], 0)
    needed = row["requirements"]
    related = "; ".join(needed) or "–"
    if short and len(needed) > 1:
        related = f"{len(needed)} steps"
    if enabling:
        related = f"{len(row['unlocks'])}"
    elif row["only_together_with"]:
        related = f"only with {row['only_together_with'][0]}"
    money = f"{row['cost']:,.0f}" if row["cost"] >= 10 else f"{row['cost']:g}"
    gain = points(row["gain"]).removesuffix(" points")
    return [
        row["rank"],
        row["name"],
        gain,
        recovery,
        money,
        f"{row['risk']:.2f}",
        f"{row['lead_time_months']:g}",
        related,
    ]


def table_text(
    table: Table, *, title: str = "", width: int = WIDTH, colour: bool = False, one_line: bool = False
) -> str:
    """A table for the terminal; numbers to the right, text from files shown and not obeyed.

    With `one_line` a row takes one line, and what does not fit ends in an ellipsis.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    header, rows = table
    grid = Grid(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, title_style="bold")
    texts = [[_shown(value) for value in row] for row in rows]
    if one_line:
        _shorten(header, texts, width)
    for position, name in enumerate(header):
        numeric = bool(rows) and all(_is_figure(row[position]) for row in rows)
        longest = max((len(cells[position]) for cells in texts), default=0)
        grid.add_column(
            Text(printable(name.replace("_", " "))),
            justify="right" if numeric else "left",
            overflow="fold",
            min_width=longest if numeric or one_line or not _wraps(texts, position) else min(longest, LEAST),
        )
    for cells in texts:
        grid.add_row(*(Text(cell) for cell in cells))
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=colour, no_color=not colour, legacy_windows=False)
    console.print(grid)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _wraps(texts: list[list[str]], position: int) -> bool:
    """Whether the cells of a column may be broken: text may, names of one word may not."""
    return any(" " in cells[position] or len(cells[position]) > 3 * LEAST for cells in texts)


def _shorten(header: Sequence[str], texts: list[list[str]], width: int) -> None:
    """Cut the cells of the widest column so that a row takes one line."""
    needs = [max(len(name), *(len(cells[n]) for cells in texts), 0) for n, name in enumerate(header)]
    widest = needs.index(max(needs))
    room = max(LEAST, width - (sum(needs) - needs[widest]) - 3 * len(header))
    for cells in texts:
        if len(cells[widest]) > room:
            cells[widest] = cells[widest][: room - 1] + "…"


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".") if value == 0 or abs(value) >= 1e-4 else f"{value:.2g}"
    return printable(str(value), 200)


def _is_figure(value: Any) -> bool:
    if isinstance(value, int | float) or value is None:
        return True
    return value == "–" or str(value).lstrip("+-−").replace("\xa0%", "").replace(",", "").replace(".", "").isdigit()


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> str:
    """Text broken into lines, safe on a terminal; no-break spaces hold."""
    shown = printable(text.replace("\xa0", "\x00"), 2000).replace("\\x00", "\xa0")
    return textwrap.fill(shown, width, initial_indent=first, subsequent_indent=rest, break_long_words=False)


def bullet(text: str, width: int, mark: str = "- ") -> str:
    """A sentence of a list, broken into lines under its mark."""
    return wrapped(text, width, f"  {mark}", "  " + " " * len(mark))
