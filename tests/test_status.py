"""What a tie was at a date, case by case: the latest dated evidence not after it wins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmodel import Network
from netmodel.network import Channel, Tie, status_at
from netmodel.network.status import can_carry, disagreement, is_open
from netmodel.schema import columns

STATUSES = columns("ties")["status"].choices
Cells = dict[str, object]


def tie(**cells: object) -> Tie:
    """One tie, as it is read from its cells."""
    return Network.from_tables([{"id": "a"}, {"id": "b"}], [{"source": "a", "target": "b", **cells}]).ties[0]


COLUMNS = {"status_2013": "active", "status_2021": "severed"}
CASES: list[tuple[str, Cells, dict[str | None, str]]] = [
    ("nothing is said", {}, {None: "active", "1900": "active", "2100": "active"}),
    ("a word alone holds always", {"status": "dormant"}, {None: "dormant", "1990": "dormant", "2030": "dormant"}),
    (
        "columns hold from the end of their year",
        COLUMNS,
        {"2013": "active", "2013-12-30": "active", "2020": "active", "2021-12-30": "active", "2021-12-31": "severed"},
    ),
    ("before every column the first one holds", COLUMNS, {"1990": "active", "2013-01-01": "active"}),
    ("after every column the last one holds", COLUMNS, {"2022": "severed", None: "severed"}),
    (
        "columns of months and days",
        {"status_2014-03": "active", "status_2014-03-18": "dormant", "status_2014": "severed"},
        {
            "2014-03-17": "dormant",
            "2014-03-18": "dormant",
            "2014-03": "active",
            "2014-11": "active",
            "2014": "severed",
        },
    ),
    (
        "the end of a year is later than its months, whatever the words sort like",
        {"status_2014-06": "severed", "status_2014": "active"},
        {None: "active", "2014-06": "severed", "2014": "active"},
    ),
    ("a blank cell says nothing", {"status_2013": "active", "status_2021": ""}, {"2021": "active", None: "active"}),
    ("a word beside columns is now", {**COLUMNS, "status": "dormant"}, {None: "dormant", "2021": "severed"}),
    ("a word beside columns is the rest", {**COLUMNS, "status": "dormant"}, {"2012": "dormant", "2013": "active"}),
    (
        "since: not there before, active from its first day",
        {"since": "1992"},
        {"1991": "none", "1991-12-31": "none", "1992-01-01": "active", None: "active"},
    ),
    ("since a month", {"since": "2001-06"}, {"2001-05": "none", "2001-06-01": "active", "2001": "active"}),
    ("until: was there before, severed from its last day", {"until": "2014"}, {"2013": "active", "2014": "severed"}),
    ("until a day", {"until": "2014-03-18"}, {"2014-03-17": "active", "2014-03-18": "severed", None: "severed"}),
    (
        "until: the next column says how it ended",
        {"until": "2014", "status_2013": "active", "status_2021": "dormant"},
        {"2013": "active", "2014": "dormant", "2021": "dormant"},
    ),
    (
        "a life from since to until",
        {"since": "1992", "until": "2014-03"},
        {"1991": "none", "1992": "active", "2014-02": "active", "2014-03": "severed", None: "severed"},
    ),
    (
        "since after it was severed: the earlier word stands",
        {"status_2013": "severed", "since": "2015"},
        {"2013": "severed", "2016": "severed", "2010": "none"},
    ),
    (
        "since after it was none or proposed: active from then",
        {"status_2013": "proposed", "since": "2015"},
        {"2013": "proposed", "2014": "proposed", "2015": "active", None: "proposed"},
    ),
    (
        "a column wins over since and until of the same day",
        {"since": "2013-12-31", "until": "2013-12-31", "status_2013": "dormant"},
        {"2013": "dormant"},
    ),
    ("proposed does not carry", {"status": "proposed"}, {None: "proposed"}),
]


@pytest.mark.parametrize(
    ("cells", "date", "word"),
    [(cells, date, word) for _, cells, words in CASES for date, word in words.items()],
    ids=[f"{name}: {date or 'now'}" for name, _, words in CASES for date in words],
)
def test_the_state_of_a_tie_at_a_date(cells: Cells, date: str | None, word: str) -> None:
    assert status_at(tie(**cells), date) == word


def test_where_the_study_says_when_now_is_the_word_is_of_that_day() -> None:
    ended = tie(since="1992", status="severed")
    assert [status_at(ended, date, "2021") for date in ("1991", "2020", "2021", "2022", None)] == [
        *("none", "active", "severed", "severed", "severed")
    ]
    both = tie(status="dormant", status_2021="severed")
    assert status_at(both, "2021", "2021") == status_at(both, None) == "dormant"


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"since": "2015", "status_2013": "active"}, "since"),
        ({"since": "2010", "status_2013": "none"}, "since"),
        ({"until": "2012", "status_2013": "active"}, "until"),
        ({"until": "2013", "status_2013": "active"}, "until"),
        ({"since": "2014", "until": "1992"}, "since"),
        ({"until": "2014", "status": "active"}, "until"),
        ({"status_2021": "severed", "status": "active"}, "status"),
    ],
)
def test_what_disagrees_is_warned_of(cells: Cells, column: str) -> None:
    found = disagreement(tie(**cells), "2021")
    assert found is not None and found[0] == column


@pytest.mark.parametrize(
    "cells",
    [
        {},
        COLUMNS,
        {"since": "2013", "status_2013": "active"},
        {"since": "2010", "until": "2014", "status_2013": "active", "status_2021": "severed"},
        {"since": "2014", "until": "2014"},
        {"until": "2014", "status": "dormant", "status_2021": "dormant"},
        {"since": "2015", "status_2013": "none", "status_2021": "active"},
    ],
)
def test_what_agrees_is_not(cells: Cells) -> None:
    assert disagreement(tie(**cells), "2021") is None


def test_only_active_positive_ties_between_two_carry() -> None:
    assert can_carry(tie()) and not can_carry(tie(sign="-1")) and not can_carry(tie(target="a"))

    def active(**cells: object) -> int:
        rows = [{"source": "a", "target": "b", **cells}]
        return len(Network.from_tables([{"id": "a"}, {"id": "b"}], rows).active_ties)

    assert [word for word in STATUSES if active(status=word)] == ["active"]
    assert (active(), active(sign="-1"), active(target="a")) == (1, 0, 0)


def test_now_is_the_last_status_column_of_the_table_for_a_row_that_is_blank_there() -> None:
    """A tie that ended in 2014 is severed now, though its own last word, of 2013, was active."""
    rows: list[Cells] = [
        {"source": "a", "target": "b", "id": "ended", "status_2013": "active", "until": "2014"},
        {"source": "a", "target": "b", "id": "begun", "status_2013": "none", "since": "2016"},
        {"source": "a", "target": "b", "id": "known", "status_2013": "active", "status_2021": "dormant"},
        {"source": "a", "target": "b", "id": "said", "status": "proposed", "status_2013": "active"},
    ]
    net = Network.from_tables([{"id": "a"}, {"id": "b"}], rows)
    assert {row.id: net.status(row) for row in net.ties} == {
        "ended": "severed",
        "begun": "active",
        "known": "dormant",
        "said": "proposed",
    }


def channel(**cells: object) -> Channel:
    """One channel, as it is read from its cells."""
    people = [{"id": "a"}, {"id": "b"}]
    return Network.from_tables(people, channels=[{"id": "c", "participants": "a; b", **cells}]).channels[0]


@pytest.mark.parametrize(
    ("cells", "open_at"),
    [
        ({}, []),
        ({"since": "2000", "until": "2014"}, []),
        ({"status": "open"}, ["1990", "2010", "2014", "2020", None]),
        ({"status": "open", "since": "2001"}, ["2010", "2014", "2020", None]),
        ({"status": "closed"}, []),
        ({"status": "closed", "until": "2014"}, ["1990", "2010"]),
        ({"status": "closed", "since": "2001", "until": "2014"}, ["2010"]),
    ],
)
def test_when_a_channel_was_open(cells: Cells, open_at: list[str | None]) -> None:
    dates = ("1990", "2010", "2014", "2020", None)
    assert [date for date in dates if is_open(channel(**cells), date)] == open_at


WORDS = st.sampled_from(["", *STATUSES])
DATES = st.sampled_from(["", "1992", "2013-06", "2014-03-18", "2021"])


@given(WORDS, WORDS, WORDS, DATES, DATES, st.sampled_from(["1990", "2013", "2014", "2021", None]))
def test_a_tie_is_always_in_some_state(
    now: str, first: str, last: str, since: str, until: str, date: str | None
) -> None:
    row = tie(status=now, status_2013=first, status_2021=last, since=since, until=until)
    assert status_at(row, date) in STATUSES
    if date == "2013" and first:
        assert status_at(row, date) == first
    if date is None and (now or last):
        assert status_at(row, date) == (now or last)
