"""Bringing files in, as the page does it, for the tests of imports."""

import io
import re
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from diary.access.queries import open_diary
from diary.access.rules import OpenDiary
from diary.entries.actions.imports import import_entries
from diary.entries.models import EntryRow
from diary.entries.queries.imports import read_lines
from diary.entries.rules.import_plan import WANTED, EntryImportPlan
from diary.tabular.csv_columns import by_name
from diary.tabular.csv_table import CsvTable, read
from tests.client import DiaryClient
from tests.people import Person

HEADER = "recorded_at,anxiety,mood,headache,note\n"
REAL = Path(__file__).resolve().parents[3] / "shared/data/kossakowski2017/diary.csv"


def made_file(lines: Iterable[str]) -> bytes:
    return (HEADER + "".join(f"{line}\n" for line in lines)).encode()


def opened(session: Session, person: Person) -> OpenDiary:
    diary = open_diary(session, person.viewer, person.id)
    assert diary is not None
    return diary


def bring_in(session: Session, diary: OpenDiary, content: bytes) -> EntryImportPlan:
    table = read(content)
    assert isinstance(table, CsvTable), table
    columns = by_name(table.header, WANTED)
    return import_entries(session, diary, read_lines(table, columns, diary.zone))


def stored(session: Session, person: Person) -> list[EntryRow]:
    rows = (
        select(EntryRow).where(EntryRow.patient_id == person.id).order_by(EntryRow.effective_at_utc)
    )
    return list(session.scalars(rows))


def upload(client: DiaryClient, content: bytes, address: str = "/import") -> TestResponse:
    """Choose a file on the page."""
    answer = client.post(
        address,
        data={"csrf_token": client.token(), "file": (io.BytesIO(content), "diary.csv")},
        content_type="multipart/form-data",
    )
    # the test client keeps a large body in a file that it does not close
    answer.request.environ["wsgi.input"].close()
    return answer


def preview(client: DiaryClient, content: bytes, address: str = "/import") -> TestResponse:
    """Choose a file and follow to what it would add."""
    answer = upload(client, content, address)
    assert answer.status_code == 303, answer.text
    return client.get(answer.location)


def add(client: DiaryClient, page: TestResponse, **ticked: str) -> TestResponse:
    """Say yes on the preview and follow to the result; `ticked`: what else its form sends."""
    hidden = re.findall(r'name="((?:column|ask)-[a-z0-9_-]+)"\s+value="([^"]*)"', page.text)
    answer = client.send(page.request.path, **dict(hidden), **ticked)
    assert answer.status_code == 303, answer.text
    return client.get(answer.location)


def counts(page: TestResponse) -> tuple[int, int, int]:
    """Added (or to add), already there, refused: as the page says them."""
    found = re.findall(r'<dd class="stat__value">\s*([0-9,]+)\s*</dd>', page.text)
    added, already, refused = (int(each.replace(",", "")) for each in found)
    return added, already, refused
