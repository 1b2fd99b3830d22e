"""The policy systems of a study: one question of the brief a module, each a function of a network."""

from __future__ import annotations

from importlib import import_module

BUILT_IN = (
    "agenda",
    "cascade",
    "vetoes",
    "ladder",
    "benchmark",
    "parity",
    "counterparts",
    "permeability",
    "track",
    "axes",
    "capacity",
    "trade",
    "regions",
)
"""Modules whose systems are asked, in the order in which reports show them."""

for name in BUILT_IN:
    import_module(f"netmodel.policy.{name}")
