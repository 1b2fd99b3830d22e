"""The tabs of the page: the ARIA pattern, the address, absent where there is nothing to show, all on paper."""

from __future__ import annotations

import json
from typing import Any

import pytest
from data.page_sample import Json, empty, mini_rupture, point, recommended, with_systems, without
from pages import LAPTOP, PHONE, Opener, browser, fits_across, open_page, open_tab, selected, spaced

import netmodel
from netmodel import Network

__all__ = ["browser", "open_page"]
OFFERED = ["What to open together", "In which order", "How sure this is", "What was lost"]
ALWAYS = ["Channels", "Everybody", "Data and assumptions"]


@pytest.fixture(scope="module")
def study() -> Json:
    """A small study with its model, so that the page can look for routes."""
    people = [
        {"id": "gac", "side": "CA", "name": "Global Affairs"},
        {"id": "uoft", "side": "CA", "name": "Université"},
    ]
    people += [{"id": "mid", "side": "RU", "name": "МИД"}, {"id": "forum", "name": "Forum"}]
    ties = [
        {"source": "gac", "target": "uoft", "strength": 0.9, "citation": "A letter of 1999", "confidence": "high"},
        {"source": "uoft", "target": "mid", "strength": 0.5, "citation": "Minutes of a visit"},
        {"source": "gac", "target": "forum", "strength": 0.8},
        {"source": "forum", "target": "mid", "strength": 0.4},
    ]
    channels = [
        {"id": "talks", "name": "Talks", "participants": "gac; mid", "quality": 0.9, "cost": 1000, "risk": 0.2}
    ]
    net = Network.from_tables(people, ties, channels=channels)
    return netmodel.analyse(net, draws=0, systems=False).to_json()


def names(page: Any) -> list[str]:
    found: list[str] = page.get_by_role("tab").all_inner_texts()
    return found


# --- the pattern


@pytest.mark.browser
def test_one_panel_is_shown_and_arrows_home_and_end_move_between_tabs(open_page: Opener):
    page = open_page(recommended())
    tabs = page.get_by_role("tab")
    assert names(page) == OFFERED + ALWAYS
    assert page.locator("[role=tab][tabindex='0']").all_inner_texts() == OFFERED[:1]
    tabs.first.focus()
    for key, place in (
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("End", 6),
        ("ArrowRight", 0),
        ("ArrowLeft", 6),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.innerText") == names(page)[place]
        assert page.locator("[aria-selected=true]").all_inner_texts() == [names(page)[place]]
        shown = page.locator("[role=tabpanel]:not([hidden])")
        assert shown.count() == 1
        assert shown.get_attribute("aria-labelledby") == tabs.nth(place).get_attribute("id")
        assert shown.get_attribute("id") == tabs.nth(place).get_attribute("aria-controls")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "tabpanel"


@pytest.mark.browser
def test_the_address_keeps_the_tab_and_opens_it(open_page: Opener):
    page = open_page(recommended(), place="#other=1")
    open_tab(page, "How sure this is")
    assert page.evaluate("location.hash") == "#other=1&tab=sure"
    again = open_page(recommended(), place="#tab=order")
    assert again.locator("[aria-selected=true]").all_inner_texts() == ["In which order"]
    again.evaluate("location.hash = '#tab=lost'")
    again.locator("#panel-lost").wait_for(state="visible")
    for odd in ("#tab=nothing", "#tab=", "#tab=%zz", "#together", ""):
        again.evaluate("(hash) => (location.hash = hash)", odd)
        assert again.locator("[aria-selected=true]").all_inner_texts() == ["What was lost"], odd
    page = open_page(recommended(), place="#tab=__proto__")
    assert page.locator("[aria-selected=true]").all_inner_texts() == OFFERED[:1]


@pytest.mark.browser
def test_a_tab_that_does_not_follow_the_scenario_says_whose_figures_it_shows(open_page: Opener, study: Json):
    page = open_page(study)
    note = page.locator("#tabs .of-study")
    assert note.is_hidden()
    page.locator("#ranking [data-opens]").first.check()
    for tab, title in (("channels", "Channels"), ("routes", "Routes"), ("everybody", "Everybody")):
        open_tab(page, title)
        assert note.is_visible() == (tab != "routes"), tab
    assert note.inner_text().startswith("The figures below are those of the study as analysed")
    page.locator("#ranking [data-opens]").first.uncheck()
    assert note.is_hidden()


@pytest.mark.browser
def test_the_link_of_the_answer_goes_to_the_set(open_page: Opener):
    page = open_page(recommended(), place="#tab=data")
    page.locator("a[href='#together']").first.click()
    assert page.locator("[aria-selected=true]").all_inner_texts() == OFFERED[:1]
    assert -1 <= page.locator("#tab-together").bounding_box()["y"] <= LAPTOP["height"] / 2


@pytest.mark.browser
def test_tabs_stand_only_where_there_is_something_to_show(open_page: Opener):
    assert names(open_page(mini_rupture())) == ["What was lost", *ALWAYS]
    assert names(open_page(without(mini_rupture(), before=False))) == ["Where reach stands", *ALWAYS]
    assert names(open_page(without(mini_rupture(), channels=False))) == ["What was lost", *ALWAYS[1:]]
    bare = empty() | {"beside": {}}
    assert names(open_page(bare)) == ["Data and assumptions"]
    assert len(names(open_page(recommended() | {"systems": with_systems()["systems"]}))) == 11


@pytest.mark.browser
@pytest.mark.parametrize(("viewport", "language"), [(LAPTOP, "en"), (PHONE, "fr")], ids=["laptop", "phone"])
def test_every_tab_fits_across_has_a_title_and_says_how_it_was_computed(
    open_page: Opener, study: Json, viewport: dict[str, int], language: str
):
    data = recommended() | {"systems": with_systems()["systems"]}
    for page in (
        open_page(data, viewport=viewport, language=language),
        open_page(study, viewport=viewport, language=language),
    ):
        for tab in page.get_by_role("tab").all():
            tab.click()
            panel = page.locator("[role=tabpanel]:not([hidden])")
            assert panel.locator("h2").count() == 1
            assert len(panel.locator(".how p").first.text_content() or "") > 80
            assert fits_across(page)
            box = tab.bounding_box()
            assert 0 <= box["x"] <= viewport["width"] - box["width"] + 1


@pytest.mark.browser
def test_on_paper_all_panels_stand_in_order_and_afterwards_one_is_left(open_page: Opener):
    page = open_page(recommended(), place="#tab=lost")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("[role=tabpanel] h2").all_inner_texts() == OFFERED + ALWAYS
    assert all(panel.is_visible() for panel in page.get_by_role("tabpanel").all())
    assert page.locator("#tabs details:not([open])").count() == 0
    page.emulate_media(media="print")
    assert page.get_by_role("tablist").is_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("[role=tabpanel]:not([hidden])").get_attribute("id") == "panel-lost"
    assert page.locator("#panel-together .how[open]").count() == 0


# --- the front


@pytest.mark.browser
def test_the_budget_slider_picks_the_best_set_of_the_front_that_is_cheap_and_safe_enough(open_page: Opener):
    page = open_page(recommended())
    slider, cap = page.get_by_label("Budget"), page.get_by_label("Highest risk allowed")
    picked = page.locator(".picked")
    assert slider.get_attribute("aria-valuetext") == "CAD\u00a0120,000"
    assert "3 channels, highest risk 0.20. Reach 51.2 %, recovery 74 %" in spaced(picked.inner_text())
    assert page.locator(".front-own.picked-mark").count() == 1
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert slider.get_attribute("aria-valuetext") == "CAD\u00a040,000"
    assert picked.locator("li .link").all_inner_texts() == ["Expert talks on trade"]
    assert page.locator(".front-knee.picked-mark").count() == 1
    cap.select_option(label="0.05")
    assert picked.locator("li .link").all_inner_texts() == ["Domestic seminar"]
    cap.select_option(label="0.00")
    assert "No set of the front" in picked.inner_text()
    assert page.locator(".front-plot .front-mark").count() == 4


@pytest.mark.browser
def test_a_recommended_set_between_the_points_of_the_front_can_be_picked_too(open_page: Opener):
    data = recommended()
    data["recommendation"]["front"]["points"][-1] = point(["seminar", "talks"], 0.53, 200_000.0, 0.2, 0.8)
    page = open_page(data)
    assert page.get_by_label("Budget").get_attribute("max") == "4"
    assert "3 channels" in page.locator(".picked").inner_text()
    assert page.locator(".front-plot .front-own").count() == 1


@pytest.mark.browser
def test_the_set_that_is_picked_opens_in_the_scenario(open_page: Opener, study: Json):
    page = open_page(study)
    page.get_by_role("button", name="Open this set in What if").click()
    assert "open=talks" in page.evaluate("location.hash")


# --- order and doubts


@pytest.mark.browser
def test_the_ladder_places_each_step_by_its_months_and_its_key(open_page: Opener):
    data = recommended()
    plan = data["recommendation"]["sequence"]
    plan["horizon"] = 25.0
    for step, reach, trust in zip(plan["steps"], (0.3, 0.3, 0.5), (0.1, 0.4, 0.45), strict=True):
        step.update(reach_after=reach, trust_before=trust, trust_after=trust + 0.05)
    page = open_page(data, place="#tab=order")
    work = page.locator(".rung-work").evaluate_all(
        "(all) => all.map((r) => [r.getAttribute('x'), r.getAttribute('width')])"
    )
    assert work == [["0%", "16%"], ["16%", "16%"], ["32%", "18%"]]
    assert page.locator(".rung-key").evaluate_all("(all) => all.map((c) => c.getAttribute('cx'))") == ["32%"]
    label = page.locator("#panel-order [role=img]").first.get_attribute("aria-label")
    assert label == "Reach over the months: from 16.3 % to 50.0 % in month 12.5.".replace(" %", "\u00a0%")
    rows = [spaced(row) for row in page.locator("#panel-order tbody tr").all_inner_texts()]
    assert rows[2].startswith("3 Deputy ministers' dialogue 8 12.5 50.0 % 0.45 0.5 Senior signal needs Senior signal")


def doubtful() -> Json:
    data = recommended()
    found = data["recommendation"]["robustness"]
    ids = [row["id"] for row in found["channels"]]
    for row, shares in zip(
        found["channels"], ([0.5, 0.5, 0], [0.125, 0.5, 0.375], [0.375, 0, 0.625], [1], [1]), strict=True
    ):
        group = {"dialogue": "formal", "signal": "enabling"}.get(row["id"], "informal")
        row.update(group=group, acceptability=shares, gain={"mean": 0.02, "p05": -0.01, "p95": 0.05})
    found["errors"] = {"inclusion": dict.fromkeys(ids, 0.03), "unseen": 0.015}
    shares = [[0.5 if i == j else round((i + 1) / (i + j + 2), 3) for j in range(5)] for i in range(5)]
    found["beats"] = {"ids": sorted(ids), "shares": shares}
    return data


@pytest.mark.browser
def test_doubts_are_shares_with_their_sampling_error_and_grounds_one_can_read(open_page: Opener):
    page = open_page(doubtful(), place="#tab=sure")
    row = page.get_by_role("table", name="In how many versions").locator("tbody tr").first
    assert spaced(row.inner_text()).startswith("Expert talks on trade in the set 72 of 100 ± 6")
    assert row.locator(".whisker").count() == 3
    never = page.get_by_role("table", name="In how many versions").locator("tbody tr").last
    assert "0 of 100 ± 2" in spaced(never.inner_text())
    ranks = page.get_by_role("table", name="Which place each channel takes")
    assert [spaced(text) for text in ranks.locator("tbody tr").all_inner_texts()] == [
        "Expert talks on trade 50 50 ·",
        "Round table of companies 13 50 38",
        "Domestic seminar 38 · 63",
    ]
    assert ranks.locator("tbody tr").first.locator("td > span").first.get_attribute("class") == "heat-3"
    beats = page.get_by_role("table", name="Who beats whom")
    assert [head.get_attribute("title") for head in beats.locator("thead button").all()][1:3] == [
        "Expert talks on trade",
        "Round table of companies",
    ]
    assert spaced(beats.locator("tbody tr").first.inner_text()).split()[-4:] == ["56", "71", "83", "63"]


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_on_the_heat_stand_out_from_their_ground(open_page: Opener, scheme: str):
    page = open_page(doubtful(), place="#tab=sure", color_scheme=scheme)
    ratios = page.evaluate(
        """() => {
          const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
          const light = (colour) => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
              .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          return [1, 2, 3, 4, 5].map((step) => {
            const cell = document.querySelector("td.heat > span").cloneNode();
            cell.className = `heat-${step}`;
            document.querySelector("td.heat").append(cell);
            const {color, backgroundColor} = getComputedStyle(cell);
            const [a, b] = [light(color), light(backgroundColor)].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05);
          });
        }"""
    )
    assert min(ratios) >= 4.5


# --- routes


@pytest.mark.browser
def test_routes_between_two_that_are_searched_for_with_the_weakest_link_and_its_evidence(
    open_page: Opener, study: Json
):
    page = open_page(study)
    panel = open_tab(page, "Routes")
    start, goal = panel.get_by_role("combobox").nth(0), panel.get_by_role("combobox").nth(1)
    start.fill("GLOBAL")
    page.keyboard.press("Enter")
    goal.fill("мид")
    page.keyboard.press("Enter")
    assert [start.input_value(), goal.input_value()] == ["Global Affairs", "МИД"]
    assert "from=gac" in page.evaluate("location.hash")
    routes = panel.locator(".one-route")
    told = [spaced(text) for text in routes.locator("h3").all_text_contents()]
    assert told == ["Route 1: strength 0.450, 2 steps", "Route 2: strength 0.160, 2 steps"]
    assert routes.nth(0).locator("li > .link").all_inner_texts() == ["Global Affairs", "Université", "МИД"]
    weakest = routes.nth(0).locator(".passage", has=page.locator(".weakest"))
    assert weakest.count() == 1
    assert "Minutes of a visit" in weakest.inner_text()
    assert "weakest link, 0.50" in weakest.inner_text()
    assert "A letter of 1999 · Confidence: high" in routes.nth(0).inner_text()
    page.evaluate("location.hash = location.hash + '&without=uoft'")
    routes.nth(0).get_by_text("Forum").wait_for()
    assert routes.count() == 1
    panel.get_by_role("button", name="Swap").click()
    assert start.input_value() == "МИД"
    panel.get_by_role("button", name="Show in the picture").click()
    assert set(page.evaluate("[...netmodelPage.view().focus.route]")) == {"s0", "s1", "s2"}


@pytest.mark.browser
def test_no_route_and_the_same_end_twice_are_said_in_words(open_page: Opener, study: Json):
    page = open_page(study, place="#tab=routes&from=gac&to=mid&without=uoft,forum")
    panel = page.locator("#panel-routes")
    assert "No route leads from \u2068Global Affairs\u2069 to \u2068МИД\u2069." in panel.inner_text()
    again = open_page(study, place="#tab=routes&from=gac&to=gac")
    assert "Choose two different stakeholders." in again.locator("#panel-routes").inner_text()
    odd = open_page(study, place="#tab=routes&from=%zz&to=nobody")
    assert odd.locator("#panel-routes .one-route").count() > 0


@pytest.mark.browser
def test_a_link_in_a_tab_selects_and_is_marked(open_page: Opener):
    page = open_page(recommended(), place="#tab=order")
    link = page.locator(".rung .link").first
    link.click()
    assert selected(page) == "c0"
    assert page.locator("#panel-order .link[aria-current]").count() == 2
    page.keyboard.press("Escape")
    assert page.locator("#panel-order .link[aria-current]").count() == 0


def test_the_words_of_the_tabs_stand_in_both_languages_and_name_no_source_that_the_modules_do_not():
    from importlib.resources import files

    page = files("netmodel.report").joinpath("page", "text", "tabs.json")
    words = json.loads(page.read_text(encoding="utf-8"))
    assert all(set(said) == {"en", "fr"} and all(said.values()) for said in words.values())
    root = files("netmodel")
    modules = [
        "decide/robustness",
        "engine/spectral",
        "measures/cohesion",
        "measures/routes",
        "policy/hitting",
        "policy/assignment",
    ]
    known = "".join(root.joinpath(f"{name}.py").read_text(encoding="utf-8") for name in modules)
    for key, said in words.items():
        if key.startswith("source_"):
            for name in (
                "Lahdelma",
                "Liesiö",
                "Krackhardt",
                "Musco",
                "Latora",
                "Yen",
                "Karp",
                "Moreno-Centeno",
                "Kuhn",
            ):
                assert name not in said["en"] or name in known, name
