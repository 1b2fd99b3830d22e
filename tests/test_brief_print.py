"""The brief of the study on paper: two sides of A4, notes included, as a page of HTML and as plain Markdown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from markdown_it import MarkdownIt

import netmodel
from netmodel.explain.brief import Brief, brief
from netmodel.report.brief import to_html, to_markdown

pytestmark = pytest.mark.browser

MARGINS = dict.fromkeys(("top", "right", "bottom", "left"), "2cm")
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")

PLAIN = """<style>
body { font: 10pt serif } h1 { font-size: 14pt } h2 { font-size: 11pt } h1, h2, p, ul { margin: 3pt 0 }
td, th { text-align: left; vertical-align: top; font-size: 9pt } .notes { font-size: 8pt } .notes p { margin: 0 }
</style>"""


@pytest.fixture(scope="module")
def found() -> Brief:
    """The brief as the command writes it."""
    return brief(netmodel.analyse(netmodel.read(Path(__file__).parent.parent / "data"), draws=50))


@pytest.fixture(scope="module")
def tab() -> Any:
    with chromium() as browser:
        yield browser.new_page()


def pages(tab: Any, text: str) -> int:
    tab.set_content(text)
    return len(PAGE.findall(tab.pdf(format="A4", margin=MARGINS)))


def plain(text: str) -> str:
    """Markdown as a plain viewer shows it, with the notes at the end."""
    body, mark, notes = text.partition("\n\n[^1]: ")
    parser = MarkdownIt("commonmark").enable("table")
    told = "".join(f"<p>{parser.renderInline(line)}</p>" for line in f"{mark}{notes}".strip().splitlines())
    return f"{PLAIN}{parser.render(body)}<div class='notes'>{told}</div>"


def test_the_brief_of_the_study_prints_on_two_pages(found, tab):
    assert pages(tab, to_html(found)) == 2
    assert pages(tab, to_html(found, rows=True)) > 2


def test_its_markdown_prints_on_two_pages_in_a_plain_viewer(found, tab):
    assert pages(tab, plain(to_markdown(found))) == 2


def test_its_letters_can_be_read(found, tab):
    """In points, of which a pixel of CSS is three quarters."""
    tab.set_content(to_html(found))
    sizes = {
        name: 0.75 * float(tab.evaluate(f"parseFloat(getComputedStyle(document.querySelector('{name}')).fontSize)"))
        for name in (".brief p", ".brief li", ".brief td", ".notes li")
    }
    assert round(min(sizes[".brief p"], sizes[".brief li"]), 3) >= 10
    assert round(sizes[".brief td"], 3) >= 9 and round(sizes[".notes li"], 3) >= 8


def test_no_word_and_no_column_is_cut_off(found, tab):
    tab.set_viewport_size({"width": 642, "height": 971})
    tab.emulate_media(media="print")
    tab.set_content(to_html(found))
    assert tab.evaluate("document.documentElement.scrollWidth") <= 642
    tab.emulate_media(media="screen")


def test_it_has_about_a_thousand_words_and_a_table_of_the_steps(found):
    steps = [
        one for part in found.sections for piece in part.parts if piece.form == "table" for one in piece.sentences
    ]
    assert len(steps) == len(found.sections[2].parts[1].sentences) > 1
    assert 850 <= found.words - sum(one.words for one in steps) <= 1075 and found.words <= 1300


def test_every_paragraph_with_a_number_has_a_note(found):
    parts = [piece for part in found.sections for piece in part.parts]
    bare = [one.text for piece in parts if found.note(piece) is None for one in piece.sentences]
    assert not any(re.search(r"\d", text) for text in bare) and len(found.footnotes) <= len(parts)
