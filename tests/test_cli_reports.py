"""What `analyse` and `view` share: the same options, the same place for the report."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from netmodel.cli import main
from netmodel.cli.reports import report_folder


def options(command: str) -> dict[str, object]:
    """Name and default of every option of a command."""
    found = main.get_command(click.Context(main), command)
    assert found is not None
    return {option: param.default for param in found.params for option in param.opts}


def test_the_two_have_the_same_options_but_for_what_only_one_can_do() -> None:
    analyse, view = options("analyse"), options("view")
    assert analyse.keys() - view.keys() == {"--format"}
    assert view.keys() - analyse.keys() == {"--watch", "--no-browser"}
    assert {name: analyse[name] for name in view.keys() & analyse.keys()}.items() <= view.items()


@pytest.mark.parametrize(("study", "folder"), [("-", "report"), ("{}", "{}/report"), ("{}/list.csv", "{}/report")])
def test_the_report_stands_beside_the_list_unless_it_is_asked_elsewhere(
    tmp_path: Path, study: str, folder: str
) -> None:
    place = Path(study.format(tmp_path))
    assert report_folder(place, None) == Path(folder.format(tmp_path))
    assert report_folder(place, Path("elsewhere")) == Path("elsewhere")
