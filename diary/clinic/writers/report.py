"""The report as PDF, by Typst: tagged for screen readers (PDF/UA-1), charts as vectors.

Everything reaches the template as data, never as markup: whatever is in a name or a note is printed
as it is written. No network is asked for anything.
"""

import json
from dataclasses import asdict
from pathlib import Path

import typst

from diary.clinic.rules.report import Report
from diary.clinic.writers.line_breaks import breakable
from diary.clinic.writers.missing_glyphs import PICTURE, each_text, printable

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(report: Report) -> bytes:
    """One A4 page, whatever stands on it: what does not fit is made smaller."""
    source, inputs = TEMPLATE.read_bytes(), {"report": template_data(report)}
    return bytes(typst.compile(source, sys_inputs=inputs, pdf_standards="ua-1"))


def template_data(report: Report) -> str:
    """What the template reads, as JSON: every word can be printed, and every long one can break."""
    words, has_boxes = printable(asdict(report))
    # what a chart shows is read out and never set in lines
    words = each_text(words, breakable, but=(PICTURE, "words"))
    return json.dumps({**words, "boxes": has_boxes}, ensure_ascii=False)
