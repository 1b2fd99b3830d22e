"""The screen: one page of text that fits, whatever the names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from networks import mini_rupture

from netmodel import Network, analyse, read, to_text
from netmodel.report.tables import markdown
from netmodel.report.terminal import table_text

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
