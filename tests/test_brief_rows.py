"""Sentences with their rows: places, citations cut to a line, and footnotes that sentences share."""

from __future__ import annotations

import pytest

from netmodel import Network
from netmodel.explain.brief_rows import (
    Cited,
    Footnote,
    Part,
    Sentence,
    computed,
    cut,
    footnotes,
    place,
    places,
    rows_of,
    section,
    setting,
    sources_of,
    spans,
)


def study() -> Network:
    people = [
        {"id": "gac", "side": "ca", "citation": "A list <https://example.org/a> ;; A book; volume 2"},
        {"id": "mid"},
    ]
    tie = {"source": "gac", "target": "mid", "evidence": " They met. ", "citation": "https://example.org/only"}
    tables = {
        "channels": [{"id": "talks", "participants": "gac; mid"}],
        "issues": [{"issue": "trade"}],
        "vetoes": [{"actor": "mid", "target": "trade"}],
        "levels": [{"side": "ca", "title": "Minister", "rank": 1}],
    }
    return Network.from_tables(people, [tie], **tables)


def test_every_table_has_places_with_file_line_and_id():
    assert set(places(rows_of(study()))) == {
        "stakeholders:1 gac",
        "stakeholders:2 mid",
        "ties:1 gac--mid--informal",
        "channels:1 talks",
        "issues:1 trade",
        "levels:1 ca Minister",
        "vetoes:1 mid--trade",
    }


def test_a_place_names_the_file_and_no_folder_of_the_machine(tmp_path):
    import netmodel

    (tmp_path / "stakeholders.csv").write_text("id,side\ngac,ca\n", encoding="utf-8")
    assert place(netmodel.read(tmp_path).stakeholders[0]) == "stakeholders.csv:2 gac"


def text(*sentences: Sentence) -> Part:
    return Part("text", sentences)


def test_a_paragraph_has_one_note_and_those_of_the_same_rows_share_it():
    net = study()
    one, two = Sentence("A", places(net.stakeholders[:1])), Sentence("B", (setting("budget"),))
    found = footnotes(net, [text(one, two), text(Sentence("C")), text(two), text(one, two, one)])
    assert [note.number for note in found] == [1, 2]
    assert found[0].brief == ("stakeholders 1", "netmodel.toml budget") and found[1].cited == (
        Cited("netmodel.toml, budget"),
    )


def test_a_note_names_lines_as_ranges_in_a_paragraph_and_in_their_order_in_a_list():
    rows = tuple(Cited(f"ties.csv:{n} t{n}", file="ties.csv", line=n, id=f"t{n}") for n in (9, 7, 8, 12))
    keys = (Cited(setting("signal")), Cited(setting("rank_window")))
    assert Footnote(1, (*rows, *keys)).brief == ("ties.csv 7-9, 12", "netmodel.toml signal, rank_window")
    assert Footnote(1, (*keys, *rows), ordered=True).brief[0] == "ties.csv 9, 7, 8, 12"


def test_rows_that_stand_in_no_file_are_named_by_their_id():
    assert Footnote(
        1, (Cited("ties a--b", file="ties", id="a--b"), Cited("ties:3 c", file="ties", line=3))
    ).brief == ("ties 3, a--b",)


def test_no_line_is_lost_and_none_is_added_by_ranges():
    lines = [3, 1, 2, 2, 9, 11, 12, 14, 100]
    told = [tuple(map(int, run.split("-"))) for run in spans(lines)]
    assert sorted({n for run in told for n in range(run[0], run[-1] + 1)}) == sorted(set(lines))
    assert len(told) == 5 and spans([]) == []


def test_a_row_in_full_has_its_first_source_its_address_and_how_many_more_there_are():
    net = study()
    assert footnotes(net, [text(Sentence("A", places(net.stakeholders[:1])))])[0].cited[0] == Cited(
        "stakeholders:1 gac", "", "A list", "https://example.org/a", 1, "stakeholders", 1, "gac"
    )


def test_the_evidence_of_a_tie_stands_with_its_row_and_a_bare_address_is_its_own_title():
    net = study()
    found = footnotes(net, [text(Sentence("A", places(net.ties)))])[0].cited[0]
    assert (found.row, found.says) == ("ties:1 gac--mid--informal", "They met.")
    assert found.source == found.address == "https://example.org/only" and found.more == 0


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x.y", "file:///etc/passwd"])
def test_only_web_addresses_are_links(address):
    net = Network.from_tables([{"id": "gac", "citation": f"A list <{address}>"}])
    found = footnotes(net, [text(Sentence("A", places(net.stakeholders)))])[0].cited[0]
    assert found.address == "" and found.source == f"A list <{address}>"


def test_sources_stand_between_double_semicolons_and_single_ones_are_text():
    assert sources_of(study().stakeholder["gac"]) == ("A list <https://example.org/a>", "A book; volume 2")
    assert sources_of(study().stakeholder["mid"]) == ()


@pytest.mark.parametrize("length", range(2, 12))
def test_a_cut_text_is_no_longer_than_allowed(length):
    assert len(cut("one two three", length)) <= length


def test_what_is_short_is_not_cut():
    assert cut("one two", 7) == "one two" and cut("one two", 6) == "one …"


def test_a_section_without_a_sentence_is_none_and_an_empty_part_is_left_out():
    assert section("Title", ("text", []), ("list", [])) is None
    found = section("Title", ("text", []), ("table", [Sentence("a", (), ("1",))]), header=("Step", "Cost"))
    assert found is not None and [part.form for part in found.parts] == ["table"]
    assert found.parts[0].header == ("Step", "Cost")


def test_words_are_counted_in_cells_too_and_a_no_break_space_joins():
    assert Sentence("about 16\xa0% of it", (), ("two words", "")).words == 6


def test_a_command_stands_with_its_options():
    assert (
        computed("portfolio", "--unopposed", "--budget 5")
        == "computed: netmodel portfolio STUDY --unopposed --budget 5"
    )
