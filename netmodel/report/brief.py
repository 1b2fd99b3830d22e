"""A brief as Markdown or as a section of HTML; every text in it is shown as typed and never obeyed."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import escape

from netmodel.errors import printable
from netmodel.explain.brief import Brief
from netmodel.explain.brief_rows import Cited, Footnote, Part, Sentence
from netmodel.report.tables import inert

LONGEST = 2000
"""Characters of a text that are shown."""

BEGINS = re.compile(r"^(?:[-+](?=\s|$)|[-=]{2}|\d+[.)](?=\s|$))")
"""What would make a line an item, or a rule, at its beginning."""


def to_markdown(brief: Brief) -> str:
    """Write a brief as Markdown with footnotes (as GitHub, Pandoc and most editors take them).

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
    notes = [f"[^{note.number}]: {'; '.join(map(_markdown_row, note.cited))}" for note in brief.footnotes]
    return "\n\n".join([*blocks, *(["\n".join(notes)] if notes else [])]) + "\n"


def _markdown_part(brief: Brief, part: Part) -> str:
    if part.form == "table":
        rows = [[_marked(brief, row, inert), *map(inert, row.cells)] for row in part.sentences]
        lines = [list(map(inert, part.header)), ["---"] * len(part.header), *rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    if part.form == "list":
        return "\n".join(f"- {_marked(brief, one, line)}" for one in part.sentences)
    return " ".join(_marked(brief, one, line) for one in part.sentences)


def _marked(brief: Brief, sentence: Sentence, shown: Callable[[str], str]) -> str:
    """A sentence with the mark of its footnote."""
    number = brief.note(sentence)
    return shown(sentence.text) + (f"[^{number}]" if number else "")


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


def to_section(brief: Brief) -> str:
    """Write a brief as a section of HTML, without styles and scripts, for a page or a message.

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
        lines += ["<ol>", *map(_html_note, brief.footnotes), "</ol>"]
    return "\n".join([*lines, "</section>"]) + "\n"


def _html_part(brief: Brief, part: Part) -> str:
    told = [_html_sentence(brief, one) for one in part.sentences]
    if part.form == "table":
        head = _html_row("th", part.header, _safe)
        rows = [
            _html_row("td", (text, *map(_safe, one.cells)), str)
            for text, one in zip(told, part.sentences, strict=True)
        ]
        return "\n".join(["<table>", head, *rows, "</table>"])
    if part.form == "list":
        return "\n".join(["<ul>", *(f"<li>{text}</li>" for text in told), "</ul>"])
    return f"<p>{' '.join(told)}</p>"


def _html_row(tag: str, cells: tuple[str, ...], shown: Callable[[str], str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{shown(cell)}</{tag}>" for cell in cells) + "</tr>"


def _html_sentence(brief: Brief, sentence: Sentence) -> str:
    number = brief.note(sentence)
    mark = f'<sup><a href="#brief-{number}">{number}</a></sup>' if number else ""
    return f"{_safe(sentence.text)}{mark}"


def _html_note(note: Footnote) -> str:
    return f'<li id="brief-{note.number}">{"; ".join(map(_html_cited, note.cited))}</li>'


def _html_cited(row: Cited) -> str:
    title = _safe(row.source)
    if row.address:
        title = f'<a href="{_safe(_address(row.address))}" rel="noopener noreferrer">{title}</a>'
    return _with_source(f"<code>{_safe(row.row)}</code>", _safe(row.says), title, row.more)


def _safe(text: str) -> str:
    return str(escape(printable(text, LONGEST)))
