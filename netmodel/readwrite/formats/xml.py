"""XML from strangers, element by element: no document type, no entity, nothing beyond the limits.

The parser is expat. A document type is refused as soon as it opens, before anything in it is read, so that no entity
is ever declared, expanded or fetched. The file is read as a stream: what has been handed over is not kept.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from netmodel.errors import InputError, LimitError, Problem, printable, quote
from netmodel.readwrite.reading import Limits, Reading

MAX_DEPTH = 100
"""Elements within elements; a graph needs about ten."""

PIECE = 65_536
"""Bytes that are given to the parser at once."""

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML document can hold, escaped or not."""

_ENCODINGS = re.compile(
    r"(utf-?8|utf-?16(-?[lb]e)?|(us-)?ascii|iso-?8859-?\d+|latin-?1|windows-125\d|cp125\d|koi8-[ru])\Z"
)
_SPECIAL = re.compile('[&<>"\t\n\r]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


@dataclass(slots=True)
class Element:
    """One element: its name and attributes without prefixes, its own text, what is in it, and where it opens."""

    tag: str
    attributes: dict[str, str]
    line: int
    column: int
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def first(self, tag: str) -> Element | None:
        """The first element of a name in this one, at any depth; None where there is none."""
        for child in self.children:
            found = child if child.tag == tag else child.first(tag)
            if found is not None:
                return found
        return None


def looks_like(content: bytes, root: str) -> bool:
    """Whether an element of this name opens near the beginning.

    >>> looks_like(b'<?xml version="1.0"?><gexf version="1.3">', "gexf"), looks_like(b"a,b", "gexf")
    (True, False)
    """
    head = content[:PIECE].replace(b"\0", b"")
    return re.search(rb"<(\w+:)?" + root.encode() + rb"[\s>/]", head) is not None


def escaped(text: str) -> str:
    r"""Text as it may stand in an element or, in double quotes, in an attribute, and be read again as it was.

    >>> escaped('a < "b"\n')
    'a &lt; &quot;b&quot;&#10;'
    """
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text) if _SPECIAL.search(text) else text


def elements(
    content: bytes, file: str, reading: Reading, *, root: str, containers: Collection[str]
) -> Iterator[Element]:
    """Walk through a document: containers as they open, everything else whole.

    Parameters
    ----------
    content : bytes
        The file as it is; UTF-8, UTF-16 or what its first line declares, else what `reading` settles.
    file : str
        How messages name it.
    reading : Reading
        Its encoding and limits: bytes; rows (ten elements a row); columns (children of an element); cell
        (characters of a text, an attribute or a tag).
    root : str
        Name that the outermost element must have.
    containers : collection of str
        Names of elements that are given as they open, without what is in them; that follows one by one.

    Yields
    ------
    Element
        In the order of the document.

    Raises
    ------
    InputError
        X001 for a document type; X002, with line and character, for a damaged document; D020 for the encoding.
    LimitError
        Beyond a limit.

    Examples
    --------
    >>> found = elements(b"<a><b>x</b><b/></a>", "a.xml", Reading(), root="a", containers={"a"})
    >>> [(element.tag, element.text, element.column) for element in found]
    [('a', '', 1), ('b', 'x', 4), ('b', '', 12)]
    """
    if len(content) > reading.limits.bytes:
        raise LimitError(f"{printable(file, 200)}: over the limit of {reading.limits.bytes:,} bytes (max bytes)")
    walk = _Walk(file, reading.limits, root, frozenset(containers))
    encoding = None
    if reading.encoding:
        content, encoding = _as_utf8(content, file, reading.encoding), "utf-8"
    parser = walk.parser(encoding)
    for at in range(0, len(content), PIECE):
        walk.feed(parser, content[at : at + PIECE], last=False)
        yield from walk.taken()
    walk.feed(parser, b"", last=True)
    yield from walk.taken()


def _as_utf8(content: bytes, file: str, encoding: str) -> bytes:
    try:
        return codecs.decode(content, encoding).removeprefix("\ufeff").encode("utf-8")
    except (UnicodeError, LookupError, TypeError, ValueError, AttributeError):
        expected = f"is not text in the encoding {quote(encoding)}"
        raise InputError([Problem("D020", file, None, "", "", expected, "leave --encoding out")]) from None


class _Walk:
    """State of one walk: what is open, and what is ready to be handed over."""

    def __init__(self, file: str, limits: Limits, root: str, containers: frozenset[str]) -> None:
        self.file, self.limits, self.root, self.containers = file, limits, root, containers
        self.depth = self.count = self.quiet = 0
        self.open: list[Element] = []
        self.texts: list[list[str]] = []
        self.ready: list[Element] = []
        self.moved = False

    def parser(self, encoding: str | None) -> expat.XMLParserType:
        parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.CommentHandler = self.passed_over
        parser.ProcessingInstructionHandler = self.passed_over
        parser.StartDoctypeDeclHandler = self.doctype
        parser.XmlDeclHandler = self.declaration
        self.place = parser
        return parser

    def taken(self) -> list[Element]:
        ready, self.ready = self.ready, []
        return ready

    def feed(self, parser: expat.XMLParserType, piece: bytes, *, last: bool) -> None:
        """Parse one piece; a tag or a text that does not end is stopped before it is parsed again and again."""
        self.moved = False
        try:
            parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise self.damaged(error) from None
        except (LookupError, ValueError):
            raise self.here("D020", "declares an encoding that is not read", "save the file as UTF-8") from None
        self.quiet = 0 if self.moved else self.quiet + len(piece)
        if self.quiet > max(16 * self.limits.cell, PIECE):
            raise self.limit("a tag, a comment or an attribute", "characters", self.limits.cell, "cell")

    def damaged(self, error: expat.ExpatError) -> InputError:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS] and not self.count:
            return self.refused("D002", "holds no element", "export the file again")
        reason = expat.ErrorString(error.code)
        expected = f"is damaged: {reason}"
        return self.refused(
            "X002", expected, "the file may be cut off: export it again", error.lineno, error.offset + 1
        )

    def refused(
        self, code: str, expected: str, remedy: str, line: int | None = None, column: int | None = None
    ) -> InputError:
        place = f"character {column}" if column else ""
        return InputError([Problem(code, self.file, line, place, "", expected, remedy)])

    def here(self, code: str, expected: str, remedy: str) -> InputError:
        line, column = self.place.CurrentLineNumber, self.place.CurrentColumnNumber + 1
        return self.refused(code, expected, remedy, line, column)

    def limit(self, what: str, unit: str, most: int, name: str) -> LimitError:
        where = f"{printable(self.file, 200)}: line {self.place.CurrentLineNumber}"
        return LimitError(f"{where}: {what} over the limit of {most:,} {unit} (max {name})")

    def doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        expected = "declares a document type; it is refused, since entities can read files and fill the memory"
        raise self.here("X001", expected, "delete the <!DOCTYPE ...> and what it holds, or export without it")

    def declaration(self, version: str, encoding: str | None, alone: int) -> None:
        if encoding and not _ENCODINGS.match(encoding.casefold()):
            expected = f"declares the encoding {quote(encoding)}, which is not read"
            raise self.here("D020", expected, "save the file as UTF-8, or give --encoding")

    def passed_over(self, *parts: str) -> None:
        self.moved = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.moved = True
        self.depth += 1
        self.count += 1
        tag = name.rpartition(":")[2]
        self.check_start(tag, attributes)
        place = self.place
        element = Element(tag, _plain(attributes), place.CurrentLineNumber, place.CurrentColumnNumber + 1)
        if not self.open and tag in self.containers:
            self.ready.append(element)
            return
        if self.open:
            if len(self.open[-1].children) >= self.limits.columns:
                raise self.limit(
                    f"<{printable(self.open[-1].tag)}> holds parts", "parts", self.limits.columns, "columns"
                )
            self.open[-1].children.append(element)
        self.open.append(element)
        self.texts.append([])

    def check_start(self, tag: str, attributes: dict[str, str]) -> None:
        if self.count == 1 and tag != self.root:
            expected = f"begins with <{printable(tag)}>, not with <{self.root}>"
            raise self.here("X002", expected, "check that the file is of the format that its name says")
        if self.depth > MAX_DEPTH:
            raise self.limit("elements within elements are", "levels", MAX_DEPTH, "depth")
        if self.count > 10 * self.limits.rows:
            raise self.limit("elements are", "elements", 10 * self.limits.rows, "rows, ten elements a row")
        for text in attributes.values():
            if len(text) > self.limits.cell:
                raise self.limit("an attribute is", "characters", self.limits.cell, "cell")

    def data(self, text: str) -> None:
        self.moved = True
        if not self.open:
            if text.strip():
                expected = f"has text, {quote(text.strip())}, where only elements belong"
                raise self.here("X002", expected, "delete it, or put it into an element")
            return
        texts = self.texts[-1]
        texts.append(text)
        if len(text) > self.limits.cell or (len(texts) > 1 and sum(map(len, texts)) > self.limits.cell):
            raise self.limit("a text is", "characters", self.limits.cell, "cell")

    def end(self, name: str) -> None:
        self.moved = True
        self.depth -= 1
        if not self.open:
            return
        element, texts = self.open.pop(), self.texts.pop()
        element.text = "".join(texts)
        if not self.open:
            self.ready.append(element)


def _plain(attributes: dict[str, str]) -> dict[str, str]:
    """Attributes without prefixes and without the declarations of namespaces."""
    if not attributes or (":" not in "".join(attributes) and "xmlns" not in attributes):
        return attributes
    plain = {name: text for name, text in attributes.items() if ":" not in name and name != "xmlns"}
    for name, text in attributes.items():
        if ":" in name and not name.startswith("xmlns:"):
            plain.setdefault(name.rpartition(":")[2], text)
    return plain
