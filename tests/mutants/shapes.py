"""What a guard looks like as syntax, and what the code is without it.

A shape finds every guard of its form in a function or a module. Where it is given things of the
diary, it takes only those guards that mention them. Local names do not matter.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass

from flask import abort

from tests.mutants.syntax import Edit, Module, mentions, names_of

Shape = Callable[[Module, ast.AST], Iterator[Edit]]
Tests = tuple[str, ...]


def refusals(*things: object) -> Shape:
    """A condition on which a function leaves: it never holds."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, ast.If) and leaves(node):
                for condition in _alternatives(node.test):
                    if not _is_absence(condition) and mentions(condition, things):
                        yield module.replace(condition, "False")

    return find


def absences(*things: object) -> Shape:
    """A look whether there is anything at all: there always is."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, ast.IfExp) or (isinstance(node, ast.If) and leaves(node)):
                for condition in _alternatives(node.test):
                    if _is_absence(condition) and mentions(node.test, things):
                        yield module.replace(condition, "False")

    return find


def grants(*things: object) -> Shape:
    """A condition on which something is allowed: it always holds."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            for condition in _granting(node):
                if not _is_absence(condition) and mentions(condition, things):
                    yield module.replace(condition, "True")

    return find


def answers(value: str) -> Shape:
    """What a function answers: always the same."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, ast.Return) and node.value is not None:
                yield module.replace(node.value, value)

    return find


def alternatives(*things: object) -> Shape:
    """One side of an "or": it is never true."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
                for side in node.values:
                    if mentions(side, things):
                        yield module.replace(side, "False")

    return find


def clauses(*things: object) -> Shape:
    """A clause of a statement's WHERE, or of a tuple of clauses: it is left out."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            for part in _clauses(node):
                if mentions(part, things):
                    yield _without(module, node, part)

    return find


def arguments(function: object) -> Shape:
    """An argument of each call of this function: it is left out."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, ast.Call) and mentions(node.func, (function,)):
                for part in node.args:
                    yield _without(module, node, part)

    return find


def members(*things: object) -> Shape:
    """One of a tuple: it is left out."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, ast.Tuple):
                for part in node.elts:
                    if mentions(part, things):
                        yield _without(module, node, part)

    return find


def calls(*things: object, instead: str = "pass") -> Shape:
    """A call that stands as a statement: it is not made."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
            if is_call and mentions(node, things):
                yield module.replace(node, instead)

    return find


def writes(column: object) -> Shape:
    """A column that is set: it stays as it was."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        names = {name for _, name in names_of(column)}
        for node in ast.walk(place):
            if isinstance(node, ast.Assign):
                targets = (each for each in node.targets if isinstance(each, ast.Attribute))
                if any(each.attr in names for each in targets):
                    yield module.replace(node, "pass")

    return find


def permissions(record: type) -> Shape:
    """A permission that is put into a record: it is given."""
    assert is_dataclass(record)
    flags = {each.name for each in fields(record) if each.type in (bool, "bool")}

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, ast.Call) and mentions(node.func, (record,)):
                for each in node.keywords:
                    if each.arg in flags and module.source(each.value) != "True":
                        yield module.replace(each.value, "True")

    return find


def options(**values: str) -> Shape:
    """An option of a library, by its name there: it has another value."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, ast.keyword) and node.arg in values:
                yield module.replace(node.value, values[node.arg])
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    name = key.value if isinstance(key, ast.Constant) else None
                    if isinstance(name, str) and name in values:
                        yield module.replace(value, values[name])

    return find


def leaves(node: ast.If) -> bool:
    """Whether a function is left, or a turn of a loop, where this condition holds."""
    last = node.body[-1]
    if isinstance(last, ast.Expr):
        return isinstance(last.value, ast.Call) and mentions(last.value.func, (abort,))
    return isinstance(last, ast.Return | ast.Raise | ast.Continue)


def _alternatives(test: ast.expr) -> Iterator[ast.expr]:
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        for side in test.values:
            yield from _alternatives(side)
    else:
        yield test


def _granting(node: ast.AST) -> Iterator[ast.expr]:
    """The conditions of a node that must all hold."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        yield from node.values
    elif isinstance(node, ast.If | ast.IfExp) and not isinstance(node.test, ast.BoolOp):
        yield node.test
    elif isinstance(node, ast.comprehension):
        yield from (each for each in node.ifs if not isinstance(each, ast.BoolOp))


def _is_absence(condition: ast.expr) -> bool:
    """Whether it only asks if a local value is None: without it the types are wrong."""
    return (
        isinstance(condition, ast.Compare)
        and isinstance(condition.left, ast.Name)
        and isinstance(condition.ops[0], ast.Is | ast.IsNot)
        and isinstance(condition.comparators[0], ast.Constant)
        and condition.comparators[0].value is None
    )


def _clauses(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        yield from node.value.elts
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "where":
            yield from (each for each in node.args if not isinstance(each, ast.Starred))
        elif isinstance(node.func, ast.Name) and node.func.id == "and_":
            yield from (each for each in node.args if isinstance(each, ast.Compare | ast.Call))


def _without(module: Module, node: ast.AST, part: ast.expr) -> Edit:
    """A call or a tuple without one of its parts."""
    if isinstance(node, ast.Return):
        assert node.value is not None
        node = node.value
    if isinstance(node, ast.Tuple):
        rest = [f"{module.source(each)}," for each in node.elts if each is not part]
        return module.replace(node, f"({' '.join(rest)})")
    assert isinstance(node, ast.Call)
    every = [*(each for each in node.args if each is not part), *node.keywords]
    rest = [module.source(each) for each in every]
    return module.replace(node, f"{module.source(node.func)}({', '.join(rest)})")
