"""Guards of accounts that are closed, and of who may close one."""

from tests.mutants.guards import Single

CLOSED = ("tests/access/test_closing.py",)
CLOSING = (
    Single(
        "diary/access/actions.py",
        "if not accounts.is_account_open(session, doctor.user_id):",
        "if False:",
        CLOSED,
    ),
    Single(
        "diary/accounts/actions/people.py",
        "User.id == user_id, User.disabled_at_utc.is_(None)",
        "User.id == user_id",
        CLOSED,
    ),
    Single(
        "diary/auth/actions/closed_accounts.py",
        "actor_id != OPERATOR and _is_last_admin(session, user)",
        "False",
        CLOSED,
    ),
    Single(
        "diary/auth/actions/closed_accounts.py",
        "if person is None or person.role == Role.PATIENT:",
        "if person is None:",
        CLOSED,
    ),
    Single(
        "diary/auth/actions/closed_accounts.py",
        "if actor_id not in (OPERATOR, person_id) and not is_account_open(session, actor_id):",
        "if False:",
        CLOSED,
    ),
    Single(
        "diary/auth/actions/closed_accounts.py",
        " or user.password_hash == NO_PASSWORD",
        "",
        CLOSED,
    ),
    Single(
        "diary/access/queries.py",
        "            User.clinic_id == admin.clinic_id,\n",
        "",
        CLOSED,
    ),
    Single(
        "diary/auth/actions/passwords.py",
        "user.password_hash == checked and user.disabled_at_utc is None",
        "user.password_hash == checked",
        CLOSED,
    ),
)
