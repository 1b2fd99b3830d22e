"""Mutated graph files for a long time: each is read or refused, never anything else. Run with ``make fuzz``.

Prints how many were read, refused or over a limit, and ends with 1 at the first other exception, or at the first
file that takes more than five seconds, with the bytes that caused it.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path

from netmodel.errors import InputError, LimitError
from netmodel.readwrite.formats import FORMATS, Format
from netmodel.readwrite.reading import Reading

DATA = Path(__file__).parents[1] / "data" / "formats"
NAMES = ("graphml", "gexf", "pajek", "dl", "vna")
SLOW = 5.0
_WORDS = (
    b"< > & \" ' / = ! -- ]]> <![CDATA[ &lt; &#0; &#x10FFFF; &lol; <?x?> \xff \0 \xef\xbb\xbf \xff\xfe *",
    b"*Vertices *Arcs *Edges *Matrix :1 % dl n=3 nm=9 n=999999999",
    b"labels: data: embedded diagonal=absent *tie *node 0 1 -1 1e999 nan 2",
    b'99999999999999999999 0.5 id= id="a" source= <node <edge </node> <data <graph <nodes> <!DOCTYPE',
)
PIECES = tuple(word for words in _WORDS for word in words.split(b" "))
PIECES += (b"\n", b"\r", b"\t", b" ", "é".encode(), "Ж".encode(), "\u202e".encode(), b"<a>" * 200, b"9" * 5000)
PIECES += (b'<!DOCTYPE x [<!ENTITY e "e">]>', b"<nodes></nodes>", b'<graph edgedefault="directed"/>', b"<position/>")


def graph_files() -> list[tuple[Format, bytes]]:
    """Every sample with the format that reads it."""
    files = sorted(path for path in DATA.iterdir() if path.is_file())
    found = [
        (FORMATS[name], path.read_bytes())
        for path in files
        for name in NAMES
        if path.suffix in FORMATS[name].suffixes
    ]
    return [(kind, content) for kind, content in found if kind.accepts(content)]


def mutated(content: bytes, rng: random.Random) -> bytes:
    """The content with one to three cuts, repeats, foreign pieces, lines out of order or tokens exchanged."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        at, until = sorted((rng.randrange(len(content) + 1), rng.randrange(len(content) + 1)))
        until = min(until, at + 60)
        change = rng.choice((0, 0, 1, 1, 2, 2, 3, 4, 5, 5, 5))
        if change == 0:
            content = content[:at] + content[until:]
        elif change == 1:
            content = content[:at] + content[at:until] * rng.choice((2, 2, 50)) + content[until:]
        elif change == 2:
            content = content[:at] + rng.choice(PIECES) + content[at:]
        elif change == 3:
            content = content[:at]
        elif change == 4:
            lines = content.split(b"\n")
            rng.shuffle(lines)
            content = b"\n".join(lines)
        else:
            words = content.split(b" ")
            words[rng.randrange(len(words))] = rng.choice(PIECES)
            content = b" ".join(words)
    return content


def tried(kind: Format, content: bytes) -> str:
    """What became of a file: read, refused or limit; any other exception goes on."""
    try:
        tables = kind.read(content, "mutated", Reading()) if kind.read else {}
    except InputError as error:
        assert str(error) and all(problem.code for problem in error.problems)
        return "refused"
    except LimitError:
        return "limit"
    assert all(len(row) == len(table.header) for table in tables.values() for row in table.rows)
    assert all(len(table.rows) == len(table.lines) for table in tables.values())
    return "read"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    originals = graph_files()
    found: Counter[str] = Counter()
    slowest = 0.0
    for number in range(options.count):
        kind, original = rng.choice(originals)
        content = mutated(original, rng)
        start = time.perf_counter()
        try:
            found[tried(kind, content)] += 1
        except Exception as error:
            sys.exit(f"case {number} of {kind.name}: {type(error).__name__}: {error}\n{content!r}")
        slowest = max(slowest, time.perf_counter() - start)
        if slowest > SLOW:
            sys.exit(f"case {number} of {kind.name}: {slowest:.1f} s\n{content!r}")
    print(f"{options.count:,} mutated graph files: {dict(sorted(found.items()))}; slowest {slowest:.2f} s")


if __name__ == "__main__":
    main()
