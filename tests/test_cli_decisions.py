"""The commands that choose, order and doubt: their contracts, their words, and the edges of the domain."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from test_cli import DATA, as_json, run, study

from netmodel.explain import points

__all__ = ["study"]
DECISIONS = ("portfolio", "pareto", "interactions", "sequence", "robustness", "suggest")
QUICK = {"pareto": ["--budgets", "100000,250000", "--risk-caps", "0.3"], "robustness": ["--draws", "4"]}


def words_of(command: str, *more: str | Path) -> list[str | Path]:
    """A command line that is quick on any study."""
    return [command, *more, *QUICK.get(command, [])]


def test_portfolio_contract() -> None:
    data = as_json("portfolio", DATA, "--budget", "100000", "--max-risk", "0.3", "--count", "4")
    wanted = {"channels", "value", "upper_bound", "optimal", "gap", "cost", "max_risk", "total_risk", "alternatives"}
    assert next(iter(data)) == "schema_version" and wanted <= set(data)
    assert set(data["reach"]) == {"now", "before", "after"}
    assert len(data["channels"]) <= 4 and data["cost"] <= 100000 and data["max_risk"] <= 0.3
    assert data["optimal"] and data["gap"] == 0 and data["upper_bound"] == data["value"] == data["reach"]["after"]
    assert {row["limit"] for row in data["binding"]} == {"budget", "max_risk", "count"}
    assert data["sentences"][0].startswith("Open ") and "proven best" in data["sentences"][0]


def test_the_study_names_the_budget_and_inf_lifts_it() -> None:
    given = as_json("portfolio", DATA)
    assert given["limits"]["budget"] == 250000 and given["cost"] <= 250000
    free = as_json("portfolio", DATA, "--budget", "inf", "--count", "3", "--greedy")
    assert "budget" not in free["limits"] and free["method"] == "greedy"


def test_a_target_in_per_cent_is_a_share_of_what_was_lost() -> None:
    data = as_json("portfolio", DATA, "--target", "30 %")
    assert data["recovery"] >= 0.3 and data["target"] == pytest.approx(
        data["reach"]["now"] + 0.3 * (data["reach"]["before"] - data["reach"]["now"])
    )
    assert data["sentences"][0].startswith("The cheapest way to a reach of 12.3\xa0%: open ")
    assert as_json("portfolio", DATA, "--target", "0.12")["value"] >= 0.12


def test_constraints_and_musts() -> None:
    data = as_json(
        "portfolio", DATA, "--must", "ch_thinkarctic", "--must-not", "ch_ac_wg", "--level-window", "--both-sides",
        "--unopposed", "--budget", "60000",
    )  # fmt: skip
    assert "ch_thinkarctic" in data["channels"] and "ch_ac_wg" not in data["channels"]
    text = run("portfolio", DATA, "--budget", "60000", "--break-even", "ch_seminar", "--quiet").stdout
    assert "Seminars and conferences of universities and NGOs" in text


def test_pareto_contract() -> None:
    data = as_json(*words_of("pareto", DATA))
    assert next(iter(data)) == "schema_version"
    assert {"points", "knee", "curve", "risk_curve", "budgets", "risk_caps", "optimal"} <= set(data)
    assert [point["cost"] for point in data["points"]] == sorted(point["cost"] for point in data["points"])
    rows = list(csv.DictReader(io.StringIO(run(*words_of("pareto", DATA), "--format", "csv", "--quiet").stdout)))
    assert [row["channels"] for row in rows] == ["; ".join(point["channels"]) for point in data["points"]]


def test_interactions_contract() -> None:
    data = as_json("interactions", DATA, "--channels", "ch_hockey, ch_tcs,ch_edc")
    assert data["channels"] == ["ch_edc", "ch_hockey", "ch_tcs"] and len(data["matrix"]) == 3
    assert data["pairs"][0]["kind"] == "either-or"
    matrix = run("interactions", DATA, "--channels", "ch_hockey,ch_tcs,ch_edc", "--format", "csv", "--quiet").stdout
    rows = list(csv.reader(io.StringIO(matrix)))
    assert rows[0] == ["channel", "gain", "ch_edc", "ch_hockey", "ch_tcs"] and len(rows) == 4
    text = run("interactions", DATA, "--quiet").stdout
    assert "more pairs (--format json)" in text and max(map(len, text.splitlines())) <= 100


def test_a_pair_shows_what_both_add_and_how_far_that_is_from_one_by_one() -> None:
    """The two overlap: together they add something, and less than one by one."""
    text = run("interactions", DATA, "--channels", "ch_edc,ch_tcs", "--quiet").stdout
    pair = as_json("interactions", DATA, "--channels", "ch_edc,ch_tcs")["pairs"][0]
    together, beyond = (points(pair[name]).removesuffix(" points") for name in ("together", "complementarity"))
    header, _, row = (line for line in text.splitlines() if line.startswith(" ") and not line.startswith("  "))
    assert header.split("   ")[-2:] == ["together", "beyond one by one"]
    assert row.split()[-2:] == [together, beyond] and float(together) > 0 > float(beyond)
    assert run("interactions", DATA, "--channels", "ch_edc", "--quiet").stdout.startswith(
        "There is nothing to compare: only one channel is asked about, "
    )


def test_sequence_contract() -> None:
    data = as_json("sequence", DATA, "--channels", "ch_ac_wg,ch_signal,ch_agenda,ch_seminar")
    assert {"steps", "area", "optimal", "gap", "blocked"} <= set(data)
    for step in data["steps"]:
        assert {"channel", "start_month", "ready_month", "reach_after", "unlocked_by"} <= set(step)
    assert {step["channel"] for step in data["steps"]} == {"ch_ac_wg", "ch_signal", "ch_agenda", "ch_seminar"}
    alone = as_json("sequence", DATA, "--channels", "ch_signal")
    assert [set(row) for row in alone["blocked"]] == [{"channel", "reason", "missing"}] and alone["steps"] == []
    best = as_json("portfolio", DATA)["channels"]
    assert {step["channel"] for step in as_json("sequence", DATA)["steps"]} == set(best)
    ladder = as_json("sequence", DATA, "--target", "ch_seminar", "--no-gates")
    assert ladder["steps"][-1]["channel"] == "ch_seminar" and ladder["target"] == "ch_seminar"


def test_robustness_contract(tmp_path: Path, study: Path) -> None:
    kept = tmp_path / "run.jsonl"
    data = as_json("robustness", study, "--draws", "5", "--seed", "1", "--resume", kept)
    assert not kept.exists(), "what was kept is removed once it is used"
    assert data["draws"] == 5 and {"mean", "p95"} <= set(data["regret"]) and data["errors"]["regret"]
    for row in data["channels"]:
        assert {"id", "acceptability", "inclusion", "class"} <= set(row)
        assert sum(row["acceptability"]) == pytest.approx(1)
    assert data["sensitivity"] and any("plausible versions" in text for text in data["sentences"])
    again = as_json("robustness", study, "--draws", "5", "--seed", "1")
    assert again == data


def test_suggest_contract() -> None:
    data = as_json("suggest", DATA, "--count", "2")
    assert next(iter(data)) == "schema_version"
    assert len(data["restored"]) == len(data["across"]) == len(data["same_side"]) == 2
    rows = list(
        csv.DictReader(io.StringIO(run("suggest", DATA, "--count", "2", "--format", "csv", "--quiet").stdout))
    )
    assert [row["family"] for row in rows] == ["restored"] * 2 + ["across"] * 2 + ["same-side"] * 2


@pytest.mark.parametrize("command", DECISIONS)
@pytest.mark.parametrize("style", ["table", "json", "csv", "md"])
def test_stdout_is_data_in_the_format_asked_for(command: str, style: str, study: Path) -> None:
    result = run(*words_of(command, study), "--format", style, "--quiet")
    assert result.exit_code == 0 and result.stdout and result.stderr == ""
    if style == "json":
        assert json.loads(result.stdout)["sentences"]
    elif style == "csv":
        assert len({len(row) for row in csv.reader(io.StringIO(result.stdout))}) == 1
    elif style == "md":
        assert result.stdout.startswith("| ")


EDGES = {
    "one": {"stakeholders": "id,side\na,A\n"},
    "one side": {"stakeholders": "id,side\na,A\nb,A\n", "ties": "source,target\na,b\n"},
    "third parties only": {"stakeholders": "id,side\na,\nb,\n", "ties": "source,target\na,b\n"},
    "isolates": {"stakeholders": "id,side\na,A\nb,B\nc,A\n"},
    "no channel": {"stakeholders": "id,side\na,A\nb,B\n", "ties": "source,target\na,b\n"},
    "severed": {
        "stakeholders": "id,side\na,A\nb,B\n",
        "ties": "source,target,status,status_2013\na,b,severed,active\n",
    },
    "directed": {
        "stakeholders": "id,side\na,A\nb,B\nx,\n",
        "ties": "source,target,directed,status\na,x,yes,active\nx,b,yes,severed\n",
    },
    "of no use": {"stakeholders": "id,side\na,A\nb,B\n", "channels": "id,participants\nc,a\n"},
}


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("command", ["analyse", "channels", "check", "measure", *DECISIONS])
def test_the_edges_of_the_domain_are_answered_in_words(command: str, edge: str, tmp_path: Path) -> None:
    for name, text in EDGES[edge].items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    for style in ("table", "json", "csv", "md"):
        result = run(*words_of(command, tmp_path), "--format", style, "--quiet")
        assert result.exit_code == 0 and result.stdout.strip() and result.stderr == ""
        said = result.stdout
        if style == "json":  # what is said of measures may speak of nan
            said = json.dumps({name: value for name, value in json.loads(said).items() if name != "measures"})
        assert not re.search(r"\bnan\b", said, re.IGNORECASE) and "None" not in said


def test_a_study_without_conversation_says_why_in_the_first_line(tmp_path: Path) -> None:
    (tmp_path / "stakeholders.csv").write_text("id,side\na,A\nb,A\n", encoding="utf-8")
    for command in DECISIONS:
        said = run(*words_of(command, tmp_path), "--quiet").stdout
        assert said.startswith("There is no conversation to rejoin: all stakeholders with a side are on one side.")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["portfolio", "--target", "much"], "is no worth: write 0.14, or 60% of what was lost"),
        (["portfolio", "--target", "60"], "is outside 0..1"),
        (["portfolio", "--target", "20%", "--break-even", "visits"], "give one of the two"),
        (["portfolio", "--must", "nothing"], "candidate channel 'nothing' is not known"),
        (["portfolio", "--objective", "reech"], "did you mean 'reach'"),
        (["portfolio", "--budget", "-1"], "--budget"),
        (["pareto", "--budgets", "1,many"], "is no list of numbers"),
        (["interactions", "--channels", ","], "names nothing"),
        (["interactions", "--channels", "nothing"], "is not known"),
        (["sequence", "--channels", "nothing"], "is not known"),
        (["sequence", "--horizon", "inf"], "is no number of months"),
        (["robustness", "--draws", "0"], "--draws"),
        (["robustness", "--workers", "2", "--scheduler", "tcp://x:1"], "exclude each other"),
        (["suggest", "--strength", "0"], "--strength"),
        (["suggest", "--count", "0"], "--count"),
    ],
)
def test_wrong_usage_is_explained(words: list[str], said: str, study: Path) -> None:
    result = run(words[0], study, *words[1:], "--quiet")
    assert result.exit_code == 2 and said in result.stderr.replace("\n", " ") and result.stdout == ""


def test_a_share_of_a_loss_needs_a_loss(tmp_path: Path) -> None:
    (tmp_path / "stakeholders.csv").write_text("id,side\na,A\nb,B\n", encoding="utf-8")
    (tmp_path / "channels.csv").write_text("id,participants\nc,a; b\n", encoding="utf-8")
    refused = run("portfolio", tmp_path, "--target", "60%", "--quiet")
    assert refused.exit_code == 2 and "there is no earlier date" in refused.stderr


def test_the_table_of_channels_has_another_option_beside_ids(study: Path) -> None:
    (study / "channels.csv").rename(study / "elsewhere.csv")
    table: list[Any] = ["--channels-table", study / "elsewhere.csv"]
    assert as_json("interactions", study, *table)["channels"] != []


def test_clearance_leaves_only_what_a_signal_clears() -> None:
    told = run("channels", DATA, "--clearance")
    left = {row["id"] for row in as_json("channels", DATA, "--clearance")["channels"]}
    assert "Left out, since not cleared: ch_acgf" in told.stderr and "ch_acgf" not in left and "ch_hockey" in left
    assert "Left out, since not cleared: “Coast guards" in told.stdout and "Without" not in told.stdout
    wider = {row["id"] for row in as_json("channels", DATA, "--clearance", "--signal", "ca_gac_dm")["channels"]}
    assert left < wider
    free = as_json("portfolio", DATA)
    held = as_json("portfolio", DATA, "--clearance")
    assert held["optimal"] and held["value"] < free["value"]
    cascades = {"ch_cascade_fed", "ch_cascade_prov"}
    assert set(held["channels"]) - cascades <= left, "the study's signal enters neither cascade"
    plan = run("sequence", DATA, "--channels", "ch_consult,ch_acgf", "--clearance")
    assert plan.stderr.endswith("Left out, since not cleared: ch_acgf\n")
    refused = run("portfolio", DATA, "--signal", "ca_gac_dm")
    assert refused.exit_code == 2 and "--clearance" in refused.stderr
