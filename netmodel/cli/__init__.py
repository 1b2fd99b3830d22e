"""The command line: take options, call the library, print.

Importing this package imports click only; what a command needs is imported when it runs.
"""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from netmodel import __version__

if TYPE_CHECKING:
    from netmodel.errors import InputError

COMMANDS = {
    "agenda": ("agenda", "Match the agendas: what both want, what one wants, what is off the table."),
    "analyse": ("analyse", "Rank the channels that best rejoin the sides, and write the report."),
    "axes": ("axes", "Set channels on two axes: trust between people, and transfer to decision makers."),
    "benchmark": ("benchmark", "Measure one side against allies: what they kept open, and what would close the gap."),
    "brief": ("brief", "Write two pages about a study to paste or print, with a note for every paragraph."),
    "brokerage": ("brokerage", "Count brokerage roles: who stands between whom, within sides and across."),
    "capacity": ("capacity", "Count experts by issue: where there are none, too few kinds, or no route to power."),
    "cascade": ("cascade", "Follow a senior official's signal: who is cleared, who waits, and for whom."),
    "channels": ("channels", "Rank the candidate channels by what each would add to reach."),
    "check": ("check", "Check the tables: every fault, every warning, every default used."),
    "compare": ("compare", "Tell what was lost and gained between two dates, tie by tie, with the evidence."),
    "convert": ("convert", "Convert a study: CSVs, workbooks, graph formats; what is lost is listed."),
    "interactions": ("interactions", "Show which channels add more together, and which stand in for one another."),
    "keyplayers": ("keyplayers", "Find the key players: whose loss would part most, or who reaches most."),
    "ladder": ("ladder", "Say what trust allows now, what later and by which channels, and what never."),
    "match": ("match", "Pair stakeholders with their counterparts on the other side."),
    "measure": ("measure", "Measure the stakeholders and the network."),
    "measures": ("measure", "List the measures: what each says, its range and its source."),
    "new": ("new", "Write a small study to start from."),
    "pareto": ("pareto", "Trade gain against cost and risk: the best sets for every budget."),
    "parity": ("parity", "Compare ranks across the sides: which contacts are level."),
    "permeability": ("permeability", "Tell nominal from effective reach: who is insulated, and by which door."),
    "plot": ("plot", "Draw a figure for a paper: two measures, before and after, or the ties by side."),
    "portfolio": ("portfolio", "Choose the channels to open together, with a proof."),
    "regions": ("regions", "Pair provinces with regions by what they share."),
    "robustness": ("robustness", "Ask how sure the ranking and the portfolio are."),
    "routes": ("routes", "Show the strongest routes between stakeholders or sides, and who can cut them."),
    "sequence": ("sequence", "Put channels in order: what first, what later, and why not earlier."),
    "suggest": ("suggest", "Suggest channels that nobody listed."),
    "timeline": ("timeline", "Follow a study through time: what carried messages, and how far it reached."),
    "track": ("track", "Judge channels as Track 1, 1.5 or 2: transfer, autonomy, seniority."),
    "trade": ("trade", "Compare trade services and export credit with those of allies, sector by sector."),
    "vetoes": ("vetoes", "Say who may object, at what cost, and what would settle it."),
    "view": ("view", "Analyse, and open the page in the browser; --watch keeps it up to date."),
}
"""The module of each command, loaded when it is asked for, and the line that the list of commands shows."""

FAULT, CANNOT_WRITE, INTERRUPTED = 1, 5, 130


class Commands(click.Group):
    """The group that loads a command when it is asked for, and turns an error into a message and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"netmodel.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def main(self, args: Sequence[str] | None = None, *more: Any, **settings: Any) -> Any:
        """Run a command; never shows a traceback without --debug."""
        given = list(sys.argv[1:] if args is None else args)
        if args is None:  # the program itself: what is imported by now stays, the collector need not look through it
            gc.freeze()
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # a screen that lacks a letter shows ? instead of failing
        try:
            status = super().main(given, *more, **{**settings, "standalone_mode": False})
            sys.exit(status if isinstance(status, int) else 0)
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            click.echo("Interrupted.", err=True)
            sys.exit(INTERRUPTED)
        except Exception as error:
            if "--debug" in given:
                raise
            sys.exit(_tell(error, given))


def _tell(error: Exception, given: Sequence[str]) -> int:
    """Say on stderr what went wrong; gives the exit status."""
    from netmodel.errors import InputError, NetmodelError

    if isinstance(error, NetmodelError):
        click.echo(f"Error: {error}", err=True)
        if isinstance(error, InputError):
            _write_problems(error, given)
        return error.exit_code
    if isinstance(error, OSError):
        click.echo(f"Error: cannot write: {(error.strerror or str(error)).lower()}", err=True)
        return CANNOT_WRITE
    kind = type(error).__name__
    click.echo(f"Error: a fault of netmodel itself ({kind}: {error}); --debug shows where", err=True)
    return FAULT


def _write_problems(error: InputError, given: Sequence[str]) -> None:
    """Write all problems as JSON where --errors-json asked for it; an earlier list of problems is replaced."""
    words = [part for word in given for part in (word.split("=", 1) if word.startswith("--errors-json=") else [word])]
    if "--errors-json" not in words[:-1]:
        return
    import json
    from pathlib import Path

    from netmodel.errors import NetmodelError
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
