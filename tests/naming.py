"""Measure the names in ``diary/``: ``python -m tests.naming``.

It counts vague local names (variables and parameters) and class names that are defined more than
once. It prints both, and fails above the limit below and for each repeated class name.
"""

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

VAGUE_WORDS = frozenset(
    [
        "found",
        "told",
        "said",
        "kept",
        "held",
        "stand",
        "one",
        "own",
        "wanted",
        "made",
        "given",
        "shown",
        "asked",
        "seen",
        "taken",
        "beside",
        "over",
        "whose",
    ]
)
VAGUE_PERCENT_LIMIT = 0.5  # may be lowered, never raised
FRAMEWORK_CLASSES = frozenset({"Meta"})  # WTForms looks for this name inside a form


class Measures(NamedTuple):
    """Counts of local names by package, and the files in which each class name is defined."""

    names: Counter[str]
    vague: Counter[str]
    vague_places: list[str]
    classes: dict[str, list[str]]

    def vague_percent(self) -> float:
        return 100 * self.vague.total() / max(self.names.total(), 1)

    def repeated_classes(self) -> dict[str, list[str]]:
        return {
            name: files
            for name, files in sorted(self.classes.items())
            if len(files) > 1 and name not in FRAMEWORK_CLASSES
        }


def measure(folder: Path) -> Measures:
    """Measure every module below `folder` but the migrations, which are history."""
    measures = Measures(Counter(), Counter(), [], defaultdict(list))
    for path in sorted(folder.rglob("*.py")):
        file = path.relative_to(folder)
        if file.parts[0] == "migrations":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name, line in _local_names(tree):
            measures.names[file.parts[0]] += 1
            if name.strip("_") in VAGUE_WORDS:
                measures.vague[file.parts[0]] += 1
                measures.vague_places.append(f"{file}:{line} {name}")
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                measures.classes[node.name].append(str(file))
    return measures


def _local_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno


def find_faults(measures: Measures) -> list[str]:
    """Return what exceeds the limits, one sentence each."""
    faults = []
    if measures.vague_percent() > VAGUE_PERCENT_LIMIT:
        faults.append(
            f"{measures.vague_percent():.2f} % of local names are vague, "
            f"more than {VAGUE_PERCENT_LIMIT} %."
        )
    faults += [
        f"Class {name} is defined more than once: {', '.join(files)}."
        for name, files in measures.repeated_classes().items()
    ]
    return faults


def format_report(measures: Measures) -> str:
    """Format the counts of vague names by package and the repeated class names."""
    lines = [
        f"{package}: {count} of {measures.names[package]} local names are vague"
        for package, count in measures.vague.most_common()
    ]
    repeated = measures.repeated_classes()
    lines += [f"class {name}: {', '.join(files)}" for name, files in repeated.items()]
    lines.append(
        f"{measures.vague_percent():.2f} % of local names are vague, "
        f"{len(repeated)} class names are defined more than once."
    )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Print the measures (with ``-v`` each vague name) and return the exit code of the shell."""
    measures = measure(Path("diary"))
    if "-v" in arguments:
        sys.stdout.write("\n".join(measures.vague_places) + "\n")
    sys.stdout.write(format_report(measures) + "\n")
    faults = find_faults(measures)
    sys.stderr.write("".join(f"{fault}\n" for fault in faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
