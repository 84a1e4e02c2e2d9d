"""Sets letters on US Letter paper, folded in three for a window envelope; the same input gives the
same bytes. Standard Helvetica writes every letter of French and English.
"""

import io
from collections.abc import Sequence
from datetime import date
from unicodedata import normalize
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus.flowables import Flowable

from notifications.application.date_words import date_en, date_fr
from notifications.channels.letter.address import window_lines
from notifications.domain.messages import Message, Paper, PaperPart

WIDTH, HEIGHT = LETTER
MARGIN = 1.0 * inch
# A number 10 window, however the sheet slides in it: 0.9 to 4.3 inches from the left, 2.1 to 3.1
# from the top [K: to be tried with the envelopes in use].
WINDOW_LEFT, WINDOW_TOP, WINDOW_LEADING = 1.0 * inch, 2.32 * inch, 12.0
FIRST_TOP, NEXT_TOP, BOTTOM = 3.75 * inch, 1.1 * inch, 0.95 * inch
INK, QUIET = HexColor("#1b2733"), HexColor("#4a5763")
ANNEX = {"fr": "Textes cités", "en": "Texts cited"}
REFERENCE = {"fr": "Dossier", "en": "File"}
PAGE = {"fr": "Page {page} de {pages}", "en": "Page {page} of {pages}"}
LAW = {"fr": "Textes de loi, version {version}", "en": "Texts of the law, version {version}"}

_BODY = ParagraphStyle(
    "body", fontName="Helvetica", fontSize=10.5, leading=14.5, spaceAfter=8, textColor=INK
)
_TITLE = ParagraphStyle(
    "title", parent=_BODY, fontName="Helvetica-Bold", fontSize=12.5, leading=16, spaceAfter=10
)
_ANNEX_TITLE = ParagraphStyle("annex-title", parent=_TITLE, fontSize=10.5, spaceBefore=6)
_ANNEX = ParagraphStyle("annex", parent=_BODY, fontSize=9, leading=12, spaceAfter=6)


def pdf_of(messages: Sequence[Message]) -> bytes:
    """The letters one after the other, each on pages of its own numbered from 1."""
    # A page says of how many it is: the letters are set once to count, once to keep.
    counts = [_set(io.BytesIO(), [one], [0])[0] for one in messages]
    file = io.BytesIO()
    _set(file, messages, counts)
    return file.getvalue()


def _set(file: io.BytesIO, messages: Sequence[Message], counts: Sequence[int]) -> list[int]:
    """Set them into the file, where each has so many pages; how many each really had."""
    first, one = _paper(messages[0]), len(messages) == 1
    document = BaseDocTemplate(
        file,
        pagesize=LETTER,
        invariant=1,
        title=_plain(first.parts[0].title) if one else f"Lettres ({len(messages)})",
        author=_plain(first.parts[0].sender),
        subject=first.reference if one else None,
        lang=f"{first.parts[0].language}-CA",
        displayDocTitle=1,
    )
    story: list[Flowable] = []
    pages = [0] * len(messages)
    for at, message in enumerate(messages):
        for part in _paper(message).parts:
            name = f"{at}-{part.language}"
            document.addPageTemplates(_templates(name, at, message, part, pages, counts))
            if story:
                story += [NextPageTemplate(f"{name}-first"), PageBreak()]
            story += _flowables(part)
    document.build(story)
    return pages


def _templates(
    name: str,
    at: int,
    message: Message,
    part: PaperPart,
    pages: list[int],
    counts: Sequence[int],
) -> list[PageTemplate]:
    """The first page, with the address in its window, and those that follow."""
    paper = _paper(message)

    def first(canvas: Canvas, _: BaseDocTemplate) -> None:
        pages[at] += 1
        _heading(canvas, part, paper)
        _address(canvas, message)
        _foot(canvas, part, paper, pages[at], counts[at])

    def following(canvas: Canvas, _: BaseDocTemplate) -> None:
        pages[at] += 1
        canvas.setFillColor(QUIET)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(MARGIN, HEIGHT - 0.75 * inch, _plain(part.sender))
        canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 0.75 * inch, _reference(part, paper))
        _foot(canvas, part, paper, pages[at], counts[at])

    then = f"{name}-next"
    return [
        PageTemplate(f"{name}-first", [_frame(FIRST_TOP)], first, autoNextPageTemplate=then),
        PageTemplate(then, [_frame(NEXT_TOP)], following),
    ]


def _frame(top: float) -> Frame:
    wide, high = WIDTH - 2 * MARGIN, HEIGHT - top - BOTTOM
    return Frame(MARGIN, BOTTOM, wide, high, 0, 0, 0, 0)


def _flowables(part: PaperPart) -> list[Flowable]:
    signature = f"<b>{_text(part.sender)}</b><br/>{_text(part.signature)}"
    found: list[Flowable] = [Paragraph(_text(part.title), _TITLE)]
    *paragraphs, last = [_text(one) for one in part.text.split("\n\n") if one.strip()] or [""]
    found += [Paragraph(one, _BODY) for one in paragraphs]
    # A signature never stands on a page without a word that it signs.
    found.append(KeepTogether([Paragraph(last, _BODY), Spacer(1, 10), Paragraph(signature, _BODY)]))
    if part.annex:
        cited = [_text(one) for one in part.annex.split("\n\n") if one.strip()]
        heading = Paragraph(ANNEX[part.language], _ANNEX_TITLE)
        found.append(KeepTogether([heading, Paragraph(cited[0], _ANNEX)]))
        found += [Paragraph(one, _ANNEX) for one in cited[1:]]
    return found


def _foot(canvas: Canvas, part: PaperPart, paper: Paper, page: int, pages: int) -> None:
    canvas.setFillColor(QUIET)
    canvas.setFont("Helvetica", 8.5)
    words = PAGE[part.language].format(page=page, pages=pages)
    canvas.drawRightString(WIDTH - MARGIN, 0.55 * inch, words)
    law = LAW[part.language].format(version=paper.law_version) if paper.law_version else ""
    canvas.drawString(MARGIN, 0.55 * inch, law)


def _heading(canvas: Canvas, part: PaperPart, paper: Paper) -> None:
    """Who writes, top left; when and about which case, top right."""
    canvas.setFillColor(INK)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(MARGIN, HEIGHT - 0.85 * inch, _plain(part.sender))
    canvas.setFont("Helvetica", 9.5)
    canvas.drawString(MARGIN, HEIGHT - 1.06 * inch, _plain(part.signature))
    canvas.setLineWidth(1.2)
    canvas.setStrokeColor(INK)
    canvas.line(MARGIN, HEIGHT - 1.2 * inch, WIDTH - MARGIN, HEIGHT - 1.2 * inch)
    canvas.drawRightString(
        WIDTH - MARGIN, HEIGHT - 1.45 * inch, _day(paper.written_on, part.language)
    )
    canvas.setFillColor(QUIET)
    canvas.drawRightString(WIDTH - MARGIN, HEIGHT - 1.64 * inch, _reference(part, paper))


def _address(canvas: Canvas, message: Message) -> None:
    canvas.setFillColor(INK)
    canvas.setFont("Helvetica", 10)
    y = HEIGHT - WINDOW_TOP
    for line in window_lines(_plain(message.to_name), _plain(message.to_address)):
        canvas.drawString(WINDOW_LEFT, y, line)
        y -= WINDOW_LEADING


def _reference(part: PaperPart, paper: Paper) -> str:
    colon = " : " if part.language == "fr" else ": "
    return f"{REFERENCE[part.language]}{colon}{paper.reference}"


def _day(on: date, language: str) -> str:
    return date_en(on) if language == "en" else date_fr(on)


def _paper(message: Message) -> Paper:
    assert message.paper is not None, "checked by the channel"
    return message.paper


def _text(words: str) -> str:
    """Words as a paragraph takes them: nothing in them is markup, lines stay lines."""
    return escape(_plain(words)).replace("\n", "<br/>")


def _plain(words: str) -> str:
    """With the letters that the standard fonts have; a letter of another script keeps its base."""
    return "".join(one if _is_known(one) else _nearest(one) for one in words)


def _is_known(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _nearest(letter: str) -> str:
    base = "".join(one for one in normalize("NFKD", letter) if _is_known(one))
    return base or "?"
