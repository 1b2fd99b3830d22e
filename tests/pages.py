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
from playwright.sync_api import Browser, Dialog, Locator, Page, Request

from netmodel.report.html import to_html

LAPTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"

Opener = Callable[..., Page]
_written: dict[str, str] = {}
_free: dict[str, list[Page]] = {}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Open an analysis as a page with the network blocked; at the end nothing may have been asked, said or raised."""
    events: list[str] = []
    taken: list[tuple[Page, dict[str, Any], list[tuple[str, Any]]]] = []

    def opened(data: Json, *, place: str = "", language: str = "en", style: str = "plain", **options: Any) -> Page:
        path = tmp_path / f"report{len(taken)}.html"
        path.write_text(html_of(data, language, style), encoding="utf-8")
        options = {"viewport": LAPTOP, **options}
        page = take(browser, options)
        taken.append((page, options, listen(page, path.as_uri(), events)))
        page.goto(path.as_uri() + place)
        ready(page)
        return page

    yield opened
    for page, options, heard in taken:
        give_back(page, options, heard)
    assert events == []


def take(browser: Browser, options: dict[str, Any]) -> Page:
    """An empty page of these options: one that an earlier test gave back, for a process is slow to start."""
    free = _free.setdefault(str(sorted(options.items())), [])
    while free:
        page = free.pop()
        if page.context.browser is browser and not page.is_closed():
            return page
    return browser.new_context(offline=True, **options).new_page()


def give_back(page: Page, options: dict[str, Any], heard: list[tuple[str, Any]]) -> None:
    """Empty a page and set back what a test may have set."""
    if page.is_closed():
        return
    for event, hears in heard:
        page.remove_listener(event, hears)
    page.goto("about:blank")
    scheme, motion = options.get("color_scheme", "light"), options.get("reduced_motion", "no-preference")
    page.emulate_media(media="null", color_scheme=scheme, reduced_motion=motion)
    page.set_viewport_size(options["viewport"])
    page.mouse.move(0, 0)
    _free[str(sorted(options.items()))].append(page)


def html_of(data: Json, language: str = "en", style: str = "plain") -> str:
    """The page of an analysis; the same is not made twice."""
    key = json.dumps([data, language, style])
    if key not in _written:
        _written[key] = to_html(data, language=language, style=style)
    return _written[key]


def listen(page: Page, own: str, events: list[str]) -> list[tuple[str, Any]]:
    """Note requests but for the page itself and what it made, each message, error and dialog; gives who hears."""
    fine = (own, "data:,")

    def asked(request: Request) -> None:
        if request.url.split("#")[0] not in fine and not request.url.startswith("blob:"):
            events.append(f"request {request.url[:100]}")

    def shown(dialog: Dialog) -> None:
        events.append(f"dialog {dialog.message}")
        dialog.dismiss()

    heard: list[tuple[str, Any]] = [
        ("request", asked),
        ("console", lambda message: events.append(f"console {message.text}")),
        ("pageerror", lambda error: events.append(f"error {error}")),
        ("dialog", shown),
    ]
    for event, hears in heard:
        page.on(event, hears)
    return heard


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
