"""A scenario file: read whole or refused with every fault, applied to a study as the library would, and analysed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from networks import mini_rupture

from netmodel import Network, Study, read
from netmodel.cli import main
from netmodel.engine.kernel import Reach
from netmodel.errors import InputError, LimitError
from netmodel.readwrite.scenario import MAX_BYTES, Scenario, apply_scenario, read_scenario

PEOPLE = "id,side,party\ngac,CA,CA\nuni,CA,CA\nmid,RU,RU\nink,RU,RU\n"
TIES = "source,target,strength,status_2013,status_2021\ngac,mid,0.8,active,severed\nuni,gac,0.5,active,active\n"
CHANNELS = "id,participants,quality,cost,risk\nseminar,uni:1; mid:1,0.6,10,0.1\nforum,gac:1; ink:1,0.4,5,0.3\n"


def write(folder: Path, **values: Any) -> Path:
    path = folder / "scenario.json"
    path.write_text(json.dumps({"netmodel_scenario": 1, **values}), encoding="utf-8")
    return path


def problems(path: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    return [(fault.code, fault.column, fault.value) for fault in caught.value.problems]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    for name, text in (("stakeholders", PEOPLE), ("ties", TIES), ("channels", CHANNELS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def analysed(study: Path, *options: str) -> Any:
    """What `netmodel analyse` finds, as JSON."""
    report = str(study / "out")
    words = ["analyse", str(study), "-o", report, "--format", "json", "--ranking-only", "--quiet", *options]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


# --- reading


def test_everything_that_a_file_says_is_read(tmp_path: Path) -> None:
    values: dict[str, Any] = {
        "opened": ["forum"],
        "removed": ["gac"],
        "date": "2014-03",
        "before": "2013",
        "between": ["CA", "RU"],
        "budget": 100,
        "max_risk": 0.5,
        "study": {"ties": "ab", "stakeholders": "cd"},
    }
    path = write(tmp_path, **values)
    study = (("stakeholders", "cd"), ("ties", "ab"))
    assert read_scenario(path) == Scenario(
        ("forum",), ("gac",), "2014-03", "2013", ("CA", "RU"), 100, 0.5, study, str(path)
    )


def test_what_is_left_out_or_null_is_as_the_study_has_it(tmp_path: Path) -> None:
    path = write(tmp_path, opened=None, date=None, budget=None)
    assert read_scenario(path) == Scenario(file=str(path)) == read_scenario(write(tmp_path))


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "scenario.json"
    path.write_bytes(b'\xef\xbb\xbf{"netmodel_scenario": 1, "opened": ["\xd0\xb9"]}')
    assert read_scenario(path).opened == ("й",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe{}",
        b"[" * 100_000,
        b"null",
        b"[1]",
        b'"scenario"',
        b"{}",
        b'{"netmodel_scenario": 2}',
        b'{"netmodel_scenario": true}',
        b'{"netmodel_scenario": null}',
        b'{"netmodel_scenario": 1, "budget": NaN}',
        b'{"netmodel_scenario": 1, "budget": Infinity}',
        b'{"netmodel_scenario": 1, "opened": [], "opened": ["x"]}',
        b'{"netmodel_scenario": 1, "budget": ' + b"9" * 5_000 + b"}",
        b"id,name\ngac,Global Affairs\n",
    ],
)
def test_what_is_no_scenario_is_refused_with_a_remedy(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "scenario.json"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    (fault,) = caught.value.problems
    assert (fault.code, fault.file) == ("S010", str(path))
    assert fault.expected
    assert "from the page" in fault.remedy


def test_every_fault_is_told_at_once_and_a_key_names_the_nearest(tmp_path: Path) -> None:
    found = problems(
        write(
            tmp_path,
            opend=["x"],
            opened="forum",
            removed=[1],
            date="2014-13",
            before=2013,
            between=["CA"],
            budget=-1,
            max_risk=1.5,
            study=[],
        )
    )
    assert found == [
        ("S011", "", "opend"),
        ("S012", "opened", '"forum"'),
        ("S012", "removed", "[1]"),
        ("S012", "date", '"2014-13"'),
        ("S012", "before", "2013"),
        ("S012", "between", '["CA"]'),
        ("S012", "budget", "-1"),
        ("S012", "max_risk", "1.5"),
        ("S012", "study", "[]"),
    ]
    with pytest.raises(InputError, match="did you mean 'opened'"):
        read_scenario(write(tmp_path, opend=["x"]))


@pytest.mark.parametrize("budget", ["1", True, [1], {"a": 1}, 1e999])
def test_a_budget_is_a_plain_number(tmp_path: Path, budget: Any) -> None:
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps({"netmodel_scenario": 1, "budget": budget}).replace("Infinity", "1e999"))
    assert [(code, column) for code, column, _ in problems(path)] == [("S012", "budget")]


def test_a_hostile_file_is_cut_and_escaped_in_messages(tmp_path: Path) -> None:
    path = write(tmp_path, **{"\x1b[31m\u202e" + "k" * 500: 1, "__proto__": {}}, date="\x1b[2J" * 100)
    with pytest.raises(InputError) as caught:
        read_scenario(path)
    said = str(caught.value)
    assert not set(said) & set("\x1b\u202e")
    assert len(said) < 3_000
    assert [fault.code for fault in caught.value.problems] == ["S011", "S011", "S012"]


def test_a_file_that_is_missing_or_too_large_is_refused(tmp_path: Path) -> None:
    assert [code for code, *_ in problems(tmp_path / "none.json")] == ["D000"]
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(LimitError, match="1,000,000 bytes"):
        read_scenario(large)


# --- applying


def test_a_scenario_is_open_without_and_at() -> None:
    net = mini_rupture()
    channel = net.candidates[0].id
    scenario = Scenario(opened=(channel,), removed=("UofT", net.ties[0].id), date="2013", before="2012")
    after = apply_scenario(net, scenario)
    wanted = net.open(channel).without("UofT", net.ties[0].id).at("2013").measured_from("2012")
    assert after == wanted
    assert Reach.of(after).value == Reach.of(wanted).value


def test_an_empty_scenario_changes_nothing() -> None:
    net = mini_rupture()
    assert apply_scenario(net, Scenario()) == net
    assert apply_scenario(net, Scenario(before="2013", between=("CA", "RU"))) == net


def test_before_may_be_later_than_the_date_and_is_then_no_comparison() -> None:
    after = apply_scenario(mini_rupture(), Scenario(date="2012", before="2013"))
    assert after.before is None


def test_between_chooses_two_of_three_sides() -> None:
    people = [{"id": side, "side": side} for side in ("A", "B", "C")]
    assert apply_scenario(Network.from_tables(people), Scenario(between=("A", "C"))).sides == ("A", "C")


def test_unknown_ids_are_named_each_with_the_nearest(tmp_path: Path) -> None:
    scenario = Scenario(("semnar", "seminar"), ("gacc",), between=("CA", "RUS"), file="s.json")
    people = [{"id": "gac", "side": "CA"}, {"id": "mid", "side": "RU"}]
    net = Network.from_tables(people, channels=[{"id": "seminar", "participants": "gac; mid"}])
    with pytest.raises(InputError) as caught:
        apply_scenario(net, scenario)
    found = [(p.code, p.file, p.column, p.value, p.remedy) for p in caught.value.problems]
    assert found == [
        ("S013", "s.json", "opened", "semnar", "did you mean 'seminar'?"),
        ("S013", "s.json", "removed", "gacc", "did you mean 'gac'?"),
        ("S013", "s.json", "between", "RUS", "did you mean 'RU'?"),
    ]


def test_another_study_is_a_warning_that_names_the_tables(study: Path) -> None:
    net = read(study)
    made = tuple((source.table, source.sha256) for source in net.provenance.sources)
    assert apply_scenario(net, Scenario(study=made)).provenance == net.provenance
    other = dict(made) | {"ties": "00" * 32, "vetoes": "11" * 32}
    warnings = apply_scenario(net, Scenario(study=tuple(other.items()))).provenance.warnings
    assert [(w.code, w.column) for w in warnings[len(net.provenance.warnings) :]] == [("S014", "study")]
    assert "ties, vetoes differ" in warnings[-1].expected


def test_the_study_and_its_dates_stay_as_they_are() -> None:
    net = mini_rupture()
    apply_scenario(net, Scenario(opened=(net.candidates[0].id,), date="2013", before="2012"))
    assert net.study == Study(before="2013", now="2014")
    assert net.opened == frozenset()


# --- analysing


def test_analyse_gives_the_numbers_of_the_scenario(study: Path) -> None:
    path = write(study, opened=["seminar"], removed=["ink"], date="2016", budget=7, max_risk=0.4)
    data = analysed(study, "--scenario", str(path))
    after = read(study).open("seminar").without("ink").at("2016")
    assert data["reach"]["now"] == pytest.approx(Reach.of(after).value, abs=1e-12)
    assert data["options"] | {"opened": ["seminar"], "removed": ["ink"], "at": "2016"} == data["options"]
    assert (data["options"]["budget"], data["options"]["max_risk"]) == (7, 0.4)


def test_options_win_over_the_file(study: Path) -> None:
    path = write(study, date="2013", budget=7)
    data = analysed(study, "--scenario", str(path), "--at", "2021", "--budget", "9")
    assert (data["options"]["at"], data["options"]["budget"]) == ("2021", 9)
    assert data["reach"]["now"] == pytest.approx(Reach.of(read(study)).value, abs=1e-12)


def test_bad_files_end_with_their_own_exit_code_and_no_traceback(study: Path) -> None:
    words = ["analyse", str(study), "-o", str(study / "out"), "--ranking-only"]
    unknown = CliRunner().invoke(main, [*words, "--scenario", str(write(study, opened=["semnar"]))])
    assert unknown.exit_code == 3
    assert "did you mean 'seminar'?" in unknown.stderr
    other = CliRunner().invoke(main, [*words, "--scenario", str(write(study, study={"ties": "0"}))])
    assert other.exit_code == 0
    assert "S014" in other.stderr
    strict = [*words, "--strict", "--scenario", str(study / "scenario.json")]
    assert CliRunner().invoke(main, strict).exit_code == 4
    assert not any(done.output.count("Traceback") for done in (unknown, other))
