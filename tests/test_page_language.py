"""English and French: every word in both, numbers and dates in their form, names of any script as they are."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
from data.page_sample import mini_rupture, recommended
from pages import PHONE, Opener, browser, fits_across, open_page, ready, spaced

from netmodel.report.html import LANGUAGES, SCRIPTS, messages, to_html

__all__ = ["browser", "open_page"]
TEXTS = sorted(files("netmodel.report").joinpath("page", "text").iterdir(), key=lambda part: part.name)
# Words that both languages share.
SAME = re.compile(r"[{}()\[\].,:;·+\-–\s\d]*|Participants?|Influence|Source|Notes?|Points?|Permanent|Type")


def words() -> Iterator[tuple[str, Any]]:
    for part in TEXTS:
        yield from json.loads(part.read_text(encoding="utf-8")).items()


def texts_of(said: Any) -> dict[str, str]:
    return {"": said} if isinstance(said, str) else said


def test_every_word_is_there_in_both_languages_with_the_same_blanks():
    for key, said in words():
        assert set(said) == set(LANGUAGES), key
        english, french = texts_of(said["en"]), texts_of(said["fr"])
        assert english.keys() == french.keys(), key
        for place, text in english.items():
            assert text, key
            assert french[place], key
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", french[place])), key


def test_no_long_word_was_left_untranslated():
    for key, said in words():
        for place, english in texts_of(said["en"]).items():
            if len(english.split()) > 3:
                assert texts_of(said["fr"])[place] != english, key


def test_french_lines_never_break_before_a_high_sign_and_apostrophes_are_curved():
    for key, said in messages("fr").items():
        for text in texts_of(said).values():
            assert not re.search(r"[ \t][:;!?%»]|«[ \t]", text), key
            assert not re.search(r"\w'\w", text), key


def test_every_word_that_a_script_asks_for_is_there():
    known = set(messages("en"))
    page = files("netmodel.report").joinpath("page")
    asked = {
        (name, key)
        for name in SCRIPTS
        for key in re.findall(
            r"\bTEXT\.(\w+)|\b(?:say|sentence)\(\s*\"(\w+)\"", page.joinpath(name).read_text("utf-8")
        )
    }
    missing = sorted((name, key) for name, pair in asked for key in pair if key and key not in known)
    assert missing == []


def test_a_language_that_the_page_does_not_speak_is_an_error():
    with pytest.raises(ValueError, match="en and fr, not 'de'"):
        to_html(mini_rupture(), language="de")


@pytest.mark.browser
def test_the_page_opens_in_french_where_it_is_asked_to_and_marks_what_stays_english(open_page: Opener):
    page = open_page(recommended(), language="fr")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("#ranking-title").inner_text() == "Canaux informels, les meilleurs d’abord"
    assert page.get_by_role("combobox", name="Chercher un acteur ou un canal").count() == 1
    assert page.locator("#headline bdi").get_attribute("lang") == "en"
    assert "16,3\u202f%" in page.locator("#sentence").inner_text()
    assert page.locator(".advised tfoot .figure").first.inner_text() == "120\u202f000"
    assert page.locator("#languages [aria-current]").inner_text() == "Français"


@pytest.mark.browser
def test_the_switch_changes_the_language_and_the_address_keeps_it(open_page: Opener):
    page = open_page(recommended(), viewport=PHONE)
    assert page.locator("html").get_attribute("lang") == "en"
    page.evaluate("history.replaceState(null, '', '#tab=channels')")
    with page.expect_navigation():
        page.get_by_role("link", name="Français").click()
    ready(page)
    assert page.url.endswith("#tab=channels&lang=fr")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert spaced(page.locator("#skip, .skip").first.text_content() or "") == "Aller au classement des canaux"
    assert page.locator("#search").get_attribute("placeholder") == "Chercher un acteur ou un canal"
    assert fits_across(page)
    with page.expect_navigation():
        page.get_by_role("link", name="English").click()
    ready(page)
    assert page.url.endswith("#tab=channels&lang=en")
    assert page.locator("#ranking-title").inner_text() == "Informal channels, best first"


@pytest.mark.browser
@pytest.mark.parametrize("wish", ["__proto__", "constructor", "de", "%00", "fr&lang=en"])
def test_an_address_that_asks_for_another_language_gets_a_page_all_the_same(open_page: Opener, wish: str):
    page = open_page(mini_rupture(), place=f"#lang={wish}")
    assert page.locator("html").get_attribute("lang") == ("fr" if wish.startswith("fr") else "en")
    assert page.locator("#ranking tbody tr").count() == 3


@pytest.mark.browser
@pytest.mark.parametrize(("language", "day"), [("en", "18 March 2014"), ("fr", "18 mars 2014")])
def test_dates_are_written_as_the_language_writes_them(open_page: Opener, language: str, day: str):
    data = copy.deepcopy(recommended())
    data["study"].update(now="2014-03-18", before="2013-02")
    page = open_page(data, language=language)
    assert day in page.locator("#facts").inner_text()
    assert day in page.locator(".about").inner_text()
    was = {"en": "It was 63.7 % in February 2013.", "fr": "C’était 63,7 % en février 2013."}[language]
    assert was in spaced(page.locator("#sentence").inner_text())


@pytest.mark.browser
def test_names_of_any_script_and_direction_stand_as_they_are(open_page: Opener):
    data = mini_rupture()
    names = [
        "Минэкономразвития",
        "ᐃᓄᐃᑦ ᑕᐱᕇᑦ ᑲᓇᑕᒥ",
        "وزارة الخارجية (كندا)",
        "משרד החוץ, 12",
        "Ministère é̱",
        "北极理事会",
    ]
    for row, name in zip(data["channels"], names, strict=False):
        row["name"] = name
    page = open_page(data)
    shown = page.locator("#ranking tbody th button bdi")
    assert shown.all_inner_texts() == names[:3]
    directions = shown.evaluate_all("(bdis) => bdis.map((bdi) => getComputedStyle(bdi).direction)")
    assert directions == ["ltr", "ltr", "rtl"]
    page.locator("#search").fill(names[2][:6])
    assert page.get_by_role("option").first.locator("bdi").first.inner_text() == names[2]
