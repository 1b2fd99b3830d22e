"""Mutated tables for a long time: each is read or refused, never anything else. Run with ``make fuzz``.

Prints how many were read, refused or over a limit, and ends with 1 at the first other exception, with the bytes that
caused it.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

import netmodel
from netmodel.errors import InputError, LimitError
from netmodel.readwrite import write_templates

PIECES = (
    b'"',
    b",",
    b";",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\t",
    b"=",
    b":",
    b"|",
    b"1e999",
    b"-1",
    b"nan",
)
PIECES += ("é".encode(), "Ж".encode(), "\u200b".encode(), "\u202e".encode(), b"status_2013", b"2014-02-30", b"0,5")
TABLES = ("stakeholders", "ties", "channels", "issues")


def mutated(content: bytes, rng: random.Random) -> bytes:
    """The content with one to three cuts, repeats, swaps or foreign pieces."""
    for _ in range(rng.randrange(1, 4)):
        at, until = sorted((rng.randrange(len(content) + 1), rng.randrange(len(content) + 1)))
        until = min(until, at + 40)
        change = rng.randrange(4)
        if change == 0:
            content = content[:at] + content[until:]
        elif change == 1:
            content = content[:at] + content[at:until] * 2 + content[until:]
        elif change == 2:
            content = content[:at] + rng.choice(PIECES) + content[at:]
        else:
            lines = content.split(b"\n")
            rng.shuffle(lines)
            content = b"\n".join(lines)
    return content


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    found = {"read": 0, "refused": 0, "limit": 0}
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder)
        write_templates(study)
        originals = {name: (study / f"{name}.csv").read_bytes() for name in TABLES}
        for number in range(options.count):
            name = rng.choice(TABLES)
            content = mutated(originals[name], rng)
            (study / f"{name}.csv").write_bytes(content)
            start = time.perf_counter()
            try:
                net = netmodel.read(study)
                if number % 20 == 0:
                    netmodel.analyse(net, decide=number % 400 == 0).to_json()
                found["read"] += 1
            except InputError:
                found["refused"] += 1
            except LimitError:
                found["limit"] += 1
            except Exception as error:
                sys.exit(f"case {number} of {name}: {type(error).__name__}: {error}\n{content!r}")
            slowest = max(slowest, time.perf_counter() - start)
            (study / f"{name}.csv").write_bytes(originals[name])
    print(f"{options.count:,} mutated tables: {found}; slowest {slowest:.2f} s")


if __name__ == "__main__":
    main()
