"""The screen: one page of text that fits, whatever the names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from networks import mini_rupture

from netmodel import Network, analyse, read, to_text
from netmodel.report.tables import markdown
from netmodel.report.terminal import systems_text, table_text

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def study() -> dict[str, Any]:
    return analyse(read(ROOT / "data"), draws=1).to_json()


@pytest.mark.parametrize("width", [70, 100, 140])
def test_no_line_is_wider_than_the_screen(study: dict[str, Any], width: int) -> None:
    text = to_text(study, width=width)
    assert max(len(line) for line in text.splitlines()) <= width


def test_the_answer_comes_first_then_why_then_doubt_then_the_table() -> None:
    text = to_text(analyse(mini_rupture()).to_json())
    order = [
        "Reach between CA and RU is 25.0",
        "75\xa0% of that is lost",
        "The informal channels that add most:",
        "Informal and",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert text.rstrip().endswith("not whether contact is\ndesirable.")


def test_equal_text_for_equal_data_and_no_colour_unless_asked() -> None:
    data = analyse(mini_rupture()).to_json()
    assert to_text(data) == to_text(data)
    assert "\x1b" not in to_text(data) and "\x1b[" in to_text(data, colour=True)


def test_markup_in_a_name_is_shown_and_not_obeyed() -> None:
    table = (["name"], [["[red]x[/red]"], ["a|b*c"], ["line\nbreak"]])
    shown = table_text(table)
    assert "[red]x[/red]" in shown and "line\\x0abreak" in shown
    assert "a\\|b\\*c" in markdown(table)


def test_without_channels_the_screen_says_so() -> None:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    assert "No candidate channel" in to_text(analyse(Network.from_tables(people)).to_json())


def finding(*sentences: str, rows: int = 1) -> dict[str, Any]:
    return {"sentences": list(sentences), "table": {"header": ["id"], "rows": [["x"]] * rows}}


def test_the_policy_systems_take_four_lines_after_the_recommendation(study: dict[str, Any]) -> None:
    found = {
        "agenda": finding("Both care for trade."),
        "cascade": finding("A signal from “GAC” clears 2 of 3 officials.", "More."),
        "vetoes": finding("1 veto stands against 1 of 4 channels: “Talks”."),
        "regions": finding(),
    }
    text = to_text({**study, "systems": found})
    place = text.index("Who may object, whom a signal clears (3 policy questions are answered in the tabs")
    assert text.index("What to open together:") < place < text.index("What is uncertain:")
    lines = text[place:].split("\n\n")[0].splitlines()
    assert lines[-2:] == [
        "  - 1 veto stands against 1 of 4 channels: “Talks”.",
        "  - A signal from “GAC” clears 2 of 3 officials.",
    ]
    assert len(lines) <= 4


def test_what_is_too_long_or_found_nothing_is_left_to_the_page() -> None:
    long, short = finding("A signal clears everybody. " * 20), finding("1 veto stands.")
    assert systems_text({"vetoes": short, "cascade": long}, 100)[2:] == ["  - 1 veto stands."]
    where = "answered in the tabs of report.html."
    assert systems_text({"vetoes": finding("No veto.", rows=0)}, 100) == ["", f"1 policy question is {where}"]
    assert systems_text({"vetoes": long, "cascade": long}, 100) == ["", f"2 policy questions are {where}"]


def test_without_an_answer_of_a_policy_system_the_screen_says_nothing_of_them(study: dict[str, Any]) -> None:
    older = {name: value for name, value in study.items() if name != "systems"}
    for data in (older, {**study, "systems": {}}, {**study, "systems": {"regions": finding()}}):
        assert "policy" not in to_text(data)


def test_names_in_a_policy_system_are_shown_and_not_obeyed() -> None:
    lines = systems_text({"vetoes": finding("“\x1b[31mTalks\x1b[0m\u202e” is opposed.")}, 100)
    assert "\x1b" not in "".join(lines) and "\u202e" not in "".join(lines)
