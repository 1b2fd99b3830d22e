"""What a benchmark against allies says in words: only what its numbers support."""

from __future__ import annotations

from typing import Any

from test_benchmark import ALLIES, CHANNELS, PEOPLE, STUDY, TIES, net_of

from netmodel import Network, Study
from netmodel.policy.benchmark import benchmark


def words(net: Network, **options: Any) -> str:
    return "\n".join(benchmark(net, **options).sentences)


def test_score_gap_and_remedy_are_said_in_this_order() -> None:
    sentences = benchmark(net_of(channels=CHANNELS)).sentences
    assert sentences[0] == (
        "Of what the 4 allies have open with ru, by level, issue and kind of contact, ca has 0\xa0% open too."
    )
    assert sentences[1] == (
        "Open for at least 3 of 4 allies and not for ca: funding on trade at rank 3 (DE, FR and IT)."
    )
    assert sentences[2] == "Renewing a silent tie would close 1 of 1: edc with buyer."
    assert sentences[3] == "Candidate channels serve 1 of 1 at the same level: same and other."


def test_who_cut_what_is_said() -> None:
    said = words(net_of())
    assert "no longer open: ca 1 of 1 and US 1 of 1; DE, FR and IT let nothing go that is listed." in said
    assert "Open for some allies and no longer for US: funding on trade at rank 3 (DE, FR and IT)." in said


def test_no_gap_and_fewer_allies_are_said() -> None:
    said = words(net_of(), at_least=4)
    assert "Nothing that at least 4 of 4 allies keep open is closed for ca." in said
    assert "Open for fewer allies and not for ca: funding on trade at rank 3 (DE, FR and IT)." in said
    assert "Renewing" not in said


def test_a_single_ally_is_named() -> None:
    said = words(net_of(), allies=["DE"])
    assert said.startswith("Of what DE has open with ru") and "Open for DE and not for ca: funding on trade" in said
    assert "Nothing that DE keeps open is closed for ca." in words(
        net_of().open("edc--buyer--funding"), allies=["DE"]
    )


def test_a_gap_that_nothing_closes_is_said() -> None:
    ties = [row for row in TIES if row["source"] != "edc"]
    assert "Nothing in the study would close: funding on trade at rank 3." in words(net_of(ties))


def test_shares_by_ally_are_said_where_they_differ() -> None:
    extra = {"source": "de", "target": "buyer", "kind": "informal", "status_2013": "active", "status_2021": "active"}
    net = net_of([*TIES, extra]).open("edc--buyer--funding")
    assert "(100\xa0% of FR to 50\xa0% of DE)" in benchmark(net).sentences[0]


def test_where_nobody_cut_anything_it_is_said_and_without_a_date_nothing() -> None:
    steady = [{**row, "status_2021": "active"} for row in TIES]
    assert "Nobody compared let go of what was open in 2013." in words(net_of(steady))
    plain = [{"source": row["source"], "target": "buyer", "kind": "funding"} for row in TIES]
    assert "cut" not in words(Network.from_tables(PEOPLE, plain, study=Study(allies=ALLIES)))
    assert STUDY.allies == ALLIES
