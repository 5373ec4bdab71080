"""What somebody typed into a form that could not be kept: it stays on the page that says so.

Nothing of it is stored. Where the sign-in is over, the page holds the words sealed, in one field:
for the person who typed them, for the address that they were sent to, and for a day. They come
back to their writer, once signed in again, with a button that saves them, and to nobody else.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app, render_template, request
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer

from diary import clock
from diary.domain.people import Viewer
from diary.extensions import settings
from diary.keys import DecryptionFailed
from diary.request_state import request_state
from diary.web.origin import from_our_own_page
from diary.web.safe_redirect import inside

# The forms of this blueprint ask for passwords, PINs and codes, which no page may hold.
ASKING = "auth"
OURS = frozenset({"csrf_token", "lock_pin"})
KEPT = "typed_kept"  # the field that holds them sealed
LASTS = timedelta(days=1)
PLACE = "words of a form"
SIGNED_OUT = "You are signed out."
TOKEN = "csrf_token"  # noqa: S105 the name of a field
Fields = list[tuple[str, str]]


@dataclass(frozen=True)
class FormWords:
    """What was typed: by whom, for which address, when."""

    person: UUID
    address: str
    at: datetime
    fields: Fields


def stays() -> bool:
    """Whether what this request sends may stand in a page: no secret, and no file."""
    may = request.blueprint != ASKING
    return request.method == "POST" and may and not request.files


def typed() -> Fields:
    """The fields of this form, to be sent again as they are."""
    if not stays():
        return []
    return [pair for pair in request.form.items(multi=True) if not _ours(pair[0])]


def _ours(name: str) -> bool:
    return name in OURS or name == KEPT or name.startswith("proof_")


def sealed_for(person: UUID) -> str | None:
    """Seal what was typed for this person alone. Return None where nothing was."""
    fields = typed()
    return _sealed(FormWords(person, request.path, clock.now(), fields)) if fields else None


def _sealed(words: FormWords) -> str:
    parts = [str(words.person), words.address, words.at.isoformat(), words.fields]
    text = json.dumps(parts, ensure_ascii=False).encode()
    return settings().keys.fields.seal(text, PLACE)


def when_over(why: str | None = None, person: UUID | None = None) -> str | None:
    """Return the page for what was sent after a sign-in had ended, if anything was typed."""
    ended = request_state().ended_sign_in
    person = person or (ended.user_id if ended else None)
    sealed = sealed_for(person) if person else None
    if sealed is None:
        return None
    return page_for(sealed, request.path, why or (ended.reason.words if ended else SIGNED_OUT))


def page_for(sealed: str, address: str, why: str) -> str:
    """The page that holds sealed words until their writer is back."""
    return render_template("errors/signed_out.html", kept=sealed, address=address, why=why)


def left_with(sealed: str) -> str | None:
    """Return the page for words that were sealed before, unless they are too old."""
    words = _opened(sealed)
    return page_for(sealed, words.address, SIGNED_OUT) if words else None


def sent_again() -> tuple[str, int]:
    """The answer to a form whose token is not of this sign-in, where it says whose words it holds.

    The same person is offered them, with a token of now. Whoever else is there, or nobody, gets
    them sealed, or one person's words would end in another's diary.
    """
    words = _sent() if from_our_own_page() else None
    if words is None:
        return render_template("errors/csrf.html", gone=KEPT in request.form), 400
    who = current_user.viewer if current_user.is_authenticated else None
    if who is not None and who.user_id == words.person and not who.locked:
        return render_template("errors/csrf.html", kept=words.fields), 400
    why, status = _barred(who, words)
    sealed = request.form.get(KEPT) or _sealed(words)
    return page_for(sealed, words.address, why), status


def _barred(who: Viewer | None, words: FormWords) -> tuple[str, int]:
    """Why words are not shown, and the number of that answer."""
    if who is None:
        return SIGNED_OUT, 401
    if who.user_id != words.person:
        return "Somebody else is signed in here.", 400
    return "Your diary is locked.", 423


def _sent() -> FormWords | None:
    """Read the words of a form and who typed them, from the sealed field or from its token."""
    if KEPT in request.form:
        words = _opened(request.form[KEPT])
        return words if words and words.address == request.path else None
    person, fields = _named(request.form.get(TOKEN, "")), typed()
    return FormWords(person, request.path, clock.now(), fields) if person and fields else None


def token_of(person: UUID, random: str) -> str:
    """What the token of every form of a sign-in is made from: it says under whom it was shown."""
    return f"{random}.{person}"


def _named(token: str) -> UUID | None:
    """Whose page a form's token comes from, also when that sign-in is long over."""
    signer = URLSafeTimedSerializer(str(current_app.secret_key), salt="wtf-csrf-token")
    try:
        return UUID(str(signer.loads(token)).partition(".")[2])
    except (BadData, ValueError):
        return None


def _opened(sealed: str) -> FormWords | None:
    """Open sealed words. Return None for what was not sealed here or is older than a day."""
    try:
        person, address, at, fields = json.loads(settings().keys.fields.open(sealed, PLACE))
    except (DecryptionFailed, ValueError):
        return None
    words = FormWords(
        UUID(person), address, datetime.fromisoformat(at), [(n, v) for n, v in fields]
    )
    return words if clock.now() - words.at < LASTS and inside(words.address) else None
