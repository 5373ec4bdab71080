"""Places where a long word may break across lines: a link, a compound, a name of a drug.

Typst breaks lines at spaces, at hyphens, and between signs that need neither, such as Chinese ones.
A long word without such a place runs over its neighbours and off the paper.
"""

import re
import unicodedata

LONGEST_WHOLE = 20  # letters that fit in the narrowest column
STEP = 5
BREAK = "\u200b"  # zero-width space
# lines may break between signs from U+2E80 on (Chinese, Korean, pictures)
_LONG = re.compile(rf"[^\s\u200b\u2e80-\U0010ffff]{{{LONGEST_WHOLE + 1},}}")
_JOINED = ("M", "C")  # categories that belong to the sign before: accents, joiners


def breakable(words: str) -> str:
    """Add break places to long words. Other words stay as they are."""
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
