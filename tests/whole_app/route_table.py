"""Who gets which answer: every route and method, for every kind of visitor.

Where an address names somebody or something, it is Ana and what is hers. The columns are
nobody (signed out); Ana, the owner; Cleo, a stranger with a diary of her own; Ben, Ana's doctor
with every scope; and doctors who were never linked, were revoked, whose link has expired, and
who may read neither notes nor costs; then the clinic's administrator. 303 is an answer that
leads on: for nobody to the sign-in page, after a write to the next page. 404 is "not for you",
and looks like what does not exist. 422 is a form with something wrong or missing in it.
"""

from typing import Any

VISITORS = ("nobody", "ana", "cleo", "ben", "unlinked", "revoked", "expired", "narrow", "admin")

_TABLE = """
                              nobody  ana cleo  ben unlinked revoked expired narrow admin
GET  assets.static_file          200  200  200  200      200     200     200    200   200
GET  accounts.sign_in            200  303  303  303      303     303     303    303   303
POST accounts.sign_in_post       422  422  422  422      422     422     422    422   422
POST accounts.sign_out           303  303  303  303      303     303     303    303   303
GET  accounts.more               303  200  200  200      200     200     200    200   200
GET  accounts.sign_up            200  200  200  200      200     200     200    200   200
POST accounts.sign_up_post       303  303  303  303      303     303     303    303   303
GET  accounts.join               200  200  200  200      200     200     200    200   200
POST accounts.join_post          303  303  303  303      303     303     303    303   303
GET  accounts.profile            303  200  200  200      200     200     200    200   200
POST accounts.profile_post       303  303  303  303      303     303     303    303   303
GET  accounts.change_password    303  200  200  200      200     200     200    200   200
POST accounts.change_password_post 303 422 422  422      422     422     422    422   422
GET  accounts.forgotten          200  200  200  200      200     200     200    200   200
POST accounts.forgotten_post     200  200  200  200      200     200     200    200   200
GET  accounts.reset              200  200  200  200      200     200     200    200   200
POST accounts.reset_post         303  303  303  303      303     303     303    303   303
GET  accounts.people             303  404  404  404      404     404     404    404   200
POST accounts.invite             303  404  404  404      404     404     404    404   200

GET  access.sharing              303  200  200  404      404     404     404    404   404
POST access.invite               303  200  200  404      404     404     404    404   404
POST access.withdraw             303  303  404  404      404     404     404    404   404
GET  access.link                 303  200  404  404      404     404     404    404   404
POST access.change               303  303  404  404      404     404     404    404   404
POST access.revoke               303  303  404  404      404     404     404    404   404

GET  entries.log                 303  200  200  303      303     303     303    303   303
POST entries.log_post            303  303  303  404      404     404     404    404   404
GET  entries.saved               303  200  404  404      404     404     404    404   404
POST entries.undo                303  303  404  404      404     404     404    404   404
GET  entries.history             303  200  200  404      404     404     404    404   404
GET  entries.entry               303  200  404  404      404     404     404    404   404
GET  entries.edit                303  200  404  404      404     404     404    404   404
POST entries.edit_post           303  303  404  404      404     404     404    404   404
POST entries.delete              303  303  404  404      404     404     404    404   404
POST entries.restore             303  303  404  404      404     404     404    404   404

GET  clinic.join                 303  404  404  200      200     200     200    200   404
POST clinic.use_code             303  404  404  303      303     303     303    303   404
GET  clinic.new_visit            303  404  404  200      404     404     404    200   404
POST clinic.add_visit            303  404  404  303      404     404     404    303   404
GET  clinic.visit                303  404  404  200      404     404     404    404   404
POST clinic.edit_visit           303  404  404  303      404     404     404    404   404
GET  clinic.my_visits            303  200  200  404      404     404     404    404   404
"""

_PASSWORDS = {"password": "a fine new password", "repeat": "a fine new password"}
_ENTRY = {"anxiety": "2", "mood": "8", "when": "now", "note": "typed by the matrix"}

BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("accounts.sign_in_post", "POST"): {"email": "ana@example.org", "password": "not hers at all"},
    ("accounts.sign_up_post", "POST"): {
        "name": "New",
        "email": "new.patient@example.org",
        "zone": "Europe/Lisbon",
        **_PASSWORDS,
    },
    ("accounts.join_post", "POST"): {"name": "New", "zone": "Europe/Lisbon", **_PASSWORDS},
    ("accounts.profile_post", "POST"): {
        "name": "Renamed",
        "zone": "Europe/Lisbon",
        "day_boundary": "4",
        "language": "en-GB",
        "theme": "auto",
    },
    ("accounts.change_password_post", "POST"): {"current": "not hers at all", **_PASSWORDS},
    ("accounts.forgotten_post", "POST"): {"email": "cleo@example.org"},
    ("accounts.reset_post", "POST"): _PASSWORDS,
    ("accounts.invite", "POST"): {"email": "somebody@example.org", "role": "doctor"},
    ("access.invite", "POST"): {"notes": "y"},
    ("access.change", "POST"): {"notes": "y"},
    ("entries.log_post", "POST"): _ENTRY,
    ("entries.edit_post", "POST"): _ENTRY,
    ("clinic.add_visit", "POST"): {"held_on": "2026-06-15", "note": "typed by the matrix"},
    ("clinic.edit_visit", "POST"): {"held_on": "2026-06-15", "note": "typed by the matrix"},
}

# A refused sign-in is noted; nothing else writes where it refuses.
WRITES_ON_LOOK = {("accounts.sign_in_post", "POST"): {"audit_events"}}


def _parse(table: str) -> dict[tuple[str, str], tuple[int, ...]]:
    rows = [line.split() for line in table.splitlines() if line.strip()][1:]
    parsed = {(name, method): tuple(map(int, answers)) for method, name, *answers in rows}
    assert len(parsed) == len(rows), "a route is listed twice"
    assert {len(answers) for answers in parsed.values()} == {len(VISITORS)}
    return parsed


TABLE = _parse(_TABLE)
