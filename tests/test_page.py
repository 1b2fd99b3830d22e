"""The page: one inert, offline file that answers first, and whose picture, tables and evidence stay in step."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browser import NoBrowserError, chromium, find_chromium
from data.page_sample import (
    HOSTILE,
    Json,
    empty,
    generated,
    hostile,
    mini_rupture,
    recommendation,
    recommended,
    without,
)
from playwright.sync_api import Browser, Page

from netmodel.report.html import LARGEST_PICTURE, VIS_NETWORK, json_for_script, picture, to_html

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
VIS_NETWORK_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"


# --- the file


class Outline(HTMLParser):
    """What a page's own markup holds: its attributes, and the texts of its scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.open: tuple[str, dict[str, str | None]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.open = (tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.open = None

    def handle_data(self, data: str) -> None:
        if self.open and self.open[0] in {"script", "style"}:
            self.texts.append((*self.open, data))


def test_the_policy_allows_the_pages_own_scripts_and_styles_by_hash_and_nothing_else():
    outline = Outline(to_html(mini_rupture()))
    policy = next(value for tag, name, value in outline.attributes if tag == "meta" and "default-src" in value)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data: blob:"
    scripts = [text for tag, attrs, text in outline.texts if tag == "script" and "type" not in attrs]
    styles = [text for tag, _, text in outline.texts if tag == "style"]
    assert rules["script-src"].split() == [csp_hash(text) for text in scripts]
    assert rules["style-src"].split() == [csp_hash(text) for text in styles]


def csp_hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_markup_names_no_other_place_and_holds_no_handlers_or_inline_styles():
    for _, name, value in Outline(to_html(mini_rupture())).attributes:
        assert not re.search(r"https?:|//|url\(", value) or name == "content"
        assert not name.startswith("on")
        assert name != "style"


def test_the_pages_own_scripts_and_styles_never_make_markup_from_text_nor_name_a_place():
    for part in files("netmodel.report").joinpath("page").iterdir():
        if part.is_file():
            text = part.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(", text)
            assert not re.search(r"https?://|@import|url\(|\|\s*safe", text)


def test_vis_network_is_the_one_that_was_read_and_keeps_its_licence():
    script = files("pyvis").joinpath(VIS_NETWORK).read_bytes()
    assert hashlib.sha256(script).hexdigest() == VIS_NETWORK_SHA256
    assert "vis.js may be distributed under either license" in to_html(mini_rupture())


def test_the_same_data_gives_the_same_bytes_whatever_the_hash_seed():
    here = Path(__file__).parent
    script = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]);"
        "from data.page_sample import generated; from netmodel.report.html import to_html;"
        "print(hashlib.sha256(to_html(generated(60)).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script, str(here)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(here.parent)},
            cwd=here.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_data_cannot_end_its_script_element_and_reads_back_unchanged(text):
    written = json_for_script({text: [text]})
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == {text: [text]}


def test_an_id_that_stands_twice_and_a_number_that_is_none_are_errors():
    twice = mini_rupture()
    twice["stakeholders"].append(twice["stakeholders"][0])
    with pytest.raises(ValueError, match="stands twice"):
        to_html(twice)
    endless = mini_rupture()
    endless["reach"]["now"] = float("nan")
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_html(endless)


def test_importing_the_page_does_not_load_pyvis():
    script = "import sys, netmodel.report.html; print('pyvis' in sys.modules, 'IPython' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_parallel_ties_are_both_drawn_and_bent_apart():
    edges = {edge["id"]: edge for edge in picture(mini_rupture())["edges"]}
    assert (edges["t6"]["from"], edges["t6"]["to"]) == (edges["t7"]["from"], edges["t7"]["to"])
    assert edges["t6"]["smooth"] != edges["t7"]["smooth"]


def test_where_no_browser_is_to_be_had_one_line_names_the_remedies(monkeypatch, tmp_path):
    monkeypatch.delenv("NETMODEL_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoBrowserError, match=r"NETMODEL_CHROMIUM.*apt-get install chromium") as caught:
        find_chromium()
    assert "\n" not in str(caught.value)


# --- the page in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


Opener = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open an analysis as a page with the network blocked; at the end nothing may have been asked, said or raised."""
    events: list[str] = []
    contexts = []

    def opened(data: Json, **options: Any) -> Page:
        path = tmp_path / f"report{len(contexts)}.html"
        path.write_text(to_html(data), encoding="utf-8")
        context = browser.new_context(offline=True, **{"viewport": LAPTOP, **options})
        contexts.append(context)
        page = context.new_page()
        own = path.as_uri()
        page.on("request", lambda r: r.url in (own, "data:,") or events.append(f"request {r.url[:100]}"))
        page.on("console", lambda message: events.append(f"console {message.text}"))
        page.on("pageerror", lambda error: events.append(f"error {error}"))
        page.on("dialog", lambda dialog: (events.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(own)
        page.wait_for_function("window.netmodelPage !== undefined")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert events == []


INK = """() => {
  const canvas = document.querySelector("#frame canvas");
  const box = canvas.getBoundingClientRect();
  const ratio = canvas.width / box.width;
  const width = Math.min(box.right, innerWidth) - Math.max(box.left, 0);
  const height = Math.min(box.bottom, innerHeight) - Math.max(box.top, 0);
  if (width <= 0 || height <= 0) return {inked: 0, all: 0, colours: 0};
  const left = Math.max(-box.left, 0) * ratio, top = Math.max(-box.top, 0) * ratio;
  const {data} = canvas.getContext("2d").getImageData(left, top, width * ratio, height * ratio);
  const colours = new Set();
  let inked = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] <= 128) continue;
    inked += 1;
    colours.add([data[i] >> 4, data[i + 1] >> 4, data[i + 2] >> 4].join());
  }
  return {inked, all: data.length / 4, colours: colours.size};
}"""


@pytest.mark.browser
@pytest.mark.parametrize("data", [mini_rupture(), generated(60), generated(184, 47)], ids=["7", "60", "184"])
def test_the_picture_is_drawn_where_one_can_see_it(open_page: Opener, data: Json):
    ink = open_page(data).evaluate(INK)
    assert ink["inked"] > 0.01 * ink["all"] > 100
    assert ink["colours"] > 20


@pytest.mark.browser
def test_the_first_laptop_screen_holds_the_answer_the_ranking_and_the_picture(open_page: Opener):
    page = open_page(generated(184, 47))
    for selector in ("#headline", "#chart .bar", "#neutrality", ".ranking tbody tr", "#frame canvas", ".legend"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= LAPTOP["height"], selector
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_a_phone_gets_the_same_in_one_column(open_page: Opener):
    page = open_page(generated(184, 47), viewport=PHONE)
    tops = [page.locator(s).first.bounding_box() for s in ("#headline", "#chart", "#ranking", "#picture-pane")]
    assert [box["y"] for box in tops if box] == sorted(box["y"] for box in tops if box)
    assert all(box is not None and box["x"] + box["width"] <= PHONE["width"] for box in tops)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_on_a_phone_the_answer_has_its_full_height_and_ordinary_words_stay_whole(open_page: Opener):
    data = mini_rupture()
    data["answer"]["headline"] = "Reach between the two sides fell. " * 12
    data["answer"]["sentences"] = ["Most of what was lost was on trade and agriculture."] * 15
    issues = ("agriculture", "counter-terrorism", "cybersecurity", "environment")
    data["reach"]["by_issue"] = {name: {"now": 0.1, "before": 0.2, "weight": 0.25} for name in issues}
    data["warnings"] = [{**data["warnings"][0], "remedy": "add an issue to the stakeholder or the channel"}]
    page = open_page(data, viewport=PHONE)
    for details in page.locator("details").all():
        details.locator("summary").click()
    inner = "[...document.querySelectorAll('.words p')].filter((p) => p.scrollHeight > p.clientHeight + 1).length"
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


def spaced(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.browser
def test_the_answer_says_what_to_open_and_the_chart_shows_reach_with_it(open_page: Opener):
    data = recommended()
    page = open_page(data)
    assert page.locator("#recommended bdi").inner_text() == data["answer"]["recommendation"][0]
    assert [spaced(row) for row in page.locator(".bar-row").all_inner_texts()] == [
        "Before, 2013 63.7 %",
        "Now, 2014 16.3 %",
        "With the recommended set 51.2 %",
    ]
    page.get_by_role("link", name="See the set").click()
    assert -1 <= top_of(page, "#together") <= LAPTOP["height"] / 2


@pytest.mark.browser
def test_the_recommended_set_is_a_table_that_selects_with_its_order_and_its_doubts(open_page: Opener):
    page = open_page(recommended())
    panel = page.locator("#together")
    rows = [spaced(row) for row in panel.locator(".sortable tbody tr").all_inner_texts()]
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
    page = open_page(data)
    panel = page.locator("#together")
    assert panel.locator("h3").all_text_contents() == [
        "In which order",
        "How sure this is",
        "Less money, more money, less risk",
        "Which stand in for each other",
    ]
    assert panel.locator(".parts section > .quiet").count() == 5
    said = [text for texts in data["recommendation"]["words"].values() for text in texts]
    assert [panel.get_by_text(text, exact=True).count() for text in said] == [1] * len(said)
    hidden = panel.get_by_text("Doubt number 4")
    assert hidden.is_hidden()
    panel.get_by_text("3 more").click()
    assert hidden.is_visible()
    front = panel.get_by_role("table", name="Less money, more money, less risk")
    assert [spaced(row) for row in front.locator("tbody tr").all_inner_texts()] == [
        "0 – 16.3 % 0 % 0",
        "15,000 0.05 40.6 % 51 % 1",
        "40,000 0.20 48.7 % 68 % 1 knee",
        "120,000 0.20 51.2 % 74 % 3 recommended",
    ]


@pytest.mark.browser
def test_a_channel_of_the_set_is_marked_in_the_ranking(open_page: Opener):
    page = open_page(recommended())
    marked = page.locator("#ranking, #more").get_by_role("row").filter(has=page.get_by_text("in the set", exact=True))
    assert marked.locator("th button").all_inner_texts() == [
        "Expert talks on trade",
        "Deputy ministers' dialogue",
        "Senior signal",
    ]


@pytest.mark.browser
def test_without_a_recommendation_nothing_speaks_of_one(open_page: Opener):
    page = open_page(mini_rupture())
    assert page.locator("#together, .tag, #recommended, #background").count() == 0
    assert page.locator("#sentences").is_visible()
    page.evaluate("netmodelPage.select('c0')")
    assert "recommended" not in page.locator("body").inner_text().lower()


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
        assert page.locator("#together .sentence-list bdi", has_text="Open “").evaluate("(b) => b.textContent") == (
            f"Open “{key}”."
        )
        assert page.evaluate("window.__x === undefined")


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_a_long_recommendation_leaves_the_first_screen_its_ranking_and_its_picture(
    open_page: Opener, viewport: dict[str, int]
):
    data = generated(184, 47)
    chosen = [row["id"] for row in data["channels"][:9]]
    found = data["recommendation"] = recommendation()
    found["portfolio"]["channels"] = chosen
    found["portfolio"]["contributions"] = [{"channel": key, "loss": 0.01} for key in chosen]
    data["answer"]["headline"] = "Reach between the two sides fell from 63.7 % to 16.3 % of direct contact. " * 3
    data["answer"]["recommendation"] = ["Open “Side meetings in the working groups of the Arctic Council”. " * 9]
    data["answer"]["sentences"] = ["Most of what was lost was on trade and agriculture."] * 15
    page = open_page(data, viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if viewport is LAPTOP:
        for selector in (
            "#recommended",
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
def test_formal_channels_and_enabling_steps_stand_apart_with_what_they_unlock(open_page: Opener):
    page = open_page(mini_rupture())
    assert "Deputy ministers' dialogue" not in page.locator("#ranking").inner_text()
    formal = page.locator("#more section", has=page.get_by_role("heading", name="Formal channels"))
    assert "Deputy ministers' dialogue" in formal.inner_text()
    step = page.locator("#more section", has=page.get_by_role("heading", name="Enabling steps")).locator("tbody tr")
    assert step.count() == 1
    assert "Deputy ministers' dialogue" in step.locator("td.wide").inner_text()


@pytest.mark.browser
def test_enabling_steps_stand_in_rank_order_with_the_gain_that_the_terminal_shows(open_page: Opener):
    data = mini_rupture()
    second = {**data["channels"][-1], "id": "first", "name": "A first step", "rank": 2, "gain": 0.001, "unlocks": []}
    data["channels"][-1]["gain"] = 0.004
    data["channels"].append(second)
    panel = open_page(data).locator("#more section", has_text="Enabling steps")
    assert [head.split()[0] for head in panel.locator("thead th").all_inner_texts()[:4]] == [
        "#",
        "Channel",
        "Gain",
        "Unlocks",
    ]
    assert panel.locator("tbody th bdi").all_inner_texts()[::2] == ["Senior signal", "A first step"]
    assert panel.locator("tbody td.gain").all_inner_texts() == ["+0.40", "+0.10"]


def top_of(page: Page, selector: str) -> float:
    return page.evaluate("(s) => document.querySelector(s).getBoundingClientRect().top", selector)


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
    panel = page.locator("#more > *", has=page.get_by_role("heading", name=title, exact=False)).last
    if title == "All stakeholders":
        panel.locator("summary").click()
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


def selected(page: Page) -> str | None:
    return page.evaluate("netmodelPage.selected()")


def spot_of(page: Page, key: str) -> list[float]:
    """Where the picture shows a node."""
    spot: list[float] = page.evaluate(
        """(key) => {
          const {network, frame} = netmodelPage.view();
          const at = network.canvasToDOM(network.getPosition(key));
          const box = frame.getBoundingClientRect();
          return [at.x + box.left, at.y + box.top];
        }""",
        key,
    )
    return spot


def click_node(page: Page, key: str) -> None:
    page.mouse.click(*spot_of(page, key))
    page.wait_for_function("(key) => netmodelPage.selected() === key", arg=key)


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
    panel = page.locator("#more section", has=page.get_by_role("heading", name="Reach by issue"))
    assert panel.locator("tbody td:first-child").all_inner_texts() == ["arctic", "culture", "trade"]


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
    page.locator("summary", has_text="All stakeholders").click()
    assert page.locator("details .footnote", has_text="* assumed").is_visible()


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
def test_everything_can_be_reached_and_chosen_from_the_keyboard(open_page: Opener):
    page = open_page(mini_rupture())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    for _ in range(12):
        if page.evaluate("document.activeElement.closest('tbody') !== null"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert selected(page) == "c1"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Escape")
    assert selected(page) is None


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
@pytest.mark.parametrize("offset", range(0, len(HOSTILE), 3))
def test_hostile_texts_in_every_field_run_nothing_and_are_shown_as_typed(open_page: Opener, offset: int):
    data = hostile(offset)
    page = open_page(data)
    for details in page.locator("details").all():
        details.locator("summary").click()
    seen = [page.evaluate("document.body.textContent")]
    for key in [f"s{i}" for i in range(len(data["stakeholders"]))] + [f"c{i}" for i in range(len(data["channels"]))]:
        page.evaluate("(key) => netmodelPage.select(key)", key)
        seen.append(page.locator("#evidence").evaluate("(panel) => panel.textContent"))
    page.locator("#search").fill(data["stakeholders"][2]["name"][:8])
    shown = "\n".join(seen)
    for row in data["stakeholders"] + data["channels"]:
        for column in ("id", "name", "kind", "citation", "confidence", "file"):
            assert row[column] in shown
    assert page.evaluate("document.querySelector('#headline').textContent") == data["answer"]["headline"]
    assert page.evaluate("window.__x === undefined && ({}).polluted === undefined")
    assert page.locator("img, iframe, object, embed, a[href^=javascript]").count() == 0
    assert page.evaluate(INK)["inked"] > 100


@pytest.mark.browser
def test_the_legend_is_always_there_and_names_sides_symbols_and_lines(open_page: Opener):
    page = open_page(mini_rupture())
    legend = page.locator(".legend")
    assert legend.is_visible()
    for word in (
        "CA",
        "RU",
        "university",
        "leading informal channel",
        "active tie",
        "dormant",
        "severed",
        "opposition",
    ):
        assert word in legend.inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("n", [7, 60, 184])
def test_names_in_the_picture_never_overlap(open_page: Opener, n: int, viewport: dict[str, int]):
    page = open_page(mini_rupture() if n == 7 else generated(n, 12), viewport=viewport)
    assert all(heading["top"] >= 0 for heading in page.evaluate("netmodelPage.view().headings"))
    steps = {
        "null": 3,
        "netmodelPage.select('c0')": 2,
        "netmodelPage.select(null)": 3,
        "netmodelPage.view().network.moveTo({scale: 1.5})": 1,
    }
    for step, least in steps.items():
        page.evaluate(step)
        page.wait_for_timeout(150)
        boxes = page.evaluate("netmodelPage.view().boxes")
        assert len(boxes) >= least, step
        for a, b in itertools.combinations(boxes, 2):
            apart = a["right"] <= b["left"] or b["right"] <= a["left"]
            assert apart or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]


SYMBOLS = """() => {
  const {network, nodes, frame} = netmodelPage.view();
  return nodes.get().map(({id, size}) => {
    const {x, y} = network.canvasToDOM(network.getPosition(id));
    const radius = size * network.getScale() * 0.8;
    return {key: id, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius};
  });
}"""


def meet(a: dict[str, float], b: dict[str, float]) -> bool:
    return a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]


@pytest.mark.browser
def test_names_leave_leading_channels_free_and_ranks_stand_where_nobody_stands(open_page: Opener):
    page = open_page(generated(184, 47))
    symbols = page.evaluate(SYMBOLS)
    names = page.evaluate("netmodelPage.view().boxes")
    labelled = {box["key"] for box in names}
    assert {"c0", "c1", "c2"} <= labelled
    for mark in symbols:
        if mark["key"] in labelled:
            assert not [box["lines"] for box in names if meet(box, mark)]
    headings = page.evaluate("netmodelPage.view().headings")
    assert len(headings) > 2
    assert not any(meet(heading, mark) for heading in headings for mark in symbols)


@pytest.mark.browser
def test_the_leading_route_of_a_chosen_channel_is_named_first(open_page: Opener):
    data = generated(184, 47)
    members = [row["id"] for row in data["stakeholders"][20:60]]
    data["channels"][5]["participants"] = [{"id": key, "uptake": 0.8, "uptake_out": 0.8} for key in members]
    data["channels"][5]["route"] = [members[31], members[38]]
    page = open_page(data)
    page.evaluate("netmodelPage.select('c5')")
    page.wait_for_timeout(150)
    named = page.evaluate("netmodelPage.view().boxes.map(({key}) => key)")
    assert set(named[:3]) == {"c5", "s51", "s58"}


@pytest.mark.browser
def test_the_hover_box_goes_when_one_clicks(open_page: Opener):
    page = open_page(mini_rupture())
    page.mouse.move(*spot_of(page, "c0"))
    page.locator(".tip").wait_for(state="visible")
    click_node(page, "c0")
    page.wait_for_timeout(200)
    assert page.locator(".tip").is_hidden()


@pytest.mark.browser
def test_the_panels_hold_assumptions_warnings_notices_and_provenance(open_page: Opener):
    page = open_page(mini_rupture())
    for details in page.locator("details").all():
        details.locator("summary").click()
    shown = " ".join(page.locator("#more").inner_text().split())
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
    for text in ("0.1528", "3 of 12", "68.0", "trade", "Reliability"):
        assert text in shown
    assert "netmodel 0.1.0" in page.locator("#foot").inner_text()


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
    assert page.locator(".ranking tbody tr").first.locator("td").nth(2).inner_text() == "–"
    assert page.locator("#more th", has_text="Before").count() == 0
    assert page.locator(".bar-row").count() == 2


@pytest.mark.browser
def test_a_very_large_study_has_tables_and_says_that_the_picture_is_left_out(open_page: Opener):
    data = generated(LARGEST_PICTURE + 1)
    page = open_page(data)
    assert "the picture is left out" in page.locator("#picture-pane").inner_text()
    assert page.locator("#frame").count() == 0
    page.locator(".ranking tbody tr").first.click()
    assert page.locator("#evidence").is_visible()
    assert "vis-network\n" not in to_html(data)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground_in_light_and_dark(open_page: Opener, scheme: str):
    page = open_page(mini_rupture(), color_scheme=scheme)
    colours = page.evaluate(
        """() => {
          const style = getComputedStyle(document.documentElement);
          const names = ["ink", "muted", "accent", "paper", "soft"];
          return names.map((name) => style.getPropertyValue(`--${name}`).trim());
        }"""
    )
    ink, muted, accent, paper, soft = map(luminance, colours)
    for text in (ink, muted, accent):
        for ground in (paper, soft):
            assert (max(text, ground) + 0.05) / (min(text, ground) + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
