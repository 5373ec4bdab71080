"""Side effects counted: by hours since the session, by session, and by kind."""

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from diary.charts.rules.session_curves import in_order, session_before
from diary.charts.rules.values import SEVERITIES, ChartEntry, ChartTreatment, hours_between

BINS = (
    ("0–2 hours", 0.0, 2.0),
    ("2–4 hours", 2.0, 4.0),
    ("4–24 hours", 4.0, 24.0),
    ("1–3 days", 24.0, 72.0),
    ("3–7 days", 72.0, 168.0),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many, by their worst severity. `answered` counts the entries that answered at all,
    `silent` those that left the question open.
    """

    label: str
    mild: int
    moderate: int
    severe: int
    answered: int
    silent: int

    @property
    def reported(self) -> int:
        return self.mild + self.moderate + self.severe

    def of(self, severity: str) -> int:
        return {"mild": self.mild, "moderate": self.moderate, "severe": self.severe}[severity]


@dataclass(frozen=True, slots=True)
class Effects:
    by_hours: tuple[Tally, ...]
    by_session: tuple[tuple[ChartTreatment, Tally], ...]
    by_kind: tuple[Tally, ...]  # in how many sessions each was reported, at its worst

    @property
    def total(self) -> Tally:
        return _sum("all", self.by_hours)


def effects(
    entries: Sequence[ChartEntry], sessions: Sequence[ChartTreatment], treatment_ids: Set[UUID]
) -> Effects:
    """Entries up to 7 days after a session, each counted under the session before it. Only
    the sessions of `treatment_ids` are counted, but every session ends the time of the one before.
    """
    ordered = in_order(sessions)
    near: dict[UUID, list[tuple[float, ChartEntry]]] = defaultdict(list)
    for entry in entries:
        session = session_before(entry, ordered)
        if session is not None and session.treatment_id in treatment_ids:
            hours = hours_between(session.at, entry.at)
            if hours < BINS[-1][2]:
                near[session.treatment_id].append((hours, entry))
    everything = [pair for pairs in near.values() for pair in pairs]
    selected = [s for s in ordered if s.treatment_id in treatment_ids]
    return Effects(
        tuple(_bin_tally(label, low, high, everything) for label, low, high in BINS),
        tuple((s, _session_tally(s, [c for _, c in near[s.treatment_id]])) for s in selected),
        _kind_tallies([[c for _, c in pairs] for pairs in near.values()]),
    )


def worst(severities: Sequence[str]) -> str | None:
    return max(severities, key=SEVERITIES.index, default=None)


def _bin_tally(
    label: str, low: float, high: float, timed: Sequence[tuple[float, ChartEntry]]
) -> Tally:
    inside = [c for hours, c in timed if low <= hours < high]
    counts = Counter(worst([s for _, _, s in c.side_effects]) for c in inside)
    return _tally(label, counts, inside)


def _session_tally(session: ChartTreatment, entries: Sequence[ChartEntry]) -> Tally:
    """Different side effects reported after one session, each at its worst."""
    return _tally(f"Session {session.number}", Counter(_worst_by_kind(entries).values()), entries)


def _worst_by_kind(entries: Sequence[ChartEntry]) -> dict[tuple[str, str], str]:
    by_kind: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in entries:
        for code, label, severity in entry.side_effects:
            by_kind[(code, label)].append(severity)
    return {kind: max(severities, key=SEVERITIES.index) for kind, severities in by_kind.items()}


def _kind_tallies(after_sessions: Sequence[Sequence[ChartEntry]]) -> tuple[Tally, ...]:
    counts: dict[tuple[str, str], Counter[str | None]] = defaultdict(Counter)
    for entries in after_sessions:
        for kind, severity in _worst_by_kind(entries).items():
            counts[kind][severity] += 1
    tallies = [_tally(label, counts[(code, label)], ()) for code, label in counts]
    return tuple(sorted(tallies, key=lambda t: (-t.reported, t.label)))


def _tally(label: str, counts: "Counter[str | None]", entries: Sequence[ChartEntry]) -> Tally:
    answered = sum(c.answered_side_effects for c in entries)
    mild, moderate, severe = (counts[s] for s in SEVERITIES)
    return Tally(label, mild, moderate, severe, answered, len(entries) - answered)


def _sum(label: str, tallies: Sequence[Tally]) -> Tally:
    return Tally(
        label,
        sum(t.mild for t in tallies),
        sum(t.moderate for t in tallies),
        sum(t.severe for t in tallies),
        sum(t.answered for t in tallies),
        sum(t.silent for t in tallies),
    )
