"""A monthly list as a file: a sheet for a spreadsheet, or pages to print and to sign."""

import io
from collections.abc import Iterator

import xlsxwriter  # type: ignore[import-untyped]
from reportlab.lib import colors
from reportlab.lib.pagesizes import landscape, letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from sla.domain.lists.documents import ListKind
from sla.entrypoints.list_rows import Row, Sheet

WIDTHS = (20, 38, 30, 24, 32, 15, 24, 24, 52)  # mm; the first nine columns
PRINTED = len(WIDTHS)
PAPER = landscape(letter)
PLAIN = ParagraphStyle("plain", fontName="Helvetica", fontSize=8, leading=10)
HEAD = ParagraphStyle("head", parent=PLAIN, fontName="Helvetica-Bold", textColor=colors.white)
TITLE = ParagraphStyle("title", parent=PLAIN, fontName="Helvetica-Bold", fontSize=15, leading=19)
FACTS = ParagraphStyle("facts", parent=PLAIN, fontSize=9, leading=12)
BAND = colors.HexColor("#12444f")


def xlsx_of(sheet: Sheet) -> bytes:
    """The list as a workbook: its lines, and beside them what is known of it."""
    out = io.BytesIO()
    # Text stays text: a cell that begins with "=" is no formula.
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "bg_color": "#12444f", "font_color": "white"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    lines = book.add_worksheet(sheet.of(("Liste", "List")))
    lines.write_row(0, 0, sheet.columns, bold)
    for number, row in enumerate(sheet.rows, start=1):
        for column, text in enumerate(sheet.cells(row, iso=True)):
            lines.write_string(number, column, text, wrapped)
    lines.freeze_panes(1, 0)
    lines.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)
    for column, width in enumerate((38, 26, 22, 12, 26, 9, 12, 16, 44, 26, 10)):
        lines.set_column(column, column, width)
    lines.set_landscape()
    lines.repeat_rows(0)
    lines.fit_to_pages(1, 0)
    about = book.add_worksheet(sheet.of(("Preuve", "Proof")))
    about.set_column(0, 0, 30)
    about.set_column(1, 1, 70)
    for number, (name, text) in enumerate(sheet.facts()):
        about.write_string(number, 0, name, bold)
        about.write_string(number, 1, text)
    book.close()
    return out.getvalue()


def pdf_of(sheet: Sheet) -> bytes:
    """The list to print: lines wrap, headings come again, every page has its number.

    Made twice: only the first time tells how many pages there are.
    """
    _, pages = _printed_pages(sheet, 0)
    return _printed_pages(sheet, pages)[0]


def _printed_pages(sheet: Sheet, pages: int) -> tuple[bytes, int]:
    out, foot = io.BytesIO(), _foot(sheet)
    of = sheet.of(("Page {} de {}", "Page {} of {}"))

    def footed(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 7.5)
        canvas.setFillColor(colors.HexColor("#44575c"))
        canvas.drawString(10 * mm, 8 * mm, foot)
        right = PAPER[0] - 10 * mm
        canvas.drawRightString(right, 8 * mm, of.format(canvas.getPageNumber(), pages))

    made = SimpleDocTemplate(
        out,
        pagesize=PAPER,
        leftMargin=10 * mm,
        rightMargin=10 * mm,
        topMargin=12 * mm,
        bottomMargin=16 * mm,
        title=f"{sheet.title} - {sheet.borough} - {sheet.month}",
        author=sheet.borough,
        lang="fr-CA" if sheet.language == "fr" else "en-CA",
    )
    made.build(list(_story(sheet)), onFirstPage=footed, onLaterPages=footed)
    return out.getvalue(), made.page


def _story(sheet: Sheet) -> Iterator[Flowable]:
    yield Paragraph(_safe(f"{sheet.title}, {sheet.month}"), TITLE)
    yield Paragraph(_safe(f"{sheet.borough} · {sheet.department}"), FACTS)
    yield Spacer(1, 3 * mm)
    for name, text in sheet.facts()[3:]:
        yield Paragraph(f"<b>{_safe(name)}</b> : {_safe(text)}", FACTS)
    yield Spacer(1, 4 * mm)
    if sheet.rows:
        yield _table(sheet)
    else:
        none = ("Aucune requête n'est en attente.", "No request is waiting.")
        yield Paragraph(_safe(sheet.of(none)), FACTS)
    if sheet.whole.head.kind is ListKind.RESPONSABLE:
        yield KeepTogether(list(_to_sign(sheet)))


def _to_sign(sheet: Sheet) -> Iterator[Flowable]:
    for words in (
        ("Responsable du service", "Responsable of the department"),
        ("Technicien du guichet", "Counter technician"),
    ):
        yield Spacer(1, 9 * mm)
        line = f"{sheet.of(words)} : {'_' * 45}    {sheet.of(('Date', 'Date'))} : {'_' * 18}"
        yield Paragraph(_safe(line), FACTS)


def _table(sheet: Sheet) -> Table:
    rows = [[Paragraph(_safe(name), HEAD) for name in sheet.columns[:PRINTED]]]
    rows += [_printed(sheet, row) for row in sheet.rows]
    table = Table(rows, colWidths=[width * mm for width in WIDTHS], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, 0), BAND),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#9db1b6")),
                ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.HexColor("#f2f6f7")]),
            ]
        )
    )
    return table


def _printed(sheet: Sheet, row: Row) -> list[Paragraph]:
    return [Paragraph(_safe(text), PLAIN) for text in sheet.cells(row, iso=False)[:PRINTED]]


def _safe(text: str) -> str:
    """Words for a paragraph: its marks are no marks, and what Helvetica lacks is a question mark.

    The standard fonts speak WinAnsi; a case never fails to print for one character.
    """
    plain = text.replace("\u202f", "\u00a0").encode("cp1252", "replace").decode("cp1252")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _foot(sheet: Sheet) -> str:
    parts = [sheet.borough, sheet.signature, f"SHA-256 {sheet.whole.head.digest[:16]}…"]
    text = " · ".join(part for part in parts if part)
    return text.encode("cp1252", "replace").decode("cp1252")
