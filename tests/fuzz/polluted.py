"""Spoiled tables and lists of ministries at full volume: none may be wrong in silence. Run with ``make fuzz``.

Prints how many were read exactly, refused, or read with a warning, and how many lists were told rightly or asked;
ends with 1 at the first that is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ministries import lists
from pollution import files
from test_ministries import told
from test_pollution import outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=12_000)
    parser.add_argument("--lists", type=int, default=4_200)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    found: Counter[str] = Counter()
    for table, content in files(options.count, options.seed):
        result = outcome(table, content)
        if result == "wrong":
            sys.exit(f"wrong in silence: {table.done}\n{content!r}")
        found[result] += 1
    print(f"{options.count:,} spoiled tables, 0 wrong in silence: {dict(found)}")
    sorts: Counter[str] = Counter()
    for ministry in lists(options.lists, options.seed):
        sorts[f"{ministry.encoding}: {told(ministry)}"] += 1
    print(f"{options.lists:,} lists of ministries, 0 told wrongly: {dict(sorted(sorts.items()))}")


if __name__ == "__main__":
    main()
