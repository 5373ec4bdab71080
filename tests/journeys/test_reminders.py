"""A push arrives on Ana's phone in neutral words, and a tap opens the right form."""

import json

from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, Open
from tests.people import People

SHOWN = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
  .then((all) => all.map(({ title, body, data }) => ({ title, body, address: data.address })))"""
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
    page.wait_for_timeout(300)
    assert found
    about = {"origin": origin, "registrationId": found[0], "data": json.dumps(told)}
    tool.send("ServiceWorker.deliverPushMessage", about)


def _tap(page: Page) -> str:
    """What a tap opens. Only a real tap may open a window, so the browser's door is watched."""
    opened: str = page.context.service_workers[0].evaluate(
        """async () => {
          const [notification] = await self.registration.getNotifications();
          return new Promise((resolve) => {
            self.clients.openWindow = async (address) => resolve(address);
            self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
          });
        }"""
    )
    return opened


def test_a_push_shows_neutral_words_and_holds_the_form_it_opens(
    open_page: Open, people: People, origin: str
) -> None:
    page = open_page(people.ana, PHONE)
    page.context.grant_permissions(["notifications"])
    page.goto("/reminders")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    told = {"title": "A moment for your diary", "body": "Tap to open the form."}
    _deliver(page, origin, {**told, "tag": "t", "address": ADDRESS})
    page.wait_for_function(f"{SHOWN}.then((all) => all.length === 1)")
    assert page.evaluate(SHOWN) == [{**told, "address": ADDRESS}]
    assert _tap(page) == origin + ADDRESS
    page.wait_for_function(f"{SHOWN}.then((all) => all.length === 0)")
    page.goto(ADDRESS)
    expect(page.locator(".log-form")).to_be_visible()


def test_the_page_offers_this_device_and_says_when_it_may_not(
    open_page: Open, people: People
) -> None:
    page = open_page(people.ana, PHONE)
    page.goto("/reminders")
    expect(page.get_by_role("button", name="Turn on, on this device")).to_be_visible()
