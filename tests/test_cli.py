"""The command line as a user types it: the journey, the contracts, the exit codes, the refusals."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from netmodel import MEASURES
from netmodel.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
FILES = ["report.html", "channels.csv", "stakeholders.csv", "analysis.json"]


def run(*words: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], input=stdin, catch_exceptions=False)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def as_json(*words: str | Path) -> Any:
    result = run(*words, "--format", "json", "--quiet")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The small study that `netmodel new` writes."""
    folder = tmp_path / "study"
    assert run("new", folder).exit_code == 0
    return folder


def test_the_journey_from_csv_to_page(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("report"))
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = run("analyse", folder / "stakeholders.csv", "--draws", "2")
    assert result.exit_code == 0
    assert "Reach between Canada and Russia is 10.9\xa0% now, 15.7\xa0% in 2013" in result.stdout.replace("\n", " ")
    assert all(str(folder / "report" / name) in result.stdout for name in FILES)
    assert "184 rows" in result.stderr and "netmodel.toml" in result.stderr
    assert (names_in(folder / "report")) == sorted(FILES)
    assert {path: path.read_bytes() for path in before} == before
    record = json.loads((folder / "report" / "analysis.json").read_text(encoding="utf-8"))
    for name, digest in record["files"].items():
        assert hashlib.sha256((folder / "report" / name).read_bytes()).hexdigest() == digest
    with (folder / "report" / "channels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [row["id"] for row in record["channels"]]
    page = (folder / "report" / "report.html").read_text(encoding="utf-8")
    assert "Content-Security-Policy" in page and record["channels"][0]["name"] in page
    assert run("analyse", folder, "--quiet", "--ranking-only").exit_code == 0, "its own report is replaced"
    fewer = json.loads((folder / "report" / "analysis.json").read_text(encoding="utf-8"))
    assert record["recommendation"] and not fewer["recommendation"]


def test_what_netmodel_did_not_write_is_not_replaced(study: Path) -> None:
    (study / "report").mkdir()
    (study / "report" / "channels.csv").write_text("mine", encoding="utf-8")
    quick = ["analyse", study, "--ranking-only"]
    refused = run(*quick)
    assert refused.exit_code == 5
    assert "was not written by netmodel" in refused.stderr and "--force" in refused.stderr
    assert names_in(study / "report") == ["channels.csv"]
    assert run(*quick, "--force").exit_code == 0
    assert (study / "report" / "channels.csv").read_text(encoding="utf-8") != "mine"
    (study / "report" / "channels.csv").write_text("edited since", encoding="utf-8")
    assert run(*quick).exit_code == 5
    assert (study / "report" / "channels.csv").read_text(encoding="utf-8") == "edited since"


def test_an_input_is_never_replaced(study: Path) -> None:
    before = (study / "stakeholders.csv").read_bytes()
    refused = run("analyse", study, "-o", study, "--force", "--ranking-only")
    assert refused.exit_code == 5 and "never overwritten" in refused.stderr
    assert (study / "stakeholders.csv").read_bytes() == before
    assert not (study / "analysis.json").exists()


FAULTS = """\
id,name,side,level
a,Alpha,North,9
a,Again,North,1
,Nobody,North,1
d,Delta,South,1,extra
"""


def test_a_wrong_study_gives_one_report_exit_3_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "stakeholders.csv").write_text(FAULTS.replace(",extra", ""), encoding="utf-8")
    ties = "source,target,strength\n" + "a,d,1.4\n" * 24 + "a,nobody,0.5\n"
    (tmp_path / "ties.csv").write_text(ties, encoding="utf-8")
    result = run("analyse", tmp_path)
    assert result.exit_code == 3 and result.stdout == ""
    said = result.stderr
    assert "Traceback" not in said
    assert "line 2, level: '9' is not 0..5 or a title in levels.csv [D031]" in said
    assert "line 3, id: 'a' is already the id of line 2 [D010]" in said
    assert "line 4, id: is empty [D011]" in said
    assert "line 2, strength: '1.4' is outside 0..1 [T005]" in said
    assert "strength is a share: write 0.7, not 70" in said
    assert "25 problems" in said and "and 5 more (--errors-json" in said
    assert (names_in(tmp_path)) == ["stakeholders.csv", "ties.csv"]
    listed = tmp_path / "problems.json"
    assert run("analyse", tmp_path, "--errors-json", listed).exit_code == 3
    assert len(json.loads(listed.read_text(encoding="utf-8"))) == 28


@pytest.mark.parametrize("command", ["analyse", "channels", "measure", "check", "portfolio", "robustness"])
def test_no_traceback_from_a_real_process(command: str, tmp_path: Path) -> None:
    (tmp_path / "stakeholders.csv").write_text(FAULTS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "netmodel", command, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3 and "Traceback" not in done.stderr and "line 5" in done.stderr


def test_help_imports_neither_numpy_nor_pandas_nor_networkx() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from netmodel.cli import COMMANDS, main\n"
        "for words in (['--help'], ['--version'], *([name, '-h'] for name in COMMANDS)):\n"
        "    assert CliRunner().invoke(main, words).exit_code == 0\n"
        "heavy = {'numpy', 'scipy', 'pandas', 'networkx', 'pydantic', 'rich', 'jinja2', 'pyvis', 'IPython'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


FEW = ["--draws", "9"]
QUICKLY = {"new": ["--force"], "analyse": ["--ranking-only"], "robustness": ["--draws", "2"]}
QUICKLY |= {"plot": ["--force"], **dict.fromkeys(("brief", "brokerage", "compare"), FEW)}
QUICKLY |= {"view": ["--ranking-only", "--no-browser"]}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_example_in_every_help_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("report"))
    monkeypatch.chdir(tmp_path)
    assert run("new", "my-study").exit_code == 0
    lines = [line.strip() for line in run(command, "--help").stdout.splitlines()]
    examples = [line for line in lines if line.startswith("netmodel ")]
    for line in examples:
        words = shlex.split(line.partition(" > ")[0])[1:]
        if command in ("brief", "robustness") and "--channels" not in words:
            words = ["my-study" if word == "data" else word for word in words]
        expected = 4 if "--strict" in words else 0
        assert run(*words, *QUICKLY.get(command, [])).exit_code in (0, expected), line
    assert len(examples) >= 2


def test_channels_contract() -> None:
    data = as_json("channels", DATA)
    assert {"schema_version", "between", "reach", "channels"} <= set(data)
    assert data["between"] == ["Canada", "Russia"]
    assert {"now", "before", "by_issue"} == set(data["reach"])
    assert all(set(row) == {"now", "before", "weight"} for row in data["reach"]["by_issue"].values())
    assert sum(row["weight"] for row in data["reach"]["by_issue"].values()) == pytest.approx(1)
    wanted = {
        "id", "name", "kind", "formality", "rank", "gain", "gain_by_issue", "gain_with_requirements", "requirements",
        "recovery", "pairs_restored", "pairs_strengthened", "reliability_gain", "cost", "risk", "lead_time_months",
        "route", "weakest_link", "carried_by",
    }  # fmt: skip
    for row in data["channels"]:
        assert wanted <= set(row)
        weights = {issue: part["weight"] for issue, part in data["reach"]["by_issue"].items()}
        assert sum(weights[i] * gain for i, gain in row["gain_by_issue"].items()) == pytest.approx(
            row["gain"], abs=1e-9
        )


def test_routes_contract() -> None:
    data = as_json("routes", DATA, "ca_gac", "ru_mfa", "-k", "3")
    assert len(data["routes"]) == 3
    for route in data["routes"]:
        assert {"stakeholders", "via", "strength", "weakest_link"} <= set(route)
        assert len(route["via"]) == len(route["stakeholders"]) - 1
        assert route["stakeholders"][0] == "ca_gac" and route["stakeholders"][-1] == "ru_mfa"
    strengths = [route["strength"] for route in data["routes"]]
    assert strengths == sorted(strengths, reverse=True)


def test_measure_contract() -> None:
    data = as_json("measure", DATA, "-m", "betweenness", "-m", "reach")
    assert set(data) == {"stakeholders", "network"}
    assert all(set(row) == {"id", "betweenness"} for row in data["stakeholders"])
    assert data["network"]["reach"] == pytest.approx(0.1091, abs=1e-4)


def test_check_contract(tmp_path: Path) -> None:
    data = as_json("check", DATA)
    assert data["ok"] and data["problems"] == []
    assert data["rows"]["ties"] == {"read": 339, "kept": 339, "rejected": 0, "blank": 0, "passed_over": 0}
    assert {"code", "file", "line", "column", "value", "expected", "remedy"} == set(data["warnings"][0])
    (tmp_path / "stakeholders.csv").write_text("id,side\na,A\na,B\n", encoding="utf-8")
    refused = run("check", tmp_path, "--format", "json")
    assert refused.exit_code == 3
    assert json.loads(refused.stdout)["problems"][0]["code"] == "D010"


def test_measures_lists_all_with_source_and_meaning() -> None:
    rows = {row["name"]: row for row in as_json_measures()}
    assert set(rows) == set(MEASURES)
    for row in rows.values():
        assert row["source"] and row["meaning"] and row["range"] and row["better"] in ("higher", "lower", "")


def as_json_measures() -> Any:
    return json.loads(run("measures", "--format", "json").stdout)["measures"]


@pytest.mark.parametrize("command", ["analyse", "channels", "check", "measure"])
@pytest.mark.parametrize("style", ["table", "json", "csv", "md"])
def test_stdout_is_data_in_the_format_asked_for(command: str, style: str, study: Path) -> None:
    result = run(command, study, "--format", style, "--quiet")
    assert result.exit_code == 0 and result.stdout
    if style == "json":
        json.loads(result.stdout)
    elif style == "csv":
        widths = {len(row) for row in csv.reader(io.StringIO(result.stdout))}
        assert len(widths) == 1
    elif style == "md":
        assert result.stdout.startswith("| ")


def test_a_list_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    listed = "id,side,contacts\nalpha,North,beta:0.5\nbeta,South,\n"
    result = run("measure", "-", "-m", "reach", "--format", "json", "--quiet", stdin=listed)
    assert json.loads(result.stdout)["network"] == {"reach": 0.5}
    assert run("analyse", "-", stdin=listed).exit_code == 0
    assert (names_in(tmp_path / "report")) == sorted(FILES)


def test_dates_sides_and_names(study: Path) -> None:
    now = as_json("measure", study, "-m", "cross_side_connectedness")["network"]["cross_side_connectedness"]
    then = as_json("measure", study, "-m", "cross_side_connectedness", "--at", "2013")["network"]
    assert now == 0 and then["cross_side_connectedness"] > 0
    pair = as_json("channels", study, "--between", "South", "North")
    assert pair["between"] == ["South", "North"]
    named = run("routes", study, "Northern university", "NORTH_MINISTRY", "--quiet")
    assert named.exit_code == 0 and "40.0 % of a message arrives" in named.stdout
    none = run("routes", study, "north_ministry", "south_ministry", "--quiet")
    assert none.exit_code == 0 and none.stdout.startswith("No route joins")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["analyse", "nowhere"], 3, "no such file"),
        (["analyse", "{study}", "--at", "yesterday"], 2, "is not a date"),
        (["analyse", "{study}", "--before", "14/03/2014"], 2, "is not a date"),
        (["channels", "{study}", "--between", "North", "Sout"], 2, "did you mean 'South'"),
        (["channels", "{study}", "--between", "North", "North"], 2, "two different sides"),
        (["measure", "{study}", "-m", "betweeness"], 2, "did you mean 'betweenness'"),
        (["routes", "{study}", "north_ministry", "south_minstry"], 2, "did you mean"),
        (["routes", "{study}", "north_ministry", "south_ministry", "-k", "0"], 2, "-k"),
        (["analyse", "{study}", "--formt", "json"], 2, "--format"),
        (["analyze", "{study}"], 2, "analy"),
        (["new", "{study}"], 5, "already"),
        (["check", "{study}", "--ties", "nowhere.csv"], 3, "nowhere.csv"),
    ],
)
def test_wrong_usage_is_explained(words: list[str], code: int, said: str, study: Path) -> None:
    result = run(*(word.format(study=study) for word in words))
    assert result.exit_code == code
    assert said in result.stderr and "Traceback" not in result.stderr and result.stdout == ""


def test_warnings_and_strict(study: Path) -> None:
    with (study / "ties.csv").open("a", encoding="utf-8") as file:
        file.write("north_ministry,north_ministry,informal,active,active,0.5,,,\n")
    assert run("channels", study).exit_code == 0
    strict = run("channels", study, "--strict")
    assert strict.exit_code == 4 and strict.stdout == "" and "T002" in strict.stderr
    assert run("check", study, "--strict").exit_code == 4


def test_a_fault_of_netmodel_itself_is_no_traceback(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from netmodel import decide

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(decide, "rank_channels", broken)
    result = CliRunner().invoke(main, ["channels", str(study), "--quiet"])
    assert result.exit_code == 1 and "a fault of netmodel itself" in result.stderr
    with pytest.raises(ZeroDivisionError):
        CliRunner().invoke(main, ["channels", str(study), "--quiet", "--debug"], catch_exceptions=False)


def test_interrupted(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from netmodel import decide

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(decide, "rank_channels", interrupted)
    assert CliRunner().invoke(main, ["channels", str(study), "--quiet"]).exit_code == 130


HOSTILE = "\x1b[31mred\x1b[0m [bold]x[/bold] \u202eevil"


def test_names_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    rows = [["id", "name", "side"], ["a", HOSTILE, "A"], ["b", "=1+1", "B"]]
    with (tmp_path / "stakeholders.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    (tmp_path / "ties.csv").write_text("source,target,status,status_2013\na,b,severed,active\n", encoding="utf-8")
    words_of = [["analyse"], ["channels"], ["check"], ["measure"], ["channels", "--format", "md"], ["portfolio"]]
    words_of += [["pareto"], ["interactions"], ["sequence"], ["robustness", "--draws", "2"], ["suggest"]]
    for words in words_of:
        shown = run(words[0], tmp_path, *words[1:])
        assert shown.exit_code == 0
        assert "\x1b" not in shown.output and "\u202e" not in shown.output
    route = run("routes", tmp_path, "a", "b", "--at", "2013", "--quiet").stdout
    assert "[bold]x[/bold]" in route and "\\x1b" in route
    listed = (tmp_path / "report" / "stakeholders.csv").read_text(encoding="utf-8")
    assert "'=1+1" in listed


def test_nothing_in_any_field_speaks_to_the_terminal(tmp_path: Path) -> None:
    evil = "\x1b[31m\x07\u202e"
    people = [["id", "name", "side", "kind", "issues"]]
    people += [[f"{n}{evil}", f"N{n}{evil}", f"S{n}{evil}", f"k{evil}", f"i{evil}"] for n in "ab"]
    ties = [["source", "target", "kind", "status"], [f"a{evil}", f"b{evil}", f"k{evil}", "active"]]
    channels = [["id", "name", "kind", "participants"], [f"c{evil}", f"C{evil}", f"k{evil}", f"a{evil}; b{evil}"]]
    for name, rows in (("stakeholders", people), ("ties", ties), ("channels", channels)):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    (tmp_path / "netmodel.toml").write_text('currency = "C\\u001b[31m"\ntitle = "T\\u202e"\n', encoding="utf-8")
    deciding = ("portfolio", "pareto", "interactions", "sequence", "robustness", "suggest")
    shown = [run(command, tmp_path) for command in ("analyse", "channels", "check", "measure", *deciding)]
    shown += [
        run("portfolio", tmp_path, "--break-even", f"c{evil}"),
        run("sequence", tmp_path, "--target", f"c{evil}"),
    ]
    shown += [run("routes", tmp_path, f"a{evil}", f"b{evil}"), run("routes", tmp_path, f"a{evil}", f"z{evil}")]
    for result in shown:
        assert result.exit_code in (0, 2) and "fault of netmodel" not in result.output
        assert "\x1b" not in result.output and "\u202e" not in result.output


def test_a_narrow_encoding_and_a_full_disk_are_no_faults() -> None:
    command = [sys.executable, "-m", "netmodel", "channels", str(DATA), "--quiet"]
    narrow = subprocess.run(command, env={"PYTHONIOENCODING": "cp1252"}, capture_output=True, check=False)
    assert narrow.returncode == 0 and narrow.stderr == b""
    with Path("/dev/full").open("w") as full:
        refused = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert refused.returncode == 5 and "cannot write" in refused.stderr


def test_measures_of_both_levels_in_one_csv(study: Path) -> None:
    result = run("measure", study, "-m", "degree", "-m", "reach", "--format", "csv", "--quiet")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {row["level"] for row in rows} == {"stakeholder", "network"}
    assert [row["value"] for row in rows if row["measure"] == "reach"] == ["0.0"]


def test_no_colour_codes_reach_a_file(study: Path) -> None:
    assert not re.search("\x1b\\[", run("channels", study).stdout)


def test_quiet_says_nothing_on_stderr(study: Path) -> None:
    assert run("channels", study, "--quiet").stderr == ""


def test_measures_of_the_network_against_chance(study: Path) -> None:
    words = ["measure", study, "--against", "labels", "--draws", "19", "--quiet"]
    tests = json.loads(run(*words, "-m", "ei_index", "--format", "json").stdout)["tests"]
    assert [(row["statistic"], row["draws"], row["by"]) for row in tests] == [("ei_index", 19, "side")]
    assert 0 < tests[0]["p"] <= 1 and "p = " in run(*words, "-m", "ei_index").stdout
    refused = run(*words, "-m", "degree")
    assert refused.exit_code == 2 and "not degree" in refused.stderr
