"""Guards of accounts: signing in, staying in, the second step, mailed links, closed accounts."""

from diary import app
from diary.accounts import queries as accounts
from diary.accounts.actions import people
from diary.accounts.models import Invitation, User
from diary.auth import (
    device_lock,
    forms,
    presented_factor,
    queries,
    rate_limit,
    reauthentication,
    rules,
    sessions,
)
from diary.auth.actions import (
    closed_accounts,
    passkeys,
    passwords,
    pins,
    second_step,
    sign_ins,
    sign_up,
)
from diary.auth.models import (
    AuthenticatorApp,
    Passkey,
    PasswordReset,
    PendingSignIn,
    RecoveryCode,
    SignIn,
)
from diary.auth.one_time_codes import is_unused
from diary.auth.routes import invitations as invitation_routes
from diary.auth.routes import passkeys as passkey_routes
from diary.auth.routes import sign_in as sign_in_routes
from diary.auth.routes import sign_up as sign_up_routes
from diary.web import device_cookies, device_owner, form_recovery
from tests.mutants.guards import Guard
from tests.mutants.shapes import (
    absences,
    alternatives,
    answers,
    arguments,
    calls,
    clauses,
    grants,
    members,
    options,
    refusals,
    writes,
)

SECOND = "tests/auth/second_step"
PASSKEYS = (f"{SECOND}/test_passkeys.py",)
PROVING = (f"{SECOND}/test_reauthentication.py",)
SECOND_STEP = (f"{SECOND}/test_sign_in.py", f"{SECOND}/test_recovery_codes.py")
STAFF = (f"{SECOND}/test_staff.py",)
OUT = (f"{SECOND}/test_passkeys.py::test_each_change_of_the_second_step_signs_other_browsers_out",)
SIGN_UP = ("tests/auth/test_sign_up.py",)
CLOSED = ("tests/access/test_closing.py",)
PIN = ("tests/auth/test_device_lock.py",)
MEANWHILE = ("tests/auth/test_concurrent_changes.py",)
RESET = ("tests/auth/test_password_reset.py",)
WORDS = ("tests/auth/test_form_recovery.py",)
COOKIES = ("tests/whole_app/test_headers.py",)
SIGN_IN = (
    "tests/auth/test_sign_in.py",
    "tests/auth/test_idle.py",
    "tests/auth/test_devices.py",
    "tests/auth/test_wrong_clock.py",
    "tests/whole_app/test_alike.py",
    "tests/whole_app/test_headers.py",
)
STAYING = (
    Guard(queries.find_viewer, clauses(SignIn.token_hash), SIGN_IN),
    Guard(queries._lasts, clauses(), SIGN_IN),
    Guard(sessions._found, refusals(device_owner.has_left), SIGN_IN),
    Guard(sessions._found, calls(sessions._note_use), SIGN_IN),
    Guard(sessions.sign_in_browser, calls(dict.clear), SIGN_IN),
    Guard(device_owner.has_left, grants(), ("tests/auth/test_sign_in.py",)),
    # an address that nobody has costs what one costs that is known
    Guard(rules.password_matches, alternatives(rules.NOBODY), ("tests/auth/test_sign_in.py",)),
    # a password that is another one by now, or of an account that is closed by now
    Guard(sign_in_routes.sign_in_post, refusals(passwords.still_has_password), MEANWHILE),
    Guard(passwords.change_password, refusals(), MEANWHILE),
    Guard(passwords.still_has_password, grants(), (*CLOSED, *MEANWHILE)),
    Guard(pins.count_pin_try, refusals(), PIN),
    Guard(device_lock.open_with, calls(pins.end_guessed_sign_in), PIN),
    # cookies, each of them
    Guard(app._configure, options(SESSION_COOKIE_HTTPONLY="False"), COOKIES),
    Guard(sessions._remember, options(httponly="False", secure="False"), COOKIES),
    Guard(presented_factor._hold, options(httponly="False", secure="False"), COOKIES),
    Guard(device_cookies.write_cookies, options(secure="False"), COOKIES),
)
SECOND_FACTORS = (
    Guard(passkeys.take_question, refusals(), PASSKEYS),
    Guard(passkeys.use_passkey, clauses(), PASSKEYS),
    Guard(passkeys.remove_passkey, clauses(), PASSKEYS),
    Guard(presented_factor.check_passkey, grants(Passkey.user_id), PASSKEYS),
    Guard(passkey_routes.passkey_sign_in, refusals(Passkey.user_id), PASSKEYS),
    # asked again who it is
    Guard(reauthentication.SecondFactors.any, answers("False"), PROVING),
    Guard(reauthentication.SecondFactors.any, alternatives(), PROVING),
    Guard(reauthentication.check_proof, refusals(reauthentication._is_her_password), PROVING),
    Guard(
        reauthentication.check_proof,
        arguments(rate_limit.count_tries),
        (*PROVING, "tests/auth/test_reauthentication.py"),
    ),
    Guard(forms.ProofForm.whole, refusals(), PROVING),
    # a change of the second step signs the others out
    *(
        Guard(action, calls(sign_ins.end_all_sign_ins), OUT)
        for action in (
            second_step.confirm_app,
            second_step.end_app,
            passkeys.add_passkey,
            passkeys.remove_passkey,
        )
    ),
    *(
        Guard(second_step.forget_factors, members(table), (f"{SECOND}/test_setting_up.py",))
        for table in (AuthenticatorApp, RecoveryCode, Passkey)
    ),
    # between the password and the code
    Guard(rate_limit.second_step_tries, grants(queries.is_known_device), SECOND_STEP),
    Guard(sessions.hold_pending_sign_in, calls(sessions._end_locked), PIN),
    Guard(sessions.hold_pending_sign_in, calls(dict.clear), SECOND_STEP),
    Guard(rules.needs_second_step, grants(), STAFF),
    Guard(rules.needs_second_step, answers("False"), STAFF),
    Guard(sign_in_routes.sign_in_post, refusals(queries.has_second_step), SECOND_STEP),
    Guard(second_step._use_app_code, grants(is_unused), SECOND_STEP),
    Guard(second_step._use_recovery_code, clauses(RecoveryCode.used_at_utc), SECOND_STEP),
    Guard(queries.find_pending_sign_in, clauses(PendingSignIn.expires_at_utc), SECOND_STEP),
    Guard(sign_ins.end_all_sign_ins, calls(PendingSignIn), SECOND_STEP),
)
LINKS = (
    Guard(accounts._waits, clauses(), SIGN_UP),
    Guard(people.use_invitation, writes(Invitation.used_at_utc), SIGN_UP),
    Guard(sign_up.start_sign_up, absences(), SIGN_UP),
    Guard(sign_up_routes._asked, arguments(rate_limit.count_tries), SIGN_UP),
    Guard(invitation_routes._form, refusals(accounts.find_user_by_email), SIGN_UP),
    Guard(queries.find_open_reset, clauses(PasswordReset.used_at_utc), RESET),
    Guard(queries.find_open_reset, clauses(PasswordReset.expires_at_utc), RESET),
    # an account that is closed, and who may close one
    Guard(closed_accounts.close_staff, refusals(closed_accounts._is_last_admin), CLOSED),
    Guard(closed_accounts._hold_staff, refusals(), CLOSED),
    Guard(closed_accounts.reopen_staff, refusals(User.password_hash), CLOSED),
)
# the words that a page keeps for their writer alone
KEPT_WORDS = (
    Guard(form_recovery.sent_again, grants(), WORDS),
    Guard(form_recovery._sent, grants(), WORDS),
    Guard(form_recovery._opened, grants(form_recovery.LASTS), WORDS),
    Guard(form_recovery.typed, grants(form_recovery._ours), WORDS),
    Guard(form_recovery.stays, grants(), WORDS),
)
SIGNING_IN = (*STAYING, *SECOND_FACTORS, *LINKS, *KEPT_WORDS)
