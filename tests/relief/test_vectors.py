"""Every published value of a statistic that the diary computes, twice: as typed into these tests,
and as kept in a file beside the project where there is one. What is not computed: see vectors.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from diary.relief.compare import permutation
from diary.relief.course_interval import autocorrelation
from diary.relief.overlap import Nap, nap
from diary.relief.response import find_duration
from diary.relief.track import Floats
from diary.relief.trend import theil_sen
from diary.relief.unusual import Randomization, randomization
from tests.relief.builders import at, burdens, entries, numbers, session, told_of
from tests.relief.vectors import TYPED, Vector

FILE = Path(__file__).parents[3] / "shared" / "data" / "statistics_vectors.json"
FEWEST_EACH_SIDE = 5
# Computed statistic and expected value, as many pairs as a vector has
Pairs = list[tuple[float, float]]


def _nap(vector: Vector) -> Nap:
    """Burdens run the other way where more is better."""
    sign = -1 if vector.get("improve", "increase") == "increase" else 1
    found = nap(sign * numbers(vector["A"]), sign * numbers(vector["B"]))
    assert found is not None
    return found


def _tau(vector: Vector) -> float:
    """The same as Tau, from -1 to 1."""
    return 2 * _nap(vector).value - 1


def _errors(vector: Vector) -> Pairs:
    found, expect = _nap(vector), vector["expect"]
    assert found.error is not None
    low, high = expect[3]
    return [(found.error, expect[0]), (found.interval.low, low), (found.interval.high, high)]


def _separated(vector: Vector) -> Pairs:
    """Six digits are printed."""
    found: Pairs = []
    for sizes, low in vector["expect"].items():
        m, n = map(int, sizes.split("v"))
        apart = nap(np.full(m, 2.0), np.full(n, 1.0))
        assert apart is not None
        assert apart.interval.high == 1
        found.append((round(apart.interval.low, 6), low))
    return found


def _starts(case: list[list[float]]) -> Floats:
    """Mean after minus mean before, at each point with enough on both sides."""
    whole = np.concatenate([numbers(side) for side in case])
    places = range(FEWEST_EACH_SIDE, len(whole) - FEWEST_EACH_SIDE + 1)
    return np.array([whole[place:].mean() - whole[:place].mean() for place in places])


def _by_lot(cases: list[list[list[float]]]) -> Randomization:
    real = [float(np.mean(after) - np.mean(before)) for before, after in cases]
    return randomization(sum(real) / len(real), [_starts(case) for case in cases])


def _three_cases(vector: Vector) -> Pairs:
    found = _by_lot(vector["cases"])
    assert found.z is not None
    assert (found.combinations, found.exact) == (11**3, True)
    values = (found.observed, found.share, found.z, found.centre)
    return list(zip(values, vector["expect"], strict=True))


def _trend(vector: Vector) -> Pairs:
    found, expect = theil_sen(numbers(vector["x"]), numbers(vector["y"])), vector["expect"]
    assert found is not None
    told = [(found.slope, expect[0]), (found.intercept, expect[1])]
    if len(expect) > 3:
        assert found.interval is not None
        told += [(found.interval.low, expect[3]), (found.interval.high, expect[4])]
    return told


def _of_a_baseline(vector: Vector, place: int) -> Pairs:
    """Slope and intercept over the numbers of the entries, from 1."""
    y = numbers(vector["A"])
    found = theil_sen(numbers(range(1, len(y) + 1)), y)
    assert found is not None
    return list(
        zip((found.slope, found.intercept), vector["expect"][place : place + 2], strict=True)
    )


def _parted(vector: Vector) -> Pairs:
    one, other = numbers(vector["A"]), numbers(vector["B"])
    apart, share = vector["expect"]
    return [(float(other.mean() - one.mean()), apart), (permutation(one, other), share)]


def _neighbours(vector: Vector) -> Pairs:
    values = numbers(vector["y"])
    return [(autocorrelation(numbers(range(len(values))), values), vector["expect"])]


def _relief(vector: Vector) -> Pairs:
    """A week of entries, then four after the session: by the whole analysis, and the return."""
    week = [((day - 7) * 24.0 + 2, value) for day, value in enumerate(vector["baseline"])]
    later = [(float(hours), value) for hours, value in vector["post_h"].items()]
    one = told_of(entries([*week, *later]), [session()], now=at(400)).sessions[0]
    expect, base = vector["expect"], one.baseline.value or 0.0
    changes = [one.change(name).change or 0.0 for name in ("2h", "24h", "72h", "7d")]
    shares = [round(100 * change / base, 2) for change in changes]
    hours, burden = burdens(later)
    end = find_duration(hours, burden, base, cut=400, in_a_row=1, near_hours=0)
    low, high = map(float, re.findall(r"\d+", expect["return"]))
    return [
        (base, expect["base"]),
        *zip(changes, expect["chg"], strict=True),
        *zip(shares, expect["pct"], strict=True),
        (end.after, low),
        (end.by or 0.0, high),
    ]


COMPUTED: dict[str, Callable[[Vector], Pairs]] = {
    "NAP1": lambda vector: [(_nap(vector).value, vector["expect"])],
    "TAU1": lambda vector: [(_tau(vector), vector["expect"])],
    "TAU2": lambda vector: [(_tau(vector), vector["expect"])],
    "TAR1": lambda vector: [(_tau(vector), vector["expect"][0])],
    "NAPdec": lambda vector: [(_nap(vector).value, vector["expect"])],
    "HUI": lambda vector: [(_nap(vector).value, vector["expect"][0])],
    "BOB": lambda vector: [(_tau(vector), vector["expect"][2])],
    "NAP1se": _errors,
    "NAPsep": _separated,
    "TS1": _trend,
    "TS2": _trend,
    "TBC1": lambda vector: _of_a_baseline(vector, 1),
    "TBC2": lambda vector: _of_a_baseline(vector, 0),
    "RAND1": lambda vector: [(_by_lot([vector["case"]]).share, vector["expect"][0])],
    "RAND3": _three_cases,
    "PERM1": _parted,
    "ACF1": _neighbours,
    "REL1": _relief,
}


def _kept() -> list[Vector]:
    found: list[Vector] = json.loads(FILE.read_text()) if FILE.is_file() else []
    return [vector for vector in found if vector["id"] in COMPUTED]


def _named(vector: Vector) -> str:
    return f"{vector['id']}: {vector['src']}"


def _holds(vector: Vector) -> None:
    pairs = COMPUTED[vector["id"]](vector)
    assert pairs
    for computed, expected in pairs:
        assert computed == pytest.approx(expected, rel=0, abs=1e-9)


@pytest.mark.parametrize("vector", TYPED, ids=_named)
def test_a_typed_value_is_computed(vector: Vector) -> None:
    _holds(vector)


@pytest.mark.skipif(not FILE.is_file(), reason="the file of published values is not here")
@pytest.mark.parametrize("vector", _kept(), ids=_named)
def test_a_kept_value_is_computed(vector: Vector) -> None:
    _holds(vector)


def test_every_statistic_has_its_typed_value() -> None:
    assert {vector["id"] for vector in TYPED} == COMPUTED.keys()


@pytest.mark.skipif(not FILE.is_file(), reason="the file of published values is not here")
def test_the_typed_values_are_those_of_the_file() -> None:
    kept = {vector["id"]: vector for vector in _kept()}
    assert kept.keys() == COMPUTED.keys()
    for vector in TYPED:
        same = {key: value for key, value in vector.items() if key not in ("src", "expect")}
        assert {key: kept[vector["id"]].get(key, value) for key, value in same.items()} == same
