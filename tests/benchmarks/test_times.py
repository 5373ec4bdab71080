"""Server times beside what they are made of; they are printed and decide nothing."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from statistics import median
from uuid import uuid4

from diary.config import Settings
from diary.db import sqlite_file
from diary.db.engine import set_pragmas
from diary.web.assets import asset
from tests.benchmarks.conftest import Bench
from tests.benchmarks.timing import Runs, Task, in_turn, ratios, spoken, table
from tests.pages import read
from tests.people import Person, browser_of
from tests.serving import Client

RUNS = 3
MOST_COMMITS = 3
BARE = "bare route"


def test_print_the_time_of_a_post_beside_a_bare_commit(bench: Bench) -> None:
    ana = bench.client(bench.written.ana)
    fields = _form(ana)

    def post() -> None:
        assert ana.post("/", {**fields, "entry_id": str(uuid4())}) == 303

    post()
    with _bare_commit(bench) as commit:
        tasks = {"POST entry": post, BARE: _bare(bench, ana), "bare commit": commit}
        found = in_turn(tasks, runs=RUNS, rounds=100, warm=10)
    whole, bare, durable = found.values()
    over = table(
        "How many bare commits long (median of three runs; span)",
        ["what", "ms", "commits", "at most", ""],
        [
            _over("less the bare route", whole.ms - bare.ms, ratios(whole, durable, less=bare)),
            _over("the whole POST", whole.ms, ratios(whole, durable)),
        ],
    )
    sent = browser_of(bench.app, bench.written.ana)
    with bench.statements() as asked:
        sent.send("/", entry_id=str(uuid4()), anxiety="6", mood="4", note=fields["note"])
    counted = {"POST entry": asked}
    print(_times("Storing an entry", found, counted) + "\n" + over)


def test_print_the_commit_rate_of_an_encrypted_file_beside_a_plain_one(bench: Bench) -> None:
    """Both commits are durable: what encryption costs is the work on the pages, not the wait."""
    with _bare_commit(bench) as sealed, _bare_commit(bench, encrypted=False) as plain:
        tasks: dict[str, Task] = {"encrypted": sealed, "plain": plain}
        found = in_turn(tasks, runs=RUNS, rounds=500, warm=50)
    rows = [[name, f"{runs.ms:.3f}", f"{1000 / runs.ms:.0f}"] for name, runs in found.items()]
    kept = spoken(ratios(found["plain"], found["encrypted"]))
    title = f"Commits of one entry; encrypted keeps {kept} of the plain rate"
    print(table(title, ["file", "median ms", "commits a second"], rows))


def test_print_the_time_of_the_timeline_and_of_my_patients(bench: Bench) -> None:
    ana, ben = bench.written.ana, bench.written.ben
    pages = {
        "charts, 90 days": (ana, "/charts"),
        "charts, two years": (ana, "/charts?days=all"),
        "My patients, 200": (ben, "/patients"),
    }
    tasks: dict[str, Task] = {}
    counted = {}
    for words, (person, address) in pages.items():
        tasks[words] = _getting(bench.client(person), address)
        counted[words] = _asked(bench, person, address)
    tasks[BARE] = _bare(bench, bench.client(ana))
    print(_times("Pages", in_turn(tasks, runs=RUNS, rounds=10, warm=2), counted))


def _over(words: str, ms: float, times: list[float]) -> list[str]:
    met = "met" if median(times) <= MOST_COMMITS else "missed"
    return [words, f"{ms:.2f}", spoken(times), str(MOST_COMMITS), met]


def _times(title: str, found: dict[str, Runs], counted: dict[str, list[str]]) -> str:
    rows = [
        [
            name,
            f"{runs.ms:.2f}",
            f"{runs.p95:.2f}",
            len(runs.all),
            spoken(ratios(runs, found[BARE])),
            _count(counted.get(name)),
        ]
        for name, runs in found.items()
    ]
    return table(
        f"{title}: server time. The bare route is a small static file (img/icon.svg)",
        ["what", "median ms", "p95 ms", "times", "bare routes (span)", "SQL read + write"],
        rows,
    )


def _count(asked: list[str] | None) -> str:
    if asked is None:
        return ""
    reads = sum(words.startswith("SELECT") for words in asked)
    return f"{reads} + {len(asked) - reads}"


def _asked(bench: Bench, person: Person, address: str) -> list[str]:
    client = browser_of(bench.app, person)
    client.inspects = False
    with bench.statements() as asked:
        assert client.get(address).status_code == 200
    return asked


def _getting(client: Client, address: str) -> Task:
    def get() -> None:
        assert client.get(address) == 200

    return get


def _bare(bench: Bench, client: Client) -> Task:
    """The lightest public route: one small file, through the same gate, headers and connection."""
    with bench.app.test_request_context(base_url=bench.origin):
        address = asset("img/icon.svg")
    return _getting(client, address)


def _form(client: Client) -> dict[str, str]:
    """A filled-in logging form, as a browser without scripts sends it."""
    assert client.get("/", plain=True) == 200
    inputs = read(client.body.decode()).all("input")
    hidden = {a["name"]: a.get("value", "") for a in inputs if a.get("type") == "hidden"}
    return {**hidden, "when": "now", "anxiety": "6", "mood": "4", "note": "Long walk."}


def _settings(bench: Bench) -> Settings:
    found: Settings = bench.app.extensions["settings"]
    return found


@contextmanager
def _bare_commit(bench: Bench, *, encrypted: bool = True) -> Iterator[Task]:
    """The last entry's row, again and again, by the driver alone into a copy of the whole file."""
    key = _settings(bench).keys.database
    copy = bench.file.with_name(f"{uuid4()}.sqlite")
    with closing(sqlite_file.opened(bench.file, key)) as source:
        source.execute(f"VACUUM INTO '{copy}'")
    if not encrypted:
        sqlite_file.convert(copy, key, "")
    store = sqlite_file.opened(copy, key if encrypted else "")
    set_pragmas(store)
    told = store.execute("SELECT * FROM entries ORDER BY recorded_at_utc DESC LIMIT 1")
    columns = [column[0] for column in told.description]
    row = dict(zip(columns, told.fetchone(), strict=True))
    insert = f"INSERT INTO entries ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"

    def commit() -> None:
        store.execute("BEGIN IMMEDIATE")
        store.execute(insert, [*{**row, "id": str(uuid4())}.values()])
        store.execute("COMMIT")

    yield commit
    store.close()
