// Reminders: a push shows neutral words, and a tap on them opens the form.

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data?.json() ?? {};
  } catch {
    // a browser that took a push and shows nothing loses its permission: neutral words then too
  }
  event.waitUntil(
    self.registration.showNotification(told.title ?? "A moment for your diary", {
      body: told.body ?? "Tap to open the form.",
      tag: told.tag ?? "diary",
      data: { address: told.address ?? "/" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openForm(new URL(event.notification.data?.address ?? "/", self.location.origin)));
});

async function openForm(address) {
  // what the message says never leads away from the diary
  const safe = address.origin === self.location.origin ? address.href : "/";
  return self.clients.openWindow(safe);
}
