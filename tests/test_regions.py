"""Provinces and regions: known answers, scores recomputed, every pairing enumerated, and laws."""

from __future__ import annotations

import itertools
import json
import random

import pytest

import netmodel
from netmodel import Network
from netmodel.errors import UnknownName, UsageError
from netmodel.policy.regions import DEFAULTS, Likeness, pair_regions
from netmodel.policy.systems import SYSTEMS


def matrix_study() -> Network:
    """Three with three that score [[9, 8, 1], [8, 3, 1], [1, 1, 5]] under `WHOLE`.

    All lie in the Arctic: 1. Rows 0, 1 and columns 0, 1 share a climate: 2 more. Links 0-0, 0-1, 1-0 and 2-2: 4 more.
    Sectors earn 3 times their share: 2/3 for 0-0, 1/3 for 0-1 and 1-0.
    """
    rows = [("p0", "a; b", "dry"), ("p1", "c", "dry"), ("p2", "e", "wet")]
    columns = [("r0", "a; b; c", "Dry"), ("r1", "a; d", "dry"), ("r2", "f", "cold")]
    people = [
        {"id": name, "side": side, "kind": kind, "sectors": sectors, "climate": climate, "arctic": "yes"}
        for side, kind, group in (("ca", "province", rows), ("ru", "region", columns))
        for name, sectors, climate in group
    ]
    links = [("p0", "r0", "active"), ("r1", "p0", "severed"), ("p1", "r0", "dormant"), ("p2", "r2", "active")]
    ties = [{"source": one, "target": other, "status": status} for one, other, status in links]
    return Network.from_tables(people, ties)


WHOLE = Likeness(sectors=3, arctic=1, climate=2, twinning=4)


# ---- worked by hand ---------------------------------------------------------------------------------------------


def test_the_known_matrix_gives_21_and_the_pin_costs_4():
    """KNOWN-ANSWERS.md, policy system 11."""
    found = pair_regions(matrix_study(), weights=WHOLE)
    assert {(pair.us, pair.them): round(pair.score, 9) for pair in found.pairs} == {
        ("p0", "r1"): 8,
        ("p1", "r0"): 8,
        ("p2", "r2"): 5,
    }
    sums = found.assignment.total, found.assignment.obvious_total, found.assignment.regret
    assert sums == pytest.approx((21, 17, 4), abs=1e-9)
    held = pair_regions(matrix_study(), weights=WHOLE, pins=[("r0", "p0")])
    assert held.assignment.total == pytest.approx(17, abs=1e-9)
    assert held.assignment.pins[0].cost == pytest.approx(4, abs=1e-9)
    assert "p0 is held to r0: the pin costs 4." in held.sentences


def test_the_parts_and_what_they_rest_on():
    pair = next(pair for pair in pair_regions(matrix_study()).pairs if pair.us == "p1")
    assert (pair.them, pair.shared, pair.links, pair.missing) == ("r0", ("c",), ("p1--r0--informal",), ())
    assert pair.parts == {"sectors": pytest.approx(1 / 3), "arctic": 1.0, "climate": 1.0, "twinning": 1.0}
    assert pair.score == pytest.approx(0.4 / 3 + 0.2 + 0.15 + 0.25)


def test_a_severed_link_is_a_twinning_and_a_proposed_or_hostile_one_is_not():
    people = [{"id": "p", "side": "ca", "kind": "province"}, {"id": "r", "side": "ru", "kind": "region"}]
    for row, linked in (
        ({"status": "severed"}, True),
        ({"status_2013": "active", "status_2021": "none"}, True),
        ({"status": "none"}, False),
        ({"status": "proposed"}, False),
        ({"status": "active", "sign": -1}, False),
    ):
        net = Network.from_tables(people, [{"source": "r", "target": "p", **row}])
        assert bool(pair_regions(net).pairs) == linked, row


def test_a_link_counts_from_the_day_that_it_began():
    people = [{"id": "p", "side": "ca", "kind": "province"}, {"id": "r", "side": "ru", "kind": "region"}]
    ties = [{"source": "p", "target": "r", "status_2013": "none", "status_2016": "active", "status_2021": "severed"}]
    net = Network.from_tables(people, ties)
    assert [len(pair_regions(net.at(date)).pairs) for date in ("2013", "2016", "2021")] == [0, 1, 1]


def test_an_open_channel_of_that_kind_is_a_link_and_a_candidate_is_not():
    people = [{"id": "p", "side": "ca", "kind": "province"}, {"id": "r", "side": "ru", "kind": "region"}]
    for row, linked in (
        ({"kind": "province-region", "status": "open"}, True),
        ({"kind": "province-region", "status": "candidate"}, False),
        ({"kind": "sport", "status": "open"}, False),
    ):
        net = Network.from_tables(people, channels=[{"id": "c", "participants": "p; r", **row}])
        assert bool(pair_regions(net).pairs) == linked, row


def test_what_is_not_known_earns_nothing_and_is_shown():
    people = [
        {"id": "p", "side": "ca", "kind": "province", "sectors": "mining", "name": "Yukon"},
        {"id": "r", "side": "ru", "kind": "region", "sectors": "mining", "climate": "boreal", "arctic": "no"},
    ]
    found = pair_regions(Network.from_tables(people))
    (pair,) = found.pairs
    assert (pair.score, pair.missing) == (0.4, ("arctic", "climate"))
    assert pair.parts == {"sectors": 1.0, "arctic": None, "climate": None, "twinning": 0.0}
    assert found.blank == {"arctic": ("p",), "climate": ("p",)}
    assert found.lacks == "stakeholders.csv, columns arctic of Yukon; climate of Yukon"
    assert "Yukon and r, score 0.4: shared: mining; not known: arctic and climate." in found.sentences


def test_links_before_and_now_are_counted():
    people = [{"id": f"p{n}", "side": "ca", "kind": "province"} for n in range(3)]
    people += [{"id": "r", "side": "ru", "kind": "region"}, {"id": "u", "side": "ru", "kind": "university"}]
    ties = [
        {"source": f"p{n}", "target": "r", "status_2013": "active", "status_2021": "active" if n == 2 else "dormant"}
        for n in range(3)
    ]
    ties.append({"source": "p0", "target": "u", "status_2013": "active", "status_2021": "active"})
    found = pair_regions(Network.from_tables(people, ties))
    assert found.links == {"before": 3, "now": 1}
    assert found.left_out == (("p1", "r"), ("p2", "r"))
    assert "Of links between them, 3 were active before; 1 is listed as active now." in found.sentences
    assert "2 other pairs with a link now or before are left out: each has one partner." in found.sentences


def test_other_kinds_may_be_paired():
    people = [
        {"id": "p", "side": "ca", "kind": "university", "arctic": "yes"},
        {"id": "r", "side": "ru", "kind": "university", "arctic": "yes"},
    ]
    net = Network.from_tables(people)
    assert pair_regions(net).pairs == ()
    assert len(pair_regions(net, kinds=["university"]).pairs) == 1


# ---- refused and missing ----------------------------------------------------------------------------------------


def test_what_cannot_be_is_refused():
    with pytest.raises(UsageError, match="weight climate=-1"):
        pair_regions(matrix_study(), weights=Likeness(climate=-1))
    with pytest.raises(UnknownName, match="side 'fr'"):
        pair_regions(matrix_study(), us="fr")
    with pytest.raises(UsageError, match="pin of p0 is refused: its kind is not among those compared"):
        pair_regions(matrix_study(), kinds=["region"], pins=[("p0", "r0")])


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([{"id": "a"}], "column side: two sides"),
        ([{"id": "a", "side": "A"}], "column side: two sides"),
        (
            [{"id": "a", "side": "A", "kind": "province"}, {"id": "b", "side": "B"}],
            "column kind: province or region on the side of B",
        ),
        (
            [{"id": "a", "side": "A", "kind": "province"}, {"id": "b", "side": "B", "kind": "region"}],
            "columns sectors of all; arctic of all; climate of all",
        ),
    ],
)
def test_what_the_study_lacks_is_said_in_one_line(people, said):
    found = pair_regions(Network.from_tables(people))
    assert found.lacks == f"stakeholders.csv, {said}"
    json.dumps(found.to_json(), allow_nan=False)


# ---- a second engine --------------------------------------------------------------------------------------------


def study_of(seed: int) -> Network:
    """Up to five provinces and five regions, some attributes blank, some linked."""
    rng = random.Random(seed)
    people = []
    for side, kind, mark in (("ca", "province", "p"), ("ru", "region", "r")):
        for number in range(rng.randrange(1, 6)):
            sectors = "; ".join(s for s in ("energy", "mining", "trade") if rng.random() < 0.5)
            arctic, climate = rng.choice(["yes", "no", ""]), rng.choice(["tundra", "boreal", ""])
            row = {"id": f"{mark}{number}", "side": side, "kind": kind, "sectors": sectors}
            people.append({**row, "arctic": arctic, "climate": climate})
    names = [[row["id"] for row in people if row["side"] == side] for side in ("ca", "ru")]
    ties = [
        {"source": one, "target": other, "status": rng.choice(["active", "dormant", "severed", "none"])}
        for one, other in itertools.product(*names)
        if rng.random() < 0.3
    ]
    return Network.from_tables(people, ties)


def compare(seed: int) -> None:
    """Every pair scored from its rows, every pairing looked at."""
    net = study_of(seed)
    ours, theirs = ([row for row in net.stakeholders if row.side == side] for side in ("ca", "ru"))
    linked = {frozenset((tie.source, tie.target)) for tie in net.ties if tie.status != "none"}

    def score(one, other):
        either = set(one.sectors) | set(other.sectors)
        jaccard = len(set(one.sectors) & set(other.sectors)) / len(either) if one.sectors and other.sectors else 0
        return (
            0.4 * jaccard
            + 0.2 * (one.arctic is not None and one.arctic == other.arctic)
            + 0.15 * (one.climate != "" and one.climate == other.climate)
            + 0.25 * (frozenset((one.id, other.id)) in linked)
        )

    few, many = sorted((ours, theirs), key=len)
    best = max(
        sum(score(a, b) for a, b in zip(few, some, strict=True)) for some in itertools.permutations(many, len(few))
    )
    found = pair_regions(net)
    assert found.assignment.total == pytest.approx(best, abs=1e-9)
    for pair in found.pairs:
        assert pair.score == pytest.approx(score(net.stakeholder[pair.us], net.stakeholder[pair.them]), abs=1e-9)
        assert pair.score == pytest.approx(sum(getattr(DEFAULTS, k) * (v or 0) for k, v in pair.parts.items()))


@pytest.mark.parametrize("seed", range(20))
def test_scores_and_sum_are_those_of_the_definition(seed):
    compare(seed)


@pytest.mark.laws
@pytest.mark.parametrize("start", range(0, 1000, 100))
def test_scores_and_sum_are_those_of_the_definition_a_thousand_times(start):
    for seed in range(start, start + 100):
        compare(seed)


@pytest.mark.parametrize("seed", range(10))
def test_swapping_the_sides_swaps_the_pairs(seed):
    net = study_of(seed)
    found, turned = pair_regions(net), pair_regions(net, us="ru", them="ca")
    assert {(p.them, p.us, round(p.score, 9)) for p in turned.pairs} == {
        (p.us, p.them, round(p.score, 9)) for p in found.pairs
    }
    assert turned.links == found.links


# ---- the study --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def study():
    return netmodel.read("data/stakeholders.csv")


def test_the_study_had_eight_links_and_has_none(study):
    """data/README.md: eight of their links were active in 2013 and none was read as active in 2021."""
    found = pair_regions(study)
    assert found.links == {"before": 8, "now": 0}
    assert "Of links between them, 8 were active before; none is listed as active now." in found.sentences
    assert "ca_qc" in found.blank["sectors"]
    assert found.lacks.startswith("stakeholders.csv, column sectors of ")


def test_it_is_registered_and_its_table_is_square(study):
    assert SYSTEMS["regions"].title == "Provinces and regions"
    header, rows = SYSTEMS["regions"](study).table()
    assert {len(row) for row in rows} == {len(header)}
