"""What is wrong with a study that is being watched, shown in its place: at the head of the last report made of it."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup, escape

from netmodel.errors import SHOWN, InputError, NetmodelError, printable
from netmodel.report.html import content_security_policy

HEAD, BODY, POLICY = "</head>\n", "<body>\n", "style-src "
"""Where a page of `to_html` takes in a style, the list of faults, and the permission for the style."""


def with_faults(page: str, error: NetmodelError) -> str:
    """Put what is wrong with a study at the head of a page that was made before.

    The page itself stays as it is, so that nothing of it is lost and its address keeps its meaning.

    Parameters
    ----------
    page : str
        What `to_html` gave; not yet with faults.
    error : NetmodelError
        Why there is no newer report: an InputError is shown fault by fault, 20 of a file, any other as its message.
        Every text in it is taken as untrusted.

    Returns
    -------
    str
        A page that runs nothing more than before.

    Raises
    ------
    ValueError
        Where the page is none of `to_html`.

    Examples
    --------
    >>> page = "<meta content='style-src x'><style></style></head>\\n<body>\\nthe report"
    >>> with_faults(page, NetmodelError("the study holds <nothing>")).splitlines()[-3:]
    ['<p><bdi>the study holds &lt;nothing&gt;</bdi></p>', '</section>', 'the report']
    """
    rules = _own("faults.css")
    allowed = escape(content_security_policy([], [rules]).partition(POLICY)[2].partition(";")[0])
    parts = re.split(f"({POLICY}|{HEAD}|{BODY})", page, maxsplit=3)
    if parts[1::2] != [POLICY, HEAD, BODY]:
        raise ValueError("this is no page of to_html")
    parts[1] = f"{POLICY}{allowed} "
    parts[3] = f"<style>{rules}</style>\n{HEAD}"
    parts[5] = f"{BODY}{_listed(error)}\n"
    return "".join(parts)


def _listed(error: NetmodelError) -> str:
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    found = _files(error) if isinstance(error, InputError) else []
    listed = template.from_string(_own("faults.html")).render(files=found, message="" if found else str(error))
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", listed)


def _files(error: InputError) -> list[dict[str, Any]]:
    """The faults of each file: where and what, and the remedy."""
    found = []
    for name in dict.fromkeys(problem.file for problem in error.problems):
        faults = [problem for problem in error.problems if problem.file == name]
        said = [problem.sentence().split("\n      ", 1) for problem in faults[:SHOWN]]
        found.append(
            {
                "name": printable(name, 1000),
                "count": "1 problem" if len(faults) == 1 else f"{len(faults)} problems",
                "faults": [(place, "".join(remedy)) for place, *remedy in said],
                "more": len(faults) - len(said),
            }
        )
    return found


def _own(name: str) -> Markup:
    return Markup(files("netmodel.report").joinpath("page", name).read_text(encoding="utf-8").replace("\r\n", "\n"))
