"""Guards of who may open a diary, what is recorded of it, and what a phone may send."""

from flask import abort
from sqlalchemy.orm import Session

from diary import app
from diary.access import actions as access_actions
from diary.access import opening
from diary.access import queries as access
from diary.access.models import CareInvitation, CareLink
from diary.access.rules import OpenDiary
from diary.accounts import queries as accounts
from diary.accounts.actions import people
from diary.accounts.models import User
from diary.audit import actions as audit
from diary.auth import denied_requests, device_lock
from diary.clinic import actions as clinic_actions
from diary.clinic.queries import visits
from diary.clinic.routes import patients
from diary.db import engine
from diary.domain.people import Viewer
from diary.entries import queries as entry_queries
from diary.entries.actions import entries
from diary.extensions import csrf
from diary.reminders.rules import push_services
from diary.sync import queries as sync_queries
from diary.sync.actions import entries as sync_entries
from diary.sync.routes import sync
from diary.web import body_limits, guards, json_body
from tests.mutants.guards import Guard
from tests.mutants.kinds import OWNERS, ROWS, SCOPES
from tests.mutants.shapes import (
    absences,
    calls,
    clauses,
    grants,
    members,
    options,
    permissions,
    refusals,
    writes,
)

ACCESS = ("tests/access", "tests/whole_app/test_own_rows.py", "tests/whole_app/test_alike.py")
ROUTES = "tests/whole_app/test_routes.py::test_the_answer_is_the_one_in_the_table"
LOCKED = ("tests/auth/test_device_lock.py::test_every_page_that_is_hers_asks_for_the_pin",)
CHART = "/patients/<patient_id>"
CLOSED = ("tests/access/test_closing.py",)
LOOKS = ("tests/whole_app/test_looks.py",)
SYNC = ("tests/sync/test_routes.py",)
HOSTILE = "tests/whole_app/test_hostile_input.py"
OWN_ROWS = ("tests/whole_app/test_own_rows.py",)
ENGINE = ("tests/db/test_engine.py", "tests/db/test_errors.py")
ALIKE = ("tests/whole_app/test_alike.py",)
PUSH = ("tests/reminders/test_rules.py",)


def cell(method: str, address: str, visitor: str) -> str:
    """One answer of the table."""
    return f"{ROUTES}[{method} {address} by {visitor}]"


LINKS = tuple(cell("GET", CHART, visitor) for visitor in ("unlinked", "revoked", "expired"))
PAGES_OF_OTHERS = tuple(
    cell("GET", f"{CHART}/{page}", "ana")
    for page in ("report", "relief.json", "sessions", "sessions/new")
)
DENIED = (
    cell("GET", "/clinic", "ana"),
    cell("GET", "/patients", "ana"),
    "tests/auth/second_step/test_staff.py",
    "tests/whole_app/test_headers.py",
)
NOBODY = (cell("GET", "/more", "nobody"), cell("GET", "/sign-in", "nobody"))
GATE = (
    Guard(guards.check_view, refusals(), DENIED),
    Guard(guards.check_view, absences(), NOBODY),
    Guard(guards.check_view, calls(abort, instead="return None"), DENIED),
    Guard(guards.maybe_viewer, grants(Viewer.locked), LOCKED),
    Guard(app, members(device_lock.ask_for_pin), LOCKED),
    Guard(app, members(guards.check_view), NOBODY),
    Guard(app, members(denied_requests.record_denied), LOOKS),
)
OPENING = (
    Guard(access.open_diary, clauses(User.disabled_at_utc), ALIKE),
    Guard(access.open_diary, grants(), ACCESS),
    Guard(access.open_diary, absences(), (*LINKS, *ALIKE)),
    Guard(access._link, clauses(), LINKS),
    Guard(access._link, refusals(), ACCESS),
    Guard(access._running, clauses(), LINKS),
    Guard(access._links_of, clauses(CareLink.doctor_id), LINKS),
    Guard(access.find_shared_diaries, refusals(), ACCESS),
    Guard(
        access.find_shared_diaries,
        clauses(User.disabled_at_utc),
        ("tests/whole_app/test_filters_alone.py",),
    ),
    Guard(access._opened, permissions(OpenDiary), (*SCOPES, *ACCESS, *OWNERS)),
    Guard(opening._patient_at, refusals(), PAGES_OF_OTHERS),
    # nobody looks unnoted
    Guard(opening.read_diary, calls(access_actions.record_view), LOOKS),
    Guard(patients.patients, calls(clinic_actions.record_list_view), LOOKS),
    # the doctor's own words
    Guard(visits._row, grants(), (cell("GET", CHART, "narrow"), "tests/clinic/test_visits.py")),
    # what is undone names no head, or it would look cut off ever after
    Guard(audit.seal, refusals(Session.in_nested_transaction), ("tests/audit/test_chain.py",)),
    # an error tells no row
    Guard(engine.engine_options, options(hide_parameters="False"), ENGINE),
)
SHARING = (
    Guard(access_actions.accept_invitation, refusals(), (*CLOSED, *ACCESS)),
    Guard(access_actions.accept_invitation, clauses(), (*ACCESS, *ALIKE)),
    Guard(access_actions.add_care_link, writes(CareLink.revoked_at_utc), ACCESS),
    Guard(access_actions.revoke_care_link, writes(CareLink.revoked_at_utc), ACCESS),
    Guard(access_actions.withdraw_invitation, writes(CareInvitation.used_at_utc), ACCESS),
    Guard(access.find_staff_member, clauses(User.clinic_id), CLOSED),
    Guard(people.is_account_open, clauses(User.disabled_at_utc), CLOSED),
    Guard(accounts.list_staff, clauses(), OWN_ROWS),
    Guard(accounts.list_open_invitations, clauses(), OWN_ROWS),
)
SENDING = (
    # forms and phones of ours, and of no other site
    Guard(app, calls(csrf), (f"{HOSTILE}::test_a_form_without_its_token_is_refused[/profile]",)),
    Guard(sync._from_our_own_page, refusals(), SYNC),
    Guard(json_body.json_body, refusals(), (*SYNC, HOSTILE)),
    Guard(body_limits._settle, refusals(), (HOSTILE,)),
    Guard(body_limits._settle, grants(guards.signed_in_person), ("tests/web/test_body_limits.py",)),
    Guard(sync.sync, refusals(guards.viewer), SYNC),
    Guard(sync_entries.add, refusals(entry_queries.is_id_taken), ROWS),
    Guard(sync_queries.find_receipt, refusals(), ROWS),
    Guard(entries._answers, refusals(), ROWS),
    Guard(push_services.may_send_to, grants(), PUSH),
)
READING = (*GATE, *OPENING, *SHARING, *SENDING)
