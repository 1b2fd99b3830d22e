"""The whole flow: same input, same bytes; row order, seeds and edges of the domain."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from networks import mini_rupture, random_network

from netmodel import Network, analyse, read, to_html, to_text

ROOT = Path(__file__).parent.parent
CHECK = "import netmodel, netmodel.report, hashlib, json\n"
CHECK += "data = netmodel.analyse(netmodel.read('data'), draws=1).to_json()\n"
CHECK += "print(hashlib.sha256((json.dumps(data) + netmodel.to_html(data)).encode()).hexdigest())\n"
CHECK += "import sys; sys.exit(hash('netmodel') == int(sys.argv[1]))\n"


def plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(isinstance(key, str) and plain(part) for key, part in value.items())
    if isinstance(value, list):
        return all(map(plain, value))
    return value is None or type(value) in (bool, int, float, str)


@pytest.fixture(scope="module")
def study() -> Network:
    return read(ROOT / "data")


@pytest.fixture(scope="module")
def result(study: Network) -> dict[str, Any]:
    return analyse(study, draws=1).to_json()


def test_another_process_with_another_hash_seed_gives_the_same_bytes(result: dict[str, Any]) -> None:
    other = subprocess.run(
        [sys.executable, "-c", CHECK, str(hash("netmodel"))],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "4242", "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert other.strip() == hashlib.sha256((json.dumps(result) + to_html(result)).encode()).hexdigest()


def without_places(value: Any) -> Any:
    """A result without the lines and fingerprints of files, which row order does change."""
    if isinstance(value, dict):
        return {key: without_places(part) for key, part in value.items() if key not in ("line", "sha256")}
    if isinstance(value, list):
        return [without_places(part) for part in value]
    return re.sub(r"line \d+", "line N", value) if isinstance(value, str) else value


def test_shuffled_rows_change_nothing_but_lines_and_fingerprints(tmp_path: Path, result: dict[str, Any]) -> None:
    rng = random.Random(5)
    for source in (ROOT / "data").glob("*.csv"):
        with source.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        rng.shuffle(rows)
        with (tmp_path / source.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *rows])
    (tmp_path / "netmodel.toml").write_bytes((ROOT / "data" / "netmodel.toml").read_bytes())
    assert without_places(analyse(read(tmp_path), draws=1).to_json()) == without_places(result)


def test_the_result_is_plain_and_says_where_it_comes_from(result: dict[str, Any]) -> None:
    assert plain(result)
    json.dumps(result, allow_nan=False)
    assert result["tool"]["name"] == "netmodel"
    for source in result["inputs"]:
        content = (ROOT / "data" / source["file"]).read_bytes()
        assert source["sha256"] == hashlib.sha256(content).hexdigest()
    assert str(ROOT) not in json.dumps(result)


def test_the_study_says_what_the_facts_said(result: dict[str, Any]) -> None:
    """Reach falls by three tenths; arms control and energy to nothing, trade by half, the Arctic by a fifth."""
    reach = result["reach"]
    assert 1 - reach["now"] / reach["before"] == pytest.approx(0.30, abs=0.02)
    lost = {i: 1 - row["now"] / row["before"] for i, row in reach["by_issue"].items() if row["before"]}
    wanted = {"arms-control": 1.0, "energy": 1.0, "agriculture": 0.8, "trade": 0.5, "arctic": 0.2, "mining": 0.0}
    assert {issue: lost[issue] for issue in wanted} == pytest.approx(wanted, abs=0.03)
    assert lost["science"] <= 0 and lost["space"] == 0


def test_with_one_layer_uniform_influence_and_open_third_parties_almost_nothing_is_lost(study: Network) -> None:
    """The multilateral bodies bridge everything: 4 %."""
    from dataclasses import replace

    from netmodel.measures.whole import reach

    people = tuple(replace(row, influence=1.0, permeability=1.0) for row in study.stakeholders)
    uniform = replace(study, stakeholders=people)
    assert uniform.before is not None
    change = 1 - reach(uniform, by_issue=False) / reach(uniform.before, by_issue=False)
    assert change == pytest.approx(0.042, abs=0.001)


def test_no_notes_unless_asked(study: Network, result: dict[str, Any]) -> None:
    assert all("notes" not in row for table in ("stakeholders", "ties", "channels") for row in result[table])
    asked = analyse(study, notes=True, decide=False).to_json()
    assert any(row["notes"] for row in asked["stakeholders"])


@pytest.mark.parametrize("seed", range(25))
def test_any_network_can_be_analysed_and_shown(seed: int) -> None:
    data = analyse(random_network(seed, sides=2 + seed % 3), draws=3).to_json()
    assert plain(data)
    assert to_text(data).strip()
    assert "</html>" in to_html(data)


EDGES: list[tuple[list[dict[str, Any]], str]] = [
    ([], "the list is empty"),
    ([{"id": "a"}], "no stakeholder has a side"),
    ([{"id": "a", "side": "A"}, {"id": "b", "side": "A"}], "on one side"),
    ([{"id": "a", "side": "A", "influence": 0}, {"id": "b", "side": "B", "influence": 0}], "any influence"),
    ([{"id": "a", "side": "A", "issues": "x"}, {"id": "b", "side": "B", "issues": "y"}], "the same issue"),
    ([{"id": "a", "side": "A"}, {"id": "b", "side": "B"}], "no candidate channel"),
]


@pytest.mark.parametrize(("people", "said"), EDGES)
def test_the_edges_of_the_domain_are_said_in_words(people: list[dict[str, Any]], said: str) -> None:
    data = analyse(Network.from_tables(people)).to_json()
    assert said in data["answer"]["headline"]
    assert said in to_text(data).replace("\n", " ")
    assert "</html>" in to_html(data)


def test_mini_rupture_in_words() -> None:
    answer = analyse(mini_rupture()).to_json()["answer"]
    assert "25.0\xa0% now, 100.0\xa0% in 2013" in answer["headline"]
    assert any("75\xa0% of that is lost" in sentence for sentence in answer["sentences"])


def test_every_sentence_of_a_channel_names_rows_of_the_study(study: Network, result: dict[str, Any]) -> None:
    for row in result["channels"]:
        for part in row["carried_by"][:2]:
            if row["group"] != "enabling" and row["gain"]:
                assert study.stakeholder[part["id"]].name in row["why"]
        for name in row["requirements"]:
            if row["group"] != "enabling":
                assert study.channel[name].name in row["why"] or row["gain"] == 0


def test_a_scenario_without_somebody_can_be_shown(study: Network) -> None:
    data = analyse(study.open("ch_seminar").without("ca_gac", "ch_social"), draws=0).to_json()
    assert "ca_gac" not in {person["id"] for row in data["channels"] for person in row["participants"]}
    assert not any("ca_gac" in (row["source"], row["target"]) for row in data["ties"])
    assert "</html>" in to_html(data)
    assert data["options"]["removed"] == ["ca_gac", "ch_social"]


def test_a_measure_that_fails_is_named_and_one_that_is_infinite_is_null() -> None:
    from netmodel import MEASURES, UsageError, measure, register

    def broken(G: Any) -> dict[str, float]:
        raise LookupError("oh")

    def endless(G: Any) -> dict[str, float]:
        return dict.fromkeys(G, float("inf"))

    register(broken, source="own")
    register(endless, source="own")
    try:
        with pytest.raises(UsageError, match="measure broken failed: LookupError: oh"):
            measure(mini_rupture(), ["broken"])
        assert set(measure(mini_rupture(), ["endless"]).stakeholders["endless"].values()) == {None}
    finally:
        MEASURES.remove("broken")
        MEASURES.remove("endless")
