"""Figures: three forms, the same bytes twice, names that are text, whatever the user's settings are."""

from __future__ import annotations

import sys
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pytest

from netmodel import UsageError
from netmodel.errors import MissingExtra
from netmodel.report import plots

ODD = "<b>$\\alpha_1$</b> & 漢字 \x1b[31m \n 100 %"
POINTS: list[dict[str, Any]] = [
    {"name": f"{ODD} {n}", "group": ("Canada", "Russia", "")[n % 3], "x": n / 7, "y": (n * n % 11) / 11}
    for n in range(20)
]
ROWS: list[dict[str, Any]] = [{"name": ODD, "before": 15.5, "after": 7.8}, {"name": "b", "before": 1.0, "after": 1.0}]
NAMES = [{"name": ODD, "group": "Canada"}, {"name": "mid", "group": "Russia"}, {"name": "un", "group": ""}]
TIES = [[0, 0.4, 0], [0.4, 0, 1], [0, 1, 0]]


def drawn(kind: str, form: str) -> bytes:
    if kind == "scatter":
        return plots.scatter(POINTS, x="Degree (ties)", y="Betweenness (0..1)", title=ODD, form=form)
    if kind == "slope":
        return plots.slope(ROWS, dates=("2013", "2021"), unit="Reach (%)", title=ODD, form=form)
    return plots.adjacency(NAMES, TIES, title=ODD, form=form)


KINDS = ("scatter", "slope", "matrix")


@pytest.mark.parametrize(
    ("kind", "form", "begins"),
    [
        ("slope", "pdf", b"%PDF"),
        ("matrix", "png", b"\x89PNG"),
        ("scatter", "svg", b"<?xml"),
        ("slope", "svg", b"<?xml"),
        ("matrix", "svg", b"<?xml"),
    ],
)
def test_the_same_values_give_the_same_bytes(kind: str, form: str, begins: bytes) -> None:
    first = drawn(kind, form)
    assert first.startswith(begins) and first == drawn(kind, form)
    assert b"CreationDate" not in first and b"dc:date" not in first


@pytest.mark.parametrize("kind", KINDS)
def test_names_are_text_and_no_mathematics(kind: str) -> None:
    root = ElementTree.fromstring(drawn(kind, "svg"))
    texts = [text for node in root.iter() if node.tag.endswith("}text") and (text := "".join(node.itertext()))]
    assert any("<b>$\\alpha_1$</b> & 漢字 \\x1b[31m" in text for text in texts)
    assert not any(node.tag.endswith("}script") for node in root.iter())


def test_axes_say_what_they_show() -> None:
    svg = {kind: drawn(kind, "svg").decode() for kind in KINDS}
    assert "Degree (ties)" in svg["scatter"] and "Betweenness (0..1)" in svg["scatter"]
    assert all(word in svg["slope"] for word in ("Reach (%)", ">2013<", ">2021<", "15.5", "fell", "rose"))
    assert "Strength of the tie (0..1)" in svg["matrix"] and "Stakeholder (to)" in svg["matrix"]
    assert "third party" in svg["scatter"]


def test_the_users_settings_do_not_count_and_stay() -> None:
    plain = drawn("slope", "svg")
    with matplotlib.rc_context({"font.size": 20, "axes.facecolor": "red", "text.parse_math": True}):
        assert drawn("slope", "svg") == plain
        assert matplotlib.rcParams["font.size"] == 20


def test_nothing_to_draw_is_an_empty_figure() -> None:
    assert plots.scatter([], x="x", y="y", title="")
    assert plots.scatter([{"name": "a", "group": "", "x": None, "y": 1}], x="x", y="y", title="")
    assert plots.slope([], dates=("a", "b"), unit="%", title="")
    assert plots.slope([{"name": "a", "before": None, "after": 1}], dates=("a", "b"), unit="%", title="")
    assert plots.adjacency([], [], title="")


def test_a_name_that_runs_leftwards_keeps_its_number_apart() -> None:
    arabic = {"name": "\u0639\u0631\u0628\u064a", "before": 25.0, "after": 3.1}
    texts = plots.slope([arabic], dates=("a", "b"), unit="%", title="").decode()
    assert texts.count(f">{arabic['name']}<") == 2 and ">25.0<" in texts and ">3.1<" in texts


def test_large_matrices_name_the_sides_only() -> None:
    names = [{"name": f"s{n}", "group": "Canada" if n < 40 else "" if n > 60 else "Russia"} for n in range(70)]
    svg = plots.adjacency(names, [[0.0] * 70 for _ in range(70)], title="T").decode()
    assert "Canada" in svg and "third parties" in svg and "s12" not in svg


def test_labels_keep_their_distance_and_their_order() -> None:
    values = [0.0, 0.0, 0.0, 5.0, 5.1]
    places = plots._spread(values, 1.0)
    ordered = sorted(places)
    assert all(b - a >= 1 - 1e-9 for a, b in pairwise(ordered))
    assert places[:3] == pytest.approx([-1, 0, 1]) and places[3:] == pytest.approx([4.55, 5.55])
    assert plots._spread([1.0, 9.0], 1.0) == [1.0, 9.0] and plots._spread([], 1.0) == []


def test_colours_are_told_apart_and_groups_differ_in_marker_too() -> None:
    styles = plots._styles([{"group": group} for group in ("b", "", "a")])
    assert styles["b"] == ("#0072B2", "o") and styles["a"] == ("#D55E00", "^") and styles[""][0] == plots.GREY


def test_unknown_forms_and_a_missing_matplotlib_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no form of a figure"):
        drawn("slope", "bmp")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for kind in KINDS:
        with pytest.raises(MissingExtra, match=r"netmodel\[plot\]"):
            drawn(kind, "svg")
