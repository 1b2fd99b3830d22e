"""Tables as CSV files, and the settings of a study as `netmodel.toml`: what `read` reads again as it was."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from netmodel.network import Study
from netmodel.readwrite.cells import guarded, unguarded
from netmodel.schema import RawTable

_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?\Z", re.ASCII | re.IGNORECASE)
_QUOTED = re.compile('[,;|\t"\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|\\A\\s|\\s\\Z|\\Asep=', re.IGNORECASE)


def csv_of(table: RawTable, *, raw: bool = False) -> bytes:
    """A table as CSV in UTF-8: commas, one header row, lines that end in a line feed.

    Parameters
    ----------
    table : RawTable
        n rows.
    raw : bool
        Write text that a spreadsheet would run as a formula as it is; else a ' stands before it, which reading takes
        off again. Numbers have none. Only text that itself looks guarded gets one even so.

    Examples
    --------
    >>> table = RawTable("ties", "", ("source", "target", "strength"), [["=a", "-b", "-0.5"]], [1])
    >>> csv_of(table), csv_of(table, raw=True)
    (b"source,target,strength\\n'=a,'-b,-0.5\\n", b'source,target,strength\\n=a,-b,-0.5\\n')
    """
    return "".join(_line(row, raw) for row in (table.header, *table.rows)).encode()


def _line(cells: Sequence[str], raw: bool) -> str:
    written = [_quoted(_safe(cell, raw)) for cell in cells]
    return (",".join(written) if written != [""] else '""') + "\n"


def _safe(cell: str, raw: bool) -> str:
    if _NUMBER.match(cell) or (raw and unguarded(cell) == cell):
        return cell
    return str(guarded(cell))


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text


def toml_of(study: Study) -> bytes:
    """The settings of a study that are not the usual ones, as `netmodel.toml`; nothing where there are none.

    >>> toml_of(Study(before="2013", sides=("North", "South"), budget=10.0)).decode()
    'sides = ["North", "South"]\\nbefore = "2013"\\nbudget = 10.0\\n'
    """
    usual = Study()
    named = {name: getattr(study, name) for name in Study.model_fields}
    return "".join(
        f"{name} = {_toml(value)}\n" for name, value in named.items() if value != getattr(usual, name)
    ).encode()


def _toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)
