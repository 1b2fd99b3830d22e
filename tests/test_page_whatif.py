"""What if: every control by mouse and by keyboard, the way back, the address, the file, and what strangers put in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from pages import Opener, browser, listen, ready
from playwright.sync_api import Browser, Locator, Page, expect

from netmodel import Network, Study, analyse, find_routes, read, to_html
from netmodel.cli import main
from netmodel.decide.portfolio import recovery
from netmodel.engine.kernel import Reach

Json = dict[str, Any]
__all__ = ["browser"]
HOSTILE = '<img src=x onerror="window.__x=1">,&=#\'%\u202e__proto__'
STUDY = {
    "stakeholders.csv": "id,name,side,party,influence\n"
    "gac,Global Affairs,CA,CA,5\nuni,Carleton,CA,CA,2\nmid,Foreign Ministry,RU,RU,5\n"
    'think,Institute,RU,RU,2\nbody,Arctic Council,,INT,1\n"<b>&,\'",Odd one,RU,RU,1\n',
    "ties.csv": "source,target,strength,status_2013,status_2021\n"
    "gac,mid,0.8,active,severed\nuni,gac,0.6,active,active\nthink,mid,0.7,active,active\n"
    'gac,body,0.5,active,active\nbody,mid,0.4,active,active\n"<b>&,\'",think,0.5,active,active\n',
    "channels.csv": "id,name,participants,quality,cost,risk,requires,excludes\n"
    "seminar,Seminar,uni:1; think:1,0.6,10,0.1,,\nforum,Forum,gac:1; mid:1,0.7,50,0.4,signal,\n"
    "signal,Signal,gac:1; uni:1,0.5,5,0.2,,\nretreat,Retreat,uni:1; mid:1,0.5,20,0.3,,seminar\n",
    "netmodel.toml": 'title = "Small"\nbefore = "2013"\nnow = "2021"\ncurrency = "CAD"\n',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("study")
    for name, text in STUDY.items():
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def net(folder: Path) -> Network:
    return read(folder)


@pytest.fixture(scope="module")
def data(net: Network) -> Json:
    return analyse(net, draws=0).to_json()


@pytest.fixture(scope="module")
def open_page(browser: Browser, tmp_path_factory: pytest.TempPathFactory, data: Json) -> Iterator[Opener]:
    """Open the page with the network blocked; at the end nothing may have been asked, said or raised."""
    events: list[str] = []
    folder = tmp_path_factory.mktemp("pages")
    context = browser.new_context(offline=True, viewport={"width": 1366, "height": 768})
    shown_at: dict[int, Path] = {}

    def opened(hash: str = "", shown: Json | None = None) -> Page:
        shown = shown or data
        path = shown_at.setdefault(id(shown), folder / f"report{len(shown_at)}.html")
        if not path.exists():
            path.write_text(to_html(shown), encoding="utf-8")
        page = context.new_page()
        listen(page, path.as_uri(), events)
        page.goto(path.as_uri() + hash)
        ready(page)
        return page

    yield opened
    context.close()
    assert events == []


@pytest.fixture(scope="module")
def kept_page(open_page: Opener) -> Page:
    return open_page()


@pytest.fixture
def page(kept_page: Page) -> Page:
    """One page for all tests that need no fresh one, as it stood when it was opened but for what can be undone."""
    if button(kept_page, "Reset").is_enabled():
        button(kept_page, "Reset").click()
    kept_page.get_by_role("searchbox", name="Find a channel to open").fill("")
    return kept_page


def reach(page: Page) -> str:
    return page.locator(".whatif-reach strong").inner_text()


def percent(value: float) -> str:
    return f"{100 * value:.2f}\xa0%"


def told(page: Page, label: str) -> str:
    row = page.locator("#whatif dl div", has=page.get_by_text(label, exact=True))
    return row.locator("dd").inner_text().replace("\xa0", " ")


def box(page: Page, name: str) -> Locator:
    return page.locator("#whatif").get_by_role("checkbox", name=name)


def button(page: Page, name: str) -> Locator:
    return page.locator("#whatif").get_by_role("button", name=name, exact=True)


def fragment(page: Page) -> str:
    return page.url.partition("#")[2]


# --- the controls


@pytest.mark.browser
def test_a_tick_opens_a_channel_and_all_numbers_follow(page: Page, net: Network) -> None:
    now, before = Reach.of(net).value, Reach.of(net.before).value
    assert reach(page) == percent(now)
    box(page, "Seminar").check()
    after = Reach.of(net.open("seminar")).value
    share = recovery(now, before, after)
    assert reach(page) == percent(after)
    assert told(page, "Recovered of what was lost") == f"{100 * (share or 0):.0f} %"
    assert told(page, "Cost of what is ticked") == "CAD 10"
    assert told(page, "Highest risk of what is ticked") == "0.10"
    assert fragment(page) == "open=seminar"
    said = page.locator("#status").inner_text()
    assert percent(after)[:4] in said
    assert page.locator("#chart .bar-row", has_text="Scenario").count() == 1


@pytest.mark.browser
def test_what_is_required_is_told_and_ticked_at_once_and_clashes_are_named(page: Page) -> None:
    box(page, "Forum").check()
    assert told(page, "Still required").startswith("Signal")
    button(page, "Tick these too").click()
    assert told(page, "Still required") == "nothing"
    assert box(page, "Signal").is_checked()
    box(page, "Seminar").check()
    box(page, "Retreat").check()
    assert "Retreat\u2069 with \u2068Seminar" in told(page, "Not possible together")


@pytest.mark.browser
def test_somebody_declines_and_comes_back(page: Page, net: Network) -> None:
    page.get_by_role("combobox", name="Stakeholder", exact=True).select_option(label="Arctic Council (body)")
    button(page, "Take away").click()
    assert reach(page) == percent(Reach.of(net.without("body")).value)
    assert fragment(page) == "without=body"
    button(page, "Bring \u2068Arctic Council\u2069 back").click()
    assert reach(page) == percent(Reach.of(net).value)
    assert fragment(page) == ""


@pytest.mark.browser
def test_the_date_moves_by_list_and_by_slider(page: Page, net: Network) -> None:
    dates = page.get_by_role("combobox", name="Date of the picture")
    slider = page.get_by_role("slider", name="Date of the picture")
    assert dates.locator("option").all_inner_texts() == ["2013", "2021", "as analysed (2021)"]
    dates.select_option("2013")
    assert reach(page) == percent(Reach.of(net.at("2013")).value)
    assert told(page, "Recovered of what was lost") == "100 %"
    slider.focus()
    page.keyboard.press("End")
    assert reach(page) == percent(Reach.of(net).value)
    page.keyboard.press("Home")
    assert fragment(page) == "at=2013"
    assert slider.get_attribute("aria-valuetext") == "2013"


@pytest.mark.browser
def test_limits_mark_what_is_out_of_reach_and_name_the_best_set_only_for_the_study_itself(page: Page) -> None:
    page.get_by_role("spinbutton", name="Budget, CAD").fill("15")
    page.keyboard.press("Tab")
    marks = {name: box(page, name).locator("xpath=ancestor::li").inner_text() for name in ("Forum", "Seminar")}
    assert "over the budget" in marks["Forum"]
    assert "points" in marks["Seminar"]
    assert "2 of 4 remaining channels fit." in page.locator(".whatif-fits").inner_text()
    assert (
        "Computed beforehand, the best set that fits: \u2068Seminar\u2069"
        in page.locator(".whatif-fits").inner_text()
    )
    page.get_by_role("spinbutton", name="No channel riskier").fill("0.05")
    page.keyboard.press("Tab")
    assert fragment(page) == "budget=15&risk=0.05"
    assert "0 of 4 remaining" in page.locator(".whatif-fits").inner_text()
    assert "is to open nothing" in page.locator(".whatif-fits").inner_text()
    button(page, "Undo").click()
    button(page, "Tick this set").click()
    assert box(page, "Seminar").is_checked()
    assert "hold for the study as analysed" in page.locator(".whatif-fits").inner_text()


@pytest.mark.browser
def test_a_slider_that_is_dragged_is_undone_at_once(open_page: Opener) -> None:
    page = open_page()
    slider = page.get_by_role("slider", name="Budget, CAD")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    assert fragment(page).startswith("budget=")
    button(page, "Undo").click()
    assert fragment(page) == ""
    assert button(page, "Undo").is_disabled()


@pytest.mark.browser
def test_undo_redo_and_reset(open_page: Opener) -> None:
    page = open_page()
    first = reach(page)
    box(page, "Seminar").check()
    one = reach(page)
    box(page, "Signal").check()
    button(page, "Undo").click()
    assert (reach(page), fragment(page)) == (one, "open=seminar")
    button(page, "Undo").click()
    assert (reach(page), fragment(page)) == (first, "")
    assert button(page, "Undo").is_disabled()
    button(page, "Redo").click()
    assert (reach(page), fragment(page)) == (one, "open=seminar")
    button(page, "Reset").click()
    assert (reach(page), fragment(page)) == (first, "")
    button(page, "Undo").click()
    assert reach(page) == one
    assert page.locator("#chart .bar-row", has_text="Scenario").count() == 1


@pytest.mark.browser
def test_the_whole_journey_by_keyboard_alone(open_page: Opener, net: Network) -> None:
    page = open_page()
    box(page, "Seminar").focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.dataset.opens") == "seminar"
    page.get_by_role("combobox", name="Stakeholder", exact=True).focus()
    page.keyboard.type("Arctic")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert reach(page) == percent(Reach.of(net.open("seminar").without("body")).value)
    assert page.evaluate("document.activeElement.tagName") == "SELECT"
    button(page, "Undo").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Redo"
    page.keyboard.press("Enter")
    button(page, "Save scenario").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert json.loads(Path(download.value.path()).read_text("utf-8"))["opened"] == ["seminar"]


@pytest.mark.browser
def test_channels_are_found_by_name(page: Page) -> None:
    page.get_by_role("searchbox", name="Find a channel to open").fill("SEMI")
    assert page.locator(".tick-list li").count() == 1
    assert box(page, "Seminar").is_visible()


# --- the address and the file


@pytest.mark.browser
def test_a_scenario_travels_by_its_link(open_page: Opener, net: Network) -> None:
    page = open_page(
        "#lang=en&open=seminar,signal&without=" + quote("<b>&,'", safe="") + "&at=2013&budget=30&risk=0.5"
    )
    after = net.open("seminar", "signal").without("<b>&,'").at("2013")
    assert reach(page) == percent(Reach.of(after).value)
    assert fragment(page) == "open=seminar,signal&without=%3Cb%3E%26%2C'&at=2013&budget=30&risk=0.5&lang=en"
    assert button(page, "Undo").is_disabled()
    button(page, "Copy link").click()
    assert page.get_by_label("Link to this scenario").input_value() == page.url
    assert page.get_by_label("Link to this scenario").evaluate("(e) => e.selectionEnd - e.selectionStart > 20")
    page.evaluate("location.hash = 'open=forum'")
    expect(box(page, "Forum")).to_be_checked()
    assert reach(page) == percent(Reach.of(net.open("forum")).value)
    page.evaluate("location.hash = 'together'")
    assert box(page, "Forum").is_checked()


HASHES = (
    "open=" + quote(HOSTILE, safe=""),
    "open=%&without=%E0%A4%A&at=%00",
    "open=__proto__,constructor,toString&at=2014-13&budget=-1&risk=7",
    "budget=NaN&risk=Infinity&at=__proto__",
    "budget=1e999&open=,,,,",
    "open=" + ",".join(f"x{i}" for i in range(500)),
    "__proto__=1&constructor=2&open",
    "a" * 100_001,
)


@pytest.mark.browser
def test_a_hostile_address_changes_nothing_and_is_told_in_words(page: Page, open_page: Opener, net: Network) -> None:
    fresh = open_page("#" + HASHES[2])
    said = fresh.locator("#whatif .notices li").all_inner_texts()
    wrong = ["not a date", "not a budget", "not a risk"]
    assert [notice.split(" is ")[1].split(":")[0] for notice in said[3:]] == wrong
    for hash in HASHES:
        page.evaluate("(hash) => { location.hash = hash; }", hash)
        page.wait_for_timeout(30)
        assert reach(page) == percent(Reach.of(net).value)
        assert page.evaluate("window.__x") is None
        notices = page.locator("#whatif .notices li").all_inner_texts()
        assert len(notices) <= 8
        assert "open=x0" not in hash or notices[-1] == "495 more are unknown here."
        assert page.locator("#whatif img, #whatif b").count() == 0


@pytest.mark.browser
def test_the_saved_scenario_gives_the_pages_number_in_netmodel_analyse(
    open_page: Opener, folder: Path, tmp_path: Path, net: Network
) -> None:
    page = open_page("#open=seminar,signal&without=body&at=2016&budget=30&risk=0.35")
    with page.expect_download() as download:
        button(page, "Save scenario").click()
    assert download.value.suggested_filename == "scenario.json"
    file = tmp_path / "scenario.json"
    download.value.save_as(file)
    words = ["analyse", str(folder), "-o", str(tmp_path / "out"), "--format", "json", "--quiet", "--ranking-only"]
    done = CliRunner().invoke(main, [*words, "--strict", "--scenario", str(file)])
    assert done.exit_code == 0, done.stderr
    again = json.loads(done.stdout)
    assert reach(page) == percent(again["reach"]["now"])
    assert again["reach"]["now"] == pytest.approx(page.evaluate("window.netmodelPage.scenario().reach"), abs=1e-9)
    assert again["options"]["budget"], again["options"]["max_risk"] == (30, 0.35)
    # the page of that scenario starts from it, and what it saves stands by itself
    second = open_page(shown=again)
    assert reach(second) == percent(again["reach"]["now"])
    box(second, "Forum").check()
    after = net.open("seminar", "signal", "forum").without("body").at("2016")
    assert reach(second) == percent(Reach.of(after).value)
    with second.expect_download() as download:
        button(second, "Save scenario").click()
    saved = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert (saved["opened"], saved["removed"], saved["date"]) == (["forum", "seminar", "signal"], ["body"], "2016")


@pytest.mark.browser
def test_a_saved_scenario_is_loaded_again(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("#open=seminar&without=body&at=2013&budget=30")
    shown = reach(page)
    with page.expect_download() as download:
        button(page, "Save scenario").click()
    file = tmp_path / "s.json"
    download.value.save_as(file)
    button(page, "Reset").click()
    with page.expect_file_chooser() as chooser:
        button(page, "Load scenario").click()
    chooser.value.set_files(file)
    expect(box(page, "Seminar")).to_be_checked()
    assert (reach(page), fragment(page)) == (shown, "open=seminar&without=body&at=2013&budget=30")
    assert page.locator("#whatif .notices").is_hidden()


FILES: tuple[tuple[str, str | None], ...] = (
    ("", "not a scenario"),
    ("[1]", "not a scenario"),
    ("null", "not a scenario"),
    ('{"netmodel_scenario": 2}', "not a scenario"),
    ("{" * 10_000, "not a scenario"),
    ('{"netmodel_scenario": 1, "opened": ["' + "x" * 100_000 + '"]}', "is no channel of this study"),
    ('{"netmodel_scenario": 1, "opened": ["<img src=x onerror=window.__x=1>"]}', "is no channel of this study"),
    ('{"netmodel_scenario": 1, "__proto__": {"opened": ["seminar"]}}', None),
    ('{"netmodel_scenario": 1, "opened": {"length": 1e9}, "removed": "gac", "study": 7}', "other files"),
    ('{"netmodel_scenario": 1, "study": {"ties": "00"}, "between": ["CA", "XX"]}', "other sides"),
    ('{"netmodel_scenario": 1, "removed": ["seminar"]}', "takes channels or ties away"),
    ('{"netmodel_scenario": 1, "date": {"a": 1}, "budget": "x", "max_risk": []}', "is not a date"),
)


@pytest.mark.browser
def test_a_hostile_file_changes_nothing_and_is_told_in_words(page: Page, net: Network, tmp_path: Path) -> None:
    for content, said in FILES:
        file = tmp_path / "s.json"
        file.write_text(content, encoding="utf-8")
        page.locator("#whatif input[type=file]").set_input_files(file)
        expect(page.locator("#whatif input[type=file]")).to_have_js_property("value", "")
        assert reach(page) == percent(Reach.of(net).value)
        assert page.evaluate("window.__x") is None
        assert said is None or said in page.locator("#whatif .notices").inner_text()
        assert len(page.locator("#whatif .notices").inner_text()) < 1_000


# --- what the other panels take


@pytest.mark.browser
def test_routes_between_two_follow_the_scenario(open_page: Opener, net: Network) -> None:
    page = open_page("#open=seminar&without=body")
    found = page.evaluate("window.netmodelPage.scenario().between('gac', 'think', 3)")
    wanted = find_routes(net.open("seminar").without("body"), "gac", "think", k=3)
    assert [[step["id"] for step in route["steps"]] for route in found] == [list(r.stakeholders) for r in wanted]


@pytest.mark.browser
def test_without_a_model_there_is_no_panel_and_the_address_is_left_alone(open_page: Opener, data: Json) -> None:
    page = open_page("#open=seminar", {name: part for name, part in data.items() if name != "model"})
    assert page.locator("#whatif").count() == 0
    assert fragment(page) == "open=seminar"


@pytest.mark.browser
def test_hostile_ids_and_names_are_shown_as_typed_and_travel(open_page: Opener) -> None:
    people = [{"id": HOSTILE, "name": HOSTILE, "side": "A"}, {"id": "b", "side": "B"}, {"id": "c", "side": "B"}]
    channels = [{"id": f"c{HOSTILE}", "name": HOSTILE, "participants": "b; c"}]
    members = [{"channel": f"c{HOSTILE}", "stakeholder": HOSTILE}]
    net = Network.from_tables(people, channels=channels, participants=members, study=Study(title="Odd"))
    shown = analyse(net, draws=0).to_json()
    page = open_page(shown=shown)
    page.locator("#whatif .tick").check()
    assert reach(page) == percent(Reach.of(net.open(f"c{HOSTILE}")).value)
    again = open_page("#" + fragment(page), shown)
    assert again.locator("#whatif .tick").is_checked()
    assert again.evaluate("window.__x") is None


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1366])
def test_the_panel_keeps_within_the_screen(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    sizes = page.locator("#whatif *").evaluate_all(
        "(all) => all.filter((e) => e.textContent.trim()).map((e) => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 12
