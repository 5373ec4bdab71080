// Reminders on this device: asks the browser, tells the server, and says which row is this one.

const place = document.querySelector("[data-push]");
const status = place.querySelector("[data-said]");
const button = place.querySelector("button");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

async function markOf(endpoint) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(words, offer) {
  status.textContent = words;
  button.hidden = !offer;
}

async function row(subscription) {
  if (!subscription) return null;
  return document.querySelector(`[data-mark="${await markOf(subscription.endpoint)}"]`);
}

async function tell(subscription) {
  return fetch(place.dataset.push, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": place.dataset.token },
    body: JSON.stringify(subscription),
  });
}

async function turnOn() {
  button.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      return say("Your browser does not allow it. You can change that in its settings.", false);
    }
    const worker = await navigator.serviceWorker.ready;
    const key = bytes(place.dataset.key);
    const earlier = await worker.pushManager.getSubscription();
    await earlier?.unsubscribe(); // it may be of another person, or of an earlier key
    const options = { userVisibleOnly: true, applicationServerKey: key };
    const answer = await tell(await worker.pushManager.subscribe(options));
    if (answer.ok) return location.reload();
    say("That did not work. This browser's push service may not be known here.", true);
  } catch {
    say("That did not work. Try again later.", true);
  } finally {
    button.disabled = false;
  }
}

async function forget(event) {
  const worker = await navigator.serviceWorker.getRegistration();
  const subscription = await worker?.pushManager.getSubscription();
  if (!subscription || event.target.closest("[data-mark]") !== (await row(subscription))) return;
  await subscription.unsubscribe();
}

async function start() {
  if (!("PushManager" in window) || !("Notification" in window)) {
    return say("This browser has no reminders. On an iPhone, first add the diary to your home screen.", false);
  }
  const worker = await navigator.serviceWorker.getRegistration();
  const mine = await row(await worker?.pushManager.getSubscription());
  if (!mine) return say("This device shows none yet.", true);
  mine.querySelector("[data-this]").hidden = false;
  say("This device shows reminders.", false);
}

button.addEventListener("click", turnOn);
for (const form of document.querySelectorAll("[data-mark] form")) form.addEventListener("submit", forget);
start().catch(() => say("", true));
