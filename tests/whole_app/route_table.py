"""Who gets which answer: every route and method, for every kind of visitor.

Where an address names somebody or something, it is Ana and what is hers. The columns are
nobody (signed out); Ana, the owner; Cleo, a stranger with a diary of her own; Ben, Ana's doctor
with every scope; and doctors of her own clinic who were never linked to her, were revoked, whose
link has expired, and who may read neither notes nor costs; then the clinic's administrator. Who
gets another visitor's answers, cell by cell, stands in ALIKE below the table. 303 is an answer that
leads on: for nobody to the sign-in page, after a write to the next page. 404 is "not for you",
and looks like what does not exist. 422 is a form with something wrong or missing in it.
"""

from typing import Any

from tests.whole_app.planting import POINT, SECRET

VISITORS = ("nobody", "ana", "cleo", "ben", "unlinked", "revoked", "expired", "narrow", "admin")

_TABLE = """
                                                                    nobody      ana     cleo      ben unlinked  revoked  expired   narrow    admin
GET  /help                                                             200      200      200      200      200      200      200      200      200
GET  /help/plan                                                        303      200      200      404      404      404      404      404      404
POST /help/plan                                                        303      303      303      404      404      404      404      404      404
GET  /learn                                                            200      200      200      200      200      200      200      200      200
GET  /learn/<slug>                                                     200      200      200      200      200      200      200      200      200
GET  /static/<mark>/<name>                                             200      200      200      200      200      200      200      200      200
GET  /vendor/plotly-<version>.min.js                                   200      200      200      200      200      200      200      200      200

GET  /sync/state                                                       303      200      200      404      404      404      404      404      404
POST /sync                                                             303      200      409      404      404      404      404      404      404
GET  /shell/log                                                        200      200      200      200      200      200      200      200      200
GET  /shell/session                                                    200      200      200      200      200      200      200      200      200
GET  /shell/help                                                       200      200      200      200      200      200      200      200      200
GET  /shell/away                                                       200      200      200      200      200      200      200      200      200
GET  /waiting                                                          200      200      200      200      200      200      200      200      200
GET  /sw.js                                                            200      200      200      200      200      200      200      200      200
GET  /manifest.webmanifest                                             200      200      200      200      200      200      200      200      200

GET  /reminders                                                        303      200      200      404      404      404      404      404      404
POST /reminders                                                        303      303      303      404      404      404      404      404      404
POST /reminders/devices                                                303      200      200      404      404      404      404      404      404
POST /reminders/devices/<device_id>/remove                             303      303      404      404      404      404      404      404      404
POST /reminders/calendar                                               303      200      200      404      404      404      404      404      404
POST /reminders/calendar/end                                           303      303      303      404      404      404      404      404      404
GET  /reminders/stop/<token>                                           200      200      200      200      200      200      200      200      200
POST /reminders/stop/<token>                                           200      200      200      200      200      200      200      200      200
GET  /calendar/<token>.ics                                             200      200      200      200      200      200      200      200      200

GET  /export                                                           303      200      200      404      404      404      404      404      404
GET  /import/diary                                                     303      200      200      404      404      404      404      404      404
POST /import/diary                                                     303      422      422      404      404      404      404      404      404
GET  /agreements                                                       303      200      200      404      404      404      404      404      404
POST /agreements                                                       303      422      422      404      404      404      404      404      404
POST /agreements/<name>/withdraw                                       303      303      303      404      404      404      404      404      404
GET  /erasure                                                          303      200      200      404      404      404      404      404      404
POST /erasure                                                          303      200      200      404      404      404      404      404      404
POST /erasure/take-back                                                303      303      303      404      404      404      404      404      404
GET  /erasure/receipt/<token>                                          200      200      200      200      200      200      200      200      200
POST /export                                                           303      200      200      404      404      404      404      404      404

GET  /sign-in                                                          200      303      303      303      303      303      303      303      303
POST /sign-in                                                          422      422      422      422      422      422      422      422      422
GET  /sign-in/code                                                     303      303      303      303      303      303      303      303      303
POST /sign-in/code                                                     303      303      303      303      303      303      303      303      303
GET  /second-step                                                      303      200      200      200      200      200      200      200      200
POST /second-step/app/start                                            303      303      303      303      303      303      303      303      303
GET  /second-step/app                                                  303      200      303      303      303      303      303      303      303
POST /second-step/app                                                  303      422      303      303      303      303      303      303      303
POST /second-step/app/off                                              303      303      303      303      303      303      303      303      303
POST /second-step/codes                                                303      303      303      303      303      303      303      303      303
POST /sign-in/passkey/ask                                              200      200      200      200      200      200      200      200      200
POST /sign-in/passkey                                                  303      303      303      303      303      303      303      303      303
POST /prove/passkey                                                    303      303      303      303      303      303      303      303      303
POST /passkeys/new                                                     303      200      200      200      200      200      200      200      200
POST /passkeys                                                         303      303      303      303      303      303      303      303      303
POST /passkeys/<passkey_id>/remove                                     303      303      303      303      303      303      303      303      303
POST /sign-out                                                         303      303      303      303      303      303      303      303      303
GET  /sign-up                                                          200      200      200      200      200      200      200      200      200
POST /sign-up                                                          303      303      303      303      303      303      303      303      303
GET  /join/<token>                                                     200      200      200      200      200      200      200      200      200
POST /join/<token>                                                     303      303      303      303      303      303      303      303      303
GET  /forgotten                                                        200      200      200      200      200      200      200      200      200
POST /forgotten                                                        200      200      200      200      200      200      200      200      200
GET  /reset/<token>                                                    200      200      200      200      200      200      200      200      200
POST /reset/<token>                                                    303      303      303      303      303      303      303      303      303
GET  /password                                                         303      200      200      200      200      200      200      200      200
POST /password                                                         303      422      422      422      422      422      422      422      422
GET  /prove                                                            303      200      200      200      200      200      200      200      200
POST /prove                                                            303      422      422      422      422      422      422      422      422
GET  /pin                                                               303      200      200      200      200      200      200      200      200
POST /pin                                                               303      303      303      303      303      303      303      303      303
POST /pin/remove                                                        303      303      303      303      303      303      303      303      303
POST /lock                                                              303      303      303      303      303      303      303      303      303
POST /lock/open                                                         303      303      303      303      303      303      303      303      303
POST /lock/pin                                                          303      200      200      200      200      200      200      200      200
POST /lock/forgotten                                                    303      303      303      303      303      303      303      303      303
GET  /profile                                                          303      200      200      200      200      200      200      200      200
POST /profile                                                          303      303      303      303      303      303      303      303      303
GET  /more                                                             303      200      200      200      200      200      200      200      200
GET  /email                                                            303      200      200      200      200      200      200      200      200
POST /email                                                            303      200      200      200      200      200      200      200      200
GET  /email/<token>                                                    303      200      404      404      404      404      404      404      404
POST /email/<token>                                                    303      303      404      404      404      404      404      404      404
GET  /devices                                                          303      200      200      200      200      200      200      200      200
POST /devices/end-others                                               303      303      303      303      303      303      303      303      303
POST /devices/<sign_in_id>/end                                         303      303      404      404      404      404      404      404      404
GET  /clinic                                                           303      404      404      404      404      404      404      404      200
POST /clinic                                                           303      404      404      404      404      404      404      404      200
GET  /clinic/people/<person_id>/close                                  303      404      404      404      404      404      404      404      200
POST /clinic/people/<person_id>/close                                  303      404      404      404      404      404      404      404      303
POST /clinic/people/<person_id>/reopen                                 303      404      404      404      404      404      404      404      404

GET  /sharing                                                          303      200      200      404      404      404      404      404      404
POST /sharing                                                          303      200      200      404      404      404      404      404      404
GET  /sharing/history                                                  303      200      200      404      404      404      404      404      404
POST /sharing/codes/<invitation_id>/end                                303      303      404      404      404      404      404      404      404
GET  /sharing/<link_id>                                                303      200      404      404      404      404      404      404      404
POST /sharing/<link_id>                                                303      303      404      404      404      404      404      404      404
POST /sharing/<link_id>/end                                            303      303      404      404      404      404      404      404      404

GET  /                                                                 303      200      200      303      303      303      303      303      303
POST /                                                                 303      303      303      404      404      404      404      404      404
GET  /diary                                                            303      200      200      404      404      404      404      404      404
GET  /diary/months                                                     303      200      200      404      404      404      404      404      404
GET  /diary/search                                                     303      200      200      404      404      404      404      404      404
POST /diary/search                                                     303      422      422      404      404      404      404      404      404
GET  /charts                                                           303      200      200      404      404      404      404      404      404
GET  /report                                                           303      200      200      404      404      404      404      404      404
GET  /report.pdf                                                       303      200      200      404      404      404      404      404      404
GET  /charts/relief.csv                                                303      200      200      404      404      404      404      404      404
GET  /charts/relief.json                                               303      200      200      404      404      404      404      404      404
GET  /entries/<entry_id>                                               303      200      404      404      404      404      404      404      404
GET  /entries/<entry_id>/saved                                         303      200      404      404      404      404      404      404      404
GET  /entries/<entry_id>/edit                                          303      200      404      404      404      404      404      404      404
POST /entries/<entry_id>/edit                                          303      303      404      404      404      404      404      404      404
POST /entries/<entry_id>/delete                                        303      303      404      404      404      404      404      404      404
POST /entries/<entry_id>/restore                                       303      303      404      404      404      404      404      404      404
POST /entries/<entry_id>/undo                                          303      303      404      404      404      404      404      404      404
GET  /import                                                           303      200      200      404      404      404      404      404      404
POST /import                                                           303      303      303      404      404      404      404      404      404
GET  /import/<upload_id>                                               303      200      404      404      404      404      404      404      404
POST /import/<upload_id>                                               303      303      404      404      404      404      404      404      404

GET  /sessions                                                         303      200      200      404      404      404      404      404      404
GET  /sessions/new                                                     303      200      200      404      404      404      404      404      404
POST /sessions/new                                                     303      303      303      404      404      404      404      404      404
GET  /sessions/<treatment_id>                                          303      200      404      404      404      404      404      404      404
GET  /sessions/<treatment_id>/saved                                    303      200      404      404      404      404      404      404      404
GET  /sessions/<treatment_id>/edit                                     303      200      404      404      404      404      404      404      404
POST /sessions/<treatment_id>/edit                                     303      303      404      404      404      404      404      404      404
POST /sessions/<treatment_id>/cancel                                   303      303      404      404      404      404      404      404      404
POST /sessions/<treatment_id>/restore                                  303      303      404      404      404      404      404      404      404
POST /sessions/<treatment_id>/same                                     303      303      404      404      404      404      404      404      404
POST /sessions/<treatment_id>/separate                                 303      303      404      404      404      404      404      404      404
GET  /sessions/<treatment_id>/vitals                                   303      200      404      404      404      404      404      404      404
POST /sessions/<treatment_id>/vitals                                   303      303      404      404      404      404      404      404      404
POST /sessions/<treatment_id>/vitals/<vitals_id>/remove                303      303      404      404      404      404      404      404      404
GET  /import/treatments                                                303      200      200      404      404      404      404      404      404
POST /import/treatments                                                303      303      303      404      404      404      404      404      404
GET  /import/treatments/<upload_id>                                    303      200      404      404      404      404      404      404      404
POST /import/treatments/<upload_id>                                    303      303      404      404      404      404      404      404      404
GET  /visits                                                           303      200      200      404      404      404      404      404      404
POST /visits                                                           303      303      303      404      404      404      404      404      404
POST /visits/questions/<question_id>/settle                            303      303      404      404      404      404      404      404      404
POST /visits/questions/<question_id>/reopen                            303      303      404      404      404      404      404      404      404

GET  /patients                                                         303      404      404      200      200      200      200      200      404
GET  /patients/join                                                    303      404      404      200      200      200      200      200      404
POST /patients/join                                                    303      404      404      303      303      303      303      303      404
GET  /patients/<patient_id>                                            303      404      404      200      404      404      404      200      404
GET  /patients/<patient_id>/report                                     303      404      404      200      404      404      404      200      404
GET  /patients/<patient_id>/report.pdf                                 303      404      404      200      404      404      404      200      404
GET  /patients/<patient_id>/relief.csv                                 303      404      404      200      404      404      404      200      404
GET  /patients/<patient_id>/relief.json                                303      404      404      200      404      404      404      200      404
GET  /patients/<patient_id>/sessions                                   303      404      404      200      404      404      404      200      404
GET  /patients/<patient_id>/sessions/new                               303      404      404      200      404      404      404      200      404
POST /patients/<patient_id>/sessions/new                               303      404      404      303      404      404      404      303      404
GET  /patients/<patient_id>/sessions/<treatment_id>                    303      404      404      200      404      404      404      200      404
GET  /patients/<patient_id>/sessions/<treatment_id>/saved              303      404      404      200      404      404      404      200      404
GET  /patients/<patient_id>/sessions/<treatment_id>/edit               303      404      404      200      404      404      404      200      404
POST /patients/<patient_id>/sessions/<treatment_id>/edit               303      404      404      303      404      404      404      303      404
POST /patients/<patient_id>/sessions/<treatment_id>/cancel             303      404      404      303      404      404      404      303      404
POST /patients/<patient_id>/sessions/<treatment_id>/restore            303      404      404      303      404      404      404      303      404
POST /patients/<patient_id>/sessions/<treatment_id>/same               303      404      404      303      404      404      404      303      404
POST /patients/<patient_id>/sessions/<treatment_id>/separate           303      404      404      303      404      404      404      303      404
GET  /patients/<patient_id>/sessions/<treatment_id>/vitals             303      404      404      200      404      404      404      200      404
POST /patients/<patient_id>/sessions/<treatment_id>/vitals             303      404      404      303      404      404      404      303      404
POST /patients/<patient_id>/sessions/<treatment_id>/vitals/<vitals_id>/remove      303      404      404      303      404      404      404      303      404
GET  /patients/<patient_id>/visits/new                                 303      404      404      200      404      404      404      200      404
POST /patients/<patient_id>/visits/new                                 303      404      404      303      404      404      404      303      404
GET  /patients/<patient_id>/visits/<visit_id>                          303      404      404      200      404      404      404      404      404
POST /patients/<patient_id>/visits/<visit_id>                          303      404      404      303      404      404      404      404      404
"""  # noqa: E501

# Visitors who get the answers of another one, whatever they ask; each is asked all the same.
ALIKE = {
    "invited": "nobody",  # the administrator's link to join lies open in this browser, unused
    "closed": "nobody",  # Ana, who was signed in when her account was closed
    "retired": "nobody",  # Ben, who was signed in when his account was closed
    "elsewhere": "unlinked",  # a doctor of another clinic, never linked to her
    "bereft": "unlinked",  # Ben, with every scope, after Ana's account was closed
    "no notes": "narrow",  # a doctor who may read what it costs and not her words
    "no costs": "narrow",  # and one who may read her words and not what it costs
}
# … but for these: what was Ana's to hand out goes with her account.
EXCEPT = {
    ("GET", "/calendar/<token>.ics", "closed"): 404,
    ("GET", "/calendar/<token>.ics", "bereft"): 404,
    ("GET", "/reminders/stop/<token>", "closed"): 404,
    ("GET", "/reminders/stop/<token>", "bereft"): 404,
    ("POST", "/reminders/stop/<token>", "closed"): 404,
    ("POST", "/reminders/stop/<token>", "bereft"): 404,
    ("POST", "/patients/join", "bereft"): 422,
    ("GET", "/reset/<token>", "closed"): 404,
    ("POST", "/reset/<token>", "closed"): 404,
    ("GET", "/reset/<token>", "bereft"): 404,
    ("POST", "/reset/<token>", "bereft"): 404,
}

UPLOAD = b"recorded_at,anxiety,mood\n2026-05-02T10:00+01:00,4,6\n"
UPLOADED_SESSIONS = b"started_at,route\n2026-05-02T10:00+01:00,iv\n"
_PASSWORDS = {"password": "a fine new password"}
_ENTRY = {
    "entry_id": "7c1b3f0e-52a5-4a3c-9a55-0d4a4b0c9a12",
    "anxiety": "2",
    "mood": "8",
    "when": "now",
    "note": "typed by the matrix",
}
_PERSON = {"name": "New", "zone": "Europe/Lisbon", "born_on": "1990-01-01", **_PASSWORDS}
_SESSION = {
    "treatment_id": "7c1b3f0e-52a5-4a3c-9a55-0d4a4b0c9a10",
    "status": "done",
    "at": "2026-06-14T10:00",
    "route": "iv",
    "drug": "ketamine",
}
_READING = {
    "vitals_id": "7c1b3f0e-52a5-4a3c-9a55-0d4a4b0c9a11",
    "phase": "during",
    "systolic": "130",
    "diastolic": "85",
}
_VISIT = {"held_on": "2026-06-15", "note": "typed by the matrix"}
_PLAN = {"words": "typed", "contact_1-name": "Ben", "contact_1-phone": "020 7946 0018"}

BATCH_ID = "7c1b3f0e-52a5-4a3c-9a55-0d4a4b0c9a13"
_BATCH = {
    "person": "the patient's id",
    "sent_at": "2026-06-15T12:10:00+00:00",
    "items": [
        {
            "id": BATCH_ID,
            "kind": "entry.add",
            "object": BATCH_ID,
            "made_at": "2026-06-15T12:09:00+00:00",
            "fields": {"anxiety": "2", "mood": "8"},
        }
    ],
}

_DEVICE = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/of-the-matrix",
    "keys": {"p256dh": POINT, "auth": SECRET},
}

# What a form is sent with, where it needs more than its token; "json" is sent as that
BODIES: dict[str, dict[str, Any]] = {
    "/sync": {"json": _BATCH},
    "/reminders": {"daily_at": "20:30", "quiet_from": "22:00", "quiet_until": "08:00"},
    "/erasure": {"sure": "y"},
    "/reminders/devices": {"json": _DEVICE},
    "/sign-in": {"email": "ana@example.org", "password": "not hers at all"},
    "/sign-up": {"email": "new.patient@example.org", **_PERSON},
    "/join/<token>": _PERSON,
    "/forgotten": {"email": "cleo@example.org"},
    "/reset/<token>": _PASSWORDS,
    "/prove": {"proof_password": "not hers at all"},
    "/password": {"current": "not hers at all", **_PASSWORDS},
    "/sign-in/passkey": {"passkey": "no answer"},
    "/passkeys": {"name": "My phone", "passkey": "no answer"},
    "/sign-in/code": {"code": "000000"},
    "/second-step/app": {"code": "no code"},
    "/pin": {"pin": "7394", "again": "7394", "minutes": "5"},
    "/lock/pin": {"json": {"pin": "7394"}},
    "/profile": {
        "name": "Renamed",
        "born_on": "1990-01-01",
        "zone": "Europe/Lisbon",
        "day_boundary": "4",
        "language": "en-GB",
        "theme": "auto",
    },
    "/email": {"email": "another.address@example.org"},
    "/clinic": {"email": "somebody@example.org", "role": "doctor"},
    "/sharing": {"notes": "y"},
    "/sharing/<link_id>": {"notes": "y"},
    "/help/plan": _PLAN,
    "/": _ENTRY,
    "/entries/<entry_id>/edit": {**_ENTRY, "at": "2026-06-15T09:00"},
    "/import": {"file": UPLOAD},
    "/import/treatments": {"file": UPLOADED_SESSIONS},
    "/sessions/new": _SESSION,
    "/sessions/<treatment_id>/edit": _SESSION,
    "/sessions/<treatment_id>/vitals": _READING,
    "/visits": {"words": "May I drive the next day?"},
    "/patients/join": {"code": "the planted code"},
    "/patients/<patient_id>/sessions/new": _SESSION,
    "/patients/<patient_id>/sessions/<treatment_id>/edit": _SESSION,
    "/patients/<patient_id>/sessions/<treatment_id>/vitals": _READING,
    "/patients/<patient_id>/visits/new": _VISIT,
    "/patients/<patient_id>/visits/<visit_id>": _VISIT,
}

# What is written of whoever is signed in and is refused a page, after the answer.
REFUSED = {"audit_events", "audit_places", "rate_limits"}

# What is written where the answer refuses, or leads somebody who is signed out to sign in:
# a wrong password and a look are noted, and a reset leads to signing in with it.
NOTED = {
    "/sign-in": {"audit_events", "audit_places", "rate_limits"},
    "/prove": {"audit_events", "audit_places", "rate_limits"},
    "/password": {"audit_events", "audit_places", "rate_limits"},
    "/patients/join": {"rate_limits"},
    "/reset/<token>": {
        "audit_events",
        "audit_places",
        "known_devices",
        "password_resets",
        "sign_ins",
        "rate_limits",
        "users",
    },
    "/patients/<patient_id>/visits/<visit_id>": {"audit_events", "audit_places"},
}


def _parse(table: str) -> dict[tuple[str, str], tuple[int, ...]]:
    rows = [line.split() for line in table.splitlines() if line.strip()][1:]
    parsed = {(method, address): tuple(map(int, answers)) for method, address, *answers in rows}
    assert len(parsed) == len(rows), "a route is listed twice"
    assert {len(answers) for answers in parsed.values()} == {len(VISITORS)}
    return parsed


TABLE = _parse(_TABLE)
