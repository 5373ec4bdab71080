"""Whatever the network does, the diary ends with exactly what Ana saved, each entry once."""

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from diary import clock
from diary.entries.models import EntryRow
from diary.transactions import read_only
from tests.journeys.offline.phone import Phone, differences
from tests.journeys.steps import press_save
from tests.people import People


def test_the_network_is_gone_before_the_form_opens(
    app: Flask, people: People, phone: Phone
) -> None:
    phone.offline()
    phone.log(7, 2, "in the basement")
    expect(phone.page.locator("h1")).to_have_text("Saved on this phone")
    expect(phone.page.locator("[data-rows]")).to_contain_text("Anxiety 7 · Mood 2")
    assert phone.waits() == 1
    phone.send()
    assert differences(app, people.ana, phone) == []


def test_the_network_goes_between_the_form_and_save(
    app: Flask, people: People, phone: Phone
) -> None:
    phone.page.goto("/")
    expect(phone.page.locator(".log-form[data-open]")).to_be_attached()
    phone.fill(3, 8, "gone in between")
    phone.offline()
    phone.save()
    phone.online()
    phone.log(4, 7, "the next one")
    phone.said["gone in between"] = phone.said["the next one"].__class__(
        3, 8, "gone in between", clock.now()
    )
    phone.send()
    assert differences(app, people.ana, phone) == []


def test_the_diary_has_it_and_the_phone_never_hears(
    app: Flask, people: People, phone: Phone
) -> None:
    phone.loses_answers()
    phone.log(5, 5, "answered to nobody")
    assert phone.lost >= 1
    assert phone.waits() == 1
    phone.hears_answers()
    phone.send()
    assert differences(app, people.ana, phone) == []


def test_a_day_without_a_network_keeps_its_times(app: Flask, people: People, phone: Phone) -> None:
    phone.offline()
    for hours in (20, 12, 3):
        phone.clock_off(timedelta(hours=-hours))  # the time it was then
        phone.forgets_the_clock()
        phone.log(hours % 10, 5, f"{hours} hours ago")
        phone.said[f"{hours} hours ago"].at -= timedelta(hours=hours)
    phone.clock_off(timedelta())
    phone.send()
    assert differences(app, people.ana, phone) == []
    with app.app_context(), read_only() as session:
        for entry in session.scalars(select(EntryRow)):
            assert entry.recorded_at_utc - entry.effective_at_utc < timedelta(minutes=1)
            assert entry.arrival is not None


@pytest.mark.parametrize("by", [timedelta(hours=1), timedelta(days=-365), timedelta(days=365)])
def test_a_wrong_clock_is_put_right_and_noted(
    app: Flask, people: People, phone: Phone, by: timedelta
) -> None:
    phone.clock_off(by)
    phone.offline()
    phone.log(6, 4, "by a wrong clock")
    phone.send()
    assert differences(app, people.ana, phone) == []
    phone.page.goto("/diary")
    expect(phone.page.locator(".day")).to_contain_text("clock was wrong")


def test_a_clock_set_right_in_between_is_asked_about_and_nothing_is_lost(
    app: Flask, people: People, phone: Phone
) -> None:
    phone.clock_off(timedelta(days=365))
    phone.offline()
    phone.log(6, 4, "next year")
    phone.clock_off(timedelta())
    phone.online()
    phone.page.goto("/waiting")
    expect(phone.page.locator("[data-why]")).to_contain_text("say when it was")
    phone.page.get_by_role("link", name="Change").tap()
    expect(phone.page.get_by_label("Note", exact=True)).to_have_value("next year")
    phone.page.locator("#when summary").tap()
    phone.page.locator(".choice", has_text="Last night").tap()
    phone.save()
    with app.app_context(), read_only() as session:
        assert [one.note for one in session.scalars(select(EntryRow))] == ["next year"]


def test_bad_input_without_a_network_is_told_at_once(phone: Phone) -> None:
    phone.offline()
    phone.page.goto("/")
    expect(phone.page.locator(".log-form[data-open]")).to_be_attached()
    press_save(phone.page)
    expect(phone.page.get_by_role("alert")).to_contain_text("Choose a number for anxiety or mood")
    assert phone.rows() == []


def test_a_note_alone_is_kept_without_a_network_and_sent_later(app: Flask, phone: Phone) -> None:
    phone.offline()
    phone.page.goto("/")
    expect(phone.page.locator(".log-form[data-open]")).to_be_attached()
    phone.page.locator("summary", has_text="Note, sleep").tap()
    phone.page.get_by_label("Note", exact=True).fill("only this")
    phone.save()
    phone.online()
    phone.page.goto("/waiting")
    expect(phone.page.get_by_text("Nothing waits")).to_be_visible()
    with app.app_context(), read_only() as session:
        found = session.scalars(select(EntryRow)).all()
        assert [(one.anxiety, one.mood, one.note) for one in found] == [(None, None, "only this")]


def test_a_value_beyond_a_limit_is_answered_without_a_network(phone: Phone) -> None:
    phone.offline()
    phone.page.goto("/")
    expect(phone.page.locator(".log-form[data-open]")).to_be_attached()
    phone.fill(3, 3, "pressure")
    phone.page.get_by_label("Blood pressure, upper").fill("190")
    phone.page.get_by_label("Blood pressure, lower").fill("125")
    phone.save()
    expect(phone.page.get_by_text("This blood pressure is very high.")).to_be_visible()
    phone.page.goto("/help")
    expect(phone.page.get_by_role("link", name="Call").first).to_be_visible()


@pytest.mark.parametrize("by", [timedelta(hours=-1), timedelta(days=365)])
def test_a_change_of_what_waits_keeps_its_time_though_the_clock_is_wrong(
    app: Flask, people: People, phone: Phone, by: timedelta
) -> None:
    phone.clock_off(by)
    phone.loses_answers()
    phone.log(3, 3, "changed twice")
    for mood in (8, 9):
        phone.waits()
        phone.page.get_by_role("link", name="Change").tap()
        expect(phone.page.get_by_label("Note", exact=True)).to_have_value("changed twice")
        phone.choose("mood", mood)
        phone.save()
    phone.said["changed twice"].mood = 9
    phone.hears_answers()
    phone.send()
    assert differences(app, people.ana, phone) == []


def test_an_entry_that_is_sent_while_she_changes_it_stays_one_entry(
    app: Flask, people: People, phone: Phone
) -> None:
    page = phone.page
    phone.offline()
    phone.log(3, 3, "sent meanwhile")
    phone.waits()
    page.get_by_role("link", name="Change").tap()
    expect(page.get_by_label("Note", exact=True)).to_have_value("sent meanwhile")
    waits = page.locator("a[data-waiting]")
    expect(waits).to_be_visible()  # the page has looked what waits
    phone.online()
    expect(waits).to_be_hidden()
    assert phone.rows() == []
    phone.choose("mood", 8)
    phone.save()
    phone.said["sent meanwhile"].mood = 8
    phone.send()
    assert differences(app, people.ana, phone) == []


def test_an_entry_that_is_sent_while_the_page_of_what_waits_opens_is_shown_as_saved(
    app: Flask, people: People, phone: Phone
) -> None:
    phone.offline()
    phone.log(3, 3, "quick")
    (row,) = phone.rows()
    phone.send()
    phone.page.goto(f"/waiting?saved={row['id']}&entry={row['object']}")
    phone.page.wait_for_url(f"**/entries/{row['object']}/saved")
    expect(phone.page.locator("h1")).to_have_text("Saved")


def test_a_phone_whose_clock_is_behind_still_changes_what_has_a_right_time(
    app: Flask, people: People, phone: Phone
) -> None:
    page = phone.page
    phone.log(4, 4, "by a right clock")
    phone.clock_off(timedelta(days=-365))
    page.goto("/diary")
    page.locator(".line-link").tap()
    page.get_by_role("link", name="Change it").tap()
    expect(page.locator("form[data-queue='entry.edit'][data-ready]")).to_be_attached()
    phone.offline()
    phone.choose("mood", 6)
    phone.save()
    phone.waits()
    page.get_by_role("link", name="Change").tap()
    expect(page.get_by_label("Note", exact=True)).to_have_value("by a right clock")
    phone.choose("mood", 7)
    phone.save()
    phone.said["by a right clock"].mood = 7
    phone.send()
    assert differences(app, people.ana, phone) == []


def test_help_now_without_a_network_has_the_numbers_of_any_country(phone: Phone) -> None:
    phone.offline()
    phone.page.goto("/help?country=AU")
    expect(phone.page.get_by_role("link", name="Call 000 now")).to_be_visible()
    phone.page.goto("/help")
    expect(phone.page.locator("h2").first).to_have_text("Numbers for Australia")
