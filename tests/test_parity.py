"""Parity of rank: known answers, and the smallest gap found by looking at every pair of participants."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from networks import mini_rupture, random_network

import netmodel
from netmodel import Network
from netmodel.policy.parity import parity, rank_gap
from netmodel.policy.systems import SYSTEMS

RANKS = [
    {"side": "Canada", "title": "Deputy Minister", "rank": 2},
    {"side": "Canada", "title": "Assistant Deputy Minister", "rank": 3},
    {"side": "Russia", "title": "Deputy Minister", "rank": 3},
    {"side": "Russia", "title": "First Deputy Minister", "rank": 2},
    {"side": "Germany", "title": "Deputy Minister", "rank": 4},
]

PEOPLE = [
    {"id": "adm", "side": "Canada", "title": "Assistant Deputy Minister", "level": 3},
    {"id": "dm", "side": "Canada", "title": "Deputy Minister", "level": 2},
    {"id": "zam", "side": "Russia", "title": "Deputy Minister", "level": 2, "name": "Deputy minister's office"},
    {"id": "mgimo", "side": "Russia"},
    {"id": "osce", "side": "third", "level": 1},
]


def net_of(ties=(), **tables):
    return Network.from_tables(PEOPLE, list(ties), levels=RANKS, **tables)


# ---- worked by hand ---------------------------------------------------------------------------------------------


def test_an_assistant_deputy_minister_and_a_russian_deputy_minister_are_level():
    """KNOWN-ANSWERS.md, policy system 2: gap 0 through `levels`, although titles and default levels differ."""
    net = net_of([{"source": "adm", "target": "zam"}])
    assert rank_gap(net.stakeholder["adm"], net.stakeholder["zam"]) == 0
    found = parity(net)
    (contact,) = found.contacts
    assert (contact.gap, contact.gap_by_level, contact.level, contact.ends) == (0, 1, True, ("adm", "zam"))
    assert [(row.id, row.level, row.rank) for row in found.moved] == [("zam", 2, 3)]
    assert "1 is level (1 by the rank table only)" in found.sentences[0]


def test_the_same_words_may_be_two_ranks():
    found = parity(net_of())
    assert [[(row.side, row.rank) for row in group] for group in found.alike] == [[("Canada", 2), ("Russia", 3)]]
    assert "“Deputy Minister” is not one rank: 2 in Canada and 3 in Russia." in found.sentences
    assert [[(row.side, row.title) for row in group] for group in found.equal] == [
        [("Canada", "Deputy Minister"), ("Russia", "First Deputy Minister")],
        [("Canada", "Assistant Deputy Minister"), ("Russia", "Deputy Minister")],
    ]


def test_ranks_held_and_ranks_that_nobody_of_a_side_holds():
    found = parity(net_of())
    assert [(row.side, row.held, row.without) for row in found.sides] == [
        ("Canada", ((2, 1), (3, 1)), 0),
        ("Russia", ((3, 1),), 1),
    ]
    assert found.unheld == (("Russia", 2),)
    assert "Nobody of Russia has rank 2, which somebody on another side has." in found.sentences


def test_a_channel_has_the_smallest_gap_between_its_participants_on_different_sides():
    channels = [
        {"id": "level", "participants": "adm; dm; zam; osce"},
        {"id": "apart", "participants": "dm; zam"},
        {"id": "unranked", "participants": "dm; mgimo"},
        {"id": "ours", "participants": "adm; dm"},
        {"id": "now", "participants": "dm; zam", "status": "open"},
    ]
    found = parity(net_of(channels=channels))
    assert [(row.id, row.status, row.gap, row.gap_by_level, row.ends) for row in found.contacts] == [
        ("now", "open", 1, 0, ("dm", "zam")),
        ("level", "candidate", 0, 0, ("adm", "zam")),
        ("apart", "candidate", 1, 0, ("dm", "zam")),
        ("unranked", "candidate", None, None, ()),
    ]
    assert found.sentences[1].startswith("Of 2 contacts between Canada and Russia that could be opened")


def test_a_tie_that_can_be_restored_is_shown_once_and_others_with_their_state():
    ties = [{"source": "adm", "target": "zam", "status": "severed"}, {"source": "dm", "target": "mgimo"}]
    assert [(row.id, row.what, row.status) for row in parity(net_of(ties)).contacts] == [
        ("dm--mgimo--informal", "tie", "active"),
        ("adm--zam--informal", "channel", "candidate"),
    ]
    listed = parity(net_of(ties, channels=[{"id": "c", "participants": "dm; zam"}]))
    assert [(row.id, row.status) for row in listed.contacts][-1] == ("adm--zam--informal", "severed")


def test_a_title_of_a_party_of_a_side_counts_for_the_side():
    people = [
        {"id": "a", "side": "West", "party": "Canada", "title": "Deputy Minister"},
        {"id": "b", "side": "Russia"},
    ]
    found = parity(Network.from_tables(people, levels=RANKS))
    assert {row.side: row.held for row in found.sides} == {"West": ((2, 1),), "Russia": ()}
    assert {row.side for group in found.equal for row in group} == {"Canada", "Russia"}


# ---- what is missing --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([{"id": "a"}], "column side"),
        ([{"id": "a", "side": "A"}], "column side"),
        ([{"id": "a", "side": "A"}, {"id": "b", "side": "B"}], "column level"),
        ([{"id": "a", "side": "A", "level": 3}, {"id": "b", "side": "B"}], "levels.csv"),
    ],
)
def test_what_the_study_lacks_is_said_in_one_line(people, said):
    found = parity(Network.from_tables(people))
    assert said in found.lacks
    assert "\n" not in found.lacks
    json.dumps(found.to_json(), allow_nan=False)


def test_mini_rupture_has_no_ranks_and_nothing_is_said_of_them():
    found = parity(mini_rupture())
    assert found.sentences == ()
    assert "column level" in found.lacks
    assert all(row.gap is None for row in found.contacts)
    assert len(found.contacts) == 3


# ---- a second engine --------------------------------------------------------------------------------------------


def with_levels(seed: int) -> Network:
    """A random study whose people have levels, three sides at times."""
    net, rng = random_network(seed, sides=2 + seed % 2), random.Random(seed)
    rows = []
    for row in net.stakeholders:
        level = rng.randrange(6)
        rows.append(replace(row, level=level, rank=rng.choice([level, 0, 3])))
    return replace(net, stakeholders=tuple(rows))


@pytest.mark.parametrize("seed", range(20))
def test_gaps_are_the_smallest_over_all_pairs_of_participants(seed):
    net = with_levels(seed)
    ends = {row.id: [person.stakeholder for person in row.participants] for row in net.channels}
    ends |= {row.id: [row.source, row.target] for row in net.ties}
    found = parity(net)
    for contact in found.contacts:
        people = [net.stakeholder[name] for name in ends[contact.id] if net.stakeholder[name].side in net.sides]
        gaps = [
            (rank_gap(one, other), tuple(sorted((one.id, other.id))))
            for one in people
            for other in people
            if one.side < other.side and rank_gap(one, other) is not None
        ]
        assert contact.gap == min((gap for gap, _ in gaps), default=None)
        if gaps:
            assert (contact.gap, contact.ends) in gaps
    crossing = {
        name for name, who in ends.items() if len({net.stakeholder[w].side for w in who} & set(net.sides)) > 1
    }
    alive = {t.id for t in net.active_ties} | {c.id for c in (*net.open_channels, *net.candidates)}
    assert crossing & alive <= {row.id for row in found.contacts} <= crossing


@pytest.mark.parametrize("seed", range(6))
def test_swapping_the_sides_changes_no_gap(seed):
    net = with_levels(2 * seed)
    swapped = {"S0": "S1", "S1": "S0", "": ""}
    other = replace(net, stakeholders=tuple(replace(row, side=swapped[row.side]) for row in net.stakeholders))
    assert parity(other).contacts == parity(net).contacts


# ---- the study --------------------------------------------------------------------------------------------------


def test_the_study_agrees_with_its_rank_table(study):
    """data/README.md: the rank table pairs the two; the Russian Deputy Minister has level 2, and rank 3 by title."""
    found = parity(study)
    assert [(row.id, row.level, row.rank) for row in found.moved] == [("ru_mfa_dm", 2, 3)]
    assert any("Ambassador and Assistant Deputy Minister (Canada)" in sentence for sentence in found.sentences)
    assert {row.id: row.gap for row in found.contacts}["ch_stratstab"] == 0
    assert found.lacks == ""


@pytest.fixture(scope="module")
def study():
    return netmodel.read("data/stakeholders.csv")


def test_it_is_registered_and_its_table_is_square(study):
    assert SYSTEMS["parity"].title == "Parity of rank"
    header, rows = SYSTEMS["parity"](study).table()
    assert {len(row) for row in rows} == {len(header)}
    assert parity(Network.from_tables([{"id": "a"}])).table()[1] == []


def test_a_dormant_contact_is_not_said_to_have_ended(study):
    """data/README.md: dormant is not ended, but no regular contact was read; 44 of the 52 silent ties are dormant."""
    (said,) = [line for line in parity(study).sentences if "severed" in line]
    assert said.startswith("Of 24 contacts between Canada and Russia that are dormant or severed and have a rank")
