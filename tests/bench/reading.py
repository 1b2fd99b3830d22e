"""Reading 1,000,000 ties from one CSV: time against pandas plus building the NetworkX graph, and peak memory.

Each side runs in a process of its own; the bars are 3 times the time, and 150 MB plus 20 times the size of the file.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

LIBRARIES = """
import sys, time, resource
import pandas, networkx
folder = sys.argv[1]
start = time.process_time()
people = pandas.read_csv(folder + "/stakeholders.csv")
ties = pandas.read_csv(folder + "/ties.csv")
G = networkx.from_pandas_edgelist(ties, "source", "target", edge_attr=True)
networkx.set_node_attributes(G, people.set_index("id").to_dict("index"))
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, G.number_of_edges())
"""
OURS = """
import sys, time, resource
import netmodel.readwrite, netmodel.network
start = time.process_time()
net = netmodel.readwrite.read(sys.argv[1])
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, net.provenance.sources[1].kept)
"""


def write_study(folder: Path, ties: int, people: int, seed: int = 0) -> int:
    """A study of so many ties between so many stakeholders; gives the bytes of the ties."""
    rng = random.Random(seed)
    sides, kinds = ("North", "South", "third"), ("formal", "informal", "academic", "trade-link")
    words = ("active",) * 9 + ("severed",)
    with (folder / "stakeholders.csv").open("w", encoding="utf-8") as file:
        file.write("id,name,side,kind,level\n")
        file.writelines(
            f"s{i},Stakeholder {i},{rng.choice(sides)},{rng.choice(('ministry', 'ngo'))},{rng.randrange(6)}\n"
            for i in range(people)
        )
    with (folder / "ties.csv").open("w", encoding="utf-8") as file:
        file.write("source,target,kind,status,strength,confidence\n")
        for _ in range(ties):
            one, other = rng.sample(range(people), 2)
            file.write(
                f"s{one},s{other},{rng.choice(kinds)},{rng.choice(words)},{rng.randrange(1, 101) / 100},"
                f"{rng.choice(('high', 'medium', 'low'))}\n"
            )
    return (folder / "ties.csv").stat().st_size


def measured(script: str, folder: Path) -> tuple[float, float, int]:
    """Seconds of CPU, peak memory in MB and ties of one run."""
    found = subprocess.run([sys.executable, "-c", script, str(folder)], check=True, capture_output=True, text=True)
    seconds, peak, ties = found.stdout.split()
    return float(seconds), int(peak) / 1024, int(ties)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ties", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = write_study(folder, options.ties, options.people) / 1e6
        theirs = [measured(LIBRARIES, folder) for _ in range(options.runs)]
        ours = [measured(OURS, folder) for _ in range(options.runs)]
        assert ours[0][2] == options.ties
        base, mine = (statistics.median(run[0] for run in runs) for runs in (theirs, ours))
        peak, bound = max(run[1] for run in ours), 150 + 20 * size
        print(f"{options.ties:,} ties in {size:.0f} MB, {options.people:,} stakeholders, median of {options.runs}")
        print(f"pandas and NetworkX: {base:.1f} s of CPU, {max(run[1] for run in theirs):.0f} MB")
        each = 1e6 * mine / options.ties
        print(f"netmodel.read: {mine:.1f} s of CPU, {mine / base:.2f} x (bar 3), {each:.1f} us a tie")
        print(f"peak memory {peak:.0f} MB, bar 150 MB + 20 x the file = {bound:.0f} MB")
        good = mine <= 3 * base and peak <= bound
        print("holds" if good else "DOES NOT HOLD")
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
