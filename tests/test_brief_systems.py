"""What else a study says: tracks, experts, provinces and regions; nothing where the tables hold nothing of them."""

from __future__ import annotations

from typing import Any

import netmodel
from netmodel import Network, Study
from netmodel.explain.brief_systems import systems
from netmodel.explain.brief_words import Material

SIDES = Study(sides=("A", "B"), before="2013", now="2021")


def told(people: Any, ties: Any = (), channels: Any = (), study: Study = SIDES, **asked: Any) -> list[str]:
    net = Network.from_tables(people, ties, study=study, **({"channels": channels} if channels else {}))
    found = systems(Material(netmodel.analyse(net, **{"draws": 0, **asked})))
    return [] if found is None else [one.text for one in found.sentences]


OFFICIALS = [
    {"id": f"{side}{what}", "side": side.upper(), "influence": 1, "kind": kind, "level": level}
    for side in "ab"
    for what, kind, level in (("min", "ministry", 2), ("uni", "university", 0))
]
LINES = [{"source": f"{side}uni", "target": f"{side}min", "strength": 0.5} for side in "ab"]


def channel(name: str, people: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": name.title(), "participants": people, "quality": 0.9, "kind": kind, "cost": 1, **more}


def test_how_official_the_recommended_meetings_are_and_which_of_the_others_leads_furthest():
    rows = [channel("talks", "amin:1; bmin:1", "formal-consultation"), channel("mixed", "amin:1; buni:1", "seminar"),
            channel("free", "auni:1; buni:1", "seminar", cost=50)]  # fmt: skip
    found = told(OFFICIALS, LINES, rows, Study(sides=("A", "B"), budget=2))
    assert found == [
        "Of the two steps in which the sides meet, one is formal between officials (Track 1), one is mixed or "
        "informal (Track 1.5) and none is without officials (Track 2). Of the last kind “Free” would lead best to "
        "those who decide."
    ]


def test_where_somebody_s_office_is_not_known_nothing_is_said_of_tracks():
    people = [*OFFICIALS, {"id": "x", "side": "A"}]
    rows = [channel("talks", "amin:1; bmin:1", "formal-consultation"), channel("mixed", "x:1; buni:1", "seminar")]
    assert not any("Track" in text for text in told(people, LINES, rows, Study(sides=("A", "B"), budget=2)))


def test_experts_are_told_where_their_expertise_is_stated():
    people = [{"id": "min", "side": "A", "kind": "ministry", "level": 1, "issues": "trade; arctic; war"},
              {"id": "u", "side": "A", "expertise": "arctic"}, {"id": "v", "side": "A", "expertise": "arctic; trade"},
              {"id": "b", "side": "B", "issues": "trade; arctic; war"}]  # fmt: skip
    said = (
        "A has experts on record for two of 3 issues, for one of them in two institutions or more with a way to "
        "those who decide; 2 of 3 stakeholders state any expertise."
    )
    assert told(people, [{"source": "u", "target": "min"}]) == [said]
    bare = [{key: value for key, value in row.items() if key != "expertise"} for row in people]
    assert told(bare, [{"source": "u", "target": "min"}]) == []


REGIONS = [
    {"id": f"{side}{n}", "side": side.upper(), "kind": kind, "name": f"{kind} {n}", "sectors": sector}
    for side, kind in (("a", "province"), ("b", "region"))
    for n, sector in ((1, "mining"), (2, "energy"))
]


def link(now: str) -> list[dict[str, Any]]:
    return [{"source": "a1", "target": "b1", "strength": 0.5, "status_2013": "active", "status_2021": now}]


def test_links_of_provinces_and_regions_then_and_now_and_the_best_pair():
    assert told(REGIONS, link("severed")) == [
        "One tie between provinces and regions was active in 2013, none in 2021.",
        "Best matched are province 1 and region 1.",
    ]
    assert (
        told(REGIONS, link("active"))[0] == "One tie between provinces and regions was active in 2013, one in 2021."
    )
    assert told(REGIONS) == ["Best matched are province 1 and region 1."]


def test_nothing_is_said_of_what_the_tables_or_the_analysis_do_not_hold():
    pair = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    assert told(pair) == told(REGIONS, systems=False) == told([{"id": "a"}], study=Study()) == []
