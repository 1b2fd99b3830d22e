"""Documentation holds: commands, measures, public names, errors and the format page are described."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from write_docs import PAGE, with_format

import netmodel
from netmodel import MEASURES, errors
from netmodel.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "netmodel").rglob("*.py")}


def test_the_format_page_is_what_the_schema_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == with_format(text), "make docs"


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_in_the_readme_and_has_examples(command: str) -> None:
    assert f"netmodel {command}" in README
    loaded = main.get_command(click.Context(main), command)
    assert loaded is not None and "Examples:" in (loaded.epilog or "") and len(loaded.help or "") > 20
    assert f"  {command} " in CliRunner().invoke(main, ["-h"]).output


@pytest.mark.parametrize("name", sorted(set(netmodel.__all__) - {"__version__", "MEASURES", "SYSTEMS"}))
def test_every_public_name_has_a_docstring(name: str) -> None:
    documented = inspect.getdoc(getattr(netmodel, name)) or ""
    assert len(documented) > 20
    assert name in dir(netmodel)


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'analyze'"):
        _ = netmodel.analyze


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_says_where_it_comes_from(name: str) -> None:
    item = MEASURES[name]
    assert item.source and item.range and item.better in ("higher", "lower", "") and len(item.meaning) > 20


def test_every_error_class_is_raised_somewhere() -> None:
    classes = [c for c in vars(errors).values() if inspect.isclass(c) and issubclass(c, errors.NetmodelError)]
    code = "\n".join(text for path, text in SOURCES.items() if path.name != "errors.py")
    later = {errors.NetmodelError}  # the root
    for cls in set(classes) - later:
        assert re.search(rf"raise {cls.__name__}\(|{cls.__name__}\(\[", code), cls.__name__
    drawn = errors.__doc__ or ""
    assert all(cls.__name__ in drawn for cls in classes)


def test_every_module_says_what_it_is_for() -> None:
    for module in pkgutil.walk_packages(netmodel.__path__, "netmodel."):
        if not module.name.endswith("__main__"):
            assert (importlib.import_module(module.name).__doc__ or "").strip(), module.name


def test_rooms_are_small() -> None:
    assert {str(path): len(text.splitlines()) for path, text in SOURCES.items() if text.count("\n") > 400} == {}


def test_every_module_has_a_test_of_its_name() -> None:
    tests = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    elsewhere = {"html": "page", "rows": "schema"}
    for path in SOURCES:
        if path.name not in ("__init__.py", "__main__.py") and path.parent.name != "cli":
            assert f"test_{elsewhere.get(path.stem, path.stem)}" in tests, path


def test_only_the_page_imports_pyvis_and_nothing_prints() -> None:
    for path, text in SOURCES.items():
        imports = re.search(r"^ *(from|import) pyvis", text, re.M)
        assert bool(imports) == (path.name in ("drawing.py", "pyvisout.py")), path
        assert not re.search(r"^(from|import) pyvis", text, re.M), path
        assert not re.search(r"^\s*print\(", text, re.M), path
        assert not re.search(r"\b(eval|exec|pickle)\b *[.(]", text), path


def test_the_repository_names_no_machine_and_no_registry() -> None:
    for path in [*ROOT.glob("*.md"), *ROOT.glob("*.toml"), ROOT / "Makefile", ROOT / "constraints.txt"]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"/(root|home)/|index-url|registry *=", text), path
