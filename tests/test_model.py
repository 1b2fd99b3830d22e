"""What an analysis says of its model: enough to work out scenarios, once, and the same whatever the order of rows."""

from __future__ import annotations

import json

from networks import mini_rupture, random_network

from netmodel import Network, Study, analyse
from netmodel.engine.kernel import Reach
from netmodel.explain.model import model_of

PEOPLE = [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}, {"id": "eu", "side": "eu"}]
TIE = {"source": "gac", "target": "mid", "strength": 0.4, "since": "1992-06", "until": "2014-03-18"}


def test_the_model_of_mini_rupture() -> None:
    model = model_of(mini_rupture())
    assert (model["layers"], model["weights"]) == ([None], [[1.0]])
    assert (model["now"], model["latest"], model["dates"]) == ("2014", "2014", ["2013", "2014"])
    assert model["rupture"] == {"date": "2013", "now": "2014", "reach": Reach.of(mini_rupture().at("2013")).value}
    assert len(model["ties"]) == 7
    assert {row["restores"] for row in model["channels"]} == {"GAC--MID--informal", "TCS--MinEcon--informal"}


def test_what_the_rows_of_the_analysis_say_is_not_said_again() -> None:
    for seed in range(12):
        data = analyse(random_network(seed), draws=0, decide=False, systems=False).to_json()
        ranked, there = ({row["id"] for row in data[name]} for name in ("channels", "open_channels"))
        assert len(data["model"]["ties"]) == len(data["ties"])
        for row in data["model"]["channels"]:
            assert ("participants" in row) == (row["id"] not in ranked | there)
            assert ("cost" in row) == (row["id"] not in ranked)


def test_dates_are_the_years_of_all_evidence_and_those_that_the_study_names() -> None:
    channels = [{"id": "c", "participants": "gac; mid", "since": "2010", "until": "2019-05"}]
    net = Network.from_tables(PEOPLE, [TIE], channels=channels, study=Study(before="2013-11", now="2021-06"))
    assert model_of(net)["dates"] == ["1992", "2010", "2013-11", "2014", "2019", "2021-06"]
    assert model_of(net.at("2015-01-02"))["dates"][4] == "2015-01-02"


def test_weights_stand_in_the_order_of_pairs_of_sides() -> None:
    issues = [
        {"issue": "trade", "priority_ca": 4, "priority_ru": 1, "priority_eu": 0.25},
        {"issue": "arms", "priority_ca": 5, "priority_ru": 5, "priority_eu": 5, "red_line": "yes"},
    ]
    net = Network.from_tables(PEOPLE, [TIE], issues=issues)
    model = model_of(net)
    assert model["layers"] == ["arms", "trade"]
    assert model["weights"] == [[0.0] * 3, [net.issue_weight("trade", "ca", "eu"), 2.0, 0.5]]
    assert model_of(net.between("ca", "ru"))["weights"] == [[0.0], [2.0]]


def test_the_date_before_the_rupture_does_not_hang_on_the_date_of_the_picture() -> None:
    net = mini_rupture()
    early = net.at("2012")
    assert early.before is None
    assert model_of(early)["rupture"] == model_of(net)["rupture"]
    assert model_of(net.without("PCO").open("GAC--MID--informal"))["rupture"] == model_of(net)["rupture"]
    assert model_of(Network.from_tables(PEOPLE))["rupture"] is None


def test_a_tie_that_a_scenario_took_away_is_told_where_a_channel_restores_it() -> None:
    net = Network.from_tables(PEOPLE, [TIE])
    name = net.ties[0].id
    assert model_of(net.without("gac"))["ties_gone"] == [
        {"id": name, "since": "1992-06", "until": "2014-03-18", "words": ["", []]}
    ]
    assert model_of(net)["ties_gone"] == []


def test_the_order_of_rows_does_not_matter() -> None:
    other = {"source": "eu", "target": "mid", "status_2010": "active"}
    channels = [{"id": "b", "participants": "gac; mid"}, {"id": "a", "participants": "eu; mid", "status": "open"}]
    net = Network.from_tables(PEOPLE, [TIE, other], channels=channels)
    again = Network.from_tables(PEOPLE[::-1], [other, TIE], channels=channels[::-1])
    assert json.dumps(model_of(net)) == json.dumps(model_of(again))
