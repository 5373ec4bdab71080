"""The floor plan beyond imports: sizes, forbidden drawers, one clock, one maker of OpenDiary."""

import ast
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TABLES = "tables_of_"
APP = sorted((ROOT / "diary").rglob("*.py"))
WRITTEN = [path for path in APP if "migrations" not in path.parts]  # those are lists of columns
TESTS = sorted((ROOT / "tests").rglob("*.py"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
DRAWERS = {"helpers", "helper", "utils", "util", "common", "core", "misc", "shared", "lib"}
WITHOUT_ROOMS = {
    "web",
    "db",
    "relief",
    "tabular",
    "domain",
    "migrations",
}  # not features: they name their own parts
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, Function):
            yield f"{_name(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def _called(node: ast.Call) -> str:
    """The dotted name of what a call calls: ``datetime.now``."""
    return ast.unparse(node.func)


def _calls(path: Path) -> Iterator[str]:
    return (_called(node) for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))


def _features() -> set[str]:
    packages = {path.parent for path in APP if path.parent.parent == ROOT / "diary"}
    return {package.name for package in packages} - WITHOUT_ROOMS


@pytest.mark.parametrize(
    ("paths", "limit"), [(WRITTEN, 300), (TESTS, 400), (SCRIPTS, 100)], ids=["diary", "tests", "js"]
)
def test_no_file_outgrows_its_limit(paths: list[Path], limit: int) -> None:
    assert {_name(path): _lines(path) for path in paths if _lines(path) > limit} == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    sizes = dict(chain.from_iterable(_functions(path) for path in WRITTEN))
    assert {name: size for name, size in sizes.items() if size > 50} == {}


def test_nineteen_of_twenty_functions_have_at_most_twenty_five_lines() -> None:
    sizes = dict(chain.from_iterable(_functions(path) for path in WRITTEN))
    long = {name: size for name, size in sizes.items() if size > 25}
    assert len(long) <= len(sizes) * 0.05, long


def test_no_drawer_for_odds_and_ends() -> None:
    places = {_name(path) for path in APP if DRAWERS & {path.stem, *path.relative_to(ROOT).parts}}
    assert places == set()


def test_every_feature_has_its_rooms_and_its_layer_watched() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {one["id"]: one for one in settings["tool"]["importlinter"]["contracts"]}
    watched = {name.removeprefix("diary.") for name in contracts["rooms"]["containers"]}
    assert watched == _features()
    with_tables = {place.parent.name for place in (ROOT / "diary").glob("*/models.py")}
    assert with_tables == {n.removeprefix(TABLES) for n in contracts if n.startswith(TABLES)}


def test_only_access_makes_an_open_diary() -> None:
    makers = {path for path in APP if "OpenDiary" in {name.split(".")[-1] for name in _calls(path)}}
    assert {_name(path) for path in makers if path.parent.name != "access"} == set()


def test_only_the_clock_reads_the_wall_clock() -> None:
    readers = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}

    def reads(path: Path) -> bool:
        return any(".".join(name.split(".")[-2:]) in readers for name in _calls(path))

    found = {_name(path) for path in APP if reads(path)}
    assert found <= {"diary/clock.py"}


def test_one_key_of_flasks_g_is_ours() -> None:
    """What is known of a request lies in ``RequestState``, where its fields are written down."""

    def keys(path: Path) -> set[str]:
        nodes = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.Attribute)]
        return {node.attr for node in nodes if ast.unparse(node.value) in ("g", "flask.g")}

    def imports_g(path: Path) -> bool:
        nodes = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.ImportFrom)]
        return any(node.module == "flask" and "g" in {n.name for n in node.names} for node in nodes)

    users = {path for path in APP if imports_g(path)}
    assert {_name(path) for path in users} == {"diary/request_state.py"}
    assert set(chain.from_iterable(keys(path) for path in users)) == {"request_state"}


def test_no_action_commits() -> None:
    """The request commits once, at its end: an action only flushes."""
    rooms = [path for path in APP if {"actions", "queries"} & {path.stem, path.parent.name}]
    assert {_name(p) for p in rooms if any(n.endswith(".commit") for n in _calls(p))} == set()


def test_queries_never_write() -> None:
    writes = (".add", ".add_all", ".delete", ".flush", ".merge")
    rooms = [path for path in APP if "queries" in {path.stem, path.parent.name}]

    def writing(path: Path) -> list[str]:
        return [n for n in _calls(path) if n.startswith("session") and n.endswith(writes)]

    assert {_name(path): writing(path) for path in rooms if writing(path)} == {}


def test_templates_hold_no_inline_code() -> None:
    """The content security policy would refuse it: the page would look right only in the source."""
    marks = (
        "<style",
        " style=",
        " onclick=",
        " onload=",
        " onsubmit=",
        " onchange=",
        "javascript:",
    )
    pages = sorted((ROOT / "templates").rglob("*.html"))
    emails = ROOT / "templates" / "emails"

    def found(page: Path) -> list[str]:
        text = page.read_text(encoding="utf-8").lower()
        return [mark for mark in marks if mark in text]

    assert {_name(p): found(p) for p in pages if emails not in p.parents and found(p)} == {}
