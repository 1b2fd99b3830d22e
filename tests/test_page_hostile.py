"""Hostile texts in every field run nothing and are shown as typed; attacks from inside are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from data.page_sample import HOSTILE, NAUGHTY, Json, hostile
from data.page_study import analysed
from pages import INK, Opener, browser, html_of, open_page, ready
from playwright.sync_api import Browser, Page

__all__ = ["browser", "open_page"]
CORPUS = HOSTILE + NAUGHTY
FIELDS = ("id", "name", "kind", "citation", "confidence", "file")


def everything_seen(page: Page, data: Json) -> str:
    """All text of the page: every tab, every fold, and the evidence of every stakeholder and channel."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    seen: list[str] = [page.evaluate("document.body.textContent")]
    keys = [f"s{i}" for i in range(len(data["stakeholders"]))] + [f"c{i}" for i in range(len(data["channels"]))]
    seen += page.evaluate(
        """(keys) => keys.map((key) => {
          netmodelPage.select(key);
          return document.getElementById("evidence").textContent;
        })""",
        keys,
    )
    return "\n".join(seen)


@pytest.mark.browser
@pytest.mark.parametrize("offset", range(0, len(CORPUS), 3))
def test_hostile_texts_in_every_field_run_nothing_and_are_shown_as_typed(open_page: Opener, offset: int):
    data = hostile(offset, CORPUS)
    page = open_page(data)
    page.locator("#frame").scroll_into_view_if_needed()
    assert page.evaluate(INK)["inked"] > 100
    page.locator("#background > summary").click()
    shown = everything_seen(page, data)
    page.locator("#search").fill(data["stakeholders"][2]["name"][:8])
    for row in data["stakeholders"] + data["channels"]:
        for column in FIELDS:
            assert row[column] in shown, (column, row[column][:60])
    for text in (data["study"]["title"], data["answer"]["headline"], data["inputs"][0]["file"]):
        assert text in shown
    assert page.evaluate("document.querySelector('#headline').textContent") == data["answer"]["headline"]
    assert page.evaluate("document.querySelector('#title').textContent") == data["study"]["title"]
    assert page.evaluate("window.__x === undefined && ({}).polluted === undefined")
    assert page.evaluate("Object.keys(Object.prototype).length + Object.keys(Array.prototype).length") == 0
    assert page.locator("img, iframe, object, embed, math, template, a[href^=javascript]").count() == 0
    assert page.locator("body style, body link").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("place", ["#open=%3Cimg%20src=x%3E,__proto__&without=constructor&at=9999&budget=-1&risk=NaN",
                                   "#tab=__proto__&lang=toString&open=%E0%A4%A", "#" + "x=1&" * 2_000])  # fmt: skip
def test_a_hostile_address_changes_nothing_but_what_it_may(open_page: Opener, place: str):
    page = open_page(analysed(), place=place)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("[role=tab][aria-selected=true]").count() == 1
    assert page.locator("[data-opens]:checked").count() == 0
    assert page.evaluate("window.__x === undefined && ({}).polluted === undefined")


# --- attacks by hand: what gets into the file all the same is refused by the policy

IN_THE_FILE = {
    "inline script": ("<script>window.__x=1</script>", "script-src-elem"),
    "inline handler": ('<img src="data:," onerror="window.__x=1">', "script-src-attr"),
    "script of another host": ('<script src="https://example.org/x.js"></script>', "script-src-elem"),
    "image beacon": ('<img src="https://example.org/x.gif">', "img-src"),
    "style": ("<style>main { display: none }</style>", "style-src-elem"),
    "style attribute": ('<p style="background: url(https://example.org/x.gif)">x</p>', "style-src-attr"),
    "style sheet of another host": ('<link rel="stylesheet" href="https://example.org/x.css">', "style-src-elem"),
    "base": ('<base href="https://example.org/">', "base-uri"),
    "frame": ('<iframe src="https://example.org/"></iframe>', "frame-src"),
    "plug-in": ('<object data="https://example.org/x.pdf"></object>', "object-src"),
    "sound": ('<audio src="https://example.org/x.mp3" autoplay></audio>', "media-src"),
}
IN_THE_PAGE = {
    "fetch": ("fetch('https://example.org/').catch(() => {})", "connect-src"),
    "beacon": ("navigator.sendBeacon('https://example.org/', 'x')", "connect-src"),
    "socket": ("try { new WebSocket('wss://example.org/') } catch {}", "connect-src"),
    "worker": ("try { new Worker('data:text/javascript,1') } catch {}", "worker-src"),
    "eval": ("setTimeout('window.__x = 1')", "script-src"),
    "script": (
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.__x=1'}))",
        "script-src-elem",
    ),
    "javascript address": (
        "Object.assign(document.body.appendChild(document.createElement('a')), "
        "{href: 'javascript:window.__x=1'}).click()",
        "script-src-elem",
    ),
    "form": (
        "Object.assign(document.body.appendChild(document.createElement('form')), "
        "{action: 'https://example.org/', method: 'post'}).submit()",
        "form-action",
    ),
}
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.effectiveDirective));
"""


@pytest.fixture(scope="module")
def attacked(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page into whose file every attack was written by hand, and which notes what leaves it."""
    path = tmp_path_factory.mktemp("attacked") / "report.html"
    inside = "\n".join(markup for markup, _ in IN_THE_FILE.values())
    path.write_text(html_of(analysed()).replace("</main>", f"</main>{inside}"), encoding="utf-8")
    context = browser.new_context()
    gone: list[str] = []
    context.route(re.compile("^(?!file:|data:)"), lambda route: (gone.append(route.request.url), route.abort()))
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(Path(path).as_uri())
    ready(page)
    yield page
    assert gone == []
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("attack", IN_THE_FILE)
def test_what_was_written_into_the_file_by_hand_is_refused(attacked: Page, attack: str):
    assert IN_THE_FILE[attack][1] in attacked.evaluate("window.refused")
    assert attacked.evaluate("window.__x === undefined")
    assert attacked.evaluate("document.baseURI").startswith("file:")
    assert attacked.locator("#sentence .big").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("attack", IN_THE_PAGE)
def test_what_a_script_in_the_page_might_try_is_refused(attacked: Page, attack: str):
    code, rule = IN_THE_PAGE[attack]
    attacked.evaluate("window.refused = []")
    attacked.evaluate(f"() => {{ {code}; }}")
    for _ in range(100):
        if rule in attacked.evaluate("window.refused"):
            break
        attacked.wait_for_timeout(20)
    assert rule in attacked.evaluate("window.refused")
    assert attacked.evaluate("window.__x === undefined")
    assert attacked.url.startswith("file:")
