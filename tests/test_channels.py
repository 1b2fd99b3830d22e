"""Channels: who would take part, what stands for a blank cell, and what cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from netmodel import InputError, Network
from netmodel.schema import kinds, modalities

PEOPLE = [
    {"id": "a", "side": "X", "issues": "arctic"},
    {"id": "b", "side": "Y", "issues": "trade"},
    {"id": "c", "side": "third"},
]


def network(*channels: dict[str, Any], **tables: Any) -> Network:
    """Channels among three people."""
    return Network.from_tables(PEOPLE, channels=channels, **tables)


def counts(net: Network) -> dict[str, int]:
    """Defaults of channels and participants used."""
    tables = ("channels", "participants")
    return {f"{a.table}.{a.column}: {a.rule}": a.count for a in net.provenance.assumptions if a.table in tables}


def test_the_long_form_says_what_the_column_cannot() -> None:
    rows = [
        {"channel": "s", "stakeholder": "b", "uptake": 0.9, "uptake_out": 0.2, "role": "host"},
        {"channel": "s", "stakeholder": "c"},
    ]
    net = network({"id": "s", "participants": "a:0.4"}, participants=rows)
    people = {p.stakeholder: (p.uptake, p.uptake_out, p.role) for p in net.channel["s"].participants}
    assert people == {"a": (0.4, 0.4, ""), "b": (0.9, 0.2, "host"), "c": (0.8, 0.8, "")}
    assert counts(net)["participants.uptake: .8"] == 1
    assert net.open("s").graph.is_directed()


def test_both_forms_say_the_same_where_they_can() -> None:
    rows = [{"channel": "s", "stakeholder": name, "uptake": share} for name, share in (("b", 0.5), ("a", 0.7))]
    long = network({"id": "s"}, participants=rows)
    short = network({"id": "s", "participants": "a:0.7; b:0.5"})
    assert long.channel["s"].participants == short.channel["s"].participants
    assert long.digest == short.digest


def test_every_default_of_a_channel_is_counted() -> None:
    net = network({"id": "s", "participants": "a; b"})
    row = net.channel["s"]
    assert (row.kind, row.formality, row.modality, row.success) == ("informal", "informal", "hybrid", 1.0)
    assert (row.quality, row.depth, row.frequency) == (0.5, 0.3, 2.0)
    assert (row.cost, row.risk, row.lead_time_months, row.needs_clearance) == (1.0, 0.0, 0.0, False)
    assert row.builds_trust == 0.1
    assert counts(net) == {
        "channels.builds_trust: by modality": 1,
        "channels.cost: 1, so that a budget counts channels": 1,
        "channels.depth: by modality": 1,
        "channels.formality: by kind": 1,
        "channels.frequency: by kind": 1,
        "channels.kind: informal": 1,
        "channels.lead_time_months: 0": 1,
        "channels.modality: hybrid": 1,
        "channels.needs_clearance: by kind": 1,
        "channels.participants: uptake .8": 2,
        "channels.quality: by modality and kind": 1,
        "channels.risk: 0": 1,
        "channels.success: 1": 1,
    }


@pytest.mark.parametrize("kind", sorted(kinds("channels")))
@pytest.mark.parametrize("modality", sorted(modalities()))
def test_quality_is_that_of_the_modality_times_the_factor_of_the_kind(kind: str, modality: str) -> None:
    row = network({"id": "s", "participants": "a; b", "kind": kind, "modality": modality}).channel["s"]
    known = kinds("channels")[kind]
    assert row.quality == pytest.approx(min(1, modalities()[modality].quality * known.quality), abs=1e-12)
    assert (row.depth, row.frequency) == (modalities()[modality].depth, known.frequency)
    assert row.builds_trust == modalities()[modality].builds_trust
    assert (row.needs_clearance, row.formality) == (known.official, known.formality)


def test_a_missing_cost_or_risk_is_the_median_of_those_given() -> None:
    given = [{"id": f"s{n}", "participants": "a; b", "cost": n * 10, "risk": n / 10} for n in range(4)]
    net = network(*given, {"id": "x", "participants": "a; b"})
    assert (net.channel["x"].cost, net.channel["x"].risk) == (15.0, (0.1 + 0.2) / 2)
    assert counts(net)["channels.cost: 15, the median of those given"] == 1
    assert net.channel["x"].assumed[:2] == ("builds_trust", "cost")


def test_a_member_that_deals_with_none_of_the_issues_is_warned_about() -> None:
    net = network({"id": "s", "participants": "a; b; c", "issues": "arctic; climate"})
    assert [(p.code, p.value) for p in net.provenance.warnings] == [("C007", "b")]
    assert "'s': arctic; climate" in net.provenance.warnings[0].expected


@pytest.mark.parametrize("people", ["", "a"])
def test_a_channel_of_fewer_than_two_is_warned_about(people: str) -> None:
    assert [p.code for p in network({"id": "s", "participants": people}).provenance.warnings] == ["C006"]


def test_a_window_that_nobody_fits_is_refused_and_a_blank_one_is_open() -> None:
    with pytest.raises(InputError, match="nobody could take part"):
        network({"id": "s", "participants": "a; b", "min_level": 4, "max_level": 3})
    row = network({"id": "s", "participants": "a; b", "min_level": 2, "max_level": 5}).channel["s"]
    assert (row.min_level, row.max_level) == (2, 5)
    assert network({"id": "s", "participants": "a; b", "max_level": 0}).channel["s"].max_level == 0


def test_requirements_are_ids_of_channels_whatever_their_order() -> None:
    one = {"id": "s1", "participants": "a; b", "requires": "s2", "requires_any": "s2|s3", "excludes": "s3"}
    rest = [{"id": name, "participants": "a; b"} for name in ("s2", "s3")]
    row = network(one, *rest).channel["s1"]
    assert (row.requires, row.requires_any, row.excludes) == (("s2",), ("s2", "s3"), ("s3",))
    assert network(one, *rest).digest == network(*rest, one).digest


def test_trust_is_built_by_the_way_of_meeting_unless_it_is_given() -> None:
    built = {name: modality.builds_trust for name, modality in modalities().items()}
    assert built == {"in-person": 0.15, "hybrid": 0.1, "virtual": 0.05, "written": 0.02}
    row = network({"id": "s", "participants": "a; b", "modality": "virtual", "builds_trust": 0.4}).channel["s"]
    assert row.builds_trust == 0.4 and "builds_trust" not in row.assumed
