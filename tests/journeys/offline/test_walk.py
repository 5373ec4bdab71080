"""A random walk: things that happen to a phone, in an order that nobody planned.

A short one meets each kind of thing; one of hundreds of steps belongs to ``make faults``.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Error, expect
from sqlalchemy import update

from diary import clock
from diary.auth.models import SignIn
from diary.transactions import early_commit
from tests.faults.sizes import size
from tests.journeys.conftest import PATIENCE, PHONE, carry_sign_in
from tests.journeys.offline.phone import Phone, differences, held
from tests.people import People

STEPS = int(os.environ.get("DIARY_WALK_STEPS", size(40, 500)))
SEED = int(os.environ.get("DIARY_WALK_SEED", "4"))
# what waited cannot be changed any more, or the page says why it could not be taken back
TAKEN_BACK = """(address) =>
  document.querySelector("[data-told]").textContent.includes("reached your diary")
  || !document.querySelector(`[data-rows] [data-change][href$="${address}"]:not([hidden])`)"""
WEIGHTS = {
    "log": 30,
    "leave_or_find_the_network": 14,
    "lose_or_hear_answers": 8,
    "change_what_waits": 8,
    "take_back_what_waits": 4,
    "change_what_is_there": 8,
    "delete_what_is_there": 3,
    "reload": 5,
    "close_and_open": 5,
    "expire_or_sign_in": 5,
    "update_the_worker": 1,  # it takes as long as ten others: nobody may be looking meanwhile
    "set_the_clock": 4,
    "look_at_what_waits": 5,
}


class Walk:
    """Ana, her phone, and what befalls it."""

    def __init__(self, app: Flask, people: People, phone: Phone, origin: str, seed: int) -> None:
        self.app, self.ana, self.phone, self.origin = app, people.ana, phone, origin
        self.chance = random.Random(seed)
        self.on, self.hears, self.signed_in = True, True, True
        self.done: Counter[str] = Counter()

    def go(self, steps: int) -> None:
        """Each kind of thing in turn until it could be done, and whatever comes in between."""
        names, weights = list(WEIGHTS), list(WEIGHTS.values())
        turns = self.chance.sample(names, len(names))
        for number in range(steps):
            its_turn = bool(turns) and number % 2 == 0
            name = turns.pop(0) if its_turn else self.chance.choices(names, weights)[0]
            step: Callable[[int], bool | None] = getattr(self, name)
            if step(number) is not False:
                self.done[name] += 1
                continue
            if its_turn:
                turns.append(name)
            self.log(number)  # nothing to do it to: an entry instead
            self.done["log"] += 1

    def score(self) -> int:
        return self.chance.randint(0, 10)

    def log(self, number: int) -> None:
        self.phone.log(self.score(), self.score(), f"entry {number}")

    def leave_or_find_the_network(self, _number: int) -> None:
        self.on = not self.on
        self.phone.context.set_offline(not self.on)

    def lose_or_hear_answers(self, _number: int) -> None:
        self.hears = not self.hears
        (self.phone.hears_answers if self.hears else self.phone.loses_answers)()

    def _waiting(self) -> list[str]:
        """Notes of entries that the phone itself says wait, and that nothing else is known of."""
        self.phone.waits()
        changes = self.phone.page.locator("[data-rows] [data-change]:not([hidden])")
        # all at once: the list is drawn anew when one of them is sent
        found: list[str] = changes.evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        return found

    def change_what_waits(self, _number: int) -> bool:
        addresses = self._waiting()
        if not addresses:
            return False
        page = self.phone.page
        page.goto(self.chance.choice(addresses))
        expect(page.locator("form[data-open]")).to_be_attached()
        note = page.get_by_label("Note", exact=True).input_value()
        if note not in self.phone.said:  # it was sent while we looked, and the form is a new one
            return False
        score = self.score()
        self.phone.choose("mood", score)
        self.phone.save()
        self.phone.said[note].mood = score
        return True

    def take_back_what_waits(self, _number: int) -> bool:
        addresses = self._waiting()
        if not addresses:
            return False
        page = self.phone.page
        page.goto(addresses[0])
        expect(page.locator("form[data-open]")).to_be_attached()
        note = page.get_by_label("Note", exact=True).input_value()
        address = addresses[0].split("=")[1]
        self.phone.waits()
        row = page.locator("[data-rows] > li", has=page.locator(f"a[href$='{address}']"))
        delete = row.get_by_role("button", name="Delete")
        # a change of what is in the diary is taken back by another name, and leaves the entry
        if note not in self.phone.said or not delete.count():
            return False
        try:
            delete.click(timeout=3_000)
        except Error:
            return False  # it was sent just now
        page.wait_for_function(TAKEN_BACK, arg=address)
        if "reached your diary" in page.locator("[data-told]").inner_text():
            return False
        # nothing of it waits: the diary has the last word, whether it came before or after
        if not row.count() and any(one.note == note for one in held(self.app, self.ana)):
            return False
        del self.phone.said[note]
        return True

    def _entry_there(self) -> bool:
        """Open the form of an entry in the diary; not without a network."""
        if not (self.on and self.signed_in):
            return False
        page = self.phone.page
        page.goto("/diary")
        links = page.locator(".line-link")
        if not links.count():
            return False
        links.nth(self.chance.randrange(links.count())).click()
        expect(page.locator("form[data-queue][data-ready]").first).to_be_attached()
        return True

    def _note(self) -> str:
        return self.phone.page.locator("main .note").first.inner_text()

    def _is_waiting_too(self) -> bool:
        """Whether a change of the entry on this page still waits: then that is changed instead."""
        entry = self.phone.page.url.rsplit("/", 1)[-1].split("?")[0]
        return any(row["object"] == entry for row in self.phone.rows())

    def change_what_is_there(self, _number: int) -> bool:
        page = self.phone.page
        if not self._entry_there() or self._is_waiting_too():
            return False
        note = self._note()
        page.get_by_role("link", name="Change it").click()
        expect(page.locator("form[data-queue='entry.edit'][data-ready]")).to_be_attached()
        score = self.score()
        self.phone.choose("anxiety", score)
        if self.chance.random() < 0.5:
            self.leave_or_find_the_network(0)
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url(lambda url: not url.endswith("/edit"))
        self.phone.said[note].anxiety = score
        return True

    def delete_what_is_there(self, _number: int) -> bool:
        page = self.phone.page
        if not self._entry_there() or self._is_waiting_too():
            return False
        note = self._note()
        page.get_by_role("button", name="Delete", exact=True).click()
        # whether it still waits, or has been sent meanwhile and heard of
        settled = page.locator("[data-told]").filter(has_text="wait")
        expect(page.get_by_text("deleted").or_(settled).first).to_be_visible()
        del self.phone.said[note]
        return True

    def reload(self, _number: int) -> None:
        self.phone.page.reload()

    def close_and_open(self, _number: int) -> None:
        fresh = self.phone.context.new_page()
        self.phone.page.close()
        self.phone.page = fresh
        fresh.goto("/")

    def expire_or_sign_in(self, _number: int) -> bool:
        if self.signed_in:
            with self.app.app_context(), early_commit() as session:
                rows = update(SignIn).where(SignIn.user_id == self.ana.id)
                session.execute(rows.values(ended_at_utc=clock.now() - timedelta(seconds=1)))
        else:
            carry_sign_in(self.app, self.ana, self.phone.context, self.origin)
        self.signed_in = not self.signed_in
        return True

    def update_the_worker(self, number: int) -> bool:
        if not self.on:
            return False
        self.phone.update(self.app, f"step{number}")
        self.phone.page.goto("/")
        return True

    def set_the_clock(self, _number: int) -> bool:
        # a clock that is set while something waits makes her say when it was: its own journey
        if self.phone.waits():
            return False
        hours = self.chance.choice([0, 0, 1, -1, 24 * 365, -24 * 365])
        self.phone.clock_off(timedelta(hours=hours))
        return True

    def look_at_what_waits(self, _number: int) -> None:
        self.phone.waits()

    def end(self) -> None:
        """A network, a sign-in and all answers: everything arrives."""
        if not self.hears:
            self.lose_or_hear_answers(0)
        if not self.signed_in:
            self.expire_or_sign_in(0)
        self.phone.send()


@pytest.mark.timeout(900)
def test_a_random_walk_loses_and_doubles_nothing(
    app: Flask, people: People, browser: Browser, origin: str
) -> None:
    context = browser.new_context(
        base_url=origin,
        viewport={"width": PHONE[0], "height": PHONE[1]},
        locale="en-GB",
        timezone_id=people.ana.zone,
    )
    context.set_default_timeout(PATIENCE)
    carry_sign_in(app, people.ana, context, origin)
    walk = Walk(app, people, Phone(context.new_page()).ready(), origin, SEED)
    walk.go(STEPS)
    walk.end()
    found = differences(app, people.ana, walk.phone)
    lost = sum(one.startswith("lost") for one in found)
    doubled = sum("times" in one for one in found)
    print(  # noqa: T201
        f"\nseed {SEED}: {sum(walk.done.values())} steps, {len(walk.phone.said)} entries, "
        f"{walk.phone.lost} answers lost; {lost} entries lost, {doubled} doubled; "
        f"{dict(walk.done.most_common())}"
    )
    context.close()
    assert found == []
