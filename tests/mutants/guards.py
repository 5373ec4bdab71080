"""What a guard is: a piece of syntax that can be taken away, and the tests that must notice."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutants.shapes import Shape, Tests
from tests.mutants.syntax import Edit, Module, Place, find_place, read_module


@dataclass(frozen=True)
class Mutant:
    """One guard that is taken away, and the tests that must notice."""

    file: str
    edit: Edit
    tests: Tests

    @property
    def before(self) -> str:
        return read_module(self.file).text[self.edit.start : self.edit.end]

    @property
    def name(self) -> str:
        line = read_module(self.file).text.count("\n", 0, self.edit.start) + 1
        words = (" ".join(each.split()) for each in (self.before, self.edit.after))
        return f"{self.file}:{line}  {'  =>  '.join(words)}"

    def applied(self, text: str) -> str:
        assert text == read_module(self.file).text, f"not the module that was read: {self.file}"
        return text[: self.edit.start] + self.edit.after + text[self.edit.end :]


@dataclass(frozen=True)
class Guard:
    """Every guard of one shape in a function of the diary, or in a module."""

    place: Place
    shape: Shape
    tests: Tests

    def mutants(self) -> Iterator[Mutant]:
        module, tree = find_place(self.place)
        edits = list(self.shape(module, tree))
        if not edits:
            raise LookupError(f"no such guard in {self.place!r}")
        for edit in edits:
            yield Mutant(module.file, edit, self.tests)


def mutants_of(module: Module, shape: Shape, tests: Tests) -> Iterator[Mutant]:
    """The guards of a shape wherever they are in a module."""
    for edit in shape(module, module.tree):
        yield Mutant(module.file, edit, tests)
