"""Stakeholders: ids, sides, ranks and their defaults."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import InputError, Network, Study

LEVELS = [
    {"side": "Canada", "title": "Assistant Deputy Minister", "rank": 3},
    {"side": "Russia", "title": "Deputy Minister", "rank": 3},
    {"side": "Canada", "title": "Deputy Minister", "rank": 2},
    {"side": "Norway", "title": "Utenriksråd", "rank": 2},
]


def assumed(net: Network) -> dict[str, int]:
    """Defaults of stakeholders used, by column and rule."""
    return {f"{item.column}: {item.rule}": item.count for item in net.provenance.assumptions}


def test_a_canadian_assistant_deputy_minister_ranks_with_a_russian_deputy_minister() -> None:
    people: list[dict[str, Any]] = [
        {"id": "adm", "side": "Canada", "title": "assistant deputy minister", "level": 3},
        {"id": "dm", "side": "Russia", "title": "Deputy Minister", "level": 2},
        {"id": "same", "side": "Canada", "title": "Deputy Minister", "level": 2},
        {"id": "by_title", "side": "Russia", "level": "Deputy Minister"},
        {"id": "by_party", "side": "third", "party": "Norway", "level": "utenriksråd"},
        {"id": "untitled", "side": "Russia", "level": 2},
    ]
    net = Network.from_tables(people, levels=LEVELS)
    ranks = {row.id: (row.level, row.rank) for row in net.stakeholders}
    assert ranks["adm"] == (3, 3)
    assert ranks["dm"] == (2, 3), "levels differ, ranks do not"
    assert ranks["same"] == (2, 2)
    assert ranks["by_title"] == (3, 3)
    assert ranks["by_party"] == (2, 2)
    assert ranks["untitled"] == (2, 2)
    assert net.stakeholder["by_title"].title == "Deputy Minister"


def test_a_title_of_the_other_side_is_no_level() -> None:
    with pytest.raises(InputError) as caught:
        Network.from_tables([{"id": "a", "side": "Russia", "level": "Deputy Minster"}], levels=LEVELS)
    assert caught.value.problems[0].remedy == "did you mean 'Deputy Minister'?"
    with pytest.raises(InputError, match=r"is not 0\.\.5 or a title"):
        Network.from_tables([{"id": "a", "side": "Russia", "level": "Assistant Deputy Minister"}], levels=LEVELS)


@pytest.mark.parametrize(
    ("level", "influence"), [(1, 5.0), (2, 5.0), (3, 4.0), (4, 3.0), (5, 2.0), (0, 1.0), ("", 1.0)]
)
def test_influence_by_level_is_counted_as_an_assumption(level: object, influence: float) -> None:
    net = Network.from_tables([{"id": "a", "level": level}])
    assert net.stakeholder["a"].influence == influence
    assert assumed(net)["influence: by level"] == 1
    assert "influence" in net.stakeholder["a"].assumed
    assert assumed(net).get("level: 0, no official level", 0) == (level == "")


def test_permeability_is_1_on_a_side_and_half_for_a_third_party() -> None:
    people = [{"id": "a", "side": "X"}, {"id": "b", "side": "third"}, {"id": "c"}, {"id": "d", "permeability": 0}]
    net = Network.from_tables(people)
    assert [row.permeability for row in net.stakeholders] == [1.0, 0.5, 0.5, 0.0]
    assert assumed(net)["permeability: 1"] == 1
    assert assumed(net)["permeability: .5, third party"] == 2


def test_blank_cells_take_what_stands_for_them() -> None:
    (row,) = Network.from_tables([{"id": "a", "side": " X "}]).stakeholders
    assert (row.name, row.side, row.party, row.kind, row.level, row.issues) == ("a", "X", "X", "unknown", 0, ())
    assert set(row.assumed) == {"influence", "kind", "level", "permeability"}


def test_what_is_given_is_not_assumed() -> None:
    given = {"id": "a", "side": "X", "kind": "ngo", "level": 3, "influence": 0, "permeability": 1}
    net = Network.from_tables([given])
    assert net.provenance.assumptions == ()
    assert net.stakeholder["a"].influence == 0


@pytest.mark.parametrize(
    ("sides", "code"),
    [((), "S003"), (("X",), "S003"), (("X", "x"), "S004"), (("Québec", "Que\u0301bec"), "S004"), (("X", "Y"), None)],
)
def test_sides_that_cannot_be_rejoined_or_look_alike_are_warned_of(sides: tuple[str, ...], code: str | None) -> None:
    people = [{"id": f"n{n}", "side": side} for n, side in enumerate(sides or [""])]
    assert [p.code for p in Network.from_tables(people).provenance.warnings] == ([code] if code else [])


def test_a_side_of_the_study_that_nobody_is_on_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        Network.from_tables([{"id": "a", "side": "North"}], study=Study(sides=("Nort",)))
    assert [(p.code, p.value, p.remedy) for p in caught.value.problems] == [("S002", "Nort", "did you mean 'North'?")]


def test_an_empty_list_is_an_empty_network() -> None:
    net = Network.from_tables([])
    assert (net.stakeholders, net.sides, net.graph.number_of_nodes()) == ((), (), 0)
