"""Figures in sentences about choices: shares in per cent, money, names that stay apart."""

from __future__ import annotations

import pytest

from netmodel import Network, Study
from netmodel.explain.figures import called, change, cost, many, money, named, names, some, worth

NET = Network.from_tables([], study=Study(currency="CAD"))
PLAIN = Network.from_tables([])


@pytest.mark.parametrize(
    ("objective", "value", "beside", "said"),
    [
        ("reach", 0.5, None, "50.0\xa0%"),
        ("reach", 0.5, 0.4, "50.0\xa0%"),
        ("expected_reach", 0.10004, 0.10002, "10.004\xa0%"),
        ("reliability", 0.5, 0.5, "50.0\xa0%"),
        ("Visits", 1234.5, 1234.0, "1234.5"),
    ],
)
def test_a_worth_has_as_many_decimals_as_it_takes(
    objective: str, value: float, beside: float | None, said: str
) -> None:
    assert worth(objective, value, beside=beside) == said


def test_a_change_that_is_rounding_is_none() -> None:
    assert change("reach", 1e-15) == "+0 points"
    assert change("reach", 0.0199, sign=False) == "1.99 points"
    assert change("Visits", -3) == "-3"


@pytest.mark.parametrize(("amount", "said"), [(250000, "250,000"), (4, "4"), (0.25, "0.25"), (12.4, "12"), (0, "0")])
def test_money(amount: float, said: str) -> None:
    assert money(PLAIN, amount) == said and money(NET, amount) == f"CAD\xa0{said}"
    assert cost(PLAIN, amount) == f"cost {said}" and cost(NET, amount) == f"CAD\xa0{said}"


def test_names_of_several_words_are_quoted_so_that_lists_can_be_read() -> None:
    rows = [{"id": "a", "name": "Talks, and more", "participants": ""}, {"id": "b", "name": "B", "participants": ""}]
    net = Network.from_tables([{"id": "x"}], channels=rows)
    assert names(net, ["a", "b", "gone"]) == ["“Talks, and more”", "B", "gone"]
    assert named(net, "b") == "B"
    assert some(["a"]) == "a" and some(list("abcde")) == "a, b, c and 2 more" and some(list("abcd")).endswith("and d")
    assert called("expected_reach") == "expected reach"


def test_large_numbers_have_commas() -> None:
    assert many(0, "pair") == "0 pairs" and many(1, "pair") == "1 pair" and many(1000, "pair") == "1,000 pairs"
