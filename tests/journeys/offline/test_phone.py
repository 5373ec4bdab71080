"""Whatever happens to the phone, what Ana saved on it reaches her diary, and only hers."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from sqlalchemy import select, update

from diary import clock
from diary.auth.models import SignIn
from diary.entries.models import EntryRow, EntryVersion
from diary.transactions import early_commit, read_only
from tests.charts.stored import open_own, treat
from tests.journeys.conftest import PATIENCE, PHONE, Open, carry_sign_in
from tests.journeys.offline.killed import Killable
from tests.journeys.offline.phone import Phone, differences, held
from tests.journeys.steps import choose, press_save
from tests.people import PASSWORD, People, Person

# Cache Storage, IndexedDB, both storages and the cookies that scripts may read, as one text
ALL_THAT_IS_LEFT = """async () => {
  const parts = [document.cookie];
  for (const store of [localStorage, sessionStorage]) parts.push(JSON.stringify({ ...store }));
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request, { ignoreVary: true });
      const kind = answer.headers.get("Content-Type");
      if (/text|json|javascript/.test(kind)) parts.push(await answer.text());
    }
  }
  const db = await new Promise((resolve) => {
    indexedDB.open("relief-diary").onsuccess = ({ target }) => resolve(target.result);
  });
  const all = (store, what) => new Promise((resolve) => {
    const asked = db.transaction(store).objectStore(store)[what]();
    asked.onsuccess = () => resolve(asked.result);
  });
  parts.push(JSON.stringify([await all("rows", "getAll"), await all("meta", "getAll")]));
  const meta = await all("meta", "getAllKeys");
  db.close();
  return { meta, text: parts.join(" ") };
}"""


def end_sign_ins(app: Flask, person: Person) -> None:
    with app.app_context(), early_commit() as session:
        rows = update(SignIn).where(SignIn.user_id == person.id)
        session.execute(rows.values(ended_at_utc=clock.now() - timedelta(seconds=1)))


def _waits_and_is_signed_out(app: Flask, phone: Phone, person: Person, note: str) -> None:
    """An entry that nobody else may see or send waits on her phone, and her sign-in is over."""
    phone.offline()
    phone.log(9, 0, note)
    end_sign_ins(app, person)
    phone.online()


@pytest.fixture
def killable(
    browser: Browser, chromium: str, tmp_path: Path, app: Flask, people: People, origin: str
) -> Iterator[Killable]:
    found = Killable(browser.browser_type, chromium, tmp_path / "profile", origin)
    found.start()
    carry_sign_in(app, people.ana, found.context, origin)
    yield found
    found.kill()


def test_the_browser_is_killed_with_entries_waiting_and_started_again(
    app: Flask, people: People, killable: Killable, origin: str
) -> None:
    phone = Phone(killable.page).ready()
    phone.offline()
    for number in range(3):
        phone.log(number, 9 - number, f"before the kill {number}")
    killable.kill()
    killable.start()
    again = Phone(killable.page, phone.said)
    again.context.set_default_timeout(PATIENCE)
    again.offline()
    assert again.waits() == 3
    # a browser writes cookies down every half a minute: the newest may be gone with it
    carry_sign_in(app, people.ana, killable.context, origin)
    again.send()
    assert differences(app, people.ana, again) == []


def test_an_expired_sign_in_keeps_everything_until_she_signs_in_again(
    app: Flask, people: People, phone: Phone
) -> None:
    end_sign_ins(app, people.ana)
    phone.log(8, 1, "signed out meanwhile")
    phone.page.goto("/waiting")
    phone.page.get_by_role("button", name="Send now").tap()
    expect(phone.page.locator("[data-told]")).to_contain_text("You are signed out")
    phone.page.goto("/")
    expect(phone.page.get_by_text("You are signed out on this phone.")).to_be_visible()
    assert held(app, people.ana) == []

    phone.page.get_by_role("link", name="sign in").tap()
    sign_in_here(phone, people.ana)
    phone.send()
    assert differences(app, people.ana, phone) == []


def test_somebody_else_who_signs_in_neither_sees_nor_sends_what_waits(
    app: Flask, people: People, phone: Phone
) -> None:
    _waits_and_is_signed_out(app, phone, people.ana, "for nobody else")
    phone.page.goto("/sign-in")
    sign_in_here(phone, people.cleo)
    phone.page.goto("/waiting")
    expect(phone.page.locator("[data-told]")).to_contain_text("Somebody else's wait here too")
    assert "for nobody else" not in phone.page.content()
    assert "Anxiety 9" not in phone.page.content()
    hers = Phone(phone.page)
    hers.log(2, 7, "of Cleo")
    hers.send()
    assert differences(app, people.cleo, hers) == []
    assert held(app, people.ana) == []

    end_sign_ins(app, people.cleo)
    phone.page.goto("/sign-in")
    sign_in_here(phone, people.ana)
    phone.send()
    assert differences(app, people.ana, phone) == []
    assert differences(app, people.cleo, hers) == []


def test_the_next_person_sees_nothing_though_no_page_of_hers_was_open_yet(
    app: Flask, people: People, phone: Phone
) -> None:
    _waits_and_is_signed_out(app, phone, people.ana, "not even for a moment")
    by_itself = phone.context.request  # the browser's cookies, and no script of any page
    form = by_itself.get("/sign-in").text()
    token, *_ = re.findall('name="csrf_token" [^>]*value="([^"]+)"', form)
    fields = {"csrf_token": token, "email": people.cleo.email, "password": PASSWORD}
    by_itself.post("/sign-in", form=fields, max_redirects=0)
    phone.page.goto("/waiting")
    expect(phone.page.locator("[data-told]")).to_contain_text("Somebody else's wait here too")
    assert "Anxiety 9" not in phone.page.content()
    phone.page.goto("/")
    expect(phone.page.get_by_text("Signed in as Cleo")).to_be_visible()
    assert [row["person"] for row in phone.rows()] == [str(people.ana.id)]
    assert held(app, people.cleo) == []


def test_a_doctor_who_signs_in_on_her_phone_sees_and_sends_nothing(
    app: Flask, people: People, phone: Phone
) -> None:
    _waits_and_is_signed_out(app, phone, people.ana, "not for the doctor")
    phone.page.goto("/sign-in")
    sign_in_here(phone, people.ben)
    phone.page.goto("/waiting")
    expect(phone.page.locator("[data-told]")).to_contain_text(
        "No patient is signed in on this phone"
    )
    assert "Anxiety 9" not in phone.page.content()
    phone.page.goto("/")
    expect(phone.page.locator("h1")).not_to_have_text("How are you right now?")

    end_sign_ins(app, people.ben)
    phone.page.goto("/sign-in")
    sign_in_here(phone, people.ana)
    phone.send()
    assert differences(app, people.ana, phone) == []


def test_a_full_phone_says_so_before_anything_is_lost(
    app: Flask, people: People, open_page: Open, origin: str
) -> None:
    page = open_page(people.ana, PHONE)
    phone = Phone(page)
    quota = page.context.new_cdp_session(page)
    quota.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    page.goto("/")
    expect(page.locator(".log-form[data-open]")).to_be_attached()
    phone.fill(4, 4, "no room")
    phone.offline()
    press_save(page)
    expect(page.get_by_role("alert")).to_contain_text("no room left")
    expect(page.get_by_label("Note", exact=True)).to_have_value("no room")
    phone.online()  # a full phone with a network sends past its store
    phone.save()
    expect(page.locator("h1")).to_have_text("Saved")
    assert [one.note for one in held(app, people.ana)] == ["no room"]


def test_an_update_of_the_service_worker_keeps_what_waits(
    app: Flask, people: People, phone: Phone
) -> None:
    phone.offline()
    phone.log(1, 9, "before the update")
    phone.loses_answers()  # so that it still waits
    phone.online()
    phone.update(app, "new")
    phone.page.goto("/")
    phone.page.wait_for_function(
        "() => caches.keys().then((names) => names.filter((name) => name.startsWith('shell-')))"
        ".then((names) => names.length === 1 && names[0].startsWith('shell-new'))"
    )
    assert phone.waits() == 1
    phone.hears_answers()
    phone.offline()
    phone.log(2, 8, "after the update")
    phone.send()
    assert differences(app, people.ana, phone) == []


def test_two_phones_that_change_one_entry_keep_both_and_show_the_later(
    app: Flask, people: People, open_page: Open, phone: Phone
) -> None:
    phone.log(5, 5, "the first words")
    other = Phone(open_page(people.ana, PHONE)).ready()
    with app.app_context(), read_only() as session:
        address = f"/entries/{session.scalars(select(EntryRow.id)).one()}/edit"
    for one in (phone, other):
        one.page.goto(address)
        expect(one.page.locator("form[data-ready]")).to_be_attached()
        one.offline()
    for one, score in ((phone, 6), (other, 9)):  # the other one later
        choose(one.page, "anxiety", score)
        one.save()
        one.page.wait_for_function("now => Date.now() > now", arg=one.page.evaluate("Date.now()"))
    other.send()
    phone.send()
    with app.app_context(), read_only() as session:
        entry = session.scalars(select(EntryRow)).one()
        assert (entry.anxiety, entry.version > 1) == (9, True)
        said = " ".join(session.scalars(select(EntryVersion.snapshot)))
        assert '"anxiety": 5' in said
        assert '"anxiety": 6' in said


def test_each_reading_of_a_session_waits_and_is_taken_back_by_itself(
    app: Flask, people: People, phone: Phone
) -> None:
    with app.app_context(), early_commit() as session:
        treatment = treat(session, open_own(session, people.ana), clock.now())
    page, other = phone.page, phone.context.new_page()
    for one in (page, other):
        one.goto(f"/sessions/{treatment}/vitals")
        expect(one.locator("form[data-ready]").last).to_be_attached()
    phone.offline()
    for one, upper in ((other, "121"), (page, "131")):
        one.locator("label", has=one.locator("[name=phase]")).first.tap()
        one.locator("[name=systolic]").fill(upper)
        one.locator("[name=diastolic]").fill("80")
        press_save(one)
        expect(one.locator("h1")).to_have_text("Saved on this phone")
    lines = page.locator("[data-rows] > li")
    expect(lines).to_have_count(2)
    lines.filter(has_text="121/80").get_by_role("button").tap()
    expect(lines.filter(has_text="Deleted")).to_contain_text("121/80")
    expect(lines.filter(has_text="131/80")).to_contain_text("A reading of a session")


def test_what_waits_can_be_changed_taken_back_and_saved_as_a_file(
    app: Flask, people: People, phone: Phone, tmp_path: Path
) -> None:
    page = phone.page
    phone.offline()
    phone.log(7, 2, "to be changed")
    phone.log(1, 1, "to be taken back")
    phone.waits()
    second = page.locator("[data-rows] > li").nth(1)
    second.get_by_role("button", name="Delete").tap()
    expect(second).to_contain_text("Undo: keep it")
    expect(second).not_to_contain_text("Waiting")
    page.get_by_role("button", name="Send now").tap()
    expect(page.locator("[data-told]")).to_have_text(
        "Still no network. One thing waits on this phone, to be sent when there is a network."
    )
    page.reload()
    page.get_by_role("link", name="Change").tap()
    expect(page.get_by_label("Note", exact=True)).to_have_value("to be changed")
    choose(page, "mood", 6)
    phone.save()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save as a file").tap()
    coming.value.save_as(tmp_path / "waiting.json")
    assert "to be changed" in (tmp_path / "waiting.json").read_text()
    phone.send()
    assert [(one.note, one.mood) for one in held(app, people.ana)] == [("to be changed", 6)]

    page.locator("summary", has_text="Bring back a saved file").tap()
    page.locator("#file").set_input_files(tmp_path / "waiting.json")
    expect(page.locator("[data-told]")).to_contain_text("brought back")
    phone.send()  # it is there already, and is not stored again
    assert len(held(app, people.ana)) == 1


def test_a_file_of_what_waited_comes_back_on_another_phone_and_can_be_changed_there(
    app: Flask, people: People, open_page: Open, phone: Phone, tmp_path: Path
) -> None:
    phone.clock_off(timedelta(hours=-9))  # nine hours ago
    phone.offline()
    phone.forgets_the_clock()
    phone.log(7, 2, "carried by hand")
    with phone.page.expect_download() as coming:
        phone.page.get_by_role("button", name="Save as a file").tap()
    coming.value.save_as(tmp_path / "waiting.json")
    other = Phone(open_page(people.ana, PHONE)).ready()
    other.loses_answers()  # so that it waits there
    other.page.goto("/waiting")
    other.page.locator("summary", has_text="Bring back a saved file").tap()
    other.page.locator("#file").set_input_files(tmp_path / "waiting.json")
    expect(other.page.locator("[data-told]")).to_contain_text("One thing waits")
    phone.clock_off(timedelta())
    phone.send()  # meanwhile the first phone has found a network
    other.page.get_by_role("link", name="Change").tap()
    expect(other.page.get_by_label("Note", exact=True)).to_have_value("carried by hand")
    choose(other.page, "mood", 6)
    other.save()
    other.hears_answers()
    other.send()
    (there,) = held(app, people.ana)
    assert (there.note, there.mood) == ("carried by hand", 6)


def test_signing_out_asks_and_leaves_nothing_on_the_phone(
    app: Flask, people: People, phone: Phone
) -> None:
    page = phone.page
    phone.loses_answers()
    phone.log(3, 3, "not to be found")
    page.goto("/more")
    page.get_by_role("button", name="Sign out").tap()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("One thing that you saved is on this phone")
    dialog.get_by_role("button", name="Stay signed in").tap()
    assert len(phone.rows()) == 1
    page.get_by_role("button", name="Sign out").tap()
    expect(dialog).to_be_visible()
    phone.hears_answers()
    page.get_by_role("dialog").get_by_role("button", name="Send now").tap()
    expect(page.locator("h1")).to_have_text("Sign in")
    assert phone.rows() == []
    assert page.evaluate("caches.has('diary-owner')") is False
    left = page.evaluate(ALL_THAT_IS_LEFT)
    assert set(left["meta"]) <= {"seen"}
    for planted in ("not to be found", "Ana", people.ana.email, str(people.ana.id), "Cleo"):
        assert planted not in left["text"]
    assert "Help now" in left["text"]  # the pages that are everybody's are kept
    assert differences(app, people.ana, phone) == []


def test_signing_out_without_a_network_counts_as_soon_as_there_is_one(
    people: People, phone: Phone
) -> None:
    """A borrowed phone is given back in a cellar: its owner must not find her diary open."""
    page = phone.page
    page.goto("/more")
    phone.offline()
    page.get_by_role("button", name="Sign out").tap()
    expect(page.get_by_role("status")).to_contain_text("You are signed out on this phone")
    assert page.evaluate("caches.has('diary-owner')") is False
    phone.online()
    for address in ("/diary", "/charts", "/"):
        page.goto(address)
        expect(page.locator("h1")).to_have_text("Sign in")
    sign_in_here(phone, people.ana)


def sign_in_here(phone: Phone, person: Person) -> None:
    phone.page.get_by_label("E-mail address").fill(person.email)
    phone.page.get_by_label("Password").fill(PASSWORD)
    phone.page.get_by_role("button", name="Sign in").click()
    expect(phone.page.get_by_text(f"Signed in as {person.name}")).to_be_visible()
