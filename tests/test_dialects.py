"""One network of twelve in the dialects of many tools: one digest, one report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import netmodel
from netmodel.schema.aliases import table_of

FOLDER = Path(__file__).parent / "data" / "dialects"
DIALECTS = sorted(path.name for path in FOLDER.iterdir())


def network(dialect: str) -> netmodel.Network:
    place = FOLDER / dialect
    if place.is_file():
        return netmodel.read(place)
    files = {table_of(path.stem): path for path in place.iterdir()}
    return netmodel.read(files.pop("stakeholders"), tables={str(name): path for name, path in files.items()})


def report(net: netmodel.Network) -> str:
    """What is found, less the places in files and what reading them decided."""
    found: Any = netmodel.analyse(net, draws=20).to_json()
    for row in [*found["stakeholders"], *found["ties"], *found["channels"], *found["open_channels"]]:
        row["file"], row["line"] = "", None
    return json.dumps({**found, "inputs": [], "notices": []}, sort_keys=True)


def test_there_are_eight_dialects_and_more() -> None:
    assert len(DIALECTS) >= 8


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_gives_the_same_network_and_the_same_report(dialect: str) -> None:
    plain, found = network("netmodel"), network(dialect)
    assert (len(found.stakeholders), len(found.ties), found.sides) == (12, 12, ("Norland", "Südmark"))
    assert found.digest == plain.digest
    assert report(found) == report(plain)
