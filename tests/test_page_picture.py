"""The picture of the page: states, arrangements, symbols, what is saved and printed, groups, its twin in words."""

from __future__ import annotations

import itertools
import json
import re
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path

import pytest
from data.page_sample import Json, generated, hostile, mini_rupture, recommended
from pages import Opener, browser
from pages import open_page as open_any
from PIL import Image
from playwright.sync_api import Page

from netmodel.report.drawing import LARGEST_PICTURE

__all__ = ["browser", "open_any"]
SVG = "{http://www.w3.org/2000/svg}"
INK = """() => {
  const canvas = document.querySelector("#frame canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
  copy.drawImage(canvas, 0, 0);
  const {data} = copy.getImageData(0, 0, canvas.width, canvas.height);
  const found = {all: data.length / 4, inked: 0, green: 0};
  for (let i = 0; i < data.length; i += 4) {
    if (data[i + 3] <= 128) continue;
    found.inked += 1;
    if (data[i + 1] > data[i] + 60 && data[i + 1] > data[i + 2] + 15) found.green += 1;
  }
  return found;
}"""


@pytest.fixture
def open_page(open_any: Opener) -> Opener:
    """As everywhere, without motion."""
    return lambda data, **options: open_any(data, **{"reduced_motion": "reduce", **options})


def settle(page: Page) -> None:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def choose(page: Page, value: str) -> None:
    page.locator(f"#picture-pane input[value={value}]").check(force=True)
    settle(page)


def saved(page: Page, kind: str, folder: Path) -> Path:
    page.locator(".picture-menu").evaluate("(menu) => { menu.open = true; }")
    with page.expect_download() as download:
        page.locator(".picture-menu button", has_text=kind.upper()).dispatch_event("click")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


# --- the code itself


def test_no_two_parts_of_the_pages_script_bear_the_same_name():
    page = files("netmodel.report").joinpath("page")
    scripts = [part.read_text(encoding="utf-8") for part in page.iterdir() if part.name.endswith(".js")]
    names = [
        name for text in scripts for name in re.findall(r"^(?:async )?(?:function|const|let|class) (\w+)", text, re.M)
    ]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


# --- states


@pytest.mark.browser
def test_the_picture_opens_on_the_recommended_set_and_says_in_a_line_what_it_shows(open_page: Opener):
    page = open_page(recommended())
    assert page.locator("#picture-pane input[value=with]").is_checked()
    line = page.locator(".picture-line")
    assert line.inner_text() == "Ties lost since 2013: 3. In green the channels that would bridge the gap: 2."
    choose(page, "difference")
    assert line.inner_text() == (
        "Ties since 2013: 3 lost, 5 kept, 0 new. Pairs across the sides that some route joins: 12 then, 3 now, of 12."
    )
    choose(page, "before")
    assert line.inner_text() == "Ties that were active then: 8."
    choose(page, "now")
    assert line.inner_text() == "Ties active now: 5, of these 1 directly across the sides."


@pytest.mark.browser
def test_lines_follow_the_state_and_channels_are_open_only_with_the_set(open_page: Opener):
    page = open_page(recommended())
    parts = """() => {
      const view = netmodelPage.view();
      return view.scene.edges.map((edge) => [edge.id, view.partOf(edge)]);
    }"""
    shown = {}
    for mode in ("before", "now", "with", "difference"):
        choose(page, mode)
        shown[mode] = {key: part for key, part in page.evaluate(parts) if part is not None}
    assert (shown["before"]["t0"], shown["now"]["t0"], shown["difference"]["t0"]) == ("active", "severed", "lost")
    assert (shown["before"]["t1"], shown["difference"]["t1"]) == ("active", "kept")
    assert shown["difference"]["t8"] == "opposed"
    members = {mode: sorted(key for key in found if key[0] == "m") for mode, found in shown.items()}
    assert members == {
        "before": [],
        "now": [],
        "with": ["m0-0", "m0-1", "m3-0", "m3-1", "m4-0", "m4-1"],
        "difference": [],
    }


@pytest.mark.browser
def test_green_is_what_one_sees_with_the_set_and_not_before(open_page: Opener):
    page = open_page(recommended())
    with_set = page.evaluate(INK)
    choose(page, "before")
    before = page.evaluate(INK)
    assert with_set["inked"] > 0.01 * with_set["all"]
    assert with_set["green"] > 500 > 20 * before["green"]


@pytest.mark.browser
def test_routes_of_the_set_are_heavy_and_everything_else_recedes(open_page: Opener):
    page = open_page(recommended())
    looks = page.evaluate("""() => {
      const view = netmodelPage.view();
      return Object.fromEntries(view.scene.edges.map((edge) => [edge.id, view.lookOf(edge)]));
    }""")
    assert page.evaluate("[...netmodelPage.view().state.routes].sort()") == ["m0-0", "m0-1", "m3-0", "m3-1"]
    assert {looks[key]["width"] for key in ("m0-0", "m3-1")} == {3.2}
    assert all(looks[key]["opacity"] == 1 for key in ("m0-0", "m3-1"))
    assert all(
        look["width"] <= 2.2 and look["opacity"] < 0.75 for key, look in looks.items() if look and key[0] == "t"
    )
    assert looks["t0"]["form"] == "cut"
    assert looks["t0"]["dash"]
    assert looks["t6"]["width"] == 1


@pytest.mark.browser
def test_a_scenario_changes_what_is_open_who_is_there_and_what_the_line_says(open_page: Opener):
    page = open_page(recommended())
    state = {"opened": ["seminar"], "removed": ["TCS"], "date": None, "budget": None, "maxRisk": None}
    page.evaluate("(state) => netmodelPage.view().update(null, state)", state)
    settle(page)
    assert page.evaluate("[...netmodelPage.view().state.hubs]") == ["c2"]
    assert page.evaluate("[...netmodelPage.view().state.removed]") == ["s5"]
    assert "With what is opened" in page.locator(".picture-bar").inner_text()
    opacity = page.evaluate("Object.fromEntries(netmodelPage.view().nodes.get().map((n) => [n.id, n.opacity]))")
    assert opacity["s5"] < 0.2 < opacity["s0"]
    assert "opened channel" in page.locator(".legend").inner_text()


# --- arrangements, movement


@pytest.mark.browser
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_second_arrangement_is_reached_and_left_again(open_page: Opener, motion: str):
    page = open_page(recommended(), reduced_motion=motion)
    spot = "(key) => netmodelPage.view().network.getPosition(key)"
    first = page.evaluate(spot, "s0")
    choose(page, "force")
    wait = "() => netmodelPage.view().growth === 1"
    page.wait_for_function(wait)
    assert page.evaluate(spot, "s0") != first
    assert page.evaluate(INK)["inked"] > 1000
    choose(page, "bands")
    page.wait_for_function(wait)
    again = page.evaluate(spot, "s0")
    assert abs(again["x"] - first["x"]) < 1
    assert abs(again["y"] - first["y"]) < 1


@pytest.mark.browser
def test_a_calm_reader_sees_no_movement(open_page: Opener):
    page = open_page(recommended())
    done = page.evaluate("""() => {
      document.querySelector("input[value=force]").click();
      const view = netmodelPage.view();
      const there = ([id, {x}]) => Math.abs(view.network.getPosition(id).x - x) <= 0.5;
      return view.growth === 1 && [...view.spots].every(there);
    }""")
    assert done


@pytest.mark.browser
def test_wheel_keys_and_buttons_zoom_and_arrows_move(open_page: Opener):
    page = open_page(recommended())
    scale = "() => netmodelPage.view().network.getScale()"
    whole = page.evaluate(scale)
    page.locator("#frame .vis-network").focus()
    page.keyboard.press("+")
    closer = page.evaluate(scale)
    assert closer == pytest.approx(1.4 * whole)
    before = page.evaluate("netmodelPage.view().network.getViewPosition().x")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("netmodelPage.view().network.getViewPosition().x") > before
    page.keyboard.press("0")
    assert page.evaluate(scale) == pytest.approx(whole)
    page.locator("#frame").hover()
    page.mouse.wheel(0, -100)
    page.wait_for_function("(whole) => netmodelPage.view().network.getScale() > whole", arg=whole)
    page.get_by_role("button", name="Show all").click()
    assert page.evaluate(scale) == pytest.approx(whole)


@pytest.mark.browser
def test_the_wheel_scrolls_the_page_where_the_picture_has_no_focus(open_page: Opener):
    page = open_page(generated(60, 12))
    whole = page.evaluate("netmodelPage.view().network.getScale()")
    page.locator("#frame").hover()
    page.mouse.wheel(0, 200)
    page.wait_for_function("() => scrollY > 0")
    assert page.evaluate("netmodelPage.view().network.getScale()") == whole


# --- names


@pytest.mark.browser
@pytest.mark.parametrize("n", [60, 184])
def test_names_are_whole_and_overlap_in_no_state_and_no_arrangement(open_page: Opener, n: int):
    data = generated(n, 12)
    for i, row in enumerate(data["stakeholders"]):
        row["name"] += " of the Ministry (formerly the Office; Division 7)" if i % 3 == 0 else ""
    page = open_page(data)
    for value in ("before", "difference", "with", "force"):
        choose(page, value)
        boxes = page.evaluate("netmodelPage.view().boxes")
        assert len(boxes) >= 3, value
        assert not any("…" in line for box in boxes for line in box["lines"])
        for a, b in itertools.combinations(boxes, 2):
            apart = a["right"] <= b["left"] or b["right"] <= a["left"]
            assert apart or a["bottom"] <= b["top"] or b["bottom"] <= a["top"], (value, a["lines"], b["lines"])


@pytest.mark.browser
def test_a_long_name_gives_way_to_what_the_list_offers_and_is_never_cut_by_us(open_page: Opener):
    data = recommended()
    data["stakeholders"][0]["name"] = "Department of a very long name indeed " * 6
    data["stakeholders"][0]["aliases"] = ["The Department"]
    page = open_page(data)
    lines = page.evaluate("netmodelPage.view().boxes.find(({key}) => key === 's0').lines")
    assert lines == ["The Department"]


# --- symbols of a conflict map


@pytest.mark.browser
def test_conflict_map_symbols_are_an_option_and_a_choice(open_page: Opener):
    data = recommended()
    data["ties"][1]["formality"] = "informal"
    looks = """() => {
      const view = netmodelPage.view();
      view.mode = "now";
      return Object.fromEntries(view.scene.edges.map((edge) => [edge.id, view.lookOf(edge)]));
    }"""
    page = open_page(data, style="conflict-map")
    found = page.evaluate(looks)
    assert found["t8"]["form"] == "zigzag"
    assert found["t2"]["form"] == "double"
    assert found["t1"]["dash"] == [1.5, 3]
    sizes = page.evaluate("Object.fromEntries(netmodelPage.view().nodes.get().map((n) => [n.id, [n.size, n.shape]]))")
    assert sizes["s0"][0] > sizes["s4"][0] > sizes["s1"][0]
    assert {shape for key, (_, shape) in sizes.items() if key[0] == "s"} == {"dot"}
    legend = page.locator(".legend")
    for words in ("size: influence", "strength 0.7 or more (alliance)", "informal", "opposition"):
        assert words in legend.inner_text()
    page.locator(".picture-menu summary").click()
    choose(page, "plain")
    assert page.evaluate(looks)["t8"]["form"] is None
    assert "alliance" not in legend.inner_text()


# --- what is saved and printed


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_svg_holds_title_state_legend_neutrality_and_texts_on_white(
    open_page: Opener, tmp_path: Path, scheme: str
):
    page = open_page(recommended(), color_scheme=scheme)
    root = ET.parse(saved(page, "svg", tmp_path)).getroot()
    texts = ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]
    for text in (
        "A small rupture",
        "state of 2014, compared with 2013",
        "netmodel ranks reach, not wisdom.",
        "leading route",
        "Global Affairs Canada",
        "CA",
        "RU",
    ):
        assert text in texts
    assert any(text.startswith("With the set: Ties lost since 2013: 3.") for text in texts)
    assert root.find(f"{SVG}rect").get("fill") == "#ffffff"
    assert not list(root.iter(f"{SVG}image"))
    blues = [path for path in root.iter(f"{SVG}path") if path.get("fill") == "#0072b2"]
    assert len(blues) >= 4
    sizes = [float(element.get("font-size")) for element in root.iter(f"{SVG}text") if len(element.text) > 2]
    assert min(sizes) >= 12


@pytest.mark.browser
@pytest.mark.parametrize("offset", (0, 7))
def test_the_svg_of_a_hostile_study_is_valid_and_runs_nothing(open_page: Opener, tmp_path: Path, offset: int):
    data = hostile(offset)
    data["study"]["title"] = "bell \x07 null \x00 \ufffe <script>alert(1)</script> ]]>"
    data["stakeholders"][0]["name"] = "a\x01b<c>&\u202e"
    page = open_page(data)
    text = saved(page, "svg", tmp_path).read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg",
        "g",
        "path",
        "rect",
        "text",
        "title",
        "desc",
    }
    names = {name for element in root.iter() for name in element.attrib}
    assert not any(name.startswith("on") or "href" in name for name in names)
    shown = root.find(f"{SVG}title").text
    assert shown == "bell \ufffd null \ufffd \ufffd <script>alert(1)</script> ]]>"


@pytest.mark.browser
def test_the_png_is_twice_as_large_as_the_svg_white_and_inked(open_page: Opener, tmp_path: Path):
    page = open_page(recommended(), color_scheme="dark")
    path = saved(page, "png", tmp_path)
    image = Image.open(path)
    assert (image.format, image.size) == ("PNG", (3200, 1880))
    assert image.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)
    grey = image.convert("L").histogram()
    assert sum(grey[:200]) > 20_000, "inked"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_gets_vectors_and_the_canvas_comes_back(open_page: Opener, scheme: str):
    page = open_page(recommended(), color_scheme=scheme)
    pdf = page.pdf(format="A4", print_background=True)
    assert b"/Subtype /Image" not in pdf
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#frame .on-paper text", has_text="Global Affairs Canada").count() == 1
    assert page.locator("#frame canvas").is_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".on-paper").count() == 0
    assert page.locator("#frame canvas").is_visible()


# --- the picture in words


@pytest.mark.browser
def test_the_twin_names_channels_ties_and_third_parties_across_the_sides(open_page: Opener):
    data = recommended()
    data["stakeholders"][6].update(side="")
    page = open_page(data)
    twin = page.locator("#picture-twin")
    twin.locator("summary").click()
    channels, ties, third = (twin.locator("table").nth(i) for i in range(3))
    assert channels.locator("tbody tr").first.locator("td").all_inner_texts() == [
        "Expert talks on trade",
        "Global Affairs Canada",
        "Ministry of Foreign Affairs",
        "–",
        "Global Affairs Canada – Ministry of Foreign Affairs",
    ]
    first = ties.locator("tbody tr").first.locator("td").all_inner_texts()
    assert first == [
        "Global Affairs Canada (CA)",
        "Ministry of Foreign Affairs (RU)",
        "formal",
        "active tie",
        "severed",
        "0.8",
    ]
    assert third.count() == 0
    assert page.locator("#frame .vis-network").get_attribute("aria-describedby") == "picture-line"


# --- too many to draw


@pytest.fixture(scope="module")
def large() -> Json:
    data = generated(LARGEST_PICTURE + 200, 20)
    for i, row in enumerate(data["stakeholders"]):
        row["measures"]["betweenness"] = float(i % 97)
    return data


@pytest.mark.browser
def test_a_very_large_network_shows_groups_that_open_close_and_are_saved(
    open_page: Opener, tmp_path: Path, large: Json
):
    page = open_page(large)
    line = page.locator(".picture-line")
    for words in ("5,200 stakeholders are too many", "9 groups", "netmodel convert STUDY network.gexf"):
        assert words in line.inner_text()
    assert page.evaluate(INK)["inked"] > 2_000
    names = " ".join(page.evaluate("netmodelPage.view().boxes.map(({lines}) => lines.join(' '))"))
    assert "520 ministry" in names
    page.get_by_label("Open a group").select_option("g1")
    settle(page)
    assert line.inner_text().startswith("The 60 most important of the 520 members")
    keys = page.evaluate("netmodelPage.view().scene.nodes.map(({id}) => id)")
    assert sum(key[0] == "s" for key in keys) == 60
    assert page.evaluate("document.activeElement.textContent") == "Back to all groups"
    page.evaluate("(key) => netmodelPage.select(key)", next(key for key in keys if key[0] == "s"))
    assert page.locator("#evidence").is_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Back to all groups").click()
    settle(page)
    assert "9 groups" in line.inner_text()
    root = ET.parse(saved(page, "svg", tmp_path)).getroot()
    assert "520 ministry" in ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


@pytest.mark.browser
def test_everything_above_the_picture_is_worked_from_the_keyboard(open_page: Opener):
    page = open_page(recommended())
    page.locator("#picture-pane input[value=with]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#picture-pane input[value=difference]").is_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("netmodelPage.view().layout") == "force"
    page.locator(".picture-menu summary").focus()
    page.keyboard.press("Enter")
    assert page.locator(".picture-menu-box").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".picture-menu-box").is_hidden()


def test_every_word_of_the_picture_has_its_french():
    words = json.loads(files("netmodel.report").joinpath("page/text/picture.json").read_text(encoding="utf-8"))
    holes = re.compile(r"\{(\w+)\}")
    for key, said in words.items():
        assert set(said) == {"en", "fr"}, key
        assert set(holes.findall(said["en"])) == set(holes.findall(said["fr"])), key


@pytest.mark.browser
def test_a_study_without_an_earlier_state_or_channels_offers_only_what_there_is(open_page: Opener):
    data = mini_rupture()
    data["channels"] = []
    data["study"]["before"] = data["reach"]["before"] = None
    for row in data["ties"]:
        row["status_before"] = None
    page = open_page(data)
    values = page.locator(".picture-bar input[name=picture-mode]").evaluate_all("(all) => all.map((i) => i.value)")
    assert values == ["now"]
