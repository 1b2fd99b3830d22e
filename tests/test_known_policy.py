"""Known answers of the policy systems (KNOWN-ANSWERS.md, by number) as a user types them.

Those that are whole in a file of their own command are not repeated: 1 stands in test_cli_cascade, 2 and 11 in
test_cli_match, 3, 14 and 15 in test_cli_agenda, 6 in test_cli_vetoes, 12 in test_trade.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from networks import mini_rupture

from netmodel import read
from netmodel.cli import main
from netmodel.measures.whole import reach


def write(folder: Path, **tables: Sequence[str]) -> Path:
    """A study: the lines of each table, the header first."""
    folder.mkdir(exist_ok=True)
    for name, lines in tables.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def answer(command: str, *words: object) -> Any:
    """What a command finds, as JSON."""
    given = [command, *map(str, words), "--format", "json", "--quiet"]
    result = CliRunner().invoke(main, given, catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize("members", [3, 4])
def test_4_a_platform_is_a_hub(tmp_path: Path, members: int) -> None:
    """.8 * .5 * .8 = .32 between any two members, by the best route and by all routes: no clique of ties."""
    names = [f"m{k}" for k in range(members)]
    people = [f"{name},{side},1" for name, side in zip(names, ["A", "B", "", ""], strict=False)]
    hub = f"c,{'; '.join(f'{name}:0.8' for name in names)},0.5,open"
    study = write(
        tmp_path,
        stakeholders=["id,side,permeability", *people],
        channels=["id,participants,quality,status", hub],
    )
    found = answer("routes", study, "m0", "m1", "--resilience")
    assert found["routes"][0]["strength"] == pytest.approx(0.32)
    assert found["resilience"]["reliability"]["value"] == pytest.approx(0.32)
    assert found["resilience"]["reliability"]["exact"]


LADDER = (
    "id,participants,modality,needs_trust,builds_trust",
    "seminar,a; b,in-person,,0.2",
    "hockey,a; b,in-person,,0.05",
    "expert,a; b,in-person,0.3,0.3",
    "ADM,a; b,in-person,0.5,0.2",
    "cyber,a; b,in-person,0.7,0",
)


def test_5_the_sequence_to_cyber_and_none_without_the_seminar(tmp_path: Path) -> None:
    study = write(tmp_path, stakeholders=["id,side", "a,A", "b,B"], channels=LADDER)
    plan = answer("sequence", study, "--target", "cyber", "--trust", "0.1")
    assert [step["channel"] for step in plan["steps"]] == ["seminar", "expert", "ADM", "cyber"]
    write(tmp_path, channels=[LADDER[0], *LADDER[2:]])
    plan = answer("sequence", study, "--target", "cyber", "--trust", "0.1")
    assert plan["steps"] == []
    assert plan["blocked"][0]["reason"] == "expert needs 0.30, at most 0.15 can be reached"


def test_7_permeability_0_shuts_a_direct_tie_and_1_changes_nothing(tmp_path: Path) -> None:
    ties = ["source,target,strength", "a,b,0.9", "c,b,0.4"]
    people = ["id,side,permeability", "a,A,1", "c,A,1"]
    shut = answer("permeability", write(tmp_path, stakeholders=[*people, "b,B,0"], ties=ties), "b")
    target = next(row for row in shut["targets"] if row["id"] == "b")
    assert (target["effective"], target["nominal"]) == (0, pytest.approx(0.65))
    open_study = write(tmp_path, stakeholders=[*people, "b,B,1"])
    same = answer("permeability", open_study)
    plain = write(tmp_path / "plain", stakeholders=["id,side", "a,A", "c,A", "b,B"], ties=ties)
    assert same["effective"] == same["nominal"] == reach(read(plain))


ALLIES = [
    "ca_x,ca,,ministry", "de_x,,DE,ministry", "fr_x,,FR,ministry", "it_x,,IT,ministry", "us_x,,US,ministry",
    "mid,ru,,ministry",
]  # fmt: skip
OPEN = ["de_x,mid,funding,active", "fr_x,mid,funding,active", "it_x,mid,funding,active", "us_x,mid,funding,severed"]


def test_8_three_of_four_allies_doubled_rows_and_a_copy(tmp_path: Path) -> None:
    study = write(
        tmp_path,
        stakeholders=["id,side,party,kind", *ALLIES],
        ties=["source,target,kind,status", *OPEN, "ca_x,mid,funding,severed"],
    )
    (study / "netmodel.toml").write_text('allies = ["DE", "FR", "IT", "US"]\n', encoding="utf-8")
    found = answer("benchmark", study)
    assert [row["share"] for row in found["cells"] if row["gap"]] == [0.75] and found["score"] == 0
    write(study, ties=["source,target,kind,status", *OPEN, *OPEN[:2], "ca_x,mid,funding,severed"])
    doubled = answer("benchmark", study)
    assert (doubled["cells"], doubled["score"]) == (found["cells"], found["score"])
    write(study, ties=["source,target,kind,status", *OPEN, "ca_x,mid,funding,active"])
    copied = answer("benchmark", study)
    assert not any(row["gap"] for row in copied["cells"]) and copied["score"] == 1


def test_9_mini_rupture_before_after_and_restored(tmp_path: Path) -> None:
    net = mini_rupture()
    people = [f"{row.id},{row.side},1" for row in net.stakeholders]
    ties = [f"{tie.source},{tie.target},1,{','.join(word for _, word in tie.statuses)}" for tie in net.ties]
    study = write(
        tmp_path,
        stakeholders=["id,side,influence", *people],
        ties=["source,target,strength,status_2013,status_2014", *ties],
    )
    found = answer("compare", study, "--from", "2013", "--to", "2014", "--draws", "9")
    assert found["efficiency"] == {
        "before": pytest.approx(0.5694, abs=5e-5),
        "after": pytest.approx(0.1528, abs=5e-5),
    }
    assert {row["tie"] for row in found["loss_by_tie"]} == {"GAC--MID--informal", "TCS--MinEcon--informal"}
    assert answer("portfolio", study)["value"] == found["reach"]["before"], "everything restored"


PEOPLE = [
    "gac,ca,ministry,1,,", "mid,ru,ministry,1,,", "one,ca,,,climate,Institute", "two,ca,,,climate,Institute",
    "three,ca,,,climate,Institute", "five,ca,,,cyber,", "six,ca,,,cyber,",
]  # fmt: skip


def test_10_one_tie_flips_only_its_cell(tmp_path: Path) -> None:
    study = write(
        tmp_path,
        stakeholders=["id,side,kind,level,expertise,memberships", *PEOPLE],
        ties=["source,target", "one,gac"],
        issues=["issue", "arctic", "climate", "cyber"],
    )
    verdicts = {row["issue"]: row["verdict"] for row in answer("capacity", study)["issues"]}
    assert verdicts == {"arctic": "gap", "climate": "low diversity", "cyber": "capacity unused"}
    write(study, ties=["source,target", "one,gac", "five,gac"])
    after = {row["issue"]: row["verdict"] for row in answer("capacity", study)["issues"]}
    assert {issue for issue in verdicts if verdicts[issue] != after[issue]} == {"cyber"}


def test_13_ten_times_the_cohort_leaves_transfer_as_it_is(tmp_path: Path) -> None:
    people = ["adm,ca,ministry,3", "club,ca,,", "dm,ru,ministry,3", "fans,ru,,"]
    study = write(
        tmp_path, stakeholders=["id,side,kind,level", *people], ties=["source,target,strength", "club,adm,0.2"]
    )

    def axes(cohort: int) -> dict[str, tuple[float, float]]:
        rows = [f"hockey,club; fans,{cohort},1", "meeting,adm; dm,,2"]
        write(study, channels=["id,participants,cohort,frequency", *rows])
        return {row["id"]: (row["trust_base"], row["transfer"]) for row in answer("axes", study)["channels"]}

    one, ten = axes(100), axes(1000)
    assert one["hockey"][0] > one["meeting"][0] and one["hockey"][1] < one["meeting"][1]
    assert ten["hockey"] == (10 * one["hockey"][0], one["hockey"][1]) and ten["meeting"] == one["meeting"]


def test_16_transfer_autonomy_and_track(tmp_path: Path) -> None:
    people = ["gac,ca,ministry,1", "uoft,ca,university,", "hermit,ca,university,", "mid,ru,ministry,1",
              "mgimo,ru,university,", "cell,ru,university,"]  # fmt: skip
    channels = ["seminar,track-two,uoft; mgimo", "talks,formal,gac; mid", "retreat,track-two,hermit; cell"]
    study = write(
        tmp_path,
        stakeholders=["id,side,kind,level", *people],
        ties=["source,target,strength", "uoft,gac,0.5", "mgimo,mid,0.4"],
        channels=["id,kind,participants", *channels],
    )
    rows = {row["id"]: row for row in answer("track", study)["channels"]}
    assert {name: row["transfer"] for name, row in rows.items()} == {"seminar": 0.7, "talks": 1, "retreat": 0}
    assert rows["talks"]["autonomy"] == 0 and rows["talks"]["track"] in ("Track 1", "Track 1.5")
    assert rows["seminar"]["autonomy"] == 1


def test_17_four_simple_routes_two_disjoint_and_the_cut(tmp_path: Path) -> None:
    ties = [f"{one},{other},1" for one, other in ("ax", "xb", "ay", "yb", "xy")]
    study = write(tmp_path, stakeholders=["id", *"abxy"], ties=["source,target,strength", *ties])
    found = answer("routes", study, "a", "b", "--resilience")["resilience"]
    assert found["cut"]["stakeholders"] == ["x", "y"]
    told = CliRunner().invoke(main, ["routes", str(study), "a", "b", "--resilience", "--quiet"]).stdout
    assert "From a to b: 4 simple routes, of which at most 2 share no relay" in " ".join(told.split())
