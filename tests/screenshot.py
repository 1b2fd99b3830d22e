"""Take the pictures of the page that the documents show: the demonstration and MiniRupture, eight views of each.

Run with ``make screenshot``, after ``make demo``.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from browser import chromium
from data.page_study import analysed
from pages import LAPTOP, PHONE, ready
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from netmodel.report.html import to_html

ROOT = Path(__file__).parent.parent
COLOURS = 256
PAPER = {"width": 700, "height": 990}
SETTLED_MS = 700


def nothing(page: Page) -> None:
    """The page as it opens."""


def choose(page: Page) -> None:
    page.locator(".ranking tbody th button").first.click()


def what_if(page: Page) -> None:
    for tick in page.locator(".ranking tbody tr:nth-child(-n+2) .tick").all():
        tick.click()
    show(page, "#whatif")


def difference(page: Page) -> None:
    page.get_by_role("radio", name="Difference").check()
    page.locator(".picture-line").click()


def sequence(page: Page) -> None:
    page.get_by_role("tab", name="In which order").click()
    show(page, "#tabs")


def paper(page: Page) -> None:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def show(page: Page, part: str) -> None:
    page.evaluate("(part) => document.querySelector(part).scrollIntoView({block: 'start'})", part)


@dataclass(frozen=True)
class View:
    act: Callable[[Page], None] = nothing
    window: tuple[int, int] = (LAPTOP["width"], LAPTOP["height"])
    scheme: str = "light"


VIEWS = {
    "first": View(),
    "selection": View(choose),
    "what-if": View(what_if),
    "difference": View(difference),
    "sequence": View(sequence),
    "dark": View(scheme="dark"),
    "phone": View(window=(PHONE["width"], PHONE["height"])),
    "print": View(paper, window=(PAPER["width"], PAPER["height"])),
}


def take(browser: Browser, page_file: Path, folder: Path, name: str) -> list[Path]:
    """Write one PNG a view into the folder, in at most 256 colours."""
    folder.mkdir(parents=True, exist_ok=True)
    return [picture(browser, page_file, view, folder / f"{name}-{key}.png") for key, view in VIEWS.items()]


def picture(browser: Browser, page_file: Path, view: View, target: Path) -> Path:
    width, height = view.window
    context = browser.new_context(viewport=ViewportSize(width=width, height=height), color_scheme=view.scheme)
    page = context.new_page()
    page.goto(page_file.as_uri())
    ready(page)
    view.act(page)
    page.wait_for_timeout(SETTLED_MS)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    context.close()
    return target


def main() -> None:
    folder = ROOT / "examples" / "screenshots"
    mini = folder / "minirupture.html"
    folder.mkdir(parents=True, exist_ok=True)
    mini.write_text(to_html(analysed()), encoding="utf-8")
    try:
        with chromium() as browser:
            take(browser, ROOT / "data" / "report" / "report.html", folder, "study")
            take(browser, mini, folder, "minirupture")
    finally:
        mini.unlink()


if __name__ == "__main__":
    main()
