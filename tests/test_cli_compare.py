"""netmodel compare and timeline: their contracts, one screen, and what they refuse."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click import Command
from click.testing import CliRunner, Result

from netmodel.cli.compare import COLUMNS, compare
from netmodel.cli.timeline import timeline
from netmodel.errors import UsageError

DATA = Path(__file__).parent.parent / "data"
SMALL = "source,target,strength,status_2013,status_2021,citation\na,b,0.4,active,severed,A paper <http://x.org>\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "stakeholders.csv").write_text("id,side,name\na,A,\x1b[31mRed\nb,B,Bee\n")
    (tmp_path / "ties.csv").write_text(SMALL)
    return tmp_path


def run(command: Command, *words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def as_json(command: Command, *words: str | Path) -> Any:
    done = run(command, *words, "--format", "json", "--quiet")
    assert done.exit_code == 0, (done.output, done.exception)
    return json.loads(done.stdout)


def test_compare_contract() -> None:
    data = as_json(compare, DATA / "stakeholders.csv", "--from", "2013", "--to", "2021", "--draws", "19")
    assert next(iter(data)) == "schema_version"
    for name in ("reach", "connectedness", "efficiency", "pairs_joined"):
        assert set(data[name]) == {"before", "after"}
    assert {"lost", "gained", "kept"} <= set(data["ties"]) and isinstance(data["ties"]["kept"], int)
    assert len(data["ties"]["lost"]) == len(data["loss_by_tie"])
    row = data["loss_by_tie"][0]
    assert list(row)[:5] == ["tie", "source", "target", "loss", "restoration_gain"]
    assert (row["file"], row["line"] > 1, bool(row["citation"])) == ("ties.csv", True, True)
    losses = [row["loss"] for row in data["loss_by_tie"]]
    assert losses == sorted(losses, reverse=True)
    assert len(data["stakeholders"]) == sum(row["side"] != "third" for row in _rows(DATA / "stakeholders.csv"))
    assert all(row["draws"] == 19 and 0 < row["p"] <= 1 for row in data["chance"])


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_the_rupture_cost_fits_on_one_screen() -> None:
    done = run(compare, DATA, "--from", "2013", "--to", "2021", "--draws", "99", "--quiet", "-m", "reach")
    lines = done.stdout.splitlines()
    assert done.exit_code == 0 and len(lines) <= 30 and max(map(len, lines)) <= 100
    assert "ties were lost" in lines[0] and "Reach fell from" in done.stdout and "ties.csv:" in done.stdout
    assert "more (--format csv, json or md)" in done.stdout


def test_the_csv_is_the_table_of_losses(small: Path) -> None:
    done = run(compare, small, "--format", "csv", "--quiet", "--draws", "9")
    (row,) = csv.DictReader(io.StringIO(done.stdout))
    assert list(row) == list(COLUMNS)
    assert (row["tie"], row["loss"], row["restoration_gain"], row["pairs_lost"]) == (
        "a--b--informal",
        "0.4",
        "0.4",
        "1",
    )
    assert (row["file"], row["line"], row["citation"]) == ("ties.csv", "2", "A paper <http://x.org>")


def test_markdown_has_sentences_and_tables(small: Path) -> None:
    text = run(compare, small, "--format", "md", "--quiet", "--draws", "9").stdout
    assert text.startswith("- From 2013 to now, 1 tie was lost, 0 gained and 0 kept")
    assert "| reach | 0.4 | 0 | 0.4 |" in text and "| measure | before | after | change |" in text
    assert "\x1b" not in text


def test_names_from_files_are_shown_and_not_obeyed(small: Path) -> None:
    text = run(compare, small, "--quiet", "--draws", "9").stdout
    assert "\x1b" not in text and "\\x1b[31mRed" in text


def test_markdown_shows_names_as_they_are_typed(small: Path) -> None:
    (small / "stakeholders.csv").write_text("id,side,name\na,A,<script>alert(1)</script>\nb,B,**Bee** [x](y) `z`\n")
    text = run(compare, small, "--format", "md", "--quiet", "--draws", "0").stdout
    assert "\\<script\\>alert(1)\\</script\\>" in text and "<script" not in text.replace("\\<", "")
    assert "\\*\\*Bee\\*\\* \\[x\\](y) \\`z\\`" in text


def test_chance_names_its_null_and_its_seed(small: Path) -> None:
    text = " ".join(run(compare, small, "--quiet", "--draws", "9", "--seed", "4").stdout.split())
    assert "drawn at random from those of either picture, take 40.00 to 40.00 (95 % of 9 draws, seed 4)" in text
    assert as_json(compare, small, "--draws", "9", "--seed", "4")["seed"] == 4


def test_a_small_fall_is_not_told_as_none(small: Path) -> None:
    more = "a,c,0.4,active,active,\nb,c,0.9991,active,active,\na,b,0.4,active,severed,\n"
    (small / "stakeholders.csv").write_text("id,side,permeability\na,A,1\nb,B,1\nc,C,1\n")
    (small / "ties.csv").write_text(SMALL.splitlines()[0] + "\n" + more)
    text = run(compare, small, "--quiet", "--draws", "0").stdout
    assert "Reach fell from 59.97\xa0% to 59.96\xa0% (-0.01 points)" in text
    same = run(compare, small, "--from", "2013", "--to", "2013", "--quiet", "--draws", "0").stdout
    assert "Reach stayed at 60.0\xa0%." in same


def test_two_studies(small: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "stakeholders.csv").write_text("id,side\na,A\nb,B\nc,B\n")
    (other / "ties.csv").write_text("source,target,strength\na,b,0.9\n")
    data = as_json(compare, small, other, "--from", "2013", "--draws", "9")
    assert data["ties"]["kept"] == 1 and data["also_changed"]["ties"] == ["a--b--informal"]
    assert data["reach"] == {"before": 0.4, "after": 0.45} and data["from"]["date"] == "2013"
    text = run(compare, small, other, "--from", "2013", "--draws", "9", "--quiet").stdout
    assert text.startswith("From 2013 to now, 0 ties were lost")
    assert "Also different in the two: 1 tie; 0 stakeholders gone, 1 new." in text


def test_what_compare_refuses(small: Path) -> None:
    late = run(compare, small, "--from", "2021", "--to", "2013").exception
    assert isinstance(late, UsageError) and "--from 2021 is later than --to 2013" in str(late)
    assert "is not a date" in str(run(compare, small, "--from", "13").exception)
    (small / "ties.csv").unlink()
    alone = small / "stakeholders.csv"
    assert "no earlier date" in str(run(compare, alone).exception)


def test_a_study_without_conversation_is_no_fault(tmp_path: Path) -> None:
    alone = tmp_path / "alone.csv"
    alone.write_text("id,side\na,A\n")
    done = run(compare, alone, alone, "--quiet")
    assert done.exit_code == 0 and "no conversation to join" in done.stdout
    assert done.stdout.startswith("From the earlier to the later picture, 0 ties were lost")
    assert as_json(compare, alone, alone)["reach"] == {"before": None, "after": None}


def test_timeline_contract() -> None:
    data = as_json(timeline, DATA, "--dates", "2013,2021")
    first, last = data["moments"]
    assert (first["date"], last["date"]) == ("2013", "2021") and first["reach"] > last["reach"]
    assert {"active_ties", "open_channels", "reach", "connectedness", "efficiency", "pairs_joined"} <= set(first)
    assert not first["changes"] and {"id", "before", "after"} <= set(last["changes"][0])


def test_timeline_says_what_began_and_ended(small: Path) -> None:
    (first, last) = csv.DictReader(io.StringIO(run(timeline, small, "--format", "csv", "--quiet").stdout))
    assert (first["date"], first["ended"], last["date"], last["ended"]) == ("2013", "", "2021", "a--b--informal")
    text = run(timeline, small, "--quiet", "--dates", "2000,2021").stdout
    assert "a date is that of the evidence" in text and "undated ties count" in text
    assert max(map(len, text.splitlines())) <= 100
    assert "| 2013 | 1 |" in run(timeline, small, "--format", "md", "--quiet").stdout
    assert "is not a date" in str(run(timeline, small, "--dates", "soon").exception)


def test_the_studys_page_says_what_compare_says() -> None:
    """Every number of the claims that `compare` and `timeline` give stands in data/README.md as they give it."""
    page = (DATA / "README.md").read_text(encoding="utf-8")
    _, _, rest = page.partition("## What the data says of the brief's claims\n")
    said, _, _ = rest.partition("\n## ")
    data = as_json(compare, DATA, "--from", "2013", "--to", "2021", "-m", "reach")
    sides = {tuple(row["sides"]): row for row in data["ties"]["by_sides"]}
    cross, outside = sides["Canada", "Russia"], sides["Russia", "third"]
    reach, issues, chance = data["reach"], data["reach_by_issue"], data["chance"][0]
    pairs, restored = data["pairs_joined"], data["restored"]["reach"]
    (year,) = as_json(timeline, DATA, "--dates", "2014")["moments"]
    best = max(
        row["worth"] for row in data["gain_by_tie"] if {row["source"][:3], row["target"][:3]} == {"ca_", "ru_"}
    )

    def percent(share: float) -> str:
        return f"{100 * share:.1f} %"

    def points(share: float) -> str:
        return f"{100 * share:.2f}"

    wanted = [
        f"{cross['lost']} of {cross['lost'] + cross['kept']} ties were lost",
        f"{cross['kept']} kept, {cross['gained']} gained",
        f"{outside['lost']} were lost, {outside['kept']} kept and {outside['gained']} gained",
        f"from {percent(reach['before'])} to {percent(reach['after'])}",
        f"{percent(year['reach'])} in 2014",
        f"{pairs['after']:,} pairs of counterparts, more than the {pairs['before']:,}",
        f"took {points(chance['fall'])} points",
        f"{points(chance['low'])} to {points(chance['high'])} in 95 % of {chance['draws']} draws",
        f"(p = {chance['p']:.3g})",
        f"makes up for {points(restored - reach['before'])} points",
        f"reach would be {percent(restored)}",
        f"worth more than {points(best).lstrip('0')}",
    ]
    fell = ("arctic", "trade", "agriculture")
    wanted += [f"{percent(issues[name]['before'])} to {percent(issues[name]['after'])}" for name in fell]
    text = " ".join(said.split())
    assert [words for words in wanted if words not in text] == []
    assert issues["energy"]["after"] == issues["arms-control"]["after"] == 0
