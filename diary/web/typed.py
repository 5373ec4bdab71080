"""What somebody typed into a form that could not be kept: it stays on the page of the fault."""

from uuid import UUID

from flask import current_app, request
from flask_login import current_user
from itsdangerous import BadSignature, URLSafeSerializer

from diary.web import over
from diary.web.origin import from_our_own_page

WRITING = frozenset({"entries", "treatments", "clinic"})  # where words are typed and none is secret
UNDER = "typed_under"  # the field that says under whose sign-in it was
Fields = list[tuple[str, str]]


def typed() -> Fields:
    """The fields of a form that is about a diary, to be sent again as they are."""
    if request.method != "POST" or request.blueprint not in WRITING:
        return []
    return list(request.form.items(multi=True))


def typed_when_over() -> Fields | None:
    """What was sent under a sign-in that had come to its end, and whose it was; else nothing."""
    person, fields = over.of_whom(), typed()
    if person is None or not fields:
        return None
    others = [pair for pair in fields if pair[0] != UNDER]
    return [*others, (UNDER, _sign().dumps(str(person)))]


def typed_before() -> Fields:
    """The same, sent again after signing in: for the person under whose sign-in it was typed.

    Nobody else gets it offered, or words of hers would end in another's diary.
    """
    if not from_our_own_page() or not current_user.is_authenticated:
        return []
    try:
        person = UUID(_sign().loads(request.form.get(UNDER, "")))
    except (BadSignature, ValueError):
        return []
    if person != current_user.viewer.user_id:
        return []
    return [pair for pair in typed() if pair[0] not in (UNDER, "csrf_token")]


def _sign() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="typed under")
