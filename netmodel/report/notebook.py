"""The page in a notebook: in a frame that shares nothing with the notebook around it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from netmodel.errors import UsageError, printable
from netmodel.report.html import to_html

HEIGHT = 820


def to_frame(data: Mapping[str, Any], *, height: int = HEIGHT, style: str = "plain", language: str = "en") -> str:
    """Write an analysis as a frame of HTML that holds the whole page.

    The frame is sandboxed: its scripts run, and may hand files over, but they are of an origin of their own. They see
    neither the notebook nor what is kept by its server, and open no window and no dialog.

    Parameters
    ----------
    data : mapping
        What `Analysis.to_json()` gives. Every text in it is taken as untrusted and shown as typed.
    height : int
        Of the frame, in pixels of the screen.
    style, language : str
        As for `to_html`.

    Returns
    -------
    str
        One ``iframe`` with the page inside (1 MB and more), as `Analysis` displays itself. With another height:
        ``IPython.display.HTML(to_frame(analysis.to_json(), height=600))``.

    Raises
    ------
    UsageError
        Where the height is no positive whole number.
    ValueError
        As `to_html`.

    Notes
    -----
    A notebook that is opened again shows the frame once it is trusted; Jupyter leaves frames out until then. In the
    frame the page cannot keep a scenario in its address: hand it on as a file.

    Examples
    --------
    >>> import netmodel
    >>> net = netmodel.Network.from_tables([{"id": "gac", "side": "ca"}, {"id": "mid", "side": "ru"}])
    >>> print(to_frame(netmodel.analyse(net, decide=False, systems=False).to_json())[:65])
    <iframe sandbox="allow-scripts allow-downloads" title="Report of
    """
    if type(height) is not int or height < 1:
        raise UsageError(f"height {height!r} is not a positive whole number of pixels")
    name = printable(data["study"]["title"] or "", 200)
    title = f"Report of netmodel: {name}" if name else "Report of netmodel"
    page = to_html(data, style=style, language=language)
    return (
        f'<iframe sandbox="allow-scripts allow-downloads" title="{escape(title)}" width="100%" height="{height}" '
        f'style="border: 0" srcdoc="{escape(page)}"></iframe>\n'
    )
