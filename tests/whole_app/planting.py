"""The planted words: what Ana, Cleo and Ben wrote, each word found nowhere else."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from diary.access import actions as access
from diary.access.queries import list_open_invitations, open_diary
from diary.access.rules import OpenDiary
from diary.accounts import actions as accounts
from diary.auth import actions as auth
from diary.auth.queries import find_viewer
from diary.auth.rules import IdleLimits
from diary.charts.writers import VERSION
from diary.clinic import actions as clinic
from diary.domain.calendar import wall_of
from diary.domain.entries import EntryDraft, NewEntry, SideEffectReport
from diary.domain.people import Role
from diary.domain.treatments import Drug, Route, TreatmentCost, TreatmentDetails, TreatmentStatus
from diary.domain.vital_signs import MeasurementPhase, VitalSigns
from diary.entries import actions as entries
from diary.guidance import actions as guidance
from diary.guidance.rules.safety_plan import Contact, PlanContent
from diary.imports import actions as uploads
from diary.imports.rules import FileKind
from diary.privacy import actions as privacy
from diary.reminders import actions as reminders
from diary.reminders.rules.slots import Preferences
from diary.reminders.writers.unsubscribe_token import stop_token
from diary.transactions import early_commit
from diary.treatments import actions as treatments
from tests.people import Person, add

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
A_MONTH = timedelta(days=30)
# a browser's keys: those of RFC 8291, appendix A
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
SECRET = "BTBZMqHH6r4Tts7J_aSIgg"

CANARIES = {
    "ana note": "canarynoteofana",
    "ana medicine": "canarymedicineofana",
    "ana effect": "canaryeffectofana",
    "ana place": "canaryplaceofana",
    "ana words": "canarywordsofana",
    "ana cost": "7654.32",
    "visit note": "canaryvisitnote",
    "visit plan": "canaryvisitplan",
    "question": "canaryquestion",
    "cleo note": "canarynoteofcleo",
    "plan words": "canaryplanwords",
    "plan contact": "canaryplancontact",
}
PUBLIC = {
    "mark": "0",
    "name": "css/base.css",
    "slug": "what-it-is",
    "version": VERSION,
    "privacy.withdraw:name": "sharing",
}
OF_ANA = {name for name in CANARIES if name.startswith("ana")}
# What each kind of visitor may ever read; every other word is a leak.
MAY_READ = {
    "ana": {*OF_ANA, "question", "visit plan", "plan words", "plan contact"},
    "ben": {*OF_ANA, "question", "visit note", "visit plan"},
    "narrow": {"question", "visit plan"},  # neither her own words nor what it costs
    "no notes": {"ana cost", "question", "visit plan"},
    "no costs": {*OF_ANA - {"ana cost"}, "question", "visit plan"},
    "cleo": {"cleo note"},
}


@dataclass
class Planted:
    """The people by kind of visitor, and the things that addresses name."""

    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    things: dict[str, object] = field(default_factory=dict)


def plant(app: Flask, now: datetime = NOW) -> Planted:
    """Fill an empty diary, as if over the month before ``now``."""
    planted = Planted(now, things=dict(PUBLIC))
    with (
        time_machine.travel(now - A_MONTH, tick=False),
        app.app_context(),
        early_commit() as session,
    ):
        _move_in(session, planted)
        _share(session, planted)
    with time_machine.travel(now, tick=False), app.app_context(), early_commit() as session:
        _erase(session, planted)
        _write(session, planted)
        _treat(session, planted)
        _hand_over_files(session, planted)
        _meet(session, planted)
        _hand_out_links(session, planted)
        planted.things["passkey_id"] = uuid4()  # hers or not, there or not: all read the same
        auth.start_app(session, planted.people["ana"].viewer)
        _revoke(session, planted)
    return planted


def _move_in(session: Session, planted: Planted) -> None:
    practice = accounts.find_or_add_clinic(session, "The clinic")
    away = accounts.find_or_add_clinic(session, "Another clinic")
    doctors = ("ben", "unlinked", "revoked", "expired", "narrow", "no notes", "no costs")
    planted.people = {
        # of the clinic of every doctor but one: to work in one house opens nothing
        "ana": add(session, "Ana", Role.PATIENT, "Europe/Lisbon", clinic_id=practice.id),
        "cleo": add(session, "Cleo", Role.PATIENT),
        **{
            name: add(session, f"Ben {name}", Role.DOCTOR, clinic_id=practice.id)
            for name in doctors
        },
        "elsewhere": add(session, "Ben elsewhere", Role.DOCTOR, clinic_id=away.id),
        "admin": add(session, "Admin", Role.ADMIN, clinic_id=practice.id),
    }
    planted.things["patient_id"] = planted.people["ana"].id
    planted.things["person_id"] = planted.people["ben"].id


def _erase(session: Session, planted: Planted) -> None:
    """Somebody was here and is gone; the receipt is hers, by its link."""
    gone = add(session, "Gone", Role.PATIENT)
    planted.people["gone"] = gone
    token = privacy.request_erasure(session, _open(session, planted, "gone", "gone"), days=0)
    assert privacy.erase(session, gone.id) is not None
    del planted.people["gone"]
    planted.things["privacy.receipt:token"] = token


def _share(session: Session, planted: Planted) -> None:
    ana = planted.people["ana"].id
    over = (planted.now - A_MONTH + timedelta(days=3)).date()
    for name, notes, costs, ends_on in (
        ("ben", True, True, None),
        ("revoked", True, True, None),
        ("expired", True, True, over),
        ("narrow", False, False, None),
        ("no notes", False, True, None),
        ("no costs", True, False, None),
    ):
        doctor = planted.people[name].id
        made = access.add_care_link(session, ana, doctor, notes=notes, costs=costs, ends_on=ends_on)
        planted.things[f"{name} link"] = made.id
    # a link to somebody else opens no more than that
    for name in ("ben", "unlinked"):
        cleo, doctor = planted.people["cleo"].id, planted.people[name].id
        access.add_care_link(session, cleo, doctor, notes=True, costs=True, ends_on=None)
    planted.things["link_id"] = planted.things["ben link"]


def _open(session: Session, planted: Planted, reader: str, patient: str) -> OpenDiary:
    found = open_diary(session, planted.people[reader].viewer, planted.people[patient].id)
    assert found is not None
    return found


def _write(session: Session, planted: Planted) -> None:
    for name in ("ana", "cleo"):
        diary = _open(session, planted, name, name)
        values = EntryDraft(
            effective_at=planted.now - timedelta(hours=2),
            zone=diary.zone,
            wall=wall_of(planted.now - timedelta(hours=2), diary.zone),
            anxiety=7,
            mood=3,
            note=CANARIES[f"{name} note"],
            medication_note=CANARIES.get(f"{name} medicine"),
            medication="changed",
            side_effects=(
                SideEffectReport("other", "mild", CANARIES.get(f"{name} effect", "itch")),
            ),
        )
        entry = entries.add(session, diary, NewEntry(uuid4(), values))
        planted.things.setdefault("entry_id", entry.id)
    contact = Contact(CANARIES["plan contact"], "020 7946 0018")
    ana = _open(session, planted, "ana", "ana")
    guidance.save_plan(session, ana, PlanContent(CANARIES["plan words"], (contact,)))
    _remind(session, planted, ana)


def _remind(session: Session, planted: Planted, diary: OpenDiary) -> None:
    """Mails, a calendar and a device."""
    reminders.change(session, diary, Preferences(by_mail=True))
    token = auth.start_sign_in(session, diary.patient_id, Role.PATIENT)
    viewer = find_viewer(session, token, IdleLimits())
    assert viewer is not None
    assert viewer.sign_in_id is not None
    planted.things["sign_in_id"] = viewer.sign_in_id
    endpoint = "https://fcm.googleapis.com/fcm/send/planted"
    new = reminders.NewDevice(endpoint, POINT, SECRET, "Chrome on Android", viewer.sign_in_id)
    planted.things["device_id"] = reminders.add_device(session, diary, new)
    planted.things["reminders.feed:token"] = reminders.make_calendar(session, diary)
    for place in ("stop", "stop_post"):
        key = "for tests only: nothing is behind this key"
        planted.things[f"reminders.{place}:token"] = stop_token(key, diary.patient_id)


def _treat(session: Session, planted: Planted) -> None:
    """A session with its words, its cost and a reading; Ana's own file may plan another."""
    diary = _open(session, planted, "ana", "ana")
    start = planted.now - timedelta(hours=5)
    details = TreatmentDetails(
        status=TreatmentStatus.DONE,
        starts_at_utc=start,
        zone=diary.zone,
        wall=wall_of(start, diary.zone),
        route=Route.IV,
        drug=Drug.KETAMINE,
        place=CANARIES["ana place"],
        words=CANARIES["ana words"],
        cost=TreatmentCost(currency="EUR", billed=765_432),
    )
    made = treatments.add_treatment(session, diary, uuid4(), details)
    reading = VitalSigns(id=uuid4(), phase=MeasurementPhase.BEFORE, systolic=120, diastolic=80)
    treatments.add_vital_signs(session, diary, made.id, reading)
    planted.things |= {"treatment_id": made.id, "vitals_id": reading.id}


def _hand_over_files(session: Session, planted: Planted) -> None:
    diary = _open(session, planted, "ana", "ana")
    files = {
        FileKind.ENTRIES: "recorded_at,anxiety,mood,note\n2026-05-01T10:00+01:00,4,6,",
        FileKind.TREATMENTS: "started_at,route,drug,dose,unit,words\n"
        "2026-05-01T10:00+01:00,iv,ketamine,40,mg,",
    }
    for kind, lines in files.items():
        kept = uploads.store_upload(
            session, diary, kind, f"{lines}{CANARIES['ana note']}\n".encode()
        )
        for page in ("look", "add"):
            planted.things[f"imports.{page}:{kind.value}:upload_id"] = kept


def _meet(session: Session, planted: Planted) -> None:
    diary = _open(session, planted, "ben", "ana")
    words = clinic.VisitDraft(
        held_on=planted.now.date(),
        note=CANARIES["visit note"],
        plan=CANARIES["visit plan"],
        next_meeting=None,
    )
    planted.things["visit_id"] = clinic.add_visit(session, diary, words).id
    own = _open(session, planted, "ana", "ana")
    planted.things["question_id"] = clinic.ask(session, own, CANARIES["question"]).id


def _hand_out_links(session: Session, planted: Planted) -> None:
    """A code, an invitation and a reset link that wait to be used."""
    ana, admin = planted.people["ana"], planted.people["admin"]
    diary = _open(session, planted, "ana", "ana")
    planted.things["code"] = access.invite_doctor(
        session, diary, notes=True, costs=True, ends_on=None
    )
    waiting = list_open_invitations(session, diary)
    planted.things["invitation_id"] = waiting[0].id
    joining = accounts.add_invitation(session, "new@example.org", Role.DOCTOR, None, admin.id)
    resetting = auth.start_reset(session, ana.email)
    moving = auth.start_email_change(session, ana.id, "ana.elsewhere@example.org")
    links = (("join", joining), ("reset", resetting), ("new_email", moving))
    for endpoint, token in links:
        for each in (endpoint, f"{endpoint}_post"):
            planted.things[f"auth.{each}:token"] = token


def _revoke(session: Session, planted: Planted) -> None:
    link = planted.things["revoked link"]
    assert isinstance(link, UUID)
    assert access.revoke_care_link(session, _open(session, planted, "ana", "ana"), link)
