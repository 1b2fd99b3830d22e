"""The command: what stdout holds, which files it writes, and what it never writes over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from netmodel.cli.brief import brief
from netmodel.cli.new import new
from netmodel.errors import WriteError

DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def study(tmp_path) -> Path:
    folder = tmp_path / "study"
    assert CliRunner().invoke(new, [str(folder)]).exit_code == 0
    return folder


def run(*words: str) -> Result:
    return CliRunner().invoke(brief, [*words, "--draws", "3", "--quiet"])


def test_stdout_holds_markdown(study):
    found = run(str(study))
    assert found.exit_code == 0 and found.stdout.startswith("# Who still talks: North and South\n\n## Situation\n")
    assert "[^1]: `netmodel check STUDY`; `netmodel analyse STUDY`" in found.stdout and found.stdout.endswith("\n")
    assert str(study) not in found.stdout


@pytest.mark.parametrize(("style", "begins"), [("html", "<!DOCTYPE html>"), ("json", "{")])
def test_other_forms(study, style, begins):
    found = run(str(study), "--format", style)
    assert found.exit_code == 0 and found.stdout.startswith(begins)
    if style == "json":
        data = json.loads(found.stdout)
        assert data["schema_version"] and data["sections"] and data["footnotes"] and data["words"] < 700


@pytest.mark.parametrize(
    ("name", "begins"), [("b.html", "<!DOCTYPE"), ("b.md", "# "), ("b.txt", "# "), ("b.JSON", "{")]
)
def test_a_file_takes_its_form_from_its_name_and_is_said(study, tmp_path, name, begins):
    found = run(str(study), "-o", str(tmp_path / name))
    assert found.exit_code == 0 and found.stdout == f"Written: {tmp_path / name}\n"
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize("style", ["md", "html"])
def test_the_rows_in_full_are_there_on_request_and_always_in_json(study, style):
    brief_, full = run(str(study), "--format", style).stdout, run(str(study), "--format", style, "--rows").stdout
    data = json.loads(run(str(study), "--format", "json").stdout)
    rows = {row["row"] for note in data["footnotes"] for row in note["cited"] if row["file"]}
    assert rows and all(row in full for row in rows) and not any(row in brief_ for row in rows)
    assert "Rows of the notes, in full" in full and "Rows of the notes, in full" not in brief_


def test_the_form_that_is_asked_for_wins(study, tmp_path):
    assert run(str(study), "-o", str(tmp_path / "b.html"), "--format", "md").exit_code == 0
    assert (tmp_path / "b.html").read_text(encoding="utf-8").startswith("# ")


def test_a_file_that_is_there_is_kept_unless_forced(study, tmp_path):
    target = tmp_path / "mine.md"
    target.write_text("mine", encoding="utf-8")
    refused = run(str(study), "-o", str(target))
    assert isinstance(refused.exception, WriteError) and target.read_text(encoding="utf-8") == "mine"
    assert run(str(study), "-o", str(target), "--force").exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", ["ties.csv", "stakeholders.csv", "netmodel.toml"])
def test_an_input_is_never_overwritten(study, name):
    before = (study / name).read_bytes()
    refused = run(str(study), "-o", str(study / name), "--force")
    assert isinstance(refused.exception, WriteError) and "read as an input" in str(refused.exception)
    assert (study / name).read_bytes() == before


def test_a_budget_is_kept_to_and_told(study):
    assert "Within a budget of CAD\xa060,000" in run(str(study), "--budget", "60000").stdout
    assert "--budget 60000" in run(str(study), "--budget", "60000").stdout


def test_the_same_study_gives_the_same_bytes(study):
    assert run(str(study)).stdout == run(str(study)).stdout


def test_a_list_of_stakeholders_alone_will_do(tmp_path):
    (tmp_path / "stakeholders.csv").write_text("id,side\na,A\nb,B\n", encoding="utf-8")
    found = run(str(tmp_path / "stakeholders.csv"))
    assert found.exit_code == 0 and "No chain of introductions joins A and B now." in found.stdout


@pytest.mark.laws
def test_the_brief_of_the_data_agrees_with_the_other_commands():
    from netmodel.cli.compare import compare
    from netmodel.cli.portfolio import portfolio
    from netmodel.cli.regions import regions
    from netmodel.cli.vetoes import vetoes

    def printed(command, *words: str):
        return json.loads(CliRunner().invoke(command, [str(DATA), *words, "--quiet", "--format", "json"]).stdout)

    text = CliRunner().invoke(brief, [str(DATA), "--quiet"]).stdout.replace("\xa0", " ")
    data = json.loads(CliRunner().invoke(brief, [str(DATA), "--quiet", "--format", "json"]).stdout)
    lost = printed(compare, "--draws", "0")
    ended, kept, began = (next(row for row in lost["ties"]["by_sides"] if row["sides"] == ["Canada", "Russia"])[name]
                          for name in ("lost", "kept", "gained"))  # fmt: skip
    told = f"Of {ended + kept} ties between the sides in 2013, {ended} are no longer active; {began} new ones have"
    assert told in text
    assert f"carried on average about {100 * lost['reach']['before']:.0f} % of the strength" in text
    best = printed(portfolio)
    assert f"about {100 * best['recovery']:.0f} % of what was lost" in text and best["optimal"]
    assert sum(row["form"] == "table" for part in data["sections"] for row in part["parts"]) == 1
    free = printed(portfolio, "--unopposed")
    assert f"bring {100 * (best['value'] - free['value']):.1f} points of reach less" in text
    opposed = {row["id"] for row in printed(vetoes)["blocked"]} & set(best["channels"])
    assert len(opposed) == 3 and "Step 7 waits for what is opposed." in text
    links = printed(regions)["links"]
    assert links == {"before": 8, "now": 0}
    assert "Eight ties between provinces and regions were active in 2013, none in 2021." in text
    assert "Export credit of Germany, France and Italy serves trade with Russia; that of Canada and the US no" in text
    assert "assistant deputy minister), and not from ministers." in text
    assert [part["title"] for part in data["sections"]] == [
        "Situation", "Who still talks", "What to open together, in order", "Who sends the signal, and who must agree",
        "Who may object", "How sure this is", "What allies do", "What else the study says",
        "What is assumed, and what is not said",
    ]  # fmt: skip
