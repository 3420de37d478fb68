"""Print a recommendation: one PDF from the same objects as the page, set by Typst from finished texts."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from advisor.case import Case
from advisor.pack import Pack
from advisor.printing.paper_text import FONTS, printable
from advisor.printing.paper_view import paper_data
from advisor.recommendation import Recommendation

__all__ = ["PaperSize", "paper_data", "printed_pdf"]

PaperSize = Literal["a4", "us-letter"]

TEMPLATE = Path(__file__).parent / "template" / "recommendation.typ"
# Kept for years and read by everybody: archive level A, and tagged for screen readers.
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]


def printed_pdf(pack: Pack, case: Case, recommendation: Recommendation, paper: PaperSize = "a4") -> bytes:
    """The recommendation as a PDF (PDF/A-2a and PDF/UA-1). The same bytes for the same case, whenever and wherever it is
    printed: its time is midnight UTC of the case's date, its fonts are our own.

    Texts reach the template as JSON and are never read as markup. Whatever the customer is called, a paper comes out: what no
    font can show is a box, and should the standards still refuse a text, it is set once more with plain letters only.
    """
    data = {**paper_data(pack, case, recommendation), "paper": paper}
    try:
        return _set(printable(data), case.date)
    except typst.TypstError:
        return _set(printable(data, plain=True), case.date)


def _set(data: object, day: date) -> bytes:
    pdf = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data)},
        format="pdf",
        pdf_standards=STANDARDS,
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Our own fonts and no others: neither the machine's nor Typst's may change what is printed."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
