"""The picture's positions: sides left and right, seniority from top to bottom, nobody on top of anybody."""

from __future__ import annotations

import itertools

import pytest
from data.page_sample import Json, empty, generated, mini_rupture, stakeholder

from netmodel.report.layout import RANKS, arrange, leading_channels, positions, side_order, step_channels


def test_the_first_side_stands_left_of_the_channels_and_the_second_right():
    data = mini_rupture()
    where = arrange(data)
    hubs = [x for x, _ in where.channels.values()]
    assert max(where.stakeholders[key][0] for key in ("GAC", "PCO", "TCS", "UofT")) < min(hubs)
    assert min(where.stakeholders[key][0] for key in ("MID", "MinEcon", "MGIMO")) > max(hubs)


@pytest.mark.parametrize("n", [7, 60, 184, 1000])
def test_a_senior_rank_stands_above_a_junior_one_at_the_same_height_on_all_sides(n):
    data = generated(n)
    where = arrange(data).stakeholders
    rows = {rank: [where[r["id"]][1] for r in data["stakeholders"] if r["rank"] == rank] for rank in RANKS}
    held = [heights for heights in rows.values() if heights]
    assert all(max(upper) < min(lower) for upper, lower in itertools.pairwise(held))


def test_third_parties_stand_between_the_bands_and_beside_the_channels():
    data = generated(184, 40)
    where = arrange(data)
    left, right = where.bands
    hubs = {x for x, _ in where.channels.values()}
    third = [where.stakeholders[r["id"]][0] for r in data["stakeholders"] if not r["side"]]
    assert all(left.right < x < right.left for x in third)
    assert not any(min(hubs) <= x <= max(hubs) for x in third)


@pytest.mark.parametrize(("n", "channels"), [(1, 0), (2, 1), (7, 5), (60, 12), (184, 47), (2000, 100)])
def test_nobody_stands_on_anybody(n, channels):
    where = arrange(generated(n, channels))
    points = [*where.stakeholders.values(), *where.channels.values()]
    assert closest(points) > 12


def closest(points):
    """Least distance, sweeping from left to right."""
    best, ordered = float("inf"), sorted(points)
    for i, (x, y) in enumerate(ordered):
        for u, v in itertools.takewhile(lambda point, x=x: point[0] - x < 60, ordered[i + 1 :]):
            best = min(best, ((x - u) ** 2 + (y - v) ** 2) ** 0.5)
    return best


def test_boxes_for_names_do_not_overlap_at_sixty_stakeholders():
    where = arrange(generated(60, 8)).stakeholders
    for (x, y), (u, v) in itertools.combinations(where.values(), 2):
        assert abs(x - u) >= 140 or abs(y - v) >= 60


def test_the_order_of_the_rows_in_the_list_does_not_matter():
    data = generated(60)
    turned = {**data, "stakeholders": data["stakeholders"][::-1]}
    assert arrange(data).stakeholders == arrange(turned).stakeholders


def test_a_position_in_the_list_wins_and_half_a_position_does_not():
    data = mini_rupture()
    data["stakeholders"][0].update(x=-500, y=12.5)
    data["stakeholders"][1].update(x=-500)
    where = positions(data)
    assert where["GAC"] == (-500.0, 12.5)
    assert where["MGIMO"][0] > 0


def test_a_third_side_has_a_band_of_its_own():
    data = generated(60)
    for row in data["stakeholders"][::6]:
        row["side"] = "US"
    data["study"]["sides"] = ["CA", "RU", "US"]
    assert side_order(data) == ["CA", "RU", "US"]
    bands = sorted(arrange(data).bands, key=lambda band: band.left)
    assert all(one.right < other.left for one, other in itertools.pairwise(bands))


@pytest.mark.parametrize("who", [[], [stakeholder("a", "", "ngo", 0)], [stakeholder("a", "CA", "ngo", 9)]])
def test_no_one_one_third_party_or_an_unknown_rank_is_lawful(who: list[Json]):
    where = arrange({**empty(), "stakeholders": who})
    assert set(where.stakeholders) == {row["id"] for row in who}


def test_recommended_channels_stand_in_one_column_near_those_they_join_and_what_they_require_beside_them():
    data = generated(60, 12)
    chosen = ["c002", "c005", "c007", "c009"]
    data["channels"][9]["group"] = "enabling"
    data["recommendation"] = {"portfolio": {"channels": chosen}}
    where = arrange(data)
    assert [row["id"] for row in leading_channels(data)] == chosen[:3]
    assert [row["id"] for row in step_channels(data)] == ["c009"]
    column = {where.channels[key][0] for key in chosen[:3]}
    assert len(column) == 1
    assert where.channels["c009"][0] not in column
    people = {key: y for key, (_, y) in where.stakeholders.items()}
    members = {row["id"]: [people[m["id"]] for m in row["participants"]] for row in data["channels"]}
    by_height = sorted(chosen[:3], key=lambda key: where.channels[key][1])
    assert by_height == sorted(chosen[:3], key=lambda key: sum(members[key]) / len(members[key]))
    others = [y for key, (_, y) in where.channels.items() if key not in chosen]
    assert max(where.channels[key][1] for key in chosen) < min(others)


def test_a_set_of_many_channels_and_a_set_that_names_nobody_are_lawful():
    data = generated(60, 40)
    data["recommendation"] = {"portfolio": {"channels": [row["id"] for row in data["channels"]]}}
    assert closest(list(arrange(data).channels.values())) > 5
    data["recommendation"] = {"portfolio": {"channels": ["gone"]}}
    assert len(leading_channels(data)) == 3
