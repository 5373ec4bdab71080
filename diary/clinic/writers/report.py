"""The report as PDF, by Typst: tagged for screen readers (PDF/UA-1), charts as vectors.

Everything reaches the template as data, never as markup: whatever is in a name or a note is printed
as it is written. No network is asked for anything.
"""

import json
from dataclasses import asdict
from pathlib import Path

import typst

from diary.clinic.rules.report import Report
from diary.clinic.writers.printable import printable

TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(report: Report) -> bytes:
    """One A4 page, whatever stands on it: what does not fit is made smaller."""
    told, has_boxes = printable(asdict(report))
    data = json.dumps({**told, "boxes": has_boxes}, ensure_ascii=False)
    source = TEMPLATE.read_bytes()
    return bytes(typst.compile(source, sys_inputs={"report": data}, pdf_standards="ua-1"))
