"""Virtual against in-person."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import Network, UsageError
from netmodel.errors import UnknownName
from netmodel.policy.modality import caps_of, enough, lifted, trust_a_year, verdict, ways

WEBINAR = {"id": "webinar", "modality": "virtual", "frequency": 12, "depth": 0.1}
SEMINAR = {"id": "seminar", "modality": "in-person", "frequency": 2, "depth": 0.5}


def network(*channels: dict[str, Any]) -> Network:
    people = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}]
    return Network.from_tables(people, channels=[{"participants": "a; b"} | row for row in channels])


def test_a_year_of_each_way_of_meeting() -> None:
    """KNOWN-ANSWERS, system 14: 12 * .1 = 1.2 and 2 * .5 = 1.0, capped at .4 and .9."""
    assert trust_a_year(12, 0.1, modality="virtual") == 0.4
    assert trust_a_year(2, 0.5, modality="in-person") == 0.9
    assert trust_a_year(1, 0.1, modality="virtual") == 0.1
    assert trust_a_year(12, 0.1, modality="virtual", sensitivity=0.3) == 0.3
    assert trust_a_year(12, 0.1, modality="virtual", sensitivity=0.6) == 0.4
    assert trust_a_year(2, 0.5, modality="in-person", sensitivity=0.6) == 0.6


@pytest.mark.parametrize("trust", [0.0, 0.1])
def test_an_issue_that_needs_little_may_be_virtual_and_one_that_needs_more_may_not(trust: float) -> None:
    """KNOWN-ANSWERS, system 14: an issue needing .3 -> virtual; .6 -> in-person only."""
    caps = caps_of()
    found = ways(network(WEBINAR, SEMINAR), None, "A", "B", trust=trust, caps=caps)
    assert [(way.channel, way.reached) for way in found] == [("webinar", 0.4), ("seminar", 0.9)]
    assert enough(found, 0.3) == ("virtual", "in-person") and enough(found, 0.6) == ("in-person",)
    assert verdict(found, 0.3, trust=trust, caps=caps) == "virtual will do"
    assert verdict(found, 0.6, trust=trust, caps=caps) == "in-person only"


def test_the_cap_is_a_parameter() -> None:
    found = ways(network(WEBINAR), None, "A", "B", trust=0.1, caps=caps_of({"virtual": 0.6}))
    assert verdict(found, 0.6, trust=0.1, caps=caps_of({"virtual": 0.6})) == "virtual will do"
    with pytest.raises(UsageError, match="is outside 0"):
        caps_of({"virtual": 1.2})
    with pytest.raises(UnknownName, match="modality"):
        caps_of({"telepathy": 0.5})
    with pytest.raises(UnknownName, match="modality"):
        trust_a_year(1, 1, modality="telepathy")


def test_what_is_not_on_offer_is_said() -> None:
    caps = caps_of()
    assert verdict([], 0.3, trust=0.1, caps=caps) == "no channel"
    room = ways(network(SEMINAR), None, "A", "B", trust=0.1, caps=caps)
    assert verdict(room, 0.3, trust=0.1, caps=caps) == "in-person only on offer"
    assert verdict(room, 0.95, trust=0.1, caps=caps) == "none on offer"
    assert verdict([], 0.1, trust=0.1, caps=caps) == "any"


def test_the_best_channel_of_each_modality_counts_open_or_on_offer() -> None:
    rare = WEBINAR | {"id": "rare", "frequency": 1}
    weekly = WEBINAR | {"id": "weekly", "frequency": 2, "status": "open"}
    closed = SEMINAR | {"status": "closed"}
    found = ways(network(rare, weekly, closed), None, "A", "B", trust=0.0, caps=caps_of())
    assert [(way.channel, way.reached) for way in found] == [("weekly", 0.2)]


def test_a_channel_never_takes_trust_away() -> None:
    for trust in range(11):
        for amount in range(11):
            for cap in range(11):
                assert trust <= lifted(trust, amount, cap) <= max(trust, cap)
                assert lifted(trust, amount, cap) <= trust + amount
