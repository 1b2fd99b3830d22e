"""Workbooks by hand: the parts of an xlsx or an ods from the XML of one sheet, as no library would write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def packed(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name, text)
    return content.getvalue()


def xlsx(sheets: Mapping[str, str], *, before: str = "") -> bytes:
    """A workbook of sheets, each given as the rows of its XML."""
    named = [(number, name, rows) for number, (name, rows) in enumerate(sheets.items(), 1)]
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n, _, _ in named
    )
    members = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, name, _ in named)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n, _, _ in named
        )
        + "</Relationships>",
    }
    for n, _, rows in named:
        members[f"xl/worksheets/sheet{n}.xml"] = (
            f"{before}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
        )
    return packed(members)


def row(number: int, *cells: str) -> str:
    """A row of cells of text; a cell that begins with < is taken as it is."""
    written = []
    for place, cell in enumerate(cells):
        at = f"{chr(65 + place)}{number}"
        own = (
            cell.replace("@", at) if cell.startswith("<") else f'<c r="{at}" t="inlineStr"><is><t>{cell}</t></is></c>'
        )
        written.append(own if cell else "")
    return f'<row r="{number}">{"".join(written)}</row>'


def ods(rows: str, *, name: str = "Nodes", before: str = "") -> bytes:
    """A workbook of OpenDocument with one sheet, given as the rows of its XML."""
    content = (
        f'{before}<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
        f'xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet><table:table table:name="{name}">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<m:manifest xmlns:m="{OFFICE}:manifest:1.0"><m:file-entry m:full-path="/" m:media-type="x"/></m:manifest>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_row(*cells: str, repeated: int = 1) -> str:
    """A row of cells of text; a cell that begins with < is taken as it is."""
    written = [
        cell
        if cell.startswith("<")
        else f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    ]
    many = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{many}>{''.join(written)}</table:table-row>"
