"""Guards between the password and the code, and around passkeys."""

from tests.mutants.guards import Single

SECOND = "tests/auth/second_step"
PROVING = f"{SECOND}/test_reauthentication.py"
OUT = (f"{SECOND}/test_passkeys.py::test_each_change_of_the_second_step_signs_other_browsers_out",)
SECOND_STEP = (
    # passkeys
    Single(
        "diary/auth/actions/passkeys.py",
        "if (row.purpose, row.user_id) != (purpose, person_id):",
        "if False:",
        (
            f"{SECOND}/test_passkeys.py::test_a_question_for_something_else_signs_nobody_in",
            f"{SECOND}/test_passkeys.py::test_a_question_for_somebody_else_is_none",
        ),
    ),
    Single(
        "diary/auth/actions/passkeys.py",
        "row is None or not still_open(row.expires_at_utc, clock.now(), QUESTION_LASTS)",
        "row is None",
        (f"{SECOND}/test_passkeys.py::test_a_question_is_open_for_five_minutes",),
    ),
    Single(
        "diary/auth/actions/passkeys.py",
        "hers = Passkey.user_id == viewer.user_id",
        "hers = Passkey.user_id.is_not(None)",
        (f"{SECOND}/test_passkeys.py::test_she_removes_her_own_and_nobody_elses",),
    ),
    Single(
        "diary/auth/presented_factor.py",
        "passkey is not None and person_id in (None, passkey.user_id)",
        "passkey is not None",
        (f"{SECOND}/test_passkeys.py::test_somebody_elses_passkey_does_not_show_that_it_is_her",),
    ),
    Single(
        "diary/auth/routes/passkeys.py",
        "(who is not None and who.user_id != presented.person_id)",
        "False",
        (f"{SECOND}/test_passkeys.py::test_after_her_password_only_her_own_passkey_counts",),
    ),
    Single(
        "diary/auth/actions/passkeys.py",
        "Passkey.id == passkey_id, grown)",
        "Passkey.id == passkey_id)",
        (f"{SECOND}/test_passkeys.py::test_of_two_answers_with_the_same_count_one_counts",),
    ),
    # asked again who she is
    Single(
        "diary/auth/reauthentication.py",
        "return self.app or self.passkey",
        "return False",
        (f"{PROVING}::test_a_password_alone_shows_nothing",),
    ),
    Single(
        "diary/auth/reauthentication.py",
        "return self.app or self.passkey",
        "return self.app",
        (f"{PROVING}::test_with_a_passkey_alone_the_password_needs_a_recovery_code",),
    ),
    Single(
        "diary/auth/reauthentication.py",
        "if not _is_her_password(form):",
        "if False:",
        (f"{PROVING}::test_a_slip_in_the_password_uses_no_code_up",),
    ),
    Single(
        "diary/auth/reauthentication.py",
        "DEVICE_LIMIT), *codes)",
        "DEVICE_LIMIT))",
        (f"{PROVING}::test_wrong_codes_here_and_at_signing_in_are_counted_together",),
    ),
    Single(
        "diary/auth/forms.py",
        "if second_step and not (",
        "if False and not (",
        (f"{PROVING}::test_a_password_alone_shows_nothing",),
    ),
    # a change of the second step signs the others out
    Single(
        "diary/auth/actions/second_step.py",
        "    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)\n"
        "    record(session, Event.ACCOUNT_CODE_APP,",
        "    record(session, Event.ACCOUNT_CODE_APP,",
        OUT,
    ),
    Single(
        "diary/auth/actions/second_step.py",
        "    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)\n"
        "    record(session, Event.ACCOUNT_CODE_APP_END",
        "    record(session, Event.ACCOUNT_CODE_APP_END",
        OUT,
    ),
    Single(
        "diary/auth/actions/passkeys.py",
        "    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)\n"
        "    record(session, Event.ACCOUNT_PASSKEY,",
        "    record(session, Event.ACCOUNT_PASSKEY,",
        OUT,
    ),
    Single(
        "diary/auth/actions/passkeys.py",
        "    end_all_sign_ins(session, viewer.user_id, keep=viewer.sign_in_id)\n"
        "    record(session, Event.ACCOUNT_PASSKEY_END",
        "    record(session, Event.ACCOUNT_PASSKEY_END",
        OUT,
    ),
    Single(
        "diary/auth/actions/second_step.py",
        "(AuthenticatorApp, RecoveryCode, Passkey)",
        "(AuthenticatorApp, Passkey)",
        (f"{SECOND}/test_setting_up.py",),
    ),
    Single(
        "diary/auth/rate_limit.py",
        '(f"code:account:{person_id}", ACCOUNT_LIMIT)',
        '(f"code:account:{person_id}:{held}", ACCOUNT_LIMIT)',
        (f"{SECOND}/test_sign_in.py::test_a_made_up_device_has_no_count_of_its_own",),
    ),
    # the second step of signing in
    Single(
        "diary/auth/sessions.py",
        "    logout_user()\n    cookie.clear()\n    cookie[PENDING]",
        "    cookie[PENDING]",
        (f"{SECOND}/test_sign_in.py",),
    ),
    Single(
        "diary/auth/sessions.py",
        "    _end_locked()\n    logout_user()",
        "    logout_user()",
        ("tests/auth/test_device_lock.py",),
    ),
    Single(
        "diary/web/guards.py",
        'if who.second_step_due and not view.__dict__.get("unfinished"):',
        "if False:",
        (f"{SECOND}/test_staff.py",),
    ),
    Single(
        "diary/auth/rules.py",
        "role is not Role.PATIENT and not is_demo and ",
        "role is Role.ADMIN and not is_demo and ",
        (f"{SECOND}/test_staff.py",),
    ),
    Single(
        "diary/auth/routes/sign_in.py",
        "if queries.has_second_step(transaction(), known.user_id):",
        "if False:",
        (f"{SECOND}/test_sign_in.py::test_the_right_password_signs_nobody_in",),
    ),
    Single(
        "diary/auth/actions/second_step.py",
        "is_unused(step, app.last_step, now)",
        "is_unused(step, 0, now)",
        (f"{SECOND}/test_sign_in.py::test_a_code_works_once_however_it_is_written",),
    ),
    Single(
        "diary/auth/actions/second_step.py",
        "RecoveryCode.used_at_utc.is_(None),\n",
        "",
        (f"{SECOND}/test_recovery_codes.py::test_two_who_spend_one_recovery_code_at_once",),
    ),
    Single(
        "diary/auth/queries.py",
        "open_until(PendingSignIn.expires_at_utc, clock.now(), rules.PENDING_SIGN_IN_LASTS),\n",
        "",
        (f"{SECOND}/test_sign_in.py::test_the_second_step_is_open_for_ten_minutes",),
    ),
    Single(
        "diary/auth/actions/sign_ins.py",
        "session.execute(delete(PendingSignIn).where(PendingSignIn.user_id == user_id))",
        "pass",
        (f"{SECOND}/test_sign_in.py::test_a_new_password_ends_a_second_step_that_is_open",),
    ),
)
