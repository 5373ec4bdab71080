"""A push arrives on Ana's phone in neutral words, and a tap opens the right form."""

import json
import time

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Open
from tests.people import People

COUNT_SHOWN = """() => {
  const show = self.registration.showNotification.bind(self.registration);
  self.shown = 0;
  self.registration.showNotification = async (...told) => {
    await show(...told);
    self.shown += 1;
  };
}"""
UNTIL_SHOWN = """async (times) => {
  while (self.shown < times) await new Promise((again) => setTimeout(again, 50));
}"""
# Only a real tap may open a window, so the browser's door is watched.
LOOK_AND_TAP = """async () => {
  const [notification] = await self.registration.getNotifications();
  if (!notification) return null;
  const { title, body, data } = notification;
  const opened = await new Promise((resolve) => {
    self.clients.openWindow = async (address) => resolve(address);
    self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
  });
  return { title, body, address: data.address, opened };
}"""
LEFT = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
  .then((all) => all.length)"""
WORKER = "serviceworker"
ADDRESS = "/?check_in=24h&session=00000000-0000-0000-0000-000000000007"


def _deliver(page: Page, origin: str, told: dict[str, str]) -> None:
    """As a push service does, without one."""
    tool = page.context.new_cdp_session(page)
    found: list[str] = []
    tool.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    tool.send("ServiceWorker.enable")
    deadline = time.monotonic() + 30
    while not found and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert found
    about = {"origin": origin, "registrationId": found[0], "data": json.dumps(told)}
    tool.send("ServiceWorker.deliverPushMessage", about)


def _look_and_tap(page: Page, origin: str, told: dict[str, str]) -> dict[str, str]:
    """What the notification of a push says, and what a tap on it opens.

    A browser that is asked for its notifications while one is still on its way to the screen takes
    it for one that was closed, and forgets it. So it is asked once, after it says that it has
    shown it, and the push comes again where that was still too early.
    """
    here = page.context
    # the page may hear of its worker before this tool does
    worker = here.service_workers[0] if here.service_workers else here.wait_for_event(WORKER)
    worker.evaluate(COUNT_SHOWN)
    for times in range(1, 6):
        _deliver(page, origin, told)
        worker.evaluate(UNTIL_SHOWN, times)
        seen: dict[str, str] | None = worker.evaluate(LOOK_AND_TAP)
        if seen is not None:
            return seen
    raise AssertionError("the browser showed five pushes and knows of no notification")


def test_a_push_shows_neutral_words_and_holds_the_form_it_opens(
    open_page: Open, people: People, origin: str
) -> None:
    page = open_page(people.ana, PHONE)
    page.context.grant_permissions(["notifications"])
    page.goto("/reminders")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    words = {"title": "A moment for your diary", "body": "Tap to open the form."}
    seen = _look_and_tap(page, origin, {**words, "tag": "t", "address": ADDRESS})
    assert seen == {**words, "address": ADDRESS, "opened": origin + ADDRESS}
    # a function: under the policy an expression can be asked once and not again
    page.wait_for_function(f"() => {LEFT}.then((left) => left === 0)")
    page.goto(ADDRESS)
    expect(page.locator(".log-form")).to_be_visible()


def test_the_page_offers_this_device_and_says_when_it_may_not(
    open_page: Open, people: People
) -> None:
    page = open_page(people.ana, PHONE)
    page.goto("/reminders")
    expect(page.get_by_role("button", name="Turn on for this device")).to_be_visible()
