"""A phone of Ana's, what she saved on it, and what the diary holds."""

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Error, Page, Route, expect
from sqlalchemy import select

from diary import clock
from diary.entries.models import EntryRow
from diary.transactions import read_only
from tests.people import Person

SOON = timedelta(minutes=2)
SHIFT = """(() => {
  const Real = Date;
  const shift = () => Number(localStorage.getItem("test-shift") || 0);
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + shift()); }
    static now() { return Real.now() + shift(); }
  };
})()"""
TAKES = "() => navigator.serviceWorker.ready.then(() => true)"
# the page is put away, as when she looks at another app; the new worker takes over then
PUT_AWAY = """async () => {
  const one = await navigator.serviceWorker.ready;
  await one.update();
  const wait = () => new Promise((resolve) => setTimeout(resolve, 20));
  while (one.installing) await wait();
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  const until = performance.now() + 10000; // what the old worker still has in hand may hold it up
  const busy = () => one.waiting || one.active.state !== "activated";
  while (busy() && performance.now() < until) await wait();
}"""
FORGETS_THE_CLOCK = """() => new Promise((resolve) => {
  indexedDB.open("relief-diary").onsuccess = ({ target }) => {
    const tx = target.result.transaction("meta", "readwrite");
    tx.objectStore("meta").delete("seen");
    tx.oncomplete = () => { target.result.close(); resolve(); };
  };
})"""
SETTLED = re.compile("Saved")


@dataclass
class Said:
    """An entry as Ana saved it: its words, and when by a right clock."""

    anxiety: int
    mood: int
    note: str
    at: datetime


@dataclass
class Phone:
    """One browser; ``said`` is all that Ana saved on it, by its note."""

    page: Page
    said: dict[str, Said] = field(default_factory=dict)
    lost: int = 0

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def ready(self) -> "Phone":
        """Opened once with a network, so that its pages are kept."""
        self.context.add_init_script(SHIFT)
        self.page.goto("/")
        self.page.evaluate(TAKES)
        self.page.goto("/")
        expect(self.page.locator(".log-form[data-open]")).to_be_attached()
        return self

    def offline(self) -> None:
        self.context.set_offline(True)

    def online(self) -> None:
        self.context.set_offline(False)

    def clock_off(self, by: timedelta) -> None:
        """From the next page on, the phone's clock is ahead by so much."""
        self.page.evaluate(f"localStorage.setItem('test-shift', {by.total_seconds() * 1000})")

    def forgets_the_clock(self) -> None:
        """As if it had not spoken with the diary for long; without a network.

        On a page that was opened without one: what an earlier page asked of the diary may still be
        answered, and with the answer comes the time.
        """
        self.page.goto("/")
        expect(self.page.locator(".log-form[data-open]")).to_be_attached()
        self.page.evaluate(FORGETS_THE_CLOCK)

    def loses_answers(self) -> None:
        """The diary gets what is sent, and the phone never hears of it."""

        def lose(route: Route) -> None:
            with suppress(Error):  # the page may be gone by then: that loses the answer as well
                route.fetch()
                self.lost += 1
                route.abort("connectionreset")

        self.context.route("**/sync", lose)

    def hears_answers(self) -> None:
        self.context.unroute("**/sync")

    def fill(self, anxiety: int, mood: int, note: str) -> None:
        self.choose("anxiety", anxiety)
        self.choose("mood", mood)
        fold = self.page.locator("#more")
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        self.page.get_by_label("Note", exact=True).fill(note)

    def log(self, anxiety: int, mood: int, note: str) -> None:
        """Save an entry, and see that it was saved, here or there."""
        self.page.goto("/")
        expect(self.page.locator(".log-form[data-open]")).to_be_attached()
        self.fill(anxiety, mood, note)
        self.save()
        self.said[note] = Said(anxiety, mood, note, clock.now())

    def choose(self, score: str, value: int) -> None:
        self.page.locator(f".score--{score} .score__option").nth(value).click()

    def save(self) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        # a change of what has arrived meanwhile ends on the entry's page, with a word above it
        told = self.page.locator("h1, .flash").filter(has_text=SETTLED).first
        expect(told).to_be_visible()

    def waits(self) -> int:
        """How many things the phone says wait."""
        self.page.goto("/waiting")
        expect(self.page.locator("[data-told]")).to_contain_text("wait")
        return self.page.locator("[data-rows] > li").count()

    def update(self, app: Flask, mark: str) -> None:
        """The diary has a new version; the phone gets it and, put away for a while, takes it."""
        kept = str(app.extensions["service_worker"])
        fresh = kept.replace('{"version": "', f'{{"version": "{mark}')
        app.extensions["service_worker"] = fresh
        self.page.evaluate(PUT_AWAY)

    def send(self) -> None:
        """Back in the network: everything that waits is sent."""
        self.online()
        self.page.goto("/waiting")
        expect(self.page.locator("[data-told]")).to_contain_text("Nothing waits", timeout=60_000)

    def rows(self) -> list[dict[str, Any]]:
        """What lies in the phone's own store, as it lies there."""
        found: list[dict[str, Any]] = self.page.evaluate(
            """() => new Promise((resolve) => {
              indexedDB.open("relief-diary").onsuccess = ({ target }) => {
                const db = target.result;
                db.transaction("rows").objectStore("rows").getAll().onsuccess = (event) => {
                  db.close();
                  const told = ({ id, person, state, object }) => ({ id, person, state, object });
                  resolve(event.target.result.map(told));
                };
              };
            })"""
        )
        return found


def held(app: Flask, person: Person) -> list[Said]:
    """What the diary holds of a person, deleted entries left out."""
    with app.app_context(), read_only() as session:
        rows = session.scalars(
            select(EntryRow).where(
                EntryRow.patient_id == person.id, EntryRow.deleted_at_utc.is_(None)
            )
        ).all()
        return [
            Said(row.anxiety or 0, row.mood or 0, row.note or "", row.effective_at_utc)
            for row in rows
        ]


def differences(app: Flask, person: Person, *phones: Phone) -> list[str]:
    """Where the diary differs from what was saved: lost, doubled, changed or moved in time."""
    wanted = {note: said for phone in phones for note, said in phone.said.items()}
    there = held(app, person)
    counted = Counter(said.note for said in there)
    found = [f"lost: {note}" for note in wanted if not counted[note]]
    found += [f"{count} times: {note}" for note, count in counted.items() if count > 1]
    for said in there:
        meant = wanted.get(said.note)
        if meant is None:
            found.append(f"never saved: {said.note}")
        elif (said.anxiety, said.mood) != (meant.anxiety, meant.mood):
            found.append(f"changed: {said.note}")
        elif abs(said.at - meant.at) > SOON:
            found.append(f"moved by {said.at - meant.at}: {said.note}")
    return found
