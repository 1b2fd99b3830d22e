"""Bytes to text: marks, noughts, old encodings by their words, damage done before; and what is no table at all."""

from __future__ import annotations

import pytest

from netmodel import InputError
from netmodel.readwrite.decoding import decode, place
from netmodel.readwrite.letters import foreign_words, likely

FRENCH = "id,name\nqc,Ministère des Relations internationales du Québec\nmtl,Université de Montréal\n"
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be")
RUSSIAN = "id;name\nмид;Министерство иностранных дел России\nсф;Совет Федерации\n"


@pytest.mark.parametrize("text", [FRENCH, RUSSIAN], ids=["French", "Russian"])
@pytest.mark.parametrize("encoding", UNICODE)
def test_unicode_is_told_with_a_mark_and_without(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding), "list.csv")
    assert found.text == text
    assert [said.code for said in found.notices] == ([] if encoding.startswith("utf-8") else ["D020"])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((FRENCH, name) for name in ("cp1252", "iso-8859-1", "iso-8859-15", "mac-roman", "cp850")),
        *((RUSSIAN, name) for name in ("cp1251", "koi8-r", "mac-cyrillic", "iso-8859-5", "cp866")),
        ("id,name\na,Œuvres de l’École — « Québec »\n", "cp1252"),
        ("id,name\na,Œuvres de l’École — « Québec »\n", "mac-roman"),
        ("id,name\na,СОВЕТ ФЕДЕРАЦИИ РОССИИ\n", "cp1251"),
        ("id,name\na,«Гёте-институт» — №5, г. Москва\n", "cp1251"),
        ("id,name\na,Міністерство закордонних справ України\n", "cp1251"),
    ],
)
def test_an_old_encoding_is_told_by_its_words(text: str, encoding: str) -> None:
    found = decode(text.encode(encoding), "list.csv")
    assert found.text == text
    (said,) = found.notices
    assert (said.code, said.line) == ("D020", 2)
    assert "--encoding" in said.remedy


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_a_word_with_two_readings_is_asked_for(encoding: str) -> None:
    with pytest.raises(InputError) as caught:
        decode("id,name\na,мид\n".encode(encoding), "list.csv")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("D020", 2, "name")
    assert "'мид'" in problem.expected
    assert decode("id,name\na,мид\n".encode(encoding), "list.csv", encoding).text == "id,name\na,мид\n"


@pytest.mark.parametrize(
    "text", ["id,name\na,Dvořák z Čáslavi, věcí\n", "id,name\na,Łódź w środę\n", "id,name\na,Ğüneş Işık\n"]
)
@pytest.mark.parametrize("encoding", ["cp1250", "iso-8859-2", "cp1254"])
def test_encodings_that_are_not_known_are_not_taken_for_others(text: str, encoding: str) -> None:
    try:
        content = text.encode(encoding)
    except UnicodeEncodeError:
        return
    with pytest.raises(InputError) as caught:
        decode(content, "list.csv")
    assert [problem.code for problem in caught.value.problems] == ["D020"]
    assert decode(content, "list.csv", encoding).text == text


def test_letters_that_are_utf_8_by_chance_are_asked_for() -> None:
    with pytest.raises(InputError, match=r"'lՎnergie' \(utf-8\) or 'l’énergie' \(mac-roman\)"):
        decode("id,name\na,de l’énergie\n".encode("mac-roman"), "list.csv")
    mixed = "id,name\na,Rоme\n"  # a Cyrillic о, as typed
    assert decode(mixed.encode(), "list.csv").text == mixed


@pytest.mark.parametrize("cut", [1, 3])
def test_a_wide_file_that_is_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(InputError, match=r"byte \d+ is not UTF-16-LE text"):
        decode(FRENCH.encode("utf-16")[:-cut], "list.csv")


def test_two_encodings_in_one_file_are_refused() -> None:
    for one, other in (("cp1252", "Montréal"), ("cp1251", "Москва")):
        text = {"cp1252": "Québec", "cp1251": "Россия"}[one]
        with pytest.raises(InputError, match="it is in two encodings"):
            decode(b"id,name\na," + text.encode(one) + b"\nb," + other.encode() + b"\n", "list.csv")


def test_damage_done_before_is_warned_about_and_kept() -> None:
    found = decode("id,name\na,Qu\ufffdbec\nb,MinistÃ¨re\n".encode(), "list.csv")
    assert [(said.code, said.line, said.value) for said in found.warnings] == [
        ("D023", 2, "Qu\ufffdbec"),
        ("D023", 3, "MinistÃ¨re"),
    ]
    assert "'Ministère'" in found.warnings[1].expected
    assert not decode("id,name\nb,Ministère à Â, São Tomé\n".encode(), "list.csv").warnings


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b'[{"id": 1}]', "JSON"),
        (b' {"nodes": []}', "JSON"),
        (b"{\\rtf1\\ansi}", "document"),
        (b"\x1f\x8b\x08", "packed"),
        (b"SQLite format 3\0", "database"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git-lfs"),
        ("<html>é</html>".encode("utf-16"), "web page"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(content: bytes, word: str) -> None:
    with pytest.raises(InputError, match=word) as caught:
        decode(content, "list.csv")
    assert [problem.code for problem in caught.value.problems] == ["D021"]


def test_a_place_counts_quoted_delimiters_right() -> None:
    assert place('id;"name";side\na;"x; y";') == (2, "side")
    assert place("one") == (1, "field 1")


def test_a_text_without_foreign_letters_has_no_words_and_no_readings() -> None:
    assert foreign_words(b"id,name\n") == []
    assert likely([]) == []
