"""What is settled before files are looked at, on the command line and in Python; and limits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from netmodel.cli import main
from netmodel.errors import UsageError
from netmodel.readwrite.reading import Limits, Reading


@pytest.mark.parametrize(
    ("given", "mark"), [("", ""), (";", ";"), ("tab", "\t"), ("\\t", "\t"), ("Pipe", "|"), ("comma", ","), ("^", "^")]
)
def test_a_delimiter_is_a_character_or_its_name(given: str, mark: str) -> None:
    assert Reading(delimiter=given).delimiter == mark


@pytest.mark.parametrize("given", ["::", '"', "\n", "colon"])
def test_what_is_no_delimiter_is_a_usage_error(given: str) -> None:
    with pytest.raises(UsageError, match="no delimiter"):
        Reading(delimiter=given)


@pytest.mark.parametrize("given", ["cp-9999", "rot13", "base64", "undefined", "unicode_escape", "idna", "\0"])
def test_what_is_no_encoding_of_text_is_a_usage_error(given: str) -> None:
    with pytest.raises(UsageError, match="no encoding"):
        Reading(encoding=given)


@pytest.mark.parametrize("scale", [(5, 0), (1, 1), (0, float("inf")), (float("nan"), 1)])
def test_a_scale_runs_from_low_to_high(scale: tuple[float, float]) -> None:
    with pytest.raises(UsageError, match="a scale of"):
        Reading(scale=scale)


def test_a_limit_lets_something_in() -> None:
    with pytest.raises(UsageError, match="--max-rows 0"):
        Limits(rows=0)


def run(*words: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a command."""
    result = CliRunner().invoke(main, list(words))
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes("Sigle;Nom,Camp\nмид;МИД;RU\nmae;MAE;FR\n".replace(",", ";").encode("cp1251"))
    return path


def test_the_options_reach_the_reader(listed: Path) -> None:
    words = ["check", str(listed), "--encoding", "cp1251", "--delimiter", "semicolon", "--map", "Sigle=id"]
    status, out, err = run(*words, "--format", "json")
    assert (status, err) == (0, "")
    data = json.loads(out)
    assert data["rows"]["stakeholders"] == {"read": 2, "kept": 2, "rejected": 0, "blank": 0, "passed_over": 0}
    assert "2 rows read = 2 kept + 0 rejected + 0 blank\n" in run(*words)[1]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--encoding", "nonsense"), 2, "is no encoding"),
        (("--delimiter", "ab"), 2, "is no delimiter"),
        (("--map", "Sigle"), 2, "is no COLUMN=field"),
        (("--scale", "5"), 2, "is no LOW:HIGH"),
        (("--scale", "5:0"), 2, "the lowest strength"),
        (("--encoding", "ascii"), 3, "[D020]"),
        (("--max-bytes", "10"), 6, "(max bytes; --max-bytes moves it)"),
        (("--max-rows", "1"), 6, "(max rows; --max-rows moves it)"),
        (("--max-columns", "2"), 6, "(max columns; --max-columns moves it)"),
        (("--max-cell", "2"), 6, "(max cell; --max-cell moves it)"),
    ],
)
def test_a_wrong_option_and_a_limit_end_with_their_status(
    listed: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    found, out, err = run("measure", str(listed), "--encoding", "cp1251", *words)
    assert (found, out) == (status, "")
    assert said in err and "Traceback" not in err


def test_every_run_says_what_was_read_and_decided(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("Liste\nid;name;side\nqc;Québec;x\n\nid;name;side\nb;B;y\n".encode("cp1252"))
    status, _, err = run("measure", str(path), "-m", "betweenness")
    assert status == 0
    first = err.splitlines()
    assert first[0] == f"{path}: 5 rows read = 2 kept + 0 rejected + 1 blank + 2 passed over"
    assert [line.strip()[-6:] for line in first[1:5]] == ["[D020]", "[D001]", "[D018]", "[D019]"]
    assert run("measure", str(path), "-m", "betweenness", "--quiet")[2] == ""
