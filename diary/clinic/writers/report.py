"""The report as PDF, by Typst: tagged for screen readers (PDF/UA-1), charts as vectors.

Everything reaches the template as data, never as markup, so names and notes are printed as written.
The network is not used.
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
    """Build one A4 page. Content that does not fit is made smaller."""
    source, inputs = TEMPLATE.read_bytes(), {"report": template_data(report)}
    return bytes(typst.compile(source, sys_inputs=inputs, pdf_standards="ua-1"))


def template_data(report: Report) -> str:
    """Build the template's JSON. Every word can be printed, and every long word can break."""
    words, has_boxes = printable(asdict(report))
    # a chart's description is read aloud and never broken into lines
    words = each_text(words, breakable, but=(PICTURE, "words"))
    return json.dumps({**words, "boxes": has_boxes}, ensure_ascii=False)
