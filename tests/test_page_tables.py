"""Tables of the page: sorted, filtered, shown in part, and saved as CSV with the guard of netmodel's own files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from data.page_sample import HOSTILE, generated, mini_rupture, recommended, with_systems
from pages import Opener, browser, open_page, open_tab, ready, selected
from playwright.sync_api import Browser, Locator, Page

from netmodel.readwrite.cells import csv_text, guarded, unguarded
from netmodel.report.html import to_html

__all__ = ["browser", "open_page"]
UNSEEN = [
    "",
    "'",
    "''",
    " ",
    "\t",
    "\n",
    "\r",
    "\x00",
    "\x0b",
    "\x1c",
    "\x7f",
    "\x85",
    "\xa0",
    "\u1680",
    "\u180e",
    "\u2003",
]
UNSEEN += [
    "\u200b",
    "\u200e",
    "\u2028",
    "\u202e",
    "\u202f",
    "\u205f",
    "\u2066",
    "\u3000",
    "\ufeff",
    "\x1b",
    "\x1b[31m",
    "\x1b[",
    "\u2061",
]
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\uff1d1",
    "1",
    "a=b",
    "",
    "it's",
    "-",
    "=",
    '"=1"',
    "a,b",
    'say "so"',
    "Я=1",
    "😀=1",
]
CELLS = [f"{unseen}{formula}" for unseen in UNSEEN for formula in FORMULAS]
CELLS += (
    [f"{one}{other}=1" for one in UNSEEN for other in UNSEEN] + list(HOSTILE) + [" " * 20_000, " " * 20_000 + "=1"]
)


@pytest.fixture(scope="module")
def guard(browser: Browser) -> Page:
    """A page with the script of the CSV alone."""
    script = Path(to_html.__code__.co_filename).with_name("page").joinpath("csv.js").read_text(encoding="utf-8")
    page = browser.new_page()
    page.evaluate(f"{script.replace('const csv =', 'window.csv =')}\nundefined")
    return page


@pytest.mark.browser
def test_a_cell_is_guarded_exactly_as_python_guards_it(guard: Page):
    assert guard.evaluate("(cells) => cells.map((cell) => csv.guarded(cell))", CELLS) == [
        guarded(cell) for cell in CELLS
    ]
    values = [True, False, None, 0, -0.25, 12]
    assert guard.evaluate("(cells) => cells.map((cell) => csv.guarded(cell))", values) == [guarded(v) for v in values]


@pytest.mark.browser
def test_a_table_is_written_exactly_as_python_writes_it_and_reads_back(guard: Page):
    rows = [[cell, number, cell[::-1]] for number, cell in enumerate(CELLS)]
    written = guard.evaluate("([header, rows]) => csv.text(header, rows)", [["=a", "b", "c"], rows])
    assert written == csv_text(["=a", "b", "c"], rows)
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert [unguarded(cell) for cell, *_ in read[1:]] == CELLS
    assert guard.evaluate("csv.text(['a'], [[''], [null], ['x']])") == csv_text(["a"], [[""], [None], ["x"]])


# --- the buttons


def saved(page: Page, button: Locator) -> tuple[str, str]:
    """Name and text of what a button saves."""
    with page.expect_download() as download:
        button.click()
    path = Path(download.value.path())
    return download.value.suggested_filename, path.read_bytes().decode("utf-8")


def records(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:], newline="")))


@pytest.mark.browser
def test_every_table_of_every_tab_has_a_csv_with_a_row_for_each_of_its_rows(open_page: Opener):
    page = open_page(recommended() | {"systems": with_systems()["systems"]})
    names = []
    for tab in page.get_by_role("tab").all():
        tab.click()
        panel = page.locator("[role=tabpanel]:not([hidden])")
        panel.locator("details").evaluate_all("(all) => all.forEach((one) => (one.open = true))")
        for table in panel.locator("table").all():
            button = table.locator("xpath=ancestor::div[contains(@class, 'sheet')][1]").locator(".csv")
            caption = table.locator("caption").text_content()
            assert button.get_attribute("aria-label") == f"CSV: {caption}"
            name, text = saved(page, button)
            names.append(name)
            assert len(records(text)) == table.locator("tbody tr").count(), name
    assert len(names) == len(set(names)) == 18


@pytest.mark.browser
def test_a_csv_has_raw_values_ids_and_what_the_evidence_names(open_page: Opener):
    page = open_page(mini_rupture())
    name, text = saved(page, open_tab(page, "Everybody").get_by_role("button", name="CSV: All stakeholders"))
    rows = {row["id"]: row for row in records(text)}
    assert name == "stakeholders.csv"
    assert set(rows) == {row["id"] for row in mini_rupture()["stakeholders"]}
    assert (rows["GAC"]["Stakeholder"], rows["GAC"]["Influence"], rows["GAC"]["Level"]) == (
        "Global Affairs Canada",
        "5",
        "1",
    )
    assert (rows["GAC"]["degree"], rows["GAC"]["bottleneck"]) == ("1", "no")
    _, text = saved(page, page.get_by_role("button", name="CSV: All ties"))
    assert {row["Citation"] for row in records(text)} >= {"Joint statement of GAC and MID"}
    assert {row["file"] for row in records(text)} == {"ties.csv"}
    _, text = saved(page, open_tab(page, "Channels").get_by_role("button", name="CSV: Informal channels, best first"))
    assert records(text)[0]["Gain"] == "0.450666666666"
    assert records(text)[0]["id"] == "talks"
    name, first = saved(page, page.locator("#ranking .csv"))
    assert (name, first) == ("ranking.csv", text), "the first screen saves what the tab saves"
    page.evaluate("netmodelPage.select('c0')")
    name, text = saved(page, page.locator("#evidence .csv").first)
    assert (name, [row["id"] for row in records(text)]) == ("participants.csv", ["GAC", "MID"])


@pytest.mark.browser
def test_the_csv_follows_filter_and_order_and_holds_what_is_not_shown(open_page: Opener):
    page = open_page(generated(184, 6))
    panel = open_tab(page, "Everybody").locator("section").first
    assert panel.locator("tbody tr").count() == 50
    button = panel.locator(".csv")
    assert len(records(saved(page, button)[1])) == 184
    panel.get_by_label("Side").select_option("CA")
    panel.get_by_role("button", name="Ties").click()
    rows = records(saved(page, button)[1])
    assert len(rows) == 74
    assert {row["Side"] for row in rows} == {"CA"}
    ties = [int(row["Ties"]) for row in rows]
    assert ties == sorted(ties, reverse=True)


# --- filters


@pytest.mark.browser
def test_filters_by_side_kind_issue_level_status_and_text_work_together_with_a_live_count(open_page: Opener):
    data = mini_rupture()
    data["stakeholders"][6]["issues"] = ["trade", "Énergie"]
    page = open_page(data)
    people = open_tab(page, "Everybody").locator("section").first
    count = people.locator(".matches")
    assert (count.inner_text(), count.get_attribute("aria-live")) == ("7 of 7", "polite")
    shown = people.locator("tbody th bdi")
    people.get_by_label("Side").select_option("RU")
    assert count.inner_text() == f"{shown.count()} of 7"
    assert set(people.locator("tbody td:nth-child(2)").all_inner_texts()) == {"RU"}
    people.get_by_label("Find").fill("МИНЭК")
    assert shown.all_inner_texts() == ["Минэкономразвития"]
    people.get_by_label("Kind").select_option("university")
    assert (count.inner_text(), people.get_by_text("No row matches.").is_visible()) == ("0 of 7", True)
    for label in ("Side", "Kind"):
        people.get_by_label(label).select_option("all")
    people.get_by_label("Find").fill("")
    people.get_by_label("Issue").select_option("Énergie")
    assert shown.all_inner_texts() == [data["stakeholders"][6]["name"]]
    ties = page.locator("#panel-everybody section").nth(1)
    ties.get_by_label("Now").select_option("severed")
    assert ties.locator(".matches").inner_text() == "2 of 9"
    ties.get_by_label("Find").fill("joint statement of tcs")
    assert ties.locator("tbody .link").all_inner_texts() == ["Trade Commissioner Service", "Минэкономразвития"]


@pytest.mark.browser
def test_a_filtered_row_selects_and_the_picture_marks_its_row(open_page: Opener):
    page = open_page(mini_rupture(), place="#tab=everybody")
    people = page.locator("#panel-everybody section").first
    people.get_by_label("Find").fill("privy")
    people.locator("tbody th button").click()
    assert selected(page) == "s4" == people.locator("tr.chosen").get_attribute("data-key")
    page.evaluate("netmodelPage.select('s0', null)")
    assert people.locator("tr.chosen").count() == 0
    people.get_by_label("Find").fill("")
    assert people.locator("tr.chosen").get_attribute("data-key") == "s0"


@pytest.mark.browser
def test_fifty_rows_come_first_and_sorting_takes_in_all(open_page: Opener):
    page = open_page(generated(184, 6), place="#tab=everybody")
    people = page.locator("#panel-everybody section").first
    assert people.locator("tbody tr").count() == 50
    assert "The first 50 of 184 rows." in people.inner_text()
    people.locator("thead button").first.click()
    first = people.locator("tbody th bdi").first.inner_text()
    names = sorted((row["name"] for row in generated(184)["stakeholders"]), key=str.lower)
    assert first == names[-1]
    people.get_by_role("button", name="Show all 184 rows").click()
    assert people.locator("tbody tr").count() == 184
    assert people.locator("tbody th bdi").last.inner_text() == names[0]
    assert people.locator("th[aria-sort=descending]").inner_text() == "Stakeholder"


# --- the brief


@pytest.mark.browser
def test_the_brief_is_saved_as_it_came_and_offered_only_where_there_is_one(
    open_page: Opener, browser: Browser, tmp_path: Path
):
    assert open_tab(open_page(mini_rupture()), "Data and assumptions").get_by_text("Save the brief").count() == 0
    brief = "# Brief\n\n</script><b>=1</b> \u2028 Минэк\n"
    path = tmp_path / "with.html"
    path.write_text(to_html(mini_rupture(), brief=brief), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    ready(page)
    button = open_tab(page, "Data and assumptions").get_by_role("button", name="Save the brief (Markdown)")
    assert saved(page, button) == ("brief.md", brief)
    page.close()


def test_a_report_carries_the_brief_of_its_analysis_where_something_is_recommended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import netmodel
    from netmodel import Network
    from netmodel.explain.brief import brief
    from netmodel.report import files
    from netmodel.report.brief import to_markdown
    from netmodel.report.html import json_for_script

    people = [{"id": "gac", "side": "CA"}, {"id": "mid", "side": "RU"}]
    net = Network.from_tables(people, channels=[{"id": "talks", "participants": "gac; mid"}])
    full, bare = (netmodel.analyse(net, draws=0, decide=wanted, systems=False) for wanted in (True, False))
    for analysis, wanted in ((full, True), (bare, False)):
        files.write(analysis, tmp_path / str(wanted))
        page = (tmp_path / str(wanted) / "report.html").read_text(encoding="utf-8")
        assert ('id="brief-data"' in page) is wanted
        assert (str(json_for_script(to_markdown(brief(full)))) in page) is wanted
    monkeypatch.setattr(files, "LARGEST_BRIEF", 1)
    files.write(full, tmp_path / "large")
    assert 'id="brief-data"' not in (tmp_path / "large" / "report.html").read_text(encoding="utf-8")
