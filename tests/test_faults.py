"""What is wrong with a watched study stands at the head of the last page: as typed, inert, and nothing of it lost."""

from __future__ import annotations

import re

import pytest
from browser import chromium
from data.page_sample import HOSTILE, mini_rupture, recommended

from netmodel.errors import InputError, LimitError, Problem
from netmodel.report.faults import with_faults
from netmodel.report.html import to_html

FAULTS = [
    Problem(
        "T004", "study/ties.csv", 4, "target", "gac-ru", "is not an id in stakeholders.csv", "did you mean 'gac'?"
    ),
    Problem(
        "T009", "study/ties.csv", 9, "strength", "1.4", "is outside 0..1", "strength is a share: write 0.7, not 70"
    ),
    Problem("D004", "study/channels.csv", None, "", "", "is empty"),
]


@pytest.fixture(scope="module")
def page() -> str:
    return to_html(recommended())


def test_every_fault_is_listed_with_file_line_column_value_and_remedy(page: str) -> None:
    found = with_faults(page, InputError(FAULTS))
    listed = found[found.index('<section class="faults"') : found.index("</section>")]
    assert "<bdi>study/ties.csv</bdi>: 2 problems" in listed and "<bdi>study/channels.csv</bdi>: 1 problem<" in listed
    assert "<bdi>line 4, target: &#39;gac-ru&#39; is not an id in stakeholders.csv [T004]</bdi>" in listed
    assert "<br><bdi>strength is a share: write 0.7, not 70</bdi>" in listed
    assert "<li><bdi>is empty [D004]</bdi></li>" in listed


def test_nothing_of_the_page_is_lost(page: str) -> None:
    found = with_faults(page, InputError(FAULTS))
    without = re.sub(r'<section class="faults".*?</section>\n\n?', "", found, count=1, flags=re.S)
    without = re.sub(r"<style>/\* What is wrong.*?</style>\n", "", without, count=1, flags=re.S)
    without = re.sub(r"style-src &#39;sha256-[^;]{44}&#39; ", "style-src ", without, count=1)
    assert without == page


def test_many_faults_are_cut_and_counted(page: str) -> None:
    many = [Problem("T009", "ties.csv", i, "strength", "7", "is outside 0..1", "") for i in range(2, 52)]
    found = with_faults(page, InputError(many))
    assert "50 problems" in found and found.count("is outside 0..1") == 20 and "and 30 more" in found


def test_another_error_is_shown_as_its_message(page: str) -> None:
    found = with_faults(page, LimitError("the file is <too> large"))
    assert (
        "<p><bdi>the file is &lt;too&gt; large</bdi></p>" in found
        and "<li><bdi>" not in found[: found.index("</section>")]
    )


def test_only_a_page_of_to_html_is_taken() -> None:
    for other in ("", "<body>\n</head>\nstyle-src ", "<html></html>"):
        with pytest.raises(ValueError, match="no page of to_html"):
            with_faults(other, LimitError("x"))


def test_a_surrogate_in_a_cell_does_not_stop_the_page_from_being_written(page: str) -> None:
    with_faults(
        page, InputError([Problem("D000", "a\udcff", 1, "b\udcff", "c\udcff", "d\udcff", "e\udcff")])
    ).encode()


@pytest.mark.browser
def test_hostile_faults_run_nothing_and_the_page_below_works() -> None:
    hostile = [Problem("T001", text, 3, text, text[:80], text, text) for text in HOSTILE]
    text = with_faults(to_html(mini_rupture()), InputError(hostile))
    odd: list[str] = []
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.on("console", lambda message: odd.append(message.text))
        page.on("pageerror", lambda error: odd.append(str(error)))
        page.on("dialog", lambda dialog: odd.append(dialog.message))
        page.route("**/*", lambda route: odd.append(route.request.url))
        page.set_content(text)
        assert page.evaluate("globalThis.__x") is None
        section = page.locator("section.faults")
        assert section.bounding_box()["y"] == 0  # type: ignore[index]
        assert section.locator("li").count() == len(HOSTILE)
        assert section.locator("*").evaluate_all("all => [...new Set(all.map((one) => one.localName))].sort()") == [
            "bdi",
            "br",
            "li",
            "p",
            "ul",
        ]
        assert section.evaluate("one => getComputedStyle(one).borderLeftStyle") == "solid"
        page.locator("#ranking tbody th button").first.click()
        page.locator("#evidence").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert odd == []
