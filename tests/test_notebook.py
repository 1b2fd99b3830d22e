"""A network and an analysis in a notebook: a small table, and the page in a frame that shares nothing with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser import chromium
from data.page_sample import HOSTILE, hostile, mini_rupture, recommended
from playwright.sync_api import Browser, Frame, Page

import netmodel
from netmodel.errors import UsageError
from netmodel.network.notebook import summary_html
from netmodel.report.html import to_html
from netmodel.report.notebook import to_frame

PEOPLE = [
    {"id": "gac", "side": "Canada"},
    {"id": "tcs", "side": "Canada"},
    {"id": "mid", "side": "Russia"},
    {"id": "un", "name": "United <b>Nations</b>"},
]
TIES = [
    {"source": "gac", "target": "mid", "status_2013": "active", "status_2021": "severed"},
    {"source": "gac", "target": "tcs"},
    {"source": "un", "target": "mid", "sign": -1},
]


class Tags(HTMLParser):
    """The elements of a text of HTML, each with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def rows_of(table: str) -> dict[str, str]:
    """What a table says, by the head of the row, without its markup."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>', table, re.S)
    return {head: unescape(re.sub("<.*?>", "", said)) for head, said in found}


# --- a network


def test_a_network_is_a_table_of_counts_sides_dates_and_warnings() -> None:
    net = netmodel.Network.from_tables(PEOPLE, TIES)
    assert rows_of(net._repr_html_()) == {
        "Stakeholders": "4: 2 Canada, 1 Russia, 1 third party",
        "Ties": "3, of which 1 carry messages",
        "Channels": "1, of which 0 open, 1 candidates",
        "Conversations": "Canada and Russia",
        "Date": "now",
        "Before": "2013",
        "Warnings": "0",
        "Cells filled by defaults": str(sum(row.count for row in net.provenance.assumptions)),
    }


def test_the_table_tells_a_scenario_and_cuts_what_is_long() -> None:
    people = [{"id": f"p{i}", "side": "ca"} for i in range(7)]
    ties = [{"source": "p0", "target": "ghost", "since": "2016", "status_2013": "active"}]
    net = netmodel.Network.from_tables(people, ties, allow_unknown=True).without(*(f"p{i}" for i in range(1, 7)))
    said = rows_of(summary_html(net.at("2014")))
    assert said["Stakeholders"] == "2: 1 ca, 1 third party" and said["Date"] == "2014"
    assert said["Taken away"] == "p1, p2, p3, p4, p5 and 1 more"
    assert said["Conversations"] == "none: fewer than 2 sides"
    count, *shown = said["Warnings"].split("\n")
    assert int(count) == len(net.provenance.warnings) > 0 and len(shown) == int(count)
    candidate = netmodel.Network.from_tables(PEOPLE, TIES)
    opened = candidate.open(*(row.id for row in candidate.candidates))
    assert rows_of(summary_html(opened))["Opened"] == "gac--mid--informal"


def test_the_empty_network_has_a_table_too() -> None:
    said = rows_of(netmodel.Network(stakeholders=())._repr_html_())
    assert said["Stakeholders"] == "0" and said["Before"] == "no earlier date is known"


@pytest.mark.parametrize("text", HOSTILE)
def test_names_in_the_table_are_text(text: str) -> None:
    study = netmodel.Study(title=text)
    net = netmodel.Network.from_tables([{"id": "a", "side": text}, {"id": "b"}], study=study)
    table = summary_html(net)
    assert {tag for tag, _ in Tags(table).found} <= {"table", "caption", "tbody", "tr", "th", "td", "bdi", "br"}
    assert all(set(attributes) <= {"scope"} for _, attributes in Tags(table).found)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029]", table) and len(table) < 3_000


# --- an analysis


def test_an_analysis_shows_its_page_in_a_sandboxed_frame() -> None:
    study = netmodel.Study(title='Who <talks> & "who" doesn\'t')
    analysis = netmodel.analyse(netmodel.Network.from_tables(PEOPLE, TIES, study=study), decide=False, systems=False)
    ((tag, attributes),) = Tags(analysis._repr_html_()).found
    assert tag == "iframe" and attributes["sandbox"] == "allow-scripts allow-downloads"
    assert attributes["title"] == 'Report of netmodel: Who <talks> & "who" doesn\'t'
    assert attributes["srcdoc"] == to_html(analysis.to_json())
    assert analysis._repr_html_() == analysis._repr_html_()


def test_height_style_and_language_can_be_chosen() -> None:
    text = to_frame(mini_rupture(), height=300, language="fr", style="conflict-map")
    ((_, attributes),) = Tags(text).found
    assert attributes["height"] == "300"
    assert attributes["srcdoc"] == to_html(mini_rupture(), language="fr", style="conflict-map")
    for height in (0, -5, 2.5, True, '1" onload="'):
        with pytest.raises(UsageError, match="not a positive whole number"):
            to_frame(mini_rupture(), height=height)  # type: ignore[arg-type]


@pytest.mark.parametrize("offset", range(len(HOSTILE)))
def test_hostile_texts_cannot_leave_the_frame(offset: int) -> None:
    data = hostile(offset)
    data["study"]["title"] = HOSTILE[offset]
    ((tag, attributes),) = Tags(to_frame(data)).found
    assert tag == "iframe" and set(attributes) == {"sandbox", "title", "width", "height", "style", "srcdoc"}
    assert attributes["srcdoc"] == to_html(data)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def notebook(browser: Browser, folder: Path, frame: str, odd: list[str]) -> tuple[Page, Frame]:
    """A notebook's page: it puts the output in place as Jupyter does, by its markup, and owns something to steal."""
    place = folder / "notebook.html"
    output = json.dumps(frame).replace("<", "\\u003c")
    place.write_text(
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Notebook</title><p id="cell">above</p>'
        f'<div id="output"></div><script>document.getElementById("output").innerHTML = {output}</script>',
        encoding="utf-8",
    )
    page = browser.new_page(viewport={"width": 1200, "height": 900}, accept_downloads=True)
    page.on("console", lambda message: odd.append(message.text))
    page.on("pageerror", lambda error: odd.append(str(error)))
    page.on("dialog", lambda dialog: odd.append(dialog.message))
    page.on("request", lambda request: request.url == place.as_uri() or odd.append(request.url[:80]))
    page.goto(place.as_uri())
    page.locator("iframe").wait_for()
    frame = page.frames[1]
    frame.locator("#foot:not(:empty)").wait_for()  # the last thing that the page fills
    return page, frame


@pytest.mark.browser
def test_the_page_works_in_the_frame_without_a_word_on_the_console(browser: Browser, tmp_path: Path) -> None:
    odd: list[str] = []
    data = netmodel.analyse(
        netmodel.Network.from_tables(PEOPLE, TIES), decide=False, systems=False
    ).to_json()  # with the model that a scenario is worked out from
    page, frame = notebook(browser, tmp_path, to_frame(data), odd)
    assert frame.evaluate("origin") == "null" and frame.evaluate("document.title") == data["study"]["title"]
    frame.locator("#ranking tbody th button").first.click()
    frame.locator("#evidence").wait_for()
    frame.locator(
        "#ranking input[type=checkbox]"
    ).first.check()  # its address cannot be written in here, and need not
    assert frame.evaluate("netmodelPage.scenario().open") == ["gac--mid--informal"]
    frame.locator("#languages a[lang=fr]").click()
    frame = page.frames[1]
    frame.locator("html[lang=fr] #foot:not(:empty)").wait_for()
    assert frame.evaluate("netmodelPage.scenario().open") == ["gac--mid--informal"], "the scenario went along"
    with page.expect_download() as download:
        frame.evaluate("""() => {
            const link = document.createElement("a");
            link.href = URL.createObjectURL(new Blob(["{}"]));
            link.download = "scenario.json";
            link.click();
        }""")
    assert download.value.suggested_filename == "scenario.json"
    page.close()
    assert odd == []


@pytest.mark.browser
def test_a_hostile_study_runs_nothing_in_the_frame_nor_in_the_notebook(browser: Browser, tmp_path: Path) -> None:
    odd: list[str] = []
    data = hostile()
    data["study"]["title"] = '"></iframe><img src=x onerror="window.__x=1">'
    page, frame = notebook(browser, tmp_path, to_frame(data), odd)
    assert page.evaluate("[globalThis.__x, frames.length, document.images.length]") == [None, 1, 0]
    assert frame.evaluate("globalThis.__x") is None
    reached = frame.evaluate("""() => {
        const stored = [() => localStorage.length, () => sessionStorage.length, () => document.cookie];
        const tries = [...stored, () => parent.document.title, () => top.location.href];
        return tries.filter((one) => { try { one(); return true; } catch { return false; } }).length;
    }""")
    assert reached == 0
    page.close()
    assert odd == []


@pytest.mark.browser
def test_the_table_of_a_network_is_inert_in_a_page(browser: Browser, tmp_path: Path) -> None:
    odd: list[str] = []
    people = [{"id": f"s{i}", "side": text} for i, text in enumerate(HOSTILE)]
    table = netmodel.Network.from_tables(people, study=netmodel.Study(title=HOSTILE[0]))._repr_html_()
    page, _ = notebook(browser, tmp_path, table + to_frame(recommended()), odd)
    assert page.evaluate("globalThis.__x") is None
    assert page.locator("#output caption bdi").inner_text() == HOSTILE[0]
    page.close()
    assert odd == []
