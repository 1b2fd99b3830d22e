"""Which of the old encodings of one byte a letter a text is in: every reading is judged by its words.

A reading is good where its words are of one script, in small letters, capitals, or with a capital first, and of the
letters that French, English and Russian use as often as these languages do. Two readings that are about as good, and
give different words, are not chosen between.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log

CANDIDATES = (
    "cp1252",
    "cp1251",
    "koi8-r",
    "mac-roman",
    "mac-cyrillic",
    "iso-8859-5",
    "cp866",
    "iso-8859-15",
    "cp850",
    "koi8-u",
)
"""Encodings that are tried; of those that give the same text the first is named."""

MARGIN = 7.0
"""How much likelier, as a difference of logarithms, the best reading must be than the next one that differs."""

WORST = -9.0
"""Least mean logarithm of a letter in a reading that is believed at all."""

MOST_WORDS = 3_000
"""Different words that are judged."""

_RUSSIAN = {
    "о": 10.9, "е": 8.4, "а": 8.0, "и": 7.4, "н": 6.7, "т": 6.3, "с": 5.5, "р": 4.7, "в": 4.5, "л": 4.4, "к": 3.5,
    "м": 3.2, "д": 3.0, "п": 2.8, "у": 2.6, "я": 2.0, "ы": 1.9, "ь": 1.7, "г": 1.7, "з": 1.6, "б": 1.6, "ч": 1.4,
    "й": 1.2, "х": 0.97, "ж": 0.94, "ш": 0.73, "ю": 0.64, "ц": 0.48, "щ": 0.36, "э": 0.32, "ф": 0.26, "ъ": 0.04,
    "ё": 0.1, "і": 0.1, "ї": 0.03, "є": 0.03, "ґ": 0.003, "ў": 0.003,
}  # fmt: skip
"""Rounded shares of letters in Russian texts, in per cent, and a little for Ukrainian and Belarusian ones."""

_FRENCH = {
    "é": 1.9, "à": 0.5, "è": 0.3, "ê": 0.22, "ç": 0.09, "ô": 0.06, "î": 0.05, "û": 0.05, "â": 0.05, "ù": 0.04,
    "ï": 0.02, "œ": 0.02, "ë": 0.01, "ü": 0.01, "ÿ": 0.001, "ø": 0.02, "å": 0.02, "æ": 0.01,
}  # fmt: skip
"""Rounded shares of letters in French texts, in per cent, and a little for names of the North."""

_NEIGHBOURS = frozenset("äößáíóú")
"""Letters of other languages that stand at the same places in the Western and the Central European encodings."""

_RARE = 0.0005
_MARKS = frozenset("«»“”„‘’‚–—…•°№€£§©®™·\u00a0\u202f")
_WORD = re.compile(rb"[A-Za-z'\x80-\xff]*[\x80-\xff][A-Za-z'\x80-\xff]*")
_AMISS = re.compile(
    r"[»”…–—•·€£§©®™](?=[^\W\d_])(?<!\w[–—])"
    r"|(?<=[^\W\d_])[«“„•·€£§©®™]|(?<=[^\W\d_][^\W\d_])°"
    r"|(?<=[^\W\d_])(?:[^\w\s'’\-–—]|[²³¹¼½¾])(?=[^\W\d_])"
)
"""A mark on the wrong side of a letter, or between two."""

_CONTROL = re.compile(r"[\x80-\x9f]")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading8:
    """One reading of the words: how likely it is, how many letters it judges, and how many of them are odd."""

    encoding: str
    words: tuple[str, ...]
    score: float
    letters: int
    odd: int

    @property
    def believable(self) -> bool:
        """Whether it could be a text at all."""
        return self.score >= WORST * max(self.letters, 1) and self.odd * 10 <= self.letters


def foreign_words(content: bytes) -> list[bytes]:
    """Different words that hold a byte beyond ASCII, in order; at most `MOST_WORDS`.

    >>> foreign_words(b"Canada, Qu\\xe9bec; \\xc9cole, Qu\\xe9bec")
    [b'Qu\\xe9bec', b'\\xc9cole']
    """
    found: dict[bytes, None] = {}
    for start in range(0, len(content), _CHUNK):
        found.update(dict.fromkeys(_WORD.findall(content, start, start + _CHUNK)))
        if len(found) > MOST_WORDS:
            break
    return list(found)[:MOST_WORDS]


def readings(words: Sequence[bytes]) -> list[Reading8]:
    """Readings of the words that differ, the likeliest first.

    >>> words = "МИД России".encode("cp1251").split()
    >>> [(found.encoding, found.words) for found in readings(words)][0]
    ('cp1251', ('МИД', 'России'))
    """
    by_text: dict[tuple[str, ...], Reading8] = {}
    for encoding in CANDIDATES:
        try:
            decoded = tuple(word.decode(encoding) for word in words)
        except UnicodeDecodeError:
            continue
        if decoded not in by_text and not _CONTROL.search("".join(decoded)):
            by_text[decoded] = _judged(encoding, decoded)
    return sorted(by_text.values(), key=lambda reading: -reading.score)


def likely(words: Sequence[bytes]) -> list[Reading8]:
    """The readings that remain plausible: one where the text can be told, none where it is not among them.

    >>> [found.encoding for found in likely(["Québec".encode("cp1252")])]
    ['cp1252']
    >>> [(found.encoding, found.words[0]) for found in likely(["мид".encode("koi8-r")])]
    [('koi8-r', 'мид'), ('cp1251', 'НЙД')]
    """
    found = readings(words)
    if not words or not any(reading.believable for reading in found[:3]):
        return []
    best = next(reading for reading in found if reading.believable)
    near = [reading for reading in found if reading is not best and reading.score > best.score - MARGIN]
    return [best, *near]


def _judged(encoding: str, words: Iterable[str]) -> Reading8:
    score, letters, odd = 0.0, 0, 0
    for word in words:
        found, amount, strange = _word(word)
        score, letters, odd = score + found, letters + amount, odd + strange
    return Reading8(encoding, tuple(words), score, letters, odd)


def _word(text: str) -> tuple[float, int, int]:
    """Logarithm of the likelihood, letters judged, and odd ones."""
    score, odd = 0.0, 0
    for alphabetic, group in groupby(text, str.isalpha):
        part = "".join(group)
        if alphabetic and not part.isascii():
            found, strange = _letters(part)
            score, odd = score + found, odd + strange
        elif not alphabetic:
            marks = [mark for mark in part if not mark.isascii()]
            wrong = sum(mark not in _MARKS for mark in marks)
            score -= 5.0 * len(marks) + 9.0 * wrong
            odd += wrong
    amiss = len(_AMISS.findall(text))
    return score - 9.0 * amiss, sum(not character.isascii() for character in text), odd + amiss


def _letters(part: str) -> tuple[float, int]:
    """The same for a run of letters."""
    low = part.lower()
    cyrillic = sum("\u0400" <= character <= "\u04ff" for character in low)
    if 0 < cyrillic < len(low):
        return -20.0 * cyrillic, len(part)
    shares = _RUSSIAN if cyrillic else _FRENCH
    beyond = [character for character in low if not character.isascii()]
    score = sum(log(shares.get(character, _RARE) / 100) for character in beyond)
    shaped = part.islower() or part.isupper() or (part[0].isupper() and part[1:].islower())
    odd = sum(character not in shares and character not in _NEIGHBOURS for character in beyond)
    if cyrillic:
        score -= 6.0 * (low[0] in "ьъы")
    else:
        score -= 3.0 * len(re.findall(r"(?=[^\x00-\x7f][^\x00-\x7f])", low))
    return score - 8.0 * (not shaped), odd + (not shaped)
