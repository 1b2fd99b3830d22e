"""XML from strangers: refused where it declares a document type, stopped at every limit, faults with their place."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from graph_tables import LEGAL
from hypothesis import given, settings
from hypothesis import strategies as st

from netmodel.errors import InputError, LimitError
from netmodel.readwrite.formats.xml import ILLEGAL, MAX_DEPTH, Element, elements, escaped, looks_like
from netmodel.readwrite.reading import Limits, Reading

LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


def walked(content: bytes, reading: Reading | None = None, containers: tuple[str, ...] = ("a",)) -> list[Element]:
    return list(elements(content, "f.xml", reading or Reading(), root="a", containers=containers))


def refused(content: bytes, reading: Reading | None = None) -> tuple[str, int | None, str]:
    with pytest.raises(InputError) as caught:
        walked(content, reading)
    problem = caught.value.problems[0]
    return problem.code, problem.line, problem.column


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>',
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://localhost:1/x">%p;]><a/>',
        '<!DOCTYPE a SYSTEM "http://localhost:1/a.dtd"><a/>',
        "<!DOCTYPE a><a/>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_before_it_is_read(text: str, encoding: str) -> None:
    begun = time.perf_counter()
    code, line, column = refused(text.encode(encoding))
    assert (code, line) == ("X001", 1) and column.startswith("character ")
    assert time.perf_counter() - begun < 1


def test_the_words_of_a_document_type_are_text_where_they_are_text() -> None:
    (_, inner) = walked(b"<a><!-- <!DOCTYPE x> --><b><![CDATA[<!DOCTYPE x [<!ENTITY]]></b></a>")
    assert inner.text == "<!DOCTYPE x [<!ENTITY"


def test_an_entity_that_nothing_declares_is_a_fault() -> None:
    assert refused(b"<a>\n<b>&lol;</b></a>") == ("X002", 2, "character 4")


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"<a>\n  <b>\n</a>", 3, "character 3"),
        (b"<a>\n<b", 2, "character 1"),
        (b"<a>\n<b x=1/></a>", 2, "character 6"),
        (b'<a>\n<b x="1" x="2"/></a>', 2, "character 10"),
        (b"<a>\n\0</a>", 2, "character 1"),
        (b"<a>\n\xff</a>", 2, "character 1"),
        (b"<a/><a/>", 1, "character 5"),
        (b"<b/>", 1, "character 1"),
        (b"<a>\n words </a>", 2, "character 8"),
        (b"plain words", 1, "character 1"),
    ],
)
def test_a_damaged_document_is_refused_with_its_place(content: bytes, line: int, column: str) -> None:
    assert refused(content) == ("X002", line, column)


def test_a_file_without_any_element_says_so() -> None:
    assert refused(b"") == ("D002", None, "")


def test_depth_is_limited() -> None:
    deep = b"<a>" * (MAX_DEPTH - 1) + b"<b/>" + b"</a>" * (MAX_DEPTH - 1)
    assert walked(deep)[-1].tag == "b"
    for content in (b"<a>" + deep + b"</a>", b"<a>" * 100_000, b"<a>" + b"<b>" * 100_000):
        with pytest.raises(LimitError, match="max depth"):
            walked(content)


@pytest.mark.parametrize(
    "piece", ['<b x="{}"/>', "<b>{}</b>", "<b {}", "<!-- {} -->", "<b>" + "&#65;" * 20_000 + "</b>"]
)
def test_a_very_long_text_stops_at_the_limit_without_being_held(piece: str) -> None:
    content = b"<a>" + piece.format("x" * 30_000_000).encode() + b"</a>"
    reading = Reading(limits=Limits(cell=10_000))
    tracemalloc.start()
    begun = time.perf_counter()
    with pytest.raises(LimitError, match="max cell"):
        walked(content, reading)
    assert time.perf_counter() - begun < 5
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_bytes_parts_and_elements_are_limited() -> None:
    with pytest.raises(LimitError, match="max bytes"):
        walked(b"<a/>" + b" " * 100, Reading(limits=Limits(bytes=50)))
    with pytest.raises(LimitError, match="max columns"):
        walked(b"<a><b>" + b"<c/>" * 11 + b"</b></a>", Reading(limits=Limits(columns=10)))
    with pytest.raises(LimitError, match="max rows"):
        walked(b"<a>" + b"<c/>" * 20 + b"</a>", Reading(limits=Limits(rows=2)))


def test_many_short_comments_are_no_long_one() -> None:
    content = b"<a>" + b"<!-- x --><?x y?>" * 20_000 + b"<b/></a>"
    assert walked(content, Reading(limits=Limits(cell=10)))[-1].tag == "b"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1251", "koi8-r", "iso-8859-5"])
def test_a_declared_encoding_is_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a><b>Россия</b></a>'
    assert walked(text.encode(encoding))[-1].text == "Россия"


@pytest.mark.parametrize("name", ["utf-7", "unicode_escape", "idna", "zlib", "gb18030", "iso-8859-99", "nothing"])
def test_any_other_declared_encoding_is_refused(name: str) -> None:
    assert refused(f'<?xml version="1.0" encoding="{name}"?><a/>'.encode())[0] == "D020"


def test_the_encoding_that_the_user_settles_wins() -> None:
    content = '<?xml version="1.0" encoding="utf-8"?><a><b>Qu\u00e9bec</b></a>'.encode("cp1252")
    assert walked(content, Reading(encoding="cp1252"))[-1].text == "Québec"
    assert refused(content)[0] == "X002"
    assert refused(content, Reading(encoding="ascii"))[0] == "D020"


def test_prefixes_are_left_out_and_lines_are_kept() -> None:
    found = walked(b'<x:a xmlns:x="u">\n<y:b xsi:type="t" type="own"/>\n</x:a>')
    assert [(one.tag, one.attributes, one.line, one.column) for one in found] == [
        ("a", {}, 1, 1),
        ("b", {"type": "own"}, 2, 1),
    ]
    assert found[1].first("c") is None


@settings(max_examples=100, deadline=None)
@given(st.text(LEGAL, max_size=20))
def test_escaped_text_is_read_as_it_was(text: str) -> None:
    found = walked(f'<a><b x="{escaped(text)}">{escaped(text)}</b></a>'.encode())
    assert (found[1].text, found[1].attributes["x"]) == (text, text)


@settings(max_examples=60, deadline=None)
@given(st.characters())
def test_every_character_can_be_held_or_is_known_to_be_illegal(character: str) -> None:
    if ILLEGAL.match(character):
        spelt = f"<a><b>&#{ord(character)};</b></a>".encode()
        with pytest.raises(InputError):
            walked(spelt)
    else:
        assert walked(f"<a><b>{escaped(character)}</b></a>".encode())[1].text == character


def test_a_root_is_told_in_any_encoding() -> None:
    assert looks_like("<?xml?><g:a >".encode("utf-16"), "a")
    assert not looks_like(b"<ab>", "a")
