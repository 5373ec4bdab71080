"""Guards of links by which an account is made: an invitation's, or one that she asked for."""

from tests.mutants.guards import Single

SIGNING_UP = "tests/auth/test_sign_up.py"
JOINING = (
    Single(
        "diary/accounts/queries.py",
        "return Invitation.used_at_utc.is_(None), lasts",
        "return lasts, lasts",
        (SIGNING_UP,),
    ),
    Single(
        "diary/accounts/queries.py",
        "return Invitation.used_at_utc.is_(None), lasts",
        "return (Invitation.used_at_utc.is_(None),)",
        (SIGNING_UP,),
    ),
    Single(
        "diary/accounts/actions/people.py",
        "        link.used_at_utc = clock.now()\n",
        "        pass\n",
        (SIGNING_UP,),
    ),
    Single(
        "diary/auth/queries.py",
        "        used <= now + MAY_JUMP,\n",
        "",
        ("tests/auth/test_wrong_clock.py",),
    ),
    # a diary that is started by a mailed link
    Single(
        "diary/auth/actions/sign_up.py",
        "if user is not None:",
        "if user is not None and False:",
        (SIGNING_UP,),
    ),
    Single(
        "diary/auth/routes/sign_up.py",
        'address_try("sign-up", SIGN_UP_PLACE_LIMIT), inbox)',
        'address_try("sign-up", SIGN_UP_PLACE_LIMIT))',
        (SIGNING_UP,),
    ),
    Single(
        "diary/auth/routes/sign_up.py",
        'address_try("sign-up", SIGN_UP_PLACE_LIMIT), ',
        "",
        (SIGNING_UP,),
    ),
    Single(
        "diary/auth/routes/invitations.py",
        " or queries.find_user_by_email(looking, invitation.email) is not None",
        "",
        (SIGNING_UP,),
    ),
)
