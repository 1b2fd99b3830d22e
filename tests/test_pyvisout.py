"""A plain pyvis network: parallel ties kept, text as text, positions where there are any, and its limits as told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from browser import chromium
from data.page_sample import HOSTILE
from pyvis.network import Network as Drawing

import netmodel
from netmodel.errors import UsageError
from netmodel.network import Network
from netmodel.report.layout import positions
from netmodel.report.pyvisout import to_pyvis

PEOPLE = [
    {"id": "gac", "side": "ca", "name": "Global Affairs", "kind": "ministry", "influence": 4},
    {"id": "mid", "side": "ru", "name": "МИД", "kind": "ministry"},
    {"id": "un", "name": "UN"},
]
TIES = [
    {"source": "gac", "target": "mid", "kind": "formal", "status_2013": "active", "status_2021": "severed"},
    {"source": "gac", "target": "mid", "kind": "academic", "strength": 0.25},
    {"source": "mid", "target": "gac", "kind": "business"},
    {"source": "un", "target": "mid", "sign": -1, "directed": "yes"},
    {"source": "un", "target": "gac", "since": "2030"},
]
CHANNELS = [
    {"id": "talks", "name": "Expert talks", "participants": "gac; mid:0.5"},
    {"id": "un", "name": "Open forum", "participants": "gac; un", "status": "open"},
]


@pytest.fixture
def net() -> Network:
    return Network.from_tables(PEOPLE, TIES, channels=CHANNELS).at("2021")


def node(drawing: Any, key: str) -> dict[str, Any]:
    found: dict[str, Any] = drawing.get_node(key)
    return found


def test_it_is_a_pyvis_network_of_every_stakeholder_and_every_tie(net: Network) -> None:
    drawing = to_pyvis(net)
    assert type(drawing) is Drawing
    assert drawing.get_nodes() == ["gac", "mid", "un", "channel un"]
    edges = [(row["from"], row["to"], row["status"]) for row in drawing.edges if "tie" in row]
    assert sorted(edges) == [
        ("gac", "mid", "active"),
        ("gac", "mid", "severed"),
        ("mid", "gac", "active"),
        ("un", "mid", "active"),
    ]
    assert len({row["tie"] for row in drawing.edges if "tie" in row}) == 4


def test_what_is_drawn_says_what_it_is(net: Network) -> None:
    drawing = to_pyvis(net)
    assert node(drawing, "mid") == {
        "id": "mid",
        "label": "МИД",
        "title": "МИД\nru\nministry",
        "shape": "square",
        "color": "#d55e00",
        "size": node(drawing, "mid")["size"],
        "side": "ru",
        "table": "stakeholders",
    }
    assert node(drawing, "gac")["size"] == 18 > node(drawing, "mid")["size"]
    ties = {(row["from"], row["title"].partition("\n")[0]): row for row in drawing.edges if "tie" in row}
    assert ties["gac", "formal"]["dashes"] and ties["gac", "academic"]["dashes"] is False
    assert "strength 0.25" in ties["gac", "academic"]["title"] and ties["gac", "academic"]["width"] == 1.125
    opposed = next(row for row in drawing.edges if row["from"] == "un" and "tie" in row)
    assert opposed["arrows"] == "to" and opposed["dashes"] and "opposition" in opposed["title"]


def test_parallel_ties_do_not_lie_on_each_other(net: Network) -> None:
    rows = [row for row in to_pyvis(net).edges if {row["from"], row["to"]} == {"gac", "mid"}]
    straight, *bent = [row["smooth"] for row in rows]
    hands = [(row["smooth"]["type"] == "curvedCW") != (row["from"] == "mid") for row in rows[1:]]
    assert straight is False and len(bent) == 2 and sorted(hands) == [False, True]  # as seen from gac


def test_channels_are_diamonds_joined_to_those_who_take_part(net: Network) -> None:
    drawing = to_pyvis(net, candidates=True)
    assert drawing.get_nodes()[-2:] == ["channel un", "talks"]
    assert node(drawing, "talks")["shape"] == "diamond" and node(drawing, "talks")["table"] == "channels"
    assert drawing.neighbors("talks") == {"gac", "mid"} and drawing.neighbors("channel un") == {"gac", "un"}
    assert len(to_pyvis(net).edges) == len(drawing.edges) - 2


def test_a_scenario_is_drawn_as_it_is(net: Network) -> None:
    drawing = to_pyvis(net.open("talks").without("un"))
    assert drawing.get_nodes() == ["gac", "mid", "talks"]  # the forum of the same id is taken away with them
    assert all("un" not in (row["from"], row["to"]) for row in drawing.edges)


def test_an_analysis_brings_its_positions_and_physics_is_off(net: Network) -> None:
    analysis = netmodel.analyse(net, decide=False, systems=False)
    drawing, where = to_pyvis(analysis, candidates=True), positions(analysis.to_json())
    for key in ("gac", "mid", "un", "talks"):
        x, y = where[key]
        assert (node(drawing, key)["x"], node(drawing, key)["y"]) == (round(x, 3), round(y, 3))
    assert drawing.options.physics.enabled is False
    plain = to_pyvis(net)
    assert plain.options.physics.enabled is True and "x" not in plain.nodes[0]


def test_it_can_be_gone_on_with_as_any_pyvis_network() -> None:
    drawing = to_pyvis(Network.from_tables(PEOPLE[:2], TIES[:2]))
    drawing.add_node("mine")
    drawing.add_node("gac")  # is there: pyvis leaves it
    drawing.add_edge("mine", "gac")
    assert drawing.get_nodes() == ["gac", "mid", "mine"]
    assert drawing.neighbors("gac") == {"mid", "mine"} and drawing.num_edges() == 3


def test_the_same_network_gives_the_same_drawing_and_is_left_alone(net: Network) -> None:
    digest = net.digest
    assert json.dumps(to_pyvis(net).nodes) == json.dumps(to_pyvis(net).nodes)
    assert json.dumps(to_pyvis(net).edges) == json.dumps(to_pyvis(net).edges)
    assert net.digest == digest


def test_the_empty_network_and_what_is_none() -> None:
    assert to_pyvis(Network(stakeholders=())).num_nodes() == 0
    with pytest.raises(UsageError, match="not Graph"):
        to_pyvis(Network(stakeholders=()).graph)  # type: ignore[arg-type]


def test_pyvis_is_as_the_docstring_says(
    net: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    drawing = to_pyvis(net)
    with pytest.raises(AttributeError):
        drawing.show("net.html")
    assert capsys.readouterr().out == "net.html\n"  # pyvis prints it, nothing here does
    text = drawing.generate_html()
    assert "bootstrap" in text and "https://" in text
    Path("net.html").write_text(text, encoding="utf-8")
    twice = Drawing()
    twice.add_nodes(["a", "b"])
    twice.add_edge("a", "b")
    twice.add_edge("a", "b")
    assert twice.num_edges() == 1


@pytest.mark.browser
def test_hostile_names_run_nothing_in_what_pyvis_makes_of_them() -> None:
    texts = [*HOSTILE, '<a href="javascript:window.__x=1">href</a>', '<img src=x onerror="window.__x=1" href>']
    people = [
        {"id": f"s{i}", "name": text[:300], "side": text[:60], "title": text[:60]} for i, text in enumerate(texts)
    ]
    ties = [
        {"source": "s0", "target": f"s{i}", "kind": text[:60], "evidence": text[:60]}
        for i, text in enumerate(texts)
        if i
    ]
    drawing = to_pyvis(Network.from_tables(people, ties))
    assert [row["label"] for row in drawing.nodes][-1] == texts[-1] or texts[-1] in [
        row["label"] for row in drawing.nodes
    ]
    text = drawing.generate_html()
    assert {row["label"] for row in drawing.nodes} >= {" ".join(text[:300].split()) for text in texts[-2:]}
    assert "popup.innerHTML" not in text
    odd: list[str] = []
    with chromium() as browser:
        page = browser.new_page()
        page.route("**/*", lambda route: route.abort())
        page.on("dialog", lambda dialog: odd.append(dialog.message))
        page.on("pageerror", lambda error: odd.append(str(error)))
        page.set_content(text, wait_until="commit")
        page.wait_for_function("typeof network !== 'undefined'")
        page.evaluate("network.stabilize(5)")
        box = page.locator("canvas").bounding_box()
        for i in range(len(texts)):
            where = page.evaluate(f"network.canvasToDOM(network.getPosition('s{i}'))")
            page.mouse.move(box["x"] + where["x"], box["y"] + where["y"])  # type: ignore[index]
        assert page.evaluate("globalThis.__x") is None
    assert odd == []
