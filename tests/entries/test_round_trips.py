"""What was typed comes back as it was typed: from form to store to page, with no float between."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from diary.access.rules import OpenDiary
from diary.domain.entries import NewEntry
from diary.entries import actions, pages
from diary.entries.forms import LogForm
from diary.entries.forms.log import EntryFormContext
from diary.entries.models import EntryRow
from diary.entries.queries.rows import to_entry
from diary.treatments import actions as treatment_actions
from diary.treatments import pages as treatment_pages
from diary.treatments.forms import TreatmentForm, TreatmentFormContext
from diary.treatments.queries import find_treatment
from tests.client import DiaryClient
from tests.people import People, browser_of, move_in
from tests.treatments.builders import own

NOON = datetime(2026, 5, 13, 12, tzinfo=UTC)
PLACE = EntryFormContext("Europe/Lisbon", NOON)
MONEY = ("billed", "insurer_share", "paid", "reimbursed")


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def ana(store: Session) -> OpenDiary:
    return own(store, move_in(store).ana)


def some(random: Random, low: int, high: int, places: int) -> list[str]:
    """The awkward ones, and two hundred by lot."""
    drawn = [random.randint(low * 10**places, high * 10**places) for _ in range(200)]
    texts = [f"{Decimal(one).scaleb(-places).normalize():f}" for one in drawn]
    awkward = [f"{low + 1}{end}" for end in (".1", ".3", ".33", ",3")]
    return [*texts, *([".1", ".3", ".33"] if low == 0 else []), *awkward]


def plain(text: str) -> str:
    text = text.replace(",", ".")
    return f"0{text}" if text.startswith(".") else text


def test_hours_of_sleep_come_back_as_they_were_typed(
    app: Flask, store: Session, ana: OpenDiary
) -> None:
    with app.test_request_context():
        for text in some(Random(1), 0, 23, 2):
            fields = {"entry_id": str(uuid4()), "when": "now", "sleep_hours": text}
            form = LogForm.sent(fields, PLACE)
            assert form.validate(), form.errors
            entry_id = actions.add(store, ana, NewEntry(uuid4(), form.values())).id
            store.expire_all()
            entry = to_entry(store.get_one(EntryRow, entry_id))
            shown: Any = LogForm(PLACE, formdata=None, data=pages.form_data(entry))
            assert shown.sleep_hours.data == plain(text)
            assert f"Slept {plain(text)} hours" in pages.build_line(entry, "UTC").extras


def test_dose_weight_and_money_come_back_as_they_were_typed(
    app: Flask, store: Session, ana: OpenDiary
) -> None:
    random = Random(2)
    doses, weights = some(random, 0, 10, 3), some(random, 20, 399, 3)
    sums = some(random, 0, 9_999, 2)
    asked = TreatmentFormContext("Europe/Lisbon", NOON, words=True, costs=True, places=True)
    said = {"status": "done", "at": "2026-05-12T10:00", "route": "iv", "drug": "ketamine",
            "dose_unit": "mg/kg", "currency": "EUR"}  # fmt: skip
    with app.test_request_context():
        for dose, weight, amount in zip(doses, weights, sums, strict=False):
            if Decimal(plain(dose)) == 0:
                continue
            treatment_id = uuid4()
            typed = {"treatment_id": str(treatment_id), "dose": dose, "weight_kg": weight}
            fields = {**said, **typed, **dict.fromkeys(MONEY, amount)}
            form = TreatmentForm.sent(fields, asked)
            assert form.validate(), form.errors
            treatment_actions.add_treatment(store, ana, treatment_id, form.details())
            store.expire_all()
            found = find_treatment(store, ana, treatment_id)
            assert found is not None
            shown: Any = TreatmentForm(
                asked, formdata=None, data=treatment_pages.build_form_data(found)
            )
            assert shown.dose.data == plain(dose)
            assert shown.weight_kg.data == plain(weight)
            for name in MONEY:
                assert Decimal(shown[name].data) == Decimal(plain(amount))


def test_an_entry_with_awkward_hours_of_sleep_can_be_changed(
    app: Flask, ana_client: DiaryClient
) -> None:
    entry_id = str(uuid4())
    ana_client.send("/", entry_id=entry_id, anxiety="5", mood="5", sleep_hours="7.1")
    page = ana_client.get(f"/entries/{entry_id}/edit").text
    assert 'value="7.1"' in page
    same = {"entry_id": entry_id, "anxiety": "5", "mood": "5", "at": "2026-05-13T13:00"}
    answer = ana_client.send(f"/entries/{entry_id}/edit", **same, sleep_hours="7.1", note="new")
    assert answer.status_code == 303


@pytest.mark.parametrize("fold", ["first", "second"])
def test_an_untouched_time_of_the_doubled_hour_is_kept(
    app: Flask, people: People, fold: str
) -> None:
    with time_machine.travel(datetime(2026, 11, 1, tzinfo=UTC), tick=False):
        browser, entry_id = browser_of(app, people.ana), str(uuid4())
        when = {"when": "pick", "at": "2026-10-25T01:30"}
        browser.send("/", entry_id=entry_id, anxiety="5", **when, fold=fold)
        page = browser.get(f"/entries/{entry_id}/edit").text
        chosen = [a for a in page.split("<input") if 'name="fold"' in a and "checked" in a]
        assert [f'value="{fold}"' in a for a in chosen] == [True]
        address = f"/entries/{entry_id}/edit"
        answer = browser.send(address, entry_id=entry_id, anxiety="4", **when, fold=fold)
        assert answer.status_code == 303
        kept = browser.get(f"/entries/{entry_id}/edit").text
        chosen = [a for a in kept.split("<input") if 'name="fold"' in a and "checked" in a]
        assert [f'value="{fold}"' in a for a in chosen] == [True]


def test_the_form_says_now_and_no_time_that_will_be_over(ana_client: DiaryClient) -> None:
    page = ana_client.get("/").text
    assert "Now · change the time" in page
    assert "13:00" not in page
