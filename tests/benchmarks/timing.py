"""Things timed in turn, again and again, and the table that says how long they took."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Task = Callable[[], object]


@dataclass(frozen=True)
class Runs:
    """The seconds of one task, run by run."""

    runs: tuple[tuple[float, ...], ...]

    @property
    def all(self) -> list[float]:
        return sorted(second for run in self.runs for second in run)

    @property
    def ms(self) -> float:
        """The median in milliseconds."""
        return 1000 * median(self.all)

    @property
    def p95(self) -> float:
        """What 95 of 100 stayed below, in milliseconds."""
        return 1000 * self.all[int(0.95 * len(self.all))]


def in_turn(tasks: Mapping[str, Task], *, runs: int, rounds: int, warm: int) -> dict[str, Runs]:
    """Each round does every task once, so that a busy moment of the machine meets them all."""
    found: dict[str, list[list[float]]] = {name: [] for name in tasks}
    for _ in range(runs):
        for task in tasks.values():
            for _ in range(warm):
                task()
        for name in tasks:
            found[name].append([])
        for _ in range(rounds):
            for name, task in tasks.items():
                start = time.perf_counter()
                task()
                found[name][-1].append(time.perf_counter() - start)
    return {name: Runs(tuple(map(tuple, each))) for name, each in found.items()}


def ratios(above: Runs, below: Runs, *, less: Runs | None = None) -> list[float]:
    """How many times ``below`` fits into ``above`` (without ``less``), run by run, in order."""
    taken = less.runs if less else ((0.0,),) * len(above.runs)
    return sorted(
        (median(a) - median(c)) / median(b)
        for a, b, c in zip(above.runs, below.runs, taken, strict=True)
    )


def spoken(found: Sequence[float]) -> str:
    """The median and the span."""
    return f"{median(found):.2f} ({found[0]:.2f}–{found[-1]:.2f})"


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Text in columns: the first to the left, numbers to the right."""
    cells = [list(columns), *([str(cell) for cell in row] for row in rows)]
    wide = [max(len(row[at]) for row in cells) for at in range(len(columns))]
    lines = [
        "  ".join(
            [
                row[0].ljust(wide[0]),
                *(cell.rjust(w) for cell, w in zip(row[1:], wide[1:], strict=True)),
            ]
        )
        for row in cells
    ]
    return "\n".join(["", title, lines[0], "-" * len(lines[0]), *lines[1:]])
