"""What to open together, the other channels, and what the analysis rests on."""

from __future__ import annotations

import json

import pytest
from data.page_sample import HOSTILE, mini_rupture, recommended
from pages import Opener, browser, open_page, open_tab, selected, spaced

__all__ = ["browser", "open_page"]


@pytest.mark.browser
def test_the_recommended_set_is_a_table_that_selects_with_its_order_and_its_doubts(open_page: Opener):
    page = open_page(recommended())
    panel = page.locator("#together")
    rows = [spaced(row) for row in panel.locator("table").first.locator("tbody tr").all_inner_texts()]
    assert rows == [
        "1 Expert talks on trade expert-consultation 4.49 40,000 0.20 72 of 100 0 to 4 –",
        "2 Senior signal official-signal · enabling step 0.00 40,000 0.20 0 of 100 4 to 8 "
        "the team is at work on Expert talks on trade until month 4",
        "3 Deputy ministers' dialogue formal-consultation 2.50 40,000 0.20 48 of 100 8 to 12.5 "
        "needs Senior signal, ready in month 8",
    ]
    panel.get_by_role("button", name="Missed if it failed").click()
    first = panel.locator(".sortable tbody tr").first
    assert first.locator("th button").inner_text() == "Expert talks on trade"
    first.locator("th button").click()
    assert selected(page) == "c0"
    evidence = spaced(page.locator("#evidence").inner_text())
    assert (
        "Part of it yes Missed if it failed 4.49 points In the best set 72 of 100 versions Months 0 to 4" in evidence
    )
    page.evaluate("netmodelPage.select('c1')")
    evidence = spaced(page.locator("#evidence").inner_text())
    assert "Part of it no In the best set 42 of 100 versions LEADING ROUTE" in evidence


@pytest.mark.browser
def test_the_recommendation_gives_its_words_its_front_and_how_each_is_computed(open_page: Opener):
    data = recommended()
    words = data["recommendation"]["words"]
    page = open_page(data)
    places = {
        "What to open together": ("portfolio", "limits", "front", "interactions"),
        "In which order": ("sequence",),
        "How sure this is": ("robustness", "sensitivity"),
    }
    assert {name for names in places.values() for name in names} == set(words)
    for title, names in places.items():
        panel = open_tab(page, title)
        said = [text for name in names for text in words[name]]
        assert [panel.get_by_text(text, exact=True).count() for text in said] == [1] * len(said)
        assert panel.locator(".reading").first.inner_text() == words[names[0]][0]
        panel.get_by_text("How is this computed?").click()
        assert panel.locator(".how p").first.is_visible()
    hidden = panel.get_by_text("Doubt number 6")
    assert hidden.is_hidden()
    panel.get_by_text("2 more").click()
    assert hidden.is_visible()
    panel = open_tab(page, "What to open together")
    assert panel.locator("h3").all_text_contents() == [
        "Less money, more money, less risk",
        "Which stand in for each other",
    ]
    assert panel.locator("section > .quiet").count() == 2
    front = panel.get_by_role("table", name="Less money, more money, less risk")
    assert [spaced(row) for row in front.locator("tbody tr").all_inner_texts()] == [
        "0 – 16.3 % 0 % 0",
        "15,000 0.05 40.6 % 51 % 1",
        "40,000 0.20 48.7 % 68 % 1 knee",
        "120,000 0.20 51.2 % 74 % 3 recommended",
    ]


@pytest.mark.browser
def test_a_recommendation_without_versions_order_or_front_shows_what_there_is(open_page: Opener):
    data = recommended()
    found = data["recommendation"]
    found["robustness"], found["sequence"]["steps"], found["front"]["points"], found["interactions"] = (
        None,
        [],
        [],
        [],
    )
    found["words"] = {name: [] for name in found["words"]} | {"portfolio": ["Open “Expert talks on trade”."]}
    page = open_page(data)
    assert page.locator("#together h3").count() == 0
    assert {"In which order", "How sure this is"}.isdisjoint(page.get_by_role("tab").all_inner_texts())
    assert page.locator("#together thead th").all_inner_texts() == [
        ["#", "↑"][0],
        "Channel",
        "Missed if it failed",
        "Cost, CAD",
        "Risk",
    ]
    found["portfolio"].update(channels=[], contributions=[], reach={**found["portfolio"]["reach"], "after": 0.16})
    page = open_page(data)
    assert page.locator("#together table, .tag").count() == 0
    assert "With the best channel" in page.locator("#chart").inner_text()


@pytest.mark.browser
def test_hostile_names_in_the_recommendation_stay_text_and_ids_give_way_to_names(open_page: Opener):
    for key in ("a.b*c (x|y) [z", "team", "needs talks, ready in month 1", *HOSTILE[::6]):
        text = json.dumps(recommended()).replace('"signal"', json.dumps(key)).replace("needs signal,", "needs \0,")
        data = json.loads(text.replace("\\u0000", "\0").replace("\0", json.dumps(key)[1:-1]))
        data["recommendation"]["words"]["sequence"] = [f"Open “{key}”."]
        page = open_page(data)
        because = page.locator("#together .because").last
        assert because.evaluate("(cell) => cell.textContent") == "needs Senior signal, ready in month 8"
        said = open_tab(page, "In which order").locator(".reading bdi")
        assert said.evaluate("(b) => b.textContent") == f"Open “{key}”."
        rung = page.locator(".rung .block").last
        assert rung.evaluate("(line) => line.textContent") == "needs Senior signal, ready in month 8"
        assert page.evaluate("window.__x === undefined")


@pytest.mark.browser
def test_formal_channels_and_enabling_steps_stand_apart_with_what_they_unlock(open_page: Opener):
    page = open_page(mini_rupture())
    assert "Deputy ministers' dialogue" not in page.locator("#ranking").inner_text()
    panel = open_tab(page, "Channels")
    formal = panel.locator("section", has=page.get_by_role("heading", name="Formal channels", exact=True))
    assert "Deputy ministers' dialogue" in formal.inner_text()
    step = panel.locator("section", has=page.get_by_role("heading", name="Enabling steps")).locator("tbody tr")
    assert step.count() == 1
    assert "Deputy ministers' dialogue" in step.locator("td.wide").inner_text()


@pytest.mark.browser
def test_enabling_steps_stand_in_rank_order_with_the_gain_that_the_terminal_shows(open_page: Opener):
    data = mini_rupture()
    second = {**data["channels"][-1], "id": "first", "name": "A first step", "rank": 2, "gain": 0.001, "unlocks": []}
    data["channels"][-1]["gain"] = 0.004
    data["channels"].append(second)
    panel = open_tab(open_page(data), "Channels").locator("section", has_text="Enabling steps")
    assert [head.split()[0] for head in panel.locator("thead th").all_inner_texts()[:4]] == [
        "#",
        "Channel",
        "Gain",
        "Unlocks",
    ]
    assert panel.locator("tbody th bdi").all_inner_texts()[::2] == ["Senior signal", "A first step"]
    assert panel.locator("tbody td.gain").all_inner_texts() == ["+0.40", "+0.10"]


@pytest.mark.browser
def test_the_panels_hold_assumptions_warnings_notices_and_provenance(open_page: Opener):
    page = open_page(mini_rupture())
    shown = spaced(open_tab(page, "Data and assumptions").inner_text())
    for text in (
        "uptake of 10 participants: .8",
        "W021",
        "Problem",
        "channels.csv, line 3, issues",
        "add it to a member",
        "status_2014",
        "ab" * 32,
        "3.6.1",
    ):
        assert text in shown
    shown = spaced(open_tab(page, "What was lost").inner_text())
    for text in ("0.1528", "3 of 12", "68.0", "trade", "Reliability"):
        assert text in shown
    assert "netmodel 0.1.0" in page.locator("#foot").inner_text()
