"""Guards that stand alone, by their file and their text."""

from tests.mutants.closed_accounts import CLOSING
from tests.mutants.guards import Single
from tests.mutants.invitations import JOINING
from tests.mutants.kinds import OWNERS, ROWS, SCOPES, WAY_IN
from tests.mutants.operations import KEEPING
from tests.mutants.second_step import SECOND_STEP

ACCESS = ("tests/access", "tests/whole_app/test_own_rows.py", "tests/whole_app/test_alike.py")
ROUTES = "tests/whole_app/test_routes.py::test_the_answer_is_the_one_in_the_table"


def cell(method: str, address: str, visitor: str) -> str:
    """One answer of the table."""
    return f"{ROUTES}[{method} {address} by {visitor}]"


LOCKED = "tests/auth/test_device_lock.py::test_every_page_that_is_hers_asks_for_the_pin"
CHART = "/patients/<patient_id>"
FOREIGN = (
    "tests/whole_app/test_hostile_input.py::test_a_form_without_its_token_is_refused[/profile]"
)
TOLD = ("tests/db/test_errors.py",)
COOKIES = ("tests/whole_app/test_headers.py",)
SINGLES = (
    # the gate itself
    Single(
        "diary/web/guards.py",
        "if who.role not in admitted:",
        "if False:",
        (cell("GET", "/clinic", "ana"), cell("GET", "/patients", "ana")),
    ),
    Single(
        "diary/web/guards.py", "if who is None:", "if False:", (cell("GET", "/more", "nobody"),)
    ),
    Single(
        "diary/web/guards.py",
        'current_app.logger.exception("refused a view that declares no guard")\n        abort(404)',
        "return None",
        ("tests/whole_app/test_headers.py",),
    ),
    *SECOND_STEP,
    *JOINING,
    *CLOSING,
    Single("diary/web/guards.py", "person.locked and not _runs", "False and not _runs", (LOCKED,)),
    Single("diary/app.py", "device_lock.ask_for_pin, ", "", (LOCKED,)),
    Single(
        "diary/auth/actions/pins.py",
        "row is None or row.wrong >= PIN_TRIES",
        "row is None",
        ("tests/auth/test_device_lock.py",),
    ),
    Single(
        "diary/auth/device_lock.py",
        "if not left:\n            actions",
        "if False:\n            actions",
        ("tests/auth/test_device_lock.py",),
    ),
    Single("diary/app.py", ", guards.check_view)", ")", (cell("GET", "/more", "nobody"),)),
    # the diary that is opened
    Single("diary/access/queries.py", "if viewer.user_id == patient_id:", "if True:", ACCESS),
    Single(
        "diary/access/queries.py",
        "return None if link is None else _opened(viewer, patient, link)",
        "return _opened(viewer, patient, link or CareLink(notes=False, costs=False))",
        (cell("GET", CHART, "unlinked"),),
    ),
    Single(
        "diary/access/queries.py",
        ".where(CareLink.patient_id == patient_id)",
        "",
        (cell("GET", CHART, "unlinked"),),
    ),
    Single(
        "diary/access/queries.py",
        "CareLink.revoked_at_utc.is_(None),\n",
        "",
        (cell("GET", CHART, "revoked"),),
    ),
    Single(
        "diary/access/queries.py",
        "or_(CareLink.ends_at_utc.is_(None), CareLink.ends_at_utc > now),",
        "",
        (cell("GET", CHART, "expired"),),
    ),
    Single(
        "diary/access/queries.py",
        "CareLink.doctor_id == doctor_id, ",
        "",
        (cell("GET", CHART, "unlinked"),),
    ),
    Single(
        "diary/access/queries.py",
        "if viewer.role is not Role.DOCTOR:\n        return None",
        "pass",
        ACCESS,
    ),
    Single(
        "diary/access/queries.py",
        "if viewer.role is not Role.DOCTOR:\n        return []",
        "pass",
        ACCESS,
    ),
    Single(
        "diary/access/queries.py",
        "            User.role == Role.PATIENT,\n            User.disabled_at_utc.is_(None),",
        "            User.role == Role.PATIENT,",
        ("tests/whole_app/test_alike.py",),
    ),
    Single(
        "diary/access/queries.py",
        ".where(User.role == Role.PATIENT, User.disabled_at_utc.is_(None))",
        ".where(User.role == Role.PATIENT)",
        ("tests/whole_app/test_filters_alone.py",),
    ),
    Single("diary/access/queries.py", "sees_notes=link.notes", "sees_notes=True", SCOPES),
    Single("diary/access/queries.py", "sees_costs=link.costs", "sees_costs=True", SCOPES),
    Single("diary/access/queries.py", "may_write=False", "may_write=True", ACCESS),
    Single("diary/access/queries.py", "is_owner=False", "is_owner=True", (*ACCESS, *OWNERS)),
    # a code
    Single(
        "diary/access/actions.py",
        "if code is None or doctor.role is not Role.DOCTOR:",
        "if code is None:",
        ACCESS,
    ),
    Single(
        "diary/access/actions.py",
        "token_hash(code),\n            CareInvitation.used_at_utc.is_(None),",
        "token_hash(code),",
        ACCESS,
    ),
    Single(
        "diary/access/actions.py",
        "            open_until(CareInvitation.expires_at_utc, clock.now(), INVITATION_LASTS),\n",
        "",
        ACCESS,
    ),
    Single("diary/access/actions.py", "CareInvitation.code_hash == token_hash(code),", "", ACCESS),
    Single(
        "diary/access/actions.py",
        "            User.disabled_at_utc.is_(None),\n",
        "",
        ("tests/whole_app/test_alike.py",),
    ),
    Single("diary/access/actions.py", "older.revoked_at_utc = now", "pass", ACCESS),
    Single(
        "diary/access/actions.py",
        "    row.revoked_at_utc = clock.now()",
        "    pass",
        ACCESS,
    ),
    # the doctor's own
    Single(
        "diary/clinic/queries/visits.py",
        "visit.note if is_mine else None",
        "visit.note",
        (cell("GET", CHART, "narrow"), "tests/clinic/test_visits.py"),
    ),
    Single(
        "diary/access/opening.py",
        "if (patient_id is None) != (viewer().role is Role.PATIENT):",
        "if False:",
        (
            cell("GET", f"{CHART}/report", "ana"),
            cell("GET", f"{CHART}/relief.json", "ana"),
            cell("GET", f"{CHART}/sessions", "ana"),
            cell("GET", f"{CHART}/sessions/new", "ana"),
        ),
    ),
    # nobody looks unnoted
    Single(
        "diary/access/opening.py",
        "actions.record_view(session, diary, page)",
        "pass",
        ("tests/whole_app/test_looks.py",),
    ),
    Single(
        "diary/clinic/routes/patients.py",
        "actions.record_list_view(session, viewer(), matches)",
        "pass",
        ("tests/whole_app/test_looks.py",),
    ),
    # what is undone names no head, or it would look cut off ever after
    Single(
        "diary/audit/actions.py",
        "if session.in_nested_transaction():",
        "if False:",
        ("tests/audit/test_chain.py",),
    ),
    # forms and phones of ours, and of no other site
    Single("diary/app.py", "extensions.csrf.init_app(app)", "pass", (FOREIGN,)),
    Single(
        "diary/sync/routes/sync.py",
        'if site != "same-origin":',
        "if False:",
        ("tests/sync/test_routes.py",),
    ),
    Single(
        "diary/web/json_body.py",
        'if request.mimetype != "application/json":',
        "if False:",
        ("tests/sync/test_routes.py", "tests/whole_app/test_hostile_input.py"),
    ),
    Single(
        "diary/web/body_limits.py",
        "if request.method not in SAFE and view is not None and not _fits(view):",
        "if False:",
        ("tests/whole_app/test_hostile_input.py",),
    ),
    Single(
        "diary/web/body_limits.py",
        "if upload and signed_in_person() is not None:",
        "if upload:",
        ("tests/web/test_body_limits.py",),
    ),
    Single(
        "diary/sync/routes/sync.py",
        "if batch.person != viewer().user_id:",
        "if False:",
        ("tests/sync/test_routes.py",),
    ),
    Single(
        "diary/sync/actions/entries.py",
        "if queries.is_id_taken(session, item.object_id):",
        "if False:",
        ROWS,
    ),
    Single(
        "diary/sync/queries.py",
        "if row is not None and row.patient_id != diary.patient_id:",
        "if False:",
        ROWS,
    ),
    Single(
        "diary/entries/actions/entries.py",
        "if answers is None or find_treatment(session, diary, answers.session_id) is None:",
        "if answers is None:",
        ROWS,
    ),
    Single(
        "diary/reminders/rules/push_services.py",
        'return parts.scheme == "https" and known and port in (None, 443)',
        'return parts.scheme == "https"',
        ("tests/reminders/test_rules.py",),
    ),
    # cookies, each of them
    *(
        Single(
            file,
            text,
            text.replace("True", "False").replace("secure=secure", "secure=False"),
            COOKIES,
        )
        for file, text in (
            ("diary/app.py", "SESSION_COOKIE_HTTPONLY=True"),
            ("diary/auth/sessions.py", "httponly=True"),
            ("diary/auth/presented_factor.py", "httponly=True"),
            ("diary/auth/sessions.py", "max_age=device_owner.LASTS, secure=secure"),
            ("diary/auth/presented_factor.py", "max_age=QUESTION_LASTS, secure=secure"),
            ("diary/web/device_cookies.py", "max_age=LASTS, secure=secure"),
        )
    ),
    # an error tells no row; guards of PostgreSQL alone are tried where it runs
    Single(
        "diary/db/engine.py",
        'must not hold what somebody wrote\n        "hide_parameters": True,',
        "must not hold what somebody wrote",
        TOLD,
    ),
    # an address that nobody has costs what one costs that is known
    Single(
        "diary/auth/rules.py",
        "password_hash or NOBODY",
        'password_hash or "$"',
        ("tests/auth/test_sign_in.py",),
    ),
    # signed out without a network
    Single("diary/auth/sessions.py", "if device_owner.has_left(viewer):", "if False:", WAY_IN),
    Single(
        "diary/web/device_owner.py",
        "who.role is Role.PATIENT and request",
        "request",
        ("tests/auth/test_sign_in.py",),
    ),
    # a password that is another one by now
    Single(
        "diary/auth/routes/sign_in.py",
        "if not actions.still_has_password(transaction(), known.user_id, known.password_hash):",
        "if False:",
        ("tests/auth/test_concurrent_changes.py",),
    ),
    Single(
        "diary/auth/actions/passwords.py",
        "if not still_has_password(session, viewer.user_id, checked):",
        "if False:",
        ("tests/auth/test_concurrent_changes.py",),
    ),
    # a sign-in
    Single("diary/auth/queries.py", "        SignIn.ended_at_utc.is_(None),\n", "", WAY_IN),
    Single(
        "diary/auth/queries.py",
        "        open_until(SignIn.expires_at_utc, now, max(rules.SIGN_IN_LASTS.values())),\n",
        "",
        WAY_IN,
    ),
    Single("diary/auth/queries.py", "used > now - idle.patients", "True", WAY_IN),
    Single("diary/auth/queries.py", "used > now - idle.staff", "True", WAY_IN),
    Single("diary/auth/sessions.py", "    _note_use(viewer)\n", "", WAY_IN),
    Single(
        "diary/auth/queries.py",
        "SignIn.user_id == viewer.user_id, *_lasts(idle)",
        "*_lasts(idle)",
        WAY_IN,
    ),
    Single(
        "diary/auth/actions/sign_ins.py",
        "SignIn.id == sign_in_id,\n            SignIn.user_id == viewer.user_id,\n",
        "SignIn.id == sign_in_id,\n",
        WAY_IN,
    ),
    Single(
        "diary/auth/queries.py",
        "            EmailChange.user_id == viewer.user_id,\n",
        "",
        WAY_IN,
    ),
    *KEEPING,
    Single(
        "diary/auth/queries.py",
        "        ),\n        User.disabled_at_utc.is_(None),\n",
        "        ),\n",
        ("tests/whole_app/test_alike.py",),
    ),
    Single(
        "diary/auth/queries.py",
        "SignIn.token_hash == token_hash(token), *",
        "*",
        WAY_IN,
    ),
    Single(
        "diary/accounts/queries.py",
        "User.clinic_id == clinic_id, ",
        "",
        ("tests/whole_app/test_own_rows.py",),
    ),
    Single(
        "diary/accounts/queries.py",
        ", User.role != Role.PATIENT",
        "",
        ("tests/whole_app/test_own_rows.py",),
    ),
    Single(
        "diary/accounts/queries.py",
        "where(Invitation.clinic_id == clinic_id, *_waits())",
        "where(*_waits())",
        ("tests/whole_app/test_own_rows.py",),
    ),
    Single(
        "diary/auth/queries.py",
        "            PasswordReset.used_at_utc.is_(None),\n",
        "",
        ("tests/auth/test_password_reset.py",),
    ),
    Single(
        "diary/auth/queries.py",
        "open_until(PasswordReset.expires_at_utc, now or clock.now(), rules.RESET_LASTS),\n",
        "",
        ("tests/auth/test_password_reset.py",),
    ),
    Single(
        "diary/auth/sessions.py",
        "    cookie.clear()\n    cookie.permanent",
        "    cookie.permanent",
        WAY_IN,
    ),
)
