"""Names in running text: short where that is clear, in quotes where they would run together, with an article."""

from __future__ import annotations

import pytest
from networks import mini_rupture

from netmodel.explain.brief_names import definite, quoted, shortened


def test_short_names_stay_the_name_of_one():
    names = {"a": "Ministry (Minister)", "b": "Ministry (Trade)", "c": "Institute (Moscow)", "d": "Envoy / Adviser",
             "e": "(only)", "f": "Bank (A)", "g": "bank"}  # fmt: skip
    assert shortened(names) == {**names, "c": "Institute", "d": "Envoy"}


def test_no_two_share_a_short_name_that_they_do_not_share_at_full_length():
    found = shortened({row.id: row.name for row in mini_rupture().stakeholders})
    assert len(set(found.values())) == len(found)


@pytest.mark.parametrize(
    "name",
    ["Embassy of Russia in Canada", "Ministry of Foreign Affairs", "Deputy Minister of Foreign Affairs", "US", "EU",
     "Government of the Northwest Territories", "Arctic Council", "Ukrainian Canadian Congress", "United Kingdom",
     "University of Ottawa", "Russian Senior Arctic Official", "Canadian Space Agency", "European Union",
     "Ministry of Foreign Affairs (Minister)", "Prime Minister's Office"],
)  # fmt: skip
def test_offices_and_bodies_take_an_article(name):
    assert definite(name) == f"the {name}"


@pytest.mark.parametrize(
    "name",
    ["Global Affairs Canada", "Canada", "MGIMO", "Rosatom", "McGill University", "Murmansk Oblast",
     "The Hague Council", "Ministère des Affaires étrangères", "Министерство иностранных дел", "Council", "", "a1",
     "NATO", "Ottawa",
     "the Council", "Their ministry", "A Council"],
)  # fmt: skip
def test_other_names_stay_as_they_are(name):
    assert definite(name) == name


def test_names_that_read_as_several_are_put_in_quotes():
    assert [quoted(name) for name in ("Trade and Industry", "Bank, Oslo", "Plain name")] == [
        "“Trade and Industry”", "“Bank, Oslo”", "Plain name"]  # fmt: skip
    assert definite("Ministry of Trade and Industry") == "the “Ministry of Trade and Industry”"


def test_a_name_of_any_length_is_told_in_a_moment():
    for name in ("Ministry " * 20000, "(" * 20000, "Deputy " * 20000, "A and " * 20000):
        assert definite(name).count(name.strip()) == 1
