"""Hostile texts in every field run nothing and are shown as typed; attacks from inside are refused."""

from __future__ import annotations

import pytest
from data.page_sample import HOSTILE, hostile
from pages import INK, Opener, browser, open_page

__all__ = ["browser", "open_page"]


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
