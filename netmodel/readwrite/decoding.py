"""Bytes to text: what is no text table is refused; the encoding is found out and said, or asked for."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from netmodel.errors import InputError, Problem, printable, quote
from netmodel.readwrite.letters import Reading8, foreign_words, likely
from netmodel.readwrite.reading import DELIMITERS

BEGINNINGS = (
    (b"<", "is a web page or XML, not CSV", "download the list itself; a login page may have been saved"),
    (b"pk\x03\x04", "is a spreadsheet file, not CSV", "save the sheet as CSV (UTF-8)"),
    (b"\xd0\xcf\x11\xe0", "is a spreadsheet file, not CSV", "save the sheet as CSV (UTF-8)"),
    (b"%pdf-", "is a PDF, not CSV", "find the table itself, and save it as CSV (UTF-8)"),
    (b"version https://git-lfs", "is a pointer of git-lfs, not the file itself", "run: git lfs pull"),
    (b"{\\rtf", "is a document, not CSV", "save its table as CSV (UTF-8)"),
    (b"{", "is JSON, not CSV", "give the file the suffix .json, or save the table as CSV (UTF-8)"),
    (b"[{", "is JSON, not CSV", "give the file the suffix .json, or save the table as CSV (UTF-8)"),
    (b"\x1f\x8b", "is a packed file, not CSV", "unpack it first"),
    (b"sqlite format 3\0", "is a database, not CSV", "export the table as CSV (UTF-8)"),
)
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Marks at the beginning of a file, the longer ones of two that begin alike first."""

FEW = 12
"""Words so few that they may be UTF-8 by chance."""

SAVE = "save the file as CSV UTF-8 (in a spreadsheet: Save as, CSV UTF-8), or say --encoding NAME"
LINE_END = re.compile(r"\r\n|\r|\n")
_CYRILLIC_RUN = rb"(?:[\xd0\xd1][\x80-\xbf]){2}|\xe2\x80[\x90-\xa6]"
_MIXED_CYRILLIC = re.compile(_CYRILLIC_RUN)
_MIXED_LATIN = re.compile(rb"[\xc2\xc3][\x80-\xbf]|" + _CYRILLIC_RUN)
_TWICE = re.compile(
    r"[ÃÂ][\u0080-\u00bf\u0152-\u0161\u2013-\u2122]|(?:[РС][\u0080-\u00bf\u0402-\u045f\u2013-\u2122]){2}"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, and what is to be said of it."""

    text: str
    encoding: str
    notices: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def decode(content: bytes, file: str, encoding: str = "") -> Decoded:
    """Decode a file, or say why it is no text table.

    Parameters
    ----------
    content : bytes
        The file as it is.
    file : str
        How messages name it.
    encoding : str
        What the user says; empty: a mark at the beginning, strict UTF-8, the noughts of UTF-16 and UTF-32, then the
        old encodings by their words.

    Raises
    ------
    InputError
        D021 where it is no text, D020 where its encoding cannot be told, with the readings that remain.

    Examples
    --------
    >>> found = decode("id;nom\\nqc;Québec\\n".encode("cp1252"), "list.csv")
    >>> found.encoding, found.text[10:16]
    ('cp1252', 'Québec')
    """
    _refuse_other_formats(content, file)
    if encoding:
        found = _strict(content, encoding, file)
    else:
        found = _found_out(content, file)
    if not found.text.isascii():
        _refuse_other_formats(found.text[:400].encode("utf-8", "replace"), file)
        found = Decoded(found.text, found.encoding, found.notices, (*found.warnings, *_damage(found.text, file)))
    return found


def _refuse_other_formats(content: bytes, file: str) -> None:
    head = content[:400].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for beginning, expected, remedy in BEGINNINGS:
        if head.startswith(beginning):
            raise InputError([Problem("D021", file, None, "", "", expected, remedy)])


def _found_out(content: bytes, file: str) -> Decoded:
    for mark, name in MARKS:
        if content.startswith(mark):
            found = _strict(content, name, file)
            return found if name == "utf-8" else _said_wide(found, file)
    wide = _wide(content)
    if wide:
        return _said_wide(_strict(content, wide, file), file)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _of_one_byte(content, error.start, file)
    if not text.isascii():
        _refuse_chance(content, file)
    return Decoded(text, "utf-8")


def _refuse_chance(content: bytes, file: str) -> None:
    """Ask where a few letters are UTF-8 by chance alone: words of two scripts, which are good ones otherwise."""
    words = foreign_words(content)
    if len(words) > FEW or not any(_is_mongrel(word.decode("utf-8", "replace")) for word in words):
        return
    found = likely(words)
    if found and found[0].odd == 0:
        decoded = tuple(word.decode("utf-8", "replace") for word in words)
        utf8 = Reading8("utf-8", decoded, 0.0, 0, 0)
        raise InputError([_asked(content, words, [utf8, found[0]], 0, file)])


def _is_mongrel(word: str) -> bool:
    """Whether Latin letters stand beside others that are neither Greek nor Cyrillic, such as Armenian ones."""
    return any(mark.isascii() and mark.isalpha() for mark in word) and any("\u0500" <= c < "\u1e00" for c in word)


def _strict(content: bytes, encoding: str, file: str) -> Decoded:
    """Decode by what is given or sure; a byte that does not fit is a fault with its place."""
    mark = next((mark for mark, name in MARKS if content.startswith(mark) and _same(name, encoding)), b"")
    try:
        return Decoded(content[len(mark) :].decode(encoding).lstrip("\ufeff"), encoding)
    except UnicodeDecodeError as error:
        at = error.start + len(mark)
        line, column = place(content[len(mark) : at].decode(encoding, "replace"))
        expected = f"byte {at} is not {encoding.upper().replace('UTF8', 'UTF-8')} text"
        raise InputError([Problem("D020", file, line, column, "", expected, SAVE)]) from None
    except (UnicodeError, ValueError) as error:
        expected = f"is not {encoding} text: {printable(str(error))}"
        raise InputError([Problem("D020", file, None, "", "", expected, SAVE)]) from None


def _same(name: str, given: str) -> bool:
    """Whether a mark belongs to the encoding given: UTF-16 whichever way round."""
    plain = codecs.lookup(given).name
    return codecs.lookup(name).name == plain or (plain == "utf-8-sig" and name == "utf-8")


def _said_wide(found: Decoded, file: str) -> Decoded:
    name = found.encoding.upper()
    said = Problem("D020", file, None, "", "", f"is read as {name[:6]}", "if the letters are wrong: --encoding NAME")
    return Decoded(found.text, found.encoding, (said,))


def _wide(content: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, told by where the noughts stand; else nothing."""
    sample = content[:65_536]
    sample = sample[: len(sample) // 4 * 4]
    if len(sample) < 8 or sample.count(0) * 10 < len(sample):
        return ""
    noughts = [sample[start::4].count(0) * 4 / len(sample) for start in range(4)]
    if min(noughts[2:]) > 0.9 and noughts[0] < 0.1:
        return "utf-32-le"
    if min(noughts[:2]) > 0.9 and noughts[3] < 0.1:
        return "utf-32-be"
    low, high = (noughts[0] + noughts[2]) / 2, (noughts[1] + noughts[3]) / 2
    if high >= 0.1 and low <= high / 5:
        return "utf-16-le"
    return "utf-16-be" if low >= 0.1 and high <= low / 5 else ""


# ---- encodings of one byte a letter --------------------------------------------------------------------------------


def _of_one_byte(content: bytes, at: int, file: str) -> Decoded:
    """Read as the one old encoding that the words fit, or ask."""
    words = foreign_words(content)
    found = likely(words)
    if len(found) != 1 or _is_mixed(content, found[0]):
        raise InputError([_asked(content, words, found, at, file)])
    encoding = found[0].encoding
    text = _strict(content, encoding, file).text
    line, column = place(content[:at].decode("latin-1"))
    expected = f"is read as {encoding}, since the file is not UTF-8"
    remedy = "if the letters are wrong: --encoding NAME"
    return Decoded(text, encoding, (Problem("D020", file, line, column, found[0].words[0][:80], expected, remedy),))


def _is_mixed(content: bytes, reading: Reading8) -> bool:
    """Whether letters in UTF-8 stand among letters in the old encoding."""
    cyrillic = any("\u0400" <= character <= "\u04ff" for word in reading.words for character in word)
    return bool((_MIXED_CYRILLIC if cyrillic else _MIXED_LATIN).search(content))


def _asked(content: bytes, words: Sequence[bytes], found: Sequence[Reading8], at: int, file: str) -> Problem:
    """The question which encoding it is: with the readings that remain, and where they differ first."""
    where = at
    if len(found) == 1 or (not found and _MIXED_LATIN.search(content)):
        expected = f"byte {at} is not UTF-8 text, but other letters of the file are: it is in two encodings"
        line, column = place(content[:where].decode("latin-1"))
        return Problem("D020", file, line, column, "", expected, "put the parts into one encoding, best UTF-8")
    if not found:
        line, column = place(content[:where].decode("latin-1"))
        return Problem("D020", file, line, column, "", f"byte {at} is not UTF-8 text", SAVE)
    differing = next(n for n in range(len(words)) if found[0].words[n] != found[1].words[n])
    where = max(content.find(words[differing]), 0)
    line, column = place(content[:where].decode("latin-1"))
    shown = " or ".join(f"{quote(reading.words[differing])} ({reading.encoding})" for reading in found[:3])
    remedy = f"say which: --encoding {' or --encoding '.join(reading.encoding for reading in found[:3])}"
    return Problem("D020", file, line, column, "", f"may be read as {shown}", remedy)


def place(before: str) -> tuple[int, str]:
    """Line and column at the end of a text: the delimiter is the one the first line has most of.

    >>> place("id;name\\nqc;Qu")
    (2, 'name')
    """
    lines = LINE_END.split(before)
    first = lines[0]
    delimiter = max(DELIMITERS, key=first.count)
    header = _cells(first, delimiter) if len(lines) > 1 else []
    return len(lines), column_name(header, max(len(_cells(lines[-1], delimiter)) - 1, 0))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def column_name(header: Sequence[str], index: int) -> str:
    """How messages name a column: by its name, else by its number."""
    name = header[index].strip().strip('"') if index < len(header) else ""
    return printable(name) or f"field {index + 1}"


# ---- damage done before --------------------------------------------------------------------------------------------


def _damage(text: str, file: str) -> list[Problem]:
    """Warnings about letters that were lost or decoded wrongly before the file was saved; it is read as it stands."""
    found = []
    if "\ufffd" in text:
        at = text.index("\ufffd")
        line, column = place(text[:at])
        more = text.count("\ufffd") - 1
        expected = "holds the mark of a lost letter (U+FFFD)" + (f"; there are {more:,} more" if more else "")
        found.append(Problem("D023", file, line, column, _around(text, at), expected, "export the file again"))
    for match in _TWICE.finditer(text):
        mended = _undone(_around(text, match.start()))
        if mended:
            line, column = place(text[: match.start()])
            expected = f"looks like {quote(mended)} decoded wrongly before it was saved; it is kept as it stands"
            remedy = "export the file again from its source"
            found.append(Problem("D023", file, line, column, _around(text, match.start())[:80], expected, remedy))
            break
    return found


def _around(text: str, at: int) -> str:
    """The word at a place."""
    before = re.search(r"[^\s,;|\"]*\Z", text[max(at - 40, 0) : at])
    after = re.match(r"[^\s,;|\"]*", text[at : at + 40])
    return (before[0] if before else "") + (after[0] if after else "")


def _undone(word: str) -> str:
    for encoding in ("cp1252", "cp1251"):
        try:
            return word.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return ""
