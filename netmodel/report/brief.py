"""A brief as Markdown or as a section of HTML; every text in it is shown as typed and never obeyed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markupsafe import escape

from netmodel.errors import printable
from netmodel.explain.brief import Brief
from netmodel.explain.brief_rows import Cited, Footnote, Part
from netmodel.report.tables import inert

LONGEST = 2000
"""Characters of a text that are shown."""

LEGEND = (
    "Notes: lines of the study's tables, keys of its netmodel.toml, and commands that print the figures, where STUDY "
    "is its folder."
)
"""What stands before the notes."""

ROWS = "Rows of the notes, in full"
"""The heading of what follows on request."""

BEGINS = re.compile(r"^(?:[-+](?=\s|$)|[-=]{2}|\d+[.)](?=\s|$))")
"""What would make a line an item, or a rule, at its beginning."""


def to_markdown(brief: Brief, *, rows: bool = False) -> str:
    """Write a brief as Markdown with footnotes (as GitHub, Pandoc and most editors take them).

    Parameters
    ----------
    brief : Brief
    rows : bool
        Whether the rows of each note follow in full, with their evidence and sources.

    Examples
    --------
    >>> from netmodel.explain.brief_rows import Section, Part, Sentence
    >>> said = Part("text", (Sentence("Two * two."),))
    >>> print(to_markdown(Brief("Who [talks]", (Section("Situation", (said,)),), ())))
    # Who \\[talks\\]
    <BLANKLINE>
    ## Situation
    <BLANKLINE>
    Two \\* two.
    <BLANKLINE>
    *netmodel ranks reach, not wisdom: it says what a channel would carry, not whether contact is desirable.*
    <BLANKLINE>
    """
    blocks = [f"# {inert(brief.title)}"]
    for section in brief.sections:
        blocks.append(f"## {inert(section.title)}")
        blocks += [_markdown_part(brief, part) for part in section.parts]
    blocks.append(f"*{inert(brief.neutrality)}*")
    if brief.footnotes:
        blocks.append(inert(LEGEND))
        blocks.append("\n".join(f"[^{note.number}]: {_places(note, _code)}" for note in brief.footnotes))
    if rows and brief.footnotes:
        blocks.append(f"## {ROWS}")
        full = (f"**Note {note.number}**\n\n" + _bullets(note) for note in brief.footnotes)
        blocks += list(full)
    return "\n\n".join(blocks) + "\n"


def _bullets(note: Footnote) -> str:
    return "\n".join(f"- {_markdown_row(row)}" for row in note.cited)


def _places(note: Footnote, shown: Callable[[str], str]) -> str:
    return "; ".join(map(shown, note.brief))


def _markdown_part(brief: Brief, part: Part) -> str:
    mark = _mark(brief, part)
    if part.form == "table":
        rows = [list(map(inert, (row.text, *row.cells))) for row in part.sentences]
        head = [inert(name) for name in part.header]
        lines = [[f"{head[0]}{mark}", *head[1:]], ["---"] * len(head), *rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    told = [line(one.text) for one in part.sentences]
    told[-1] += mark
    return "\n".join(f"- {text}" for text in told) if part.form == "list" else " ".join(told)


def _mark(brief: Brief, part: Part) -> str:
    number = brief.note(part)
    return f"[^{number}]" if number else ""


def line(text: str) -> str:
    r"""The same where it may stand at the beginning of a line.

    >>> print(line("- a"), line("1. b"), line("0.1 c"))
    \- a 1\. b 0.1 c
    """
    shown = inert(text.strip())
    return BEGINS.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", shown)


def _markdown_row(row: Cited) -> str:
    title = inert(row.source)
    if row.address:
        title = f"[{title}](<{_address(row.address)}>)"
    return _with_source(_code(row.row), inert(row.says), title, row.more)


def _with_source(place: str, says: str, title: str, more: int) -> str:
    further = f", and {more} more" if more else ""
    quoted = f": “{says}”" if says else ""
    return f"{place}{quoted}{f' ({title}{further})' if title else ''}"


def _address(text: str) -> str:
    """An address without anything that could end it."""
    return re.sub(r"[\s<>\\]", "", printable(text, LONGEST))


def _code(text: str) -> str:
    """A text as code, within more backticks than it holds in a row."""
    shown = printable(text, LONGEST).replace("|", "¦")
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence, space = "`" * (longest + 1), " " if "`" in shown else ""
    return f"{fence}{space}{shown}{space}{fence}"


# ---- HTML ---------------------------------------------------------------------------------------------------------

STYLE = """\
@page { size: A4; margin: 2cm }
.brief { max-width: 44em; margin: 0 auto; font: 10pt/1.2 Calibri, "Liberation Sans", Arial, sans-serif }
.brief h1 { font-size: 14pt; margin: 0 0 3pt }
.brief h2 { font-size: 11pt; margin: 5pt 0 1pt; break-after: avoid }
.brief p, .brief ul, .brief table { margin: 0 0 2pt }
.brief ul { padding-left: 1.4em }
.brief table { border-collapse: collapse; width: 100%; font-size: 9pt; line-height: 1.15 }
.brief th, .brief td { border-bottom: 0.5pt solid #999; padding: 0.5pt 2pt; text-align: left; vertical-align: top }
.brief th:nth-child(1) { width: 26% }
.brief th:nth-child(2) { width: 31% }
.brief tr, .brief li { break-inside: avoid }
.brief sup { font-size: 7pt; line-height: 0 }
.brief a { color: inherit }
.brief .notes { font-size: 8pt; line-height: 1.2; overflow-wrap: anywhere }
.brief ol { margin: 0; padding-left: 2em }
.brief .notes ol { columns: 2 }
.brief code { font: inherit }
@media print { .brief { max-width: none } }
"""
"""How a brief that is a page of its own looks, on a screen and on A4 paper."""


def to_html(brief: Brief, *, rows: bool = False) -> str:
    """Write a brief as a page of its own, two sides of A4 for a study of ordinary size; it loads nothing.

    Examples
    --------
    >>> to_html(Brief("Who talks", (), ())).splitlines()[3]
    '<title>Who talks</title>'
    """
    head = ["<!DOCTYPE html>", '<html lang="en">', '<meta charset="utf-8">', f"<title>{_safe(brief.title)}</title>"]
    return "\n".join([*head, f"<style>\n{STYLE}</style>", to_section(brief, rows=rows)]) + "</html>\n"


def to_section(brief: Brief, *, rows: bool = False) -> str:
    """Write a brief as a section of HTML, without styles and scripts, for a page or a message.

    Parameters
    ----------
    brief : Brief
    rows : bool
        Whether the rows of each note follow in full, with their evidence and sources.

    Examples
    --------
    >>> to_section(Brief("<b>", (), ())).splitlines()[:2]
    ['<section class="brief" lang="en">', '<h1>&lt;b&gt;</h1>']
    """
    lines = ['<section class="brief" lang="en">', f"<h1>{_safe(brief.title)}</h1>"]
    for section in brief.sections:
        lines.append(f"<h2>{_safe(section.title)}</h2>")
        lines += [_html_part(brief, part) for part in section.parts]
    lines.append(f"<p><em>{_safe(brief.neutrality)}</em></p>")
    if brief.footnotes:
        notes = [f'<li id="brief-{n.number}">{_places(n, _html_code)}</li>' for n in brief.footnotes]
        lines += ['<div class="notes">', f"<p>{_safe(LEGEND)}</p>", "<ol>", *notes, "</ol>", "</div>"]
    if rows and brief.footnotes:
        full = [f"<li>{'; '.join(map(_html_cited, note.cited))}</li>" for note in brief.footnotes]
        lines += [f"<h2>{_safe(ROWS)}</h2>", '<ol class="notes">', *full, "</ol>"]
    return "\n".join([*lines, "</section>"]) + "\n"


def _html_part(brief: Brief, part: Part) -> str:
    number = brief.note(part)
    mark = f'<sup><a href="#brief-{number}">{number}</a></sup>' if number else ""
    if part.form == "table":
        head = _html_row("th", [f"{_safe(name)}{mark if at == 0 else ''}" for at, name in enumerate(part.header)])
        rows = [_html_row("td", list(map(_safe, (one.text, *one.cells)))) for one in part.sentences]
        return "\n".join(["<table>", head, *rows, "</table>"])
    told = [_safe(one.text) for one in part.sentences]
    told[-1] += mark
    if part.form == "list":
        return "\n".join(["<ul>", *(f"<li>{text}</li>" for text in told), "</ul>"])
    return f"<p>{' '.join(told)}</p>"


def _html_row(tag: str, cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _html_cited(row: Cited) -> str:
    title = _safe(row.source)
    if row.address:
        title = f'<a href="{_safe(_address(row.address))}" rel="noopener noreferrer">{title}</a>'
    return _with_source(_html_code(row.row), _safe(row.says), title, row.more)


def _html_code(text: str) -> str:
    return f"<code>{_safe(text)}</code>"


def _safe(text: str) -> str:
    return str(escape(printable(text, LONGEST)))
