"""Guards of which there are many: each is found wherever its shape is, also one that is new."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, fields

from diary.access.rules import OpenDiary
from diary.domain.people import Viewer
from diary.web import guards
from tests.mutants.guards import Mutant, mutants_of
from tests.mutants.shapes import Shape, Tests, leaves
from tests.mutants.syntax import ROOT, Edit, Function, Module, mentions, read_module

GATES = ("tests/whole_app/test_gates.py",)
ROWS = (
    "tests/whole_app/test_own_rows.py",
    "tests/whole_app/test_filters_alone.py",
    "tests/whole_app/test_wrong_patient.py",
    "tests/whole_app/test_ids_elsewhere.py",
)
SCOPES = (
    "tests/whole_app/test_alike.py::test_what_may_be_read_is_read_somewhere",
    "tests/whole_app/test_own_rows.py",
    "tests/whole_app/test_filters_alone.py",
    "tests/treatments/test_actions.py",
)
OWNERS = (
    "tests/whole_app/test_owners_alone.py",
    "tests/whole_app/test_own_rows.py",
    "tests/whole_app/test_filters_alone.py",
    "tests/whole_app/test_looks.py",
    "tests/clinic/test_questions.py",
    "tests/guidance/test_plan_store.py",
    "tests/treatments/test_actions.py",
    "tests/entries/test_import_actions.py",
    "tests/entries/test_search.py",
)
ACCOUNT = (
    "tests/auth/test_sign_in.py",
    "tests/auth/test_devices.py",
    "tests/auth/test_addresses.py",
    "tests/auth/second_step",
    "tests/access/test_closing.py",
)
# a name that every module has
OPEN = f"__import__({guards.__name__!r}, fromlist=['*']).{guards.anyone.__name__}"
FLAGS = {each.name for each in fields(OpenDiary) if each.type is bool}
# their permission is one of the record that a diary is opened with
ALONE = {"is_owner", "may_write"} & FLAGS


@dataclass(frozen=True)
class Kind:
    """Every guard of one shape in the diary, but those in modules where it guards nothing."""

    name: str
    shape: Shape
    tests: Tests
    but: tuple[str, ...] = ()

    def mutants(self) -> Iterator[Mutant]:
        for path in sorted((ROOT / "diary").rglob("*.py")):
            file = path.relative_to(ROOT).as_posix()
            if not file.startswith(("diary/migrations", *self.but)):
                yield from mutants_of(read_module(file), self.shape, self.tests)


def decorators(guard: object, instead: str = OPEN) -> Shape:
    """A decorator that says whom a view admits: it admits everybody."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, Function):
                for each in node.decorator_list:
                    name = each.func if isinstance(each, ast.Call) else each
                    if mentions(name, (guard,)):
                        yield module.replace(each, instead)

    return find


def rows_of(record: type) -> Shape:
    """A column that must be of the diary that is open, or of who asks: it may be of anybody."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq):
                column, value = node.left, node.comparators[0]
                both = isinstance(column, ast.Attribute) and isinstance(value, ast.Attribute)
                if both and isinstance(value, ast.Attribute) and _is(record, value.value, module):
                    text = module.source(column)
                    # a table's column equals itself: the statement stays a statement
                    after = f"{text} == {text}" if text[0].isupper() else "True"
                    yield module.replace(node, after)

    return find


def _is(record: type, node: ast.AST, module: Module) -> bool:
    """Whether this is an argument of this type, as it is or passed through a function."""
    if isinstance(node, ast.Call):
        return any(_is(record, each, module) for each in node.args)
    if not isinstance(node, ast.Name):
        return False
    around = (each for each in module.above(node) if isinstance(each, Function))
    arguments = (
        each
        for function in around
        for each in (*function.args.args, *function.args.kwonlyargs)
        if each.arg == node.id and each.annotation is not None
    )
    return any(mentions(each.annotation, (record,)) for each in arguments if each.annotation)


def owned(flags: set[str]) -> Shape:
    """A refusal to whoever is not the owner, or to the owner: nobody is refused."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for node in ast.walk(place):
            if isinstance(node, ast.If) and _is_flag(node.test, flags, set()):
                flag = _bare(node.test)
                if flag is not node.test:
                    yield module.replace(flag, "True")
                elif leaves(node):
                    yield module.replace(flag, "False")

    return find


def shared(flags: set[str]) -> Shape:
    """A condition that something is shared, also by a local name: it always is."""

    def find(module: Module, place: ast.AST) -> Iterator[Edit]:
        for function in ast.walk(place):
            if isinstance(function, Function):
                aliases = set(_aliases(function, flags))
                for node in ast.walk(function):
                    if isinstance(node, ast.If | ast.IfExp) and _is_flag(node.test, flags, aliases):
                        yield module.replace(_bare(node.test), "True")

    return find


def _bare(test: ast.expr) -> ast.expr:
    is_not = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    return test.operand if is_not and isinstance(test, ast.UnaryOp) else test


def _is_flag(test: ast.expr, flags: set[str], aliases: set[str]) -> bool:
    test = _bare(test)
    if isinstance(test, ast.Name):
        return test.id in aliases
    return isinstance(test, ast.Attribute) and test.attr in flags


def _aliases(function: Function, flags: set[str]) -> Iterator[str]:
    """The local names that hold one of these permissions."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            targets, values = _flat(node.targets[0]), _flat(node.value)
            for target, value in zip(targets, values, strict=False):
                if isinstance(target, ast.Name) and _is_flag(value, flags, set()):
                    yield target.id


def _flat(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


KINDS = (
    Kind("who is admitted to a page, by role", decorators(guards.only), GATES),
    Kind("who is admitted to a page, signed in", decorators(guards.signed_in), GATES),
    Kind("whose rows are read and changed", rows_of(OpenDiary), ROWS),
    Kind("whose account it is", rows_of(Viewer), ACCOUNT),
    Kind("what is the patient's alone to do", owned(ALONE), OWNERS),
    Kind(
        "what consent lets a doctor read",
        shared(FLAGS - ALONE),
        SCOPES,
        # which sections are offered: what they would hold is left out by the queries
        but=("diary/clinic/routes/report.py",),
    ),
)
