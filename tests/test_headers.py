"""Header dialects: which column is which, said each time; what cannot be told is refused with the way to say it."""

from __future__ import annotations

import pytest

from netmodel.errors import InputError, UsageError
from netmodel.readwrite.headers import adopt, check_mapping
from netmodel.readwrite.reading import Reading
from netmodel.schema import RawTable


def table(name: str, header: str, *rows: str) -> RawTable:
    cells = [row.split(",") for row in rows]
    return RawTable(name, f"{name}.csv", tuple(header.split(",")), cells, list(range(2, len(rows) + 2)))


def adopted(name: str, header: str, *rows: str, **settled: object) -> RawTable:
    return adopt(table(name, header, *rows), Reading(**settled))  # type: ignore[arg-type]


def notes(found: RawTable) -> list[str]:
    return [f"{notice.column}: {notice.expected}" for notice in found.notices]


def refusal(name: str, header: str, *rows: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        adopted(name, header, *rows)
    return [f"{p.code} {p.line} {p.column} {p.value}: {p.expected}; {p.remedy}" for p in caught.value.problems]


def test_a_table_in_netmodels_own_words_stays_as_it_is() -> None:
    own = table("ties", "source,target,kind,mine", "a,b,sport,x")
    assert adopt(own, Reading()) == own


def test_type_means_direction_where_all_its_cells_do() -> None:
    found = adopted("ties", "Source,Target,Type", "a,b,Directed", "b,c,Undirected", "c,a,")
    assert found.header == ("source", "target", "directed")
    assert [row[2] for row in found.rows] == ["yes", "no", ""]
    assert notes(found)[2] == "Type: the column is read as 'directed'"


def test_type_means_kind_where_none_of_its_cells_is_a_direction() -> None:
    found = adopted("ties", "From,To,Type", "a,b,trade", "b,c,sport")
    assert found.header == ("source", "target", "kind")


def test_a_type_that_mixes_both_is_refused_row_by_row() -> None:
    assert refusal("ties", "Source,Target,Type", "a,b,Directed", "b,c,trade", "c,a,sport") == [
        f"D016 {line} Type {word}: is no direction, as 'directed' elsewhere is; "
        "give directions and kinds a column each, or say: --map Type=kind"
        for line, word in ((3, "trade"), (4, "sport"))
    ]


def test_what_the_user_maps_wins_over_values_and_names() -> None:
    found = adopted("ties", "Source,Target,Type,Kind", "a,b,Directed,x", columns={"type": "kind"})
    assert found.header == ("source", "target", "kind", "Kind")


def test_source_is_an_endpoint_beside_target_and_a_citation_beside_from() -> None:
    assert adopted("ties", "source,target", "a,b").header == ("source", "target")
    assert adopted("ties", "Source,Cible", "a,b").header == ("source", "target")
    assert adopted("ties", "From,To,Source", "a,b,Embassy page").header == ("source", "target", "citation")
    assert adopted("stakeholders", "Name,Source", "a,Embassy page").header == ("name", "citation")


def test_an_end_alone_is_no_end() -> None:
    assert adopted("ties", "From,Elsewhere", "a,b").header == ("From", "Elsewhere")
    assert adopted("ties", "A,B", "a,b").header == ("A", "B")
    assert adopted("ties", "De,À", "a,b").header == ("source", "target")


def test_netmodels_own_name_wins_and_the_other_column_is_kept() -> None:
    found = adopted("stakeholders", "id,name,Label", "1,Oslo,capital")
    assert found.header == ("id", "name", "Label")
    assert found.rows == [["1", "Oslo", "capital"]]


def test_a_column_that_says_what_another_says_already_is_passed_over() -> None:
    found = adopted("stakeholders", "shared name,name,side", "Oslo,Oslo,N", "Rome,Rome,S")
    assert (found.header, found.rows) == (("name", "side"), [["Oslo", "N"], ["Rome", "S"]])
    assert notes(found) == ["shared name: says in every row what 'name' says, and is passed over"]


def test_two_columns_that_may_be_the_same_are_refused() -> None:
    assert refusal("ties", "From,Sender,To", "a,b,c") == [
        "D015 1 Sender : may be source, and so may 'From'; say which: --map Sender=source"
    ]


def test_a_mapping_of_no_column_or_to_no_field_is_refused() -> None:
    tables = [table("ties", "Source,Target,Type", "a,b,x")]
    check_mapping(Reading(columns={"TYPE": "kind"}), tables)
    with pytest.raises(UsageError, match="--map Typ=kind: no such column; did you mean 'Type'"):
        check_mapping(Reading(columns={"Typ": "kind"}), tables)
    with pytest.raises(UsageError, match="'knd' is no column of netmodel; did you mean 'kind'"):
        check_mapping(Reading(columns={"Type": "knd"}), tables)


def test_hostile_names_of_columns_stay_what_they_are() -> None:
    header = "id,__proto__,=1+1,\x1b[31m,\u202eeman"
    assert ",".join(adopted("stakeholders", header, "1,a,b,c,d").header) == header
