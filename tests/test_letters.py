"""Readings of words in the old encodings: judged by script, shape and letters."""

from __future__ import annotations

import pytest

from netmodel.readwrite.letters import CANDIDATES, MOST_WORDS, foreign_words, likely, readings

LONG = {
    "cp1252": "Ministère des Affaires étrangères du Québec à Montréal",
    "mac-roman": "Délégation générale de l’énergie et des forêts",
    "cp1251": "Министерство иностранных дел Российской Федерации",
    "koi8-r": "Комитет по делам Севера и малочисленных народов",
    "mac-cyrillic": "Институт США и Канады Российской академии наук",
    "iso-8859-5": "Торгово-промышленная палата Мурманской области",
    "cp866": "Общество дружбы с народами зарубежных стран",
    "cp850": "Université du Québec à Trois-Rivières",
    "iso-8859-15": "Le cœur des œuvres, à Québec",
    "koi8-u": "Міністерство закордонних справ України",
}


@pytest.mark.parametrize("encoding", CANDIDATES)
def test_a_phrase_is_told_in_every_encoding(encoding: str) -> None:
    words = foreign_words(LONG[encoding].encode(encoding))
    (found,) = likely(words)
    assert found.words == tuple(word.decode(encoding) for word in words)


@pytest.mark.parametrize("encoding", CANDIDATES)
def test_capitals_are_told_or_asked_for_never_taken_for_others(encoding: str) -> None:
    words = foreign_words(LONG[encoding].upper().encode(encoding, "ignore"))
    found = likely(words)
    assert tuple(word.decode(encoding) for word in words) in [reading.words for reading in found]


def test_readings_are_in_order_and_differ() -> None:
    found = readings(foreign_words("Север".encode("cp1251")))
    assert [reading.score for reading in found] == sorted((reading.score for reading in found), reverse=True)
    assert len({reading.words for reading in found}) == len(found)


def test_noise_is_no_text() -> None:
    assert likely(foreign_words(bytes(range(128, 256)) * 3)) == []


def test_words_are_counted_up_to_a_limit() -> None:
    content = b",".join(b"\xe9%d" % n + b"abcdefghij"[n % 10 : n % 10 + 1] for n in range(20))
    assert len(foreign_words(content)) <= 20
    many = b" ".join(b"\xe9" + bytes([97 + n % 26, 97 + n // 26 % 26, 97 + n // 676 % 26]) for n in range(9_000))
    assert len(foreign_words(many)) == MOST_WORDS
