"""A study on disk: its tables found by name, all their faults told at once, and the laws of reading."""

from __future__ import annotations

import csv
import io
import json
import random
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmodel import InputError, NetmodelError, Network, Study, read
from netmodel.cli import main
from netmodel.cli.options import passed_over
from netmodel.readwrite.cells import unguarded
from netmodel.readwrite.decoding import decode
from netmodel.readwrite.delimiter import choose
from netmodel.readwrite.reading import Reading
from netmodel.readwrite.tables import read_table
from netmodel.schema import TABLES

DATA = Path(__file__).parents[1] / "data"
GOOD = Path(__file__).parent / "data" / "good"
REPORT = ["analysis.json", "channels.csv", "report.html", "stakeholders.csv"]

STUDY = {
    "stakeholders": "id,name,side,kind,level,issues,contacts\n"
    "oslo,Foreign ministry,North,ministry,3,lakes; trade,\n"
    'bergen,"University, Bergen",North,university,0,lakes,rome:0.3\n'
    "rome,Foreign ministry of Rome,South,ministry,Director,lakes; trade,\n"
    "pisa,University of Pisa,South,university,0,lakes,\n"
    "forum,Lakes Forum,third,,0,,\n",
    "ties": "source,target,kind,status_2013,status_2021,strength,since,until,note\n"
    "oslo,rome,formal-dialogue,active,severed,0.6,1992,2014,x\n"
    "bergen,oslo,,active,active,0.4,,,\n"
    "bergen,oslo,,active,dormant,0.2,,,\n"
    "bergen,oslo,,active,active,0.4,,,second\n"
    "rome,pisa,academic,active,active,,,,\n"
    "forum,pisa,multilateral,active,active,0.5,2001-06,,\n",
    "channels": "id,name,kind,participants,modality,cost,risk,lead_time_months,issues,requires\n"
    "seminar,Seminar,academic,bergen:0.8,hybrid,40000,0.2,6,lakes,\n"
    "talks,Talks,formal-consultation,oslo; rome,in-person,,,,trade; lakes,seminar\n",
    "participants": "channel,stakeholder,role,uptake,uptake_out\nseminar,pisa,guest,0.7,0.6\nseminar,forum,,,\n",
    "levels": "side,title,rank\nSouth,Director,4\nNorth,Director,3\n",
    "issues": "issue,sensitivity,priority_North,priority_South,red_line\nlakes,0.2,4,3,no\ntrade,0.5,2,,no\n",
    "vetoes": "actor,target,strength,mitigable\nforum,talks,0.4,yes\nforum,trade,,no\n",
}
CONFIG = 'title = "Lakes"\nsides = ["South", "North"]\nbefore = 2013\nnow = "2021"\n'


def write_study(folder: Path, tables: Mapping[str, str] = STUDY, config: str = CONFIG) -> Path:
    """Write a study into a folder."""
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    if config:
        (folder / "netmodel.toml").write_text(config, encoding="utf-8")
    return folder


def facts(net: Network) -> dict[str, Any]:
    """What a network says beside its rows: assumptions, and warnings without their lines."""
    provenance = net.provenance
    said = [sorted((p.code, p.column, p.value) for p in part) for part in (provenance.warnings, provenance.notices)]
    return {"digest": net.digest, "assumed": provenance.assumptions, "said": said}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


# Found by name


def test_the_tables_beside_the_list_are_found_and_said(study: Path) -> None:
    net = read(study)
    assert [source.table for source in net.provenance.sources] == [*TABLES, "config"]
    assert [source.kept for source in net.provenance.sources] == [5, 6, 2, 2, 2, 2, 2, 4]
    assert net.sides == ("South", "North")
    assert (net.before_date, net.now_date) == ("2013", "2021")
    assert net.digest == read(study / "stakeholders.csv").digest == read(str(study)).digest


def test_a_list_of_another_name_is_a_study_too(study: Path) -> None:
    (study / "stakeholders.csv").rename(study / "people.csv")
    net = read(study / "people.csv")
    assert len(net.ties) == 6
    with pytest.raises(InputError, match=r"the folder holds no stakeholders\.csv"):
        read(study)


def test_a_file_that_is_named_takes_the_place_of_the_one_beside(study: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("source,target\noslo,pisa\n", encoding="utf-8")
    net = read(study, tables={"ties": other})
    assert [tie.id for tie in net.ties] == ["oslo--pisa--informal"]
    assert str(other) in [source.file for source in net.provenance.sources]


def test_a_file_that_another_of_a_better_name_keeps_out_is_said(study: Path) -> None:
    (study / "edges.csv").write_text("source,target\noslo,pisa\n", encoding="utf-8")
    (study / "nodes.csv").write_text("id\noslo\n", encoding="utf-8")

    def said(path: Path) -> list[str]:
        unread = [notice for notice in read(path).provenance.notices if notice.code == "X005"]
        return [f"{Path(notice.file).name} {notice.expected}" for notice in unread]

    first = f"nodes.csv is passed over: {study / 'stakeholders.csv'} holds the stakeholders"
    second = f"edges.csv is passed over: {study / 'ties.csv'} holds the ties"
    assert said(study) == [first, second]
    assert said(study / "stakeholders.csv") == [second], "a list that was named is the list"
    assert len(read(study).ties) == 6


@pytest.mark.parametrize("given", ["gone", "gone/stakeholders.csv", "study/stakeholders.csv/x"])
def test_a_path_that_leads_nowhere_is_an_input_error(study: Path, given: str) -> None:
    with pytest.raises(InputError) as caught:
        read(study.parent / given)
    assert caught.value.problems[0].code == "D000"
    with pytest.raises(InputError, match="is not a table"):
        read(study, tables={"stakeholder": "x.csv"})


def test_a_list_from_standard_input_stands_alone(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = (study / "stakeholders.csv").read_bytes().replace(b"Director", b"4")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    net = read("-")
    assert [source.file for source in net.provenance.sources] == ["standard input"]
    assert [tie.id for tie in net.ties] == ["bergen--rome--contact"]


# All faults at once


def faulty(folder: Path) -> Path:
    """A study with 36 faults in four files."""
    people = STUDY["stakeholders"] + "oslo,Again,North,,9,,\n,Nameless,South,,,,\n"
    ties = STUDY["ties"] + "".join(f"oslo,ghost{n},,shut,active,1.4,,,\n" for n in range(9))
    channels = STUDY["channels"] + "party,Party,sport,romme,zoom,free,2,,,picnic\n"
    return write_study(folder, {**STUDY, "stakeholders": people, "ties": ties, "channels": channels}, "befor = 1\n")


EXPECTED = {
    "stakeholders.csv": [(7, "level"), (7, "id"), (8, "id")],
    "ties.csv": [(8 + n, column) for n in range(9) for column in ("status_2013", "strength", "target")],
    "channels.csv": [(4, name) for name in ("modality", "cost", "risk", "participants", "requires")],
    "netmodel.toml": [(None, "befor")],
}


def test_two_dozen_faults_of_several_tables_give_one_report(tmp_path: Path) -> None:
    folder = faulty(tmp_path / "study")
    with pytest.raises(InputError) as caught:
        read(folder)
    found: dict[str, list[tuple[int | None, str]]] = {}
    for problem in caught.value.problems:
        found.setdefault(Path(problem.file).name, []).append((problem.line, problem.column))
    assert list(found) == list(EXPECTED)
    assert {name: sorted(places, key=str) for name, places in found.items()} == {
        name: sorted(places, key=str) for name, places in EXPECTED.items()
    }
    for places in found.values():
        assert [line or 0 for line, _ in places] == sorted(line or 0 for line, _ in places)


@pytest.mark.parametrize("command", ["analyse", "check", "channels", "measure"])
def test_the_command_line_tells_them_ends_with_3_and_writes_nothing(
    tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = faulty(Path("study"))
    before = sorted(path.name for path in folder.iterdir())
    result = CliRunner().invoke(main, [command, "study", "--errors-json", "faults.json"])
    assert (result.exit_code, result.stdout) == (3, "")
    assert "Traceback" not in result.stderr
    heads = [line for line in result.stderr.splitlines() if "nothing was read" in line]
    assert heads == [
        "Error: study/stakeholders.csv: 3 problems, nothing was read",
        "study/ties.csv: 27 problems, nothing was read",
        "study/channels.csv: 5 problems, nothing was read",
        "study/netmodel.toml: 1 problem, nothing was read",
    ]
    assert "  and 7 more (--errors-json FILE lists them all)\n" in result.stderr
    assert result.stderr.count("[") == 3 + 20 + 5 + 1
    faults = json.loads(Path("faults.json").read_text(encoding="utf-8"))
    assert len(faults) == 36
    assert set(faults[0]) == {"code", "file", "line", "column", "value", "expected", "remedy"}
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_real_process_tells_them_too(tmp_path: Path) -> None:
    folder = faulty(tmp_path / "study")
    command = [sys.executable, "-m", "netmodel", "analyse", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("Error: ") and "Traceback" not in done.stderr
    assert not (folder / "report").exists()


@pytest.mark.parametrize("name", ["formulas", "scripts"])
def test_hostile_names_reach_the_report_as_text_and_no_file_outside_it(tmp_path: Path, name: str) -> None:
    given = GOOD / f"stakeholders.{name}.csv"
    result = CliRunner().invoke(main, ["analyse", str(given), "-o", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    found = [str(path.relative_to(tmp_path)) for path in sorted(tmp_path.rglob("*"))]
    assert found == ["out", *(f"out/{file}" for file in REPORT)]
    net = read(given)
    with (tmp_path / "out" / "stakeholders.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert not [cell for row in rows for cell in row.values() if cell.lstrip(" ").startswith(("=", "@", "-2+"))]
    assert {unguarded(row["id"]): unguarded(row["name"]) for row in rows} == {r.id: r.name for r in net.stakeholders}
    data = json.loads((tmp_path / "out" / "analysis.json").read_text(encoding="utf-8"))
    assert {row["id"]: row["name"] for row in data["stakeholders"]} == {r.id: r.name for r in net.stakeholders}


def test_faults_of_form_do_not_hide_the_faults_of_other_tables(tmp_path: Path) -> None:
    ragged = STUDY["channels"] + "party\n"
    people = STUDY["stakeholders"].replace("ministry,3", "ministry,7")
    ties = STUDY["ties"].replace("oslo,rome", "oslo,roma")
    vetoes = STUDY["vetoes"] + "nobody,seminar,2,\n"
    with pytest.raises(InputError) as caught:
        tables = {**STUDY, "stakeholders": people, "ties": ties, "channels": ragged, "vetoes": vetoes}
        read(write_study(tmp_path / "study", tables))
    found = [(Path(p.file).stem, p.line, p.code) for p in caught.value.problems]
    assert found == [
        ("stakeholders", 2, "D031"),
        ("ties", 2, "T001"),
        ("channels", 4, "D004"),
        ("vetoes", 4, "D033"),
        ("vetoes", 4, "V001"),
    ]


@pytest.mark.parametrize("lost", TABLES)
def test_a_table_that_cannot_be_split_draws_its_own_fault_and_no_echo(tmp_path: Path, lost: str) -> None:
    with pytest.raises(InputError) as caught:
        read(write_study(tmp_path / "study", {**STUDY, lost: STUDY[lost] + 'a,"b'}))
    assert [(Path(p.file).stem, p.code) for p in caught.value.problems] == [(lost, "D005")]


# The same, whatever the order and the form


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_rows_and_columns_changes_nothing_but_lines(tmp_path: Path, seed: int) -> None:
    shuffled = {name: shuffle(text, random.Random(seed)) for name, text in STUDY.items()}
    one, other = read(write_study(tmp_path / "one")), read(write_study(tmp_path / "other", shuffled))
    assert facts(one) == facts(other)
    assert nx.utils.graphs_equal(one.graph, other.graph)


def shuffle(text: str, rng: random.Random) -> str:
    """A table with its rows and its columns in another order."""
    header, *rows = list(csv.reader(io.StringIO(text)))
    order = rng.sample(range(len(header)), len(header))
    rng.shuffle(rows)
    stream = io.StringIO()
    csv.writer(stream).writerows([row[index] for index in order] for row in (header, *rows))
    return stream.getvalue()


def test_repeated_ties_without_ids_are_numbered_by_what_they_say() -> None:
    people = [{"id": "a"}, {"id": "b"}]
    rows = [{"source": "a", "target": "b", "strength": p, "kind": "sport"} for p in (0.5, 0.3, 0.5, 0.9)]
    rows.append({"source": "a", "target": "b", "id": "a--b--sport#2", "strength": 0.7})
    digests = set()
    for seed in range(20):
        net = Network.from_tables(people, random.Random(seed).sample(rows, len(rows)))
        assert sorted(net.tie) == ["a--b--sport", *(f"a--b--sport#{n}" for n in range(2, 6))]
        digests.add(net.digest)
    assert len(digests) == 1


def records(name: str) -> list[dict[str, str]]:
    """Rows of a table as dicts."""
    return list(csv.DictReader(io.StringIO(STUDY[name])))


def test_frames_and_dicts_are_read_as_the_files_are(study: Path) -> None:
    from_files = read(study)
    settings_of_study = Study(title="Lakes", sides=("South", "North"), before="2013", now="2021")
    frames: dict[str, Any] = {name: pd.read_csv(study / f"{name}.csv") for name in TABLES}
    dicts: dict[str, Any] = {name: records(name) for name in TABLES}
    for tables in (frames, dicts):
        net = Network.from_tables(**tables, study=settings_of_study)
        assert facts(net) == facts(from_files)


def test_typed_values_are_read_as_their_text() -> None:
    people: list[dict[str, Any]] = [
        {"id": "a", "issues": ["x", "y"], "in_office": True, "level": 3.0, "influence": None},
        {"id": "b", "expertise": "x:2", "level": float("nan"), "x": -1.5},
    ]
    net = Network.from_tables(people, [{"source": "a", "target": "b", "strength": 1, "directed": False}])
    a, b = net.stakeholders
    assert (a.issues, a.in_office, a.level, a.influence) == (("x", "y"), True, 3, 4.0)
    assert (b.level, b.x) == (0, -1.5)


def test_the_study_in_data_comes_back_from_its_own_graph() -> None:
    net = read(DATA)
    G = net.graph
    H = Network.from_graph(G, study=net.study).graph
    assert set(G) == set(H)
    for name in G:
        kept = {key: value for key, value in G.nodes[name].items() if key != "rank"}
        assert kept == {key: H.nodes[name][key] for key in kept}
    keys = ("strength", "distance", "kind", "formality")
    for one, other, data in G.edges(data=True):
        assert [data[key] for key in keys] == [H.edges[one, other][key] for key in keys]
    assert G.number_of_edges() == H.number_of_edges()


@pytest.mark.parametrize("G", [nx.karate_club_graph(), nx.gnp_random_graph(12, 0.3, seed=1, directed=True)])
def test_a_plain_graph_makes_the_round(G: nx.Graph[Any]) -> None:
    nx.set_edge_attributes(G, 0.5, "strength")
    nx.set_node_attributes(G, {node: "even" if node % 2 else "odd" for node in G}, "side")
    H = Network.from_graph(G).graph
    assert H.is_directed() == G.is_directed()
    assert set(H) == {str(node) for node in G}
    assert pairs(H) == pairs(G)
    assert pairs(Network.from_graph(H).graph) == pairs(G)


def pairs(G: nx.Graph[Any]) -> set[Any]:
    """Edges by the names of their ends, in order where that matters."""
    ends = {(str(one), str(other)) for one, other in G.edges}
    return ends if G.is_directed() else set(map(frozenset, ends))


# Any unicode, and any text at all

NAMES = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), min_size=1, max_size=12
).filter(lambda text: bool(text.strip()))


def quoted(*cells: str) -> str:
    """A record of CSV."""
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\r\n"


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES, NAMES)
def test_any_unicode_in_names_and_ids_comes_through(one: str, other: str, side: str) -> None:
    check_unicode(one, other, side)


@pytest.mark.laws
@settings(max_examples=3000, deadline=None)
@given(NAMES, NAMES, NAMES)
def test_any_unicode_in_names_and_ids_comes_through_at_length(one: str, other: str, side: str) -> None:
    check_unicode(one, other, side)


def check_unicode(one: str, other: str, side: str) -> None:
    """Ids are kept but for the blanks around them, names to the letter."""
    ids = [f"1{one}1", f"2{other}2"]
    people = "id,name,side\n" + quoted(ids[0], one, side) + quoted(ids[1], other, "South")
    ties = "source,target,strength\n" + quoted(*ids, "0.5")
    tables = {
        "stakeholders": read_table("stakeholders", people.encode(), "people.csv"),
        "ties": read_table("ties", ties.encode(), "ties.csv"),
    }
    net = Network.from_raw(tables)
    assert {row.id: row.name for row in net.stakeholders} == dict(zip(ids, (one, other), strict=True))
    assert net.stakeholder[ids[0]].side == ("" if side.strip().casefold() == "third" else side.strip())
    assert set(net.graph.edges) <= {(ids[0], ids[1]), (ids[1], ids[0])}
    assert net.graph.number_of_edges() == 1
    for problem in (*net.provenance.warnings, *net.provenance.notices):
        assert is_inert(problem.sentence())


TOKENS = [
    *(
        '"',
        '""',
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "\ufeff",
        "\u200b",
        "\u202e",
        "\x1b[31m",
        "|",
        ":",
        "=1+1",
    ),
    *(
        "nan",
        "inf",
        "-1",
        "1e999",
        "0,5",
        "1_0",
        "٣",
        "2014-02-30",
        "9999",
        "0000",
        "third",
        "active",
        "é",
        "x" * 300,
    ),
    *(
        "id",
        "name",
        "side",
        "status_2013",
        "status_",
        "status_20x",
        "priority_",
        "issues",
        "a:b:1",
        "a:",
        ":1",
        "[",
        "'",
    ),
    *("level", "until", "since", "now", "oslo", "rome", "-", "#2", "</script>", "{{1}}", "\\", "%s", "{0}"),
]


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, bytes]:
    """A table of the study with a few cuts, repeats and insertions, in a few encodings."""
    name = draw(st.sampled_from(TABLES))
    text = STUDY[name]
    for _ in range(draw(st.integers(1, 6))):
        at, upto = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        act = draw(st.sampled_from(["insert", "insert", "cut", "repeat", "replace", "letter"]))
        token = draw(st.text(max_size=3)) if act == "letter" else draw(st.sampled_from(TOKENS))
        text = {
            "insert": text[:at] + token + text[at:],
            "letter": text[:at] + token + text[at:],
            "cut": text[:at] + text[min(upto, at + 12) :],
            "repeat": text[:upto] + text[at:],
            "replace": text[:at] + token + text[at + len(token) :],
        }[act]
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "latin-1", "utf-16"]))
    return name, text.encode(encoding, "replace")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutations())
def test_any_text_is_read_or_refused(mutation: tuple[str, bytes]) -> None:
    check_mutation(*mutation)


@pytest.mark.laws
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutations())
def test_any_text_is_read_or_refused_at_length(mutation: tuple[str, bytes]) -> None:
    check_mutation(*mutation)


@pytest.mark.laws
@settings(max_examples=5_000, deadline=None)
@given(st.sampled_from(TABLES), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(name: str, content: bytes) -> None:
    check_mutation(name, content)


def check_mutation(name: str, content: bytes) -> None:
    """Read a study of which one table was changed: a Network that can be used, or a report."""
    tables = {table: text.encode() for table, text in STUDY.items()} | {name: content}
    try:
        raw = {table: read_table(table, data, f"{table}.csv") for table, data in tables.items()}
        net = Network.from_raw(raw, study=Study(now="2021"))
    except NetmodelError as error:
        assert error.exit_code in (3, 6)
        assert is_inert(str(error))
        return
    source = next(source for source in net.provenance.sources if source.table == name)
    text = decode(content, name).text
    cut = choose(name, text, name, Reading())
    count = sum(1 for _ in csv.reader(io.StringIO(text, newline=""), delimiter=cut.delimiter, strict=True))
    passed = passed_over(net.provenance, source)
    assert source.kept + source.blank + passed + 1 == max(count - cut.hint, 1)
    for problem in (*net.provenance.warnings, *net.provenance.notices):
        assert is_inert(problem.sentence())
    assert all(is_inert(item.text) for item in net.provenance.assumptions)
    for view in (net, net.at("2013"), net.before or net):
        assert all(0 < data["strength"] <= 1 for *_, data in view.graph.edges(data=True))
    assert len(net.digest) == 64


def is_inert(text: str) -> bool:
    """Whether a terminal shows the text and obeys nothing in it: no control characters, no turned direction."""
    turned = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    shown = text.replace("\n", "")
    return not (turned & set(shown)) and not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in shown)


def test_a_mixed_end_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "stakeholders.csv").write_text("name,aliases\nOslo,O\nRome,R\n", encoding="utf-8")
    (tmp_path / "ties.csv").write_text("source,target\nOslo,Rome\nO,Rome\nOslo,Paris\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert [(problem.code, problem.line) for problem in caught.value.problems] == [("T009", 3), ("T001", 4)]
