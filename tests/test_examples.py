"""Every example runs and says something."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from netmodel import MEASURES

ROOT = Path(__file__).parent.parent
SAYS = {
    "which_channels.py": "reach now 0.1091, before 0.1567",
    "what_was_lost.py": "arms-control        0.083  0.000",
    "what_if.py": "its leading route: ",
    "karate_rupture.py": "1. 8-33: reach rises from 0 to 0.2301\n 2. 13-33: ",
}


def test_every_example_has_something_to_say() -> None:
    assert {path.name for path in (ROOT / "examples").glob("*.py")} == set(SAYS)


@pytest.mark.parametrize("name", sorted(SAYS))
def test_example_runs(name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    known = set(MEASURES)
    runpy.run_path(str(ROOT / "examples" / name), run_name="__main__")
    for added in set(MEASURES) - known:
        MEASURES.remove(added)
    assert SAYS[name] in capsys.readouterr().out
