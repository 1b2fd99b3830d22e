"""Opening the page in the browser, with the network blocked, and reading what it shows.

A test file imports the fixtures `browser` (one Chromium a file) and `open_page`, and names them in `__all__`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from data.page_sample import Json
from playwright.sync_api import Browser, Locator, Page

from netmodel.report.html import to_html

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

Opener = Callable[..., Page]
_written: dict[str, str] = {}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open an analysis as a page with the network blocked; at the end nothing may have been asked, said or raised."""
    events: list[str] = []
    contexts = []

    def opened(data: Json, *, place: str = "", language: str = "en", **options: Any) -> Page:
        path = tmp_path / f"report{len(contexts)}.html"
        path.write_text(html_of(data, language), encoding="utf-8")
        context = browser.new_context(offline=True, **{"viewport": LAPTOP, **options})
        contexts.append(context)
        page = context.new_page()
        listen(page, path.as_uri(), events)
        page.goto(path.as_uri() + place)
        ready(page)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert events == []


def html_of(data: Json, language: str = "en") -> str:
    """The page of an analysis; the same is not made twice."""
    key = json.dumps([data, language])
    if key not in _written:
        _written[key] = to_html(data, language=language)
    return _written[key]


def listen(page: Page, own: str, events: list[str]) -> None:
    """Note every request but the page's own, every message, error and dialog."""
    page.on("request", lambda r: r.url.split("#")[0] in (own, "data:,") or events.append(f"request {r.url[:100]}"))
    page.on("console", lambda message: events.append(f"console {message.text}"))
    page.on("pageerror", lambda error: events.append(f"error {error}"))
    page.on("dialog", lambda dialog: (events.append(f"dialog {dialog.message}"), dialog.dismiss()))


def ready(page: Page) -> None:
    """Wait until the page has started; without `wait_for_function`, which the page's own policy refuses."""
    for _ in range(1500):
        if page.evaluate("window.netmodelPage !== undefined"):
            page.evaluate(TWO_FRAMES)
            return
        page.wait_for_timeout(20)
    raise AssertionError("the page did not start")


def open_tab(page: Page, name: str) -> Locator:
    """The panel of a tab, shown."""
    page.get_by_role("tab", name=name, exact=True).click()
    return page.get_by_role("tabpanel", name=name, exact=True)


def spaced(text: str) -> str:
    return " ".join(text.split())


def selected(page: Page) -> str | None:
    found: str | None = page.evaluate("netmodelPage.selected()")
    return found


def top_of(page: Page, selector: str) -> float:
    top: float = page.evaluate("(s) => document.querySelector(s).getBoundingClientRect().top", selector)
    return top


def fits_across(page: Page) -> bool:
    """Nothing is wider than the window."""
    fits: bool = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return fits


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
