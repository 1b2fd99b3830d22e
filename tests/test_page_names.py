"""The names in the picture, and its legend."""

from __future__ import annotations

import itertools

import pytest
from data.page_sample import generated, mini_rupture
from pages import LAPTOP, PHONE, Opener, browser, open_page

__all__ = ["browser", "open_page"]


@pytest.mark.browser
def test_the_legend_is_always_there_and_names_sides_symbols_and_lines(open_page: Opener):
    page = open_page(mini_rupture())
    legend = page.locator(".legend")
    assert legend.is_visible()
    for word in (
        "CA",
        "RU",
        "university",
        "leading informal channel",
        "active tie",
        "dormant",
        "severed",
        "opposition",
    ):
        assert word in legend.inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
@pytest.mark.parametrize("n", [7, 60, 184])
def test_names_in_the_picture_never_overlap(open_page: Opener, n: int, viewport: dict[str, int]):
    page = open_page(mini_rupture() if n == 7 else generated(n, 12), viewport=viewport)
    assert all(heading["top"] >= 0 for heading in page.evaluate("netmodelPage.view().headings"))
    steps = {
        "null": 3,
        "netmodelPage.select('c0')": 2,
        "netmodelPage.select(null)": 3,
        "netmodelPage.view().network.moveTo({scale: 1.5})": 1,
    }
    for step, least in steps.items():
        page.evaluate(step)
        page.wait_for_timeout(150)
        boxes = page.evaluate("netmodelPage.view().boxes")
        assert len(boxes) >= least, step
        for a, b in itertools.combinations(boxes, 2):
            apart = a["right"] <= b["left"] or b["right"] <= a["left"]
            assert apart or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]


SYMBOLS = """() => {
  const {network, nodes, frame} = netmodelPage.view();
  return nodes.get().map(({id, size}) => {
    const {x, y} = network.canvasToDOM(network.getPosition(id));
    const radius = size * network.getScale() * 0.8;
    return {key: id, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius};
  });
}"""


def meet(a: dict[str, float], b: dict[str, float]) -> bool:
    return a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]


@pytest.mark.browser
def test_names_leave_leading_channels_free_and_ranks_stand_where_nobody_stands(open_page: Opener):
    page = open_page(generated(184, 47))
    symbols = page.evaluate(SYMBOLS)
    names = page.evaluate("netmodelPage.view().boxes")
    labelled = {box["key"] for box in names}
    assert {"c0", "c1", "c2"} <= labelled
    for mark in symbols:
        if mark["key"] in labelled:
            assert not [box["lines"] for box in names if meet(box, mark)]
    headings = page.evaluate("netmodelPage.view().headings")
    assert len(headings) > 2
    assert not any(meet(heading, mark) for heading in headings for mark in symbols)


@pytest.mark.browser
def test_the_leading_route_of_a_chosen_channel_is_named_first(open_page: Opener):
    data = generated(184, 47)
    members = [row["id"] for row in data["stakeholders"][20:60]]
    data["channels"][5]["participants"] = [{"id": key, "uptake": 0.8, "uptake_out": 0.8} for key in members]
    data["channels"][5]["route"] = [members[31], members[38]]
    page = open_page(data)
    page.evaluate("netmodelPage.select('c5')")
    page.wait_for_timeout(150)
    named = page.evaluate("netmodelPage.view().boxes.map(({key}) => key)")
    assert set(named[:3]) == {"c5", "s51", "s58"}
