// Reminders: a push shows neutral words, and a tap on them opens the form.

self.addEventListener("push", (event) => {
  /** @type {PushMessage} */
  let message = {};
  try {
    message = event.data?.json() ?? {};
  } catch {
    // a browser that took a push and shows nothing loses its permission: neutral words then too
  }
  event.waitUntil(
    self.registration.showNotification(message.title ?? "A moment for your diary", {
      body: message.body ?? "Tap to open the form.",
      tag: message.tag ?? "diary",
      data: { address: message.address ?? "/" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openForm(new URL(event.notification.data?.address ?? "/", self.location.origin)));
});

/** @param {URL} address */
async function openForm(address) {
  // what the message says never leads away from the diary
  const safe = address.origin === self.location.origin ? address.href : "/";
  return self.clients.openWindow(safe);
}
