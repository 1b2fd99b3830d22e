"""Write what is generated in data/README.md: the format, from the schema. Run with ``make docs``."""

from __future__ import annotations

from pathlib import Path

from netmodel.readwrite import format_page

PAGE = Path(__file__).parent.parent / "data" / "README.md"
BEGIN = "<!-- format: generated from netmodel/schema, do not edit -->"
END = "<!-- format: end -->"


def with_format(text: str) -> str:
    """The page with its format part made anew."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{format_page()}\n{END}{tail}"


if __name__ == "__main__":
    PAGE.write_text(with_format(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
