"""Every guard, or a sample of them."""

from itertools import chain, groupby, islice, zip_longest
from random import Random

from tests.mutants.guards import Mutant
from tests.mutants.kinds import KINDS
from tests.mutants.reading import READING
from tests.mutants.signing_in import SIGNING_IN

GUARDS = (*READING, *SIGNING_IN)


def by_kind() -> list[list[Mutant]]:
    """Every guard: those of each kind together, the others by their feature. None comes twice."""
    kinds = [list(kind.mutants()) for kind in KINDS]
    edits = {(each.file, each.edit) for each in chain.from_iterable(kinds)}
    others = {
        (each.file, each.edit): each
        for each in chain.from_iterable(guard.mutants() for guard in GUARDS)
        if (each.file, each.edit) not in edits
    }
    placed = sorted(others.values(), key=lambda each: each.file)
    features = groupby(placed, key=lambda each: each.file.split("/")[1])
    return [*kinds, *(list(feature) for _, feature in features)]


def mutants() -> list[Mutant]:
    """Every guard of every kind, and those that are named."""
    return list(chain.from_iterable(by_kind()))


def sample(count: int) -> list[Mutant]:
    """So many, spread over all kinds: one of each in turn, from all over its places."""
    mixed = Random(count)
    kinds = [mixed.sample(kind, len(kind)) for kind in by_kind()]
    in_turn = (each for turn in zip_longest(*kinds) for each in turn if each is not None)
    return list(islice(in_turn, count))
