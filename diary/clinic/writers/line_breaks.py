"""Places at which a long word may go on in the next line: a link, a compound, a name of a drug.

Typst breaks a line at blanks, at hyphens and between signs that need neither, such as Chinese ones.
Without a place to break, a long word runs over its neighbours and off the paper.
"""

import re
import unicodedata

LONGEST_WHOLE = 20  # letters that fit the narrowest column
STEP = 5
BREAK = "\u200b"  # as wide as nothing
# signs from U+2E80 on (Chinese, Korean, pictures) break by themselves
_LONG = re.compile(rf"[^\s\u200b\u2e80-\U0010ffff]{{{LONGEST_WHOLE + 1},}}")
_JOINED = ("M", "C")  # categories that belong to the sign before: accents, joiners


def breakable(words: str) -> str:
    """The words with a place to break in each long one; the others stay as they are."""
    return _LONG.sub(lambda match: _broken(match[0]), words)


def _broken(word: str) -> str:
    signs: list[str] = []
    since = 0
    for before, sign in zip(" " + word, word, strict=False):
        joins = unicodedata.category(sign)[0] in _JOINED or before == "\u200d"
        if since >= STEP and not joins:
            signs.append(BREAK)
            since = 0
        signs.append(sign)
        since += 1
    return "".join(signs)
