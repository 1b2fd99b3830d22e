"""Take the README's picture of the page from the demo's report. Run with ``make screenshot``."""

from __future__ import annotations

from pathlib import Path

from browser import chromium

ROOT = Path(__file__).parent.parent


def main() -> None:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1366, "height": 900}, device_scale_factor=1)
        page.goto((ROOT / "data" / "report" / "report.html").as_uri())
        page.wait_for_function("window.netmodelPage !== undefined")
        page.wait_for_timeout(1000)
        page.screenshot(path=ROOT / "examples" / "page.png")


if __name__ == "__main__":
    main()
