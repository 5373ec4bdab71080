"""Mails about changes to an account, sent once the change is committed.

They are neutral: somebody reading over a shoulder must not learn what the account is for.
"""

from sqlalchemy import event
from sqlalchemy.orm import Session

from diary import clock
from diary.accounts import senders
from diary.auth.actions import AddressChange
from diary.domain.calendar import wall_of
from diary.extensions import settings
from diary.web.addresses import absolute_url
from diary.web.background import later

NEW_DEVICE = "A new sign-in"
NEW_DEVICE_WORDS = """\
Somebody signed in to your account in a browser that was new to it:
{device}, {at}.

If it was you, there is nothing to do. If it was not, sign that device out and change your password:

{page}"""
CHANGED = "Your password was changed"
CHANGED_WORDS = """\
The password of your account was changed:
{at}.

If it was you, there is nothing to do. If it was not, choose a new one on this page:

{page}"""

STEP = "The second step of your sign-in was changed"
STEP_WORDS = """\
The second step of signing in to your account was changed:
{what}, {at}.

If it was you, there is nothing to do. If it was not, remove what is not yours on \
this page, and change your password; a new password alone leaves a passkey as it is:

{page}

If you cannot get in, tell those who run it: they can sign everybody out and turn the second step \
off."""
TURNED_ON = "an app's codes were turned on"
TURNED_OFF = "an app's codes were turned off"
PASSKEY_ADDED = "a passkey was added"
PASSKEY_REMOVED = "a passkey was removed"
NEW_CODES = "new recovery codes were made, and the old ones ended"
MOVED = "Your e-mail address was changed"
MOVED_WORDS = """\
The e-mail address of your account was changed:
{at}.

{told}"""
TOLD_OLD = """\
We will no longer write to this address. If it was not you, tell those who run it at once: they \
can sign everybody out and give the account back to you."""
TOLD_NEW = "From now on you sign in with this address."


def notify_new_device(session: Session, email: str, zone: str, device: str) -> None:
    """Tell a person that somebody signed in with a browser new to the account."""
    page = absolute_url("auth.devices")
    words = NEW_DEVICE_WORDS.format(device=device, at=_at(zone), page=page)
    _tell(session, email, NEW_DEVICE, words)


def notify_password_change(session: Session, email: str, zone: str) -> None:
    """Tell a person that their password was changed."""
    words = CHANGED_WORDS.format(at=_at(zone), page=absolute_url("auth.forgotten"))
    _tell(session, email, CHANGED, words)


def notify_second_step_change(session: Session, email: str, zone: str, what: str) -> None:
    """Tell a person that their second step was turned on, off or renewed."""
    words = STEP_WORDS.format(what=what, at=_at(zone), page=absolute_url("auth.second_step"))
    _tell(session, email, STEP, words)


def notify_email_change(session: Session, moved: AddressChange, zone: str) -> None:
    """Tell both addresses of the change, so that nobody takes an account away unseen."""
    for email, advice in ((moved.old, TOLD_OLD), (moved.new, TOLD_NEW)):
        _tell(session, email, MOVED, MOVED_WORDS.format(at=_at(zone), told=advice))


def _tell(session: Session, to: str, subject: str, words: str) -> None:
    """Send the mail after this transaction commits, beside the answer."""
    smtp = settings().smtp

    def send(_session: Session) -> None:
        later(lambda: senders.send_words(smtp, to, subject, words), mails=True)

    if smtp is not None:
        event.listen(session, "after_commit", send, once=True)


def _at(zone: str) -> str:
    """This moment, on the person's own clock."""
    wall = wall_of(clock.now(), zone)
    return f"{wall.day} {wall:%B %Y, %H:%M} ({zone})"
