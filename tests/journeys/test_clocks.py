"""Which clock an entry is on, and what a form says once it was saved."""

from uuid import uuid4

from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from diary.entries.models import EntryRow
from diary.transactions import early_commit, read_only
from diary.treatments import actions
from tests.journeys.conftest import PHONE, Open
from tests.journeys.steps import choose, press_save, save
from tests.people import People
from tests.treatments.builders import DONE, own


def entries(app: Flask) -> list[EntryRow]:
    with app.app_context(), read_only() as session:
        return list(session.scalars(select(EntryRow).order_by(EntryRow.recorded_at_utc)).all())


def test_a_browser_with_another_clock_asks_which_counts_and_remembers_it(
    app: Flask, open_page: Open, people: People
) -> None:
    page = open_page(people.ana, PHONE, timezone_id="Asia/Tokyo")
    page.goto("/")
    # on a journey the device is right until Ana says otherwise
    expect(page.get_by_role("radio", name="This device’s clock")).to_be_checked()
    expect(page.get_by_text("(Tokyo)")).to_be_visible()
    page.locator(".choice", has_text="My diary’s clock").tap()
    choose(page, "anxiety", 4)
    save(page)
    assert [one.effective_zone for one in entries(app)] == [people.ana.zone]
    page.goto("/")
    expect(page.get_by_role("radio", name="My diary’s clock")).to_be_checked()


def test_a_browser_with_the_diarys_clock_asks_nothing(ana_page: Page) -> None:
    ana_page.goto("/")
    expect(ana_page.locator(".log-form[data-open]")).to_be_attached()
    expect(ana_page.locator("[data-clock]")).to_be_hidden()


def test_back_to_a_saved_form_says_so_and_stores_nothing_twice(app: Flask, ana_page: Page) -> None:
    # a page that is not kept whole for Back
    ana_page.add_init_script("addEventListener('unload', () => {})")
    ana_page.goto("/")
    choose(ana_page, "anxiety", 4)
    save(ana_page)
    ana_page.go_back()
    # the browser would scroll to where Save was pressed, past the notice
    expect(ana_page.get_by_text("This is saved.")).to_be_in_viewport(ratio=1)
    expect(ana_page.locator("input[name=anxiety]:checked")).to_have_count(0)
    press_save(ana_page)
    expect(ana_page.get_by_role("alert")).to_contain_text("Choose a number for anxiety or mood")
    assert len(entries(app)) == 1
    ana_page.get_by_role("link", name="Look at it or change it").tap()
    expect(ana_page.locator("main")).to_contain_text("Anxiety 4")


def test_back_to_a_form_whose_entry_was_taken_back_saves_it_again(
    app: Flask, ana_page: Page
) -> None:
    ana_page.goto("/")
    choose(ana_page, "anxiety", 4)
    save(ana_page)
    ana_page.get_by_role("button", name="Undo").tap()
    expect(ana_page.get_by_role("status")).to_contain_text("Taken back")
    ana_page.go_back()
    ana_page.go_back()
    expect(ana_page.get_by_text("This is saved.")).to_be_hidden()
    choose(ana_page, "anxiety", 4)
    save(ana_page)
    assert [one.deleted_at_utc is None for one in entries(app)] == [False, True]


def test_back_to_a_saved_reading_says_so_and_stores_nothing_twice(
    app: Flask, ana_page: Page, people: People
) -> None:
    ana_page.add_init_script("addEventListener('unload', () => {})")
    with app.app_context(), early_commit() as session:
        treatment = actions.add_treatment(session, own(session, people.ana), uuid4(), DONE)
    ana_page.goto(f"/sessions/{treatment.id}/vitals")
    ana_page.get_by_label("Pulse a minute").fill("72")
    ana_page.locator("input[name=phase]").first.check(force=True)
    save(ana_page)
    ana_page.go_back()
    expect(ana_page.get_by_text("This is saved.")).to_be_visible()
    expect(ana_page.get_by_label("Pulse a minute")).to_have_value("")
    expect(ana_page.get_by_text("72").first).to_be_visible()
