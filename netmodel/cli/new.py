"""netmodel new."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    epilog="""\b
Examples:
  netmodel new my-study
  netmodel analyse my-study"""
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace files of these names.")
@click.option("--debug", is_flag=True, expose_value=False, help="Show where an error comes from.")
def new(folder: Path, force: bool) -> None:
    """Write a small study into FOLDER to start from, and FORMAT.md that explains every column."""
    from netmodel.readwrite import write_templates

    written = write_templates(folder, force=force)
    listed = "\n".join(f"  {path}" for path in written)
    click.echo(f"Written:\n{listed}\n\nReplace the rows by your own, then: netmodel analyse {folder}")
