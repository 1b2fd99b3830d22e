"""The gate before each issue, and before each channel."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import Network, Study, UsageError
from netmodel.errors import UnknownName
from netmodel.policy.gates import gate, gates, joins, pair_of, pairs_of

PEOPLE = [{"id": "a", "side": "A"}, {"id": "b", "side": "B"}, {"id": "x", "side": "third"}]
ISSUES = [
    {"issue": "terrorism", "sensitivity": 0.1},
    {"issue": "cyber", "sensitivity": 0.7},
    {"issue": "sanctions", "sensitivity": 0.05, "red_line": "yes"},
    {"issue": "health"},
]


def network(*channels: dict[str, Any], **options: Any) -> Network:
    return Network.from_tables(PEOPLE, channels=[{"participants": "a; b"} | row for row in channels], issues=ISSUES,
                               **options)  # fmt: skip


def test_terrorism_now_cyber_later_sanctions_never() -> None:
    """KNOWN-ANSWERS, system 15: at t0 = .1 cyber misses .6; a red line is off however calm it is."""
    found = {row.issue: (row.state, row.missing) for row in gates(network())}
    assert found == {
        "terrorism": ("now", 0.0),
        "cyber": ("later", 0.6),
        "sanctions": ("off the agenda", None),
        "health": ("not stated", None),
    }
    assert [row.issue for row in gates(network())] == ["terrorism", "cyber", "health", "sanctions"]


def test_trust_as_large_as_the_sensitivity_opens_whatever_the_rounding() -> None:
    """.1 + .2 + .4 is a little less than .7 in floating point and opens cyber all the same."""
    assert gate(network(), "cyber", trust=0.1 + 0.2 + 0.4 - 1e-16).state == "now"
    assert gate(network(), "cyber", trust=0.699).missing == pytest.approx(0.001, abs=1e-12)


def test_trust_is_the_study_s_unless_given() -> None:
    net = network(study=Study(trust=0.7))
    assert gate(net, "cyber").state == "now" and gate(net, "cyber", trust=0.0).missing == 0.7
    with pytest.raises(UsageError, match="is outside 0"):
        gate(net, "cyber", trust=1.1)


def test_an_issue_that_only_other_rows_name_has_no_stated_sensitivity() -> None:
    net = network({"id": "talks", "issues": "space"})
    assert [row.issue for row in gates(net) if row.state == "not stated"] == ["health", "space"]


def test_a_channel_joins_where_people_of_both_sides_deal_with_the_issue() -> None:
    people = [*PEOPLE, {"id": "c", "side": "A", "issues": "cyber"}]
    rows = [
        {"id": "both", "participants": "c; b", "issues": "cyber; health"},
        {"id": "ours", "participants": "a; c; x"},
    ]
    net = Network.from_tables(people, channels=rows, issues=ISSUES)
    both, ours = net.channel["both"], net.channel["ours"]
    assert joins(net, both, "A", "B") and joins(net, both, "B", "A", "cyber")
    assert not joins(net, both, "A", "B", "health") and not joins(net, both, "A", "B", "terrorism")
    assert not joins(net, ours, "A", "B") and not joins(net.without("b"), both, "A", "B")


def test_pairs_of_sides() -> None:
    net = Network.from_tables([{"id": name, "side": name} for name in "abc"])
    assert pair_of(net, None, None) == ("a", "b") and pair_of(net, None, "a") == ("b", "a")
    assert pairs_of(net, None, "b") == (("a", "b"), ("c", "b"))
    assert (
        pairs_of(Network.from_tables([]), None, None) == () and pair_of(Network.from_tables([]), None, None) is None
    )
    with pytest.raises(UnknownName, match="side"):
        pairs_of(net, "z", None)
    with pytest.raises(UsageError, match="twice"):
        pair_of(net, "a", "a")
