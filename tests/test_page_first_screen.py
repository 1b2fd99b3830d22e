"""The first screen: the number, the chart, what to open, the ranking and the picture; on a laptop and on a phone."""

from __future__ import annotations

import pytest
from data.page_sample import Json, advised, empty, generated, mini_rupture, recommended, without
from pages import INK, LAPTOP, PHONE, SMALL_PHONE, Opener, browser, fits_across, open_page, selected, spaced, top_of

from netmodel.report.html import LARGEST_PICTURE

__all__ = ["browser", "open_page"]


@pytest.mark.browser
@pytest.mark.parametrize("data", [mini_rupture(), generated(60), generated(184, 47)], ids=["7", "60", "184"])
def test_the_picture_is_drawn_where_one_can_see_it(open_page: Opener, data: Json):
    ink = open_page(data).evaluate(INK)
    assert ink["inked"] > 0.01 * ink["all"] > 100
    assert ink["colours"] > 20


@pytest.mark.browser
def test_the_first_laptop_screen_holds_the_answer_the_ranking_and_the_picture(open_page: Opener):
    page = open_page(advised())
    parts = (".big", "#chart .bar-row:last-child", ".advised tfoot", "#neutrality", "#frame canvas", ".legend")
    for selector in (*parts, ".ranking tbody tr:nth-child(7)"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= LAPTOP["height"], selector
    assert page.locator(".first").evaluate("(part) => part.getBoundingClientRect().height") == LAPTOP["height"]
    assert fits_across(page)


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [PHONE, SMALL_PHONE], ids=["390", "320"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_phone_gets_the_same_in_one_column(open_page: Opener, viewport: dict[str, int], language: str):
    page = open_page(advised(), viewport=viewport, language=language)
    parts = ("#sentence", "#chart", "#advice", "#ranking", "#picture-pane")
    tops = [page.locator(part).first.bounding_box() for part in parts]
    assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
    assert all(box is not None and box["x"] + box["width"] <= viewport["width"] for box in tops)
    row = page.locator(".ranking tbody tr").nth(1)
    for figure in ("gain", "recovery", "cost", "risk", "robust"):
        box = row.locator(f".{figure}").first.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= viewport["width"], figure
    assert fits_across(page)


@pytest.mark.browser
def test_on_a_phone_the_answer_has_its_full_height_and_ordinary_words_stay_whole(open_page: Opener):
    data = mini_rupture()
    data["answer"]["headline"] = "Reach between the two sides fell. " * 12
    data["answer"]["sentences"] = ["Most of what was lost was on trade and agriculture."] * 15
    issues = ("agriculture", "counter-terrorism", "cybersecurity", "environment")
    data["reach"]["by_issue"] = {name: {"now": 0.1, "before": 0.2, "weight": 0.25} for name in issues}
    data["warnings"] = [{**data["warnings"][0], "remedy": "add an issue to the stakeholder or the channel"}]
    page = open_page(data, viewport=PHONE)
    page.locator("#background > summary").click()
    page.get_by_role("tab", name="Data and assumptions").click()
    inner = "[...document.querySelectorAll('#answer p')].filter((p) => p.scrollHeight > p.clientHeight + 1).length"
    assert page.evaluate(inner) == 0
    broken = page.evaluate(
        """() => [...document.querySelectorAll("#more td bdi:not(.long)")].flatMap((bdi) => {
          const node = bdi.firstChild;
          return [...(node?.data ?? "").matchAll(/[^\\s-]+/g)].filter((word) => {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
          }).map(([word]) => word);
        })"""
    )
    assert broken == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_the_chart_shows_reach_before_now_and_what_the_best_channel_adds(open_page: Opener):
    rows = open_page(mini_rupture()).locator(".bar-row").all_inner_texts()
    assert [" ".join(row.split()) for row in rows] == [
        "Before, 2013 63.7 %",
        "Now, 2014 16.3 %",
        "With the best channel +45.07 points",
    ]


@pytest.mark.browser
def test_the_answer_is_a_number_with_what_it_was_and_could_be(open_page: Opener):
    page = open_page(recommended())
    assert spaced(page.locator("#sentence").inner_text()) == (
        "Reach between CA and RU, 2014 16.3 % of the strength of direct, trusted contact gets through. "
        "It was 63.7 % in 2013. The recommended set brings it to 51.2 %: 74 % of what was lost."
    )
    alone = open_page(mini_rupture())
    assert "The informal channel that adds most is Expert talks on trade, +45.07 points." in spaced(
        alone.locator("#sentence").inner_text()
    )
    bare = open_page(without(mini_rupture(), channels=False, before=False))
    assert spaced(bare.locator("#sentence").inner_text()).endswith("direct, trusted contact gets through.")
    lost = open_page(without(mini_rupture(), reach=False))
    assert lost.locator("#sentence").inner_text() == mini_rupture()["answer"]["headline"]


@pytest.mark.browser
def test_the_answer_says_what_to_open_and_the_chart_shows_reach_with_it(open_page: Opener):
    data = recommended()
    page = open_page(data)
    assert [spaced(row) for row in page.locator(".advised tr").all_inner_texts()] == [
        "What to open together Cost, CAD Risk",
        "Expert talks on trade 40,000 0.20",
        "Deputy ministers' dialogue 40,000 0.20",
        "with 1 enabling step, proven best. See the set 120,000 ≤ 0.20",
    ]
    page.locator("#background > summary").click()
    assert page.locator("#headline").inner_text() == data["answer"]["headline"]
    assert page.locator("#recommended bdi").inner_text() == data["answer"]["recommendation"][0]
    assert [spaced(row) for row in page.locator(".bar-row").all_inner_texts()] == [
        "Before, 2013 63.7 %",
        "Now, 2014 16.3 %",
        "With the recommended set 51.2 %",
    ]
    page.locator(".advised").get_by_role("button", name="Expert talks on trade").click()
    assert selected(page) == "c0"
    assert page.locator(".advised [aria-pressed=true]").inner_text() == "Expert talks on trade"
    page.get_by_role("link", name="See the set").click()
    page.wait_for_timeout(100)
    assert -1 <= top_of(page, "#tab-together") <= LAPTOP["height"] / 2
    assert page.evaluate("document.activeElement.id") == "panel-together"


@pytest.mark.browser
def test_a_set_of_nothing_and_a_set_that_is_not_proven_are_said_so(open_page: Opener):
    data = recommended()
    data["recommendation"]["portfolio"]["optimal"] = False
    assert "not proven best" in open_page(data).locator(".advised tfoot").inner_text()
    data["recommendation"]["portfolio"].update(channels=[], contributions=[])
    page = open_page(data)
    assert page.locator("#advice").inner_text().startswith("What to open together")
    assert "nothing that could be opened adds to reach" in page.locator("#advice").inner_text()


@pytest.mark.browser
def test_a_channel_of_the_set_is_marked_in_the_ranking(open_page: Opener):
    page = open_page(recommended())
    marked = page.locator("#ranking").get_by_role("row").filter(has=page.get_by_text("in the set", exact=True))
    assert marked.locator("th button").all_inner_texts() == ["Expert talks on trade"]
    assert "✓ in the recommended set" in page.locator("#ranking").inner_text()
    page.get_by_role("tab", name="Channels", exact=True).click()
    panel = page.locator("#panel-channels").get_by_role("row")
    marked = panel.filter(has=page.get_by_text("in the set", exact=True))
    assert sorted(marked.locator("th button").all_inner_texts()) == [
        "Deputy ministers' dialogue",
        "Expert talks on trade",
        "Senior signal",
    ]


@pytest.mark.browser
def test_without_a_recommendation_nothing_speaks_of_one(open_page: Opener):
    page = open_page(mini_rupture())
    assert page.locator("#panel-together, .tag, .set-mark, #recommended, .advised").count() == 0
    assert page.locator("#advice").is_hidden()
    page.locator("#background > summary").click()
    assert page.locator("#sentences").is_visible()
    page.evaluate("netmodelPage.select('c0')")
    assert "recommended" not in page.locator("body").inner_text().lower()


@pytest.mark.browser
def test_robustness_is_a_bar_that_sorts_and_is_left_out_where_no_versions_were_drawn(open_page: Opener):
    page = open_page(recommended())
    cells = page.locator("#ranking td.robust")
    assert [spaced(text) for text in cells.all_inner_texts()] == ["72 %", "42 %", "70 %"]
    widths = cells.locator("rect").evaluate_all("(bars) => bars.map((bar) => bar.getAttribute('width'))")
    assert widths == ["72.5%", "42.5%", "70%"]
    page.locator("#ranking").get_by_role("button", name="Robust").click()
    assert [spaced(text) for text in cells.all_inner_texts()] == ["72 %", "70 %", "42 %"]
    assert open_page(mini_rupture()).locator(".robust").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_long_recommendation_leaves_the_first_screen_its_ranking_and_its_picture(
    open_page: Opener, viewport: dict[str, int]
):
    data = advised()
    data["answer"]["headline"] = "Reach between the two sides fell from 63.7 % to 16.3 % of direct contact. " * 3
    data["answer"]["sentences"] = ["Most of what was lost was on trade and agriculture."] * 15
    page = open_page(data, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if viewport is LAPTOP:
        for selector in (
            ".advised tfoot",
            "#chart .bar",
            "#neutrality",
            ".ranking tbody tr",
            "#frame canvas",
            ".legend",
        ):
            box = page.locator(selector).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= LAPTOP["height"], selector
        assert page.locator("#frame").evaluate("(frame) => frame.clientHeight") >= 180
        page.locator("#background > summary").click()
        assert page.locator("#sentences").is_visible()
        assert page.locator("#frame").evaluate("(frame) => frame.clientHeight") >= 180


@pytest.mark.browser
def test_the_ranking_shows_the_datas_numbers_and_sorts_both_ways(open_page: Opener):
    page = open_page(mini_rupture(), viewport={"width": 1600, "height": 900})
    names = page.locator(".ranking tbody th button bdi")
    assert names.all_inner_texts() == ["Expert talks on trade", "Round table of companies", "Domestic seminar"]
    row = page.locator(".ranking tbody tr").nth(1).inner_text()
    for shown in ("+39.69", "84 %", "90,000*", "0.10", "4 mo", "Trade Commissioner Service 75 %"):
        assert shown in row.replace("\u00a0", " ")
    cost = page.locator("#ranking").get_by_role("button", name="Cost, CAD")
    cost.click()
    assert names.first.inner_text() == "Domestic seminar"
    assert page.locator(".ranking th[aria-sort=ascending]").inner_text() == "Cost, CAD"
    cost.click()
    assert names.first.inner_text() == "Round table of companies"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (without(mini_rupture(), channels=False), "No channels are listed"),
        (without(mini_rupture(), reach=False), "No conversation across sides"),
        (without(mini_rupture(), sides=False, reach=False), "Only one side is listed"),
        (empty(), "No stakeholder is listed"),
    ],
    ids=["no channels", "no reach", "one side", "empty"],
)
def test_what_is_missing_is_said_in_words(open_page: Opener, data: Json, words: str):
    page = open_page(data)
    assert words in page.locator("body").inner_text()
    assert page.evaluate(
        "[...document.querySelectorAll('.pane:not([hidden])')].every((pane) => pane.children.length > 1)"
    )


@pytest.mark.browser
def test_without_informal_channels_the_formal_ones_are_pointed_to(open_page: Opener):
    data = mini_rupture()
    data["channels"] = [row for row in data["channels"] if row["group"] != "informal"]
    assert "No informal channel" in open_page(data).locator("#ranking").inner_text()


@pytest.mark.browser
def test_without_an_earlier_state_recovery_is_a_dash_and_no_column_of_before_is_left(open_page: Opener):
    page = open_page(without(mini_rupture(), before=False))
    assert page.locator(".ranking tbody tr").first.locator("td.recovery").inner_text() == "–"
    assert page.locator("#more th", has_text="Before").count() == 0
    assert page.locator(".bar-row").count() == 2


@pytest.mark.browser
def test_no_figure_claims_more_decimals_than_it_has_and_every_star_is_explained(open_page: Opener):
    data = mini_rupture()
    data["channels"][0].update(gain=0.00003, recovery=0.0002, risk=0.3)
    data["channels"][1].update(gain=0.00006, recovery=0.0008)
    page = open_page(data, viewport={"width": 1600, "height": 900})
    first, second = (page.locator(".ranking tbody tr").nth(i).inner_text().replace("\u00a0", " ") for i in (0, 1))
    assert "<0.01" in first
    assert "<0.1 %" in first
    assert "+0.01" in second
    assert "0.1 %" in second
    page.evaluate("netmodelPage.select('c0')")
    shown = " ".join(page.locator("#evidence").inner_text().replace("\u00a0", " ").split())
    assert "Gain alone <0.01 points Recovery <0.1 %" in shown
    assert "Risk 0.30" in shown
    for key in ("c0", "s0"):
        page.evaluate("(key) => netmodelPage.select(key)", key)
        assert page.locator("#evidence .assumed").count() > 0
        assert page.locator("#evidence .facts-list + .footnote", has_text="* assumed").first.is_visible()
    page.get_by_role("tab", name="Everybody").click()
    assert page.locator("#panel-everybody .footnote", has_text="* assumed").first.is_visible()


@pytest.mark.browser
def test_a_very_large_study_has_tables_and_its_picture_shows_groups(open_page: Opener):
    data = generated(LARGEST_PICTURE + 1)
    page = open_page(data)
    assert "are too many to draw one by one" in page.locator("#picture-pane").inner_text()
    page.locator(".ranking tbody tr").first.click()
    assert page.locator("#evidence").is_visible()
