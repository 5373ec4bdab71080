"""Addresses, tokens and what a profile may say. Pure."""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from email_validator import EmailNotValidError, validate_email

NO_PASSWORD = "!"  # noqa: S105 the hash of no password: nobody can sign in
INVITATION_LASTS = timedelta(days=14)
LONGEST_EMAIL = 254


class Theme(StrEnum):
    """Colours of the pages."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Language(StrEnum):
    """Language regions: they set how dates, times and numbers read."""

    BRITISH = "en-GB"
    AMERICAN = "en-US"
    IRISH = "en-IE"
    AUSTRALIAN = "en-AU"
    CANADIAN = "en-CA"


LANGUAGE_NAMES = {
    Language.BRITISH: "English (United Kingdom)",
    Language.AMERICAN: "English (United States)",
    Language.IRISH: "English (Ireland)",
    Language.AUSTRALIAN: "English (Australia)",
    Language.CANADIAN: "English (Canada)",
}


def clean_email(text: str) -> str:
    """The address as it is compared. Raises ``ValueError`` with words for the person."""
    stripped = text.strip()
    try:
        if len(stripped) > LONGEST_EMAIL:  # before anything is made of it: that takes long
            raise EmailNotValidError
        email = validate_email(stripped, check_deliverability=False)
    except EmailNotValidError as error:
        raise ValueError("Type an e-mail address, like name@example.org.") from error
    return email.normalized.lower()


def new_token() -> str:
    """256 random bits for a link or a sign-in."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token: whoever reads the table cannot use it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def name_key(text: str) -> UUID:
    """A stable id for a name, such as a clinic's."""
    return uuid5(NAMESPACE_URL, f"relief-diary:{text.strip().casefold()}")
