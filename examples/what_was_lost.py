"""What was lost between two dates, issue by issue, and who holds the routes that are left?

Run with ``python examples/what_was_lost.py`` from the project's folder.
"""

import netmodel


def main() -> None:
    """Print reach by issue in 2013 and 2021, and the stakeholders on most cross-side routes."""
    net = netmodel.read("data")
    by_issue = netmodel.rank_channels(net).reach["by_issue"]
    print(f"{'issue':18} {'2013':>6} {'2021':>6} {'weight':>7}")
    for issue, row in sorted(by_issue.items(), key=lambda item: -item[1]["weight"]):
        print(f"{issue:18} {row['before']:6.3f} {row['now']:6.3f} {row['weight']:7.3f}")
    doors = netmodel.measure(net, ["cross_side_betweenness"]).stakeholders["cross_side_betweenness"]
    print("\non most of the shortest routes between the sides:")
    for name in sorted(doors, key=lambda name: (-doors[name], name))[:5]:
        print(f"  {doors[name]:.3f}  {net.stakeholder[name].name}")


if __name__ == "__main__":
    main()
