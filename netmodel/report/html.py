"""The page: an analysis as one HTML file that opens from a folder, asks no other host for anything, and runs only
its own scripts.

pyvis prepares nodes, edges and options (see `drawing`) and carries vis-network; template, styles, scripts and words
stand in the folder `page`. The page shows what the analysis holds and computes nothing but positions and the form of
numbers.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import jinja2
from markupsafe import Markup

from netmodel.report.drawing import LARGEST_PICTURE, picture

__all__ = [
    "LARGEST_PICTURE",
    "VIS_NETWORK",
    "content_security_policy",
    "json_for_script",
    "messages",
    "picture",
    "to_html",
]

VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"
SCRIPTS = (
    "dom.js",
    "words.js",
    "kernel_dates.js",
    "kernel_layers.js",
    "kernel.js",
    "kernel_routes.js",
    "kernel_choice.js",
    "scenario_file.js",
    "scenario.js",
    "csv.js",
    "tables.js",
    "sheets.js",
    "tabs.js",
    "labels.js",
    "picture_shapes.js",
    "picture_lines.js",
    "picture_looks.js",
    "picture_modes.js",
    "picture_ground.js",
    "picture_motion.js",
    "picture_groups.js",
    "picture_svg.js",
    "picture_twin.js",
    "legend.js",
    "picture.js",
    "evidence.js",
    "focus.js",
    "search.js",
    "answer.js",
    "ranking.js",
    "together.js",
    "front.js",
    "order.js",
    "sure.js",
    "lost.js",
    "routing.js",
    "everybody.js",
    "systems.js",
    "panels.js",
    "whatif.js",
    "whatif_limits.js",
    "main.js",
)
STYLES = (
    "colours.css",
    "base.css",
    "answer.css",
    "desk.css",
    "tables.css",
    "evidence.css",
    "more.css",
    "picture.css",
    "whatif.css",
    "tabs.css",
    "print.css",
)
LANGUAGES = ("en", "fr")
FRENCH_SPACES = {" :": "\N{NO-BREAK SPACE}:", "« ": "«\N{NO-BREAK SPACE}", " »": "\N{NO-BREAK SPACE}»"} | {
    f" {sign}": f"\N{NARROW NO-BREAK SPACE}{sign}" for sign in ";!?%"
}


def to_html(data: Mapping[str, Any], *, style: str = "plain", language: str = "en", brief: str = "") -> str:
    """Write an analysis as one self-contained page.

    Parameters
    ----------
    data : mapping
        What `Analysis.to_json()` gives. Every text in it is taken as untrusted and shown as typed.
    style : str
        How the picture is drawn at first: ``plain`` or ``conflict-map``.
    language : str
        In which the page opens: ``en`` or ``fr``. It speaks both; sentences of the analysis itself stay English.
    brief : str
        The brief as Markdown, to be saved from the page; without one the page offers none.

    Returns
    -------
    str
        The page. The same data gives the same text.

    Raises
    ------
    ValueError
        Where an id stands twice, a tie names nobody, a number is not finite, or the style or the language is unknown.

    Notes
    -----
    O(n + m) beside the layout. Above 5,000 stakeholders the picture shows groups, and says so.
    """
    drawn = bool(data["stakeholders"])
    text = messages(language)
    scripts = [_vis_network()] if drawn else []
    scripts.append("(() => {\n" + "\n".join(_own(name) for name in SCRIPTS) + "\n})();\n")
    rules = "".join(_own(name) for name in STYLES)
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(_own("page.html"))
    page = template.render(
        text=text,
        study=data["study"],
        answer=data["answer"],
        policy=content_security_policy(scripts, [rules]),
        style=Markup(rules),
        scripts=[Markup(script) for script in scripts],
        blocks=[
            ("analysis", json_for_script({**data, "systems": _systems(data.get("systems", {}))})),
            ("picture", json_for_script(picture(data, style=style) if drawn else None)),
            ("text", json_for_script({"language": language, "words": {one: messages(one) for one in LANGUAGES}})),
            *([("brief", json_for_script(brief))] if brief else []),
        ],
    )
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", page)


def _systems(found: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The policy systems with what the page shows: of the values beside words and table, whose sides are meant."""
    return {
        name: {**row, "found": {side: row["found"][side] for side in ("us", "them") if side in row["found"]}}
        for name, row in found.items()
    }


def content_security_policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Return the policy that lets a page run these scripts and styles, and nothing else.

    Examples
    --------
    >>> content_security_policy([], [""])[:53]
    "default-src 'none'; script-src 'none'; style-src 'sha"
    """
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(map(_hash, scripts)) or "'none'",
        "style-src": " ".join(map(_hash, styles)) or "'none'",
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def json_for_script(value: Any) -> Markup:
    r"""Write JSON that cannot end the script element it stands in, nor be read as markup.

    Examples
    --------
    >>> print(json_for_script({"name": "</script><b>"}))
    {"name":"\u003c/script\u003e\u003cb\u003e"}
    """
    plain = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(re.sub("[<>&\u2028\u2029\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", plain))


def _vis_network() -> str:
    """Return vis-network as pyvis carries it, licence note included, without the pointer to its source map."""
    script = files("pyvis").joinpath(VIS_NETWORK).read_text(encoding="utf-8")
    return script.replace("//# sourceMappingURL=vis-network.min.js.map", "")


def messages(language: str = "en") -> dict[str, Any]:
    """Every word of the page in a language, by key.

    The words stand in ``page/text/*.json``, a key once: ``{"cost": {"en": "Cost", "fr": "Coût"}}``. In French the
    spaces before ``: ; ! ? % »`` and after ``«`` are bound, so that no line breaks there, and apostrophes are curved.
    A language that the page does not speak, and a key that stands twice, are a ValueError.

    >>> messages("en")["cost"], messages("fr")["cost"], messages("fr")["language"]
    ('Cost', 'Coût', 'fr')
    """
    if language not in LANGUAGES:
        raise ValueError(f"the page speaks {' and '.join(LANGUAGES)}, not {language!r}")
    words: dict[str, Any] = {"language": language}
    for part in sorted(_folder().joinpath("text").iterdir(), key=lambda part: part.name):
        for key, said in json.loads(part.read_text(encoding="utf-8")).items():
            if key in words:
                raise ValueError(f"the word {key!r} of the page stands twice")
            words[key] = _spaced(said[language]) if language == "fr" else said[language]
    return words


def _spaced(said: Any) -> Any:
    """The same text, or texts by key, with the no-break spaces and the apostrophes of French."""
    if not isinstance(said, str):
        return {key: _spaced(part) for key, part in said.items()}
    for plain, bound in FRENCH_SPACES.items():
        said = said.replace(plain, bound)
    return re.sub(r"(?<=\w)'(?=\w)", "\N{RIGHT SINGLE QUOTATION MARK}", said)


def _own(name: str) -> str:
    return _folder().joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _folder() -> Traversable:
    return files("netmodel.report").joinpath("page")


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
