"""Long words on paper: nothing runs over what stands beside it, or off the sheet."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
import typst

from diary.clinic.writers.line_breaks import BREAK, breakable
from diary.clinic.writers.report import TEMPLATE, template_data
from tests.clinic.test_report import made

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
DRUG = "S" * 100
LINK = "https://example.org/" + "a" * 120
NUMBERS = re.compile(r"-?[0-9.]+")
A4, MARGIN = 595.3, 31.0


@dataclass(frozen=True)
class Run:
    """One piece of a line: its base line, where it begins and where its last letter stands."""

    y: float
    start: float
    last: float


def runs(svg: str) -> list[Run]:
    root = ET.fromstring(svg)
    return list(_runs(root, (0.0, 0.0, 1.0)))


def _runs(element: ET.Element, at: tuple[float, float, float]) -> Iterator[Run]:
    x, y, scale = at
    turn = element.get("transform", "")
    moved = [float(number) for number in NUMBERS.findall(turn)]
    if turn.startswith("matrix"):
        x, y, scale = x + moved[4] * scale, y + moved[5] * scale, scale * moved[0]
    elif turn.startswith("translate"):
        x, y = x + moved[0] * scale, y + moved[1] * scale
    letters = [float(each.get("x", 0)) for each in element if each.tag.endswith("use")]
    if letters:
        yield Run(round(y), x, x + letters[-1] * scale)
    for each in element:
        yield from _runs(each, (x, y, scale))


@pytest.mark.parametrize("words", [WORD, DRUG, LINK, f"so {WORD}: {DRUG}"])
def test_a_long_word_stays_in_its_column(words: str) -> None:
    row = ("1", "1 Jan 2026", f"IV {words} 0.5 mg", *["● −3 (2)\n◆ +2 (2)"] * 7)
    report = made(1, 3, words)
    report = replace(report, sessions=((*row, f"severe: {words}", "148/92"),) * 2)
    svg = typst.compile(
        TEMPLATE.read_bytes(), sys_inputs={"report": template_data(report)}, format="svg"
    )
    lines = defaultdict(list)
    for run in runs(bytes(svg).decode()):
        lines[run.y].append(run)
        assert run.last < A4 - MARGIN
    assert sum(map(len, lines.values())) > 50
    for pieces in lines.values():
        pieces.sort(key=lambda one: one.start)
        for one, following in pairwise(pieces):
            assert one.last < following.start


def test_only_long_words_get_places_to_break() -> None:
    plain = "an ordinary sentence, and a well-formed one: " + "漢字" * 12
    assert breakable(plain) == plain
    assert breakable(WORD).replace(BREAK, "") == WORD
    assert max(map(len, breakable(WORD).split(BREAK))) <= 5


def test_an_accent_stays_with_its_letter() -> None:
    decomposed = "e\u0301" * 40
    assert all(part.startswith("e") for part in breakable(decomposed).split(BREAK))
