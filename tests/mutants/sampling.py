"""Every guard, or a sample of them."""

from itertools import chain, groupby, islice, zip_longest
from random import Random

from tests.mutants.guards import Mutant, alone, places
from tests.mutants.kinds import KINDS
from tests.mutants.singles import SINGLES


def by_kind() -> list[list[Mutant]]:
    """Every guard: those of each kind together, those that stand alone by their feature."""
    singles = sorted(map(alone, SINGLES), key=lambda one: one.file)
    rooms = groupby(singles, key=lambda one: one.file.split("/")[1])
    return [*(list(places(kind)) for kind in KINDS), *(list(room) for _, room in rooms)]


def mutants() -> list[Mutant]:
    """Every guard of every kind, and those that stand alone."""
    return list(chain.from_iterable(by_kind()))


def sample(count: int) -> list[Mutant]:
    """So many, spread over all kinds: one of each in turn, from all over its places."""
    mixed = Random(count)
    kinds = [mixed.sample(kind, len(kind)) for kind in by_kind()]
    in_turn = (one for turn in zip_longest(*kinds) for one in turn if one is not None)
    return list(islice(in_turn, count))
