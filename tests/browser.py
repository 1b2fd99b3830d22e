"""The browser that the tests drive: found, never downloaded, and never skipped where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDIES = (
    "no browser for the page's tests: set NETMODEL_CHROMIUM to a Chromium, or `apt-get install chromium`, "
    "or `playwright install chromium`; `-m 'not browser'` leaves these tests out"
)


class NoBrowserError(RuntimeError):
    """There is no Chromium here; the message says how to get one."""


def find_chromium(bundled: str = "") -> str:
    """Path of Chromium: $NETMODEL_CHROMIUM, else one on PATH, else the one that Playwright has installed."""
    wished = os.environ.get("NETMODEL_CHROMIUM")
    if wished and not Path(wished).is_file():
        raise NoBrowserError(f"NETMODEL_CHROMIUM is {wished!r}, which is not a file; {REMEDIES}")
    candidates = [wished, *map(shutil.which, NAMES), bundled if Path(bundled).is_file() else None]
    found = next((path for path in candidates if path), None)
    if found is None:
        raise NoBrowserError(REMEDIES)
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium with a fresh profile."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def main() -> None:
    """See that there is a browser: install Debian's as root, else Playwright's own, else say what to do."""
    with sync_playwright() as playwright:
        bundled = playwright.chromium.executable_path
    try:
        find_chromium(bundled)
        return
    except NoBrowserError:
        pass
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, stdout=subprocess.DEVNULL)
    if not any(map(shutil.which, NAMES)):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    try:
        find_chromium(bundled)
    except NoBrowserError as error:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
