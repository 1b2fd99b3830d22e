"""The commands parity, match and regions, as a user types them."""

from __future__ import annotations

import csv
import io
import json
import shlex

import click
import pytest
from click.testing import CliRunner
from test_counterparts import MATRIX

from netmodel.cli.match import match
from netmodel.cli.parity import parity
from netmodel.cli.regions import regions
from netmodel.errors import NetmodelError, UnknownName, UsageError

COMMANDS = {"parity": parity, "match": match, "regions": regions}


def run(command: click.Command, *words: object) -> str:
    """What a command prints to stdout; errors come out as they are."""
    result = CliRunner().invoke(command, [*map(str, words), "--quiet"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def write(folder, **tables):
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def ranked(tmp_path):
    return write(
        tmp_path,
        stakeholders=[
            "id,side,title,level",
            "adm,Canada,Assistant Deputy Minister,3",
            "zam,Russia,Deputy Minister,2",
        ],
        levels=["side,title,rank", "Canada,Assistant Deputy Minister,3", "Russia,Deputy Minister,3"],
        ties=["source,target", "adm,zam"],
    )


def test_parity_finds_the_gap_of_0_through_levels(ranked):
    """KNOWN-ANSWERS.md, policy system 2, through the command."""
    data = json.loads(run(parity, ranked, "--format", "json"))
    assert [(row["gap"], row["gap_by_level"]) for row in data["contacts"]] == [(0, 1)]
    rows = list(csv.DictReader(io.StringIO(run(parity, ranked, "--format", "csv"))))
    assert [(row["one"], row["other"], row["gap"]) for row in rows] == [("adm", "zam", "0")]
    assert "Of equal rank 3: Assistant Deputy Minister (Canada); Deputy Minister (Russia)." in run(parity, ranked)


@pytest.fixture
def matrix(tmp_path):
    """The known matrix as the strengths of one-way ties, a tenth of each."""
    ties = [f"a{i},b{j},{value / 10},yes" for i, row in enumerate(MATRIX) for j, value in enumerate(row)]
    people = [f"{side}{n},{side},1" for side in "ab" for n in range(3)]
    return write(
        tmp_path,
        stakeholders=["id,side,permeability", *people],
        ties=["source,target,strength,directed", *ties],
    )


BY_ROUTE = [word for part in ("rank=0", "agenda=0", "kind=0", "route=20") for word in ("--weight", part)]


def test_match_gives_21_greedy_17_regret_4(matrix):
    """KNOWN-ANSWERS.md, policy system 2, through the command."""
    data = json.loads(run(match, matrix, *BY_ROUTE, "--format", "json"))
    assert (data["total"], data["obvious_total"], data["regret"]) == (21, 17, 4)
    assert {(row["us"], row["them"]) for row in data["pairs"]} == {("a0", "b1"), ("a1", "b0"), ("a2", "b2")}
    said = run(match, matrix, *BY_ROUTE, "--pin", "a0", "b0")
    assert "a0 is held to b0: the pin costs 4." in said


def test_regions_gives_21_and_the_pin_costs_4(tmp_path):
    """KNOWN-ANSWERS.md, policy system 11, through the command; the study is that of test_regions."""
    rows = [
        "p0,ca,province,a; b,dry", "p1,ca,province,c,dry", "p2,ca,province,e,wet",
        "r0,ru,region,a; b; c,dry", "r1,ru,region,a; d,dry", "r2,ru,region,f,cold",
    ]  # fmt: skip
    study = write(
        tmp_path,
        stakeholders=["id,side,kind,sectors,climate,arctic", *(f"{row},yes" for row in rows)],
        ties=["source,target,status", "p0,r0,severed", "p0,r1,active", "p1,r0,dormant", "p2,r2,active"],
    )
    whole = [w for part in ("sectors=3", "arctic=1", "climate=2", "twinning=4") for w in ("--weight", part)]
    data = json.loads(run(regions, study, *whole, "--format", "json"))
    assert (data["total"], data["regret"]) == (21, 4)
    held = json.loads(run(regions, study, *whole, "--pin", "p0", "r0", "--format", "json"))
    assert (held["total"], held["pins"]) == (17, [["p0", "r0", 9, 4]])
    assert "p0 is held to r0: the pin costs 4." in held["sentences"]


def test_ministers_are_paired_only_on_request(tmp_path):
    study = write(tmp_path, stakeholders=["id,side,level", "a,A,1", "b,B,1", "c,A,3", "d,B,3"])
    (study / "netmodel.toml").write_text("ministers = false\n", encoding="utf-8")
    assert len(json.loads(run(match, study, "--format", "json"))["pairs"]) == 1
    assert len(json.loads(run(match, study, "--ministers", "--format", "json"))["pairs"]) == 2
    with pytest.raises(UsageError, match="pin of a is refused: it has the rank of a minister"):
        run(match, study, "--pin", "a", "d")


def test_ranks_and_kinds_choose_who_is_compared(ranked):
    assert len(json.loads(run(match, ranked, "--ranks", "3-3", "--format", "json"))["pairs"]) == 1
    assert json.loads(run(match, ranked, "--ranks", "1-2", "--format", "json"))["pairs"] == []
    assert json.loads(run(match, ranked, "--kind", "agency", "--format", "json"))["pairs"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--weight", "rank=much"], "'rank=much' is no weight: write rank=0.5"),
        (["--weight", "rank"], "'rank' is no weight: write rank=0.5"),
        (["--weight", "rank=-1"], "give a number of 0 or more"),
        (["--ranks", "3"], "write the senior end first"),
        (["--ranks", "4-2"], "the senior one first"),
        (["--pin", "adm", "adm"], "not of the two sides"),
    ],
)
def test_what_makes_no_sense_is_refused(ranked, words, said):
    with pytest.raises(UsageError, match=said):
        run(match, ranked, *words)


def test_a_part_that_there_is_not_is_refused_with_the_nearest(ranked):
    with pytest.raises(UnknownName, match="did you mean 'rank'"):
        run(match, ranked, "--weight", "ranks=1")


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("style", ["table", "json", "csv", "md"])
def test_a_list_alone_is_answered_with_what_it_lacks(tmp_path, name, style):
    study = write(tmp_path, stakeholders=["id,side", "a,A", "b,B"])
    out = run(COMMANDS[name], study, "--format", style)
    assert out
    if style == "json":
        assert "stakeholders.csv" in json.loads(out)["lacks"]
    if style == "table":
        assert "Missing: stakeholders.csv" in out


@pytest.mark.parametrize("name", COMMANDS)
def test_names_in_a_file_are_shown_as_text(tmp_path, name):
    study = write(
        tmp_path,
        stakeholders=["id,name,side,kind,level", "a,\x1b[31mred,A,province,3", "b,<b>,B,region,3"],
        ties=["source,target", "a,b"],
    )
    assert "\x1b" not in run(COMMANDS[name], study)


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_of_the_help_run(name):
    epilog = COMMANDS[name].epilog or ""
    lines = [line.strip() for line in epilog.splitlines() if line.strip().startswith("netmodel ")]
    assert len(lines) >= 2
    for line in lines:
        words = [word for word in shlex.split(line.partition(">")[0])[2:] if word != "--quiet"]
        try:
            assert run(COMMANDS[name], *words)
        except NetmodelError as error:  # pragma: no cover
            pytest.fail(f"{line}: {error}")
