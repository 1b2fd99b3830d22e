"""Selection, search and evidence: table, picture and panel stay in step."""

from __future__ import annotations

import pytest
from data.page_sample import generated, mini_rupture
from pages import LAPTOP, PHONE, Opener, browser, click_node, open_page, open_tab, selected, spot_of, top_of

__all__ = ["browser", "open_page"]


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("title", ["Formal channels", "Enabling steps", "All stakeholders"])
def test_a_row_below_the_first_screen_brings_its_evidence_into_view_and_closing_goes_back(
    open_page: Opener, viewport: dict[str, int], title: str
):
    data = generated(60, 12)
    for row, group in zip(data["channels"][6:], ["formal", "enabling"] * 3, strict=True):
        row["group"] = group
    page = open_page(data, viewport=viewport)
    shown = open_tab(page, "Everybody" if title == "All stakeholders" else "Channels")
    panel = shown.locator("section", has=page.get_by_role("heading", name=title))
    row = panel.locator("tbody tr").nth(1)
    row.scroll_into_view_if_needed()
    before = row.evaluate("(line) => line.getBoundingClientRect().top")
    row.click()
    assert -1 <= top_of(page, "#evidence") <= viewport["height"] / 2
    assert page.evaluate("document.activeElement.id") == "evidence"
    page.locator("#evidence .close").click()
    assert abs(row.evaluate("(line) => line.getBoundingClientRect().top") - before) < 2
    assert row.evaluate("(line) => line.contains(document.activeElement)")


@pytest.mark.browser
def test_choosing_in_the_picture_or_the_first_screens_ranking_leaves_the_page_where_it_is(open_page: Opener):
    data = generated(60, 12)
    data["channels"][11]["group"] = "formal"
    page = open_page(data)
    for key in ("c11", "c10", "c0"):
        page.evaluate("(key) => netmodelPage.select(key, null)", key)
        assert page.evaluate("scrollY") == 0


@pytest.mark.browser
def test_a_row_lights_up_its_channel_and_a_hub_marks_its_row(open_page: Opener):
    page = open_page(mini_rupture())
    page.locator(".ranking tbody tr").nth(2).click()
    assert selected(page) == "c2"
    focus = page.evaluate("(({nodes, edges}) => [[...nodes], [...edges]])(netmodelPage.view().focus)")
    lit = {int(key[1:]) for key in focus[0] if key.startswith("s")}
    assert {mini_rupture()["stakeholders"][i]["id"] for i in lit} == {"GAC", "UofT", "MGIMO"}
    assert dict(focus[1]) == {"m2-0": "route", "m2-1": "route", "t7": "route"}
    page.wait_for_timeout(300)
    click_node(page, "c0")
    assert page.locator(".ranking tr.chosen bdi").first.inner_text() == "Expert talks on trade"
    page.keyboard.press("Escape")
    assert selected(page) is None
    assert page.locator("#evidence").is_hidden()
    assert page.locator(".ranking tr.chosen").count() == 0


@pytest.mark.browser
def test_the_whole_picture_stays_in_view_when_the_evidence_takes_its_room(open_page: Opener):
    page = open_page(generated(184, 47))
    wide = page.locator("#frame").bounding_box()
    page.locator(".ranking tbody tr").first.click()
    page.wait_for_timeout(200)
    narrow = page.locator("#frame").bounding_box()
    assert wide is not None
    assert narrow is not None
    assert narrow["width"] < wide["width"]
    outside = page.evaluate(
        """() => {
          const {network, nodes, frame} = netmodelPage.view();
          const spots = nodes.getIds().map((id) => network.canvasToDOM(network.getPosition(id)));
          const inside = ({x, y}) => x > 0 && y > 0 && x < frame.clientWidth && y < frame.clientHeight;
          return spots.filter((spot) => !inside(spot)).length;
        }"""
    )
    assert outside == 0


@pytest.mark.browser
def test_selection_fades_the_rest_of_the_picture(open_page: Opener):
    page = open_page(mini_rupture())
    page.evaluate("netmodelPage.select('c0')")
    opacity = page.evaluate(
        "Object.fromEntries(netmodelPage.view().nodes.get().map((node) => [node.id, node.opacity]))"
    )
    keys = {row["id"]: f"s{i}" for i, row in enumerate(mini_rupture()["stakeholders"])}
    assert opacity[keys["GAC"]] == opacity[keys["MID"]] == opacity["c0"] == 1
    assert max(opacity[keys["TCS"]], opacity[keys["UofT"]], opacity["c1"]) < 0.2


@pytest.mark.browser
def test_the_evidence_of_a_channel_is_what_the_data_says(open_page: Opener):
    page = open_page(mini_rupture())
    page.evaluate("netmodelPage.select('c2')")
    shown = " ".join(page.locator("#evidence").inner_text().replace("\u00a0", " ").split())
    for text in (
        "seminar rejoins pairs that no route joins today.",
        "Gain alone +24.36 points",
        "Recovery 51 %",
        "Cost CAD 15,000",
        "Risk 0.05",
        "Lead time 4 mo",
        "Quality 0.9*",
        "weakest link \u2068Global Affairs Canada\u2069 to \u2068University of Toronto\u2069",
        "via academic",
        "Best partner Expert talks on trade",
        "Citation Programme of seminar <https://example.org/seminar>",
        "Confidence medium",
        "Assumed values quality",
        "Row channels.csv, line 2",
        "host Carleton",
    ):
        assert text in shown
    assert page.locator("#evidence a").count() == 0
    assert "Notes" not in shown
    page.evaluate("netmodelPage.select('c3')")
    assert "Senior signal" in page.locator("#evidence", has_text="Requires").inner_text()


@pytest.mark.browser
def test_gain_by_issue_holds_issues_with_a_gain_by_what_they_count(open_page: Opener):
    data = mini_rupture()
    weights = {"arctic": 0.5, "culture": 0.4996, "trade": 0.0004}
    data["reach"]["by_issue"] = {name: {"now": 0.1, "before": 0.2, "weight": w} for name, w in weights.items()}
    data["channels"][0]["gain_by_issue"] = {"trade": 0.9, "culture": 0.0, "arctic": 0.01}
    page = open_page(data)
    page.evaluate("netmodelPage.select('c0')")
    part = page.locator("#evidence section", has=page.get_by_role("heading", name="Gain by issue"))
    rows = [row.replace("\u00a0", " ").split("\t") for row in part.locator("tbody tr").all_inner_texts()]
    assert rows == [["arctic", "+1.00", "50 %"], ["trade", "+90.00", "<0.1 %"]]
    assert "mean over issues by weight" in part.inner_text()
    panel = open_tab(page, "What was lost").locator("section", has=page.get_by_role("heading", name="Reach by issue"))
    assert panel.locator("tbody th").all_inner_texts() == ["arctic", "culture", "trade"]


@pytest.mark.browser
def test_the_evidence_of_a_stakeholder_is_its_row_ties_measures_and_channels(open_page: Opener):
    page = open_page(mini_rupture())
    click_node(page, "s0")
    shown = " ".join(page.locator("#evidence").inner_text().split())
    for text in ("Global Affairs Canada", "Ministers", "Influence 5*", "Expert talks on trade", "Domestic seminar"):
        assert text in shown
    for text in (
        "Now: severed",
        "Before: active tie",
        "Strength: 0.8*",
        "Confidence: medium",
        "Joint statement of GAC",
    ):
        assert text in shown
    for text in ("Ties 1 Active ties of a stakeholder", "Bottleneck no", "stakeholders.csv, line 3"):
        assert text in shown
    page.get_by_role("button", name="Domestic seminar").last.click()
    assert selected(page) == "c2"


@pytest.mark.browser
@pytest.mark.parametrize(("typed", "key"), [("минэк", "s3"), ("GLOBAL aff", "s0"), ("uoft", "s6"), ("semin", "c2")])
def test_search_finds_names_and_ids_in_any_script_whatever_the_case(open_page: Opener, typed: str, key: str):
    page = open_page(mini_rupture())
    page.locator("#search").focus()
    page.keyboard.type(typed)
    assert page.get_by_role("option").first.is_visible()
    page.keyboard.press("Enter")
    assert selected(page) == key
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    assert selected(page) is None


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "key", "why"),
    [
        ("trade-comm", "s5", "Kind: trade-commissioner"),
        ("kremlin", "s2", "Party: Kremlin"),
        ("fisher", "s6", "Issue: fisheries"),
        ("smolenskaya", "s2", "Also called: Smolenskaya"),
    ],
)
def test_search_finds_by_kind_party_issue_and_alias_and_says_what_matched(
    open_page: Opener, typed: str, key: str, why: str
):
    data = mini_rupture()
    data["stakeholders"][2].update(party="Kremlin", aliases=["Smolenskaya"])
    data["stakeholders"][6]["issues"] = ["trade", "fisheries"]
    page = open_page(data)
    page.locator("#search").fill(typed)
    assert why in page.get_by_role("option").first.inner_text()
    page.keyboard.press("Enter")
    assert selected(page) == key


@pytest.mark.browser
def test_the_hover_box_goes_when_one_clicks(open_page: Opener):
    page = open_page(mini_rupture())
    page.mouse.move(*spot_of(page, "c0"))
    page.locator(".tip").wait_for(state="visible")
    click_node(page, "c0")
    page.wait_for_timeout(200)
    assert page.locator(".tip").is_hidden()
