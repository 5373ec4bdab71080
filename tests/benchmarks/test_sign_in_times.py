"""Whether an address has an account must not be heard from how long a refusal takes."""

import random
import time
from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import median
from uuid import uuid4

from sqlalchemy import delete

from diary.auth.models import RateLimitRow
from diary.transactions import early_commit
from tests.benchmarks.conftest import Bench
from tests.benchmarks.timing import table
from tests.pages import read
from tests.serving import Client

PAIRS = 150
MOST = 0.55
REST = 0.15  # seconds until what one answer leaves to be done is over
PAGES: Mapping[str, Mapping[str, str]] = {
    "/sign-in": {"password": "wrong horse battery"},
    "/forgotten": {},
    "/sign-up": {},
}


def test_print_how_well_a_guesser_tells_known_addresses_by_time(bench: Bench) -> None:
    rows = []
    for page, more in PAGES.items():
        known, unknown = _pairs(bench, page, more)
        ratio = median(known) / median(unknown)
        ms = [f"{1000 * median(times):.1f}" for times in (known, unknown)]
        rows.append([page, *ms, f"{ratio:.3f}", f"{auc(known, unknown):.3f}", PAIRS])
    columns = ["page", "known ms", "unknown ms", "ratio", "AUC", "pairs"]
    chance = 0.5 + 1.96 * sqrt((2 * PAIRS + 1) / (12 * PAIRS**2))  # of two samples that are alike
    told = (
        f"Known and unknown addresses (AUC 0.5: nothing to hear; wanted: at most {MOST}; "
        f"one run in 20 tells {chance:.3f} or more by chance alone)"
    )
    print(table(told, columns, rows))


def test_a_difference_of_a_tenth_would_be_heard() -> None:
    """The control: the same measure on times that do differ."""
    draw = random.Random(1)
    slow, quick = ([draw.gauss(mean, 0.01) for _ in range(PAIRS)] for mean in (0.11, 0.10))
    assert auc(slow, quick) > MOST
    assert auc(quick, slow) > MOST


def auc(some: Sequence[float], others: Sequence[float]) -> float:
    """How often one of the first takes longer than one of the others, or the other way round."""
    longer = sum((a > b) + (a == b) / 2 for a in some for b in others) / (len(some) * len(others))
    return max(longer, 1 - longer)


def _pairs(bench: Bench, page: str, more: Mapping[str, str]) -> tuple[list[float], list[float]]:
    """Seconds for a known address and for one that nobody has, in turn and in either order."""
    client = Client(bench.port, "")
    bench.clients.append(client)
    known: list[float] = []
    unknown: list[float] = []
    draw = random.Random(1)
    for number in range(PAIRS + 5):
        turns = [(bench.written.ana.email, known), (f"{uuid4()}@example.org", unknown)]
        draw.shuffle(turns)
        for email, times in turns:
            form = {"csrf_token": _token(client, page), "email": email, **more}
            time.sleep(REST)
            _forget(bench)
            start = time.perf_counter()
            status = client.post(page, form)
            taken = time.perf_counter() - start
            assert status in (200, 422)
            if number >= 5:  # the first ones warm up
                times.append(taken)
    return known, unknown


def _token(client: Client, page: str) -> str:
    assert client.get(page, plain=True) == 200
    inputs = read(client.body.decode()).all("input")
    return next(a["value"] for a in inputs if a.get("name") == "csrf_token")


def _forget(bench: Bench) -> None:
    """Empty the counts, outside the time that is taken: they would slow the pairs."""
    with bench.app.app_context(), early_commit() as session:
        session.execute(delete(RateLimitRow))
