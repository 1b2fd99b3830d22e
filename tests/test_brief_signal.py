"""Whose signal the recommended channels of a brief wait for, and who would still have to agree."""

from __future__ import annotations

from typing import Any

import netmodel
from netmodel import Network, Study
from netmodel.explain.brief_signal import signal
from netmodel.explain.brief_words import Material

PEOPLE = [{"id": name, "side": name[0].upper(), "influence": 1} for name in ("a1", "a2", "b1")]


def channel(name: str, people: str = "a1:1; b1:1", quality: float = 0.6, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": name.title(), "participants": people, "quality": quality, **more}


def material(
    rows: Any = (), *, people: Any = PEOPLE, study: Study | None = None, ties: Any = (), **asked: Any
) -> Material:
    net = Network.from_tables(people, ties, study=study, **({"channels": rows} if rows else {}))
    return Material(netmodel.analyse(net, **{"draws": 0, **asked}))


def told(section: Any) -> list[str]:
    return [] if section is None else [one.text.replace("\xa0", " ") for one in section.sentences]


NEEDS = "Officials are taken to need clearance: word from above that nothing stands in the way."

OFFICIALS = [
    {"id": "dm", "side": "A", "level": 2, "kind": "ministry", "influence": 1},
    {"id": "adm", "side": "A", "level": 3, "kind": "ministry", "influence": 1},
    {"id": "desk", "side": "A", "level": 4, "kind": "ministry", "influence": 1},
    {"id": "mid", "side": "B", "level": 3, "kind": "ministry", "influence": 1},
]
LINES = [
    {"source": "dm", "target": "adm", "kind": "hierarchical", "strength": 0.9},
    {"source": "dm", "target": "desk", "kind": "hierarchical", "strength": 0.9},
]


def official(study: Study | None, *, participants: str = "desk:1; mid:1") -> Material:
    rows = [channel("talks", participants, kind="formal-consultation", cost=2)]
    return material(rows, people=OFFICIALS, ties=LINES, study=study)


def test_who_would_signal_whom_it_reaches_and_what_still_waits():
    found = signal(official(Study(signal="adm", sides=("A", "B"), ministers=False)))
    assert told(found) == [
        NEEDS,
        "The study has it come from adm (assistant deputy minister), and not from ministers.",
        "Down the lines of authority it would reach 0 of 2 other officials of A at even odds or better, and more "
        "from dm.",
        "It would still be missing for desk (“Talks”).",
        "What B would have to clear is not judged.",
    ]
    keys = ("signal", "rank_window", "ministers")
    assert found.sentences[1].rows == ("stakeholders:2 adm", *(f"netmodel.toml, {key}" for key in keys))


def test_where_the_study_names_nobody_the_best_heard_is_told():
    found = told(signal(official(None)))
    assert found[:2] == [NEEDS, "The sender who would be heard best is dm (deputy minister)."]
    assert not any("missing" in text for text in found)


def test_a_sender_too_senior_or_too_junior_is_told_as_such():
    junior = told(signal(official(Study(signal="desk", sides=("A", "B")))))
    assert junior[1] == (
        "The study has it come from desk (director-general, too junior for a signal: deputy minister to assistant "
        "deputy minister would be right)."
    )
    senior = told(signal(official(Study(signal="dm", rank_window=(3, 4), sides=("A", "B")))))
    assert "deputy minister, premature for a signal: assistant deputy minister to director-general" in senior[1]


def test_where_nothing_waits_for_clearance_nothing_is_said_of_signals():
    assert signal(material([channel("talks")])) is None
    assert signal(material([channel("talks")], systems=False)) is None
    assert signal(material()) is None


def test_the_internal_cascades_that_are_recommended_count_as_open():
    rows = [
        channel("passed", "adm:1; desk:1", 1.0, kind="internal-cascade", cost=1),
        channel("talks", "desk:1; mid:1", kind="formal-consultation", cost=1, requires="passed"),
    ]
    found = material(rows, people=OFFICIALS, ties=LINES, study=Study(signal="adm", sides=("A", "B"), budget=2))
    text = told(signal(found))
    assert not any("missing" in one for one in text)
    closed = material(
        [rows[1] | {"requires": ""}], people=OFFICIALS, ties=LINES, study=Study(signal="adm", sides=("A", "B"))
    )
    assert any("missing" in one for one in told(signal(closed)))
