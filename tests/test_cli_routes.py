"""netmodel routes as a user types it: ends, limits, other kinds of routes, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from netmodel import find_routes, read
from netmodel.cli import main
from netmodel.cli.routes import routes

DATA = Path(__file__).parent.parent / "data"
STAKEHOLDERS = """id,name,side,kind,level
gac,Global Affairs,North,ministry,1
edc,Export Development,North,agency,3
mid,Foreign Ministry,South,ministry,1
forum,The Forum,third,academic,5
office,The Office,third,agency,2
"""
TIES = """source,target,id,strength,formality
edc,gac,one,0.9,formal
gac,forum,two,0.8,informal
forum,mid,three,0.5,informal
gac,office,four,0.5,formal
office,mid,five,0.4,formal
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "stakeholders.csv").write_text(STAKEHOLDERS, encoding="utf-8")
    (tmp_path / "ties.csv").write_text(TIES, encoding="utf-8")
    return tmp_path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["routes", *map(str, words), "--quiet"], catch_exceptions=False)


def as_json(*words: str | Path) -> Any:
    result = run(*words, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def chains(*words: str | Path) -> list[str]:
    return ["-".join(route["stakeholders"]) for route in as_json(*words)["routes"]]


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["gac", "mid"], ["gac-forum-mid", "gac-office-mid"]),
        (["Global Affairs", "foreign ministry"], ["gac-forum-mid", "gac-office-mid"]),
        ([], ["gac-forum-mid", "gac-office-mid"]),
        (["side:North", "kind:ministry side:South", "-k", "1"], ["gac-forum-mid"]),
        (["edc", "mid", "--avoid", "The Forum"], ["edc-gac-office-mid"]),
        (["edc", "mid", "--avoid", "three"], ["edc-gac-office-mid"]),
        (["edc", "mid", "--through", "office", "--through", "gac"], ["edc-gac-office-mid"]),
        (["edc", "mid", "--max-relays", "1"], []),
        (["gac", "mid", "--level-window", "2-4"], ["gac-office-mid"]),
        (["gac", "mid", "--formality", "informal"], ["gac-forum-mid"]),
        (["edc", "mid", "--disjoint", "relays"], ["edc-gac-forum-mid"]),
        (["gac", "mid", "--disjoint", "ties"], ["gac-forum-mid", "gac-office-mid"]),
        (["--disjoint", "stakeholders"], ["gac-forum-mid"]),
        (["gac", "mid", "--widest"], ["gac-forum-mid"]),
    ],
)
def test_ends_limits_and_kinds_of_routes(study: Path, words: list[str], wanted: list[str]) -> None:
    assert chains(study, *words) == wanted


def test_the_command_is_the_library_call() -> None:
    data = as_json(DATA, "side:Canada", "kind:ministry side:Russia", "-k", "4", "--issue", "arctic")
    net = read(DATA)
    found = find_routes(net, "side:Canada", "side:Russia kind:ministry", k=4, issue="arctic")
    assert [tuple(route["via"]) for route in data["routes"]] == [route.via for route in found]
    assert data["from"] == sorted(row.id for row in net.stakeholders if row.side == "Canada")
    assert {"stakeholders", "via", "strength", "weakest_link", "issues"} == set(data["routes"][0])


def test_resilience_is_told_in_sentences_and_as_data(study: Path) -> None:
    data = as_json(study, "--resilience")
    assert data["resilience"]["cut"] == {
        "size": 2,
        "stakeholders": ["forum", "office"],
        "ties": [],
        "channels": [],
    }
    assert data["resilience"]["bottlenecks"]["stakeholders"] == ["gac"]
    assert data["resilience"]["reliability"]["exact"] is True
    told = " ".join(run(study, "--resilience").stdout.split())
    assert "From side:North (2 stakeholders) to Foreign Ministry: 2 simple routes" in told
    assert "Each of these alone cuts the ends apart: 1 stakeholder (Global Affairs)." in told
    assert "1. 20.0 % of a message arrives, 2 passages" in told


def test_the_text_says_what_kind_of_routes_it_shows(study: Path) -> None:
    assert run(study, "gac", "mid", "--disjoint", "relays").stdout.startswith(
        "At most 2 routes can share no relay, tie or channel; the strongest such set:\n1. "
    )
    assert run(study, "gac", "mid", "--widest").stdout.startswith(
        "No route has a stronger weakest passage than 0.50:\n"
    )
    assert as_json(study, "gac", "mid", "--widest")["width"] == 0.5
    none = run(study, "gac", "mid", "--avoid", "forum", "--avoid", "office", "--resilience")
    assert none.stdout == "No route joins Global Affairs and Foreign Ministry within these limits.\n"
    assert run(study, "gac", "mid", "--avoid", "forum", "--formality", "informal", "--widest").stdout == none.stdout


def test_csv_and_markdown(study: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(study, "gac", "mid", "--format", "csv").stdout)))
    assert [(row["rank"], row["via"]) for row in rows] == [("1", "two; three"), ("2", "four; five")]
    assert "| rank | strength |" in run(study, "gac", "mid", "--format", "md").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["gac"], "only one end is given"),
        (["gac", "middd"], "did you mean"),
        (["side:Nord", "mid"], "did you mean 'North'"),
        (["side:North", "gac"], "is both ends"),
        (["gac", "mid", "--level-window", "3"], "is no window"),
        (["gac", "mid", "--level-window", "4-2"], "no window"),
        (["gac", "mid", "--widest", "--disjoint", "ties"], "give one of the two"),
        (["gac", "mid", "--widest", "--through", "office"], "--through is for the strongest routes only"),
        (["gac", "mid", "--resilience", "--max-relays", "2"], "--max-relays is for the strongest routes only"),
        (["gac", "mid", "--avoid", "gac"], "one end is to be avoided"),
        (["gac", "mid", "--avoid", "nobody"], "is not known"),
    ],
)
def test_wrong_usage_is_explained(study: Path, words: list[str], said: str) -> None:
    result = run(study, *words)
    assert result.exit_code == 2 and said in result.stderr and result.stdout == ""


def test_the_examples_run() -> None:
    examples = re.findall(r"netmodel routes data (.*)", routes.epilog or "")
    assert len(examples) > 5
    for example in examples:
        words = [a or b for a, b in re.findall(r'"([^"]+)"|(\S+)', example)]
        assert run(DATA, *words).exit_code == 0, example


def test_names_from_files_are_made_safe(tmp_path: Path) -> None:
    evil = "\x1b[31m\u202e"
    people = f"id,name,side\na{evil},N{evil},S{evil}\nb{evil},M{evil},T{evil}\n"
    (tmp_path / "stakeholders.csv").write_text(people, encoding="utf-8")
    (tmp_path / "ties.csv").write_text(f"source,target,kind\na{evil},b{evil},k{evil}\n", encoding="utf-8")
    for words in (
        [],
        ["--resilience"],
        ["--disjoint", "ties"],
        ["--widest"],
        [f"side:S{evil}", "b"],
        ["x", f"side:{evil}"],
    ):
        result = run(tmp_path, *words)
        assert result.exit_code in (0, 2)
        assert "\x1b" not in result.output and "\u202e" not in result.output
