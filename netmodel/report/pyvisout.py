"""A plain pyvis network for researchers who want to go on from there.

Only `to_pyvis` imports pyvis here, and it does so when it is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netmodel.analysis import Analysis
from netmodel.errors import UsageError
from netmodel.network import Channel, Network, Stakeholder, Tie
from netmodel.report.drawing import DASHES, SYMBOLS
from netmodel.report.layout import arrange
from netmodel.schema import kinds

SIDES = ("#0072b2", "#d55e00", "#cc79a7", "#56b4e9", "#e69f00")
THIRD, CHANNEL, TIE, OPPOSED = "#767676", "#009e73", "#8a8f98", "#b3261e"


def to_pyvis(source: Network | Analysis, *, candidates: bool = False) -> Any:
    """Give the ``pyvis.network.Network`` of a network, or of an analysis with the positions of its page.

    Stakeholders are nodes that bear their id; ties are edges, one each, so that parallel ties are kept, which
    pyvis alone drops; channels are diamonds, joined to their participants. Ties of every status are there but those
    that had not begun at the date. Labels and tool tips are plain text.

    Parameters
    ----------
    source : Network or Analysis
        n stakeholders, m ties. Of an analysis the positions are taken as well, and physics is off; those of a
        network pyvis has to find itself, which takes it half a minute for 500 stakeholders.
    candidates : bool
        Draw the channels that could be opened too; else those that are open.

    Returns
    -------
    pyvis.network.Network
        Nodes have ``id``, ``label``, ``title``, ``shape``, ``color``, ``size``, ``table`` ("stakeholders" or
        "channels") and ``side``; edges ``from``, ``to``, ``title``, ``width``, ``color``, ``dashes`` (solid: active,
        positive), ``arrows`` where directed, and ``tie`` and ``status``, or ``channel``. A channel that bears the
        id of a stakeholder has "channel " before it.

    Raises
    ------
    UsageError
        For anything but a Network or an Analysis.

    Notes
    -----
    What pyvis 0.3.2 makes of it is no page of netmodel's:

    - ``show()`` fails in a script (AttributeError) unless it is given ``notebook=False``; it then opens a browser.
    - ``write_html`` and ``show`` write in the encoding of the system, and fail on names that it lacks. This writes
      any name: ``Path("net.html").write_text(drawing.generate_html(), encoding="utf-8")``.
    - Its page asks other hosts for Bootstrap in every setting, so it is neither private nor whole without a network.
      `to_html` gives a page that asks nobody.
    - It puts ``heading`` and the ids of ``select_menu`` and ``filter_menu`` into the page as markup. With lists from
      strangers leave these alone. It would read all tool tips as markup if one held "href": here such a word has an
      invisible joiner (U+2060) in it.
    - ``add_edge`` of an undirected pyvis network still drops a second tie of a pair that you add yourself.

    O(n + m) here; of an analysis, what `Analysis.to_json` takes beside.

    Examples
    --------
    >>> net = Network.from_tables(
    ...     [{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}],
    ...     [{"source": "gac", "target": "mid", "kind": kind} for kind in ("formal", "academic")],
    ... )
    >>> drawing = to_pyvis(net)
    >>> drawing.get_nodes(), drawing.num_edges()
    (['gac', 'mid'], 2)
    """
    from pyvis.network import Network as Drawing

    if not isinstance(source, Network | Analysis):
        raise UsageError(f"to_pyvis takes a Network or an Analysis, not {type(source).__name__}")
    net, places = (source, {}) if isinstance(source, Network) else (source.net, _places(source))
    drawing = Drawing(
        directed=any(tie.directed for tie in net.active_ties), cdn_resources="in_line", height="750px", notebook=False
    )
    if places:
        drawing.toggle_physics(False)
    names = _channel_names(net, candidates)
    _add_nodes(drawing, net, names, places)
    drawing.edges += [*_ties(net), *_members(net, names)]
    return drawing


def _places(analysis: Analysis) -> dict[tuple[str, str], tuple[float, float]]:
    """Position of everything, by table and id."""
    found = arrange(analysis.to_json())
    return {
        **{("stakeholders", key): place for key, place in found.stakeholders.items()},
        **{("channels", key): place for key, place in found.channels.items()},
    }


def _channel_names(net: Network, candidates: bool) -> dict[str, str]:
    """The node of each channel that is drawn, by id of the channel."""
    found: dict[str, str] = {}
    taken = set(net.stakeholder)
    for row in (*net.open_channels, *(net.candidates if candidates else ())):
        name = row.id
        while name in taken:
            name = f"channel {name}"
        found[row.id] = name
        taken.add(name)
    return found


def _add_nodes(drawing: Any, net: Network, names: Mapping[str, str], places: Mapping[tuple[str, str], Any]) -> None:
    """Put the nodes where pyvis looks for them; its own `add_node` searches a list for each."""
    sides = dict.fromkeys((*net.sides, *sorted({row.side for row in net.stakeholder.values()} - {""})))
    colours = {side: SIDES[i % len(SIDES)] for i, side in enumerate(sides)}
    rows: list[Stakeholder | Channel] = [*net.stakeholder.values(), *(net.channel[key] for key in names)]
    for row in rows:
        who = isinstance(row, Stakeholder)
        key = ("stakeholders" if who else "channels", row.id)
        x, y = places.get(key, (None, None))
        node = {
            "id": row.id if who else names[row.id],
            "label": row.name or row.id,
            **(_person(row, colours) if isinstance(row, Stakeholder) else _channel(row)),
            "table": key[0],
            **({"x": round(x, 3), "y": round(y, 3)} if x is not None else {}),
        }
        drawing.nodes.append(node)
        drawing.node_ids.append(node["id"])
        drawing.node_map[node["id"]] = node


def _person(row: Stakeholder, colours: Mapping[str, str]) -> dict[str, Any]:
    known = kinds("stakeholders").get(row.kind)
    symbol = known.symbol if known is not None and known.symbol in SYMBOLS else "dot"
    said = [row.name, row.side or "third party", row.kind, row.title, f"rank {row.rank}" if row.rank else ""]
    return {
        "title": _tip(*said),
        "shape": symbol,
        "color": colours.get(row.side, THIRD),
        "size": round(10 + 2 * min(max(row.influence, 0.0), 5.0), 3),
        "side": row.side,
    }


def _channel(row: Channel) -> dict[str, Any]:
    return {
        "title": _tip(row.name, f"{row.formality} channel", row.kind, f"quality {row.quality:.3g}"),
        "shape": "diamond",
        "color": CHANNEL,
        "size": 14,
        "side": "",
    }


def _ties(net: Network) -> Iterator[dict[str, Any]]:
    """Every tie between those who are there, that is or was; the second of a pair and the later ones are bent."""
    here, repeats = net.stakeholder, dict[tuple[str, str], int]()
    for tie in net.ties:
        if tie.source not in here or tie.target not in here or tie.id in net.removed:
            continue
        status = net.status(tie)
        if status not in DASHES:
            continue
        pair = min(tie.source, tie.target), max(tie.source, tie.target)
        repeats[pair] = repeat = repeats.get(pair, -1) + 1
        yield {
            "from": tie.source,
            "to": tie.target,
            "title": _tie_tip(tie, status),
            "width": round(0.5 + 2.5 * tie.strength, 3),
            "color": OPPOSED if tie.sign < 0 else TIE,
            "dashes": DASHES["opposed"] if tie.sign < 0 else DASHES[status],
            "smooth": _bent(repeat, tie.source > tie.target),
            "tie": tie.id,
            "status": status,
            **({"arrows": "to"} if tie.directed else {}),
        }


def _tie_tip(tie: Tie, status: str) -> str:
    return _tip(tie.kind, status, f"strength {tie.strength:.3g}", "opposition" if tie.sign < 0 else "", tie.evidence)


def _bent(repeat: int, backwards: bool) -> dict[str, Any] | bool:
    """Bend the later ties of a pair to either hand by turns, whichever end comes first."""
    if repeat == 0:
        return False
    hand = "curvedCW" if (repeat % 2 == 1) != backwards else "curvedCCW"
    return {"enabled": True, "type": hand, "roundness": round(0.1 + 0.1 * ((repeat - 1) // 2), 3)}


def _members(net: Network, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for key, name in names.items():
        for member in net.channel[key].participants:
            if member.stakeholder in net.stakeholder:
                yield {
                    "from": member.stakeholder,
                    "to": name,
                    "title": _tip(net.channel[key].name, f"uptake {member.uptake:.3g}"),
                    "width": 1,
                    "color": CHANNEL,
                    "channel": key,
                }


def _tip(*parts: str) -> str:
    """A tool tip, a line each; "href" is parted, since pyvis would take it for markup (see `to_pyvis`)."""
    return "\n".join(part for part in parts if part).replace("href", "h\N{WORD JOINER}ref")
