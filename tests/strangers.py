"""Small networks with any text in every field, drawn by Hypothesis; what a network says, without where it stood."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from netmodel import InputError, Network
from netmodel.readwrite.endpoints import settle
from netmodel.readwrite.formats import FORMATS, Written
from netmodel.readwrite.headers import adopt
from netmodel.readwrite.plain import tables_of
from netmodel.readwrite.reading import Reading

ODD = (
    *("=1+1", "'=1+1", "+7", "-x", "@a", "007", "1e5", "TRUE", "NA", "None", "2014-03-18", "#N/A", "sep=;"),
    *("a, b", 'say "no"', "\r", "x\r\ny", "<b>&amp;", "_x000D_", "it's", "  spaced  ", "tab\tbed", "{}", "[1]"),
    *(
        "Québec",
        "Que\u0301bec",
        "Россия",
        "日本",
        "😀",
        "\u202eabc",
        "\x01",
        "\x0b",
        "\x7f",
        "\x85",
        "\u2028",
        "\ufeff",
    ),
)
"""Texts that some format, or some reader of it, is known to change."""

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff")
TEXTS = st.one_of(st.sampled_from(ODD), st.text(LETTERS, max_size=8))
NAMES = st.one_of(st.sampled_from(ODD), st.text(LETTERS, min_size=1, max_size=6)).map(str.strip).filter(bool)
SHARES = st.floats(0.001, 1).map(lambda share: round(share, 3))
EXTRAS = ("colour", "note", "Type", "Label", "weight", "interaction", "=x", "group", "x y", "selected")


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """A network that `Network.from_tables` accepts: people, ties, channels, issues and vetoes, any of them few."""
    ids = draw(st.lists(NAMES, min_size=1, max_size=4, unique_by=str.casefold))
    people = [{"id": name, **draw(_person(ids))} for name in ids]
    ties = draw(st.lists(_tie(ids), max_size=4))
    tables: dict[str, Any] = {}
    if draw(st.booleans()):
        tables["ties"] = ties
    if draw(st.booleans()):
        names = draw(st.lists(NAMES, max_size=2, unique_by=str.casefold))
        tables["channels"] = [{"id": name, **draw(_channel())} for name in names]
        tables["participants"] = [row for name in names for row in draw(_people_of(name, ids))]
    if draw(st.booleans()):
        tables["vetoes"] = [{"actor": draw(st.sampled_from(ids)), "target": draw(st.sampled_from(ids)), "notes": "x"}]
    if draw(st.booleans()):
        tables["issues"] = [{"issue": "arctic", "priority_A": draw(st.integers(0, 5)), "notes": draw(TEXTS)}]
        people[0]["side"] = "A"
    try:
        return Network.from_tables(people, **tables)
    except InputError:
        return Network.from_tables([{"id": "a"}])


def _cells(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    extra = dict.fromkeys(
        EXTRAS, TEXTS.map("~{}".format)
    )  # unlike any other: what only echoes a column is passed over
    return st.fixed_dictionaries({}, optional={**more, **extra, "notes": TEXTS, "citation": TEXTS})


def _person(ids: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    sides = st.sampled_from(["A", "B", "third", ""])
    numbers = {"level": st.integers(0, 5), "influence": st.floats(0, 9), "x": st.integers(-5, 5), "y": SHARES}
    contacts = st.sampled_from(["", *(name for name in ids if not set(name) & set(";|:"))])
    issues = st.sampled_from(["", "arctic; trade"])
    return _cells(name=TEXTS, side=sides, kind=NAMES, title=TEXTS, issues=issues, contacts=contacts, **numbers)


def _tie(ids: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    ends = {"source": st.sampled_from(ids), "target": st.sampled_from(ids)}
    words = st.sampled_from(["active", "severed", "dormant"])
    own = _cells(kind=NAMES, strength=SHARES, status_2013=words, status_2021=words, until=st.just("2014"),
                 directed=st.sampled_from(["yes", "no"]), sign=st.sampled_from(["1", "-1"]), key=TEXTS)  # fmt: skip
    return st.tuples(st.fixed_dictionaries(ends), own).map(lambda both: {**both[1], **both[0]})


def _channel() -> st.SearchStrategy[dict[str, Any]]:
    return _cells(name=TEXTS, cost=st.integers(0, 9), status=st.sampled_from(["open", "candidate", "closed"]))


def _people_of(channel: str, ids: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    shares = st.fixed_dictionaries({}, optional={"uptake": SHARES, "uptake_out": SHARES, "role": TEXTS})
    people = st.lists(st.sampled_from(ids), unique=True, max_size=3)
    return st.tuples(people, shares).map(
        lambda both: [{**both[1], "channel": channel, "stakeholder": name} for name in both[0]]
    )


def there_and_back(net: Network, form: str) -> tuple[Network, Written]:
    """A network written in a format and read again, as `read` does with a file."""
    found = FORMATS[form]
    assert found.read is not None
    assert found.write is not None
    written = found.write(tables_of(net))
    raw = found.read(written.content, f"file.{form}", Reading())
    raw = settle({name: adopt(table, Reading()) for name, table in raw.items()})
    return Network.from_raw(raw, study=net.study), written
