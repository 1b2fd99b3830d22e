"""Names, shares and lists as sentences have them."""

from __future__ import annotations

from netmodel import Network
from netmodel.policy.words import called, listed, many, percent, some


def test_names_are_quoted_where_they_have_several_words_and_ids_stay() -> None:
    net = Network.from_tables([{"id": "edc", "name": "Export Development"}], channels=[{"id": "t", "name": "Talks"}])
    assert [called(net, name) for name in ("edc", "t", "gone")] == ["“Export Development”", "Talks", "gone"]


def test_lists_and_numbers() -> None:
    assert (listed([]), listed(["a"]), listed(["a", "b"])) == ("", "a", "a and b")
    assert some(list("abcd")) == "a, b, c and d" and some(list("abcde")) == "a, b, c and 2 more"
    assert many(0, "tie") == "0 ties" and many(1, "tie") == "1 tie"
    assert percent(-1e-9) == "0\xa0%" and percent(0.123, 1) == "12.3\xa0%"
