"""Who is in the demo, and how each of them fares. Every one of them is invented."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

ZONE = "Europe/London"
COUNTRY = "GB"
CLINIC = "Example Clinic"
PASSWORD = "quiet river lamp"  # noqa: S105 - known to all, for invented people alone


@dataclass(frozen=True)
class Course:
    """How one person's anxiety and mood run, in points of 0-10.

    `fall` is what a session takes off, `days_off` how slowly that fades (an e-fold, in days).
    The noise is that of outpatients who had no treatment (Fisher 2017, rescaled: a daily SD of
    1.0 to 2.0 holds the middle half of them).
    """

    anxiety: float
    mood: float
    fall: float
    days_off: float
    drift_per_week: float = 0.0
    hours_on: float = 1.5
    mood_share: float = 0.85
    daily_sd: float = 1.5
    lag_one: float = 0.37
    prompt_sd: float = 1.3


@dataclass(frozen=True)
class SimulatedPatient:
    """One invented patient. Days count from today, so -1 is yesterday."""

    key: str
    name: str
    email: str
    born: date
    course: Course
    first_day: int
    session_days: tuple[int, ...]
    weight_kg: Decimal
    planned_day: int | None = None
    side_effect_factor: float = 1.0
    resting: tuple[int, int] = (124, 78)
    rise: int = 16
    high_reading_on: int | None = None
    kept_at_start: float = 0.93
    lost_per_week: float = 0.010
    away: tuple[tuple[int, int], ...] = ()
    medication: str | None = None
    dose_changes: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Doctor:
    """The invented doctor."""

    name: str
    email: str


BEN = Doctor("Ben Example", "ben@example.org")

ANA = SimulatedPatient(
    key="ana",
    name="Ana Example",
    email="ana@example.org",
    born=date(1987, 5, 4),
    course=Course(
        anxiety=7.3,
        mood=3.0,
        fall=3.8,
        days_off=4.5,
        drift_per_week=-0.03,
        daily_sd=1.0,
        prompt_sd=0.8,
    ),
    first_day=-152,
    session_days=(-134, -131, -127, -124, -120, -117, -98, -82, -64, -48, -29, -11),
    planned_day=2,
    weight_kg=Decimal(64),
    rise=20,
    away=((-75, -71), (-38, -36)),
    medication="sertraline 50 mg",
    dose_changes={-88: "sertraline 100 mg"},
)

CLEO = SimulatedPatient(
    key="cleo",
    name="Cleo Example",
    email="cleo@example.org",
    born=date(1974, 11, 19),
    course=Course(anxiety=7.0, mood=3.2, fall=0.6, days_off=1.5),
    first_day=-75,
    session_days=(-60, -56, -53, -49, -46, -42, -20, -4),
    weight_kg=Decimal(81),
    side_effect_factor=1.3,
    resting=(138, 86),
    rise=24,
    high_reading_on=-4,
    kept_at_start=0.88,
    lost_per_week=0.015,
    medication="venlafaxine 150 mg",
)

NEWCOMER = SimulatedPatient(
    key="newcomer",
    name="Newcomer Example",
    email="newcomer@example.org",
    born=date(1999, 2, 27),
    course=Course(anxiety=6.6, mood=3.6, fall=2.6, days_off=4.0),
    first_day=-7,
    session_days=(-2,),
    planned_day=5,
    weight_kg=Decimal(72),
    kept_at_start=0.97,
)

PATIENTS = (ANA, CLEO, NEWCOMER)
