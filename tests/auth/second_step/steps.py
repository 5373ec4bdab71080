"""What Ana does to turn the second step on and to pass it."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
from flask import Flask
from sqlalchemy import select

from diary.audit.models import AuditEvent
from diary.auth import one_time_codes
from diary.auth.models import AuthenticatorApp
from diary.transactions import read_only
from tests.client import DiaryClient
from tests.people import PASSWORD

ANA = "ana@example.org"
STEP = timedelta(seconds=one_time_codes.STEP)
ASKED = "/sign-in/code"


def newest_key(app: Flask) -> str:
    """The key that was drawn last."""
    with app.app_context(), read_only() as session:
        return session.scalars(
            select(AuthenticatorApp.key).order_by(AuthenticatorApp.created_at_utc.desc())
        ).all()[0]


def shows(key: str, steps: int = 0) -> str:
    """What an app with this key shows now, or so many half minutes later."""
    return pyotp.TOTP(key).at(datetime.now(UTC), counter_offset=steps)


def set_up(app: Flask, browser: DiaryClient) -> tuple[str, list[str]]:
    """As she would: the key, and the recovery codes."""
    assert browser.send("/second-step/app/start").location == "/second-step/app"
    key = newest_key(app)
    shown = browser.send("/second-step/app", code=shows(key))
    assert shown.status_code == 200, shown.text
    return key, papers_on(shown.text)


def papers_on(page: str) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<li>([A-Z]{4} [A-Z]{4} [A-Z]{4})</li>", page)


def give_password(browser: DiaryClient, wanted: str = "") -> None:
    """The first page of signing in, as Ana."""
    answer = browser.send(f"/sign-in{wanted}", email=ANA, password=PASSWORD)
    assert answer.location == ASKED + wanted


def is_in(browser: DiaryClient) -> bool:
    """Whether a diary is open in this browser."""
    return browser.get("/diary").status_code == 200


def events(app: Flask) -> list[str]:
    """What was noted, in order."""
    with app.app_context(), read_only() as session:
        return list(session.scalars(select(AuditEvent.event).order_by(AuditEvent.id)))
