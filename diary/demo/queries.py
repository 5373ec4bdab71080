"""Whether the invented people are here."""

from sqlalchemy.orm import Session

from diary.accounts.queries import find_user_by_email
from diary.demo.rules import ANA


def is_filled(session: Session) -> bool:
    """Whether Ana is here, and is the invented one."""
    ana = find_user_by_email(session, ANA.email)
    return ana is not None and ana.is_demo
