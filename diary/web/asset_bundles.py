"""Our styles in one file, our scripts in one, those of charts in another: on a slow network each
further file costs a wait.

The sources stay as they are, small modules that import each other; what is sent is made of them.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent

import brotli  # type: ignore[import-untyped]

STYLES, SCRIPTS, CHARTS = "css/diary.css", "js/diary.js", "js/charts.js"
ALL = (STYLES, SCRIPTS, CHARTS)
_STYLES = ("css/tokens.css", "css/base.css", "css/components.css")
_FOLDERS = {SCRIPTS: ("behaviours", "offline"), CHARTS: ("charts",)}
_IMPORT = re.compile(r'^import (?:(\{[^}]+\}) from )?"\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)
_SCRIPT_COMMENT = re.compile(
    r"^ *//.*\n|^ */\*\*.*\*/\n|/\*\*[^*]*\*/ |(?<=[;,{]) // .*$|^ +",  # and indentation
    re.MULTILINE,
)
_STYLE_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
# Each module becomes a function that runs when it is first needed, and once; a page names in
# data-run those that it wants.
_RUN = """
const parts = {%s};
const made = {};
function need(name) {
  if (!(name in made)) parts[name]((made[name] = {}));
  return made[name];
}
const own = [...document.scripts].find((script) => script.src === import.meta.url);
for (const name of own.dataset.run.split(" ")) {
  try {
    need(name);
  } catch (error) {
    reportError(error);
  }
}
"""


class Unjoinable(ValueError):
    """A script is written in a way that this module does not read."""


def parts(static: Path, name: str) -> tuple[Path, ...]:
    """The files that ``name`` is made of: itself, where it is a file of its own."""
    if name == STYLES:
        return tuple(static / each for each in _STYLES)
    if name in _FOLDERS:
        return tuple(path for entry in _FOLDERS[name] for path in _scripts(static / "js" / entry))
    return (static / name,)


def _scripts(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.js"))


@cache
def made(static: Path, name: str, _mark: str) -> str:
    """Return the text of one of ``ALL``, made once for each mark, which tells of a change."""
    sources = {path: path.read_text("utf-8") for path in parts(static, name)}
    if name == STYLES:
        return _STYLE_COMMENT.sub("", "".join(sources.values()))
    return dedent(_RUN).lstrip() % ",\n".join(_modules(sources))


@cache
def packed(static: Path, name: str, mark: str) -> bytes:
    """The same, compressed by brotli."""
    return bytes(brotli.compress(made(static, name, mark).encode()))


def _modules(sources: Mapping[Path, str]) -> Iterator[str]:
    for path, text in sources.items():
        folder = path.parent.name
        body, exports = _module(_SCRIPT_COMMENT.sub("", text), folder)
        if re.search(r"^(?:import|export)\b", body, re.MULTILINE):
            raise Unjoinable(f"{path.name}: import and export one line each, by name")
        # what gives nothing may wait for something before it is done, as a module may
        kind = "" if exports else "async "
        yield f'"{folder}/{path.stem}": {kind}(out) => {{\n{body}}}'


def _module(text: str, folder: str) -> tuple[str, list[str]]:
    """The body of the function, and the names that it gives to others."""

    def imported(match: re.Match[str]) -> str:
        needed = f'need("{folder}/{match[2]}");\n'
        return f"const {match[1].replace(' as ', ': ')} = {needed}" if match[1] else needed

    exports = _EXPORT.findall(text)
    body = _EXPORT.sub("", _IMPORT.sub(imported, text))
    return body + (f"Object.assign(out, {{ {', '.join(exports)} }});\n" if exports else ""), exports
