"""Guards of the words that a page keeps for their writer, and of the note of a refusal."""

from tests.mutants.guards import Single

KEPT = ("tests/auth/test_form_recovery.py",)
KEEPING = (
    Single(
        "diary/web/form_recovery.py",
        "who.user_id == words.person and not who.locked",
        "not who.locked",
        KEPT,
    ),
    Single(
        "diary/web/form_recovery.py",
        " and not who.locked",
        "",
        KEPT,
    ),
    Single(
        "diary/web/form_recovery.py",
        " and words.address == request.path",
        "",
        KEPT,
    ),
    Single(
        "diary/web/form_recovery.py",
        "clock.now() - words.at < LASTS and ",
        "",
        KEPT,
    ),
    Single(
        "diary/web/form_recovery.py",
        "if not _ours(pair[0])",
        "",
        KEPT,
    ),
    Single(
        "diary/web/form_recovery.py",
        "request.blueprint != ASKING",
        "True",
        KEPT,
    ),
    Single(
        "diary/app.py",
        "denied_requests.record_denied,",
        "",
        ("tests/whole_app/test_looks.py",),
    ),
)
