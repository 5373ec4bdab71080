"""The two kinds of file: how their lines are read, shown and added, and the words around them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from diary.domain.calendar import fold_of
from diary.domain.side_effects import label
from diary.domain.treatments import DRUGS, ROUTES, format_number
from diary.entries.actions.imports import import_entries
from diary.entries.queries import imports as of_entries
from diary.entries.rules import import_plan as entry_lines
from diary.entries.rules.file_cells import CODES, EntryDetails
from diary.imports.rules import FileKind, ImportOutcome
from diary.tabular.csv_columns import WantedColumns
from diary.tabular.questions import Subject
from diary.treatments.actions.imports import import_treatments
from diary.treatments.queries import imports as of_treatments
from diary.treatments.rules import import_plan as treatment_lines

Plan = entry_lines.EntryImportPlan | treatment_lines.TreatmentImportPlan


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One of the first rows to be added: its naive wall time, which it is, its cells.

    ``which``: the zone where it is not home, and the pass of an hour that came twice.
    """

    wall: datetime
    which: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class KindWords:
    """What the pages of one kind say. `columns` are names with what stands below them."""

    singular: str
    plural: str
    lines: str
    title: str
    intro: str
    columns: tuple[tuple[str, str], ...]
    needed: str
    first: str
    differing: str
    otherwise: str
    done: str
    instead: str


@dataclass(frozen=True, slots=True)
class Importer:
    """Everything that differs between a file of entries and one of sessions.

    ``programs``: whether other programs make such files.
    `back` and `home` are endpoints with their words: where the page came from, and where what
    was added stands.
    """

    kind: FileKind
    programs: bool
    subject: Subject
    wanted_columns: WantedColumns
    labels: Mapping[str, str]
    head: tuple[str, ...]
    lines_of: Callable[..., Sequence[Any]]
    planned: Callable[..., Plan]
    add: Callable[..., Plan]
    preview_row: Callable[[Any, str], PreviewRow]
    back: tuple[str, str]
    home: tuple[str, str]
    words: KindWords


def count_outcome(plan: Plan) -> ImportOutcome:
    """The plan in four numbers."""
    return ImportOutcome(
        len(plan.to_add), len(plan.already), len(plan.differing), len(plan.refused)
    )


def _entry(entry: entry_lines.FileEntry, home: str) -> PreviewRow:
    effects = [
        f"{label(effect.code, effect.name)} ({effect.severity})" for effect in entry.side_effects
    ]
    scores = ("–" if n is None else str(n) for n in (entry.scores.anxiety, entry.scores.mood))
    moment = entry.moment
    return PreviewRow(
        moment.wall,
        _which(moment.wall, moment.zone, moment.at, home),
        (*scores, ", ".join((*effects, *_name_details(entry.details))), entry.note or ""),
    )


def _which(wall: datetime, zone: str, at: datetime, home: str) -> str:
    """Whose clock a time is, and which of two where the hour came twice."""
    fold = fold_of(wall, zone, at)
    return ", ".join(
        ([zone] if zone != home else []) + ([f"the {fold.value} time"] if fold else [])
    )


def _name_details(details: EntryDetails) -> Iterator[str]:
    if details.sleep_hours is not None:
        yield f"slept {details.sleep_hours.normalize():f} hours"
    if details.systolic is not None:
        yield f"blood pressure {details.systolic}/{details.diastolic}"
    if details.pulse is not None:
        yield f"pulse {details.pulse}"
    if details.spo2 is not None:
        yield f"oxygen {details.spo2} %"
    if details.medication is not None:
        yield f"medication {details.medication}"


def _treatment(treatment: treatment_lines.FileTreatment, home: str) -> PreviewRow:
    details = treatment.details
    dose = f"{format_number(details.dose)} {details.dose_unit}" if details.dose is not None else ""
    drug = details.drug_other or DRUGS[details.drug]
    which = _which(details.wall, details.zone, details.starts_at_utc, home)
    return PreviewRow(details.wall, which, (ROUTES[details.route], drug, dose))


ENTRIES = Importer(
    kind=FileKind.ENTRIES,
    programs=True,
    subject=entry_lines.SUBJECT,
    wanted_columns=entry_lines.WANTED,
    labels=entry_lines.LABELLED,
    head=("Anxiety (lower is better)", "Mood (higher is better)", "Side effects and more", "Note"),
    lines_of=of_entries.read_lines,
    planned=of_entries.plan_import,
    add=import_entries,
    preview_row=_entry,
    back=("accounts.more", "More"),
    home=("entries.history", "Open my diary"),
    words=KindWords(
        singular="entry",
        plural="entries",
        lines="diary entries",
        title="Import a diary",
        intro="Did you keep a diary in another program or in a spreadsheet? Save it there as a CSV "
        "file and choose it here. Files of Daylio, Bearable, eMoods, How We Feel, iMoodJournal, "
        "Track & Graph, Loop Habit Tracker, Home Assistant and Apple Health are recognised. "
        "You will see what it would add before anything is added.",
        columns=(
            ("recorded_at", "The date and time, such as 2026-03-01 08:30 or 20.11.2026 20:15"),
            ("time", "The time, if it has a column of its own"),
            ("anxiety", "0 to 10; lower is better"),
            ("mood", "0 to 10; higher is better. Words and other scales are asked about."),
            ("note", "Your own words"),
            ("sleep_hours, systolic, diastolic, pulse, spo2, medication", "Optional"),
            (
                ", ".join(sorted(CODES)),
                "One column for each side effect: mild, moderate, severe or empty",
            ),
        ),
        needed="The date and a score or a note are needed. The rest may stay out.",
        first="The first entries, as they will stand in your diary",
        differing="with other scores",
        otherwise="Some entries are in your diary already, with other scores. "
        "The diary’s are kept.",
        done="They stand in your diary under their own days, marked “from a file”.",
        instead="Import treatment sessions instead",
    ),
)
TREATMENTS = Importer(
    kind=FileKind.TREATMENTS,
    programs=False,
    subject=treatment_lines.SUBJECT,
    wanted_columns=treatment_lines.WANTED,
    labels=treatment_lines.LABELLED,
    head=("How", "Drug", "Dose"),
    lines_of=of_treatments.read_lines,
    planned=of_treatments.build_import_plan,
    add=import_treatments,
    preview_row=_treatment,
    back=("treatments.sessions", "Treatment sessions"),
    home=("treatments.sessions", "Open my sessions"),
    words=KindWords(
        singular="session",
        plural="sessions",
        lines="treatment sessions",
        title="Import treatment sessions",
        intro="Choose a CSV file with one line for each session that took place. "
        "You will see what it would add before anything is added.",
        columns=(
            ("started_at", "The date and time, such as 2026-03-01 10:00"),
            ("route", "iv, im, sc, nasal, sublingual, oral or other"),
            ("drug", "ketamine, esketamine, or another name"),
            ("dose, unit", "A number, and mg or mg/kg. Both may stay empty."),
        ),
        needed="The start and how the drug was given are needed; the rest may stay out.",
        first="The first sessions, as they will stand in your diary",
        differing="saying something else",
        otherwise="Some sessions are in your diary already, saying something else. "
        "The diary’s are kept.",
        done="They stand among your treatment sessions.",
        instead="Import a diary instead",
    ),
)
IMPORTERS = {importer.kind.value: importer for importer in (ENTRIES, TREATMENTS)}
