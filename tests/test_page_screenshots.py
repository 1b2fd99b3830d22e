"""The pictures that the documents show can be taken, and none is blank."""

from __future__ import annotations

from pathlib import Path

import pytest
from data.page_study import analysed
from pages import browser, html_of
from PIL import Image
from playwright.sync_api import Browser
from screenshot import VIEWS, take

__all__ = ["browser"]
ROOT = Path(__file__).parent.parent


@pytest.mark.browser
def test_every_view_is_taken_and_none_is_blank(browser: Browser, tmp_path: Path):
    page = tmp_path / "report.html"
    page.write_text(html_of(analysed()), encoding="utf-8")
    taken = take(browser, page, tmp_path / "pictures", "mini")
    assert [path.name for path in taken] == [f"mini-{key}.png" for key in VIEWS]
    for path, view in zip(taken, VIEWS.values(), strict=True):
        image = Image.open(path).convert("RGB")
        assert image.size == view.window, path.name
        counts = sorted((n for n, _ in image.getcolors(2**24) or []), reverse=True)
        assert len(counts) > 30, path.name
        assert counts[0] < 0.97 * sum(counts), path.name
        assert path.stat().st_size < 250_000, path.name
    assert len({path.read_bytes() for path in taken}) == len(taken)


def test_the_pictures_in_the_examples_are_small_and_all_there():
    folder = ROOT / "examples" / "screenshots"
    names = {f"{study}-{view}.png" for study in ("study", "minirupture") for view in VIEWS}
    assert {path.name for path in folder.iterdir()} == names
    assert all(path.stat().st_size < 250_000 for path in folder.iterdir())
