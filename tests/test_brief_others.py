"""Who may object and what allies do: only what vetoes and ties say, with the rows that say it."""

from __future__ import annotations

from typing import Any

import netmodel
from netmodel import Network, Study
from netmodel.explain.brief_others import allies, objections
from netmodel.explain.brief_words import Material

PEOPLE = [{"id": name, "side": name[0].upper(), "influence": 1} for name in ("a1", "a2", "b1")]
PEOPLE += [{"id": "v", "name": "Veto body"}, {"id": "w", "side": "A", "name": "Diaspora"}]


def channel(name: str, people: str = "a1:1; b1:1", quality: float = 0.6, **more: Any) -> dict[str, Any]:
    return {"id": name, "name": name.title(), "participants": people, "quality": quality, **more}


def material(rows: Any, vetoes: Any, **study: Any) -> Material:
    net = Network.from_tables(PEOPLE, channels=rows, vetoes=vetoes, study=Study(**study))
    return Material(netmodel.analyse(net, draws=0))


def told(section: Any) -> list[str]:
    return [] if section is None else [one.text.replace("\xa0", " ") for one in section.sentences]


def test_who_objects_what_settles_it_and_what_there_is_without_it():
    """Of three pairs (a1, a2, w with b1) talks join one at .9 (30 %), lunch one at .6 (20 %)."""
    rows = [channel("talks", quality=0.9, cost=5), channel("lunch", "a2:1; b1:1", cost=5)]
    found = objections(material(rows, [{"actor": "v", "target": "talks", "mitigable": "yes"}], budget=5))
    assert told(found) == [
        "Objections to “Talks” are on record from Veto body (a third party).",
        "Were these objections settled, nobody on record would stand against “Talks”.",
        "A set that nobody on record opposes would bring 10 points of reach less.",
    ]
    assert found.sentences[0].rows == ("vetoes:1 v--talks",)


def test_pressure_on_a_participant_is_told_as_that():
    found = told(objections(material([channel("talks")], [{"actor": "w", "target": "a1", "mitigable": "no"}])))
    assert found == [
        "Objections to “Talks” are on record from Diaspora (A), through pressure on some who would take part.",
        "Some objections to “Talks” are marked as beyond settling.",
        "Without what is opposed, no set within the limits adds anything.",
    ]


def test_where_it_is_not_stated_whether_somebody_can_be_won_over_that_is_said():
    found = told(objections(material([channel("talks")], [{"actor": "v", "target": "talks"}])))
    assert found[1] == (
        "Were these objections settled, nobody on record would stand against “Talks”; whether they can be is not "
        "stated."
    )


def test_only_the_vetoes_that_bear_on_a_step_are_named_with_it():
    vetoes = [{"actor": "v", "target": "talks"}, {"actor": "v", "target": "a2"}]
    found = objections(material([channel("talks"), channel("lunch", "a2:1; w:1", 0.1)], vetoes, budget=1))
    assert found.sentences[0].rows == ("vetoes:1 v--talks",)


def test_a_step_that_waits_for_what_is_opposed_is_told():
    rows = [channel("first", "a1:1; a2:1", kind="preparatory", cost=1), channel("talks", requires="first", cost=1)]
    found = told(objections(material(rows, [{"actor": "v", "target": "first", "mitigable": "yes"}], budget=2)))
    assert found[:2] == [
        "Objections to step 1 are on record from Veto body (a third party).",
        "Step 2 waits for what is opposed.",
    ]


def test_a_step_on_offer_for_talking_with_those_who_object_is_told_with_its_terms():
    rows = [channel("talks", cost=5), channel("brief", "a1:1; v:1", kind="risk-mitigation", cost=2, risk=0.1)]
    found = told(objections(material(rows, [{"actor": "v", "target": "talks", "mitigable": "yes"}], budget=5)))
    assert (
        "A step for talking with those who object, “Brief” (cost 2; risk 0.10), is not among the recommended."
        in found
    )


def test_vetoes_that_touch_nothing_recommended_are_told_as_that():
    rows = [channel("talks", quality=0.9, cost=5), channel("lunch", "a1:1; b1:1", 0.1, cost=5)]
    found = objections(material(rows, [{"actor": "v", "target": "lunch"}], budget=5))
    assert told(found) == ["None of 1 veto in the study stands against what is recommended."]


def test_without_vetoes_or_a_recommendation_nothing_is_said_of_objections():
    assert objections(material([channel("talks")], [])) is None
    net = Network.from_tables(PEOPLE, channels=[channel("talks")], vetoes=[{"actor": "v", "target": "talks"}])
    assert objections(Material(netmodel.analyse(net, decide=False))) is None
    assert objections(Material(netmodel.analyse(net, draws=0, systems=False))) is None


# ---- what allies do -----------------------------------------------------------------------------------------------

PARTIES = [
    {"id": "ours", "side": "A"},
    {"id": "theirs", "side": "B", "name": "Their ministry"},
    *({"id": name.lower(), "party": name} for name in ("DE", "FR", "US", "UA")),
]


def with_ties(*rows: tuple[str, str], **study: Any) -> Material:
    ties = [{"source": name, "target": "theirs", "kind": "formal-dialogue", "status": word} for name, word in rows]
    net = Network.from_tables(PARTIES, ties, study=Study(sides=("A", "B"), **study))
    return Material(netmodel.analyse(net, draws=0))


def test_what_allies_keep_open_beside_our_own():
    found = allies(
        with_ties(
            ("de", "active"), ("fr", "active"), ("us", "severed"), ("ours", "dormant"), allies=("FR", "DE", "US")
        )
    )
    assert told(found)[0] == (
        "FR and DE have an active tie (formal dialogue) with Their ministry; that of the US is not; that of A is "
        "dormant."
    )
    rows = {f"ties:{line} {name}--theirs--formal-dialogue" for line, name in enumerate(("de", "fr", "us", "ours"), 1)}
    assert set(found.sentences[0].rows) == {"netmodel.toml, allies"} | rows


def test_parties_that_are_no_allies_and_kinds_that_one_ally_keeps_are_left_out():
    assert not any(
        "Their ministry" in text
        for text in told(allies(with_ties(("de", "active"), ("ua", "active"), allies=("DE",))))
    )


def test_where_no_tie_of_ours_is_listed_that_is_said():
    found = told(allies(with_ties(("de", "active"), ("fr", "active"), allies=("DE", "FR"))))
    assert found[0] == (
        "DE and FR have an active tie (formal dialogue) with Their ministry; no such tie of A is listed."
    )


def test_the_score_of_the_benchmark_stands_with_its_caveat():
    found = told(allies(with_ties(("de", "active"), ("fr", "active"), ("ours", "active"), allies=("DE", "FR"))))
    assert found[-1:] == [
        "Of the contacts that the two allies have open with B, counted by level, issue and kind, A has 100 % too; "
        "others may not be listed."
    ]


def test_where_the_study_names_no_allies_nothing_is_said_of_them():
    assert allies(with_ties(("de", "active"))) is None
    assert allies(Material(netmodel.analyse(Network.from_tables([], study=Study(allies=("DE",))), draws=0))) is None


def test_our_own_ties_of_a_kind_are_counted_by_state():
    rows = [("de", "active"), ("fr", "active"), ("ours", "dormant"), ("second", "active")]
    ties = [{"source": name, "target": "theirs", "kind": "formal-dialogue", "status": word} for name, word in rows]
    people = [*PARTIES, {"id": "second", "side": "A"}]
    net = Network.from_tables(people, ties, study=Study(sides=("A", "B"), allies=("DE", "FR")))
    found = told(allies(Material(netmodel.analyse(net, draws=0))))
    assert found[0].endswith("of those of A one is active and one is dormant.")


SERVICES = [
    {"id": "ours", "side": "A", "kind": "export-credit-agency"},
    {"id": "advice", "side": "A", "kind": "trade-commissioner"},
    {"id": "theirs", "side": "B", "name": "Their buyers"},
    *({"id": name.lower(), "party": name, "kind": "export-credit-agency"} for name in ("DE", "FR", "US")),
]


def trade(*rows: tuple[str, str, str]) -> list[str]:
    ties = [{"source": name, "target": "theirs", "kind": "funding", "status_2013": then, "status_2021": now}
            for name, then, now in rows]  # fmt: skip
    study = Study(sides=("A", "B"), allies=("DE", "FR", "US"), before="2013", now="2021")
    return told(allies(Material(netmodel.analyse(Network.from_tables(SERVICES, ties, study=study), draws=0))))


def test_export_credit_and_trade_promotion_are_told_apart_from_other_contacts():
    on, off = ("active", "active"), ("active", "severed")
    found = trade(("de", *on), ("fr", *on), ("us", *off), ("ours", *off), ("advice", *off))
    assert found[:2] == [
        "Export credit of DE and FR serves trade with B; that of A and the US no longer does.",
        "Nor does trade promotion of A.",
    ]
    assert not any("Their buyers" in text for text in found)


def test_only_services_that_were_or_are_there_are_told():
    assert trade(("advice", "active", "severed"))[0] == "Trade promotion of A no longer serves trade with B."
    assert trade(("ours", "none", "active"))[0] == "Export credit of A serves trade with B."
    assert not any("serves" in text for text in trade(("ours", "none", "severed")))


def test_those_who_object_are_named_where_not_all_of_them_have_to_be_won_over():
    """v and w stand against talks, and w cannot be won over; lunch is opposed by v alone."""
    rows = [channel("talks", cost=5), channel("lunch", "a2:1; b1:1", cost=5)]
    vetoes = [{"actor": "v", "target": "talks", "mitigable": "yes"}, {"actor": "v", "target": "lunch",
              "mitigable": "yes"}, {"actor": "w", "target": "talks", "mitigable": "no"}]  # fmt: skip
    found = told(objections(material(rows, vetoes, budget=10)))
    assert any(text.startswith("Were those of Veto body settled, nobody on record would stand") for text in found)
