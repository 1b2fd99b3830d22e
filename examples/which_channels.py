"""Which informal channels would best rejoin the two sides, through whom, and what must come first?

Run with ``python examples/which_channels.py`` from the project's folder.
"""

import netmodel


def main() -> None:
    """Print the five best informal channels of the study in data/."""
    net = netmodel.read("data/stakeholders.csv")
    ranking = netmodel.rank_channels(net)
    print(f"reach now {ranking.reach['now']:.4f}, before {ranking.reach['before']:.4f}")
    for channel in ranking.informal[:5]:
        carriers = ", ".join(net.stakeholder[share.id].name for share in channel.carried_by[:2])
        needs = ", ".join(channel.requirements) or "nothing"
        print(f"{channel.rank}. {channel.name}")
        print(f"   adds {100 * channel.gain:.2f} points; carried by {carriers}; needs {needs} first")


if __name__ == "__main__":
    main()
