"""The policy systems in the page: the answer in sight, the rest unfolds, ids are names that select."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from data.page_sample import HOSTILE, Json, empty, generated, hostile, mini_rupture, system, with_systems
from pages import LAPTOP, PHONE, Opener, browser, fits_across, open_page, selected, spaced, top_of
from playwright.sync_api import Locator, Page

from netmodel.report.html import to_html

__all__ = ["browser", "open_page"]
OWN_TABS = {"agenda": "Agenda", "benchmark": "Allies", "counterparts": "Counterparts", "cascade": "Clearance"}


def part(page: Page, title: str) -> Locator:
    """A system among those that share a tab."""
    return page.locator(".system", has=page.get_by_role("heading", name=title, exact=True))


def unfold(page: Page, title: str) -> Locator:
    page.get_by_role("tab", name="More").click()
    found = part(page, title)
    found.locator("summary.asked").click()
    return found


def tab(page: Page, name: str) -> Locator:
    """A system with a tab of its own."""
    page.get_by_role("tab", name=OWN_TABS[name], exact=True).click()
    return page.locator(f"#panel-{name}")


def shared(data: Json) -> Json:
    """The same study, its systems under names that have no tab of their own."""
    data["systems"] = {f"{name}_too": found for name, found in data["systems"].items()}
    return data


def rows_of(found: Locator) -> list[list[str]]:
    return [[spaced(cell) for cell in row.locator("td").all_inner_texts()] for row in found.locator("tbody tr").all()]


# --- the file


def test_the_page_carries_words_and_tables_of_the_systems_and_not_the_values_behind_them():
    data = with_systems()
    data["systems"]["counterparts"]["found"]["pairs"] = ["a value that no part of the page shows"]
    text = to_html(data)
    assert "a value that no part of the page shows" not in text
    block = re.search(r'id="analysis-data">(.*?)</script>', text)
    assert block is not None
    shown = json.loads(block[1])["systems"]
    assert list(shown) == list(data["systems"])
    assert shown["cascade"] == data["systems"]["cascade"] | {"found": {}}
    assert shown["counterparts"]["found"] == {"us": "CA", "them": "RU"}
    assert data["systems"]["counterparts"]["found"]["pairs"]


# --- the page in a browser


@pytest.mark.browser
def test_systems_asked_for_most_have_a_tab_with_question_answer_table_and_method(open_page: Opener):
    page = open_page(with_systems())
    names = page.get_by_role("tab").all_inner_texts()
    assert [name for name in names if name in OWN_TABS.values()] == list(OWN_TABS.values())
    assert "More" not in names
    for name, found in with_systems()["systems"].items():
        panel = tab(page, name)
        assert panel.locator("h2").inner_text() == found["title"]
        assert found["question"] in panel.inner_text()
        assert panel.locator(".reading").all_inner_texts() == found["sentences"][:1]
        assert panel.locator(".sentence-list li").all_inner_texts() == found["sentences"][1:]
        assert panel.get_by_text(f"Missing: {found['lacks']}").count() == (1 if found["lacks"] else 0)
        assert panel.locator("table").count() == (1 if found["table"]["rows"] else 0)
        panel.get_by_text("How is this computed?").click()
        assert len(panel.locator(".how p").first.inner_text()) > 100


@pytest.mark.browser
def test_the_others_share_a_tab_where_each_shows_question_and_answer_and_folds_the_rest(open_page: Opener):
    page = open_page(shared(with_systems()))
    page.get_by_role("tab", name="More").click()
    assert page.locator("#systems h3").all_inner_texts() == ["Signal cascade", "Counterparts", "Agenda", "Allies"]
    assert page.locator("#systems .count").inner_text() == "4"
    assert [spaced(text) for text in page.locator("#systems .asked").all_inner_texts()] == [
        "Signal cascade Whom does a signal clear? A signal from “Privy Council Office” clears 2 of 2.",
        "Counterparts Who is the match for whom? 13 pairs of counterparts.",
        "Agenda Which issues? Of 1 issue both care for 1.",
        "Allies What do allies do? Missing: netmodel.toml, allies: who they are",
    ]
    assert page.locator("#systems table").first.is_hidden()
    assert page.locator("#systems details").count() == 2
    found = unfold(page, "Signal cascade")
    assert found.locator("li").all_inner_texts() == ["None is blocked.", "One waits."]
    missing = found.get_by_text("Missing: ties.csv, column delay_days: how long a message takes")
    assert missing.is_visible()
    muted, ink = (e.evaluate("(e) => getComputedStyle(e).color") for e in (missing, page.locator("body")))
    assert muted != ink


@pytest.mark.browser
@pytest.mark.parametrize(
    "data", [mini_rupture(), mini_rupture() | {"systems": {}}, empty()], ids=["old", "none", "0"]
)
def test_without_systems_the_page_has_no_part_for_them(open_page: Opener, data: Json):
    page = open_page(data)
    names = set(page.get_by_role("tab").all_inner_texts())
    assert names.isdisjoint({*OWN_TABS.values(), "Vetoes", "More"})
    assert page.locator("#systems, .system").count() == 0


@pytest.mark.browser
def test_cells_show_names_sensible_decimals_yes_and_no_and_a_dash(open_page: Opener):
    page = open_page(with_systems())
    found = tab(page, "cascade")
    assert found.locator("thead th").all_inner_texts() == [
        "Name",
        "State",
        "Probability",
        "Route",
        "Delay days",
        "Exact",
    ]
    assert rows_of(found) == [
        ["Privy Council Office", "source", "1", "Privy Council Office", "0", "yes"],
        ["Global Affairs Canada", "cleared", "0.1235", "Privy Council Office > Global Affairs Canada", "–", "yes"],
        [
            "Trade Commissioner Service",
            "cleared",
            "<0.0001",
            "Privy Council Office > Global Affairs Canada > Trade Commissioner Service",
            "12,345",
            "no",
        ],
    ]
    found = tab(page, "counterparts")
    assert found.locator("thead th").all_inner_texts() == ["CA", "RU", "Score", "Shared", "Meets at"]
    names = ["Privy Council Office", "Минэкономразвития"]
    assert rows_of(found)[2] == [*names, "0.3333", "trade; arctic", "A forum that is open"]
    assert found.locator("td [title=PCO]").count() == found.locator("td [title=forum]").count() == 13


FORMS: list[tuple[Any, str]] = [
    (0.117378877651, "0.1174"),
    (12.34567, "12.35"),
    (1234.567, "1,235"),
    (-0.25, "−0.25"),
    (1e-9, "<0.0001"),
    (120_000, "120,000"),
    (0.99996, "1"),
    (None, "–"),
    (False, "no"),
    ("as it is", "as it is"),
    ("", ""),
    (["PCO", 0.5], "PCO; 0.5"),
    ({"a": 1}, '{"a":1}'),
]


@pytest.mark.browser
def test_each_sort_of_value_has_its_form(open_page: Opener):
    data = mini_rupture()
    header = [f"value {i}" for i in range(len(FORMS))]
    data["systems"] = {"one": system("One", "What?", header, [[value for value, _ in FORMS]], sentences=["This."])}
    assert rows_of(unfold(open_page(data), "One")) == [[shown for _, shown in FORMS]]


@pytest.mark.browser
def test_words_that_happen_to_be_ids_stay_words_and_an_id_with_a_separator_is_found(open_page: Opener):
    data = mini_rupture()
    data["stakeholders"][0].update(id="a > b; c", name="Office of odd id")
    for row in [*data["ties"], *data["channels"]]:
        text = json.dumps(row).replace('"GAC"', '"a > b; c"')
        row.update(json.loads(text))
    rows = [["PCO", "PCO", "a > b; c", "TCS--MinEcon--formal"], ["RU", "arctic", "nobody; PCO", "GAC"]]
    data["systems"] = {"one": system("One", "What?", ["side", "why", "who", "tie"], rows, sentences=["This."])}
    found = unfold(open_page(data), "One")
    assert rows_of(found) == [
        [
            "PCO",
            "Privy Council Office",
            "Office of odd id",
            "\u2068Trade Commissioner Service\u2069 – \u2068Минэкономразвития\u2069",
        ],
        ["RU", "arctic", "nobody Privy Council Office", "GAC"],
    ]
    assert found.locator("td .link").count() == 3


@pytest.mark.browser
def test_the_clearance_is_drawn_by_hand_overs_and_by_days_where_all_are_known(open_page: Opener):
    data = with_systems()
    rungs = tab(open_page(data), "cascade").locator(".rung")
    assert [spaced(text) for text in rungs.locator("> div").all_inner_texts()] == [
        "Privy Council Office 100 %",
        "Global Affairs Canada 12 %",
        "Trade Commissioner Service <0.1 %",
    ]
    ends = rungs.locator("circle").evaluate_all("(all) => all.map((one) => one.getAttribute('cx'))")
    assert ends == ["0%", "50%", "100%"]
    for row, days in zip(data["systems"]["cascade"]["table"]["rows"], (0, 30, 40), strict=True):
        row[5] = days
    panel = tab(open_page(data), "cascade")
    ends = panel.locator(".rung circle").evaluate_all("(all) => all.map((one) => one.getAttribute('cx'))")
    assert ends == ["0%", "75%", "100%"]
    assert "Days after the signal" in panel.inner_text()


@pytest.mark.browser
def test_fifty_rows_come_first_and_all_of_them_on_request(open_page: Opener):
    data = with_systems()
    rows = data["systems"]["counterparts"]["table"]["rows"]
    data["systems"]["counterparts"]["table"]["rows"] = (rows * 5)[:63]
    page = open_page(data)
    found = tab(page, "counterparts")
    assert found.locator("tbody tr").count() == 50
    assert "The first 50 of 63 rows." in found.inner_text()
    page.evaluate("netmodelPage.select('s4')")
    found.get_by_role("button", name="Show all 63 rows").focus()
    page.keyboard.press("Enter")
    assert found.locator("tbody tr").count() == 63
    assert found.get_by_text("Show all").count() == 0
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Counterparts"
    assert found.locator(".link.chosen").count() == 63
    assert tab(page, "cascade").get_by_text("Show all").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_name_selects_shows_its_evidence_and_closing_goes_back(open_page: Opener, viewport: dict[str, int]):
    data = generated(60, 12)
    ids = [row["id"] for row in data["stakeholders"][:8]]
    pairs = [[key, f"c{i:03}"] for i, key in enumerate(ids)]
    data["systems"] = {"one": system("One", "What?", ["who", "channel"], pairs, sentences=["This."])}
    page = open_page(data, viewport=viewport)
    found = unfold(page, "One")
    for column, key in (("who", "s3"), ("channel", "c3")):
        link = found.locator("tbody tr").nth(3).locator(".link").nth(["who", "channel"].index(column))
        link.scroll_into_view_if_needed()
        before = link.evaluate("(line) => line.getBoundingClientRect().top")
        link.click()
        assert selected(page) == key
        assert -1 <= top_of(page, "#evidence") <= viewport["height"] / 2
        assert page.evaluate("document.activeElement.id") == "evidence"
        assert found.locator(".link[aria-current]").get_attribute("data-key") == key
        link.evaluate("(line) => line.scrollIntoView({block: 'center'})")
        link.click()
        assert selected(page) == key
        assert -1 <= top_of(page, "#evidence") <= viewport["height"] / 2
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.locator("#evidence .close").evaluate("(button) => button.click()")
        assert abs(link.evaluate("(line) => line.getBoundingClientRect().top") - before) < 2
        assert link.evaluate("(line) => line === document.activeElement")
        assert found.locator(".link[aria-current]").count() == 0


@pytest.mark.browser
def test_a_system_is_unfolded_and_read_from_the_keyboard(open_page: Opener):
    page = open_page(shared(with_systems()))
    page.get_by_role("tab", name="More").focus()
    page.keyboard.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    found = part(page, "Signal cascade")
    assert found.locator("table").is_visible()
    stops = []
    for _ in range(3 + found.locator("thead button").count()):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.getAttribute('role') ?? document.activeElement.innerText"))
    assert stops == ["CSV", "region", "Name", "State", "Probability", "Route", "Delay days", "Exact", stops[-1]]
    page.keyboard.press("Enter")
    assert selected(page) == "s4"


WIDE = ["id", *(f"a_rather_long_heading_{i}" for i in range(9))]


def wide(rows: int) -> Json:
    """A study whose one system has a table of ten columns and long sentences."""
    data = generated(184, 47)
    said = ["Of the offices compared, these stand level with “Side meetings in the working groups”. " * 6] * 8
    table = [[row["id"], *[f"words of some length in row {n}"] * 9] for n, row in enumerate(data["stakeholders"])]
    data["systems"] = {
        "one": system("One", "What is it that? " * 8, WIDE, table[:rows], sentences=said, lacks="x" * 90)
    }
    return data


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_wide_table_scrolls_in_its_own_box_and_never_the_page(open_page: Opener, viewport: dict[str, int]):
    page = open_page(wide(30), viewport=viewport)
    assert fits_across(page)
    page.get_by_role("tab", name="More").click()
    closed = page.locator(".said").evaluate("(said) => [said.clientHeight, said.scrollHeight]")
    assert closed[0] < closed[1]
    found = unfold(page, "One")
    assert fits_across(page)
    assert found.locator(".said").evaluate("(said) => said.scrollHeight <= said.clientHeight + 1")
    box = found.locator(".scroll")
    assert box.evaluate("(box) => box.scrollWidth - box.clientWidth") > 0
    assert found.locator("li").last.is_visible()


@pytest.mark.browser
def test_on_paper_every_part_is_open_and_no_table_is_cut(open_page: Opener):
    data = with_systems()
    table = data["systems"]["counterparts"]["table"]
    table["rows"] = (table["rows"] * 5)[:63]
    data["systems"] |= shared(with_systems())["systems"]
    page = open_page(data, viewport={"width": 680, "height": 960})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#tabs details:not([open])").count() == 0
    assert page.locator("#systems table").count() == 2
    assert page.locator("#tabs .scroll").evaluate_all("(all) => all.every((s) => s.scrollWidth <= s.clientWidth)")
    assert page.get_by_text("The first 50 of 63 rows.").is_visible()
    assert page.get_by_text("Show all 63 rows").is_hidden()


@pytest.mark.browser
@pytest.mark.parametrize("offset", range(0, len(HOSTILE), 3))
def test_hostile_texts_in_a_system_run_nothing_and_are_shown_as_typed(open_page: Opener, offset: int):
    data = hostile(offset)
    for name, key in zip(list(data["systems"]), ("cascade", "counterparts"), strict=False):
        data["systems"][key] = data["systems"].pop(name)
    page = open_page(data)
    for one in page.get_by_role("tab").all():
        one.click()
    for details in page.locator("#systems details.system").all():
        details.evaluate("(details) => (details.open = true)")
    shown = page.locator("#tabs").evaluate("(panel) => panel.textContent")
    for row in data["systems"].values():
        for text in (row["title"], row["question"], row["lacks"], *row["sentences"]):
            assert text in shown
    names = {row["id"]: row["name"] for row in data["stakeholders"]}
    pairs = [row["table"]["rows"] for row in data["systems"].values() if len(row["table"]["rows"]) == 13]
    assert [names[key] in shown for key in pairs[0][0][:2]] == [True, True]
    link = tab(page, "counterparts").locator("td .link").first
    link.click()
    assert selected(page) == link.get_attribute("data-key")
    assert page.evaluate("window.__x === undefined && ({}).polluted === undefined")
    assert page.locator("img, iframe, object, embed, a[href^=javascript]").count() == 0
    assert fits_across(page)


@pytest.mark.browser
def test_of_a_very_long_table_as_much_unfolds_as_a_page_can_bear_and_the_page_says_so(open_page: Opener):
    data = mini_rupture()
    rows = [["PCO", "Privy Council Office", 1 / (i + 1)] for i in range(2_001)]
    data["systems"] = {"one": system("One", "What?", ["id", "name", "loss"], rows, sentences=["This."])}
    found = unfold(open_page(data), "One")
    found.get_by_role("button", name="Show 2,000 rows").click()
    assert found.locator("tbody tr").count() == 2_000
    assert found.get_by_text("The first 2,000 of 2,001 rows.").is_visible()
    assert found.get_by_role("button", name="Show").count() == 0
