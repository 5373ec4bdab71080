// Signing out leaves nothing of its owner on the phone, so it asks first where something still waits.
// Without a network the diary hears of it later, by the cookie that says whose phone this is.

import { saveFile } from "./file.js";
import { leave } from "./owner.js";
import { counts } from "./queue.js";
import { send } from "./send.js";

const OUT =
  "You are signed out on this phone, and nothing of yours is left on it. Your diary hears of it as soon as there is a network.";

export function guardSignOut(person) {
  const form = document.querySelector("[data-sign-out]");
  const dialog = document.querySelector("[data-sign-out-asks]");
  if (!form || !dialog) return;
  const status = dialog.querySelector("[data-told]");

  async function go() {
    await leave(person);
    if (navigator.onLine || !navigator.serviceWorker?.controller) return form.submit();
    sessionStorage.setItem("told", OUT);
    location.assign("/sign-in");
  }

  async function ask() {
    const { count } = await counts(person);
    dialog.querySelector("[data-count]").textContent =
      count === 1 ? "One thing that you saved is" : `${count} things that you saved are`;
    if (!dialog.open) dialog.showModal();
  }

  const answers = {
    async send() {
      status.textContent = "Sending …";
      const { state } = await send(person);
      const { count } = await counts(person);
      if (!count) return go();
      const away = "There is no network. It still waits on this phone.";
      status.textContent = state === "sent" ? "Some of it was not accepted. See what waits." : away;
    },
    async file() {
      await saveFile(person);
      status.textContent = "Saved as a file. You can bring it back on the page of what waits.";
    },
    stay: () => dialog.close(),
    delete: go,
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { count } = await counts(person).catch(() => ({ count: 0 }));
    if (count) await send(person);
    const left = count ? (await counts(person)).count : 0;
    await (left ? ask() : go());
  });
  dialog.addEventListener("click", (event) => answers[event.target.dataset.do]?.());
}
