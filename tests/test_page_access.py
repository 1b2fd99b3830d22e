"""Everything by keyboard, every control named, text that stands out, paper: in light, in dark and on a phone."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from data.page_sample import Json, advised, generated, hostile, mini_rupture, system
from data.page_study import analysed
from pages import PHONE, SMALL_PHONE, Opener, browser, fits_across, open_page, selected
from playwright.sync_api import Page

__all__ = ["browser", "open_page"]
ASSETS = Path(__file__).parent / "assets"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": PHONE},
}


def violations(page: Page, part: str = "html") -> str:
    """What axe-core finds in a part of the page: the rule and the elements."""
    found: str = page.evaluate(
        """async ([part, rules]) => {
          const only = {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]};
          const {violations} = await axe.run(part, only);
          const where = (nodes) => nodes.slice(0, 3).map(({html}) => html.slice(0, 160)).join(" | ");
          return violations.map(({id, nodes}) => `${id}: ${where(nodes)}`).join("\\n");
        }""",
        [part, RULES],
    )
    return found


def everything() -> Json:
    """MiniRupture with its model, and with all that a recommendation and the policy systems may hold."""
    return {**analysed(), "assumptions": mini_rupture()["assumptions"], "warnings": mini_rupture()["warnings"]}


def long() -> Json:
    """Nine channels to open, and a table of a system with many names in each cell, line below line."""
    data = advised(60, 12)
    names = [row["id"] for row in data["stakeholders"]]
    rows = [[f"issue {i}", "; ".join(names[i : i + 9]), "; ".join(names[i + 9 : i + 18])] for i in range(5)]
    found = system(
        "Agenda", "Which issues?", ["issue", "us", "them"], rows, sentences=["Of 5 issues both care for 5."]
    )
    return {**data, "systems": {"agenda": found}}


def test_axe_is_the_one_that_was_read_and_keeps_its_licence():
    script = (ASSETS / "axe.min.js").read_bytes()
    assert hashlib.sha256(script).hexdigest() in (ASSETS / "README.md").read_text(encoding="utf-8")
    assert b"Mozilla Public" in script[:600]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("sample", "look"),
    [
        ("study", "light"),
        ("study", "dark"),
        ("study", "phone"),
        ("hostile", "dark"),
        ("60", "phone"),
        ("long", "light"),
        ("long", "phone"),
    ],
)
def test_axe_finds_nothing_on_the_page_in_any_tab(open_page: Opener, sample: str, look: str):
    data = {"study": everything, "hostile": hostile, "60": lambda: generated(60, 12), "long": long}[sample]()
    page = open_page(data, **LOOKS[look])
    page.evaluate((ASSETS / "axe.min.js").read_text(encoding="utf-8"))
    page.locator("#background > summary").click()
    page.evaluate("netmodelPage.select('c0')")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # every tab is made and unfolded
    assert page.locator(".tab-panel:not([hidden])").count() > 3
    assert violations(page) == ""
    page.evaluate("netmodelPage.select('s0')")
    assert violations(page, "#evidence") == ""


@pytest.mark.browser
def test_axe_finds_nothing_where_there_is_little_to_show(open_page: Opener):
    page = open_page(mini_rupture(), language="fr", viewport=SMALL_PHONE)
    page.evaluate((ASSETS / "axe.min.js").read_text(encoding="utf-8"))
    assert violations(page) == ""
    assert fits_across(page)


# --- by keyboard


def focused(page: Page) -> Json:
    """What has the focus: its tag, its words, and whether one sees that it has it."""
    found: Json = page.evaluate(
        """() => {
          const element = document.activeElement, style = getComputedStyle(element);
          const shown = style.outlineStyle !== "none" ? element : element.nextElementSibling ?? element;
          const outline = getComputedStyle(shown);
          return {tag: element.tagName, id: element.id, words: (element.ariaLabel ?? element.textContent).trim(),
                  tick: element.matches("[data-opens]"), seen: outline.outlineStyle !== "none"};
        }"""
    )
    return found


def tab_to(page: Page, wanted: str, limit: int = 200) -> Json:
    """Press Tab until what has the focus is called so; every stop on the way shows its focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        at = focused(page)
        assert at["seen"], at
        if wanted in (at["words"], at["id"]) or (wanted == "tick" and at["tick"]):
            return at
    raise AssertionError(f"{wanted!r} is not to be reached by Tab")


@pytest.mark.browser
def test_by_keyboard_alone_from_opening_to_a_saved_scenario(open_page: Opener):
    page = open_page(analysed())
    page.keyboard.press("Tab")
    assert focused(page)["words"] == "Skip to the ranked channels"
    page.keyboard.press("Enter")
    assert focused(page)["id"] == "ranking"
    tab_to(page, "tick")
    page.keyboard.press("Space")
    assert page.locator(".bar-row").last.inner_text().startswith("Scenario")
    assert focused(page)["tick"]
    tab_to(page, "Expert talks on trade")
    page.keyboard.press("Enter")
    assert selected(page) is not None
    page.keyboard.press("Escape")
    assert selected(page) is None
    tab_to(page, "Save scenario")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    saved = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert saved["netmodel_scenario"] == 1
    assert saved["opened"] == ["talks"]


@pytest.mark.browser
def test_everything_can_be_reached_and_chosen_from_the_keyboard(open_page: Opener):
    page = open_page(mini_rupture())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    tab_to(page, "Expert talks on trade")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert selected(page) == "c1"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Escape")
    assert selected(page) is None


@pytest.mark.browser
def test_headings_stand_in_order_and_landmarks_have_names_of_their_own(open_page: Opener):
    page = open_page(everything())
    levels = page.locator("h1, h2, h3, h4").evaluate_all(
        "(heads) => heads.filter((head) => head.checkVisibility()).map((head) => Number(head.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    assert page.locator("main").count() == page.locator("body > footer, .first > header").count() - 1 == 1
    names = page.locator("section[aria-label], section[aria-labelledby], nav, aside").evaluate_all(
        "(parts) => parts.filter((part) => part.checkVisibility()).map((part) => part.ariaLabel ?? "
        "document.getElementById(part.getAttribute('aria-labelledby')).textContent)"
    )
    assert len(set(names)) == len(names)


@pytest.mark.browser
def test_with_reduced_motion_nothing_moves(open_page: Opener):
    page = open_page(analysed(), reduced_motion="reduce")
    page.locator(".ranking tbody th button").first.click()
    moving = page.evaluate("document.getAnimations().filter((one) => one.playState === 'running').length")
    assert moving == 0


@pytest.mark.browser
def test_every_control_is_large_enough_to_be_hit_on_a_phone(open_page: Opener):
    """WCAG 2.2, 2.5.8: 24 pixels either way, or so much room around it."""
    page = open_page(analysed(), viewport=PHONE)
    small = page.evaluate(
        """() => {
          const controls = [...document.querySelectorAll("button, input, select, summary, nav a")]
            .filter((one) => one.checkVisibility() && !one.closest("p, .unseen, .picture-choice"));
          const boxes = controls.map((one) => ({one, box: one.getBoundingClientRect()}));
          const middle = ({left, right, top, bottom}) => [(left + right) / 2, (top + bottom) / 2];
          const near = (a, b) => {
            const [x, y] = middle(a);
            const dx = Math.max(b.left - x, x - b.right, 0), dy = Math.max(b.top - y, y - b.bottom, 0);
            return Math.hypot(dx, dy) < 12;
          };
          return boxes.filter(({one, box}) => Math.min(box.width, box.height) < 24
              && boxes.some((other) => other.one !== one && near(box, other.box)))
            .map(({one, box}) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`);
        }"""
    )
    assert small == []


# --- on paper


@pytest.mark.browser
def test_on_paper_all_stands_in_order_without_controls_and_with_a_picture_of_lines(open_page: Opener):
    page = open_page(everything(), viewport={"width": 700, "height": 990})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#languages, .search, .tools, .skip, .tab-row").evaluate_all(
        "(parts) => parts.every((part) => !part.checkVisibility())"
    )
    for control in page.locator("main button, main input, main select").all():
        if control.is_visible():
            assert control.evaluate("(one) => one.closest('th, td, li, summary') !== null")
            assert control.get_attribute("type") == "button"
    order = ("#sentence", "#advice", "#picture-pane", "#ranking", "#tabs", "#foot")
    tops = [page.locator(part).evaluate("(one) => one.getBoundingClientRect().top") for part in order]
    assert tops == sorted(tops)
    assert page.locator("#picture-pane svg.on-paper").is_visible()
    assert page.locator("#frame canvas").is_hidden()
    panels = page.locator(".tab-panel")
    assert all(panel.is_visible() for panel in panels.all())
    assert fits_across(page)
    wide = "[...document.querySelectorAll('table')].filter((one) => one.getBoundingClientRect().right > innerWidth)"
    assert page.evaluate(f"{wide}.map((one) => one.caption?.textContent)") == []
    page.emulate_media(media="screen")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))) >= 3


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
