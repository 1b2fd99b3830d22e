"""The command line: take options, call the library, print.

Importing this package imports click only; what a command needs is imported when it runs.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import Any

import click

from netmodel import __version__
from netmodel.cli.analyse import analyse
from netmodel.cli.channels import channels
from netmodel.cli.check import check
from netmodel.cli.measure import measure, measures
from netmodel.cli.new import new
from netmodel.cli.routes import routes
from netmodel.errors import InputError, NetmodelError

FAULT = 1
CANNOT_WRITE = 5
INTERRUPTED = 130


class Commands(click.Group):
    """The group that turns an error into a message and an exit status, in one place."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:
        """Run a command; never shows a traceback without --debug."""
        given = list(sys.argv[1:] if args is None else args)
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a screen that lacks a letter shows ? instead of failing
        try:
            status = super().main(given, *more, **{**settings, "standalone_mode": False})
            sys.exit(status if isinstance(status, int) else 0)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except NetmodelError as error:
            if "--debug" in given:
                raise
            click.echo(f"Error: {error}", err=True)
            _write_problems(error, given)
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo("Interrupted.", err=True)
            sys.exit(INTERRUPTED)
        except OSError as error:
            if "--debug" in given:
                raise
            click.echo(f"Error: cannot write: {(error.strerror or str(error)).lower()}", err=True)
            sys.exit(CANNOT_WRITE)
        except Exception as error:
            if "--debug" in given:
                raise
            kind = type(error).__name__
            click.echo(f"Error: a fault of netmodel itself ({kind}: {error}); --debug shows where", err=True)
            sys.exit(FAULT)


def _write_problems(error: NetmodelError, given: Sequence[str]) -> None:
    """Write all problems as JSON where --errors-json asked for it; an earlier list of problems is replaced."""
    words = [part for word in given for part in (word.split("=", 1) if word.startswith("--errors-json=") else [word])]
    if not isinstance(error, InputError) or "--errors-json" not in words[:-1]:
        return
    import json
    from pathlib import Path

    from netmodel.readwrite import write_whole

    target = Path(words[words.index("--errors-json") + 1])
    text = json.dumps([problem.to_json() for problem in error.problems], ensure_ascii=False, indent=1)
    try:
        write_whole(target, (text + "\n").encode(), force=_is_problem_list(target))
    except NetmodelError as refused:
        click.echo(f"Error: {refused}", err=True)


def _is_problem_list(path: Any) -> bool:
    import json

    try:
        items = json.loads(path.read_bytes())
        return isinstance(items, list) and all({"code", "line", "remedy"} <= set(item) for item in items)
    except (OSError, ValueError, TypeError):
        return False


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: netmodel new my-study && netmodel analyse my-study",
)
@click.version_option(__version__, "--version", prog_name="netmodel")
def main() -> None:
    """Say which informal channels would best rebuild communication between sides that stopped talking.

    A STUDY is a list of stakeholders (a CSV), or a folder that holds stakeholders.csv; ties.csv, channels.csv and
    the other tables beside it are picked up by name.
    """


for command in (analyse, check, channels, routes, measure, measures, new):
    main.add_command(command)
