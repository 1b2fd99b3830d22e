"""GEXF as it is written: valid types and places, tables marked where there are more than two, losses listed."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from netmodel.readwrite.formats.gexfout import write
from netmodel.schema import RawTable

NAMESPACE = "{http://gexf.net/1.3}"


def table(name: str, header: str, *rows: str) -> RawTable:
    return RawTable(name, "", tuple(header.split()), [row.split(",") for row in rows], [None] * len(rows))


def attributes(tables: dict[str, RawTable], place: str) -> dict[str, str]:
    root = ElementTree.fromstring(write(tables).content)
    found = root.findall(f".//{NAMESPACE}attributes[@class='{place}']/{NAMESPACE}attribute")
    return {one.attrib["title"]: one.attrib["type"] for one in found}


def test_types_are_those_of_gexf() -> None:
    people = table("stakeholders", "id level arctic influence issues", "a,3,yes,1.5,ice")
    assert attributes({"stakeholders": people, "ties": table("ties", "source target")}, "node") == {
        "level": "long",
        "arctic": "boolean",
        "influence": "double",
        "issues": "string",
    }


def test_more_tables_are_marked_and_listed() -> None:
    tables = {"stakeholders": table("stakeholders", "id", "a"), "channels": table("channels", "id", "c")}
    text = write(tables).content.decode()
    assert "<options>stakeholders|channels</options>" in text
    assert attributes(tables, "edge") == {"netmodel_table": "string"} and "<options></options>" in text


@pytest.mark.parametrize("row", ["a,1,", "a,1,north"])
def test_places_that_are_not_two_numbers_are_attributes(row: str) -> None:
    people = {"stakeholders": table("stakeholders", "id x y", row, "b,1,2"), "ties": table("ties", "source target")}
    assert "viz:position" not in write(people).content.decode()
    assert list(attributes(people, "node")) == ["x", "y"]


def test_spells_that_end_before_they_begin_are_attributes_alone() -> None:
    ties = table("ties", "source target since until", "a,a,2014,2013")
    text = write({"stakeholders": table("stakeholders", "id", "a"), "ties": ties}).content.decode()
    assert "<spell" not in text and 'mode="static"' in text and 'value="2014"' in text
