"""Decide: what opening channels would add."""

from netmodel.decide.gain import RankedChannel, Ranking, rank_channels

__all__ = ["RankedChannel", "Ranking", "rank_channels"]
