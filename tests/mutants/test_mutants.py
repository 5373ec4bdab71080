"""The short form of `make mutants`: three guards taken away, and one that no test looks at."""

import ast
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from diary.clinic.queries import visits
from diary.clinic.routes import visits as visit_routes
from diary.imports import queries as import_queries
from tests.mutants.__main__ import KILLED, copied, without
from tests.mutants.guards import Guard, Mutant
from tests.mutants.kinds import GATES, KINDS
from tests.mutants.sampling import GUARDS, by_kind, mutants, sample
from tests.mutants.shapes import absences, clauses, grants, refusals
from tests.mutants.syntax import ROOT, find_place, parse_module

QUICK = "tests/whole_app/test_own_rows.py::test_"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("mutants") / "copy")


def _first(place: ModuleType, word: str) -> Mutant:
    module, _ = find_place(place)
    every = (each for kind in KINDS for each in kind.mutants())
    return next(each for each in every if each.file == module.file and word in each.before)


def test_every_kind_is_found_somewhere() -> None:
    for kind in KINDS:
        assert list(kind.mutants()), kind.name


def test_every_guard_that_is_named_is_found() -> None:
    assert all(list(guard.mutants()) for guard in GUARDS)
    assert len(mutants()) > 320


def test_every_mutant_is_another_program() -> None:
    for mutant in mutants():
        text = (ROOT / mutant.file).read_text(encoding="utf-8")
        changed = compile(mutant.applied(text), mutant.file, "exec", ast.PyCF_ONLY_AST)
        assert ast.dump(changed) != ast.dump(ast.parse(text)), mutant.name


def test_every_test_that_must_notice_is_there() -> None:
    for test in {test for mutant in mutants() for test in mutant.tests}:
        file, _, name = test.partition("::")
        path = ROOT / file
        assert path.exists(), test
        if name:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
            assert name.partition("[")[0] in names, test


def test_a_sample_is_spread_over_all_kinds() -> None:
    chosen = sample(60)
    assert len(set(chosen)) == 60
    assert all(set(kind) & set(chosen) for kind in by_kind())


BEFORE = """
def open_box(session, box, who):
    if box is None or box.owner != who:
        return None
    return session.scalar(select(Box).where(Box.id == box.id, Box.owner == who))
"""
AFTER = """
def unlock(db, chest, person):
    # a remark about a “chest”
    if chest is None or chest.holder != person:
        return None
    return db.scalar(select(Chest).where(Chest.key == chest.key, Chest.holder == person))
"""


def _removed(text: str) -> list[str]:
    module = parse_module("diary/box.py", text)
    edits = (edit for shape in (refusals, clauses) for edit in shape()(module, module.tree))
    return [text[: each.start] + each.after + text[each.end :] for each in edits]


def test_a_rename_changes_nothing() -> None:
    names = {
        "unlock": "open_box",
        "db": "session",
        "chest": "box",
        "person": "who",
        "Chest": "Box",
        "holder": "owner",
        "key": "id",
    }

    def renamed(text: str) -> str:
        tree = ast.parse(text)
        for node in ast.walk(tree):
            for field in ("name", "id", "arg", "attr"):
                if isinstance(name := getattr(node, field, None), str):
                    setattr(node, field, names.get(name, name))
        return ast.unparse(tree)

    assert len(_removed(BEFORE)) == 3
    assert [renamed(each) for each in _removed(AFTER)] == [
        renamed(each) for each in _removed(BEFORE)
    ]


def test_a_guard_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(LookupError, match="no such guard"):
        list(Guard(visits.visits_written_by, absences(), GATES).mutants())


def test_letters_of_more_than_one_byte_move_nothing() -> None:
    text = 'def f(a, b):\n    return "“…”" if a.ok and b.ok else "–"\n'
    module = parse_module("diary/f.py", text)
    changed = [text[: e.start] + e.after + text[e.end :] for e in grants()(module, module.tree)]
    assert changed == [text.replace("a.ok", "True"), text.replace("b.ok", "True")]


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("place", "word", "tests"),
    [
        (visits, "Visit.doctor_id", f"{QUICK}visits"),
        (import_queries, "Upload.patient_id", f"{QUICK}files_that_wait"),
        (visit_routes, "only", GATES[0]),
    ],
)
def test_a_guard_that_is_away_is_noticed(
    copy: Path, place: ModuleType, word: str, tests: str
) -> None:
    assert without(copy, replace(_first(place, word), tests=(tests,))) == KILLED


def test_a_guard_that_no_test_looks_at_is_reported(copy: Path) -> None:
    """The control: the tests that run know nothing of what is taken away."""
    guard = _first(visits, "Visit.doctor_id")
    assert without(copy, replace(guard, tests=(f"{QUICK}files_that_wait",))) == "survived"
