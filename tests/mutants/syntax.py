"""Reading the diary's modules as syntax, and writing a changed piece back."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

ROOT = Path(__file__).resolve().parents[2]
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Edit:
    """A piece of a module, by offsets in its text, and what takes its place."""

    start: int
    end: int
    after: str


@dataclass(frozen=True)
class Module:
    """One module of the diary: its text, its tree, and what each node lies in."""

    file: str
    text: str
    tree: ast.Module
    parents: dict[ast.AST, ast.AST]
    lines: tuple[int, ...]  # where each line begins

    def source(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.text[start:end]

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where a node begins and ends. The syntax tree counts bytes, a text letters."""
        assert isinstance(node, ast.expr | ast.stmt | ast.keyword)
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._offset(node.lineno, node.col_offset),
            self._offset(node.end_lineno, node.end_col_offset),
        )

    def _offset(self, line: int, column: int) -> int:
        start = self.lines[line - 1]
        return start + len(self.text[start:].split("\n", 1)[0].encode()[:column].decode())

    def replace(self, node: ast.AST, after: str) -> Edit:
        return Edit(*self.span(node), after)

    def above(self, node: ast.AST) -> Iterator[ast.AST]:
        """What a node lies in, from the inside out."""
        while node in self.parents:
            node = self.parents[node]
            yield node


@cache
def read_module(file: str) -> Module:
    return parse_module(file, (ROOT / file).read_text(encoding="utf-8"))


def parse_module(file: str, text: str) -> Module:
    tree = ast.parse(text)
    parents = {child: parent for parent in ast.walk(tree) for child in ast.iter_child_nodes(parent)}
    lines = (0, *(at + 1 for at, letter in enumerate(text) if letter == "\n"))
    return Module(file, text, tree, parents, lines)


Place = Callable[..., Any] | property | ModuleType


def find_place(place: Place) -> tuple[Module, ast.AST]:
    """The module and the tree of a function, a property's function, or a module itself."""
    if isinstance(place, ModuleType):
        module = read_module(_file(str(place.__file__)))
        return module, module.tree
    function = inspect.unwrap(place.fget if isinstance(place, property) else place)  # type: ignore[arg-type]
    code = function.__code__
    module = read_module(_file(code.co_filename))
    for node in ast.walk(module.tree):
        if isinstance(node, Function) and node.name == code.co_name:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if first == code.co_firstlineno:
                return module, node
    raise LookupError(f"no function {code.co_name} in {module.file}")


def _file(name: str) -> str:
    return Path(name).resolve().relative_to(ROOT).as_posix()


def mentions(node: ast.AST, things: tuple[object, ...]) -> bool:
    """Whether a piece of syntax speaks of all of these things of the diary."""
    return all(any(_speaks(part, thing) for part in ast.walk(node)) for thing in things)


def _speaks(node: ast.AST, thing: object) -> bool:
    if isinstance(node, ast.Attribute):
        owner = node.value.id if isinstance(node.value, ast.Name) else None
        return (owner, node.attr) in names_of(thing) or (None, node.attr) in names_of(thing)
    return isinstance(node, ast.Name) and (None, node.id) in names_of(thing)


def names_of(thing: object) -> set[tuple[str | None, str]]:
    """How a module speaks of a thing: by its name, as one of an enum, or by a constant."""
    if isinstance(thing, InstrumentedAttribute):
        return {(None, str(thing.key))}  # a column, of its table or of a row
    if isinstance(thing, property):
        return {(None, str(getattr(thing.fget, "__name__", "")))}
    if name := getattr(thing, "__name__", None):
        return {(None, name.rpartition(".")[2])}
    if name := getattr(thing, "_name_", None):  # one of an enum
        return {(type(thing).__name__, name)}
    bound: set[tuple[str | None, str]] = {
        (None, name)
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith("diary.")
        for name, value in vars(module).items()
        if value is thing
    }
    if not bound:
        raise LookupError(f"the diary has no name for {thing!r}")
    return bound
