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
    assert "[^1]: `computed: netmodel analyse STUDY`" in found.stdout and found.stdout.endswith("\n")
    assert str(study) not in found.stdout


@pytest.mark.parametrize(("style", "begins"), [("html", '<section class="brief"'), ("json", "{")])
def test_other_forms(study, style, begins):
    found = run(str(study), "--format", style)
    assert found.exit_code == 0 and found.stdout.startswith(begins)
    if style == "json":
        data = json.loads(found.stdout)
        assert data["schema_version"] and data["sections"] and data["footnotes"] and data["words"] < 700


@pytest.mark.parametrize(
    ("name", "begins"), [("b.html", "<section"), ("b.md", "# "), ("b.txt", "# "), ("b.JSON", "{")]
)
def test_a_file_takes_its_form_from_its_name_and_is_said(study, tmp_path, name, begins):
    found = run(str(study), "-o", str(tmp_path / name))
    assert found.exit_code == 0 and found.stdout == f"Written: {tmp_path / name}\n"
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


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
def test_the_brief_of_the_data_agrees_with_the_other_commands_and_fits_two_pages():
    from netmodel.cli.compare import compare
    from netmodel.cli.portfolio import portfolio
    from netmodel.cli.vetoes import vetoes

    def printed(command, *words: str):
        return json.loads(CliRunner().invoke(command, [str(DATA), *words, "--quiet", "--format", "json"]).stdout)

    text = CliRunner().invoke(brief, [str(DATA), "--quiet"]).stdout.replace("\xa0", " ")
    data = json.loads(CliRunner().invoke(brief, [str(DATA), "--quiet", "--format", "json"]).stdout)
    assert 1000 < data["words"] < 1450
    lost = printed(compare, "--draws", "0")
    ended, kept, began = (next(row for row in lost["ties"]["by_sides"] if row["sides"] == ["Canada", "Russia"])[name]
                          for name in ("lost", "kept", "gained"))  # fmt: skip
    assert f"Of {ended + kept} ties between the sides" in text and f"; {began} new ones have begun." in text
    assert f"was about {100 * lost['reach']['before']:.0f} % in 2013" in text
    best = printed(portfolio)
    assert f"about {100 * best['recovery']:.0f} % of what was lost" in text and best["optimal"]
    assert f"these {len(best['channels'])} steps together" in text
    free = printed(portfolio, "--unopposed")
    assert f"{100 * (best['value'] - free['value']):.2f} points less" in text
    opposed = {row["id"] for row in printed(vetoes)["blocked"]} & set(best["channels"])
    assert len(opposed) == 3
    titles = [part["title"] for part in data["sections"]]
    assert titles[:4] == ["Situation", "Who still talks", "Recommended channels, in order", "Who would signal"]
    assert titles[4:] == ["Who may object", "What allies do", "What is uncertain", "What was assumed", "Sources"]
