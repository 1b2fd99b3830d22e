"""How long until the picture of the page is there: 60, 500 and 5,000 stakeholders, in software rendering.

The promise (ECOSYSTEM, "The page"): a first frame within 1 s at 60 stakeholders, 2 s at 500 and 5 s at 5,000. Each
size is opened five times in a fresh page; medians of the time that passed and of the processor time of the page's
main thread (which other work on the machine does not lengthen), beside the time of one change of what the picture
shows and of writing the page. Above 5,000 the groups are drawn. Run: ``python tests/bench/frames.py [SIZE ...]``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from browser import chromium
from data.page_sample import generated
from playwright.sync_api import Browser

from netmodel.report.html import to_html

SIZES = {60: 1.0, 500: 2.0, 5_000: 5.0, 6_000: 5.0}
TIMES = 5
DRAWN = """() => new Promise((done) => {
  const drawn = () => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
  if (document.readyState === "complete") drawn();
  else addEventListener("load", drawn);
})"""
CHANGE = """() => new Promise((done) => {
  const start = performance.now();
  document.querySelector("input[value=now]").click();
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
})"""


def first_frame(browser: Browser, page_file: Path) -> tuple[float, float, float]:
    """Seconds from the start to the picture, of these the main thread's own, and those that a change of it takes."""
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    try:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(page_file.as_uri())
        first = page.evaluate(DRAWN) / 1000
        metrics = {row["name"]: row["value"] for row in session.send("Performance.getMetrics")["metrics"]}
        return first, metrics["TaskDuration"], page.evaluate(CHANGE) / 1000
    finally:
        page.close()


def measured(browser: Browser, n: int, folder: Path) -> str:
    """One line of the table."""
    data = generated(n, max(6, min(n // 20, 60)))
    start = time.perf_counter()
    page = to_html(data)
    writing = time.perf_counter() - start
    file = folder / f"{n}.html"
    file.write_text(page, encoding="utf-8")
    frames = [first_frame(browser, file) for _ in range(TIMES)]
    first, own, change = (statistics.median(values) for values in zip(*frames, strict=True))
    promise = SIZES.get(n)
    verdict = "" if promise is None else "kept" if first <= promise else "MISSED"
    cells = f"{n:>7,} {len(page) / 1e6:>6.1f} {writing:>9.2f} {first:>13.2f} {own:>9.2f} {promise or 0:>7.1f}"
    return f"{cells} {change:>8.2f}  {verdict}"


def main() -> None:
    sizes = [int(text) for text in sys.argv[1:]] or list(SIZES)
    print("      n     MB writing s first frame processor promise change s")
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        for n in sizes:
            print(measured(browser, n, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
