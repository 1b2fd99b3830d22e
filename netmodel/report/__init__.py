"""Reports: an Analysis, shown. Nothing is computed here."""

from netmodel.report.files import write
from netmodel.report.html import to_html
from netmodel.report.terminal import to_text

__all__ = ["to_html", "to_text", "write"]
