"""The registry: names once, nearest match, and packages that name themselves."""

from __future__ import annotations

from importlib import metadata

import pytest

from netmodel.errors import UnknownName, UsageError
from netmodel.registry import Registry


def test_a_name_is_taken_once_and_can_be_given_back() -> None:
    things = Registry[int]("thing")
    things.add("one", 1)
    with pytest.raises(UsageError, match="registered already"):
        things.add("one", 2)
    things.remove("one")
    assert "one" not in things and len(things) == 0
    with pytest.raises(UnknownName):
        things.remove("one")


def test_packages_are_loaded_before_the_first_look_up(monkeypatch: pytest.MonkeyPatch) -> None:
    things = Registry[int]("thing", "netmodel.things")

    class Point:
        name = "plugin"

        def load(self) -> None:
            things.add("theirs", 2)

    monkeypatch.setattr(metadata, "entry_points", lambda group: [Point()] if group == "netmodel.things" else [])
    things.add("ours", 1)
    assert list(things) == ["ours", "theirs"]
    assert things["theirs"] == 2 and "theirs" in things
