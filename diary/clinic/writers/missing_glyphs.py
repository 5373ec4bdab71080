"""Characters that no font of this server has. Each is printed as a box, and the page says so.

A tagged PDF must not contain a character that cannot be shown, so Typst refuses the whole page.
Which characters those are depends on the fonts, so a trial page with nothing else finds them.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import Any

import typst

BOX = "\u25a1"
PICTURE = "svg"  # text in charts may contain any character
MARKS = ("Mn", "Mc", "Me", "Cf", "Sk")  # shown together with the sign before
FONTS = '("Libertinus Serif", "DejaVu Sans", "Noto Sans")'
_PROBE = (
    f'#set document(title: "words")\n#set text(font: {FONTS})\n'
    "#for one in json(bytes(sys.inputs.words)) [#one *#one* \\ ]"
).encode()
_REFUSED = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]+)\}|(.))")
_NAMED = {"t": "\t", "n": "\n", "r": "\r", "0": "\0"}


def printable(data: Any) -> tuple[Any, bool]:
    """Replace characters that cannot be printed with boxes, and say whether there were any."""
    odd = [words for words in _texts(data) if not (words.isascii() and words.isprintable())]
    lost: set[str] = set()
    while refused := _refused([_boxed(words, lost) for words in odd]):
        fresh = (_at_fault(refused) & set("".join(odd))) - lost or _suspects(odd, lost)
        if not fresh:
            raise ValueError("what was replaced is refused again")
        lost |= fresh
    boxed = each_text(data, lambda words: _boxed(words, lost)) if lost else data
    return boxed, bool(lost)


def _at_fault(refused: str) -> set[str]:
    """Find the lost signs in a group that is shown as one. Marks go before their base signs."""
    marks = {sign for sign in refused if unicodedata.category(sign) in MARKS}
    return marks or {sign for sign in refused if not sign.isascii()} or set(refused)


def _suspects(odd: list[str], lost: set[str]) -> set[str]:
    """Find all signs beyond Latin in the first refused text.

    Typst takes some signs apart to show them. It then names a part that is not in the text.
    """
    text = next(words for words in odd if _refused([_boxed(words, lost)]))
    return {sign for sign in text if sign > "\u024f"} - lost


def _boxed(words: str, lost: set[str]) -> str:
    signs: list[str] = []
    for sign in words:
        if sign in lost:
            signs.append(" " if sign.isspace() else BOX)
        elif not (signs and signs[-1] == BOX and unicodedata.category(sign) in MARKS):
            signs.append(sign)  # a mark on a box means nothing, and Typst may refuse it
    return "".join(signs)


def _refused(texts: list[str]) -> str:
    """The first characters that Typst cannot show, or an empty text."""
    words = json.dumps(texts)
    try:
        typst.compile(_PROBE, sys_inputs={"words": words}, pdf_standards="ua-1")
    except typst.TypstError as error:
        if match := _REFUSED.search(str(error)):
            return _ESCAPED.sub(_meant, match[1])
        raise
    return ""


def _meant(escaped: re.Match[str]) -> str:
    number, name = escaped.groups()
    return chr(int(number, 16)) if number else _NAMED.get(name, name)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value if name != PICTURE else "")
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value)


def each_text(data: Any, change: Callable[[str], str], but: Collection[str] = (PICTURE,)) -> Any:
    """Change each text in the data, except values under the names in ``but``."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {
            name: value if name in but else each_text(value, change, but)
            for name, value in data.items()
        }
    if isinstance(data, list | tuple):
        return [each_text(value, change, but) for value in data]
    return data
