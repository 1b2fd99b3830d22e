"""The page: an analysis as one HTML file that opens from a folder, asks no other host for anything, and runs only
its own scripts.

pyvis prepares nodes, edges and options and carries vis-network; template, styles, scripts and words stand in the
folder `page`. The page shows what the analysis holds and computes nothing but positions and the form of numbers.
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

from netmodel.report.layout import Layout, arrange, importance, leading_channels

LARGEST_PICTURE = 5_000
VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"
SCRIPTS = (
    "dom.js",
    "tables.js",
    "labels.js",
    "picture.js",
    "evidence.js",
    "search.js",
    "panels.js",
    "together.js",
    "systems.js",
    "main.js",
)
STYLES = ("page.css",)
LANGUAGES = ("en", "fr")
# Symbols of vis-network, each with the factor that makes it look as large as a disc.
SYMBOLS = {"square": 0.85, "dot": 0.95, "star": 1.05, "triangle": 0.9, "triangleDown": 0.9, "hexagon": 0.95}
OPTIONS: Mapping[str, Any] = {
    "autoResize": False,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "hoverConnectedEdges": False, "selectConnectedEdges": False, "dragNodes": False},
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 3, "labelHighlightBold": False},
    "edges": {"selectionWidth": 0, "hoverWidth": 1, "arrows": {"to": {"scaleFactor": 0.5}}},
}
DASHES: Mapping[str, bool | list[float]] = {
    "active": False,
    "dormant": [1.5, 3.5],
    "severed": [6, 4],
    "proposed": [10, 3],
    "opposed": [2.5, 2.5],
}


def to_html(data: Mapping[str, Any]) -> str:
    """Write an analysis as one self-contained page.

    Parameters
    ----------
    data : mapping
        What `Analysis.to_json()` gives. Every text in it is taken as untrusted and shown as typed.

    Returns
    -------
    str
        The page. The same data gives the same text.

    Raises
    ------
    ValueError
        Where an id stands twice, a tie names nobody, or a number is not finite.

    Notes
    -----
    O(n + m) beside the layout. Above 5,000 stakeholders the picture is left out, and the page says so.
    """
    drawn = len(data["stakeholders"]) <= LARGEST_PICTURE
    text = messages()
    scripts = [_vis_network()] if drawn else []
    scripts.append("(() => {\n" + "\n".join(_own(name) for name in SCRIPTS) + "\n})();\n")
    style = "".join(_own(name) for name in STYLES)
    template = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(_own("page.html"))
    page = template.render(
        text=text,
        study=data["study"],
        answer=data["answer"],
        policy=content_security_policy(scripts, [style]),
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        blocks=[
            ("analysis", json_for_script({**data, "systems": _systems(data.get("systems", {}))})),
            ("picture", json_for_script(picture(data) if drawn else None)),
            ("text", json_for_script(text)),
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


def picture(data: Mapping[str, Any]) -> dict[str, Any]:
    """Nodes, edges and options for vis-network, with the bands and rows behind them.

    Nodes are called by their place in the lists (``s0`` the first stakeholder, ``c0`` the first channel, ``t0`` the
    first tie), so that no id, however odd, is a name in the drawing. Colours are left to the page's style.
    """
    layout = arrange(data)
    drawing = _new_drawing()
    stakeholders = {row["id"]: f"s{i}" for i, row in enumerate(data["stakeholders"])}
    _add_stakeholders(drawing, data, layout)
    _add_channels(drawing, data["channels"], layout)
    _add_ties(drawing, data, stakeholders)
    _add_members(drawing, data["channels"], stakeholders)
    drawing.set_options(json.dumps(OPTIONS))
    return {
        "nodes": drawing.nodes,
        "edges": drawing.edges,
        "options": drawing.options,
        "bands": [{**vars(band)} for band in layout.bands],
        "ranks": [{"rank": rank, "y": y} for rank, y in layout.ranks],
    }


def _new_drawing() -> Any:
    """Return a pyvis network that keeps parallel ties, finds ids in a set, and refuses to lose anything."""
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    class Drawing(Network):  # type: ignore[misc]
        """pyvis without its losses: see ECOSYSTEM on `add_node` and `add_edge` of 0.3.2."""

        def __init__(self) -> None:
            super().__init__(cdn_resources="in_line")
            self.seen: set[str] = set()

        def add_node(self, n_id: str, label: str, shape: str, **options: Any) -> None:
            if n_id in self.seen:
                raise ValueError(f"node {n_id!r} stands twice")
            self.seen.add(n_id)
            self.nodes.append(Node(n_id, shape, str(label), **options).options)

        def add_edge(self, source: str, to: str, *, directed: bool = False, **options: Any) -> None:
            if not {source, to} <= self.seen:
                raise ValueError(f"edge {options.get('id')!r} joins {source!r} and {to!r}, which are not both there")
            self.edges.append(Edge(source, to, directed, **options).options)

    return Drawing()


def _add_stakeholders(drawing: Any, data: Mapping[str, Any], layout: Layout) -> None:
    sides = {band.side: band.index for band in layout.bands}
    symbols = {kind: row.get("symbol") for kind, row in data["kinds"]["stakeholders"].items()}
    known: set[str] = set()
    for i, row in enumerate(data["stakeholders"]):
        if row["id"] in known:
            raise ValueError(f"stakeholder {row['id']!r} stands twice")
        known.add(row["id"])
        x, y = layout.stakeholders[row["id"]]
        known_symbol = symbols.get(row["kind"])
        symbol = known_symbol if known_symbol in SYMBOLS else "dot"
        influence, ties = importance(row)
        drawing.add_node(
            f"s{i}",
            row["name"],
            symbol,
            x=round(x, 3),
            y=round(y, 3),
            size=round(SYMBOLS[symbol] * (11 + 1.8 * min(influence, 5.0) ** 0.5), 3),
            role=f"side-{sides[row['side']]}" if row["side"] else "third",
            weight=[influence, ties],
        )


def _add_channels(drawing: Any, channels: Sequence[Mapping[str, Any]], layout: Layout) -> None:
    leading = {row["id"] for row in leading_channels(channels)}
    for i, row in enumerate(channels):
        x, y = layout.channels[row["id"]]
        first = row["id"] in leading
        role, size = ("leading", 24) if first else (row["group"], 10)
        drawing.add_node(f"c{i}", row["name"], "diamond", x=round(x, 3), y=round(y, 3), size=size, role=role)


def _add_members(drawing: Any, channels: Sequence[Mapping[str, Any]], stakeholders: Mapping[str, str]) -> None:
    """Join each channel to its participants, last and so on top; only those of the leading ones show at first."""
    leading = {row["id"] for row in leading_channels(channels)}
    for i, row in enumerate(channels):
        for j, member in enumerate(row["participants"]):
            node, hidden = stakeholders[member["id"]], row["id"] not in leading
            drawing.add_edge(node, f"c{i}", id=f"m{i}-{j}", role="member", width=1.3, hidden=hidden)


def _add_ties(drawing: Any, data: Mapping[str, Any], stakeholders: Mapping[str, str]) -> None:
    ties: Sequence[Mapping[str, Any]] = data["ties"]
    side = {row["id"]: row["side"] for row in data["stakeholders"]}
    bundles: dict[tuple[str, str], int] = {}
    for i, row in enumerate(ties):
        role = "opposed" if row["sign"] < 0 else row["status"]
        if role not in DASHES:
            continue
        low, high = sorted((row["source"], row["target"]))
        repeat = bundles[low, high] = bundles.get((low, high), -1) + 1
        drawing.add_edge(
            stakeholders[row["source"]],
            stakeholders[row["target"]],
            id=f"t{i}",
            role=role,
            within=side[row["source"]] == side[row["target"]] != "",
            directed=bool(row["directed"]),
            dashes=DASHES[role],
            width=_width(role, row["strength"]),
            smooth=_curve(repeat, straight=len(ties) > 2_000),
        )


def _width(role: str, strength: float | None) -> float:
    if role == "active":
        return round(0.5 + 1.7 * (strength or 0.0), 3)
    return 0.9 if role == "dormant" else 1.5


def _curve(repeat: int, *, straight: bool) -> dict[str, Any] | bool:
    """Bend the second and later ties of a pair away from the first, by turns to either hand."""
    if straight and repeat == 0:
        return False
    hand = "curvedCW" if repeat % 2 == 0 else "curvedCCW"
    return {"enabled": True, "type": hand, "roundness": round(0.08 + 0.08 * (repeat // 2), 3)}


def _vis_network() -> str:
    """Return vis-network as pyvis carries it, licence note included, without the pointer to its source map."""
    script = files("pyvis").joinpath(VIS_NETWORK).read_text(encoding="utf-8")
    return script.replace("//# sourceMappingURL=vis-network.min.js.map", "")


def messages(language: str = "en") -> dict[str, str]:
    """Every word of the page in a language, by key; what is not translated stands in English.

    The words stand in ``page/text/*.json``, a key once: ``{"cost": {"en": "Cost", "fr": "Coût"}}``.

    >>> messages("en")["cost"], messages("en")["language"]
    ('Cost', 'en')
    """
    words = {"language": language}
    for part in sorted(_folder().joinpath("text").iterdir(), key=lambda part: part.name):
        for key, said in json.loads(part.read_text(encoding="utf-8")).items():
            if key in words:
                raise ValueError(f"the word {key!r} of the page stands twice")
            words[key] = said.get(language, said["en"])
    return words


def _own(name: str) -> str:
    return _folder().joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _folder() -> Traversable:
    return files("netmodel.report").joinpath("page")


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
