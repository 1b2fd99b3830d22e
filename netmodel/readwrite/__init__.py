"""Reading studies and writing results."""

from netmodel.readwrite.cells import csv_text
from netmodel.readwrite.files import write_report, write_whole
from netmodel.readwrite.studies import find_files, read
from netmodel.readwrite.templates import format_page, write_templates

__all__ = ["csv_text", "find_files", "format_page", "read", "write_report", "write_templates", "write_whole"]
