"""The page as a file: one inert text that names no other place and runs only its own scripts."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from browser import NoBrowserError, find_chromium
from data.page_sample import HOSTILE, mini_rupture
from pages import LAPTOP, PHONE, Opener, browser, open_page, selected, spaced, top_of

from netmodel.report.html import VIS_NETWORK, json_for_script, picture, to_html

__all__ = ["LAPTOP", "PHONE", "Opener", "browser", "open_page", "selected", "spaced", "top_of"]
VIS_NETWORK_SHA256 = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"


class Outline(HTMLParser):
    """What a page's own markup holds: its attributes, and the texts of its scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.open: tuple[str, dict[str, str | None]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.open = (tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self.open = None

    def handle_data(self, data: str) -> None:
        if self.open and self.open[0] in {"script", "style"}:
            self.texts.append((*self.open, data))


def test_the_policy_allows_the_pages_own_scripts_and_styles_by_hash_and_nothing_else():
    outline = Outline(to_html(mini_rupture()))
    policy = next(value for tag, name, value in outline.attributes if tag == "meta" and "default-src" in value)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["img-src"] == "data: blob:"
    scripts = [text for tag, attrs, text in outline.texts if tag == "script" and "type" not in attrs]
    styles = [text for tag, _, text in outline.texts if tag == "style"]
    assert rules["script-src"].split() == [csp_hash(text) for text in scripts]
    assert rules["style-src"].split() == [csp_hash(text) for text in styles]


def csp_hash(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_markup_names_no_other_place_and_holds_no_handlers_or_inline_styles():
    for _, name, value in Outline(to_html(mini_rupture())).attributes:
        assert not re.search(r"https?:|//|url\(", value) or name == "content"
        assert not name.startswith("on")
        assert name != "style"


def test_the_pages_own_scripts_and_styles_never_make_markup_from_text_nor_name_a_place():
    for part in files("netmodel.report").joinpath("page").iterdir():
        if part.is_file():
            text = part.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(", text)
            assert not re.search(r"https?://|@import|url\(|\|\s*safe", text)


def test_no_two_scripts_give_something_the_same_name():
    folder = files("netmodel.report").joinpath("page")
    texts = [part.read_text(encoding="utf-8") for part in folder.iterdir() if part.name.endswith(".js")]
    names = [name for text in texts for name in re.findall(r"^(?:function|const|let) (\w+)", text, re.MULTILINE)]
    assert len(names) > 300
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_vis_network_is_the_one_that_was_read_and_keeps_its_licence():
    script = files("pyvis").joinpath(VIS_NETWORK).read_bytes()
    assert hashlib.sha256(script).hexdigest() == VIS_NETWORK_SHA256
    assert "vis.js may be distributed under either license" in to_html(mini_rupture())


def test_the_same_data_gives_the_same_bytes_whatever_the_hash_seed():
    here = Path(__file__).parent
    script = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]);"
        "from data.page_sample import generated; from netmodel.report.html import to_html;"
        "print(hashlib.sha256(to_html(generated(60)).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script, str(here)],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(here.parent)},
            cwd=here.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_data_cannot_end_its_script_element_and_reads_back_unchanged(text):
    written = json_for_script({text: [text]})
    assert not re.search("[<>&\u2028\u2029]", written)
    assert json.loads(written) == {text: [text]}


def test_an_id_that_stands_twice_and_a_number_that_is_none_are_errors():
    twice = mini_rupture()
    twice["stakeholders"].append(twice["stakeholders"][0])
    with pytest.raises(ValueError, match="stands twice"):
        to_html(twice)
    endless = mini_rupture()
    endless["reach"]["now"] = float("nan")
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_html(endless)


def test_importing_the_page_does_not_load_pyvis():
    script = "import sys, netmodel.report.html; print('pyvis' in sys.modules, 'IPython' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


def test_parallel_ties_are_both_drawn_and_bent_apart():
    edges = {edge["id"]: edge for edge in picture(mini_rupture())["edges"]}
    assert (edges["t6"]["from"], edges["t6"]["to"]) == (edges["t7"]["from"], edges["t7"]["to"])
    assert edges["t6"]["smooth"] != edges["t7"]["smooth"]


def test_where_no_browser_is_to_be_had_one_line_names_the_remedies(monkeypatch, tmp_path):
    monkeypatch.delenv("NETMODEL_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoBrowserError, match=r"NETMODEL_CHROMIUM.*apt-get install chromium") as caught:
        find_chromium()
    assert "\n" not in str(caught.value)
