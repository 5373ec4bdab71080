"""How long the whole analysis of a busy diary takes beside its own reading from the database."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

from diary.access.queries import open_diary
from diary.charts.queries import relief
from diary.charts.rules import ChartTreatment
from diary.charts.rules.relief import analyse_scores
from diary.domain.entries import EntryScores, EntrySource
from diary.domain.treatments import Route
from diary.entries.models import EntryRow
from diary.extensions import db
from diary.treatments.models import TreatmentRow
from tests.benchmarks.timing import in_turn, ratios, spoken, table
from tests.conftest import make_app, migrate
from tests.people import move_in
from tests.treatments.builders import build_treatment

START = datetime(2024, 11, 1, 7, tzinfo=UTC)
DAYS, A_DAY, SESSIONS, MOST_MS = 730, 10, 100, 100
NOW = START + timedelta(days=DAYS)


def test_print_the_time_of_the_whole_analysis(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'diary.sqlite'}"
    migrate(url, tmp_path)
    app = make_app(url, tmp_path)
    with app.app_context(), db.sessionmaker() as store:
        ana = move_in(store).ana
        logged, sessions = _busy()
        store.add_all(_entry(ana.id, one) for one in logged)
        store.add_all(_treatment(ana.id, one) for one in sessions)
        store.commit()
        diary = open_diary(store, ana.viewer, ana.id)
        assert diary is not None
        assert len(relief(store, diary, NOW).session_numbers) == SESSIONS

        def whole() -> None:
            store.expire_all()
            relief(store, diary, NOW)

        def arithmetic() -> None:
            analyse_scores(logged, sessions, NOW)

        tasks = {"read and analyse": whole, "analyse both scores": arithmetic}
        found = in_turn(tasks, runs=3, rounds=7, warm=1)
    both, alone = found.values()
    met = "met" if alone.ms <= MOST_MS else "missed"
    rows = [
        ["read and analyse", f"{both.ms:.0f}", f"{both.p95:.0f}", spoken(ratios(both, alone)), ""],
        ["analyse both scores", f"{alone.ms:.0f}", f"{alone.p95:.0f}", "1", f"{MOST_MS} ms: {met}"],
    ]
    title = f"Two years, {A_DAY} entries a day, {SESSIONS} sessions"
    print(table(title, ["what", "median ms", "p95 ms", "analyses (span)", "aim"], rows))


def _busy() -> tuple[list[EntryScores], list[ChartTreatment]]:
    random = Random(3)
    logged = [
        EntryScores(at, at.date(), random.randint(0, 10), random.randint(0, 10))
        for day in range(DAYS)
        for part in range(A_DAY)
        for at in [START + timedelta(days=day, minutes=90 * part)]
    ]
    starts = [START + timedelta(days=14 + 7 * number, hours=3) for number in range(SESSIONS)]
    sessions = [
        ChartTreatment(
            number,
            at.date(),
            build_treatment(
                starts_at_utc=at,
                wall=at.replace(tzinfo=None),
                route=Route.IV if number % 3 else Route.NASAL,
            ),
        )
        for number, at in enumerate(starts, 1)
    ]
    return logged, sessions


def _entry(patient_id: object, one: EntryScores) -> EntryRow:
    return EntryRow(
        id=uuid4(),
        patient_id=patient_id,
        recorded_at_utc=one.at,
        effective_at_utc=one.at,
        effective_zone="UTC",
        effective_wall=one.at.replace(tzinfo=None).isoformat(),
        anxiety=one.anxiety,
        mood=one.mood,
        source=EntrySource.TYPED.value,
        version=1,
    )


def _treatment(patient_id: object, one: ChartTreatment) -> TreatmentRow:
    return TreatmentRow(
        id=one.treatment_id,
        patient_id=patient_id,
        recorded_by=patient_id,
        created_at_utc=one.at,
        updated_at_utc=one.at,
        status="done",
        starts_at_utc=one.at,
        starts_zone="UTC",
        starts_wall=one.wall.isoformat(),
        route=one.treatment.route,
        drug="ketamine",
        version=1,
    )
