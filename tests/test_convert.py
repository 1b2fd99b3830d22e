"""One cell at a time: what each type takes, what it makes of it, and what it says otherwise."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmodel.schema import TABLES, Column, columns
from netmodel.schema.convert import CONVERTERS, CellFault, convert, is_date, period_end, period_start

COLUMNS = [column for table in TABLES for column in columns(table).values()]
BY_TYPE = {column.type: column for column in COLUMNS}


def column(table: str, name: str) -> Column:
    """A column of the schema."""
    return columns(table)[name]


@pytest.mark.parametrize(
    ("table", "name", "text", "value"),
    [
        ("stakeholders", "id", " 007 ", "007"),
        ("stakeholders", "id", "NA", "NA"),
        ("stakeholders", "name", " =1+1", " =1+1"),
        ("stakeholders", "level", "0", 0),
        ("stakeholders", "level", "Deputy Minister", "Deputy Minister"),
        ("stakeholders", "issues", "arctic; trade|arctic;;", ("arctic", "trade")),
        ("stakeholders", "expertise", "arctic:4; trade:2", (("arctic", 4.0), ("trade", 2.0))),
        ("stakeholders", "expertise", "ratio 3:1", (("ratio 3", 1.0),)),
        ("stakeholders", "contacts", "doi:10.1/x", (("doi:10.1/x", None),)),
        ("stakeholders", "contacts", "a:1_0; b:", (("a:1_0", None), ("b:", None))),
        ("stakeholders", "contacts", "a : 0.5", (("a", 0.5),)),
        ("stakeholders", "influence", "1e1", 10.0),
        ("stakeholders", "in_office", "Oui", True),
        ("stakeholders", "in_office", "0", False),
        ("stakeholders", "in_office", "VRAI", True),
        ("stakeholders", "in_office", "ЛОЖЬ", False),
        ("stakeholders", "in_office", "да", True),
        ("stakeholders", "confidence", "High", "high"),
        ("stakeholders", "confidence", "0.85", "0.85"),
        ("ties", "strength", "1", 1.0),
        ("ties", "sign", "-1.0", "-1"),
        ("ties", "sign", "+", "1"),
        ("ties", "status", " Severed ", "severed"),
        ("ties", "since", "2014-02-28", "2014-02-28"),
        ("levels", "rank", "3.0", 3),
        ("stakeholders", "name", "  ", None),
        ("ties", "strength", "\u00a0", None),
    ],
)
def test_a_cell_gives_a_value(table: str, name: str, text: str, value: Any) -> None:
    found = convert(column(table, name), text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("table", "name", "text", "code"),
    [
        ("ties", "strength", "0", "T005"),
        ("ties", "strength", "1.0001", "T005"),
        ("ties", "strength", "1e999", "T005"),
        ("ties", "strength", "1.234,5", "T006"),
        ("channels", "cost", "60,000", "T006"),
        ("channels", "cost", "1,234,567.50", "T006"),
        ("channels", "cost", "$60000", "D030"),
        ("channels", "cost", "-1", "D033"),
        ("channels", "quality", "70%", "D030"),
        ("channels", "participants", "a:1,234", "T006"),
        ("channels", "participants", "a:nan", "D033"),
        ("channels", "participants", "a; a:0.5", "D036"),
        ("levels", "rank", "2.5", "D030"),
        ("stakeholders", "level", "6", "D031"),
        ("stakeholders", "level", "-1", "D031"),
        ("stakeholders", "level", "2.0", "D031"),
        ("ties", "since", "2015-02-29", "T007"),
        ("ties", "since", "0999", "T007"),
        ("ties", "since", "2014-13", "T007"),
        ("ties", "since", "2014\n", None),
    ],
)
def test_a_cell_draws_a_fault_with_a_remedy(table: str, name: str, text: str, code: str | None) -> None:
    if code is None:
        assert convert(column(table, name), text) == text.strip()
        return
    with pytest.raises(CellFault) as caught:
        convert(column(table, name), text)
    assert caught.value.code == code
    assert caught.value.remedy


def test_a_comma_in_a_number_is_never_read_as_a_point() -> None:
    with pytest.raises(CellFault) as caught:
        convert(column("channels", "cost"), "60,000")
    assert caught.value.remedy == "write 60000 if the comma parts thousands, else write a point"


@given(st.sampled_from(sorted(CONVERTERS)), st.text())
def test_any_text_gives_a_value_or_a_fault(kind: str, text: str) -> None:
    try:
        convert(BY_TYPE[kind], text)
    except CellFault as fault:
        assert fault.code and fault.expected and fault.remedy


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2013", "2013-01-01", "2013-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2014-03-18", "2014-03-18", "2014-03-18"),
        ("1000", "1000-01-01", "1000-12-31"),
    ],
)
def test_a_year_lasts_to_its_end(text: str, start: str, end: str) -> None:
    assert is_date(text)
    assert (period_start(text), period_end(text)) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "14", "02014", "2014-00", "2014-1", "2014-04-31", "2014/03", "٢٠١٤", "2014-03-18T00"]
)
def test_only_iso_dates_are_dates(text: str) -> None:
    assert not is_date(text)
